"""The whole job, clicked through: from a coordinator's one-time code to the letters of two candidates.

Ada Moreno has scripts and ESL time, Ben Okafor sits with JavaScript off. Each page that anybody comes to is looked at as
look.py says; what was found is judged at the end. The tests are one story and stand in its order.
"""
import re
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from chrome import Chrome
from figures import figure
from house import CODE
from look import Gallery, listed
from people import keys_by_stem
from rescue_file import rescue_file, save

LAKES = {"code": "lakes", "name": "Lakes Association", "zone": "America/Detroit"}
CORA = {"name": "Cora Lindqvist", "email": "cora.lindqvist@lakes.example"}
PASSWORD = "seven herons over still water"
STAFF = {"Milo Brandt": ("milo.brandt@lakes.example", "Mask:"), "Avery Holt": ("avery.holt@lakes.example", "Approve:"),
         "Rowan Esposito": ("rowan@lakes.example", "Review:"), "Sunita Varma": ("sunita@lakes.example", "Review:")}
ROSTER = """name,email,category,track,ESL
Ada Moreno,ada.moreno@example.org,Specialist,IMH-E,yes
Ben Okafor,ben.okafor@example.org,Mentor-Clinical,ECMH-E,no
"""
ADA_WROTE = "I am Ada Moreno. I would begin by wondering with the mother what the nights have been like for her."
BEN_WROTE = "I would tell the family to stop worrying."
SPRING = "Spring exam"


@dataclass
class Job:
    """What the story remembers from one test to the next."""
    house: object
    gallery: object
    chrome: object
    plain: object
    codes: dict = field(default_factory=dict)
    settled: set = field(default_factory=set)

    def desk(self, name):
        return self.house.urls[name]

    def see(self, chrome, heading):
        """Waits for a page and looks at it."""
        self.gallery.look(chrome.at(heading))
        return chrome

    def staff(self, name, email, desk="coordination", first=False):
        """A member of staff at the browser; the first time with the one-time code."""
        chrome = self.chrome.forget().go(self.desk(desk))
        if first:
            self.settled.add(name)
            self.see(chrome, {"coordination": "Coordination desk", "review": "The review desk"}[desk])
            chrome.press({"coordination": "I have a one-time code", "review": "Set a password with your one-time code"}[desk])
            self.see(chrome, {"coordination": "Choose your password", "review": "Set your password"}[desk])
            chrome.fill("One-time code", self.codes[name].lower()).fill("New password", PASSWORD)
            chrome.fill("The same password again", PASSWORD).press("Set the password")
        if chrome.driver.find_elements(By.ID, "email"):
            chrome.fill("E-mail address", email).fill("Password", PASSWORD).press("Sign in")
        return chrome

    def cora(self):
        """The coordinator, at the checklist."""
        chrome = self.staff(**CORA)
        return chrome.at(LAKES["name"]).press("Open the checklist").at(SPRING)

    def wait_for_next(self, chrome, step):
        """Presses “Look again” as a person would, until the checklist says what comes next."""
        def there():
            if f"Next: {step}" in chrome.text:
                return True
            chrome.driver.refresh()
            return False
        chrome.wait(there, f"“Next: {step}”")
        return self.see(chrome, SPRING)


@pytest.fixture(scope="module")
def job(house, axe):
    code = house.add_association(LAKES, CORA)
    house.import_bank(LAKES["code"])
    with Chrome() as chrome, Chrome(scripts=False) as plain:
        yield Job(house, Gallery(axe), chrome, plain, {CORA["name"]: code})


# ---- the coordinator prepares ----------------------------------------------------------------------------------------

def test_the_coordinator_comes_with_a_one_time_code(job):
    chrome = job.staff(**CORA, first=True)
    job.see(chrome, LAKES["name"]).says("No administration yet")


def test_the_coordinator_finds_people_to_help(job):
    chrome = job.chrome
    chrome.press("Staff")
    for name, (email, right) in STAFF.items():
        job.see(chrome, "Staff")
        chrome.fill("Name", name).fill("E-mail address", email).tick(right).press("Add and show the code")
        job.see(chrome, "One-time code").says(name)
        job.codes[name] = CODE.search(chrome.text).group()
        chrome.press("Back to the staff")
    chrome.press("Change what Sunita Varma may do")
    job.see(chrome, "What Sunita Varma may do").fill("A place of work", "Hope House").press("Add the entry")
    job.see(chrome, "What Sunita Varma may do").says("everybody at Hope House").press("Take back Hope House")
    chrome.says("Nothing is entered yet").press("Cancel")
    assert len(set(job.codes.values())) == 5
    chrome.fill("Name", "Nobody").fill("E-mail address", "nobody@lakes.example").tick("Review:").tick("Coordinate:")
    chrome.press("Add and show the code")
    job.see(chrome, "Staff").says("Who reviews or masks may do nothing else")


def test_the_coordinator_makes_an_administration(job):
    chrome = job.chrome
    chrome.press("Forms")
    job.see(chrome, "Forms").press("Home").press("New administration")
    now = job.house.now().astimezone(ZoneInfo(LAKES["zone"]))
    job.see(chrome, "New administration")
    for day, hour, moment in (("First day", "From", now - timedelta(hours=1)), ("Last day", "Until", now - timedelta(hours=2))):
        chrome.set_moment(day, moment.strftime("%Y-%m-%d")).set_moment(hour, moment.strftime("%H:%M"))
    chrome.fill("Name of this administration", SPRING).press("Make the administration")
    job.see(chrome, "New administration").says("The window must end after it begins")
    # So that level 3 for everything is close enough to what was agreed, and level 0 is not.
    for label, number in (("Practice packets", "3"), ("Points by which the total", "20"), ("Levels by which one criterion", "4")):
        chrome.fill(label, number)
    end = now + timedelta(days=2)
    chrome.set_moment("Last day", end.strftime("%Y-%m-%d")).set_moment("Until", end.strftime("%H:%M"))
    chrome.press("Make the administration")
    job.see(chrome, "New administration").says("The bank has fewer of these").fill("Practice packets", "1")
    chrome.press("Make the administration")
    job.see(chrome, SPRING).says("Next: import the roster").says("practice packets first: 1; control packets unseen: 0")


