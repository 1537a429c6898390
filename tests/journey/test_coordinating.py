"""A coordinator's work, from the one-time code to slips and the board, through the desk's own door."""

import datetime

import pytest

from coordination_world import APPROVE, COORDINATE, MASK, PROCTOR, REVIEW, CoordinationWorld
from review_world import PASSWORD

HEADER = "Name,E-mail,Category,Track,ESL,Employer\n"
ROSTER = HEADER + ("Ana López,ana@example.org,Specialist,IMH-E,yes,Early Hands\n"
                   "\"Chen, Bo\",bo@example.org,Mentor-Clinical,ECMH-E,30,\n"
                   "Cy Dee,cy@example.org,Mentor-Policy,IMH-E,no,\n"
                   "Di Eng,di@example.org,Mentor - Research/Faculty,ECMH-E,,\n")


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("coordinating")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def cora(world):
    return world.colleague(COORDINATE)


def administration(browser, title="Spring", days=30, **entries):
    """A new administration with the offered forms: its id."""
    day = datetime.date.today() + datetime.timedelta(days=days)
    choices = browser.get("/administrations/new").json()
    forms = {slot["key"]: slot["options"][0]["id"] for slot in choices["slots"]}
    body = {"title": title, "opens_date": str(day), "opens_time": "09:00", "closes_date": str(day), "closes_time": "17:00",
            "form": forms} | entries
    return browser.make("/administrations/new", "administration_made", **body)["id"]


@pytest.fixture
def exam(cora):
    return administration(cora)


def bring_in(browser, exam, roster=ROSTER):
    return browser.post(f"/administrations/{exam}/roster", roster=roster, confirm=True)


# ---- coming in -------------------------------------------------------------------------------------------------------

def test_a_one_time_code_sets_a_password_once_and_signs_in(world):
    _, code = world.add_account("once@example.org", COORDINATE)
    browser = world.browser()
    assert browser.send("/welcome", code=code, password="too short", again="too short").status_code == 422
    assert browser.send("/welcome", code=code, password=PASSWORD, again=PASSWORD + "x").status_code == 422
    browser.form("/welcome", code=code.lower().replace("-", " "), password=PASSWORD, again=PASSWORD)
    browser.read("/home", "home")
    assert "Once" in browser.page("/").text
    again = world.browser().send("/welcome", code=code, password=PASSWORD, again=PASSWORD)
    assert again.status_code == 401 and "not valid here" in again.text
    world.browser().sign_in(" Once@Example.org")


def test_unknown_wrong_and_reviewing_accounts_get_the_same_bytes(world):
    world.add_account("known@example.org", COORDINATE)
    _, code = world.add_account("reviewer@example.org", REVIEW)
    assert world.browser().send("/welcome", code=code, password=PASSWORD, again=PASSWORD).status_code == 401
    once, reviewer = (world.lookup("staff_lookup", f"{name}@example.org") for name in ("once", "reviewer"))
    world.db.execute("UPDATE staff.account SET password = (SELECT password FROM staff.account WHERE email_hash = %s) "
                     "WHERE email_hash = %s", (once, reviewer))

    def answer(email):
        told = world.browser().post("/sign-in", email=email, password=PASSWORD)
        return told.status_code, {k: v for k, v in told.json().items() if k != "instance"}

    first = answer("nobody@example.org")
    assert first[0] == 401
    assert answer("known@example.org") == first
    assert answer("reviewer@example.org") == first


@pytest.mark.parametrize("email", ["tired@example.org", "stranger@example.org"])
def test_ten_wrong_tries_close_an_account_for_a_while_known_or_not(world, email):
    if email.startswith("tired"):
        world.add_account(email, COORDINATE)
    browser = world.browser()
    assert {browser.post("/sign-in", email=email, password="wrong wrong wrong").status_code for _ in range(10)} == {401}
    assert browser.post("/sign-in", email=email, password="wrong wrong wrong").status_code == 429
    world.db.execute("UPDATE staff.failed_try SET at = at - interval '16 minutes'")
    assert browser.post("/sign-in", email=email, password="wrong wrong wrong").status_code == 401


