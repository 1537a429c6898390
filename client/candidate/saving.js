// Takes what is entered: a choice at once, text a second after the last key, at least every five seconds, and whenever the page
// is left or put out of sight.
import { showAnswers } from "./shown.js";

const AFTER_KEY = 1000;
const AT_LEAST = 5000;

export function startSaving(form, outbox, saveState) {
  const question = form.querySelector(".question[data-ref]");
  const place = Number(form.dataset.place);
  const clear = form.querySelector("button[value=clear]");
  const texts = [...form.querySelectorAll("textarea[data-ref]")].map((area) => ({ area, known: area.value, first: 0, timer: 0 }));
  const counts = document.getElementById("counts");
  let locked = false;

  const isBusy = (area) => texts.some((text) => text.area === area && text.area.value !== text.known);

  async function show() {
    showAnswers(form, await outbox.answers(), isBusy);
    if (clear) clear.hidden = !question.querySelector("input[name=choice]:checked");
  }

  // A text without what cannot be sent: halves of characters and NUL.
  const clean = (value) => (value.toWellFormed?.() ?? value).replaceAll("\0", "");

  function take(text) {
    window.clearTimeout(text.timer);
    text.first = 0;
    if (text.area.value === text.known) return;
    text.known = text.area.value;
    outbox.put(text.area.dataset.ref, { text: clean(text.area.value) }, place);
    saveState.setTyping(texts.some((one) => one.area.value !== one.known));
  }

  const flush = () => texts.forEach(take);

  function leave() {
    flush();
    outbox.hurry();
  }

  function choose(letter) {
    outbox.put(question.dataset.ref, { choice: letter }, place);
    if (clear) clear.hidden = letter === "-";
  }

  for (const choice of question?.querySelectorAll("input[name=choice]") ?? []) {
    choice.addEventListener("change", () => choose(choice.value));
  }
  for (const text of texts) {
    text.area.addEventListener("shown", () => (text.known = text.area.value));
    text.area.addEventListener("input", () => {
      const now = performance.now();
      text.first = text.first || now;
      saveState.setTyping(true);
      window.clearTimeout(text.timer);
      text.timer = window.setTimeout(() => take(text), Math.min(AFTER_KEY, Math.max(0, text.first + AT_LEAST - now)));
    });
    text.area.addEventListener("blur", () => take(text));
  }
  counts?.addEventListener("change", () => {
    const others = counts.dataset.positions.split(",").filter((one) => one && one !== counts.dataset.position);
    const marked = counts.checked ? [...others, counts.dataset.position] : others;
    counts.dataset.positions = marked.sort((a, b) => a - b).join(",");
    outbox.put("choice", { vignettes: marked }, place);
  });

  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);
  outbox.read(show);

  function lock(now) {
    locked = now;
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (field.tagName === "TEXTAREA") field.readOnly = locked;
      else field.disabled = locked;
    }
  }

  return {
    flush,
    clear() {
      for (const choice of question.querySelectorAll("input[name=choice]")) choice.checked = false;
      choose("-");
    },
    // The page takes no more answers; those it has are sent on.
    stop() {
      flush();
      lock(true);
    },
    goOn: () => lock(false),
  };
}
