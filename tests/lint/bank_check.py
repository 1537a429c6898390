"""Checks a question bank: its shape against question-bank/schema, then the rules that no schema can say.

    /usr/bin/python3 tests/lint/bank_check.py [BANKDIR]

One summary line per check, one line per failure (file: id: field: what is wrong). Exit 1 if anything failed.
"""
import json
import re
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import jsonschema

AREAS = {"attachment": "att", "development": "dev", "relationship": "rel", "screening": "scr",
         "disorders": "dis", "culture": "cul", "reflective": "ref"}
CATEGORIES = {"specialist": "spc", "mentor-clinical": "mcl", "mentor-policy": "mpo", "mentor-research-faculty": "mrf"}
SCHEMAS = {"items": "items", "vignettes": "vignettes", "rubrics": "rubrics", "blueprints": "blueprint", "forms": "form",
           "calibration": "calibration"}
FOCUSES = ("direct-service", "reflective-supervision", "policy", "research")
KEY_PERCENT, LONGEST_PERCENT, VIGNETTE_WORDS = (20, 30), 35, (150, 260)
# Two measures, as a copy can keep the order of its words or only the words themselves. Among stems written apart, which
# share little but "the home visitor" or "what is the best next step", the highest values seen were 0.09 (three-word
# shingles) and 0.34 (sets of words). A copy with one word in four replaced still scores about 0.27 and 0.6. Each
# threshold lies between the two. Neither sees a free paraphrase; that remains an editor's work.
SHINGLE_LIMIT, WORDSET_LIMIT = 0.20, 0.50
CATCH_ALL = re.compile(
    r"\b(all|none|neither|both|any|either)\s+(of\s+)?(the\s+)?(above|preceding|foregoing)\b"
    r"|\b(all|none|neither|both|any|either)\s+of\s+(the|these|those)\s+(other\s+)?(options|answers|choices|responses)\b"
    r"|^\W*(all|none|neither|both|any|either)(\s+of\s+(these|those|them))?(\s+(is|are)\s+\w+)?\W*$"
    r"|^\W*(both\s+)?\(?[A-D]\)?\s*(,|and|or|&)\s*\(?[A-D]\)?(?!\w)", re.I)
NEGATIVE = re.compile(r"\b(EXCEPT|NOT|LEAST)\b|\b(?i:except)\W*$"
                      r"|(?i:which of the following)[^.?]*\b(?i:not|(?<!at )least)\b")


class Bank:
    """All files of one bank as parsed, by path; failures found so far."""

    def __init__(self, root):
        self.root, self.docs, self.failures = root, {}, []

    def fail(self, file, ident, field, message):
        self.failures.append(f"{file}: {ident}: {field}: {message}")

    def of(self, folder):
        return [(f, d) for f, d in self.docs.items() if f.startswith(folder + "/")]

    def items(self):
        return {i["id"]: dict(i, file=f, area=d["area"]) for f, d in self.of("items") for i in d["items"]}

    def vignettes(self):
        return [(f, d["category"], v) for f, d in self.of("vignettes") for v in d["vignettes"]]

    def part1_sets(self):
        """The whole bank and each Part 1 form as (file, id, items), leaving out ids that do not exist."""
        items = self.items()
        sets = [("items", "bank", items)]
        sets += [(f, d["id"], d["items"]) for f, d in self.of("forms") if d["part"] == 1]
        return [(f, ident, [items[i] for i in ids if i in items]) for f, ident, ids in sets]


def used(form):
    return form["items"] if form["part"] == 1 else [v for s in form["choice_sets"] for v in s["vignettes"]]


def unique_pairs(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key occurs twice among " + ", ".join(k for k, _ in pairs))
    return dict(pairs)


def check_files(bank):
    for path in sorted(p for p in bank.root.rglob("*") if p.is_file()):
        name = path.relative_to(bank.root).as_posix()
        if name == "README.md" or re.fullmatch(r"schema/[a-z]+\.schema\.json", name):
            continue
        if not re.fullmatch(rf"({'|'.join(SCHEMAS)})/[a-z0-9-]+\.json", name):
            bank.fail(name, "-", "-", "a file that has no place in the bank")
            continue
        try:
            bank.docs[name] = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=unique_pairs)
        except ValueError as error:
            bank.fail(name, "-", "-", f"not strict JSON: {error}")
    expected = [f"{folder}/{c}.json" for folder in ("vignettes", "rubrics") for c in CATEGORIES]
    for name in [f"items/{a}.json" for a in AREAS] + ["blueprints/part1.json"] + expected:
        if not (bank.root / name).is_file():
            bank.fail(name, "-", "-", "missing")
    return f"{len(bank.docs)} files read"


