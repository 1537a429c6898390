"""Who sits the exam of the main job, what they do there, and what their results must be: worked out by hand, once.

The association is in Chicago and uses the rules of the exam as they come: Part 1 has 60 items and is passed at 80 %, that is
with 48. In every category Part 2 is two vignettes, scored on five criteria with levels 0 to 4: 2 x 5 x 4 = 40 points, passed
at 80 %, that is with 32. A retake is possible one year after the session of the failed part.

| who    | sits Part 1      | right | sits Part 2 | sealed reviews, and what follows                 | may sit again             |
|--------|------------------|-------|-------------|--------------------------------------------------|---------------------------|
| Amara  | Feb 27           | 48    | Feb 27      | 40 and 32: both pass                             | -                         |
| Bruno  | Feb 27, 11:40 PM | 47    | Feb 27      | 33 and 35: both pass                             | 1, from Feb 27, 2029      |
| Chiara | Feb 27           | 55    | Feb 29      | 12 and 20: both fail, the mean of 16 is far off  | 2, from Feb 28, 2029      |
| Dmitri | Feb 27           | 60    | Feb 27      | 36 and 28: one each; a third gives 33; median 33 | -                         |
| Esther | Feb 27           | 52    | Feb 27      | 38 and 39: both pass                             | -                         |
| Farid  | Feb 27           | 30    | Mar 1       | 8 and 10: both fail, the mean of 9 is far off    | 1 and 2, from Mar 1, 2029 |

Bruno's clock says February 28 in Greenwich, but what counts is the association's own date. Chiara's Part 2 is on a leap day;
2029 has none, so it is the 28th. Farid failed both parts, so the later session counts.
"""
import csv
from dataclasses import dataclass
from pathlib import Path

ROSTER = (Path(__file__).parents[1] / "roster.csv").read_text()
ROWS = {row["Name"].split()[0].lower(): row for row in csv.DictReader(ROSTER.splitlines())}
NAMES = {who: row["Name"] for who, row in ROWS.items()}
EMAILS = {who: row["E-mail"] for who, row in ROWS.items()}


@dataclass
class Plan:
    right: int                       # of the 60 items of Part 1
    totals: list                     # of the reviews, in the order in which they are locked
    mark: str                        # a word in every response, by which the story knows whose packet it is
    recommendation: str = "pass"


PLAN = {
    "amara": Plan(48, [40, 32], "kingfisher"),
    "bruno": Plan(47, [33, 35], "lighthouse"),
    "chiara": Plan(55, [12, 20], "marzipan", "fail"),
    "dmitri": Plan(60, [36, 28, 33], "nightjar"),
    "esther": Plan(52, [38, 39], "oboe"),
    "farid": Plan(30, [8, 10], "parasol", "fail"),
}

# The time that each was told, from 90 minutes and what stands in the roster.
TIMES = {"amara": "90 + 60 ESL = 150 min", "bruno": "90 min", "chiara": "90 + 30 ESL = 120 min", "dmitri": "90 min",
         "esther": "90 min", "farid": "90 min"}

# The table of results as it must be printed, cell by cell.
TABLE = [
    ["Name", "Category", "Part 1", "Part 2", "Retake", "Letter"],
    ["Amara Osei", "Specialist · IMH-E", "Passed 48 of 60", "Passed", "none", "Letter of Amara Osei"],
    ["Bruno Keller", "Specialist · ECMH-E", "Not passed 47 of 60", "Passed", "Part 1 from February 27, 2029",
     "Letter of Bruno Keller"],
    ["Chiara Lombardi", "Mentor, Clinical · IMH-E", "Passed 55 of 60", "Not passed", "Part 2 from February 28, 2029",
     "Letter of Chiara Lombardi"],
    ["Dmitri Aalto", "Mentor, Policy · ECMH-E", "Passed 60 of 60", "Passed", "none", "Letter of Dmitri Aalto"],
    ["Esther Nakamura", "Mentor, Research/Faculty · ECMH-E", "Passed 52 of 60", "Passed", "none", "Letter of Esther Nakamura"],
    ["Farid Haddad", "Specialist · IMH-E", "Not passed 30 of 60", "Not passed", "Part 1 and Part 2 from March 1, 2029",
     "Letter of Farid Haddad"],
]

# The same as a spreadsheet.
SHEET = """\
name,email,category,track,part1_score,part1_max,part1_passed,part1_date,\
part2_passed,part2_date,endorsable,retake_parts,retake_earliest,retake_request_by
Amara Osei,amara.osei@clinic.example,specialist,imh,48,60,yes,2028-02-27,yes,2028-02-27,yes,,,
Bruno Keller,bruno.keller@clinic.example,specialist,ecmh,47,60,no,2028-02-27,yes,2028-02-27,no,1,2029-02-27,
Chiara Lombardi,chiara.lombardi@clinic.example,mentor-clinical,imh,55,60,yes,2028-02-27,no,2028-02-29,no,2,2029-02-28,
Dmitri Aalto,dmitri.aalto@clinic.example,mentor-policy,ecmh,60,60,yes,2028-02-27,yes,2028-02-27,yes,,,
Esther Nakamura,esther.nakamura@clinic.example,mentor-research-faculty,ecmh,52,60,yes,2028-02-27,yes,2028-02-27,yes,,,
Farid Haddad,farid.haddad@clinic.example,specialist,imh,30,60,no,2028-02-27,no,2028-03-01,no,1 2,2029-03-01,
"""

# What each candidate's own page and letter must say: Part 1, Part 2, and the sentence about taking the exam again.
PASSED_ALL = "You have passed every part that the endorsement asks for."
OWN = {
    "amara": ("Passed 48 of 60, sat on February 27, 2028", "Passed sat on February 27, 2028", PASSED_ALL),
    "bruno": ("Not passed 47 of 60, sat on February 27, 2028", "Passed sat on February 27, 2028",
              "You may take Part 1 again from February 27, 2029."),
    "chiara": ("Passed 55 of 60, sat on February 27, 2028", "Not passed sat on February 29, 2028",
               "You may take Part 2 again from February 28, 2029."),
    "dmitri": ("Passed 60 of 60, sat on February 27, 2028", "Passed sat on February 27, 2028", PASSED_ALL),
    "esther": ("Passed 52 of 60, sat on February 27, 2028", "Passed sat on February 27, 2028", PASSED_ALL),
    "farid": ("Not passed 30 of 60, sat on February 27, 2028", "Not passed sat on March 1, 2028",
              "You may take both parts again from March 1, 2029."),
}


def response(who):
    """What a candidate writes to a prompt: with the own name and address in it, which no reviewer may read."""
    def words(vignette, prompt):
        return (f"As {NAMES[who]} ({EMAILS[who]}) I would begin with the {PLAN[who].mark}, then look at what "
                f"{vignette['title']} says.")
    return words
