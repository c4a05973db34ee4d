"""What is set for each municipality: its office, its channels, how long anything is kept; and the switches for an emergency."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.knowledge import DEFAULT
from bot.knowledge.overlay import Changes, value_at
from bot.knowledge.yaml import Section
from bot.portal import proposing, spots, written
from bot.portal.changes import KINDS, STATES, edit_address, names_of, today
from bot.portal.guard import Visitor, guarded, lists
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.proposing import LONGEST_WHY, ProposalError
from bot.portal.spots import Form, Spot
from bot.store import Change, Proposal
from bot.store.changes import APPROVED, PROPOSED


def routes() -> list[Route]:
    return [
        Route("/kommuner", guarded("administrator", _list), methods=["GET"]),
        Route("/kommuner/{key}", guarded("administrator", _show), methods=["GET"]),
        Route("/kommuner/{key}/nu", guarded("administrator", _switch), methods=["POST"]),
    ]


async def _list(request: Request, office: Office, visitor: Visitor) -> Response:
    standing = await run_in_threadpool(office.newsroom.standing, today(office))
    keys = [key for key in _keys() if visitor.sees(key)]
    sections = {key: await run_in_threadpool(_section, f"channels/{key}.yml", standing) for key in keys}
    rows = [(key, _values(sections[key], spots.switches(key))) for key in sorted(keys, key=office.labels.of)]
    return page(request, "municipalities.html", visitor, rows=rows)


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    return await _page(request, office, visitor, _key(request, visitor))


async def _switch(request: Request, office: Office, visitor: Visitor) -> Response:
    """One administrator's word, at once. It is tried first all the same: a door that cannot open helps nobody."""
    key, form = _key(request, visitor), await lists(request)
    try:
        wanted = await run_in_threadpool(_wanted, office, key, form)
        await run_in_threadpool(proposing.tried, office, *wanted)
    except ProposalError as problem:
        return await _page(request, office, visitor, key, form=form, problem=str(problem))
    for proposal in wanted:
        await run_in_threadpool(partial(office.changes.at_once, proposal, by=visitor.username))
        detail = {"sted": list(proposal.place), "efter": proposal.after if proposal.place != ("tavs_tekst",) else None}
        await run_in_threadpool(office.audit.write, visitor.username, "noedaendring", proposal.file, key, detail)
    return RedirectResponse(f"/kommuner/{key}", status_code=303)


def _wanted(office: Office, key: str, form: Form) -> list[Proposal]:
    """The switches that are to stand otherwise. The words come before the silence that says them."""
    why = "".join(form.get("hvorfor", ())[-1:]).strip()[:LONGEST_WHY]
    if not why:
        raise ProposalError("Skriv kort, hvorfor.")
    standing = _section(f"channels/{key}.yml", office.newsroom.standing(today(office)))
    if standing is None:
        raise HTTPException(404)
    wanted = []
    for spot in spots.switches(key):
        before, after = value_at(standing, spot.place), spots.value_of(spot, {"vaerdi": form.get(spot.place[-1], ())})
        if not spots.same(before, after):
            wanted.append(Proposal(spot.file, spot.place, before, after, why, today(office), key))
    if not wanted:
        raise ProposalError("Der er ikke ændret noget.")
    return wanted


async def _page(
    request: Request, office: Office, visitor: Visitor, key: str, *, form: Form | None = None, problem: str = ""
) -> Response:
    found = await run_in_threadpool(_found, office, key)
    return page(
        request,
        "municipality.html",
        visitor,
        422 if problem else 200,
        key=key,
        names=await run_in_threadpool(names_of, office, found["history"]),
        given=form,
        problem_text=problem,
        lines=spots.lines_of,
        shown=spots.shown,
        address=edit_address,
        states=STATES,
        kinds=KINDS,
        pending={change.proposal.place: change for change in found["history"] if change.state == PROPOSED},
        coming=[one for one in found["history"] if one.state == APPROVED and one.proposal.effective > today(office)],
        **found,
    )


def _found(office: Office, key: str) -> dict[str, Any]:
    """What is in force, where it comes from, and how it came to be so."""
    standing = office.newsroom.standing(today(office))
    knowledge = _section(f"knowledge/municipalities/{key}.yml", standing)
    channels = _section(f"channels/{key}.yml", standing)
    history = [
        change for file in ("knowledge/municipalities", "channels") for change in office.changes.find(file=f"{file}/{key}.yml")
    ]
    history.sort(key=lambda change: change.id, reverse=True)
    return {
        "office": _values(knowledge, spots.office(key)),
        "sources": value_at(knowledge, ("ordning", "kilder")) if knowledge else [],
        "titles": {key: source.title for key, source in office.base.sources.items()},
        "channels": _values(channels, spots.channels(key)),
        "switches": _values(channels, spots.switches(key)),
        "changed": _changed(history, office),
        "history": history,
    }


def _changed(history: Sequence[Change], office: Office) -> dict[tuple[str, tuple[str, ...]], Change]:
    """The change that has the last word on each value; without one the file has it."""
    agreed = [one for one in history if one.state == APPROVED and one.proposal.effective <= today(office)]
    agreed.sort(key=lambda one: (one.proposal.effective, one.decided_at or one.proposed_at, one.id))
    return {(one.proposal.file, one.proposal.place): one for one in agreed}


def _values(section: Section | None, wanted: Sequence[Spot]) -> list[tuple[Spot, Any]]:
    return [(spot, value_at(section, spot.place)) for spot in wanted] if section else []


def _section(file: str, standing: Changes) -> Section | None:
    """None where the municipality has no such file."""
    return written.section(file, standing) if file in written.files() else None


def _keys() -> list[str]:
    """The municipalities that have a file of their own."""
    names = (file.rpartition("/")[2].removesuffix(".yml") for file in written.files() if not file.startswith("texts/"))
    return sorted(set(names) - {DEFAULT})


def _key(request: Request, visitor: Visitor) -> str:
    key: str = request.path_params["key"]
    if key not in _keys() or not visitor.sees(key):
        raise HTTPException(404)
    return key
