"""One look at a page, as every page of every desk gets it: what axe finds in light and dark, whether it can be read at 320
CSS pixels without scrolling sideways, whether it says what it is, how large its targets are, what it loaded, and what the
browser complained about.

Findings are kept, not raised: a story goes on, and at its end one test for each kind of finding says all at once.
With BM_SHOTS=FOLDER each page leaves four pictures there: narrow and wide, light and dark.
"""
import base64
import os
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from chrome import NARROW, WIDE
from tree import ROOT

SHOTS = os.environ.get("BM_SHOTS")
TARGET = 44

# Buttons, fields and what looks like a button; a link in running text, and a box whose row is its target, are other things.
SMALL = """
const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden');
return [...document.querySelectorAll('button, .button, select, textarea, summary, nav a, ' +
        'input:not([type=hidden]):not([type=radio]):not([type=checkbox])')]
  .filter(seen).map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.height < arguments[0] || r.width < 24)
  .map(([e, r]) => `${e.tagName.toLowerCase()} “${(e.textContent || e.id).trim().slice(0, 40)}” is ${r.width} × ${r.height}`)
"""
# What may scroll sideways by itself (a table) may be wider; the page may not.
STICKS_OUT = """
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
return [`the page is ${document.documentElement.scrollWidth} wide`].concat([...document.querySelectorAll('body *')]
  .filter((e) => !e.closest('.table-wrap') && e.getBoundingClientRect().right > width + 0.5 && e.children.length === 0)
  .map((e) => `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 40)}”`).slice(0, 5))
"""
SAYS = """
return {title: document.title, language: document.documentElement.lang,
  headings: [...document.querySelectorAll('h1')].map((h) => h.textContent.trim()),
  mains: document.querySelectorAll('main#main').length}
"""


class Gallery:
    """Every page that was looked at, and what was wrong with it."""

    def __init__(self, axe):
        self.axe, self.pages, self.titles, self.violations = axe, [], set(), []
        self.wide, self.unsaid, self.small, self.elsewhere, self.complaints = [], [], [], [], []

    def look(self, chrome):
        place = self._name(chrome)
        self.pages.append(place)
        self._check_words(chrome, place)
        for width in (WIDE, NARROW):
            chrome.resize(width)
            if width == WIDE:
                self.violations += [f"{place}: {said}" for said in self.axe.violations(chrome)]
            for scheme in ("dark", "light") if SHOTS else ():
                chrome.prefer(scheme)
                self._photograph(chrome, width, scheme)
            self.small += [f"{place} ({width} px): {said}" for said in chrome.ask(SMALL, TARGET)]
            self.wide += [f"{place} ({width} px): {said}" for said in chrome.ask(STICKS_OUT)]
        chrome.resize(WIDE)
        self._check_logs(chrome)
        return chrome

    def unseen(self):
        """Page templates of every desk that nobody came to, known by their titles."""
        missed = []
        for path in sorted((ROOT / "client").glob("*/en/*.mustache")):
            title = re.search(r"<title>(.*?)</title>", path.read_text())
            folder = path.parts[-3]
            if title and not any(folder in (desk, "shared") and re.fullmatch(_pattern(title[1]), said)
                                 for desk, said in self.titles):
                missed.append(str(path.relative_to(ROOT)))
        return missed

    def findings(self):
        """{kind: what was found}, without the kinds that found nothing."""
        kinds = ("violations", "wide", "unsaid", "small", "elsewhere", "complaints")
        return {kind: getattr(self, kind) for kind in kinds if getattr(self, kind)}

    @staticmethod
    def _name(chrome):
        desk = chrome.ask("return document.body.className.replace(/desk-/, '')")
        return f"{desk}{'' if chrome.scripts else ' without scripts'}: {chrome.heading} ({chrome.path})"

    def _check_words(self, chrome, place):
        said = chrome.ask(SAYS)
        self.titles.add((place.split(":")[0].split(" ")[0], said["title"]))
        if not re.fullmatch(r".+ - Blindmark", said["title"]):
            self.unsaid.append(f"{place}: its title is “{said['title']}”")
        if len(said["headings"]) != 1 or not said["headings"][0]:
            self.unsaid.append(f"{place}: its headings are {said['headings']}")
        if said["mains"] != 1 or said["language"] != "en":
            self.unsaid.append(f"{place}: no language, or not one main part")

    def _check_logs(self, chrome):
        chrome.read_logs()
        for page, address in chrome.requests:
            if address.startswith("http") and urlsplit(address).netloc != urlsplit(page).netloc:
                self.elsewhere.append(f"{page} loads {address}")
        self.complaints += chrome.console
        chrome.requests, chrome.console = [], []

    def _photograph(self, chrome, width, scheme):
        height = chrome.ask("return document.documentElement.scrollHeight")
        shot = chrome.command("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                              clip={"x": 0, "y": 0, "width": width, "height": min(height, 6000), "scale": 1})
        number, name = len(self.pages), re.sub(r"[^a-z0-9]+", "-", self.pages[-1].split(" (")[0].lower()).strip("-")
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        (Path(SHOTS) / f"{number:03}-{name}-{width}-{scheme}.png").write_bytes(base64.b64decode(shot["data"]))


def _pattern(template):
    """What a template's line may have become."""
    return re.sub(r"\\{\\{.*?\\}\\}", ".+", re.escape(template))


def listed(findings):
    """Findings for a person to read: each once, with how often it was met."""
    return "\n" + "\n".join(f"{count} × {said}" if count > 1 else said for said, count in Counter(findings).items())
