// The draft of a packet's page: kept in this browser at once, sent a second after the last key, every five seconds while typing
// and whenever the page is left or hidden; said honestly to be stored, on its way, or kept here only. When the login has ended,
// one signs in on this page; when it is another reviewer who did, what was typed goes from the page.
// Words that people read stand in the page (element "words"), so that another language needs no other module.
import { openKeeping } from "./keeping.js";
import { watchTime } from "./reading.js";
import { look, post, send, sendLeftovers, textOf } from "./sending.js";

const AFTER_KEY = 1000;      // ms after the last change
const AT_LEAST = 5000;       // ms after the first that is not sent
const WORTH_TELLING = 5;     // seconds of reading that the desk does not know of
const RETRY_LEAST = 2000;    // ms; doubles with every failure …
const RETRY_MOST = 30000;    // … up to this
const COUNT_EVERY = 15000;   // ms between two looks at how long it waits

function gather(form) {
  const content = { level: {}, remark: {}, mark: [] };
  for (const [name, value] of new FormData(form)) {
    const [map, id] = name.split(".");
    if (name === "mark") {
      content.mark.push(value);
    } else if (id !== undefined && value !== "") {
      content[map][id] = value.replaceAll("\r\n", "\n");
    } else if (["overall", "recommendation", "note", "texts"].includes(name) && value !== "") {
      content[name] = value.replaceAll("\r\n", "\n");
    }
  }
  return content;
}

function fill(form, content) {
  for (const field of form.querySelectorAll("input[type=radio], textarea")) {
    const [map, id] = field.name.split(".");
    const value = (id === undefined ? content[map] : content[map][id]) ?? "";
    if (field.type === "radio") {
      field.checked = field.value === value;
    } else {
      field.value = value;
      field.closest("details")?.toggleAttribute("open", value !== "");
    }
  }
  form.dispatchEvent(new CustomEvent("filled", { detail: content.mark ?? [] }));
}

// What the desk brought, without what was entered before this script ran.
function gatherAsItCame(form) {
  const came = form.cloneNode(true);
  came.reset();
  return gather(came);
}

