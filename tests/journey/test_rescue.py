"""Emergency files: a device that could send nothing any more saved its last answers as a file. A coordinator brings it in unopened,
the registrar puts its answers in as late ones, and they count only after a coordinator's word."""
import json
import re
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest

from forms import Browser
from house import House, wait_for
from people import Office, Sitting, roster_text
from registrar_world import World
from rescue_file import base64url, contents, rescue_file, save, seal

SECOND = {"code": "second", "name": "Second Association", "zone": "America/Anchorage"}
SECOND_COORDINATOR = {"name": "Sigrid Calloway", "email": "sigrid.calloway@second.example"}
CONDUCT = "the network of the whole house was down"


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def server_key(house):
    """What every exam page is given."""
    line = re.search(r"^rescue_public ([0-9a-f]{64})$", (house.keys / "candidate.keys").read_text(), re.M)
    return bytes.fromhex(line[1])


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff={"proctor": {"name": "Pia Lindgren", "email": "pia.lindgren@sample.example", "proctor": True}})


@pytest.fixture(autouse=True)
def here(office):
    if office.desk.get("/home").status_code == 401:
        office.coordinator.sign_in()


@pytest.fixture
def exam(office):
    return office.add_exam("Exam", closes=timedelta(days=1))


class Device:
    """The only candidate of an exam at Part 1 (or 2) of it, and what the device holds."""

    def __init__(self, house, exam, server_key, part=1):
        self.house, self.exam, self.server_key, self.part = house, exam, server_key, part
        email = f"ada.{uuid.uuid4().hex}@x.example"
        row = {"name": "Ada Person", "email": email, "category": "specialist", "track": "imh"}
        self.sitting = Sitting(house, exam.admit(roster_text([row]))[email]).accept()
        self.sitting.open(1)
        if part == 2:
            self.sitting.hand_in(1)
            self.sitting.open(2)
        self.session = self.cell()["session"]

    def cell(self):
        return self.exam.desk.read(self.exam.path + "/board")["people"][0]["parts"][self.part - 1]

    def send(self, held):
        """One that arrives by itself."""
        answer = {name: value for name, value in held.items() if name != "epoch"}
        assert self.sitting.visitor.do(f"/parts/{self.part}/saves", answer)["outcome"] == "saved"

    def time_is_over(self):
        self.house.travel(minutes=91)
        if self.exam.desk.get("/home").status_code == 401:
            self.exam.office.coordinator.sign_in()
        wait_for(lambda: self.cell()["is"] == {"closed": True})

    def bring_in(self, saves, plain=None, session=None, key=None):
        """The file's row on the page, once the registrar has looked at it."""
        text = rescue_file(session or self.session, key or self.server_key, saves, plain)
        return self.bring_text(text)

    def bring_text(self, text):
        before = {file["rescue"] for file in self.files()}
        self.exam.desk.do(self.exam.path + "/rescues", {"file": text, "reason": CONDUCT})
        wait_for(lambda: self.exam.desk.read(self.exam.path + "/rescues")["opening"] is None)
        after = self.files()
        return next((file for file in after if file["rescue"] not in before), after[0])

    def files(self):
        return self.exam.desk.read(self.exam.path + "/rescues")["files"]

    def stored(self):
        """[(epoch, sequence, save_id, ref, late)] of the session."""
        with self.house.admin() as db:
            return db.execute("SELECT epoch, sequence, save_id::text, ref, late FROM work.save WHERE session_id = %s "
                              "ORDER BY epoch, sequence", (self.session,)).fetchall()


@pytest.fixture
def device(house, exam, server_key):
    return Device(house, exam, server_key)


def words(exam, person=None):
    """The page as people read it."""
    page = (person or exam.office.coordinator).sign_in(html=True).get(exam.path + "/rescues")
    exam.office.coordinator.sign_in()
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def answers(count, first=1):
    return [save(f"item.{number}", sequence=number, choice="ABCD"[number % 4]) for number in range(first, first + count)]


# ---- what is brought in ----------------------------------------------------------------------------------------------

