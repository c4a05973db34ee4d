"""Whether one text is nearly another: what measures the bot may not have taught it, word for word or nearly.

Texts are compared by their runs of five words. A short answer ("nej, ikke endnu") is everybody's, and no copy.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

LENGTH = 5  # words in a shingle
NEARLY = 0.5  # of a text's shingles
SHORTEST = 4  # shingles


def shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)}


def measuring_texts(lines: Iterable[str]) -> Iterator[str]:
    """What the citizens of an evaluation set say, a line of JSON each: openings and answers."""
    for line in lines:
        case = json.loads(line)
        yield from (case.get("opening", case.get("text", "")), *case.get("answers", {}).values())


def copied(texts: Iterable[str], sources: Iterable[str]) -> list[tuple[str, str]]:
    """Texts more than half of which stands in one and the same source, with that source."""
    where: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for shingle in shingles(source):
            where[shingle].add(source)
    return [(text, found) for text in texts if (found := _source(shingles(text), where))]


def near(text: str, others: Iterable[str]) -> bool:
    """Whether more than half of one stands in the other, whichever of the two is the longer."""
    known = list(others)
    return bool(copied([text], known) or copied(known, [text]))


def _source(own: Set[str], where: Mapping[str, Set[str]]) -> str | None:
    shared: dict[str, int] = defaultdict(int)
    for shingle in own:
        for source in where.get(shingle, ()):
            shared[source] += 1
    return next((source for source, count in shared.items() if len(own) >= SHORTEST and count / len(own) > NEARLY), None)
