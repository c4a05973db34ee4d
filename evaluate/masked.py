"""What identifies a person: how much of it is found, and how much is taken out that should stay."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.privacy import Lexicon, Span, mask, persons
from bot.privacy.masking import STREET
from evaluate.intervals import Share, share

MARK = re.compile(r"\[([^\]]+)\]\((PER|LOC|ORG|ADR)\)")


@dataclass(frozen=True)
class Found:
    """`recall`: wholly masked; `precision`: of what was masked, how much was right."""

    recall: Share
    precision: Share


def numbers(file: Path) -> tuple[Share, Share]:
    """CPR numbers found, and other numbers wrongly taken out."""
    found, taken = [], []
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = mask(case["text"]).text
        found += [number not in text and not re.search(rf"\d{re.escape(number[-3:])}", text) for number in case["cpr"]]
        taken += [kept not in text for kept in case["keep"]]
    return share(found), share(taken)


def marked(file: Path) -> list[tuple[str, list[tuple[str, Span]]]]:
    """Sentences with `[Lone](PER)` in them, and where the marks stand in the plain text."""
    return [_plain(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def names(file: Path, finders: Sequence[Callable[[str], Sequence[Span]]]) -> Found:
    return _found(marked(file), "PER", lambda text: [span for find in finders for span in find(text)])


def addresses(file: Path) -> Found:
    return _found(marked(file), "ADR", lambda text: [Span(*match.span()) for match in STREET.finditer(text)])


def by_rule(lexicon: Lexicon) -> Callable[[str], Sequence[Span]]:
    return lambda text: persons(text, lexicon)


def iob2(file: Path) -> list[tuple[str, list[tuple[str, Span]]]]:
    """The persons of a corpus with one token a line (UNER)."""
    return [_sentence([row.split("\t") for row in block.splitlines() if not row.startswith("#")]) for block in _blocks(file)]


def names_in(sentences: list[tuple[str, list[tuple[str, Span]]]], finders: Sequence[Callable[[str], Sequence[Span]]]) -> Found:
    return _found(sentences, "PER", lambda text: [span for find in finders for span in find(text)])


def _found(sentences: list[tuple[str, list[tuple[str, Span]]]], kind: str, find: Callable[[str], Sequence[Span]]) -> Found:
    recall, precision = [], []
    for text, marks in sentences:
        spans, wanted = find(text), [span for mark, span in marks if mark == kind]
        recall += [_covered(text, one, spans) for one in wanted]
        precision += [any(span.start < one.end and one.start < span.end for one in wanted) for span in spans]
    return Found(share(recall), share(precision))


def _covered(text: str, wanted: Span, spans: Sequence[Span]) -> bool:
    letters = (place for place in range(wanted.start, wanted.end) if text[place].isalnum())
    return all(any(span.start <= place < span.end for span in spans) for place in letters)


def _plain(line: str) -> tuple[str, list[tuple[str, Span]]]:
    text, marks, position = "", [], 0
    for match in MARK.finditer(line.strip()):
        text += line[position : match.start()]
        marks.append((match.group(2), Span(len(text), len(text) + len(match.group(1)))))
        text += match.group(1)
        position = match.end()
    return text + line.strip()[position:], marks


def _blocks(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").strip().split("\n\n")


def _sentence(rows: list[list[str]]) -> tuple[str, list[tuple[str, Span]]]:
    text, marks = "", []
    for row in rows:
        start = len(text) + bool(text)
        text = f"{text} {row[1]}" if text else row[1]
        if row[2].startswith("B-"):
            marks.append((row[2][2:], Span(start, len(text))))
        elif row[2].startswith("I-") and marks:
            marks[-1] = (marks[-1][0], Span(marks[-1][1].start, len(text)))
    return text, marks
