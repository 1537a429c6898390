"""Two worlds in which everything is the same but the levels that reviewers gave: who passes in one fails in the other. Until the
release is prepared, every page that a coordinator may open has the same bytes in both. What is random by design (codes of remarks,
numbers of requests) and the time of day are put aside."""

import copy
import re
import time
import uuid

import pytest

from coordination_world import COORDINATE, PASSWORD, REVIEW, CoordinationWorld
from registrar_exam import Exam, wait_for
from ports import free_ports

CODE = re.compile(r"(?<![-\w])[0-9A-HJKMNP-TV-Z]{8}(?![-\w])")
COMMITMENT = re.compile(r"\b[0-9a-f]{64}\b")   # made with a random key
REQUEST = re.compile(r"urn:uuid:[-0-9a-f]{36}|this number: <span class=\"number\">[-0-9a-f]{36}")
TIME = re.compile(r"\b\d\d:\d\d(:\d\d)?\b")
# By candidate: what two reviewers wrote, and the totals they gave in either world.
WRITTEN = [("Say more of the baby.", "Read again."), ("As Rowan would say: slowly.", "A third\nopinion helps."), ("", "")]
TOTALS = {"kind": [(40, 40), (36, 33), (40, 32)], "strict": [(3, 4), (0, 12), (11, 20)]}


def twin(world, cluster, name):
    """The same database once more, with a desk of its own."""
    other = copy.copy(world)
    other.database = f"{world.database}_{name}"
    cluster.createdb(other.database, template=world.database)
    other.db = cluster.connect(other.database)
    other.port = free_ports()
    other.url = f"http://127.0.0.1:{other.port}"
    other.log = world.folder / f"{other.database}-coordination.log"
    return other.start()


@pytest.fixture(scope="module")
def worlds(cluster, tmp_path_factory):
    world = CoordinationWorld(cluster, tmp_path_factory.mktemp("scores"))
    reviewers = [world.add_account(f"{name}@office.example", REVIEW, capacity=50)[0] for name in ("rowan.esposito", "sunita.varma")]
    _, code = world.add_account("corinne@office.example", COORDINATE)
    exam = Exam(world)
    for number in range(len(WRITTEN)):
        exam.add("Ada Moreno", f"p{number}@x.example").sit1(48).sit2({1: f"Page of {number}.", 2: "Two."})
    registrar = world.registrar()
    assert exam.do("score") == exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    registrar.terminate()
    registrar.communicate(timeout=20)
    packets = [exam.packet_with(f"Page of {number}.") for number in range(len(WRITTEN))]
    world.db.close()
    twins, processes = {}, []
    for name, totals in TOTALS.items():
        there = twins[name] = twin(world, cluster, name)
        there.exam = copy.copy(exam)
        there.exam.world = there
        there.packets = packets
        for packet, given, (remark, overall) in zip(packets, totals, WRITTEN):
            there.exam.review(packet, reviewers, given, remark=remark, overall=overall)
        processes.append(there.registrar())
        wait_for(lambda: there.one("SELECT count(*) FROM result.feedback") == len(packets))  # noqa: B023
        there.cora = there.browser()
        there.cora.form("/welcome", code=code, password=PASSWORD, again=PASSWORD)
    yield twins
    for process in processes:
        process.terminate()
        process.communicate(timeout=20)
    for there in twins.values():
        there.close()
    cluster.dropdb(world.database)


def codes_by_text(world):
    """Codes are random; the same remarks are the same in both worlds."""
    path = f"/administrations/{world.exam.id}/remarks"
    rows = world.cora.get(path).json()["feedbacks"]
    texts = {row["code"]: str(world.cora.get(f"{path}/{row['code']}").json()["remarks"]) for row in rows}
    return sorted(texts, key=lambda code: texts[code])


def paths_of(world):
    """Every page of the desk, for all that there is in its database; pages of single rows of another kind stay closed."""
    codes = codes_by_text(world)
    registrations = [row[0] for row in world.rows("SELECT id FROM work.registration ORDER BY id")]
    accounts = [row[0] for row in world.rows("SELECT id FROM staff.account ORDER BY id")]
    for template, methods in world.cora.get("/openapi.json").json()["paths"].items():
        if "get" not in methods:
            continue
        ids = {"/registrations": registrations, "/staff": accounts, "/administrations": [world.exam.id]}
        found = next((rows for start, rows in ids.items() if template.startswith(start)), [uuid.UUID(int=7)])
        for row in found if "{id}" in template else [""]:
            for code in codes if "{code}" in template else [""]:
                for account in accounts if "{account}" in template else [""]:
                    yield template.replace("{id}", str(row)).replace("{code}", code).replace("{account}", str(account))


def put_aside(text):
    return TIME.sub("TIME", COMMITMENT.sub("COMMITMENT", REQUEST.sub("REQUEST", CODE.sub("CODE", text))))


def seen(world):
    """All bytes of all pages by their paths, as a browser gets them and as a program does."""
    pages = {}
    for path in paths_of(world):
        for kind, fetch in (("page", world.cora.page), ("json", world.cora.get)):
            answer = fetch(path)
            key = (kind, put_aside(path), sum(p[:2] == (kind, put_aside(path)) for p in pages))
            pages[key] = (answer.status_code, put_aside(answer.text))
    return pages


def look(worlds):
    kind, strict = (seen(worlds[name]) for name in TOTALS)
    assert kind.keys() == strict.keys() and len(kind) > 60
    return [(*key, *(line for pair in zip(kind[key][1].splitlines(), strict[key][1].splitlines()) if pair[0] != pair[1]
                     for line in pair))[:5] for key in kind if kind[key] != strict[key]]


def is_board(page):
    return page[1].endswith("/board")


def differing(worlds):
    """What differs. The board also tells what the desks' pulse said last (coordination_api.alarms): on a busy machine one world's
    clocks seem to disagree until the next beat. So a board counts when it differs each time one looks, any other page at once."""
    found = look(worlds)
    for _ in range(2 if any(map(is_board, found)) else 0):
        time.sleep(6)
        again = {page[:3] for page in look(worlds)}
        found = [page for page in found if not is_board(page) or page[:3] in again]
    return found


def test_the_worlds_do_differ(worlds):
    passed = {name: [there.exam.decision(packet)["passed"] for packet in there.packets] for name, there in worlds.items()}
    assert passed == {"kind": [True] * 3, "strict": [False] * 3}


def test_nothing_that_a_coordinator_sees_of_undecided_or_unread_remarks_depends_on_a_score(worlds):
    assert differing(worlds) == []


def test_nor_when_all_is_read_and_approved(worlds):
    for there in worlds.values():
        for code in codes_by_text(there):
            path = f"/administrations/{there.exam.id}/remarks/{code}"
            there.cora.form(path, version=str(there.cora.get(path).json()["version"]), sure="yes", action="approve")
    assert differing(worlds) == []


def test_the_same_search_sees_the_difference_once_the_letters_are_there(worlds):
    """The control: a prepared release shows what came of it, without names."""
    for there in worlds.values():
        assert there.exam.do("preview") == ""
    assert {key[1].rsplit("/")[-1] for key in differing(worlds)} == {"release", "confirm", "audit"}, "the log holds the digest"
