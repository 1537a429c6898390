// What a screen reader hears of the clock: nothing but a sentence when 60, 30, 15, 5 and 1 minutes are left, and what is told
// or asked for. Each is said once in a part; of several that passed unseen, the newest.
import { ofTab } from "./remembered.js";

const NOTICES = [60, 30, 15, 5, 1];
const BEFORE_ALL = 1000; // minutes, more than any part has
const A_BEAT = 100;

const newest = (seconds) => NOTICES.findLast((minutes) => seconds <= minutes * 60) ?? BEFORE_ALL;

export function startAnnouncing(status, part, seconds) {
  const known = `${part} last notice`;
  let last = Math.max(newest(seconds), Number(ofTab.recall(known) ?? 0));
  let timer = 0;

  function remember(minutes) {
    last = minutes;
    ofTab.keep(known, String(minutes));
  }

  remember(last);
  return {
    // The same words again are only heard when the region was empty between.
    say(words) {
      status.textContent = "";
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        status.textContent = words;
      }, A_BEAT);
    },
    // Whether so many seconds left are to be told now.
    isDue(seconds) {
      if (newest(seconds) >= last) return false;
      remember(newest(seconds));
      return seconds > 0;
    },
    // There is more time than there was: what lies ahead again will be told again.
    lift(seconds) {
      remember(Math.max(last, newest(seconds)));
    },
  };
}
