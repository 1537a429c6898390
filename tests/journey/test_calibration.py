"""Practice before what counts, control among what counts, and a pause for whoever is too far off: through the doors of all desks.

Three candidates and three reviewers. Rowan scores well. Sunita is too far off in practice, practises again, then is too far off in
a control packet and is let go on. Teodor is too far off at once and stops. Nothing of it counts for a candidate.
"""
import difflib
import json
import re
import time
from datetime import timedelta

import psycopg
import pytest

from blindmark import blindmark
from calibration import PACKETS, WHYS, agreed, compared, off, practise, score, which
from house import House, wait_for
from people import Office, Reviewing, Sitting, packets_of

POINTS, LEVELS = 4, 1
PEOPLE = [{"name": f"Candidate {word}", "email": f"{word.lower()}@x.example", "category": "specialist", "track": "imh"}
          for word in ("Alder", "Birch", "Cedar")]
CONTROL = PACKETS["cal-spc-a-3"]
CODE, KEEP = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{8}\b"), re.compile(r"\b[0-9a-f]{64}\b")
NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")   # of a request
DIGEST = re.compile("[0-9a-f]{16}")   # of a response


class Story:
    """Ends when the packets are given out: every reviewer holds some."""

    def __init__(self, house, before_allocation=None):
        self.house, self.office = house, Office(house)
        self.exam = self.office.add_exam("Spring", closes=timedelta(days=1), practice_packets=1, control_packets=1,
                                         calibration_points=POINTS, calibration_levels=LEVELS)
        slips = self.exam.admit(PEOPLE)
        for person in PEOPLE:
            sitting = Sitting(house, slips[person["email"]]).accept()
            sitting.open(1)
            sitting.hand_in(1)
            # The vignettes of the control packet, so that pages can be laid on each other.
            sitting.part2(lambda vignette, prompt, who=person: f"{prompt['id']} as {who['email'][:5]} sees it.", skip=(2,))
        house.travel(days=2)
        self.office.everybody_signs_in()
        self.exam.score()
        self.exam.take_in()
        self.exam.mask()
        self.exam.pack()
        if before_allocation:
            before_allocation(self)
        self.exam.allocate()

    def row(self, query, *values):
        with self.house.admin() as db:
            return db.execute(query, values).fetchone()

    def rows(self, query, *values):
        with self.house.admin() as db:
            return db.execute(query, values).fetchall()

    def queue(self, who):
        return self.office[who].visitor.read("/queue")

    def account(self, who):
        return self.office[who].account

    def person(self, who):
        """The reviewer as the coordinator's page has them."""
        people = self.office.desk.read(self.exam.path + "/reviewers")["people"]
        return next(p for p in people if p["account"] == self.account(who))

    def pause_path(self, who):
        return f"{self.exam.path}/reviewers/{self.account(who)}/pause"

    def held(self, who, purpose):
        """Codes of what they hold, as nobody but the database knows it."""
        return [code for (code,) in self.rows(
            "SELECT l.code FROM review.allocation l JOIN review.packet k ON k.id = l.packet_id WHERE l.reviewer_id = %s "
            "AND k.purpose = %s AND l.state <> 'ended' ORDER BY l.code", self.account(who), purpose)]

    def practice(self, who):
        """The one practice packet that is to be done."""
        def there():
            return self.queue(who).get("practice")
        (row,) = wait_for(there)["packets"]
        return row["code"]

    def text_of(self, who, code):
        """Which of the bank's packets it is."""
        return which(self.office[who].visitor, code)

    def score(self, who, code, levels, lock=True):
        return score(self.office[who].visitor, code, levels, lock)

    def compared(self, who, code):
        return compared(self.office[who].visitor, code)

    def bytes_of(self, who, code):
        """Everything the desk sends about one packet."""
        visitor = self.office[who].sign_in(html=True)
        out = [visitor.get(path).text for path in ("/queue", *(f"/packets/{code}{rest}" for rest in (
            "", "?page=1", "?page=2", "/check", "/lock", "/practice")))]
        visitor = self.office[who].sign_in()
        return "\n".join(out + [visitor.get(path).text for path in ("/queue", *(f"/packets/{code}{rest}" for rest in (
            "", "/check", "/practice")))]).replace("&#39;", "'").replace("&quot;", '"')


def early(db):
    """Agreed levels that lie with the review desk although their review is not locked."""
    return db.execute("SELECT count(*) FROM review.comparison c JOIN review.allocation l ON l.association_id = c.association_id "
                      "AND l.id = c.allocation_id WHERE l.state <> 'locked' OR l.revision = 0").fetchone()[0]