def test_signing_out_ends_the_login_and_time_does_too(world):
    browser = world.colleague(COORDINATE)
    assert browser.get("/home").status_code == 200
    world.db.execute("UPDATE staff.login SET seen_at = now() - interval '61 minutes' WHERE token_hash = "
                     "(SELECT token_hash FROM staff.login ORDER BY made_at DESC LIMIT 1)")
    assert browser.get("/home").status_code == 401
    other = world.colleague(COORDINATE)
    other.form("/sign-out")
    assert other.get("/home").status_code == 401


def test_each_right_opens_its_own_doors_only(world, exam):
    doors = {f"/administrations/{exam}": {COORDINATE, APPROVE}, f"/administrations/{exam}/roster": {COORDINATE},
             f"/administrations/{exam}/candidates": {COORDINATE}, f"/administrations/{exam}/board": {COORDINATE, PROCTOR},
             f"/administrations/{exam}/reviewers": {COORDINATE}, f"/administrations/{exam}/release": {COORDINATE, APPROVE},
             "/maskings": {MASK}, "/staff": {COORDINATE}, "/audit": {COORDINATE}, "/bank": {COORDINATE},
             "/home": {COORDINATE, PROCTOR, MASK, APPROVE}}
    for right in (COORDINATE, PROCTOR, MASK, APPROVE):
        person = world.colleague(right)
        for path, rights in doors.items():
            assert person.get(path).status_code == (200 if right in rights else 403), (right, path)


def test_another_association_sees_nothing_of_this_one(world, cora, exam):
    other = world.one("INSERT INTO staff.association VALUES (gen_random_uuid(), 'other', 'Other', 'UTC', 21, now()) RETURNING id")
    stranger = world.colleague(COORDINATE, other)
    bring_in(cora, exam)
    registration = cora.get(f"/administrations/{exam}/candidates").json()["people"][0]["registration"]
    for path in ("", "/roster", "/candidates", "/board", "/reviewers", "/release", "/results"):
        assert stranger.get(f"/administrations/{exam}{path}").status_code == 404, path
    for path in ("/slips", "/score", "/intake", "/packets", "/preview", "/reviewers"):
        assert stranger.post(f"/administrations/{exam}{path}").status_code == 404, path
    assert stranger.post(f"/registrations/{registration}/slip").status_code == 404
    assert stranger.get(f"/registrations/{registration}/letter").status_code == 404
    assert stranger.get("/home").json()["administrations"] == []


# ---- an administration -----------------------------------------------------------------------------------------------

def test_times_are_the_associations_own(world, cora):
    exam = administration(cora, opens_date="2031-07-04", closes_date="2031-07-04")
    opens = world.one("SELECT opens_at FROM work.administration WHERE id = %s", exam)
    assert opens == datetime.datetime(2031, 7, 4, 13, 0, tzinfo=datetime.timezone.utc)
    assert cora.read(f"/administrations/{exam}", "administration")["window"] == "July 4, 2031, 9:00 AM to 5:00 PM (America/Detroit)"


@pytest.mark.parametrize("entries, field", [({"title": " "}, "title"), ({"opens_date": "4 July"}, "opens_date"),
                                            ({"opens_date": "2031-02-30", "closes_date": "2031-03-02"}, "opens_date"),
                                            ({"closes_time": "08:00"}, "closes_date"), ({"part1_minutes": "0"}, "part1_minutes"),
                                            ({"grace_s": "ten"}, "grace_s"), ({"form": {}}, "form"),
                                            ({"part2_rule": "mean"}, "part2_rule"),
                                            ({"level_tolerance": "11"}, "level_tolerance"),
                                            ({"near_line_points": "-1"}, "near_line_points"), ({"idle_days": "0"}, "idle_days")])
