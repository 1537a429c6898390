// Sends one page of a review to the desk. A draft is { version, content, seconds, known }: content is what was typed; seconds were
// spent on the page in all; known is what the desk may hold without anybody else having written it: what the page showed, and what was sent without an answer.

const PATIENCE = 20000;         // ms for an answer
const KEEPALIVE_MOST = 20000;   // bytes: a browser finishes what a page has begun to send when it goes, up to 64 KB of all

const JSON_ONLY = { "Content-Type": "application/json", "Accept": "application/json" };

// The same text for the same content, whatever the order it was gathered in.
export function textOf(content) {
  const sorted = (map) => Object.entries(map).filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(content.level), sorted(content.remark), content.overall ?? "", content.recommendation ?? "",
                         content.note ?? "", [...content.mark ?? []].sort()]);
}

function stored(reply) {
  const content = { level: {}, remark: {}, mark: reply.marks };
  for (const row of reply.criteria) {
    const chosen = row.levels.find((level) => level.is_chosen);
    content.level[row.id] = chosen === undefined ? "" : String(chosen.level);
    content.remark[row.id] = row.remark;
  }
  const { overall, recommendation, note } = reply;
  return reply.is_last ? { ...content, overall, recommendation, note } : content;
}

export function post(code, page, draft) {
  const body = JSON.stringify({ packet: code, version: draft.version, page, seconds: draft.seconds, ...draft.content, go: "stay" });
  return fetch(`/packets/${code}/draft`, {
    method: "POST", body, headers: JSON_ONLY, credentials: "same-origin", cache: "no-store",
    keepalive: body.length < KEEPALIVE_MOST, signal: AbortSignal.timeout(PATIENCE),
  });
}

// Whose packet it is: the packet's page as this login sees it. Rejects when the desk does not answer.
export function look(code, page) {
  return fetch(`/packets/${code}?page=${page}`, {
    headers: { "Accept": "application/json" }, credentials: "same-origin", cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

// A newer version in which this page is as we knew it is no conflict: another page was changed, or an answer of the desk got lost.
async function newer(code, page, draft) {
  const reply = await look(code, page);
  if (!reply.ok) {
    throw new Error(String(reply.status));
  }
  const packet = await reply.json();
  if (packet.locked || !draft.known.includes(textOf(stored(packet)))) {
    return false;
  }
  draft.version = packet.version;
  return true;
}

const words = { 401: "signed-out", 404: "not-ours", 413: "refused", 422: "refused" };

// { word: "saved", reply } | { word: "signed-out" | "not-ours" | "refused" | "stale" | "locked" | "held" }. held: not to be
// opened now, so what was typed stays here. Rejects when the desk does not answer or cannot now: the draft is then sent again. What is sent is added to draft.known by the caller, before.
export async function send(code, page, draft) {
  for (let tries = 0; tries < 4; tries += 1) {
    const reply = await post(code, page, draft);
    if (reply.ok) {
      return { word: "saved", reply: await reply.json() };
    }
    if (reply.status === 409) {
      const { type } = await reply.json();
      if (type !== "/problems/stale") {
        return { word: type === "/problems/not_open" ? "held" : "locked" };
      }
      if (!await newer(code, page, draft)) {
        return { word: "stale" };
      }
    } else if (words[reply.status] !== undefined) {
      return { word: words[reply.status] };
    } else {
      throw new Error(String(reply.status));
    }
  }
  throw new Error("busy");
}

// What was kept of this packet's pages but for one, sent now; the pages that are still not stored. Rejects when the desk is away.
export async function sendLeftovers(keeping, code, except, version) {
  const left = [];
  let newest = version;
  for (const page of await keeping.pages()) {
    const draft = page === except ? null : await keeping.get(page);
    if (draft !== null) {
      const { word, reply } = await send(code, page, draft);
      if (word === "saved" || word === "locked") {
        await keeping.drop(page);
        newest = reply?.version ?? newest;
      } else {
        left.push(page);
      }
    }
  }
  return { left, version: newest };
}
