"""The people of an exam and what they do, each through the door of their own desk and by nothing else.

    office = Office(house)                          # a coordinator, a masker, an approver, a proctor, reviewers
    exam = office.add_exam("Spring exam")
    slips = exam.admit([{"name": "Ada Moreno", "email": "ada@x.example", "category": "specialist", "track": "imh"}])
    sitting = Sitting(house, slips["ada@x.example"]); sitting.part1(right=48); sitting.part2(lambda vignette, prompt: "…")
    house.travel(days=3); exam.score(); exam.take_in(); exam.mask(); exam.pack(); exam.allocate()
    …
"""
import csv
import http.client
import io
import json
import socket
import uuid
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from house import ASSOCIATION, COORDINATOR, wait_for
from tree import ROOT

PASSWORD = "a lantern under the quiet bridge"
CATEGORIES = ("specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty")
SAMPLE_STAFF = {
    "masker": {"name": "Mina Brandt", "email": "mina.brandt@sample.example", "mask": True},
    "approver": {"name": "Avery Holt", "email": "avery.holt@sample.example", "approve": True},
    "proctor": {"name": "Pia Lindgren", "email": "pia.lindgren@sample.example", "proctor": True},
    "first": {"name": "Rowan Esposito", "email": "rowan.esposito@sample.example", "review": True},
    "second": {"name": "Sunita Varma", "email": "sunita.varma@sample.example", "review": True},
    "third": {"name": "Teodor Langstrup", "email": "teodor.langstrup@sample.example", "review": True},
}


def keys_by_stem():
    """{stem: letter} of the sample bank; only tests know."""
    items = (item for path in (ROOT / "question-bank/items").glob("*.json") for item in json.loads(path.read_text())["items"])
    return {item["stem"]: item["key"] for item in items}


class Staff:
    """One member of staff: comes with a one-time code, chooses a password, signs in anew whenever a story wants."""

    def __init__(self, house, desk, name, email, code, account=None):
        self.house, self.desk, self.name, self.email, self.code, self.account = house, desk, name, email, code, account
        self.settled, self.visitor = False, None

    def sign_in(self, html=False):
        visitor = self.house.visitor(self.desk, html)
        visitor.who = self.email
        if not self.settled:
            visitor.do("/welcome", {"code": self.code, "password": PASSWORD, "again": PASSWORD})
            self.settled = True
        visitor.do("/sign-in", {"email": self.email, "password": PASSWORD})
        self.visitor = visitor
        return visitor


class Office:
    """An association's people at work. With staff=() only the coordinator is there."""

    def __init__(self, house, association=ASSOCIATION, coordinator=COORDINATOR, code=None, staff=SAMPLE_STAFF):
        self.house, self.zone = house, ZoneInfo(association["zone"])
        self.coordinator = Staff(house, "coordination", coordinator["name"], coordinator["email"], code or house.code)
        self.coordinator.sign_in()
        self.people = {"coordinator": self.coordinator}
        self.take_on(staff)

    def take_on(self, staff):
        for role, person in staff.items():
            self.people[role] = self.appoint(**person)

    def __getitem__(self, role):
        return self.people[role]

    @property
    def desk(self):
        """The coordinator's own connection."""
        return self.coordinator.visitor

    @property
    def reviewers(self):
        return [person for person in self.people.values() if person.desk == "review"]

    def appoint(self, name, email, **rights):
        answer = self.desk.do("/staff", {"name": name, "email": email, **rights})
        return Staff(self.house, "review" if rights.get("review") else "coordination", name, email, answer["code"],
                     answer["account"])

    def everybody_signs_in(self):
        for person in self.people.values():
            person.sign_in()

    def add_exam(self, title, forms="a", opens=timedelta(hours=-1), closes=timedelta(days=2), **policy):
        """An administration with the forms whose code ends so, open from and to (from now, in the association's zone)."""
        slots = self.desk.read("/administrations/new")["slots"]
        chosen = {slot["key"]: option["id"] for slot in slots for option in slot["options"]
                  if option["code"].endswith("-" + forms)}
        moment = self.house.now().astimezone(self.zone)
        fields = {"title": title, "form": chosen, **{name: str(value) for name, value in policy.items()}}
        for name, span in (("opens", opens), ("closes", closes)):
            fields[f"{name}_date"] = (moment + span).strftime("%Y-%m-%d")
            fields[f"{name}_time"] = (moment + span).strftime("%H:%M")
        return Exam(self, self.desk.do("/administrations/new", fields)["id"])


