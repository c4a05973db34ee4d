"""The front page: what waits, and the way there."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page


@dataclass(frozen=True)
class Kind:
    """Something that can wait: who it is for, what one, many and none of it are called, where it is, and how to count it."""

    role: str
    one: str
    many: str
    none: str
    path: str
    count: Callable[[Office, Visitor], int]
    weighty: bool = False


@dataclass(frozen=True)
class Waits:
    """So many of a kind."""

    kind: Kind
    count: int

    @property
    def words(self) -> str:
        return self.kind.none if not self.count else self.kind.one if self.count == 1 else self.kind.many


KINDS = (
    Kind(
        "bedoemmer",
        "besked til et menneske er ikke nået frem",
        "beskeder til et menneske er ikke nået frem",
        "Ingen beskeder til et menneske er gået tabt",
        "/indbakke?tilstand=fejlet",
        lambda office, visitor: office.waiting.failed_handovers(visitor.municipalities),
        weighty=True,
    ),
    Kind(
        "bedoemmer",
        "besked venter på et svar",
        "beskeder venter på et svar",
        "Ingen beskeder venter på et svar",
        "/indbakke?tilstand=venter",
        lambda office, visitor: office.waiting.handovers(visitor.municipalities),
    ),
    Kind(
        "bedoemmer",
        "samtale bør læses",
        "samtaler bør læses",
        "Køen er tom",
        "/koe",
        lambda office, visitor: office.waiting.queued(visitor.municipalities, "open"),
    ),
    Kind(
        "redaktoer",
        "samtale er bedømt forskelligt",
        "samtaler er bedømt forskelligt",
        "Ingen samtaler er bedømt forskelligt",
        "/uenighed",
        lambda office, visitor: office.waiting.queued(visitor.municipalities, "disagreed"),
    ),
    Kind(
        "redaktoer",
        "eksempel at lære af venter på godkendelse",
        "eksempler at lære af venter på godkendelse",
        "Ingen eksempler venter på godkendelse",
        "/laering",
        lambda office, visitor: office.waiting.corrections(visitor.municipalities),
    ),
    Kind(
        "redaktoer",
        "ændring venter på godkendelse",
        "ændringer venter på godkendelse",
        "Ingen ændringer venter på godkendelse",
        "/aendringer",
        lambda office, visitor: office.waiting.changes(visitor.municipalities),
    ),
)


def routes() -> list[Route]:
    return [Route("/", guarded("laeser", _show), methods=["GET"])]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    found = await run_in_threadpool(_counted, office, visitor)
    waiting, quiet = [one for one in found if one.count], [one for one in found if not one.count]
    return page(request, "home.html", visitor, waiting=waiting, quiet=quiet)


def _counted(office: Office, visitor: Visitor) -> list[Waits]:
    return [Waits(kind, kind.count(office, visitor)) for kind in KINDS if visitor.may(kind.role)]
