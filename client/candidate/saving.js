// Takes what is entered: a choice at once, text a second after the last key, at least every five seconds, and whenever the page
// is left or put out of sight.
import { isNewer, showAnswers } from "./shown.js";

const AFTER_KEY = 1000;
const AT_LEAST = 5000;
const DEVICE_PATIENCE = 2000;

export function startSaving(form, outbox, saveState) {
  const question = form.querySelector(".question[data-ref]");
  const place = Number(form.dataset.place);
  const clear = form.querySelector("button[value=clear]");
  const counts = document.getElementById("counts");
  const texts = [...form.querySelectorAll("textarea[data-ref]")].map((area) => ({ area, known: area.defaultValue, first: 0, timer: 0 }));
  // Chosen before this script ran, when nobody listened.
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
    if (text.area.value === text.known || !looked) return;
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
    looked = true;
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
    early = null;
    const others = counts.dataset.positions.split(",").filter((one) => one && one !== counts.dataset.position);
    const marked = counts.checked ? [...others, counts.dataset.position] : others;
    counts.dataset.positions = marked.sort((a, b) => a - b).join(",");
    outbox.put("choice", { vignettes: marked }, place);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);

  function lock(now) {
    locked = now;
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (field.tagName === "TEXTAREA") field.readOnly = locked;
      else field.disabled = locked;
    }
  }

  // What was typed before the page knew of a newer text on this device was typed into an older one: the newer one counts.
  async function look() {
    const wait = new Promise((done) => window.setTimeout(() => done([]), DEVICE_PATIENCE));
    const kept = await Promise.race([outbox.answers(), wait]);
    looked = true;
    for (const text of texts) {
      const copy = kept.find((one) => one.ref === text.area.dataset.ref && isNewer(one, text.area));
      if (!copy || text.area.value === text.known) continue;
      take(text);
      outbox.put(copy.ref, copy.answer, place);
      text.known = text.area.value = copy.answer.text;
    }
    flush();
    outbox.read(show);
  }

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
