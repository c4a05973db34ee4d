"""What a change would do, before it is made: stored conversations and the worked examples, decided before and after.

A conversation is read again as on its own day: the same facts, against the knowledge as it is and
as it would be. Nothing is guessed; what cannot be read again is counted, and that is said too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.edition import Edition
from bot.dialogue.outcome_text import OutcomeText
from bot.dialogue.wording import PLACEHOLDER
from bot.knowledge.yaml import Loader
from bot.settings import ROOT
from bot.store.clock import danish
from bot.store.replays import Told
from bot.triage import FACTS, Facts, route

EXAMPLES = ROOT / "tests" / "cases"
EXAMPLE_FILES = ("aalborg", "aarhus", "andre")
EXAMPLES_DAY = date(2026, 11, 22)  # the day they are written for
AT_MOST = 5000  # conversations, the newest
NAMED = 10  # of those that move the same way
SHORTEST_PIECE = 12  # letters of a text that can be looked for among what has been said
TO_A_PERSON = "menneske"


@dataclass(frozen=True)
class Case:
    """Facts to be decided, and what to call them: a conversation's key, or an example's sentence."""

    name: str
    facts: Mapping[str, Any]
    day: date


@dataclass(frozen=True)
class Decided:
    """Where it leads, blank while it is open, and what the citizen reads."""

    route: str
    body: str
    text: str


class Decider:
    """Decides cases by one edition of what editors have written."""

    def __init__(self, edition: Edition) -> None:
        self._base = edition.base
        self._texts = OutcomeText(edition.base, edition.wording)

    def __call__(self, case: Case) -> Decided:
        """Raises ValueError for facts that are no longer facts, KeyError where a text is missing."""
        facts = Facts(**{name: str(case.facts[name]) for name in FACTS if case.facts.get(name)})
        found, municipality = self._base.case(facts, today=case.day), self._base.municipality(facts.kommune)
        outcome = route(found, municipality.table)
        if outcome is None:
            return Decided("", "", "")
        if outcome.route == TO_A_PERSON:
            return Decided(outcome.route, outcome.body, self._texts.office(municipality))
        return Decided(outcome.route, outcome.body, self._texts.compose(outcome, found, municipality))


def impact(before: Edition, after: Edition, *, stored: Sequence[Told], examples: Sequence[Case] | None) -> dict[str, Any]:
    """Plain values, to be kept with the change. `examples` None: this installation has none.

    Raises KeyError where the texts have no words for what `after` decides.
    """
    was, would_be = Decider(before), Decider(after)
    conversations = [Case(told.conversation, told.facts, danish(told.at).date()) for told in stored]
    return {
        "conversations": _compared(conversations, was, would_be) | {"capped": len(stored) >= AT_MOST},
        "examples": _compared(examples, was, would_be) if examples is not None else None,
    }


def worked_examples(folder: Path = EXAMPLES) -> list[Case] | None:
    """The specification by example, where it is installed."""
    files = [folder / f"{name}.yml" for name in EXAMPLE_FILES]
    return [case for file in files for case in _examples(file)] if all(file.is_file() for file in files) else None


def pieces(text: str | Iterable[str]) -> list[str]:
    """Of each version of a text, the longest stretch that stands the same whenever it is said."""
    versions = [text] if isinstance(text, str) else list(text)
    longest = [max((part.strip() for part in PLACEHOLDER.sub("\n", one).split("\n")), key=len) for one in versions]
    return [piece for piece in longest if len(piece) >= SHORTEST_PIECE]


def _examples(file: Path) -> Iterator[Case]:
    for one in yaml.load(file.read_text(encoding="utf-8"), Loader=Loader):
        yield Case(one["sag"], {"kommune": one.get("kommune", file.stem), **one["fakta"]}, EXAMPLES_DAY)


def _compared(cases: Iterable[Case], was: Decider, would_be: Decider) -> dict[str, Any]:
    count = shown = unreadable = 0
    moves: defaultdict[tuple[tuple[str, str], tuple[str, str]], list[str]] = defaultdict(list)
    for case in cases:
        try:
            old = was(case)
        except ValueError:
            unreadable += 1
            continue
        new = would_be(case)
        count += 1
        shown += old.text != new.text
        if (old.route, old.body) != (new.route, new.body):
            moves[(old.route, old.body), (new.route, new.body)].append(case.name)
    return {"count": count, "moved": _most_first(moves), "shown": shown, "unreadable": unreadable}


def _most_first(moves: Mapping[tuple[tuple[str, str], tuple[str, str]], list[str]]) -> list[dict[str, Any]]:
    found = Counter({move: len(names) for move, names in moves.items()}).most_common()
    return [{"from": list(old), "to": list(new), "count": count, "names": moves[old, new][:NAMED]} for (old, new), count in found]


def moved(compared: Mapping[str, Any]) -> int:
    """How many that change place, of what `impact` has compared."""
    return sum(int(one["count"]) for one in compared["moved"])
