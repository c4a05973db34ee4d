"""Who may come in, and as whom. Every page is behind it, and a form must come from a page of ours.

Without a login: to /ind. Without the role: 403. A form from elsewhere, or without the session's own
mark: 403. Whose conversation it is, is the page's business: `Visitor.sees`.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.portal.office import Office
from bot.store import Session
from bot.store.accounts import Member
from bot.store.sessions import WHOLE

MOST_FIELDS = 2000
READS = ("GET", "HEAD")


@dataclass(frozen=True)
class Visitor(Member):
    """Somebody who is logged in. `csrf` is what their forms must hold."""

    id: int
    username: str
    name: str
    role: str
    municipalities: frozenset[str]
    csrf: str


Handler = Callable[[Request, Office, Visitor], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def guarded(role: str, handler: Handler, *, polled: bool = False) -> Endpoint:
    """`polled`: a script asks by itself, which is no sign that anybody is there."""

    async def endpoint(request: Request) -> Response:
        office = Office.of(request)
        session = await session_of(request, office)
        visitor = await visitor_of(request, office, session)
        if session is None or visitor is None:
            return _to_login(request)
        if not polled:
            await run_in_threadpool(office.sessions.touch, session)
        if not visitor.may(role):
            raise HTTPException(403)
        await check_form(request, office, session)
        return await handler(request, office, visitor)

    return endpoint


async def session_of(request: Request, office: Office) -> Session | None:
    """The session that the browser is in, however far it has come."""
    token = request.cookies.get(cookie(office))
    return await run_in_threadpool(office.sessions.find, token) if token else None


async def visitor_of(request: Request, office: Office, session: Session | None) -> Visitor | None:
    """Who it is; None where the login is not whole, or the account is closed. An error page wants to know too."""
    if session is None or session.stage != WHOLE or session.account is None:
        return None
    account = await run_in_threadpool(office.accounts.get, session.account)
    if account is None or not account.active:
        return None
    names = account.id, account.username, account.name, account.role
    request.state.visitor = visitor = Visitor(*names, account.municipalities, session.csrf)
    return visitor


async def check_form(request: Request, office: Office, session: Session) -> None:
    """Raises 403 for a form that is not from a page of ours in this session."""
    if request.method in READS:
        return
    origin = request.headers.get("origin")
    if origin is not None and origin not in _own(request, office):
        raise HTTPException(403)
    mark = (await fields(request)).get("csrf", "")
    if not hmac.compare_digest(mark.encode(), session.csrf.encode()):
        raise HTTPException(403)


async def fields(request: Request) -> dict[str, str]:
    """The form; the last value of each name."""
    return {name: values[-1] for name, values in (await lists(request)).items()}


async def lists(request: Request) -> dict[str, list[str]]:
    """The form; all values of each name."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


def cookie(office: Office) -> str:
    """`__Host-`: a browser takes it only by https, and for this host alone."""
    return "__Host-portal" if office.secure else "portal"


def give_cookie(response: Response, office: Office, token: str) -> Response:
    response.set_cookie(cookie(office), token, httponly=True, samesite="lax", secure=office.secure, path="/")
    return response


def take_cookie(response: Response, office: Office) -> Response:
    response.delete_cookie(cookie(office), httponly=True, samesite="lax", secure=office.secure, path="/")
    return response


def _to_login(request: Request) -> Response:
    """Back to where one was going, once one is in."""
    where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = f"?{urlencode({'til': where})}" if request.method in READS and where != "/" else ""
    return RedirectResponse(f"/ind{wanted}", status_code=303)


def _own(request: Request, office: Office) -> set[str]:
    """What the browser calls us. Behind a name of its own, only that."""
    if office.settings.portal_url:
        return {office.settings.portal_url.rstrip("/")}
    return {office.settings.portal, str(request.base_url).rstrip("/")}
