"""What a candidate keeps: the receipts of a part, and the seal over all of them. Whatever is claimed of them is made again here
from the words of server/crypto/receipt.h, without the product's code (tests/lib/receipts.py)."""
import json
import threading
import uuid

import httpx
import jsonschema
import pytest

import receipts
from candidate_world import SCHEMAS, CandidateWorld
from house import tool
from test_saves import Sitter, answer_of


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("receipts")).start()
    yield running
    running.close()


@pytest.fixture
def clock(world):
    """Moves the clock for one test."""
    yield world.shift
    world.shift(0)


class Keeper(Sitter):
    """A candidate who looks at their receipts."""

    def __init__(self, world, part=1):
        super().__init__(world, part)
        self.public = receipts.public_key(world.keys["receipt"])

    def page(self):
        return self.browser.see(f"/parts/{self.part}/receipts")

    def file(self):
        reply = self.browser.get(f"/parts/{self.part}/receipts.json")
        assert reply.status_code == 200, reply.text
        assert reply.headers["content-disposition"] == f'attachment; filename="receipts-part-{self.part}.json"'
        whole = reply.json()
        jsonschema.validate(whole, SCHEMAS["receipts_file"])
        assert all(receipts.is_good(receipt, self.public) for receipt in whole["receipts"])
        return whole

    def hand_in(self):
        reply = self.browser.post(f"/parts/{self.part}/hand-in")
        assert reply.status_code == 200, reply.text
        jsonschema.validate(reply.json(), SCHEMAS["handed_in"])
        assert reply.json()["next"] == "/exam"
        return reply.json()["seal"]

    def close(self):
        """As the registrar closes a part at its deadline."""
        self.world.db.execute("UPDATE work.session SET state = 'closed', closed_at = deadline WHERE id = %s", (self.session,))

    def seals(self):
        return self.world.rows("SELECT number, saves FROM work.seal WHERE session_id = %s ORDER BY number", self.session)

    def follows(self, seal, of):
        """The seal is signed, and all that it says follows from these receipts."""
        assert receipts.is_good(seal, self.public)
        again = receipts.seal_of(self.world.keys["receipt"], self.session, self.part, of, seal["time_us"])
        assert seal == again


def verified(tmp_path, whole, browser):
    """What the tool says of the file, with the key that the desk gives to anybody."""
    (tmp_path / "file.json").write_text(json.dumps(whole))
    (tmp_path / "receipt.pub").write_text(browser.get("/receipt.pub").text)
    return tool("verify", "receipt", tmp_path / "file.json", "--key", tmp_path / "receipt.pub", check=False)


def test_during_the_part_the_receipts_are_listed_and_there_is_no_seal(world):
    keeper = Keeper(world)
    assert keeper.page()["questions"] == [] and keeper.file() == {"receipts": [], "seal": None}
    first = keeper.browser.see("/parts/1/items/1")["question"]["ref"]
    bodies = [keeper.save(ref, choice=letter) for ref, letter in (("item.9", "A"), (first, "B"), (first, "C"))]
    page = keeper.page()
    assert not page["ended"] and "seal" not in page and (page["saves"], page["answered"]) == (3, 2)
    shown = page["questions"][0]
    assert (shown["place"], shown["is"], [row["counts"] for row in shown["receipts"]]) == (1, {"item": True}, [False, True])
    assert [row["digest"] for row in shown["receipts"]] == [reply["receipt"]["digest"][:12] for _, reply in bodies[1:]]
    assert keeper.file() == {"receipts": [reply["receipt"] for _, reply in bodies], "seal": None}
    assert keeper.seals() == []


