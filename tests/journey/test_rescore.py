"""`blindmark rescore`: a second implementation comes to every stored outcome of a finished exam; whatever is changed behind
everybody's back is found; and the opened values are gone when it is."""
import re
import secrets
import signal
import subprocess
import uuid

import pytest

import review_seals
from blindmark import blindmark
from cluster import Cluster
from registrar_exam import Exam, wait_for
from registrar_world import World
from tree import BLINDMARK

# Totals by seat; a third that is not None is called for.
PACKETS = {
    "both_must_pass": [((40, 32), None), ((40, 31), None)],
    "mean_or_third": [((32, 33), None), ((20, 21), None), ((31, 33), 32), ((31, 31), 40)],
    "closest_to_third": [((30, 36), 34), ((30, 36), 33)],
    "median_of_three": [((40, 20), 32)],
    "criterion_tolerance": [((36, 35), None), ((40, 35), 34)],
}


class Finished:
    """Five administrations, one for each rule, all scored and decided by the registrar; and copies to do things to."""

    def __init__(self, folder):
        self.cluster = Cluster().start()
        self.world = World(self.cluster, folder)
        assert self.world.import_bank().returncode == 0
        self.reviewers = [self.appoint() for _ in range(2)]
        self.third = self.appoint()
        process = self.world.registrar()
        self.decided, self.sessions = {}, []
        for rule, packets in PACKETS.items():
            self.bring(rule, packets)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        self.association = self.world.association
        self.world.db.close()
        # Copies by the dozen, of which none has to last.
        self.cluster.stop()
        self.cluster.settings["fsync"] = "off"
        self.cluster.start()

    def appoint(self):
        account, world = uuid.uuid4(), self.world
        who = {"name": f"Reviewer {account}", "email": f"{account}@staff.example"}
        world.db.execute("INSERT INTO staff.account VALUES (%s, %s, %s, NULL, now())",
                         (account, world.seal("identity", "staff.account.sealed", account, 0, who),
                          world.lookup("staff_lookup", who["email"])))
        world.db.execute("INSERT INTO staff.appointment VALUES (%s, %s, 4, %s, 200)", (
            world.association, account, ["specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty"]))
        return account

    def bring(self, rule, packets):
        exam = Exam(self.world, part2_rule=rule)
        people = [exam.add(f"Writer {n}", f"{rule}{n}@x.example").sit1(46 + n).sit2({1: "One.", 2: "Two."})
                  for n in range(len(packets))]
        for duty in ("score", "intake"):
            assert exam.do(duty) == ""
        exam.approve_all()
        assert exam.do("packets") == ""
        for person, (totals, third) in zip(people, packets):
            packet = self.world.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", person.attempt)
            exam.review(packet, self.reviewers, totals, remark="Weigh a second meaning.")
            if third is not None:
                wait_for(lambda: exam.state(packet) == "third_needed")
                third_seat = "SELECT id FROM review.allocation WHERE packet_id = %s AND seat = 3"
                exam.lock(wait_for(lambda: self.world.row(third_seat, packet))[0], third)
            wait_for(lambda: exam.state(packet) == "decided")
            self.decided[rule, totals, third] = packet
            self.sessions.append(person.sessions[1])

    def rescore(self, database, *options):
        return blindmark("rescore", "--all", "--conninfo", self.cluster.conninfo(database), "--keys", self.world.key_file, *options)

    def databases(self):
        with self.cluster.connect() as db:
            return [name for name, in db.execute("SELECT datname FROM pg_database WHERE datname LIKE 'blindmark_rescore_%'")]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    made = Finished(tmp_path_factory.mktemp("finished"))
    yield made
    made.cluster.destroy()


@pytest.fixture
def copy(finished):
    """A copy of the database: its name, and a connection as superuser that ends before the test does."""
    name = "c_" + secrets.token_hex(4)
    finished.cluster.createdb(name, finished.world.database)
    db = finished.cluster.connect(name)
    db.execute("SET session_replication_role = replica")
    finished.world.db = db
    yield name
    db.close()
    finished.cluster.dropdb(name)


COUNT = 2 * sum(len(packets) for packets in PACKETS.values())


def test_every_outcome_is_come_to_once_more(finished):
    done = finished.rescore(finished.world.database)
    assert (done.returncode, done.stdout) == (0, f"{COUNT} outcomes, 0 differences\n")
    assert all(re.fullmatch(r"rescore: \d+ of \d+", line) for line in done.stderr.splitlines())
    assert finished.databases() == []


def test_an_outcome_that_is_turned_round_on_its_way_is_found(finished):
    done = finished.rescore(finished.world.database, "--spoil", "3")
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and lines[-1] == f"{COUNT} outcomes, 3 differences" and len(lines) == 4
    ids = {str(session) for session in finished.sessions}
    assert all(re.match(r"session (\S+): stored \d+ of 60, passed [tf]; recomputed", line)[1] in ids for line in lines[:-1])
    assert finished.databases() == []


