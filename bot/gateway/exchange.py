"""A message in, an answer out: what every channel does, whatever it looks like.

A message is masked, kept, and only then acknowledged. The answer comes after, by
whichever door claims the turn; if the language model is silent, the citizen is still
told of danger, of a person, and that nothing is lost.
"""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool

from bot.danger import Alarm
from bot.dialogue import warning
from bot.dialogue.edition import Edition
from bot.gateway.bell import Bell
from bot.gateway.engine import Engine, EngineDownError, Reply
from bot.knowledge import DEFAULT
from bot.privacy import Masker, may_end_a_number
from bot.store import Conversation, Conversations, DatabaseDownError, Message, Turn, Turns
from bot.store.conversations import Said

LONGEST = 2000  # characters
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")  # a client's own name for a message
LIVES = {"web": timedelta(hours=24), "side": timedelta(hours=24), "sms": timedelta(days=7), "messenger": timedelta(days=7)}
SHOW_NOTICE = ("web", "side")
SILENT_STATES = ("person", "closed")
TOLD_ABOUT = ("cpr", "telefon", "mail", "adresse")

logger = logging.getLogger(__name__)
Outlet = Callable[[Conversation, Sequence[Message]], Awaitable[None]]


def readable(text: str) -> str:
    """Without what no database keeps: NUL, and half a character."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


class TooLongError(Exception):
    """More than LONGEST characters."""


class UnknownOptionError(Exception):
    """No option of this conversation's."""


@dataclass(frozen=True)
class Heard:
    """A citizen's message, ready to be kept: as shown, as the language model reads it, and what it must know besides."""

    shown: str
    said: str
    told: Mapping[str, Any]


