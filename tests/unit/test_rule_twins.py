"""Two rules are told twice, in C and by PostgreSQL, and must agree on a million cases: whether something came in time, and when
somebody may sit again. The cases are made in a private PostgreSQL, answered there, and streamed to rule_twins, which answers
them with core."""
import re
import subprocess
from pathlib import Path

import pytest

from figures import figure

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/tests/unit/rule_twins"
CASES = 1_000_000
ZONES = ("America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")

DEADLINE_CASES = """
SELECT setseed(0.20261014);
CREATE TABLE deadline_case AS
SELECT i,
       CASE WHEN i % 17 = 0 THEN NULL ELSE d END AS deadline, grace,
       CASE WHEN i % 11 = 0 THEN d - random() * interval '3 hours' END AS paused_at,
       d + grace * interval '1 second' + CASE i % 10
         WHEN 0 THEN interval '0'
         WHEN 1 THEN interval '1 microsecond'
         WHEN 2 THEN interval '-1 microsecond'
         WHEN 3 THEN grace * interval '-1 second'
         WHEN 4 THEN grace * interval '-1 second' + interval '1 microsecond'
         WHEN 5 THEN grace * interval '-1 second' - interval '1 microsecond'
         WHEN 6 THEN (floor(random() * 4000000) - 2000000) * interval '1 microsecond'
         WHEN 7 THEN (random() - 0.5) * interval '4 hours'
         WHEN 8 THEN (random() - 0.5) * interval '400 days'
         ELSE (random() - 0.5) * interval '2 seconds' END AS arrived
FROM (SELECT i, floor(random() * 121)::int AS grace,
             timestamptz '0001-01-01 00:00:00+00' + floor(random() * 3651694) * interval '1 day'
             + floor(random() * 86400000000) * interval '1 microsecond' AS d
      FROM generate_series(1, %(cases)s) i) made;
"""

US = "(extract(epoch FROM {}) * 1000000)::bigint"
DEADLINE_ANSWERS = f"""
COPY (SELECT {US.format('arrived')}, {US.format('deadline')}, grace, {US.format('paused_at')},
             {{function}}(arrived, deadline, grace, paused_at)::int
      FROM deadline_case WHERE i <= {{cases}}) TO STDOUT
"""

# Five kinds of session instants: any; on a day of a change of the clocks, or beside it; at a midnight before, in or after a 29
# February (each of years 4 to 9996), or at the end of a month, to the microsecond; at midnight of the zone's day.
RETAKE_CASES = """
SELECT setseed(0.20270228);
CREATE TABLE zone AS SELECT row_number() OVER () - 1 AS number, zone FROM unnest(%(zones)s::text[]) zone;
CREATE TABLE clock_change AS
SELECT zone, row_number() OVER (PARTITION BY zone ORDER BY day) - 1 AS number, day
FROM (SELECT zone, day, day AT TIME ZONE 'UTC' AT TIME ZONE zone - day AS ahead,
             lag(day AT TIME ZONE 'UTC' AT TIME ZONE zone - day) OVER (PARTITION BY zone ORDER BY day) AS ahead_before
      FROM zone, generate_series(timestamp '1995-01-01', timestamp '2037-01-01', interval '1 day') day) offsets
WHERE ahead <> ahead_before;
INSERT INTO clock_change SELECT zone, 0, timestamp '2000-01-01' FROM zone
WHERE NOT EXISTS (SELECT FROM clock_change c WHERE c.zone = zone.zone);
CREATE TABLE change_count AS SELECT zone, count(*) AS changes FROM clock_change GROUP BY zone;
CREATE TABLE leap_day AS
SELECT row_number() OVER (ORDER BY day) - 1 AS number, day
FROM (SELECT make_date(year, 3, 1) - 1 AS day FROM generate_series(4, 9996, 4) year) last
WHERE extract(day FROM day) = 29;

CREATE FUNCTION off(kind bigint) RETURNS interval LANGUAGE sql AS $$
  SELECT CASE kind % 4 WHEN 0 THEN interval '0' WHEN 1 THEN interval '1 microsecond' WHEN 2 THEN interval '-1 microsecond'
         ELSE (random() - 0.5) * interval '30 hours' END
$$;
CREATE TABLE instant AS
SELECT i, z.zone,
  CASE i % 5
    WHEN 0 THEN timestamptz '1990-01-01 00:00:00+00' + random() * interval '47 years'
    WHEN 1 THEN (c.day AT TIME ZONE 'UTC') + (random() - 0.5) * interval '72 hours'
    WHEN 2 THEN ((l.day - 1 + (i / 35 % 3)::int)::timestamp AT TIME ZONE z.zone) + off(i / 7)
    WHEN 3 THEN (date_trunc('month', timestamp '2000-01-01' + (i / 35 % 444) * interval '1 month') AT TIME ZONE z.zone) + off(i / 7)
    ELSE (date_trunc('day', timestamp '2009-01-01' + random() * interval '25 years') AT TIME ZONE z.zone) + off(i / 7)
  END AS started_at
FROM generate_series(1, 2 * %(cases)s) i
JOIN zone z ON z.number = i / 5 % %(count)s
JOIN change_count n ON n.zone = z.zone
JOIN clock_change c ON c.zone = z.zone AND c.number = i / 25 % n.changes
JOIN leap_day l ON l.number = i / 5 % (SELECT count(*) FROM leap_day);
"""

