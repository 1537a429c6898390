"""What is wrong is named, nothing of it is kept, and nothing that was there is lost."""
import json
import re
import shutil
import uuid
from datetime import timedelta

import pytest

from forms import Browser
from house import ASSOCIATION, House, wait_for
from people import PASSWORD, SAMPLE_STAFF, Office, Reviewing, Sitting, packets_of, roster_text
from tree import ROOT

HEADINGS = "Name,E-mail,Category,Track,ESL\n"
# Changes by itself: counters of wrong tries, logins and their last use, clocks, heartbeats.
RESTLESS = {"staff.failed_try", "staff.login", "work.login", "service.clock_anchor", "service.time_shift",
            "service.heartbeat", "staff.conflict_news"}


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff=SAMPLE_STAFF)


@pytest.fixture(autouse=True)
def here(office):
    if office.desk.get("/home").status_code == 401:
        office.coordinator.sign_in()


@pytest.fixture
def exam(office):
    return office.add_exam("Exam", closes=timedelta(days=1))


def all_that_is_stored(house):
    """{table: digest of its rows}"""
    with house.admin() as db:
        tables = [f"{schema}.{name}" for schema, name in db.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') "
            "ORDER BY 1, 2").fetchall()]
        return {table: db.execute(f"SELECT count(*), md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {table} t")
                .fetchone() for table in tables if table not in RESTLESS}


@pytest.fixture
def nothing_changes(house):
    """Whatever the test does leaves every row as it was."""
    before = all_that_is_stored(house)
    yield
    after = all_that_is_stored(house)
    assert {table: rows for table, rows in after.items() if before[table] != rows} == {}


def refused(reply, status, field=None, reason=None):
    problem = reply.json()
    assert (reply.status_code, problem.get("field"), problem.get("reason")) == (status, field, reason), reply.text
    assert problem["title"] and (reason is None or problem["detail"]), "no sentence for people"
    return problem


# ---- the roster ------------------------------------------------------------------------------------------------------

WRONG_ROWS = HEADINGS + ("Ana,ana at example,Specialist,IMH-E,no\n"
                         "Bo,bo@x.example,Teacher,IMH-E,90\n"
                         ",cy@x.example,Specialist,XMH,no\n"
                         "Di,di@x.example,Specialist,IMH-E,no,one cell more\n"
                         "Ed,ed@x.example,Specialist,IMH-E,no\n"
                         "Ed again,ED@x.example,Specialist,IMH-E,no\n")
FAULTS = {(2, "email", "bad_email"), (3, "category", "bad_category"), (3, "esl", "bad_esl"), (4, "name", "missing"),
          (4, "track", "bad_track"), (5, "row", "too_many_cells"), (7, "email", "email_twice")}


def test_every_wrong_row_is_named_and_no_right_one_is_imported_alone(exam, nothing_changes):
    for confirm in (False, True):
        answer = exam.desk.post(exam.path + "/roster", {"roster": WRONG_ROWS, "confirm": confirm})
        assert {(e["row"], e["field"], e["reason"]) for e in answer.json()["errors"]} == FAULTS
        refused(answer, 422, "roster", "roster_errors")
    assert exam.desk.read(exam.path + "/candidates")["people"] == []


def test_the_page_gives_the_roster_back_with_a_sentence_for_each_fault(house, exam, nothing_changes):
    browser = Browser(house.visitor("coordination", html=True))
    browser.visitor.client.cookies = exam.desk.client.cookies
    browser.go(exam.path + "/roster")
    browser.press("Check the roster", roster=WRONG_ROWS)
    assert browser.status == 422
    browser.says("Nothing was imported: 7 to correct")
    (rows,) = browser.page.tables
    assert len(rows) == 8 and all(all(cell for cell in row[:2] + row[3:]) for row in rows)
    (text,) = [c.value for form in browser.page.forms for c in form.controls if c.name == "roster"]
    assert text == WRONG_ROWS


def test_who_is_on_the_roster_already_is_not_added_twice(exam):
    ada = HEADINGS + f"Ada,{uuid.uuid4().hex}@x.example,Specialist,IMH-E,no\n"
    exam.admit(ada)
    before = exam.desk.read(exam.path + "/candidates")
    more = ada + "New,new.person@x.example,Specialist,IMH-E,no\n"
    answer = exam.desk.post(exam.path + "/roster", {"roster": more, "confirm": True})
    assert [(e["row"], e["reason"]) for e in answer.json()["errors"]] == [(2, "listed")]
    assert exam.desk.read(exam.path + "/candidates") == before


