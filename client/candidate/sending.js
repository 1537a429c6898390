// One save to the desk, and the word for what went wrong when there is no answer to go by.
const PATIENCE = 20000;
const KEEPALIVE_MOST = 30000; // bytes; browsers allow 64 KiB for all that is under way

const WORDS = { 400: "refused", 401: "signedOut", 404: "refused", 409: "signedOut", 422: "refused" };

export const wireForm = ({ epoch, save_id, sequence, ref, answer }) => ({ epoch, save_id, sequence, ref, ...answer });

// {outcome, revision, receipt, …}; {outcome: "refused"} when it would be refused again; an Error named "waiting" or "signedOut".
export async function send(save) {
  const body = JSON.stringify({ session: save.session, ...wireForm(save) });
  const reply = await fetch(`/parts/${save.part}/saves`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body,
    keepalive: body.length < KEEPALIVE_MOST,
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (reply.ok) return reply.json();
  const word = WORDS[reply.status] ?? "waiting";
  if (word === "refused") return { outcome: word };
  throw new Error(word);
}