def test_the_coordinator_pastes_the_roster_and_prints_slips(job):
    chrome = job.chrome
    chrome.press("Import the roster")
    job.see(chrome, "Bring in the roster")
    chrome.paste("Roster", ROSTER.replace("ben.okafor@", "ben.okafor")).press("Check the roster")
    job.see(chrome, "Bring in the roster").says("Nothing was imported: 1 to correct").says("This is not an e-mail address.")
    chrome.labelled("Roster").clear()
    chrome.paste("Roster", ROSTER).press("Check the roster")
    job.see(chrome, "Bring in the roster").says("Candidates: 2, with ESL time: 1")
    chrome.press("Import them")
    job.see(chrome, "Candidates").says("2 without a slip")
    chrome.press("Make and show the missing slips")
    job.see(chrome, "Slips to print").says("150 min")
    for slip in chrome.driver.find_elements(By.CSS_SELECTOR, ".slip"):
        job.codes[slip.find_element(By.TAG_NAME, "h2").text] = CODE.search(slip.text).group()
    assert {"Ada Moreno", "Ben Okafor"} <= set(job.codes)


def test_the_coordinator_thinks_of_slots_and_lets_it_be(job):
    """There is room enough after all: a slot is taken off the list again, and nobody needs an appointment."""
    chrome = job.cora().press("Slots and appointments")
    moment = (job.house.now() + timedelta(hours=3)).astimezone(ZoneInfo(LAKES["zone"]))
    job.see(chrome, "Slots and appointments").says("No slots: nobody needs an appointment")
    chrome.set_moment("Day", moment.strftime("%Y-%m-%d")).set_moment("Time", moment.strftime("%H:%M"))
    chrome.fill("Places", "1").fill("Where", "Library, room 2").press("Add")
    job.see(chrome, "Slots and appointments").says("2 candidates have no appointment for Part 1").press("Ben Okafor")
    job.see(chrome, "Appointments of Ben Okafor").press("Slots and appointments").press("Change the slot")
    job.see(chrome, "Slot for Part 1").press("Take this slot off the list")
    chrome.at("Slots and appointments").says("No slots: nobody needs an appointment")


# ---- two candidates sit ----------------------------------------------------------------------------------------------

def arrive(job, chrome, name):
    """From the slip to the exam page, with the confidentiality text accepted and the instructions read."""
    chrome.forget().go(job.desk("candidate"))
    job.see(chrome, "Sign in to your exam")
    code = job.codes[name]
    chrome.fill("Code from your slip", code[:-1] + ("2" if code[-1] != "2" else "3")).press("Sign in")
    job.see(chrome, "Sign in to your exam").says("One character of the code was misread")
    chrome.fill("Code from your slip", code.lower().replace("-", " ")).press("Sign in")
    job.see(chrome, "Your exam").says(name)
    chrome.press("Read the confidentiality text")
    job.see(chrome, "Confidentiality").press("Accept and go on")
    job.see(chrome, "Confidentiality").says("Tick the box")
    chrome.tick("I have read this text").press("Accept and go on")
    job.see(chrome, "Instructions").press("Back to your exam").go(job.desk("candidate") + "/appointments")
    job.see(chrome, "Appointments").says("You need no appointment").press("Your exam")
    return job.see(chrome, "Your exam")


def take_the_tutorial(job, chrome):
    chrome.press("3. Tutorial")
    step = 1
    while re.match(r"Tutorial, step", chrome.heading):
        job.gallery.look(chrome)
        if step == 1:
            chrome.tick("A ")
        chrome.press("Next")
        step += 1
    job.see(chrome, "End of the tutorial").press("Back to your exam")


def saved(chrome):
    return chrome.says("All answers saved" if chrome.scripts else "Your answers are saved with every button you press")


def answer(chrome, right):
    """Chooses the right option, or the one after it."""
    key = keys_by_stem()[chrome.ask("return document.getElementById('stem').textContent")]
    letter = key if right else "BCDA"["ABCD".index(key)]
    return chrome.tick(letter + " "), letter


def hand_in(job, chrome, part):
    """To the exam page; a page with scripts says first what became of it, and the device has kept nothing."""
    chrome.press(f"Hand in Part {part} for good")
    if chrome.scripts:
        job.see(chrome, f"You have handed in Part {part}").press("See what comes next")
    return job.see(chrome, "Your exam")