@pytest.mark.parametrize("text, reason", [
    ("", "roster_missing"), (HEADINGS + '"Ana,a@x.example,Specialist,IMH-E,no\n', "roster_quotes"),
    (HEADINGS + "Ana L\ufffdpez,a@x.example,Specialist,IMH-E,no\n", "roster_encoding")])
def test_what_is_no_roster_says_what_to_do(exam, nothing_changes, text, reason):
    refused(exam.desk.post(exam.path + "/roster", {"roster": text, "confirm": True}), 422, "roster", reason)


@pytest.mark.parametrize("headings, fault", [("Name,Category,Track", ("email", "no_column")),
                                             ("Name,E-mail,E-mail,Category,Track", ("email", "column_twice"))])
def test_a_heading_that_is_missing_or_double_is_named(exam, nothing_changes, headings, fault):
    answer = exam.desk.post(exam.path + "/roster", {"roster": headings + "\nAda,a@x.example,Specialist,IMH-E\n"})
    assert answer.status_code == 422 and fault in {(e["field"], e["reason"]) for e in answer.json()["errors"]}


# ---- the bank --------------------------------------------------------------------------------------------------------

def test_an_item_that_breaks_the_schema_stops_the_import_and_the_exam_goes_on(house, exam, tmp_path, nothing_changes):
    bank = tmp_path / "bank"
    shutil.copytree(ROOT / "question-bank", bank)
    path = bank / "items" / "screening.json"
    document = json.loads(path.read_text())
    document["items"][-1]["options"].append("A fifth option")
    document["items"][0]["stem"] += " This first one is sound and new."
    path.write_text(json.dumps(document))
    with pytest.raises(AssertionError) as said:
        house.import_bank(ASSOCIATION["code"], bank)
    ident = document["items"][-1]["id"]
    assert "status 1" in str(said.value) and "items/screening.json" in str(said.value)
    assert f'{ident}: field "options": must hold 4 values, not 5' in str(said.value)


# ---- codes and passwords ---------------------------------------------------------------------------------------------

def without_number(reply):
    """Status and bytes, but for the number of the request."""
    return reply.status_code, re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"", reply.content)


def leaves(office, person):
    """No longer works here, so that no packet of a later story goes to them."""
    office.coordinator.sign_in().do(f"/staff/{person.account}", {})


def code_for(exam, name="Ada"):
    email = f"{name.lower()}.{uuid.uuid4().hex}@x.example"
    return exam.admit(roster_text([{"name": name, "email": email, "category": "specialist", "track": "imh"}]))[email]


def test_a_wrong_code_opens_nothing_and_says_what_is_wrong_with_it(house, exam):
    code = code_for(exam)
    stranger = house.visitor("candidate")
    swapped = code[:3] + ("A" if code[3] != "A" else "B") + code[4:]
    refused(stranger.post("/sign-in", {"code": code[:-2]}), 422, "code", "code_length")
    refused(stranger.post("/sign-in", {"code": code[:-1] + "!"}), 422, "code", "code_character")
    refused(stranger.post("/sign-in", {"code": swapped}), 422, "code", "code_check")
    assert stranger.get("/exam").status_code == 401 and not stranger.client.cookies
    stranger.do("/sign-in", {"code": code.lower().replace("-", " ")})


def test_a_one_time_code_of_staff_works_once_at_its_own_desk_only(house, office):
    person = office.appoint("Rita Reviewer", f"{uuid.uuid4().hex}@sample.example", review=True)
    fields = {"code": person.code, "password": PASSWORD, "again": PASSWORD}
    assert house.visitor("coordination").post("/welcome", fields).status_code == 401
    assert house.visitor("candidate").post("/sign-in", {"code": person.code}).status_code == 401
    for wrong in ({"password": "too short", "again": "too short"}, {"again": PASSWORD + "."}):
        assert house.visitor("review").post("/welcome", {**fields, **wrong}).status_code == 422
    house.visitor("review").do("/welcome", fields)
    assert house.visitor("review").post("/welcome", fields).status_code in (401, 422)
    leaves(office, person)


