"""`blindmark import`: a whole bank or nothing, one sentence for what is wrong, and the second time changes nothing."""

import json
import shutil
import subprocess

import pytest

from registrar_world import BANK, World
from tree import BLINDMARK, ROOT

ATTACHMENT = "items/attachment.json"
POLICY = "vignettes/mentor-policy.json"
RUBRIC = "rubrics/specialist.json"
IMH_A = "forms/p1-imh-a.json"
SPECIALIST_A = "forms/p2-specialist-a.json"
CALIBRATION = "calibration/p2-specialist-a.json"


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    made = World(cluster, tmp_path_factory.mktemp("import"))
    yield made
    made.close()


@pytest.fixture
def bank(tmp_path):
    return Copy(tmp_path)


class Copy:
    def __init__(self, folder):
        self.root = folder / "bank"
        shutil.copytree(BANK, self.root)

    def change(self, name, how):
        document = json.loads((self.root / name).read_text("utf-8"))
        how(document)
        (self.root / name).write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def first(document):
    return document["items"][0]


def put(where, name, value):
    def how(document):
        where(document)[name] = value
    return how


def drop(where, name):
    def how(document):
        del where(document)[name]
    return how


def page(document):
    return document["packets"][0]["pages"][0]


SPOILT = [
    (ATTACHMENT, put(first, "colour", 1), 'att-001: field "colour": is not known'),
    (ATTACHMENT, drop(first, "rationale"), 'att-001: field "rationale": is missing'),
    (ATTACHMENT, put(first, "stem", 7), 'att-001: field "stem": must be a text'),
    (ATTACHMENT, put(first, "stem", ""), 'att-001: field "stem": must have 1 to 4000 characters, not 0'),
    (ATTACHMENT, put(first, "key", "E"), 'att-001: field "key": must be one of A, B, C, D'),
    (ATTACHMENT, put(first, "key", None), 'att-001: field "key": must be one of A, B, C, D'),
    (ATTACHMENT, put(first, "options", ["a", "b", "c"]), 'att-001: field "options": must hold 4 values, not 3'),
    (ATTACHMENT, put(first, "options", ["a", "b", "c", "a"]), 'att-001: field "options[3]": stands twice in the list'),
    (ATTACHMENT, put(first, "options", ["a", "b", 3, "d"]), 'att-001: field "options[2]": must be a text'),
    (ATTACHMENT, put(first, "age_range", "0-6"), 'att-001: field "age_range": must be one of 0-3, 3-6'),
    (ATTACHMENT, put(lambda d: first(d)["source"], "year", 1975.5), 'att-001: field "source.year": must be a whole number'),
    (ATTACHMENT, put(first, "id", "dev-001"), 'dev-001: field "id": "dev-001" is not of the form att-999'),
    (ATTACHMENT, put(first, "id", "att-002"), 'att-002: field "id": is also in items/attachment.json'),
    (ATTACHMENT, put(lambda d: d, "area", "astrology"), 'field "area": must be one of attachment'),
    (POLICY, put(lambda d: d["vignettes"][0]["prompts"][1], "id", "p1"), 'mpo-a1: field "prompts[1].id": stands twice'),
    (POLICY, put(lambda d: d["vignettes"][0], "role", "clinical"), 'mpo-a1: field "role": must be one of policy'),
    (RUBRIC, put(lambda d: d["criteria"][2]["levels"][1], "level", 2), 'field "criteria[2].levels[1].level": must be 1'),
    (RUBRIC, lambda d: d["criteria"].pop(), 'rub-specialist: field "criteria": must hold 5 values, not 4'),
    (IMH_A, lambda d: d["items"].pop(), 'p1-imh-a: field "items": must hold 60 values, not 59'),
    (IMH_A, put(lambda d: d["items"], 5, "att-999"), 'p1-imh-a: field "items[5]": there is no item att-999'),
    (IMH_A, lambda d: d["items"].__setitem__(5, d["items"][4]), 'p1-imh-a: field "items[5]": stands twice in the list'),
    (IMH_A, put(lambda d: d, "part", 3), 'p1-imh-a: field "part": must be 1 or 2'),
    (SPECIALIST_A, put(lambda d: d, "rubric", "rub-none"), 'p2-specialist-a: field "rubric": there is no rubric rub-none'),
    (SPECIALIST_A, put(lambda d: d, "rubric", "rub-mentor-policy"), 'is of category mentor-policy'),
    (SPECIALIST_A, put(lambda d: d["choice_sets"][0], "answer", 4), 'field "choice_sets[0].answer": asks for 4 of 3'),
    (SPECIALIST_A, put(lambda d: d["choice_sets"][0]["vignettes"], 1, "mpo-a1"), 'vignette mpo-a1 is of category mentor-policy'),
    (SPECIALIST_A, put(lambda d: d, "id", "p2-specialist-b"), 'is also in forms/p2-specialist-a.json'),
    (CALIBRATION, put(lambda d: d, "form", "p2-none"), 'field "form": there is no Part 2 form p2-none'),
    (CALIBRATION, put(page, "vignette", "spc-b1"),
     'cal-spc-a-1: field "pages[0].vignette": form p2-specialist-a has no vignette spc-b1'),
    (CALIBRATION, put(page, "vignette", "spc-a2"), 'field "pages[1].vignette": spc-a2 must stand in the form\'s order, and once'),
    (CALIBRATION, lambda d: d["packets"][0]["pages"].pop(), 'cal-spc-a-1: field "pages": must answer 2 of choice set any'),
    (CALIBRATION, put(lambda d: page(d)["agreed"][1], "criterion", "c9"),
     'cal-spc-a-1: field "pages[0].agreed[1].criterion": rubric rub-specialist has no criterion c9'),
    (CALIBRATION, put(lambda d: page(d)["agreed"][1], "criterion", "c3"), 'field "pages[0].agreed[1].criterion": must be c2'),
    (CALIBRATION, put(lambda d: page(d)["agreed"][2], "level", 5), 'cal-spc-a-1: field "pages[0].agreed[2].level": must be 0 to 4'),
    (CALIBRATION, lambda d: page(d)["agreed"].pop(), 'field "pages[0].agreed": lacks an agreed level for criterion c5'),
    (CALIBRATION, drop(lambda d: page(d)["agreed"][0], "why"), 'field "pages[0].agreed[0].why": is missing'),
    (CALIBRATION, lambda d: page(d)["responses"].pop(), 'field "pages[0].responses": lacks prompt p3'),
    (CALIBRATION, put(lambda d: page(d)["responses"][0], "prompt", "p2"), 'field "pages[0].responses[0].prompt": must be p1'),
    (CALIBRATION, put(lambda d: d["packets"][1], "id", "cal-spc-a-1"), 'field "id": is also in calibration/p2-specialist-a.json'),
]


