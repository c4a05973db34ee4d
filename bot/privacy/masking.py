"""Mask what identifies a person, before anything is stored, logged or understood.

By shape, not by check digit: CPR numbers without modulus 11 have been in use since
2007 (cpr.dk), so a check would let real ones through. A CPR number in a place
where nobody reads it costs nothing; one that is stored cannot be taken back.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

DAY = r"(?:0[1-9]|[12]\d|3[01])"
MONTH = r"(?:0[1-9]|1[0-2])"
GAP = r"[ .\-–—/]?"
CPR = re.compile(rf"(?<![\d.,])({DAY}{GAP}{MONTH}{GAP}\d\d)[ .\-–—/]{{0,3}}([\dxX*]{{4}})(?![\d])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\d.,/-])(?:(?:\+|00)45[ -]?)?[2-9]\d(?:[ .-]?\d\d){3}(?![\d]|[.,]\d|\s*(?:kr|kroner|timer|uger|dage|aar|år))"
)
FOREIGN_PHONE = re.compile(r"(?<![\w])\+(?!45)\d{1,3}[ -]?\d(?:[ -]?\d){6,11}(?!\d)")

KINDS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("mail", EMAIL, "[mailadresse fjernet]"),
    ("cpr", CPR, "[CPR-nummer fjernet]"),
    ("telefon", FOREIGN_PHONE, "[telefonnummer fjernet]"),
    ("telefon", PHONE, "[telefonnummer fjernet]"),
)


@dataclass(frozen=True)
class Masked:
    """The text without what identifies, and what kinds were taken out (`cpr`, `telefon`, `mail`)."""

    text: str
    kinds: tuple[str, ...] = ()


def mask(text: str) -> Masked:
    found: list[str] = []
    for kind, pattern, stand_in in KINDS:
        text = pattern.sub(_noting(kind, stand_in, found), text)
    return Masked(text, tuple(dict.fromkeys(found)))


def _noting(kind: str, stand_in: str, found: list[str]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        found.append(kind)
        return stand_in

    return replace