@pytest.mark.parametrize("desk, role", [("coordination", "proctor"), ("review", "third")])
def test_known_and_unknown_accounts_get_the_same_bytes(house, office, desk, role):
    office[role].sign_in()
    answers = set()
    for email in (office[role].email, "nobody@sample.example"):
        for html in (False, True):
            reply = house.visitor(desk, html).post("/sign-in", {"email": email, "password": "wrong wrong wrong"})
            body = without_number(reply)[1].replace(email.encode(), b"")
            answers.add((html, reply.status_code, body))
    assert len(answers) == 2 and {status for _, status, _ in answers} == {401}


@pytest.mark.parametrize("desk, rights", [("coordination", {"proctor": True}), ("review", {"review": True})])
@pytest.mark.parametrize("known", [True, False])
def test_tries_are_limited_by_account_and_never_by_address(house, office, desk, rights, known):
    """An exam room is one address: ten wrong tries for one account keep nobody else out."""
    tired, fresh = (office.appoint(name, f"{uuid.uuid4().hex}@sample.example", **rights) for name in ("Tired", "Fresh"))
    tired.sign_in()
    email = tired.email if known else f"{uuid.uuid4().hex}@sample.example"
    wrong = {"email": email, "password": "wrong wrong wrong"}
    assert [house.visitor(desk).post("/sign-in", wrong).status_code for _ in range(11)] == [401] * 10 + [429]
    if known:
        assert house.visitor(desk).post("/sign-in", {"email": email, "password": PASSWORD}).status_code == 429
    fresh.sign_in()
    house.travel(minutes=16)
    expected = 200 if known else 401
    assert house.visitor(desk).post("/sign-in", {"email": email, "password": PASSWORD}).status_code == expected
    for person in (tired, fresh):
        leaves(office, person)


# ---- bodies ----------------------------------------------------------------------------------------------------------

UID = "00000000-0000-4000-8000-000000000000"
ADMINISTRATION = {"title": "T", "opens_date": "2030-01-01", "opens_time": "09:00", "closes_date": "2030-01-02",
                  "closes_time": "09:00", "form": {"1_imh": UID}}
# A body that is right but for what the test adds, for every POST of every desk.
BODIES = {
    "candidate": {
        "/sign-in": {"code": "7KQ2-7KQ2-7KQ2-7KQ2-7KQ2"}, "/sign-out": {}, "/confidentiality": {"version": 1, "accept": True},
        "/tutorial/{step}": {"choice": "A"}, "/parts/{part}/open": {}, "/parts/{part}/begin": {}, "/parts/{part}/hand-in": {},
        "/parts/{part}/break": {}, "/parts/{part}/go-on": {},
        "/parts/1/items/{place}": {"choice": "A"}, "/parts/2/vignettes/{place}": {"text": {"p1": "x"}},
        "/parts/{part}/pulse": {"unsent": 0, "characters": 0, "waiting_s": 0},
        "/parts/{part}/saves": {"ref": "item.1", "save_id": UID, "choice": "A"},
        "/accommodations": {"kind": "time", "asked": "More"}, "/accommodations/{id}/withdraw": {},
        "/appointments/{part}": {"slot": UID}, "/appointments/{part}/cancel": {}},
    "review": {
        "/sign-in": {"email": "a@x.example", "password": PASSWORD}, "/sign-out": {},
        "/welcome": {"code": "7KQ2-7KQ2-7KQ2-7KQ2-7KQ2", "password": PASSWORD, "again": PASSWORD},
        "/conflicts": {"relation": "taught", "name": "N"},
        "/packets/{code}/draft": {"packet": "2345ABCD", "version": 0, "page": 1},
        "/packets/{code}/phrases": {"text": "Phrase"}, "/packets/{code}/phrases/forget": {"text": "Phrase"},
        "/packets/{code}/lock": {"version": 0, "confirm": True},
        "/packets/{code}/give-back": {"kind": "writer", "words": "Words"},
        "/packets/{code}/practice": {},
        "/packets/{code}/revise": {"version": 0, "reason": "Reason"}, "/packets/{code}/revise/drop": {"version": 0}},
    "coordination": {
        "/sign-in": {"email": "a@x.example", "password": PASSWORD}, "/sign-out": {}, "/association": {"association": UID},
        "/welcome": {"code": "7KQ2-7KQ2-7KQ2-7KQ2-7KQ2", "password": PASSWORD, "again": PASSWORD},
        "/administrations/new": ADMINISTRATION, "/administrations/{id}/roster": {"roster": HEADINGS},
        "/administrations/{id}/slips": {}, "/registrations/{id}/slip": {}, "/administrations/{id}/score": {},
        "/registrations/{id}/late": {"part": 1, "accept": "yes", "reason": "Reason"},
        "/administrations/{id}/small-groups": {"category": "specialist", "reason": "Reason"},
        "/administrations/{id}/intake": {}, "/administrations/{id}/packets": {}, "/administrations/{id}/preview": {},
        "/administrations/{id}/reviewers": {}, "/administrations/{id}/confirm": {"digest": "0" * 64, "sure": True},
        "/maskings/{code}": {"version": 1, "action": "approve"},
        "/administrations/{id}/remarks/{code}": {"version": 1, "action": "approve", "text": {"0": "x"}},
        "/staff": {"name": "N", "email": "n@x.example", "proctor": True},
        "/registrations/{id}/accommodations": {"kind": "time", "asked": "More", "received_on": "2026-01-02"},
        "/accommodations/{id}": {"version": 1, "decision": "refuse", "reason": "Reason"},
        "/staff/{id}": {"proctor": True}, "/staff/{id}/reset": {}, "/staff/{id}/conflicts": {"name": "N"},
        "/staff/{id}/conflicts/withdraw": {"conflict": UID},
        "/administrations/{id}/reviewers/{account}/stop": {"reason": "Reason"},
        "/administrations/{id}/reviewers/{account}/pause": {"how": "goes_on", "reason": "Reason"},
        "/administrations/{id}/rescues": {"file": "{}", "reason": "Reason"},
        "/administrations/{id}/clocks": {"what": "pause", "session": [UID], "category": "other", "reason": "Reason"},
        "/administrations/{id}/acts": {"what": "pause", "session": [UID], "category": "other", "reason": "Reason", "act": UID},
        "/administrations/{id}/irregularities": {"act": [UID]},
        "/administrations/{id}/outages": {"outage": UID, "act": UID, "give": "no", "reason": "Reason"},
        "/administrations/{id}/slots": {"part": "1", "date": "2030-01-01", "time": "09:00", "places": "1", "place": "Room"},
        "/slots/{id}": {"places": "1", "place": "Room"}, "/slots/{id}/withdraw": {},
        "/registrations/{id}/appointments": {"part": 1, "slot": UID}, "/registrations/{id}/appointments/cancel": {"part": 1}},
}


