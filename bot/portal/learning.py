"""Teaching the bot by what it got wrong: one person proposes, another approves, and the file is there to be fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.downloads import download
from bot.portal.guard import Visitor, fields, guarded
from bot.portal.judging import GROUPS
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.teaching import choices, proposal, refusal, taught
from bot.portal.verdict import found, logged
from bot.review.lesson import TEACHABLE
from bot.store import Correction
from bot.store.corrections import APPROVED, EXPORTED, PROPOSED, REJECTED, DecidedError, SamePersonError
from bot.store.reach import EVERYWHERE
from bot.triage import VED_IKKE

LONGEST, LONGEST_NOTE = 2000, 500
MOST = 2**31  # corrections that a database can number
SAID = {
    "foreslaaet": "Tak. En kollega skal godkende rettelsen, før botten lærer af den.",
    "godkendt": "Rettelsen er godkendt.",
    "afvist": "Rettelsen er afvist.",
    "afgjort": "En anden har allerede taget stilling til rettelsen.",
    "selv": "Du har selv foreslået rettelsen. En anden skal godkende den.",
}
STATES = {
    PROPOSED: ("Venter på godkendelse", "info"),
    APPROVED: ("Godkendt", "good"),
    REJECTED: ("Afvist", "plain"),
    EXPORTED: ("Med i træningen", "good"),
}


@dataclass(frozen=True)
class Spoken:
    """A citizen's message, the question it answers, and what was newly understood of it."""

    seq: int
    text: str
    asked: str | None
    facts: Mapping[str, str]


def routes() -> list[Route]:
    return [
        Route("/samtaler/{id}/laer", guarded("bedoemmer", _choose), methods=["GET"]),
        Route("/samtaler/{id}/laer", guarded("bedoemmer", _propose), methods=["POST"]),
        Route("/laering", guarded("bedoemmer", _list), methods=["GET"]),
        Route("/laering/fra_samtaler.diff", guarded("redaktoer", _diff), methods=["GET"]),
        Route("/laering/{number:int}", guarded("redaktoer", _decide), methods=["POST"]),
    ]


async def _choose(request: Request, office: Office, visitor: Visitor) -> Response:
    conversation = await found(request, office, visitor)
    spoken = await run_in_threadpool(_spoken, office, conversation.id)
    await logged(office, visitor, conversation, "laest")
    chosen = next((one for one in spoken if str(one.seq) == request.query_params.get("besked")), None)
    given = {"tekst": chosen.text, **chosen.facts} if chosen else {}
    return _form(request, office, visitor, conversation.id, spoken, chosen, given)


async def _propose(request: Request, office: Office, visitor: Visitor) -> Response:
    """Masked again: it is written by hand now, and a name is easily written."""
    conversation, given = await found(request, office, visitor), await fields(request)
    spoken = await run_in_threadpool(_spoken, office, conversation.id)
    chosen = next((one for one in spoken if str(one.seq) == given.get("besked")), None)
    if chosen is None:
        raise HTTPException(404)
    text = (await run_in_threadpool(office.masker.mask, given.get("tekst", "").strip()[:LONGEST])).text
    facts = taught(given, office.base)
    problem = await run_in_threadpool(refusal, text, facts)
    if problem:
        given |= {"tekst": text}
        return _form(request, office, visitor, conversation.id, spoken, chosen, given, problem=problem)
    note = (await run_in_threadpool(office.masker.mask, given.get("note", "").strip()[:LONGEST_NOTE])).text
    propose = partial(
        office.corrections.propose,
        text,
        facts,
        asked=chosen.asked,
        conversation=conversation.id,
        municipality=conversation.municipality,
        username=visitor.username,
        note=note,
    )
    number = await run_in_threadpool(propose)
    await run_in_threadpool(
        office.audit.write, visitor.username, "rettelse", f"rettelse-{number}", conversation.municipality, {"fakta": facts}
    )
    return RedirectResponse("/laering?besked=foreslaaet", status_code=303)


