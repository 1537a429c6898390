// Answers on their way: first onto this device, then to the desk, one at a time in the order they were given, by one sender
// however many tabs there are. An answer is forgotten when its receipt is in hand, and not before; what a page finds here it
// sends, for its own session only.
import { all, asked, change, whole, wipe } from "./store.js";
import { isReceiptOf } from "./digest.js";
import { ofBrowser } from "./remembered.js";
import { send } from "./sending.js";

const AT_ONCE = 1000;
const LONGEST_WAIT = 15000;
const LEAST_OF_KIND = { late: "late", closed: "closed", refused: "refused", mismatch: "refused" };

const inOrder = (a, b) => a.epoch - b.epoch || a.sequence - b.sequence;
const isNewer = (a, b) => !b || inOrder(a, b) > 0;

export function openOutbox({ session, part, epoch, sequence }) {
  const writer = crypto.randomUUID();
  const channel = new BroadcastChannel(`blindmark 2 ${session}`); // another release's pages say other things
  const waits = `waits ${session}`;
  const loose = new Map(); // question -> save: not on the device, or not yet
  const hurried = new Map(); // id -> its end: saves that hurry sends just now
  const hearers = new Set();
  const readers = new Set();
  let next = sequence;
  let unread = false; // answers may wait on the device, and it does not let us see them
  let puts = Promise.resolve();
  let state = { unsent: 0, refused: 0, characters: 0, since: 0, problem: "", sending: false, loose: false, unread, word: "" };
  let moving = null;
  let again = false;
  let pause = 0;
  let timer = 0;
  let marks = null;

  function tell(changes) {
    state = { ...state, ...changes };
    for (const hear of hearers) hear(state);
  }

  function announce() {
    channel.postMessage({ epoch, next });
    for (const read of readers) read();
  }

  // A browser that can no longer open its store is not one in which nothing waits.
  const note = (there) => (there ? ofBrowser.keep(waits, "yes") : ofBrowser.forget(waits));

  async function held() {
    const kept = await all("waiting", session).catch(() => null);
    unread = kept === null && ofBrowser.recall(waits) !== null;
    if (kept) note(kept.length > 0);
    return withLoose(kept ?? []);
  }

  function withLoose(kept) {
    const there = new Set(kept.map((save) => save.save_id));
    return [...kept, ...[...loose.values()].filter((save) => !there.has(save.save_id))].sort(inOrder);
  }

  async function count(changes = {}) {
    const saves = await held();
    const texts = saves.map((save) => save.answer.text ?? "");
    tell({
      ...changes,
      unsent: saves.length,
      refused: saves.filter((save) => save.refused).length,
      characters: texts.reduce((sum, text) => sum + [...text].length, 0),
      since: saves.reduce((first, save) => Math.min(first, save.at), Date.now()),
      loose: loose.size > 0,
      unread,
    });
  }

  // Numbers that this device has given are behind us; a page that waited for nothing may not know them yet.
  all("counters", session)
    .then((counters) => {
      counters.forEach((one) => meet(one.epoch, one.next));
      if (counters.every((one) => one.epoch < epoch)) enter();
    })
    .catch(() => {});
  channel.postMessage({ epoch, next });

  // The first page of a login, even one that gives no answers.
  function enter() {
    change(["counters"], (transaction) => transaction.objectStore("counters").add({ session, epoch, next })).catch(() => {});
  }

  function pass(number) {
    next = Math.max(next, number + 1);
  }

  // All pages of a browser send under its newest login, of which counters and other pages tell: answers of an older page would not
  // count against theirs.
  function meet(login, number) {
    if (!(login >= epoch) || !Number.isSafeInteger(number)) return;
    next = login > epoch ? number : Math.max(next, number);
    epoch = login;
  }

  // The device's copy. A number that another page has given meanwhile is exchanged, so that the later of two answers has the higher
  // one; what may have been sent under it already is another save then.
  async function keep(save) {
    await change(["waiting", "answers", "counters"], async (transaction) => {
      const [waiting, answers, counters] = ["waiting", "answers", "counters"].map((name) => transaction.objectStore(name));
      const before = await asked(waiting.get([session, save.ref, writer]));
      const newest = await asked(answers.get([session, save.ref]));
      const given = await asked(counters.getAll(whole(session)));
      const login = given.reduce((most, one) => Math.max(most, one.epoch), save.epoch);
      const least = given.find((one) => one.epoch === login)?.next ?? 1;
      if (login > save.epoch || save.sequence < least) {
        meet(login, least);
        save.epoch = login;
        save.sequence = Math.max(least, next);
        save.save_id = crypto.randomUUID();
        pass(save.sequence);
      }
      if (before) save.at = Math.min(save.at, before.at);
      if (isNewer(save, before)) waiting.put(save);
      if (isNewer(save, newest)) answers.put(save);
      counters.put({ session, epoch: login, next: Math.max(least, save.sequence + 1) });
    });
    note(true);
    if (loose.get(save.ref)?.save_id === save.save_id) loose.delete(save.ref);
  }

  // Answers have their numbers in the order they were given, whatever order they are written or sent in.
  function begin(ref, answer, place) {
    const save = { session, ref, writer, part, epoch, sequence: next, save_id: crypto.randomUUID(), answer, place, at: Date.now() };
    pass(save.sequence);
    loose.set(ref, save);
    tell({ unsent: Math.max(1, state.unsent), word: "", sending: true });
    return save;
  }

  async function store(save) {
    await keep(save).catch(() => {}); // this browser keeps nothing: the page holds it
    announce();
  }

  function put(ref, answer, place) {
    const save = begin(ref, answer, place);
    puts = puts.then(() => store(save));
    puts.then(drain);
    return puts;
  }

  // The page may be gone in a moment, and with it what is still being written: whatever is not on the device yet is sent as well.
  function hurry() {
    for (const save of loose.values()) {
      if (save.refused || hurried.has(save.save_id)) continue;
      const sent = { ...save };
      const end = send(sent)
        .then((reply) => puts.then(() => settle(sent, reply)))
        .then((word) => tell({ word: word || state.word }))
        .catch(() => {})
        .finally(() => hurried.delete(sent.save_id));
      hurried.set(sent.save_id, end);
      end.then(drain);
    }
  }

  // What the desk said, written down. A number or an id that belongs to another save is exchanged for a fresh one.
  async function settle(save, reply) {
    const done = reply.outcome === "saved" || reply.outcome === "late";
    const good = done && (await isReceiptOf(reply.receipt, save));
    const refused = done && !good ? "mismatch" : reply.outcome === "closed" || reply.outcome === "refused" ? reply.outcome : "";
    pass(reply.revision ?? 0);
    const anew = (kept) => {
      if (refused) return { ...kept, refused };
      const save_id = reply.outcome === "taken" ? crypto.randomUUID() : kept.save_id;
      const sequence = Math.max(next, kept.sequence + 1);
      pass(sequence);
      return { ...kept, sequence, save_id };
    };
    if (loose.get(save.ref)?.save_id === save.save_id) {
      if (good) loose.delete(save.ref);
      else loose.set(save.ref, anew(save));
    }
    await change(["waiting", "answers", "receipts", "counters"], async (transaction) => {
      const waiting = transaction.objectStore("waiting");
      const kept = await asked(waiting.get([session, save.ref, save.writer]));
      const ours = kept?.save_id === save.save_id;
      if (good) {
        const { ref, epoch: of, sequence: number } = reply.receipt;
        transaction.objectStore("receipts").put({ session, ref, epoch: of, sequence: number, part, receipt: reply.receipt });
        if (ours) waiting.delete([session, save.ref, save.writer]);
      } else if (ours) {
        const changed = anew(kept);
        waiting.put(changed);
        const counters = transaction.objectStore("counters");
        const counter = await asked(counters.get([session, changed.epoch]));
        counters.put({ session, epoch: changed.epoch, next: Math.max(counter?.next ?? 1, changed.sequence + 1) });
        const newest = await asked(transaction.objectStore("answers").get([session, save.ref]));
        if (newest?.save_id === save.save_id) transaction.objectStore("answers").put(changed);
      }
    }).catch(() => {});
    announce();
    return LEAST_OF_KIND[refused || reply.outcome] ?? "";
  }

  async function sendAll() {
    for (;;) {
      const found = (await held()).find((one) => !one.refused && !hurried.has(one.save_id));
      if (!found) break;
      await count({ sending: true });
      const save = { ...found };
      const word = await settle(save, await send(save));
      pause = 0;
      tell({ problem: "", word: word || state.word });
    }
    await marks?.();
    pause = 0;
    tell({ problem: "" });
  }

  const alone = (work) => (navigator.locks ? navigator.locks.request(`blindmark ${session}`, work) : work());

  async function run() {
    window.clearTimeout(timer);
    try {
      do {
        again = false;
        await alone(sendAll);
        await Promise.all(hurried.values());
      } while (again);
    } catch (problem) {
      tell({ problem: problem.message === "signedOut" ? "signedOut" : "waiting" });
      pause = Math.min(pause ? pause * 2 : AT_ONCE, LONGEST_WAIT);
      timer = window.setTimeout(drain, pause);
    }
    moving = null;
    await count({ sending: false });
    if (unread && !state.problem) timer = window.setTimeout(drain, LONGEST_WAIT);
    if (again && !state.problem) drain();
  }

  // Everything that can be sent is sent, or it was tried: then this returns.
  function drain() {
    again = true;
    moving ??= run();
    return moving;
  }

  channel.addEventListener("message", (event) => {
    meet(event.data.epoch, event.data.next);
    count();
    for (const read of readers) read();
  });
  window.addEventListener("online", () => {
    pause = 0;
    drain();
  });

  return {
    session, part, put, hurry, drain, held, count,
    get state() {
      return state;
    },
    hear(hearer) {
      hearers.add(hearer);
      hearer(state);
    },
    // Answers on the device changed, by this page or another one; and now.
    read(reader) {
      readers.add(reader);
      reader();
    },
    // What goes after the answers, in the same turn.
    sendAfter(work) {
      marks = work;
    },
    kept: () => puts,
    // The newest answer to each question that this device or this page has.
    async answers() {
      const newest = new Map((await all("answers", session).catch(() => [])).map((answer) => [answer.ref, answer]));
      for (const save of loose.values()) if (isNewer(save, newest.get(save.ref))) newest.set(save.ref, save);
      return [...newest.values()];
    },
    // Answers that the desk holds, for a page that it does not bring.
    async learn(answers, placeOf) {
      await change(["answers"], async (transaction) => {
        const store = transaction.objectStore("answers");
        for (const { ref, epoch: of, sequence: number, ...answer } of answers) {
          const told = { session, ref, part, epoch: of, sequence: number, answer, place: placeOf(ref) };
          if (isNewer(told, await asked(store.get([session, ref])))) store.put(told);
        }
      }).catch(() => {});
    },
    // The receipt that covers the whole part, when the desk gave one.
    async keepSeal(receipt) {
      if (!receipt) return;
      const seal = { session, ref: "seal", epoch: 0, sequence: 0, part, receipt };
      await change(["receipts"], (transaction) => transaction.objectStore("receipts").put(seal)).catch(() => {});
    },
    // What is on the device only is in a file, too: it need not outlive its owner's login here.
    async setFiled(saves) {
      await change(["waiting"], (transaction) => {
        for (const save of saves) transaction.objectStore("waiting").put({ ...save, filed: true });
      }).catch(() => {});
    },
    // Whether nothing waits here.
    async isEmpty() {
      return (await held()).length === 0 && !unread;
    },
    // Whether nothing would be lost with the device's copy.
    async isSafe() {
      const saves = await held();
      return !unread && saves.every((save) => save.filed);
    },
    wipe: (stores) => wipe(session, stores).catch(() => {}),
  };
}
