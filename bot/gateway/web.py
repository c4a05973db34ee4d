"""The web chat API: openapi.yml says what may be asked and answered, docs/doeren.md the rest."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from sse_starlette.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.gateway import limits
from bot.gateway.bell import LOOK
from bot.gateway.description import description
from bot.gateway.errors import ProblemError
from bot.gateway.exchange import CLIENT_ID, LIVES, TooLongError, UnknownOptionError, readable
from bot.gateway.handover import HandoverError
from bot.gateway.house import House
from bot.store import Conversation

LONGEST_BODY = 32_000  # bytes
LONGEST_WAIT = 25  # seconds
LONGEST_COMMENT = 2000  # characters
HIGHEST = 999_999_999  # number of a message
PING = 15  # seconds between signs of life
HELPED = ("ja", "delvist", "nej")
CHANNEL = "web"
DIGITS = re.compile(r"[0-9]{1,9}")

Handler = Callable[[Request, House, Conversation], Awaitable[Response]]


def routes() -> list[Route]:
    return [
        Route("/openapi.json", description, methods=["GET"]),
        Route("/municipalities/{key}", _municipality, methods=["GET"]),
        Route("/conversations", _start, methods=["POST"]),
        Route("/conversations/current", _with_token(_forget), methods=["DELETE"]),
        Route("/messages", _with_token(_messages), methods=["GET", "POST"]),  # one route: a refusal names both
        Route("/events", _with_token(_stream), methods=["GET"]),
        Route("/summary", _with_token(_summary), methods=["GET"]),
        Route("/handovers", _with_token(_handover), methods=["POST"]),
        Route("/rating", _with_token(_rate), methods=["POST"]),
    ]


# --- open to all ---


async def _municipality(request: Request) -> Response:
    house = House.of(request)
    key = request.path_params["key"]
    if not house.serves(key, CHANNEL):
        raise ProblemError(404, "municipality")
    municipality = house.base.municipality(key)
    place = house.base.places.get(key)
    contact = house.desk.contact(key)
    return JSONResponse(
        {
            "key": key,
            "name": place.name if place else municipality.name,
            "office": {"short": municipality.office.short, **contact["office"]},
            "hours": contact["hours"],
            "privacy_notice": house.channels[key].privacy_notice or None,
            "texts": {"notice": house.wording.say("robot")},
            "silent": house.edition.silence(key),
        }
    )


async def _start(request: Request) -> Response:
    house = House.of(request)
    body = await _body(request)
    key = body.get("municipality")
    if not isinstance(key, str) or not house.serves(key, CHANNEL):
        raise ProblemError(422, "municipality")
    if not _origin_allowed(request, house, key):
        raise ProblemError(403, "origin")
    if not await house.limits.allows(limits.CONVERSATIONS, "conversations", house.address(request)):
        raise ProblemError(429, "limit")
    _, token = await run_in_threadpool(lambda: house.conversations.start(CHANNEL, key, lives=LIVES[CHANNEL]))
    # The municipality rides along, so that the token can be looked up where it was made.
    return JSONResponse({"token": f"{key}.{token}", "expires_in": int(LIVES[CHANNEL].total_seconds())}, status_code=201)


# --- with a conversation's token ---


def _with_token(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        house = House.of(request)
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        key, _, token = given.partition(".")
        if scheme.lower() != "bearer" or not token or not house.serves(key, CHANNEL):
            raise ProblemError(401, "token")
        if not _origin_allowed(request, house, key):
            raise ProblemError(403, "origin")
        conversation = await run_in_threadpool(lambda: house.conversations.opened_by(token, channel=CHANNEL, municipality=key))
        if conversation is None:
            raise ProblemError(401, "token")
        return await handler(request, house, conversation)

    guarded.__name__ = handler.__name__.strip("_")
    return guarded


async def _messages(request: Request, house: House, conversation: Conversation) -> Response:
    return await (_send if request.method == "POST" else _poll)(request, house, conversation)


async def _send(request: Request, house: House, conversation: Conversation) -> Response:
    body = await _body(request)
    client_id, text, option = _client_id(body), _text(body, "text"), _text(body, "option")
    if ("text" in body) == ("option" in body) or not (readable(text).strip() or option):
        raise ProblemError(422, "tom")
    if not await house.limits.allows(limits.MESSAGES, "messages", conversation.id):
        raise ProblemError(429, "limit")
    try:
        seq = await house.exchange.receive(conversation, text=text, option=option or None, client_id=client_id)
    except TooLongError:
        raise ProblemError(413, "too_long") from None
    except UnknownOptionError:
        raise ProblemError(422, "option") from None
    if seq is None:
        raise ProblemError(401, "token")
    return JSONResponse({"seq": seq}, status_code=202)


async def _poll(request: Request, house: House, conversation: Conversation) -> Response:
    after = _number(request.query_params.get("after", "0"))
    wait = _number(request.query_params.get("wait", "0"), most=LONGEST_WAIT)
    until = asyncio.get_running_loop().time() + wait
    with house.bell.listen(conversation.id) as ear:
        awaited = False
        while True:
            news, state, typing = await _look(house, conversation, after)
            left = until - asyncio.get_running_loop().time()
            if news or left <= 0 or state is None or (awaited and not typing):
                break
            awaited = typing
            await ear.wait(min(LOOK, left))
    if state is None:
        raise ProblemError(401, "token")
    return JSONResponse({"messages": news, "state": state, "typing": typing})


async def _stream(request: Request, house: House, conversation: Conversation) -> Response:
    asked = _number(request.query_params.get("after", "0"))
    last = request.headers.get("last-event-id")
    after = asked if last is None else _number(last)
    return EventSourceResponse(
        _events(house, conversation, after), ping=PING, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def _events(house: House, conversation: Conversation, after: int) -> AsyncIterator[dict[str, Any]]:
    """Messages and changes of state, until the conversation is gone or the client is."""
    before: tuple[str, bool] | None = None
    with house.bell.listen(conversation.id) as ear:
        while True:
            news, state, typing = await _look(house, conversation, after)
            if state is None:
                return
            for message in news:
                after = message["seq"]
                yield {"event": "message", "id": str(after), "data": json.dumps(message, ensure_ascii=False)}
            if (state, typing) != before:
                before = (state, typing)
                yield {"event": "state", "data": json.dumps({"state": state, "typing": typing})}
            await ear.wait()


async def _look(house: House, conversation: Conversation, after: int) -> tuple[list[dict[str, Any]], str | None, bool]:
    """What is new, who answers now (None where the conversation is gone), and whether an answer is on its way."""

    def look() -> tuple[list[dict[str, Any]], str | None, bool]:
        busy = house.turns.busy(conversation.id)  # first: an answer that comes meanwhile is then among the news
        news, state = _news(house, conversation, after)
        if busy and news and not house.turns.busy(conversation.id):  # it came: nobody is to wait for more
            busy = False
            news, state = _news(house, conversation, after)
        return news, state, busy

    return await run_in_threadpool(look)


def _news(house: House, conversation: Conversation, after: int) -> tuple[list[dict[str, Any]], str | None]:
    now = house.conversations.get(conversation.id)
    if now is None:
        return [], None
    news = house.conversations.messages(conversation.id, after=after) if now.last_seq > after else []
    return [house.shown(message, conversation.municipality) for message in news], now.state


async def _summary(request: Request, house: House, conversation: Conversation) -> Response:
    return JSONResponse({"summary": await house.desk.summary(conversation)})


async def _handover(request: Request, house: House, conversation: Conversation) -> Response:
    body = await _body(request)
    client_id = _client_id(body)
    if not await house.limits.allows(limits.HANDOVERS, "handovers", conversation.id):
        raise ProblemError(429, "limit")
    try:
        handover = await house.desk.leave(conversation, body, client_id=client_id)
    except HandoverError as problem:
        raise ProblemError(422, str(problem)) from None
    return JSONResponse({"receipt": handover.receipt, "state": handover.state}, status_code=201)


async def _rate(request: Request, house: House, conversation: Conversation) -> Response:
    body = await _body(request)
    helped, comment = _text(body, "helped"), _text(body, "comment")
    if helped not in HELPED:
        raise ProblemError(422, "helped")
    if len(comment) > LONGEST_COMMENT:
        raise ProblemError(413, "too_long")
    masked = await run_in_threadpool(house.exchange.masked, comment)
    await run_in_threadpool(house.conversations.rate, conversation.id, helped, masked)
    return Response(status_code=204)


async def _forget(request: Request, house: House, conversation: Conversation) -> Response:
    await house.forget(conversation)
    return Response(status_code=204)


# --- reading requests ---


async def _body(request: Request) -> dict[str, Any]:
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LONGEST_BODY:
            raise ProblemError(413, "too_long")
    try:
        body = json.loads(raw)
    except ValueError:
        raise ProblemError(422, "json") from None
    if not isinstance(body, dict):
        raise ProblemError(422, "json")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    """A field that may be left out, but is a text where it is there."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise ProblemError(422, "json")
    return value


def _client_id(body: dict[str, Any]) -> str:
    given = body.get("client_id")
    if not isinstance(given, str) or not CLIENT_ID.fullmatch(given):
        raise ProblemError(422, "client_id")
    return given


def _number(given: str, *, most: int = HIGHEST) -> int:
    if not DIGITS.fullmatch(given) or int(given) > most:
        raise ProblemError(422, "json")
    return int(given)


def _origin_allowed(request: Request, house: House, key: str) -> bool:
    """A browser always says which page is asking; what is no browser has no page to be lured from."""
    origin = request.headers.get("origin")
    return origin is None or house.allows(origin, key)
