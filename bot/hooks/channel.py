"""The one way in: JSON over HTTP on the loopback address.

Rasa's REST channel takes anything from anybody: a typed `/intent{…}` sets the
intent, a sender can be any string, and an error logs what the citizen wrote. This
one has the same address and form, and lets through only text: identifiers masked,
slashes and control characters gone, nothing longer than a person writes. A text
and what it means to a machine (`custom`) come back as one message.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue.clean import LONGEST, clean
from bot.dialogue.wording import load_wording
from bot.knowledge.names import lexicon
from bot.learning.danish import persons
from bot.privacy import Masker, may_end_a_number

SENDER = re.compile(r"[\w.:@+-]{1,128}")
UNDERSTOOD = "understood"  # what a message was taken to mean: for the door, never for a citizen
KNOWN_METADATA = ("municipality", "channel")
TOLD_ABOUT = ("cpr", "telefon", "mail")  # a caseworker's name is taken out without a word

logger = logging.getLogger(__name__)


class WholeMessages(CollectingOutputChannel):
    """Collects each message whole: the text as it was written, with its `custom` beside it."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        await self._persist_message(self._message(recipient_id, text=message.get("text"), custom=message.get("custom")))


class LoopbackInput(InputChannel):
    """`POST /webhooks/rest/webhook {"sender", "message", "metadata": {"municipality": "aalborg"}}`"""

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("loopback", __name__)

        @webhook.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            body = _body(request)
            if body is None or not SENDER.fullmatch(str(body.get("sender", ""))):
                return response.json(
                    {"error": "expected JSON with sender (1-128 letters, digits, .:@+-_) and message"}, status=400
                )
            messages = await _turn(request, body, on_new_message)
            return response.json([message for message in messages if UNDERSTOOD not in message.get("custom", ())])

        @webhook.post("/turn")
        async def receive_from_door(request: Request) -> HTTPResponse:
            body = _body(request)
            if body is None or not SENDER.fullmatch(str(body.get("sender", ""))):
                return response.json({"error": "expected JSON with sender and message"}, status=400)
            messages = await _turn(request, body, on_new_message)
            return response.json(
                {
                    "messages": [message for message in messages if UNDERSTOOD not in message.get("custom", ())],
                    UNDERSTOOD: next((m["custom"][UNDERSTOOD] for m in messages if UNDERSTOOD in m.get("custom", ())), None),
                }
            )

        @webhook.delete("/conversations/<sender>")
        async def forget(request: Request, sender: str) -> HTTPResponse:
            if not SENDER.fullmatch(sender):
                return response.json({"error": "expected a sender"}, status=400)
            _forget(request.app.ctx.agent.tracker_store, sender)
            return response.empty()

        return webhook


async def _turn(
    request: Request, body: dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> list[dict[str, Any]]:
    collector = WholeMessages()
    try:
        await on_new_message(_message(body, collector, after=await _before(request, body)))
    except Exception as problem:  # a citizen never sees one, and its text may quote what was written
        logger.error("turn_failed error=%s", type(problem).__name__)
        collector.messages = [{"recipient_id": body["sender"], "text": load_wording().say("fejl")}]
    return collector.messages


def _forget(store: Any, sender: str) -> None:
    """Delete all that Rasa has kept of a conversation; SQLite overwrites it (bot/hooks/server.py)."""
    while hasattr(store, "_tracker_store"):  # Rasa wraps the one that has the database
        store = store._tracker_store
    with store.session_scope() as session:
        session.query(store.SQLEvent).filter_by(sender_id=sender).delete()
        session.commit()


def _body(request: Request) -> dict[str, Any] | None:
    try:
        body = request.json
    except Exception:  # whatever the JSON library raises: it is not JSON
        return None
    return body if isinstance(body, dict) else None


async def _before(request: Request, body: dict[str, Any]) -> str:
    """The message before this one, where the two may hold one number between them."""
    raw = body.get("message")
    if not isinstance(raw, str) or not may_end_a_number(raw):
        return ""
    tracker = await request.app.ctx.agent.tracker_store.retrieve(str(body["sender"]))
    return str(tracker.latest_message.text or "") if tracker and tracker.latest_message else ""


def _message(body: dict[str, Any], collector: WholeMessages, *, after: str) -> UserMessage:
    raw = body.get("message")
    masked = _masker().mask(raw[: LONGEST + 1] if isinstance(raw, str) else "", after=after)
    given = body.get("metadata")
    metadata = {key: given[key] for key in KNOWN_METADATA if isinstance(given, dict) and isinstance(given.get(key), str)}
    before = given.get("masked") if isinstance(given, dict) else None  # the door has masked it already
    taken = {*masked.kinds, *(before if isinstance(before, list) else ())}
    if told := [kind for kind in TOLD_ABOUT if kind in taken]:
        metadata["masked"] = told
    if (isinstance(raw, str) and len(raw) > LONGEST) or (isinstance(given, dict) and given.get("cut") is True):
        metadata["cut"] = True
    return UserMessage(clean(masked.text).text, collector, str(body["sender"]), input_channel="rest", metadata=metadata)


@cache
def _masker() -> Masker:
    return Masker(lexicon(), (persons,))
