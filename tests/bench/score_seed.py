"""An administration whose candidates have all sat Part 1: the sealed sheets that the registrar scores from, and the same answers as
plain rows for the statements that it is held against.

Quick: everything is copied in, and the triggers and references of tables that are not measured are off meanwhile."""

import ctypes
import random
import secrets
import uuid

from registrar_exam import keys_of
from registrar_world import _sodium

ITEMS = 60
FORM = "p1-imh-a"
LETTERS = b"ABCD-"
SHEET_LETTERS = b"\x01"   # server/registrar/store/registrar_inside.h
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"
EPOCH_2000_US = 946_684_800_000_000

PLAIN_TABLES = """
  CREATE TABLE plain_save (association_id uuid NOT NULL, session_id uuid NOT NULL, epoch int NOT NULL, sequence bigint NOT NULL,
    save_id uuid NOT NULL, ref text NOT NULL, choice text NOT NULL, arrived_at timestamptz NOT NULL, late boolean NOT NULL);
  CREATE TABLE slim_answer (session_id uuid NOT NULL, position smallint NOT NULL, choice "char" NOT NULL);
  CREATE TABLE plain_key (position smallint PRIMARY KEY, ref text NOT NULL, letter text NOT NULL, slim_letter "char" NOT NULL);
  CREATE TABLE plain_score (session_id uuid PRIMARY KEY, score int NOT NULL, max int NOT NULL, passed boolean NOT NULL)"""


def field(value):
    return len(value).to_bytes(4, "big") + value


def number(value, size):
    return field(value.to_bytes(size, "big"))


def sealer(world, kind, column):
    """World.seal for many: the same format, with what does not change made once."""
    place = b"blindmark.seal.v1" + bytes([len(kind)]) + kind.encode() + bytes([len(column)]) + column.encode()
    key, encrypt = world.keys[kind], _sodium.crypto_aead_xchacha20poly1305_ietf_encrypt
    room = ctypes.create_string_buffer(ITEMS + 1 + 16)

    def seal(row, version, plain):
        nonce, data = secrets.token_bytes(24), place + row + version.to_bytes(8, "big")
        encrypt(room, None, plain, ctypes.c_ulonglong(len(plain)), data, ctypes.c_ulonglong(len(data)), None, nonce, key)
        return b"\x01" + nonce + room.raw[:len(plain) + 16]

    return seal


def answers_of(dice, keys):
    """One candidate's letters, of more or less knowledge; now and then none."""
    known = 0.5 + dice.random() / 2
    return bytes(key if dice.random() < known else LETTERS[dice.randrange(5)] for key in keys)


def sit_all(world, administration, form, count):
    """Registrations, attempts and closed sessions of Part 1, as the desks leave them. The sessions' ids, in no order."""
    with world.db.transaction():
        world.db.execute("SET LOCAL session_replication_role = replica")
        world.db.execute("INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, "
                         "created_at) SELECT %s, gen_random_uuid(), %s, gen_random_uuid(), 'specialist', 'imh', now() "
                         "FROM generate_series(1, %s)", (world.association, administration, count))
        world.db.execute("INSERT INTO work.attempt (association_id, id, registration_id, opened_at) SELECT association_id, "
                         "gen_random_uuid(), id, now() FROM work.registration WHERE administration_id = %s", (administration,))
        rows = world.rows(
            "INSERT INTO work.session (association_id, id, registration_id, attempt_id, part, form_id, questions, order_seed, "
            "state, entitled_s, grace_s, opened_at, delivered_at, started_at, deadline, closed_at) "
            "SELECT t.association_id, gen_random_uuid(), t.registration_id, t.id, 1, %s, %s, decode(md5(t.id::text), 'hex'), "
            "'closed', 5400, 10, m.at, m.at, m.at, m.at + interval '90 minutes', "
            "m.at + interval '91 minutes' FROM work.attempt t JOIN work.registration r ON r.id = t.registration_id "
            "CROSS JOIN (SELECT timestamptz '2026-03-14 15:00+00') m (at) WHERE r.administration_id = %s RETURNING id",
            form, ITEMS, administration)
    return [row[0].bytes for row in rows]


def copy_in(world, into, rows):
    """rows: bytes in PostgreSQL's binary form, any number of rows each."""
    with world.db.cursor().copy(f"COPY {into} FROM STDIN (FORMAT binary)") as copy:
        copy.write(COPY_HEAD)
        for row in rows:
            copy.write(row)
        copy.write(COPY_END)


def sheet_rows(world, administration, form, sessions, letters):
    seal = sealer(world, "answers", "work.sheet.sealed")
    head = (9).to_bytes(2, "big") + field(world.association.bytes)
    tail = number(0, 8) + number(ITEMS, 8) + field(administration.bytes) + number(1, 2) + field(form.bytes)
    for session, given in zip(sessions, letters):
        yield head + field(session) + number(1, 4) + field(seal(session, 1, SHEET_LETTERS + given)) + tail


def plain_save_rows(world, sessions, letters):
    """In order of arrival, as work.save holds them: all candidates are at about the same question at about the same time."""
    head = (9).to_bytes(2, "big") + field(world.association.bytes)
    starts = [head + field(session) + number(1, 4) for session in sessions]
    for place in range(ITEMS):
        middle = number(place + 1, 8)
        ref = field(f"item.{place + 1}".encode())
        tails = {letter: ref + field(bytes([letter])) + number(826_000_000_000_000 + place, 8) + number(0, 1) for letter in LETTERS}
        ids = secrets.token_bytes(16 * len(sessions))
        for start in range(0, len(sessions), 1000):
            yield b"".join([starts[i] + middle + b"\0\0\0\x10" + ids[16 * i:16 * i + 16] + tails[letters[i][place]]
                            for i in range(start, min(start + 1000, len(sessions)))])


def slim_rows(sessions, letters):
    """Each candidate's answers together, and nothing else in a row: what is quickest to read."""
    ends = [{letter: number(place, 2) + field(bytes([letter])) for letter in LETTERS} for place in range(1, ITEMS + 1)]
    for session, given in zip(sessions, letters):
        start = (3).to_bytes(2, "big") + field(session)
        yield b"".join([start + end[letter] for end, letter in zip(ends, given)])


def seed(world, administration, count, dice):
    """count candidates who have sat Part 1, in the product's tables and in the plain ones; returns the form."""
    form = world.one("SELECT id FROM bank.form WHERE code = %s", FORM)
    keys = "".join(keys_of(FORM)).encode()
    sessions = sit_all(world, administration, form, count)
    letters = [answers_of(dice, keys) for _ in sessions]
    world.db.execute(PLAIN_TABLES)
    for place, letter in enumerate(keys.decode(), 1):
        world.db.execute("INSERT INTO plain_key VALUES (%s, %s, %s, %s)", (place, f"item.{place}", letter, letter))
    with world.db.transaction():
        world.db.execute("SET LOCAL session_replication_role = replica")
        copy_in(world, "work.sheet (association_id, session_id, version, sealed, made_at, saves, administration_id, part, form_id)",
                sheet_rows(world, administration, form, sessions, letters))
        copy_in(world, "plain_save", plain_save_rows(world, sessions, letters))
        copy_in(world, "slim_answer", slim_rows(sessions, letters))
    world.db.execute("VACUUM (ANALYZE)")
    return form


def make(world, administration, count, seed_number):
    return seed(world, uuid.UUID(str(administration)), count, random.Random(seed_number))
