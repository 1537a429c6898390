"""Each story spoils one thing in a copy of the bank, and bank_check must name the file, the id and the field.

    /usr/bin/python3 -m pytest tests/lint/test_bank_check.py
"""
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).resolve().with_name("bank_check.py")
BANK = Path(__file__).resolve().parents[2] / "question-bank"
ATTACHMENT = "items/attachment.json"
CULTURE = "items/culture.json"
CALIBRATION = "calibration/p2-specialist-a.json"
POLICY = "vignettes/mentor-policy.json"
RUBRIC = "rubrics/specialist.json"
BLUEPRINT = "blueprints/part1.json"
IMH_A, IMH_B, ECMH_A = (f"forms/p1-{name}.json" for name in ("imh-a", "imh-b", "ecmh-a"))
SPECIALIST_A, SPECIALIST_B, CLINICAL_A = (
    f"forms/p2-{name}.json" for name in ("specialist-a", "specialist-b", "mentor-clinical-a"))


class Copy:
    """A copy of the bank that a story may spoil, and what the check says of it."""

    def __init__(self, root):
        self.root = root / "bank"
        shutil.copytree(BANK, self.root)

    def read(self, name):
        return json.loads((self.root / name).read_text("utf-8"))

    def write(self, name, doc):
        (self.root / name).write_text(json.dumps(doc, ensure_ascii=False), "utf-8")

    def spoil(self, name, how):
        doc = self.read(name)
        how(doc)
        self.write(name, doc)

    def check(self):
        run = subprocess.run([sys.executable, CHECK, self.root], capture_output=True, text=True, timeout=60)
        assert run.stderr == ""
        return run.returncode, run.stdout.splitlines()

    def assert_named(self, *parts):
        """One line of the report holds every part, and the exit status is 1."""
        status, lines = self.check()
        assert status == 1
        assert any(all(part in line for part in parts) for line in lines), "\n".join(lines)


@pytest.fixture
def bank(tmp_path):
    return Copy(tmp_path)


def item(doc, n=0):
    return doc["items"][n]


def test_the_bank_as_it_stands_passes_with_one_line_per_check(bank):
    status, lines = bank.check()
    assert status == 0, "\n".join(lines)
    assert len(lines) == 14
    assert all(line.startswith("ok ") for line in lines)


