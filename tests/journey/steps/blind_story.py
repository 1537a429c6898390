"""How the forty and the five of blind_cast.py go from the roster to the results, each through the door of their own desk. Each
method is one step; what a test wants to look at is kept as it was then. Rows are read, never written."""
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from house import wait_for
from people import Office, Reviewing, Sitting
from registrar_world import World
from steps.blind_cast import (CASES, DECLARED, EXAMS, FEEDBACK, LEAVER, LEFT_EXAM, RECOGNISED, REVIEWERS, SECRET, STAFF, THIRDS,
                              UNSAID, of, overall, remark)

CHICAGO = ZoneInfo("America/Chicago")
LIVE = "l.state <> 'ended'"


class Rows(World):
    """The rows of a house, opened with the operator's keys."""

    def __init__(self, house):
        self.db = house.admin()
        lines = (line.split() for line in (house.keys / "all.keys").read_text().splitlines())
        self.keys = {line[0]: bytes.fromhex(line[1]) for line in lines}


class Story:
    def __init__(self, house):
        self.house, self.rows = house, Rows(house)
        self.whose, self.seen = {}, {}
        self.locked_by = {who: [] for who in CASES}

    def is_now(self, *moment):
        self.house.travel_to(datetime(*moment, tzinfo=CHICAGO))

    # -- before and at the exam ---------------------------------------------------------------------------------------------

    def set_up(self):
        """Sunday, February 27, 2028."""
        self.office = Office(self.house, staff={})
        self.is_now(2028, 2, 27, 9, 0)
        self.office.coordinator.sign_in()
        self.office.take_on(STAFF)
        self.role = {self.office[one].account: one for one in REVIEWERS}
        self.exams, self.slips, self.registration = {}, {}, {}
        for rule in EXAMS:
            exam = self.exams[rule] = self.office.add_exam("Spring 2028", closes=timedelta(days=1), part2_rule=rule,
                                                           feedback=FEEDBACK.get(rule, "on_fail"))
            self.slips |= exam.admit([CASES[who].row for who in of(rule)])
            for person in self.office.desk.read(exam.path + "/candidates")["people"]:
                self.registration[person["registration"]] = person["name"].split()[0]

    def sit(self):
        for who, case in CASES.items():
            sitting = Sitting(self.house, self.slips[case.email]).accept()
            sitting.open(1)
            sitting.answer_quickly(case.right)
            sitting.hand_in(1)
            where = f" At {SECRET} we wait." if who == RECOGNISED else ""
            skip = () if case.rule == "median_of_three" else (2,)
            sitting.part2(lambda vignette, prompt, case=case, where=where: (
                f"As {case.name} ({case.email}) I would begin with the {case.word}, then look at what {vignette['title']} says."
                + where), skip)

    # -- from the answers to the packets ------------------------------------------------------------------------------------

    def take_in(self):
        """Wednesday, March 1: Teodor says where he taught, and the masker reads everything once."""
        self.is_now(2028, 3, 1, 9, 0)
        self.office.everybody_signs_in()
        self.office["teodor"].visitor.do("/conflicts", DECLARED)
        for exam in self.exams.values():
            exam.wait_until_closed()
            exam.score()
            exam.take_in()
        self.exams["both_must_pass"].mask()
        for exam in self.exams.values():
            exam.pack()
        self.barred = self.who_is_barred()

    def allocate(self):
        self.people_before = self.what_is_told_of_people()
        self.given = {rule: exam.allocate() for rule, exam in self.exams.items()}
        self.first_seats = self.seats()
        self.told_first = self.counts()

    # -- what the rows say --------------------------------------------------------------------------------------------------

    LINK = ("JOIN bridge.packet_link b ON b.packet_id = k.id JOIN work.attempt t ON t.id = b.attempt_id ")

    def seats(self):
        """{who: {seat: reviewer}} of reviews that go on or are locked."""
        out = {who: {} for who in CASES}
        for registration, seat, reviewer in self.rows.rows(
                "SELECT t.registration_id::text, l.seat, l.reviewer_id::text FROM review.packet k " + self.LINK +
                "JOIN review.allocation l ON l.packet_id = k.id WHERE " + LIVE):
            out[self.registration[registration]][seat] = self.role[reviewer]
        return out

    def sealed(self, reviewer):
        """{who: commitment} of what a reviewer has locked."""
        return {self.registration[registration]: bytes(commitment) for registration, commitment in self.rows.rows(
            "SELECT t.registration_id::text, l.commitment FROM review.packet k " + self.LINK +
            "JOIN review.allocation l ON l.packet_id = k.id WHERE l.state = 'locked' AND l.reviewer_id = %s",
            self.office[reviewer].account)}

    def who_is_barred(self):
        return {self.registration[registration]: {self.role[str(one)] for one in barred} for registration, barred in self.rows.rows(
            "SELECT t.registration_id::text, k.barred FROM review.packet k " + self.LINK)}

    def loads(self, rule, seats):
        return {one: sum(one in seats[who].values() for who in of(rule)) for one in REVIEWERS}

    def thirds_in_order(self):
        """[(who, reviewer)] in the order in which they were asked."""
        return [(self.registration[registration], self.role[reviewer]) for registration, reviewer in self.rows.rows(
            "SELECT t.registration_id::text, l.reviewer_id::text FROM review.packet k " + self.LINK +
            "JOIN review.allocation l ON l.packet_id = k.id JOIN audit.event e ON e.subject_id = l.id "
            "WHERE l.seat = 3 AND e.action = 'packet.allocated' ORDER BY e.number")]

    def decisions(self):
        """{who: the newest record of what was decided}; decided_times says how often."""
        out, self.decided_times = {}, {who: 0 for who in CASES}
        for registration, packet, number, sealed in self.rows.rows(
                "SELECT t.registration_id::text, k.id, r.number, r.sealed FROM review.packet k " + self.LINK +
                "JOIN result.part2 r ON r.packet_id = k.id ORDER BY r.number"):
            who = self.registration[registration]
            out[who] = self.rows.open("result", "result.part2.sealed", packet, number - 1, sealed)
            self.decided_times[who] += 1
        return out

    def remarks_of(self):
        """{who: the code under which the remarks for them are read}."""
        return {self.registration[registration]: code for registration, code in self.rows.rows(
            "SELECT t.registration_id::text, f.code FROM review.packet k " + self.LINK +
            "JOIN bridge.feedback_link n ON n.packet_id = k.id JOIN result.feedback f ON f.id = n.feedback_id")}

    def secret_words(self):
        """All that names a packet, a review or a response to the machine."""
        return {str(value) for row in self.rows.rows(
            "SELECT k.id, b.attempt_id, l.id, l.code FROM review.packet k JOIN bridge.packet_link b ON b.packet_id = k.id "
            "JOIN review.allocation l ON l.packet_id = k.id") for value in row}

    # -- what a coordinator is told -----------------------------------------------------------------------------------------

    def counts(self):
        """Everything about packets on the page of reviewers."""
        return {rule: self.office.desk.read(exam.path + "/reviewers")["categories"] for rule, exam in self.exams.items()}

    def what_is_told_of_people(self):
        """The pages that list candidates by name, but for the hour."""
        pages = [self.office.desk.get(exam.path + page).text for exam in self.exams.values() for page in ("/candidates", "/board")]
        return [re.sub(r'"now":"[^"]*"', "", page) for page in pages]

    def a_coordinator_looks_everywhere(self):
        for exam in self.exams.values():
            for page in ("", "/reviewers", "/remarks", "/release", "/confirm", "/results", "/results.csv", "/agreement", "/board",
                         "/candidates", "/accommodations"):
                for kind in ("application/json", "text/html"):
                    self.office.desk.get(exam.path + page, headers={"Accept": kind})
            self.office.desk.get(f"/audit?administration={exam.id}")
        for page in ("/audit", "/agreement", "/home", "/staff"):
            self.office.desk.get(page)

    # -- the reviews --------------------------------------------------------------------------------------------------------

    def open_packets(self, one):
        """[(who, code)] of what a reviewer has to do; a response is read once to know whose it is."""
        visitor, out = self.office[one].visitor, []
        for code in [row["code"] for group in visitor.read("/queue")["groups"] for row in group["open"]]:
            if code not in self.whose:
                self.whose[code] = self.reads(one, code)
            out.append((self.whose[code], code))
        return out

    def reads(self, one, code):
        visitor = self.office[one].visitor
        pages = Reviewing(visitor, code).pages()
        text = " ".join(prompt["response"] for page in pages for prompt in page["vignette"]["prompts"])
        who = next(who for who, case in CASES.items() if case.word in text)
        shown = [visitor.get(f"/packets/{code}?page={n}", headers={"Accept": "text/html"}).text
                 for n in range(1, len(pages) + 1)] if who in THIRDS else []
        self.seen[who, one] = (code, text, pages, shown)
        return who

    def seal(self, one, who, code):
        """The next review of this packet, as the table has it."""
        case, number = CASES[who], len(self.locked_by[who])
        assert number < len(case.reviews), f"{one} has a review of {who} that is one too many: sealed by {self.locked_by[who]}"
        levels = case.reviews[number]
        Reviewing(self.office[one].visitor, code).give(
            levels, remark=lambda page: remark(who, number, page), overall=overall(who, number),
            recommendation="pass" if sum(levels) >= 32 else "fail")
        self.locked_by[who].append(one)

    def begin(self, one, code):
        """A draft that will never be sealed."""
        first = Reviewing(self.office[one].visitor, code).first
        self.office[one].visitor.do(f"/packets/{code}/draft", {
            "packet": code, "version": 0, "page": 1, "level": {first["criteria"][0]["id"]: "0"},
            "remark": {first["criteria"][0]["id"]: UNSAID}})

    def somebody_leaves(self):
        """Everybody has sealed some of the administration; Victor two, and has begun the next, when he has no more time for it."""
        exam, account = self.exams[LEFT_EXAM], self.office[LEAVER].account
        for one in REVIEWERS:
            mine = [(who, code) for who, code in self.open_packets(one) if who in of(LEFT_EXAM)]
            ready = [(who, code) for who, code in mine if not CASES[who].third]
            for who, code in ready[:2 if one == LEAVER else 1]:
                self.seal(one, who, code)
            if one == LEAVER:
                self.left_open = {who for who, _ in mine if one not in self.locked_by[who]}
                self.begin(one, next(code for who, code in mine if who in self.left_open))
        self.kept_before = self.sealed(LEAVER)
        self.office.desk.do(f"{exam.path}/reviewers/{account}/stop", {"reason": "No more time for it"})
        self.kept_after, self.seats_left = self.sealed(LEAVER), self.seats()
        self.told_left = self.counts()[LEFT_EXAM]
        self.given_again = exam.allocate()
        self.seats_after_leaving = self.seats()

    def somebody_is_recognised(self):
        """Whoever has the first seat gives the packet back; a masker takes out what gave it away; somebody else gets it."""
        exam = self.exams[CASES[RECOGNISED].rule]
        self.giver = self.seats()[RECOGNISED][1]
        code = next(code for who, code in self.open_packets(self.giver) if who == RECOGNISED)
        self.begin(self.giver, code)
        why = {"kind": "writer", "words": f"“{SECRET}” is known here"}
        self.office[self.giver].visitor.do(f"/packets/{code}/give-back", why)
        masker = self.office["masker"].visitor
        waiting = wait_for(lambda: [row["code"] for row in masker.read("/maskings")["responses"] if row["state"] == "proposed"])
        assert len(waiting) == 1
        page = masker.read("/maskings/" + waiting[0])
        self.reason = page["returned"]
        self.given_while_masked = self.office.desk.post(exam.path + "/reviewers", {})
        masker.do("/maskings/" + waiting[0], {"version": page["version"], "action": "approve", "add": SECRET})
        wait_for(lambda: self.rows.one("SELECT count(*) = 0 FROM review.packet WHERE remasking"))
        self.seats_given_back = self.seats()
        self.given_once_more = exam.allocate()
        self.seats_masked_again = self.seats()
        self.barred_then = self.who_is_barred()

    def everybody_reviews(self):
        def all_are_decided():
            for one in REVIEWERS:
                for who, code in self.open_packets(one):
                    self.seal(one, who, code)
            return all(exam.step("reviews")["state"] == "done" for exam in self.exams.values())
        wait_for(all_are_decided, 60)
        self.told_last, self.last_seats, self.decided = self.counts(), self.seats(), self.decisions()

    # -- the release --------------------------------------------------------------------------------------------------------

    def read(self):
        """The coordinator reads the remarks and looks at every page there is."""
        self.remarks = {}
        for exam in self.exams.values():
            for code, document in exam.remarks().items():
                texts = [remark["text"] for remark in document["remarks"]]
                who, = (who for who, case in CASES.items() if case.word in " ".join(texts))
                assert who not in self.remarks
                self.remarks[who] = (code, texts)
        self.a_coordinator_looks_everywhere()
        self.people_after = self.what_is_told_of_people()
        self.secrets = self.secret_words()
        self.before_release = len(self.house.recording.exchanges)

    def publish(self):
        self.previews = {rule: exam.preview() for rule, exam in self.exams.items()}
        for exam in self.exams.values():
            exam.confirm()

    def look_at_results(self):
        self.results, self.pages = {}, {}
        for who, case in CASES.items():
            visitor = Sitting(self.house, self.slips[case.email]).visitor
            self.results[who] = visitor.read("/results")
            self.pages[who] = [visitor.get(path, headers={"Accept": kind}).text for path in ("/results", "/letter", "/exam")
                               for kind in ("text/html", "application/json")]