def test_what_had_not_arrived_waits_for_a_decision_and_then_counts(house, exam, device):
    held = answers(7)
    for one in held[:2]:
        device.send(one)
    device.time_is_over()
    row = device.bring_in(held)
    assert (row["answers"], row["stored"], row["late"], row["waits"], row["is"]) == (7, 2, 5, 5, {"done": True})
    assert (row["name"], row["part"], row["by"]["name"], row["reason"]) == ("Ada Person", 1, exam.office.coordinator.name, CONDUCT)
    assert "7 answers, 2 were already saved, 5 wait for your decision." in words(exam)
    assert [(s, late) for _, s, _, _, late in device.stored()] == [(1, False), (2, False)] + [(n, True) for n in range(3, 8)]
    assert (device.cell()["saved"], device.cell()["late"]) == (2, 5)
    exam.desk.do(f"/registrations/{row['registration']}/late", {"part": 1, "accept": "yes", "reason": CONDUCT})
    assert (device.files()[0]["waits"], device.cell()["late"]) == (None, None)
    assert "5 were put in as late and are decided" in words(exam)

    def folded():
        with house.admin() as db:
            return db.execute("SELECT max(saves) FROM work.sheet WHERE session_id = %s", (device.session,)).fetchone() == (7,)
    wait_for(folded)


def test_everything_about_it_is_written_down(house, exam, device):
    device.bring_in(answers(3))
    device.bring_in(answers(1), plain=b"no JSON at all")
    with house.admin() as db:
        events = db.execute("SELECT action, actor, detail - 'session' FROM audit.event WHERE subject_id = %s AND action LIKE "
                            "'rescue.%%' ORDER BY number", (exam.id,)).fetchall()
    opened = {"part": 1, "answers": 3, "late": 3}
    assert events == [("rescue.uploaded", "staff", {"part": 1}), ("rescue.opened", "registrar", opened),
                      ("rescue.uploaded", "staff", {"part": 1}), ("rescue.refused", "registrar", {"part": 1, "why": "malformed"})]
    page = exam.office.coordinator.sign_in(html=True).get(f"/audit?administration={exam.id}").text
    exam.office.coordinator.sign_in()
    assert "brought in an emergency file" in page and "an emergency file was opened" in page
    assert "an emergency file could not be used" in page


def test_the_same_file_twice_is_one_and_the_same_answers_in_another_are_there_already(exam, device):
    held = answers(4)
    text = rescue_file(device.session, device.server_key, held)
    first = device.bring_text(text)
    stored = device.stored()
    again = device.bring_text(json.dumps(dict(reversed(json.loads(text).items())), indent=2))
    assert (again, len(device.files())) == (first, 1), "spelled otherwise it is the same file"
    other = device.bring_in(held)
    assert (other["answers"], other["stored"], other["late"], len(device.files())) == (4, 4, None, 2)
    assert device.stored() == stored
    assert "4 answers, 4 were already saved." in words(exam)


def test_a_sequence_that_is_another_answer_s_becomes_the_next_one(device):
    device.send(save("item.1", sequence=5, choice="A"))
    row = device.bring_in([save("item.2", sequence=5, choice="B"), save("item.3", sequence=3, choice="C")])
    assert (row["answers"], row["late"]) == (2, 2)
    assert [(s, ref, late) for _, s, _, ref, late in device.stored()] == [
        (3, "item.3", True), (5, "item.1", False), (6, "item.2", True)]


def test_another_answer_under_an_id_that_is_stored_is_not_lost_and_comes_once(device):
    sent = save("item.1", sequence=1, choice="A")
    device.send(sent)
    changed = sent | {"choice": "B", "sequence": 2}
    assert device.bring_in([changed])["late"] == 1
    assert [(ref, late) for _, _, _, ref, late in device.stored()] == [("item.1", False), ("item.1", True)]
    assert device.stored()[1][2] != sent["save_id"]
    assert device.bring_in([changed])["stored"] == 1 and len(device.stored()) == 2


def test_answers_of_an_earlier_login_go_where_they_belong(house, exam, device):
    """An answer that a device held before somebody signed in anew does not outrank what was given since."""
    again = Sitting(house, device.sitting.code)
    again.save(1, "item.1", choice="D")
    row = device.bring_in([save("item.1", epoch=1, sequence=9, choice="A")])
    assert row["late"] == 1 and [(e, s) for e, s, *_ in device.stored()] == [(1, 9), (2, 1)]


