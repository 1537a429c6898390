"""axe-core, for tests only: the exact version of package-lock.json, brought in by npm once into the build folder.

It runs in an isolated world of the page (DevTools: Page.createIsolatedWorld), a second JavaScript world over the same
document. What DevTools evaluates there is not subject to the page's Content-Security-Policy, so the page keeps it, Trusted
Types included, and never meets axe. In a browser whose scripts are off they are allowed for as long as axe runs: the page's
own were refused when it was loaded and do not start afterwards.
"""
import json
import shutil
import subprocess
from pathlib import Path

from tree import BUILD

HERE = Path(__file__).resolve().parent
FOLDER = BUILD / "npm"
# WCAG 2.2 A and AA and axe's own advice; beside them the contrast of 7:1 that our pages promise (AAA).
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
           "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
           "resultTypes": ["violations"]}
# What alone can differ between a light and a dark page.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]},
           "resultTypes": ["violations"]}
SAY = """axe.run(document, %s).then(done => done.violations.flatMap(v => v.nodes.map(n =>
    `${v.id}: ${n.target.join(" ")}: ${n.failureSummary.replace(/\\s+/g, " ")}`)))"""


def install():
    """The text of axe.min.js. npm checks it against the hash in package-lock.json; scripts of packages do not run."""
    wanted = json.loads((HERE / "package-lock.json").read_text())["packages"]["node_modules/axe-core"]["version"]
    package = FOLDER / "node_modules" / "axe-core"
    if not (package / "axe.min.js").exists() or json.loads((package / "package.json").read_text())["version"] != wanted:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, FOLDER / name)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True,
                              text=True, timeout=180, check=False)
        assert done.returncode == 0, f"npm could not bring in axe-core:\n{done.stderr}"
    return (package / "axe.min.js").read_text()


# What axe can tell apart, and no more: which kinds of elements stand inside which, in which order headings come, and whether
# names, ids and what refers to them are there. A table with another row, or another name in a heading, is the same shape.
SHAPE = """
const told = new RegExp('^(class|role|type|style|lang|scope|tabindex|hidden|open|disabled|checked|' +
    'aria-(hidden|live|current|expanded|invalid))$');
const refers = /^(for|aria-(labelledby|describedby|controls))$/;
const kinds = new Map(), ids = new Set(), headings = [];
const describe = (e) => e.localName + [...e.attributes].map((a) => told.test(a.name) ? `[${a.name}=${a.value}]`
    : refers.test(a.name) ? `[${a.name} ${a.value.split(/\\s+/).every((id) => document.getElementById(id))}]`
    : `[${a.name} ${a.value.trim() !== ''}]`).sort().join('')
    + (ids.has(e.id) ? ' twice' : '') + ([...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) ? ' says' : '');
const enter = (e, inside) => {
  const key = `${inside} ${describe(e)}`;
  if (e.id) ids.add(e.id);
  if (/^h[1-6]$/.test(e.localName) && headings.at(-1) !== e.localName) headings.push(e.localName);
  if (!kinds.has(key)) kinds.set(key, kinds.size);
  const place = kinds.get(key);
  for (const child of e.children) enter(child, place);
};
enter(document.documentElement, '');
return [...kinds.keys(), headings.join(' ')].join('\\n')
"""


def kinds_of(shape):
    """What colours go by: each element with the two around it."""
    places = [line.split(" ", 1) for line in shape.split("\n")[:-1]]
    kinds = []
    for inside, said in places:
        around = kinds[int(inside)][:2] if inside else ("", "")
        kinds.append((said, *around))
    return set(kinds)


class Axe:
    """Looks at each shape of a page once and remembers what it found. What a dark page alone can get wrong are colours, so it is
    looked at for a kind of element that was not dark before."""

    def __init__(self):
        self.source, self.found, self.were_dark = install(), {}, set()

    def violations(self, chrome):
        """["dark: rule: element: what to do", …] on the page as it is shown now; leaves it light."""
        shape = chrome.ask(SHAPE)
        if shape not in self.found:
            kinds = kinds_of(shape)
            schemes = [("dark", COLOURS)] * (not kinds <= self.were_dark) + [("light", OPTIONS)]
            self.were_dark |= kinds
            self.found[shape] = self._examine(chrome, schemes)
        return self.found[shape]

    def _examine(self, chrome, schemes):
        if not chrome.scripts:
            chrome.allow_scripts(True)
        try:
            frame = chrome.command("Page.getFrameTree")["frameTree"]["frame"]["id"]
            world = chrome.command("Page.createIsolatedWorld", frameId=frame, worldName="axe")["executionContextId"]
            loaded = chrome.command("Runtime.evaluate", expression=self.source + ";typeof axe", contextId=world)
            assert loaded["result"]["value"] == "object", loaded
            return [f"{scheme}: {said}" for scheme, options in schemes
                    for said in self._run(chrome, world, scheme, options)]
        finally:
            if not chrome.scripts:
                chrome.allow_scripts(False)

    @staticmethod
    def _run(chrome, world, scheme, options):
        chrome.prefer(scheme)
        said = chrome.command("Runtime.evaluate", expression=SAY % json.dumps(options), contextId=world, awaitPromise=True,
                              returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"]["value"]
