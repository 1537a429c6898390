"""Two worlds that differ only in who the candidates are, what they asked for and were granted, the order in which they sat and
how long they took: the review desk sends the same bytes in both. What is random by design (codes, the order of a queue, request
numbers) is put aside."""
import re
from datetime import timedelta

import pytest

from house import House
from people import Office, Sitting

WORLDS = {
    "north": [
        {"name": "Ulrike Sandoval", "email": "ulrike@north.example", "category": "specialist", "track": "imh", "esl": "60"},
        {"name": "Desmond Achterberg", "email": "desmond@north.example", "category": "specialist", "track": "imh", "esl": ""},
    ],
    "south": [
        {"name": "Cassius Featherstonehaugh", "email": "cassius@south.example", "category": "specialist", "track": "imh",
         "esl": ""},
        {"name": "Io Li", "email": "io.li@south.example", "category": "specialist", "track": "imh", "esl": "15"},
    ],
}
# By world and candidate: in the north everybody gets everything, in the south one is refused and the other asks for nothing.
WISHES = {"north": [("time", "breaks", "dictionary", "display", "date", "person")] * 2, "south": [(), ("time",)]}
THOUGHTS = ("The {name} of this page would first ask the grandmother.", "Here {name} would begin with the baby's sleep.")
KEEP = re.compile(rb"\b[0-9a-f]{64}\b")   # a random key of each allocation
CODE = re.compile(rb"\b[0-9A-HJKMNP-TV-Z]{8}\b")
# Where a packet stands in its reviewer's own order, and the ways to its neighbours.
PLACE = re.compile(rb'response \d+ of \d+|<button[^>]*value="(?:before|after)"[^>]*>[^<]*</button>|'
                   rb'"around":\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\},?')
NUMBER = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def put_aside(body):
    body = CODE.sub(b"CODE", NUMBER.sub(b"NUMBER", KEEP.sub(b"KEEP", body)))
    return b" ".join(PLACE.sub(b"", body).split())


def accommodate(exam, sitting, wishes):
    for kind in wishes:
        sitting.ask(kind, f"A request for {kind}, in many words or in few.")
    today = exam.office.house.now().astimezone(exam.office.zone)
    entries = {"time": {"part1_minutes": "45", "part2_minutes": "45"}, "breaks": {"part2_minutes": "15"},
               "date": {"opens_date": (today - timedelta(days=1)).strftime("%Y-%m-%d"), "opens_time": "08:00",
                        "closes_date": (today + timedelta(days=1)).strftime("%Y-%m-%d"), "closes_time": "20:00"}}
    for request in exam.requests():
        if len(wishes) > 1:
            exam.decide(request, reason="Granted, in many words or in few.", **entries.get(request["kind"], {}))
        else:
            exam.decide(request, "refuse", reason="Not this time.")


def seen_by_reviewers(people, wishes, first_one):
    """Everything the two reviewers get from every page of the queue and the packets, sorted."""
    with House() as house:
        office = Office(house)
        exam = office.add_exam("Spring exam")
        slips = exam.admit(people)
        order = [0, 1] if first_one == 0 else [1, 0]
        for place in order:
            words = THOUGHTS[place]
            sitting = Sitting(house, slips[people[place]["email"]]).accept()
            accommodate(exam, sitting, wishes[place])
            sitting.part1(right=10 + 40 * place, of=20 + 40 * place)
            house.travel(minutes=7 * (place + 1))
            sitting.part2(lambda vignette, prompt, words=words, who=people[place]: words.format(name=who["name"]))
        house.travel(days=3)
        office.everybody_signs_in()
        exam.wait_until_closed()
        exam.score()
        exam.take_in()
        exam.mask()
        exam.pack()
        exam.allocate()
        return sorted(body for reviewer in office.reviewers for html in (False, True) for body in read_all(reviewer, html))


def read_all(reviewer, html):
    visitor = reviewer.sign_in()
    codes = [row["code"] for group in visitor.read("/queue")["groups"] for row in group["open"]]
    visitor = reviewer.sign_in(html)
    for path in ["/queue"] + [f"/packets/{c}{rest}" for c in codes for rest in ("", "?page=2", "/check", "/lock", "/revise")]:
        yield put_aside(visitor.get(path).content)


@pytest.fixture(scope="module")
def bytes_of_both():
    return [seen_by_reviewers(people, WISHES[world], first) for first, (world, people) in enumerate(WORLDS.items())]


def test_the_review_desk_sends_the_same_bytes_in_both_worlds(bytes_of_both):
    """Reviewers differ in how many packets each got, which is chance: what is compared is the set of pages."""
    north, south = map(set, bytes_of_both)
    queues = {body for body in north | south if b'"groups"' in body or b"packets/CODE" in body and b"<form" not in body}
    assert north - queues == south - queues
    assert len(north - queues) >= 8


def test_the_comparison_would_see_a_name(bytes_of_both):
    """The control: a page with one word more is another page."""
    north, south = map(set, bytes_of_both)
    spoiled = {body.replace(b"grandmother", b"grandmother of Ulrike") for body in north}
    assert spoiled != south and any(b"grandmother of Ulrike" in body for body in spoiled)