def visitors(house, office, exam):
    """Who may call what: somebody of each desk, and the masker for what is only hers."""
    candidate = Sitting(house, code_for(exam)).accept()
    candidate.open(1)
    return {"candidate": candidate.visitor, "review": office["first"].sign_in(), "coordination": exam.desk,
            "/maskings/{code}": office["masker"].sign_in()}


def test_an_unknown_entry_in_any_body_is_named_and_stops_everything(house, office, exam):
    who = visitors(house, office, exam)
    before = all_that_is_stored(house)
    for desk, bodies in BODIES.items():
        house.recording.document(desk, house.urls[desk])
        routes = {path for method, path in house.recording.routes(desk) if method == "POST"}
        assert routes == set(bodies), f"{desk}: every POST of every desk is tried here"
        for route, body in bodies.items():
            visitor = who.get(route, who[desk])
            path = route.replace("{id}", UID).replace("{code}", "2345ABCD").replace("{step}", "1").replace("{part}", "1")
            path = path.replace("{place}", "1").replace("{account}", UID)
            reply = visitor.post(path, {**body, "surprise": "x"})
            refused(reply, 422, "surprise", "unknown")
            assert reply.json()["type"] == "/problems/invalid_field", route
    assert all_that_is_stored(house) == before


@pytest.mark.parametrize("field, value", [("version", "1"), ("version", None), ("version", True), ("version", [1]),
                                          ("accept", "yes"), ("accept", 1), ("accept", None)])
def test_inexact_types_are_named(house, exam, field, value):
    visitor = Sitting(house, code_for(exam)).visitor
    reply = visitor.post("/confidentiality", {"version": 1, "accept": True, field: value})
    refused(reply, 422, field, "wrong_kind")
    assert not visitor.read("/exam").get("accepted")


@pytest.mark.parametrize("text, status", [
    ('{"version": 1, "accept": true, "accept": true}', 400), ('{"version": 1, "accept": true} {}', 400), ('[1]', 400),
    ("", 422),
    ('{"version": 1, "accept": true', 400), ('{"version": 1, "accept": ' + "[" * 9 + "]" * 9 + "}", 400),
    ('{"version": 01, "accept": true}', 400), ('{"version": 1.0, "accept": true}', 400),
    ('{"version": 1, "accept": tru\x00e}', 400)])
