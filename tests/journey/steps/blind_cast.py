"""Forty candidates and five reviewers: what they do and what must come of it, worked out by hand, once.

Five administrations of eight candidates, one for each rule by which reviews become an outcome. Part 1 has 60 questions and is
passed with 48. Part 2 is two vignettes, scored on five criteria with levels 0 to 4: 2 x 5 x 4 = 40 points, passed with 32 (80 %).
A retake is possible a year after the session; everybody sits on February 27, 2028.

A review stands in the table as its total (the highest levels first: 35 is 44444 44430) or as its ten levels. Three of them are
the same in every administration, so that each rule shows what it makes of the same three opinions:

  low    33330 44440   3+3+3+3+0 + 4+4+4+4+0 = 12 + 16 = 28, fails
  high   44444 44444   40, passes
  middle 44441 44440   4+4+4+4+1 + 4+4+4+4+0 = 17 + 16 = 33, passes

  both must pass       28 is under 32: not passed with 28, and nobody is asked a third time.
  mean or third        One passes, one fails: a third is asked. 28 33 40: the middle one is 33, passed.
  closest to third     A third is asked. From 33 it is 5 to 28 and 7 to 40: 28 counts, not passed.
  median of three      A third is asked of every packet. 28 33 40: 33, passed.
  criterion tolerance  Two criteria are more than one level apart, the last of either page: 0 and 4. A third is asked. With the
                       third's 1 the middle one of 0 1 4 is 1; with the third's 0 that of 0 0 4 is 0. Elsewhere the mean of the
                       two: four times (3 + 4) / 2 = 14 and four times 4 = 16. 1 + 0 + 14 + 16 = 31: not passed.

These are five of the six disagreements. The sixth is Jonas: 29 and 31 both fail, but their mean of 30 is only 2 under the line
and the second rule asks a third; 29 31 36: the middle one is 31, not passed. Keiko's 29 and 30 have a mean of 29.5, which is 2.5
under: nobody is asked. Stellan's two 31s are near the line too, and his rule does not care. Henrik's 40 and 30 lie on both sides
of the line, but on no criterion more than one level apart: by his rule they agree, and their mean of 35 passes.

Two conflicts. Teodor taught at Lantern House, as he declares himself: whoever works there is not his. Rowan works at Early Hands
and is named as somebody's supervisor and somebody's reference, as the roster says. In both administrations three packets are left
for them, and with sixteen seats for five people a fair share is three: they get exactly those.

Victor drops out of the third administration when he has sealed two of its packets. Somebody recognises Kamala by the river house.

The mark is what the rule comes to, in points: with "both must pass" the lower of the two, else as the rule says.
"""
from dataclasses import dataclass

LEVELS = {"low": "33330 44440", "high": "44444 44444", "middle": "44441 44440"}

