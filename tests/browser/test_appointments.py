"""Slots and appointments, clicked: how the pages look while there is something on them, and a long place's name."""
from datetime import timedelta

import pytest

from look import Gallery
from people import PASSWORD, Office

BAY = {"code": "bay", "name": "Bay Association", "zone": "America/New_York"}
BEA = {"name": "Bea Halloran", "email": "bea.halloran@bay.example"}
PEOPLE = [{"name": name, "email": f"{name.split()[0].lower()}@bay.example", "category": "specialist", "track": "imh"}
          for name in ("Ada Moreno", "Maximiliana Featherstonehaugh-Papadimitriou", "Li Wei")]
LONG = "Featherstone County Public Library, reading room on the third floor, 1200 Commonwealth Avenue, West Springfield"


@pytest.fixture(scope="module")
def office(house):
    code = house.add_association(BAY, BEA)
    house.import_bank(BAY["code"])
    return Office(house, BAY, BEA, code, staff={})


@pytest.fixture(scope="module")
def exam(office):
    return office.add_exam("Bay exam", closes=timedelta(days=20))


@pytest.fixture(scope="module")
def codes(exam):
    return exam.admit(PEOPLE)


@pytest.fixture(scope="module")
def seen(axe):
    return Gallery(axe)


def as_bea(house, chrome, exam):
    chrome.forget().go(house.urls["coordination"])
    chrome.fill("E-mail address", BEA["email"]).fill("Password", PASSWORD).press("Sign in")
    return chrome.go(house.urls["coordination"] + exam.path).press("Slots and appointments")


def add(chrome, office, span, place, part="Part 1", places="2", times="1", every="180"):
    moment = office.house.now().astimezone(office.zone) + span
    chrome.tick(part).set_moment("Day", moment.strftime("%Y-%m-%d")).set_moment("Time", moment.strftime("%H:%M"))
    chrome.fill("Places", places).fill("Where", place).fill("How many such slots", times)
    return chrome.fill("Minutes from one to the next", every).press("Add")


def test_the_coordinator_makes_slots_and_gives_one(house, chrome, office, exam, codes, seen):
    as_bea(house, chrome, exam)
    seen.look(chrome.at("Slots and appointments").says("No slots: nobody needs an appointment"))
    add(chrome, office, timedelta(days=30), "Room 1")
    seen.look(chrome.at("Slots and appointments").says("This does not lie in the time in which the exam can be started"))
    add(chrome, office, timedelta(days=2), LONG, times="3", every="1440")
    add(chrome, office, timedelta(minutes=-10), "Room 1", places="1")
    add(chrome, office, timedelta(days=4), "Room 2", part="Part 2", places="500")
    seen.look(chrome.says("3 candidates have no appointment for Part 1").says("Begun").says("0 of 500"))
    chrome.press(PEOPLE[1]["name"])
    seen.look(chrome.at(f"Appointments of {PEOPLE[1]['name']}"))
    chrome.press("Give the slot for Part 1")
    seen.look(chrome.says("Choose one of the slots that are offered"))
    chrome.ask("arguments[0].selectedIndex = 1", chrome.labelled("Slot for Part 1"))
    chrome.press("Give the slot for Part 1").says("Room 1")
    seen.look(chrome.at(f"Appointments of {PEOPLE[1]['name']}"))
    chrome.press("Slots and appointments").says("2 candidates have no appointment for Part 1").says("Full")
    chrome.press("Change the slot")
    seen.look(chrome.at("Slot for Part 1"))
    chrome.press("Take this slot off the list")
    seen.look(chrome.at("Slot for Part 1").says("Somebody has this slot"))


def as_candidate(house, chrome, code):
    chrome.forget().go(house.urls["candidate"]).fill("Code from your slip", code).press("Sign in")
    return chrome.at("Your exam")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_candidate_picks_moves_and_cancels(house, _browser, _plain_browser, codes, seen, scripts):
    chrome = (_browser if scripts else _plain_browser).forget()
    person = PEOPLE[0 if scripts else 2]
    as_candidate(house, chrome, codes[person["email"]])
    seen.look(chrome.says("None yet. You need one to start this part."))
    chrome.go(house.urls["candidate"] + "/parts/1/open")
    seen.look(chrome.at("This cannot be done yet").says("Pick one first"))
    chrome.press("Pick an appointment")
    seen.look(chrome.at("Appointments").says("2 places left" if scripts else "the last place"))
    first = chrome.ask("return document.querySelector('input[type=radio]')")
    first.click()
    chrome.press("Take this slot for Part 1").says("You can start from then.")
    seen.look(chrome.at("Appointments").says("Calendar file (.ics)"))
    chrome.press("Your exam")
    seen.look(chrome.at("Your exam").says("Part 2").says("None yet."))
    chrome.press("Pick an appointment").press("Cancel the appointment for Part 1")
    seen.look(chrome.at("Appointments").says("You need another one."))
    chrome.ask("document.querySelector('input[type=radio]').click()")
    chrome.press("Take this slot for Part 1").says("You can start from then.")


def test_the_coordinator_sees_who_has_which_slot(house, chrome, office, exam, seen):
    as_bea(house, chrome, exam)
    seen.look(chrome.at("Slots and appointments").says("Everybody who needs an appointment has one").says("Li Wei"))
    chrome.go(house.urls["coordination"] + exam.path + "/candidates").press("Appointments of Li Wei")
    seen.look(chrome.at("Appointments of Li Wei"))


def test_nothing_was_wrong_with_any_page(seen):
    assert len(seen.pages) == 22
    assert seen.findings() == {}
