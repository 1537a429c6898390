// Saves what changed: a choice at once, text a second after the last key and at least every five seconds. One answer is on
// its way at a time; what is not known to be stored stays here and is sent again under the same id.
const AFTER_KEY = 1000;
const AT_LEAST = 5000;
const LONGEST_WAIT = 15000;
const PATIENCE = 20000;
const KEEPALIVE_MOST = 60000;

export function startSaving(form) {
  const state = document.getElementById("savestate");
  const waiting = new Map(); // question -> answer, the newest only
  let sequence = Number(form.dataset.sequence);
  let moving = null; // the save on its way
  let pause = 0;
  let timer = 0;
  let stopped = false;
  let leaving = false;
  let emptied = [];

  function tell(word) {
    state.textContent = state.dataset[word] ?? state.dataset.saved;
    state.className = `savestate${word === "waiting" || word === "signedOut" ? " wait" : ""}${
      word === "late" || word === "closed" ? " stop" : ""}`;
  }

  function settled() {
    if (moving || waiting.size > 0) return;
    for (const done of emptied) done();
    emptied = [];
  }

  function judge(reply) {
    if (reply.outcome === "stale") {
      sequence = reply.revision + 1;
      moving.sequence = sequence;
      sequence += 1;
      return;
    }
    sequence = Math.max(sequence, reply.revision + 1);
    moving = null;
    // What comes late is kept for the coordinator to decide, so the rest is sent, too; after the hand-in nothing is taken.
    if (reply.outcome === "late") gather();
    if (reply.outcome === "closed") waiting.clear();
    if (reply.outcome !== "saved") stopped = true;
    tell(reply.outcome === "saved" && waiting.size > 0 ? "saving" : reply.outcome);
  }

  async function send() {
    const { keepalive, ...body } = moving;
    const text = JSON.stringify(body);
    const reply = await fetch(form.dataset.saves, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: text,
      keepalive: keepalive && text.length < KEEPALIVE_MOST,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (reply.status === 401) throw new Error("signedOut");
    if (reply.status === 422 || reply.status === 404) {
      moving = null; // the form itself will say what is wrong
      return;
    }
    if (!reply.ok) throw new Error("waiting");
    pause = 0;
    judge(await reply.json());
  }

  async function work(keepalive) {
    window.clearTimeout(timer);
    if (moving && !moving.idle) return;
    if (!moving) {
      const [next] = waiting;
      if (!next) return settled();
      waiting.delete(next[0]);
      moving = { ...next[1], ref: next[0], save_id: crypto.randomUUID(), sequence };
      sequence += 1;
    }
    delete moving.idle;
    moving.keepalive = Boolean(keepalive);
    tell("saving");
    try {
      await send();
    } catch (problem) {
      tell(problem.message === "signedOut" ? "signedOut" : "waiting");
      pause = Math.min(pause ? pause * 2 : 1000, LONGEST_WAIT);
    }
    if (moving) moving.idle = true;
    if (moving || waiting.size > 0) timer = window.setTimeout(work, pause);
    settled();
  }

  function put(ref, answer) {
    if (stopped) return;
    waiting.set(ref, answer);
    work(false);
  }

  // Two ways lead out of the page: a button, which waits a little so that an older save cannot arrive after the form, and
  // closing it, which sends what there is.
  form.addEventListener("submit", (event) => {
    flushTexts(false);
    if (leaving || (!moving && waiting.size === 0)) return;
    event.preventDefault();
    const button = event.submitter;
    const go = () => {
      if (leaving) return;
      leaving = true;
      form.requestSubmit(button);
    };
    emptied.push(go);
    window.setTimeout(go, 3000);
  });

  for (const choice of form.querySelectorAll("input[name=choice]")) {
    choice.addEventListener("change", () => put(form.dataset.ref, { choice: choice.value }));
  }

  const texts = [...form.querySelectorAll("textarea[data-ref]")].map((area) => ({ area, known: area.value, first: 0, timer: 0 }));

  function take(text) {
    window.clearTimeout(text.timer);
    text.first = 0;
    if (text.area.value === text.known || stopped) return false;
    text.known = text.area.value;
    waiting.set(text.area.dataset.ref, { text: text.area.value });
    return true;
  }

  const gather = () => texts.map(take).includes(true);

  function flush(text) {
    if (take(text)) work(false);
  }

  function flushTexts(keepalive) {
    if (gather()) work(keepalive);
  }

  for (const text of texts) {
    text.area.addEventListener("input", () => {
      const now = performance.now();
      text.first = text.first || now;
      tell("saving");
      window.clearTimeout(text.timer);
      text.timer = window.setTimeout(() => flush(text), Math.min(AFTER_KEY, Math.max(0, text.first + AT_LEAST - now)));
    });
    text.area.addEventListener("blur", () => flush(text));
  }

  const counts = document.getElementById("counts");
  const stay = form.querySelector("button[value=stay]");
  if (counts && stay) counts.addEventListener("change", () => form.requestSubmit(stay));

  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flushTexts(true));
  window.addEventListener("pagehide", () => flushTexts(true));
  window.addEventListener("online", () => {
    pause = 0;
    work(false);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (moving || waiting.size > 0)) event.preventDefault();
  });
  tell("saved");

  function lock(locked) {
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (field.tagName === "TEXTAREA") field.readOnly = locked;
      else field.disabled = locked;
    }
  }

  return {
    // The page takes no more answers; those it has are sent on.
    stop() {
      flushTexts(false);
      lock(true);
    },
    goOn() {
      stopped = false;
      lock(false);
    },
  };
}