def sit_part1(job, chrome, minutes, second_right):
    """The first question rightly, the second as told, and no other."""
    chrome.go(job.desk("candidate") + "/parts/2/open")
    job.see(chrome, "This cannot be done yet").says("Part 2 can be started when Part 1 has been handed in")
    chrome.press("See what comes next").press("Go to Part 1")
    job.see(chrome, "Start Part 1, multiple choice").says(f"Your time: {minutes} min").press("Start Part 1 now")
    answer(job.see(chrome, "Question 1 of 60"), right=True)
    saved(chrome).press("Next question")
    _, letter = answer(job.see(chrome, "Question 2 of 60"), second_right)
    chrome.tick(f"Strike out option {'A' if letter != 'A' else 'B'}").tick("Flag this question")
    saved(chrome).press("Next question")
    chrome.at("Question 3 of 60").press("Previous")
    job.see(chrome, "Question 2 of 60")
    assert chrome.labelled(letter + " ").is_selected() and chrome.labelled("Flag this question").is_selected()
    chrome.press("Review all")
    job.see(chrome, "Review Part 1").says("2 of 60").press("Hand in Part 1")
    job.see(chrome, "Hand in Part 1?").says("Some questions have no answer yet").press("your receipts so far")
    job.see(chrome, "Receipts of Part 1").says("The part goes on").says("Question 2").press("Back to your exam")
    chrome.go(job.desk("candidate") + "/parts/1/hand-in").at("Hand in Part 1?")
    hand_in(job, chrome, 1).says("Everything you had saved is stored.")
    chrome.go(job.desk("candidate") + "/parts/1/items/1")
    job.see(chrome, "You have handed in Part 1").says("Your seal of this part")
    code = chrome.driver.find_element(By.CLASS_NAME, "code").text
    chrome.press("Your receipts of this part")
    job.see(chrome, "Receipts of Part 1").says("this proves what you handed in and when. Keep it.").says(code)
    chrome.press("Back to your exam").at("Your exam").press("Seal and receipts of Part 1").says(code)
    chrome.press("Back to your exam").at("Your exam")


def take_a_break(job, chrome):
    """The ten minutes of breaks that were granted."""
    job.house.travel(seconds=15)  # the clock runs by now, though no script has said that the page is there
    chrome.driver.refresh()
    job.see(chrome, "Vignette 1 of 3").press("Take a break")
    job.see(chrome, "Take a break?").says("You have 10 min of breaks left in Part 2.").press("Take a break now")
    job.see(chrome, "You are on a break").press("Go on with Part 2")
    chrome.at("Vignette 1 of 3")


def go_on_elsewhere_and_come_back(job, name, chrome, other):
    """The other browser signs in with the same code; then this one does, again."""
    other.forget().go(job.desk("candidate")).fill("Code from your slip", job.codes[name]).press("Sign in")
    job.see(other, "Your exam").says("You were signed in on another device; that one can only be looked at now")
    chrome.driver.refresh()
    job.see(chrome, "Your exam continues on the other device").press("Your exam page")
    job.see(chrome, "Your exam").says("You have signed in on another device since")
    chrome.press("Sign out").fill("Code from your slip", job.codes[name]).press("Sign in")
    chrome.press("Go to Part 2").at("Vignette 1 of 3")
    other.press("Sign out").at("Sign in to your exam")


def sit_part2(job, chrome, wrote, meanwhile=lambda: None):
    """Answers every vignette that asks for it."""
    chrome.press("Go to Part 2")
    job.see(chrome, "Start Part 2, vignettes").press("Start Part 2 now").at("Vignette 1 of 3")
    meanwhile()
    while chrome.heading.startswith("Vignette "):
        job.gallery.look(chrome)
        for area in chrome.driver.find_elements(By.TAG_NAME, "textarea"):
            area.send_keys(wrote)
        if chrome.scripts:
            chrome.says(f"Words: {len(wrote.split())}")
        saved(chrome).press("Save and go to the")
    job.see(chrome, "Review Part 2").press("Hand in Part 2")
    job.see(chrome, "Hand in Part 2?")
    hand_in(job, chrome, 2).says("There is nothing more to do now")


def test_ada_sits_both_parts(job):
    chrome = arrive(job, job.chrome, "Ada Moreno")
    chrome.says("Your time: 150 min (90 + 60 ESL)")
    take_the_tutorial(job, chrome)
    sit_part1(job, chrome, "150", second_right=True)
    sit_part2(job, chrome, ADA_WROTE)
    chrome.press("Sign out").at("Sign in to your exam")


def test_the_coordinator_watches_the_board(job):
    chrome = job.cora()
    chrome.press("Watch the board")
    job.see(chrome, "Board").says("0 in session, 2 of 4 parts finished").says("Part 1: 90 + 60 ESL = 150 min")


def go_on(chrome, why):
    """The end of the form of an act on clocks."""
    return chrome.tick("Environment:").fill("Why, in a few words", why).press("Go on: see whom it concerns")


def test_the_coordinator_opens_a_part_again_and_gives_time(job):
    chrome = job.chrome
    chrome.press("Re-open")
    go_on(job.see(chrome, "Re-open a part"), "handed in by mistake")
    job.see(chrome, "Re-open a part").says("Choose at least one clock, or everybody")
    chrome.tick("Ada Moreno, Part 2").press("Go on: see whom it concerns")
    job.see(chrome, "Re-open?").says("Ada Moreno, Part 2: 90 + 60 ESL = 150 min").press("Re-open now")
    job.see(chrome, "Re-opened").says("The clock stands until you resume it").press("Resume clocks")
    go_on(job.see(chrome, "Resume clocks").tick("Everybody"), "she is back at the desk")
    job.see(chrome, "Resume these clocks?").press("Resume now")
    job.see(chrome, "Clocks run again").press("Back to the board")
    chrome.press("Add minutes Ada Moreno, Part 2")
    go_on(job.see(chrome, "Add minutes").fill("Minutes to add", "6"), "she was looked for")
    job.see(chrome, "Add 6 min?").press("Add 6 min now")
    job.see(chrome, "6 min added").press("Back to the board")
    chrome.press("Pause clocks")
    job.see(chrome, "Pause clocks").says("Ada Moreno, Part 2").press("Resume")
    job.see(chrome, "Resume clocks").says("No clock is paused now").press("Back to the board")


