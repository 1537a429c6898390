"""A database with the schema applied, keys for all kinds, one association: what tests of import and registrar start from.

The schema is applied as schema/README.md says; rows that desks would write are written by the tests themselves, as
superuser and sealed with libsodium, so that the registrar's reading is checked by a second implementation.
"""

import ctypes
import ctypes.util
import json
import os
import secrets
import subprocess
import uuid

from psycopg import sql

import review_seals
from tree import BLINDMARK, ROOT, SCHEMA, daemon

KINDS = ("identity", "bank", "bank_key", "answers", "intake", "packet", "review", "result", "staff_lookup", "candidate_lookup",
         "receipt", "rescue", "review_sign")
HELD = ("identity", "bank", "bank_key", "answers", "intake", "packet", "review", "result", "staff_lookup", "rescue",
        "rescue_public", "review_public")
BANK = ROOT / "question-bank"
FOLDERS = (("service", "service_data"), ("audit", "audit_data"), ("work", "work_data"), ("candidate", "candidate_owner"),
           ("review", "review_owner"), ("coordination", "coordination_owner"), ("registrar", "registrar_owner"))

_sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
assert _sodium.sodium_init() >= 0


def public_half(secret):
    """The X25519 public key of a secret one."""
    out = ctypes.create_string_buffer(32)
    assert _sodium.crypto_scalarmult_base(out, secret) == 0
    return out.raw


def apply_schema(connection):
    def run(text, role=None):
        with connection.transaction():
            if role is not None:
                connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            connection.execute(text)
            connection.execute("RESET ROLE")

    run((SCHEMA / "roles.sql").read_text())
    for path in sorted((SCHEMA / "migrations").glob("*.sql")):
        run(path.read_text())
    for path in sorted((SCHEMA / "grants" / "owners").glob("*.sql")):
        run(path.read_text())
    for folder, role in FOLDERS:
        for path in sorted((SCHEMA / "functions" / folder).glob("*.sql")):
            run(path.read_text(), role)
    for path in sorted((SCHEMA / "grants" / "logins").glob("*.sql")):
        run(path.read_text())


class World:
    def __init__(self, cluster, folder, purpose="test", zone="America/Chicago"):
        self.cluster = cluster
        self.folder = folder
        self.database = "w_" + secrets.token_hex(6)
        cluster.createdb(self.database)
        self.db = cluster.connect(self.database)
        apply_schema(self.db)
        self.password = cluster.login_as("blindmark_registrar")
        self.keys = {kind: secrets.token_bytes(32) for kind in KINDS}
        self.keys["rescue_public"] = public_half(self.keys["rescue"])
        self.keys["review_public"] = review_seals.public_key(self.keys["review_sign"])
        self.key_file = folder / f"{self.database}.keys"
        with open(os.open(self.key_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.writelines(f"{kind} {self.keys[kind].hex()}\n" for kind in HELD)
        self.association = uuid.uuid4()
        self.db.execute("INSERT INTO service.installation (purpose) VALUES (%s)", (purpose,))
        self.db.execute(
            "SELECT service.create_association('sample', 'Sample Association', %s, %s, %s, '\\x01', %s, %s, 1, %s)",
            (zone, self.association, uuid.uuid4(), secrets.token_bytes(32), secrets.token_bytes(32),
             "A confidentiality text that is long enough."))

    def close(self):
        self.db.close()
        self.cluster.dropdb(self.database)

    def conninfo(self):
        return self.cluster.conninfo(self.database, "blindmark_registrar", self.password)

    def row(self, query, *values):
        return self.db.execute(query, values).fetchone()

    def one(self, query, *values):
        return self.row(query, *values)[0]

    def rows(self, query, *values):
        return self.db.execute(query, values).fetchall()

    # -- sealed columns, as server/crypto/seal.h says ------------------------------------------------------------------

    @staticmethod
    def _associated(kind, column, row, version):
        def word(text):
            return bytes([len(text)]) + text.encode()

        return (b"blindmark.seal.v1" + word(kind) + word(column) + uuid.UUID(str(row)).bytes
                + version.to_bytes(8, "big"))

    def seal(self, kind, column, row, version, plain):
        plain = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
        nonce = secrets.token_bytes(24)
        data = self._associated(kind, column, row, version)
        out = ctypes.create_string_buffer(len(plain) + 16)
        _sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            out, None, plain, ctypes.c_ulonglong(len(plain)), data, ctypes.c_ulonglong(len(data)), None, nonce,
            self.keys[kind])
        return b"\x01" + nonce + out.raw

    def open(self, kind, column, row, version, sealed):
        sealed = bytes(sealed)
        data = self._associated(kind, column, row, version)
        box = sealed[25:]
        out = ctypes.create_string_buffer(max(len(box) - 16, 1))
        failed = _sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            out, None, None, box, ctypes.c_ulonglong(len(box)), data, ctypes.c_ulonglong(len(data)), sealed[1:25],
            self.keys[kind])
        assert failed == 0, f"{column} {row} does not open"
        plain = out.raw[: len(box) - 16]
        if plain[:1] == b"\x01":   # a Part 1 sheet in its compact form
            return {"answers": plain[1:].decode()}
        return json.loads(plain)

    def lookup(self, kind, email):
        out = ctypes.create_string_buffer(32)
        text = email.strip().casefold().encode()
        _sodium.crypto_generichash(out, 32, text, ctypes.c_ulonglong(len(text)), self.keys[kind], 32)
        return out.raw

    # -- the programs --------------------------------------------------------------------------------------------------

    def import_bank(self, bank=BANK, association="sample"):
        return subprocess.run([BLINDMARK, "import", "--conninfo", self.conninfo(), "--keys", self.key_file, "--association",
                               association, "--bank", bank], capture_output=True, text=True, timeout=60)

    def registrar(self, **options):
        """Popen's options, as env."""
        config = self.folder / f"{self.database}.conf"
        config.write_text(f"conninfo = {self.conninfo()}\nkeys = {self.key_file}\nshare = {ROOT}\n")
        config.chmod(0o600)
        return subprocess.Popen([daemon("registrar"), "--config", config], **({"stderr": subprocess.PIPE, "text": True} | options))