# -- what somebody with all keys could change ------------------------------------------------------------------------------------

def reseal(world, kind, column, change, where, version="0"):
    """Changes what is sealed in the one row that where finds."""
    table, name = column.rsplit(".", 1)
    row, number, sealed = world.row(f"SELECT {where[0]}, {version}, {name} FROM {table} WHERE {where[1]} LIMIT 1", *where[2:])
    content = world.open(kind, column, row, number, sealed)
    change(content)
    if name == "sealed" and table == "work.sheet":
        content = b"\x01" + content["answers"].encode()
    world.db.execute(f"UPDATE {table} SET {name} = %s WHERE {where[0]} = %s AND {version} = %s",
                     (world.seal(kind, column, row, number, content), row, number))


def decision(**changes):
    def edit(finished, packet):
        reseal(finished.world, "result", "result.part2.sealed", lambda d: d.update(changes),
               ("packet_id", "packet_id = %s", packet))
    return edit


def score(**changes):
    def edit(finished, packet):
        reseal(finished.world, "result", "result.part1.sealed", lambda s: s.update(changes),
               ("session_id", "session_id = %s", finished.sessions[0]), "sheet_version")
    return edit


def statement(text, *values):
    def edit(finished, packet):
        finished.world.db.execute(text, [finished.sessions[0] if v == "session" else packet for v in values])
    return edit


def another_answer(finished, packet):
    def change(sheet):
        letters = sheet["answers"]
        sheet["answers"] = ("B" if letters[0] == "A" else "A") + letters[1:]
    reseal(finished.world, "answers", "work.sheet.sealed", change,
           ("session_id", "session_id = %s", finished.sessions[0]), "version")


def another_key(finished, packet):
    def change(key):
        key["key"] = "B" if key["key"] == "A" else "A"
    reseal(finished.world, "bank_key", "bank_key.item_key.sealed", change, (
        "item_id", "item_id IN (SELECT item_id FROM bank.form_item i JOIN work.sheet h ON h.form_id = i.form_id "
        "WHERE h.session_id = %s AND i.position = 1)", finished.sessions[0]))


def another_level(finished, packet):
    def change(review):
        cell = next(cell for cell, level in review["levels"].items() if level > 0)
        review["levels"][cell] -= 1
    reseal(finished.world, "review", "review.allocation.sealed", change, ("id", "packet_id = %s AND seat = 1", packet), "1")


DECIDED = ("closest_to_third", (30, 36), 34)
EDITS = {
    "a fail made a pass": (score(passed=True), "session", "stored 46 of 60, passed t; recomputed 46 of 60, passed f"),
    "a point more": (score(score=47), "session", "stored 47 of 60"),
    "another answer": (another_answer, "session", "recomputed 45 of 60"),
    "another key": (another_key, "session", "scored with other keys"),
    "a sheet deleted": (statement("DELETE FROM work.sheet WHERE session_id = %s", "session"), "session", "its sheet is gone"),
    "a score of another session": (
        statement("UPDATE result.part1 SET sealed = (SELECT sealed FROM result.part1 WHERE session_id <> %s LIMIT 1) "
                  "WHERE session_id = %s", "session", "session"), "session", "stored  of , passed ; recomputed 46 of 60"),
    "another line": (statement("UPDATE work.administration d SET part1_pass_percent = 70 FROM work.sheet h WHERE h.session_id = %s "
                               "AND d.id = h.administration_id", "session"), "session", "recomputed 46 of 60, passed t"),
    "a pass made a fail": (decision(passed=False), "packet", "stored closest_pass, passed f; recomputed closest_pass, passed t"),
    "another way": (decision(fired="both_pass"), "packet", "stored both_pass, passed t; recomputed closest_pass"),
    "another total": (decision(totals=[31, 36, 34]), "packet", "stored totals {31,36,34} of 40; recomputed {30,36,34} of 40"),
    "another mark": (decision(mark={"sum": 35, "of": 1}), "packet", "stored mark 35/1; recomputed 36"),
    "other cells": (decision(cells_apart=0), "packet", "stored 0 of 10 cells apart; recomputed 2 of 10"),
    "another policy": (statement("UPDATE work.administration d SET part2_pass_percent = 90 FROM review.packet k WHERE k.id = %s "
                                 "AND d.id = k.administration_id", "packet"), "packet", "other values of the policy"),
    "another rule": (statement("UPDATE work.administration d SET part2_rule = 'median_of_three' FROM review.packet k "
                               "WHERE k.id = %s AND d.id = k.administration_id", "packet"), "packet",
                     "rule closest_to_third/1 (closest_to_third/1), and the administration has median_of_three"),
    "another level": (another_level, "packet", "a review is missing, or is not what was locked"),
    "a review ended": (statement("UPDATE review.allocation SET state = 'ended', revision = 0, sealed = NULL, commitment = NULL, "
                                 "locked_at = NULL WHERE packet_id = %s AND seat = 2", "packet"), "packet",
                       "a review is missing"),
    "seats exchanged": (statement("UPDATE review.allocation SET seat = CASE seat WHEN 1 THEN 3 ELSE 1 END WHERE packet_id = %s "
                                  "AND seat <> 2", "packet"), "packet", "recomputed {34,36,30}"),
    "an outcome deleted": (statement("DELETE FROM result.part2 WHERE packet_id = %s", "packet"), "packet",
                           "it is decided and has no outcome"),
    "a packet opened again": (statement("UPDATE review.packet SET state = 'in_review' WHERE id = %s", "packet"), "packet",
                              "it has an outcome and is not decided"),
}


