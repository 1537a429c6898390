// How long a page has been read: seconds in which it could be seen and somebody was there. The desk tells nobody but the reviewer.

const AWAY = 120000;      // ms without a key, a click or a scroll; whoever comes back later was away in between
const MOST = 86400;       // seconds that a page may take
const SIGNS = ["keydown", "pointerdown", "pointermove", "scroll"];

// Gives a function that says how many there are by now, beginning with those of earlier visits.
export function watchTime(earlier) {
  let sum = earlier * 1000;
  let last = performance.now();
  let seen = document.visibilityState === "visible";

  function count() {
    const now = performance.now();
    sum += seen ? Math.min(now - last, AWAY) : 0;
    last = now;
    seen = document.visibilityState === "visible";
    return Math.min(Math.floor(sum / 1000), MOST);
  }

  for (const sign of SIGNS) {
    document.addEventListener(sign, count, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", count, { capture: true });
  return count;
}
