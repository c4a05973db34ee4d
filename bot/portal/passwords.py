"""Passwords: argon2id, and few rules. Long is what helps; a capital and a digit are not."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from starlette.concurrency import run_in_threadpool

from bot.store.keys import new_token

SHORTEST, LONGEST = 12, 200
AT_ONCE = 2  # each takes 64 MB
COMMONEST = frozenset(
    "123456789012 1234567890123 12345678901234 123123123123 111111111111 000000000000 121212121212 987654321012 "
    "passwordpassword password1234 password12345 password123456 passw0rd1234 adgangskode1 adgangskode12 adgangskode123 "
    "adgangskode1234 kodeordkodeord kodeord12345 kodeord123456 hemmelighed1 hemmelighed12 hemmelighed123 velkommen123 "
    "velkommen1234 velkommen12345 velkommen2024 velkommen2025 velkommen2026 velkommen2027 sommer202425 qwertyuiopas "
    "qwertyuiop12 qwertyuiop123 qwertyuiopå1 qwerty123456 qwertyqwerty 1q2w3e4r5t6y abcdefghijkl abcdefghijklm abcd12345678 "
    "administrator administrator1 administrator123 borgerraadgiver borgerrådgiver borgermaegler borgermægler borgertriage "
    "kommunekommune aarhuskommune aalborgkommune aalborgaalborg aarhusaarhus danmarkdanmark letmein12345 iloveyou1234".split()
)
SHORT = f"Adgangskoden skal være på mindst {SHORTEST} tegn. En sætning, du kan huske, er god."
LONG = f"Adgangskoden må højst være på {LONGEST} tegn."
OWN_NAME = "Adgangskoden må ikke være dit brugernavn."
COMMON = "Den adgangskode er en af de første, andre vil gætte på. Vælg en anden."


class Passwords:
    """Hashes and checks them, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash(new_token())
        self._few = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        async with self._few:
            return await run_in_threadpool(self._hasher.hash, password)

    async def right(self, hashed: str | None, password: str) -> bool:
        """As slow where there is no such account, so that the time does not tell who there is."""
        async with self._few:
            return await run_in_threadpool(self._matches, hashed or self._nobodys, password) and hashed is not None

    def old(self, hashed: str) -> bool:
        """Whether it was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(hashed)

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[:LONGEST])
        except (VerifyMismatchError, InvalidHashError):
            return False


def complaint(password: str, username: str) -> str | None:
    """What is wrong with a password somebody would like to have."""
    plain = password.strip().lower()
    if len(password) < SHORTEST:
        return SHORT
    if len(password) > LONGEST:
        return LONG
    if plain in (username.lower(), username.lower() * 2):
        return OWN_NAME
    return COMMON if plain in COMMONEST or len(set(plain)) < 3 else None
