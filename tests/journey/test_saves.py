"""Saves as a page sends them: written together, signed, asked for again; what is not plain is decided on its own."""

import itertools
import threading
import uuid

import pytest

import receipts
from candidate_world import CandidateWorld
from registrar_exam import wait_for


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("saves")).start()
    yield running
    running.close()


class Sitter:
    """A candidate in the middle of a part, and what a page knows of it."""

    def __init__(self, world, part=1):
        self.world, self.part = world, part
        self.registration, self.browser = world.sits(parts=(part,))
        self.browser.open(part)
        self.session = str(world.session(self.registration, part)["id"])
        self.numbers = itertools.count(1)

    def body(self, ref, save_id=None, sequence=None, epoch=1, session=None, **answer):
        return {"session": session or self.session, "epoch": epoch, "save_id": str(save_id or uuid.uuid4()), "ref": ref,
                "sequence": sequence or next(self.numbers), **answer}

    def send(self, body):
        return self.browser.post(f"/parts/{self.part}/saves", **body)

    def save(self, ref, **fields):
        body = self.body(ref, **fields)
        reply = self.send(body)
        assert reply.status_code == 200, reply.text
        return body, reply.json()

    def ask(self, save_id):
        reply = self.browser.get(f"/parts/{self.part}/saves/{save_id}")
        assert reply.status_code == 200, reply.text
        return reply.json()

    def rows(self):
        return self.world.rows("SELECT epoch, sequence, save_id::text, ref, late, batch_id IS NOT NULL FROM work.save "
                               "WHERE session_id = %s ORDER BY epoch, sequence", self.session)


LONGEST = "\x01" * 20000   # the most that one answer takes: six bytes for each sign, when it is stored


def answer_of(body):
    if "choice" in body:
        return "c:" + body["choice"].replace("-", "")
    return "t:" + body["text"] if "text" in body else "v:" + ",".join(body["vignettes"])


def verify(world, body, receipt):
    assert receipts.is_good(receipt, receipts.public_key(world.keys["receipt"]))
    assert (receipt["session"], receipt["ref"], receipt["epoch"], receipt["sequence"]) == (
        body["session"], body["ref"], body["epoch"], body["sequence"])
    assert receipt["digest"] == receipts.digest(body["save_id"], answer_of(body))


def test_a_save_is_one_row_in_a_signed_batch_and_the_same_save_again_is_the_same_receipt(world):
    sitter = Sitter(world)
    body, first = sitter.save("item.7", choice="B")
    assert (first["outcome"], first["revision"]) == ("saved", 1) and 0 < first["seconds_left"] <= 5400
    verify(world, body, first["receipt"])
    for _ in range(3):
        again = sitter.send(body).json()
        assert (again["outcome"], again["receipt"]) == ("saved", first["receipt"])
    assert sitter.ask(body["save_id"]) == {"outcome": "stored", "revision": 1, "receipt": first["receipt"]}
    assert sitter.ask(uuid.uuid4()) == {"outcome": "absent"}
    assert [row[1:5] for row in sitter.rows()] == [(1, body["save_id"], "item.7", False)]


def test_texts_and_choices_of_vignettes_are_proved_too(world):
    sitter = Sitter(world, part=2)
    prompt = world.one("SELECT 'prompt.' || f.position || '.p1' FROM bank.form_vignette f "
                       "JOIN work.session s ON s.form_id = f.form_id WHERE s.id = %s ORDER BY f.position LIMIT 1", sitter.session)
    for answer in ({"ref": prompt, "text": "Zoë said:\n\"wait\"\u0001\\"}, {"ref": prompt, "text": ""},
                   {"ref": "choice", "vignettes": ["2", "1"]}):
        body, reply = sitter.save(**answer)
        assert reply["outcome"] == "saved", reply
        verify(world, body, reply["receipt"])
    assert any(batched for *_, batched in sitter.rows())


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
def test_an_older_one_never_outranks_a_newer_one(world, order):
    sitter = Sitter(world)
    bodies = [sitter.body("item.3", choice=letter) for letter in "ABC"]
    for at in order:
        for _ in range(2):
            assert sitter.send(bodies[at]).json()["outcome"] == "saved"
    assert len(sitter.rows()) == 3
    assert world.counted(sitter.registration, 1)["item.3"] == {"choice": "C"}


