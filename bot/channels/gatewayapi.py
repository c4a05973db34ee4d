"""GatewayAPI's protocol: text messages by a Danish company, kept within the EU.

It has two APIs, each with its own webhooks, and an account may use either:

`messaging`   the Mobile Messaging API, which new customers are told to use. Its webhooks
              carry `Signature: v1=<hex HMAC-SHA256 of the body>`.
`rest`        the older REST API. Its webhooks carry a JWT (HS256) in `X-Gwapi-Signature`
              that holds the whole message; the body beside it is signed by nobody and is
              not read.

Which one is a setting and never the request's choice: who may name the algorithm may
name a weak one. Neither has a nonce, so a message that comes twice is known by its id;
the gateway tries again for a day when it has no 2xx within five seconds.

The messaging API does not say which number a citizen wrote to (`receiver` is None), so
there each municipality's number needs a webhook address of its own.

Sources: gatewayapi.com/docs/message/overview (the messaging API, its OpenAPI and events),
gatewayapi.com/docs/apis/rest and gatewayapi.com/docs/webhooks (the REST API, the JWT).
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any, Literal

from bot.channels.gsm import is_gsm
from bot.channels.sms_delivery import Delivery, State
from bot.channels.sms_parts import Place, Sms, read_header

Api = Literal["messaging", "rest"]

SEND_URL: dict[Api, str] = {
    "messaging": "https://messaging.gatewayapi.eu/mobile/single",
    "rest": "https://gatewayapi.eu/rest/mtsms",
}
SIGNATURE_HEADER: dict[Api, str] = {"messaging": "Signature", "rest": "X-Gwapi-Signature"}
TEXTS = frozenset(("user-message.text.sms", "user-message.text.rcs"))
STATUSES = frozenset(("message.status.sms", "message.status.rcs"))
STATES: dict[str, State] = {
    **dict.fromkeys(("DELIVERED", "READ"), "delivered"),
    **dict.fromkeys(("UNDELIVERABLE", "REJECTED", "EXPIRED", "DELETED", "SKIPPED"), "failed"),
}
NAME = re.compile(r"[A-Za-z0-9 ]{3,11}")
NUMBER = re.compile(r"\+?([1-9][0-9]{3,14})")


def vouched_for(api: Api, *, secret: str, body: bytes, signature: str | None) -> Any:
    """What the webhook says, as far as the signature vouches for it; None where it does not.

    Raises ValueError where it is signed and yet no JSON.
    """
    if not secret or not signature:
        return None
    if api == "rest":
        return _claims(secret, signature)
    return json.loads(body) if signed_by(secret, body, signature) else None


def signed_by(secret: str, body: bytes, signature: str) -> bool:
    """Whether `signature` is the messaging API's for this body, in constant time."""
    expected = "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.strip().encode(errors="replace"))


def read_event(event: Any) -> Sms | Delivery | None:
    """What a webhook of either API tells: a citizen's message, a delivery, or None for anything else.

    Raises ValueError where it is of a known kind and lacks what that kind has.
    """
    if not isinstance(event, Mapping):
        return None
    try:
        return _read_messaging(event) if "event_type" in event else _read_rest(event)
    except (AttributeError, KeyError, TypeError) as problem:
        raise ValueError(f"GatewayAPI sent an event without {problem}") from None


def message_body(text: str, *, to: str, sender: str, reference: str) -> dict[str, Any]:
    """The JSON that sends a message by the messaging API, which picks the encoding itself.

    `sender` is a name or a number; only a number can be answered. `reference` comes back with the delivery.
    Raises ValueError for a sender or recipient that would be refused or replaced.
    """
    return {"sender": _sender(sender), "recipient": _msisdn(to), "message": text, "reference": reference}


def rest_body(text: str, *, to: str, sender: str, reference: str) -> dict[str, Any]:
    """The same for the REST API, which must be told the encoding: its `UTF8` is GSM 03.38, and what is not in that is lost."""
    return {
        "sender": _sender(sender),
        "message": text,
        "encoding": "UTF8" if is_gsm(text) else "UCS2",
        "recipients": [{"msisdn": _msisdn(to)}],
        "userref": reference,
    }