def test_a_packet_that_a_revision_opened_again_is_no_difference_until_it_is_decided_anew(finished, copy):
    """The registrar has opened it, and calls a third or waits for one: what is stored is of reviews that are others by now."""
    packet = finished.decided["mean_or_third", (32, 33), None]
    allocation = finished.world.one("SELECT id FROM review.allocation WHERE packet_id = %s AND seat = 1", packet)
    review_seals.lock(finished.world, allocation, {"levels": {}, "total": 0}, reason="I read it again.")
    for state in ("in_review", "third_needed"):
        finished.world.db.execute("UPDATE review.packet SET state = %s WHERE id = %s", (state, packet))
        done = finished.rescore(copy)
        assert (done.returncode, done.stdout) == (0, f"{COUNT - 1} outcomes, 0 differences\n"), done.stdout
    finished.world.db.execute("UPDATE review.packet SET state = 'decided' WHERE id = %s", (packet,))
    assert finished.rescore(copy).returncode == 1, "decided, it is judged"


@pytest.mark.parametrize("what", EDITS)
def test_what_was_changed_behind_everybody_s_back_is_found(finished, copy, what):
    edit, kind, words = EDITS[what]
    packet = finished.decided[DECIDED]
    finished.world.db.execute("DROP INDEX IF EXISTS review.allocation_one_seat")
    edit(finished, packet)
    done = finished.rescore(copy)
    named = str(finished.sessions[0] if kind == "session" else packet)
    mine = [line for line in done.stdout.splitlines() if line.startswith(f"{kind} {named}: ")]
    assert done.returncode == 1 and len(mine) == 1 and words in mine[0], done.stdout
    assert re.search(rf"^{COUNT} outcomes, [1-9]\d* differences$", done.stdout, re.M)


def test_an_outcome_from_before_there_was_a_choice_is_judged_by_what_it_has(finished, copy):
    packet = finished.decided["mean_or_third", (31, 33), 32]

    def shorten(record):
        for name in set(record) - {"passed", "fired", "totals", "max", "remarks"}:
            del record[name]

    reseal(finished.world, "result", "result.part2.sealed", shorten, ("packet_id", "packet_id = %s", packet))
    finished.world.db.execute("UPDATE result.part2 SET rule = 'mean-or-median/1' WHERE packet_id = %s", (packet,))
    assert finished.rescore(copy).stdout == f"{COUNT} outcomes, 0 differences\n"
    decision(passed=False)(finished, packet)
    found = f"packet {packet}: stored median_pass, passed f; recomputed median_pass, passed t\n"
    assert finished.rescore(copy).stdout.startswith(found)


# -- random cases -----------------------------------------------------------------------------------------------------------------

def random_cases(cluster, *options):
    return blindmark("rescore", "--conninfo", cluster.conninfo("postgres"), *options)


def test_random_cases_are_the_seed_s_and_a_planted_defect_is_counted(finished):
    first = random_cases(finished.cluster, "--random", "5000", "--seed", "3")
    assert first.returncode == 0 and first.stdout.endswith("rescore_cases 5000\nrescore_differences 0\n")
    assert random_cases(finished.cluster, "--random", "5000", "--seed", "3").stdout == first.stdout
    assert random_cases(finished.cluster, "--random", "5000", "--seed", "4").stdout != first.stdout
    spoilt = random_cases(finished.cluster, "--random", "5000", "--seed", "3", "--spoil", "4000")
    assert spoilt.returncode == 1 and "rescore_differences 4000\n" in spoilt.stdout
    assert {line.split()[0] for line in spoilt.stdout.splitlines() if ": stored " in line} == {"session", "packet"}


# -- how it ends ------------------------------------------------------------------------------------------------------------------