def test_a_wrong_entry_is_named_and_the_form_keeps_the_others(world, cora, entries, field):
    day = str(datetime.date.today() + datetime.timedelta(days=9))
    body = {"title": "Kept title", "opens_date": day, "opens_time": "09:00", "closes_date": day, "closes_time": "17:00",
            "form": {"1_imh": cora.get("/administrations/new").json()["slots"][0]["options"][0]["id"]}} | entries
    before = world.one("SELECT count(*) FROM work.administration")
    answer = cora.post("/administrations/new", **body)
    assert answer.status_code == 422 and answer.json()["field"] == field
    form = {k: v for k, v in body.items() if k != "form"} | {f"form__{k}": v for k, v in body["form"].items()}
    page = cora.send("/administrations/new", **form)
    assert page.status_code == 422 and (f'id="{field}-error"' in page.text or field == "form")
    assert field == "title" or "Kept title" in page.text
    assert world.one("SELECT count(*) FROM work.administration") == before


RULES = {"both_must_pass": "There is never a third.", "mean_or_third": "the mean is at most 3 points under it",
         "closest_to_third": "closer to the third", "median_of_three": "three reviewers read every response",
         "criterion_tolerance": "at most 2 levels apart"}


@pytest.mark.parametrize("rule", RULES)
def test_an_administration_says_by_which_rule_two_reviews_decide(world, cora, rule):
    exam = administration(cora, part2_rule=rule, near_line_points="3", level_tolerance="2", small_group="hold", idle_days="9",
                          part2_pass_percent="75")
    assert world.row("SELECT part2_rule, near_line_points, level_tolerance, small_group, idle_days, part2_pass_percent "
                     "FROM work.administration WHERE id = %s", exam) == (rule, 3, 2, "hold", 9, 75)
    policy = cora.read(f"/administrations/{exam}", "administration")["policy"]
    assert {word for word in policy["is"] if word in RULES} == {rule} and policy["is"]["hold"]
    page = cora.page(f"/administrations/{exam}").text
    assert {other for other, words in RULES.items() if words in page} == {rule}
    assert "wait for the next administration" in page and "after 9 days" in page


def test_the_usual_rule_is_chosen_already(world, cora):
    rules = cora.get("/administrations/new").json()["entered"]["rules"]
    assert [r["rule"] for r in rules] == list(RULES) and [r["rule"] for r in rules if r["chosen"]] == ["mean_or_third"]
    exam = administration(cora)
    assert world.row("SELECT part2_rule, near_line_points, level_tolerance, small_group, idle_days FROM work.administration "
                     "WHERE id = %s", exam) == ("mean_or_third", 2, 1, "warn", 7)


def test_what_is_neither_warn_nor_hold_is_refused_by_name(cora):
    day = str(datetime.date.today() + datetime.timedelta(days=9))
    answer = cora.post("/administrations/new", title="T", opens_date=day, opens_time="09:00", closes_date=day, closes_time="17:00",
                       small_group="guess", form={})
    assert answer.status_code == 422 and answer.json()["field"] == "small_group"


def test_the_checklist_says_what_comes_next(cora, exam):
    before = cora.read(f"/administrations/{exam}", "administration")
    assert before["next"]["step"] == "roster" and before["policy"]["part1_pass_percent"] == 80
    bring_in(cora, exam)
    assert cora.read(f"/administrations/{exam}", "administration")["next"]["step"] == "slips"
    assert "Spring" in cora.page("/home").text


# ---- the roster ------------------------------------------------------------------------------------------------------

def test_the_first_look_stores_nothing_and_the_second_imports_all(world, cora, exam):
    cora.read(f"/administrations/{exam}/roster", "roster")
    preview = cora.make(f"/administrations/{exam}/roster", "roster", roster=ROSTER)["preview"]
    assert (preview["count"], preview["esl_count"]) == (4, 2)
    assert world.one("SELECT count(*) FROM work.registration WHERE administration_id = %s", exam) == 0
    assert "Candidates: 4, with ESL time:" in cora.send(f"/administrations/{exam}/roster", roster=ROSTER).text
    cora.form(f"/administrations/{exam}/roster", roster=ROSTER, confirm="yes")
    people = {p["name"]: p for p in cora.read(f"/administrations/{exam}/candidates", "candidates")["people"]}
    assert set(people) == {"Ana López", "Chen, Bo", "Cy Dee", "Di Eng"}
    assert people["Ana López"]["minutes"][0] == {"part": 1, "line": "90 + 60 ESL = 150 min"}
    assert people["Ana López"]["employer"] == "Early Hands"
    assert people["Chen, Bo"]["category"] == "mentor-clinical" and people["Chen, Bo"]["track"] == "ecmh"


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"),
                                    lambda t: t.replace("\"Chen, Bo\"", "Chen Bo").replace(",", ";"),
                                    lambda t: t.replace("\"Chen, Bo\"", "Chen Bo").replace(",", "\t")],
                         ids=["byte order mark", "CRLF", "semicolons", "tabs"])
