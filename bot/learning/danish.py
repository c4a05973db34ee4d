"""The Danish spaCy pipeline: `da_core_news_sm` where it is installed, else the bundled one under `models/`.

Same interface, so nothing else needs to know which.
"""

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from bot.privacy import Span

OFFICIAL = "da_core_news_sm"
BUNDLED = Path(__file__).parents[2] / "models" / "da_bot_news_sm"
PERSON = "PER"


@cache
def pipeline() -> Language:
    """The official pipeline, or the bundled one; only what finds names is run."""
    unused = ["parser", "attribute_ruler", "lemmatizer", "morphologizer"]
    if spacy.util.is_package(OFFICIAL):
        return spacy.load(OFFICIAL, exclude=unused)
    return spacy.load(BUNDLED, exclude=unused)


def name(nlp: Language) -> str:
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def persons(text: str) -> list[Span]:
    """The persons the pipeline finds in a text."""
    return [Span(entity.start_char, entity.end_char) for entity in pipeline()(text).ents if entity.label_ == PERSON]