def begin(finished):
    """A run that takes long, when its scratch database is in use."""
    process = subprocess.Popen([BLINDMARK, "rescore", "--conninfo", finished.cluster.conninfo("postgres"), "--random", "900000000",
                                "--seed", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with finished.cluster.connect() as db:
        wait_for(lambda: db.execute("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'blindmark_rescore_%' "
                                    "AND query LIKE '%Part %once more%'").fetchone()[0], 60)
    assert len(finished.databases()) == 1
    return process


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_run_that_is_told_to_stop_takes_its_database_with_it(finished, how):
    process = begin(finished)
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1 and "blindmark: stopped; nothing is judged" in said
    assert finished.databases() == []


def test_what_a_killed_run_leaves_is_gone_with_the_next(finished):
    process = begin(finished)
    process.kill()
    process.communicate(timeout=60)
    assert len(finished.databases()) == 1
    with finished.cluster.connect() as db:
        wait_for(lambda: db.execute("SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory'").fetchone()[0], 60)
    assert random_cases(finished.cluster, "--random", "100", "--seed", "1").returncode == 0
    assert finished.databases() == []


def test_two_runs_at_a_time_are_refused(finished):
    process = begin(finished)
    second = random_cases(finished.cluster, "--random", "100", "--seed", "1")
    assert second.returncode == 1 and second.stderr == "blindmark: another rescore of this database is under way\n"
    assert len(finished.databases()) == 1
    process.terminate()
    process.communicate(timeout=60)
    assert finished.databases() == []


def test_a_server_that_goes_away_is_said(finished):
    """Its database is not dropped then; the next run does it."""
    process = begin(finished)
    finished.cluster.stop()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1 and "blindmark: " in said and "is still there" in said
    finished.cluster.start()
    assert random_cases(finished.cluster, "--random", "100", "--seed", "1").returncode == 0
    assert finished.databases() == []


def test_nobody_else_may_look_into_the_scratch_database(finished):
    process = begin(finished)
    (name,) = finished.databases()
    with finished.cluster.connect() as db:
        may = db.execute("SELECT has_database_privilege('blindmark_registrar', %s, 'CONNECT')", (name,)).fetchone()[0]
    process.terminate()
    process.communicate(timeout=60)
    assert may is False


# -- bad input --------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("options", [
    [], ["--all"], ["--all", "--conninfo", "x"], ["--all", "--keys", "x"], ["--random", "10", "--conninfo", "x"],
    ["--random", "0", "--seed", "1", "--conninfo", "x"], ["--random", "10", "--seed", "-1", "--conninfo", "x"],
    ["--random", "ten", "--seed", "1", "--conninfo", "x"], ["--random", "10", "--seed", "1"],
    ["--random", "10", "--seed", "1", "--conninfo", "x", "--keys", "y"],
    ["--all", "--conninfo", "x", "--keys", "y", "--random", "1"], ["--all", "--conninfo", "x", "--keys", "y", "--spoil", "0"],
    ["--all", "--conninfo", "x", "--keys", "y", "--all"], ["--everything", "--conninfo", "x", "--keys", "y"]])
def test_a_wrong_call_is_answered_with_the_usage(options):
    done = blindmark("rescore", *options)
    assert done.returncode == 2 and done.stdout == "" and done.stderr.startswith("blindmark: usage: blindmark rescore --all")


def test_keys_that_are_not_enough_are_named(finished, tmp_path):
    keys = tmp_path / "some.keys"
    keys.touch(mode=0o600)
    keys.write_text("".join(f"{kind} {'07' * 32}\n" for kind in ("answers", "review", "result")))
    done = blindmark("rescore", "--all", "--conninfo", finished.cluster.conninfo(finished.world.database), "--keys", keys)
    assert done.returncode == 1 and done.stderr == f"blindmark: {keys} does not hold the kind bank_key.\n"


def test_other_keys_open_nothing_and_every_outcome_differs(finished, tmp_path):
    keys = tmp_path / "other.keys"
    keys.touch(mode=0o600)
    keys.write_text("".join(f"{kind} {secrets.token_hex(32)}\n" for kind in ("answers", "bank_key", "review", "result")))
    done = blindmark("rescore", "--all", "--conninfo", finished.cluster.conninfo(finished.world.database), "--keys", keys)
    assert done.returncode == 1 and done.stdout.endswith(f"{COUNT} outcomes, {COUNT} differences\n")


def test_who_may_not_make_databases_is_told_so(finished):
    with finished.cluster.connect() as db:
        db.execute("CREATE ROLE reader LOGIN SUPERUSER; ALTER ROLE reader NOSUPERUSER NOCREATEDB; GRANT pg_read_all_data TO reader")
    secret = finished.cluster.login_as("reader")
    done = blindmark("rescore", "--all", "--conninfo", finished.cluster.conninfo("postgres", "reader", secret), "--keys",
                     finished.world.key_file)
    assert done.returncode == 1 and "a scratch database cannot be made: ERROR:  permission denied" in done.stderr