def test_spreadsheets_of_every_kind_are_read(cora, exam, change):
    assert cora.make(f"/administrations/{exam}/roster", "roster", roster=change(ROSTER))["preview"]["count"] == 4


def test_every_wrong_row_is_named_and_nothing_is_imported(world, cora, exam):
    bring_in(cora, exam, HEADER + "Zed Zee,zed@example.org,Specialist,IMH-E,no,\n")
    roster = HEADER + ("Ana,ana at example,Specialist,IMH-E,no,\n"
                       "Bo,bo@example.org,Teacher,IMH-E,90,\n"
                       "Cy,cy@example.org,Specialist,XMH,no,,one cell more\n")
    answer = bring_in(cora, exam, roster)
    assert answer.status_code == 422
    found = {(e["row"], e["field"], e["reason"]) for e in answer.json()["errors"]}
    assert found == {(2, "email", "bad_email"), (3, "category", "bad_category"), (3, "esl", "bad_esl"), (4, "track", "bad_track"),
                     (4, "row", "too_many_cells")}
    page = cora.send(f"/administrations/{exam}/roster", roster=roster)
    assert page.status_code == 422 and "Nothing was imported: 5 to correct" in page.text and "bo@example.org" in page.text
    double = bring_in(cora, exam, HEADER + "A,ZED@example.org,Specialist,IMH-E,no,\nB,b@example.org,Specialist,IMH-E,no,\n"
                                           "C,B@example.org,Specialist,IMH-E,no,\n")
    assert {(e["row"], e["reason"]) for e in double.json()["errors"]} == {(4, "email_twice")}
    listed = bring_in(cora, exam, HEADER + "A,ZED@example.org,Specialist,IMH-E,no,\nB,b@example.org,Specialist,IMH-E,no,\n")
    assert {(e["row"], e["reason"]) for e in listed.json()["errors"]} == {(2, "listed")}
    assert world.one("SELECT count(*) FROM work.registration WHERE administration_id = %s", exam) == 1


@pytest.mark.parametrize("roster, reason", [("", "roster_missing"),
                                            (HEADER + "\"Ana,a@example.org,Specialist,IMH-E,,\n", "roster_quotes"),
                                            (HEADER + "Ana L\ufffdpez,a@example.org,Specialist,IMH-E,,\n", "roster_encoding")])
def test_a_roster_that_cannot_be_read_says_what_to_do(cora, exam, roster, reason):
    answer = cora.post(f"/administrations/{exam}/roster", roster=roster)
    assert answer.status_code == 422 and answer.json()["reason"] == reason and answer.json()["detail"]


def test_a_roster_of_many_comes_in_whole(world, cora, exam):
    rows = "".join(f"Person {n} of the long list,p{n}@example.org,Specialist,IMH-E,no,{'x' * 100}\n" for n in range(1500))
    answer = bring_in(cora, exam, HEADER + rows)
    assert answer.status_code == 200 and answer.json() == {"imported": 1500}
    assert len(cora.read(f"/administrations/{exam}/candidates", "candidates")["people"]) == 1500


def test_nobody_meets_the_same_questions_again(world, cora, exam):
    roster = HEADER + "Rea Take,rea@example.org,Specialist,IMH-E,no,\n"
    assert bring_in(cora, exam, roster).status_code == 200
    world.close_sessions(exam)
    later = administration(cora, "Autumn", days=200)
    answer = bring_in(cora, later, roster)
    assert [(e["row"], e["reason"]) for e in answer.json()["errors"]] == [(2, "repeats")]
    choices = cora.get("/administrations/new").json()["slots"]
    fresh = administration(cora, "Winter", days=300, form={s["key"]: s["options"][-1]["id"] for s in choices})
    assert bring_in(cora, fresh, roster).status_code == 200
    rea = world.lookup("candidate_lookup", "rea@example.org")
    assert world.one("SELECT count(*) FROM identity.person WHERE email_hash = %s", rea) == 1


