// Makes the exam's pages better; each of them works without it.
import { startClock } from "./clock.js";
import { startSaving } from "./saving.js";
import { startMarks } from "./marks.js";
import { startWords } from "./words.js";
import { startKeys } from "./keys.js";
import { startResting } from "./resting.js";

const form = document.getElementById("answers");
const saving = form ? startSaving(form) : null;
startClock(document.getElementById("clock"), saving);
startResting(document.getElementById("resting"));
if (form) {
  startMarks(form);
  startKeys(form);
}
startWords();

// A page that comes back from the browser's own memory may show old answers.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
