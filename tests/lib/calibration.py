"""Practice and control packets as the bank in the clone has them, and a reviewer who practises."""
import copy
import json

from house import wait_for
from people import Reviewing
from tree import ROOT

PACKETS = {packet["id"]: packet for path in sorted((ROOT / "question-bank/calibration").glob("*.json"))
           for packet in json.loads(path.read_text())["packets"]}
WHYS = [cell["why"] for packet in PACKETS.values() for page in packet["pages"] for cell in page["agreed"]]


def agreed(packet):
    """Page by page the agreed level of each criterion."""
    return [[cell["level"] for cell in page["agreed"]] for page in packet["pages"]]


def off(levels, by=2, cells=1):
    """The same but for so many cells, which are off by so many levels."""
    out, left = copy.deepcopy(levels), cells
    for page in out:
        for place, level in enumerate(page):
            if left:
                page[place], left = (level + by if level + by <= 4 else level - by), left - 1
    return out


def which(visitor, code):
    """The packet of the bank that somebody was given under this code."""
    text = Reviewing(visitor, code).text()
    return next(packet for packet in PACKETS.values()
                if all(page["responses"][0]["paragraphs"][0] in text for page in packet["pages"]))


def score(visitor, code, levels, lock=True):
    """Scores a packet with these levels, page by page, and locks it; the version of the draft."""
    pages = Reviewing(visitor, code).pages()
    version = pages[0]["version"]
    for number, (page, given) in enumerate(zip(pages, levels), 1):
        fields = {"packet": code, "version": version, "page": number,
                  "level": {c["id"]: str(level) for c, level in zip(page["criteria"], given)}}
        if number == len(pages):
            fields |= {"overall": "As it stands.", "recommendation": "pass"}
        version = visitor.do(f"/packets/{code}/draft", fields)["version"]
    if lock:
        visitor.do(f"/packets/{code}/lock", {"version": version, "confirm": True})
    return version


def compared(visitor, code):
    """How far off it was, once the registrar has looked."""
    return wait_for(lambda: visitor.read(f"/packets/{code}/practice").get("compared"))


def to_practise(visitor):
    """Codes of what is to be scored for practice, in the order of the queue."""
    return [row["code"] for row in visitor.read("/queue").get("practice", {"packets": ()})["packets"] if not row["is_locked"]]


def practise(visitor, levels=agreed):
    """Scores every practice packet with levels(packet), looks at each, and waits until nothing is held back any more; or until the
    reviewer pauses."""
    wait_for(lambda: "opening" not in visitor.read("/queue"))
    for code in to_practise(visitor):
        score(visitor, code, levels(which(visitor, code)))
        outside = compared(visitor, code)["outside"]
        visitor.do(f"/packets/{code}/practice", {})
        if outside:
            break
    wait_for(lambda: not {"opening", "practice"} & set(queue := visitor.read("/queue")) or "paused" in queue)