def test_one_part_alone_is_for_those_who_passed_the_other(world, cora, exam):
    header = "name,email,category,track,parts\n"
    answer = bring_in(cora, exam, header + "Ona,ona@example.org,Specialist,IMH-E,2\n")
    assert [(e["field"], e["reason"]) for e in answer.json()["errors"]] == [("parts", "not_passed")]


# ---- slips and the board ---------------------------------------------------------------------------------------------

def test_slips_are_shown_once_and_a_new_one_replaces_the_old(world, cora, exam):
    bring_in(cora, exam)
    slips = cora.make(f"/administrations/{exam}/slips", "slips")["slips"]
    assert len({s["code"] for s in slips}) == 4 and slips[0]["address"] == "https://exam.example.org"
    again = cora.form(f"/administrations/{exam}/slips", status=200)
    assert "Everybody has a slip already" in again.text and slips[0]["code"] not in again.text
    assert again.headers["cache-control"] == "no-store"
    person = cora.get(f"/administrations/{exam}/candidates").json()["people"][0]
    before = world.one("SELECT slip_hash FROM work.registration WHERE id = %s", person["registration"])
    fresh = cora.make(f"/registrations/{person['registration']}/slip", "slips")["slips"]
    assert len(fresh) == 1 and fresh[0]["number"] == 2 and fresh[0]["code"] not in {s["code"] for s in slips}
    assert world.one("SELECT slip_hash FROM work.registration WHERE id = %s", person["registration"]) != before
    actions = [e["action"] for e in cora.read(f"/audit?administration={exam}", "audit")["events"]]
    assert "slips.printed" in actions and "roster.imported" in actions
    assert "slip.replaced" in [e["action"] for e in cora.read("/audit", "audit")["events"]]


def test_the_board_counts_and_shows_no_answer(world, cora, exam):
    bring_in(cora, exam)
    proctor = world.colleague(PROCTOR)
    board = proctor.read(f"/administrations/{exam}/board", "board")
    assert board["working"] == 0 and board["parts_owed"] == 8 and board["people"][0]["parts"][0]["is"] == {"not_started": True}
    assert "Part 1: 90 + 60 ESL = 150 min" in proctor.page(f"/administrations/{exam}/board").text
    world.close_sessions(exam)
    session = world.one("SELECT s.id FROM work.session s JOIN work.attempt t ON t.id = s.attempt_id JOIN work.registration r "
                        "ON r.id = t.registration_id WHERE r.administration_id = %s AND s.part = 1 LIMIT 1", exam)
    for sequence, (ref, late) in enumerate([("item.1", False), ("item.1", False), ("item.2", False), ("item.3", True)], 1):
        world.db.execute("INSERT INTO work.save VALUES (%s, %s, 1, %s, gen_random_uuid(), %s, '\\x00', now(), %s)",
                         (world.association, session, sequence, ref, late))
    assert "Part 1: 90 min" in proctor.page(f"/administrations/{exam}/board").text
    parts = [p for person in proctor.read(f"/administrations/{exam}/board", "board")["people"] for p in person["parts"]]
    assert sorted((p["saved"], p["of"], p["late"]) for p in parts if p["saved"]) == [(2, 60, 1)]


# ---- staff -----------------------------------------------------------------------------------------------------------

def test_staff_are_added_with_a_code_that_is_shown_once(world, cora):
    made = cora.make("/staff", "staff_code", name="Max Masker", email="max@example.org", mask=True)
    assert made["code"] and made["address"] == world.url
    max_ = world.browser()
    max_.form("/welcome", code=made["code"], password=PASSWORD, again=PASSWORD)
    assert max_.read("/maskings", "maskings")["open"] == 0
    rev = cora.make("/staff", "staff_code", name="Rev", email="rev@example.org", review=True)
    assert rev["address"] == "https://review.example.org"
    assert {p["name"] for p in cora.read("/staff", "staff")["people"]} >= {"Max Masker", "Rev"}
    assert cora.post("/staff", name="Max", email="MAX@example.org", mask=True).status_code == 409


