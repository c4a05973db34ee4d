#!/usr/bin/env python3
"""Rebuild `knowledge/names/almindelige_ord.txt`: the words the project's own Danish texts write without a capital.

    .venv/bin/python scripts/list_common_words.py

A word with a capital that is not among them, and is no place or firm, is most likely a person's name
(bot/privacy/persons.py).
"""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("data/nlu", "data/akut", "texts", "knowledge/areas")
TARGET = ROOT / "knowledge" / "names" / "almindelige_ord.txt"
LOWER = re.compile(r"(?<![\w-])[a-zæøå]{2,}(?![\w-])")


def main() -> None:
    counts: Counter[str] = Counter()
    for folder in SOURCES:
        for file in sorted((ROOT / folder).glob("*.yml")):
            counts.update(LOWER.findall(file.read_text(encoding="utf-8")))
    names = {line.strip().casefold() for line in (ROOT / "knowledge/names/fornavne.txt").read_text(encoding="utf-8").splitlines()}
    words = sorted(word for word in counts if word not in names)
    TARGET.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} ord i {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
