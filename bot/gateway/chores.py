"""What the door does by itself, now and then: answer what was left over, post letters, purge what is too old."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool

from bot.gateway.house import House
from bot.gateway.messenger import MessengerDesk
from bot.gateway.post import Post
from bot.gateway.sms import SmsDesk
from bot.knowledge.channels import CHANNELS
from bot.store import DatabaseDownError
from bot.store.database import now
from bot.store.retention import Keeping
from bot.triage.deadline import duration

logger = logging.getLogger(__name__)

UNKNOWN = timedelta(days=7)  # conversations whose municipality never came up


class Chores:
    """Each runs by itself; one that fails is tried again."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._post = Post(house)
        self.sms = SmsDesk(house)
        self.messenger = MessengerDesk(house)
        house.exchange.outlets |= {"sms": self.sms.deliver, "messenger": self.messenger.deliver}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for every, chore in (
            (2.0, self._left_over),
            (1.0, self._letters),
            (3.0, self._news),
            (60.0, self._forget),
            (60.0, self._count),
            (30.0, self.sms.let_go),
            (3600.0, self._purge),
        ):
            self._tasks.append(asyncio.create_task(_forever(chore, every)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._post.close()

    async def _left_over(self) -> None:
        await self._house.exchange.take_up()

    async def _news(self) -> None:
        await run_in_threadpool(self._house.take_up_news)

    async def _letters(self) -> None:
        await self._post.empty()

    async def _forget(self) -> None:
        for sender in await run_in_threadpool(self._house.retention.to_forget):
            await self._house.forget_at_engine(sender)

    async def _count(self) -> None:
        await run_in_threadpool(self._house.tallies.count, now())

    async def _purge(self) -> None:
        gone = await run_in_threadpool(self._house.retention.purge, list(keepings(self._house)))
        if gone:
            logger.warning("purged count=%d", gone)
            await self._forget()


def keepings(house: House) -> Iterator[Keeping]:
    """How long each municipality keeps each channel's conversations."""
    for key, channels in house.channels.items():
        for channel in CHANNELS:
            yield Keeping(key, channel, _time(channels.retention.of(channel)))
        yield Keeping(key, "handover", _time(channels.retention.of("handovers")))
    yield from (Keeping(None, channel, UNKNOWN) for channel in CHANNELS)


def _time(length: str) -> timedelta:
    at, span = now(), duration(length)
    since: datetime = at - span
    return at - since


async def _forever(chore: Callable[[], Awaitable[None]], every: float) -> None:
    while True:
        try:
            await chore()
        except DatabaseDownError:
            pass  # it comes back, or whoever watches the door is told by /readyz
        except Exception as problem:  # a chore that stops is work that nobody does
            logger.error("chore_failed error=%s", type(problem).__name__)
        await asyncio.sleep(every)
