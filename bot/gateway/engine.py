"""The language model and the conversation, over HTTP on the loopback address. It may be down; then it says so, and soon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

PATIENCE = 8.0  # seconds for an answer
CONNECT = 1.0


class EngineDownError(Exception):
    """No answer, or none in time."""


@dataclass(frozen=True)
class Reply:
    """What the bot says, each with `text` and perhaps `custom`; and what it took the message to mean."""

    messages: Sequence[Mapping[str, Any]]
    understood: Mapping[str, Any] | None


class Engine:
    """`url` is Rasa's own."""

    def __init__(self, url: str, client: httpx.AsyncClient | None = None) -> None:
        self._url = f"{url}/webhooks/rest"
        self._client = client or httpx.AsyncClient(timeout=httpx.Timeout(PATIENCE, connect=CONNECT))

    async def turn(self, sender: str, text: str, told: Mapping[str, Any]) -> Reply:
        """Raises EngineDownError."""
        answer = await self._ask("POST", "/turn", {"sender": sender, "message": text, "metadata": dict(told)})
        try:
            body = answer.json()
            return Reply(body["messages"], body.get("understood"))
        except (ValueError, KeyError, TypeError):
            raise EngineDownError("answer") from None

    async def forget(self, sender: str) -> None:
        """Raises EngineDownError."""
        await self._ask("DELETE", f"/conversations/{sender}")

    async def answers(self) -> bool:
        try:
            await self._ask("GET", "/")
        except EngineDownError:
            return False
        return True

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        try:
            answer = await self._client.request(method, self._url + path, json=body)
        except httpx.HTTPError as problem:
            raise EngineDownError(type(problem).__name__) from None
        if answer.status_code >= 400:
            raise EngineDownError(str(answer.status_code))
        return answer