def test_the_coordinator_sees_whose_answers_are_on_a_device_only(job):
    chrome = job.chrome
    with job.house.admin() as db:
        db.execute("INSERT INTO work.pulse SELECT s.association_id, s.id, x.epoch, "
                   "clock_timestamp() - make_interval(secs => x.ago), x.unsent, x.characters, clock_timestamp() - interval '3 min' "
                   "FROM work.session s, (VALUES (1, 180, 2, 80), (2, 60, 3, 1240)) AS x (epoch, ago, unsent, characters) "
                   "WHERE s.part = 2 ON CONFLICT (association_id, session_id, epoch) DO UPDATE SET measured = excluded.measured, "
                   "unsent = excluded.unsent, characters = excluded.characters, waiting_since = excluded.waiting_since")
    chrome.driver.refresh()
    chrome.at("Board").says("Somebody should look: 1").says("3 answers, 1240 characters on the device only, since 3 min")
    chrome.says("No sign of the page for 1 min")
    job.see(chrome, "Board").says("Answers on an earlier device only: 2.")
    with job.house.admin() as db:
        db.execute("UPDATE work.pulse SET unsent = 0, characters = 0, waiting_since = NULL, measured = clock_timestamp()")
    chrome.wait(lambda: "Somebody should look" not in chrome.text, "the board when all is sent")


def test_the_coordinator_brings_in_an_emergency_file(job, tmp_path):
    chrome = job.chrome
    chrome.press("Emergency files")
    job.see(chrome, "Emergency files").says("None was brought in.")
    with job.house.admin() as db:
        (session,) = db.execute("SELECT s.id FROM work.session s JOIN work.attempt t ON t.id = s.attempt_id "
                                "WHERE s.part = 1 ORDER BY t.opened_at DESC LIMIT 1").fetchone()
    key = bytes.fromhex(re.search(r"^rescue_public (\w+)$", (job.house.keys / "candidate.keys").read_text(), re.M)[1])
    held = [save("item.3", sequence=900, choice="B"), save("item.4", sequence=901, choice="C")]
    for number, sealed_for in enumerate((key, bytes([9]) + bytes(31))):
        file = tmp_path / f"rescue{number}.json"
        file.write_text(rescue_file(session, sealed_for, held))
        chrome.labelled("The file from the candidate").send_keys(str(file))
        chrome.says("The file is in the box.")
        if number == 0:
            chrome.ask("document.getElementById('file').value += ' and more'")
            chrome.fill("What happened", "The network was down.").press("Bring it in")
            job.see(chrome, "Emergency files").says("This is no whole emergency file")
            chrome.labelled("The file from the candidate").send_keys(str(file))
            chrome.says("The file is in the box.").press("Bring it in")
        else:
            chrome.fill("What happened", "The same, from another device.").press("Bring it in")
        chrome.wait(lambda: "Being opened" not in chrome.text, "the registrar")
    job.see(chrome, "Emergency files").says("2 answers, 2 wait for your decision.").says("It does not open")
    chrome.press("Decide").at("Board").says("2 late")
    late = chrome.driver.find_element(By.CSS_SELECTOR, "section.panel form")
    late.find_element(By.CSS_SELECTOR, "input[type=text]").send_keys("She had handed in before.")
    job.see(chrome, "Board").press("Leave them out")
    chrome.at("Board").press("Emergency files").at("Emergency files").says("2 were put in as late and are decided.")
    chrome.press("Board").at("Board")


def test_the_coordinator_hears_of_an_outage_and_of_clocks_that_disagree(job):
    chrome = job.chrome
    job.house.stop("candidate")  # or its own pulse is heard instead of the planted one
    with job.house.admin() as db:
        db.execute("INSERT INTO service.outage SELECT gen_random_uuid(), s.started_at - interval '60 s', "
                   "s.started_at + interval '2 s' FROM work.session s WHERE s.part = 2")
        db.execute("INSERT INTO service.heartbeat SELECT 'candidate', now(), now(), 3000000 ON CONFLICT (desk) DO UPDATE SET "
                   "measured = excluded.measured, skew_us = excluded.skew_us")
    chrome.driver.refresh()
    chrome.at("Board").says("The server's clocks disagree by 3 s").says("The server was away on ")
    job.see(chrome, "Board").says("1 in session, 1 of 4 parts finished").press("Give it back, or not")
    job.see(chrome, "Outages").fill("Why you decide so", "nobody noticed it").press("Do nothing")
    chrome.at("Board").press("Irregularities")
    job.see(chrome, "Irregularities").says("Nothing given for an outage").says("You did these yourself")
    with job.house.admin() as db:
        db.execute("DELETE FROM service.heartbeat WHERE desk = 'candidate'")
    job.house.start("candidate")
    chrome.go(job.desk("coordination") + "/home").press("Open the checklist")
    job.see(chrome, SPRING).says("Acts on clocks that wait for a second person: 2")


def test_a_second_person_approves_what_was_done_to_clocks(job):
    chrome = job.staff("Avery Holt", STAFF["Avery Holt"][0], first=True)
    job.see(chrome, LAKES["name"]).press("Acts on clocks: 2")
    job.see(chrome, "Irregularities").press("6 min added")
    job.see(chrome, "6 min added").press("Approve")
    chrome.at("Irregularities").press("Approve all that I may: 1")
    job.see(chrome, "Irregularities").says("Approved by Avery Holt").says("Nothing waits for a second person.")


