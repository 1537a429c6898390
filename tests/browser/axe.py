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


class Axe:
    def __init__(self):
        self.source = install()

    def violations(self, chrome, options=None):
        """["rule: element: what to do", …] on the page as it is shown now, of all rules or of those in options."""
        if not chrome.scripts:
            chrome.allow_scripts(True)
        try:
            frame = chrome.command("Page.getFrameTree")["frameTree"]["frame"]["id"]
            world = chrome.command("Page.createIsolatedWorld", frameId=frame, worldName="axe")["executionContextId"]
            loaded = chrome.command("Runtime.evaluate", expression=self.source + ";typeof axe", contextId=world)
            assert loaded["result"]["value"] == "object", loaded
            said = chrome.command("Runtime.evaluate", expression=SAY % json.dumps(options or OPTIONS), contextId=world,
                                  awaitPromise=True, returnByValue=True)
            assert "exceptionDetails" not in said, said
            return said["result"]["value"]
        finally:
            if not chrome.scripts:
                chrome.allow_scripts(False)
