// Flags and strikes are stored when they are made, one request after the other so that the newest is the last to arrive; should
// one fail, the form's next button does it.
export function startMarks(form) {
  const marks = form.querySelectorAll("input[name=flagged], input[name=struck]");
  const shown = form.querySelectorAll("input[name=was_flagged], input[name=was_struck]");
  let moving = false;
  let changed = false;

  const ticked = (name) => [...marks].filter((mark) => mark.name === name && mark.checked).map((mark) => mark.value);

  // What was sent is what the page shows from then on, until the next change.
  async function send() {
    const body = new URLSearchParams();
    for (const mark of marks) if (mark.checked) body.append(mark.name, mark.value);
    for (const was of shown) body.append(was.name, was.value);
    body.append("go", "stay");
    const now = { was_flagged: ticked("flagged")[0] ?? "no", was_struck: ticked("struck").join("") || "-" };
    changed = false;
    const reply = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body, keepalive: true });
    if (reply.ok) for (const was of shown) was.value = now[was.name];
  }

  async function store() {
    changed = true;
    if (moving) return;
    moving = true;
    while (changed) {
      try {
        await send();
      } catch {
        // Still on the page, and sent with the form.
      }
    }
    moving = false;
  }

  for (const mark of marks) {
    mark.addEventListener("change", () => {
      const row = mark.closest(".option");
      if (row) row.classList.toggle("struck", mark.checked);
      store();
    });
  }
  window.addEventListener("pagehide", () => changed && send());
}
