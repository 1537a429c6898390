// Hands a part in without leaving the page: first what is still on this device, then the hand-in, again and again until the desk
// has answered. Then the page that says so.
const AT_ONCE = 1000;
const LONGEST_WAIT = 15000;
const PATIENCE = 20000;
const LONG = 60000;

const wait = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));
const WORDS = { not_ready: "stands", sign_in_needed: "signedOut" };

async function ask(url) {
  const reply = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(),
    signal: AbortSignal.timeout(PATIENCE) });
  if (reply.status >= 500) throw new Error(String(reply.status));
  return { ok: reply.ok, ...(await reply.json()) };
}

export function startHandingIn(outbox, rescue, atEnd) {
  const form = document.getElementById("hand-in");
  if (!form) return;
  const said = document.getElementById("hand-in-said");
  const button = form.querySelector("button");
  let since = 0;

  const say = (word) => (said.textContent = said.dataset[word]);

  // Whatever the answer is, it is the desk's: what it means is on the page of the part.
  function finish(reply) {
    const word = WORDS[reply.code];
    if (reply.ok) return outbox.keepSeal(reply.seal).then(atEnd).then(() => window.location.replace(window.location.pathname));
    if (!word) return window.location.reload();
    say(word);
    button.disabled = false;
    since = 0;
    return null;
  }

  async function once() {
    await outbox.drain();
    const { unsent, refused, unread } = outbox.state;
    // Nobody can wait for ever for a device that does not tell what it has.
    if (unsent > refused || (unread && performance.now() - since < LONG)) throw new Error("unsent");
    return ask(form.action);
  }

  async function handIn() {
    for (let pause = AT_ONCE; ; pause = Math.min(pause * 2, LONGEST_WAIT)) {
      try {
        return finish(await once());
      } catch {
        say("waiting");
        if (performance.now() - since > LONG) rescue.offer();
      }
      await Promise.race([wait(pause), new Promise((online) => window.addEventListener("online", online, { once: true }))]);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (since) return;
    since = performance.now();
    button.disabled = true;
    say("sending");
    handIn();
  });
}