# name | a word of every response | where they work, or who is named | right in Part 1, p(assed) or f(ailed) |
# first, second, third review | what decides | its mark | Part 2 p or f | parts to take again
EXAMS = {
    "both_must_pass": """
        Ada Winslow      | kingfisher | at Lantern House          | 48 p | low | high | -      | one_fails    | 28   | f | 2
        Bela Horvath     | lighthouse | at Lantern House          | 60 p | 32  | 32   | -      | both_pass    | 32   | p | -
        Cora Lindqvist   | marzipan   | at Northgate Clinic       | 47 f | 40  | 38   | -      | both_pass    | 38   | p | 1
        Dario Fontana    | nightjar   | at Lantern House          | 55 p | 31  | 31   | -      | both_fail    | 31   | f | 2
        Edda Sorensen    | oboe       | -                         | 52 p | 33  | 36   | -      | both_pass    | 33   | p | -
        Femi Adeyemi     | parasol    | at the lantern house      | 30 f | 12  | 9    | -      | both_fail    | 9    | f | 1 2
        Greta Holub      | quince     | at Lantern House, Inc.    | 58 p | 39  | 34   | -      | both_pass    | 34   | p | -
        Hugo Marchand    | rowboat    | at Bright Start           | 49 p | 20  | 24   | -      | both_fail    | 20   | f | 2
    """,
    "mean_or_third": """
        Ines Barroso     | saffron    | at early hands            | 48 p | low | high | middle | median_pass  | 33   | p | -
        Jonas Pettersen  | tambourine | at Northgate Clinic       | 51 p | 29  | 31   | 36     | median_fail  | 31   | f | 2
        Keiko Tanabe     | umbrella   | at The Early Hands        | 60 p | 29  | 30   | -      | both_fail    | 29.5 | f | 2
        Lazlo Kiraly     | viola      | of Dr. Rowan ESPOSITO     | 47 f | 32  | 32   | -      | both_pass    | 32   | p | 1
        Mira Dragan      | walnut     | -                         | 53 p | 35  | 38   | -      | both_pass    | 36.5 | p | -
        Nils Ostergaard  | xylophone  | at Early Hands            | 36 f | 8   | 10   | -      | both_fail    | 9    | f | 1 2
        Oona Rautio      | yarrow     | at Bright Start           | 57 p | 40  | 33   | -      | both_pass    | 36.5 | p | -
        Pavel Cermak     | zither     | of Kim Poe; rowan@sample.example | 48 p | 34 | 34 | - | both_pass    | 34   | p | -
    """,
    "closest_to_third": """
        Quinn Abara      | anchor     | -                         | 59 p | low | high | middle | closest_fail | 28   | f | 2
        Rosa Villar      | barley     | -                         | 48 p | 33  | 35   | -      | both_pass    | 34   | p | -
        Stellan Berg     | cinnamon   | -                         | 45 f | 31  | 31   | -      | both_fail    | 31   | f | 1 2
        Tove Ekman       | dulcimer   | -                         | 60 p | 32  | 40   | -      | both_pass    | 36   | p | -
        Umar Siddiqui    | elderberry | -                         | 50 p | 36  | 36   | -      | both_pass    | 36   | p | -
        Vesna Kovac      | fiddle     | -                         | 48 p | 15  | 11   | -      | both_fail    | 13   | f | 2
        Wanda Zielinska  | ginger     | -                         | 54 p | 38  | 35   | -      | both_pass    | 36.5 | p | -
        Xavi Puig        | hazel      | -                         | 41 f | 34  | 33   | -      | both_pass    | 33.5 | p | 1
    """,
    "median_of_three": """
        Yara Haddad      | icicle     | -                         | 48 p | low | high | middle | median_pass  | 33   | p | -
        Zeno Castell     | juniper    | -                         | 56 p | 36  | 34   | 38     | median_pass  | 36   | p | -
        Anouk Lefevre    | kettle     | -                         | 60 p | 32  | 32   | 32     | median_pass  | 32   | p | -
        Bjarne Solberg   | lavender   | -                         | 48 p | 31  | 30   | 31     | median_fail  | 31   | f | 2
        Celeste Moreau   | mandolin   | -                         | 33 f | 10  | 14   | 12     | median_fail  | 12   | f | 1 2
        Dov Abrams       | nutmeg     | -                         | 52 p | 40  | 40   | 39     | median_pass  | 40   | p | -
        Elif Yildiz      | osprey     | -                         | 49 p | 35  | 33   | 34     | median_pass  | 34   | p | -
        Franz Gruber     | plover     | -                         | 48 p | 22  | 25   | 21     | median_fail  | 22   | f | 2
    """,
    "criterion_tolerance": """
        Gioia Ferrara    | quartz     | - | 48 p | low         | high        | middle | cells_fail  | 31   | f | 2
        Henrik Dahl      | rhubarb    | - | 57 p | 44444 44444 | 33333 33333 | -      | within_pass | 35   | p | -
        Ilse Vogt        | sandpiper  | - | 48 p | 44443 44443 | 34444 34444 | -      | within_pass | 38   | p | -
        Jarek Nowicki    | thistle    | - | 46 f | 33333 33333 | 33333 33334 | -      | within_fail | 30.5 | f | 1 2
        Kamala Reddy     | ukulele    | - | 60 p | 44444 33333 | 44444 33334 | -      | within_pass | 35.5 | p | -
        Linnea Strand    | verbena    | - | 53 p | 22222 22222 | 11111 22222 | -      | within_fail | 17.5 | f | 2
        Marek Holy       | wagtail    | - | 48 p | 43434 34343 | 34343 43434 | -      | within_pass | 35   | p | -
        Noor Rahman      | sycamore   | - | 39 f | 33333 33344 | 33333 33344 | -      | within_pass | 32   | p | 1
    """,
}
CATEGORIES = {"both_must_pass": "specialist", "mean_or_third": "mentor-clinical", "closest_to_third": "mentor-policy",
              "median_of_three": "mentor-research-faculty", "criterion_tolerance": "specialist"}
