"""The queue: which conversations somebody should read, why, and who has taken which.

A conversation is looked at when it has been quiet for a while, and again if something is said
after that. Also what nobody need read keeps its place here, as `dropped`: the estimates must
know how many there were of each kind.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, and_, case, cast, exists, func, insert, or_, select, true, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import ColumnElement

from bot.review.reasons import BY_CHANCE, Place, place
from bot.review.record import Heard, Line, record
from bot.store import schema
from bot.store.clock import Clock
from bot.store.conversations import CLOSED
from bot.store.database import Database, now
from bot.store.reach import within
from bot.store.staff_schema import account, queued, review
from bot.store.tallies import QUIET

OPEN, DISAGREED, DONE, DROPPED = ("open", "disagreed", "done", "dropped")
AT_ONCE = 200  # conversations in one transaction
PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which of the open ones: of a reason, mine, nobody's. `municipalities` holds `*` for all of them."""

    municipalities: Collection[str]
    reason: str = ""
    assigned: int | None = None
    unassigned: bool = False


@dataclass(frozen=True)
class Item:
    """A conversation that waits. `judged` people have judged it, `mine` says whether I am one of them."""

    conversation: str
    municipality: str | None
    channel: str
    started_at: datetime
    route: str | None
    reasons: Sequence[str]
    sampled: bool
    raters: int
    judged: int
    mine: bool
    assigned: int | None
    assigned_name: str | None


