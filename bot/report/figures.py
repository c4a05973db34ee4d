"""From counted conversations to tables that may be shown.

Every table splits all conversations of the period, so that the tables agree and can be guarded alike
(see `suppression`). What a citizen has deleted is a line of its own where nothing more is known of it.
"""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.report.danish import month_name
from bot.report.suppression import LEAST, Count, protected, shown
from bot.review.estimate import Estimate, Judged, estimate, strata
from bot.store import Tally
from bot.triage import FACTS, VED_IKKE
from bot.triage.table import ROUTES

DELETED, NONE, OTHERS = BESIDE = ("slettet", "ingen", "andre")  # no kinds of their own
CHANNELS = ("web", "side", "sms", "messenger")
SPANS = ((0, 6), (6, 9), (9, 12), (12, 15), (15, 18), (18, 21), (21, 24))
MANY_QUESTIONS = 8
MOST_AREAS = 12

Named = Callable[[str, str | None], str]  # a key and what it is a key of, in Danish


@dataclass(frozen=True)
class Line:
    """One kind of conversations; no share where the count is hidden."""

    key: str
    label: str
    count: Count
    share: float | None


@dataclass(frozen=True)
class Breakdown:
    """All conversations, split by one thing. `ordered`: the lines stand in an order of their own, not by size."""

    key: str
    title: str
    heading: str
    lines: tuple[Line, ...]
    total: Count
    ordered: bool

    def line(self, key: str) -> Line:
        return next(line for line in self.lines if line.key == key)


@dataclass(frozen=True)
class Questions:
    """How many were asked in a conversation: in the middle one, and at most in 19 of 20."""

    median: float
    most: int


@dataclass(frozen=True)
class Figures:
    """A period's. `questions` is None where there are too few conversations to say; `accuracy` is of those led right."""

    months: tuple[str, ...]
    total: Count
    breakdowns: Mapping[str, Breakdown]
    questions: Questions | None
    accuracy: Estimate

    def __getitem__(self, key: str) -> Breakdown:
        return self.breakdowns[key]


@dataclass(frozen=True)
class Dimension:
    """A way to split conversations: `kind` gives a conversation's, `kinds` are shown also where there are none."""

    key: str
    title: str
    heading: str
    kind: Callable[[Tally], str]
    kinds: Sequence[str]
    own: Mapping[str, str]
    ordered: bool = False
    of_deleted: bool = False  # also known of what the citizen deleted


def figures(tallies: Sequence[Tally], *, months: Sequence[str], named: Named, signals: Iterable[str]) -> Figures:
    """`months` from first to last; `signals` are the keys of the urgent ones."""
    kept = [tally for tally in tallies if not tally.deleted]
    return Figures(
        months=tuple(months),
        total=shown(len(tallies)),
        breakdowns={one.key: _split(tallies, one, named) for one in _dimensions(months, signals, kept)},
        questions=_questions([tally.questions or 0 for tally in kept]),
        accuracy=estimate(strata(Judged(tally.reason, bool(tally.sampled), tally.verdict) for tally in kept)),
    )


def months_of(year: int) -> tuple[str, ...]:
    return months_between(f"{year}-01", f"{year}-12")


