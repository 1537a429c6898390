"""What coordinators and proctors do to clocks while an exam runs, with all four processes at work: each story is told at the
desks' own doors, and what the ledgers say is added up afterwards."""
import re
import threading
import uuid
from datetime import timedelta
from math import ceil

import pytest

from forms import Browser
from house import House, wait_for
from people import Office, Sitting, roster_text

STAFF = {"approver": {"name": "Avery Holt", "email": "avery.holt@sample.example", "approve": True},
         "proctor": {"name": "Pia Lindgren", "email": "pia.lindgren@sample.example", "proctor": True},
         "second": {"name": "Sol Marsh", "email": "sol.marsh@sample.example", "coordinate": True}}


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff=STAFF)


@pytest.fixture
def exam(office):
    if office.desk.get("/home").status_code == 401:
        office.coordinator.sign_in()
    return Room(office, office.add_exam("Exam", closes=timedelta(days=1)))


class Room:
    """One exam and the people in it."""

    def __init__(self, office, exam):
        self.office, self.house, self.exam, self.path = office, office.house, exam, exam.path

    def admit(self, *names, **more):
        rows = [{"name": f"{name} Person", "email": f"{name}.{uuid.uuid4().hex}@x.example", "category": "specialist",
                 "track": "imh", **more} for name in names]
        slips = self.exam.admit(roster_text(rows))
        return {row["name"].split()[0]: Sitting(self.house, slips[row["email"]]).accept() for row in rows}

    def sit(self, *names, **more):
        """Everybody in Part 1, clock running."""
        sittings = self.admit(*names, **more)
        for sitting in sittings.values():
            sitting.open(1)
        return sittings

    def at_desk(self, role="coordinator"):
        """Somebody of the staff; whose login has run out by travelling signs in again."""
        person = self.office[role]
        if person.visitor is None or person.visitor.get("/home").status_code == 401:
            person.sign_in()
        return person.visitor

    def board(self, role="coordinator"):
        return self.at_desk(role).read(self.path + "/board")

    def part(self, name, part=1):
        return next(p["parts"][part - 1] for p in self.board()["people"] if p["name"] == f"{name} Person")

    def sessions(self, *names):
        return [self.part(name)["session"] for name in names]

    def check(self, what, *names, role="coordinator", expect=200, **more):
        """The look before the act."""
        fields = {"what": what, "session": self.sessions(*names), "category": "technical", "reason": "the network was down"}
        fields = {name: value for name, value in (fields | more).items() if value is not None}
        reply = self.at_desk(role).post(self.path + "/clocks", fields)
        assert reply.status_code == expect, reply.text
        return reply.json()

    def act(self, what, *names, role="coordinator", **more):
        """The look and the act, as the pages do it: the act is for those whom the look named."""
        looked = self.check(what, *names, role=role, **more)
        fields = {"act": looked["act"], "what": what, "session": [p["session"] for p in looked["people"]],
                  "minutes": str(looked["minutes"] or ""), "category": looked["cause"], "reason": looked["reason"]}
        return self.at_desk(role).do(self.path + "/acts", fields)

    def line(self, name):
        return self.part(name)["minutes"]["line"]

    def rows(self, query, *values):
        with self.house.admin() as db:
            return db.execute(query, values).fetchall()

    def ledger(self, name):
        """[(kind, seconds)] as they were written."""
        return self.rows("SELECT kind, seconds FROM work.entitlement WHERE session_id = %s ORDER BY number", *self.sessions(name))

    def stands(self, name):
        """[how long each pause really lasted, in seconds], from the instants of the acts."""
        acts = self.rows("SELECT i.act, i.at FROM work.irregularity i JOIN work.irregularity_session l ON l.irregularity_id = i.id "
                         "WHERE l.session_id = %s AND i.act IN ('pause', 'resume') ORDER BY i.at", *self.sessions(name))
        return [(till - since).total_seconds() for (_, since), (_, till) in zip(acts[::2], acts[1::2])]

    def add_outage(self, since, till):
        """The candidate desk's heart beat until so many seconds ago and beats again since then (seconds ago)."""
        with self.house.admin() as db:
            outage, = db.execute("INSERT INTO service.outage SELECT gen_random_uuid(), n.now - make_interval(secs => %s), "
                                 "n.now - make_interval(secs => %s) FROM service.now_utc() n (now) RETURNING id",
                                 [since, till]).fetchone()
        return str(outage)

    def outage(self, ident):
        return next(o for o in self.at_desk().read(self.path + "/outages")["outages"] if o["outage"] == ident)


