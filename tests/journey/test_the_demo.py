"""The demo that ./run loads: what somebody finds who signs in with what demo.json names."""

import json
import re
import shutil
import subprocess
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from desk import Recording, Visitor
from tree import ROOT
from up import CLEAN, Up, install, open_folder

CODE = r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}"
STORY = json.loads((ROOT / "server/tools/demo/story.json").read_text())
YEAR_AGO, IN_REVIEW, OPEN_NOW = STORY["administrations"]


class Demo(Up):
    """What `blindmark up` made, and its people at their desks."""

    recording = Recording()

    def person(self, role, name=None):
        return next(p for p in self.card["people"] if p["role"] == role and name in (None, p["name"]))

    def staff(self, role, name=None):
        person = self.person(role, name)
        desk = "review" if role == "reviewer" else "coordination"
        assert person["link"] == self.card[f"{desk}_url"]
        visitor = Visitor(desk, person["link"], self.recording)
        visitor.do("/sign-in", {"email": person["email"], "password": person["password"]})
        return visitor

    def candidate(self, role, name):
        person = self.person(role, name)
        visitor = Visitor("candidate", person["link"], self.recording)
        visitor.do("/sign-in", {"code": person["code"]})
        return visitor


@pytest.fixture(scope="module")
def app():
    folder = open_folder()
    yield install(folder / "app")
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def demo(app):
    folder = open_folder()
    began = time.monotonic()
    with Demo(app, folder / "data", empty=False) as running:
        running.seconds = time.monotonic() - began
        yield running
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def office(demo):
    return demo.staff("coordinator")


@pytest.fixture(scope="module")
def exams(office):
    """Year ago, in review, open now."""
    return office.read("/home")["administrations"][::-1]


def results(office, exam):
    return {p["name"]: p["outcome"] for p in office.read(f"/administrations/{exam['id']}/results")["people"]}


def fill(app, data):
    return subprocess.run([app / "bin/blindmark", "demo", "--data", data], env=CLEAN, capture_output=True, text=True, timeout=60)


def test_it_is_made_within_two_minutes_and_tells_the_true_time(demo):
    assert demo.seconds < 120
    with psycopg.connect(demo.card["conninfo"]) as database:
        assert database.execute("SELECT count(*) FROM service.time_shift").fetchone() == (0,)


def test_the_card_names_everybody_with_what_they_sign_in_with(demo):
    people = demo.card["people"]
    staff = [p for p in people if "password" in p]
    assert [p["role"] for p in staff] == ["coordinator", "approver", "proctor", "masker"] + 4 * ["reviewer"]
    assert all(set(p) == {"role", "name", "email", "password", "link"} and len(p["password"]) >= 15 for p in staff)
    candidates = people[len(staff):]
    assert all(set(p) == {"role", "name", "email", "code", "link"} and re.fullmatch(CODE, p["code"]) for p in candidates)
    assert [(p["role"], p["name"]) for p in candidates] == [
        *(("candidate", c["name"]) for c in OPEN_NOW["candidates"]),
        *(("past candidate", c["name"]) for c in YEAR_AGO["candidates"])]
    for person in staff:
        demo.staff(person["role"], person["name"])


def test_there_is_one_exam_released_a_year_ago_one_in_review_and_one_open_now(exams):
    assert [next(iter(e["when"])) for e in exams] == ["after", "after", "open"]
    assert [e["next"] and e["next"]["step"] for e in exams] == [None, "reviews", "window"]
    assert len({e["title"] for e in exams}) == 3
    assert [e["candidates"] for e in exams] == [6, 5, 5]


def test_the_released_exam_shows_the_cases_that_the_rules_are_about(demo, office, exams):
    found = results(office, exams[0])
    assert {name: o["part1"]["score"] for name, o in found.items()} == {
        c["name"]: c["part1_correct"] for c in YEAR_AGO["candidates"]}
    passed = {name: (o["part1"]["passed"], o["part2"]["passed"], o["endorsable"]) for name, o in found.items()}
    assert passed == {"Paulina Quispe Mamani": (True, True, True), "Declan Farraher": (False, True, False),
                      "Mina Achterberg": (True, False, False), "Tevita Fonua": (True, True, True),
                      "Shirin Moradi": (True, True, True), "Keiko Aoyama-Bell": (True, True, True)}
    with psycopg.connect(demo.card["conninfo"]) as database:
        decided = database.execute("SELECT count(*) FROM result.part2").fetchone()
        third = database.execute("SELECT count(*) FROM review.allocation WHERE seat = 3 AND state = 'locked'").fetchone()
    assert (decided, third) == ((6,), (1,))


