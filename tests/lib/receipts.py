"""Receipts by the words of server/crypto/receipt.h, made and checked without any code of the product: hashlib, OpenSSL's
Ed25519, and the tree as RFC 6962 defines it (from above; the product builds it from below)."""
import base64
import hashlib
import json
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text):
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    assert b64(data) == text, "one spelling"
    return data


# ---- the tree --------------------------------------------------------------------------------------------------------

def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def split(count):
    """The largest power of two below the count."""
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    k = split(len(leaves))
    return node_hash(root_of(leaves[:k]), root_of(leaves[k:]))


def path_of(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return path_of(index, leaves[:k]) + [root_of(leaves[k:])]
    return path_of(index - k, leaves[k:]) + [root_of(leaves[:k])]


def climb(leaf, index, count, path):
    """The root that a path leads to; None when no tree has such a path there."""
    if count == 1:
        return leaf if index == 0 and not path else None
    if not path or not 0 <= index < count:
        return None
    k = split(count)
    if index < k:
        below = climb(leaf, index, k, path[:-1])
        return None if below is None else node_hash(below, path[-1])
    below = climb(leaf, index - k, count - k, path[:-1])
    return None if below is None else node_hash(path[-1], below)


# ---- the bytes -------------------------------------------------------------------------------------------------------

def save_record(save):
    ref = save["ref"].encode()
    return (b"blindmark save receipt 1\0" + uuid.UUID(save["session"]).bytes + bytes([len(ref)]) + ref
            + save["epoch"].to_bytes(4, "big") + save["sequence"].to_bytes(8, "big") + unb64(save["digest"])
            + save["time_us"].to_bytes(8, "big", signed=True))


def seal_record(seal):
    return (b"blindmark seal receipt 1\0" + uuid.UUID(seal["session"]).bytes + bytes([seal["part"]])
            + seal["saves"].to_bytes(4, "big") + unb64(seal["root"]) + seal["time_us"].to_bytes(8, "big", signed=True))


def batch_record(count, root):
    return b"blindmark batch 1\0" + count.to_bytes(4, "big") + root


def digest(save_id, answer):
    """answer as it goes into the hash: "c:A", "c:", "t:" and the text, "v:1,3"."""
    return b64(sha256(b"blindmark answer 1\0" + uuid.UUID(str(save_id)).bytes + answer.encode()))


def code_of(seal):
    bits = int.from_bytes(sha256(seal_record(seal))[:8], "big") >> 4
    symbols = "".join(CROCKFORD[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(symbols[i:i + 4] for i in (0, 4, 8))


# ---- made and checked ------------------------------------------------------------------------------------------------

def public_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed, count, root):
    return b64(Ed25519PrivateKey.from_private_bytes(seed).sign(batch_record(count, root)))


def batch(seed, saves):
    """The receipts of saves that were stored together."""
    leaves = [leaf_hash(save_record(save)) for save in saves]
    signature = sign(seed, len(leaves), root_of(leaves))
    return [{"version": 1, "kind": "save", "session": save["session"], "ref": save["ref"], "epoch": save["epoch"],
             "sequence": save["sequence"], "digest": save["digest"], "time_us": save["time_us"], "index": index,
             "count": len(leaves), "path": [b64(beside) for beside in path_of(index, leaves)], "signature": signature}
            for index, save in enumerate(saves)]


def seal_of(seed, session, part, receipts, time_us):
    """The seal over all receipts of a session."""
    ordered = sorted(receipts, key=lambda receipt: (receipt["epoch"], receipt["sequence"]))
    root = root_of([leaf_hash(save_record(receipt)) for receipt in ordered])
    seal = {"version": 1, "kind": "seal", "session": session, "part": part, "saves": len(ordered), "root": b64(root),
            "time_us": time_us}
    seal["code"] = code_of(seal)
    return seal | {"signature": sign(seed, 1, leaf_hash(seal_record(seal)))}


def is_good(receipt, public):
    """Whether one receipt or seal is signed by the owner of this public key."""
    if receipt["kind"] == "seal":
        count, root = 1, leaf_hash(seal_record(receipt))
        if receipt["code"] != code_of(receipt):
            return False
    else:
        count = receipt["count"]
        root = climb(leaf_hash(save_record(receipt)), receipt["index"], count, [unb64(text) for text in receipt["path"]])
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(unb64(receipt["signature"]), batch_record(count, root or b""))
    except InvalidSignature:
        return False
    return root is not None


def compact(receipt):
    """As the wire has it."""
    return json.dumps(receipt, separators=(",", ":"))
