// The digest of an answer as its receipt has it: SHA-256 over the save's random id and the answer.
const encoder = new TextEncoder();

export function joined(...parts) {
  const bytes = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : new Uint8Array(part)));
  const whole = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const bytesOfUuid = (uuid) => Uint8Array.from(uuid.replaceAll("-", "").match(/../g), (hex) => parseInt(hex, 16));

export function toBase64url(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

function written(answer) {
  if ("choice" in answer) return `c:${answer.choice === "-" ? "" : answer.choice}`;
  if ("text" in answer) return `t:${answer.text}`;
  return `v:${answer.vignettes.join(",")}`;
}

// Whether this receipt is for this answer. A browser without WebCrypto (a page that did not come over https) has to go by the names.
export async function isReceiptOf(receipt, save) {
  if (!receipt || receipt.session !== save.session || receipt.ref !== save.ref || receipt.epoch !== save.epoch) return false;
  if (!crypto.subtle) return true;
  const bytes = joined("blindmark answer 1\0", bytesOfUuid(save.save_id), written(save.answer));
  return receipt.digest === toBase64url(await crypto.subtle.digest("SHA-256", bytes));
}