def test_without_an_argument_the_bank_beside_the_tests_is_checked():
    run = subprocess.run([sys.executable, CHECK], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout


# files

def test_a_key_that_occurs_twice_in_an_object(bank):
    path = bank.root / ATTACHMENT
    path.write_text(path.read_text("utf-8").replace('"area":', '"area": "culture", "area":', 1), "utf-8")
    bank.assert_named(ATTACHMENT, "a key occurs twice", "area")


def test_a_file_that_is_not_json(bank):
    (bank.root / POLICY).write_text('{"category": ', "utf-8")
    bank.assert_named(POLICY, "not strict JSON")


def test_a_file_in_the_wrong_place(bank):
    bank.write("items/Notes.txt", {})
    bank.assert_named("items/Notes.txt", "no place in the bank")


def test_a_missing_file(bank):
    (bank.root / "rubrics/mentor-policy.json").unlink()
    bank.assert_named("rubrics/mentor-policy.json", "missing")


# schema

def set_value(*path):
    *way, last, value = path

    def change(doc):
        for step in way:
            doc = doc[step]
        doc[last] = value
    return change


@pytest.mark.parametrize("name, change, parts", [
    (ATTACHMENT, set_value("items", 0, "hint", "x"), ("att-001", "items.0", "hint")),
    (ATTACHMENT, set_value("items", 0, "key", "E"), ("att-001", "items.0.key")),
    (ATTACHMENT, set_value("items", 0, "options", ["one", "two", "three"]), ("att-001", "items.0.options")),
    (ATTACHMENT, set_value("items", 0, "source", "extra", 1), ("att-001", "items.0.source", "extra")),
    (POLICY, set_value("vignettes", 0, "role", "clinical"), ("mpo-a1", "vignettes.0.role")),
    (POLICY, set_value("vignettes", 0, "prompts", []), ("mpo-a1", "vignettes.0.prompts")),
    (RUBRIC, set_value("criteria", 0, "domain", "Charm"), ("c1", "criteria.0.domain")),
    (RUBRIC, lambda d: d["criteria"][2]["levels"].pop(), ("c3", "criteria.2.levels")),
    (BLUEPRINT, lambda d: d["tracks"].pop("imh"), ("tracks", "imh")),
    (IMH_A, lambda d: d["items"].pop(), ("p1-imh-a", "items")),
    (SPECIALIST_A, set_value("minutes", 90), ("p2-specialist-a", "minutes")),
    (SPECIALIST_A, set_value("part", 3), ("p2-specialist-a", "part")),
])
def test_a_file_that_breaks_its_schema(bank, name, change, parts):
    bank.spoil(name, change)
    bank.assert_named(name, *parts)


def test_rules_are_not_run_on_files_of_unsound_shape(bank):
    bank.spoil(ATTACHMENT, lambda doc: item(doc).pop("stem"))
    assert bank.check()[1][-1] == "The other checks need files of sound shape and were not run."


def test_a_schema_that_is_gone(bank):
    (bank.root / "schema/form.schema.json").unlink()
    bank.assert_named("schema/form.schema.json", "No such file")


def objects_left_open(schema, path="$"):
    if isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
            yield path
        for key, value in schema.items():
            yield from objects_left_open(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for n, value in enumerate(schema):
            yield from objects_left_open(value, f"{path}[{n}]")


@pytest.mark.parametrize("kind", ["items", "vignettes", "rubrics", "blueprint", "form"])
def test_every_object_in_every_schema_is_closed(kind):
    schema = json.loads((BANK / f"schema/{kind}.schema.json").read_text("utf-8"))
    assert list(objects_left_open(schema)) == []


# ids

@pytest.mark.parametrize("name, change, parts", [
    (CULTURE, set_value("items", 3, "id", "cul-001"), ("cul-001", "id", "also in")),
    (CULTURE, set_value("items", 3, "id", "att-099"), ("att-099", "id", "should begin with cul")),
    (POLICY, set_value("vignettes", 0, "set", "B"), ("mpo-a1", "id", "should begin with mpo-b")),
    (POLICY, set_value("vignettes", 1, "prompts", 1, "id", "p1"), ("mpo-a2", "prompts", "p1")),
    (RUBRIC, set_value("criteria", 1, "id", "c1"), ("rub-specialist", "criteria", "c1")),
    (CLINICAL_A, set_value("choice_sets", 1, "id", "supervision"), ("choice_sets", "supervision")),
    (IMH_A, set_value("id", "p1-imh-c"), ("p1-imh-c", "id", "p1-imh-c.json")),
])
def test_an_id_that_is_used_twice_or_wrongly_built(bank, name, change, parts):
    bank.spoil(name, change)
    bank.assert_named(f"{name}: ", *parts)


# keys, longest option

def test_a_bank_whose_keys_lean_to_one_position(bank):
    for area in ("attachment", "culture", "development"):
        bank.spoil(f"items/{area}.json", lambda doc: [i.update(key="C") for i in doc["items"]])
    bank.assert_named("items: bank: key: C in")


def test_a_form_whose_keys_lean_to_one_position(bank):
    chosen = set(bank.read(IMH_A)["items"])
    for path in sorted((bank.root / "items").glob("*.json")):
        bank.spoil(path.relative_to(bank.root).as_posix(), lambda doc: [
            i.update(key="B") for i in doc["items"] if i["id"] in chosen and i["key"] == "A"])
    bank.assert_named(f"{IMH_A}: p1-imh-a: key: A in 0 of 60")


def test_keys_that_are_too_often_the_longest_option(bank):
    def stretch(doc):
        for i in doc["items"]:
            i["options"]["ABCD".index(i["key"])] += " and this goes on until no other option can be longer" * 3
    for area in ("attachment", "culture", "development"):
        bank.spoil(f"items/{area}.json", stretch)
    bank.assert_named("items: bank: options: key is the longest in")


# wording

@pytest.mark.parametrize("option", [
    "All of the above", "None of the above.", "all the above are correct", "Both of these", "Neither", "A and C",
    "Both B and D", "Any of the other options", "None of these are right"])
def test_an_option_that_leans_on_the_others(bank, option):
    bank.spoil(ATTACHMENT, set_value("items", 4, "options", 3, option))
    bank.assert_named(ATTACHMENT, "att-005", "options.3", option)


@pytest.mark.parametrize("option", [
    "Both parents together with the grandmother", "All of the baby's caregivers", "A home visit each week",
    "None of the visits for now", "Discard it, since the fire has distorted all the answers"])
def test_an_option_that_only_sounds_like_one_is_left_alone(bank, option):
    bank.spoil(ATTACHMENT, set_value("items", 4, "options", 3, option))
    assert not any("options.3" in line for line in bank.check()[1])


@pytest.mark.parametrize("stem", [
    "A mother rocks her baby. Each of these would help EXCEPT", "Which of the following is least helpful to the baby?",
    "Which of the following would not be a sign of distress?"])
def test_a_stem_that_asks_for_an_exception(bank, stem):
    bank.spoil(ATTACHMENT, set_value("items", 4, "stem", stem))
    bank.assert_named(ATTACHMENT, "att-005", "stem", "exception")


# near-duplicates

def reworded(text, every):
    return " ".join("other" + str(n) if n % every == 0 else word for n, word in enumerate(text.split(), 1))


@pytest.mark.parametrize("change", [
    lambda stem: stem,
    lambda stem: stem.upper(),
    lambda stem: reworded(stem, 4),
    lambda stem: " ".join(reversed(stem.split()))], ids=["same", "capitals", "one word in four", "reordered"])
def test_a_stem_that_nearly_repeats_another(bank, change):
    stem = item(bank.read(ATTACHMENT), 2)["stem"]
    bank.spoil(CULTURE, set_value("items", 7, "stem", change(stem)))
    bank.assert_named(CULTURE, "cul-008", "stem", "too like att-003")


# blueprint

def test_a_blueprint_that_does_not_add_up(bank):
    bank.spoil(BLUEPRINT, set_value("tracks", "imh", "areas", "culture", 7))
    bank.assert_named(BLUEPRINT, "imh", "areas", "add up to 59")


def test_an_area_too_small_for_two_forms(bank):
    bank.spoil(ATTACHMENT, lambda doc: doc["items"].pop(
        next(n for n, i in enumerate(doc["items"]) if i["age_range"] == "0-3")))
    bank.assert_named(BLUEPRINT, "imh", "areas.attachment", "two forms need 18 items, the bank has 17")


def test_too_few_items_of_an_age_for_two_forms(bank):
    bank.spoil(ATTACHMENT, lambda doc: [i.update(age_range="0-3") for i in doc["items"]])
    bank.assert_named(BLUEPRINT, "ecmh", "ages.0-3")


# forms

def swap(old_area, new_area):
    """A form takes an item of another area in place of one of its own."""
    def change(doc):
        place = next(n for n, i in enumerate(doc["items"]) if i.startswith(old_area))
        doc["items"][place] = next(f"{new_area}-{n:03}" for n in range(1, 25)
                                   if f"{new_area}-{n:03}" not in doc["items"])
    return change


def test_a_form_with_too_many_items_of_an_area(bank):
    bank.spoil(ECMH_A, swap("att", "cul"))
    bank.assert_named(ECMH_A, "p1-ecmh-a", "areas.attachment", "8, not 9")


def test_a_form_of_birth_to_three_with_an_item_of_three_to_six(bank):
    chosen = bank.read(IMH_A)["items"][0]
    file = next(p.name for p in (bank.root / "items").glob("*.json") if f'"{chosen}"' in p.read_text("utf-8"))
    bank.spoil(f"items/{file}", lambda doc: [i.update(age_range="3-6") for i in doc["items"] if i["id"] == chosen])
    bank.assert_named(IMH_A, "p1-imh-a", "ages.3-6", "1, not 0")


def test_a_form_without_a_question_on_research(bank):
    for path in sorted((bank.root / "items").glob("*.json")):
        bank.spoil(f"items/{path.name}", lambda doc: [
            i.update(focus="policy") for i in doc["items"] if i["focus"] == "research"])
    bank.assert_named(IMH_A, "p1-imh-a", "items", "focus research")


# overlap

def test_two_forms_of_a_track_that_share_an_item(bank):
    shared = bank.read(IMH_A)["items"][0]
    bank.spoil(IMH_B, set_value("items", 0, shared))
    bank.assert_named(IMH_B, "p1-imh-b", "items", f"{shared} is also in p1-imh-a")


def test_two_forms_of_a_category_that_share_a_vignette(bank):
    bank.spoil(SPECIALIST_B, set_value("choice_sets", 0, "vignettes", 0, "spc-a1"))
    bank.assert_named(SPECIALIST_B, "p2-specialist-b", "choice_sets", "spc-a1 is also in p2-specialist-a")


def test_a_category_without_a_second_form(bank):
    (bank.root / "forms/p2-mentor-policy-b.json").unlink()
    bank.assert_named("forms: mentor-policy", "fewer than two forms")


# references

@pytest.mark.parametrize("name, change, parts", [
    (IMH_A, set_value("items", 0, "att-999"), ("p1-imh-a", "items", "att-999 does not exist")),
    (SPECIALIST_A, set_value("choice_sets", 0, "vignettes", 0, "spc-a9"), ("choice_sets", "spc-a9 does not exist")),
    (SPECIALIST_A, set_value("choice_sets", 0, "vignettes", 0, "mcl-a2"), ("choice_sets", "mcl-a2 is of mentor-cl")),
    (SPECIALIST_A, set_value("rubric", "rub-none"), ("rubric", "rub-none")),
    (SPECIALIST_A, set_value("rubric", "rub-mentor-policy"), ("rubric", "no rubric of specialist")),
    (SPECIALIST_A, set_value("choice_sets", 0, "answer", 4), ("choice_sets.any", "more than it offers")),
    (CLINICAL_A, set_value("choice_sets", 1, "vignettes", 0, "mcl-a1"), ("choice_sets", "mcl-a1 used 2 times")),
])
def test_a_form_that_points_nowhere_or_to_the_wrong_category(bank, name, change, parts):
    bank.spoil(name, change)
    bank.assert_named(name, *parts)


# vignettes and rubrics

@pytest.mark.parametrize("paragraphs, count", [(["Too short."], 2), (["word " * 260 + "word"], 261)])
def test_a_vignette_of_the_wrong_length(bank, paragraphs, count):
    bank.spoil(POLICY, set_value("vignettes", 0, "paragraphs", paragraphs))
    bank.assert_named(POLICY, "mpo-a1", "paragraphs", f"{count} words")


def test_a_criterion_whose_levels_do_not_run_from_0_to_4(bank):
    bank.spoil(RUBRIC, set_value("criteria", 3, "levels", 4, "level", 3))
    bank.assert_named(RUBRIC, "rub-specialist c4", "levels", "0, 1, 2, 3, 4")


def test_two_levels_with_the_same_descriptor(bank):
    def repeat(doc):
        levels = doc["criteria"][0]["levels"]
        levels[1]["descriptor"] = levels[2]["descriptor"]
    bank.spoil(RUBRIC, repeat)
    bank.assert_named(RUBRIC, "rub-specialist c1", "levels.1", "more than once")


# calibration

def without(*path):
    def how(doc):
        *way, last = path
        for step in way:
            doc = doc[step]
        del doc[last]
    return how


@pytest.mark.parametrize("change, parts", [
    (set_value("form", "p2-none"), ("p2-none", "form", "is no Part 2 form")),
    (set_value("packets", 0, "id", "cal-spc-a-2"), ("calibration: cal-spc-a-2: id", "used 2 times")),
    (set_value("packets", 0, "purpose", "control"), ("calibration: p2-specialist-a: practice", "1 packets, not 2")),
    (set_value("packets", 2, "purpose", "practice"), ("calibration: p2-specialist-a: control", "0 packets, not 1")),
    (set_value("packets", 0, "pages", 0, "vignette", "spc-b1"), ("cal-spc-a-1: pages", "vignettes of the form")),
    (without("packets", 0, "pages", 1), ("cal-spc-a-1: pages", "must answer 2 of choice set any")),
    (without("packets", 0, "pages", 0, "responses", 1), ("cal-spc-a-1: page 1", "each prompt once")),
    (without("packets", 0, "pages", 1, "agreed", 4), ("cal-spc-a-1: page 2", "a level for each criterion")),
    (set_value("packets", 0, "pages", 0, "agreed", 0, "level", 5), ("cal-spc-a-1", "5 is greater than the maximum of 4")),
    (without("packets", 0, "pages", 0, "agreed", 0, "why"), ("cal-spc-a-1", "'why' is a required property")),
])
def test_calibration_that_would_not_do(bank, change, parts):
    bank.spoil(CALIBRATION, change)
    bank.assert_named(*parts)


def test_a_form_without_calibration_is_named_where_others_have_it(bank):
    (bank.root / CALIBRATION).unlink()
    bank.assert_named("calibration: p2-specialist-a: practice", "0 packets, not 2 or more")
