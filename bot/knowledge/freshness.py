"""How long it is since each fact was held against its source.

Contact data and deadlines age. `python -m bot check` lists what has not been
looked at for 180 days, and fails past 365, so that a nightly job can watch it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.base import KnowledgeBase

OLD = timedelta(days=180)
TOO_OLD = timedelta(days=365)


@dataclass(frozen=True)
class AgedFact:
    """A fact by where it stands (`areas/hjaelpemidler`), and when it was last checked."""

    where: str
    checked_on: date

    def older_than(self, age: timedelta, *, today: date) -> bool:
        return today - self.checked_on > age


def facts(base: KnowledgeBase) -> Iterator[AgedFact]:
    """Every fact with a date of its own, in the order of the files."""
    for kind in ("areas", "bodies", "advisers", "rules", "ambiguous_words", "terms", "signals", "municipalities"):
        for key, thing in getattr(base, kind).items():
            yield AgedFact(f"{kind}/{key}", thing.provenance.checked_on)
    for key, source in base.sources.items():
        yield AgedFact(f"sources/{key}", source.checked_on)


def aged(base: KnowledgeBase, *, today: date, age: timedelta = OLD) -> list[AgedFact]:
    """The facts not checked for `age`, the oldest first."""
    return sorted(
        (fact for fact in facts(base) if fact.older_than(age, today=today)), key=lambda fact: (fact.checked_on, fact.where)
    )
