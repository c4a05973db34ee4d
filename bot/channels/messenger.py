"""Messenger's protocol: what Meta's webhook says, and the bodies its Send API takes.

A webhook is believed by `X-Hub-Signature-256` alone: HMAC-SHA256 of the raw body with
the app's secret. Meta signs the body with its letters escaped (`\\u00e5`) and sends it
so, hence the bytes as they came and never JSON written again. The older `X-Hub-Signature`
(SHA-1) is not read, and the header names no algorithm of its own choosing.

A webhook may bring several entries with several events each, and each is read. Messages
of the page itself come back as echoes, receipts tell what was delivered and read, and
while a person has the thread events come under `standby`: none of these is a citizen's.

A page may write for 24 hours after a citizen did; an answer after that is refused.

Sources: developers.facebook.com/docs/messenger-platform: webhooks, webhook-events/messages
and …/messaging_postbacks, send-messages, send-messages/quick-replies.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.sms_prompt import shortened, split_at_sentences

SIGNATURE_HEADER = "X-Hub-Signature-256"
WINDOW = timedelta(hours=24)
LONGEST_TEXT = 2000
MOST_REPLIES = 13
LONGEST_TITLE = 20
LONGEST_PAYLOAD = 1000
CUT = "…"
LISTED = "Du kan svare:"
NO_TEXT = "Vælg et svar:"
VERSION = re.compile(r"v[1-9][0-9]*\.[0-9]+")


@dataclass(frozen=True)
class Incoming:
    """What a citizen sent: `text`, the `payload` of a button of ours, the kinds of `attachments` (`image`, `sticker`, …).

    `id` is the `mid`. `sent_ms` is in milliseconds since 1970, as Meta has it.
    """

    id: str
    page: str
    psid: str
    sent_ms: int
    text: str = ""
    payload: str | None = None
    attachments: tuple[str, ...] = ()


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer when Meta asks whether the address is ours; None when it is not Meta who asks."""
    given = query.get("hub.verify_token") or ""
    ours = bool(verify_token) and hmac.compare_digest(given.encode(errors="replace"), verify_token.encode())
    return query.get("hub.challenge") if ours and query.get("hub.mode") == "subscribe" else None


def signed_by_meta(app_secret: str, body: bytes, signature: str | None) -> bool:
    """Whether `signature`, of the header `X-Hub-Signature-256`, is Meta's for the body; constant time."""
    if not app_secret or not signature:
        return False
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))


def read_events(payload: Any) -> tuple[Incoming, ...]:
    """Every message of citizens in a webhook, in order; what is malformed is passed over and takes nothing with it."""
    if not isinstance(payload, Mapping) or payload.get("object") != "page":
        return ()
    return tuple(
        read for entry in _maps(payload.get("entry")) for event in _maps(entry.get("messaging")) if (read := _read(event, entry))
    )


def send_bodies(psid: str, message: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The JSON bodies that say a bot message (as in `docs/doeren.md`): its text in pieces, its options under the last.

    Options are known again by their `id`. Where the platform cuts titles or allows no more of them, the text lists
    them all. Raises ValueError for an id too long to be a payload.
    """
    options = _maps((message.get("question") or {}).get("options"))
    replies = quick_replies(options)
    listed = _list(options) if [reply["title"] for reply in replies] != [option["title"] for option in options] else ""
    text = "\n\n".join(filter(None, [(message.get("text") or "").strip(), listed])) or (NO_TEXT if replies else "")
    *before, last = split_at_sentences(text, _fits_text) or ("",)
    buttons = {"quick_replies": replies} if replies else {}
    bodies = [*(_body(psid, piece) for piece in before), _body(psid, last, **buttons)]
    return tuple(bodies) if last else ()


def quick_replies(options: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """At most 13 buttons of at most 20 characters; numbered where they would otherwise look alike."""
    offered = options[:MOST_REPLIES]
    titles = [_title(option["title"]) for option in offered]
    if len(set(titles)) < len(titles):
        titles = [_title(f"{number}. {option['title']}") for number, option in enumerate(offered, 1)]
    if any(len(option["id"]) > LONGEST_PAYLOAD for option in offered):
        raise ValueError(f"an option's id has at most {LONGEST_PAYLOAD} characters")
    return [
        {"content_type": "text", "title": title, "payload": option["id"]} for title, option in zip(titles, offered, strict=True)
    ]


def may_answer(last_incoming: datetime, *, now: datetime) -> bool:
    """Whether the page may still write, counted from the citizen's last message."""
    return now - last_incoming < WINDOW


def send_url(version: str, *, page: str = "me") -> str:
    """Where bodies are posted, with the page's token as bearer. Raises ValueError for a version not as `v25.0`."""
    if not VERSION.fullmatch(version):
        raise ValueError(f"{version!r} is no version of the Graph API such as v25.0")
    return f"https://graph.facebook.com/{version}/{page}/messages"


def authorization(page_token: str) -> dict[str, str]:
    """The header with the page's token, so that it stands in no address and no log."""
    return {"Authorization": f"Bearer {page_token}"}


def _read(event: Mapping[str, Any], entry: Mapping[str, Any]) -> Incoming | None:
    message, postback = _map(event.get("message")), _map(event.get("postback"))
    psid, page = _map(event.get("sender")).get("id"), _map(event.get("recipient")).get("id") or entry.get("id")
    said = message or postback
    if not psid or not page or not said or message.get("is_echo") or message.get("is_deleted"):
        return None
    sent = _milliseconds(event.get("timestamp") or entry.get("time"))
    incoming = Incoming(
        id=str(said.get("mid") or f"{psid}-{sent}"),
        page=str(page),
        psid=str(psid),
        sent_ms=sent,
        text=str(said.get("text") or said.get("title") or ""),
        payload=_payload(_map(message.get("quick_reply")) or postback),
        attachments=tuple(str(attachment.get("type")) for attachment in _maps(message.get("attachments"))),
    )
    return incoming if incoming.text or incoming.payload or incoming.attachments else None


def _payload(button: Mapping[str, Any]) -> str | None:
    payload = button.get("payload")
    return None if payload is None else str(payload)


def _milliseconds(value: Any) -> int:
    """Meta has times as numbers, and by its reference for postbacks as strings."""
    return int(value) if str(value).isdecimal() else 0


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _body(psid: str, text: str, **more: Any) -> dict[str, Any]:
    return {"recipient": {"id": psid}, "messaging_type": "RESPONSE", "message": {"text": text, **more}}


def _list(options: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join([LISTED, *(f"{number}. {option['title']}" for number, option in enumerate(options, 1))])


def _title(title: str) -> str:
    return shortened(title, lambda text: _length(text) <= LONGEST_TITLE, mark=CUT)


def _fits_text(text: str) -> bool:
    return _length(text) <= LONGEST_TEXT


def _length(text: str) -> int:
    """Counted so that no way of counting finds more: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
