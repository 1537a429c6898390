// Makes the pages of a packet better than their plain form: the draft is saved by itself (draft.js), passages can be marked (marks.js),
// phrases are at hand (phrases.js), and keys work in the rubric. Without this module the same form works by its buttons.
import { watchDraft, watchLeftovers } from "./draft.js";
import { watchMarks } from "./marks.js";
import { watchPhrases } from "./phrases.js";

// ---- keys ----------------------------------------------------------------------------------------------------------

// They work only while the focus is in the rubric, and never while a text is being typed.
function watchKeys(form) {
  const help = document.getElementById("keys");
  const rows = [...form.querySelectorAll("[data-criterion]")];

  const current = () => rows.findIndex((row) => row.contains(document.activeElement));
  const isScored = (row) => row.querySelector("input[type=radio]:checked") !== null;

  function go(index) {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function choose(level) {
    const radio = rows[current()]?.querySelector(`input[type=radio][value="${level}"]`);
    if (radio) {
      radio.checked = true;
      radio.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return Boolean(radio);
  }

  function nextUnscored() {
    const from = current();
    const order = [...rows.slice(from + 1), ...rows.slice(0, from + 1)];
    const row = order.find((candidate) => !isScored(candidate));
    if (row) {
      go(rows.indexOf(row));
    } else {
      form.querySelector(".actions button").focus();
    }
  }

  function act(key, onRow) {
    if (/^[0-9]$/.test(key)) {
      return choose(key);
    }
    if (key === "j" || (key === "ArrowDown" && onRow)) {
      return go(current() + 1), true;
    }
    if (key === "k" || (key === "ArrowUp" && onRow)) {
      return go(current() - 1), true;
    }
    if (key === "Enter") {
      return nextUnscored(), true;
    }
    if (key === "?") {
      help.open = !help.open;
      return true;
    }
    return false;
  }

  // To the next response to the same vignette, or the one before.
  function turn(key) {
    const button = form.querySelector(`button[value="${key === "n" ? "after" : "before"}"]`);
    if (button !== null) {
      form.requestSubmit(button);
    }
    return button !== null;
  }

  // Each criterion becomes one stop of the Tab key, on which the keys work.
  for (const row of rows) {
    row.tabIndex = 0;
    row.setAttribute("role", "group");
    row.setAttribute("aria-labelledby", row.querySelector("legend").id);
  }
  help.hidden = false;
  form.addEventListener("keydown", (event) => {
    const at = event.target;
    const inRubric = at.closest("#rubric-area") !== null && !at.matches("textarea, summary, button, a");
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !(inRubric || at.matches("[data-response]"))) {
      return;
    }
    if (event.key === "n" || event.key === "p") {
      if (turn(event.key)) {
        event.preventDefault();
      }
    } else if (inRubric && act(event.key, !at.matches("input"))) {
      event.preventDefault();
    }
  });
}

const form = document.getElementById("review");
if (form !== null) {
  watchMarks(form);
  watchPhrases(form);
  watchDraft(form);
  watchKeys(form);
}
const leftovers = document.getElementById("leftovers");
if (leftovers !== null) {
  watchLeftovers(leftovers);
}