def test_at_hand_in_one_seal_covers_every_save_and_the_tool_accepts_the_file(world, tmp_path):
    keeper = Keeper(world)
    for number in range(1, 21):
        keeper.save(f"item.{number}", choice="ABCD"[number % 4])
    keeper.save("item.3", choice="-")
    given = keeper.hand_in()
    whole = keeper.file()
    assert whole["seal"] == given and given["saves"] == len(whole["receipts"]) == 21
    keeper.follows(given, whole["receipts"])
    handed_in = "SELECT (extract(epoch FROM handed_in_at) * 1000000)::bigint FROM work.session WHERE id = %s"
    assert given["time_us"] == world.one(handed_in, keeper.session)
    page = keeper.page()
    assert page["ended"] and page["seal"]["whole"] and page["older"] == [] and page["handed_in"]
    assert (page["seal"]["code"], page["seal"]["root"], page["session"]) == (given["code"], given["root"], keeper.session)
    done = verified(tmp_path, whole, keeper.browser)
    assert done.returncode == 0 and "all its saves are here and lead to its root" in done.stdout, done.stdout + done.stderr
    assert keeper.hand_in() == given and keeper.seals() == [(1, 21)]


@pytest.mark.parametrize("tamper, word", [
    (lambda w: w["receipts"].pop(), "21 of its 22 saves are here"),
    (lambda w: w["receipts"].append(w["receipts"][0] | {"sequence": 99}), "was not signed so"),
    (lambda w: w["receipts"][3].update(time_us=w["receipts"][3]["time_us"] - 1), "was not signed so"),
    (lambda w: w["seal"].update(time_us=w["seal"]["time_us"] - 60_000_000), "is not the code of this seal"),
    (lambda w: w.update(seal=w["seal"] | {"saves": 21, "code": receipts.code_of(w["seal"] | {"saves": 21})}), "was not signed so")])
def test_whatever_is_changed_in_the_file_is_found(world, tmp_path, tamper, word):
    keeper = Keeper(world)
    for number in range(1, 23):
        keeper.save(f"item.{number}", choice="A")
    keeper.hand_in()
    whole = keeper.file()
    assert verified(tmp_path, whole, keeper.browser).returncode == 0
    tamper(whole)
    done = verified(tmp_path, whole, keeper.browser)
    assert word in done.stdout + done.stderr, done.stdout + done.stderr
    if len(whole["receipts"]) == whole["seal"]["saves"]:
        assert done.returncode == 1
        with pytest.raises(AssertionError):
            for row in (*whole["receipts"], whole["seal"]):
                assert receipts.is_good(row, keeper.public)
            keeper.follows(whole["seal"], whole["receipts"])


def test_a_part_that_time_closed_is_sealed_at_the_first_look_and_again_after_a_late_answer(world, clock, tmp_path):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    clock(91 * 60)
    late, reply = keeper.save("item.2", choice="B")
    assert reply["outcome"] == "late" and "seal" not in keeper.page() and keeper.file()["seal"] is None
    keeper.close()
    shown = keeper.browser.client.get("/parts/1/items/1", headers={"Accept": "text/html"})
    assert shown.status_code == 409 and keeper.seals() == [(1, 2)]
    first = keeper.file()
    assert first["seal"]["code"] in shown.text
    keeper.follows(first["seal"], first["receipts"])
    assert {row["ref"] for row in first["receipts"]} == {"item.1", "item.2"}
    page = keeper.page()
    assert page["late"] == 1 and page["closed"] and "handed_in" not in page
    assert [(row["late"], row["counts"]) for q in page["questions"] for row in q["receipts"] if row["late"]] == [(True, False)]

    assert keeper.save("item.3", choice="C")[1]["outcome"] == "late"
    assert keeper.seals() == [(1, 2)], "nothing is sealed before somebody looks"
    second = keeper.file()
    assert keeper.seals() == [(1, 2), (2, 3)]
    keeper.follows(second["seal"], second["receipts"])
    page = keeper.page()
    assert [seal["code"] for seal in page["older"]] == [first["seal"]["code"]] and page["seal"]["number"] == 2
    assert verified(tmp_path, first, keeper.browser).returncode == verified(tmp_path, second, keeper.browser).returncode == 0
    mixed = verified(tmp_path, {"receipts": second["receipts"], "seal": first["seal"]}, keeper.browser)
    assert mixed.returncode == 1 and "covers 2 saves, and here are 3" in mixed.stdout + mixed.stderr

    world.db.execute("INSERT INTO work.late_decision (association_id, session_id, epoch, sequence, accepted, reason, decided_by, "
                     "decided_at) SELECT association_id, session_id, epoch, sequence, true, 'good', gen_random_uuid(), now() "
                     "FROM work.save WHERE session_id = %s AND save_id = %s", (keeper.session, late["save_id"]))
    rows = [row for q in keeper.page()["questions"] for row in q["receipts"] if row["let_in"]]
    assert len(rows) == 1 and rows[0]["late"] and rows[0]["counts"]


