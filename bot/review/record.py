"""What is known of a conversation that is over, drawn from its messages and turns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.review.reasons import Record

FACTS_AT_STAKE = ("emne", "omraade")
AT_ODDS = 0.5  # of another value than the one that decided: more likely than all others together
CONFIRM, TELL_MORE = ACTS = ("bekraeft", "fortael_mere")  # asked for like facts, but no facts
FAILED = "failed"


@dataclass(frozen=True)
class Line:
    """A message: its number, who wrote it, and what it means to a machine."""

    seq: int
    author: str
    custom: Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """A turn: the number of the citizen's message, how it went, and what was understood."""

    seq: int
    state: str
    understood: Mapping[str, Any]

    @property
    def facts(self) -> Mapping[str, str]:
        return self.understood.get("facts") or {}

    @property
    def asked(self) -> str | None:
        return self.understood.get("asked")


def record(
    lines: Sequence[Line], turns: Sequence[Heard], *, handed_over: bool, confidence: float | None, rated: str | None
) -> Record:
    """`lines` and `turns` in order."""
    outcomes = [line for line in lines if line.custom.get("outcome")]
    sent_on = [line for line in outcomes if line.custom["outcome"].get("route") != "menneske"]
    heard = [turn for turn in turns if turn.understood]
    return Record(
        urgent=any(line.custom.get("urgent") and line.custom["urgent"].get("numbers") for line in lines),
        person=handed_over or len(sent_on) < len(outcomes) or any(line.author == "person" for line in lines),
        confidence=confidence,
        rated=rated,
        contradicted=bool(sent_on) and _contradicted(sent_on[0].seq, heard),
        questions=sum(_is_a_fact((line.custom.get("question") or {}).get("fact")) for line in lines),
        outcome=bool(outcomes),
        corrected=any(_corrects(before, after) for before, after in zip(heard, heard[1:], strict=False)),
        at_odds=bool(heard and outcomes) and any(_at_odds(heard[-1], fact) for fact in FACTS_AT_STAKE),
        failed=any(turn.state == FAILED for turn in turns) or any(line.custom.get("down") for line in lines),
    )


def judged_facts(outcome: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts an outcome rests on, each to be judged; the municipality is where they came, not what they told."""
    return ((fact, str(answer)) for fact, answer in (outcome.get("facts") or {}).items() if fact != "kommune")


def _is_a_fact(asked: str | None) -> bool:
    return asked is not None and asked not in ACTS


def _corrects(before: Heard, after: Heard) -> bool:
    """The summary was shown, and what came back changed something, or said that it was not right."""
    return before.asked == CONFIRM and (dict(after.facts) != dict(before.facts) or after.asked == TELL_MORE)


def _contradicted(seq: int, heard: Sequence[Heard]) -> bool:
    """After the outcome a fact that had decided was changed."""
    before = [turn for turn in heard if turn.seq < seq]
    known = dict(before[-1].facts) if before else {}
    later = [turn.facts for turn in heard if turn.seq > seq]
    return any(fact in known and value != known[fact] for facts in later for fact, value in facts.items())


def _at_odds(turn: Heard, fact: str) -> bool:
    decided, belief = turn.facts.get(fact), (turn.understood.get("beliefs") or {}).get(fact) or {}
    likeliest = max(belief, key=lambda value: float(belief[value]), default=None)
    return bool(decided and likeliest) and likeliest != decided and float(belief[likeliest]) >= AT_ODDS
