"""All that a request may need, made once when the door opens."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.danger import Alarm
from bot.danger.training import ready_detector
from bot.dialogue.edition import Edition, InForce
from bot.gateway.bell import Bell
from bot.gateway.engine import Engine, EngineDownError
from bot.gateway.exchange import LIVES, Exchange
from bot.gateway.handover import Desk
from bot.gateway.limits import Limits
from bot.gateway.views import shown
from bot.knowledge.in_force import NAME
from bot.knowledge.names import lexicon
from bot.learning.danish import persons
from bot.newsroom import Newsroom
from bot.privacy import Masker
from bot.settings import Settings
from bot.store import (
    Changes,
    Conversation,
    Conversations,
    Database,
    Handovers,
    Keys,
    Letters,
    Message,
    Peer,
    Peers,
    Pending,
    Tallies,
    Turns,
)
from bot.store.clock import DENMARK
from bot.store.retention import Retention


@dataclass
class House(InForce):
    """The door's parts, put together."""

    settings: Settings
    keys: Keys
    edition: Edition
    newsroom: Newsroom
    database: Database
    conversations: Conversations
    turns: Turns
    handovers: Handovers
    letters: Letters
    peers: Peers
    pending: Pending
    tallies: Tallies
    retention: Retention
    engine: Engine
    exchange: Exchange
    desk: Desk
    bell: Bell
    limits: Limits

    @classmethod
    def build(cls, settings: Settings) -> "House":
        """Raises KnowledgeError for a mistake in an editor's file."""
        settings.state.mkdir(parents=True, exist_ok=True)
        edition, masker = Edition.read(), Masker(lexicon(), (persons,))
        alarm = Alarm(edition.base.danger_signals, ready_detector(settings.models))
        _wake(masker, alarm)
        house = cls.of_parts(settings, Keys.kept_in(settings.secret), Engine(settings.url), edition, alarm, masker)
        house.take_up_news()
        return house

    @classmethod
    def of_parts(
        cls,
        settings: Settings,
        keys: Keys,
        engine: Engine,
        edition: Edition,
        alarm: Alarm,
        masker: Masker,
    ) -> "House":
        """What is built on what, once the slow things have been read."""
        database, bell = Database(settings.store), Bell()
        database.upgrade()
        conversations, turns, handovers = Conversations(database, keys), Turns(database), Handovers(database, keys)
        tallies = Tallies(database, lambda place, moment: edition.channels.open_at(place, moment))  # as it is then
        exchange = Exchange(conversations, turns, engine, masker, alarm, edition, bell)
        return cls(
            settings=settings,
            keys=keys,
            edition=edition,
            newsroom=Newsroom(Changes(database), tells=settings.state / NAME),
            database=database,
            conversations=conversations,
            turns=turns,
            handovers=handovers,
            letters=Letters(database, keys),
            peers=Peers(database, keys),
            pending=Pending(database, keys),
            tallies=tallies,
            retention=Retention(database, tallies),
            engine=engine,
            exchange=exchange,
            desk=Desk(exchange, conversations, handovers, edition),
            bell=bell,
            limits=Limits(settings.limits_url),
        )

    @classmethod
    def of(cls, request: Request) -> "House":
        house: House = request.app.state.house
        return house

    @property
    def public_url(self) -> str:
        return self.settings.public_url or self.settings.door

    def serves(self, municipality: str, channel: str) -> bool:
        return municipality in self.channels and channel in self.channels[municipality].switched_on

    def allows(self, origin: str, municipality: str) -> bool:
        """The municipality's own pages, and the door's own where there are demo pages."""
        return self.channels[municipality].allows(origin, demo=self.settings.demo) or (
            self.settings.demo and origin == self.public_url
        )

    def shown(self, message: Message, municipality: str | None) -> dict[str, Any]:
        """A message as clients get it, with whether the place it names is open now."""
        view = shown(message)
        if outcome := view.get("outcome"):
            contact, place = self.desk.contact(municipality), outcome.get("place") or {}
            known = {"open_now": None, "text": place["phone_hours"]} if place.get("phone_hours") else None
            outcome["hours"] = contact["hours"] if place.get("phone") == contact["office"]["phone"] else known
        return view

    def take_up_news(self) -> bool:
        """What has come into force since; whether there was any."""
        return self.newsroom.bring(self.edition, datetime.now(DENMARK).date())

    async def conversation_with(self, peer: Peer, channel: str, municipality: str) -> Conversation:
        """The conversation a peer is in; a new one where there is none, or it has moved to another channel."""
        if peer.conversation:
            found = await run_in_threadpool(self.conversations.get, peer.conversation)
            if found and found.channel == channel:
                return found
        started, _ = await run_in_threadpool(partial(self.conversations.start, channel, municipality, lives=LIVES[channel]))
        await run_in_threadpool(self.peers.talks_in, peer, started.id)
        return started

    def mark(self, channel: str, message_id: str) -> str:
        """A platform's own id of a message, as a client id of ours."""
        return hashlib.sha256(f"{channel} {message_id}".encode()).hexdigest()[:48]

    def address(self, request: Request) -> str:
        """Where a request comes from, to count by and nothing else: hashed, so that it is kept nowhere."""
        return self.keys.hashed(f"address {request.client.host if request.client else '?'}")

    async def forget(self, conversation: Conversation) -> None:
        """Now, and everywhere. Where the language model does not answer, it is told again until it does."""
        await run_in_threadpool(self.conversations.forget, conversation.id)
        self.bell.ring(conversation.id)
        await self.forget_at_engine(conversation.id)

    async def forget_at_engine(self, sender: str) -> None:
        try:
            await self.engine.forget(sender)
        except EngineDownError:
            return
        await run_in_threadpool(self.retention.forgotten, sender)


def _wake(masker: Masker, alarm: Alarm) -> None:
    """What is read at first use is read now: else the first citizens of the day wait for it, each for all of it."""
    words = "Jeg hedder Anna Jensen, og jeg forstar ikk min afgørelse"
    masker.mask(words)
    alarm.signal(words)
