// Signing out takes this device's copy of the exam with it, unless some answer is nowhere else.
import { forgetPages } from "./keeping.js";

const PATIENCE = 3000;

const wait = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

export function startLeaving(outboxes, flush) {
  const form = document.getElementById("sign-out");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    flush?.();
    await Promise.race([Promise.all(outboxes.map((outbox) => outbox.kept().then(outbox.drain))), wait(PATIENCE)]);
    // Without the desk nobody can be signed out.
    if (outboxes.some(({ state }) => state.problem === "waiting" && state.unsent > state.refused)) return;
    for (const outbox of outboxes) if (await outbox.isSafe()) await outbox.wipe();
    await forgetPages().catch(() => {});
    form.submit();
  });
}
