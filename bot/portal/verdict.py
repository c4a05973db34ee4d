"""Judging a conversation: the form beside the transcript, and a page of its own for it.

Comments, tags and who has it stand there too. Whoever is still to judge sees nobody's words before
their own are saved, comments included where two are to judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.colleagues import colleagues
from bot.portal.guard import Visitor, fields, guarded, lists
from bot.portal.judging import RIGHT, TONES, URGENT, AnswerError, Form, Told, answers
from bot.portal.office import Office
from bot.portal.pages import page
from bot.review.reasons import words
from bot.store import Account, Conversation
from bot.store.queue import DISAGREED, Wanted
from bot.store.remarks import Comment
from bot.store.reviews import LockedError, NotOverError, SettledError, Standing

LOCKED = "En anden har bedømt samtalen imens. Din bedømmelse står, som den var."
SETTLED = "Samtalen er allerede bedømt af dem, der skulle."
NOT_OVER = "Samtalen kan bedømmes, når der har været stille i en halv time."
NOBODY = "Vælg den kollega, der skal have samtalen."
NOT_FOR_THEM = "Samtalen venter ikke på den kollega: De har bedømt den, eller den er bedømt færdig."
LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Verdict:
    """What the form and what stands around it need, for one person."""

    conversation: str
    standing: Standing
    form: Form
    given: Mapping[str, str]
    needless: Sequence[str]
    comments: Sequence[Comment]
    tags: Sequence[str]
    known_tags: Sequence[str]
    me: int
    may_judge: bool
    holder: str
    colleagues: Sequence[Account]
    problem: str = ""
    right: Mapping[str, str] = field(default_factory=lambda: RIGHT)
    tones: Mapping[str, str] = field(default_factory=lambda: TONES)
    dangers: Mapping[str, str] = field(default_factory=lambda: URGENT)

    @property
    def reasons(self) -> Sequence[str]:
        return words(self.standing.reasons, drawn=self.standing.sampled)

    @property
    def blind(self) -> bool:
        """Whether what others think must wait."""
        return self.standing.raters > 1 and self.standing.mine is None and self.standing.may_judge


def routes() -> list[Route]:
    return [
        Route("/samtaler/{id}/bedoem", guarded("bedoemmer", _show), methods=["GET"]),
        Route("/samtaler/{id}/bedoem", guarded("bedoemmer", _save), methods=["POST"]),
        Route("/samtaler/{id}/kommentar", guarded("bedoemmer", _comment), methods=["POST"]),
        Route("/samtaler/{id}/maerke", guarded("bedoemmer", _tag), methods=["POST"]),
        Route("/samtaler/{id}/tildel", guarded("bedoemmer", _assign), methods=["POST"]),
    ]


async def found(request: Request, office: Office, visitor: Visitor) -> Conversation:
    """The conversation of the address. Raises 404, also where it is not the visitor's to see."""
    conversation = await run_in_threadpool(office.conversations.get, request.path_params["id"])
    if conversation is None or not visitor.sees(conversation.municipality):
        raise HTTPException(404)
    return conversation


async def verdict_of(office: Office, visitor: Visitor, conversation: str, municipality: str | None) -> Verdict:
    """For `_verdict.html`."""
    return await run_in_threadpool(_verdict, office, visitor, conversation, municipality)


def _verdict(
    office: Office,
    visitor: Visitor,
    conversation: str,
    municipality: str | None,
    *,
    given: Mapping[str, str] | None = None,
    needless: Sequence[str] = (),
    problem: str = "",
) -> Verdict:
    standing = office.reviews.standing(conversation, visitor.id)
    form = form_of(office, conversation)
    holder = office.accounts.get(standing.assigned) if standing.assigned else None
    before = standing.mine.judgement if standing.mine else None
    return Verdict(
        conversation=conversation,
        standing=standing,
        form=form,
        given=given if given is not None else answers(before) if before else form.start(),
        needless=needless if given is not None else before.needless if before else (),
        comments=office.remarks.comments(conversation),
        tags=office.remarks.tags(conversation),
        known_tags=office.remarks.known(visitor.municipalities),
        me=visitor.id,
        may_judge=visitor.may("bedoemmer") and standing.may_judge,
        holder=holder.name if holder else "",
        colleagues=_others(office, visitor, municipality, standing.state) if visitor.may("redaktoer") else (),
        problem=problem,
    )


def _others(office: Office, visitor: Visitor, municipality: str | None, state: str | None) -> list[Account]:
    return [one for one in colleagues(office, municipality, state) if one.id != visitor.id]


def form_of(office: Office, conversation: str) -> Form:
    told = Told.of(office.conversations.messages(conversation), office.labels)
    return Form.of(told, office.base, office.labels)


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    conversation = await found(request, office, visitor)
    await logged(office, visitor, conversation, "laest")
    verdict = await verdict_of(office, visitor, conversation.id, conversation.municipality)
    return page(request, "verdict.html", visitor, verdict=verdict, conversation=conversation)


