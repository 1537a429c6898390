// Flags and strikes are kept on the device when they are made and go to the desk after the answers; they are the candidate's
// own notes. A page that the desk did not bring shows them from here.
import { all, asked, change } from "./store.js";

const PATIENCE = 10000; // answers wait for their turn meanwhile

export function startMarks(form, outbox, isFromDevice) {
  const { session } = outbox;
  const ref = form.querySelector("[data-ref]")?.dataset.ref.replace(/^prompt\.(\d+)\..*/, "vignette.$1");
  const boxes = [...form.querySelectorAll("input[name=flagged], input[name=struck]")];
  const shown = [...form.querySelectorAll("input[name=was_flagged], input[name=was_struck]")];

  function paint() {
    for (const box of boxes) box.closest(".option")?.classList.toggle("struck", box.checked);
  }

  const ticked = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);

  let unstored = null; // the newest, until it is on the device

  function store() {
    const mark = { session, ref, action: form.action, id: crypto.randomUUID(), sent: false, flagged: ticked("flagged"),
      struck: ticked("struck"), was: shown.map((was) => [was.name, was.value]), place: Number(form.dataset.place) };
    unstored = mark;
    change(["marks"], async (transaction) => {
      const marks = transaction.objectStore("marks");
      const before = await asked(marks.get([session, ref]));
      if (before && !before.sent) mark.was = before.was; // the desk still has what it had before
      marks.put(mark);
    })
      .finally(() => (unstored = unstored === mark ? null : unstored))
      .then(outbox.drain, () => send(mark).catch(() => {}));
    for (const was of shown) was.value = was.name === "was_flagged" ? mark.flagged[0] ?? "no" : mark.struck.join("") || "-";
  }

  async function send(mark) {
    const body = new URLSearchParams([...mark.was, ["go", "stay"]]);
    for (const name of ["flagged", "struck"]) for (const value of mark[name]) body.append(name, value);
    const reply = await fetch(mark.action, { method: "POST", headers: { Accept: "application/json" }, body, keepalive: true,
      signal: AbortSignal.timeout(PATIENCE) });
    if (reply.status >= 500) throw new Error("waiting");
    await change(["marks"], async (transaction) => {
      const marks = transaction.objectStore("marks");
      const kept = await asked(marks.get([session, mark.ref]));
      if (kept?.id === mark.id) marks.put({ ...kept, sent: true });
    }).catch(() => {});
  }

  async function show() {
    const mark = (await all("marks", session).catch(() => [])).find((one) => one.ref === ref);
    if (!mark || (mark.sent && !isFromDevice)) return;
    for (const box of boxes) box.checked = mark[box.name].includes(box.value);
    for (const was of shown) was.value = was.name === "was_flagged" ? mark.flagged[0] ?? "no" : mark.struck.join("") || "-";
    paint();
  }

  for (const box of boxes) {
    box.addEventListener("change", () => {
      paint();
      store();
    });
  }
  // As an answer that the page would take along.
  window.addEventListener("pagehide", () => unstored && send(unstored).catch(() => {}));
  outbox.sendAfter(async () => {
    for (const mark of await all("marks", session).catch(() => [])) if (!mark.sent) await send(mark);
  });
  if (!isFromDevice && boxes.some((box) => box.checked !== box.defaultChecked)) store(); // from before this script ran
  show();
}
