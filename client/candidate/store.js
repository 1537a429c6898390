// What this browser keeps of an exam, by session: answers that the desk is not known to have, the newest answer to each
// question, receipts, and the candidate's marks. Keys are session and question, never a place on a page.
const NAME = "blindmark";
const KEYS = {
  waiting: ["session", "ref", "writer"], // each page writes its own, so that no tab takes away what another one holds
  answers: ["session", "ref"],
  marks: ["session", "ref"],
  receipts: ["session", "epoch", "sequence"],
  counters: ["session", "epoch"],
};
const STORES = Object.keys(KEYS);

let opened = null;

export const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = window.indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store, { keyPath: KEYS[store] });
    };
    request.onsuccess = () => {
      request.result.onclose = () => (opened = null);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = null));
  return opened;
}

// Every key that begins with this session.
export const whole = (session) => IDBKeyRange.bound([session], [session, []]);

// work gets the transaction and may wait for nothing but its requests. It is on the disk when this returns.
export async function change(stores, work) {
  const db = await open();
  const transaction = db.transaction(stores, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  done.catch(() => {});
  const result = await work(transaction);
  await done;
  return result;
}

export async function all(store, session) {
  const db = await open();
  return asked(db.transaction(store).objectStore(store).getAll(whole(session)));
}

export function wipe(session, stores = STORES) {
  return change(stores, (transaction) => {
    for (const store of stores) transaction.objectStore(store).delete(whole(session));
  });
}
