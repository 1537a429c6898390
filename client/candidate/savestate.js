// Says where the answers are: with the desk, on their way, or on this device, and then since when. The words are told when they
// change; the time beside them is there to look at.
export function startSaveState(outbox) {
  const box = document.getElementById("savestate");
  const words = document.getElementById("savestate-said");
  const since = document.getElementById("savestate-since");
  let typing = false;
  let state = outbox.state;

  function word() {
    if (state.word) return state.word;
    if (state.unsent > 0 && state.problem) return state.loose ? "loose" : state.problem;
    if (state.refused > 0) return "refused";
    if (state.unread) return "waiting";
    return typing || state.unsent > 0 ? "saving" : "saved";
  }

  function span(milliseconds) {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    if (seconds < 60) return box.dataset.seconds.replace("{n}", String(seconds));
    return box.dataset.minutes.replace("{n}", String(Math.floor(seconds / 60)));
  }

  function show() {
    const now = word();
    const waits = ["waiting", "loose", "signedOut", "refused"].includes(now);
    if (words.textContent !== box.dataset[now]) words.textContent = box.dataset[now];
    box.className = `savestate${waits ? " wait" : ""}${now === "late" || now === "closed" ? " stop" : ""}`;
    since.textContent = waits && now !== "refused" ? span(Date.now() - state.since) : "";
  }

  outbox.hear((now) => {
    state = now;
    show();
  });
  window.setInterval(() => state.unsent > 0 && show(), 1000);
  return {
    // Something was typed that is not on the device yet.
    setTyping(yes) {
      typing = yes;
      show();
    },
  };
}
