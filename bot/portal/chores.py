"""What the portal does by itself, now and then."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool

from bot.portal.office import Office
from bot.store import DatabaseDownError

Chore = Callable[[Office], None]

logger = logging.getLogger(__name__)


def _tidy(office: Office) -> None:
    office.sessions.purge()
    office.invitations.purge()


def _queue(office: Office) -> None:
    office.queue.fill()


def _renew(office: Office) -> None:
    office.renew()


CHORES: tuple[tuple[float, Chore], ...] = ((60.0, _tidy), (60.0, _queue), (5.0, _renew))  # seconds between, and what


class Chores:
    """Each runs by itself; one that fails is tried again."""

    def __init__(self, office: Office, chores: Sequence[tuple[float, Chore]] = CHORES) -> None:
        self._office = office
        self._chores = chores
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._forever(chore, every)) for every, chore in self._chores]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _forever(self, chore: Chore, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            try:
                await run_in_threadpool(chore, self._office)
            except DatabaseDownError:
                logger.warning("chore_waits chore=%s", chore.__name__)
            except Exception as problem:  # a chore that stops is work that nobody does
                logger.error("chore_failed chore=%s error=%s", chore.__name__, type(problem).__name__)
