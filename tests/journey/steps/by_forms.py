"""What people of the main job do with plain forms, a page at a time, in a browser without JavaScript."""
from forms import Browser
from people import PASSWORD, keys_by_stem


def come_in(house, code):
    """With the slip in hand: from the front page to the exam's own page, the confidentiality text accepted."""
    browser = Browser(house.visitor("candidate", html=True))
    browser.go("/")
    browser.says("This is where candidates sit their endorsement exam")
    browser.press("Sign in", code=code)
    browser.follow("Read the confidentiality text")
    browser.press("Accept and go on", accept="yes")
    browser.follow("Take the tutorial") if browser.page.title.startswith("Instructions") else browser.go("/tutorial/1")
    browser.press("Next", choice="B", struck=["C"])
    browser.follow("Leave the tutorial")
    return browser


def sit_part1(browser, right):
    """All sixty in order: the first 'right' of them rightly, though one of those only at the second thought."""
    keys = keys_by_stem()
    browser.follow("Go to Part 1")
    browser.press("Start Part 1 now")
    for place in range(1, 61):
        browser.says(f"Question {place} of 60")
        key = keys[browser.page.by_id["stem"]]
        wrong = "ABCD"["ABCD".index(key) - 1]
        browser.press("Go to the review" if place == 60 else "Next question",
                      choice=key if 1 < place <= right else wrong, flagged=["yes"] if place == 1 else [])
    assert browser.page.facts["Answered"] == "60 of 60" and browser.page.facts["Flagged"] == "1"
    browser.follow("Question 1")
    browser.press("Review all", choice=keys[browser.page.by_id["stem"]], flagged=[])
    assert browser.page.facts["Flagged"] == "0"
    hand_in(browser, 1)


def sit_part2(browser, words, skip=()):
    """A vignette a page; what is left out stays empty."""
    browser.follow("Go to Part 2")
    browser.press("Start Part 2 now")
    place = 1
    while browser.page.title.startswith("Vignette"):
        vignette = {"title": browser.page.by_id["vignette-title"]}
        fields = [c.name for form in browser.page.forms for c in form.controls if c.name.startswith("text.")]
        browser.press("Save and go to the", {name: words(vignette, None) for name in fields} if place not in skip else {})
        place += 1
    counting = [row[3] for row in browser.page.tables[0][1:]]
    assert counting == ["Not answered" if place in skip else "Counts" for place in range(1, len(counting) + 1)]
    hand_in(browser, 2)


def hand_in(browser, part):
    browser.follow(f"Hand in Part {part}")
    browser.press(f"Hand in Part {part} for good")
    browser.says("Handed in")


def staff_sign_in(house, person):
    """At the desk's front page, with the password that was set before."""
    browser = Browser(house.visitor(person.desk, html=True))
    browser.visitor.who = person.email
    browser.go("/")
    browser.press("Sign in", email=person.email, password=PASSWORD)
    return browser


def score_next_packet(browser, decide):
    """Opens the next packet of the queue, gives the levels that decide(text) says, and locks. Returns what decide gave."""
    browser.follow("Read the next response")
    pages = [browser.page]
    path = browser.at.split("?")[0]
    count = int(pages[0].text.split("Page 1 of ")[1].split()[0])
    pages += [browser.go(f"{path}?page={number}") for number in range(2, count + 1)]
    whose, total, remark, overall, recommendation = decide(" ".join(page.text for page in pages))
    browser.go(f"{path}?page=1")
    for number in range(1, count + 1):
        names = sorted({c.name for f in browser.page.forms for c in f.controls if c.name.startswith("level.")})
        fields = {}
        for name in names:
            fields[name] = min(total, 4)
            total -= fields[name]
        fields[names[0].replace("level.", "remark.")] = remark(number)
        if number == count:
            fields |= {"recommendation": recommendation, "overall": overall}
        browser.press("Save and check the review" if number == count else f"Save and go to page {number + 1}", fields)
    assert total == 0
    browser.says("Everything is scored")
    browser.follow("Go on to lock it")
    browser.press("Lock this review")
    browser.says("Your review is locked and counts now.")
    return whose


def read_remarks(browser, administration):
    """Code after code until nothing is left to read; what several wrote becomes one line. Returns the pages that were shown."""
    shown = []
    browser.go(f"/administrations/{administration}/remarks")
    browser.follow("Read the next remarks")
    while browser.page.title.startswith("Read remarks"):
        shown.append(browser.page)
        fields = [c for form in browser.page.forms for c in form.controls if c.name.startswith("text.")]
        browser.press("Approve these remarks", {c.name: " ".join(c.value.split("\n")) for c in fields})
    browser.says("0 to read")
    return shown


def confirm_release(browser, administration):
    """The second person reads every letter, then says yes on a page of its own."""
    browser.go(f"/administrations/{administration}/release")
    browser.says("Please read the letters, then confirm")
    letters = browser.page
    browser.follow("Go on to confirm")
    browser.says("This cannot be taken back")
    browser.press("Publish", sure="yes")
    return letters
