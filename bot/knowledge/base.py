"""The knowledge base: all of `knowledge/`, checked and typed.

Everything is read and cross-checked at the start; a mistake stops it with file,
line and cure. After that it never changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.knowledge.area import Area, read_area
from bot.knowledge.body import Adviser, Body, read_adviser, read_body
from bot.knowledge.municipality import Municipality, read_municipality
from bot.knowledge.overlay import UNCHANGED, Changes, overlaid
from bot.knowledge.place import Place, check_places, read_place
from bot.knowledge.provenance import Source, read_source
from bot.knowledge.signal import UrgentSignal, read_signal
from bot.knowledge.word import AmbiguousWord, Rule, Term, read_ambiguous_word, read_rule, read_term
from bot.knowledge.yaml import KnowledgeError, Section, read
from bot.triage import VED_IKKE, Case, Facts, Signal

FOLDER = Path(__file__).parents[2] / "knowledge"
DEFAULT = "standard"
CASE_DECIDES = ("omraadets", "indbragt")
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class KnowledgeBase:
    """What is so: areas, bodies, advisers, rules, words, signals, municipalities and places, by key."""

    areas: Mapping[str, Area]
    bodies: Mapping[str, Body]
    advisers: Mapping[str, Adviser]
    rules: Mapping[str, Rule]
    ambiguous_words: Mapping[str, AmbiguousWord]
    terms: Mapping[str, Term]
    signals: Mapping[str, UrgentSignal]
    municipalities: Mapping[str, Municipality]
    places: Mapping[str, Place]
    sources: Mapping[str, Source]

    def municipality(self, key: str | None) -> Municipality:
        """The municipality's own profile, or the default one under its name."""
        if key and key in self.municipalities:
            return self.municipalities[key]
        default = self.municipalities[DEFAULT]
        return default.named(key, self.places[key].name) if key and key in self.places else default

    @property
    def danger_signals(self) -> list[Signal]:
        """What sets off an alarm, the gravest first."""
        return [one.signal for one in self.signals.values()]

    def case(self, facts: Facts, *, today: date) -> Case:
        area = self.areas.get(facts.omraade) if facts.omraade not in (None, VED_IKKE) else None
        return Case(facts, area.matter if area else None, today)


def load(folder: Path = FOLDER, *, changes: Changes = UNCHANGED) -> KnowledgeBase:
    """Read the whole of `folder`, as `changes` have it. Raises KnowledgeError."""

    def read_file(name: str) -> Section:
        return overlaid(read(folder / name), changes.get(f"knowledge/{name}", ()))

    sources = {key: read_source(key, section) for key, section in read_file("sources.yml").sections()}

    def entries(name: str, reader: Callable[[str, Section, dict[str, Source]], Thing]) -> dict[str, Thing]:
        return {key: reader(key, section, sources) for key, section in read_file(name).sections()}

    municipalities = {
        key: read_municipality(key, read_file(f"municipalities/{key}.yml"), sources)
        for key in sorted(file.stem for file in (folder / "municipalities").glob("*.yml"))
    }
    places_file = read_file("places.yml")
    base = KnowledgeBase(
        areas=_areas({file.stem: read_file(f"areas/{file.name}") for file in sorted((folder / "areas").glob("*.yml"))}, sources),
        bodies={**entries("bodies.yml", read_body), **{m.office.key: m.office for m in _own(municipalities)}},
        advisers=entries("advisers.yml", read_adviser),
        rules=entries("rules.yml", read_rule),
        ambiguous_words=entries("ambiguous.yml", read_ambiguous_word),
        terms=entries("glossary.yml", read_term),
        signals=_signals(read_file("urgent.yml"), sources),
        municipalities=municipalities,
        places={key: read_place(key, section) for key, section in places_file.sections()},
        sources=sources,
    )
    check_places(base.places, places_file)
    _check(base, folder)
    return base


def _own(municipalities: Mapping[str, Municipality]) -> list[Municipality]:
    return [municipality for key, municipality in municipalities.items() if key != DEFAULT]


def _areas(files: Mapping[str, Section], sources: dict[str, Source]) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for group, file in files.items():
        for key, section in file.sections():
            if key in areas:
                raise section.error(f"området {key!r} står også i {areas[key].group}.yml")
            areas[key] = read_area(key, group, section, sources)
    return areas


def _signals(section: Section, sources: dict[str, Source]) -> dict[str, UrgentSignal]:
    shared = section.texts("undtagelser_for_alle")
    return {key: read_signal(key, one, shared, sources) for key, one in section.section("signaler").sections()}


def _check(base: KnowledgeBase, folder: Path) -> None:
    """Every key that one file uses stands in the other."""
    for area in base.areas.values():
        _known(area.body, base.bodies, f"areas/{area.group}.yml: området {area.key!r} peger på stedet")
        if area.if_in_doubt:
            _known(area.if_in_doubt, base.areas, f"areas/{area.group}.yml: området {area.key!r} peger i tvivl på området")
        for adviser in area.advisers:
            _known(adviser, base.advisers, f"areas/{area.group}.yml: området {area.key!r} peger på rådgiveren")
    for word in base.ambiguous_words.values():
        for area_key, _ in word.options:
            _known(area_key, base.areas, f"ambiguous.yml: ordet {word.key!r} peger på området")
    for municipality in base.municipalities.values():
        file = f"municipalities/{municipality.key}.yml"
        if municipality.key != DEFAULT:
            _known(municipality.key, base.places, f"{file}: kender ikke kommunen")
        for row in municipality.table.rows:
            if row.body not in CASE_DECIDES:
                _known(row.body, base.bodies, f"{file}: række {row.id!r} peger på stedet")


def _known(key: str, known: Mapping[str, object], what: str) -> None:
    if key not in known:
        raise KnowledgeError(f"{what} {key!r}, som ikke findes")
