"""One exam with canaries in it: words that stand for what must never be seen where it does not belong.

Two associations. At the first three candidates sit both parts and write their own names, e-mail addresses and employers into
their responses; two reviewers score each. Everybody works through the doors of the desks; everything they get is recorded.
"""
from datetime import timedelta
from types import SimpleNamespace

import itertools
import re
import uuid
from datetime import timedelta

from calibration import agreed, practise, to_practise
from house import House, wait_for
from people import Office, Sitting, packets_of
from rescue_file import rescue_file, save

CANDIDATES = [
    {"name": "Zéphyrine Quillfeather", "email": "zephyrine.quillfeather@hollowmere.example", "category": "specialist",
     "track": "imh", "esl": "60", "employer": "Hollowmere Nursery", "supervisor": "Ottoline Brackenridge"},
    {"name": "Bartholomew Xanthakis", "email": "b.xanthakis@tidewrack.example", "category": "mentor-policy",
     "track": "ecmh", "esl": "", "employer": "Tidewrack Agency", "supervisor": "Ingeborg Vasterling"},
    {"name": "Wilhelmina Okonjo-Strand", "email": "wokonjostrand@fernhollow.example", "category": "mentor-clinical",
     "track": "imh", "esl": "45", "employer": "Fernhollow Practice", "supervisor": "Leopold Marchetti"},
]
SECOND = {"code": "second", "name": "Second Association", "zone": "America/Anchorage"}
SECOND_COORDINATOR = {"name": "Sigrid Calloway", "email": "sigrid.calloway@second.example"}
SECOND_STAFF = {
    "approver": {"name": "Ambrose Tull", "email": "ambrose.tull@second.example", "approve": True},
    "masker": {"name": "Marta Quist", "email": "marta.quist@second.example", "mask": True},
    "first": {"name": "Gideon Pellwright", "email": "gideon.pell@second.example", "review": True},
}
LEAVER = {"name": "Lavinia Corbray", "email": "lavinia.corbray@sample.example", "review": True, "employer": "Nowhere Clinic"}
SECOND_CANDIDATE = {"name": "Perpetua Lindqvist", "email": "perpetua.lindqvist@elsewhere.example",
                    "category": "specialist", "track": "imh"}
# Written into every response: the search must find it with the reviewers, so that it is known to look in the right place.
PLAIN = "heliotrope observatory"
REMARK = "vermilion sextant"
# Why a reviewer gave a packet back: only the masker reads it.
GIVEN_BACK = "pewter gyroscope"
# Stand in every request for an accommodation and in every decision about one: only those two desks may show them.
ASKED = "marzipan barometer"
DECIDED = "cerulean astrolabe"
KINDS = ("time", "breaks", "dictionary", "display", "date", "person")
# Where the first part is sat: nobody who reviews learns it.
ROOM = "Bellwether Annexe"


def response(person):
    """What this candidate writes to every prompt."""
    def words(vignette, prompt):
        return (f"I, {person['name']}, of {person['employer']}, thought of the {PLAIN} while reading {vignette['title']}. "
                f"My supervisor {person['supervisor']} agrees. Write to {person['email'].upper()} or ask for "
                f"{person['name'].split()[0].lower()} of {person['employer'].upper()}.")
    return words


def secret_words(house):
    """Everything about the candidates that a reviewer must not see: names, addresses, employers, what they asked for, and the
    ids of their rows."""
    words = [ASKED, DECIDED, *ROOM.split()]
    for person in CANDIDATES:
        words += [*person["name"].split(), person["email"], person["employer"], *person["supervisor"].split()]
    with house.admin() as db:
        for column in ("identity.person.id", "work.registration.id", "work.attempt.id", "work.session.id",
                       "work.accommodation.id", "work.slot.id", "work.appointment.id",
                       "intake.response.id", "intake.response.code"):
            table, name = column.rsplit(".", 1)
            words += [str(row[0]) for row in db.execute(f"SELECT {name} FROM {table}").fetchall()]
    return words


def masked_besides(document):
    """What the masker adds: employers and supervisors that stand in the responses."""
    shown = "".join(s["text"] for page in document["pages"] for r in page["responses"] for s in r["segments"] if not s["mask"])
    return [word for person in CANDIDATES for word in (person["employer"], person["supervisor"]) if word in shown]