async def _list(request: Request, office: Office, visitor: Visitor) -> Response:
    corrections = await run_in_threadpool(office.corrections.listed, visitor.municipalities, list(STATES))
    waiting = [one for one in corrections if one.state == PROPOSED]
    whole = visitor.may("redaktoer") and EVERYWHERE in visitor.municipalities
    file = await run_in_threadpool(proposal, office.corrections) if whole else None
    return page(
        request,
        "lessons.html",
        visitor,
        waiting=waiting,
        decided=[one for one in reversed(corrections) if one.state != PROPOSED],
        said_so=SAID.get(request.query_params.get("besked", ""), ""),
        states=STATES,
        file=file,
        facts=_facts,
    )


async def _decide(request: Request, office: Office, visitor: Visitor) -> Response:
    correction, given = await _correction(request, office, visitor), await fields(request)
    approved = given.get("svar") == "godkend"
    note = (await run_in_threadpool(office.masker.mask, given.get("note", "").strip()[:LONGEST_NOTE])).text
    decide = partial(office.corrections.decide, correction.id, approved=approved, username=visitor.username, note=note)
    try:
        await run_in_threadpool(decide)
    except SamePersonError:
        return RedirectResponse("/laering?besked=selv", status_code=303)
    except DecidedError:
        return RedirectResponse("/laering?besked=afgjort", status_code=303)
    said = "godkendt" if approved else "afvist"
    await run_in_threadpool(
        office.audit.write, visitor.username, f"rettelse_{said}", f"rettelse-{correction.id}", correction.municipality
    )
    return RedirectResponse(f"/laering?besked={said}", status_code=303)


async def _diff(request: Request, office: Office, visitor: Visitor) -> Response:
    """Of all municipalities, so for those who see all: it is one file."""
    if EVERYWHERE not in visitor.municipalities:
        raise HTTPException(403)
    file = await run_in_threadpool(proposal, office.corrections)
    await run_in_threadpool(office.audit.write, visitor.username, "eksport", "fra_samtaler.diff")
    return download("fra_samtaler.diff", file.diff.encode(), "text/x-diff; charset=utf-8")


async def _correction(request: Request, office: Office, visitor: Visitor) -> Correction:
    number = request.path_params["number"]
    correction = await run_in_threadpool(office.corrections.get, number) if number < MOST else None
    if correction is None or not visitor.sees(correction.municipality):
        raise HTTPException(404)
    return correction


def _spoken(office: Office, conversation: str) -> list[Spoken]:
    """What the citizen wrote, message by message."""
    transcript = office.transcripts.get(conversation)
    if transcript is None:
        return []
    known: Mapping[str, str] = {}
    asked: str | None = None
    spoken = []
    for message in transcript.messages:
        if message.author != "citizen":
            continue
        turn = transcript.turns.get(message.seq)
        understood: Mapping[str, Any] = (turn.understood if turn else None) or {}
        facts = understood.get("facts") or {}
        new = {fact: facts[fact] for fact in TEACHABLE if fact in facts and facts[fact] != known.get(fact)}
        spoken.append(Spoken(message.seq, message.text, asked, new))
        known, asked = facts or known, understood.get("asked")
    return spoken


def _form(
    request: Request,
    office: Office,
    visitor: Visitor,
    conversation: str,
    spoken: Sequence[Spoken],
    chosen: Spoken | None,
    given: Mapping[str, str],
    *,
    problem: str = "",
) -> Response:
    return page(
        request,
        "lesson.html",
        visitor,
        422 if problem else 200,
        conversation=conversation,
        spoken=spoken,
        chosen=chosen,
        given=given,
        problem=problem,
        facts=[(fact, _groups(fact, office)) for fact in TEACHABLE],
    )


def _groups(fact: str, office: Office) -> dict[str, list[tuple[str, str]]]:
    """The answers to choose from; areas under their groups, others under none."""
    if fact != "omraade":
        return {"": [(answer, office.labels.of(answer, fact)) for answer in choices(fact, office.base)]}
    groups: dict[str, list[tuple[str, str]]] = {"": [(VED_IKKE, office.labels.of(VED_IKKE))]}
    for area in sorted(office.base.areas.values(), key=lambda area: (area.group, area.name.casefold())):
        groups.setdefault(GROUPS.get(area.group, area.group), []).append((area.key, office.labels.of(area.key, fact)))
    return groups


def _facts(correction: Correction) -> list[tuple[str, str]]:
    return [(fact, correction.facts[fact]) for fact in TEACHABLE if fact in correction.facts]