def place(doc, path):
    """The id nearest to an error, and the field as a path, so that a line can be found by hand."""
    nodes = [doc]
    for step in path:
        nodes.append(nodes[-1][step])
    ids = [str(n["id"]) for n in nodes if isinstance(n, dict) and "id" in n]
    return (ids or ["-"])[-1], ".".join(str(s) for s in path) or "-"


def check_schema(bank):
    for folder, kind in SCHEMAS.items():
        name = f"schema/{kind}.schema.json"
        try:
            schema = json.loads((bank.root / name).read_text("utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
        except (OSError, ValueError, jsonschema.SchemaError) as error:
            bank.fail(name, "-", "-", str(error).splitlines()[0])
            continue
        for file, doc in bank.of(folder):
            for error in jsonschema.Draft202012Validator(schema).iter_errors(doc):
                bank.fail(file, *place(doc, error.absolute_path), error.message.replace("\n", " ")[:160])
    return f"{len(bank.docs)} files against {len(SCHEMAS)} schemas"


def check_ids(bank):
    named = [(f, i["id"], AREAS[d["area"]], d["area"]) for f, d in bank.of("items") for i in d["items"]]
    named += [(f, v["id"], f"{CATEGORIES[c]}-{v['set'].lower()}", c) for f, c, v in bank.vignettes()]
    named += [(f, d["id"], f"rub-{d['category']}", d["category"]) for f, d in bank.of("rubrics")]
    named += [(f, d["id"], f"p{d['part']}-{d.get('track') or d['category']}-", d["id"]) for f, d in bank.of("forms")]
    seen = {}
    for file, ident, prefix, stem in named:
        if ident in seen:
            bank.fail(file, ident, "id", f"also in {seen[ident]}")
        if not ident.startswith(prefix):
            bank.fail(file, ident, "id", f"should begin with {prefix}")
        if Path(file).stem != stem:
            bank.fail(file, ident, "id", f"belongs in a file called {stem}.json")
        seen[ident] = file
    groups = [(f, v["id"], "prompts", v["prompts"]) for f, _, v in bank.vignettes()]
    groups += [(f, d["id"], n, d[n]) for f, d in bank.docs.items() for n in ("criteria", "choice_sets") if n in d]
    for file, ident, field, parts in groups:
        for part in (p for p, n in Counter(p["id"] for p in parts).items() if n > 1):
            bank.fail(file, ident, field, f"{part} used more than once")
    return f"{len(seen)} ids, each used once"


def check_keys(bank):
    figures, (low, high) = [], KEY_PERCENT
    for file, ident, items in bank.part1_sets():
        spread = [sum(i["key"] == letter for i in items) for letter in "ABCD"]
        for letter, n in zip("ABCD", spread):
            if not low * len(items) <= 100 * n <= high * len(items):
                bank.fail(file, ident, "key", f"{letter} in {n} of {len(items)} items, not {low}-{high} %")
        figures.append(f"{ident} " + "/".join(map(str, spread)))
    return "A/B/C/D " + ", ".join(figures)


def key_is_longest(item):
    lengths = [len(option) for option in item["options"]]
    return lengths.pop("ABCD".index(item["key"])) > max(lengths)


def check_longest(bank):
    figures = []
    for file, ident, items in bank.part1_sets():
        n = sum(key_is_longest(i) for i in items)
        if 100 * n > LONGEST_PERCENT * len(items):
            bank.fail(file, ident, "options", f"key is the longest in {n} of {len(items)}, over {LONGEST_PERCENT} %")
        figures.append(f"{ident} {n}/{len(items)}")
    return "key is strictly the longest option: " + ", ".join(figures)


def check_wording(bank):
    items = bank.items()
    for ident, item in items.items():
        for n, option in enumerate(item["options"]):
            if CATCH_ALL.search(option):
                bank.fail(item["file"], ident, f"options.{n}", f'refers to other options: "{option}"')
        if NEGATIVE.search(item["stem"]):
            bank.fail(item["file"], ident, "stem", "asks for an exception")
    return f"{4 * len(items)} options and {len(items)} stems searched"


def check_duplicates(bank):
    stems, top = [], [0.0, 0.0]
    for ident, item in bank.items().items():
        words = re.findall(r"[^\W_]+", item["stem"].lower())
        stems.append((item["file"], ident, set(zip(words, words[1:], words[2:])), set(words)))
    for (_, other, *first), (file, ident, *second) in combinations(stems, 2):
        alike = [len(a & b) / (len(a | b) or 1) for a, b in zip(first, second)]
        top = [max(pair) for pair in zip(top, alike)]
        if alike[0] >= SHINGLE_LIMIT or alike[1] >= WORDSET_LIMIT:
            bank.fail(file, ident, "stem", f"too like {other} (shingles {alike[0]:.2f}, words {alike[1]:.2f})")
    return f"most alike: shingles {top[0]:.2f} of {SHINGLE_LIMIT:.2f}, words {top[1]:.2f} of {WORDSET_LIMIT:.2f}"


def check_blueprint(bank):
    """Can two forms of each track be drawn that share no item? Exact: bounds on the young items of each area."""
    (file, doc), = bank.of("blueprints")
    stock = Counter((i["area"], i["age_range"]) for i in bank.items().values())
    for name, track in doc["tracks"].items():
        for field in ("areas", "ages"):
            if sum(track[field].values()) != track["items"]:
                bank.fail(file, name, field, f"add up to {sum(track[field].values())}, not {track['items']}")
        low, high, wanted = 0, 0, 2 * track["ages"]["0-3"]
        for area, quota in track["areas"].items():
            young, old = stock[area, "0-3"], stock[area, "3-6"] if "3-6" in track["ages"] else 0
            if young + old < 2 * quota:
                bank.fail(file, name, f"areas.{area}", f"two forms need {2 * quota} items, the bank has {young + old}")
            low, high = low + max(0, 2 * quota - old), high + min(young, 2 * quota)
        if not low <= wanted <= high:
            bank.fail(file, name, "ages.0-3", f"two forms need {wanted}; possible are {low} to {high}")
    return f"{sum(stock.values())} items, enough for two separate forms of " + " and ".join(doc["tracks"])


def check_forms(bank):
    (_, doc), = bank.of("blueprints")
    for file, form_id, items in bank.part1_sets()[1:]:
        rule = doc["tracks"][bank.docs[file]["track"]]
        for field, name in (("areas", "area"), ("ages", "age_range")):
            have = Counter(i[name] for i in items)
            for value in sorted(set(have) | set(rule[field])):
                if have[value] != rule[field].get(value, 0):
                    bank.fail(file, form_id, f"{field}.{value}", f"{have[value]}, not {rule[field].get(value, 0)}")
        for focus in sorted(set(FOCUSES) - {i["focus"] for i in items}):
            bank.fail(file, form_id, "items", f"none has the focus {focus}")
    return f"{len(bank.part1_sets()) - 1} Part 1 forms meet area, age and focus"


def check_overlap(bank):
    """A retake may show nothing seen before: forms of one track (Part 1) or category (Part 2) share nothing."""
    groups = {name: [] for name in ("imh", "ecmh", *CATEGORIES)}
    for file, form in bank.of("forms"):
        groups[form.get("track") or form["category"]].append((file, form, set(used(form))))
    for name in (n for n, forms in groups.items() if len(forms) < 2):
        bank.fail("forms", name, "-", "fewer than two forms; a retake needs a second one")
    pairs = [pair for forms in groups.values() for pair in combinations(forms, 2)]
    for (_, other, first), (file, form, second) in pairs:
        field = "items" if form["part"] == 1 else "choice_sets"
        for shared in sorted(first & second):
            bank.fail(file, form["id"], field, f"{shared} is also in {other['id']}")
    return f"{len(pairs)} pairs of forms share nothing"


def check_references(bank):
    kind = {i: "Part 1" for i in bank.items()} | {v["id"]: c for _, c, v in bank.vignettes()}
    rubrics = {d["id"]: d["category"] for _, d in bank.of("rubrics")}
    for file, form in bank.of("forms"):
        field, wanted = ("items", "Part 1") if form["part"] == 1 else ("choice_sets", form["category"])
        for ident, n in Counter(used(form)).items():
            if ident not in kind:
                bank.fail(file, form["id"], field, f"{ident} does not exist")
            elif kind[ident] != wanted:
                bank.fail(file, form["id"], field, f"{ident} is of {kind[ident]}, not {wanted}")
            if n > 1:
                bank.fail(file, form["id"], field, f"{ident} used {n} times")
        if form["part"] == 2 and rubrics.get(form["rubric"]) != form["category"]:
            bank.fail(file, form["id"], "rubric", f"{form['rubric']} is no rubric of {form['category']}")
        for choice in form.get("choice_sets", ()):
            if choice["answer"] > len(choice["vignettes"]):
                bank.fail(file, form["id"], f"choice_sets.{choice['id']}", "asks for more than it offers")
    return f"{sum(len(used(d)) for _, d in bank.of('forms'))} references to items and vignettes"


def check_vignettes(bank):
    low, high = VIGNETTE_WORDS
    counts = [(f, v["id"], sum(len(p.split()) for p in v["paragraphs"])) for f, _, v in bank.vignettes()]
    for file, ident, n in counts:
        if not low <= n <= high:
            bank.fail(file, ident, "paragraphs", f"{n} words, not {low}-{high}")
    return f"{len(counts)} vignettes of {min(n for *_, n in counts)} to {max(n for *_, n in counts)} words"


def check_rubrics(bank):
    rows = [(f, f"{d['id']} {c['id']}", c["levels"]) for f, d in bank.of("rubrics") for c in d["criteria"]]
    texts = Counter(x["descriptor"] for *_, levels in rows for x in levels)
    for file, ident, levels in rows:
        if [x["level"] for x in levels] != [0, 1, 2, 3, 4]:
            bank.fail(file, ident, "levels", "must be 0, 1, 2, 3, 4 in this order")
        for x in (x for x in levels if texts[x["descriptor"]] > 1):
            bank.fail(file, ident, f"levels.{x['level']}", "descriptor used more than once")
    return f"{len(rows)} criteria with levels 0-4, {len(texts)} descriptors"


def check_calibration(bank):
    """Each Part 2 form has practice and a control; each packet answers what a candidate would, and has every level."""
    forms = {d["id"]: d for _, d in bank.of("forms") if d["part"] == 2}
    prompts = {v["id"]: [p["id"] for p in v["prompts"]] for _, _, v in bank.vignettes()}
    criteria = {d["id"]: [c["id"] for c in d["criteria"]] for _, d in bank.of("rubrics")}
    seen, kinds = Counter(), Counter()
    for file, doc in bank.of("calibration"):
        form = forms.get(doc["form"])
        if form is None:
            bank.fail(file, doc["form"], "form", "is no Part 2 form")
            continue
        for packet in doc["packets"]:
            seen[packet["id"]] += 1
            kinds[doc["form"], packet["purpose"]] += 1
            check_packet(bank, file, form, packet, prompts, criteria.get(form["rubric"]))
    for ident in (i for i, n in seen.items() if n > 1):
        bank.fail("calibration", ident, "id", f"used {seen[ident]} times")
    for name in sorted(forms) if bank.of("calibration") else ():
        for purpose, least in (("practice", 2), ("control", 1)):
            if kinds[name, purpose] < least:
                bank.fail("calibration", name, purpose, f"{kinds[name, purpose]} packets, not {least} or more")
    return f"{len(seen)} calibration packets for {len({form for form, _ in kinds})} forms"


def check_packet(bank, file, form, packet, prompts, criteria):
    answered = [page["vignette"] for page in packet["pages"]]
    wanted = [v for v in used(form) if v in answered]
    if answered != wanted:
        bank.fail(file, packet["id"], "pages", "must be vignettes of the form, in its order, each once")
    for choice in form["choice_sets"]:
        if len(set(choice["vignettes"]) & set(answered)) != choice["answer"]:
            bank.fail(file, packet["id"], "pages", f"must answer {choice['answer']} of choice set {choice['id']}")
    for place, page in enumerate(packet["pages"], 1):
        if [r["prompt"] for r in page["responses"]] != prompts.get(page["vignette"]):
            bank.fail(file, packet["id"], f"page {place}", "must answer each prompt once, in order")
        if [a["criterion"] for a in page["agreed"]] != criteria:
            bank.fail(file, packet["id"], f"page {place}", "must have a level for each criterion, in order")


SHAPE = (check_files, check_schema)
RULES = (check_ids, check_keys, check_longest, check_wording, check_duplicates, check_blueprint, check_forms,
         check_overlap, check_references, check_vignettes, check_rubrics, check_calibration)


def main(argv):
    bank = Bank(Path(argv[1]) if len(argv) > 1 else Path(__file__).resolve().parents[2] / "question-bank")
    for check in SHAPE + RULES:
        if check is RULES[0] and bank.failures:
            print("The other checks need files of sound shape and were not run.")
            break
        before = len(bank.failures)
        summary = check(bank)
        found = bank.failures[before:]
        print("\n".join([f"{'FAIL' if found else 'ok  '} {check.__name__[6:]}: {summary}", *found]))
    return 1 if bank.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