@pytest.mark.parametrize("name, how, sentence", SPOILT, ids=[sentence for _, _, sentence in SPOILT])
def test_one_thing_wrong_is_named_and_nothing_is_imported(world, bank, name, how, sentence):
    before = world.rows("SELECT count(*) FROM bank.item UNION ALL SELECT count(*) FROM audit.event")
    bank.change(name, how)
    result = world.import_bank(bank.root)
    assert result.returncode == 1
    assert result.stderr.startswith("blindmark: ") and result.stderr.count("\n") == 1
    assert sentence in result.stderr
    assert name in result.stderr or "specialist-b" in name + result.stderr
    assert world.rows("SELECT count(*) FROM bank.item UNION ALL SELECT count(*) FROM audit.event") == before


def test_a_key_written_twice_is_not_json_to_us(world, bank):
    path = bank.root / ATTACHMENT
    path.write_text(path.read_text("utf-8").replace('"key": "C"', '"key": "C", "key": "D"', 1), "utf-8")
    result = world.import_bank(bank.root)
    assert result.returncode == 1 and "items/attachment.json: line " in result.stderr and "duplicate" in result.stderr


def test_a_folder_that_is_no_bank(world, tmp_path):
    result = world.import_bank(tmp_path)
    assert (result.returncode, result.stderr) == (1, "blindmark: items: No such file or directory\n")


def test_an_association_that_is_not_there(world):
    result = world.import_bank(association="nobody")
    assert (result.returncode, result.stderr) == (1, "blindmark: there is no association nobody\n")


def test_the_bank_comes_in_once_and_changes_become_revisions(cluster, tmp_path, bank):
    world = World(cluster, tmp_path)
    assert "imported: 168 items, 22 vignettes, 4 rubrics, 12 forms, 24 calibration packets" in world.import_bank().stdout
    again = world.import_bank()
    assert again.returncode == 0 and "unchanged" in again.stdout
    assert world.one("SELECT count(*) FROM bank.item") == 168
    assert world.one("SELECT count(*) FROM audit.event WHERE action = 'bank.imported'") == 1

    form, item = world.row("SELECT form_id, item_id FROM bank.form_item i JOIN bank.form f ON f.id = i.form_id"
                           " WHERE f.code = 'p1-imh-a' AND position = 1")
    code = world.one("SELECT code FROM bank.item WHERE id = %s", item)
    original = json.loads((BANK / IMH_A).read_text())["items"][0]
    assert code == original
    area = next(path for path in (bank.root / "items").glob("*.json") if f'"{code}"' in path.read_text("utf-8"))

    def new_stem(document):
        next(i for i in document["items"] if i["id"] == code)["stem"] = "What is best here, and why?"

    bank.change(f"items/{area.name}", new_stem)
    assert "imported: 1 items, 0 vignettes, 0 rubrics, 0 forms" in world.import_bank(bank.root).stdout
    newest = world.one("SELECT id FROM bank.item WHERE code = %s AND revision = 2", code)
    assert world.one("SELECT item_id FROM bank.form_item WHERE form_id = %s AND position = 1", form) == item

    bank.change(IMH_A, put(lambda d: d, "title", "Part 1, IMH-E, form A, amended"))
    assert "imported: 0 items, 0 vignettes, 0 rubrics, 1 forms" in world.import_bank(bank.root).stdout
    changed = world.one("SELECT id FROM bank.form WHERE code = 'p1-imh-a' AND revision = 2")
    assert world.one("SELECT item_id FROM bank.form_item WHERE form_id = %s AND position = 1", changed) == newest
    assert world.one("SELECT count(*) FROM bank.form_item WHERE form_id = %s", changed) == 60
    world.close()