def roster_text(rows):
    """The CSV of a roster: rows are dictionaries, missing cells are empty."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Exam:
    """One administration, as its coordinator leads it from the roster to the release."""

    def __init__(self, office, ident):
        self.office, self.id, self.path = office, ident, f"/administrations/{ident}"

    @property
    def desk(self):
        return self.office.desk

    def admit(self, roster):
        """Imports a roster (rows or CSV text), prints slips: {e-mail: code}."""
        text = roster if isinstance(roster, str) else roster_text(roster)
        self.desk.do(self.path + "/roster", {"roster": text})
        self.desk.do(self.path + "/roster", {"roster": text, "confirm": True})
        return {slip["email"]: slip["code"] for slip in self.desk.do(self.path + "/slips", {})["slips"]}

    def step(self, name):
        return next(step for step in self.desk.read(self.path)["steps"] if step["step"] == name)

    def wait_for_step(self, name, seconds=60):
        def done():
            step = self.step(name)
            assert step["state"] != "refused", step
            return step["state"] == "done"
        wait_for(done, seconds)

    def requests(self):
        """What candidates ask for and nobody has decided yet."""
        return self.desk.read(self.path + "/accommodations")["open"]

    def decide(self, request, decision="grant", **entries):
        """Decides one of them, with all that a decision may need."""
        path = f"/accommodations/{request['id']}"
        version = self.desk.read(path)["version"]
        self.desk.do(path, {"version": version, "decision": decision, "documents": "seen", "late_reason": "Known only now.",
                            **entries})

    def _duty(self, verb, step):
        self.desk.do(f"{self.path}/{verb}", {})
        # A step that was done before counts as done while its duty is asked for anew.
        with self.office.house.admin() as db:
            wait_for(lambda: not db.execute("SELECT 1 FROM work.duty WHERE administration_id = %s AND kind = %s "
                                            "AND state IN ('asked', 'running')", (self.id, verb)).fetchone(), 60)
        self.wait_for_step(step)

    def wait_until_closed(self):
        """The registrar closes what is overdue by itself."""
        self.wait_for_step("sessions")

    def score(self):
        self._duty("score", "score")

    def take_in(self):
        self._duty("intake", "intake")

    def mask(self, words=None):
        """The masker reads every response and approves; words(document) gives texts to mask besides what is proposed."""
        masker = self.office["masker"].sign_in()
        while waiting := [r for r in masker.read("/maskings")["responses"] if r["state"] == "proposed"]:
            path = f"/maskings/{waiting[0]['code']}"
            document = masker.read(path)
            for added in words(document) if words else ():
                masker.do(path, {"version": document["version"], "action": "save", "add": added})
                document = masker.read(path)
            masker.do(path, {"version": document["version"], "action": "approve"})

    def go_on(self):
        """A word on every group that is too small to be reviewed without one."""
        for group in self.desk.read(self.path)["groups"]:
            if group["waits"]:
                self.desk.do(self.path + "/small-groups", {"category": group["category"], "reason": "They agreed to it."})

    def pack(self):
        self.go_on()
        self._duty("packets", "packets")

    def allocate(self):
        """Once the registrar has worked out who is barred."""
        wait_for(lambda: not self.desk.read(self.path + "/reviewers")["checking"])
        return self.desk.do(self.path + "/reviewers", {})["seats"]

    def remarks(self):
        """{code: document} of all remarks for candidates, once they are put together."""
        packets = self.desk.read(self.path)["progress"]["packets"]
        wait_for(lambda: len(self.desk.read(self.path + "/remarks")["feedbacks"]) == packets)
        return {row["code"]: self.desk.read(f"{self.path}/remarks/{row['code']}")
                for row in self.desk.read(self.path + "/remarks")["feedbacks"]}

    def approve_remarks(self):
        """The coordinator reads what is not read yet and lets all of it pass."""
        for code, document in self.remarks().items():
            if document["state"] == "proposed":
                self.desk.do(f"{self.path}/remarks/{code}",
                             {"version": document["version"], "sure": True, "action": "approve"})

    def preview(self):
        """Reads the remarks, prepares the release and returns the page that shows it."""
        self.approve_remarks()
        self._duty("preview", "prepare")
        return self.desk.read(self.path + "/release")

    def confirm(self):
        """The second person confirms what was previewed; the registrar releases."""
        approver = self.office["approver"].sign_in()
        digest = approver.read(self.path + "/confirm")["release"]["digest"]
        approver.do(self.path + "/confirm", {"digest": digest, "sure": True})
        self.wait_for_step("release")

    def results(self):
        """{e-mail: outcome} as published."""
        return {p["email"]: p["outcome"] for p in self.desk.read(self.path + "/results")["people"]}


def grant_breaks(house, minutes):
    """Breaks of so many minutes in each part, for whoever began last; as a decision leaves them in the database."""
    with house.admin() as db:
        db.execute("INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, "
                   "filed_at, documents, part1_minutes, part2_minutes) SELECT t.association_id, gen_random_uuid(), "
                   "t.registration_id, 'breaks', 'granted', current_date, 'roster', now(), 'seen', %s, %s "
                   "FROM work.attempt t ORDER BY t.opened_at DESC LIMIT 1", (minutes, minutes))


class Sitting:
    """A candidate at the exam: signs in with the slip, accepts, sits the parts."""

    def __init__(self, house, code, html=False):
        self.house, self.code, self.html = house, code, html
        self.sign_in()

    def sign_in(self):
        """Again and again with the same slip: a login lasts for a day."""
        self.visitor = self.house.visitor("candidate", self.html)
        self.visitor.who = "candidate " + self.code[:4]
        self.visitor.do("/sign-in", {"code": self.code})
        return self

    def accept(self):
        version = self.visitor.read("/confidentiality")["version"]
        self.visitor.do("/confidentiality", {"version": version, "accept": True})
        return self

    def ask(self, kind, words):
        """Asks for an accommodation."""
        self.visitor.do("/accommodations", {"kind": kind, "asked": words})
        return self

    def open(self, part):
        self.visitor.do(f"/parts/{part}/open", {})
        self.visitor.read("/parts/1/items/1" if part == 1 else "/parts/2/vignettes/1")
        return self.visitor.do(f"/parts/{part}/begin", {})

    def save(self, part, ref, **answer):
        saved = self.visitor.do(f"/parts/{part}/saves", {"ref": ref, "save_id": str(uuid.uuid4()), **answer})
        assert saved["outcome"] == "saved", saved
        return saved

    def hand_in(self, part):
        self.visitor.do(f"/parts/{part}/hand-in", {})

    def part1(self, right=60, of=60):
        """Opens the part, answers the first so many questions rightly and the others wrongly, hands in."""
        self.open(1)
        self.answer(right, of)
        self.hand_in(1)
        return self

    def answer(self, right, of=60):
        keys = keys_by_stem()
        for place in range(1, of + 1):
            question = self.visitor.read(f"/parts/1/items/{place}")["question"]
            key = keys[question["stem"]]
            self.save(1, question["ref"], choice=key if place <= right else "ABCD"["ABCD".index(key) - 1])

    def answer_quickly(self, right):
        """The first so many questions rightly, nothing else. Each is saved as always, but on a bare connection that nobody records:
        forty people answer two thousand questions in some seconds."""
        keys = keys_by_stem()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.visitor.client.cookies.jar)
        headers = {"Cookie": cookies, "Origin": self.visitor.url, "Sec-Fetch-Site": "same-origin", "Accept": "application/json",
                   "Content-Type": "application/json"}
        desk = http.client.HTTPConnection(urlsplit(self.visitor.url).netloc, timeout=30)
        desk.connect()
        desk.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for question in self.visitor.read("/parts/1/questions")["questions"][:right]:
            answer = {"ref": question["ref"], "save_id": str(uuid.uuid4()), "choice": keys[question["stem"]]}
            desk.request("POST", "/parts/1/saves", json.dumps(answer), headers)
            reply = desk.getresponse()
            assert (reply.status, json.loads(reply.read())["outcome"]) == (200, "saved")
        desk.close()

    def part2(self, words, skip=()):
        """words(vignette, prompt) gives the response; vignettes whose place is in skip stay empty."""
        self.open(2)
        self.write(words, skip)
        self.hand_in(2)
        return self

    def write(self, words, skip=()):
        place, count = 1, 1
        while place <= count:
            page = self.visitor.read(f"/parts/2/vignettes/{place}")
            count = page["count"]
            for prompt in page["vignette"]["prompts"] if place not in skip else ():
                self.save(2, prompt["ref"], text=words(page["vignette"], prompt))
            place += 1


class Reviewing:
    """A reviewer at work on one packet."""

    def __init__(self, visitor, code):
        self.visitor, self.path = visitor, f"/packets/{code}"
        self.first = visitor.read(self.path + "?page=1")

    def pages(self):
        return [self.visitor.read(f"{self.path}?page={number}") for number in range(1, self.first["pages"] + 1)]

    def text(self):
        """All responses, for a story to know which packet this is."""
        return "\n".join(p["response"] for page in self.pages() for p in page["vignette"]["prompts"])

    @property
    def most(self):
        return self.first["progress"]["max"]

    def score(self, total, **words):
        """Levels that add up to total, the highest ones first; words as below."""
        levels, left = [], total
        for _ in range(self.first["pages"] * len(self.first["criteria"])):
            levels.append(min(left, self.first["top_level"]))
            left -= levels[-1]
        assert left == 0
        self.give(levels, **words)

    def give(self, levels, remark="", overall="", recommendation="pass"):
        """A level for each criterion of each page, in order; fills the remarks (a text, or what remark(page) gives), and locks."""
        version, levels = self.first["version"], list(levels)
        pages = self.pages()
        for number, page in enumerate(pages, 1):
            given = {criterion["id"]: str(levels.pop(0)) for criterion in page["criteria"]}
            fields = {"packet": self.path[-8:], "version": version, "page": number, "level": given}
            if remark:
                fields["remark"] = {page["criteria"][0]["id"]: remark(number) if callable(remark) else remark}
            if number == len(pages):
                fields |= {"overall": overall, "recommendation": recommendation}
            version = self.visitor.do(self.path + "/draft", fields)["version"]
        assert not levels
        self.visitor.read(self.path + "/check")
        self.visitor.do(self.path + "/lock", {"version": version, "confirm": True})

    def revise(self, total, reason, **words):
        """Changes the locked review, for a reason."""
        version = self.visitor.read(self.path + "?page=1")["version"]
        self.visitor.do(self.path + "/revise", {"version": version, "reason": reason})
        self.first = self.visitor.read(self.path + "?page=1")
        self.score(total, **words)

    def give_up_revising(self, reason):
        """Begins a revision and keeps the review as it was."""
        version = self.visitor.read(self.path + "?page=1")["version"]
        version = self.visitor.do(self.path + "/revise", {"version": version, "reason": reason})["version"]
        self.visitor.do(self.path + "/revise/drop", {"version": version})


def packets_of(reviewer):
    """The open packets in a reviewer's queue, ready to be worked on."""
    groups = reviewer.visitor.read("/queue")["groups"]
    return [Reviewing(reviewer.visitor, row["code"]) for group in groups for row in group["open"]]
