// A to D choose while the focus is inside the question; with Alt and Shift: N next, P previous, R review, F flag, T time left.
// The list of them that people read is en/keys.mustache.
const isCommand = (event) => event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;

export function startSayKey(button) {
  document.addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.code !== "KeyT") return;
    button.click();
    event.preventDefault();
  });
}

export function startKeys(form) {
  const question = document.getElementById("question-body");
  const list = document.getElementById("keys");
  if (list) list.hidden = false;

  form.addEventListener("keydown", (event) => {
    if (isCommand(event)) {
      const go = { KeyN: "next", KeyP: "previous", KeyR: "review" }[event.code];
      const button = go && form.querySelector(`button[name=go][value=${go}]`);
      if (button && !button.disabled) form.requestSubmit(button);
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