def test_an_older_epoch_takes_its_place_in_the_order(world):
    keeper = Keeper(world)
    keeper.save("item.5", choice="A")
    keeper.browser = world.browser().enter(world.new_code(keeper.registration))
    keeper.save("item.5", choice="B", epoch=2, sequence=1)
    keeper.save("item.5", choice="C", epoch=1, sequence=9)
    whole = keeper.file()
    assert [(row["epoch"], row["sequence"]) for row in whole["receipts"]] == [(1, 1), (1, 9), (2, 1)]
    (question,) = keeper.page()["questions"]
    assert [(row["epoch"], row["counts"]) for row in question["receipts"]] == [(1, False), (1, False), (2, True)]
    given = keeper.hand_in()
    keeper.follows(given, whole["receipts"])


def test_the_second_part_names_its_vignettes_and_shows_the_newest_twenty(world):
    keeper = Keeper(world, part=2)
    prompts = keeper.browser.see("/parts/2/vignettes/2")["vignette"]["prompts"]
    for number in range(70):
        keeper.save(prompts[1]["ref"], text="word " * number)
    keeper.save("choice", vignettes=["2", "1"])
    one, other = keeper.page()["questions"]
    assert (one["is"], one["place"], one["number"], one["count"], one["earlier"]) == ({"prompt": True}, 2, 2, 70, 50)
    assert len(one["receipts"]) == 20 and one["receipts"][-1]["counts"] and other["is"] == {"choice": True}
    whole = keeper.file()
    assert [row["sequence"] for row in whole["receipts"]] == list(range(1, 72)), "in several reads, and none twice"
    keeper.follows(keeper.hand_in(), whole["receipts"])


def test_who_handed_in_nothing_has_a_seal_of_nothing(world, tmp_path):
    keeper = Keeper(world)
    given = keeper.hand_in()
    keeper.follows(given, [])
    assert keeper.file() == {"receipts": [], "seal": given}
    assert verified(tmp_path, keeper.file(), keeper.browser).returncode == 0


