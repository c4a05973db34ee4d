"""What the bot made of each message: the facts it took from it, what it asked next, and which rows made it ask.

The rows are found again, from the facts as they stood and the table as it is now. Where the
facts say something that is no answer any more, nothing is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge import KnowledgeBase
from bot.review.record import ACTS
from bot.store.clock import danish
from bot.store.transcripts import Transcript, Understood
from bot.triage import FACTS, Case, Facts
from bot.triage.table import Row

RUNNERS_UP, WORTH_A_WORD = 2, 0.05


@dataclass(frozen=True)
class Belief:
    """An answer, and how sure the bot was of it; None where it was told outright."""

    answer: str
    sure: float | None


@dataclass(frozen=True)
class Told:
    """A fact that is new, or new in this way. `before`: what it was. `answer` None: it was taken back."""

    fact: str
    answer: str | None
    sure: float | None
    before: str | None
    runners_up: Sequence[Belief]


@dataclass(frozen=True)
class OpenRow:
    """A row that might still decide. `missing`: the facts it waits for; none, and it stands."""

    id: str
    route: str
    provision: str
    missing: Sequence[str]


@dataclass(frozen=True)
class Explanation:
    """`asked`: the fact asked for next, or an invitation, or None. `rows`: those that were open then, in order."""

    failed: bool
    read: bool
    told: Sequence[Told]
    asked: str | None
    tries: int
    rows: Sequence[OpenRow]

    @property
    def decided(self) -> OpenRow | None:
        """The one row left, where there is one."""
        return self.rows[0] if len(self.rows) == 1 else None

    @property
    def invites(self) -> bool:
        return self.asked in ACTS


def explained(transcript: Transcript, base: KnowledgeBase) -> dict[int, Explanation]:
    """By the number of the citizen's message."""
    days = {message.seq: danish(message.at).date() for message in transcript.messages}
    before: Mapping[str, str] = {}
    found = {}
    for seq, turn in transcript.turns.items():
        found[seq] = _one(turn, before, base, days.get(seq, danish(transcript.started_at).date()))
        before = _facts(turn) if turn.understood else before
    return found


def _one(turn: Understood, before: Mapping[str, str], base: KnowledgeBase, day: date) -> Explanation:
    if not turn.understood:
        return Explanation(turn.failed, False, (), None, 0, ())
    asked = turn.understood.get("asked")
    rows = tuple(_open_rows(_facts(turn), base, day))
    return Explanation(turn.failed, True, tuple(_told(turn.understood, before)), asked, turn.understood.get("tries") or 0, rows)


def _facts(turn: Understood) -> dict[str, str]:
    return dict((turn.understood or {}).get("facts") or {})


def _told(understood: Mapping[str, Any], before: Mapping[str, str]) -> Iterator[Told]:
    """In the order of the facts; what was taken back comes last."""
    facts, beliefs = understood.get("facts") or {}, understood.get("beliefs") or {}
    for fact in FACTS:
        if fact in facts and facts[fact] != before.get(fact):
            heard = beliefs.get(fact) or {}
            yield Told(fact, facts[fact], heard.get(facts[fact]), before.get(fact), _runners_up(heard, facts[fact]))
    yield from (Told(fact, None, None, answer, ()) for fact, answer in before.items() if fact not in facts)


def _runners_up(heard: Mapping[str, float], answer: str) -> tuple[Belief, ...]:
    others = sorted(((sure, other) for other, sure in heard.items() if other != answer and sure >= WORTH_A_WORD), reverse=True)
    return tuple(Belief(other, sure) for sure, other in others[:RUNNERS_UP])


def _open_rows(facts: Mapping[str, str], base: KnowledgeBase, day: date) -> Iterator[OpenRow]:
    try:
        told = Facts(**{fact: answer for fact, answer in facts.items() if fact in FACTS})
    except ValueError:  # an answer from before the vocabulary changed
        return
    case = base.case(told, today=day)
    for row in base.municipality(told.kommune).table.contenders(case):
        yield _open_row(row, case, base)


def _open_row(row: Row, case: Case, base: KnowledgeBase) -> OpenRow:
    basis = row.basis[0]
    provision = f"{base.sources[basis.source].title}, {basis.provision}" if basis.provision else base.sources[basis.source].title
    return OpenRow(row.id, row.route, provision, tuple(dict.fromkeys(row.open_questions(case))))
