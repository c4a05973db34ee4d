"""In and out: a username and a password, then a code from a telephone.

The first time, the telephone is set up on the way. What is wrong is never said more closely than
that something is; an account that is locked looks from outside like one that does not exist.
"""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal import codes
from bot.portal.entrance import at_stage, comes_in, for_anybody, go_with, own_path, proves
from bot.portal.guard import Visitor, fields, give_cookie, guarded, session_of, take_cookie
from bot.portal.office import Office
from bot.portal.pages import page
from bot.store import Account, Session
from bot.store.sessions import PASSWORD, WHOLE

WRONG = (
    "Brugernavnet og adgangskoden passer ikke sammen, eller der er lukket for en tid efter for mange forsøg. "
    "Prøv igen om et kvarter, eller bed en administrator om et nyt link."
)
WRONG_CODE = "Koden passer ikke, eller den er brugt. Vent på den næste, og prøv igen."
TOO_OFTEN = "Der er prøvet for mange gange. Vent et kvarter, og begynd forfra."
SAID = {"valgt": "Adgangskoden er valgt. Log ind med den.", "ud": "Du er logget ud."}


def routes() -> list[Route]:
    return [
        Route("/ind", for_anybody(_door), methods=["GET"]),
        Route("/ind", for_anybody(_password), methods=["POST"]),
        Route("/ind/kode", at_stage(PASSWORD, _ask_code), methods=["GET"]),
        Route("/ind/kode", at_stage(PASSWORD, _code), methods=["POST"]),
        Route("/ind/opsaetning", at_stage(PASSWORD, _ask_set_up), methods=["GET"]),
        Route("/ind/opsaetning", at_stage(PASSWORD, _set_up), methods=["POST"]),
        Route("/ud", guarded("laeser", _leave), methods=["POST"]),
    ]


async def _door(request: Request, office: Office, session: Session) -> Response:
    if session.stage == WHOLE:
        return RedirectResponse("/", status_code=303)
    wanted = request.query_params
    return _login_page(request, office, session, onward=wanted.get("til", "/"), said=SAID.get(wanted.get("besked", "")))


async def _password(request: Request, office: Office, session: Session) -> Response:
    given = await fields(request)
    username, onward = given.get("brugernavn", ""), own_path(given.get("til", "/"))
    account = await run_in_threadpool(office.accounts.named, username)
    if not await proves(office, account, given.get("adgangskode", "")) or account is None:
        return _login_page(request, office, session, onward=onward, problem=WRONG, username=username)
    advance = partial(office.sessions.advance, session, account=account.id, stage=PASSWORD, carried={"til": onward})
    return go_with(office, "/ind/kode" if account.has_codes else "/ind/opsaetning", await run_in_threadpool(advance))


async def _ask_code(request: Request, office: Office, session: Session) -> Response:
    return page(request, "code.html", None, session=session, problem=None)


async def _code(request: Request, office: Office, session: Session) -> Response:
    account, given = await _whose(office, session), (await fields(request)).get("kode", "")
    if account is None or not account.has_codes:
        return RedirectResponse("/ind", status_code=303)
    if not await run_in_threadpool(office.accounts.take_try, account.id):
        return page(request, "code.html", None, 422, session=session, problem=TOO_OFTEN)
    by = await run_in_threadpool(_code_fits, office, account, given)
    if by is None:
        await run_in_threadpool(office.audit.write, account.username, "afvist", account.username, None, {"trin": "kode"})
        return page(request, "code.html", None, 422, session=session, problem=WRONG_CODE)
    return go_with(office, str(session.carried.get("til", "/")), await comes_in(office, session, account, by))


def _code_fits(office: Office, account: Account, given: str) -> str | None:
    """How it fits: as a code from the telephone, or as one from paper; either works once."""
    secret = office.accounts.codes_secret(account.id)
    step = codes.step_of(secret, given, office.clock()) if secret else None
    if step is not None:
        return "kode" if office.accounts.spend_step(account.id, step) else None
    return "nødkode" if office.accounts.spend_recovery(account.id, codes.plain(given)) is not None else None


async def _ask_set_up(request: Request, office: Office, session: Session) -> Response:
    account = await _whose(office, session)
    if account is None or account.has_codes:
        return RedirectResponse("/ind", status_code=303)
    return await set_up_page(request, office, session, account, None)


async def _set_up(request: Request, office: Office, session: Session) -> Response:
    account = await _whose(office, session)
    if account is None or account.has_codes:
        return RedirectResponse("/ind", status_code=303)
    recovery = await telephone_set_up(request, office, session, account)
    if recovery is None:
        return await set_up_page(request, office, session, account, None, problem=WRONG_CODE)
    token = await comes_in(office, session, account, "kode")
    shown = page(request, "recovery.html", None, recovery=recovery, onward=session.carried.get("til", "/"))
    return give_cookie(shown, office, token)


async def set_up_page(
    request: Request, office: Office, session: Session, account: Account, visitor: Visitor | None, problem: str | None = None
) -> Response:
    """The QR code of a new secret; the same one while the session lasts, so that a page loaded anew still fits the telephone."""
    sealed = session.carried.get("koder")
    secret = str(office.keys.open(str(sealed).encode())) if sealed else codes.new_secret()
    if not sealed:
        carried = {**session.carried, "koder": office.keys.seal(secret).decode()}
        await run_in_threadpool(office.sessions.carry, session, carried)
    return page(
        request,
        "set_up.html",
        visitor,
        422 if problem else 200,
        session=session,
        picture=codes.picture(secret, account.username),
        secret=codes.readable(secret),
        problem=problem,
    )


async def telephone_set_up(request: Request, office: Office, session: Session, account: Account) -> list[str] | None:
    """The codes for a lost telephone, once the new one has shown that it works. None where the code is wrong."""
    sealed, given = session.carried.get("koder"), (await fields(request)).get("kode", "")
    if not sealed:
        return None
    secret = str(office.keys.open(str(sealed).encode()))
    step = codes.step_of(secret, given, office.clock())
    if step is None:
        return None
    recovery = codes.recovery_codes()
    await run_in_threadpool(partial(office.accounts.set_codes, account.id, secret, recovery=recovery, step=step))
    left = {name: value for name, value in session.carried.items() if name != "koder"}
    await run_in_threadpool(office.sessions.carry, session, left)
    await run_in_threadpool(office.audit.write, account.username, "telefon", account.username)
    return recovery


async def _leave(request: Request, office: Office, visitor: Visitor) -> Response:
    session = await session_of(request, office)
    if session:
        await run_in_threadpool(office.sessions.end, session)
    await run_in_threadpool(office.audit.write, visitor.username, "ud", visitor.username)
    return take_cookie(RedirectResponse("/ind?besked=ud", status_code=303), office)


async def _whose(office: Office, session: Session) -> Account | None:
    account = await run_in_threadpool(office.accounts.get, session.account or 0)
    return account if account and account.active else None


def _login_page(
    request: Request,
    office: Office,
    session: Session,
    *,
    onward: str,
    said: str | None = None,
    problem: str | None = None,
    username: str = "",
) -> Response:
    return page(
        request,
        "login.html",
        None,
        422 if problem else 200,
        session=session,
        said=said,
        problem=problem,
        username=username,
        onward=own_path(onward),
        single_sign_on=bool(office.settings.oidc_issuer),
    )
