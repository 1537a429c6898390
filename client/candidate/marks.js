// Flags and strikes are stored when they are made, one request after the other so that the newest is the last to arrive; should
// one fail, the form's next button does it.
export function startMarks(form) {
  const marks = form.querySelectorAll("input[name=flagged], input[name=struck]");
  let moving = false;
  let changed = false;

  function send() {
    const body = new URLSearchParams();
    for (const mark of marks) if (mark.checked) body.append(mark.name, mark.value);
    body.append("go", "stay");
    changed = false;
    return fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body, keepalive: true });
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
