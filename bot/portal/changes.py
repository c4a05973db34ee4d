"""Changes to what is set and what is said: proposed by one, with its impact; agreed on by another; in force from a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.knowledge import KnowledgeError
from bot.portal import impact, proposing, spots, written
from bot.portal.guard import Visitor, guarded, lists
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.proposing import Draft, ProposalError
from bot.portal.spots import Spot
from bot.store import Change, Proposal
from bot.store.changes import APPROVED, PROPOSED
from bot.store.clock import danish

STATES = {"proposed": "Venter på godkendelse", "approved": "Godkendt", "rejected": "Afvist", "withdrawn": "Trukket tilbage"}
KINDS = {"proposed": "info", "approved": "good", "rejected": "bad", "withdrawn": "plain"}
NOT_RESENT = ("csrf", "trin")


def routes() -> list[Route]:
    return [
        Route("/aendringer", guarded("redaktoer", _list), methods=["GET"]),
        Route("/aendringer/fil", guarded("redaktoer", _file), methods=["GET"]),
        Route("/aendringer/ret", guarded("redaktoer", _form), methods=["GET"]),
        Route("/aendringer/ret", guarded("redaktoer", _propose), methods=["POST"]),
        Route("/aendringer/{id:int}", guarded("redaktoer", _show), methods=["GET"]),
        Route("/aendringer/{id:int}/godkend", guarded("redaktoer", _approve), methods=["POST"]),
        Route("/aendringer/{id:int}/afvis", guarded("redaktoer", _reject), methods=["POST"]),
        Route("/aendringer/{id:int}/traek", guarded("redaktoer", _withdraw), methods=["POST"]),
    ]


def today(office: Office) -> date:
    return danish(office.clock()).date()


def edit_address(spot: Spot) -> str:
    return "/aendringer/ret?" + urlencode([("fil", spot.file), *(("sted", step) for step in spot.place)])


async def _list(request: Request, office: Office, visitor: Visitor) -> Response:
    found = await run_in_threadpool(partial(office.changes.find, limit=500))
    seen = [change for change in found if visitor.sees(change.proposal.municipality)]
    return page(
        request,
        "changes.html",
        visitor,
        waiting=[change for change in seen if change.state == PROPOSED],
        coming=[change for change in seen if change.state == APPROVED and change.proposal.effective > today(office)],
        past=[change for change in seen if change.state != PROPOSED and change.proposal.effective <= today(office)],
        files={
            file: _title(office, file) for file in written.files() if not file.startswith("channels/") and _may_see(visitor, file)
        },
        names=await run_in_threadpool(names_of, office, seen),
        states=STATES,
        kinds=KINDS,
    )


async def _file(request: Request, office: Office, visitor: Visitor) -> Response:
    """Every value of one file, each with the way to change it."""
    file = request.query_params.get("fil", "")
    if file.startswith("channels/") or not _may_see(visitor, file):
        raise HTTPException(404)
    standing = await run_in_threadpool(office.newsroom.standing, today(office))
    try:
        section = await run_in_threadpool(written.section, file, standing)
    except KnowledgeError:
        raise HTTPException(404) from None
    found = list(spots.anywhere(file, section))
    return page(
        request,
        "changes_file.html",
        visitor,
        title=_title(office, file),
        file=file,
        found=found,
        address=edit_address,
        lines=spots.lines_of,
    )


async def _form(request: Request, office: Office, visitor: Visitor) -> Response:
    draft = await _draft(office, visitor, request.query_params.get("fil", ""), request.query_params.getlist("sted"))
    return _form_page(request, office, visitor, draft)


async def _propose(request: Request, office: Office, visitor: Visitor) -> Response:
    """First what it would do; then, when that has been seen, to another for agreement."""
    form = await lists(request)
    draft = await _draft(office, visitor, "".join(form.get("fil", ())[-1:]), form.get("sted", []))
    try:
        proposal = await run_in_threadpool(_reckoned, office, form, draft.spot)
    except ProposalError as problem:
        return _form_page(request, office, visitor, draft, form=form, problem=str(problem))
    if form.get("trin") != ["send"]:
        resent = [(name, value) for name, values in form.items() if name not in NOT_RESENT for value in values]
        return page(request, "change_preview.html", visitor, draft=draft, resent=resent, **_shown(office, proposal))
    change = await run_in_threadpool(partial(office.changes.propose, proposal, by=visitor.username))
    await _written(office, visitor, change, "aendring_foreslaaet")
    return RedirectResponse(f"/aendringer/{change.id}", status_code=303)


def _reckoned(office: Office, form: spots.Form, spot: Spot) -> Proposal:
    wanted = proposing.proposal(office, form, spot, today=today(office))
    return proposing.with_impact(office, wanted, *proposing.tried(office, wanted))


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    return await _page(request, office, visitor, await _change(request, office, visitor))


async def _approve(request: Request, office: Office, visitor: Visitor) -> Response:
    """Tried once more: something else may have changed since it was proposed."""
    change = await _decidable(request, office, visitor)
    try:
        await run_in_threadpool(_still_fits, office, change)
    except ProposalError as problem:
        return await _page(request, office, visitor, change, problem=str(problem), status=409)
    approve = partial(office.changes.approve, change.id, by=visitor.username, today=today(office))
    return await _decided(request, office, visitor, change, await run_in_threadpool(approve), "aendring_godkendt")


def _still_fits(office: Office, change: Change) -> None:
    proposing.tried(office, change.proposal)


async def _reject(request: Request, office: Office, visitor: Visitor) -> Response:
    change = await _decidable(request, office, visitor)
    done = await run_in_threadpool(partial(office.changes.reject, change.id, by=visitor.username))
    return await _decided(request, office, visitor, change, done, "aendring_afvist")


async def _withdraw(request: Request, office: Office, visitor: Visitor) -> Response:
    change = await _decidable(request, office, visitor)
    done = await run_in_threadpool(partial(office.changes.withdraw, change.id, by=visitor.username, today=today(office)))
    return await _decided(request, office, visitor, change, done, "aendring_trukket")


async def _decided(request: Request, office: Office, visitor: Visitor, change: Change, done: bool, act: str) -> Response:
    if not done:
        own = change.state == PROPOSED and change.proposed_by == visitor.username
        problem = "En anden end dig skal tage stilling til det." if own else "Det er afgjort i mellemtiden."
        now = await run_in_threadpool(office.changes.get, change.id)
        return await _page(request, office, visitor, now or change, problem=problem, status=409)
    await _written(office, visitor, change, act)
    return RedirectResponse(f"/aendringer/{change.id}", status_code=303)


async def _change(request: Request, office: Office, visitor: Visitor) -> Change:
    change = await run_in_threadpool(office.changes.get, request.path_params["id"])
    if change is None or not visitor.sees(change.proposal.municipality):
        raise HTTPException(404)
    return change


async def _decidable(request: Request, office: Office, visitor: Visitor) -> Change:
    change = await _change(request, office, visitor)
    if not visitor.may(_role(change)):
        raise HTTPException(403)
    return change


def _role(change: Change) -> str:
    return Spot(change.proposal.file, change.proposal.place, "", spots.TEXT).role


async def _draft(office: Office, visitor: Visitor, file: str, place: Sequence[str]) -> Draft:
    draft = await run_in_threadpool(proposing.draft, office, file, tuple(place), today(office))
    if draft is None or not visitor.sees(draft.spot.municipality):
        raise HTTPException(404)
    if not visitor.may(draft.spot.role):
        raise HTTPException(403)
    return draft


def _title(office: Office, file: str) -> str:
    return written.title(file, office.labels.of(Spot(file, (), "", spots.TEXT).municipality))


def _may_see(visitor: Visitor, file: str) -> bool:
    return visitor.sees(Spot(file, (), "", spots.TEXT).municipality)


def _form_page(
    request: Request, office: Office, visitor: Visitor, draft: Draft, *, form: spots.Form | None = None, problem: str = ""
) -> Response:
    given = form or {}
    day = "".join(given.get("fra", ())[-1:]) or today(office).isoformat()
    return page(
        request,
        "change_form.html",
        visitor,
        422 if problem else 200,
        draft=draft,
        title=_title(office, draft.spot.file),
        given=given if form is not None else _as_form(draft),
        why="".join(given.get("hvorfor", ())[-1:]),
        day_from=day,
        earliest=today(office).isoformat(),
        day_names=spots.DAY_NAMES,
        custom_names=spots.CUSTOM_NAMES,
        problem_text=problem,
    )


def _as_form(draft: Draft) -> dict[str, list[str]]:
    """What stands there, as the form would have sent it."""
    value = draft.before
    if draft.spot.kind == spots.HOURS:
        hours: Mapping[str, Any] = value or {"lukker_ogsaa": list(spots.CUSTOM_NAMES)}
        return {name: list(found) if name == "lukker_ogsaa" else [spots.lines_of(found)] for name, found in hours.items()} | (
            {} if "lukker_ogsaa" in hours else {"lukker_ogsaa": list(spots.CUSTOM_NAMES)}
        )
    if draft.spot.kind in (spots.VERSIONS, spots.BOXES):
        return {"vaerdi": [str(one) for one in value or ()]}
    return {"vaerdi": [spots.lines_of(value)]}


async def _page(
    request: Request, office: Office, visitor: Visitor, change: Change, *, problem: str = "", status: int = 200
) -> Response:
    proposal = change.proposal
    coming = change.state == APPROVED and proposal.effective > today(office)
    mine = change.proposed_by == visitor.username
    return page(
        request,
        "change.html",
        visitor,
        status,
        change=change,
        names=await run_in_threadpool(names_of, office, [change]),
        state=STATES[change.state],
        kind=KINDS[change.state],
        may_decide=change.state == PROPOSED and not mine and visitor.may(_role(change)),
        may_withdraw=visitor.may(_role(change)) and ((change.state == PROPOSED and mine) or coming),
        mine=mine,
        problem_text=problem,
        **_shown(office, proposal),
    )


def _shown(office: Office, proposal: Proposal) -> dict[str, Any]:
    title = _title(office, proposal.file)
    return {"proposal": proposal, "title": title, "lines": spots.lines_of, "moved": impact.moved, "at_most": impact.AT_MOST}


def names_of(office: Office, changes: Sequence[Change]) -> dict[str, str]:
    """Those who proposed and decided them, by their usernames."""
    usernames = {name for change in changes for name in (change.proposed_by, change.decided_by) if name}
    return {name: office.accounts.name_of(name) for name in usernames}


async def _written(office: Office, visitor: Visitor, change: Change, act: str) -> None:
    detail = {"fil": change.proposal.file, "sted": list(change.proposal.place)}
    about = f"aendring {change.id}"
    await run_in_threadpool(office.audit.write, visitor.username, act, about, change.proposal.municipality, detail)
