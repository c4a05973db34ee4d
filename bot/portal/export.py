"""Out to the journal, and exempt from deletion: what an office does with a conversation it needs for a case."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal import journal
from bot.portal.downloads import download
from bot.portal.guard import Visitor, fields, guarded
from bot.portal.journal import FORMATS, Record
from bot.portal.office import Office
from bot.portal.pages import page
from bot.store.audit import AuditFilter
from bot.store.heads import Head
from bot.store.inbox import Item

# Chosen from a list, because the log is never deleted: nobody's name is to stand in it.
REASONS = {
    "sag": "Den indgår i en sag hos os",
    "aktindsigt": "Der er søgt aktindsigt",
    "tilsyn": "Ombudsmanden eller tilsynet har sagen",
    "retssag": "Der er en retssag eller et krav om erstatning",
}
KEPT, LET_GO = "gemt", "ikke_gemt"


def routes() -> list[Route]:
    return [
        Route("/indbakke/{kvittering}/journal", guarded("bedoemmer", _item_page), methods=["GET"]),
        Route("/indbakke/{kvittering}/journal", guarded("bedoemmer", _export_item), methods=["POST"]),
        Route("/samtaler/{id}/journal", guarded("bedoemmer", _conversation_page), methods=["GET"]),
        Route("/samtaler/{id}/journal", guarded("bedoemmer", _export_conversation), methods=["POST"]),
        Route("/samtaler/{id}/behold", guarded("bedoemmer", _keep), methods=["POST"]),
    ]


async def _item_page(request: Request, office: Office, visitor: Visitor) -> Response:
    item = await _item(request, office, visitor)
    return page(
        request, "journal_choose.html", visitor, title=f"Besked {item.receipt}", back=f"/indbakke/{item.receipt}", item=item
    )


async def _export_item(request: Request, office: Office, visitor: Visitor) -> Response:
    item, form = await _item(request, office, visitor), await fields(request)
    with_parties = form.get("parter") == "ja"
    log = partial(office.audit.write, visitor.username, municipality=item.municipality)
    if with_parties:
        await run_in_threadpool(partial(log, act="kontakt_set", about=item.receipt))
    detail = {"format": _format(form), "parter": with_parties}
    await run_in_threadpool(partial(log, act="eksport", about=item.receipt, detail=detail))
    record = await run_in_threadpool(_record, office, visitor, item, with_parties)
    return _given(request, visitor, record, _format(form))


def _record(office: Office, visitor: Visitor, item: Item, with_parties: bool) -> Record:
    contact = (office.handovers.contact(item.receipt) or {}) if with_parties else {}
    messages = office.conversations.messages(item.conversation) if item.conversation else []
    return journal.of_item(
        item,
        messages,
        office.inbox.notes(item.receipt),
        office.labels,
        parties=", ".join(contact[field] for field in ("name", "reach") if contact.get(field)),
        at=office.clock(),
        by=visitor.name,
    )


async def _conversation_page(request: Request, office: Office, visitor: Visitor) -> Response:
    head = await _head(request, office, visitor)
    return page(
        request,
        "journal_choose.html",
        visitor,
        title="Samtalen",
        back=f"/samtaler/{head.id}",
        item=None,
        head=head,
        reasons=REASONS,
        kept_since=await run_in_threadpool(_kept_since, office, head) if head.kept else None,
    )


def _kept_since(office: Office, head: Head) -> tuple[str, str, object]:
    """Who keeps it, why, and since when: the log remembers."""
    found = office.audit.read(AuditFilter(about=head.id, act=KEPT), limit=1)
    if not found:
        return "", "", None
    why = REASONS.get(str((found[0].detail or {}).get("grund")), "")
    return office.accounts.name_of(found[0].username), why, found[0].at


async def _export_conversation(request: Request, office: Office, visitor: Visitor) -> Response:
    head, form = await _head(request, office, visitor), await fields(request)
    detail = {"format": _format(form)}
    await run_in_threadpool(office.audit.write, visitor.username, "eksport", head.id, head.municipality, detail)
    messages = await run_in_threadpool(office.conversations.messages, head.id)
    receipts = ", ".join(one.receipt for one in await run_in_threadpool(office.handovers.of, head.id))
    record = journal.of_conversation(head, messages, office.labels, receipt=receipts, at=office.clock(), by=visitor.name)
    return _given(request, visitor, record, _format(form))


async def _keep(request: Request, office: Office, visitor: Visitor) -> Response:
    """Exempt from deletion, with a reason; or no longer."""
    head, form = await _head(request, office, visitor), await fields(request)
    kept, reason = form.get("behold") == "ja", form.get("grund", "")
    if kept and reason not in REASONS:
        raise HTTPException(400)
    if await run_in_threadpool(partial(office.heads.keep, head.id, kept=kept)):
        detail = {"grund": reason} if kept else None
        act = KEPT if kept else LET_GO
        await run_in_threadpool(office.audit.write, visitor.username, act, head.id, head.municipality, detail)
    return RedirectResponse(f"/samtaler/{head.id}/journal", status_code=303)


def _format(form: dict[str, str]) -> str:
    return form["format"] if form.get("format") in FORMATS else "html"


def _given(request: Request, visitor: Visitor, record: Record, wanted: str) -> Response:
    if wanted not in FORMATS:
        return page(request, "journal.html", visitor, record=record)
    kind, write = FORMATS[wanted]
    return download(f"{record.receipt.partition(',')[0] or record.conversation}.{wanted}", write(record).encode(), kind)


async def _item(request: Request, office: Office, visitor: Visitor) -> Item:
    item = await run_in_threadpool(office.inbox.get, request.path_params["kvittering"])
    if item is None or not visitor.sees(item.municipality):
        raise HTTPException(404)
    return item


async def _head(request: Request, office: Office, visitor: Visitor) -> Head:
    head = await run_in_threadpool(office.heads.get, request.path_params["id"])
    if head is None or not visitor.sees(head.municipality):
        raise HTTPException(404)
    return head
