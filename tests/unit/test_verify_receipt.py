"""`blindmark verify receipt`: receipts made by another implementation are good, and nothing of one can be changed unseen."""
import copy
import json
import os
import shutil
import subprocess
import uuid

import pytest

import receipts
from blindmark import blindmark
from tree import BLINDMARK

SEED = bytes(range(32))
SESSION = "5b1c3f3e-7a44-4c0e-9a52-0d9c1f0f5a11"
SAVES = [("item.1", 1, 1, "c:A"), ("item.2", 1, 2, "c:"), ("item.1", 2, 1, "c:C"), ("item.3", 2, 2, "c:D"),
         ("item.60", 2, 7, "c:B"), ("choice", 3, 1, "v:1,4"), ("prompt.2.p1", 3, 2, "t:Worte")]


def save(ref, epoch, sequence, answer, session=SESSION):
    return {"session": session, "ref": ref, "epoch": epoch, "sequence": sequence, "time_us": 1_790_000_000_000_000 + sequence,
            "digest": receipts.digest(uuid.uuid4(), answer)}


@pytest.fixture(scope="module")
def made():
    """Two batches, as they come from the desk."""
    first, second = ([save(*row) for row in rows] for rows in (SAVES[:5], SAVES[5:]))
    return receipts.batch(SEED, first) + receipts.batch(SEED, second)


@pytest.fixture(scope="module")
def seal(made):
    return receipts.seal_of(SEED, SESSION, 2, made, 1_790_000_009_000_000)


@pytest.fixture
def verify(tmp_path):
    key = tmp_path / "receipt.pub"
    key.write_text("# a comment\n" + receipts.public_key(SEED).hex() + "\n")

    def run(content, *options):
        file = tmp_path / "receipts.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return blindmark("verify", "receipt", file, *(options or ("--key", key)))
    return run


def reason(done, row):
    """Why this row is not good, as the list and the one line on standard error say."""
    assert done.returncode == 1, done.stdout + done.stderr
    listed = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert listed[row].startswith("NOT GOOD: ")
    why = listed[row].removeprefix("NOT GOOD: ")
    assert done.stderr.count("\n") == 1 and done.stderr.endswith(f"not good; {row}: {why}\n"), done.stderr
    return why


def good(done):
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_one_receipt_is_good_and_says_what_it_is_for(verify, made):
    assert good(verify(made[2])) == [
        f"row 1: good: session {SESSION}, item.1, epoch 2, sequence 1, 2026-09-21T14:13:20.000001Z"]


def test_a_list_is_told_line_by_line(verify, made):
    lines = good(verify(made))
    assert [line.split(", ")[1] for line in lines] == [row[0] for row in SAVES]
    assert [line.split(":")[0] for line in lines] == [f"row {i}" for i in range(1, 8)]


def test_a_seal_follows_from_its_saves_in_whatever_order_they_are_listed(verify, made, seal):
    for listed in (made, made[::-1], made[3:] + made[:3], [*made, made[0]]):
        lines = good(verify({"receipts": listed, "seal": seal}))
        assert lines[-1] == (f"the seal: good: {seal['code']}, session {SESSION}, part 2 sealed with 7 saves, "
                             "2026-09-21T14:13:29.000000Z; all its saves are here and lead to its root")
    assert good(verify([seal, *made]))[0].endswith("lead to its root")
    assert lines[-2].endswith("; as row 1")


def test_without_all_saves_a_seal_s_root_is_not_followed_and_that_is_said(verify, made, seal):
    other = receipts.batch(SEED, [save("item.9", 1, 1, "c:A", str(uuid.uuid4()))])
    assert good(verify(seal))[0].endswith("; 0 of its 7 saves are here, so its root could not be followed")
    assert good(verify({"receipts": made[:6] + other, "seal": seal}))[-1].endswith("; 6 of its 7 saves are here, so its root could "
                                                                                   "not be followed")
    assert "sealed" not in "".join(good(verify({"receipts": made, "seal": None})))
    good(verify({"receipts": made}))
    nothing = receipts.seal_of(SEED, SESSION, 1, [], 0)
    assert good(verify({"receipts": [], "seal": nothing}))[0].endswith("lead to its root")


CHANGED = {"session": lambda v: v[:-1] + ("2" if v[-1] != "2" else "3"), "ref": lambda v: "item.8",
           "epoch": lambda v: v ^ 1, "sequence": lambda v: v ^ 1, "time_us": lambda v: v ^ 1, "index": lambda v: v ^ 1,
           "count": lambda v: v ^ 1, "part": lambda v: 3 - v, "saves": lambda v: v ^ 1}


