"""What the conversation remembers between two messages.

Small, and made of plain values: it lives in one of Rasa's slots. No word of the
citizen's is in it, only what was understood.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.triage import Facts


@dataclass(frozen=True)
class Memory:
    """Where the conversation stands.

    `pending` is the fact asked for (or `bekraeft`, `fortael_mere`), `tries` how often its answer was not
    understood, `options` the values offered, `asked` every question in order, `beliefs` what the messages
    together say of each fact, `history` the facts before each answer, so that one can go back.
    """

    turn: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    beliefs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pending: str | None = None
    tries: int = 0
    options: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    history: tuple[Mapping[str, str], ...] = ()
    confirmed: bool = False
    done: bool = False
    warned: str | None = None

    @classmethod
    def parse(cls, data: Any) -> "Memory":
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in (data or {}).items() if key in known}
        for key in ("options", "asked", "history"):
            values[key] = tuple(values.get(key) or ())
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def known_facts(self) -> Facts:
        return Facts(**dict(self.facts))

    def with_fact(self, fact: str, value: str | None) -> "Memory":
        facts = {**self.facts, fact: value} if value else {key: v for key, v in self.facts.items() if key != fact}
        return replace(self, facts=facts, confirmed=False)