class Exchange:
    """`outlets`: how answers leave by channels that do not come and fetch them."""

    def __init__(
        self,
        conversations: Conversations,
        turns: Turns,
        engine: Engine,
        masker: Masker,
        alarm: Alarm,
        edition: Edition,
        bell: Bell,
    ) -> None:
        self._conversations = conversations
        self._turns = turns
        self._engine = engine
        self._masker = masker
        self._alarm = alarm
        self._edition = edition
        self._bell = bell
        self._working: set[asyncio.Task[None]] = set()
        self.outlets: dict[str, Outlet] = {}

    # --- in ---

    async def receive(
        self, conversation: Conversation, *, text: str = "", option: str | None = None, client_id: str | None = None
    ) -> int | None:
        """Keep a message and start on its answer; its number. None where the conversation is gone.

        Raises TooLongError, UnknownOptionError, DatabaseDownError.
        """
        text = readable(text)
        if len(text) > LONGEST:
            raise TooLongError
        before = await run_in_threadpool(self._conversations.found, conversation.id, client_id) if client_id else None
        if before:
            return before
        heard = await self._chosen(conversation, option) if option else await self._written(conversation, text)
        answered = conversation.state not in SILENT_STATES
        seq = await run_in_threadpool(
            lambda: self._turns.take(
                conversation.id,
                heard.shown,
                heard.said,
                # The window and the page say all the time that it is a robot; elsewhere the robot says so itself.
                {**heard.told, "municipality": conversation.municipality, "notice_shown": conversation.channel in SHOW_NOTICE},
                client_id=client_id or uuid.uuid4().hex,
                answered=answered,
                lives=LIVES[conversation.channel],
            )
        )
        self._bell.ring(conversation.id)
        if seq and answered:
            self._start(conversation.id)
        return seq

    def danger(self, text: str) -> bool:
        """Whether a message must be heard before it is taken for anything else."""
        signal = self._alarm.signal(text)
        return bool(signal and signal.numbers)

    def masked(self, text: str, *, after: str = "") -> str:
        """Without what identifies a person: for anything that is kept."""
        return self._masker.mask(readable(text), after=after).text

    async def _written(self, conversation: Conversation, text: str) -> Heard:
        after = await self._before(conversation) if may_end_a_number(text) else ""
        masked = await run_in_threadpool(self._masker.mask, text, after=after)
        told = [kind for kind in TOLD_ABOUT if kind in masked.kinds]
        return Heard(masked.text, masked.text, {"masked": told} if told else {})

    async def _before(self, conversation: Conversation) -> str:
        """The citizen's message before: a number may be split over the two."""
        latest = await run_in_threadpool(lambda: self._conversations.messages(conversation.id, last=8))
        return next((message.text for message in reversed(latest) if message.author == "citizen"), "")

    async def _chosen(self, conversation: Conversation, option: str) -> Heard:
        """The id of an option is its message's number and its place there."""
        seq, _, place = option.partition(".")
        if not (re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,2}", option)):
            raise UnknownOptionError
        found = await run_in_threadpool(self._conversations.message, conversation.id, int(seq))
        offered = ((found.custom or {}).get("question") or {}).get("options", []) if found else []
        if not 1 <= int(place) <= len(offered):
            raise UnknownOptionError
        chosen = offered[int(place) - 1]
        return Heard(chosen["title"], chosen["value"], {})

    # --- out ---

    def _start(self, conversation: str) -> None:
        task = asyncio.create_task(self._answer_all(conversation))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def take_up(self) -> None:
        """Answer what a door that died has left."""
        for conversation in await run_in_threadpool(self._turns.left_over):
            self._start(conversation)

    async def finish(self, seconds: float) -> None:
        """Let the answers under way come through."""
        if self._working:
            await asyncio.wait(self._working, timeout=seconds)

    async def _answer_all(self, conversation: str) -> None:
        """Turn by turn, in order."""
        try:
            while turn := await run_in_threadpool(self._turns.claim, conversation):
                await self._answer(turn)
        except DatabaseDownError as problem:  # the turn is kept, and taken up again when the database is back
            logger.error("turn_left error=%s", problem)

    async def _answer(self, turn: Turn) -> None:
        began = time.monotonic()
        reply, failed = await self._reply(turn)
        said = [
            Said("bot" if not failed else "system", one.get("text") or "", one.get("custom"))
            for one in reply.messages
            if not (turn.told.get("notice_shown") and (one.get("custom") or {}).get("notice"))
        ]
        added = await run_in_threadpool(
            lambda: self._turns.answer(
                turn, said, failed=failed, understood=reply.understood, milliseconds=int((time.monotonic() - began) * 1000)
            )
        )
        await self._note(turn.conversation, added)
        self._bell.ring(turn.conversation)
        await self.deliver(turn.conversation, added)

    async def _reply(self, turn: Turn) -> tuple[Reply, bool]:
        """What is said to a message; True where it is not the bot that says it."""
        if silence := self._edition.silence(turn.told.get("municipality") or ""):
            return self._by_ourselves(turn, silence), True
        told = {key: value for key, value in turn.told.items() if value and key != "notice_shown"}
        try:
            return await self._engine.turn(turn.conversation, turn.said, told), False
        except EngineDownError as problem:
            logger.error("engine_down error=%s", problem)
            return self._by_ourselves(turn, self._edition.wording.say("doer.nede")), True

    def _by_ourselves(self, turn: Turn, why: str) -> Reply:
        """Without the bot, danger is still heard and a person still found. `why`: what the citizen is told of it."""
        signal = self._alarm.signal(turn.said)
        wording = self._edition.wording
        municipality = self._edition.base.municipality(turn.told.get("municipality") or DEFAULT)
        contact = municipality.office.contact
        ways = ", ".join(way for way in (contact.phone, contact.web) if way)
        says = [{"text": why, "custom": {"down": True}}]
        if ways:
            says.append({"text": wording.say("doer.nede_kontakt", navn=municipality.office.name, kontakt=ways)})
        if signal and signal.numbers:
            panel = warning(signal.key, signal.numbers, wording)
            says.insert(0, {"text": panel.text, "custom": dict(panel.custom or {})})
        return Reply(says, None)

    async def _note(self, conversation: str, added: Sequence[Message]) -> None:
        """What it came to, beside the conversation, for those who look for it."""
        known: dict[str, Any] = {}
        for custom in (message.custom or {} for message in added):
            if outcome := custom.get("outcome"):
                known |= {key: outcome.get(key) for key in ("route", "body", "case_type", "area", "confidence")}
            if urgent := custom.get("urgent"):
                known["urgent"] = urgent["signal"]
        if known:
            await run_in_threadpool(lambda: self._conversations.came_to(conversation, **known))

    async def say(self, conversation: str, said: Sequence[Said]) -> list[Message]:
        """Something that is no answer to a message: a person's words, or the door's own."""
        added = await run_in_threadpool(self._conversations.add, conversation, said)
        self._bell.ring(conversation)
        await self.deliver(conversation, added)
        return added

    async def bring(self, conversation: str, seqs: Sequence[int]) -> None:
        """Send messages that somebody else has written into the conversation."""
        since = min(seqs) - 1
        found = await run_in_threadpool(lambda: self._conversations.messages(conversation, after=since))
        await self.deliver(conversation, [message for message in found if message.seq in seqs])

    async def deliver(self, conversation: str, added: Sequence[Message]) -> None:
        found = await run_in_threadpool(self._conversations.get, conversation)
        if found and added and found.channel in self.outlets:
            await self.outlets[found.channel](found, added)