def flipped(text, bit):
    data = bytearray(receipts.unb64(text))
    data[bit // 8] ^= 1 << bit % 8
    return receipts.b64(bytes(data))


@pytest.mark.parametrize("field", ["session", "ref", "epoch", "sequence", "time_us", "index", "count", "digest", "signature",
                                   "path"])
def test_a_changed_field_of_a_save_is_told_with_its_row(verify, made, field):
    rows = copy.deepcopy(made)
    changed = rows[1]
    if field == "path":
        changed["path"][1] = flipped(changed["path"][1], 77)
    else:
        changed[field] = CHANGED.get(field, lambda v: flipped(v, 200))(changed[field])
    why = reason(verify(rows), "row 2")
    assert "was not signed so" in why or field in ("index", "count") and "path does not fit" in why


@pytest.mark.parametrize("field", ["session", "part", "saves", "root", "time_us", "signature"])
def test_a_changed_field_of_a_seal_is_told(verify, made, seal, field):
    changed = seal | {field: CHANGED.get(field, lambda v: flipped(v, 9))(seal[field])}
    if field != "signature":
        assert reason(verify({"receipts": made, "seal": changed}), "the seal") == "\"code\" is not the code of this seal"
        changed["code"] = receipts.code_of(changed)
    assert "was not signed so" in reason(verify({"receipts": made, "seal": changed}), "the seal")


def test_another_key_proves_nothing(verify, made, tmp_path):
    (tmp_path / "other.pub").write_text(receipts.public_key(bytes(32)).hex())
    assert "or the key is another" in reason(verify(made[0], "--key", tmp_path / "other.pub"), "row 1")


def test_a_seal_that_leaves_out_or_exchanges_a_save_is_told(verify, made):
    """Signed by the rightful key: here the server itself is caught."""
    short = receipts.seal_of(SEED, SESSION, 2, made[:-1], 5)
    assert reason(verify({"receipts": made, "seal": short}), "the seal") == (
        "it is signed, but covers 6 saves, and here are 7 of its session")
    other = receipts.batch(SEED, [save(*SAVES[0])])
    exchanged = receipts.seal_of(SEED, SESSION, 2, other + made[1:], 5)
    assert "does not follow from the saves" in reason(verify({"receipts": made, "seal": exchanged}), "the seal")


def test_two_signed_receipts_for_one_place_contradict_each_other(verify, made):
    twin = receipts.batch(SEED, [save(*SAVES[3])])
    assert "so is row 4, which says something else of the same place" in reason(verify(made + twin), "row 8")


@pytest.mark.parametrize("change, told", [
    ({"version": 2}, '"version" is not a whole number from 1 to 1'),
    ({"version": "1"}, '"version" is not'),
    ({"kind": "saved"}, '"kind" is not "save" or "seal"'),
    ({"kind": "seal"}, 'it has a key "ref" that does not belong there'),
    ({"answer": "A"}, 'it has a key "answer" that does not belong there'),
    ({"\u001b[2J": 1}, 'it has a key "?[2J" that does not belong there'),
    ({"session": "5B1C3F3E-7A44-4C0E-9A52-0D9C1F0F5A11"}, '"session" is not an identifier'),
    ({"ref": "Item 1"}, '"ref" is not the name'),
    ({"ref": "item.1\u0000"}, "not JSON"),
    ({"ref": "item.1234567890123456"}, '"ref" is not the name'),
    ({"epoch": 2**32}, '"epoch" is not a whole number from 0 to 4294967295'),
    ({"epoch": 1.0}, '"epoch" is not'),
    ({"sequence": -1}, '"sequence" is not'),
    ({"sequence": 2**63}, "not JSON"),
    ({"count": 0}, '"count" is not a whole number from 1'),
    ({"count": True}, '"count" is not'),
    ({"index": 5}, "its path does not fit its index and count"),
    ({"path": []}, "its path does not fit its index and count"),
    ({"path": ["A" * 43] * 20}, "its path does not fit its index and count"),
    ({"path": ["A" * 43] * 21}, '"path" is not a list of at most 20'),
    ({"path": "A" * 43}, '"path" is not a list'),
    ({"path": [None]}, '"path" is not a list'),
    ({"digest": "A" * 42}, '"digest" is not 32 bytes in base64url'),
    ({"digest": "A" * 42 + "B"}, '"digest" is not 32 bytes in base64url'),
    ({"digest": "A" * 43 + "="}, '"digest" is not'),
    ({"signature": "+" * 86}, '"signature" is not 64 bytes in base64url'),
    ({"time_us": None}, '"time_us" is not'),
])
def test_what_is_not_written_as_a_receipt_is_told(verify, made, change, told):
    done = verify([made[1], made[0] | change])
    if told == "not JSON":
        assert done.returncode == 1 and told in done.stderr and done.stdout == ""
    else:
        assert told in reason(done, "row 2")
        assert done.stdout.startswith("row 1: good")


@pytest.mark.parametrize("field", ["version", "kind", "session", "ref", "epoch", "sequence", "digest", "time_us", "index", "count",
                                   "path", "signature"])
def test_a_missing_field_is_told(verify, made, field):
    row = {key: value for key, value in made[0].items() if key != field}
    assert f'"{field}" is missing' in reason(verify([row]), "row 1")


@pytest.mark.parametrize("content, told", [
    ("", "it is not JSON: line 1"), ("[", "it is not JSON"), ("[] []", "it is not JSON"), ("[]", "it holds no receipt"),
    ("3", "it is not JSON"), ('{"receipts":{}}', 'its "receipts" are not a list'),
    ('{"receipts":[],"seals":[]}', 'a key "seals"'), ('{"receipts":[],"receipts":[]}', "it is not JSON"),
])
def test_what_is_no_file_of_receipts_is_told_in_one_line(verify, content, told):
    done = verify(content)
    assert done.returncode == 1 and done.stdout == ""
    assert "is no file of receipts: " in done.stderr and told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_without_end_is_told_too(verify):
    for content, told in (("[" + "0," * 100_000 + "0]", "more than 100000 rows"), ("[" * 5000, "it is not JSON")):
        done = verify(content)
        assert done.returncode == 1 and done.stdout == "" and told in done.stderr and done.stderr.count("\n") == 1


def test_rows_of_any_kind_are_judged_each_by_itself(verify, made, seal):
    done = verify([made[0], 3, None, [], {}, seal | {"code": "0000-0000-0000"}, made[1] | {"epoch": 9}])
    assert done.returncode == 1
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["good"] + ["NOT GOOD"] * 6
    assert "6 of 7 not good; row 2: it is not an object" in done.stderr
    assert "it is a save" in reason(verify({"receipts": made, "seal": made[0]}), "the seal")


@pytest.mark.parametrize("arguments", [[], ["receipt"], ["receipt", "--key", "x"], ["result", "x"], ["receipt", "x", "--key"],
                                       ["receipt", "x", "y"], ["receipt", "x", "--key", "a", "--key", "b"],
                                       ["receipt", "x", "--keys", "a"]])
def test_it_is_called_wrongly(arguments):
    done = blindmark("verify", *arguments)
    assert done.returncode == 2 and "usage: blindmark verify receipt FILE [--key receipt.pub]" in done.stderr


def test_a_file_or_a_key_that_is_not_there_or_is_none(verify, made, tmp_path):
    assert "receipts.json.not cannot be read" in blindmark("verify", "receipt", tmp_path / "receipts.json.not", "--key",
                                                           tmp_path / "receipt.pub").stderr
    assert "cannot be read" in verify(made[0], "--key", tmp_path / "none.pub").stderr
    (tmp_path / "bad.pub").write_text("receipt " + SEED.hex())
    done = verify(made[0], "--key", tmp_path / "bad.pub")
    assert done.returncode == 1 and "does not hold the public key of receipts" in done.stderr


def test_where_it_was_installed_with_a_data_folder_it_knows_the_key(verify, made, tmp_path):
    """`./run` puts the programs into app/ of the data folder, beside keys/. Elsewhere the key must be named."""
    program = tmp_path / "data/app/bin/blindmark"
    program.parent.mkdir(parents=True)
    (tmp_path / "data/app/share").mkdir()
    shutil.copy(BLINDMARK, program)
    good(verify(made))
    call = [program, "verify", "receipt", tmp_path / "receipts.json"]
    done = subprocess.run(call, capture_output=True, text=True, cwd="/")
    assert done.returncode == 2 and "say with --key" in done.stderr
    (tmp_path / "data/keys").mkdir()
    shutil.copy(tmp_path / "receipt.pub", tmp_path / "data/keys/receipt.pub")
    os.chmod(tmp_path / "data/keys", 0o711)
    assert len(good(subprocess.run(call, capture_output=True, text=True, cwd="/"))) == len(SAVES)
