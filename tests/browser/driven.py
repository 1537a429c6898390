"""The time of a page in the hands of a test: performance.now, timers and Date stand still until the test moves them.

    with Driven(chrome) as time:              # keeps=True: the test also answers for the route of the clock
        chrome.go(url)
        time.pass_(minutes=10)                # every timer runs at its moment
        time.leap(minutes=1)                  # as in a tab that the browser throttles: each timer runs once, late
        time.utterances                       # what the status region of the clock said on this page, in order

What was said is seen by a MutationObserver, as a screen reader sees it. The network is the real one, and answers in its own time.
"""

SCRIPT = """
(() => {
  const recall = () => { try { return Number(sessionStorage.getItem('local time')); } catch { return 0; } };
  let now = 0, last = 0, offset = recall();
  const due = new Map();
  const plan = (run, after, every) => (due.set(++last, {at: now + Math.max(0, Number(after) || 0), run, every}), last);
  performance.now = () => now;
  window.setTimeout = (run, after, ...given) => plan(() => run(...given), after);
  window.setInterval = (run, after, ...given) => plan(() => run(...given), after, Math.max(1, after));
  window.clearTimeout = window.clearInterval = (id) => due.delete(id);
  const run = (id, timer, next) => {
    if (timer.every) timer.at = next + timer.every;
    else due.delete(id);
    timer.run();
  };
  window.drive = (span) => {
    const end = now + span;
    for (;;) {
      const [id, timer] = [...due].reduce((a, b) => (b[1].at < a[1].at ? b : a), [0, {at: Infinity}]);
      if (timer.at > end) break;
      now = Math.max(now, timer.at);
      run(id, timer, timer.at);
    }
    now = end;
  };
  window.leap = (span) => {
    now += span;
    for (const [id, timer] of [...due]) if (due.has(id) && timer.at <= now) run(id, timer, now);
  };
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given) { given.length > 0 ? super(...given) : super(RealDate.now() + offset); }
    static now() { return RealDate.now() + offset; }
  };
  window.setLocalTime = (milliseconds) => sessionStorage.setItem('local time', offset = milliseconds);
  window.said = [];
  document.addEventListener('DOMContentLoaded', () => {
    const status = document.getElementById('clock-status');
    if (!status) return;
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.textContent) window.said.push(node.textContent);
    }).observe(status, {childList: true, subtree: true, characterData: true});
  });
})();
"""

# The route of the clock, kept by the test: an answer at once to who knows nothing, else when the version is another one. The
# test may also be away. All other requests go to the desk.
KEPT = """
(() => {
  const real = window.fetch;
  const parked = new Set();
  let kept = null, away = false;
  window.asks = [];
  window.keep = (changes) => {
    kept = {...kept, ...changes, version: String(Number(kept?.version ?? 0) + 1)};
    for (const answer of parked) answer();
    parked.clear();
  };
  window.beAway = (yes) => { away = yes; };
  window.isParked = () => parked.size === 1;
  window.fetch = async (url, options) => {
    const asked = new URL(url, location.href);
    if (!asked.pathname.endsWith('/clock')) return real(url, options);
    const since = asked.searchParams.get('since');
    window.asks.push({since, at: performance.now()});
    if (away) throw new TypeError('away');
    if (kept === null) {
      kept = {...await (await real(asked.pathname, options)).json(), paused: false, taken_over: false, version: '1'};
    }
    if (since === kept.version) await new Promise((answer, refuse) => {
      parked.add(answer);
      options.signal.addEventListener('abort', () => (parked.delete(answer), refuse(new DOMException('', 'AbortError'))));
    });
    return new Response(JSON.stringify(kept), {headers: {'Content-Type': 'application/json'}});
  };
})();
"""


class Driven:
    def __init__(self, chrome, drives=True, keeps=False):
        self.chrome, self.added = chrome, []
        self.scripts = [SCRIPT] * drives + [KEPT] * keeps

    def __enter__(self):
        for script in self.scripts:
            self.added.append(self.chrome.command("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"])
        return self

    def __exit__(self, *_):
        for identifier in self.added:
            self.chrome.command("Page.removeScriptToEvaluateOnNewDocument", identifier=identifier)
        self.chrome.go_online(True).drop_logs()

    def go_online(self, online):
        self.chrome.go_online(online)
        return self

    def wait_until_refused(self):
        """Offline: whatever the page asked before has failed, and waits for the network or for a timer."""
        self.chrome.driver.execute_async_script("const done = arguments[0];"
                                                "fetch(location.pathname).then(() => done('answered'), () => done('refused'))")
        return self

    @staticmethod
    def _span(minutes, seconds):
        return (minutes * 60 + seconds) * 1000

    def pass_(self, minutes=0, seconds=0):
        self.chrome.ask("drive(arguments[0])", self._span(minutes, seconds))
        return self

    def leap(self, minutes=0, seconds=0):
        self.chrome.ask("leap(arguments[0])", self._span(minutes, seconds))
        return self

    def set_local_time(self, days):
        """The clock of the machine, so many days wrong."""
        self.chrome.ask("setLocalTime(arguments[0])", days * 86_400_000)
        return self

    @property
    def utterances(self):
        return self.chrome.ask("return window.said")

    # -- only with keeps -----------------------------------------------------------------------------------------------

    def keep(self, **changes):
        """The desk's answer is another one from now on; whoever waits for it hears it."""
        self.chrome.ask("keep(arguments[0])", changes)
        return self

    def be_away(self, away):
        self.chrome.ask("beAway(arguments[0])", away)
        return self

    @property
    def asks(self):
        """[{since, at}]: what the page knew when it asked, and when."""
        return self.chrome.ask("return window.asks")

    def wait_until_parked(self):
        self.chrome.wait(lambda: self.chrome.ask("window.drive?.(0); return isParked()"), "one open request")
        return self
