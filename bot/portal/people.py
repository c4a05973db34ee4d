"""The users, for an administrator: who has an account, with which role, and where. Passwords are chosen by link, not given."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.guard import Visitor, fields, guarded, lists
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.welcome import account_problem
from bot.store import Account
from bot.store.accounts import ROLES, TakenError
from bot.store.reach import EVERYWHERE

TAKEN = "Der er allerede en bruger med det brugernavn."
LAST = "Der skal altid være en aktiv administrator. Giv først en anden rollen."
NO_PLACE = "Vælg mindst én kommune."
MOST = 2**31  # accounts that a database can number
SAVED = "Ændringen er gemt."


def routes() -> list[Route]:
    return [
        Route("/brugere", guarded("administrator", _list), methods=["GET"]),
        Route("/brugere", guarded("administrator", _invite), methods=["POST"]),
        Route("/brugere/{id:int}", guarded("administrator", _show), methods=["GET"]),
        Route("/brugere/{id:int}", guarded("administrator", _change), methods=["POST"]),
        Route("/brugere/{id:int}/aktiv", guarded("administrator", _activate), methods=["POST"]),
        Route("/brugere/{id:int}/link", guarded("administrator", _new_link), methods=["POST"]),
    ]


async def _list(request: Request, office: Office, visitor: Visitor) -> Response:
    return await _all(request, office, visitor)


async def _invite(request: Request, office: Office, visitor: Visitor) -> Response:
    given, places = await fields(request), await _places(request, office)
    username, name, role = given.get("brugernavn", "").strip().lower(), given.get("navn", "").strip(), given.get("rolle", "")
    problem = account_problem(username, name) or (None if role in ROLES and places else NO_PLACE)
    if problem:
        return await _all(request, office, visitor, problem=problem, given=given, chosen=places)
    try:
        account = await run_in_threadpool(partial(office.accounts.create, username, name=name, role=role, municipalities=places))
    except TakenError:
        return await _all(request, office, visitor, problem=TAKEN, given=given, chosen=places)
    link = await _link(office, account)
    detail = {"rolle": role, "kommuner": sorted(places)}
    await run_in_threadpool(office.audit.write, visitor.username, "bruger", username, None, detail)
    return page(request, "user_link.html", visitor, account=account, link=link)


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    said = SAVED if request.query_params.get("besked") == "gemt" else None
    return _one(request, office, visitor, await _account(request, office), said=said)


async def _change(request: Request, office: Office, visitor: Visitor) -> Response:
    account, given, places = await _account(request, office), await fields(request), await _places(request, office)
    name, role = given.get("navn", "").strip(), given.get("rolle", "")
    problem = account_problem(account.username, name) or (None if role in ROLES and places else NO_PLACE)
    if problem is None and not await run_in_threadpool(office.accounts.set_role, account.id, role):
        problem = LAST
    if problem:
        return _one(request, office, visitor, account, problem=problem)
    await run_in_threadpool(office.accounts.set_name, account.id, name)
    await run_in_threadpool(office.accounts.set_municipalities, account.id, places)
    detail = {"rolle": role, "kommuner": sorted(places)}
    await run_in_threadpool(office.audit.write, visitor.username, "bruger_rettet", account.username, None, detail)
    return _back(account)


async def _activate(request: Request, office: Office, visitor: Visitor) -> Response:
    account, active = await _account(request, office), (await fields(request)).get("aktiv") == "ja"
    if not await run_in_threadpool(office.accounts.set_active, account.id, active):
        return _one(request, office, visitor, account, problem=LAST)
    if not active:
        await run_in_threadpool(office.sessions.end_all_of, account.id)
        await run_in_threadpool(office.invitations.withdraw, account.id)
    act = "bruger_aabnet" if active else "bruger_lukket"
    await run_in_threadpool(office.audit.write, visitor.username, act, account.username)
    return _back(account)


async def _new_link(request: Request, office: Office, visitor: Visitor) -> Response:
    """For a forgotten password or a lost telephone: what was, works no more."""
    account, telephone = await _account(request, office), (await fields(request)).get("telefon") == "ja"
    await run_in_threadpool(office.accounts.set_password, account.id, None)
    if telephone:
        await run_in_threadpool(office.accounts.clear_codes, account.id)
    await run_in_threadpool(office.sessions.end_all_of, account.id)
    link = await _link(office, account)
    await run_in_threadpool(office.audit.write, visitor.username, "nyt_link", account.username, None, {"telefon": telephone})
    return page(request, "user_link.html", None if account.id == visitor.id else visitor, account=account, link=link)


async def _link(office: Office, account: Account) -> str:
    key = await run_in_threadpool(office.invitations.make, account.id)
    return f"{office.settings.portal.rstrip('/')}/invitation/{key}"


async def _places(request: Request, office: Office) -> set[str]:
    """The municipalities that were ticked; all of them is one tick of its own."""
    ticked = set((await lists(request)).get("kommuner", []))
    return {EVERYWHERE} if EVERYWHERE in ticked else ticked & set(_municipalities(office))


def _municipalities(office: Office) -> list[str]:
    return sorted(office.channels, key=office.labels.of)


async def _account(request: Request, office: Office) -> Account:
    key = request.path_params["id"]
    account = await run_in_threadpool(office.accounts.get, key) if key < MOST else None
    if account is None:
        raise HTTPException(404)
    return account


async def _all(
    request: Request,
    office: Office,
    visitor: Visitor,
    *,
    problem: str | None = None,
    given: dict[str, str] | None = None,
    chosen: set[str] | None = None,
) -> Response:
    accounts = await run_in_threadpool(office.accounts.all)
    return page(
        request,
        "users.html",
        visitor,
        422 if problem else 200,
        accounts=accounts,
        now=office.clock(),
        roles=ROLES,
        municipalities=_municipalities(office),
        problem=problem,
        given=given or {},
        chosen=chosen or set(),
    )


def _one(
    request: Request,
    office: Office,
    visitor: Visitor,
    account: Account,
    *,
    problem: str | None = None,
    said: str | None = None,
) -> Response:
    return page(
        request,
        "user.html",
        visitor,
        422 if problem else 200,
        account=account,
        now=office.clock(),
        roles=ROLES,
        municipalities=_municipalities(office),
        problem=problem,
        said=said,
    )


def _back(account: Account) -> Response:
    return RedirectResponse(f"/brugere/{account.id}?besked=gemt", status_code=303)
