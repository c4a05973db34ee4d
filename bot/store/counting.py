"""What is counted of a conversation: figures and kinds, no words and nobody's name.

Its own file, so that what may outlive a citizen's conversation can be read in one place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.schema import Column

from bot.review.record import ACTS
from bot.store import schema, staff_schema
from bot.store.clock import danish

OUTCOME = ("route", "body", "case_type", "area", "confidence")


@dataclass(frozen=True)
class Batch:
    """Some conversations, and all that is to be counted of them, by conversation."""

    conversations: Sequence[Row]
    messages: Mapping[str, Sequence[Row]]
    turns: Mapping[str, Sequence[Row]]
    ratings: Mapping[str, Sequence[Row]]
    queued: Mapping[str, Sequence[Row]]
    reviews: Mapping[str, Sequence[Row]]

    @classmethod
    def read(cls, connection: Connection, ids: Sequence[str]) -> "Batch":
        message, turn, rating = schema.message.c, schema.turn.c, schema.rating.c
        queued, review = staff_schema.queued.c, staff_schema.review.c
        return cls(
            conversations=connection.execute(select(schema.conversation).where(schema.conversation.c.id.in_(ids))).all(),
            messages=_grouped(connection, ids, message.conversation, message.seq, message.author, message.custom),
            turns=_grouped(connection, ids, turn.conversation, turn.seq, turn.understood),
            ratings=_grouped(connection, ids, rating.conversation, rating.helped),
            queued=_grouped(connection, ids, queued.conversation, queued.reason, queued.sampled, queued.raters),
            reviews=_grouped(connection, ids, review.conversation, review.at, review.final, review.route_right),
        )

    def counted(self, open_at: Callable[[str | None, datetime], bool | None]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each conversation's key with its figures."""
        for conversation in self.conversations:
            began = danish(conversation.started_at).replace(tzinfo=None)
            yield (
                conversation.id,
                {
                    "municipality": conversation.municipality,
                    "channel": conversation.channel,
                    "month": f"{began:%Y-%m}",
                    "weekday": began.weekday(),
                    "hour": began.hour,
                    "open": open_at(conversation.municipality, began),
                    "urgent": conversation.urgent,
                    **self._said(conversation.id),
                    **self._thought(conversation.id),
                },
            )

    def _said(self, conversation: str) -> dict[str, Any]:
        """What came of it between the citizen and the bot."""
        messages = self.messages.get(conversation, ())
        outcome = _latest(messages, "outcome") or {}
        deadline = outcome.get("deadline")
        handed_over = any(one.author == "person" or (one.custom or {}).get("handover") for one in messages)
        asked = [(turn.understood or {}).get("asked") for turn in self.turns.get(conversation, ())]
        return {
            **{key: outcome.get(key) for key in OUTCOME},
            "table_row": outcome.get("row"),
            "deadline": None if not deadline else "passed" if deadline["passed"] else "given",
            "messages": sum(one.author == "citizen" for one in messages),
            "questions": sum(fact is not None and fact not in ACTS for fact in asked),
            "handed_over": handed_over,
            "abandoned": not outcome and not handed_over and _left_a_question(messages),
        }

    def _thought(self, conversation: str) -> dict[str, Any]:
        """What the citizen and those who read it think of it."""
        (rating,) = self.ratings.get(conversation) or (None,)
        (queued,) = self.queued.get(conversation) or (None,)
        return {
            "helped": rating.helped if rating else None,
            "reason": queued.reason if queued else None,
            "sampled": queued.sampled if queued else None,
            "verdict": _verdict(self.reviews.get(conversation, ()), raters=queued.raters if queued else 1),
        }


def _grouped(connection: Connection, ids: Sequence[str], of: Column, *more: Column) -> dict[str, list[Row]]:
    """Rows by conversation, in the order of the first of `more`."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(select(of, *more).where(of.in_(ids)).order_by(more[0])):
        found[row.conversation].append(row)
    return found


def _latest(messages: Sequence[Row], kind: str) -> Mapping[str, Any] | None:
    return next((one.custom[kind] for one in reversed(messages) if (one.custom or {}).get(kind)), None)


def _left_a_question(messages: Sequence[Row]) -> bool:
    """Whether the bot's question was the last word."""
    for one in reversed(messages):
        if one.author == "citizen":
            return False
        if one.author == "bot" and (one.custom or {}).get("question"):
            return True
    return False


def _verdict(reviews: Sequence[Row], *, raters: int) -> str | None:
    """As settled: by who had the last word, or by all who were to judge it, of one mind."""
    final = [one.route_right for one in reviews if one.final]
    if final:
        return str(final[-1])
    own = {one.route_right for one in reviews}
    return str(own.pop()) if len(reviews) >= raters and len(own) == 1 else None
