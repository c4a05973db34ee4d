"""The same text as somebody else would type it: without æøå, or with slips of the finger. Always the same slips."""

import random
import zlib

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
SLIPS = 0.06  # of the letters
NEAR = {"a": "s", "e": "r", "i": "o", "n": "m", "r": "t", "s": "d", "t": "y", "o": "p", "d": "f", "l": "k", "g": "h", "k": "l"}


def without_danish_letters(text: str) -> str:
    return text.translate(LETTERS)


def with_slips(text: str, *, seed: int = 0) -> str:
    """Six letters in a hundred left out, doubled, swapped with the next, or hit beside."""
    rng = random.Random(zlib.crc32(text.encode()) + seed)
    typed, position = [], 0
    while position < len(text):
        letter = text[position]
        if letter.isalpha() and rng.random() < SLIPS:
            slip, position = _slip(text, position, rng)
            typed.append(slip)
        else:
            typed.append(letter)
            position += 1
    return "".join(typed)


def _slip(text: str, position: int, rng: random.Random) -> tuple[str, int]:
    """What is typed instead, and where the text goes on."""
    letter, kind = text[position], rng.choice(("out", "double", "swap", "beside"))
    if kind == "swap" and position + 1 < len(text) and text[position + 1].isalpha():
        return text[position + 1] + letter, position + 2
    return {"out": "", "double": letter * 2, "beside": NEAR.get(letter.lower(), letter)}.get(kind, letter), position + 1