async def _save(request: Request, office: Office, visitor: Visitor) -> Response:
    conversation, given = await found(request, office, visitor), await fields(request)
    needless = (await lists(request)).get("unoedig", [])
    form = await run_in_threadpool(form_of, office, conversation.id)
    try:
        judgement = form.read(given, needless)
        state = await run_in_threadpool(office.reviews.save, conversation.id, visitor.id, judgement)
    except (AnswerError, LockedError, SettledError, NotOverError) as raised:
        problem = _said(raised)
        return await _refused(request, office, visitor, conversation, given=given, needless=needless, problem=problem)
    detail = {"rigtig": judgement.route_right, "tilstand": state}
    await run_in_threadpool(office.audit.write, visitor.username, "bedoemt", conversation.id, conversation.municipality, detail)
    return await _onward(office, visitor, given) if "naeste" in given else _back(conversation.id)


async def _onward(office: Office, visitor: Visitor, given: Mapping[str, str]) -> Response:
    """To the next in the queue."""
    taken = await run_in_threadpool(office.queue.take_next, visitor.id, Wanted(visitor.municipalities))
    return RedirectResponse(f"/samtaler/{taken}#bedoem" if taken else "/koe?besked=tom", status_code=303)


async def _comment(request: Request, office: Office, visitor: Visitor) -> Response:
    conversation = await found(request, office, visitor)
    text = (await fields(request)).get("tekst", "").strip()[:LONGEST_COMMENT]
    if text:
        await run_in_threadpool(office.remarks.say, conversation.id, visitor.id, text)
        await logged(office, visitor, conversation, "kommentar")
    return _back(conversation.id, "kommentarer")


async def _tag(request: Request, office: Office, visitor: Visitor) -> Response:
    """One tag on, or one off."""
    conversation, given = await found(request, office, visitor), await fields(request)
    if given.get("fjern"):
        await run_in_threadpool(office.remarks.untag, conversation.id, given["fjern"])
    else:
        await run_in_threadpool(office.remarks.tag, conversation.id, given.get("maerke", ""))
    await logged(office, visitor, conversation, "maerke")
    return _back(conversation.id, "maerker")


async def _assign(request: Request, office: Office, visitor: Visitor) -> Response:
    """Take it, or let it go. What another has, or two differ on, is for an editor; so is giving it to somebody."""
    conversation, given = await found(request, office, visitor), await fields(request)
    standing = await run_in_threadpool(office.reviews.standing, conversation.id, visitor.id)
    for_editors = standing.assigned not in (None, visitor.id) or standing.state == DISAGREED
    if for_editors and not visitor.may("redaktoer"):
        raise HTTPException(403)
    if given.get("hvem") == "kollega":
        return await _give(request, office, visitor, conversation, standing.state)
    who = visitor.id if given.get("hvem") == "mig" else None
    if await run_in_threadpool(office.queue.assign, conversation.id, who):
        await logged(office, visitor, conversation, "tildelt" if who else "sluppet")
    return _back(conversation.id)


async def _give(request: Request, office: Office, visitor: Visitor, conversation: Conversation, state: str | None) -> Response:
    """To a colleague."""
    if not visitor.may("redaktoer"):
        raise HTTPException(403)
    chosen = (await fields(request)).get("kollega")
    possible = await run_in_threadpool(colleagues, office, conversation.municipality, state)
    colleague = next((one for one in possible if str(one.id) == chosen), None)
    if colleague is None or not await run_in_threadpool(office.queue.assign, conversation.id, colleague.id):
        return await _refused(request, office, visitor, conversation, problem=NOT_FOR_THEM if colleague else NOBODY)
    detail = {"til": colleague.username}
    await run_in_threadpool(office.audit.write, visitor.username, "givet", conversation.id, conversation.municipality, detail)
    return _back(conversation.id, "tildel")


async def _refused(request: Request, office: Office, visitor: Visitor, conversation: Conversation, **said: Any) -> Response:
    """The form again, with what was wrong."""
    again = partial(_verdict, office, visitor, conversation.id, conversation.municipality, **said)
    verdict = await run_in_threadpool(again)
    return page(request, "verdict.html", visitor, 422, verdict=verdict, conversation=conversation)


async def logged(office: Office, visitor: Visitor, conversation: Conversation, act: str) -> None:
    await run_in_threadpool(office.audit.write, visitor.username, act, conversation.id, conversation.municipality)


def _back(conversation: str, place: str = "bedoem") -> Response:
    return RedirectResponse(f"/samtaler/{conversation}#{place}", status_code=303)


def _said(raised: Exception) -> str:
    known = {LockedError: LOCKED, SettledError: SETTLED, NotOverError: NOT_OVER}
    return known.get(type(raised), str(raised))
