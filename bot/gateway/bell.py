"""Rings when something new is in a conversation, so that whoever waits for it need not ask again and again.

Rings in this door only. A door beside it finds out by looking, which everyone who waits does now and then.
"""

import asyncio
from collections import defaultdict

LOOK = 1.0  # seconds between looks, for what came by another door


class Bell:
    """One bell for each conversation that somebody waits in."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    def ring(self, conversation: str) -> None:
        for event in self._waiting.get(conversation, ()):
            event.set()

    async def wait(self, conversation: str, seconds: float = LOOK) -> None:
        """Until it rings, or it is time to look."""
        event = asyncio.Event()
        self._waiting[conversation].add(event)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except asyncio.TimeoutError:
            pass
        finally:
            self._waiting[conversation].discard(event)
            if not self._waiting[conversation]:
                del self._waiting[conversation]
