"""The simulator finds what is wrong, tells it again in the same words, and can be stopped and gone on with."""
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/tests/simulator/simulator"

# Each invariant can break: a defect that breaks it when no other counts.
BREAKS = {
    "deadline_is_start_plus_entitlement": "extend_from_the_wrong_base",
    "entitlement_is_the_ledger": "note_nothing",
    "ledger_only_grows": "note_into_the_first",
    "entries_add_time": "note_pauses_of_no_length",
    "late_is_not_accepted": "when_applied",
    "in_time_is_not_refused": "judge_before_the_last_microsecond",
    "legal_state_change": "close_paused",
    "closed_stays_closed": "late_save_reopens",
    "deadline_never_moves_back": "extend_from_the_wrong_base",
    "granted_at_least_owed": "resume_rounding_down",
    "granted_at_most_a_second_more": "resume_rounding_each_up",
    "started_once": "start_again",
    "closed_at_its_instant": "close_without_grace",
    "act_as_the_rule_says": "hand_in_late",
    "state_as_witnessed": "pause_when_over",
    "others_are_untouched": "forget_pauses",
    "time_left_as_witnessed": "left_while_paused",
    "same_save_is_one_row": "is_never_the_same",
    "newest_answer_counts": "came_last",
    "acknowledged_answer_is_kept": "lose_last_saves",
    "closed_at_the_end": "extend_closed",
}


def play(*options):
    done = subprocess.run([PROGRAM, *options], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def defects():
    """The file is read, since this list is wanted before anything is built."""
    text = (ROOT / "tests/simulator/defects.c").read_text(encoding="utf-8")
    return re.findall(r"^  X \(\w+, (\w+), \"", text, re.M)


def figure(text, name):
    return int(re.search(rf"^figure {name} (\d+)$", text, re.M).group(1))


def sums(text):
    return {name: int(number) for name, number in re.findall(r"(\w+) (\d+)(?=\s|$)", text)}


@pytest.mark.parametrize("name", defects())
def test_a_planted_defect_is_found_and_its_trace_is_told_twice_in_the_same_words(name):
    status, text = play("--seeds", "300", "--plant", name)
    assert status == 1
    assert figure(text, "simulator_seeds") == 300 and figure(text, "simulator_broken") > 0
    invariant, again = re.search(r"^broken: seed \d+ broke (\w+); again, with its trace: simulator (.*)$", text, re.M).groups()
    first, second = play(*again.split()), play(*again.split())
    assert first == second
    assert first[0] == 1 and f"broke {invariant}\n" in first[1] and len(first[1].splitlines()) > 10


def test_the_list_of_defects_is_the_one_that_can_be_planted():
    _, text = play("--defects")
    assert [line.split(":")[0] for line in text.splitlines()] == defects() and len(defects()) >= 20


def test_there_is_a_defect_for_each_invariant():
    _, text = play("--seeds", "1")
    assert set(BREAKS) == set(re.findall(r"^checked (\w+) ", text, re.M))
    assert set(BREAKS.values()) <= set(defects())


@pytest.mark.parametrize("invariant", BREAKS)
def test_each_invariant_can_break(invariant):
    status, text = play("--seeds", "300", "--plant", BREAKS[invariant], "--only", invariant)
    assert status == 1 and figure(text, "simulator_broken") > 0
    assert set(re.findall(r"^broken: seed \d+ broke (\w+)", text, re.M)) == {invariant}


def test_a_sound_day_is_the_same_twice_and_another_seed_is_another_day():
    one, again, other = (play("--seed", seed, "--trace") for seed in ("7", "7", "8"))
    assert one == again and one[0] == 0 and one[1].endswith("seed 7 holds\n") and one[1] != other[1]


def test_the_sums_do_not_depend_on_who_plays_nor_on_where_it_was_interrupted():
    whole = play("--seeds", "200", "--first", "5", "--jobs", "1")
    assert whole == play("--seeds", "200", "--first", "5", "--jobs", "3") and whole[0] == 0
    parts = [sums(play("--seeds", "100", "--first", first)[1]) for first in ("5", "105")]
    assert sums(whole[1]) == {name: parts[0][name] + parts[1][name] for name in parts[0]}


def workers(process, wanted):
    """Asks until that many were started."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        if len(found) == wanted:
            return [int(pid) for pid in found]
    raise AssertionError("the simulator has no workers")


def test_a_run_that_ended_early_is_no_success_and_says_how_to_go_on():
    with subprocess.Popen([PROGRAM, "--seeds", "1000000000", "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:
        for pid in workers(process, 2):
            os.kill(pid, signal.SIGKILL)
        text, said = process.communicate(timeout=60)
    assert process.returncode == 1
    first, left = map(int, re.search(r"go on with --first (\d+) --seeds (\d+)$", said.strip()).groups())
    assert first + left == 1000000001
    assert 0 <= figure(text, "simulator_seeds") < 1000000000


@pytest.mark.parametrize("options", [["--seeds", "0"], ["--seeds", "few"], ["--plant", "nothing"], ["--only", "nothing"],
                                     ["--trace"], ["--seed", "1", "2"], ["--jobs", "65"]])
def test_wrong_options_are_refused(options):
    assert play(*options)[0] == 2
