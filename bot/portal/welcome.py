"""One-time links: to choose a password with, and the very first one, to make the first administrator with."""

import re
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.entrance import for_anybody
from bot.portal.guard import fields
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.passwords import complaint
from bot.store import Session
from bot.store.accounts import ROLES
from bot.store.reach import EVERYWHERE

USERNAME = re.compile(r"[a-z0-9æøå][a-z0-9æøå._@+-]{1,63}")
USERNAME_RULE = "Brugernavnet skal være på 2 til 64 tegn: bogstaver, tal, punktum, bindestreg eller @."
NAME_RULE = "Skriv et navn på højst 120 tegn."
UNLIKE = "De to adgangskoder er ikke ens."
DEAD = "Linket virker ikke mere. Det kan bruges én gang og i tre døgn. Bed en administrator om et nyt."


def routes() -> list[Route]:
    return [
        Route("/invitation/{key}", for_anybody(_ask), methods=["GET"]),
        Route("/invitation/{key}", for_anybody(_choose), methods=["POST"]),
        Route("/foerste/{key}", for_anybody(_ask_first), methods=["GET"]),
        Route("/foerste/{key}", for_anybody(_make_first), methods=["POST"]),
    ]


async def _ask(request: Request, office: Office, session: Session) -> Response:
    key = await run_in_threadpool(office.invitations.whose, request.path_params["key"])
    account = await run_in_threadpool(office.accounts.get, key) if key is not None else None
    if account is None or not account.active:
        return page(request, "error.html", None, 410, heading="Linket er brugt eller for gammelt", advice=DEAD)
    return page(request, "invitation.html", None, session=session, account=account, problem=None)


async def _choose(request: Request, office: Office, session: Session) -> Response:
    given, link = await fields(request), request.path_params["key"]
    key = await run_in_threadpool(office.invitations.whose, link)
    account = await run_in_threadpool(office.accounts.get, key) if key is not None else None
    if account is None or not account.active:
        return page(request, "error.html", None, 410, heading="Linket er brugt eller for gammelt", advice=DEAD)
    if problem := _password_problem(given, account.username):
        return page(request, "invitation.html", None, 422, session=session, account=account, problem=problem)
    hashed = await office.passwords.hash(given["adgangskode"])
    if await run_in_threadpool(office.invitations.use, link) is None:  # somebody was quicker
        return page(request, "error.html", None, 410, heading="Linket er brugt eller for gammelt", advice=DEAD)
    await run_in_threadpool(office.accounts.set_password, account.id, hashed)
    await run_in_threadpool(office.accounts.unlock, account.id)
    await run_in_threadpool(office.sessions.end_all_of, account.id)
    await run_in_threadpool(office.audit.write, account.username, "adgangskode", account.username, None, {"ved": "link"})
    return RedirectResponse("/ind?besked=valgt", status_code=303)


async def _ask_first(request: Request, office: Office, session: Session) -> Response:
    _only_first(request, office)
    return page(request, "first.html", None, session=session, given={}, problem=None)


async def _make_first(request: Request, office: Office, session: Session) -> Response:
    _only_first(request, office)
    given = await fields(request)
    username, name = given.get("brugernavn", "").strip().lower(), given.get("navn", "").strip()
    problem = account_problem(username, name) or _password_problem(given, username)
    if problem:
        return page(request, "first.html", None, 422, session=session, given=given, problem=problem)
    hashed = await office.passwords.hash(given["adgangskode"])
    _only_first(request, office)
    office.first.close()
    create = partial(office.accounts.create, username, name=name, role=ROLES[-1], municipalities=[EVERYWHERE])
    account = await run_in_threadpool(create)
    await run_in_threadpool(office.accounts.set_password, account.id, hashed)
    await run_in_threadpool(office.audit.write, username, "bruger", username, None, {"rolle": ROLES[-1], "ved": "første link"})
    return RedirectResponse("/ind?besked=valgt", status_code=303)


def account_problem(username: str, name: str) -> str | None:
    if not USERNAME.fullmatch(username):
        return USERNAME_RULE
    return None if 0 < len(name) <= 120 else NAME_RULE


def _password_problem(given: dict[str, str], username: str) -> str | None:
    password = given.get("adgangskode", "")
    return complaint(password, username) or (UNLIKE if given.get("igen", "") != password else None)


def _only_first(request: Request, office: Office) -> None:
    if not office.first.opens(request.path_params["key"]):
        raise HTTPException(404)