# In the third administration everybody gets remarks, in the others who fails Part 2.
FEEDBACK = {"closest_to_third": "always"}

BARRED = {**{who: {"teodor"} for who in ("Ada", "Bela", "Dario", "Femi", "Greta")},
          **{who: {"rowan"} for who in ("Ines", "Keiko", "Lazlo", "Nils", "Pavel")}}
# All that is left for the two, which is their fair share.
LEFT_FOR = {"both_must_pass": ("teodor", {"Cora", "Edda", "Hugo"}), "mean_or_third": ("rowan", {"Jonas", "Mira", "Oona"})}
DECLARED = {"relation": "taught", "employer": "Lantern House"}

DISAGREED = ["Ada", "Ines", "Jonas", "Quinn", "Yara", "Gioia"]
LEAVER, LEFT_EXAM = "victor", "closest_to_third"
RECOGNISED, SECRET = "Kamala", "the river house"

STAFF = {
    "masker": {"name": "Mina Brandt", "email": "mina.brandt@sample.example", "mask": True},
    "approver": {"name": "Avery Holt", "email": "avery.holt@sample.example", "approve": True},
    "rowan": {"name": "Rowan Esposito", "email": "rowan@sample.example", "review": True,
              "employer": "The Early Hands, Inc."},
    "sunita": {"name": "Sunita Varma", "email": "sunita@sample.example", "review": True},
    "teodor": {"name": "Teodor Langstrup", "email": "teodor@sample.example", "review": True},
    "ula": {"name": "Ula Nordgaard", "email": "ula@sample.example", "review": True},
    "victor": {"name": "Victor Ruizgomez", "email": "victor@sample.example", "review": True},
}
REVIEWERS = ["rowan", "sunita", "teodor", "ula", "victor"]


@dataclass
class Case:
    rule: str
    name: str
    word: str               # in every response, by which the story knows whose packet it is
    near: str
    right: int              # of the 60 questions of Part 1
    passed1: bool
    reviews: list           # ten levels each, in the order in which they are locked
    fired: str
    mark: float
    passed2: bool
    again: list             # parts

    @property
    def email(self):
        return self.name.replace(" ", ".").lower() + "@clinic.example"

    @property
    def third(self):
        return len(self.reviews) == 3

    @property
    def row(self):
        """As the roster has it."""
        kind, _, whom = self.near.partition(" ")
        return {"name": self.name, "email": self.email, "category": CATEGORIES[self.rule], "track": "imh",
                "employer": whom if kind == "at" else "", "supervisor": whom if kind == "of" else ""}


def levels(cell):
    text = LEVELS.get(cell, cell)
    if " " in text:
        return [int(level) for level in text if level != " "]
    fours, rest = divmod(int(text), 4)
    return ([4] * fours + [rest] + [0] * 10)[:10]


def case(rule, line):
    name, word, near, part1, *reviews, fired, mark, part2, again = (cell.strip() for cell in line.split("|"))
    right, passed1 = part1.split()
    return Case(rule, name, word, near, int(right), passed1 == "p", [levels(cell) for cell in reviews if cell != "-"], fired,
                float(mark), part2 == "p", [int(part) for part in again.split() if part != "-"])


CASES = {one.name.split()[0]: one for rule, table in EXAMS.items()
         for one in (case(rule, line) for line in table.strip().splitlines())}
THIRDS = [who for who, one in CASES.items() if one.third]

# Each of the reviews of a packet has a word of its own in its remarks.
SAID = ("clearer", "warmer", "bolder")
UNSAID = "This was never sealed."


def of(rule):
    return [who for who in CASES if CASES[who].rule == rule]


def remark(who, number, page):
    return f"The {CASES[who].word} could be {SAID[number]} on page {page}."


def overall(who, number):
    return f"The {CASES[who].word} is {SAID[number]} on the whole."


def sentences(who):
    """All that was said in sealed reviews, place by place."""
    numbers = range(len(CASES[who].reviews))
    return [*({remark(who, n, page) for n in numbers} for page in (1, 2)), {overall(who, n) for n in numbers}]
