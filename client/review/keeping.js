// What a reviewer has typed and the desk has not stored yet, kept in this browser by packet and page. It is sealed under a key
// that the desk gives to this reviewer's pages of this packet only: whoever uses the same browser next can neither read nor
// send it. Nothing here decides when a draft is done; it stays until the desk has said that it is stored.

const NAME = "blindmark-review";
const DRAFTS = "drafts";
const OLDEST = 90 * 24 * 3600 * 1000;   // ms; by then its packet has long been decided

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(DRAFTS);
  return answer(request);
}

// Resolves when it is on the disk, as far as the browser tells.
function write(base, change) {
  return new Promise((resolve, reject) => {
    const move = base.transaction(DRAFTS, "readwrite", { durability: "strict" });
    move.oncomplete = () => resolve();
    move.onabort = () => reject(move.error);
    change(move.objectStore(DRAFTS));
  });
}

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));

// Rejects where a browser cannot keep: no database, or a page that is not secure.
export async function openKeeping(code, hex) {
  const base = await open();
  const key = await crypto.subtle.importKey("raw", bytesOf(hex), "AES-GCM", false, ["encrypt", "decrypt"]);
  const place = (page) => `${code}.${page}`;
  const sealing = (page, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place(page)) });

  async function forgetOldest() {
    const from = Date.now() - OLDEST;
    await write(base, (drafts) => {
      drafts.openCursor().onsuccess = (event) => {
        const cursor = event.target.result;
        if (cursor) {
          if (cursor.value.at < from) {
            cursor.delete();
          }
          cursor.continue();
        }
      };
    });
  }

  async function put(page, draft) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(sealing(page, iv), key, new TextEncoder().encode(JSON.stringify(draft)));
    await write(base, (drafts) => drafts.put({ iv, sealed, at: Date.now() }, place(page)));
  }

  // null: there is none, or it is not ours.
  async function get(page) {
    const kept = await answer(base.transaction(DRAFTS).objectStore(DRAFTS).get(place(page)));
    if (kept === undefined) {
      return null;
    }
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(sealing(page, kept.iv), key, kept.sealed)));
    } catch {
      return null;
    }
  }

  async function pages() {
    const range = IDBKeyRange.bound(`${code}.`, `${code}.~`);
    const keys = await answer(base.transaction(DRAFTS).objectStore(DRAFTS).getAllKeys(range));
    return keys.map((name) => Number(name.slice(code.length + 1))).sort((a, b) => a - b);
  }

  await forgetOldest();
  return { put, get, pages, drop: (page) => write(base, (drafts) => drafts.delete(place(page))) };
}
