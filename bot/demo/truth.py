"""What a sensible person would say of a played conversation: as the table has it, on what the citizen's case truly is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.demo.player import Played
from bot.knowledge import KnowledgeBase
from bot.store import Message
from bot.store.reviews import Judgement
from bot.triage import FACTS, VED_IKKE, route

JUDGED = tuple(fact for fact, answers in FACTS.items() if answers and fact not in ("emne", "myndighed"))


@dataclass(frozen=True)
class Truth:
    """A conversation's judgement, and the facts that were taken wrong in it."""

    judgement: Judgement
    misread: Mapping[str, str]
    asked: Sequence[str]

    @classmethod
    def of(cls, played: Played, messages: Sequence[Message], base: KnowledgeBase, today: date) -> "Truth":
        customs = [message.custom or {} for message in messages]
        outcome: Mapping[str, Any] = next((one["outcome"] for one in reversed(customs) if one.get("outcome")), {})
        warned = any((one.get("urgent") or {}).get("numbers") for one in customs)
        facts = played.part.citizen.truth.known()
        misread = {fact: answer for fact, answer in facts.items() if outcome and (outcome["facts"].get(fact) or answer) != answer}
        right, way = _way(played, outcome, base, today)
        judgement = Judgement(
            route_right=right,
            route=way[0],
            body=way[1],
            case_type=_known(facts.get("emne")),
            area=_known(facts.get("omraade")),
            tone="ok",
            urgent=_danger(warned, played.part.citizen.in_danger),
            facts={fact: answer for fact, answer in misread.items() if fact in JUDGED},
        )
        asked = [one["question"]["fact"] for one in customs if one.get("question")]
        return cls(judgement, misread, [fact for fact in dict.fromkeys(asked) if fact in FACTS])


def _way(
    played: Played, outcome: Mapping[str, Any], base: KnowledgeBase, today: date
) -> tuple[str, tuple[str | None, str | None]]:
    """Whether it was led right, and where it should have gone. Without an outcome there is nothing wrong."""
    if not outcome:
        return "ja", (None, None)
    part = played.part
    true = route(base.case(part.citizen.truth, today=today), base.municipality(part.municipality).table)
    if true is None:
        return "tvivl", (None, None)
    was, should = (outcome["route"], outcome["body"]), (true.route, true.body)
    return "ja" if was == should else "nej", should


def _danger(warned: bool, in_danger: bool) -> str:
    if warned:
        return "rigtigt" if in_danger else "falsk"
    return "overset" if in_danger else "ingen"


def _known(answer: str | None) -> str | None:
    return None if answer == VED_IKKE else answer
