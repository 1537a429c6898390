"""Wall clocks jump while people sit: nobody's time becomes shorter, and nobody's longer by more than a second."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from figures import figure
from jump_world import OWED_S, PROCESSES, SECOND, JumpWorld, wait_until
from volley import boot_us

JUMPS = [sign * seconds for seconds in (1, 61, 3600, 86400) for sign in (1, -1)]
# Whose clock jumps, and which way. The server's is that of the desk and of the registrar.
WHO = {"server": {"desk": 1, "registrar": 1}, "database": {"database": 1}, "both": dict.fromkeys(PROCESSES, 1),
       "disagreeing": {"desk": 1, "registrar": 0, "database": -1}}
# The clocks go over the date by themselves, and are put right (or wrong) by hand just before it.
DATES = {"clocks go forward": ("2027-03-14T02:00:00-05:00", 3600), "clocks go back": ("2027-11-07T02:00:00-04:00", -3600),
         "year end": ("2028-01-01T00:00:00-05:00", -86400), "leap day": ("2028-02-29T00:00:00-05:00", 86400)}


@dataclass
class Case:
    """One jump: who was moved by what, with the sittings that it met."""
    name: str
    unmoved: list = field(default_factory=list)  # processes whose clocks were not seen to jump
    sittings: list = field(default_factory=list)
    misrecorded: list = field(default_factory=list)
    parted_s: tuple = ()  # the two clocks, by the registrar's heartbeat and by what the test did
    alarmed: bool = False


def sit_through(world, case, jump, restart=False, begin_us=0):
    """One begins before the jump and one behind it; both are watched until their time is over."""
    one, two = world.sit_down(), world.sit_down()
    wait_until(begin_us)
    world.start_clock(one)
    wait_until(one.begun.after_us + SECOND // 2)
    case.unmoved = world.jump(jump)
    jumped_us, said = boot_us(), len(world.registrar_said())
    if restart:
        world.restart()
    world.start_clock(two)
    case.sittings = [one, two]
    world.watch(case.sittings)
    case.misrecorded = [found for sitting in case.sittings for found in world.misrecorded(sitting)]
    case.parted_s = world.parted_s(jumped_us)
    case.alarmed = "event=clock_alarm" in world.registrar_said()[said:]
    return case


def jump_each_way(who):
    """Every second jump is followed by a restart of the desk and of the registrar."""
    cases = []
    with JumpWorld() as world:
        for number, seconds in enumerate(JUMPS, list(WHO).index(who)):
            jump = {name: direction * seconds for name, direction in WHO[who].items()}
            cases.append(sit_through(world, Case(f"{who} {seconds:+d} s"), jump, restart=number % 2 == 0))
    return cases


def pass_dates(names):
    cases = []
    with JumpWorld() as world:
        for name in names:
            date, by_hand = DATES[name]
            for seconds in (0, by_hand):
                at_us = world.set_date(datetime.fromisoformat(date), 9)
                case = sit_through(world, Case(f"{name} {seconds:+d} s"), dict.fromkeys(PROCESSES, seconds),
                                   begin_us=at_us - 2 * SECOND)
                begun = case.sittings[0].begun
                assert begun.after_us < at_us < begun.before_us + OWED_S * SECOND, f"{name}: nobody sat at that instant"
                cases.append(case)
    return cases


@pytest.fixture(scope="module")
def cases():
    """All at once: they wait more than they work."""
    dates = list(DATES)
    with ThreadPoolExecutor(len(WHO) + 2) as pool:
        parts = [pool.submit(pass_dates, dates[:2]), pool.submit(pass_dates, dates[2:]),
                 *(pool.submit(jump_each_way, who) for who in WHO)]
        return [case for part in parts for case in part.result()]


def bounds(cases):
    """(least that may have been granted beyond what was owed, most that certainly was), of all sittings, with their cases."""
    sittings = [(case, sitting) for case in cases for sitting in case.sittings]
    return (min((sitting.granted_at_most(), case.name) for case, sitting in sittings),
            max((sitting.granted_at_least(), case.name) for case, sitting in sittings))


def test_every_clock_really_jumped(cases):
    assert len(cases) == len(WHO) * len(JUMPS) + 2 * len(DATES)
    assert {case.name: case.unmoved for case in cases if case.unmoved} == {}


def test_nobodys_time_is_short_and_nobodys_longer_by_more_than_a_second(cases):
    (shortest, where), (surplus, there) = bounds(cases)
    figure("jump_shortest_s", f"{shortest:.3f}")
    figure("jump_surplus_s", f"{surplus:.3f}")
    assert shortest >= 0, where
    assert surplus <= 1, there
    for case in cases:
        for sitting in case.sittings:
            assert {one.came[0] for one in sitting.saved} == {"saved", "late"}, case.name


def test_arrivals_and_ends_are_recorded_where_they_were_seen(cases):
    assert {case.name: case.misrecorded[:2] for case in cases if case.misrecorded} == {}


def test_the_registrar_says_how_far_the_clocks_have_parted_and_raises_the_alarm(cases):
    for case in cases:
        said, really = case.parted_s
        assert abs(said - really) < 0.5, case.name
        if abs(really) != 1:  # about a second is neither
            assert case.alarmed == (abs(really) > 1), case.name


# ---- planted defects -------------------------------------------------------------------------------------------------------

def by_the_databases_clock(world):
    world.plant("service.arrival", r"RETURN in_measured \+", "RETURN clock_timestamp() +")


def anew_at_every_start(world):
    world.plant("service.anchor", "DO NOTHING", "DO UPDATE SET boot_us = excluded.boot_us, utc = excluded.utc")


def nothing(world):
    """The defect is in the desk: what it takes for the boot clock jumps."""


# defect: what is planted, what the desk goes by, who jumps, with a restart, and what comes of it
DEFECTS = {
    "arrivals by the database's clock, ahead": (by_the_databases_clock, False, {"database": 61}, False, "short"),
    "arrivals by the database's clock, back": (by_the_databases_clock, False, {"database": -61}, False, "long"),
    "an anchor taken anew at every start": (anew_at_every_start, False, {"database": -61}, True, "long"),
    "arrivals by a desk's wall clock, ahead": (nothing, True, {"desk": 61}, False, "short"),
    "arrivals by a desk's wall clock, back": (nothing, True, {"desk": -61}, False, "long"),
}


def jump_with(name):
    plant, boot_jumps, jump, restart, _ = DEFECTS[name]
    with JumpWorld(boot_jumps, patience_s=0) as world:
        plant(world)
        return sit_through(world, Case(name), jump, restart)


@pytest.fixture(scope="module")
def defective():
    with ThreadPoolExecutor(len(DEFECTS)) as pool:
        return dict(zip(DEFECTS, pool.map(jump_with, DEFECTS)))


@pytest.mark.parametrize("name", DEFECTS)
def test_a_clock_that_decides_and_jumps_is_found(defective, name):
    (shortest, _), (surplus, _) = bounds([defective[name]])
    assert defective[name].misrecorded
    assert (shortest < 0) if DEFECTS[name][-1] == "short" else (surplus > 1)