def authorization(token: str) -> dict[str, str]:
    """The header that both APIs know the account by."""
    return {"Authorization": f"Token {token}"}


def _claims(secret: str, token: str) -> Any:
    """What a JWT says, if it is signed with HS256 and the secret; else None. `alg` is compared, not obeyed."""
    try:
        header, claims, signature = (part.encode("ascii") for part in token.strip().split("."))
        algorithm = json.loads(_unpadded(header)).get("alg")
        given = _unpadded(signature)
    except (ValueError, AttributeError):
        return None
    expected = hmac.new(secret.encode(), header + b"." + claims, hashlib.sha256).digest()
    return json.loads(_unpadded(claims)) if hmac.compare_digest(expected, given) and algorithm == "HS256" else None


def _unpadded(part: bytes) -> bytes:
    return base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _read_messaging(envelope: Mapping[str, Any]) -> Sms | Delivery | None:
    event = envelope.get("event")
    if envelope["event_type"] in TEXTS:
        return _message(event)
    return _delivery(event) if envelope["event_type"] in STATUSES else None


def _message(event: Any) -> Sms:
    content = event["content"]
    content = {"message": content} if isinstance(content, str) else content
    return Sms(
        id=str(event["msg_id"]),
        sender=_plus(event["sender"]),
        receiver=_plus(event["recipient"]) if event.get("recipient") else None,
        text=content.get("message") or "",
        place=_place(content.get("header")),
        sent=_time(event.get("sent_at")),
    )


def _delivery(event: Any) -> Delivery:
    error = event.get("error") or {}
    return Delivery(
        id=str(event["msg_id"]),
        recipient=_plus(event["recipient"]),
        status=event["status"],
        state=_state(event["status"]),
        reference=event.get("reference"),
        error=" ".join(filter(None, (error.get("hex_code"), error.get("details")))) or None,
    )


def _read_rest(event: Mapping[str, Any]) -> Sms | Delivery | None:
    if "status" in event:
        error = " ".join(filter(None, (event.get("code"), event.get("error")))) or None
        state = _state(event["status"])
        return Delivery(str(event["id"]), _plus(event["msisdn"]), event["status"], state, event.get("userref"), error)
    if "message" not in event:
        return None
    return Sms(
        id=str(event["id"]),
        sender=_plus(event["msisdn"]),
        receiver=_plus(event["receiver"]),
        text=event["message"] or "",
        place=_place(event.get("udh")),
        sent=_time(event.get("senttime")),
    )


def _state(status: str) -> State:
    """A status that is new to us is no failure and no delivery."""
    return STATES.get(status.upper(), "waiting")


def _place(header: str | None) -> Place | None:
    """Where a user data header puts a part. It is hex in GatewayAPI's example; one is sent as base64, so that is read too."""
    for decode in (bytes.fromhex, _base64):
        with suppress(ValueError):
            return read_header(decode(header or ""))
    return None


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _time(value: Any) -> datetime | None:
    """A Unix or ISO 8601 time; a message is not lost for one that cannot be read."""
    with suppress(ValueError, OverflowError, OSError):
        if isinstance(value, (int, float)):
            return datetime.fromtimestamp(value, timezone.utc)
        return datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else None
    return None


def _plus(number: Any) -> str:
    return f"+{str(number).lstrip('+')}"


def _msisdn(number: str) -> int:
    match = NUMBER.fullmatch(number)
    if not match:
        raise ValueError("a recipient is written as +4512345678")
    return int(match[1])


def _sender(sender: str) -> str:
    if match := NUMBER.fullmatch(sender):
        return match[1]
    if NAME.fullmatch(sender):
        return sender
    raise ValueError("a sender is a number of at most 15 digits, or 3 to 11 of a-z, A-Z, 0-9 and space")
