"""The link with which the first administrator makes an account: there is no password to change, because there is none.

It stands in a file that only the owner can read, and works until it is used or the portal
starts again. One portal has it, so it is remembered here and not in the database.
"""

import hmac
import os
from pathlib import Path

from bot.store.keys import new_token

NAME = "portal-foerste-link.txt"


class FirstLink:
    """Closed until `make`, and after `use`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self._key: str | None = None

    def make(self, portal: str) -> None:
        self._key = new_token()
        self._file.unlink(missing_ok=True)
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"{portal}/foerste/{self._key}\n")

    def opens(self, key: str) -> bool:
        return self._key is not None and hmac.compare_digest(self._key.encode(), key.encode())

    def close(self) -> None:
        self._key = None
        self._file.unlink(missing_ok=True)
