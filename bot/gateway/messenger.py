"""Messenger: Meta's webhook in, the outbox out.

By default it only shows the way: no question is asked there, and what was written goes
along to the page by a link that works once. Danish authorities doubt that more is lawful;
a municipality that has settled that opens it with `aaben: ja`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels import messenger
from bot.gateway.exchange import LONGEST, UnknownOptionError
from bot.gateway.house import House
from bot.gateway.views import shown
from bot.store import Conversation, Message
from bot.store.conversations import Said

CHANNEL = "messenger"
LONGEST_BODY = 1_000_000  # bytes
LINK_LIVES = timedelta(hours=24)


class MessengerDesk:
    """What comes by Messenger, and how it is answered."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> list[Route]:
        return [Route("/messenger", self._verify, methods=["GET"]), Route("/messenger", self._receive, methods=["POST"])]

    # --- in ---

    async def _verify(self, request: Request) -> Response:
        answer = messenger.challenge(request.query_params, self._house.settings.messenger_verify_token)
        return PlainTextResponse(answer or "", status_code=200 if answer else 403)

    async def _receive(self, request: Request) -> Response:
        body = await request.body()
        signature = request.headers.get(messenger.SIGNATURE_HEADER)
        if len(body) > LONGEST_BODY or not messenger.signed_by_meta(self._house.settings.messenger_app_secret, body, signature):
            return PlainTextResponse("", status_code=403)
        try:
            payload = json.loads(body)
        except ValueError:
            return PlainTextResponse("", status_code=400)
        for incoming in messenger.read_events(payload):
            await self._hear(incoming)
        return PlainTextResponse("EVENT_RECEIVED")  # what is answered comes by the outbox, later

    async def _hear(self, incoming: messenger.Incoming) -> None:
        channels = self._house.channels.by_page(incoming.page)
        if channels is None or await run_in_threadpool(self._house.peers.seen, CHANNEL, incoming.id):
            return
        peer = await run_in_threadpool(self._house.peers.meet, CHANNEL, incoming.page, incoming.psid)
        conversation = await self._house.conversation_with(peer, CHANNEL, channels.key)
        if incoming.text or incoming.payload:
            await self._tell(conversation, incoming)
        elif incoming.attachments:
            await self._house.exchange.say(conversation.id, [Said("system", self._house.wording.say("doer.messenger.billede"))])
        await run_in_threadpool(self._house.peers.first_time, CHANNEL, incoming.id)

    async def _tell(self, conversation: Conversation, incoming: messenger.Incoming) -> None:
        mark = self._house.mark(CHANNEL, incoming.id)
        try:
            await self._house.exchange.receive(
                conversation, text=incoming.text[:LONGEST], option=incoming.payload, client_id=mark
            )
        except UnknownOptionError:  # a button of another time, or somebody else's: what stands on it is what they say
            await self._house.exchange.receive(conversation, text=incoming.text[:LONGEST] or "?", client_id=mark)

    # --- out ---

    async def deliver(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        peer = await run_in_threadpool(self._house.peers.of, conversation.id)
        channels = self._house.channels.get(conversation.municipality or "")
        said = [shown(message) for message in messages if message.author != "citizen"]
        if peer is None or channels is None or not said:
            return
        if not channels.messenger.open:
            said = await self._the_way(conversation, said)
        page, psid = await run_in_threadpool(self._house.peers.addresses, peer)
        for message in said:
            for body in messenger.send_bodies(psid, message):
                letter = {"page": page, "body": body, "since": peer.last_at.isoformat()}
                await run_in_threadpool(partial(self._house.letters.write, "messenger", letter, conversation=conversation.id))

    async def _the_way(self, conversation: Conversation, said: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Danger is always answered; a person's words are a person's; all else waits on the page."""
        kept = [dict(message) for message in said if message.get("urgent") or message["author"] in ("person", "system")]
        for message in kept:
            message.pop("question", None)
        if any(message["author"] == "bot" for message in said):
            key = await run_in_threadpool(lambda: self._house.conversations.link(conversation.id, lives=LINK_LIVES))
            link = f"{self._house.public_url}/fortsaet/{key}"
            kept.append({"author": "system", "text": self._house.wording.say("doer.messenger.videre", 0, link=link)})
        return kept


def messenger_request(content: dict[str, Any], settings) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    """What to ask of httpx, to send one message."""
    return {
        "url": f"{settings.messenger_graph}/me/messages",
        "json": content["body"],
        "headers": messenger.authorization(settings.messenger_page_token),
    }
