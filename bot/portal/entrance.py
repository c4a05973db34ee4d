"""What all ways in have in common: a session from the first page on, a proof, and a note in the log."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.portal.guard import check_form, give_cookie, session_of
from bot.portal.office import Office
from bot.store import Account, Session
from bot.store.sessions import WHOLE

NOBODY = 0  # no account has this key
Step = Callable[[Request, Office, Session], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def at_stage(stage: str, handler: Step) -> Endpoint:
    """For those who have come just so far with their login; the others begin anew."""

    async def endpoint(request: Request) -> Response:
        office = Office.of(request)
        session = await session_of(request, office)
        if session is None or session.stage != stage:
            return _go("/ind")
        await check_form(request, office, session)
        return await handler(request, office, session)

    return endpoint


def for_anybody(handler: Step) -> Endpoint:
    """For whoever comes; with a new session where there is none, so that the form on the page has a mark."""

    async def endpoint(request: Request) -> Response:
        office = Office.of(request)
        session, token = await session_of(request, office), None
        if session is None:
            token = await run_in_threadpool(office.sessions.begin)
            session = await run_in_threadpool(office.sessions.find, token)
        assert session is not None
        await check_form(request, office, session)
        response = await handler(request, office, session)
        return give_cookie(response, office, token) if token and "set-cookie" not in response.headers else response

    return endpoint


async def proves(office: Office, account: Account | None, password: str) -> bool:
    """Whether it is the password. As slow, and as silent, where there is no such account, or it is locked."""
    free = await run_in_threadpool(office.accounts.take_try, account.id if account else NOBODY)
    right = await office.passwords.right(account.password if account else None, password)
    if account is None or not free:
        return False
    if not (right and account.active):
        await run_in_threadpool(office.audit.write, account.username, "afvist", account.username, None, {"trin": "adgangskode"})
        return False
    await run_in_threadpool(office.accounts.give_back, account.id)
    if account.password and office.passwords.old(account.password):
        await run_in_threadpool(office.accounts.set_password, account.id, await office.passwords.hash(password))
    return True


async def comes_in(office: Office, session: Session, account: Account, by: str) -> str:
    """The login is whole; the token of the session that it gives. `by`: how."""
    await run_in_threadpool(office.accounts.came_in, account.id)
    await run_in_threadpool(office.audit.write, account.username, "ind", account.username, None, {"ved": by})
    return await run_in_threadpool(partial(office.sessions.advance, session, account=account.id, stage=WHOLE))


def go_with(office: Office, path: str, token: str) -> Response:
    return give_cookie(_go(path), office, token)


def own_path(path: str) -> str:
    """Where to go after the login: a page of ours, never elsewhere."""
    strange = not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable()
    return "/" if strange else path


def _go(path: str) -> Response:
    return RedirectResponse(path, status_code=303)
