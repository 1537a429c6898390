"""receipt_vectors.h holds what tests/lib/receipts.py computes, with no code of the product; test_receipt.c compares.

BM_UPDATE=1 writes it anew."""
import json
import os
import uuid
from pathlib import Path

import receipts

FILE = Path(__file__).with_name("receipt_vectors.h")
SEED = bytes([0x11]) * 32
SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 64, 65, 300, 1000]


def tree_leaves(count):
    return [receipts.leaf_hash(f"leaf {i}".encode()) for i in range(count)]


def all_paths(count):
    """One hash over every path of a tree, so that a table of 1000 of them fits here."""
    leaves = tree_leaves(count)
    return receipts.sha256(b"".join(b"".join(receipts.path_of(i, leaves)) for i in range(count)))


def c_string(text):
    return json.dumps(text)


def saves():
    """Five of one session in one batch: all kinds of answers, the largest numbers, a time before 1970."""
    ident = "00112233-4455-4677-8899-aabbccddeeff"
    session = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0"
    rows = [("item.7", 1, 12, "c:A", 1_790_000_000_123_456), ("item.60", 1, 13, "c:", 1_790_000_001_000_000),
            ("prompt.2.p1", 2, 1, "t:Zwei Sätze – mehr.", 0), ("choice", 2**32 - 1, 2**63 - 1, "v:1,3", -1),
            ("prompt.12.abcdefgh", 3, 1, "t:", 2**63 - 1)]
    return [{"session": session, "ref": ref, "epoch": epoch, "sequence": sequence, "digest": receipts.digest(ident, answer),
             "time_us": time_us} for ref, epoch, sequence, answer, time_us in rows]


def vectors():
    made = receipts.batch(SEED, saves())
    seal = receipts.seal_of(SEED, made[0]["session"], 2, made, 1_790_000_002_000_001)
    empty = receipts.seal_of(SEED, str(uuid.UUID(int=1)), 1, [], 0)
    lines = ["/* Made by test_receipt_vectors.py from hashlib and OpenSSL; BM_UPDATE=1 makes it anew. */",
             "#ifndef BM_TEST_RECEIPT_VECTORS_H", "#define BM_TEST_RECEIPT_VECTORS_H", "",
             "/* leaves \"leaf 0\", \"leaf 1\", ...: the root, and SHA-256 over all paths one after the other */",
             "static const struct { uint32_t count; const char *root, *paths; } vector_trees[] = {"]
    for count in SIZES:
        root = receipts.b64(receipts.root_of(tree_leaves(count)))
        lines += [f'  {{ {count}, "{root}", "{receipts.b64(all_paths(count))}" }},']
    lines += ["};", "", "static const char *const vector_receipts[] = {"]
    for receipt in made:
        lines += wrapped(receipts.compact(receipt), ",")
    lines += ["};", "", "static const char vector_seal[] ="] + wrapped(receipts.compact(seal), ";")
    lines += ["", "/* of a session without a save */", "static const char vector_empty_seal[] ="]
    lines += wrapped(receipts.compact(empty), ";") + ["", "#endif", ""]
    return "\n".join(lines)


def wrapped(text, end):
    pieces = [text[i:i + 96] for i in range(0, len(text), 96)]
    return [f"  {c_string(piece)}{end if piece is pieces[-1] else ''}" for piece in pieces]


def test_the_vectors_are_what_an_independent_reading_of_the_format_gives():
    fresh = vectors()
    if os.environ.get("BM_UPDATE"):
        FILE.write_text(fresh)
    assert FILE.read_text() == fresh


def test_the_tree_is_the_published_one():
    """The eight leaves with which implementations of RFC 6962 are commonly compared."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    root = receipts.root_of([receipts.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves])
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_that_reading_checks_what_it_made():
    public = receipts.public_key(SEED)
    made = receipts.batch(SEED, saves())
    for receipt in [*made, receipts.seal_of(SEED, made[0]["session"], 2, made, 5)]:
        assert receipts.is_good(receipt, public)
        assert not receipts.is_good(receipt, receipts.public_key(bytes(32)))
        assert not receipts.is_good(receipt | {"time_us": receipt["time_us"] ^ 1}, public)
