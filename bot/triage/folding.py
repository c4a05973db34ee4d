"""Danish as people type it, folded to one spelling.

Phones without æ, ø and å make "ae", "oe" and "aa" of them; old names have "aa"
for "å". Folding both ways to the same letters lets one expression match all.
"""

import re
import unicodedata

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "è": "e", "ü": "y"})
SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """`"Århus  er Å"` -> `"aarhus er aa"`: lower case, no Danish letters, single spaces."""
    composed = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    return SPACE.sub(" ", composed).strip()
