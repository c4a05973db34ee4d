"""Changes that people have agreed on, laid over the files they change.

The files are the installation's own and stay as they are; what is in force from a date
stands in the staff's database. A change names a file, the way to a value in it, and the
value. It is laid on before the file is checked, so that nothing gets in this way that an
editor could not have written, and a mistake is told as it would be in the file.

A row of a table is named by its `id`, so that a change still meets it when a row is put in before it.
"""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.knowledge.yaml import Section

Place = Sequence[str]
Changes = Mapping[str, Sequence[tuple[Place, Any]]]  # by file, e.g. `knowledge/municipalities/aarhus.yml`

UNCHANGED: Changes = {}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def overlaid(section: Section, changes: Iterable[tuple[Place, Any]]) -> Section:
    """The same file with other values, in order: the last word counts. Raises KnowledgeError for a place that is not there."""
    for place, after in changes:
        section = _with(section, list(place), after)
    return section


def value_at(section: Section, place: Place) -> Any:
    """What stands there, as plain values; None where nothing does."""
    found: Any = section
    for step in place:
        if isinstance(found, Section):
            found = found.values.get(step)
        elif isinstance(found, list):
            position = _position(found, step)
            found = found[position] if position is not None else None
        else:
            return None
    return _plain(found)


def _with(section: Section, place: list[str], after: Any) -> Section:
    """A copy, as far down as it is changed."""
    key, *rest = place
    changed = copy.copy(section)
    here = section.values.get(key)
    changed.values = {**section.values, key: _inside(here, rest, after, section, key) if rest else _read(after, section, key)}
    return changed


def _inside(here: Any, rest: list[str], after: Any, section: Section, key: str) -> Any:
    if here is None:
        here = _read({}, section, key)
    if isinstance(here, Section):
        return _with(here, rest, after)
    step, *below = rest
    position = _position(here, step) if isinstance(here, list) else None
    if position is None:
        raise section.error(f"en ændring gælder {step!r} under {key!r}, som ikke findes her", key)
    inner = _inside(here[position], below, after, section, key) if below else _read(after, section, key)
    return [*here[:position], inner, *here[position + 1 :]]


def _position(items: list[Any], step: str) -> int | None:
    """By `id` where the items have one, else by number from 0."""
    named = [number for number, item in enumerate(items) if isinstance(item, Section) and item.values.get("id") == step]
    if named:
        return named[0]
    return int(step) if step.isdecimal() and int(step) < len(items) else None


def _read(after: Any, section: Section, key: str) -> Any:
    """A plain value as a file would have given it."""
    if isinstance(after, Mapping):
        block = copy.copy(section)
        block.line, block.lines = section.lines.get(key, section.line), {}
        block.values = {str(name): _read(value, block, str(name)) for name, value in after.items()}
        return block
    if isinstance(after, list | tuple):
        return [_read(item, section, key) for item in after]
    if isinstance(after, str) and DAY.fullmatch(after):
        return _day(after, section, key)
    return after if after is None or isinstance(after, date) else str(after)


def _day(text: str, section: Section, key: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise section.error(f"{text!r} er ikke en dato som 2026-11-22", key) from None


def _plain(value: Any) -> Any:
    if isinstance(value, Section):
        return {key: _plain(inner) for key, inner in value.values.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
