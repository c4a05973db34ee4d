"""The inbox: citizens' messages to a person, who has each, and what became of it.

The list says nothing of who the citizen is. Their name and number are opened one message at a
time, by those who are to answer it, and each opening is written in the log.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.guard import Visitor, fields, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.scope import served
from bot.portal.waited import waited
from bot.store.conversations import PERSON, Said
from bot.store.handovers import ACCEPTED, DELIVERED, DONE, FAILED, SENT
from bot.store.inbox import NOTED, REPLIED, Item

PAGE = 50
LONGEST, LONGEST_NOTE = 2000, 1000
CHOICES = {  # what one may look at: name -> (label, states)
    "aabne": ("Åbne", (FAILED, SENT, DELIVERED, ACCEPTED)),
    "venter": ("Venter på nogen", (FAILED, SENT, DELIVERED)),
    "taget": ("Taget", (ACCEPTED,)),
    "fejlet": ("Ikke fremme", (FAILED,)),
    "lukket": ("Lukket", (DONE,)),
}
CLOSINGS = {"solved": "Løst", "referred": "Henvist til andre", "unreached": "Ikke fået fat i borgeren", "other": "Andet"}
ACTS = {
    "taken": "tog den",
    "replied": "skrev til borgeren i chatten",
    "note": "skrev et notat",
    "closed": "lukkede den",
    "reopened": "åbnede den igen",
}
KINDS = {SENT: "info", DELIVERED: "info", ACCEPTED: "good", FAILED: "bad", DONE: "plain"}
TOLD_NOTHING = "Skriv noget, før du sender."


def routes() -> list[Route]:
    return [
        Route("/indbakke", guarded("laeser", _list), methods=["GET"]),
        Route("/indbakke/{kvittering}", guarded("laeser", _show), methods=["GET"]),
        *(
            Route(f"/indbakke/{{kvittering}}/{name}", guarded("bedoemmer", act), methods=["POST"])
            for name, act in (
                ("kontakt", _open),
                ("tag", _take),
                ("svar", _reply),
                ("notat", _note),
                ("luk", _close),
                ("genaabn", _reopen),
            )
        ),
    ]


async def _list(request: Request, office: Office, visitor: Visitor) -> Response:
    chosen = request.query_params.get("tilstand", "aabne")
    chosen = chosen if chosen in CHOICES else "aabne"
    municipality = request.query_params.get("kommune", "")
    number = request.query_params.get("side", "1")
    here = int(number) if number.isdecimal() and 0 < int(number) < 10_000 else 1
    find = partial(
        office.inbox.find,
        municipalities=visitor.municipalities,
        states=CHOICES[chosen][1],
        municipality=municipality if municipality in office.base.places else None,
        limit=PAGE + 1,
        offset=(here - 1) * PAGE,
    )
    items = await run_in_threadpool(find)
    counts = await run_in_threadpool(office.inbox.counts, visitor.municipalities)
    return page(
        request,
        "inbox.html",
        visitor,
        items=items[:PAGE],
        choices={name: (label, sum(counts.get(one, 0) for one in states)) for name, (label, states) in CHOICES.items()},
        chosen=chosen,
        municipality=municipality,
        municipalities=served(office, visitor),
        waited=partial(waited, now=office.clock()),
        kinds=KINDS,
        earlier=_address(chosen, municipality, here - 1) if here > 1 else None,
        later=_address(chosen, municipality, here + 1) if len(items) > PAGE else None,
    )


def _address(chosen: str, municipality: str, number: int) -> str:
    return "/indbakke?" + urlencode({"tilstand": chosen, "kommune": municipality, "side": number})


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    item = await _item(request, office, visitor)
    await run_in_threadpool(office.audit.write, visitor.username, "laest", item.receipt, item.municipality)
    return await _page(request, office, visitor, item)


async def _open(request: Request, office: Office, visitor: Visitor) -> Response:
    """Written in the log before it is shown, so that nothing is seen that the log does not know."""
    item = await _item(request, office, visitor)
    await run_in_threadpool(office.audit.write, visitor.username, "kontakt_set", item.receipt, item.municipality)
    contact = await run_in_threadpool(office.handovers.contact, item.receipt)
    return await _page(request, office, visitor, item, contact=contact or {})


async def _take(request: Request, office: Office, visitor: Visitor) -> Response:
    item = await _item(request, office, visitor)
    taken_from = (await fields(request)).get("fra") or None
    take = partial(office.inbox.take, item.receipt, by=visitor.username, taken_from=taken_from)
    if not await run_in_threadpool(take):
        return await _too_late(request, office, visitor)
    await _written(office, visitor, item, "taget")
    if taken_from is None and item.conversation:
        await run_in_threadpool(office.live.say, item.conversation, [_taken(office, item)])
    return _back(item)


def _taken(office: Office, item: Item) -> Said:
    name = office.base.municipality(item.municipality).office.name
    text = office.wording.say("doer.henvendelse_taget", kvittering=item.receipt, navn=name)
    return Said("system", text, {"handover": {"receipt": item.receipt, "state": ACCEPTED}})


async def _too_late(request: Request, office: Office, visitor: Visitor) -> Response:
    """Somebody else was quicker: who it was."""
    item = await _item(request, office, visitor)
    if item.done:
        problem = "Den er lukket i mellemtiden."
    elif item.taken_by:
        problem = f"{await run_in_threadpool(office.accounts.name_of, item.taken_by)} har taget den."
    else:
        problem = "Ingen har den mere. Tag den, hvis du vil svare."
    return await _page(request, office, visitor, item, problem=problem, status=409)


async def _reply(request: Request, office: Office, visitor: Visitor) -> Response:
    """The bot is silent from now on, so that two do not answer at once."""
    item, text = await _item(request, office, visitor), await _text(request, LONGEST)
    if item.taken_by != visitor.username or item.done:
        return await _too_late(request, office, visitor)
    if not text:
        return await _page(request, office, visitor, item, problem=TOLD_NOTHING, status=422)
    if not await _said(office, item, text):
        problem = "Samtalen er slut, og beskeden blev ikke sendt. Ring eller skriv til borgeren i stedet."
        return await _page(request, office, visitor, item, problem=problem, kept=text, status=409)
    await run_in_threadpool(partial(office.inbox.note, item.receipt, REPLIED, by=visitor.username))
    await _written(office, visitor, item, "svaret")
    return _back(item)


async def _said(office: Office, item: Item, text: str) -> bool:
    head = await run_in_threadpool(office.heads.get, item.conversation) if item.conversation else None
    if head is None or not head.lives(office.clock()):
        return False
    if head.state != PERSON:
        await run_in_threadpool(office.live.take_over, head.id, office.wording.say("doer.person_er_her"))
    return await run_in_threadpool(office.live.writes, head.id, text)


async def _note(request: Request, office: Office, visitor: Visitor) -> Response:
    item, text = await _item(request, office, visitor), await _text(request, LONGEST_NOTE)
    if not text:
        return await _page(request, office, visitor, item, problem=TOLD_NOTHING, status=422)
    await run_in_threadpool(partial(office.inbox.note, item.receipt, NOTED, by=visitor.username, text=text))
    await _written(office, visitor, item, "notat")
    return _back(item)


async def _close(request: Request, office: Office, visitor: Visitor) -> Response:
    item, text = await _item(request, office, visitor), await _text(request, LONGEST_NOTE)
    kind = (await fields(request)).get("udfald", "")
    if kind not in CLOSINGS:
        return await _page(request, office, visitor, item, problem="Vælg, hvordan det endte.", kept_note=text, status=422)
    if item.taken_by not in (None, visitor.username):
        return await _too_late(request, office, visitor)
    close = partial(office.inbox.close, item.receipt, by=visitor.username, kind=kind, text=text)
    if not await run_in_threadpool(close):
        return await _too_late(request, office, visitor)
    await _written(office, visitor, item, "lukket", {"udfald": kind})
    return _back(item)


async def _reopen(request: Request, office: Office, visitor: Visitor) -> Response:
    item = await _item(request, office, visitor)
    if not await run_in_threadpool(partial(office.inbox.reopen, item.receipt, by=visitor.username)):
        return await _too_late(request, office, visitor)
    await _written(office, visitor, item, "genaabnet")
    return _back(item)


async def _item(request: Request, office: Office, visitor: Visitor) -> Item:
    item = await run_in_threadpool(office.inbox.get, request.path_params["kvittering"])
    if item is None or not visitor.sees(item.municipality):
        raise HTTPException(404)
    return item


async def _page(
    request: Request,
    office: Office,
    visitor: Visitor,
    item: Item,
    *,
    contact: Mapping[str, Any] | None = None,
    problem: str = "",
    kept: str = "",
    kept_note: str = "",
    status: int = 200,
) -> Response:
    notes = await run_in_threadpool(office.inbox.notes, item.receipt)
    head = await run_in_threadpool(office.heads.get, item.conversation) if item.conversation else None
    names = {note.account: await run_in_threadpool(office.accounts.name_of, note.account) for note in notes}
    return page(
        request,
        "inbox_item.html",
        visitor,
        status,
        item=item,
        fate=await run_in_threadpool(office.inbox.fate, item.receipt),
        head=head,
        lives=head is not None and head.lives(office.clock()),
        contact=contact,
        notes=notes,
        names=names,
        taken_by=await run_in_threadpool(office.accounts.name_of, item.taken_by) if item.taken_by else "",
        mine=item.taken_by == visitor.username,
        waited=waited(item.created_at, office.clock()),
        acts=ACTS,
        closings=CLOSINGS,
        kinds=KINDS,
        problem_text=problem,
        kept=kept,
        kept_note=kept_note,
        longest=LONGEST,
        longest_note=LONGEST_NOTE,
    )


async def _text(request: Request, longest: int) -> str:
    return (await fields(request)).get("tekst", "").replace("\r\n", "\n").strip()[:longest]


async def _written(office: Office, visitor: Visitor, item: Item, act: str, detail: Mapping[str, Any] | None = None) -> None:
    await run_in_threadpool(office.audit.write, visitor.username, act, item.receipt, item.municipality, detail)


def _back(item: Item) -> Response:
    return RedirectResponse(f"/indbakke/{item.receipt}", status_code=303)
