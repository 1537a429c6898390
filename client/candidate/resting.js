// The page of a break waits until the clock goes on: because the breaks are used up, or by another page.
import { listen } from "./listening.js";

export function startResting(box) {
  if (!box) return;
  listen(box.dataset.url, (clock) => {
    if (!clock.own_break) window.location.replace(box.dataset.next);
  });
}
