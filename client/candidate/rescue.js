// The last way out: what this device could not send becomes a file that only the exam's own keys open. X25519 with a key made for
// this file alone, HKDF-SHA256, AES-256-GCM; it is bound to the session.
import { bytesOfUuid, fromBase64url, joined, toBase64url } from "./digest.js";
import { wireForm } from "./sending.js";

const LABEL = "blindmark rescue 1\0";
const GRACE = 5000; // milliseconds in which what is under way may still arrive

async function sealSaves(session, serverKey, saves) {
  const { subtle } = crypto;
  const server = fromBase64url(serverKey);
  const context = joined(LABEL, bytesOfUuid(session));
  const pair = await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
  const own = await subtle.exportKey("raw", pair.publicKey);
  const theirs = await subtle.importKey("raw", server, { name: "X25519" }, false, []);
  const shared = await subtle.deriveBits({ name: "X25519", public: theirs }, pair.privateKey, 256);
  const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(own, server), info: context };
  const key = await subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const plain = joined(JSON.stringify({ session, made_at_ms: Date.now(), saves: saves.map(wireForm) }));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: context }, key, plain);
  return { version: 1, kind: "blindmark rescue", session, public: toBase64url(own), nonce: toBase64url(nonce), sealed: toBase64url(sealed) };
}

function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content)], { type: "application/json" }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), GRACE);
}

export function startRescue(outbox, serverKey) {
  const panel = document.getElementById("rescue");
  const made = document.getElementById("rescue-made");
  const why = document.getElementById("rescue-why");
  let offered = false;

  function show() {
    const { unsent, refused } = outbox.state;
    if (!panel) return;
    panel.hidden = !offered || !serverKey || unsent === 0;
    why.textContent = unsent === refused ? why.dataset.refused : why.dataset.waiting;
  }

  async function make() {
    try {
      const name = `exam-answers-${outbox.session.slice(0, 8)}-${Date.now()}.json`;
      const saves = await outbox.held();
      download(name, await sealSaves(outbox.session, serverKey, saves));
      await outbox.setFiled(saves);
      made.textContent = made.dataset.made.replace("{n}", name);
    } catch {
      made.textContent = made.dataset.failed;
    }
  }

  document.getElementById("rescue-make")?.addEventListener("click", make);
  outbox.hear(show);
  function offer() {
    offered = true;
    show();
  }
  return {
    offer,
    // The part has ended here; what is on its way may arrive.
    offerSoon: () => window.setTimeout(offer, GRACE),
  };
}
