"""Two implementations of every rule of the exam, C and set-based SQL, come to the same on a million random cases, whatever rule an
association has chosen; and to what is stored, in the exam of the story."""
import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from figures import campaign, figure
from tree import BLINDMARK

CASES = campaign(1_000_000)
SEED = 20261127
# Each way in which each rule can fire; none of them is rare among the cases.
WAYS = {
    "part1": "pass fail",
    "both_must_pass": "both_pass both_fail one_fails",
    "mean_or_third": "straddle near_line both_pass both_fail median_pass median_fail",
    "closest_to_third": "straddle both_pass both_fail closest_pass closest_fail third_pass third_fail",
    "median_of_three": "third_always median_pass median_fail",
    "criterion_tolerance": "cells_apart within_pass within_fail cells_pass cells_fail",
}


def rescore(*options, seconds=600):
    return subprocess.run([BLINDMARK, "rescore", *map(str, options)], capture_output=True, text=True, timeout=seconds)


def told(name, text):
    return int(re.search(rf"^{name} (\d+)$", text, re.M).group(1))


def fired_in(text):
    return {(rule, way): int(count) for rule, way, count in re.findall(r"^fired (\S+) (\S+) (\d+)$", text, re.M)}


def test_a_million_random_cases_are_scored_alike_by_core_and_by_sql(cluster):
    """In two halves side by side: PostgreSQL uses one processor for each."""
    databases = ["rescore_one", "rescore_two"]
    conninfos = [cluster.createdb(name) for name in databases]
    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(lambda n: rescore("--random", CASES // 2, "--seed", SEED + n, "--conninfo", conninfos[n]), (0, 1)))
    for done in halves:
        assert done.returncode == 0, done.stdout + done.stderr
    assert rescore_databases(cluster) == []
    cases, differences = (sum(told(name, done.stdout) for done in halves) for name in ("rescore_cases", "rescore_differences"))
    assert (cases, differences) == (CASES, 0)
    fired = Counter(fired_in(halves[0].stdout)) + Counter(fired_in(halves[1].stdout))
    assert set(fired) == {(rule, way) for rule, ways in WAYS.items() for way in ways.split()}
    assert min(fired.values()) >= CASES // 2000, fired
    for name in databases:
        cluster.dropdb(name)
    figure("rescore_cases", cases)
    figure("rescore_differences", differences)


def rescore_databases(cluster):
    with cluster.connect() as db:
        return db.execute("SELECT datname FROM pg_database WHERE datname LIKE 'blindmark_rescore_%'").fetchall()


def test_a_pass_bit_that_is_flipped_on_its_way_to_scratch_is_found(cluster):
    done = rescore("--random", 20_000, "--seed", SEED, "--spoil", 1, "--conninfo", cluster.conninfo("postgres"))
    assert done.returncode == 1
    assert (told("rescore_cases", done.stdout), told("rescore_differences", done.stdout)) == (20_000, 1)


def test_the_outcomes_of_the_story_are_come_to_once_more(story):
    house = story.house
    with house.admin() as db:
        outcomes, = db.execute("SELECT (SELECT count(*) FROM result.part1) + "
                               "(SELECT count(DISTINCT packet_id) FROM result.part2)").fetchone()
    done = rescore("--all", "--conninfo", house.cluster.conninfo(house.database), "--keys", house.keys / "all.keys")
    assert outcomes >= 4 and (done.returncode, done.stdout) == (0, f"{outcomes} outcomes, 0 differences\n"), done.stderr
