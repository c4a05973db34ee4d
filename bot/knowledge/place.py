"""Which municipality a town or a district lies in, so that nobody has to know what we call it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.yaml import Section


@dataclass(frozen=True)
class Place:
    """A municipality with the names people use for it and for its towns and districts.

    `shared` are town names that also exist elsewhere: they only count together with
    another sign of the municipality.
    """

    key: str
    name: str
    also_called: tuple[str, ...]
    towns: tuple[str, ...]


def read_place(key: str, section: Section) -> Place:
    section.only("navn", "kaldes", "byer")
    return Place(key, section.text("navn"), section.texts("kaldes", ()), section.texts("byer", ()))


def check_places(places: Mapping[str, Place], section: Section) -> None:
    """A town in two municipalities would make the bot guess."""
    owner: dict[str, str] = {}
    for place in places.values():
        for name in {name.lower() for name in (place.name, *place.also_called, *place.towns)}:
            if owner.setdefault(name, place.key) != place.key:
                raise section.error(f"{name!r} står både under {owner[name]!r} og {place.key!r}", place.key)