def test_ben_asks_for_breaks_and_for_another_date(job):
    chrome = job.plain.forget().go(job.desk("candidate"))
    chrome.fill("Code from your slip", job.codes["Ben Okafor"]).press("Sign in").at("Your exam").press("Ask for an accommodation")
    job.see(chrome, "Accommodations").says("You have not asked for anything yet.").says("That day is over.")
    chrome.fill("What you ask for, in your own words", "Ten minutes in Part 2.").press("Send the request")
    job.see(chrome, "Accommodations").says("Choose what is asked for")
    for kind, words in (("Breaks with", "Ten minutes in Part 2."), ("Another date", "I work tonight."), ("Large print", "Please.")):
        chrome.tick(kind).labelled("What you ask for").clear()
        chrome.fill("What you ask for, in your own words", words).press("Send the request").at("Accommodations").says(words)
    job.see(chrome, "Accommodations").says("Not decided yet").says("Because it came late")
    chrome.press("Take this request back: Large print").at("Accommodations").says("Taken back")


def test_the_coordinator_decides_what_ben_asked_for(job):
    chrome = job.cora()
    job.see(chrome, SPRING).says("Next: decide what candidates ask for").press("See the requests")
    job.see(chrome, "Accommodations").says("To decide: 2").press("Breaks with the clock stopped")
    job.see(chrome, "Breaks with the clock stopped").tick("Seen").fill("Minutes of breaks in Part 2", "10")
    chrome.fill("Reason", "A certificate was seen.").press("Grant")
    job.see(chrome, "Breaks with the clock stopped").says("This request came late.")
    chrome.fill("Why it is granted although it came late", "The certificate is of yesterday.").press("Grant")
    job.see(chrome, "Breaks with the clock stopped").says("Granted").press("Letter to print")
    job.see(chrome, "Letter to print").says("in Part 2 for 10 min in all").press("Back to the request")
    chrome.at("Breaks with the clock stopped").press("Accommodations").at("Accommodations").press("Another date")
    now = job.house.now().astimezone(ZoneInfo(LAKES["zone"]))
    for day, hour, moment in (("First day", "From", now - timedelta(days=1)), ("Last day", "Until", now + timedelta(days=1))):
        chrome.set_moment(day, moment.strftime("%Y-%m-%d")).set_moment(hour, moment.strftime("%H:%M"))
    chrome.tick("Not needed").fill("Reason", "Tomorrow is as good.").press("Grant")
    job.see(chrome, "Another date").says("Own window").press("Accommodations")
    job.see(chrome, "Accommodations").says("Everything that was asked for is decided.").press("candidates").at("Candidates")
    chrome.press("Accommodations of Ben Okafor")
    job.see(chrome, "Accommodations of Ben Okafor").tick("A word-to-word").fill("What is asked", " ").press("Enter the request")
    job.see(chrome, "Accommodations of Ben Okafor").says("Write what is asked for")


def test_ben_sees_what_was_decided(job):
    chrome = job.plain.go(job.desk("candidate") + "/accommodations")
    job.see(chrome, "Accommodations").says("A certificate was seen.").press("Letter of")
    job.see(chrome, f"{SPRING}: your request for an accommodation").says("It is granted.")


def test_ben_sits_both_parts_without_scripts(job):
    chrome = arrive(job, job.plain, "Ben Okafor")
    take_the_tutorial(job, chrome)
    sit_part1(job, chrome, "90", second_right=False)
    sit_part2(job, chrome, BEN_WROTE, lambda: (take_a_break(job, chrome), go_on_elsewhere_and_come_back(
        job, "Ben Okafor", chrome, job.chrome)))
    chrome.go(job.desk("candidate") + "/results")
    job.see(chrome, "Results").says("Results are not published yet")


# ---- the office takes it in ------------------------------------------------------------------------------------------

def test_the_coordinator_scores_and_takes_in(job):
    job.house.travel(days=3)
    chrome = job.cora()
    job.wait_for_next(chrome, "score Part 1")
    chrome.ask("document.querySelector('form[action$=score]').action = location.pathname + '/preview'")  # as of a week later
    chrome.press("Score Part 1")
    job.see(chrome, "This cannot be done yet").says("Part 1 is not scored.").press("Go to the checklist")
    chrome.press("Score Part 1")
    job.wait_for_next(chrome, "take in the Part 2 responses").press("Take in the Part 2 responses")
    job.wait_for_next(chrome, "a masker checks the maskings").says("0 of 2 checked")


def mask_what_is_selected(job, chrome, words):
    """Selects the first place of the words, as with Shift and the arrow keys, and presses m."""
    chrome.ask("""const walk = document.createTreeWalker(document.querySelector('.response'), NodeFilter.SHOW_TEXT);
        let node; while ((node = walk.nextNode()) && !node.data.includes(arguments[0]));
        document.getSelection().setBaseAndExtent(node, node.data.indexOf(arguments[0]), node,
            node.data.indexOf(arguments[0]) + arguments[0].length)""", words)
    page = chrome.driver.find_element(By.TAG_NAME, "html")
    chrome.driver.find_element(By.TAG_NAME, "body").send_keys("m")
    chrome.wait(lambda: chrome.is_gone(page), "the page after m")
    chrome.says(f"Do not mask the added words “{words}”").says("Do not mask the name “Ada Moreno”")


def test_a_masker_reads_what_would_tell_who_wrote(job):
    chrome = job.staff("Milo Brandt", STAFF["Milo Brandt"][0], first=True)
    chrome.at(LAKES["name"]).press("Go to the maskings")
    seen = ""
    for left in (2, 1):
        job.see(chrome, "Maskings").says(f"{left} to check")
        waiting = chrome.driver.find_element(By.XPATH, "//li[contains(., 'To check')]/a")
        chrome.press(waiting.text)
        job.gallery.look(chrome)
        seen += chrome.text
        if "Ada Moreno" in chrome.text:
            chrome.says("Do not mask the name “Ada Moreno”").says("Do not mask the name “Ada Moreno” anywhere")
            mask_what_is_selected(job, chrome, "begin by")
            chrome.fill("Words to mask as well", "the nights").press("Save the changes and look again")
            job.gallery.look(chrome).says("Do not mask the added words “the nights”")
        chrome.press("Approve this masking")
        chrome.go(job.desk("coordination") + "/maskings")
    assert BEN_WROTE in seen
    job.see(chrome, "Maskings").says("0 to check, 2 done")


