"""The list of conversations: what one looks for, what is found, and the views one has saved."""

from collections.abc import Collection, Mapping
from dataclasses import fields as fields_of
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.knowledge import DEFAULT
from bot.knowledge.channels import CHANNELS
from bot.portal.guard import Visitor, fields, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.review.reasons import REASONS
from bot.store.conversations import STATES
from bot.store.filter import FLAGS, NOBODY, Filter
from bot.store.reach import EVERYWHERE
from bot.store.saved_views import LONGEST_NAME
from bot.triage.facts import FACTS, VED_IKKE
from bot.triage.table import ROUTES

LIST = "/samtaler"
BASIC = ("text", "since", "until", "municipality", "route")  # the others are a click away
FLAG_NAMES = {
    "fare": "Fare",
    "menneske": "Givet videre",
    "ikke_hjulpet": "Hjalp ikke eller kun delvist",
    "gemt": "Undtaget fra sletning",
    "fejl": "Fejl undervejs",
}
FIELD_NAMES = {
    "ord": "ord",
    "fra": "fra dato",
    "til": "til dato",
    "kanal": "kanal",
    "kommune": "kommune",
    "vej": "vej",
    "sagstype": "sagstype",
    "omraade": "område",
    "under": "sikkerhed under",
    "over": "sikkerhed over",
    "flag": "kendetegn",
    "grund": "grund til at læse",
    "bedoemt": "bedømt",
    "maerke": "mærke",
    "tildelt": "hvem har den",
    "tilstand": "tilstand",
}


def routes() -> list[Route]:
    return [
        Route(LIST, guarded("laeser", _show), methods=["GET"]),
        Route(f"{LIST}/visninger", guarded("laeser", _save), methods=["POST"]),
        Route(f"{LIST}/visninger/{{view:int}}/slet", guarded("laeser", _delete), methods=["POST"]),
    ]


def wanted(request: Request, office: Office, visitor: Visitor) -> tuple[Filter, list[str]]:
    """What the address asks for, and the names in it that say something nobody knows."""
    return Filter.parse(request.query_params.multi_items(), _known(office, visitor))


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    chosen, strangers = wanted(request, office, visitor)
    asked = request.query_params
    search, seen = office.search, visitor.municipalities
    found = await run_in_threadpool(lambda: search.find(chosen, municipalities=seen, after=asked.get("efter", "")))
    live = await run_in_threadpool(search.live, municipalities=seen)
    await run_in_threadpool(lambda: office.audit.write(visitor.username, "soegt", "samtaler", None, _searched(chosen)))
    return page(
        request,
        "conversations.html",
        visitor,
        found=found,
        chosen=chosen,
        paged="efter" in asked,
        live=live,
        strangers=[FIELD_NAMES[name] for name in strangers],
        views=await run_in_threadpool(office.saved_views.of, visitor.id),
        more=any(getattr(chosen, one.name) != one.default for one in fields_of(Filter) if one.name not in BASIC),
        flags=FLAG_NAMES,
        longest_name=LONGEST_NAME,
        **await run_in_threadpool(_choices, office, visitor),
    )


def _searched(chosen: Filter) -> Mapping[str, list[str]]:
    """Which fields were used, not what was written in them: a word searched for may be a person's name."""
    return {"felter": list(dict.fromkeys(name for name, _ in parse_qsl(chosen.query)))}


def _known(office: Office, visitor: Visitor) -> dict[str, Collection[str]]:
    return {
        "kanal": CHANNELS,
        "kommune": _municipalities(office, visitor),
        "vej": ROUTES,
        "sagstype": _case_types(),
        "omraade": office.base.areas,
        "flag": FLAGS,
        "grund": REASONS,
        "tilstand": ("live", *STATES),
    }


def _choices(office: Office, visitor: Visitor) -> dict[str, Any]:
    """What the form offers."""
    return {
        "municipalities": _municipalities(office, visitor),
        "channels": CHANNELS,
        "ways": ROUTES,
        "case_types": _case_types(),
        "areas": sorted(office.base.areas, key=lambda key: office.labels.of(key, "omraade")),
        "reasons": REASONS,
        "states": STATES,
        "tags": office.remarks.known(visitor.municipalities),
        "staff": {NOBODY: "Ingen", **{account.id: account.name for account in office.accounts.all() if account.active}},
    }


def _case_types() -> tuple[str, ...]:
    return tuple(answer for answer in FACTS["emne"] if answer != VED_IKKE)


def _municipalities(office: Office, visitor: Visitor) -> list[str]:
    """Those with something of their own here, and those the visitor has been given."""
    keys = {*office.channels, *office.base.municipalities, *visitor.municipalities} - {DEFAULT, EVERYWHERE}
    return sorted((key for key in keys if visitor.sees(key)), key=lambda key: office.labels.of(key, "kommune"))


async def _save(request: Request, office: Office, visitor: Visitor) -> Response:
    given = await fields(request)
    chosen, _ = Filter.parse(parse_qsl(given.get("visning", "")), _known(office, visitor))
    name = given.get("navn", "").strip()
    if name and chosen.query:
        await run_in_threadpool(lambda: office.saved_views.save(visitor.id, name=name, query=chosen.query))
    return RedirectResponse(f"{LIST}?{chosen.query}", status_code=303)


async def _delete(request: Request, office: Office, visitor: Visitor) -> Response:
    await run_in_threadpool(office.saved_views.delete, visitor.id, request.path_params["view"])
    return RedirectResponse(LIST, status_code=303)
