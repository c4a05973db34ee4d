"""What those who read a conversation think of it: each for themselves, then together.

Nobody sees another's judgement before their own is saved, or a double judging would be one and a half.
Where two differ on what matters, a third word settles it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import and_, case, func, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.review.estimate import Judged
from bot.store import schema
from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.queue import DISAGREED, DONE, DROPPED, OPEN
from bot.store.reach import within
from bot.store.staff_schema import account, queued, review

ASKED = ("route_right", "route", "case_type", "urgent")  # what two are compared on
MUST_AGREE = (*ASKED, "body")


class NotOverError(Exception):
    """The conversation has not been looked at yet: it may still go on."""


class LockedError(Exception):
    """The other has judged it: what one thought oneself stands."""


class SettledError(Exception):
    """All who were to judge it have done so."""


@dataclass(frozen=True)
class Judgement:
    """`route`, `body`, `case_type` and `area` as they should have been; None where that cannot be said.

    `facts`: those that were wrong, and what they should have been. `needless`: asked for without need.
    """

    route_right: str
    route: str | None
    body: str | None
    case_type: str | None
    area: str | None
    tone: str
    urgent: str
    facts: Mapping[str, str] = field(default_factory=dict)
    needless: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Review:
    """A judgement, whose it is, and whether it is the one that settles."""

    account: int | None
    name: str
    final: bool
    at: datetime
    judgement: Judgement


@dataclass(frozen=True)
class Standing:
    """Where the judging of a conversation stands, as one person may see it. `state` None: it is not over yet."""

    state: str | None
    reasons: Sequence[str]
    sampled: bool
    raters: int
    judged: int
    assigned: int | None
    mine: Review | None
    others: Sequence[Review]

    @property
    def may_judge(self) -> bool:
        """Nobody else has judged it, or it wants one more."""
        if self.state in (None, DISAGREED):
            return False
        others = self.judged - (1 if self.mine else 0)
        return not others if self.mine else self.state == DROPPED or (self.state == OPEN and others < self.raters)


@dataclass(frozen=True)
class Dispute:
    """A conversation on which two differ, and on what."""

    conversation: str
    municipality: str | None
    started_at: datetime
    differs: Sequence[str]
    reviews: Sequence[Review]


class Reviews:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def save(self, conversation: str, who: int, judgement: Judgement) -> str:
        """Keep a person's own judgement; the state after it. Raises NotOverError, LockedError, SettledError."""
        with self._database.begin() as connection:
            item = _locked(connection, conversation)
            known = _reviews(connection, conversation)
            own = [one for one in known if not one.final]
            others = [one for one in own if one.account != who]
            if others and len(own) > len(others):
                raise LockedError
            if len(others) >= item.raters:
                raise SettledError
            self._keep(connection, conversation, who, judgement, final=False)
            state = _state([one.judgement for one in others] + [judgement], item.raters)
            _become(connection, conversation, state)
        return state

    def settle(self, conversation: str, who: int, judgement: Judgement) -> None:
        """The last word where two differ. Raises NotOverError, SettledError."""
        with self._database.begin() as connection:
            if _locked(connection, conversation).state != DISAGREED:
                raise SettledError
            self._keep(connection, conversation, who, judgement, final=True)
            _become(connection, conversation, DONE)

    def standing(self, conversation: str, who: int) -> Standing:
        """What `who` may see of it: others' words when one's own is said, or when all have spoken."""
        with self._database.read() as connection:
            item = connection.execute(select(queued).where(queued.c.conversation == conversation)).first()
            known = _reviews(connection, conversation)
        mine = next((one for one in known if one.account == who and not one.final), None)
        others = [one for one in known if one is not mine]
        open_to_me = mine is not None or bool(item and item.state in (DONE, DISAGREED))
        return Standing(
            state=item.state if item else None,
            reasons=tuple(item.reasons) if item else (),
            sampled=bool(item and item.sampled),
            raters=item.raters if item else 1,
            judged=sum(not one.final for one in known),
            assigned=item.assigned if item else None,
            mine=mine,
            others=others if open_to_me else (),
        )

    def disputes(self, municipalities: Collection[str]) -> list[Dispute]:
        """Oldest first."""
        row = schema.conversation.c
        wanted = select(row.id, row.municipality, row.started_at).join(queued, queued.c.conversation == row.id)
        wanted = wanted.where(queued.c.state == DISAGREED, *within(row.municipality, municipalities)).order_by(row.started_at)
        with self._database.read() as connection:
            found = connection.execute(wanted).all()
            return [_dispute(one, _reviews(connection, one.id)) for one in found]

    def pairs(self, municipalities: Collection[str], *, since: datetime, until: datetime) -> list[tuple[Judgement, Judgement]]:
        """What two said of one conversation before they spoke together; always the same of two people first."""
        row = schema.conversation.c
        wanted = _REVIEW.join(schema.conversation, row.id == review.c.conversation).where(
            review.c.final.is_(False), row.started_at >= since, row.started_at < until, *within(row.municipality, municipalities)
        )
        by_conversation: dict[str, list[Judgement]] = {}
        with self._database.read() as connection:
            for one in connection.execute(wanted.order_by(review.c.conversation, review.c.account)):
                by_conversation.setdefault(one.conversation, []).append(_review(one).judgement)
        return [(two[0], two[1]) for two in by_conversation.values() if len(two) == 2]

    def judged(self, municipalities: Collection[str], *, since: datetime, until: datetime) -> list[Judged]:
        """Every conversation that was looked at, by reason and draw, with what was settled of it."""
        row = schema.conversation.c
        settled = (
            select(
                review.c.conversation,
                func.max(case((review.c.final.is_(True), review.c.route_right))).label("last"),
                func.max(review.c.route_right).label("agreed"),
            )
            .group_by(review.c.conversation)
            .subquery()
        )
        verdict = case((queued.c.state == DONE, func.coalesce(settled.c.last, settled.c.agreed)))
        wanted = (
            select(queued.c.reason, queued.c.sampled, verdict.label("verdict"), func.count().label("number"))
            .select_from(queued.join(schema.conversation, row.id == queued.c.conversation))
            .outerjoin(settled, settled.c.conversation == queued.c.conversation)
            .where(row.started_at >= since, row.started_at < until, *within(row.municipality, municipalities))
            .group_by(queued.c.reason, queued.c.sampled, verdict)
        )
        with self._database.read() as connection:
            return [Judged(one.reason, one.sampled, one.verdict, one.number) for one in connection.execute(wanted)]

    def _keep(self, connection: Connection, conversation: str, who: int, judgement: Judgement, *, final: bool) -> None:
        values = {**asdict(judgement), "needless": list(judgement.needless), "facts": dict(judgement.facts), "at": self._clock()}
        mine = and_(review.c.conversation == conversation, review.c.account == who, review.c.final.is_(final))
        if not connection.execute(update(review).where(mine).values(values)).rowcount:
            connection.execute(insert(review).values(conversation=conversation, account=who, final=final, **values))


