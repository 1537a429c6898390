// On the candidate's own exam page: what this device still has of their parts is sent from here, too, and what it no longer
// needs goes.
import { openOutbox } from "./outbox.js";
import { forgetPages } from "./keeping.js";
import { forgetTime } from "./lasttime.js";
import { startLeaving } from "./leaving.js";

export function startLeftovers(box) {
  if (!box) return;
  const outboxes = [...document.querySelectorAll("[data-session][data-over]")].map((element) => {
    const { session, part, over } = element.dataset;
    const outbox = openOutbox({ session, part: Number(part), epoch: Number(box.dataset.epoch), sequence: 1 });
    outbox.isOver = over === "yes";
    return outbox;
  });

  const said = document.getElementById("leftovers-said");

  function show() {
    const left = outboxes.find((outbox) => outbox.state.unsent > 0);
    box.hidden = !left;
    if (!left) return;
    const words = left.state.unsent === 1 ? said.dataset.one : said.dataset.many;
    said.textContent = words.replace("{n}", left.state.unsent).replace("{part}", left.part);
    document.getElementById("leftovers-look").href = `/parts/${left.part}/review`;
  }

  for (const outbox of outboxes) {
    outbox.hear(show);
    outbox.drain().then(async () => {
      if (!outbox.isOver || !(await outbox.isEmpty())) return;
      await outbox.wipe(["answers", "marks", "counters"]);
      forgetTime(outbox.session);
      await forgetPages().catch(() => {});
    });
  }
  startLeaving(outboxes);
}
