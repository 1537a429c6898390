// What the desk said last of a session's time, for a page that is shown while the desk is away. The time of day counts here, since
// nothing else outlives a page; a clock that was set back gives nobody more than was left.
import { ofBrowser } from "./remembered.js";

const name = (session) => `time ${session}`;

export function rememberTime(session, { seconds_left: left, running, paused }) {
  ofBrowser.keep(name(session), JSON.stringify({ left, running, paused, at: Date.now() }));
}

// null: a page without the desk then shows what it was made with.
export function recallTime(session) {
  const known = JSON.parse(ofBrowser.recall(name(session)));
  const passed = known?.running && !known.paused ? Math.max(0, Date.now() - known.at) / 1000 : 0;
  return known && { ...known, left: Math.max(0, known.left - passed) };
}

export const forgetTime = (session) => ofBrowser.forget(name(session));