def test_responses_and_the_choice_of_vignettes_go_in_as_they_were_written(house, exam, server_key):
    device = Device(house, exam, server_key, part=2)
    prompts = device.sitting.visitor.read("/parts/2/vignettes/1")["vignette"]["prompts"]
    text = "Ich hätte zuerst gefragt: «¿Cómo durmió?» 🌙 \n" * 400
    held = [save(prompts[0]["ref"], sequence=1, text=text), save("choice", sequence=2, vignettes=["1", "3"]),
            save(prompts[1]["ref"], sequence=3, text=""), save("choice", sequence=4, vignettes=[2])]
    row = device.bring_in(held)
    assert (row["late"], row["part"]) == (4, 2)
    exam.desk.do(f"/registrations/{row['registration']}/late", {"part": 2, "accept": "yes", "reason": CONDUCT})
    device.sitting.hand_in(2)

    def folded():
        with house.admin() as db:
            return db.execute("SELECT version, sealed FROM work.sheet WHERE session_id = %s AND saves = 4",
                              (device.session,)).fetchone()
    version, sealed = wait_for(folded)
    sheet = open_sealed(house, "answers", "work.sheet.sealed", device.session, version, sealed)
    first = next(page for page in sheet["vignettes"] if page["position"] == 1)
    assert [one["text"] for one in first["responses"]][:2] == [text, ""]


def open_sealed(house, kind, *place):
    """With the registrar's own key, by the tests' own code."""
    line = re.search(rf"^{kind} ([0-9a-f]{{64}})$", (house.keys / "registrar.keys").read_text(), re.M)
    return World.open(SimpleNamespace(keys={kind: bytes.fromhex(line[1])}, _associated=World._associated), kind, *place)


def test_a_file_waits_for_the_registrar_and_the_page_says_so(house, exam, device):
    house.stop("registrar")
    text = rescue_file(device.session, device.server_key, answers(2))
    exam.desk.do(exam.path + "/rescues", {"file": text, "reason": CONDUCT})
    assert exam.desk.read(exam.path + "/rescues")["opening"] == 1 and "Being opened" in words(exam)
    house.start("registrar")
    wait_for(lambda: device.files()[0]["is"] == {"done": True})


# ---- what cannot be used ---------------------------------------------------------------------------------------------

def spoiled(name, value):
    return lambda file: json.dumps(file | {name: value})


def without(name):
    return lambda file: json.dumps({key: value for key, value in file.items() if key != name})


FAULTS = {
    "nothing": (lambda file: "  ", "rescue_missing"), "no JSON": (lambda file: "a file", "rescue_not_json"),
    "half of it": (lambda file: json.dumps(file)[:-20], "rescue_not_json"),
    "two of them": (lambda file: json.dumps(file) * 2, "rescue_not_json"),
    "a list": (lambda file: json.dumps([file]), "rescue_not_json"),
    "an entry twice": (lambda file: json.dumps(file)[:-1] + ', "nonce": ""}', "rescue_not_json"),
    "one entry more": (spoiled("note", "x"), "rescue_more"),
    "version": (spoiled("version", 2), "rescue_version"), "text version": (spoiled("version", "1"), "rescue_version"),
    "kind": (spoiled("kind", "blindmark receipt"), "rescue_kind"), "no kind": (without("kind"), "rescue_kind"),
    "session": (spoiled("session", "0b5c2f6e"), "rescue_session"), "no session": (without("session"), "rescue_session"),
    "public": (spoiled("public", base64url(bytes(31))), "rescue_public"), "no public": (without("public"), "rescue_public"),
    "padded": (lambda file: json.dumps(file | {"public": file["public"] + "="}), "rescue_public"),
    "nonce": (spoiled("nonce", base64url(bytes(13))), "rescue_nonce"), "no nonce": (without("nonce"), "rescue_nonce"),
    "sealed": (spoiled("sealed", base64url(bytes(15))), "rescue_sealed"), "no sealed": (without("sealed"), "rescue_sealed"),
    "not base64url": (lambda file: json.dumps(file | {"sealed": "+" + file["sealed"][1:]}), "rescue_sealed"),
    "number": (spoiled("sealed", 7), "rescue_sealed")}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_emergency_file_is_refused_by_the_name_of_its_entry(exam, device, fault):
    make, reason = FAULTS[fault]
    text = make(json.loads(rescue_file(device.session, device.server_key, answers(1))))
    answer = exam.desk.post(exam.path + "/rescues", {"file": text, "reason": CONDUCT})
    assert (answer.status_code, answer.json()["field"], answer.json()["reason"]) == (422, "file", reason), answer.text
    assert answer.json()["detail"] and device.files() == []


