"""Rings when something new is in a conversation, so that whoever waits for it need not ask again and again.

Rings in this door only. A door beside it finds out by looking, which everyone who waits does now and then.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

LOOK = 1.0  # seconds between looks, for what came by another door


class Ear:
    """Hears each ring since it last waited: one between a look and the wait is not missed."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float = LOOK) -> None:
        """Until it rings, or it is time to look."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except asyncio.TimeoutError:
            return
        self._rung.clear()


class Bell:
    """One bell for each conversation that somebody waits in."""

    def __init__(self) -> None:
        self._listening: dict[str, set[Ear]] = defaultdict(set)

    def ring(self, conversation: str) -> None:
        for ear in self._listening.get(conversation, ()):
            ear.ring()

    @contextmanager
    def listen(self, conversation: str) -> Iterator[Ear]:
        """Listen, then look, then wait: in that order nothing is missed."""
        ear = Ear()
        self._listening[conversation].add(ear)
        try:
            yield ear
        finally:
            self._listening[conversation].discard(ear)
            if not self._listening[conversation]:
                del self._listening[conversation]
