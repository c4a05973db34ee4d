"""The changes in force, in a file: how the language model's process learns of them without a database.

    {"changes": {"knowledge/municipalities/aarhus.yml": [[["kontor", "telefon"], "89 40 20 20"]]}}

The door writes it when they change; whoever reads it sees by its time of writing that it is new.
"""

import json
import os
from pathlib import Path

from bot.knowledge.overlay import UNCHANGED, Changes

NAME = "i-kraft.json"


def write_in_force(file: Path, changes: Changes) -> None:
    """All of it or nothing: a reader never meets half a file."""
    unfinished = file.with_suffix(".ny")
    unfinished.write_text(json.dumps({"changes": changes}, ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, file)


def read_in_force(file: Path) -> Changes:
    """Nothing where there is no such file."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return UNCHANGED
    changes: Changes = found["changes"]
    return changes


def written_at(file: Path) -> int:
    """Nanoseconds; 0 where there is no such file."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