@pytest.fixture(scope="module")
def story():
    with House() as house:
        yield Story(house)


def test_the_policy_stands_on_the_administrations_page(story):
    policy = story.office.desk.read(story.exam.path)["policy"]
    assert (policy["practice_packets"], policy["control_packets"]) == (1, 1)
    assert (policy["calibration_points"], policy["calibration_levels"], policy["calibrates"]) == (POINTS, LEVELS, True)


@pytest.mark.parametrize("field", ("practice_packets", "control_packets"))
def test_no_more_than_the_bank_has(story, field):
    desk = story.office.desk
    choices = desk.read("/administrations/new")
    assert choices["most"] == {"practice": 2, "control": 1}
    form = {slot["key"]: slot["options"][0]["id"] for slot in choices["slots"]}
    wanted = {"title": "Too many", "opens_date": "2031-01-01", "opens_time": "09:00", "closes_date": "2031-01-02",
              "closes_time": "09:00", "form": form, field: "3"}
    refused = desk.post("/administrations/new", wanted)
    assert (refused.status_code, refused.json()["field"]) == (422, field) and "bank has fewer" in refused.json()["detail"]
    assert desk.post("/administrations/new", wanted | {field: "-1"}).json()["field"] == field


def test_practice_comes_before_what_counts(story):
    for who in ("first", "second", "third"):
        code = story.practice(who)
        queue = story.queue(who)
        assert queue["groups"] == [] and queue["counts"] == {"to_review": 0, "in_progress": 0, "locked": 0}
        assert not queue["is_empty"] and "opening" not in queue and "paused" not in queue
        live = story.held(who, "live") + story.held(who, "control")
        assert len(live) == 3 and len(story.held(who, "control")) == 1
        assert not set(CODE.findall(json.dumps(queue))) & set(live)
        visitor = story.office[who].visitor
        for other in live:
            refused = visitor.get(f"/packets/{other}")
            assert refused.status_code == 409 and "practice packets" in refused.json()["detail"]
            assert visitor.post(f"/packets/{other}/lock", {"version": 0, "confirm": True}).status_code == 409
            assert visitor.get(f"/packets/{other}/practice").status_code == 409
        page = visitor.read(f"/packets/{code}")
        assert page["is_practice"] and not page["locked"]
        assert visitor.get(f"/packets/{code}/give-back").status_code == 404
    assert story.row("SELECT count(*) FROM bridge.packet_link l JOIN review.packet k ON k.id = l.packet_id "
                     "WHERE k.purpose <> 'live'") == (0,)


def test_agreed_levels_are_nowhere_before_the_lock(story):
    for who in ("first", "second", "third"):
        code = story.practice(who)
        seen = story.bytes_of(who, code)
        assert not [why for why in WHYS if why in seen]
        assert story.office[who].visitor.post(f"/packets/{code}/practice", {}).status_code == 409
    with story.house.admin() as db:
        assert early(db) == 0
        assert db.execute("SELECT count(*) FROM review.comparison").fetchone() == (0,)


def test_handing_them_over_before_the_lock_is_refused_and_would_be_seen(story):
    """Planted: a registrar that hands over at once. The database refuses; without its constraint, what is asked above finds it."""
    code = story.practice("first")
    plant = ("INSERT INTO review.comparison (association_id, allocation_id, revision, sealed) "
             "SELECT l.association_id, l.id, l.revision, '\\x01' FROM review.allocation l WHERE l.code = %s")
    with story.house.admin(autocommit=False) as db:
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            db.execute(plant, [code])
        db.rollback()
        db.execute("ALTER TABLE review.comparison DROP CONSTRAINT comparison_association_id_allocation_id_revision_fkey")
        db.execute(plant, [code])
        assert early(db) == 1
        db.rollback()
        assert early(db) == 0