# What was sat, as registrar_api.outcome_work has it: its own words for the date of a session are put in here.
RETAKE_ANSWERS = """
CREATE TABLE retake_case AS
SELECT s1.i, random() < 0.8 AS sat1, random() < 0.4 AS passed1, {date1} AS date1,
       random() < 0.8 AS sat2, random() < 0.4 AS passed2, {date2} AS date2,
       random() < 0.4 AS whole_exam, CASE WHEN random() < 0.3 THEN 0 ELSE 1 + floor(random() * 52)::int END AS weeks
FROM instant s1
JOIN instant s2 ON s2.i = s1.i + %(cases)s
JOIN LATERAL (SELECT s1.zone) a ON true
WHERE s1.i <= %(cases)s;

CREATE VIEW retake_answer AS
SELECT c.*, f.failed1, f.failed2, e.earliest
FROM retake_case c
CROSS JOIN LATERAL (SELECT sat1 AND NOT passed1 AS failed1, sat2 AND NOT passed2 AS failed2) f
CROSS JOIN LATERAL (SELECT greatest(CASE WHEN failed1 THEN date1 + interval '1 year' END,
                                    CASE WHEN failed2 THEN date2 + interval '1 year' END)::date AS earliest) e;
"""
RETAKE_COPY = """
COPY (SELECT sat1::int, passed1::int, CASE WHEN sat1 THEN date1 - date '1970-01-01' ELSE 0 END,
             sat2::int, passed2::int, CASE WHEN sat2 THEN date2 - date '1970-01-01' ELSE 0 END, whole_exam::int, weeks,
             CASE WHEN whole_exam AND (failed1 OR failed2) THEN 3 ELSE failed1::int + 2 * failed2::int END,
             coalesce(to_char(earliest, 'YYYY-MM-DD'), '-'),
             coalesce(CASE WHEN weeks > 0 THEN to_char(earliest {less} weeks * interval '1 week', 'YYYY-MM-DD') END, '-')
      FROM retake_answer WHERE i <= {cases}) TO STDOUT
"""


@pytest.fixture(scope="module")
def cases(cluster):
    """A database of its own with nothing in it but cases and the rule."""
    cluster.createdb("twins")
    with cluster.connect("twins") as connection:
        connection.execute("SET synchronous_commit = off; CREATE SCHEMA work; CREATE SCHEMA planted")
        yield connection
    cluster.dropdb("twins")


def filled(text):
    """The script with its values: they are few, and psycopg takes none for a script of several statements."""
    for name, value in (("cases", CASES), ("count", len(ZONES)), ("zones", "'{" + ",".join(ZONES) + "}'")):
        text = text.replace(f"%({name})s", str(value))
    return text