export function watchDraft(form) {
  const { code, keep } = form.dataset;
  const page = Number(form.dataset.page);
  const state = document.getElementById("savestate");
  const words = document.getElementById("words").content;
  const again = document.getElementById("again");
  const version = form.elements.namedItem("version");
  const spent = watchTime(Number(form.dataset.seconds));
  const draft = { version: Number(version.value), content: gather(form), known: [] };
  let told = spent();       // seconds that the desk knows of
  let keeping = null;       // null: this browser cannot
  let kept = false;         // all that was typed is in this browser
  let writes = Promise.resolve();   // the write under way, and those that wait for it
  let sending = null;       // promise of the save under way
  let timer = 0;
  let first = 0;            // when the first change that is not sent was made
  let since = 0;            // when the desk was first found away
  let retry = RETRY_LEAST;
  let held = form.dataset.stale !== undefined;   // a person has to decide, so nothing is sent by itself
  let ended = false;        // the login has
  let touched = false;      // entered on since this script runs
  let leaving = false;
  let onDesk = held ? "" : textOf(gatherAsItCame(form));   // what the desk has of this page; "": something else than is shown

  draft.known = held ? [] : [onDesk];
  const isStored = () => textOf(draft.content) === onDesk;
  const timed = () => ({ ...draft, seconds: spent() });

  function say(word, mood = "") {
    if (state.dataset.word !== word) {
      state.className = `savestate ${mood}`;
      state.dataset.word = word;
      state.replaceChildren(words.querySelector(`[data-word="${word}"]`).cloneNode(true));
      state.querySelector("[data-do=retry]")?.addEventListener("click", () => now());
      state.querySelector("[data-do=show-both]")?.addEventListener("click", showBoth);
    }
    const minutes = state.querySelector("[data-minutes]");
    if (minutes !== null) {
      minutes.textContent = Math.floor((performance.now() - since) / 60000);
    }
  }

  function sayAway() {
    since ||= performance.now();
    say(kept && keeping !== null ? "kept" : "away", "stop");
  }

  // Writes what is newest, one at a time.
  async function store() {
    if (keeping === null) {
      return;
    }
    kept = false;
    while (!kept) {
      const text = textOf(draft.content);
      try {
        await (text === onDesk ? keeping.drop(page) : keeping.put(page, timed()));
      } catch {
        return;
      }
      kept = text === textOf(draft.content);
    }
  }

  function remember() {
    writes = writes.then(store);
    return writes;
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  // The plain form brings both versions to the page, what is stored and what was typed.
  function showBoth() {
    leaving = true;
    form.requestSubmit(form.querySelector("button[value=stay]"));
  }

  function stop(word) {
    held = word === "stale" || word === "locked";
    ended = word === "signed-out";
    if (word === "not-ours") {
      held = true;
      return say("locked", "stop");
    }
    again.hidden = !ended;
    return say(word, "stop");
  }

  async function stored(text, reply) {
    onDesk = text;
    told = spent();
    draft.version = reply.version;
    draft.known = [text];
    version.value = reply.version;
    retry = RETRY_LEAST;
    since = 0;
    ended = false;
    again.hidden = true;
    for (const place of document.querySelectorAll("[data-scored]")) {
      place.textContent = reply.scored;
    }
    await remember();
    if (isStored()) {
      return say("saved");
    }
    first = performance.now();
    return later(AFTER_KEY);
  }

  // Another reviewer's login: what this page holds is not theirs to see or to send. It stays in the browser, sealed.
  function giveUp() {
    held = leaving = true;
    form.replaceChildren();
    location.replace("/queue");
  }

  // After a login has ended, nothing is sent before it is known whose the next one is.
  async function isMine() {
    const own = await look(code, page);
    if (own.status === 404) {
      giveUp();
    } else if (own.status >= 500) {
      throw new Error(String(own.status));
    }
    return own.ok || own.status === 409;
  }

  async function sendNow() {
    if (ended && !await isMine()) {
      return leaving ? null : stop("signed-out");
    }
    const text = textOf(draft.content);
    first = 0;
    draft.known = [...new Set([...draft.known, text])];
    remember();   // what is known, too. Not waited for: a page that is left would send nothing
    const { word, reply } = await send(code, page, timed());
    await writes;
    return word === "saved" ? stored(text, reply) : stop(word);
  }

  async function save() {
    clearTimeout(timer);
    if (held || leaving || isStored() || sending !== null) {
      if (isStored() && sending === null && state.dataset.word === "saving") {
        say("saved");   // what was typed is gone again
      }
      return sending;
    }
    if (!ended && since === 0) {
      say("saving", "wait");
    }
    sending = sendNow().catch(async () => {
      await writes;
      sayAway();
      later(retry);
      retry = Math.min(2 * retry, RETRY_MOST);
    });
    await sending;
    sending = null;
    return null;
  }

  function now() {
    retry = RETRY_LEAST;
    return save();
  }

  // The page goes, perhaps for ever. What a save under way will come to cannot be waited for: one of two versions fits.
  function bye() {
    if (isStored() && sending === null && !held && !ended && !leaving && since === 0 && spent() - told >= WORTH_TELLING) {
      told = spent();
      return post(code, page, timed()).catch(() => null);   // nothing was changed, but read
    }
    if (sending === null || isStored() || held || ended) {
      return now();
    }
    draft.known = [...new Set([...draft.known, textOf(draft.content)])];
    return [0, 1].map((more) => post(code, page, { ...timed(), version: draft.version + more }).catch(() => null));
  }

  function changed() {
    touched = true;
    draft.content = gather(form);
    remember().then(() => since !== 0 && sayAway());
    if (held) {
      if (form.dataset.stale !== undefined) {
        held = false;   // the person sees both and types on: what is typed counts
        draft.known = [];
      } else {
        return;
      }
    }
    first ||= performance.now();
    if (!ended && since === 0) {
      say("saving", "wait");
    }
    if (since === 0) {
      later(Math.min(AFTER_KEY, Math.max(0, first + AT_LEAST - performance.now())));
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("formdata", ({ formData }) => formData.set("seconds", spent()));
  form.addEventListener("focusout", () => first !== 0 && now());

  // A button goes on only when all is stored: a page that cannot be sent is not left.
  form.addEventListener("submit", async (event) => {
    if (leaving || held) {
      return;
    }
    event.preventDefault();
    const button = event.submitter ?? undefined;
    draft.content = gather(form);
    await remember();
    while (sending !== null) {
      await sending;
    }
    await now();
    if (isStored()) {
      leaving = true;
      form.requestSubmit(button);
    }
  });

  // ---- signing in again, on this page --------------------------------------------------------------------------------

  function sayAgain(word) {
    for (const line of again.querySelectorAll("[data-again]")) {
      line.hidden = line.dataset.again !== word;
    }
  }

  again.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(again);
    sayAgain("");
    try {
      const reply = await fetch(again.action, {
        method: "POST", credentials: "same-origin", cache: "no-store",
        headers: { "Content-Type": "application/json", "Accept": "application/json" },
        body: JSON.stringify({ email: given.get("email"), password: given.get("password") }),
      });
      if (!reply.ok) {
        return sayAgain(reply.status >= 500 ? "away" : "wrong");
      }
      again.reset();
      return now();
    } catch {
      return sayAgain("away");
    }
  });

  // ---- what is there when the page comes -----------------------------------------------------------------------------

  async function takeUp() {
    const old = await keeping.get(page);
    if (old !== null && !held) {
      if (textOf(old.content) === onDesk) {
        await keeping.drop(page);
      } else if (isStored() || !touched) {
        Object.assign(draft, old);
        version.value = old.version;
        fill(form, old.content);
      }
    }
    const { left, version: newest } = await sendLeftovers(keeping, code, page, draft.version);
    if (newest !== draft.version && isStored()) {
      draft.version = newest;
      version.value = newest;
    }
    for (const number of left) {
      document.querySelector(`.navigator button[value="${number}"]`)?.classList.add("flagged");
    }
  }

  async function begin() {
    try {
      keeping = await openKeeping(code, keep);
      await takeUp();
    } catch {
      // Nothing can be kept here, or the desk is away: typing and saving go on, and say so.
    }
    draft.content = gather(form);
    if (!held && !isStored()) {
      await remember();
      await now();
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      bye();
    } else if (ended || since !== 0) {
      now();
    }
  });
  window.addEventListener("pagehide", bye);
  window.addEventListener("online", () => now());
  window.addEventListener("beforeunload", (event) => {
    if (!isStored() && !leaving && !(kept && keeping !== null)) {
      event.preventDefault();
    }
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  setInterval(() => since !== 0 && state.dataset.word === "kept" && say("kept"), COUNT_EVERY);
  begin();
}

// On the pages after the last: a review is not checked or locked past what was typed and is not stored yet.
export async function watchLeftovers(place) {
  const { code, keep } = place.dataset;
  const lock = document.getElementById("confirm");
  lock?.form.addEventListener("submit", (event) => place.hidden || event.preventDefault());
  try {
    const keeping = await openKeeping(code, keep);
    if ((await keeping.pages()).length === 0) {
      return;
    }
    place.hidden = false;
    const { left } = await sendLeftovers(keeping, code, 0, 0);
    if (left.length === 0) {
      location.reload();   // it now shows what counts
    }
  } catch {
    // This browser keeps nothing, or the desk is away; then the notice stays.
  }
}
