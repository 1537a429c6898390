// The list of all questions, and its counts, with what this device knows beyond the page.
import { all } from "./store.js";

const isAnswer = ({ answer: { choice, text } }) => (choice ? choice !== "-" : Boolean(text?.trim()));

function flag(entry, flagged) {
  if (entry.classList.toggle("flagged", flagged) === Boolean(entry.querySelector("[aria-hidden]"))) return;
  const [place] = entry.querySelectorAll("span:not(.visually-hidden)");
  for (const mark of place.querySelectorAll("span")) mark.remove();
  if (!flagged) return;
  for (const [text, name, value] of [[" ⚑", "aria-hidden", "true"], [", flagged", "class", "visually-hidden"]]) {
    const mark = document.createElement("span");
    mark.setAttribute(name, value);
    mark.textContent = text;
    place.append(mark);
  }
}

function show(name, number) {
  const count = document.getElementById(`count-${name}`);
  if (count) count.textContent = (count.dataset.text ?? "{n}").replace("{n}", String(number));
}

async function answeredPlaces(outbox) {
  const places = new Map();
  for (const one of await outbox.answers()) {
    if (one.place && one.ref !== "choice") places.set(one.place, places.get(one.place) || isAnswer(one));
  }
  return places;
}

// A page without the list has counts only; the device knows all answers when it is the device's page.
async function showCounts(outbox) {
  const answered = [...(await answeredPlaces(outbox)).values()].filter(Boolean).length;
  const count = Number(document.getElementById("count-answered").dataset.count);
  show("answered", answered);
  show("unanswered", count - answered);
}

export function startNavigator(outbox, isFromDevice) {
  const list = document.getElementById("all-questions");
  if (!list) {
    if (isFromDevice) outbox.read(() => showCounts(outbox));
    return;
  }
  const entries = [...list.querySelectorAll("a, button")];

  function mark(entry, answered) {
    entry.classList.toggle("answered", answered);
    entry.classList.add("seen");
    entry.lastElementChild.textContent = answered ? list.dataset.done : list.dataset.open;
  }

  async function read() {
    for (const [place, answered] of await answeredPlaces(outbox)) if (entries[place - 1]) mark(entries[place - 1], answered);
    for (const one of await all("marks", outbox.session).catch(() => [])) {
      if (isFromDevice || !one.sent) flag(entries[one.place - 1], one.flagged.length > 0);
    }
    const answered = list.querySelectorAll(".answered").length;
    show("answered", answered);
    show("unanswered", entries.length - answered);
    show("flagged", list.querySelectorAll(".flagged").length);
    for (const link of document.querySelectorAll("#unanswered a")) {
      link.parentElement.hidden = entries[Number(link.lastChild.textContent) - 1].classList.contains("answered");
    }
  }

  outbox.read(read);
}
