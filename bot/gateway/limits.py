"""How often one may write: a person in a hurry is let through, a program is not."""

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

MESSAGES = ("20 per 1 minute", "200 per 1 hour")  # in a conversation
CONVERSATIONS = ("20 per 1 minute", "100 per 1 hour")  # from an address: a library's computers share one
HANDOVERS = ("3 per 10 minute",)


class Limits:
    """Counts in memory, or in Redis where there are several doors (`redis://…`)."""

    def __init__(self, storage: str = "memory://") -> None:
        self._storage = storage_from_string(storage)  # the limiter alone would let go of it
        self._limiter = MovingWindowRateLimiter(self._storage)

    def allows(self, limits: tuple[str, ...], *who: str) -> bool:
        """Count one; False where that is too many."""
        return all(self._limiter.hit(parse(limit), *who) for limit in limits)