@pytest.mark.parametrize("entries, field", [({"name": ""}, "name"), ({"email": "nobody"}, "email"),
                                            ({"coordinate": False}, "rights"),
                                            ({"mask": True}, "rights"), ({"review": True}, "rights")])
def test_rights_that_collide_are_refused_with_the_reason(cora, entries, field):
    body = {"name": "Some Body", "email": "some@example.org", "coordinate": True} | entries
    answer = cora.post("/staff", **body)
    assert answer.status_code == 422 and answer.json()["field"] == field and answer.json()["detail"]


def test_a_reset_ends_password_and_logins(world, cora):
    made = cora.make("/staff", "staff_code", name="Lost", email="lost@example.org", proctor=True)
    lost = world.browser()
    lost.form("/welcome", code=made["code"], password=PASSWORD, again=PASSWORD)
    assert lost.get("/home").status_code == 200
    fresh = cora.make(f"/staff/{made['account']}/reset", "staff_code")
    assert lost.get("/home").status_code == 401
    assert world.browser().post("/sign-in", email="lost@example.org", password=PASSWORD).status_code == 401
    lost.form("/welcome", code=fresh["code"], password=PASSWORD + "!", again=PASSWORD + "!")


def test_what_somebody_may_do_is_changed_and_ended_at_once(world, cora):
    made = cora.make("/staff", "staff_code", name="Pat", email="pat@example.org", proctor=True)
    path = f"/staff/{made['account']}"
    pat = world.browser()
    pat.form("/welcome", code=made["code"], password=PASSWORD, again=PASSWORD)
    assert pat.get("/staff").status_code == 403
    assert cora.read(path, "staff_member")["entered"]["proctor"]
    cora.form(path, proctor="yes", coordinate="yes")
    assert pat.get("/staff").status_code == 200
    seen = cora.send(path, mask="yes")
    assert seen.status_code == 422 and "they see responses" in seen.text
    assert pat.send(path, proctor="yes").status_code == 422
    cora.form(path)
    assert pat.get("/home").status_code == 401


def test_a_colleague_of_two_associations_switches_and_cannot_be_taken_over(world, cora):
    other = world.one("INSERT INTO staff.association VALUES (gen_random_uuid(), 'second', 'Second One', 'UTC', 21, now()) "
                      "RETURNING id")
    account, code = world.add_account("both@example.org", COORDINATE, other)
    both = world.browser()
    both.form("/welcome", code=code, password=PASSWORD, again=PASSWORD)
    added = cora.make("/staff", "staff_code", name="Both", email="both@example.org", coordinate=True)
    assert "code" not in added and added["account"] == str(account)
    assert cora.post(f"/staff/{account}/reset").status_code == 403
    assert "Sample Association" in both.page("/home").text
    both.form("/association", association=str(world.association))
    assert both.get("/bank").json()["items"] == 168
    assert cora.post("/association", association=str(other)).status_code == 403


@pytest.mark.parametrize("first, then", [
    ("coordinate", "review"), ("coordinate", "mask"), ("proctor", "mask"), ("approve", "mask"), ("mask", "review"),
    ("mask", "coordinate"), ("mask", "proctor"), ("mask", "approve"), ("review", "mask"), ("review", "approve")])
def test_who_has_seen_one_side_never_comes_to_see_the_other(cora, first, then):
    """Not at once and not by way of no rights at all: what was seen stays seen."""
    made = cora.make("/staff", "staff_code", name="Two Sides", email=f"{first}-{then}@example.org", **{first: True})
    path = f"/staff/{made['account']}"
    assert cora.post(path, **{then: True}).status_code == 422
    assert cora.post(path).status_code == 200
    refused = cora.post(path, **{then: True})
    assert refused.status_code == 422 and refused.json()["reason"] == "rights_collide"
    assert cora.post(path, **{first: True}).status_code == 200, "the old work may be taken up again"


def test_the_bank_page_counts_and_reads_nothing(cora):
    bank = cora.read("/bank", "bank")
    assert bank["items"] == 168 and len(bank["forms"]) == 12 and bank["forms"][0]["items"] == 60
