"""A conversation to be read: what was said, what the bot made of it and why it asked, what came of it.

Whoever reads it is noted, and so is each new message that comes while they look.
"""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.portal.conversations import LIST, wanted
from bot.portal.explanation import explained
from bot.portal.guard import Visitor, guarded
from bot.portal.judging import shown
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.templates import day
from bot.portal.verdict import verdict_of
from bot.store import Transcript
from bot.store.audit import AuditFilter
from bot.store.search import LIVE

READ, TAKEN = "laest", "overtaget"
RESERVATIONS = {
    "frist_naer": "Fristen er nær",
    "frist_overskredet": "Fristen er overskredet",
    "fuldmagt": "Fuldmagt mangler",
    "over_et_aar": "Mere end et år siden",
    "skriftlig_afgoerelse": "Ingen skriftlig afgørelse endnu",
    "kommune_ukendt": "Kommunen er ukendt",
}


def routes() -> list[Route]:
    return [
        Route(f"{LIST}/{{id}}", guarded("laeser", _show), methods=["GET"]),
        Route(f"{LIST}/{{id}}/nyt", guarded("laeser", _news, polled=True), methods=["GET"]),
    ]


async def found(request: Request, office: Office, visitor: Visitor) -> Transcript:
    """The conversation of the address. Raises 404, also where it is not the visitor's to see."""
    transcript: Transcript | None = await run_in_threadpool(office.transcripts.get, request.path_params["id"])
    if transcript is None or not visitor.sees(transcript.municipality):
        raise HTTPException(404)
    return transcript


async def drawn(request: Request, office: Office, visitor: Visitor, transcript: Transcript, **more: Any) -> Response:
    """The page, and a note that it was read. `more`: a `problem` with what one wrote, and the `kept` words."""
    await run_in_threadpool(office.audit.write, visitor.username, READ, transcript.id, transcript.municipality)
    chosen, _ = wanted(request, office, visitor)
    seen = visitor.municipalities
    newer, older = await run_in_threadpool(lambda: office.search.beside(transcript.id, chosen, municipalities=seen))
    head = await run_in_threadpool(office.heads.get, transcript.id)
    values = {"problem": "", "kept": ""} | more
    return page(
        request,
        "transcript.html",
        visitor,
        status=422 if values["problem"] else 200,
        one=transcript,
        query=chosen.query,
        newer=newer,
        older=older,
        lives=bool(head and head.lives(office.clock())),
        is_live=transcript.state in LIVE,
        taken=await run_in_threadpool(_taken, office, transcript) if transcript.state == "person" else None,
        similar=await run_in_threadpool(partial(office.similar.to, transcript.id, _words(transcript), municipalities=seen)),
        verdict=await verdict_of(office, visitor, transcript.id, transcript.municipality) if visitor.may("bedoemmer") else None,
        **_spoken(office, transcript),
        **values,
    )


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    return await drawn(request, office, visitor, await found(request, office, visitor))


async def _news(request: Request, office: Office, visitor: Visitor) -> Response:
    """What was said after a message, drawn as on the page; and who answers now."""
    transcript = await found(request, office, visitor)
    after = request.query_params.get("efter", "")
    if not after.isdecimal() or len(after) > 9:
        raise HTTPException(400)
    new = [message for message in transcript.messages if message.seq > int(after)]
    html = ""
    if new:
        detail = {"fra": new[0].seq, "til": new[-1].seq}
        await run_in_threadpool(office.audit.write, visitor.username, READ, transcript.id, transcript.municipality, detail)
        values = _spoken(office, transcript) | {"one": replace(transcript, messages=new)}
        html = office.templates.get_template("_messages.html").render(**values)
    last = transcript.messages[-1].seq if transcript.messages else 0
    return JSONResponse({"html": html, "seq": last, "state": transcript.state})


def _spoken(office: Office, transcript: Transcript) -> dict[str, Any]:
    """What `_messages.html` needs besides the messages."""
    return {
        "explanations": explained(transcript, office.base),
        "shown": lambda fact, answer: shown(fact, answer, office.labels),
        "written_day": lambda iso: day(date.fromisoformat(iso)),
        "reservations": RESERVATIONS,
    }


def _words(transcript: Transcript) -> str:
    return "\n".join(message.text for message in transcript.messages if message.author == "citizen")


def _taken(office: Office, transcript: Transcript) -> tuple[str, Any] | None:
    """Who has it, and since when: the log remembers."""
    last = office.audit.read(AuditFilter(act=TAKEN, about=transcript.id), limit=1)
    if not last:
        return None
    return office.accounts.name_of(last[0].username), last[0].at
