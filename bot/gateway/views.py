"""What is shown of what is kept: docs/doeren.md in code."""

import re
from collections.abc import Mapping
from typing import Any

from bot.store import Message

PHONE = re.compile(r"\d{2,4}(?: \d{2,3})*")


def shown(message: Message) -> dict[str, Any]:
    """A message as clients get it. What it means to the program beyond that stays here."""
    custom = message.custom or {}
    view: dict[str, Any] = {
        "seq": message.seq,
        "author": message.author,
        "at": message.at.replace(microsecond=0).isoformat() + "Z",
        "text": message.text,
    }
    if question := custom.get("question"):
        view["question"] = {"fact": question["fact"], "options": _options(message.seq, question.get("options") or ())}
    if card := custom.get("card"):
        outcome = custom.get("outcome") or {}
        view["outcome"] = {"route": outcome.get("route"), **card}
    if urgent := custom.get("urgent"):
        numbers = [_number(one) for one in urgent["numbers"]]
        # A place without a number is in the text; here stands what can be rung.
        view["urgent"] = {"signal": urgent["signal"], "numbers": [one for one in numbers if one["phone"]]}
    if handover := custom.get("handover"):
        view["handover"] = handover
    return view


def _options(seq: int, options: Any) -> list[Mapping[str, str]]:
    return [{"id": f"{seq}.{place}", "title": option["title"]} for place, option in enumerate(options, 1)]


def _number(text: str) -> dict[str, str]:
    """`"Livslinien 70 201 201"` -> its name, and the number to ring; a place without one has none."""
    found = PHONE.search(text)
    phone = found.group() if found else ""
    at_an_end = found and (found.start() == 0 or found.end() == len(text))
    return {"name": text.replace(phone, "").strip() if at_an_end else text, "phone": phone}