def test_what_is_not_exact_json_is_refused(house, exam, text, status):
    visitor = Sitting(house, code_for(exam)).visitor
    reply = visitor.post("/confidentiality", content=text.encode(), headers={"Content-Type": "application/json"})
    assert reply.status_code == status, reply.text
    assert not visitor.read("/exam").get("accepted")


def test_a_body_that_is_too_large_or_of_another_type_is_refused(house, exam):
    visitor = Sitting(house, code_for(exam)).visitor
    assert visitor.post("/confidentiality", {"version": 1, "accept": True, "x": "y" * 70000}).status_code == 413
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/xml"):
        assert visitor.post("/confidentiality", content=b"x", headers={"Content-Type": kind}).status_code == 415


# ---- from two windows, twice, by the wrong person --------------------------------------------------------------------

@pytest.fixture(scope="module")
def in_review(house, office):
    """One candidate with 10 of 60 in Part 1, whose packet lies with two reviewers."""
    office.coordinator.sign_in()
    exam = office.add_exam("In review", closes=timedelta(days=1))
    exam.code = code_for(exam, "Grace")
    sitting = Sitting(house, exam.code).accept()
    sitting.part1(right=10)
    sitting.part2(lambda vignette, prompt: f"I would wait and watch: {vignette['title']}.")
    exam.sitting = sitting
    with house.admin() as db:
        wait_for(lambda: db.execute("SELECT count(*) = 0 FROM work.session s WHERE s.state = 'closed' AND NOT EXISTS (SELECT FROM "
                                    "work.sheet h WHERE h.session_id = s.id)").fetchone()[0])
    return exam


def test_a_second_hand_in_and_a_save_after_it_change_nothing(house, in_review, nothing_changes):
    sitting = in_review.sitting
    sitting.hand_in(1)
    sitting.hand_in(2)
    after = sitting.visitor.do("/parts/1/saves", {"ref": "item.1", "save_id": str(uuid.uuid4()), "choice": "A"})
    assert after["outcome"] == "closed"
    assert sitting.visitor.post("/parts/1/items/1", {"choice": "A"}).status_code == 409
    assert sitting.visitor.post("/parts/1/open", {}).status_code == 409


@pytest.fixture(scope="module")
def packets(house, office, in_review):
    house.travel(days=2)
    office.everybody_signs_in()
    in_review.wait_until_closed()
    in_review.score()
    in_review.take_in()
    in_review.mask()
    in_review.pack()
    assert in_review.allocate() == 2
    office.everybody_signs_in()
    return [packet for person in office.reviewers for packet in packets_of(person)]


def test_a_stale_draft_is_refused_and_loses_neither_text(packets):
    one, two = packets[0], Reviewing(packets[0].visitor, packets[0].path.rsplit("/")[-1])
    criterion = one.first["criteria"][0]["id"]
    version, draft = one.first["version"], one.path + "/draft"
    fields = {"packet": one.path[-8:], "version": version, "page": 1}
    one.visitor.do(draft, {**fields, "remark": {criterion: "From the first window"}})
    stale = two.visitor.post(draft, {**fields, "remark": {criterion: "From the second window"}})
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/stale")
    form = f"packet={one.path[-8:]}&version={version}&page=1&remark.{criterion}=From+the+second+window"
    page = two.visitor.post(draft, content=form.encode(),
                            headers={"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"})
    assert page.status_code == 409 and "From the first window" in page.text and "From the second window" in page.text
    assert Reviewing(one.visitor, one.path.rsplit("/")[-1]).first["criteria"][0]["remark"] == "From the first window"


def test_nothing_is_published_while_a_review_is_missing(house, office, in_review, packets):
    office.coordinator.sign_in()
    Reviewing(packets[0].visitor, packets[0].path.rsplit("/")[-1]).score(36, overall="Careful work.")
    answer = in_review.desk.post(in_review.path + "/preview", {})
    assert answer.status_code == 409
    assert [(b["why"], b["count"], b["of"]) for b in answer.json()["blockers"]] == [("unlocked", 1, 2)]
    # Even somebody who gets past the desk does not get past the registrar.
    note = ask_past_the_desk(house, in_review, "preview")
    assert note == "undecided"
    assert in_review.desk.read(in_review.path + "/release")["release"] is None
    assert in_review.desk.get(in_review.path + "/results").status_code == 409