def test_fifty_hand_ins_and_looks_at_once_make_one_seal_with_one_number(world):
    keeper = Keeper(world)
    for number in range(1, 31):
        keeper.save(f"item.{number}", choice="A")
    cookies = dict(keeper.browser.client.cookies)
    headers = {"Accept": "application/json", "Origin": world.url, "Sec-Fetch-Site": "same-origin"}
    gate, found = threading.Barrier(50), []

    def come(number):
        with httpx.Client(base_url=world.url, cookies=cookies, headers=headers, timeout=60) as client:
            gate.wait()
            if number % 2:
                found.append(client.post("/parts/1/hand-in", json={}).json()["seal"])
            else:
                found.append(client.get("/parts/1/receipts.json").json()["seal"])

    threads = [threading.Thread(target=come, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(found) == 50 and keeper.seals() == [(1, 30)]
    one = keeper.file()["seal"]
    assert all(seal == one or seal is None for seal in found) and found.count(one) >= 25
    assert world.events(keeper.registration, "session.handed_in") == 1


def test_a_part_that_is_opened_again_and_handed_in_again_has_a_second_seal(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    first = keeper.hand_in()
    now = world.one("SELECT service.now_utc()")
    world.one("SELECT work.reopen(%s, %s, 0, 'examinee: by mistake', %s, %s)", world.association, keeper.session, uuid.uuid4(), now)
    world.resume(keeper.registration, 1)
    assert keeper.page()["seal"]["code"] == first["code"] and keeper.file()["seal"] == first
    keeper.save("item.1", choice="B")
    assert not keeper.page()["seal"]["whole"] and keeper.file()["seal"] is None and keeper.seals() == [(1, 1)]
    second = keeper.hand_in()
    assert keeper.seals() == [(1, 1), (2, 2)] and second["saves"] == 2
    keeper.follows(second, keeper.file()["receipts"])


def add_saves(keeper, count):
    """As a client that never rests would have sent them."""
    keeper.world.db.execute(
        "INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest) "
        "SELECT v.association_id, v.session_id, v.epoch, v.sequence + n, gen_random_uuid(), 'item.' || 1 + n %% 60, v.sealed, "
        "v.arrived_at + n * interval '1 microsecond', false, sha256(n::text::bytea) "
        "FROM work.save v, generate_series(1, %s) n WHERE v.session_id = %s", (count, keeper.session))


def test_the_seal_of_thousands_of_saves_is_over_every_one_of_them_in_order(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    add_saves(keeper, 4100)
    given = keeper.hand_in()
    whole = keeper.file()
    assert given["saves"] == len(whole["receipts"]) == 4101
    keeper.follows(given, whole["receipts"])


def test_however_many_saves_there_are_the_page_and_the_seal_are_made(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    add_saves(keeper, 60_000)
    page = keeper.page()
    assert (page["saves"], page["answered"]) == (60_001, 60)
    assert {len(question["receipts"]) for question in page["questions"]} == {20}
    assert sum(20 + question["earlier"] for question in page["questions"]) == sum(q["count"] for q in page["questions"]) == 60_001
    assert [question["receipts"][-1]["counts"] for question in page["questions"]] == [True] * 60
    assert keeper.hand_in()["saves"] == 60_001 and keeper.page()["seal"]["whole"]


def test_of_very_many_seals_the_newest_are_listed_and_the_others_told(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    add_saves(keeper, 59)
    keeper.close()
    world.db.execute("INSERT INTO work.seal (association_id, session_id, number, saves, root, at, signature) "
                     "SELECT s.association_id, s.id, n, n, sha256(n::text::bytea), now(), decode(repeat('00', 64), 'hex') "
                     "FROM work.session s, generate_series(1, 60) n WHERE s.id = %s", (keeper.session,))
    page = keeper.page()
    assert page["seal"]["number"] == 60 and page["seal"]["whole"]
    assert [seal["number"] for seal in page["older"]] == list(range(11, 60)) and page["unlisted"] == 10
    shown = keeper.browser.client.get("/parts/1/receipts", headers={"Accept": "text/html"}).text
    assert "Still older ones, which are stored but not listed here: 10." in shown


def test_saves_from_before_receipts_are_said_and_not_claimed(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    world.db.execute("INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late) "
                     "SELECT association_id, session_id, epoch, 50, gen_random_uuid(), 'item.2', sealed, arrived_at, false "
                     "FROM work.save WHERE session_id = %s", (keeper.session,))
    given = keeper.hand_in()
    page = keeper.page()
    assert given["saves"] == 1 and (page["saves"], page["unproved"], page["seal"]["whole"]) == (2, 1, True)
    assert [row["digest"] for q in page["questions"] for row in q["receipts"] if not row["proved"]] == [""]
    shown = keeper.browser.client.get("/parts/1/receipts", headers={"Accept": "text/html"}).text
    assert "Saved answers without a receipt: 1" in shown
    keeper.follows(given, keeper.file()["receipts"])


def test_a_seal_that_cannot_be_made_now_stops_no_hand_in_and_is_made_at_the_next_look(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    world.db.execute("ALTER TABLE work.seal ADD CONSTRAINT planted CHECK (saves < 0) NOT VALID")
    try:
        reply = keeper.browser.post("/parts/1/hand-in")
        assert (reply.status_code, reply.json()) == (200, {"next": "/exam"})
        assert keeper.browser.client.get("/parts/1/items/1", headers={"Accept": "text/html"}).status_code == 409
    finally:
        world.db.execute("ALTER TABLE work.seal DROP CONSTRAINT planted")
    assert keeper.seals() == [] and world.session(keeper.registration, 1)["handed_in_at"]
    keeper.follows(keeper.file()["seal"], keeper.file()["receipts"])


def test_a_browser_without_scripts_hands_in_by_redirect_and_is_sealed_too(world):
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    assert keeper.browser.form("/parts/1/hand-in", {}).headers["location"] == "/exam"
    assert keeper.seals() == [(1, 1)]
    shown = keeper.browser.client.get("/parts/1/receipts", headers={"Accept": "text/html"}).text
    assert keeper.file()["seal"]["code"] in shown and "Keep it." in shown


def test_only_ones_own_and_only_what_was_begun(world):
    keeper = Keeper(world)
    for path, reason in (("/parts/2/receipts", "part_not_yours"), ("/parts/2/receipts.json", "part_not_yours")):
        reply = keeper.browser.get(path)
        assert (reply.status_code, reply.json()["reason"]) == (404, reason)
    _, other = world.sits(parts=(1,))
    reply = other.get("/parts/1/receipts.json")
    assert (reply.status_code, reply.json()["reason"]) == (409, "part_not_started")
    assert httpx.get(world.url + "/parts/1/receipts.json", headers={"Accept": "application/json"}).status_code == 401
    for path in ("/parts/3/receipts", "/parts/0/receipts.json", "/parts/1/receipts?part=2", "/receipt.pub?x=1"):
        assert keeper.browser.get(path).status_code in (404, 422), path


def test_looking_starts_no_clock_and_another_device_may_look(world):
    registration, browser = world.sits(parts=(1,))
    browser.form("/parts/1/open", {})
    browser.see("/parts/1/receipts")
    browser.get("/parts/1/receipts.json")
    assert world.session(registration, 1)["state"] == "opened"
    keeper = Keeper(world)
    keeper.save("item.1", choice="A")
    world.browser().enter(world.new_code(keeper.registration))
    assert keeper.page()["saves"] == 1


def test_the_public_key_is_for_anybody_and_the_right_one(world):
    reply = httpx.get(world.url + "/receipt.pub")
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/plain")
    (line,) = [line for line in reply.text.splitlines() if not line.startswith("#")]
    assert bytes.fromhex(line) == receipts.public_key(world.keys["receipt"])


def test_nothing_of_a_person_or_an_answer_stands_in_the_file(world):
    registration, browser = world.sits(name="Zephyrine Quill", parts=(2,))
    keeper = Keeper.__new__(Keeper)
    keeper.world, keeper.part, keeper.registration, keeper.browser = world, 2, registration, browser
    browser.open(2)
    ref = browser.see("/parts/2/vignettes/1")["vignette"]["prompts"][0]["ref"]
    browser.save(2, ref, text="a heliotrope observatory")
    browser.form("/parts/2/hand-in", {})
    text = browser.get("/parts/2/receipts.json").text.lower()
    assert '"kind":"seal"' in text
    for word in ("zephyrine", "quill", "heliotrope", str(registration), str(world.association)):
        assert word not in text, word


def test_no_role_can_change_or_remove_a_seal(world):
    for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
        holders = world.rows("SELECT r.rolname FROM pg_roles r WHERE r.rolname ~ '^blindmark_|_owner$' "
                             "AND has_table_privilege(r.rolname, 'work.seal', %s)", privilege)
        assert holders == [], (privilege, holders)
    assert world.rows("SELECT r.rolname FROM pg_roles r WHERE r.rolname ~ '^blindmark_|_owner$' "
                      "AND has_table_privilege(r.rolname, 'work.seal', 'INSERT')") == [("candidate_owner",)]