def test_one_within_the_tolerance_sees_how_far_off_and_then_all_at_once(story):
    visitor, code = story.office["first"].visitor, story.practice("first")
    packet = story.text_of("first", code)
    assert packet["purpose"] == "practice"
    story.score("first", code, off(agreed(packet), by=1, cells=2))
    page = story.compared("first", code)
    assert (page["points"] <= 2, page["levels"], page["outside"]) == (True, 1, False)
    assert page["agreed"] == sum(map(sum, agreed(packet))) and (page["points_most"], page["levels_most"]) == (POINTS, LEVELS)
    rows = [row for part in page["pages"] for row in part["rows"]]
    assert [r["agreed"]["level"] for r in rows] == sum(agreed(packet), [])
    assert [r["mine"]["level"] for r in rows] == sum(off(agreed(packet), by=1, cells=2), [])
    assert [r["why"] for r in rows] == [a["why"] for p in packet["pages"] for a in p["agreed"]]
    assert [r["off"] for r in rows] == [1, 1] + [0] * 8 and not any(r["is_far"] for r in rows)
    # Locked is not enough: it is to be looked at.
    assert story.queue("first")["groups"] == [] and story.queue("first")["practice"]["packets"][0]["is_locked"]
    # And it is not changed any more, now that the agreed levels are known.
    assert visitor.post(f"/packets/{code}/revise", {"version": 2, "reason": "I know better now"}).status_code == 409
    visitor.do(f"/packets/{code}/practice", {})
    counts = set()
    def opened():
        rows = [row for group in story.queue("first")["groups"] for row in group["open"]]
        counts.add(len(rows))
        return rows
    rows = wait_for(opened)
    assert counts <= {0, 3} and len(rows) == 3, "a control packet must not come later than the others"
    queue = story.queue("first")
    assert "practice" not in queue and [p["code"] for p in queue["practised"]["packets"]] == [code]


def laid_bare(document, code):
    """A packet's page without its code, its own key, what its writer wrote and where it stands among the others."""
    text = json.dumps({k: v for k, v in document.items() if k not in ("around", "onward")}, sort_keys=True)
    text = text.replace(document["texts"], DIGEST.sub("DIGEST", document["texts"]))
    for prompt in document["vignette"]["prompts"]:
        for part in [prompt["response"], *[s["text"] for s in prompt.get("segments", ())]]:
            text = text.replace(json.dumps(part), '"RESPONSE"')
    return KEEP.sub("KEEP", text.replace(code, "CODE"))


def laid_bare_html(html, document, code):
    for prompt in document["vignette"]["prompts"]:
        for part in filter(None, prompt["response"].split("\n")):
            for letter, escaped in (("&", "&amp;"), ('"', "&quot;"), ("'", "&#39;"), ("<", "&lt;")):
                part = part.replace(letter, escaped)
            html = html.replace(part, "RESPONSE")
    html = html.replace(document["texts"], DIGEST.sub("DIGEST", document["texts"]))
    html = NUMBER.sub("NUMBER", KEEP.sub("KEEP", html.replace(code, "CODE")))
    html = re.sub(r"response \d+ of \d+", "response N of M", html)
    # Buttons to the neighbours: who stands first has none before, whoever stands last none after.
    html = re.sub(r"<(a|button)[^>]*(?:before|after|page=\d)[^>]*>[^<]*(?:before|after|onward|next)[^<]*</\1>", "", html,
                  flags=re.I)
    return re.sub(r"(RESPONSE\s*)+", "RESPONSE", html)


def test_a_control_is_not_to_be_told_from_a_live_one(story):
    (control,) = story.held("first", "control")
    live = story.held("first", "live")
    rows = {row["code"]: row for group in story.queue("first")["groups"] for row in group["open"]}
    assert set(rows) == {control, *live}
    assert len({json.dumps(row | {"code": ""}, sort_keys=True) for row in rows.values()}) == 1
    assert story.text_of("first", control)["id"] == CONTROL["id"]
    for number in (1, 2):
        bare, bare_html, headers = set(), set(), set()
        for code in (control, *live):
            visitor = story.office["first"].visitor
            reply = visitor.get(f"/packets/{code}?page={number}")
            bare.add(laid_bare(reply.json(), code))
            headers.add(tuple(name for name in reply.headers if name != "content-length"))
            html = story.office["first"].sign_in(html=True).get(f"/packets/{code}?page={number}").text
            bare_html.add(laid_bare_html(html, reply.json(), code))
            story.office["first"].sign_in()
        assert len(bare) == len(headers) == 1
        assert len(bare_html) == 1, "\n".join(difflib.unified_diff(*[page.splitlines() for page in sorted(bare_html)[:2]]))
    for rest in ("/check", "/lock", "/give-back"):
        assert len({KEEP.sub("KEEP", story.office["first"].visitor.get(f"/packets/{code}{rest}").text.replace(code, "CODE"))
                    for code in (control, *live)}) == 1


