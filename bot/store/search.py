"""Finding conversations: what a filter says, newest first, a page at a time.

A word that few conversations have is where the search starts; among conversations with
words that many have, it goes from the newest backwards, and soon has a page. Either way
nothing is read that is not needed, which is what keeps it fast with very many of them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, String, and_, case, exists, func, literal, select, tuple_
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from bot.store.clock import midnight
from bot.store.conversations import PERSON, WAITING
from bot.store.database import Database
from bot.store.filter import FAILED, HANDED_OVER, KEPT, NOBODY, UNHELPED, URGENT, Filter
from bot.store.queue import DROPPED, because
from bot.store.reach import EVERYWHERE, within
from bot.store.schema import conversation, handover, message, rating, turn
from bot.store.staff_schema import account, queued, review, tag, word
from bot.store.turns import FAILED as TURN_FAILED

PAGE = 50
MOST_COUNTED = 1000
RARE = 4000  # conversations that it is quicker to look through one by one
LIVE = (WAITING, PERSON)
UNSATISFIED = ("nej", "delvist")


@dataclass(frozen=True)
class Hit:
    """A conversation in a list. `opening`: the citizen's first words. `reason`, `queue`: why and whether it waits to be read."""

    id: str
    started_at: datetime
    channel: str
    municipality: str | None
    state: str
    opening: str
    route: str | None
    body: str | None
    case_type: str | None
    area: str | None
    confidence: float | None
    urgent: str | None
    kept: bool
    handed_over: bool
    failed: bool
    helped: str | None
    reason: str | None
    queue: str | None
    reviews: int
    assigned: str | None

    @property
    def place(self) -> str:
        """Where the page after it begins."""
        return f"{self.started_at.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Found:
    """A page. `total` is never more than MOST_COUNTED + 1; `following` is blank on the last page."""

    hits: Sequence[Hit]
    total: int
    following: str

    @property
    def more_than_counted(self) -> bool:
        return self.total > MOST_COUNTED


class Search:
    """`municipalities`: those that may be seen, `*` for all. Every method may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, wanted: Filter, *, municipalities: Collection[str], limit: int = PAGE, after: str = "") -> Found:
        """`after`: the `following` of the page before."""
        place = _place(after)
        with self._database.read() as connection:
            conditions = _conditions(connection, wanted, municipalities)
            some = select(conversation.c.id).where(*conditions).limit(MOST_COUNTED + 1).subquery()
            total = connection.execute(select(func.count()).select_from(some)).scalar_one()
            beyond = [_position < place] if place is not None else []
            page = select(conversation.c.id).where(*conditions, *beyond).order_by(*_NEWEST_FIRST).limit(limit + 1)
            ids = list(connection.execute(page).scalars())
            hits = _hits(connection, ids[:limit])
        return Found(hits, total, hits[-1].place if len(ids) > limit and hits else "")

    def beside(self, conversation_id: str, wanted: Filter, *, municipalities: Collection[str]) -> tuple[str | None, str | None]:
        """The conversations before and after one in the list of a filter; None at an end."""
        row = conversation.c
        with self._database.read() as connection:
            here = connection.execute(select(row.started_at, row.id).where(row.id == conversation_id)).first()
            if here is None:
                return None, None
            place = _tuple(here.started_at, here.id)
            listed = select(row.id).where(*_conditions(connection, wanted, municipalities)).limit(1)
            newer = connection.execute(listed.where(_position > place).order_by(row.started_at, row.id)).scalar()
            older = connection.execute(listed.where(_position < place).order_by(*_NEWEST_FIRST)).scalar()
        return newer, older

    def hits(self, ids: Sequence[str], *, municipalities: Collection[str]) -> list[Hit]:
        """Those of `ids` that are there and may be seen, in the same order."""
        with self._database.read() as connection:
            hits = {hit.id: hit for hit in _hits(connection, ids)}
        seen = [hits[key] for key in ids if key in hits]
        return [hit for hit in seen if EVERYWHERE in municipalities or hit.municipality in municipalities]

    def live(self, *, municipalities: Collection[str]) -> int:
        """How many wait for a person, or have one."""
        mine = select(func.count()).select_from(conversation).where(conversation.c.state.in_(LIVE), *_seen(municipalities))
        with self._database.read() as connection:
            return int(connection.execute(mine).scalar_one())

    def words_said(self, *, municipalities: Collection[str], latest: int) -> dict[str, str]:
        """What citizens wrote in the latest conversations, together, by conversation."""
        row, said = conversation.c, message.c
        newest = select(row.id).where(*_seen(municipalities)).order_by(*_NEWEST_FIRST).limit(latest).subquery()
        texts: dict[str, list[str]] = {}
        with self._database.read() as connection:
            lines = select(said.conversation, said.text).join(newest, newest.c.id == said.conversation)
            for key, text in connection.execute(lines.where(said.author == "citizen").order_by(said.conversation, said.seq)):
                texts.setdefault(key, []).append(text)
        return {key: "\n".join(lines) for key, lines in texts.items()}


_NEWEST_FIRST = (conversation.c.started_at.desc(), conversation.c.id.desc())
_position = tuple_(conversation.c.started_at, conversation.c.id)


def _tuple(at: datetime, key: str) -> Any:
    return tuple_(literal(at, DateTime), literal(key, String))


def _place(after: str) -> Any:
    at, _, key = after.partition("_")
    try:
        return _tuple(datetime.fromisoformat(at), key)
    except ValueError:
        return None


def _seen(municipalities: Collection[str]) -> list[ColumnElement]:
    return within(conversation.c.municipality, municipalities)


def _conditions(connection: Connection, wanted: Filter, municipalities: Collection[str]) -> list[ColumnElement]:
    return [*_seen(municipalities), *_plain(wanted), *_flags(wanted), *_review(wanted), *_words(connection, wanted)]


def _plain(wanted: Filter) -> list[ColumnElement]:
    """What stands in the conversation's own row."""
    row = conversation.c
    same = {
        row.channel: wanted.channel,
        row.municipality: wanted.municipality,
        row.route: wanted.route,
        row.case_type: wanted.case_type,
        row.area: wanted.area,
    }
    found = [column == value for column, value in same.items() if value is not None]
    if wanted.since:
        found.append(row.started_at >= midnight(wanted.since))
    if wanted.until:
        found.append(row.started_at < midnight(wanted.until + timedelta(days=1)))
    if wanted.below is not None:
        found.append(row.confidence < wanted.below / 100)
    if wanted.above is not None:
        found.append(row.confidence > wanted.above / 100)
    if wanted.state:
        found.append(row.state.in_(LIVE) if wanted.state == "live" else row.state == wanted.state)
    return found


