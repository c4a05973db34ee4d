"""The way around: what stands at the top of every page, for those who may go there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Entry:
    """`role`: the least that may see it."""

    path: str
    label: str
    role: str

    def leads_to(self, path: str) -> bool:
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


@dataclass(frozen=True)
class Group:
    """Entries that belong together. `quiet`: beside the work, in a row of its own that bears its name."""

    name: str
    entries: Sequence[Entry]
    quiet: bool = False


GROUPS = (
    Group(
        "Dagens arbejde",
        (
            Entry("/", "Forside", "laeser"),
            Entry("/samtaler", "Samtaler", "laeser"),
            Entry("/koe", "Kø", "bedoemmer"),
            Entry("/indbakke", "Indbakke", "laeser"),
        ),
    ),
    Group(
        "Det, bedømmelserne viser",
        (
            Entry("/uenighed", "Uenighed", "redaktoer"),
            Entry("/enighed", "Enighed", "laeser"),
            Entry("/laering", "Læring", "bedoemmer"),
        ),
    ),
    Group(
        "Tal og viden",
        (
            Entry("/tal", "Tal", "laeser"),
            Entry("/aarsrapport", "Årsrapport", "laeser"),
            Entry("/viden", "Viden", "laeser"),
            Entry("/vejledning", "Vejledning", "laeser"),
        ),
    ),
    Group(
        "Styring",
        (
            Entry("/aendringer", "Ændringer", "redaktoer"),
            Entry("/kommuner", "Kommuner", "administrator"),
            Entry("/drift", "Drift", "administrator"),
            Entry("/brugere", "Brugere", "administrator"),
            Entry("/log", "Log", "administrator"),
        ),
        quiet=True,
    ),
)


def open_to(may: Callable[[str], bool]) -> list[Group]:
    """What somebody may go to; `may` says whether they have a role."""
    narrowed = [replace(group, entries=[entry for entry in group.entries if may(entry.role)]) for group in GROUPS]
    return [group for group in narrowed if group.entries]
