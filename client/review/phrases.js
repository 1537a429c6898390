// The reviewer's own phrases: put into a remark at the caret, kept from a remark, forgotten. One dialog for all remarks of the page.
import { piece } from "./pieces.js";

const PATIENCE = 10000;   // ms for an answer

export function watchPhrases(form) {
  const dialog = document.getElementById("phrases");
  const list = dialog.querySelector("ul");
  const state = dialog.querySelector("[role=status]");
  const { code } = form.dataset;
  let remark = null;   // the text that phrases go into

  const texts = () => [...list.querySelectorAll("li")].map((row) => row.dataset.text ?? row.textContent);

  function say(word) {
    state.replaceChildren(...(word === "" ? [] : [piece(word)]));
  }

  function insert(text) {
    dialog.close();
    remark.focus();
    const before = remark.value.slice(0, remark.selectionStart);
    const gap = before === "" || /\s$/.test(before) ? "" : " ";
    if (remark.value.length + gap.length + text.length <= remark.maxLength) {
      remark.setRangeText(gap + text, remark.selectionStart, remark.selectionEnd, "end");
      remark.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function show(phrases) {
    list.replaceChildren(...phrases.map((text) => {
      const row = piece("phrase");
      row.dataset.text = text;
      const [put, forget] = row.querySelectorAll("button");
      put.textContent = text;
      put.addEventListener("click", () => insert(text));
      forget.addEventListener("click", () => send("/forget", text));
      return row;
    }));
    say(phrases.length === 0 ? "none" : "");
  }

  async function send(path, text) {
    try {
      const reply = await fetch(`/packets/${code}/phrases${path}`, {
        method: "POST", body: JSON.stringify({ text }), credentials: "same-origin", cache: "no-store",
        headers: { "Content-Type": "application/json", "Accept": "application/json" }, signal: AbortSignal.timeout(PATIENCE),
      });
      if (!reply.ok) {
        return say(reply.status === 422 || reply.status === 409 ? "refused" : "away");
      }
      show((await reply.json()).phrases);
    } catch {
      return say("away");
    }
    return (list.querySelector("button") ?? dialog.querySelector("[data-do=keep]")).focus();
  }

  function open(text) {
    remark = text;
    show(texts());
    dialog.showModal();
    (list.querySelector("button") ?? dialog.querySelector("[data-do=keep]")).focus();
  }

  dialog.querySelector("[data-do=keep]").addEventListener("click", () => send("", remark.value));
  dialog.querySelector("[data-do=close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => remark.focus());
  for (const text of form.querySelectorAll("[data-remark]")) {
    const line = piece("open-phrases");
    line.querySelector("button").addEventListener("click", () => open(text));
    text.after(line);
    text.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "ArrowDown") {
        open(text);
        event.preventDefault();
      }
    });
  }
}
