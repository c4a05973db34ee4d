"""How the bot is doing, in words: what answers, what waits, what is old."""

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.templates import when
from bot.portal.waited import waited
from bot.store.health import Pile, Shelf
from bot.triage.deadline import duration

UNKNOWN = timedelta(days=7)  # how long conversations are kept whose municipality never came up
SLACK = timedelta(hours=2)  # the purge comes by every hour
PACKAGES = ("rasa", "starlette", "SQLAlchemy")
LETTERS = {"mail": "Mail til kontorer", "sms": "Sms", "messenger": "Messenger", "deliver": "Svar på vej til borgere"}
GOOD, WARN, BAD = ("good", "warn", "bad")


@dataclass(frozen=True)
class Finding:
    """One thing, how it is, and what to do where it is not well."""

    what: str
    kind: str
    state: str
    detail: str = ""


def routes() -> list[Route]:
    return [Route("/drift", guarded("administrator", _show), methods=["GET"])]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    settings = office.settings
    alive, ready = await office.ask(f"{settings.door}/healthz"), await office.ask(f"{settings.door}/readyz")
    rasa = await office.ask(f"{settings.url}/webhooks/rest/")
    stored = await run_in_threadpool(lambda: list(_stored(office)))
    return page(
        request,
        "health.html",
        visitor,
        parts=[*_answering(alive, ready, rasa), *stored],
        shelves=await run_in_threadpool(lambda: [_shelf(office, one) for one in office.health.shelves() if _seen(visitor, one)]),
        versions=await run_in_threadpool(lambda: list(_versions(office))),
    )


def _answering(
    alive: Mapping[str, Any] | None, ready: Mapping[str, Any] | None, rasa: Mapping[str, Any] | None
) -> Iterator[Finding]:
    if alive is None:
        yield Finding("Døren til borgerne", BAD, "Svarer ikke", "Borgerne kan ikke skrive. Start botten igen, og se i doer.log.")
    elif ready and ready.get("database") and ready.get("engine"):
        yield Finding("Døren til borgerne", GOOD, "Svarer")
    else:
        missing = "databasen" if ready and not ready.get("database") else "sprogmodellen"
        yield Finding("Døren til borgerne", WARN, "Svarer, men mangler noget", f"Døren kan ikke få fat i {missing}.")
    yield (
        Finding("Sprogmodellen (Rasa)", GOOD, "Svarer")
        if rasa is not None
        else Finding("Sprogmodellen (Rasa)", BAD, "Svarer ikke", "Beskeder bliver gemt, men ikke besvaret. Se i rasa.log.")
    )


def _stored(office: Office) -> Iterator[Finding]:
    yield Finding("Databasen", GOOD, "Svarer", office.health.revision())
    piles = office.health.outbox()
    if not piles:
        yield Finding("Udbakken", GOOD, "Alt er sendt")
    for pile in piles:
        yield _pile(pile, office.clock())
    left = office.health.left_over()
    yield Finding(
        "Ubesvarede beskeder",
        BAD if left else GOOD,
        _counted(left, "besked venter på et svar", "beskeder venter på et svar") if left else "Ingen",
        "De bliver taget op igen, når sprogmodellen svarer." if left else "",
    )
    failed = office.health.unanswered()
    if failed:
        text = _counted(failed, "besked fik", "beskeder fik")
        yield Finding("Sidste døgn", WARN, f"{text} kun at vide, at noget var nede")
    to_forget = office.health.to_forget()
    if to_forget:
        text = _counted(to_forget, "slettet samtale", "slettede samtaler")
        yield Finding("Sletning i sprogmodellen", WARN, f"{text} skal stadig glemmes", "Det sker, når sprogmodellen svarer.")


def _pile(pile: Pile, at: datetime) -> Finding:
    name = LETTERS.get(pile.kind, pile.kind)
    if pile.failed:
        return Finding(name, BAD, f"{pile.count} er opgivet", "Borgeren har fået det at vide." if pile.kind == "mail" else "")
    late = pile.oldest < at - timedelta(minutes=5)
    detail = f"Den ældste skulle være sendt {when(pile.oldest)}." if late else ""
    return Finding(name, WARN if late else GOOD, f"{pile.count} venter på at blive sendt", detail)


def _shelf(office: Office, shelf: Shelf) -> Mapping[str, Any]:
    """When the oldest conversation goes, and whether it should have gone."""
    chosen = office.channels.get(shelf.municipality or "")
    goes = shelf.oldest + (duration(chosen.retention.of(shelf.channel)) if chosen else UNKNOWN) if shelf.oldest else None
    return {"shelf": shelf, "goes": goes, "late": goes is not None and goes < office.clock() - SLACK}


def _seen(visitor: Visitor, shelf: Shelf) -> bool:
    return visitor.sees(shelf.municipality)


def _versions(office: Office) -> Iterator[tuple[str, str]]:
    made = _model_made(office)
    yield "Sprogmodellen er trænet", f"{when(made)} (for {waited(made, office.clock())} siden)" if made else "Ikke fundet"
    yield "Viden senest set efter", max(source.checked_on for source in office.base.sources.values()).strftime("%d.%m.%Y")
    yield "Python", platform.python_version()
    for package in PACKAGES:
        yield package, _version(package)


def _model_made(office: Office) -> datetime | None:
    models = [file.stat().st_mtime for file in office.settings.models.glob("*.tar.gz")]
    return datetime.fromtimestamp(max(models), timezone.utc).replace(tzinfo=None) if models else None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "Ikke installeret"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
