"""How the knowledge keeps: what has not been checked for long, which rows decide nothing, where the bot does not reach."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.knowledge import DEFAULT, KnowledgeBase
from bot.knowledge.freshness import OLD, TOO_OLD, AgedFact, facts
from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.scope import Scope
from bot.report.danish import capital
from bot.review import gaps
from bot.store.clock import danish
from bot.triage import Row

SPANS = {"Under 3 måneder": timedelta(days=90), "3-6 måneder": OLD, "6-12 måneder": TOO_OLD}
OLDER = "Over 1 år"
LOOKED_BACK = timedelta(days=90)  # over conversations
MOST_WORDS, MOST_FACTS = 60, 40
EDITOR = "Redaktøren"
KINDS = {
    "areas": "Område",
    "bodies": "Sted",
    "advisers": "Rådgiver",
    "rules": "Regel",
    "ambiguous_words": "Ord med flere betydninger",
    "terms": "Ord, der forklares",
    "signals": "Tegn på fare",
    "municipalities": "Kommune",
    "sources": "Kilde",
}


@dataclass(frozen=True)
class Checked:
    """A fact, when it was last held against its source, and who is to do it again."""

    kind: str
    name: str
    on: date
    days: int
    who: str


@dataclass(frozen=True)
class TableUse:
    """A municipality's decision table: how often each row has decided, and of how many conversations in all."""

    municipality: str
    rows: tuple[tuple[Row, int], ...]
    conversations: int

    @property
    def never(self) -> list[Row]:
        return [row for row, times in self.rows if not times]


def routes() -> list[Route]:
    return [Route("/viden", guarded("laeser", _show), methods=["GET"])]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    scope, now = Scope.of(request, office, visitor), office.clock()
    today, since = danish(now).date(), now - LOOKED_BACK
    return page(
        request,
        "knowledge_health.html",
        visitor,
        scope=scope,
        ages=ages(office.base, today=today),
        old=old(office, today=today),
        most=MOST_FACTS,
        tables=await run_in_threadpool(_tables, office, scope, today),
        questions=gaps.questions(await run_in_threadpool(office.latest.understood, since, scope.among)),
        words=await run_in_threadpool(_unknown, office, scope, since),
    )


def ages(base: KnowledgeBase, *, today: date) -> list[tuple[str, int]]:
    """How many facts were last checked when."""
    counts = Counter(
        next((name for name, limit in SPANS.items() if not fact.older_than(limit, today=today)), OLDER) for fact in facts(base)
    )
    return [(name, counts[name]) for name in (*SPANS, OLDER)]


def old(office: Office, *, today: date) -> list[Checked]:
    """Not checked for half a year, the oldest first."""
    found = (fact for fact in facts(office.base) if fact.older_than(OLD, today=today))
    return sorted((_checked(fact, office, today) for fact in found), key=lambda one: (one.on, one.kind, one.name))


def _checked(fact: AgedFact, office: Office, today: date) -> Checked:
    kind, _, key = fact.where.partition("/")
    days = (today - fact.checked_on).days
    return Checked(KINDS[kind], _name(kind, key, office), fact.checked_on, days, _who(kind, key, office.base))


def _name(kind: str, key: str, office: Office) -> str:
    thing = getattr(office.base, kind)[key]
    return capital(getattr(thing, "name", "") or getattr(thing, "title", "") or office.labels.of(key))


def _who(kind: str, key: str, base: KnowledgeBase) -> str:
    """A municipality's own office for what is said of itself; the editor for the rest."""
    offices = {one.office.key: one.office.name for name, one in base.municipalities.items() if name != DEFAULT}
    if kind == "municipalities" and key != DEFAULT:
        return base.municipalities[key].office.name
    return offices.get(key, EDITOR) if kind == "bodies" else EDITOR


def _tables(office: Office, scope: Scope, today: date) -> list[TableUse]:
    """Over the last twelve months and this one."""
    used = office.tallies.rows_used(f"{today.year - 1}-{today.month:02}")
    tables = []
    for key in (scope.chosen,) if scope.chosen else scope.choices:
        rows = tuple((row, used.get((key, row.id), 0)) for row in office.base.municipality(key).table.rows)
        tables.append(TableUse(key, rows, sum(times for (place, _), times in used.items() if place == key)))
    return tables


def _unknown(office: Office, scope: Scope, since: datetime) -> list[tuple[gaps.Word, str | None]]:
    vocabulary = office.vocabulary
    found = gaps.unknown_words(office.latest.written(since, scope.among), vocabulary.knows, vocabulary.words)
    return [(word, vocabulary.reads_as(word.word)) for word in found[:MOST_WORDS]]
