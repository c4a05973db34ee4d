"""The lists of names and words that tell a person's name from another word (`knowledge/names/`)."""

from functools import cache
from pathlib import Path

from bot.privacy import Lexicon

FOLDER = Path(__file__).parents[2] / "knowledge" / "names"
NOT_PERSONS = ("steder_danmark", "steder_verden", "organisationer", "organisationsord")
TYPED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@cache
def lexicon(folder: Path = FOLDER) -> Lexicon:
    """All in lower case, and also as a keyboard without æ, ø and å writes them."""
    words = _words(folder, "navne_der_er_ord")
    return Lexicon(
        first=_words(folder, "fornavne"),
        last=_words(folder, "efternavne"),
        words=words,
        not_persons=frozenset(part for name in NOT_PERSONS for entry in _words(folder, name) for part in entry.split()) - words,
        common=_words(folder, "almindelige_ord"),
    )


def _words(folder: Path, name: str) -> frozenset[str]:
    lines = (folder / f"{name}.txt").read_text(encoding="utf-8").casefold().split("\n")
    return frozenset(form for line in lines if line.strip() for form in (line.strip(), line.strip().translate(TYPED)))