def test_packets_go_to_two_reviewers(job):
    chrome = job.cora()
    job.wait_for_next(chrome, "make the packets").says("Responses: 1, fewer than five")
    job.gallery.look(chrome.press("Make the packets")).says("Groups of fewer than five responses").press("Go to the checklist")
    for _ in range(2):
        chrome.fill("Why they are reviewed all the same", "Both agreed to it.").press("Go on with this group")
    chrome.says("They are reviewed all the same: Both agreed to it.").press("Make the packets")
    job.wait_for_next(chrome, "give each packet two reviewers").press("Choose reviewers")
    job.see(chrome, "Reviewers").press("Give out the packets: 2")
    job.see(chrome, "Reviewers").says("Rowan Esposito")
    chrome.says("for which no third reviewer could be called, should two reviews disagree: 1")
    chrome.press("This reviewer stops: Rowan Esposito")
    job.see(chrome, "Rowan Esposito stops reviewing").press("Stop Rowan Esposito now", leaves=False).press("Not now")
    chrome.press("Log")
    job.see(chrome, "Log").says("gave packets to reviewers")


# ---- two reviewers, by keyboard --------------------------------------------------------------------------------------

SAID = "const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim()"


def tab_to(chrome, words):
    """Presses Tab until the focus is on what begins with these words (or with one of several)."""
    for _ in range(120):
        if chrome.tab().ask(SAID).startswith(words):
            return chrome
    raise AssertionError(f"Tab never comes to “{words}” at {chrome.path}")


def score_page(chrome, level):
    """Tab to the rubric, a digit and Enter for each criterion; the last Enter leaves the focus on the first button."""
    criteria = len(chrome.driver.find_elements(By.CSS_SELECTOR, "[data-criterion]"))
    chrome.wait(lambda: chrome.ask("return document.querySelector('[data-criterion]').tabIndex === 0"), "the keys")
    for _ in range(60):
        chrome.tab()
        if chrome.ask("return document.activeElement.matches('[data-criterion]')"):
            break
    for _ in range(criteria):
        chrome.type(str(level)).type(Keys.ENTER)
    assert len(chrome.driver.find_elements(By.CSS_SELECTOR, "[data-criterion] input:checked")) == criteria
    chrome.says("All changes are saved")


def follow(chrome):
    """Enter on what has the focus, to the next page."""
    page = chrome.driver.find_element(By.TAG_NAME, "html")
    chrome.type(Keys.ENTER)
    chrome.wait(lambda: chrome.is_gone(page), "the page after Enter")
    return chrome.wait(lambda: chrome.ask("return document.readyState") == "complete", "the whole page")


def review_by_keyboard(job, chrome):
    """The packet of the next response, from its first page to the lock, without a mouse."""
    follow(tab_to(chrome, "Read the next response"))
    good = "wondering with the mother" in chrome.text
    assert "Moreno" not in chrome.text and "Okafor" not in chrome.text
    while "Save and check the review" not in chrome.text:
        job.gallery.look(chrome)
        score_page(chrome, 4 if good else 1)
        follow(tab_to(chrome, "Save and go to page"))
    job.gallery.look(chrome)
    score_page(chrome, 4 if good else 1)
    recommendation = chrome.labelled("Pass" if good else "Do not pass")
    chrome.ask("document.getElementById('rubric').focus()")
    tab_to(chrome, "Pass")
    chrome.type(Keys.SPACE if good else Keys.ARROW_DOWN)
    assert recommendation.is_selected()
    if not good:
        tab_to(chrome, "Overall remarks").type("Please stay with the family's question before you answer it.")
    chrome.says("All changes are saved")
    follow(tab_to(chrome, "Save and check the review"))
    job.see(chrome, "Check your review").says("Everything is scored")
    follow(tab_to(chrome, "Go on to lock it"))
    job.see(chrome, "Lock this review?")
    follow(tab_to(chrome, "Lock this review"))
    job.see(chrome, "Your packets").says("Your review is locked")
    return good


def test_a_reviewer_says_whom_they_must_not_score(job):
    name = "Rowan Esposito"
    heading = "People and places you must not score"
    chrome = job.staff(name, STAFF[name][0], desk="review", first=True).at("Your packets").press("Whom you must not score")
    job.see(chrome, heading).says("You have entered nobody yet").fill("Name of a person", "Otto Neumann").press("Keep this entry")
    job.see(chrome, heading).says("Choose how you know this person or place").tick("I taught them").press("Keep this entry")
    job.see(chrome, heading).says("Your entry is kept").says("Otto Neumann").says("You taught them, or they you")
    assert "nobody yet" not in chrome.text


def practise(job, chrome, level):
    """One practice packet with the same level for everything, up to the page that says how far off that was."""
    job.see(chrome, "Your packets").says("First, practice").press("Practice packet")
    job.gallery.look(chrome).says("This packet was written for practice")
    assert "Give the packet back" not in chrome.text
    score_page(chrome, level)
    follow(tab_to(chrome, "Save and go to page"))
    score_page(chrome, level)
    chrome.ask("document.getElementById('rubric').focus()")
    tab_to(chrome, "Pass").type(Keys.ARROW_DOWN)
    tab_to(chrome, "Overall remarks").type("For practice.").says("All changes are saved")
    follow(tab_to(chrome, "Save and check the review"))
    job.see(chrome, "Check your review").press("Go on to lock it")
    job.see(chrome, "Lock this review?").says("This is practice and counts for nobody").press("Lock this review")
    return wait_for_words(chrome.at("Practice: how far off you were"), "Agreed total")


