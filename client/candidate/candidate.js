// Makes the exam's pages better; each of them works without it.
import { isFromDevice, forgetPages, startKeeping } from "./keeping.js";
import { openOutbox } from "./outbox.js";
import { startClock } from "./clock.js";
import { forgetTime } from "./lasttime.js";
import { startSaving } from "./saving.js";
import { startSaveState } from "./savestate.js";
import { startMarks } from "./marks.js";
import { startNavigator } from "./navigating.js";
import { setPlace, startTurning } from "./turning.js";
import { startHandingIn } from "./handing.js";
import { startRescue } from "./rescue.js";
import { startPulse } from "./pulse.js";
import { startLeaving } from "./leaving.js";
import { startLeftovers } from "./leftovers.js";
import { startWords } from "./words.js";
import { startKeys } from "./keys.js";
import { startResting } from "./resting.js";

const frame = new XMLSerializer().serializeToString(document.documentElement);
const box = document.getElementById("savestate");
const form = document.getElementById("answers");
const clock = document.getElementById("clock");

// What a closed part leaves behind on this device: the receipts, and what the desk did not take.
async function clear(outbox) {
  if (!(await outbox.isEmpty())) return;
  await outbox.wipe(["answers", "marks", "counters"]);
  forgetTime(outbox.session);
  await forgetPages().catch(() => {});
}

function startQuestion(outbox, saveState) {
  if (!form) return null;
  setPlace(form);
  const saving = startSaving(form, outbox, saveState);
  startTurning(form, outbox, saving);
  startMarks(form, outbox, isFromDevice());
  startKeys(form);
  return saving;
}

function startPart() {
  const { session, part, epoch, sequence, rescue: key } = box.dataset;
  const outbox = openOutbox({ session, part: Number(part), epoch: Number(epoch), sequence: Number(sequence) });
  const rescue = startRescue(outbox, key);
  const saving = startQuestion(outbox, startSaveState(outbox));
  outbox.drain().then(() => clock || clear(outbox).then(() => rescue.offer()));
  startLeaving([outbox], saving?.flush);
  if (!clock) return;
  startClock(clock, session, isFromDevice(), saving, () => rescue.offerSoon());
  startNavigator(outbox, isFromDevice());
  startHandingIn(outbox, rescue, () => clear(outbox));
  startPulse(outbox);
  startKeeping(outbox, frame);
}

if (box) startPart();
startLeftovers(document.getElementById("leftovers"));
startResting(document.getElementById("resting"));
startWords();

// A page that comes back from the browser's own memory may show old answers.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