def clock(sitting, part=1):
    return sitting.visitor.read(f"/parts/{part}/clock")


def answer(sitting, place=1, choice="A"):
    """The outcome of a save."""
    ref = f"item.{place}"
    return sitting.visitor.do("/parts/1/saves", {"ref": ref, "save_id": str(uuid.uuid4()), "choice": choice})["outcome"]


# ---- pause and resume ------------------------------------------------------------------------------------------------

def test_a_pause_freezes_the_clock_and_resuming_gives_exactly_what_it_took(exam):
    ada = exam.sit("Ada")["Ada"]
    exam.house.travel(minutes=10)
    paused = exam.act("pause", "Ada")
    assert (paused["acted_on"], paused["refused"], paused["people"][0]["stands"]) == (1, None, True)
    left = clock(ada)["seconds_left"]
    exam.house.travel(minutes=25, seconds=0.4)
    assert clock(ada)["seconds_left"] == left and exam.part("Ada")["paused"] == {"staff": True}
    assert exam.part("Ada")["left"] == ceil(left / 60) and answer(ada) == "saved"
    assert clock(ada)["seconds_left"] == left
    exam.act("resume", "Ada")
    took, = exam.stands("Ada")
    assert exam.ledger("Ada") == [("base", 5400), ("pause", ceil(took))] and took > 1500.4
    assert left - 5 <= clock(ada)["seconds_left"] <= left + 1
    assert exam.part("Ada")["paused"] is None


def test_all_pauses_together_are_rounded_up_once(exam):
    exam.sit("Ada")
    for _ in range(6):
        exam.act("pause", "Ada")
        exam.house.travel(seconds=2.1)
        exam.act("resume", "Ada")
    took = exam.stands("Ada")
    given = sum(seconds for kind, seconds in exam.ledger("Ada") if kind == "pause")
    assert len(took) == 6 and 0 <= given - sum(took) < 1 and given == ceil(sum(took))


def test_a_paused_part_is_never_overdue_and_takes_saves_hours_later(exam):
    ada = exam.sit("Ada")["Ada"]
    exam.act("pause", "Ada")
    exam.house.travel(hours=7)
    assert answer(ada, 7) == "saved"
    with exam.house.admin() as db:
        db.execute("SELECT registrar_api.close_overdue(clock_timestamp())")
    assert exam.part("Ada")["is"] == {"running": True}
    exam.act("resume", "Ada")
    assert clock(ada)["seconds_left"] > 5300


def test_several_or_all_are_paused_in_one_act_and_who_cannot_be_is_named(exam):
    sittings = exam.sit("Ada", "Ben", "Cleo") | exam.admit("Dan")
    sittings["Cleo"].hand_in(1)
    sittings["Dan"].visitor.do("/parts/1/open", {})
    done = exam.act("pause", "Ada", "Cleo", "Dan")
    assert {p["name"]: (p["acted"], p["outcome"]) for p in done["people"]} == {
        "Ada Person": (True, {"done": True}), "Cleo Person": (False, {"closed": True}),
        "Dan Person": (False, {"not_running": True})}
    assert (done["acted_on"], done["refused"]) == (1, 2)
    everybody = exam.check("pause", everybody=True)
    assert [p["name"] for p in everybody["people"]] == ["Ben Person"]
    exam.act("pause", everybody=True)
    assert [exam.part(name)["paused"] for name in ("Ada", "Ben", "Cleo", "Dan")] == [{"staff": True}] * 2 + [None] * 2
    assert exam.act("resume", everybody=True)["acted_on"] == 2
    assert exam.check("resume", everybody=True, expect=422)["reason"] == "act_fits_nobody"
    refused = exam.check("pause", "Cleo", expect=409)
    assert refused["reason"] == "act_fits_nobody" and refused["people"][0]["outcome"] == {"closed": True}


