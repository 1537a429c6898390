// Keeps a part's pages on this device, by session, so that the service worker can show them when the desk is away: all questions
// in one reply, this page as their frame, the pages before the hand-in. Nothing of another session stays.
const WORKER = "/static/service-worker.js";
const SPREAD = 20000; // milliseconds over which pages are fetched, so that a full room does not come at once
const PAGES = "blindmark part ";
const FIXED = "blindmark static";

// The one address that a worker may come from; the desk's policy knows this name and no other.
const policy = window.trustedTypes?.createPolicy("blindmark-worker", {
  createScriptURL(url) {
    if (url !== WORKER) throw new TypeError(url);
    return url;
  },
});

export const isFromDevice = () => document.documentElement.dataset.from === "device";

export async function forgetPages() {
  for (const name of (await window.caches?.keys()) ?? []) if (name.startsWith(PAGES) || name === FIXED) await caches.delete(name);
}

// Scripts and styles of this page. Those of another release stay until the part is over: pages that were kept then need them.
async function keepStatics() {
  const cache = await caches.open(FIXED);
  const names = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const links = [...document.querySelectorAll("link[href], script[src]")].map((link) => new URL(link.href || link.src));
  const wanted = [...names, ...links].filter((url) => url.origin === window.location.origin && url.pathname.startsWith("/static/"));
  for (const path of new Set(wanted.map((url) => url.pathname))) {
    if ((await cache.match(path))?.headers.get("Cache-Control")?.includes("immutable")) continue;
    const reply = await fetch(path, { cache: "force-cache" });
    if (reply.ok) await cache.put(path, reply);
  }
}

async function questionsOf(cache, path) {
  const kept = await cache.match(path);
  if (kept) return kept;
  const reply = await fetch(path, { headers: { Accept: "application/json" } });
  if (!reply.ok) return null;
  await cache.put(path, reply.clone());
  return reply;
}

async function keepPage(cache, path) {
  if (await cache.match(path)) return;
  const reply = await fetch(path, { headers: { Accept: "text/html" } });
  if (reply.ok) await cache.put(path, reply);
}

async function keep(outbox, frame) {
  const part = `/parts/${outbox.part}`;
  const mine = PAGES + outbox.session;
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== mine) await caches.delete(name);
  const cache = await caches.open(mine);
  const questions = await questionsOf(cache, `${part}/questions`);
  if (!questions) return;
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  await keepStatics();
  const script = await caches.match(new URL("./candidate.js", import.meta.url).pathname);
  headers["Content-Security-Policy"] = script.headers.get("Content-Security-Policy");
  await cache.put(window.location.pathname.replace(/\/\d+$/, ""), new Response(`<!doctype html>\n${frame}`, { headers }));
  const { answers, questions: list } = await questions.json();
  const placeOf = (ref) => list.findIndex((one) => one.ref === ref.replace(/^prompt\.(\d+)\..*/, "vignette.$1")) + 1;
  await outbox.learn(answers, placeOf);
  window.setTimeout(() => {
    for (const page of ["review", "hand-in"]) keepPage(cache, `${part}/${page}`).catch(() => {});
  }, Math.random() * SPREAD);
}

// frame: the page as it came, before any script changed it.
export async function startKeeping(outbox, frame) {
  if (!window.caches || !navigator.serviceWorker || isFromDevice()) return;
  try {
    await navigator.serviceWorker.register(policy ? policy.createScriptURL(WORKER) : WORKER, { scope: "/" });
    await keep(outbox, frame);
  } catch {
    // Nothing is kept then: the next page tries again.
  }
}