def test_what_is_stored_opens_only_at_its_place_and_says_what_the_file_says(cluster, tmp_path):
    world = World(cluster, tmp_path)
    world.import_bank()
    item = json.loads((BANK / ATTACHMENT).read_text())["items"][0]
    uid, sealed, key = world.row("SELECT i.id, i.sealed, k.sealed FROM bank.item i JOIN bank_key.item_key k ON k.item_id = i.id"
                                 " WHERE i.code = 'att-001'")
    assert world.open("bank", "bank.item.sealed", uid, 0, sealed) == {n: item[n] for n in ("stem", "options")}
    assert world.open("bank_key", "bank_key.item_key.sealed", uid, 0, key) == {n: item[n] for n in ("key", "rationale", "source")}
    world.close()


def test_calibration_is_sealed_with_its_agreed_levels_and_follows_its_form(cluster, tmp_path, bank):
    world = World(cluster, tmp_path)
    world.import_bank()
    packet = json.loads((BANK / CALIBRATION).read_text())["packets"][1]
    uid, places, sealed = world.row("SELECT c.id, c.places, t.sealed FROM bank.calibration c JOIN bank_key.calibration_text t "
                                    "ON t.calibration_id = c.id WHERE c.code = %s", packet["id"])
    text = world.open("bank_key", "bank_key.calibration_text.sealed", uid, 0, sealed)
    assert places == [p["position"] for p in text["pages"]] == [2, 3]
    assert text["pages"][0]["responses"] == [{"prompt": r["prompt"], "text": "\n\n".join(r["paragraphs"])}
                                             for r in packet["pages"][0]["responses"]]
    assert text["agreed"]["2.c4"] == {n: packet["pages"][1]["agreed"][3][n] for n in ("level", "why")}
    assert len(text["agreed"]) == 10

    bank.change(CALIBRATION, put(lambda d: page(d)["agreed"][0], "level", 0))
    assert "0 forms, 1 calibration packets" in world.import_bank(bank.root).stdout
    bank.change(SPECIALIST_A, put(lambda d: d, "title", "Part 2, Specialist, form A, amended"))
    assert "1 forms, 3 calibration packets" in world.import_bank(bank.root).stdout
    assert "unchanged" in world.import_bank(bank.root).stdout
    newest = world.one("SELECT id FROM bank.form WHERE code = 'p2-specialist-a' AND revision = 2")
    assert world.rows("SELECT code, revision FROM bank.calibration WHERE form_id = %s ORDER BY code", newest) == [
        ("cal-spc-a-1", 3), ("cal-spc-a-2", 2), ("cal-spc-a-3", 2)]
    world.close()


def test_a_bank_without_calibration_is_a_bank(cluster, tmp_path, bank):
    world = World(cluster, tmp_path)
    shutil.rmtree(bank.root / "calibration")
    assert "12 forms, 0 calibration packets" in world.import_bank(bank.root).stdout
    world.close()


def test_the_registrars_file_says_login_and_keys(cluster, tmp_path):
    world = World(cluster, tmp_path)
    config = tmp_path / "registrar.conf"
    config.write_text(f"conninfo = {world.conninfo()}\nkeys = {world.key_file}\nshare = {ROOT}\n")
    config.chmod(0o600)

    def import_with(*options):
        return subprocess.run([BLINDMARK, "import", *options, "--association", "sample", "--bank", BANK], capture_output=True,
                              text=True, timeout=60, check=False)
    assert "imported: 168 items" in import_with("--config", config).stdout
    assert import_with("--config", config, "--keys", world.key_file).returncode == 2
    config.chmod(0o644)
    open_to_all = import_with("--config", config)
    assert open_to_all.returncode == 1 and str(config) in open_to_all.stderr
    world.close()
