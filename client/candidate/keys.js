// A to D choose while the focus is inside the question; with Alt and Shift: N next, P previous, R review, F flag.
export function startKeys(form) {
  const question = document.getElementById("question-body");

  form.addEventListener("keydown", (event) => {
    if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) {
      const go = { KeyN: "next", KeyP: "previous", KeyR: "review" }[event.code];
      const button = go && form.querySelector(`button[name=go][value=${go}]`);
      if (button) form.requestSubmit(button);
      else if (event.code === "KeyF") form.querySelector("input[name=flagged]")?.click();
      else return;
      event.preventDefault();
      return;
    }
    if (!question || !question.contains(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const choice = /^[a-d]$/i.test(event.key) && document.getElementById(`choice-${event.key.toUpperCase()}`);
    if (!choice) return;
    choice.focus();
    choice.click();
    event.preventDefault();
  });
}
