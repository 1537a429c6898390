// Leads from question to question without sending a form: what was entered is on this device by then, so that a page turns
// whether the desk is there or not. A page that the service worker put together still bears another question's place.
const PATIENCE = 1000;

const wait = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

export function setPlace(form) {
  const place = Number(window.location.pathname.split("/").at(-1));
  const count = Number(form.dataset.count);
  if (String(place) === form.dataset.place) return;
  form.dataset.place = String(place);
  form.action = window.location.pathname;
  for (const element of document.querySelectorAll("[data-turn]")) element.textContent = element.dataset.turn.replace("{n}", place);
  document.title = document.title.replace(/\d+/, String(place));
  form.querySelector("button[value=previous]").hidden = place === 1;
  const next = form.querySelector("button[data-last]");
  next.textContent = place === count ? next.dataset.last : next.dataset.next;
  for (const button of form.querySelectorAll("nav.navigator button")) {
    if (button.value === String(place)) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

export function startTurning(form, outbox, saving) {
  const place = Number(form.dataset.place);
  const part = `/parts/${outbox.part}`;
  let leaving = false;

  function address(go) {
    if (go === "next") return place < Number(form.dataset.count) ? form.dataset.questions + (place + 1) : `${part}/review`;
    if (go === "previous") return form.dataset.questions + Math.max(1, place - 1);
    if (go === "review" || go === "break") return `${part}/${go}`;
    return /^\d+$/.test(go) ? form.dataset.questions + go : null;
  }

  // What is under way has a moment to arrive, so that the next page need not send it once more.
  async function leave(url) {
    leaving = true;
    await Promise.race([outbox.kept(), wait(2 * PATIENCE)]);
    if (!outbox.state.problem) await Promise.race([outbox.drain(), wait(PATIENCE)]);
    window.location.assign(url);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const go = event.submitter?.value ?? "next";
    saving.flush();
    if (go === "clear") saving.clear();
    const url = address(go);
    if (!url || leaving || (go === "break" && outbox.state.problem)) return;
    leave(url);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && outbox.state.unsent > outbox.state.refused) event.preventDefault();
  });
}
