"""A page walked with the Tab key alone, as WCAG 2.1.1, 2.4.7 and 2.4.11 want it."""

# Each stop: what it is, whether its focus can be seen, and whether something lies over it.
STOP = """
const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
if (e === document.body) return null;
e.dataset.reached = 'yes';
const at = document.elementFromPoint(r.x + Math.min(r.width, 40) / 2, r.y + Math.min(r.height, 40) / 2);
return {what: `${e.tagName.toLowerCase()} “${(e.labels?.[0] ?? e).textContent.trim().slice(0, 40)}”`,
  seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 3,
  free: Boolean(at) && (e.contains(at) || at.contains(e))}
"""
# One of a group of round buttons is a stop, the arrows do the rest; what is not shown is no stop.
MISSED = """
const groups = new Set([...document.querySelectorAll('[type=radio][data-reached]')].map((e) => e.name));
return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0 && !e.dataset.reached)
  .filter((e) => !(e.type === 'radio' && groups.has(e.name))).map((e) => e.outerHTML.slice(0, 120))
"""


def walk(chrome):
    """Tab through the whole page: every element is reached, each with a focus that one sees and nothing covers."""
    stops = []
    chrome.ask("document.activeElement.blur(); window.scrollTo(0, 0)")
    for _ in range(200):
        stop = chrome.tab().ask(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert stops and stop is None, "Tab does not leave the page again"
    assert chrome.ask(MISSED) == []
    assert [s["what"] for s in stops if not s["seen"]] == [], "no focus to be seen"
    assert [s["what"] for s in stops if not s["free"]] == [], "covered"
    return stops