def test_a_file_needs_a_reason_and_the_page_keeps_it(house, exam, device):
    text = rescue_file(device.session, device.server_key, answers(1))
    for wrong in ("", "  x ", None):
        answer = exam.desk.post(exam.path + "/rescues", {"file": text} | ({"reason": wrong} if wrong is not None else {}))
        assert (answer.status_code, answer.json()["field"], answer.json()["reason"]) == (422, "reason", "reason_length")
    browser = Browser(house.visitor("coordination", html=True))
    browser.visitor.client.cookies = exam.desk.client.cookies
    browser.go(exam.path + "/rescues")
    browser.press("Bring it in", file="not a file", reason=CONDUCT)
    assert browser.status == 422
    browser.says("This is no whole emergency file")
    (kept,) = [c.value for form in browser.page.forms for c in form.controls if c.name == "reason"]
    assert kept == CONDUCT
    browser.press("Bring it in", file=text, reason=CONDUCT)
    wait_for(lambda: device.files()[0]["is"] == {"done": True})


def test_a_file_of_another_session_administration_or_association_is_not_taken(house, office, exam, device):
    text = rescue_file(device.session, device.server_key, answers(1))
    other = office.add_exam("Another")
    for path, held in ((other.path, text), (exam.path, rescue_file(uuid.uuid4(), device.server_key, answers(1)))):
        answer = exam.desk.post(path + "/rescues", {"file": held, "reason": CONDUCT})
        assert (answer.status_code, answer.json()["reason"]) == (422, "rescue_other_exam")
    nowhere = exam.desk.post(f"/administrations/{uuid.uuid4()}/rescues", {"file": text, "reason": CONDUCT})
    assert nowhere.status_code == 404
    stranger = office["proctor"].sign_in()
    assert stranger.get(exam.path + "/rescues").status_code == 403
    assert stranger.post(exam.path + "/rescues", {"file": text, "reason": CONDUCT}).status_code == 403
    second = Office(house, SECOND, SECOND_COORDINATOR, house.add_association(SECOND, SECOND_COORDINATOR), staff={})
    assert second.desk.get(exam.path + "/rescues").status_code == 404
    assert second.desk.post(exam.path + "/rescues", {"file": text, "reason": CONDUCT}).status_code == 404
    assert device.files() == [] and device.stored() == []


def test_a_file_that_does_not_open_says_so_and_leaves_nothing(exam, device):
    whole = json.loads(rescue_file(device.session, device.server_key, answers(2)))
    for name in ("sealed", "nonce", "public"):
        changed = whole | {name: ("A" if whole[name][0] != "A" else "B") + whole[name][1:]}
        row = device.bring_text(json.dumps(changed))
        assert (row["is"], row["why"], row["answers"]) == ({"refused": True}, {"shut": True}, 0)
    assert device.bring_in(answers(1), key=bytes([9]) + bytes(31))["why"] == {"shut": True}, "sealed for another installation"
    assert "It does not open" in words(exam) and device.stored() == []


def test_what_was_made_for_another_session_does_not_open_here(house, office, exam, device, server_key):
    """Neither with the other session's name on the outside changed, nor with it inside."""
    other = Device(house, office.add_exam("Another", closes=timedelta(days=1)), server_key)
    turned = json.loads(rescue_file(other.session, server_key, answers(1))) | {"session": device.session}
    assert device.bring_text(json.dumps(turned))["why"] == {"shut": True}
    row = device.bring_in([], plain=contents(other.session, answers(1)))
    assert row["why"] == {"other_session": True} and "belongs to another part or person" in words(exam)
    assert device.stored() == [] and other.stored() == []


GOOD = save("item.1", choice="A")
INSIDES = {
    "no JSON": b"seven answers", "no bytes": b"", "no UTF-8": b'{"session": "\xff"}', "a list": b"[]",
    "an answer twice named": json.dumps({"saves": []}).encode()}
