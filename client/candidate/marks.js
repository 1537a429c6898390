// Flags and strikes are stored when they are made; should that fail, the form's next button does it.
export function startMarks(form) {
  const marks = form.querySelectorAll("input[name=flagged], input[name=struck]");

  async function store() {
    const body = new URLSearchParams();
    for (const mark of marks) if (mark.checked) body.append(mark.name, mark.value);
    body.append("go", "stay");
    try {
      await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
    } catch {
      // Still on the page, and sent with the form.
    }
  }

  for (const mark of marks) {
    mark.addEventListener("change", () => {
      const row = mark.closest(".option");
      if (row) row.classList.toggle("struck", mark.checked);
      store();
    });
  }
}
