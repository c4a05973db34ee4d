"""The training examples, as the classifiers see them.

Rasa hands over its training data; an example's facts stand in its metadata, and
an area's everyday words and glimpses (`ord.<omraade>`, `glimt.<omraade>`) in
lookup tables, which are short texts about one known thing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import KnowledgeBase
from bot.triage import FACTS

SUBJECT = "omraade"
# What happened says nothing of what it is about: "afslag på kørestol" teaches "kørestol".
HAPPENED = re.compile(
    r"^(?:(?:fået |fik |får )?(?:afslag|nej|svar|tilsagn) (?:på|til|om)|(?:søgt|søge|søger|ansøgt|ansøgning) om|"
    r"(?:venter|vente|ventetid|venteliste) (?:på|til)|"
    r"klage[rt]? over|hjælp til at|hjælp til|manglende|mistet|frataget|stoppet|nægtet) ",
    re.IGNORECASE,
)
LEARNED = ("emne", SUBJECT, "oensker", "afgoerelse", "talt_med_afdelingen", "indbragt_andetsteds", "paa_vegne_af", "myndighed")
EXTRA_ANSWERS = ("bekraeft",)


@dataclass(frozen=True)
class Example:
    """A text, the facts it tells, the question it answers (None for a story), and what kind of text it is."""

    text: str
    facts: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    kind: str = "fortael"

    def says(self, fact: str) -> str | None:
        return self.facts.get(fact)


def examples(data: TrainingData, base: KnowledgeBase) -> list[Example]:
    """All examples. Raises ValueError for a fact or an area that does not exist."""
    return [*_told(data, base), *_looked_up(data, base), *_catalogue(base)]


def _told(data: TrainingData, base: KnowledgeBase) -> Iterator[Example]:
    for message in data.intent_examples:
        metadata = (message.get("metadata") or {}).get("example") or {}
        facts = {fact: str(metadata[fact]) for fact in (*FACTS, *EXTRA_ANSWERS) if fact in metadata}
        _check(facts, base, message.get("text"))
        yield Example(message.get("text"), facts, metadata.get("spurgt"))


def _looked_up(data: TrainingData, base: KnowledgeBase) -> Iterator[Example]:
    for table in data.lookup_tables:
        kind, _, area = table["name"].partition(".")
        _check({SUBJECT: area}, base, table["name"])
        for text in table["elements"]:
            yield Example(_subject_of(str(text)) if kind == "ord" else str(text), {SUBJECT: area}, SUBJECT, kind)


def _catalogue(base: KnowledgeBase) -> Iterable[Example]:
    for area in base.areas.values():
        for text in (*area.words, area.name, area.title):
            yield Example(_subject_of(text), {SUBJECT: area.key}, SUBJECT, "ord")


def _subject_of(text: str) -> str:
    rest = HAPPENED.sub("", text)
    return rest if len(rest) > 3 else text


def _check(facts: Mapping[str, str], base: KnowledgeBase, where: str) -> None:
    for fact, value in facts.items():
        known = base.areas if fact == SUBJECT else FACTS.get(fact, ("ja", "nej"))
        if value not in known and value != "ved_ikke":
            raise ValueError(f"data/nlu: {fact} kan ikke være {value!r} (ved {where[:60]!r})")
