"""Which municipality a citizen means, whatever they call it: "Nørresundby" is Aalborg.

A story names many places: where a daughter lives, where one was born. So a place
counts by itself only as the answer to "which municipality?"; in a story it needs
"kommune", "bor i" or the like beside it.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from bot.knowledge import Place
from bot.triage.folding import fold

OWN = r"\b(?:bor|boede|bosat|hjemme|hus|lejlighed|sag|her|kommer fra|boet|ligger)\b[^.!?]{0,40}?\b(?:i|paa|ved|til|udenfor|uden for|ude i|nede i|oppe i|ovre i)\s+$|\bflyttet til $|\b(?:jobcent\w+|borgerservice|byraadet|raadhuset|visitationen)(?: i)? $"
IN = r"\b(?:i|fra|hos)\s+$"
ALIKE = 0.84  # of a name's letters, in order
KOMMUNE = r"^s?[ -]?kom+u?n"
ELSEWHERE = re.compile(r"\b(?:datter|soen|bror|soester|mor|far|veninde|ven|kusine|faetter|tante|onkel|nabo|eks)\b[^.,!?]{0,25}$")


class Gazetteer:
    """The names of all municipalities, towns and districts, ready to be found in text."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._owner = {fold(name): place.key for place in places.values() for name in _names(place)}
        self._owner = {**_without_rings(self._owner), **self._owner}
        longest_first = sorted(self._owner, key=len, reverse=True)
        self._pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?=s?(?![\w]))")

    def answer(self, text: str) -> str | None:
        """The municipality an answer names: the one called "kommune" if any, else the first."""
        folded = fold(text)
        found = list(self._pattern.finditer(folded))
        named = [match for match in found if _called_municipality(folded, match)]
        return self._owner[(named or found)[0].group(1)] if found else self._nearly(folded)

    def _nearly(self, folded: str) -> str | None:
        """`aarhhus`, `aalbrog`: a name with a slip of the finger."""
        for word in re.findall(r"[a-z]{5,}", folded):
            close = get_close_matches(word, self._owner, n=1, cutoff=ALIKE)
            if close:
                return self._owner[close[0]]
        return None

    def mentioned(self, text: str) -> str | None:
        """The only municipality a story names; worth asking whether it is the one."""
        found = {self._owner[match.group(1)] for match in self._pattern.finditer(fold(text))}
        return found.pop() if len(found) == 1 else None

    def own(self, text: str) -> str | None:
        """The municipality a story is about, where it says so beyond doubt: "Randers Kommune" more than "jeg bor i Aarhus"."""
        folded = fold(text)
        found = {self._owner[match.group(1)] for match in self._pattern.finditer(folded) if _is_own(folded, match)}
        return self.named(text) or (found.pop() if len(found) == 1 else None)

    def named(self, text: str) -> str | None:
        """The only one that a story calls "kommune", but for a relative's."""
        folded = fold(text)
        called = (match for match in self._pattern.finditer(folded) if _called_municipality(folded, match))
        found = {self._owner[match.group(1)] for match in called if not ELSEWHERE.search(re.sub(IN, "", folded[: match.start()]))}
        return found.pop() if len(found) == 1 else None


def _without_rings(owner: Mapping[str, str]) -> dict[str, str]:
    """`Arhus`, `Alborg`: as typed on a keyboard without å; a name that then means another place is left out."""
    bare: dict[str, set[str]] = {}
    for name, key in owner.items():
        bare.setdefault(name.replace("aa", "a"), set()).add(key)
    return {name: keys.pop() for name, keys in bare.items() if len(keys) == 1 and len(name) >= 5}


def _called_municipality(folded: str, match: re.Match[str]) -> bool:
    return match.group(1).endswith("kommune") or bool(re.match(KOMMUNE, folded[match.end() :]))


def _is_own(folded: str, match: re.Match[str]) -> bool:
    before = folded[: match.start()]
    if _called_municipality(folded, match):
        return True
    return bool(re.search(OWN, before)) and not ELSEWHERE.search(re.sub(OWN, "", before))


def _names(place: Place) -> Iterable[str]:
    short = re.sub(r" Kommune$", "", place.name)
    return {place.name, short, *place.also_called, *place.towns}


@cache
def unknown_municipality(text: str) -> str | None:
    """`"Xby Kommune"` that no list knows: the name as typed, so that the bot can say it does not know it."""
    match = re.search(r"\b([A-ZÆØÅ][\wæøåÆØÅ-]+) [Kk]ommune\b", text)
    return match.group(1) if match else None