def months_between(first: str, last: str) -> tuple[str, ...]:
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{month // 12}-{month % 12 + 1:02}" for month in range(begin, end + 1))


def _dimensions(months: Sequence[str], signals: Iterable[str], kept: Iterable[Tally]) -> list[Dimension]:
    several_years = months[0][:4] != months[-1][:4]
    names = {month: month_name(month, with_year=several_years) for month in months}
    case_types = [value for value in FACTS["emne"] if value != VED_IKKE]
    areas = _areas(kept)
    yes_no = {"ja": "Ja", "nej": "Nej"}
    return [
        Dimension("maaned", "Måned", "Måned", lambda t: t.month, months, names, ordered=True, of_deleted=True),
        Dimension("kanal", "Kanal", "Kanal", lambda t: t.channel, CHANNELS, {}, of_deleted=True),
        Dimension("tid", "Tid på døgnet", "Klokken", _span, tuple(HOURS), HOURS, ordered=True),
        Dimension("aabent", "I og uden for åbningstiden", "Kontoret var", _open, tuple(OPEN), OPEN, ordered=True),
        Dimension("udgang", "Sådan endte samtalerne", "Samtalen endte", _ending, tuple(ENDINGS), ENDINGS, ordered=True),
        Dimension("vej", "Vej", "Vist til", lambda t: t.route or NONE, ROUTES, {NONE: "Intet udfald"}),
        Dimension("sagstype", "Sagstype", "Sagstype", lambda t: t.case_type or NONE, case_types, {NONE: "Ikke kendt"}),
        Dimension(
            "omraade",
            "Område",
            "Område",
            lambda t: NONE if t.area is None else t.area if t.area in areas else OTHERS,
            areas,
            {NONE: "Ikke kendt", OTHERS: "Andre områder"},
        ),
        Dimension("spoergsmaal", "Antal spørgsmål", "Spørgsmål", _asked, tuple(ASKED), ASKED, ordered=True),
        Dimension("menneske", "Givet videre til et menneske", "Givet videre", _yes("handed_over"), ("ja", "nej"), yes_no),
        Dimension("afbrudt", "Afbrudt af borgeren", "Afbrudt", _yes("abandoned"), ("ja", "nej"), yes_no),
        Dimension("hjalp", "Hjalp det?", "Borgerens svar", lambda t: t.helped or NONE, tuple(HELPED), HELPED, ordered=True),
        Dimension("frist", "Klagefrister", "Klagefrist", lambda t: t.deadline or NONE, tuple(DEADLINE), DEADLINE, ordered=True),
        Dimension("fare", "Når det hastede", "Tegn på", lambda t: t.urgent or NONE, tuple(signals), {NONE: "Intet, der hastede"}),
        Dimension("bedoemt", "Vist rigtigt vej", "Bedømt", lambda t: t.verdict or NONE, tuple(JUDGED), JUDGED, ordered=True),
        Dimension("slettet", "Slettet af borgeren", "Slettet", _yes("deleted"), ("ja", "nej"), yes_no, of_deleted=True),
    ]


HOURS = {f"{first}-{last}": f"{first}-{last}" for first, last in SPANS}
OPEN = {"aabent": "åbent", "lukket": "lukket", NONE: "ukendt"}
ENDINGS = {
    "vist": "med et sted at gå hen",
    "givet_videre": "hos et menneske, uden udfald",
    "afbrudt": "med et ubesvaret spørgsmål",
    "andet": "på anden måde",
}
ASKED = {**{str(n): str(n) for n in range(MANY_QUESTIONS)}, "mange": f"{MANY_QUESTIONS} eller flere"}
HELPED = {"ja": "Ja", "delvist": "Delvist", "nej": "Nej", NONE: "Svarede ikke"}
DEADLINE = {"given": "Frist oplyst", "passed": "Frist overskredet", NONE: "Ingen frist"}
JUDGED = {"ja": "Ja", "nej": "Nej", "tvivl": "I tvivl", NONE: "Ikke bedømt"}


def _split(tallies: Sequence[Tally], by: Dimension, named: Named) -> Breakdown:
    times = Counter(by.kind(tally) if by.of_deleted or not tally.deleted else DELETED for tally in tallies)
    rest = [kind for kind in sorted(times) if kind not in by.kinds]  # DELETED and NONE among them: only where there are any
    kinds = [*by.kinds, *rest]
    counts = protected([times[kind] for kind in kinds])
    lines = [
        Line(kind, _label(kind, by, named), count, None if not isinstance(count, int) or not tallies else count / len(tallies))
        for kind, count in zip(kinds, counts, strict=True)
    ]
    total = shown(len(tallies))
    if not isinstance(total, int):
        lines = [Line(line.key, line.label, line.count, None) for line in lines]
    return Breakdown(by.key, by.title, by.heading, tuple(lines if by.ordered else _by_size(lines)), total, by.ordered)


def _label(kind: str, by: Dimension, named: Named) -> str:
    return "Slettet af borgeren" if kind == DELETED else by.own[kind] if kind in by.own else named(kind, by.key)


def _by_size(lines: Iterable[Line]) -> list[Line]:
    """What is hidden comes after what is shown, by name: its place must not tell its size. Last what is no kind of its own."""
    last = {OTHERS: 1, NONE: 2, DELETED: 3}
    return sorted(
        lines,
        key=lambda line: (
            last.get(line.key, 0),
            line.count == 0,
            -line.count if isinstance(line.count, int) else 0,
            line.label,
        ),
    )


def _areas(kept: Iterable[Tally]) -> list[str]:
    """Those with enough to be shown, and no more than can be read."""
    times = Counter(tally.area for tally in kept if tally.area)
    return [area for area, number in times.most_common(MOST_AREAS) if number >= LEAST]


def _questions(asked: Sequence[int]) -> Questions | None:
    if len(asked) < LEAST:
        return None
    return Questions(statistics.median(asked), sorted(asked)[math.ceil(0.95 * len(asked)) - 1])


def _yes(field: str) -> Callable[[Tally], str]:
    return lambda tally: "ja" if getattr(tally, field) else "nej"


def _span(tally: Tally) -> str:
    return next(f"{first}-{last}" for first, last in SPANS if first <= (tally.hour or 0) < last)


def _open(tally: Tally) -> str:
    return NONE if tally.open is None else "aabent" if tally.open else "lukket"


def _ending(tally: Tally) -> str:
    return "vist" if tally.route else "givet_videre" if tally.handed_over else "afbrudt" if tally.abandoned else "andet"


def _asked(tally: Tally) -> str:
    return str(tally.questions or 0) if (tally.questions or 0) < MANY_QUESTIONS else "mange"
