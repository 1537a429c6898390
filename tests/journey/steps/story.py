"""The main job, step by step, in the order in which it happens. Each step is one method; the tests look at what it left."""
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from house import wait_for
from people import SAMPLE_STAFF, Office, Sitting, packets_of
from steps import by_forms
from steps.cast import EMAILS, PLAN, ROSTER, response

CHICAGO = ZoneInfo("America/Chicago")


class Story:
    def __init__(self, house):
        self.house = house
        self.sittings, self.browsers, self.times, self.reviewed = {}, {}, {}, []
        self.remarks = {who: [] for who in PLAN}

    def is_now(self, *moment):
        """The association's own clock."""
        self.house.travel_to(datetime(*moment, tzinfo=CHICAGO))

    # -- before the exam ------------------------------------------------------------------------------------------------

    def set_up(self):
        """Sunday, February 27, 2028: a coordinator comes in with the printed code, takes colleagues on, makes the exam."""
        self.office = Office(self.house, staff={})
        self.is_now(2028, 2, 27, 9, 0)
        self.office.coordinator.sign_in()
        self.office.take_on(SAMPLE_STAFF)
        self.exam = self.office.add_exam("Spring 2028", closes=timedelta(days=5))
        self.slips = self.exam.admit(ROSTER)

    # -- the exam -------------------------------------------------------------------------------------------------------

    def sit(self):
        """Amara works with plain forms; the others as the pages with scripts do. Two leave Part 2 for another day."""
        self.amara_sits()
        for who in ("chiara", "dmitri", "esther", "farid"):
            self.comes(who)
            self.part1(who)
        self.part2("esther")
        self.dmitri_answers_one_too_many()
        self.is_now(2028, 2, 27, 23, 40)
        self.comes("bruno")
        self.part1("bruno")
        self.part2("bruno")
        self.is_now(2028, 2, 29, 10, 0)
        self.comes("chiara")
        self.part2("chiara")
        self.is_now(2028, 3, 1, 10, 0)
        self.comes("farid")
        self.sittings["farid"].open(2)
        self.sittings["farid"].write(response("farid"))

    def amara_sits(self):
        browser = self.browsers["amara"] = by_forms.come_in(self.house, self.slips[EMAILS["amara"]])
        self.times["amara"] = browser.page.text
        by_forms.sit_part1(browser, PLAN["amara"].right)
        by_forms.sit_part2(browser, response("amara"), skip=(2,))

    def comes(self, who):
        """With the slip, on each day anew."""
        sitting = self.sittings[who] = Sitting(self.house, self.slips[EMAILS[who]])
        if who not in self.times:
            sitting.accept()
        self.times[who] = sitting.visitor.read("/exam")["parts"][0]["time"]["line"]

    def part1(self, who):
        """Farid goes home without handing in."""
        self.sittings[who].open(1)
        self.sittings[who].answer(PLAN[who].right)
        if who != "farid":
            self.sittings[who].hand_in(1)

    def part2(self, who):
        self.sittings[who].part2(response(who), skip=(2,) if who in ("bruno", "chiara") else ())

    def dmitri_answers_one_too_many(self):
        """Three answers where two count: he marks the second and the third."""
        dmitri = self.sittings["dmitri"]
        dmitri.open(2)
        dmitri.write(response("dmitri"))
        self.titles = [dmitri.visitor.read(f"/parts/2/vignettes/{n}")["vignette"]["title"] for n in (1, 2, 3)]
        dmitri.save(2, "choice", vignettes=["2", "3"])
        dmitri.hand_in(2)

    # -- from the answers to the packets --------------------------------------------------------------------------------

    def take_in(self):
        """Monday, March 6: the window is over, the registrar has closed what was left open."""
        self.is_now(2028, 3, 6, 9, 0)
        self.office.everybody_signs_in()
        self.exam.wait_until_closed()
        self.exam.score()
        self.exam.take_in()
        self.exam.mask()
        self.exam.pack()
        self.seats = self.exam.allocate()

    # -- the reviews ----------------------------------------------------------------------------------------------------

    def decide(self, text):
        """What the plan says for the packet with this text: (who, total, remark of a page, overall, recommendation)."""
        who = next(who for who, plan in PLAN.items() if plan.mark in text)
        plan, number = PLAN[who], len([w for w, _, _ in self.reviewed if w == who])
        self.remarks[who] += [f"Review {number + 1}, page {page}: {plan.mark}." for page in (1, 2)]
        self.remarks[who].append(f"Review {number + 1}, all: {plan.mark}.")
        mine = self.remarks[who][-3:]
        return who, plan.totals[number], lambda page: mine[page - 1], mine[2], plan.recommendation

    def review(self, person):
        """All that one reviewer has. Rowan works with plain forms."""
        if person is self.office["first"]:
            browser = by_forms.staff_sign_in(self.house, person)
            while "Read the next response" in browser.page.text:
                self.review_by_forms(person, browser)
            return
        person.sign_in()
        for packet in packets_of(person):
            text = " ".join(r["response"] for page in packet.pages() for r in page["vignette"]["prompts"])
            who, total, remark, overall, recommendation = self.decide(text)
            packet.score(total, remark=remark, overall=overall, recommendation=recommendation)
            self.reviewed.append((who, person.name, text))

    def review_by_forms(self, person, browser):
        seen = []

        def decide(text):
            seen.append(text)
            return self.decide(text)

        who = by_forms.score_next_packet(browser, decide)
        self.reviewed.append((who, person.name, seen[0]))

    def everybody_reviews(self):
        """Until every packet is decided. For one of them the registrar calls a third reviewer by itself, as soon as two have
        locked; whoever gets it does not know that it is a third one."""
        def all_are_decided():
            for person in self.office.reviewers:
                self.review(person)
            return self.exam.step("reviews")["state"] == "done"
        wait_for(all_are_decided)

    # -- the release ----------------------------------------------------------------------------------------------------

    def read(self):
        """The coordinator reads what candidates are to get, with plain forms."""
        self.exam.remarks()
        browser = by_forms.staff_sign_in(self.house, self.office.coordinator)
        self.unread = self.exam.desk.post(self.exam.path + "/preview")
        self.pages_read = by_forms.read_remarks(browser, self.exam.id)

    def prepare(self):
        self.office.coordinator.sign_in()
        self.preview = self.exam.preview()

    def publish(self):
        approver = by_forms.staff_sign_in(self.house, self.office["approver"])
        self.letters = by_forms.confirm_release(approver, self.exam.id)
        self.exam.wait_for_step("release")

    def visitor_of(self, who):
        """A candidate come back with the slip, as a program."""
        return Sitting(self.house, self.slips[EMAILS[who]]).visitor
