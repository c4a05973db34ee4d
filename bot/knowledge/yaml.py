"""Read the files people edit, and say precisely what is wrong with them.

A mistake in `knowledge/` or `texts/` is found at the start, with file, line and
cure in Danish: an editor must be able to mend it without asking a programmer.

    aalborg.yml, linje 41: kender ikke feltet 'hvís' (mener du 'hvis'?)
"""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KnowledgeError(Exception):
    """A mistake in an editor's file. The message is for the editor."""


class Section:
    """A YAML mapping that remembers where it stands and what has been read of it."""

    def __init__(self, node: yaml.MappingNode, file: Path) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        self.lines: dict[str, int] = {}
        self.values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in self.values:
                raise KnowledgeError(f"{file.name}, linje {key_node.start_mark.line + 1}: feltet {key!r} står to gange")
            self.lines[key] = key_node.start_mark.line + 1
            self.values[key] = _value(value_node, file)

    def sections(self) -> "Iterator[tuple[str, Section]]":
        """The entries of a mapping of mappings."""
        for key, value in self.values.items():
            if not isinstance(value, Section):
                raise self.error(f"{key!r} skal være en blok med felter", key)
            yield key, value

    def only(self, *keys: str) -> None:
        """Anything but these fields is a mistake."""
        for key in self.values:
            if key not in keys:
                raise self.error(f"kender ikke feltet {key!r}{_did_you_mean(key, keys)}", key)

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._take(key, str, "tekst", default))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        values = self._take(key, list, "en liste", default)
        if any(isinstance(value, Section | list) for value in values):
            raise self.error(f"{key!r} skal være en liste af tekster", key)
        return tuple(str(value) for value in values)

    def flag(self, key: str, default: bool | None = None) -> bool:
        answer = self.text(key, None if default is None else "ja" if default else "nej")
        if answer not in ("ja", "nej"):
            raise self.error(f"{key!r} skal være ja eller nej, ikke {answer!r}", key)
        return answer == "ja"

    def day(self, key: str) -> date:
        value = self._take(key, date, "en dato som 2026-11-22", None)
        assert isinstance(value, date)
        return value

    def section(self, key: str) -> "Section":
        value = self._take(key, Section, "en blok med felter", None)
        assert isinstance(value, Section)
        return value

    def list_of_sections(self, key: str) -> "list[Section]":
        values = self._take(key, list, "en liste", [])
        if not all(isinstance(value, Section) for value in values):
            raise self.error(f"{key!r} skal være en liste af blokke", key)
        return list(values)

    def one_of(self, key: str, accepted: Any, default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in accepted:
            raise self.error(f"{key!r} kan ikke være {value!r}{_did_you_mean(value, accepted)}", key)
        return value

    def error(self, message: str, key: str = "") -> KnowledgeError:
        return KnowledgeError(f"{self.file.name}, linje {self.lines.get(key, self.line)}: {message}")

    def _take(self, key: str, kind: type, called: str, default: Any) -> Any:
        if key not in self.values or self.values[key] is None:
            if default is None:
                raise self.error(f"mangler feltet {key!r}", key)
            return default
        value = self.values[key]
        if kind is str and isinstance(value, date):
            return str(value)
        if not isinstance(value, kind):
            raise self.error(f"{key!r} skal være {called}", key)
        return value


def read(file: Path) -> Section:
    """Read a file whose outermost level is a mapping. Raises KnowledgeError with file, line and cure."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=Loader)
    except FileNotFoundError:
        raise KnowledgeError(f"{file}: filen findes ikke") from None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else "?"
        raise KnowledgeError(f"{file.name}, linje {line}: kan ikke læses ({problem.problem}); tjek indrykning og kolon") from None
    except UnicodeDecodeError:
        raise KnowledgeError(f"{file.name}: filen skal gemmes som UTF-8") from None
    if not isinstance(node, yaml.MappingNode):
        raise KnowledgeError(f"{file.name}, linje 1: filen skal bestå af felter på formen 'navn: værdi'")
    return Section(node, file)


def _value(node: yaml.Node, file: Path) -> Any:
    if isinstance(node, yaml.MappingNode):
        return Section(node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, file) for item in node.value]
    return _scalar(node, file)


def _scalar(node: yaml.Node, file: Path) -> Any:
    """Dates and empty values are what they look like; all else stays the text it is (a telephone number is no sum)."""
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:timestamp":
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            line = node.start_mark.line + 1
            raise KnowledgeError(f"{file.name}, linje {line}: {node.value!r} er ikke en dato som 2026-11-22") from None
    return node.value


def _did_you_mean(word: str, known: Any) -> str:
    close = get_close_matches(word, [str(one) for one in known], n=1)
    return f" (mener du {close[0]!r}?)" if close else ""
