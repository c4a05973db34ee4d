"""The form with which a conversation is judged: its questions, its choices, and what was answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.dates import written_period
from bot.knowledge import KnowledgeBase
from bot.portal.labels import Labels
from bot.review.record import judged_facts
from bot.store import Message
from bot.store.reviews import Judgement
from bot.triage import FACTS, VED_IKKE, Period
from bot.triage.table import ROUTES

RIGHT = {"ja": "Ja", "nej": "Nej", "tvivl": "I tvivl"}
TONES = {"god": "God", "ok": "I orden", "kold": "Kold eller forkert"}
URGENT = {
    "ingen": "Der var ingen fare",
    "rigtigt": "Faren blev taget rigtigt",
    "overset": "Fare blev overset",
    "falsk": "Der blev advaret uden grund",
}
WRONG = "forkert"  # of a fact with too many answers to choose from
BY_ITSELF = ("emne", "omraade")  # asked for by name on the form
LONGEST_NOTE = 2000
KINDS = {
    "kommune": "Kommunen",
    "klageinstans": "Klageinstanser",
    "naevn": "Nævn",
    "tilsyn": "Tilsyn",
    "domstol": "Domstole",
    "myndighed": "Andre myndigheder",
    "raadgiver": "Rådgivere",
    "politisk": "Politikere",
    "privat": "Private",
    "noed": "Hjælp i nød",
}
GROUPS = {
    "aeldre": "Ældre",
    "akut": "Akut",
    "ansaettelse": "Ansættelse",
    "beskaeftigelse": "Beskæftigelse",
    "boern_unge": "Børn og unge",
    "bolig": "Bolig",
    "borgerservice": "Borgerservice",
    "dagtilbud": "Dagtilbud",
    "erhverv": "Erhverv",
    "erstatning": "Erstatning",
    "familie": "Familie",
    "handicap": "Handicap",
    "integration": "Integration",
    "oekonomi": "Økonomi",
    "oevrigt": "Øvrigt",
    "privat": "Private",
    "sagsbehandling": "Sagsbehandling",
    "skole": "Skole",
    "sundhed": "Sundhed",
    "teknik_miljoe": "Teknik og miljø",
    "udk": "Udbetaling Danmark",
    "udsatte": "Udsatte",
}

Choices = Sequence[tuple[str, str]]


class AnswerError(Exception):
    """Something on the form is missing or cannot be; the words are for whoever filled it in."""


@dataclass(frozen=True)
class Used:
    """A fact that the outcome rests on, what it was taken to be, and what else it could have been."""

    fact: str
    answer: str
    shown: str
    choices: Choices


@dataclass(frozen=True)
class Told:
    """What the bot made of a conversation, as far as it is to be judged. `route` None: there was no outcome."""

    route: str | None
    body: str | None
    case_type: str | None
    area: str | None
    used: Sequence[Used]
    asked: Sequence[str]
    warned: bool

    @classmethod
    def of(cls, messages: Sequence[Message], labels: Labels) -> "Told":
        customs = [message.custom or {} for message in messages]
        outcome: Mapping[str, Any] = next((custom["outcome"] for custom in reversed(customs) if custom.get("outcome")), {})
        asked = [custom["question"]["fact"] for custom in customs if custom.get("question")]
        return cls(
            route=outcome.get("route"),
            body=outcome.get("body"),
            case_type=outcome.get("case_type"),
            area=outcome.get("area"),
            used=tuple(_used(outcome, labels)),
            asked=tuple(fact for fact in dict.fromkeys(asked) if fact in FACTS),
            warned=any((custom.get("urgent") or {}).get("numbers") for custom in customs),
        )


@dataclass(frozen=True)
class Form:
    """All that can be chosen; groups of (key, name)."""

    told: Told
    routes: Choices
    bodies: Mapping[str, Choices]
    case_types: Choices
    areas: Mapping[str, Choices]

    @classmethod
    def of(cls, told: Told, base: KnowledgeBase, labels: Labels) -> "Form":
        return cls(
            told=told,
            routes=_named(ROUTES, labels),
            bodies=_grouped(((body.kind, body.key) for body in base.bodies.values()), KINDS, labels),
            case_types=_named([emne for emne in FACTS["emne"] if emne != VED_IKKE], labels),
            areas=_grouped(((area.group, area.key) for area in base.areas.values()), GROUPS, labels),
        )

    @property
    def urgent(self) -> Mapping[str, str]:
        """What can be said of danger: where there was a warning, whether it was right; else whether one was missing."""
        possible = ("rigtigt", "overset", "falsk") if self.told.warned else ("ingen", "overset")
        return {key: URGENT[key] for key in possible}

    def start(self) -> dict[str, str]:
        """The answers to begin with: as the bot had it; never whether it was right."""
        told = self.told
        known = {"vej": told.route, "sted": told.body, "sagstype": told.case_type, "omraade": told.area}
        return {"tone": "ok", **{key: value for key, value in known.items() if value}} | (
            {} if told.warned else {"fare": "ingen"}
        )

    def read(self, given: Mapping[str, str], needless: Sequence[str]) -> Judgement:
        """What was answered. Raises AnswerError."""
        right = _chosen(given, "rigtig", RIGHT, "Svar på, om borgeren blev ledt rigtigt.")
        route, body = self._way(right, given)
        return Judgement(
            route_right=right,
            route=route,
            body=body,
            case_type=_known(given.get("sagstype"), dict(self.case_types)),
            area=_known(given.get("omraade"), {key: name for group in self.areas.values() for key, name in group}),
            tone=_chosen(given, "tone", TONES, "Svar på, hvordan tonen var."),
            urgent=_chosen(given, "fare", self.urgent, "Svar på, om fare blev taget rigtigt."),
            facts={used.fact: value for used in self.told.used if (value := self._fact(used, given))},
            needless=tuple(fact for fact in self.told.asked if fact in needless),
            note=given.get("note", "").strip()[:LONGEST_NOTE],
        )

    def _way(self, right: str, given: Mapping[str, str]) -> tuple[str | None, str | None]:
        """Where it should have gone. In doubt nobody can say."""
        if right == "tvivl":
            return None, None
        if right == "ja":
            return self.told.route, self.told.body
        route, body = _known(given.get("vej"), dict(self.routes)), _known(given.get("sted"), self._places())
        if self.told.route and (route is None or (route, body) == (self.told.route, self.told.body)):
            raise AnswerError("Vælg den vej og det sted, der havde været rigtigt.")
        return route, body

    def _places(self) -> dict[str, str]:
        return {key: name for group in self.bodies.values() for key, name in group}

    def _fact(self, used: Used, given: Mapping[str, str]) -> str | None:
        return _known(given.get(f"kendsgerning.{used.fact}"), dict(used.choices))


def answers(judgement: Judgement) -> dict[str, str]:
    """A judgement as the form has it."""
    known = {
        "rigtig": judgement.route_right,
        "vej": judgement.route,
        "sted": judgement.body,
        "sagstype": judgement.case_type,
        "omraade": judgement.area,
        "tone": judgement.tone,
        "fare": judgement.urgent,
        "note": judgement.note,
        **{f"kendsgerning.{fact}": value for fact, value in judgement.facts.items()},
    }
    return {key: value for key, value in known.items() if value}


def _used(outcome: Mapping[str, Any], labels: Labels) -> Iterator[Used]:
    for fact, answer in judged_facts(outcome):
        if fact in FACTS and fact not in BY_ITSELF:
            others = [(other, labels.of(other, fact)) for other in FACTS[fact] if other != answer]
            yield Used(fact, answer, shown(fact, answer, labels), others or ((WRONG, "Forkert"),))


def shown(fact: str, answer: str, labels: Labels) -> str:
    """A day in words; other answers by their names."""
    if fact == "hvornaar" and answer != VED_IKKE:
        return written_period(Period.parse(answer)) or "Står på endnu"
    return labels.of(answer, fact)


def _named(keys: Sequence[str], labels: Labels) -> Choices:
    return tuple((key, labels.of(key)) for key in keys)


def _grouped(pairs: Iterator[tuple[str, str]], names: Mapping[str, str], labels: Labels) -> dict[str, Choices]:
    """Groups by their names, and in each the keys by theirs."""
    found: dict[str, list[tuple[str, str]]] = {}
    for group, key in pairs:
        found.setdefault(names.get(group, group), []).append((key, labels.of(key)))
    return {name: sorted(found[name], key=lambda one: one[1].casefold()) for name in sorted(found)}


def _chosen(given: Mapping[str, str], name: str, choices: Mapping[str, str], problem: str) -> str:
    if given.get(name) not in choices:
        raise AnswerError(problem)
    return given[name]


def _known(value: str | None, choices: Mapping[str, str]) -> str | None:
    return value if value in choices else None