WRONG_SAVES = {
    "no number": {**GOOD, "sequence": "1"}, "sequence 0": {**GOOD, "sequence": 0}, "epoch 0": {**GOOD, "epoch": 0},
    "an epoch that never was": {**GOOD, "epoch": 7}, "an epoch of no kind": {**GOOD, "epoch": 1 << 40},
    "no id": {**GOOD, "save_id": "1"}, "no such question": {**GOOD, "ref": "item.61"}, "no such kind": {**GOOD, "ref": "essay"},
    "a letter too far": {**GOOD, "choice": "E"}, "two letters": {**GOOD, "choice": "AB"}, "no letter": {**GOOD, "choice": ""},
    "one entry more": {**GOOD, "late": False}, "a text to a question": save("item.1", text="A"),
    "a letter to a vignette": save("prompt.1.p1", choice="A"), "another part": save("prompt.1.p1", text="I would wait.")}


@pytest.mark.parametrize("fault", [*INSIDES, *WRONG_SAVES])
def test_what_opens_and_is_no_page_s_work_is_refused_whole(exam, device, fault):
    if fault in INSIDES:
        row = device.bring_in([], plain=INSIDES[fault])
    else:
        row = device.bring_in([save("item.2", sequence=8, choice="B"), WRONG_SAVES[fault]])
    assert (row["is"], row["why"]) == ({"refused": True}, {"malformed": True}), fault
    assert device.stored() == [], "nothing of it went in, not even what was right"


def test_texts_and_positions_are_held_to_what_the_desk_takes(house, exam, server_key):
    device = Device(house, exam, server_key, part=2)
    ref = device.sitting.visitor.read("/parts/2/vignettes/1")["vignette"]["prompts"][0]["ref"]
    for wrong in (save(ref, text="x" * 20001), save(ref, text=7), save("choice", vignettes=["0"]), save("choice", vignettes=[21]),
                  save("choice", vignettes="1"), save("choice", vignettes=[1] * 21), save("prompt.99.p1", text="x")):
        assert device.bring_in([wrong])["why"] == {"malformed": True}, wrong
    assert device.bring_in([save(ref, text="x" * 20000)])["late"] == 1


def test_a_file_that_was_refused_can_be_brought_in_again(house, exam, device):
    """As after a machine without AES instructions."""
    text = rescue_file(device.session, device.server_key, answers(2))
    house.stop("registrar")
    exam.desk.do(exam.path + "/rescues", {"file": text, "reason": CONDUCT})
    with house.admin() as db:
        db.execute("UPDATE work.rescue SET state = 'refused', why = 'no_aes', opened_at = now() WHERE session_id = %s",
                   (device.session,))
    assert "lacks the AES instructions" in words(exam)
    exam.desk.do(exam.path + "/rescues", {"file": text, "reason": "on the other machine"})
    house.start("registrar")
    wait_for(lambda: device.files()[0]["is"] == {"done": True})
    assert [(file["reason"], file["late"]) for file in device.files()] == [("on the other machine", 2)]


def test_the_largest_file_is_taken_and_a_larger_one_refused(house, exam, device):
    """As JSON and as a form; the desk serves on."""
    public, nonce, sealed = seal(device.session, device.server_key, contents(device.session, answers(3)) + b" " * 2_350_000)
    text = json.dumps({"version": 1, "kind": "blindmark rescue", "session": device.session, "public": base64url(public),
                       "nonce": base64url(nonce), "sealed": base64url(sealed)})
    largest = text + " " * (3 * 1024 * 1024 - len(text))
    assert device.bring_text(largest)["late"] == 3
    assert exam.desk.post(exam.path + "/rescues", {"file": largest + " ", "reason": CONDUCT}).status_code == 422
    form = exam.office.coordinator.sign_in(html=True)
    assert form.post(exam.path + "/rescues", {"file": largest, "reason": CONDUCT}).status_code == 303
    assert form.post(exam.path + "/rescues", {"file": "x" * 5_000_000, "reason": CONDUCT}).status_code == 413
    exam.office.coordinator.sign_in()
    assert len(device.files()) == 1


def test_nobody_but_the_registrar_has_what_opens_it(house):
    held = {name: re.findall(r"^(rescue\S*) ", (house.keys / f"{name}.keys").read_text(), re.M)
            for name in ("candidate", "review", "coordination", "registrar")}
    assert held == {"candidate": ["rescue_public"], "review": [], "coordination": [], "registrar": ["rescue", "rescue_public"]}
