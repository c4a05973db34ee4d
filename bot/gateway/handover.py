"""To a person: when they are there, how to reach them, and a message left for them."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import phonenumbers
from starlette.concurrency import run_in_threadpool

from bot.dialogue.edition import Edition
from bot.gateway.exchange import Exchange, readable
from bot.store import Conversation, Conversations, Handover, Handovers
from bot.store.clock import DENMARK
from bot.store.conversations import Said
from bot.store.handovers import DELIVERED, FAILED
from bot.triage.opening_hours import opening_sentence

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
LONGEST_NAME, LONGEST_SUMMARY, LONGEST_TIME = 120, 4000, 200


class HandoverError(Exception):
    """A field that is missing or wrong: `name`, `reach`, `best_time`, `summary` or `consent`."""


class Desk:
    """The way to a person, the same from every channel."""

    def __init__(
        self,
        exchange: Exchange,
        conversations: Conversations,
        handovers: Handovers,
        edition: Edition,
    ) -> None:
        self._exchange = exchange
        self._conversations = conversations
        self._handovers = handovers
        self._edition = edition

    def contact(self, municipality: str | None, *, at: datetime | None = None) -> dict[str, Any]:
        """The municipality's office and whether it is open now; `open_now` None where the hours are not known."""
        office = self._edition.base.municipality(municipality).office
        chosen = self._edition.channels.get(municipality or "")
        handovers = chosen.handovers if chosen else None
        phone = (handovers.phone if handovers else "") or office.contact.phone
        hours = handovers.hours if handovers else None
        moment = (at or datetime.now(DENMARK)).astimezone(DENMARK).replace(tzinfo=None)
        said = opening_sentence(hours, moment)
        fallback = office.contact.phone_hours or self._edition.wording.say("doer.telefontid_ukendt")
        return {
            "office": {
                "name": office.name,
                "phone": phone,
                "phone_note": office.contact.phone_note,
                "web": office.contact.web,
                "address": office.contact.address,
            },
            "hours": {
                "open_now": hours.open_at(moment) if hours else None,
                "text": said or fallback,
                "note": hours.note if hours else "",
            },
        }

    async def summary(self, conversation: Conversation) -> str:
        """The latest summary the citizen was shown, else what they wrote; for them to change."""
        messages = await run_in_threadpool(self._conversations.messages, conversation.id)
        for message in reversed(messages):
            if ((message.custom or {}).get("question") or {}).get("fact") == "bekraeft":
                points = [line for line in message.text.splitlines() if line.startswith("•")]
                return "\n".join(points) or message.text
        written = [message.text for message in messages if message.author == "citizen"]
        return "\n".join(written)[:LONGEST_SUMMARY]

    async def leave(self, conversation: Conversation, given: Mapping[str, Any], *, client_id: str) -> Handover:
        """Leave a message. Raises HandoverError with the field that is wrong."""
        name, reach = _text(given, "name"), reachable(_text(given, "reach"))
        best_time, summary = given.get("best_time", ""), _text(given, "summary")
        if given.get("consent") is not True:
            raise HandoverError("consent")
        if not name or len(name) > LONGEST_NAME:
            raise HandoverError("name")
        if not reach:
            raise HandoverError("reach")
        if not isinstance(best_time, str) or len(best_time) > LONGEST_TIME:
            raise HandoverError("best_time")
        if not summary or len(summary) > LONGEST_SUMMARY:
            raise HandoverError("summary")
        municipality = conversation.municipality or ""
        chosen = self._edition.channels.get(municipality)
        masked = await run_in_threadpool(self._exchange.masked, summary)
        before = await run_in_threadpool(self._handovers.of, conversation.id)
        handover = await run_in_threadpool(
            lambda: self._handovers.leave(
                conversation.id,
                client_id=client_id,
                municipality=municipality,
                channel=conversation.channel,
                summary=masked,
                contact={"name": name, "reach": reach, "best_time": readable(best_time).strip()},
                mail_to=chosen.handovers.mail if chosen else "",
            )
        )
        if handover.receipt not in {one.receipt for one in before}:
            await self._tell(handover, "doer.henvendelse")
        return handover

    async def arrived(self, receipt: str) -> None:
        """The mail has been taken by the municipality's own server."""
        await self._became(receipt, DELIVERED, "doer.henvendelse_fremme")

    async def failed(self, receipt: str) -> None:
        """It did not get there: the citizen is told, so that they can go themselves."""
        await self._became(receipt, FAILED, "doer.henvendelse_fejl")

    async def _became(self, receipt: str, state: str, line: str) -> None:
        handover = await run_in_threadpool(self._handovers.become, receipt, state)
        if handover:
            await self._tell(handover, line)

    async def _tell(self, handover: Handover, line: str) -> None:
        if handover.conversation:
            name = self._edition.base.municipality(handover.municipality).office.name
            text = self._edition.wording.say(line, kvittering=handover.receipt, navn=name)
            custom = {"handover": {"receipt": handover.receipt, "state": handover.state}}
            await self._exchange.say(handover.conversation, [Said("system", text, custom)])


def reachable(text: str) -> str | None:
    """A phone number as `+4512345678`, or a mail address; None for neither."""
    if MAIL.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text, "DK")
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_possible_number(number)
        else None
    )


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    return readable(value).strip() if isinstance(value, str) else ""
