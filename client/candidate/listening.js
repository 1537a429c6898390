// Hears from the desk what became of a session's time: one request is kept open, answered when something changed, or after some
// 45 seconds. Now and then, and after a page was out of sight, all there is is asked for.
const PATIENCE = 58 * 1000;
const ALL_AGAIN = 10 * 60 * 1000;
const AT_ONCE = 1000;
const LONGEST_WAIT = 15 * 1000;

export function listen(url, hear) {
  let version = null; // of what the page knows; null: whatever there is, at once
  let heard = 0; // when all there is was told last
  let way = 0; // milliseconds that an answer took which did not wait for anything
  let wait = 0;
  let timer = 0;
  let request = null;

  const longer = () => Math.min(wait ? wait * 2 : AT_ONCE, LONGEST_WAIT);

  function fail() {
    version = null;
    wait = longer();
  }

  async function fetchClock(mine) {
    const known = version;
    const reply = await fetch(known === null ? url : `${url}?since=${encodeURIComponent(known)}`, {
      headers: { Accept: "application/json" },
      signal: mine.control.signal,
    });
    if (!reply.ok) throw new Error(String(reply.status));
    const clock = await reply.json();
    if (request !== mine) return;
    const took = performance.now() - mine.sent;
    version = clock.version ?? null;
    if (known === null) way = took;
    if (clock.changed !== false) heard = performance.now();
    // An answer at once that brings nothing new: this desk keeps no request open now.
    wait = version === known && took < AT_ONCE ? longer() : 0;
    if (clock.changed === false && performance.now() - heard > ALL_AGAIN) version = null;
    if (clock.changed !== false) hear(clock, Math.min(way, took));
  }

  async function exchange(mine) {
    const end = window.setTimeout(() => mine.control.abort(), PATIENCE);
    try {
      await fetchClock(mine);
    } catch {
      if (request === mine) fail();
    }
    window.clearTimeout(end);
    if (request !== mine) return;
    request = null;
    timer = window.setTimeout(next, wait);
  }

  function ask() {
    window.clearTimeout(timer);
    request?.control.abort();
    request = { control: new AbortController(), sent: performance.now(), fresh: version === null };
    request.done = exchange(request);
    return request.done;
  }

  function next() {
    if (document.visibilityState !== "hidden") ask();
  }

  // Events that mean the same come together; one question answers them all.
  function askAnew() {
    if (request?.fresh && performance.now() - request.sent < AT_ONCE) return request.done;
    version = null;
    wait = 0;
    return ask();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") request?.control.abort();
    else askAnew();
  });
  window.addEventListener("pageshow", (event) => event.persisted && askAnew());
  window.addEventListener("focus", askAnew);
  window.addEventListener("online", askAnew);
  askAnew();
  return askAnew;
}
