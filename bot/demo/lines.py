"""How an invented citizen reaches the door: over the network, by each channel's own way in.

Each has an address of its own, as citizens have; the door counts by it. What has been answered is read
in the store: an SMS has no other place to look for which question was asked.
"""

import asyncio
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.demo.cast import Part
from bot.demo.citizens import Rating, Wish
from bot.knowledge.channels import MunicipalityChannels
from bot.store import Conversation, Conversations, Database, Keys, Message, Peers, Transcripts, Turns

PATIENCE = 40.0  # seconds for an answer
LOOK = 0.1
NAME = "Borger i demoen"
REACH = "borger@example.org"
CALL_ME = ("MENNESKE", "RING")  # how one asks for a person by SMS


class DoorError(Exception):
    """The door does not do as it should. The message is for whoever started the demo."""


@dataclass(frozen=True)
class Backstage:
    """Where the answers are read."""

    conversations: Conversations
    turns: Turns
    peers: Peers
    transcripts: Transcripts

    @classmethod
    def of(cls, database: Database, keys: Keys) -> "Backstage":
        return cls(Conversations(database, keys), Turns(database), Peers(database, keys), Transcripts(database))

    async def understood(self, conversation: str) -> Mapping[str, str]:
        """The facts, as the bot has them by now."""
        found = await asyncio.to_thread(self.transcripts.get, conversation)
        latest = max(found.turns.values(), key=lambda turn: turn.seq) if found and found.turns else None
        return (latest.understood or {}).get("facts", {}) if latest else {}

    async def answered(self, conversation: str, *, after: int) -> list[Message]:
        """What has been said after a message, once nothing more is on its way."""
        for _ in range(int(PATIENCE / LOOK)):
            if not await asyncio.to_thread(self.turns.busy, conversation):
                return await asyncio.to_thread(lambda: self.conversations.messages(conversation, after=after))
            await asyncio.sleep(LOOK)
        raise DoorError(f"der kom intet svar på {PATIENCE:.0f} sekunder")


class Line(ABC):
    """One citizen's way to the door. `conversation` is known once they have said something."""

    def __init__(self, client: httpx.AsyncClient, backstage: Backstage, part: Part, channels: MunicipalityChannels) -> None:
        self._client = client
        self._backstage = backstage
        self._part = part
        self._channels = channels
        self.conversation: str | None = None

    @abstractmethod
    async def say(self, text: str) -> None: ...

    @abstractmethod
    async def choose(self, asked: Message, place: int) -> None:
        """Take one of the answers a question offers; the first is 1."""

    async def rate(self, rating: Rating) -> None:
        """Not every channel has a place for it."""
        return

    async def wish(self, wish: Wish) -> None:
        """Ask to be called by a person. Not every channel lets one."""
        return

    async def _post(self, path: str, **more: Any) -> httpx.Response:
        """Waits where the door says one must. Raises DoorError."""
        while True:
            try:
                answer = await self._client.post(path, **more)
            except httpx.HTTPError as problem:
                raise DoorError(f"døren svarer ikke ({type(problem).__name__})") from None
            if answer.status_code != 429:
                break
            await asyncio.sleep(float(answer.headers.get("retry-after", 5)))
        if answer.status_code >= 400:
            raise DoorError(f"døren svarede {answer.status_code} på {path}")
        return answer

    def _found(self, conversation: Conversation | None) -> str:
        if conversation is None:
            raise DoorError("døren, der svarer, bruger et andet lager end det, der er sat op her")
        return conversation.id


class WebLine(Line):
    """The chat window's API."""

    _token = ""

    async def say(self, text: str) -> None:
        await self._send(text=text)

    async def choose(self, asked: Message, place: int) -> None:
        await self._send(option=f"{asked.seq}.{place}")

    async def rate(self, rating: Rating) -> None:
        await self._ask("rating", {"helped": rating.helped, "comment": rating.comment})

    async def wish(self, wish: Wish) -> None:
        told = {"name": NAME, "reach": REACH, "best_time": wish.best_time, "summary": wish.message, "consent": True}
        await self._ask("handovers", {"client_id": uuid.uuid4().hex, **told})

    async def _send(self, **said: str) -> None:
        if not self._token:
            await self._arrive()
        await self._ask("messages", {"client_id": uuid.uuid4().hex, **said})

    async def _arrive(self) -> None:
        key = self._part.municipality
        self._token = (await self._post("/api/v1/conversations", json={"municipality": key})).json()["token"]
        secret = self._token.partition(".")[2]
        opened = self._backstage.conversations.opened_by
        self.conversation = self._found(await asyncio.to_thread(lambda: opened(secret, channel="web", municipality=key)))

    async def _ask(self, what: str, body: dict[str, Any]) -> None:
        await self._post(f"/api/v1/{what}", json=body, headers={"Authorization": f"Bearer {self._token}"})


class PageLine(Line):
    """The page without JavaScript: forms, and a cookie."""

    async def say(self, text: str) -> None:
        await self._send("", tekst=text)

    async def choose(self, asked: Message, place: int) -> None:
        await self._send("", valg=f"{asked.seq}.{place}")

    async def rate(self, rating: Rating) -> None:
        await self._send("/bedoem", hjalp=rating.helped, kommentar=rating.comment)

    async def wish(self, wish: Wish) -> None:
        told = {"navn": NAME, "kontakt": REACH, "tid": wish.best_time, "resume": wish.message, "samtykke": "ja"}
        await self._send("/menneske", **told)

    async def _send(self, to: str, **form: str) -> None:
        key = self._part.municipality
        await self._post(f"/samtale/{key}{to}", data={"maerke": uuid.uuid4().hex, **form})
        if self.conversation is None:
            token, opened = self._client.cookies["samtale"], self._backstage.conversations.opened_by
            self.conversation = self._found(await asyncio.to_thread(lambda: opened(token, channel="side", municipality=key)))


class TelephoneLine(Line):
    """The demo's telephone, which speaks as the platforms do."""

    async def choose(self, asked: Message, place: int) -> None:
        await self.say(str(place))

    async def _send(self, kind: str, ours: str, theirs: str, text: str) -> None:
        sent = {"kind": kind, "to": ours, "from": theirs, "text": text}
        if (await self._post("/demo/telefon/send", json=sent)).json()["status"] >= 400:
            raise DoorError(f"døren tager ikke imod {kind}")
        channel = self._part.channel
        peer = await asyncio.to_thread(self._backstage.peers.meet, channel, ours, theirs)
        found = await asyncio.to_thread(self._backstage.conversations.get, peer.conversation or "")
        self.conversation = self._found(found)


class SmsLine(TelephoneLine):
    """By SMS, from a number that nobody has: no Danish number begins with 0."""

    async def say(self, text: str) -> None:
        sms = self._channels.sms
        await self._send(sms.provider, sms.numbers[0], f"+45001{self._part.number:05}", text)

    async def wish(self, wish: Wish) -> None:
        for word in CALL_ME:
            await self.say(word)


class MessengerLine(TelephoneLine):
    """By Messenger. Where it only shows the way to the chat, most go no further."""

    async def say(self, text: str) -> None:
        await self._send("messenger", self._channels.messenger.page_id, f"999{self._part.number:012}", text)


LINES: dict[str, type[Line]] = {"web": WebLine, "side": PageLine, "sms": SmsLine, "messenger": MessengerLine}