def wait_for_words(chrome, words):
    """Loads the page again, as its reader would, until they are there."""
    chrome.wait(lambda: words in chrome.text or chrome.driver.refresh(), f"“{words}”")
    return chrome


def test_a_reviewer_who_is_far_off_in_practice_pauses(job):
    name = "Rowan Esposito"
    chrome = job.staff(name, STAFF[name][0], desk="review").at("Your packets")
    practise(job, chrome, 0)
    job.see(chrome, "Practice: how far off you were").says("Further off than was set").press("I have looked at this")
    job.see(wait_for_words(chrome.at("Your packets"), "Your reviewing is paused"), "Your packets").says("will write to you")


def test_the_coordinator_decides_about_who_pauses(job):
    name = "Rowan Esposito"
    chrome = job.staff(**CORA)
    job.see(chrome, LAKES["name"]).says("Reviewers who pause: 1").press("Open the checklist")
    job.see(chrome, SPRING).says("Reviewers who pause: 1").press("See the reviewers and decide")
    job.see(chrome, "Reviewers").says("too far off").press(f"Decide how they go on: {name}")
    job.see(chrome, f"{name} pauses").says("Another practice packet first").fill("Reason", "We spoke about it.").press("Decide")
    job.see(chrome, f"{name} pauses").says("Choose how this reviewer goes on").tick("They go on.").press("Decide")
    job.see(chrome, "Reviewers")
    chrome.driver.back()
    chrome.driver.refresh()
    job.see(chrome, f"{name} does not pause any more").says("We spoke about it.")


@pytest.mark.parametrize("name", ["Rowan Esposito", "Sunita Varma"])
def test_reviewers_practise_first(job, name):
    chrome = job.staff(name, STAFF[name][0], desk="review", first=name not in job.settled).at("Your packets")
    while "Practice packet" in wait_for_words(chrome, "ractice").text and "To practice on" in chrome.text:
        practise(job, chrome, 3)
        job.see(chrome, "Practice: how far off you were").says("Close enough").press("I have looked at this")
        chrome.at("Your packets")
    job.see(wait_for_words(chrome, "2 to review"), "Your packets").says("Practice").press("How far off you were")
    chrome.at("Practice: how far off you were").press("Back to your packets")


def test_what_a_reviewer_typed_outlives_the_login(job):
    name = "Rowan Esposito"
    chrome = job.staff(name, STAFF[name][0], desk="review")
    job.see(chrome, "Your packets").says("2 to review, 0 in progress, 0 locked").press("Read the next response")
    job.see(chrome.press("Give the packet back"), "Give this packet back").press("Give the packet back")
    job.see(chrome, "Give this packet back").says("Choose what it is").press("Keep it: back to the packet")
    job.see(chrome.press("Your phrases"), "Your phrases").says("There are none yet").press("Back to the packet")
    chrome.forget().tick("3. ").says("Not saved yet: your login has ended")
    chrome.fill("E-mail address", STAFF[name][0]).fill("Password", PASSWORD).press("Sign in and save", leaves=False)
    chrome.says("All changes are saved").says("1 of 10 scored")
    # And where no script runs.
    chrome.allow_scripts(False)
    chrome.driver.refresh()
    chrome.forget().tick("2. ").press("Save and go to page 2")
    chrome.at("Your login has ended, your text has not").allow_scripts(True)
    job.see(chrome, "Your login has ended, your text has not")
    first, _ = chrome.driver.current_window_handle, chrome.driver.switch_to.new_window("tab")
    job.staff(name, STAFF[name][0], desk="review").at("Your packets")
    chrome.driver.close()
    chrome.driver.switch_to.window(first)
    chrome.press("Save what I typed").says("1 of 10 scored")


@pytest.mark.parametrize("name", ["Rowan Esposito", "Sunita Varma"])
def test_a_reviewer_scores_and_locks_by_keyboard(job, name):
    chrome = job.staff(name, STAFF[name][0], desk="review", first=name not in job.settled)
    job.see(chrome, "Your packets").says("0 locked")
    good = [review_by_keyboard(job, chrome), review_by_keyboard(job, chrome)]
    assert sorted(good) == [False, True]
    chrome.says("All done").press("Packet ")
    job.gallery.look(chrome).says("It is locked").press("See all levels on one page")
    job.see(chrome, "Your locked review")


def test_a_locked_review_is_revised_with_a_reason_or_kept(job):
    name = "Rowan Esposito"
    chrome = job.staff(name, STAFF[name][0], desk="review")
    job.see(chrome, "Your packets").press("Packet ").press("Revise this review")
    job.see(chrome, "Revise this review?").fill("Why does this review have to change?", "A remark was missing.")
    chrome.press("Begin the revision")
    job.gallery.look(chrome.says("You are revising a locked review. ").says("Page 1 of 2")).press("Keep it as it was")
    job.see(chrome, "Keep the review as it was?").press("Give up the revision")
    job.see(chrome, "Your locked review").press("Revise this review")
    chrome.fill("Why does this review have to change?", "A remark was missing.").press("Begin the revision")
    chrome.press("Save and go to page 2").press("Save and check the review")
    job.see(chrome, "Check your review").says("Your reason: A remark was missing.").press("Go on to lock it")
    job.see(chrome, "Lock this revision?").press("Lock this revision")
    job.see(chrome, "Your packets").press("Packet ").press("See all levels on one page")
    job.see(chrome, "Your locked review").says("This is revision 2. Your reason: A remark was missing.")


