"""The postman: takes letters from the outbox, sends each by its kind, and says what became of it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import aiosmtplib
import httpx
from starlette.concurrency import run_in_threadpool

from bot.channels.messenger import may_answer
from bot.gateway.messenger import messenger_request
from bot.gateway.sms import sms_request
from bot.store import Letter
from bot.store.database import now
from bot.store.live import DELIVER

if TYPE_CHECKING:
    from bot.gateway.house import House

PATIENCE = 20.0  # seconds for a mail server
Sender = Callable[[Letter], Awaitable[None]]


class NotSentError(Exception):
    """Not sent. `final`: and never will be. The text is a kind of error, never an address or a message."""

    def __init__(self, problem: str, *, final: bool = False) -> None:
        super().__init__(problem)
        self.final = final


class Post:
    """`senders` by kind of letter."""

    def __init__(self, house: "House") -> None:
        self._house = house
        self._client = httpx.AsyncClient(timeout=PATIENCE)
        self.senders: Mapping[str, Sender] = {
            "mail": self._mail,
            "sms": self._sms,
            "messenger": self._messenger,
            DELIVER: self._deliver,
        }

    async def empty(self) -> None:
        """Send all that is due."""
        while letter := await run_in_threadpool(self._house.letters.take_due):
            await self._send(letter)

    async def _send(self, letter: Letter) -> None:
        try:
            await self.senders[letter.kind](letter)
        except NotSentError as problem:
            await self._not_sent(letter, str(problem), final=problem.final)
            return
        await run_in_threadpool(self._house.letters.sent, letter)
        if letter.receipt:
            await self._house.desk.arrived(letter.receipt)

    async def _not_sent(self, letter: Letter, problem: str, *, final: bool) -> None:
        given_up = await run_in_threadpool(lambda: self._house.letters.not_sent(letter, problem, final=final))
        if given_up and letter.receipt:
            await self._house.desk.failed(letter.receipt)

    async def _mail(self, letter: Letter) -> None:
        settings = self._house.settings
        if not settings.mail_host:
            raise NotSentError("no mail server")
        message = await run_in_threadpool(self._written, letter)
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.mail_host,
                port=settings.mail_port,
                username=settings.mail_user or None,
                password=settings.mail_password or None,
                timeout=PATIENCE,
            )
        except aiosmtplib.SMTPResponseException as problem:
            raise NotSentError(f"smtp {problem.code}", final=problem.code >= 550) from None
        except (aiosmtplib.SMTPException, OSError) as problem:
            raise NotSentError(type(problem).__name__) from None

    async def _sms(self, letter: Letter) -> None:
        try:
            wanted = sms_request(letter.content, str(letter.id), self._house)
        except ValueError:
            raise NotSentError("address", final=True) from None
        await self._ask(wanted)

    async def _messenger(self, letter: Letter) -> None:
        since = datetime.fromisoformat(letter.content["since"])
        if not may_answer(since, now=now()):
            raise NotSentError("window", final=True)  # the platform would refuse it
        await self._ask(messenger_request(letter.content, self._house.settings))

    async def _deliver(self, letter: Letter) -> None:
        """What a person has written at the office goes out by the citizen's own channel."""
        await self._house.exchange.bring(letter.conversation or "", letter.content["seqs"])

    async def _ask(self, wanted: dict[str, Any]) -> None:
        """Post it. What the platform says no to for good is not tried again."""
        try:
            answer = await self._client.post(**wanted)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise NotSentError(type(problem).__name__) from None
        if answer.status_code >= 400:
            raise NotSentError(f"http {answer.status_code}", final=answer.status_code in (400, 401, 403, 404, 422))

    async def close(self) -> None:
        await self._client.aclose()

    def _written(self, letter: Letter) -> EmailMessage:
        handover = self._house.handovers.get(letter.receipt or "")
        contact: Mapping[str, Any] = self._house.handovers.contact(letter.receipt or "") or {}
        if handover is None:
            raise NotSentError("gone", final=True)
        message = EmailMessage()
        message["From"] = self._house.settings.mail_from
        message["To"] = letter.content["to"]
        message["Subject"] = f"Besked fra en borger, nummer {handover.receipt}"
        message["Message-ID"] = f"<{handover.receipt}@borgertriage>"  # sent twice, it is still one
        message.set_content(
            "\n".join(
                (
                    "En borger har bedt om at blive kontaktet.",
                    "",
                    f"Navn: {contact.get('name', '')}",
                    f"Kontakt: {contact.get('reach', '')}",
                    f"Bedste tidspunkt: {contact.get('best_time') or 'ikke oplyst'}",
                    "",
                    "Det, borgeren selv har godkendt:",
                    handover.summary,
                    "",
                    "Borgeren har fået at vide, at dette ikke er en klage, og har sagt ja til, at beskeden sendes.",
                )
            )
        )
        return message
