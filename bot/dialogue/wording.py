"""The texts in `texts/`, by name.

A name is a path (`spoergsmaal.oensker.igen`); behind it stand one or more
versions of the same line, and the turn's number picks one, so that the bot does
not repeat itself and a replay says the same. Read at the start, so that a
changed wording needs a restart and no training.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.overlay import UNCHANGED, Changes, overlaid
from bot.knowledge.yaml import KnowledgeError, Section, read

FOLDER = Path(__file__).parents[2] / "texts"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Wording:
    """Every line the bot can say, in all its versions."""

    lines: Mapping[str, tuple[str, ...]]

    def say(self, name: str, turn: int = 0, /, **values: str) -> str:
        """The line, filled in. Raises KeyError for a name that no file has."""
        versions = self.lines[name]
        line = versions[turn % len(versions)]
        return PLACEHOLDER.sub(lambda match: values.get(match.group(1), match.group()), line)

    def get(self, name: str, turn: int = 0, /, **values: str) -> str:
        """The line, or nothing where no file has it."""
        return self.say(name, turn, **values) if name in self.lines else ""

    def below(self, name: str) -> dict[str, str]:
        """The lines one step below a name: `below("spoergsmaal.afgoerelse.valg")` -> {"ja": …}."""
        prefix = name + "."
        return {key.removeprefix(prefix): lines[0] for key, lines in self.lines.items() if key.startswith(prefix)}


def load_wording(folder: Path = FOLDER, *, changes: Changes = UNCHANGED) -> Wording:
    """Read all of `texts/`, as `changes` have it; the lines of `samtale.yml` stand without a prefix. Raises KnowledgeError."""
    lines: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("*.yml")):
        prefix = "" if file.stem == "samtale" else file.stem + "."
        section = overlaid(read(file), changes.get(f"texts/{file.name}", ()))
        lines.update({prefix + name: versions for name, versions in _lines(section, "")})
    if not lines:
        raise KnowledgeError(f"{folder}: her er ingen tekster")
    return Wording(lines)


def _lines(section: Section, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in section.values.items():
        if isinstance(value, Section):
            yield from _lines(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield prefix + key, section.texts(key)
        else:
            yield prefix + key, (section.text(key),)