def ask_past_the_desk(house, exam, kind):
    """A duty written by hand, as no login role could; how it ended."""
    duty = uuid.uuid4()
    with house.admin() as db:
        db.execute("INSERT INTO work.duty (association_id, id, administration_id, kind, asked_by, asked_at) "
                   "SELECT a.association_id, %s, a.id, %s, a.created_by, service.now_utc() FROM work.administration a "
                   "WHERE a.id = %s", [duty, kind, exam.id])

        def ended():
            state, note = db.execute("SELECT state, note FROM work.duty WHERE id = %s", [duty]).fetchone()
            return (state, note) if state in ("done", "refused") else None
        state, note = wait_for(ended)
    assert state == "refused"
    return note


@pytest.fixture(scope="module")
def prepared(office, in_review, packets):
    office.coordinator.sign_in()
    last = packets[1]
    last.visitor = next(p for p in office.reviewers if p.visitor is last.visitor).sign_in()
    Reviewing(last.visitor, last.path.rsplit("/")[-1]).score(38, overall="Clear work.")
    in_review.wait_for_step("reviews")
    return in_review.preview()


def test_the_second_person_must_be_another_see_the_same_and_say_so(house, office, in_review, prepared):
    path, digest = in_review.path + "/confirm", prepared["release"]["digest"]
    approver, proctor = office["approver"].sign_in(), office["proctor"].sign_in()
    before = all_that_is_stored(house)
    refused(in_review.desk.post(path, {"digest": digest, "sure": True}), 403, None, "prepared_by_you")
    assert approver.post(path, {"digest": "0" * 64, "sure": True}).json()["type"] == "/problems/stale"
    refused(approver.post(path, {"digest": digest}), 422, "sure", "say_sure")
    assert approver.post(path, {"digest": "what I read", "sure": True}).status_code in (409, 422)
    assert proctor.post(path, {"digest": digest, "sure": True}).status_code == 403
    assert all_that_is_stored(house) == before


def decide_anew(house, exam, scope):
    """Something changes that no page can change: a rule of the administration, by hand."""
    with house.admin() as db:
        db.execute("UPDATE work.administration SET retake_scope = %s WHERE id = %s", [scope, exam.id])


def test_what_changed_after_the_preview_is_not_published(house, office, in_review, prepared):
    decide_anew(house, in_review, "whole_exam")
    approver = office["approver"].sign_in()
    approver.do(in_review.path + "/confirm", {"digest": prepared["release"]["digest"], "sure": True})
    step = wait_for(lambda: next((s for s in in_review.desk.read(in_review.path)["steps"] if s["note"]), None))
    assert (step["step"], step["state"], step["note"]) == ("prepare", "refused", "changed")
    assert in_review.desk.read(in_review.path + "/release")["duty"]["why"] == {"changed": True}
    assert in_review.desk.get(in_review.path + "/results").status_code == 409
    assert Sitting(house, in_review.code).visitor.get("/results").json() == {"published": False}
    anew = in_review.preview()
    assert anew["release"]["digest"] != prepared["release"]["digest"]
    assert [letter["outcome"]["retake"]["parts"] for letter in anew["letters"]] == [[1, 2]]
    in_review.confirm()
    (outcome,) = in_review.results().values()
    assert (outcome["part1"]["score"], outcome["part2"]["passed"], outcome["retake"]["parts"]) == (10, True, [1, 2])


def test_a_mistake_is_corrected_by_a_marked_second_release_only(house, office, in_review, prepared):
    office.coordinator.sign_in()
    for duty in ("score", "intake", "packets"):
        assert in_review.desk.post(f"{in_review.path}/{duty}", {}).status_code == 409
    assert ask_past_the_desk(house, in_review, "preview") == "nothing_new"
    decide_anew(house, in_review, "failed_parts")
    in_review.desk.do(in_review.path + "/preview", {})
    page = wait_for(lambda: (p := in_review.desk.read(in_review.path + "/release")) and p["is"].get("prepared") and p)
    assert [letter["outcome"]["corrected"] for letter in page["letters"]] == [True]
    assert Sitting(house, in_review.code).visitor.read("/results")["retake"]["both"] is True, "not before it is confirmed"
    approver = office["approver"].sign_in()
    approver.do(in_review.path + "/confirm", {"digest": page["release"]["digest"], "sure": True})
    results = wait_for(lambda: (r := Sitting(house, in_review.code).visitor.read("/results"))["corrected"] and r)
    assert (results["retake"]["part1"], results["retake"]["both"]) == (True, False)
