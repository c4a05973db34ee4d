"""How often one may write: a person in a hurry is let through, a program is not."""

import logging

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool

MESSAGES = ("20 per 1 minute", "200 per 1 hour")  # in a conversation
CONVERSATIONS = ("20 per 1 minute", "100 per 1 hour")  # from an address: a library's computers share one
HANDOVERS = ("3 per 10 minute",)
REQUESTS = ("600 per 1 minute",)  # from an address, of any kind

logger = logging.getLogger(__name__)


class Limits:
    """Counts in memory, or in Redis where there are several doors (`redis://…`)."""

    def __init__(self, storage: str = "memory://") -> None:
        self._storage = storage_from_string(storage)  # the limiter alone would let go of it
        self._limiter = MovingWindowRateLimiter(self._storage)

    async def allows(self, limits: tuple[str, ...], *who: str) -> bool:
        """Count one; False where that is too many. Where it cannot be counted, a citizen is not turned away."""
        try:
            return await run_in_threadpool(self._count, limits, who)
        except RedisError as problem:
            logger.error("limits_down error=%s", type(problem).__name__)
            return True

    def _count(self, limits: tuple[str, ...], who: tuple[str, ...]) -> bool:
        return all(self._limiter.hit(parse(limit), *who) for limit in limits)