def compare(connection, rule, copy):
    """(exit status, how many were checked, how many differ)"""
    with subprocess.Popen([PROGRAM, rule], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        with connection.cursor().copy(copy) as rows:
            for block in rows:
                program.stdin.write(block)
        program.stdin.close()
        told = program.stdout.read().decode()
    print(told)
    return program.returncode, *(int(re.search(rf"^{word} (\d+)$", told, re.M).group(1)) for word in ("checked", "differing"))


@pytest.fixture(scope="module")
def in_time(cases):
    """The function's text, made in the database."""
    text = (ROOT / "schema/functions/work/in_time.sql").read_text(encoding="utf-8")
    cases.execute(text)
    cases.execute(filled(DEADLINE_CASES))
    return text


def test_the_deadline_is_judged_alike_by_sql_and_by_core(cases, in_time):
    status, checked, differing = compare(cases, "deadline", DEADLINE_ANSWERS.format(function="work.in_time", cases=CASES))
    assert (status, checked, differing) == (0, CASES, 0)
    early, at, late, opened, paused, first, last = cases.execute(
        "SELECT count(*) FILTER (WHERE arrived = e - interval '1 microsecond'), count(*) FILTER (WHERE arrived = e),"
        " count(*) FILTER (WHERE arrived = e + interval '1 microsecond'), count(*) FILTER (WHERE deadline IS NULL),"
        " count(*) FILTER (WHERE paused_at > deadline - interval '3 hours'), min(extract(year FROM deadline)),"
        " max(extract(year FROM deadline))"
        " FROM (SELECT *, deadline + grace * interval '1 second' AS e FROM deadline_case) c").fetchone()
    assert min(early, at, late, opened, paused) > CASES // 100 and first <= 2 and last >= 9998
    figure("deadline_twins_checked", checked)


@pytest.mark.parametrize("right, wrong", [
    ("<=", "<"), ("in_deadline + make_interval(secs => in_grace_s)", "in_deadline"),
    ("in_paused_at IS NOT NULL OR ", ""), ("secs => in_grace_s", "secs => in_grace_s + 0.000001")])
def test_a_planted_defect_in_the_sql_is_found(cases, in_time, right, wrong):
    head, body = in_time.split("RETURN ")
    assert body.count(right) == 1
    planted = head.replace("work.in_time", "planted.in_time") + "RETURN " + body.replace(right, wrong)
    cases.execute(planted)
    status, checked, differing = compare(cases, "deadline", DEADLINE_ANSWERS.format(function="planted.in_time", cases=5000))
    assert status == 1 and checked == 5000 and differing > 100


@pytest.fixture(scope="module")
def retakes(cases):
    """A million sittings; the date of a session is what registrar_api.outcome_work says it is."""
    work = (ROOT / "schema/functions/registrar/outcome_work.sql").read_text(encoding="utf-8")
    dates = [re.search(rf"\(s{part}\.started_at AT TIME ZONE a\.zone\)::date", work).group() for part in (1, 2)]
    cases.execute(filled(RETAKE_CASES))
    cases.execute(filled(RETAKE_ANSWERS.format(date1=dates[0], date2=dates[1])))


def test_retake_dates_are_those_of_interval_arithmetic(cases, retakes):
    status, checked, differing = compare(cases, "retake", RETAKE_COPY.format(less="-", cases=CASES))
    assert (status, checked, differing) == (0, CASES, 0)
    leap_days, of_all, month_ends, zones, none, both = cases.execute(
        "SELECT count(DISTINCT date1) FILTER (WHERE to_char(date1, 'MMDD') = '0229'), (SELECT count(*) FROM leap_day),"
        " count(DISTINCT date1) FILTER (WHERE extract(day FROM date1 + 1) = 1 AND date1 BETWEEN '2000-02-01' AND '2036-11-30'),"
        " (SELECT count(DISTINCT zone) FROM clock_change), count(*) FILTER (WHERE earliest IS NULL),"
        " count(*) FILTER (WHERE failed1 AND failed2) FROM retake_answer").fetchone()
    assert leap_days == of_all == 2424 and month_ends >= 440 and zones == len(ZONES)
    assert min(none, both) > CASES // 10
    figure("retake_dates_checked", checked)


def test_a_day_that_never_was_in_apia_and_the_hours_of_a_change_are_among_the_cases(cases, retakes):
    skipped, beside, half_hours = cases.execute(
        "SELECT count(*) FILTER (WHERE zone = 'Pacific/Apia' AND (started_at AT TIME ZONE zone)::date = '2011-12-30'),"
        " count(*) FILTER (WHERE zone = 'Pacific/Apia' AND (started_at AT TIME ZONE zone)::date IN ('2011-12-29', '2011-12-31')),"
        " count(*) FILTER (WHERE zone = 'Australia/Lord_Howe' AND (started_at AT TIME ZONE zone)"
        "   IS DISTINCT FROM ((started_at + interval '1 day') AT TIME ZONE zone) - interval '1 day') FROM instant").fetchone()
    assert skipped == 0 and beside > 100 and half_hours > 1000


def test_a_request_by_date_on_the_wrong_side_is_found(cases, retakes):
    status, checked, differing = compare(cases, "retake", RETAKE_COPY.format(less="+", cases=5000))
    assert status == 1 and checked == 5000 and differing > 1000
