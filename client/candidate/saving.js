// Takes what is entered: a choice at once, text a second after the last key, at least every five seconds, and whenever the page
// is left or put out of sight.
import { showAnswers } from "./shown.js";

const AFTER_KEY = 1000;
const AT_LEAST = 5000;
const DEVICE_PATIENCE = 2000;

export function startSaving(form, outbox, saveState) {
  const question = form.querySelector(".question[data-ref]");
  const place = Number(form.dataset.place);
  const clear = form.querySelector("button[value=clear]");
  const counts = document.getElementById("counts");
  // Early: entered before this script ran, when nobody listened.
  const texts = [...form.querySelectorAll("textarea[data-ref]")].map((area) => (
    { area, known: area.value, early: area.value !== area.defaultValue, first: 0, timer: 0 }));
  let early = [...form.querySelectorAll("input[name=choice]:checked, #counts")].find((box) => box.checked !== box.defaultChecked);
  let locked = false;
  let looked = false; // at what the device keeps

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
    if (!text.early && text.area.value === text.known) return;
    text.early = false;
    text.known = text.area.value;
    outbox.put(text.area.dataset.ref, { text: clean(text.area.value) }, place);
    saveState.setTyping(texts.some((one) => one.area.value !== one.known));
  }

  function flush() {
    if (early) {
      early.checked = !early.defaultChecked;
      early.dispatchEvent(new Event("change"));
    }
    texts.forEach(take);
  }

  function leave() {
    flush();
    outbox.hurry();
  }

  function choose(letter) {
    early = null;
    outbox.put(question.dataset.ref, { choice: letter }, place);
    if (clear) clear.hidden = letter === "-";
  }

  for (const choice of question?.querySelectorAll("input[name=choice]") ?? []) {
    choice.addEventListener("change", () => choose(choice.value));
  }
  for (const text of texts) {
    // The device's copy may be longer than what was typed early: it stays.
    text.area.addEventListener("shown", () => Object.assign(text, { known: text.area.value, early: false }));
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
    early = null;
    const others = counts.dataset.positions.split(",").filter((one) => one && one !== counts.dataset.position);
    const marked = counts.checked ? [...others, counts.dataset.position] : others;
    counts.dataset.positions = marked.sort((a, b) => a - b).join(",");
    outbox.put("choice", { vignettes: marked }, place);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);

  // A text is written on once the page has what the device keeps of it.
  function lock(now) {
    locked = now;
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (field.tagName === "TEXTAREA") field.readOnly = locked || !looked;
      else field.disabled = locked;
    }
  }

  async function look() {
    await Promise.race([show(), new Promise((done) => window.setTimeout(done, DEVICE_PATIENCE))]);
    looked = true;
    lock(locked);
    flush();
    outbox.read(show);
  }

  lock(false);
  look();

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