_REVIEW = select(review, account.c.name).select_from(review.outerjoin(account, account.c.id == review.c.account))


def _locked(connection: Connection, conversation: str) -> Row:
    """Its place in the queue, kept from others until the transaction is over."""
    found = connection.execute(select(queued).where(queued.c.conversation == conversation).with_for_update()).first()
    if found is None:
        raise NotOverError
    return found


def _become(connection: Connection, conversation: str, state: str) -> None:
    """Whoever judged it has it no more: the next may be another."""
    connection.execute(update(queued).where(queued.c.conversation == conversation).values(state=state, assigned=None))


def _state(judgements: Sequence[Judgement], raters: int) -> str:
    if len(judgements) < raters:
        return OPEN
    return DISAGREED if _differs(judgements) else DONE


def _differs(judgements: Sequence[Judgement]) -> list[str]:
    return [name for name in MUST_AGREE if len({getattr(one, name) for one in judgements}) > 1]


def _reviews(connection: Connection, conversation: str) -> list[Review]:
    found = connection.execute(_REVIEW.where(review.c.conversation == conversation).order_by(review.c.id))
    return [_review(row) for row in found]


def _dispute(row: Row, reviews: Sequence[Review]) -> Dispute:
    own = [one for one in reviews if not one.final]
    return Dispute(row.id, row.municipality, row.started_at, _differs([one.judgement for one in own]), own)


def _review(row: Row) -> Review:
    judgement = Judgement(
        route_right=row.route_right,
        route=row.route,
        body=row.body,
        case_type=row.case_type,
        area=row.area,
        tone=row.tone,
        urgent=row.urgent,
        facts=row.facts,
        needless=tuple(row.needless),
        note=row.note,
    )
    return Review(row.account, row.name or "", row.final, row.at, judgement)
