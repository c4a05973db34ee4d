"""Twilio's protocol for text messages.

A message comes as a form, signed in `X-Twilio-Signature` over the webhook's public
address and every field of the form, blank ones too. Twilio adds fields without
warning and recommends its own library for the check, so that is what checks. Long
messages come joined. We answer the webhook with nothing to say (`NO_REPLY`) and send
by the REST API, so that an answer is in the outbox like any other.

Sources: twilio.com/docs/usage/webhooks/webhooks-security, …/docs/messaging/guides/webhook-request,
…/docs/messaging/api/message-resource.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.channels.sms_delivery import Delivery, State
from bot.channels.sms_parts import Sms

SIGNATURE_HEADER = "X-Twilio-Signature"
NO_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
NO_REPLY_TYPE = "text/xml"
LONGEST = 1600  # characters; longer is refused
STATES: dict[str, State] = {
    "delivered": "delivered",
    "read": "delivered",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
NUMBER = re.compile(r"\+[1-9][0-9]{3,14}")
SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


def form_fields(body: bytes) -> dict[str, str]:
    """The fields of a form, blank ones too: without them the signature would not hold. Raises ValueError for what is no UTF-8."""
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def signed_by_twilio(auth_token: str, *, url: str, fields: Mapping[str, str], signature: str | None) -> bool:
    """Whether the signature is Twilio's, in constant time. `url` is the public one, as Twilio was given it, with its query."""
    if not auth_token or not signature:
        return False
    return bool(RequestValidator(auth_token).validate(url, dict(fields), signature))


def read_message(fields: Mapping[str, str]) -> Sms:
    """A citizen's message. An MMS may have no `Body`: then the text is empty and `media` counts its pictures.

    Raises ValueError where it has no id, sender or receiver.
    """
    media = fields.get("NumMedia") or ""
    return Sms(
        id=_field(fields, "MessageSid"),
        sender=_field(fields, "From"),
        receiver=_field(fields, "To"),
        text=fields.get("Body") or "",
        media=int(media) if media.isdecimal() else 0,
    )


def read_delivery(fields: Mapping[str, str]) -> Delivery:
    """A status callback. Raises ValueError where it lacks what one has."""
    status = _field(fields, "MessageStatus")
    error = fields.get("ErrorCode") or None
    return Delivery(_field(fields, "MessageSid"), _field(fields, "To"), status, STATES.get(status, "waiting"), error=error)


def send_parameters(text: str, *, to: str, sender: str, status_callback: str | None = None) -> dict[str, str]:
    """The form that sends a message. `sender` is a number, a messaging service (`MG…`) or a name, which cannot be answered.

    Raises ValueError for what Twilio would refuse: another sender, a recipient not as `+4512345678`, no text or too long a one.
    """
    if not NUMBER.fullmatch(to):
        raise ValueError("a recipient is written as +4512345678")
    if not 0 < len(text) <= LONGEST:
        raise ValueError(f"a message has 1 to {LONGEST} characters")
    callback = {"StatusCallback": status_callback} if status_callback else {}
    return {"To": to, _sender_field(sender): sender, "Body": text, **callback}


def _sender_field(sender: str) -> str:
    if SERVICE.fullmatch(sender):
        return "MessagingServiceSid"
    if NUMBER.fullmatch(sender) or NAME.fullmatch(sender):
        return "From"
    raise ValueError(
        "a sender is a number as +4512345678, a messaging service, or up to 11 of a-z, A-Z, 0-9 and space with a letter"
    )


def _field(fields: Mapping[str, str], name: str) -> str:
    if not fields.get(name):
        raise ValueError(f"Twilio sent a form without {name}")
    return fields[name]
