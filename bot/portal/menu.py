"""The way around: what stands at the top of every page, for those who may go there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """`role`: the least that may see it."""

    path: str
    label: str
    role: str

    def leads_to(self, path: str) -> bool:
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


ENTRIES = (
    Entry("/", "Forside", "laeser"),
    Entry("/samtaler", "Samtaler", "laeser"),
    Entry("/koe", "Kø", "bedoemmer"),
    Entry("/indbakke", "Indbakke", "laeser"),
    Entry("/uenighed", "Uenighed", "redaktoer"),
    Entry("/enighed", "Enighed", "laeser"),
    Entry("/laering", "Læring", "bedoemmer"),
    Entry("/tal", "Tal", "laeser"),
    Entry("/aarsrapport", "Årsrapport", "laeser"),
    Entry("/viden", "Viden", "laeser"),
    Entry("/vejledning", "Vejledning", "laeser"),
    Entry("/aendringer", "Ændringer", "redaktoer"),
    Entry("/kommuner", "Kommuner", "administrator"),
    Entry("/drift", "Drift", "administrator"),
    Entry("/brugere", "Brugere", "administrator"),
    Entry("/log", "Log", "administrator"),
)