def _flags(wanted: Filter) -> list[ColumnElement]:
    key = conversation.c.id
    conditions = {
        URGENT: conversation.c.urgent.is_not(None),
        KEPT: conversation.c.kept.is_(True),
        HANDED_OVER: key.in_(select(handover.c.conversation).where(handover.c.conversation.is_not(None))),
        UNHELPED: key.in_(select(rating.c.conversation).where(rating.c.helped.in_(UNSATISFIED))),
        FAILED: key.in_(select(turn.c.conversation).where(turn.c.state == TURN_FAILED)),
    }
    return [conditions[flag] for flag in wanted.flags]


def _review(wanted: Filter) -> list[ColumnElement]:
    """What the staff has said of it, or is to say."""
    key = conversation.c.id
    found: list[ColumnElement] = []
    if wanted.reason:
        found.append(key.in_(select(queued.c.conversation).where(queued.c.state != DROPPED, because(wanted.reason))))
    if wanted.reviewed is not None:
        reviewed = exists().where(review.c.conversation == key)
        found.append(reviewed if wanted.reviewed else ~reviewed)
    if wanted.tag:
        found.append(key.in_(select(tag.c.conversation).where(tag.c.tag == wanted.tag)))
    if wanted.assigned is not None:
        whose = queued.c.assigned.is_(None) if wanted.assigned == NOBODY else queued.c.assigned == wanted.assigned
        found.append(key.in_(select(queued.c.conversation).where(queued.c.state != DROPPED, whose)))
    return found


def _words(connection: Connection, wanted: Filter) -> list[ColumnElement]:
    """Every word begins some word of the conversation. The rarest leads, if it is rare."""
    conversations = {term: _how_many(connection, term) for term in wanted.terms}
    found: list[ColumnElement] = []
    for term in sorted(conversations, key=lambda term: conversations[term]):
        if not found and conversations[term] <= RARE:
            found.append(conversation.c.id.in_(select(word.c.conversation).where(_begins(term))))
        else:
            found.append(exists().where(word.c.conversation == conversation.c.id, _begins(term)))
    return found


def _how_many(connection: Connection, term: str) -> int:
    some = select(literal(1)).where(_begins(term)).select_from(word).limit(RARE + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _begins(term: str) -> ColumnElement:
    return and_(word.c.word >= term, word.c.word < term[:-1] + chr(ord(term[-1]) + 1))


def _hits(connection: Connection, ids: Sequence[str]) -> list[Hit]:
    rows = connection.execute(_HIT.where(conversation.c.id.in_(ids)).order_by(*_NEWEST_FIRST)) if ids else []
    return [_hit(row) for row in rows]


_HIT = select(
    *(conversation.c[name] for name in ("id", "started_at", "channel", "municipality", "state", "route", "body")),
    *(conversation.c[name] for name in ("case_type", "area", "confidence", "urgent", "kept")),
    select(message.c.text)
    .where(message.c.conversation == conversation.c.id, message.c.author == "citizen")
    .order_by(message.c.seq)
    .limit(1)
    .scalar_subquery()
    .label("opening"),
    exists().where(handover.c.conversation == conversation.c.id).label("handed_over"),
    # Counted among the conversation's own turns: SQLite would else begin with all that ever failed.
    select(func.count(case((turn.c.state == TURN_FAILED, 1))))
    .where(turn.c.conversation == conversation.c.id)
    .scalar_subquery()
    .label("failed"),
    select(rating.c.helped).where(rating.c.conversation == conversation.c.id).scalar_subquery().label("helped"),
    queued.c.reason,
    queued.c.state.label("queue"),
    account.c.name.label("assigned"),
    select(func.count()).where(review.c.conversation == conversation.c.id).scalar_subquery().label("reviews"),
).select_from(
    conversation.outerjoin(queued, and_(queued.c.conversation == conversation.c.id, queued.c.state != DROPPED)).outerjoin(
        account, account.c.id == queued.c.assigned
    )
)


def _hit(row: Row) -> Hit:
    values = {**row._mapping, "opening": row.opening or "", "handed_over": bool(row.handed_over), "failed": bool(row.failed)}
    return Hit(**values)
