"""Seals of locked reviews by the words of server/crypto/review_seal.h, made and checked without any code of the product: hashlib
and OpenSSL's Ed25519. And a review locked by rows, as the review desk leaves them."""
import hashlib
import json
import secrets
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NONE = bytes(32)


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def public_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def record(allocation, revision, commitment, previous=None, reason=None):
    return (b"blindmark review seal 1\0" + uuid.UUID(str(allocation)).bytes + revision.to_bytes(4, "big") + bytes(commitment)
            + bytes(previous or NONE) + bytes(reason or NONE))


def sign(seed, *seal):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(record(*seal))


def is_good(public, signature, *seal):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), record(*seal))
    except InvalidSignature:
        return False
    return True


def plain_of(review):
    """The JSON of a review as the desk writes it: the commitment is over these bytes."""
    return json.dumps(review, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def lock(world, allocation, review, reason=None, commit=True):
    """Locks a review (without its key), or a revision of the locked one for this reason. commit False: commits to another one."""
    revision, before = world.row("SELECT revision + 1, commitment FROM review.allocation WHERE id = %s", allocation)
    key = secrets.token_hex(32)
    plain = plain_of(review | {"key": key} | ({"reason": reason} if reason else {}))
    commitment = blake(plain if commit else b"another review")
    why = blake((key + reason).encode()) if revision > 1 else None
    sealed = world.seal("review", "review.allocation.sealed", allocation, revision, plain)
    with world.db.transaction():
        world.db.execute("INSERT INTO review.seal SELECT association_id, id, %s, %s, %s, commitment, %s, %s, now() "
                         "FROM review.allocation WHERE id = %s",
                         (revision, sealed, commitment, why,
                          sign(world.keys["review_sign"], allocation, revision, commitment, before, why), allocation))
        world.db.execute("UPDATE review.allocation SET state = 'locked', revision = %s, sealed = %s, commitment = %s, "
                         "locked_at = now(), draft = NULL WHERE id = %s", (revision, sealed, commitment, allocation))
        world.db.execute("SELECT audit.append(association_id, 'staff', reviewer_id, %s, id, "
                         "jsonb_build_object('revision', %s::int, 'commitment', %s::text)) FROM review.allocation WHERE id = %s",
                         ("review.locked" if revision == 1 else "review.revised", revision, commitment.hex(), allocation))