# ---- the remarks -----------------------------------------------------------------------------------------------------

def remarks(job, chrome, words="All that reviewers wrote about one place"):
    """The page of one packet's remarks, whose heading is a code."""
    chrome.says(words).wait(lambda: re.fullmatch("Remarks [0-9A-Z]{8}", chrome.heading), "the remarks of one packet")
    job.gallery.look(chrome)
    return chrome


def test_a_coordinator_reads_the_remarks_and_takes_out_who_wrote_them(job):
    chrome = job.cora()
    job.wait_for_next(chrome, "read the remarks for candidates").says("0 of 2 approved").press("Read the remarks")
    job.see(chrome, "Remarks for candidates").says("2 to read, 0 approved.").press("Read the next remarks")
    if "Text for the candidate" not in chrome.text:
        remarks(job, chrome, "The reviewers wrote no remarks").press("Approve these remarks")
    words = remarks(job, chrome).labelled("Text for the candidate")
    assert words.get_attribute("value") == "Please stay with the family's question before you answer it."
    chrome.fill("Text for the candidate", "As the second reviewer I agree with Rowan. Please stay with the family's question.")
    chrome.press("Save the changes and look again")
    remarks(job, chrome).says("“Rowan”: a name of somebody who reviews").says("“second reviewer”: tells which reviewer")
    chrome.press("Approve these remarks")
    remarks(job, chrome).says("Some places are still marked")
    chrome.fill("Text for the candidate", "Please stay with the family's question before you answer it.")
    chrome.press("Approve these remarks")
    if chrome.heading != "Remarks for candidates":
        remarks(job, chrome, "The reviewers wrote no remarks").press("Approve these remarks")
    job.see(chrome, "Remarks for candidates").says("0 to read, 2 approved.")


# ---- the release -----------------------------------------------------------------------------------------------------

def test_a_release_is_prepared_by_one_and_confirmed_by_another(job):
    chrome = job.cora()
    job.wait_for_next(chrome, "prepare the release").press("How reviewers agreed")
    job.see(chrome, "How reviewers agreed").says("Shown after the release").press(SPRING)
    chrome.press("Go to the release")
    job.see(chrome, "Release of the results").press("Prepare the release")

    def prepared():
        if "A second person has to confirm" in chrome.text:
            return True
        chrome.driver.refresh()
        return False
    chrome.wait(prepared, "the letters")
    job.see(chrome, "Release of the results").says("Letter 2")
    assert "Moreno" not in chrome.text and "Okafor" not in chrome.text

    chrome = job.staff("Avery Holt", STAFF["Avery Holt"][0])
    job.see(chrome, LAKES["name"]).press("Open the checklist")
    job.see(chrome, SPRING).press("Look at every letter and confirm")
    job.see(chrome, "Release of the results").press("Go on to confirm")
    job.see(chrome, "Publish the results").tick("I have read the letters")
    chrome.says("number 1, letters: 2").press("Publish the results")

    chrome = job.cora()
    chrome.wait(lambda: "Everything is done" in chrome.text or chrome.driver.refresh(), "the results")
    job.see(chrome, SPRING).press("How reviewers agreed")
    job.see(chrome, "How reviewers agreed").says("n is too small to conclude anything").says("Rowan Esposito")
    chrome.press(SPRING).press("See the results")
    job.see(chrome, "Results").says("Ada Moreno").says("2 of 60").says("1 of 60").press("Letter of Ben Okafor")
    job.see(chrome, "Letter to print").says("Dear Ben Okafor")


def test_each_candidate_reads_the_result_and_the_letter(job):
    ada = ("2 of 60", "Passed", "You may take Part 1 again from")
    ben = ("1 of 60", "Not passed", "You may take both parts again from", "Please stay with the family's question")
    for chrome, name, words in ((job.chrome, "Ada Moreno", ada), (job.plain, "Ben Okafor", ben)):
        chrome.forget().go(job.desk("candidate"))
        chrome.fill("Code from your slip", job.codes[name]).press("Sign in")
        job.see(chrome, "Your exam").press("See your results")
        job.see(chrome, "Results")
        for word in words:
            chrome.says(word)
        chrome.press("Letter to print")
        job.see(chrome, f"{SPRING}: your results").says(name)


def test_addresses_that_lead_nowhere_have_a_page_too(job):
    for desk in ("candidate", "review", "coordination"):
        job.chrome.forget().go(job.desk(desk) + "/nowhere")
        job.gallery.look(job.chrome).says("There is nothing at this address")


# ---- what was found on the way ---------------------------------------------------------------------------------------

def test_axe_finds_nothing_in_light_or_dark(job):
    figure("axe_pages", len(job.gallery.pages))
    figure("axe_violations", len(job.gallery.violations))
    assert not job.gallery.violations, listed(job.gallery.violations)
    assert len(job.gallery.pages) > 80


def test_every_page_of_every_desk_was_looked_at(job):
    assert job.gallery.unseen() == []


def test_no_page_scrolls_sideways_at_320_pixels(job):
    assert not job.gallery.wide, listed(job.gallery.wide)


def test_every_page_says_what_it_is(job):
    assert not job.gallery.unsaid, listed(job.gallery.unsaid)


def test_what_one_presses_is_large_enough(job):
    assert not job.gallery.small, listed(job.gallery.small)


def test_nothing_is_loaded_from_elsewhere(job):
    assert not job.gallery.elsewhere, listed(job.gallery.elsewhere)


def test_the_browser_has_no_complaint(job):
    assert not job.gallery.complaints, listed(job.gallery.complaints)
