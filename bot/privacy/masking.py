"""Mask what identifies a person, before anything is stored, logged or understood.

By shape, not by check digit: CPR numbers without modulus 11 have been in use since
2007 (cpr.dk), so a check would let real ones through. A CPR number in a place
where nobody reads it costs nothing; one that is stored cannot be taken back.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"  # 60 is added to the day of a number given for a time
MONTH = r"(?:0[1-9]|1[0-2])"
DASHES = "\\-‐‑‒–—−"
GAP = rf"[\s.{DASHES}/]?"
CPR = re.compile(
    rf"(?<!\d){DAY}{GAP}{MONTH}{GAP}(?:\d\d[\s.,:_{DASHES}/]{{0,3}}|(?:19|20)\d\d\s?[{DASHES}]\s?)[\dxX*]{{4}}(?!\d|\s*(?:kr|,-))|"
    rf"(?<!\d)[0-3] \d [01] \d \d \d[ {DASHES}]{{1,3}}\d \d \d \d(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\bsnabel-?a\b)\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
YEARS = r"(?:19|20)\d\d\s?[ –/-]\s?(?:19|20)\d\d(?!\d)"
ISO_DATE = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
PHONE = re.compile(
    rf"(?<![\d.,/-])(?!{YEARS}|{ISO_DATE})(?:(?:\+|00)45[ -]?)?"
    r"(?:[2-9]\d(?:[ .-]?\d\d){3}|[2-9]\d \d{3} \d{3}|[2-9]\d\d \d\d \d{3})"
    r"(?![\d]|[.,]\d|\s*(?:kr|,-|timer|uger|dage|aar|år))"
)
FOREIGN_PHONE = re.compile(r"(?<![\w])\+(?!45)\d{1,3}[ -]?\d(?:[ -]?\d){6,11}(?!\d)")
CASE_NUMBER = re.compile(r"\b(?:sags?|journal|faktura|j\.?)[ -]?(?:nr|nummer|id)\.?:? ?(?:er )?$", re.IGNORECASE)

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
        if kind == "telefon" and CASE_NUMBER.search(match.string[: match.start()]):
            return match.group()
        found.append(kind)
        return stand_in

    return replace