def test_the_comparison_would_see_a_difference(story):
    """Planted: practice says what it is; and a control that did would be another page."""
    (control,), (live, *_) = story.held("first", "control"), story.held("first", "live")
    with story.house.admin() as db:
        db.execute("UPDATE review.allocation SET practice = true WHERE code = %s", [control])
        pages = [laid_bare(story.office["first"].visitor.read(f"/packets/{code}?page=1"), code) for code in (control, live)]
        db.execute("UPDATE review.allocation SET practice = false WHERE code = %s", [control])
    assert pages[0] != pages[1]


def nothing_begun(story, who, code, version=0, text="What I typed, all of it."):
    """While a packet is held nobody begins it, and no reply to what is sent shows it; what was typed comes back."""
    for sent in ({"version": version, "level": {"c1": "3"}}, {"version": version + 7, "level": {"c1": "3"}},
                 {"version": version, "level": {"c1": "9"}}, {"version": version, "remark": {"c1": "x" * 2001}}):
        fields = {"packet": code, "page": 1, **sent}
        reply = story.office[who].sign_in().post(f"/packets/{code}/draft", fields)
        assert reply.status_code == 409 and reply.json()["reason"] == "reviewing_paused", reply.text
        visitor = story.office[who].sign_in(html=True)
        flat = {"packet": code, "page": "1", "version": str(sent["version"]), "remark.c2": text}
        flat |= {f"{name}.{key}": value for name in ("level", "remark") for key, value in sent.get(name, {}).items()}
        page = visitor.post(f"/packets/{code}/draft", flat)
        assert page.status_code == 409 and text in page.text and "not open now" in page.text
        assert "sees it" not in page.text and "<textarea" not in page.text
    story.office[who].sign_in()
    assert story.row("SELECT version, draft IS NULL FROM review.allocation WHERE code = %s", code) == (version, version == 0)


def test_too_far_off_in_practice_pauses_and_the_coordinator_is_told(story):
    code = story.practice("second")
    packet = story.text_of("second", code)
    story.score("second", code, off(agreed(packet)))
    page = story.compared("second", code)
    assert (page["outside"], page["levels"], page["points"]) == (True, 2, 2)
    wait_for(lambda: story.queue("second").get("paused"))
    nothing_begun(story, "second", story.held("second", "live")[0])
    desk = story.office.desk
    assert desk.read("/home")["administrations"][0]["reviewers_paused"] == 1 == desk.read(story.exam.path)["reviewers_paused"]
    person = story.person("second")
    assert person["paused"]["since"] and person["calibration"] == [
        {"is": {"practice": True, "specialist": True}, "points": 2, "levels": 2, "outside": True}]
    assert person["controls_missing"] is None
    told = desk.read(story.pause_path("second"))
    assert told["is_paused"] and told["spare"] and (told["points_most"], told["levels_most"]) == (POINTS, LEVELS)
    assert [(p["is"], p["points"], p["levels"]) for p in told["pauses"]] == [({"practice": True, "specialist": True}, 2, 2)]
    # Looking at it opens nothing.
    story.office["second"].visitor.do(f"/packets/{code}/practice", {})
    refused = story.office["second"].visitor.get(f"/packets/{story.held('second', 'live')[0]}")
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("Your reviewing is paused; your coordinator has been told and will write to you")
    assert story.queue("second")["groups"] == []


def test_the_coordinator_sees_no_code_and_no_score(story):
    desk = story.office.desk
    codes = [code for (code,) in story.rows("SELECT code FROM review.allocation")]
    pages = [desk.get(path).text for path in ("/home", story.exam.path, story.exam.path + "/reviewers", story.pause_path("second"),
                                              f"/audit?administration={story.exam.id}", "/audit")]
    assert not [code for code in codes for page in pages if code in page]
    assert desk.get(story.pause_path("first")).status_code == 404
    for other in ("approver", "proctor", "masker"):
        assert story.office[other].visitor.get(story.pause_path("second")).status_code == 403


def test_what_is_decided_needs_a_choice_and_a_reason(story):
    desk, path = story.office.desk, story.pause_path("second")
    for entries, field in (({"reason": "Talked to her"}, "how"), ({"how": "goes_on"}, "reason"),
                           ({"how": "goes_on", "reason": " a "}, "reason")):
        refused = desk.post(path, entries)
        assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert desk.post(path, {"how": "stop", "reason": "not here"}).status_code == 422
    assert desk.post(story.pause_path("first"), {"how": "goes_on", "reason": "nothing to end"}).status_code == 404
    assert story.queue("second")["paused"]


