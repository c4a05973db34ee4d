"""Plays the parts: says the opening, answers what is asked, leaves or gets an answer, and says whether it helped."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import httpx

from bot.demo.cast import Part
from bot.demo.citizens import Citizen
from bot.demo.lines import LINES, Backstage, Line
from bot.demo.retelling import retelling
from bot.knowledge.channels import Channels
from bot.store import Message
from bot.store.staging import Staging

AT_ONCE = 8
MOST_TURNS = 14
UNSURE = "Det ved jeg ikke"
THANKS = "Tak for hjælpen"
READS_CAREFULLY = 0.6  # of those who are shown what the bot has understood
OBJECTIONS = {
    ("afgoerelse", "ja"): "Nej, jeg har fået en afgørelse",
    ("afgoerelse", "nej"): "Nej, jeg har ikke fået en afgørelse",
    ("talt_med_afdelingen", "ja"): "Nej, jeg har talt med dem om det",
    ("oensker", "aendre"): "Nej, jeg vil have det lavet om",
    ("oensker", "klage"): "Nej, jeg vil klage over det",
    ("oensker", "dialog"): "Nej, jeg vil gerne tale med nogen om det",
    ("oensker", "forstaa"): "Nej, jeg vil bare forstå det",
}
ADDRESSES = "198.18.{}.{}"  # set apart for trials: nobody has them
SHOW_THE_WAY = "messenger"


@dataclass(frozen=True)
class Played:
    """A part, and the conversation it became."""

    part: Part
    conversation: str


class Player:
    """`today` is the day it is played on; each conversation is then moved to the day its part begins."""

    def __init__(self, door: str, backstage: Backstage, staging: Staging, channels: Channels, today: date) -> None:
        self._door = door
        self._backstage = backstage
        self._staging = staging
        self._channels = channels
        self._today = today

    async def play_all(self, parts: Sequence[Part], tell: Callable[[int], None]) -> list[Played]:
        """Some at a time; `tell` is told how many are done. Raises DoorError."""
        turn, played = asyncio.Semaphore(AT_ONCE), list[Played]()

        async def one(part: Part) -> None:
            async with turn:
                played.append(Played(part, await self._play(part)))
                tell(len(played))

        tasks = [asyncio.create_task(one(part)) for part in parts]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return sorted(played, key=lambda one: one.part.number)

    async def _play(self, part: Part) -> str:
        address = ADDRESSES.format(part.number // 250, part.number % 250 + 1)
        async with httpx.AsyncClient(
            base_url=self._door, headers={"X-Forwarded-For": address}, timeout=60, follow_redirects=True
        ) as client:
            line = LINES[part.channel](client, self._backstage, part, self._channels[part.municipality])
            try:
                await self._talk(part, line)
                conversation = line.conversation
                assert conversation is not None  # they have said something
                await asyncio.to_thread(self._move, part, conversation)
            finally:
                if line.conversation:  # also of one that was broken off nothing is left over
                    self._staging.mark(line.conversation)
        return conversation

    async def _talk(self, part: Part, line: Line) -> None:
        await line.say(part.citizen.opening)
        asked: Counter[str] = Counter()
        seen = 0
        for _ in range(MOST_TURNS):
            news = await self._backstage.answered(str(line.conversation), after=seen)
            seen = news[-1].seq if news else seen
            question = _open_question(news)
            if question is None or self._leaves(part, asked):
                break
            fact = question.custom["question"]["fact"] if question.custom else ""
            await self._reply(part, line, question, fact, asked[fact])
            asked[fact] += 1
        if question is None:
            await self._after(part, line)

    def _leaves(self, part: Part, asked: Counter[str]) -> bool:
        """They have had enough; or they are where nothing more than the way to the chat is shown."""
        enough = part.leaves_after is not None and asked.total() >= part.leaves_after
        shown_the_way = part.channel == SHOW_THE_WAY and not self._channels[part.municipality].messenger.open
        return enough or shown_the_way

    async def _reply(self, part: Part, line: Line, question: Message, fact: str, times: int) -> None:
        said = part.citizen.answer(fact, times)
        if fact == "bekraeft" and not said and not times and Random(part.number).random() < READS_CAREFULLY:
            said = objection(part.citizen, await self._backstage.understood(str(line.conversation)))
        if said:
            await line.say(said)
        elif place := _fitting(part, question, fact):
            await line.choose(question, place)
        else:
            await line.say(UNSURE)

    async def _after(self, part: Part, line: Line) -> None:
        if part.wish:
            await line.wish(part.wish)
        if part.thanks:
            await line.say(THANKS)
        await self._backstage.answered(str(line.conversation), after=0)
        if part.rating:
            await line.rate(part.rating)

    def _move(self, part: Part, conversation: str) -> None:
        messages = self._backstage.conversations.messages(conversation)
        times = paced(messages, begins=part.begins, chance=Random(part.number))
        self._staging.move(conversation, times, retelling(self._today, part.begins.date()))


def paced(messages: Sequence[Message], *, begins: datetime, chance: Random) -> dict[int, datetime]:
    """When each message came, had a person read and written: the bot is quick, people are not."""
    at, times = begins, {}
    for number, message in enumerate(messages):
        if number:
            at += timedelta(seconds=2 if message.author != "citizen" else 8 + len(message.text) // 4 + chance.randrange(60))
        times[message.seq] = at
    return times


def objection(citizen: Citizen, understood: Mapping[str, str]) -> str | None:
    """What somebody who reads the summary carefully says to it; None where it is as it is."""
    wrong = [pair for pair in OBJECTIONS if citizen.truth.answer(pair[0]) == pair[1] != understood.get(pair[0], pair[1])]
    return OBJECTIONS[wrong[0]] if wrong else None


def _open_question(news: Sequence[Message]) -> Message | None:
    """The one that waits for an answer; none where the outcome has come."""
    for message in reversed(news):
        custom = message.custom or {}
        if message.author == "citizen" or custom.get("outcome"):
            return None
        if custom.get("question"):
            return message
    return None


def _fitting(part: Part, question: Message, fact: str) -> int | None:
    """The place of the answer that is true, among those that are offered."""
    true = "ja" if fact == "bekraeft" else part.citizen.truth.answer(fact) if hasattr(part.citizen.truth, fact) else None
    offered = [option["value"] for option in (question.custom or {})["question"].get("options", ())]
    return offered.index(true) + 1 if true in offered else None
