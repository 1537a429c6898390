"""An emergency file as a candidate's page makes it, by python3-cryptography: written apart from the page and the server."""
import base64
import json
import secrets
import time
import uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LABEL = b"blindmark rescue 1\0"


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def raw(key):
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def seal(session, server_public, plain, page_secret=None, nonce=None):
    """(the page's public key, nonce, sealed) of these bytes."""
    page = X25519PrivateKey.from_private_bytes(page_secret or secrets.token_bytes(32))
    public, nonce = raw(page.public_key()), nonce or secrets.token_bytes(12)
    binding = LABEL + uuid.UUID(str(session)).bytes
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=public + server_public, info=binding).derive(
        page.exchange(X25519PublicKey.from_public_bytes(server_public)))
    return public, nonce, AESGCM(key).encrypt(nonce, plain, binding)


def save(ref, epoch=1, sequence=1, save_id=None, **answer):
    """One answer as the page holds it: choice=, text= or vignettes=."""
    return {"epoch": epoch, "save_id": str(save_id or uuid.uuid4()), "sequence": sequence, "ref": ref, **answer}


def contents(session, saves):
    return json.dumps({"session": str(session), "made_at_ms": int(time.time() * 1000), "saves": saves}).encode()


def rescue_file(session, server_public, saves, plain=None):
    """The file's text. plain: other bytes than what belongs into it."""
    public, nonce, sealed = seal(session, server_public, contents(session, saves) if plain is None else plain)
    return json.dumps({"version": 1, "kind": "blindmark rescue", "session": str(session), "public": base64url(public),
                       "nonce": base64url(nonce), "sealed": base64url(sealed)})
