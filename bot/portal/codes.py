"""The second step of a login: six digits from a telephone (TOTP, RFC 6238), and codes on paper for when it is lost."""

import secrets
from datetime import datetime, timezone

import pyotp
import segno

from bot.store.handovers import ALPHABET

ISSUER = "Borgertriage"
STEP = 30  # seconds
SLOW_CLOCK = (0, -1, 1)  # steps that a telephone's clock may be off
RECOVERY, LETTERS = 8, 10


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, username: str) -> str:
    """What the QR code says to the telephone."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def picture(secret: str, username: str) -> str:
    """The QR code, as SVG to be put in a page."""
    return segno.make(address(secret, username), micro=False).svg_inline(scale=5, border=4, light="#fff")


def readable(secret: str) -> str:
    """In groups of four, for those who type it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step that a code belongs to. None where it is wrong, or too old."""
    now, given = int(at.replace(tzinfo=timezone.utc).timestamp()) // STEP, plain(code)
    right = [now + off for off in SLOW_CLOCK if pyotp.utils.strings_equal(pyotp.TOTP(secret).at((now + off) * STEP), given)]
    return right[0] if right else None


def recovery_codes() -> list[str]:
    return ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(RECOVERY)]


def plain(code: str) -> str:
    """As it was given out, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
