// Shows the pages of a running part when the desk cannot: each is asked for there first, and put together here only when no
// answer comes. What it has is what keeping.js put there, of one session; a sign-in or sign-out takes it away.
const PAGE = /^\/parts\/([12])\/(?:(items|vignettes)\/(\d+)|review|hand-in)$/;
const PAGES = "blindmark part ";
const FIXED = "blindmark static";
const PATIENCE = 8000;
const AWAY = new Set([502, 503, 504]);
const REST = 20000; // after a request that failed, how long scripts and styles are taken from here
const LITTLE = 2000;

let awayUntil = 0;

async function ask(request) {
  const reply = await Promise.race([
    fetch(request),
    new Promise((_, fail) => {
      setTimeout(() => fail(new Error("slow")), Date.now() < awayUntil ? LITTLE : PATIENCE);
    }),
  ]);
  if (AWAY.has(reply.status)) throw new Error("away");
  awayUntil = 0;
  return reply;
}

async function keptPages() {
  const name = (await caches.keys()).find((one) => one.startsWith(PAGES));
  return name && caches.open(name);
}

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

async function put(cache, part, kind, place) {
  const [frame, questions] = await Promise.all([cache.match(`/parts/${part}/${kind}`), cache.match(`/parts/${part}/questions`)]);
  if (!frame || !questions) return null;
  const { template, questions: list } = await questions.json();
  const question = list[place - 1];
  if (!question) return null;
  const inside = question.html ?? template.replace(/\[\[(\w+)\]\]/g, (_, word) => escaped(question[word]));
  const html = (await frame.text()).replace(/<!-- question -->[^]*<!-- \/question -->/, () => inside);
  return new Response(html, { headers: frame.headers });
}

async function fromDevice(path) {
  const cache = await keptPages();
  const [, part, kind, place] = PAGE.exec(path);
  const page = cache && (place ? await put(cache, part, kind, Number(place)) : await cache.match(path));
  if (!page) return null;
  const html = (await page.text()).replace("<html", '<html data-from="device"');
  return new Response(html, { headers: page.headers });
}

async function showPage(request, path) {
  try {
    return await ask(request);
  } catch {
    awayUntil = Date.now() + REST;
    return (await fromDevice(path)) ?? Response.error();
  }
}

// What the desk said may be kept for ever need not be asked for.
const isLasting = (reply) => reply.headers.get("Cache-Control")?.includes("immutable");

async function showFixed(request) {
  const cache = await caches.open(FIXED);
  const kept = await cache.match(request);
  if (kept && (isLasting(kept) || Date.now() < awayUntil)) return kept;
  try {
    const reply = await ask(request);
    if (reply.ok) await cache.put(request, reply.clone());
    return reply;
  } catch {
    awayUntil = Date.now() + REST;
    return kept ?? Response.error();
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}

// What is sent goes past this worker: an answer that leaves together with its page must not wait for it.
self.addEventListener("install", (event) => {
  event.addRoutes?.([{ condition: { requestMethod: "POST", urlPattern: "/parts/*" }, source: "network" }]);
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const navigates = request.mode === "navigate";
  if (origin !== self.location.origin) return;
  if (navigates && request.method === "POST" && (pathname === "/sign-in" || pathname === "/sign-out")) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (navigates && PAGE.test(pathname)) event.respondWith(showPage(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(showFixed(request));
});