def paths_of(template, values):
    """Every path of a route, its parameters filled from values: {"code": […], "/registrations/{id}": […]}. An account is named
    where it is not the first."""
    names = re.findall(r"\{(\w+)\}", template)
    lists = [values.get(name, []) if name == "account" else
             next((v for key, v in values.items() if template.startswith(key) and ("{" not in key or key.endswith("{%s}" % name))),
                  values.get(name, [])) for name in names]
    for chosen in itertools.product(*lists):
        path = template
        for name, value in zip(names, chosen):
            path = path.replace("{%s}" % name, str(value))
        yield path


def tour(visitor, **values):
    """Looks at every page of a desk, allowed or not, at whatever stage the story is."""
    visitor.recording.document(visitor.desk, visitor.url)
    for method, template in visitor.recording.routes(visitor.desk):
        if method == "GET":
            for path in paths_of(template, values):
                visitor.get(path)


class Story:
    """Everybody and everything. The phases are played in order; each ends with a tour of who is at work then."""

    def __init__(self, house=None):
        self.house = house or House().start()
        self.second_code = self.house.add_association(SECOND, SECOND_COORDINATOR)
        self.house.import_bank(SECOND["code"])
        self.office = Office(self.house)
        self.second = Office(self.house, SECOND, SECOND_COORDINATOR, self.second_code, SECOND_STAFF)
        # Wide enough that full marks for everything are never too far off, and none at all for anything are.
        self.exam = self.office.add_exam("Spring exam", practice_packets=1, control_packets=1, calibration_points=20,
                                         calibration_levels=4)
        self.elsewhere = self.second.add_exam("Northern exam")
        self.sittings, self.values = {}, {}

    def play(self):
        self.set_up()
        self.sit()
        self.bring_to_review()
        self.review()
        self.release()
        self.leave()
        return self

    def set_up(self):
        """Rosters, slips, and the state changes of the coordination desk that the exam itself does not need."""
        self.slips = self.exam.admit(CANDIDATES)
        self.other_slip = self.elsewhere.admit([SECOND_CANDIDATE])[SECOND_CANDIDATE["email"]]
        desk, first = self.office.desk, CANDIDATES[0]["email"]
        people = desk.read(self.exam.path + "/candidates")["people"]
        self.registrations = {p["email"]: p["registration"] for p in people}
        again = desk.do(f"/registrations/{self.registrations[first]}/slip", {})["slips"][0]["code"]
        assert again != self.slips[first]
        self.slips[first] = again
        proctor = self.office["proctor"]
        desk.do(f"/staff/{proctor.account}", {"proctor": True})
        proctor.code = desk.do(f"/staff/{proctor.account}/reset", {})["code"]
        self.office.take_on({"leaver": LEAVER})
        self.values = {"/administrations/{id}": [self.exam.id], "/registrations/{id}": list(self.registrations.values()),
                       "/accommodations/{id}": [], "/slots/{id}": [],
                       "/staff/{id}": [proctor.account, self.office["leaver"].account], "account": [self.office["leaver"].account],
                       "part": [1, 2], "place": [1, 2], "step": [1, 2, 3], "code": [], "save": [uuid.uuid4()]}
        self.make_slots()
        self.office.everybody_signs_in()
        self.say_who_is_too_near()
        self.second.everybody_signs_in()
        self.accommodate()
        self.tour_staff()

    def say_who_is_too_near(self):
        """A reviewer declares somebody, the coordinator enters somebody else and takes it back; neither is a candidate, so that
        no name comes to the review desk by this way."""
        self.office["first"].visitor.do("/conflicts", {"relation": "taught", "name": "Nobody Hereabouts"})
        path = f"/staff/{self.office['leaver'].account}"
        self.office.desk.do(path + "/conflicts", {"name": "Nobody Elsewhere", "employer": "No Such Place"})
        entry = self.office.desk.read(path)["conflicts"][0]["id"]
        self.office.desk.do(path + "/conflicts/withdraw", {"conflict": entry})

    def accommodate(self):
        """The first candidate asks for everything there is and gets it; somebody else's request is entered and refused; one is
        taken back."""
        sitting = Sitting(self.house, self.slips[CANDIDATES[0]["email"]])
        for kind in KINDS:
            sitting.ask(kind, f"I need this, says the {ASKED}: {kind}.")
        self.office.desk.do(f"/registrations/{self.registrations[CANDIDATES[1]['email']]}/accommodations",
                            {"kind": "time", "asked": f"By telephone, the {ASKED}.",
                             "received_on": self.house.now().astimezone(self.office.zone).strftime("%Y-%m-%d")})
        today = self.house.now().astimezone(self.office.zone)
        more = {"time": {"part1_minutes": "30", "part2_minutes": "20"}, "breaks": {"part1_minutes": "10"},
                "date": {"opens_date": (today - timedelta(days=2)).strftime("%Y-%m-%d"), "opens_time": "09:00",
                         "closes_date": (today + timedelta(days=2)).strftime("%Y-%m-%d"), "closes_time": "00:00"}}
        for request in self.exam.requests():
            others = request["registration"] != self.registrations[CANDIDATES[0]["email"]]
            self.exam.decide(request, "refuse" if others else "grant", reason=f"So says the {DECIDED}.",
                             **({} if others else more.get(request["kind"], {})))
        back = Sitting(self.house, self.slips[CANDIDATES[2]["email"]]).ask("display", f"Large, for the {ASKED}.")
        settled = self.office.desk.read(self.exam.path + "/accommodations")["settled"]
        settled.sort(key=lambda r: (r["registration"] != self.registrations[CANDIDATES[0]["email"]], r["kind"] != "time"))
        self.values["/accommodations/{id}"] = [request["id"] for request in settled]
        taken = self.exam.requests()[0]["id"]
        back.visitor.do(f"/accommodations/{taken}/withdraw", {})
        tour(sitting.visitor, **self.values)
        tour(Sitting(self.house, self.slips[CANDIDATES[0]["email"]], html=True).visitor, **self.values)

    def make_slots(self):
        """Part 1 at appointments: the first candidate picks a slot of tomorrow, thinks better of it, and all come today."""
        desk, visitor = self.office.desk, Sitting(self.house, self.slips[CANDIDATES[0]["email"]]).visitor
        today = self.add_slot(timedelta(minutes=-30))
        tomorrow = self.add_slot(timedelta(days=1))
        visitor.do("/appointments/1", {"slot": tomorrow})
        assert "METHOD:PUBLISH" in visitor.get("/appointments.ics").text
        visitor.do("/appointments/1/cancel", {})
        for registration in self.registrations.values():
            desk.do(f"/registrations/{registration}/appointments", {"part": 1, "slot": tomorrow})
            desk.do(f"/registrations/{registration}/appointments/cancel", {"part": 1})
            desk.do(f"/registrations/{registration}/appointments", {"part": 1, "slot": today})
        desk.do(f"/slots/{today}", {"places": "4", "place": ROOM + ", ground floor"})
        desk.do(f"/slots/{tomorrow}/withdraw", {})
        self.values["/slots/{id}"] = [today]

    def add_slot(self, span):
        """The id of a slot for Part 1, so long from now."""
        desk, moment = self.office.desk, (self.house.now() + span).astimezone(self.office.zone)
        desk.do(self.exam.path + "/slots", {"part": "1", "date": moment.strftime("%Y-%m-%d"), "time": moment.strftime("%H:%M"),
                                            "places": "3", "place": ROOM})
        slots = desk.read(self.exam.path + "/slots")["parts"][0]["slots"]
        return slots[0 if span < timedelta(0) else -1]["slot"]

    def tour_staff(self, html=True):
        for person in self.office.people.values():
            codes = [p.path.rsplit("/")[-1] for p in packets_of(person)] if person.desk == "review" else self.values["code"]
            tour(person.visitor, **{**self.values, "code": codes or ["ABCD2345"]})
            if html:
                tour(person.sign_in(html=True), **{**self.values, "code": codes or ["ABCD2345"]})
                person.sign_in()
        for desk in ("candidate", "review", "coordination"):
            for html in (False, True):
                tour(self.house.visitor(desk, html), **{**self.values, "code": ["ABCD2345"]})

    def sit(self):
        for person in CANDIDATES:
            sitting = self.sittings[person["email"]] = Sitting(self.house, self.slips[person["email"]]).accept()
            if person is CANDIDATES[0]:
                sitting.visitor.do("/tutorial/1", {"choice": "A"})
                sitting.open(1)
                sitting.visitor.do("/parts/1/items/1", {"choice": "A", "flagged": True, "struck": ["B"]})
                tour(sitting.visitor, **self.values)
                self.take_a_break(sitting.visitor)
                self.handle_clocks(person["email"])
                sitting.answer(right=50)
                sitting.hand_in(1)
                sitting.open(2)
                sitting.visitor.do("/parts/2/vignettes/1", {"text": {}, "flagged": True})
                tour(sitting.visitor, **self.values)
                sitting.write(response(person))
                sitting.hand_in(2)
            elif person is CANDIDATES[1]:
                sitting.part1(right=50).open(2)
                sitting.write(response(person))
                self.come_late(sitting, response(person))
            else:
                sitting.part1(right=50).part2(response(person))
        self.stranger = Sitting(self.house, self.other_slip).accept()
        self.tour_staff(html=False)

    def take_a_break(self, visitor):
        """What was granted shows on the candidate's pages and nowhere else."""
        tour(visitor, **self.values)
        visitor.do("/parts/1/break", {})
        tour(visitor, **self.values)
        visitor.do("/parts/1/go-on", {})

    def handle_clocks(self, email):
        """The clock of somebody who sits is paused, goes on and gets a minute; a second person approves; an outage is let go."""
        desk, path = self.office.desk, self.exam.path
        person = next(p for p in desk.read(path + "/board")["people"] if p["email"] == email)
        session = next(part["session"] for part in person["parts"] if part["session"])
        for what, minutes in (("pause", ""), ("resume", ""), ("minutes", "1")):
            wanted = {"what": what, "session": [session], "minutes": minutes, "category": "environment", "reason": "the fire alarm"}
            act = desk.do(path + "/clocks", wanted)["act"]
            desk.do(path + "/acts", wanted | {"act": act})
        self.values["/irregularities/{id}"] = [act]
        acts = desk.read(path + "/irregularities")["acts"]
        self.office["approver"].visitor.do(path + "/irregularities", {"act": [a["act"] for a in acts if a["waits"]]})
        with self.house.admin() as db:
            db.execute("INSERT INTO service.outage SELECT gen_random_uuid(), s.started_at - interval '20 s', "
                       "s.started_at + interval '1 s' FROM work.session s WHERE s.id = %s", [session])
        outage = desk.read(path + "/outages")["outages"][0]
        desk.do(path + "/outages", {"outage": outage["outage"], "act": outage["act"], "give": "no", "reason": "nobody noticed"})

    def come_late(self, sitting, words):
        """One more answer after the end, before the registrar has closed the part: it is kept and waits for a word."""
        vignette = sitting.visitor.read("/parts/2/vignettes/1")["vignette"]
        prompt = vignette["prompts"][0]
        self.house.stop("registrar")
        self.house.travel(hours=3)
        late = {"ref": prompt["ref"], "save_id": str(self.values["save"][0]), "text": words(vignette, prompt) + " And more."}
        assert sitting.visitor.do("/parts/2/saves", late)["outcome"] == "late"
        sitting.visitor.do("/parts/2/pulse", {"unsent": 1, "characters": 40, "waiting_s": 100})
        self.house.start("registrar")
        self.office.everybody_signs_in()

    def bring_in_a_file(self, email):
        """What the device of who came late could not send at all comes as a file, which only the registrar opens; and one that does
        not open."""
        desk, path = self.office.desk, self.exam.path + "/rescues"
        person = next(p for p in desk.read(self.exam.path + "/board")["people"] if p["email"] == email)
        session = next(part["session"] for part in person["parts"] if part["part"] == 2)
        line = re.search(r"^rescue_public (\w+)$", (self.house.keys / "candidate.keys").read_text(), re.M)
        words = f"I am {person['name']} and the {PLAIN} was out of reach."
        held = [save("prompt.1.p1", sequence=900, text=words), save("choice", sequence=901, vignettes=["1"])]
        for key in (bytes.fromhex(line[1]), bytes([9]) + bytes(31)):
            desk.do(path, {"file": rescue_file(session, key, held), "reason": "the candidate brought the device"})
        wait_for(lambda: desk.read(path)["opening"] is None)
        assert sorted(file["late"] or 0 for file in desk.read(path)["files"]) == [0, 2]

    def bring_to_review(self):
        """The window ends: scored, taken in, masked, packed, allocated."""
        self.house.travel(days=3)
        self.office.everybody_signs_in()
        self.exam.wait_until_closed()
        self.bring_in_a_file(CANDIDATES[1]["email"])
        self.office.desk.do(f"/registrations/{self.registrations[CANDIDATES[1]['email']]}/late",
                            {"part": 2, "accept": "no", "reason": "sent after the end"})
        self.exam.score()
        self.exam.take_in()
        masker = self.office["masker"].sign_in()
        self.values["code"] = [r["code"] for r in masker.read("/maskings")["responses"]]
        self.tour_staff()
        self.exam.mask(masked_besides)
        self.exam.pack()
        self.exam.allocate()
        self.office.desk.do(f"{self.exam.path}/reviewers/{self.office['leaver'].account}/stop", {"reason": "moved away"})
        self.exam.allocate()
        self.practise()
        self.give_back()

    def practise(self):
        """Everybody scores practice packets first. One is far too far off, pauses, and is let go on."""
        for reviewer in self.office.reviewers:
            if reviewer is not self.office["leaver"]:
                visitor = reviewer.sign_in()
                first = reviewer is self.office.reviewers[0]
                wait_for(lambda visitor=visitor: to_practise(visitor))
                tour(visitor, code=to_practise(visitor))
                tour(reviewer.sign_in(html=True), code=to_practise(visitor))
                visitor = reviewer.sign_in()
                practise(visitor, (lambda packet: [[0] * len(page) for page in agreed(packet)]) if first else agreed)
                tour(visitor, **self.values | {"code": [p["code"] for p in visitor.read("/queue")["practised"]["packets"]]})
        paused = self.office.reviewers[0]
        self.values["account"] = [paused.account, self.office["leaver"].account]
        self.tour_staff(html=False)
        self.office.desk.do(f"{self.exam.path}/reviewers/{paused.account}/pause", {"how": "goes_on", "reason": "we spoke"})
        wait_for(lambda: "paused" not in paused.sign_in().read("/queue"))
        practise(paused.visitor)

    def give_back(self):
        """A reviewer sends a packet back; it is masked again, and somebody else gets it."""
        giver, masker = self.office.reviewers[0], self.office["masker"].sign_in()
        giver.sign_in()
        packet = next(packet for packet in packets_of(giver) if PLAIN in packet.text())
        giver.visitor.do(packet.path + "/give-back", {"kind": "other", "words": f"{giver.name} says: {GIVEN_BACK}."})
        wait_for(lambda: any(r["returned"] for r in masker.read("/maskings")["responses"]))
        self.tour_staff(html=False)
        self.exam.mask()
        desk = self.office.desk
        wait_for(lambda: desk.post(self.exam.path + "/reviewers", {}).status_code == 200
                 and self.exam.step("reviewers")["state"] == "done")

    def review(self):
        """One reviewer after the other locks all, and revises one; what every other reviewer sees is kept from before and after."""
        self.office.everybody_signs_in()
        for reviewer in self.office.reviewers:   # whoever got a packet of another category since
            practise(reviewer.visitor)
        self.tour_staff()
        self.seen = []
        for reviewer in self.office.reviewers:
            others = [other for other in self.office.reviewers if other is not reviewer]
            before = [self.what_is_seen(other) for other in others]
            packets = packets_of(reviewer)
            for packet in packets:
                reviewer.visitor.do(packet.path + "/phrases", {"text": REMARK})
                reviewer.visitor.do(packet.path + "/phrases/forget", {"text": REMARK})
                packet.score(packet.most, remark=REMARK, overall=f"Thoughtful work, {REMARK}.")
            for packet in packets[:1]:
                packet.give_up_revising(f"Of two minds about the {REMARK}.")
                packet.revise(packet.most - 1, f"One level was too high, says the {REMARK}.", overall=f"Thoughtful work, {REMARK}.")
            self.seen += list(zip(before, [self.what_is_seen(other) for other in others]))
            locked = [row["code"] for group in reviewer.visitor.read("/queue")["groups"] for row in group["locked"]]
            tour(reviewer.visitor, code=locked)
        self.values["/administrations/{id}/remarks/{code}"] = list(self.exam.remarks())
        self.tour_staff()

    def what_is_seen(self, reviewer):
        groups = reviewer.visitor.read("/queue")["groups"]
        codes = [row["code"] for group in groups for row in (*group["open"], *group["locked"])]
        paths = ["/queue", *(f"/packets/{code}{rest}" for code in codes for rest in ("", "?page=2", "/check", "/lock", "/revise"))]
        return {path: reviewer.visitor.get(path).content for path in paths}

    def release(self):
        self.office.everybody_signs_in()
        self.exam.preview()
        self.tour_staff()
        self.exam.confirm()
        self.tour_staff()
        for sitting in self.sittings.values():
            tour(sitting.sign_in().visitor, **self.values)

    def leave(self):
        """Corinne works for the second association too: she changes over and back. Then some sign out."""
        self.second.everybody_signs_in()
        coordinator = self.office.coordinator
        self.second.desk.do("/staff", {"name": coordinator.name, "email": coordinator.email, "coordinate": True})
        visitor = coordinator.sign_in()
        with self.house.admin() as db:
            ids = dict(db.execute("SELECT code, id::text FROM staff.association").fetchall())
        for code in ("second", "sample"):
            visitor.do("/association", {"association": ids[code]})
        for person in (self.office.reviewers[0], self.office["proctor"]):
            person.sign_in().do("/sign-out", {})
        list(self.sittings.values())[-1].visitor.do("/sign-out", {})