class Queue:
    """Every method is one transaction, but for `fill`, which is several. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def fill(self) -> int:
        """Look at what has become quiet; how many were looked at."""
        looked = 0
        while True:
            with self._database.begin() as connection:
                some = connection.execute(_due(self._clock())).all()
                for conversation in some:
                    _put(connection, conversation, self._clock())
            looked += len(some)
            if len(some) < AT_ONCE:
                return looked

    def items(self, wanted: Wanted, *, me: int, skip: int = 0, limit: int = PAGE) -> tuple[list[Item], int]:
        """Some of those that wait, the weightiest first, and how many there are."""
        conditions = _conditions(wanted)
        found = _ITEM.add_columns(_judged_by(me).label("mine")).where(*conditions)
        with self._database.read() as connection:
            rows = connection.execute(found.order_by(*_FIRST).offset(skip).limit(limit)).all()
            number: int = connection.execute(_COUNT.where(*conditions)).scalar_one()
        return [_item(row) for row in rows], number

    def reasons(self, municipalities: Collection[str]) -> dict[str, int]:
        """How many wait for each reason; one with several counts for each."""
        kinds = cast(queued.c.reasons, Text)  # few differ, however many wait
        wanted = select(kinds.label("reasons"), queued.c.sampled, func.count().label("number")).select_from(_BOTH)
        found: dict[str, int] = {}
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(*_conditions(Wanted(municipalities))).group_by(kinds, queued.c.sampled))
            for row in rows:
                for reason in (*json.loads(row.reasons), *([BY_CHANCE] if row.sampled else [])):
                    found[reason] = found.get(reason, 0) + row.number
        return found

    def count(self, municipalities: Collection[str], state: str = OPEN) -> int:
        with self._database.read() as connection:
            number: int = connection.execute(
                _COUNT.where(queued.c.state == state, *within(schema.conversation.c.municipality, municipalities))
            ).scalar_one()
        return number

    def take_next(self, me: int, wanted: Wanted) -> str | None:
        """Assign the next to me: what I have already, then the weightiest that nobody has and I have not judged."""
        free = or_(queued.c.assigned.is_(None), queued.c.assigned == me)
        mine_first = case((queued.c.assigned == me, 0), else_=1)
        with self._database.begin() as connection:
            found: str | None = connection.execute(
                select(queued.c.conversation)
                .select_from(_BOTH)
                .where(*_conditions(wanted), free, ~_judged_by(me))
                .order_by(mine_first, *_FIRST)
                .limit(1)
                .with_for_update(of=queued, skip_locked=True)
            ).scalar()
            if found:
                connection.execute(update(queued).where(queued.c.conversation == found).values(assigned=me))
        return found

    def assign(self, conversation: str, who: int | None) -> bool:
        """Give it to somebody, or to nobody. False where it does not wait any more, or not for a judgement of theirs."""
        waits = queued.c.state.in_((OPEN, DISAGREED))
        for_them = or_(queued.c.state == DISAGREED, ~_judged_by(who)) if who else true()
        here = and_(queued.c.conversation == conversation, waits, for_them)
        with self._database.begin() as connection:
            return bool(connection.execute(update(queued).where(here).values(assigned=who)).rowcount)


def because(reason: str) -> ColumnElement:
    """The names of reasons are letters and underscores, so the list of them can be read as text."""
    if reason == BY_CHANCE:
        return queued.c.sampled.is_(True)
    return cast(queued.c.reasons, Text).contains(f'"{reason}"', autoescape=True)


_BOTH = queued.join(schema.conversation, schema.conversation.c.id == queued.c.conversation)
_COUNT = select(func.count()).select_from(_BOTH)
_FIRST = (queued.c.weight.desc(), schema.conversation.c.started_at, queued.c.conversation)
_NOT_FINAL = and_(review.c.conversation == queued.c.conversation, review.c.final.is_(False))
_ITEM = select(
    queued,
    schema.conversation.c.municipality,
    schema.conversation.c.channel,
    schema.conversation.c.started_at,
    schema.conversation.c.route,
    account.c.name.label("assigned_name"),
    select(func.count()).select_from(review).where(_NOT_FINAL).scalar_subquery().label("judged"),
).select_from(_BOTH.outerjoin(account, account.c.id == queued.c.assigned))


def _judged_by(who: int) -> ColumnElement:
    return exists().where(_NOT_FINAL, review.c.account == who)


def _conditions(wanted: Wanted) -> list[ColumnElement]:
    conditions = [queued.c.state == OPEN, *within(schema.conversation.c.municipality, wanted.municipalities)]
    if wanted.reason:
        conditions.append(because(wanted.reason))
    if wanted.assigned is not None:
        conditions.append(queued.c.assigned == wanted.assigned)
    if wanted.unassigned:
        conditions.append(queued.c.assigned.is_(None))
    return conditions


def _due(at: datetime) -> Select:
    """Over, with a word of the citizen's, and not looked at as they are now; locked against another portal's look."""
    row, seen, rated = schema.conversation.c, queued.c, schema.rating.c
    over = or_(row.last_at < at - QUIET, and_(row.state == CLOSED, row.route.isnot(None)))
    said_more = and_(row.last_at > seen.created_at, row.last_at <= at)
    news = or_(said_more, exists().where(rated.conversation == row.id, rated.at > seen.created_at, rated.at <= at))
    return (
        select(row.id, row.confidence)
        .select_from(schema.conversation.outerjoin(queued, seen.conversation == row.id))
        .where(over, exists().where(schema.turn.c.conversation == row.id))
        .where(or_(seen.conversation.is_(None), and_(seen.state.in_((OPEN, DROPPED)), news)))
        .limit(AT_ONCE)
        .with_for_update(of=schema.conversation, skip_locked=True)
    )


def _put(connection: Connection, conversation: Row, at: datetime) -> None:
    found = _look(connection, conversation)
    before = connection.execute(select(queued).where(queued.c.conversation == conversation.id)).first()
    waits = bool(found.reasons or found.sampled)
    values = {
        "reason": found.reason,
        "reasons": list(found.reasons),
        "weight": found.weight,
        "sampled": found.sampled,
        "raters": found.raters,
        "state": OPEN if waits or (before and before.state == OPEN) else DROPPED,
        "created_at": at,
    }
    if before:
        connection.execute(update(queued).where(queued.c.conversation == conversation.id).values(values))
    else:
        connection.execute(insert(queued).values(conversation=conversation.id, **values))


def _look(connection: Connection, conversation: Row) -> Place:
    said, turn, rating, handover = schema.message.c, schema.turn.c, schema.rating.c, schema.handover.c
    lines = connection.execute(
        select(said.seq, said.author, said.custom).where(said.conversation == conversation.id).order_by(said.seq)
    )
    turns = connection.execute(
        select(turn.seq, turn.state, turn.understood).where(turn.conversation == conversation.id).order_by(turn.seq)
    )
    known = record(
        [Line(line.seq, line.author, line.custom or {}) for line in lines],
        [Heard(one.seq, one.state, one.understood or {}) for one in turns],
        handed_over=bool(connection.execute(select(exists().where(handover.conversation == conversation.id))).scalar()),
        confidence=conversation.confidence,
        rated=connection.execute(select(rating.helped).where(rating.conversation == conversation.id)).scalar(),
    )
    return place(conversation.id, known)


def _item(row: Row) -> Item:
    return Item(
        conversation=row.conversation,
        municipality=row.municipality,
        channel=row.channel,
        started_at=row.started_at,
        route=row.route,
        reasons=tuple(row.reasons),
        sampled=row.sampled,
        raters=row.raters,
        judged=row.judged,
        mine=row.mine,
        assigned=row.assigned,
        assigned_name=row.assigned_name,
    )
