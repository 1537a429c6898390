// The clock shows what the server said is left, counted on the browser's steady clock; the time of day plays no part.
const NOTICES = [60, 30, 15, 5, 1];
const SHOW_AGAIN = 5 * 60;
const ASK_EVERY = 60 * 1000;

function written(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, "0");
  const rest = String(seconds % 60).padStart(2, "0");
  return `${hours}:${minutes}:${rest}`;
}

export function startClock(box, saving) {
  if (!box) return;
  const shown = document.getElementById("clock-left");
  const status = document.getElementById("clock-status");
  const hide = document.getElementById("clock-hide");
  const say = document.getElementById("clock-say");
  let running = box.dataset.standing !== "yes";
  let entitled = Number(box.dataset.seconds);
  let ends = performance.now() + entitled * 1000;
  let before = entitled;
  let over = false;

  const left = () => (running ? Math.max(0, Math.ceil((ends - performance.now()) / 1000)) : entitled);

  function set(reply) {
    running = reply.running;
    entitled = reply.seconds_left;
    ends = performance.now() + reply.seconds_left * 1000;
  }

  async function ask(url, method) {
    const sent = performance.now();
    const reply = await fetch(url, { method, headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    const clock = await reply.json();
    set(clock);
    // The answer is as old as half its way; counting all of it never shows too much.
    ends -= performance.now() - sent;
    return clock;
  }

  async function begin(wait) {
    try {
      await ask(box.dataset.begin, "POST");
      before = left();
    } catch {
      window.setTimeout(() => begin(Math.min(wait * 2, 8000)), wait);
    }
  }

  function speak(seconds) {
    const minutes = Math.max(1, Math.round(seconds / 60));
    status.textContent = minutes === 1 ? box.dataset.one : box.dataset.many.replace("{n}", String(minutes));
  }

  function show(visible) {
    shown.hidden = !visible;
    hide.setAttribute("aria-expanded", String(visible));
    hide.textContent = visible ? box.dataset.hide : box.dataset.show;
  }

  async function end() {
    over = true;
    try {
      const clock = await ask(box.dataset.url, "GET");
      if (clock.running && clock.seconds_left > 0) {
        over = false; // time was added meanwhile
        return;
      }
    } catch {
      // Without the server the page goes by its own count.
    }
    if (saving) saving.stop();
    const panel = document.getElementById("time-over");
    panel.hidden = false;
    panel.focus();
    shown.textContent = box.dataset.over;
  }

  function tick() {
    const seconds = left();
    if (!over) shown.textContent = written(seconds);
    for (const minutes of NOTICES) {
      if (before > minutes * 60 && seconds <= minutes * 60) speak(seconds);
    }
    if (before > SHOW_AGAIN && seconds <= SHOW_AGAIN) show(true);
    before = seconds;
    if (running && seconds === 0 && !over) end();
  }

  hide.hidden = false;
  say.hidden = false;
  hide.addEventListener("click", () => show(shown.hidden));
  say.addEventListener("click", () => {
    status.textContent = "";
    window.setTimeout(() => speak(left()), 50);
  });
  if (!running) begin(500);
  window.setInterval(tick, 250);
  window.setInterval(() => running && !over && ask(box.dataset.url, "GET").catch(() => {}), ASK_EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && running && !over) ask(box.dataset.url, "GET").catch(() => {});
  });
}
