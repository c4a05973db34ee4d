"""Ask another part of the bot how it is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

PATIENCE = 3.0  # seconds

Ask = Callable[[str], Awaitable[Mapping[str, Any] | None]]  # an address -> what it answers; None for no answer


async def ask(address: str) -> Mapping[str, Any] | None:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = (await client.get(address)).json()
    except (httpx.HTTPError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None
