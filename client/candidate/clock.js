// The clock shows what the server said is left, counted on the browser's steady clock; the time of day plays no part.
import { startAnnouncing } from "./announcing.js";
import { startHiding } from "./hiding.js";
import { startSayKey } from "./keys.js";
import { recallTime, rememberTime } from "./lasttime.js";
import { listen } from "./listening.js";

const TICK = 250;
const PATIENCE = 20000;
const A_LIFT = 5; // seconds more than the page counted: time was added, or given back

function written(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, "0");
  const rest = String(seconds % 60).padStart(2, "0");
  return `${hours}:${minutes}:${rest}`;
}

// What is left, as the server said it last. The server rounds down to whole seconds and its answer was on the way for a while:
// within that the page's own count stays, so that the clock does not jump. It never shows more than the server says.
function countdown(seconds) {
  let base = seconds;
  let since = performance.now();
  let counting = false;
  const exact = () => (counting ? base - (performance.now() - since) / 1000 : base);

  return {
    left: () => Math.max(0, Math.ceil(exact())),
    set(told, moves, way) {
      const own = exact();
      const late = way / 1000;
      if (!moves) base = told;
      else base = own <= told && own >= told - late - 1 ? own : told - late;
      since = performance.now();
      counting = moves;
    },
  };
}

// session, known: whose time it is, and what is known of it when the desk did not bring this page. over: called when the part ends here.
export function startClock(box, session, fromDevice, saving, over) {
  const known = fromDevice ? recallTime(session) : null;
  const shown = document.getElementById("clock-left");
  const line = document.getElementById("clock-line");
  const paused = document.getElementById("paused");
  const count = countdown(known?.left ?? Number(box.dataset.seconds));
  const voice = startAnnouncing(document.getElementById("clock-status"), box.dataset.url, count.left());
  const hiding = startHiding(box, shown, count.left);
  if (known) paused.hidden = !known.paused;
  let told = { running: known?.running ?? false, paused: !paused.hidden };
  let end = null; // the panel that says why this page takes no more answers
  let askAnew = null;
  let asked = false;
  const came = performance.getEntriesByType("navigation")[0]?.responseEnd || performance.now();

  function inWords(seconds) {
    if (seconds < 60) return box.dataset.less;
    const minutes = Math.round(seconds / 60);
    return minutes === 1 ? box.dataset.one : box.dataset.many.replace("{n}", String(minutes));
  }

  function show() {
    const text = end ? end.dataset.clock : written(count.left()) + (told.paused ? ` ${box.dataset.paused}` : "");
    if (shown.textContent !== text) shown.textContent = text;
  }

  // Buttons that send a form; the panels' own lead away and stay.
  function lock(locked) {
    for (const button of document.querySelectorAll("main form button[type=submit]:not([form])")) button.disabled = locked;
    if (locked) saving?.stop();
    else saving?.goOn();
  }

  function stop(why) {
    if (end?.id === why) return;
    if (end) end.hidden = true;
    else {
      lock(true);
      over();
    }
    end = document.getElementById(why);
    end.hidden = false;
    paused.hidden = true;
    show();
    end.focus();
  }

  function goOn() {
    if (!end) return;
    end.hidden = true;
    end = null;
    lock(false);
  }

  function tellChanges(clock, lifted) {
    const words = [];
    if (lifted && clock.line !== line.textContent) words.push(box.dataset.extended);
    if (clock.paused && !told.paused) words.push(box.dataset.stands);
    if (!clock.paused && told.paused) words.push(box.dataset.goes);
    if (words.length > 0) voice.say([...words, inWords(clock.seconds_left)].join(" "));
  }

  function hear(clock, way) {
    const before = count.left();
    const lifted = told.running && clock.seconds_left - before > A_LIFT;
    count.set(clock.seconds_left, clock.running && !clock.paused && !clock.stopped, way);
    asked = false;
    rememberTime(session, clock);
    // Taken in another tab: the questions are hidden here, too.
    if (clock.own_break && !clock.taken_over) window.location.assign(box.dataset.break);
    if (clock.taken_over) stop("taken-over");
    else if (clock.stopped) stop(before > A_LIFT ? "part-ended" : end?.id ?? "time-over");
    else if (count.left() > 0) {
      goOn();
      if (lifted) voice.lift(clock.seconds_left);
      tellChanges(clock, lifted);
      paused.hidden = !clock.paused;
    }
    line.textContent = clock.line;
    told = clock;
    show();
  }

  // The page's own count has come to its end: the desk has the last word, if there is one.
  async function askLast() {
    asked = true;
    await askAnew?.();
    if (count.left() === 0) stop("time-over");
  }

  function tick() {
    const seconds = count.left();
    show();
    if (end || told.paused) return;
    hiding.follow(seconds);
    if (voice.isDue(seconds)) voice.say(inWords(seconds));
    if (seconds === 0 && told.running && !asked) askLast();
  }

  // Without a word from the desk: it starts the clock from the instant the first page was brought, so this page counts from there.
  function countAlone() {
    if (told.running) return;
    told.running = true;
    count.set(count.left() - (performance.now() - came) / 1000, !told.paused, 0);
    rememberTime(session, { ...told, seconds_left: count.left() });
  }

  async function begin(wait) {
    try {
      const sent = performance.now();
      const reply = await fetch(box.dataset.begin, { method: "POST", headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE) });
      if (reply.status >= 500) throw new Error(String(reply.status));
      if (reply.ok) hear(await reply.json(), performance.now() - sent);
      askAnew = listen(box.dataset.url, hear);
    } catch {
      countAlone();
      window.setTimeout(() => begin(Math.min(wait * 2, 8000)), wait);
    }
  }

  const say = document.getElementById("clock-say");
  say.hidden = false;
  say.addEventListener("click", () => {
    if (end) voice.say(end.dataset.clock);
    else voice.say(told.paused ? `${box.dataset.stands} ${inWords(count.left())}` : inWords(count.left()));
  });
  startSayKey(say);
  window.setInterval(tick, TICK);
  if (box.dataset.standing === "yes" && !told.running) begin(500);
  else {
    told.running = true;
    count.set(count.left(), !told.paused, 0);
    askAnew = listen(box.dataset.url, hear);
  }
}
