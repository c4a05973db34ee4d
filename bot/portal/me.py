"""One's own page: who one is here, another password, another telephone."""

from dataclasses import replace
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.entrance import proves
from bot.portal.guard import Visitor, fields, give_cookie, guarded, session_of
from bot.portal.login import WRONG_CODE, set_up_page, telephone_set_up
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.passwords import complaint
from bot.store import Account, Session
from bot.store.sessions import WHOLE

WRONG = "Din nuværende adgangskode passer ikke, eller der er prøvet for mange gange. Vent et kvarter, og prøv igen."
UNLIKE = "De to nye adgangskoder er ikke ens."
CHANGED = "Adgangskoden er skiftet. Er du logget ind andre steder, er du logget ud der."


def routes() -> list[Route]:
    return [
        Route("/mig", guarded("laeser", _show), methods=["GET"]),
        Route("/mig/adgangskode", guarded("laeser", _password), methods=["POST"]),
        Route("/mig/telefon", guarded("laeser", _ask_telephone), methods=["POST"]),
        Route("/mig/telefon/kode", guarded("laeser", _telephone), methods=["POST"]),
    ]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    account, _ = await _here(request, office, visitor)
    return _page(request, visitor, account)


async def _password(request: Request, office: Office, visitor: Visitor) -> Response:
    account, _ = await _here(request, office, visitor)
    given = await fields(request)
    new = given.get("ny", "")
    problem = complaint(new, account.username) or (UNLIKE if given.get("igen", "") != new else None)
    if problem is None and not await proves(office, account, given.get("adgangskode", "")):
        problem = WRONG
    if problem:
        return _page(request, visitor, account, password_problem=problem)
    await run_in_threadpool(office.accounts.set_password, account.id, await office.passwords.hash(new))
    await run_in_threadpool(office.sessions.end_all_of, account.id)
    begin = partial(office.sessions.begin, account=account.id, stage=WHOLE)
    token = await run_in_threadpool(begin)
    renewed = await run_in_threadpool(office.sessions.find, token)
    await run_in_threadpool(office.audit.write, visitor.username, "adgangskode", visitor.username, None, {"ved": "selv"})
    again = replace(visitor, csrf=renewed.csrf if renewed else "")
    return give_cookie(_page(request, again, account, said=CHANGED), office, token)


async def _ask_telephone(request: Request, office: Office, visitor: Visitor) -> Response:
    account, session = await _here(request, office, visitor)
    if not await proves(office, account, (await fields(request)).get("adgangskode", "")):
        return _page(request, visitor, account, telephone_problem=WRONG)
    return await set_up_page(request, office, session, account, visitor)


async def _telephone(request: Request, office: Office, visitor: Visitor) -> Response:
    account, session = await _here(request, office, visitor)
    if "koder" not in session.carried:  # the password has not been asked for, or it is done
        return RedirectResponse("/mig", status_code=303)
    recovery = await telephone_set_up(request, office, session, account)
    if recovery is None:
        return await set_up_page(request, office, session, account, visitor, problem=WRONG_CODE)
    return page(request, "recovery.html", visitor, recovery=recovery, onward="/mig")


async def _here(request: Request, office: Office, visitor: Visitor) -> tuple[Account, Session]:
    account, session = await run_in_threadpool(office.accounts.get, visitor.id), await session_of(request, office)
    if account is None or session is None:
        raise HTTPException(404)
    return account, session


def _page(
    request: Request,
    visitor: Visitor,
    account: Account,
    *,
    said: str | None = None,
    password_problem: str | None = None,
    telephone_problem: str | None = None,
) -> Response:
    return page(
        request,
        "me.html",
        visitor,
        422 if password_problem or telephone_problem else 200,
        account=account,
        said=said,
        password_problem=password_problem,
        telephone_problem=telephone_problem,
    )