def test_what_is_not_plain_is_decided_on_its_own(world):
    sitter = Sitter(world)
    body, _ = sitter.save("item.1", choice="A")
    taken = sitter.send(body | {"choice": "B"}).json()
    assert taken["outcome"] == "taken" and "receipt" not in taken
    stale = sitter.send(sitter.body("item.2", choice="A", sequence=body["sequence"])).json()
    assert (stale["outcome"], stale["revision"]) == ("stale", body["sequence"])
    other = Sitter(world)
    foreign = other.send(sitter.body("item.1", choice="D"))
    assert (foreign.status_code, foreign.json()["type"]) == (409, "/problems/other_session")
    later = sitter.send(sitter.body("item.1", choice="D", epoch=2))
    assert (later.status_code, later.json()["type"]) == (409, "/problems/other_session")
    for ref in ("item.61", "item.", "item.é", "item.1 ", "item.01"):
        unknown = sitter.send(sitter.body(ref, choice="D"))
        assert (unknown.status_code, unknown.json()["reason"]) == (404, "no_such_question"), ref
    assert len(sitter.rows()) == 1 and other.rows() == []


def test_an_epoch_from_before_a_new_sign_in_is_stored_as_such(world):
    sitter = Sitter(world)
    code = world.new_code(sitter.registration)
    newer = world.browser().enter(code)
    assert newer.post("/parts/1/saves", **sitter.body("item.5", choice="C", epoch=2, sequence=1)).json()["outcome"] == "saved"
    old = newer.post("/parts/1/saves", **sitter.body("item.5", choice="A", epoch=1, sequence=9))
    assert old.json()["outcome"] == "saved" and old.json()["receipt"]["epoch"] == 1
    assert world.counted(sitter.registration, 1)["item.5"] == {"choice": "C"}


def test_late_ones_are_kept_and_proved_and_after_hand_in_nothing_is_taken(world):
    sitter = Sitter(world)
    sitter.save("item.1", choice="A")
    world.shift(91 * 60)
    try:
        body, late = sitter.save("item.1", choice="B")
        assert late["outcome"] == "late"
        verify(world, body, late["receipt"])
        assert sitter.send(body).json()["receipt"] == late["receipt"] == sitter.ask(body["save_id"])["receipt"]
    finally:
        world.shift(0)
    other = Sitter(world)
    other.browser.form("/parts/1/hand-in", {})
    body, closed = other.save("item.1", choice="A")
    assert closed["outcome"] == "closed" and "receipt" not in closed and other.rows() == []


def test_a_moved_clock_is_noticed_before_anything_is_written(world):
    sitter = Sitter(world)
    world.shift(600)
    try:
        body, reply = sitter.save("item.1", choice="A")
        verify(world, body, reply["receipt"])
        stored = world.one("SELECT (extract(epoch FROM arrived_at) * 1000000)::bigint FROM work.save WHERE session_id = %s",
                           sitter.session)
        assert stored == reply["receipt"]["time_us"]
    finally:
        world.shift(0)


def test_a_session_that_somebody_holds_is_waited_for_alone(world):
    sitter, other = Sitter(world), Sitter(world)
    with world.cluster.connect(world.database, autocommit=False) as holder:
        holder.execute("SELECT 1 FROM work.session WHERE id = %s FOR UPDATE", (sitter.session,))
        answers = []
        waiting = threading.Thread(target=lambda: answers.append(sitter.save("item.1", choice="A")))
        waiting.start()
        while not world.rows("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"):
            assert not answers
        assert other.save("item.1", choice="B")[1]["outcome"] == "saved"
        assert not answers
        holder.rollback()
    waiting.join(timeout=30)
    assert answers[0][1]["outcome"] == "saved" and not sitter.rows()[0][-1]


