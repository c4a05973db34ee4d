"""Where two have judged differently: their judgements side by side, and the word that settles it."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.guard import Visitor, fields, guarded, lists
from bot.portal.judging import RIGHT, TONES, URGENT, AnswerError, Form
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.verdict import form_of, found, logged
from bot.store.reviews import Dispute, NotOverError, SettledError

SETTLED = "Uenigheden er afgjort."
GONE = "Uenigheden er allerede afgjort af en anden."


def routes() -> list[Route]:
    return [
        Route("/uenighed", guarded("redaktoer", _list), methods=["GET"]),
        Route("/uenighed/{id}", guarded("redaktoer", _show), methods=["GET"]),
        Route("/uenighed/{id}", guarded("redaktoer", _settle), methods=["POST"]),
    ]


async def _list(request: Request, office: Office, visitor: Visitor) -> Response:
    disputes = await run_in_threadpool(office.reviews.disputes, visitor.municipalities)
    said = {"afgjort": SETTLED, "vaek": GONE}.get(request.query_params.get("besked", ""), "")
    return page(request, "disputes.html", visitor, disputes=disputes, said=said, right=RIGHT)


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    conversation = await found(request, office, visitor)
    dispute = await _dispute(office, visitor, conversation.id)
    await logged(office, visitor, conversation, "laest")
    form = await run_in_threadpool(form_of, office, conversation.id)
    return _page(request, visitor, dispute, form, form.start())


async def _settle(request: Request, office: Office, visitor: Visitor) -> Response:
    conversation, given = await found(request, office, visitor), await fields(request)
    needless = (await lists(request)).get("unoedig", [])
    form = await run_in_threadpool(form_of, office, conversation.id)
    try:
        judgement = form.read(given, needless)
        await run_in_threadpool(office.reviews.settle, conversation.id, visitor.id, judgement)
    except AnswerError as problem:
        dispute = await _dispute(office, visitor, conversation.id)
        return _page(request, visitor, dispute, form, given, needless, problem=str(problem))
    except (SettledError, NotOverError):
        return RedirectResponse("/uenighed?besked=vaek", status_code=303)
    detail = {"rigtig": judgement.route_right}
    await run_in_threadpool(office.audit.write, visitor.username, "afgjort", conversation.id, conversation.municipality, detail)
    return RedirectResponse("/uenighed?besked=afgjort", status_code=303)


def _page(
    request: Request,
    visitor: Visitor,
    dispute: Dispute,
    form: Form,
    given: dict[str, str],
    needless: list[str] | None = None,
    *,
    problem: str = "",
) -> Response:
    return page(
        request,
        "dispute.html",
        visitor,
        422 if problem else 200,
        dispute=dispute,
        form=form,
        given=given,
        needless=needless or [],
        problem=problem,
        right=RIGHT,
        tones=TONES,
        dangers=URGENT,
    )


async def _dispute(office: Office, visitor: Visitor, conversation: str) -> Dispute:
    disputes = await run_in_threadpool(office.reviews.disputes, visitor.municipalities)
    here = next((one for one in disputes if one.conversation == conversation), None)
    if here is None:
        raise HTTPException(404)
    return here
