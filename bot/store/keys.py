"""The keys that seal and hash, all drawn from one secret.

Tokens are random and only their hash is kept. A phone number is hashed with a key, so
that a stolen table cannot be searched through all eight-digit numbers.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST = 32  # bytes of secret
TOKEN = 32  # bytes: twice what is asked for


class SealError(Exception):
    """What was sealed cannot be opened with this secret."""


class Keys:
    """Raises ValueError for a secret shorter than 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST:
            raise ValueError(f"hemmeligheden skal være mindst {SHORTEST} byte")
        self._seal = Fernet(base64.urlsafe_b64encode(_drawn(secret, b"seal")))
        self._hash = _drawn(secret, b"hash")

    @classmethod
    def kept_in(cls, file: Path) -> "Keys":
        """The secret in a file of its own, made the first time and readable by its owner alone."""
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(unfinished, "wb") as out:
                out.write(base64.b64encode(secrets.token_bytes(SHORTEST)))
        return cls(base64.b64decode(file.read_bytes()))

    def seal(self, value: Any) -> bytes:
        """Plain JSON values, so that only the holder of the secret can read them."""
        return self._seal.encrypt(json.dumps(value, ensure_ascii=False).encode())

    def open(self, sealed: bytes) -> Any:
        try:
            return json.loads(self._seal.decrypt(bytes(sealed)))
        except InvalidToken:
            raise SealError("kan ikke åbnes med denne hemmelighed") from None

    def hashed(self, value: str) -> str:
        """The same value gives the same hash, here and nowhere else."""
        return hmac.new(self._hash, value.encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN)


def _drawn(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"borgertriage " + purpose).derive(secret)
