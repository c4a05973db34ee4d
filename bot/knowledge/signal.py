"""Urgent signals as people edit them: expressions, exceptions, what to say, whom to ring."""

import re
from dataclasses import dataclass

from bot.knowledge.provenance import FIELDS, Provenance, Source, read_provenance
from bot.knowledge.yaml import Section
from bot.triage import Signal
from bot.triage.pattern import folded_pattern


@dataclass(frozen=True)
class UrgentSignal:
    """A signal, and the numbers in the order they are said."""

    signal: Signal
    provenance: Provenance

    @property
    def key(self) -> str:
        return self.signal.key


def read_signal(key: str, section: Section, exceptions: tuple[str, ...], sources: dict[str, Source]) -> UrgentSignal:
    section.only("udtryk", "undtagelser", "numre", *FIELDS)
    signal = Signal(
        key=key,
        expressions=_compile(section, "udtryk", section.texts("udtryk")),
        exceptions=_compile(section, "undtagelser", (*exceptions, *section.texts("undtagelser", ()))),
        numbers=section.texts("numre"),
    )
    return UrgentSignal(signal, read_provenance(section, sources))


def _compile(section: Section, key: str, expressions: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(folded_pattern(expression)) for expression in expressions)
    except re.error as problem:
        raise section.error(f"et udtryk kan ikke læses: {problem}", key) from None
