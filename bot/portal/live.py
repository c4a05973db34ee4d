"""Being the person in a conversation: take it over, write, hand it back to the bot."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.conversations import LIST, wanted
from bot.portal.guard import Visitor, fields, guarded
from bot.portal.office import Office
from bot.portal.transcript import TAKEN, drawn, found
from bot.store import Transcript

HANDED_BACK, ANSWERED = "givet_tilbage", "svaret"
LONGEST = 2000
EMPTY = "Skriv et svar først."
TOO_LONG = "Svaret er for langt. Der er plads til 2.000 tegn."
OUT_OF_REACH = "Borgeren kan ikke nås i samtalen mere."


def routes() -> list[Route]:
    return [
        Route(f"{LIST}/{{id}}/overtag", guarded("bedoemmer", _take_over), methods=["POST"]),
        Route(f"{LIST}/{{id}}/svar", guarded("bedoemmer", _answer), methods=["POST"]),
        Route(f"{LIST}/{{id}}/giv-tilbage", guarded("bedoemmer", _hand_back), methods=["POST"]),
    ]


async def _take_over(request: Request, office: Office, visitor: Visitor) -> Response:
    transcript = await found(request, office, visitor)
    if not await _lives(office, transcript):
        return await drawn(request, office, visitor, transcript, problem=OUT_OF_REACH)
    if not await run_in_threadpool(office.live.take_over, transcript.id, office.wording.say("doer.person_er_her")):
        raise HTTPException(409)
    return await _noted(request, office, visitor, transcript, TAKEN)


async def _answer(request: Request, office: Office, visitor: Visitor) -> Response:
    transcript, given = await found(request, office, visitor), await fields(request)
    text = given.get("svar", "").replace("\r\n", "\n").strip()
    if problem := EMPTY if not text else TOO_LONG if len(text) > LONGEST else "":
        return await drawn(request, office, visitor, transcript, problem=problem, kept=text)
    if not await _lives(office, transcript):
        return await drawn(request, office, visitor, transcript, problem=OUT_OF_REACH, kept=text)
    if not await run_in_threadpool(office.live.writes, transcript.id, text):
        raise HTTPException(409)
    return await _noted(request, office, visitor, transcript, ANSWERED)


async def _hand_back(request: Request, office: Office, visitor: Visitor) -> Response:
    transcript = await found(request, office, visitor)
    if not await run_in_threadpool(office.live.hand_back, transcript.id, office.wording.say("doer.person_er_gaaet")):
        raise HTTPException(409)
    return await _noted(request, office, visitor, transcript, HANDED_BACK)


async def _lives(office: Office, transcript: Transcript) -> bool:
    head = await run_in_threadpool(office.heads.get, transcript.id)
    return bool(head and head.lives(office.clock()))


async def _noted(request: Request, office: Office, visitor: Visitor, transcript: Transcript, act: str) -> Response:
    """In the log; and back to the end of the conversation, in the same view."""
    await run_in_threadpool(partial(office.audit.write, visitor.username, act, transcript.id, transcript.municipality))
    chosen, _ = wanted(request, office, visitor)
    return RedirectResponse(f"{LIST}/{transcript.id}?{chosen.query}#live", status_code=303)