def test_another_practice_packet_first(story):
    done = story.held("second", "practice")
    story.office.desk.do(story.pause_path("second"), {"how": "practice", "reason": "We talked; once more."})
    code = story.practice("second")
    assert code not in done and story.queue("second")["groups"] == [] and "paused" not in story.queue("second")
    packet = story.text_of("second", code)
    story.score("second", code, agreed(packet))
    assert story.compared("second", code)["outside"] is False
    story.office["second"].visitor.do(f"/packets/{code}/practice", {})
    wait_for(lambda: story.queue("second")["groups"])
    assert story.row("SELECT detail->>'reason' FROM audit.event WHERE action = 'reviewer.practises_again'") == (
        "We talked; once more.",)
    assert not story.office.desk.read(story.pause_path("second"))["is_paused"]


def test_too_far_off_in_a_control_pauses_and_says_nothing_of_it(story):
    visitor = story.office["second"].visitor
    (control,), live = story.held("second", "control"), story.held("second", "live")
    version = story.score("second", live[0], [[3] * 5, [3] * 5], lock=False)
    story.score("second", control, off(agreed(CONTROL)))
    with story.house.admin() as db:
        # How many packets later is drawn, and she holds but one more.
        db.execute("CREATE OR REPLACE FUNCTION registrar_api.control_rests(in_allocation uuid) RETURNS int LANGUAGE sql IMMUTABLE "
                   "SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'")
    # By its own lock nothing follows, so that nobody can try out which packet was the control.
    time.sleep(2)
    assert "paused" not in story.queue("second")
    assert story.row("SELECT revision FROM review.calibration WHERE reviewer_id = %s AND purpose = 'control'",
                     story.account("second")) == (0,)
    Reviewing(visitor, live[1]).score(36, remark="Plain and kind.", overall="Good.")
    wait_for(lambda: story.queue("second").get("paused"))
    seen = story.bytes_of("second", live[0])
    visitor = story.office["second"].visitor
    assert "control" not in seen.lower().replace("controls", "") and "cal-spc" not in seen
    assert visitor.get(f"/packets/{control}/practice").status_code == 404
    assert not [why for why in WHYS if why in visitor.get(f"/packets/{control}").text]
    # What is on its way is kept, what is begun stays, nothing is locked.
    fields = {"packet": live[0], "version": version, "page": 1, "level": {"c1": "4"}, "go": "onward"}
    assert visitor.do(f"/packets/{live[0]}/draft", fields)["version"] == version + 1
    refused = visitor.post(f"/packets/{live[0]}/lock", {"version": version + 1, "confirm": True})
    assert refused.status_code == 409 and "paused" in refused.json()["detail"]
    assert visitor.get(f"/packets/{live[0]}/give-back").status_code == 409
    stale = visitor.post(f"/packets/{live[0]}/draft", fields | {"level": {"c1": "2"}})
    assert stale.status_code == 409 and stale.json()["reason"] == "reviewing_paused", "and no reply shows the packet"
    (pause,) = story.office.desk.read(story.pause_path("second"))["pauses"]
    assert pause["is"] == {"control": True, "specialist": True}
    # The bank has no third practice packet.
    assert story.office.desk.read(story.pause_path("second"))["spare"] is False
    assert story.office.desk.post(story.pause_path("second"), {"how": "practice", "reason": "once more"}).status_code == 409
    story.office.desk.do(story.pause_path("second"), {"how": "goes_on", "reason": "A slip of the hand."})
    wait_for(lambda: story.queue("second")["groups"] and "paused" not in story.queue("second"))
    page = visitor.read(f"/packets/{live[0]}?page=1")
    assert page["version"] == version + 1 and page["criteria"][0]["levels"][4]["is_chosen"]
    assert [e["reason"] for e in story.office.desk.read(story.pause_path("second"))["before"]] == [
        "We talked; once more.", "A slip of the hand."]


def test_who_stops_pauses_no_more_and_others_get_the_packets(story):
    code = story.practice("third")
    story.score("third", code, off(agreed(story.text_of("third", code)), by=2, cells=5))
    wait_for(lambda: story.queue("third").get("paused"))
    assert story.person("third")["open"] == len(story.held("third", "live"))
    story.office.desk.do(f"{story.exam.path}/reviewers/{story.account('third')}/stop",
                         {"what": "stop", "reason": "No time to practise."})
    assert story.office.desk.read(story.exam.path)["reviewers_paused"] is None
    assert story.queue("third")["groups"] == []
    wait_for(lambda: "paused" not in story.queue("third"))
    assert story.row("SELECT ended, reason FROM review.pause WHERE reviewer_id = %s", story.account("third")) == (
        "stopped", "No time to practise.")
    assert story.row("SELECT (detail->>'ended')::int FROM audit.event WHERE action = 'reviewer.stopped'")[0] == 2
    story.exam.allocate()
    for who in ("first", "second"):
        wait_for(lambda who=who: len(story.held(who, "live")) == 3 and not story.rows(
            "SELECT FROM review.allocation WHERE reviewer_id = %s AND held <> ''", story.account(who)))