def test_a_look_changes_nothing_and_an_act_sent_twice_is_one(exam):
    exam.sit("Ada")
    looked = exam.check("minutes", "Ada", minutes="10")
    assert looked["people"][0]["minutes"]["line"] == "90 + 10 incident = 100 min" and exam.line("Ada") == "90 min"
    assert exam.rows("SELECT count(*) FROM work.irregularity WHERE id = %s", looked["act"]) == [(0,)]
    fields = {"act": looked["act"], "what": "minutes", "session": exam.sessions("Ada"), "minutes": "10", "category": "technical",
              "reason": "the network was down"}
    exam.at_desk()
    visitors, replies, start = [exam.office.coordinator.sign_in() for _ in range(8)], [], threading.Barrier(8)

    def send(visitor):
        start.wait()
        replies.append(visitor.post(exam.path + "/acts", fields))

    threads = [threading.Thread(target=send, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status_code for reply in replies} == {200} and len({reply.text for reply in replies}) == 1
    assert exam.line("Ada") == "90 + 10 incident = 100 min"
    assert exam.rows("SELECT count(*) FROM audit.event WHERE detail ->> 'act' = %s", looked["act"]) == [(1,)]
    # Nobody else's act can take that id.
    other = exam.at_desk("second").post(exam.path + "/acts", fields)
    assert other.status_code == 409


# ---- minutes ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("minutes", ["-60", "0", "601", "ten", "", "1.5", "99999999999999999999"])
def test_tim_08_time_is_only_ever_added_and_within_reason(exam, minutes):
    exam.sit("Ada")
    for path, more in (("/clocks", {}), ("/acts", {"act": str(uuid.uuid4())})):
        reply = exam.at_desk().post(exam.path + path, {"what": "minutes", "session": exam.sessions("Ada"), "minutes": minutes,
                                                       "category": "technical", "reason": "the network was down", **more})
        assert (reply.status_code, reply.json()["field"]) == (422, "minutes")
    assert exam.line("Ada") == "90 min"


@pytest.mark.parametrize("field, value", [("reason", "no"), ("reason", "x" * 401), ("category", "weather"), ("category", ""),
                                          ("session", []), ("session", ["Ada"])])
def test_every_act_needs_a_cause_a_reason_and_somebody(exam, field, value):
    exam.sit("Ada")
    assert exam.check("pause", "Ada", **{field: value, "expect": 422})["field"] == field
    exam.check("shorten", "Ada", expect=422)
    assert exam.part("Ada")["paused"] is None


def test_f6_extending_a_running_an_expired_and_a_handed_in_part_each_has_its_result(exam):
    sittings = exam.sit("Runs", "Grace", "Over", "Done")
    sittings["Done"].hand_in(1)
    assert exam.act("minutes", "Runs", minutes="5")["acted_on"] == 1
    # Expired, not closed yet: in the ten seconds of grace an extension is in time.
    exam.house.travel(seconds=clock(sittings["Grace"])["seconds_left"] + 4)
    assert exam.act("minutes", "Grace", minutes="5")["acted_on"] == 1
    assert exam.line("Grace") == "90 + 5 incident = 95 min" and 280 < clock(sittings["Grace"])["seconds_left"] <= 300
    wait_for(lambda: exam.house.travel(seconds=1) or exam.part("Over")["is"] == {"closed": True})
    refused = exam.check("minutes", "Over", "Done", minutes="5", expect=409)
    assert [p["outcome"] for p in refused["people"]] == [{"closed": True}] * 2
    # Closed by time: it has to be opened again, with minutes.
    assert exam.check("reopen", "Over", expect=409)["people"][0]["outcome"] == {"no_time": True}
    exam.act("reopen", "Over", minutes="5")
    exam.act("reopen", "Done")
    for name, left in (("Over", (300, 300)), ("Done", (5380, 5400))):
        assert exam.part(name)["reopened"] and exam.part(name)["paused"] == {"staff": True}, name
        assert left[0] <= clock(sittings[name])["seconds_left"] <= left[1], name
    assert exam.check("reopen", "Runs", expect=409)["people"][0]["outcome"] == {"not_closed": True}
    exam.house.travel(hours=1)
    exam.act("resume", "Over", "Done")
    assert answer(sittings["Over"]) == answer(sittings["Done"]) == "saved"
    assert 280 < clock(sittings["Over"])["seconds_left"] <= 301
    assert re.fullmatch(r"90 \+ 5 incident \+ .* = .* min", exam.line("Over"))


def test_f7_minutes_given_mid_sitting_are_on_the_candidates_clock_at_once(exam):
    ada = exam.sit("Ada", esl="yes")["Ada"]
    before = clock(ada)["seconds_left"]
    exam.act("minutes", "Ada", minutes="4")
    assert clock(ada)["line"] == "90 + 60 ESL + 4 incident = 154 min" == exam.line("Ada")
    assert before + 230 <= clock(ada)["seconds_left"] <= before + 240


def test_a_closed_part_opens_again_only_until_its_answers_are_scored(exam):
    exam.sit("Ada")["Ada"].hand_in(1)
    exam.house.travel(days=2)
    exam.at_desk()
    exam.exam.wait_until_closed()
    exam.exam.score()
    refused = exam.check("reopen", "Ada", minutes="5", expect=409)
    assert refused["people"][0]["outcome"] == {"taken_in": True} and exam.part("Ada")["acts"] == {}
    assert exam.part("Ada")["is"] == {"handed_in": True}


# ---- who may, and the second person ----------------------------------------------------------------------------------

def test_a_proctor_pauses_and_resumes_and_no_more(exam):
    exam.sit("Ada")
    proctor = exam.at_desk("proctor")
    assert exam.board("proctor")["may_give"] is False
    exam.act("pause", "Ada", role="proctor")
    exam.act("resume", "Ada", role="proctor")
    for what in ("minutes", "reopen"):
        exam.check(what, "Ada", role="proctor", minutes="5", expect=403)
        assert proctor.get(f"{exam.path}/clocks?what={what}").status_code == 403
        reply = proctor.post(exam.path + "/acts", {"act": str(uuid.uuid4()), "what": what, "session": exam.sessions("Ada"),
                                                   "minutes": "5", "category": "staff", "reason": "a kind thought"})
        assert reply.status_code == 403
    for path in ("/irregularities", "/outages"):
        assert proctor.get(exam.path + path).status_code == 403
    exam.check("pause", "Ada", role="approver", expect=403)
    assert exam.line("Ada").startswith("90 + ")


def test_results_wait_until_a_second_person_has_approved_every_act(exam):
    ada = exam.sit("Ada")["Ada"]
    mine = exam.act("minutes", "Ada", minutes="2")["act"]
    exam.act("pause", "Ada", role="proctor")
    exam.act("resume", "Ada", role="proctor")
    ada.hand_in(1)
    exam.house.travel(days=2)
    desk = exam.at_desk()
    exam.exam.wait_until_closed()
    exam.exam.score()
    exam.exam.take_in()
    assert desk.read(exam.path)["unapproved"] == 2
    assert {b["why"]: b["count"] for b in desk.read(exam.path + "/release")["blockers"]}["unapproved"] == 2
    assert desk.post(exam.path + "/preview", {}).json()["blockers"][0]["why"] == "unapproved"
    # Also the registrar itself refuses, should somebody get past the desk.
    note = exam.rows("SELECT b.note FROM work.administration a, registrar_api.release_blocker(a.association_id, a.id) b "
                     "WHERE a.id = %s", exam.exam.id)
    assert note == [("unapproved",)]
    page = desk.read(exam.path + "/irregularities")
    assert (page["waiting"], page["approvable"]) == (2, 1)
    assert [next(iter(act["is"])) for act in page["acts"]] == ["minutes", "pause", "resume"]
    assert [act["by"]["name"] for act in page["acts"]] == ["Corinne Adler", "Pia Lindgren", "Pia Lindgren"]
    # The author cannot, not even together with what they may; a resumption needs nobody.
    every = [act["act"] for act in page["acts"] if act["waits"]]
    refused = desk.post(exam.path + "/irregularities", {"act": every})
    assert (refused.status_code, refused.json()["reason"]) == (403, "acted_yourself")
    assert desk.post(exam.path + "/irregularities", {"act": [page["acts"][2]["act"]]}).status_code == 404
    assert desk.read(exam.path)["unapproved"] == 2
    approver = exam.at_desk("approver")
    assert [a["unapproved"] for a in approver.read("/home")["administrations"] if a["id"] == exam.exam.id] == [2]
    assert approver.read(f"/irregularities/{mine}")["may_approve"] is True
    for _ in range(2):
        approver.do(exam.path + "/irregularities", {"act": every})
    assert desk.read(exam.path)["unapproved"] is None
    events = exam.rows("SELECT count(*) FROM audit.event WHERE action = 'clocks.approved' AND subject_id = %s", exam.exam.id)
    assert events == [(2,)]
    exam.exam.preview()


def test_another_administrations_sessions_are_not_there(exam, office):
    exam.sit("Ada")
    elsewhere = Room(office, office.add_exam("Elsewhere", forms="b", closes=timedelta(days=1)))
    for path, more in (("/clocks", {}), ("/acts", {"act": str(uuid.uuid4())})):
        reply = exam.at_desk().post(elsewhere.path + path, {"what": "pause", "session": exam.sessions("Ada"), "category": "other",
                                                            "reason": "for no reason", **more})
        assert reply.status_code == 404
    assert exam.part("Ada")["paused"] is None


# ---- outages ---------------------------------------------------------------------------------------------------------

def test_an_outage_is_offered_once_to_all_who_were_in_session(exam):
    sittings = exam.sit("Over", "Done", "Paused")
    exam.house.travel(minutes=20)
    exam.act("pause", "Paused")
    exam.house.travel(minutes=40)
    sittings["Done"].hand_in(1)
    # The last two minutes of Over's time fall into an outage of four; who comes later has nothing to do with it.
    exam.house.travel(seconds=clock(sittings["Over"])["seconds_left"] + 122)
    wait_for(lambda: exam.part("Over")["is"] == {"closed": True})
    (since,), = exam.rows("SELECT extract(epoch FROM service.now_utc() - deadline) FROM work.session WHERE id = %s",
                          *exam.sessions("Over"))
    outage = exam.add_outage(float(since) + 120, float(since) - 120)
    exam.sit("Later")
    assert [(o["outage"], o["struck"], o["length"]) for o in exam.board()["outages"]] == [(outage, 1, "4 min")]
    struck = [(p["name"], p["lost"][:5], p["is"]) for p in exam.outage(outage)["people"]]
    assert struck == [("Over Person", "2 min", {"closed": True})]
    fields = {"outage": outage, "act": exam.outage(outage)["act"], "give": "yes", "reason": "the power was out"}
    first = exam.at_desk().do(exam.path + "/outages", fields)
    again = exam.at_desk().do(exam.path + "/outages", fields | {"act": str(uuid.uuid4())})
    assert first == again
    done = exam.at_desk().read(first["next"])
    assert [(p["name"], p["outcome"], p["stands"]) for p in done["people"]] == [("Over Person", {"reopened": True}, True)]
    assert done["stands"] == 1
    (_, base), (kind, given) = exam.ledger("Over")
    # The sub-second remainder of when this was looked at is rounded up, never down.
    assert (base, kind) == (5400, "incident") and given in (120, 121)
    assert exam.part("Over")["paused"] == {"staff": True} and clock(sittings["Over"])["seconds_left"] == given
    assert exam.line("Done") == "90 min" == exam.line("Paused") == exam.line("Later")
    assert exam.board()["outages"] == []
    assert exam.at_desk().post(exam.path + "/outages", fields | {"give": "no"}).status_code == 409
    exam.act("resume", "Over")
    assert answer(sittings["Over"]) == "saved" and exam.at_desk().read(first["next"])["stands"] is None


def test_who_runs_is_extended_by_what_the_outage_took_from_them(exam):
    sittings = exam.sit("Ada", "Cleo")
    exam.house.travel(minutes=10)
    sittings |= exam.sit("Ben")
    exam.house.travel(seconds=60)
    outage = exam.add_outage(300, 30.5)
    sittings["Cleo"].hand_in(1)
    shown = {p["name"].split()[0]: p for p in exam.outage(outage)["people"]}
    assert shown["Ada"]["lost"] == "4 min 30 s" and re.fullmatch(r"\d\d s", shown["Ben"]["lost"])
    assert shown["Cleo"]["is"] == {"handed_in": True}
    act = exam.at_desk().do(exam.path + "/outages", {"outage": outage, "act": str(uuid.uuid4()), "give": "yes",
                                                     "reason": "the server was started anew"})["next"]
    assert exam.ledger("Ada") == [("base", 5400), ("incident", 270)]
    assert exam.ledger("Ben") == [("base", 5400), ("incident", int(shown["Ben"]["lost"].split()[0]))]
    assert exam.ledger("Cleo") == [("base", 5400)] and exam.part("Cleo")["is"] == {"handed_in": True}
    done = exam.at_desk().read(act)
    assert (done["is"], done["acted_on"], done["refused"]) == ({"outage": True}, 2, 1)
    assert exam.at_desk().read(exam.path)["unapproved"] == 1
    # What stood anyway while the server was away is given back by the pause, not twice.
    exam.act("pause", "Ada")
    exam.house.travel(seconds=100)
    exam.act("resume", "Ada")
    inside = exam.add_outage(90, 20)
    assert "Ada" not in {p["name"].split()[0] for p in exam.outage(inside)["people"]}


def test_nothing_can_be_given_for_an_outage_too_and_that_is_recorded(exam):
    exam.sit("Ada")
    exam.house.travel(minutes=10)
    outage = exam.add_outage(100, 60)
    page = Browser(exam.house.visitor("coordination", html=True))
    page.visitor.client.cookies = exam.at_desk().client.cookies
    page.go(exam.path + "/board")
    page.says("The server was away ", ": 40 s", "People in session then: 1.")
    page.follow("Give it back, or not")
    page.press("Do nothing", reason="nobody noticed it")
    assert page.at.endswith("/board") and exam.board()["outages"] == [] and exam.line("Ada") == "90 min"
    said, = exam.at_desk().read(exam.path + "/irregularities")["dismissed"]
    assert (said["length"], said["reason"], said["by"]["name"]) == ("40 s", "nobody noticed it", "Corinne Adler")
    assert exam.at_desk().post(exam.path + "/outages", {"outage": outage, "act": str(uuid.uuid4()), "give": "yes",
                                                        "reason": "or maybe not"}).status_code == 409


# ---- the server's own pulse ------------------------------------------------------------------------------------------

def test_clocks_that_disagree_and_a_silent_desk_are_said_calmly(exam):
    exam.sit("Ada")
    quiet = exam.board()
    assert (quiet["skew_s"], quiet["silent_since"]) == (None, None)
    exam.house.stop("candidate")  # or its own pulse is heard
    with exam.house.admin() as db:
        db.execute("DELETE FROM service.heartbeat WHERE desk = 'candidate'")
        db.execute("INSERT INTO service.heartbeat VALUES ('candidate', now(), now(), -2500000)")
    board = exam.board()
    assert (board["skew_s"], board["silent_since"]) == (3, None)
    page = Browser(exam.house.visitor("coordination", html=True))
    page.visitor.client.cookies = exam.at_desk().client.cookies
    page.go(exam.path + "/board")
    page.says("The server's clocks disagree by 3 s", "Running exams are not affected; tell whoever runs the server.")
    with exam.house.admin() as db:
        db.execute("UPDATE service.heartbeat SET measured = measured - interval '90 seconds' WHERE desk = 'candidate'")
    board = exam.board()
    assert board["skew_s"] is None and board["silent_since"]
    page.go(exam.path + "/board")
    page.says("The candidates' desk has not answered since")
    with exam.house.admin() as db:
        db.execute("DELETE FROM service.heartbeat")
    exam.house.start("candidate")


# ---- without JavaScript ----------------------------------------------------------------------------------------------

def test_the_whole_way_without_scripts_keeps_what_was_typed(exam):
    exam.sit("Ada", "Ben")
    page = Browser(exam.house.visitor("coordination", html=True))
    page.visitor.client.cookies = exam.at_desk().client.cookies
    page.go(exam.path + "/board")
    page.follow("Add minutes Ada Person, Part 1")
    (form, _), ada = page.page.button("Go on"), exam.sessions("Ada")[0]
    assert [c.value for c in form.controls if c.name == "session" and c.on] == [ada]
    page.press("Go on", minutes=601, category="staff", reason="the proctor spoke")
    assert page.status == 422
    page.says("Enter whole minutes, from 1 to 600")
    form, _ = page.page.button("Go on")
    kept = {c.name: c.value for c in form.controls if c.name in ("minutes", "reason") or c.kind == "radio" and c.on}
    assert kept == {"minutes": "601", "reason": "the proctor spoke", "category": "staff"}
    assert [c.value for c in form.controls if c.name == "session" and c.on] == [ada]
    page.press("Go on", minutes=6)
    page.says("Add 6 min?", "Ada Person, Part 1: 90 + 6 incident = 96 min", "Proctor or staff: the proctor spoke")
    assert "Ben Person" not in page.page.text and exam.line("Ada") == "90 min"
    page.press("Add 6 min now")
    page.says("6 min added", "Whom it concerned: 1", "Not approved yet")
    assert page.page.facts["Done by"] == "Corinne Adler"
    assert exam.line("Ada") == "90 + 6 incident = 96 min"
    page.go(exam.path + "/clocks?what=pause")
    page.press("Go on", everybody="yes", category="environment", reason="the fire alarm")
    page.says("Whom it concerns: 2", "Whoever starts before you confirm is paused too.")
    exam.sit("Cleo")
    page.press("Pause now")
    page.says("Ada Person", "Ben Person", "Cleo Person")
    assert [exam.part(name)["paused"] for name in ("Ada", "Ben", "Cleo")] == [{"staff": True}] * 3
    page.go(exam.path + "/board")
    page.says("Paused by staff,")
    assert "http-equiv=\"refresh\"" not in page.go(exam.path + "/clocks?what=resume").html