def test_retakes_are_due_a_year_after_the_part_was_sat_so_one_candidate_is_back(demo, office, exams):
    found = results(office, exams[0])
    today = datetime.now(ZoneInfo("America/Chicago")).date()
    for name, part, place in (("Declan Farraher", 1, 1), ("Mina Achterberg", 2, 2)):
        sat = today + timedelta(days=YEAR_AGO["days"]["sits"] + place)
        due = date(sat.year + 1, sat.month, sat.day if (sat.month, sat.day) != (2, 29) else 28)
        retake = found[name]["retake"]
        assert retake["parts"] == [part] and abs((date.fromisoformat(retake["earliest"]) - due).days) <= 1
        assert date.fromisoformat(retake["earliest"]) < today
    page = demo.candidate("candidate", "Declan Farraher").read("/exam")
    assert [part["part"] for part in page["parts"]] == [1]


def test_a_past_candidate_reads_the_result_and_the_remarks_only_on_a_fail(demo):
    failed = json.dumps(demo.candidate("past candidate", "Mina Achterberg").read("/results"))
    assert "Safe in procedure and thin in relationship" in failed
    passed = json.dumps(demo.candidate("past candidate", "Keiko Aoyama-Bell").read("/results"))
    assert "The child is present in every answer" not in passed


def test_who_may_sit_now_has_a_slip_and_the_minutes_that_are_owed(demo):
    parts = demo.candidate("candidate", "Luis Alberto Peña").read("/exam")["parts"]
    assert [part["time"]["line"] for part in parts] == 2 * ["90 + 60 ESL = 150 min"]


def test_reviews_have_begun_and_no_writer_names_themselves(demo, office, exams):
    room = office.read(f"/administrations/{exams[1]['id']}/reviewers")
    people = {p["name"]: p for p in room["people"]}
    assert sum(p["locked"] for p in people.values()) == 2 and people["Beatriz Camargo"]["locked"] == 2
    assert sum(c["total"] for c in room["categories"]) == 5 and room["to_allocate"] == 0
    names = {word for exam in (YEAR_AGO, IN_REVIEW) for c in exam["candidates"] for word in re.findall(r"[\w]+", c["name"])}
    written = json.dumps([c["responses"] for exam in (YEAR_AGO, IN_REVIEW) for c in exam["candidates"]], ensure_ascii=False)
    assert {name for name in names if re.search(rf"\b{name}\b", written)} >= {"Marek", "Dvořák", "Balogun", "Camille"}
    drafts, read = 0, []
    for reviewer in [p for p in demo.card["people"] if p["role"] == "reviewer"]:
        visitor = demo.staff("reviewer", reviewer["name"])
        for group in visitor.read("/queue")["groups"]:
            drafts += sum(packet["is_draft"] for packet in group["open"])
            for packet in group["open"] + group["locked"]:
                first = visitor.read(f"/packets/{packet['code']}?page=1")
                read += [json.dumps(visitor.read(f"/packets/{packet['code']}?page={n}")["vignette"], ensure_ascii=False)
                         for n in range(1, first["pages"] + 1)]
    assert drafts == 1 and len(read) >= 2 * 2 * 5
    assert [(name, page[:200]) for page in read for name in names if re.search(rf"\b{name}\b", page)] == []


def test_only_a_new_installation_can_be_filled(app, demo):
    again = fill(app, demo.data)
    assert again.returncode == 1 and "only a new installation can be filled" in again.stderr
    assert len(again.stderr.splitlines()) == 1
    with psycopg.connect(demo.card["conninfo"]) as database:
        assert database.execute("SELECT count(*) FROM work.administration").fetchone() == (3,)


def test_an_installation_for_real_exams_cannot_be_filled(app):
    folder = open_folder()
    with Up(app, folder / "data") as real:
        refused = fill(app, real.data)
        assert refused.returncode == 1 and "was not made for a demo" in refused.stderr
        with psycopg.connect(real.card["conninfo"]) as database:
            assert database.execute("SELECT count(*) FROM bank.item").fetchone() == (0,)
    shutil.rmtree(folder)