def test_nothing_of_it_counts(story):
    """Locked with the same totals, every packet passes; one control packet is never finished and stands in nobody's way."""
    for who in ("first", "second"):
        (control,) = story.held(who, "control")
        for packet in packets_of(story.office[who]):
            if packet.path[-8:] != control:
                packet.score(36, remark="Plain and kind.", overall="Good.")
    progress = wait_for(lambda: (p := story.office.desk.read(story.exam.path)["progress"])["decided"] == 3 and p)
    assert (progress["packets"], progress["seats"], progress["locked"]) == (3, 6, 6)
    for who, given in (("first", 3), ("second", 3)):
        person = story.person(who)
        assert (person["allocated"], person["locked"], person["open"]) == (given, given, 0)
    (unfinished,) = [c for c in story.held("first", "control")]
    assert unfinished in json.dumps(story.queue("first"))
    assert len(story.exam.remarks()) == 3
    # Somebody pauses at the moment of the release.
    with story.house.admin() as db:
        db.execute("INSERT INTO review.pause (association_id, administration_id, reviewer_id, category, purpose, points, levels, "
                   "paused_at) SELECT association_id, administration_id, reviewer_id, category, purpose, 9, 3, now() "
                   "FROM review.calibration WHERE reviewer_id = %s AND purpose = 'control'", [story.account("first")])
    wait_for(lambda: story.queue("first").get("paused"))
    story.exam.preview()
    story.exam.confirm()
    assert [o["part2"]["passed"] for o in story.exam.results().values()] == [True] * 3
    # What is open stays open, as a candidate's packet that counts no more does; and nothing is held back for ever.
    assert unfinished in json.dumps(story.queue("first")) and "paused" not in story.queue("first")
    assert story.row("SELECT state, held, released FROM review.allocation WHERE code = %s", unfinished) == ("open", "", True)
    assert story.office.desk.read(story.exam.path + "/agreement")["packets"] == 3
    assert story.row("SELECT count(*), count(*) FILTER (WHERE k.purpose = 'live') FROM result.part2 p "
                     "JOIN review.packet k ON k.id = p.packet_id") == (3, 3)


def test_both_counts_of_everything_agree_and_all_seals_hold(story):
    keys, conninfo = story.house.keys / "registrar.keys", story.house.cluster.conninfo(story.house.database)
    with story.house.admin() as db:
        locked = db.execute("SELECT count(*) FROM review.allocation WHERE state = 'locked'").fetchone()[0]
    assert locked == 6 + 3 + 1 + 1, "live, practice of three people, practice again, one control"
    for command in (["rescore", "--all"], ["verify", "seals", "--key", str(story.house.keys / "review.pub")]):
        done = blindmark(*command, "--conninfo", conninfo, "--keys", str(keys))
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_control_that_cannot_be_made_keeps_nothing_closed():
    """Its text does not open: it is told of by name, let go, and what counts opens without it."""
    def spoil(story):
        with story.house.admin() as db:
            db.execute("UPDATE bank_key.calibration_text t SET sealed = '\\x00' FROM bank.calibration c "
                       "WHERE c.id = t.calibration_id AND c.purpose = 'control'")
    with House() as house:
        story = Story(house, spoil)
        practise(story.office["first"].visitor)
        rows = [row["code"] for group in story.queue("first")["groups"] for row in group["open"]]
        assert sorted(rows) == story.held("first", "live") and story.held("first", "control") == []
        assert story.row("SELECT packets FROM review.control_let_go WHERE reviewer_id = %s", story.account("first")) == (1,)
        assert story.person("first")["controls_missing"] == 1
        broken = story.row("SELECT id FROM bank.calibration WHERE code = %s", CONTROL["id"])[0]
        assert f"no_calibration_given calibration={broken} reviewer={story.account('first')}" in house.log("registrar").read_text()
        assert "went on without it" in story.office.coordinator.sign_in(html=True).get("/audit").text
