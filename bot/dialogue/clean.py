"""What reaches the conversation: text a person can have meant, of a length a person can have typed.

Control characters go, a leading slash goes (Rasa would take `/intent{…}` for an
order), and what is longer than anyone types is cut, with a word about it.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 4000  # characters; a long, angry letter is some 2,000
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
KEPT = {"\n", "\t", "\u200d"}
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Cleaned:
    """The text to read, and what is wrong with it: `tom`, `kun_tegn`, `for_lang` or nothing."""

    text: str
    problem: str | None = None


def clean(raw: object) -> Cleaned:
    text = raw if isinstance(raw, str) else ""
    text = unicodedata.normalize(
        "NFC", "".join(c for c in text[: LONGEST * 4] if c in KEPT or unicodedata.category(c) not in INVISIBLE)
    )
    text = re.sub(r"^[\s/]+", "", text).strip()
    if not text:
        return Cleaned("", "tom")
    if len(text) > LONGEST or (isinstance(raw, str) and len(raw) > LONGEST * 4):
        return Cleaned(text[:LONGEST], "for_lang")
    if not LETTER.search(text) and not re.search(r"\d", text):
        return Cleaned(text, "kun_tegn")
    return Cleaned(text)
