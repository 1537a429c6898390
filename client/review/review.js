// Makes the page of a packet better than its plain form: saves the draft a second after the last change, says honestly
// what is saved, and takes keys in the rubric. Without this module the same form works by its buttons.
// Words that people read stand in the page (element "words"), so that another language needs no other module.

const PAUSE = 1000;         // ms after the last change
const RETRY_LEAST = 2000;   // ms; doubles with every failure …
const RETRY_MOST = 60000;   // … up to this

// ---- the draft -----------------------------------------------------------------------------------------------------

function watchDraft(form) {
  const state = document.getElementById("savestate");
  const words = document.getElementById("words").content;
  const version = form.elements.namedItem("version");
  let typed = 0;            // changes so far
  let stored = 0;           // of them the server has
  let saving = null;        // promise of the save under way
  let timer = null;
  let retry = RETRY_LEAST;
  let held = false;         // stale or locked: a person has to decide, so nothing is sent by itself
  let leaving = false;

  function say(word, mood = "") {
    state.className = `savestate ${mood}`;
    state.replaceChildren(words.querySelector(`[data-word="${word}"]`).cloneNode(true));
    for (const button of state.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => (button.dataset.do === "show-both" ? showBoth() : save()));
    }
  }

  function body() {
    const page = { version: Number(version.value), page: Number(form.dataset.page), level: {}, remark: {}, go: "stay" };
    for (const [name, value] of new FormData(form)) {
      const [map, id] = name.split(".");
      if (id !== undefined && value !== "") {
        page[map][id] = value.replaceAll("\r\n", "\n");
      } else if ((name === "overall" || name === "recommendation") && value !== "") {
        page[name] = value.replaceAll("\r\n", "\n");
      }
    }
    return JSON.stringify(page);
  }

  // The plain form brings both versions to the page, what is stored and what was typed.
  function showBoth() {
    leaving = true;
    form.requestSubmit(form.querySelector("button[value=stay]"));
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  async function send(count) {
    const answer = await fetch(form.action, {
      method: "POST", body: body(), credentials: "same-origin", cache: "no-store",
      headers: { "Content-Type": "application/json", "Accept": "application/json" },
    });
    const reply = await answer.json();
    if (answer.ok) {
      version.value = reply.version;
      stored = count;
      retry = RETRY_LEAST;
      for (const place of document.querySelectorAll("[data-scored]")) {
        place.textContent = reply.scored;
      }
      return typed === stored ? say("saved") : later(PAUSE);
    }
    if (answer.status === 401) {
      return say("signed-out", "stop");
    }
    if (answer.status === 409 || answer.status === 404) {
      held = true;
      return say(reply.type === "/problems/stale" ? "stale" : "locked", "stop");
    }
    if (answer.status === 422 || answer.status === 413) {
      return say("refused", "stop");
    }
    throw new Error(String(answer.status));
  }

  async function save() {
    clearTimeout(timer);
    if (held || leaving || typed === stored) {
      return;
    }
    if (saving !== null) {
      await saving;
      return later(0);
    }
    say("saving", "wait");
    saving = send(typed).catch(() => {
      say("away", "stop");
      later(retry);
      retry = Math.min(2 * retry, RETRY_MOST);
    });
    await saving;
    saving = null;
  }

  form.addEventListener("input", () => {
    typed += 1;
    if (!held) {
      say("unsaved", "wait");
      later(PAUSE);
    }
  });

  // A button sends the whole page itself; it only waits for a save under way, whose version it needs.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (saving !== null) {
      event.preventDefault();
      await saving;
      clearTimeout(timer);
      form.requestSubmit(event.submitter ?? undefined);
      return;
    }
    leaving = true;
  });

  window.addEventListener("beforeunload", (event) => {
    if (typed !== stored && !leaving) {
      event.preventDefault();
    }
  });
  window.addEventListener("online", () => later(0));
  window.addEventListener("pageshow", () => { leaving = false; });
}

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

  // Each criterion becomes one stop of the Tab key, on which the keys work.
  for (const row of rows) {
    row.tabIndex = 0;
    row.setAttribute("role", "group");
    row.setAttribute("aria-labelledby", row.querySelector("legend").id);
  }
  help.hidden = false;
  document.getElementById("rubric-area").addEventListener("keydown", (event) => {
    const at = event.target;
    const typing = at.matches("textarea, summary, button, a, dialog");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    if (act(event.key, !at.matches("input"))) {
      event.preventDefault();
    }
  });
}

const form = document.getElementById("review");
if (form !== null) {
  watchDraft(form);
  watchKeys(form);
}