def test_many_at_once_share_batches_and_every_proof_holds(world):
    sitters = [Sitter(world) for _ in range(12)]
    answers = []

    def work(sitter):
        for number in range(1, 21):
            answers.append(sitter.save(f"item.{number}", choice="ABCD"[number % 4]))

    threads = [threading.Thread(target=work, args=(sitter,)) for sitter in sitters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == 240
    for body, reply in answers:
        assert reply["outcome"] == "saved"
        verify(world, body, reply["receipt"])
    sizes = [row[0] for row in world.rows("SELECT count(*) FROM work.save WHERE batch_id IS NOT NULL GROUP BY batch_id")]
    assert max(sizes) > 1, "nothing was ever written together"


def test_no_role_can_change_or_remove_a_save(world):
    for table, privilege in itertools.product(("work.save", "work.batch"), ("UPDATE", "DELETE", "TRUNCATE")):
        holders = world.rows("SELECT r.rolname FROM pg_roles r WHERE r.rolname ~ '^blindmark_|_owner$' "
                             "AND has_table_privilege(r.rolname, %s, %s)", table, privilege)
        assert holders == [], (table, privilege, holders)


def test_answers_to_what_the_form_does_not_ask_are_stored_and_cost_no_page_anything(world):
    """The database does not know the ids of prompts. What a page reads is bounded by the form, not by what was sent."""
    sitter = Sitter(world, part=2)
    sitter.save("prompt.1.p1", text="An answer")
    for number in range(150):
        _, reply = sitter.save(f"prompt.1.a{number}", text=LONGEST)
        assert reply["outcome"] == "saved" and reply["receipt"]
    assert len(sitter.browser.see("/parts/2/review")["vignettes"]) == world.one(
        "SELECT count(*) FROM bank.form_vignette v JOIN work.session s ON s.form_id = v.form_id WHERE s.id = %s", sitter.session)
    texts = [prompt["response"] for prompt in sitter.browser.see("/parts/2/vignettes/1")["vignette"]["prompts"]]
    assert texts[0] == "An answer" and set(texts[1:]) == {""}
    assert [answer["ref"] for answer in sitter.browser.see("/parts/2/questions")["answers"]] == ["prompt.1.p1"]


def test_the_longest_answer_to_every_prompt_comes_back_whole(world):
    sitter = Sitter(world, part=2)
    asked = [question["ref"] for place in range(1, len(sitter.browser.see("/parts/2/review")["vignettes"]) + 1)
             for question in sitter.browser.see(f"/parts/2/vignettes/{place}")["vignette"]["prompts"]]
    for ref in asked:
        sitter.save(ref, text=LONGEST)
    answers = sitter.browser.see("/parts/2/questions")["answers"]
    assert [answer["ref"] for answer in answers] == asked and {answer["text"] for answer in answers} == {LONGEST}


def test_a_save_whose_proof_cannot_be_found_now_is_not_acknowledged_without_it(world):
    sitter = Sitter(world)
    body, first = sitter.save("item.1", choice="B")
    assert sitter.rows()[0][5], "it was not written in a batch"
    saved = world.one("SELECT pg_get_functiondef('candidate_api.saved(bytea, int, uuid)'::regprocedure)")
    goes_away = "\nBEGIN\n  PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());\n"
    world.db.execute(saved.replace("\nBEGIN\n", goes_away))
    try:
        reply = sitter.send(body)
        assert reply.status_code == 503, reply.text
    finally:
        world.db.execute(saved)
    wait_for(lambda: sitter.send(body).status_code == 200)
    assert sitter.send(body).json()["receipt"] == first["receipt"] and len(sitter.rows()) == 1
