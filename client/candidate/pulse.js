// Tells the desk how much is on this device only, for those who watch over the exam. Nothing depends on it.
const EVERY = 15000;
const AT_MOST = 1000; // not more often than this
const LONGEST = 7 * 24 * 3600; // seconds; what waits longer is said to wait so long

export function startPulse(outbox) {
  const url = `/parts/${outbox.part}/pulse`;
  let told = "";
  let last = -AT_MOST;
  let timer = 0;
  let known = true; // a desk without this route is not asked again

  async function beat() {
    window.clearTimeout(timer);
    timer = window.setTimeout(beat, EVERY);
    last = performance.now();
    const { unsent, characters, since } = outbox.state;
    told = `${unsent} ${characters}`;
    const waited = unsent > 0 ? Math.floor((Date.now() - since) / 1000) : 0;
    const body = JSON.stringify({ unsent, characters, waiting_s: Math.min(LONGEST, Math.max(0, waited)) });
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const reply = await fetch(url, { method: "POST", headers, body, keepalive: true, signal: AbortSignal.timeout(EVERY) }).catch(() => null);
    known = reply?.status !== 404;
    if (!known) window.clearTimeout(timer);
  }

  outbox.hear(({ unsent, characters }) => {
    if (!known || told === `${unsent} ${characters}`) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(beat, Math.max(0, last + AT_MOST - performance.now()));
  });
}
