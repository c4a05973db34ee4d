"""What somebody looks for among the conversations: a set of conditions that all hold.

It is read from a web address and written to one, so that a view can be saved and shared.
What the address says that nobody knows is left out, and named, so that it can be said.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bot.store.clock import day_in
from bot.store.words import words

URGENT, HANDED_OVER, UNHELPED, KEPT, FAILED = FLAGS = ("fare", "menneske", "ikke_hjulpet", "gemt", "fejl")
NOBODY = 0  # assigned to nobody
LONGEST_TEXT = 200
YES_NO = {"ja": True, "nej": False}

# The name in the address, and the field it sets.
NAMES = {
    "ord": "text",
    "fra": "since",
    "til": "until",
    "kanal": "channel",
    "kommune": "municipality",
    "vej": "route",
    "sagstype": "case_type",
    "omraade": "area",
    "under": "below",
    "over": "above",
    "flag": "flags",
    "grund": "reason",
    "bedoemt": "reviewed",
    "maerke": "tag",
    "tildelt": "assigned",
    "tilstand": "state",
}


@dataclass(frozen=True)
class Filter:
    """`since` and `until` are Danish days, both included; `below` and `above` per cent; `assigned` an account's number."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    channel: str | None = None
    municipality: str | None = None
    route: str | None = None
    case_type: str | None = None
    area: str | None = None
    below: int | None = None
    above: int | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None
    reviewed: bool | None = None
    tag: str | None = None
    assigned: int | None = None
    state: str | None = None

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]], known: Mapping[str, Collection[str]]) -> tuple["Filter", list[str]]:
        """The filter in an address, and the names in it whose values nobody knows.

        `known` has the values that a name may have; a name that is not there may have any.
        """
        chosen, strangers = cls(), []
        for name, value in ((name, value.strip()) for name, value in pairs):
            if name not in NAMES or not value:
                continue
            try:
                if value not in known.get(name, (value,)):
                    raise ValueError(value)
                chosen = chosen._with(NAMES[name], value)
            except ValueError:
                strangers.append(name)
        return chosen, list(dict.fromkeys(strangers))

    @property
    def query(self) -> str:
        """As it stands in an address; blank where everything is wanted."""
        pairs = [(name, getattr(self, field)) for name, field in NAMES.items()]
        return urlencode([(name, one) for name, value in pairs for one in _written(value)])

    @property
    def terms(self) -> list[str]:
        """The beginnings of the words that all are to be found."""
        return words(self.text)

    def _with(self, field: str, value: str) -> "Filter":
        if field == "flags":
            return replace(self, flags=tuple(dict.fromkeys((*self.flags, _flag(value)))))
        return replace(self, **{field: _READERS.get(field, str)(value)})


def _flag(value: str) -> str:
    if value not in FLAGS:
        raise ValueError(value)
    return value


def _per_cent(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 100:
        raise ValueError(value)
    return number


def _yes_no(value: str) -> bool:
    if value not in YES_NO:
        raise ValueError(value)
    return YES_NO[value]


def _text(value: str) -> str:
    if not words(value):
        raise ValueError(value)
    return value[:LONGEST_TEXT]


_READERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "since": day_in,
    "until": day_in,
    "below": _per_cent,
    "above": _per_cent,
    "reviewed": _yes_no,
    "assigned": int,
}


def _written(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bool):
        return ["ja" if value else "nej"]
    return [str(value)]
