"""Chat with the running bot in the terminal."""

import json
import sys
import urllib.error
import urllib.request
import uuid
from typing import Any

HELP = "Skriv, og tryk Enter. Et tal vælger et af svarene. Ctrl-D slutter."


def talk(url: str, municipality: str | None) -> int:
    """Until the citizen leaves. Returns the exit status."""
    sender = f"terminal-{uuid.uuid4().hex}"
    print(HELP, f"Kommune: {municipality or 'ikke valgt'}.", sep="\n")
    while (text := _read()) is not None:
        try:
            replies = send(url, sender, text, municipality)
        except (urllib.error.URLError, OSError):
            print(f"Botten svarer ikke på {url}. Start den med: make run", file=sys.stderr)
            return 1
        for reply in replies:
            print(rendered(reply), end="\n\n")
    return 0


def send(url: str, sender: str, text: str, municipality: str | None) -> list[dict[str, Any]]:
    body = {"sender": sender, "message": text, "metadata": {"municipality": municipality} if municipality else {}}
    request = urllib.request.Request(
        f"{url}/webhooks/rest/webhook", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        replies: list[dict[str, Any]] = json.load(answer)
    return replies


def rendered(reply: dict[str, Any]) -> str:
    """The text, and the short answers with a number each."""
    question = (reply.get("custom") or {}).get("question") or {}
    options = [f"  {number}. {option['title']}" for number, option in enumerate(question.get("options") or [], 1)]
    return "\n".join([reply.get("text") or "", *options])


def _read() -> str | None:
    try:
        return input("\n> ")
    except (EOFError, KeyboardInterrupt):
        print()
        return None
