"""SMS: two gateways' webhooks in, the outbox out. The number they write from is never kept in the clear."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels import gatewayapi, twilio_sms
from bot.channels.sms_answer import choice, command
from bot.channels.sms_delivery import Delivery
from bot.channels.sms_parts import PATIENCE, Sms, State, Whole, as_json, from_json, release, take
from bot.channels.sms_prompt import sms_texts
from bot.gateway.exchange import LONGEST
from bot.gateway.house import House
from bot.gateway.views import shown
from bot.knowledge.channels import MunicipalityChannels
from bot.store import Conversation, Message, Peer
from bot.store.conversations import Said

CHANNEL = "sms"
LONGEST_BODY = 64_000  # bytes
LETTER = "brev"  # which of our texts a status is about
CALL_ME = "ring"  # the word that lets a person call


class SmsDesk:
    """What comes by SMS, and how it is answered."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> list[Route]:
        return [
            Route("/sms/gatewayapi/{number}", self._gatewayapi, methods=["POST"]),
            Route("/sms/twilio", self._twilio, methods=["POST"]),
            Route("/sms/twilio/status", self._twilio_status, methods=["POST"]),
        ]

    # --- in ---

    async def _gatewayapi(self, request: Request) -> Response:
        settings, body = self._house.settings, await _body(request)
        api: gatewayapi.Api = "rest" if settings.gatewayapi_rest else "messaging"
        signature = request.headers.get(gatewayapi.SIGNATURE_HEADER[api])
        try:
            event = gatewayapi.vouched_for(api, secret=settings.gatewayapi_secret, body=body, signature=signature)
            if event is None:
                return PlainTextResponse("", status_code=403)
            read = gatewayapi.read_event(event)
        except ValueError:
            return PlainTextResponse("", status_code=400)
        if isinstance(read, Sms):
            # The newer API does not say which of our numbers it was: each has an address of its own.
            await self._take(read, receiver=read.receiver or "+" + request.path_params["number"])
        elif read:
            await self._note(read, read.reference or "")
        return PlainTextResponse("")

    async def _twilio(self, request: Request) -> Response:
        try:
            fields = await self._signed_by_twilio(request)
            if fields is None:
                return PlainTextResponse("", status_code=403)
            sms = twilio_sms.read_message(fields)
        except ValueError:
            return PlainTextResponse("", status_code=400)
        await self._take(sms, receiver=sms.receiver or "")
        return Response(twilio_sms.NO_REPLY, media_type=twilio_sms.NO_REPLY_TYPE)

    async def _twilio_status(self, request: Request) -> Response:
        try:
            fields = await self._signed_by_twilio(request)
            if fields is None:
                return PlainTextResponse("", status_code=403)
            await self._note(twilio_sms.read_delivery(fields), request.query_params.get(LETTER, ""))
        except ValueError:
            return PlainTextResponse("", status_code=400)
        return PlainTextResponse("")

    async def _signed_by_twilio(self, request: Request) -> dict[str, str] | None:
        """The form; None where the signature is not Twilio's. Raises ValueError for what is no form."""
        fields = twilio_sms.form_fields(await _body(request))
        url = f"{self._house.public_url}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
        signature, token = request.headers.get(twilio_sms.SIGNATURE_HEADER), self._house.settings.twilio_token
        return fields if twilio_sms.signed_by_twilio(token, url=url, fields=fields, signature=signature) else None

    async def _note(self, delivery: Delivery, letter: str) -> None:
        """A text that never reached its telephone is shown as such to whoever looks after the outbox."""
        if delivery.state == "failed" and letter.isdecimal():
            await run_in_threadpool(self._house.letters.lost, int(letter), f"sms {delivery.status}")

    async def _take(self, sms: Sms, *, receiver: str) -> None:
        """A message that is whole is heard; a part waits for the others, which may come to another door."""
        if sms.place is None:
            whole: Sequence[Whole] = take((), sms, at=datetime.now(timezone.utc))[1]
        else:
            kept = replace(sms, receiver=receiver)
            whole = await run_in_threadpool(
                self._house.pending.change, f"{receiver} {sms.sender}", _parts(lambda state, at: take(state, kept, at=at))
            )
        await self._hear_all(whole, receiver)

    async def let_go(self) -> None:
        """What has waited too long for its other parts is taken as it is."""
        old = datetime.now(timezone.utc).replace(tzinfo=None) - PATIENCE
        for key in await run_in_threadpool(self._house.pending.older, old):
            deed = _parts(lambda state, at: release(state, at=at))
            await self._hear_all(await run_in_threadpool(self._house.pending.change_at, key, deed), "")

    async def _hear_all(self, whole: Sequence[Whole], receiver: str) -> None:
        for one in whole:
            await self._hear(one, receiver=one.receiver or receiver)

    async def _hear(self, whole: Whole, *, receiver: str) -> None:
        channels = self._house.channels.by_number(receiver)
        mark = "+".join(whole.ids)
        if channels is None or await run_in_threadpool(self._house.peers.seen, CHANNEL, mark):
            return
        peer = await run_in_threadpool(self._house.peers.meet, CHANNEL, receiver, whole.sender)
        await self._obey_or_tell(peer, whole.text.strip(), channels, mark)
        await run_in_threadpool(self._house.peers.first_time, CHANNEL, mark)

    async def _obey_or_tell(self, peer: Peer, text: str, channels: MunicipalityChannels, mark: str) -> None:
        danger = self._house.exchange.danger(text)
        order = None if danger else command(text)
        if peer.stopped and order != "start":
            return
        conversation = await self._house.conversation_with(peer, CHANNEL, channels.key)
        if order == "stop":
            await self._reply(conversation, "doer.sms.stop")
            await run_in_threadpool(lambda: self._house.peers.stop(peer, stopped=True))
        elif order == "start" and peer.stopped:
            await run_in_threadpool(lambda: self._house.peers.stop(peer, stopped=False))
            await self._reply(conversation, "doer.sms.start")
        elif order == "hjaelp":
            await self._reply(conversation, "doer.sms.hjaelp", **self._contact(channels.key))
        elif order == "menneske":
            await self._reply(conversation, "doer.sms.menneske", **self._contact(channels.key))
        elif text.lower().strip(" .!") == CALL_ME and await self._was_offered_a_call(conversation):
            await self._leave(conversation, peer, mark)
        elif not text:
            await self._reply(conversation, "doer.sms.billede")
        else:
            await self._tell(conversation, text[:LONGEST], mark)

    async def _tell(self, conversation: Conversation, text: str, mark: str) -> None:
        asked = await self._asked(conversation)
        options = shown(asked)["question"]["options"] if asked else []
        picked = choice(text, len(options), titles=[option["title"] for option in options]) if options else None
        option = options[picked]["id"] if picked is not None else None
        await self._house.exchange.receive(conversation, text=text, option=option, client_id=self._house.mark(CHANNEL, mark))

    async def _asked(self, conversation: Conversation) -> Message | None:
        """The question that waits for an answer."""
        latest = await run_in_threadpool(lambda: self._house.conversations.messages(conversation.id, last=8))
        return next((one for one in reversed(latest) if (one.custom or {}).get("question")), None)

    async def _was_offered_a_call(self, conversation: Conversation) -> bool:
        latest = await run_in_threadpool(lambda: self._house.conversations.messages(conversation.id, last=3))
        return any((one.custom or {}).get("offer") == CALL_ME for one in latest)

    async def _leave(self, conversation: Conversation, peer: Peer, mark: str) -> None:
        summary = await self._house.desk.summary(conversation) or self._house.wording.say("doer.resume_tomt")
        given = {
            "name": self._house.wording.say("doer.sms.uden_navn"),
            "reach": peer.address,
            "summary": summary,
            "consent": True,  # they were told what is sent, and answered with the word that allows it
        }
        await self._house.desk.leave(conversation, given, client_id=self._house.mark(CHANNEL, mark))

    def _contact(self, municipality: str) -> dict[str, str]:
        contact = self._house.desk.contact(municipality)
        return {"navn": contact["office"]["name"], "telefon": contact["office"]["phone"], "tid": contact["hours"]["text"]}

    async def _reply(self, conversation: Conversation, line: str, **values: str) -> None:
        custom = {"offer": CALL_ME} if line == "doer.sms.menneske" else None
        await self._house.exchange.say(conversation.id, [Said("system", self._house.wording.say(line, 0, **values), custom)])

    # --- out ---

    async def deliver(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Put what is said to them in the outbox, in as few and short texts as can be."""
        peer = await run_in_threadpool(self._house.peers.of, conversation.id)
        channels = self._house.channels.get(conversation.municipality or "")
        if peer is None or peer.stopped or channels is None:
            return
        ours, theirs = await run_in_threadpool(self._house.peers.addresses, peer)
        for message in (message for message in messages if message.author != "citizen"):
            own = {"sms": (message.custom or {}).get("sms")}
            for text in sms_texts({**shown(message), **own}):
                letter = {"from": ours, "to": theirs, "text": text, "provider": channels.sms.provider}
                await run_in_threadpool(partial(self._house.letters.write, "sms", letter, conversation=conversation.id))


def _parts(deed: Callable[[State, datetime], tuple[State, Sequence[Whole]]]) -> Callable[[Any], tuple[Any, Sequence[Whole]]]:
    """A deed on waiting parts, for a store that keeps plain values."""

    def change(kept: Any) -> tuple[Any, Sequence[Whole]]:
        state, whole = deed(from_json(kept or ()), datetime.now(timezone.utc))
        return as_json(state) or None, whole

    return change


async def _body(request: Request) -> bytes:
    body = await request.body()
    return body if len(body) <= LONGEST_BODY else b""


def sms_request(content: dict[str, str], reference: str, house: House) -> dict[str, Any]:
    """What to ask of httpx, to send one text by its provider. Raises ValueError for what would be refused."""
    settings = house.settings
    if content["provider"] == "twilio":
        status = f"{house.public_url}/webhooks/sms/twilio/status?{LETTER}={reference}"
        callback = status if house.public_url.startswith("https") else None  # Twilio takes no other
        form = twilio_sms.send_parameters(content["text"], to=content["to"], sender=content["from"], status_callback=callback)
        url = f"{settings.twilio_url}/2010-04-01/Accounts/{settings.twilio_account}/Messages.json"
        return {"url": url, "data": form, "auth": (settings.twilio_account, settings.twilio_token)}
    write = gatewayapi.rest_body if settings.gatewayapi_rest else gatewayapi.message_body
    url = settings.gatewayapi_url or gatewayapi.SEND_URL["rest" if settings.gatewayapi_rest else "messaging"]
    body = write(content["text"], to=content["to"], sender=content["from"], reference=reference)
    return {
        "url": url,
        "content": json.dumps(body, ensure_ascii=False).encode(),
        "headers": {"Content-Type": "application/json", **gatewayapi.authorization(settings.gatewayapi_token)},
    }
