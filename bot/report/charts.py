"""Charts as SVG: bars, columns, and a share with its interval. Every number stands beside its bar.

Dark on white, so that they read in print and without colour; what is hidden is hatched, and what
is no kind of its own (others, not known) is pale. No styles,
scripts or fonts of their own: a page with a strict policy and a PDF can hold them as they are.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.report.danish import amount, percent
from bot.report.figures import BESIDE, Breakdown, Line

WIDTH = 640
DARK, PALE, TEXT, RULE = "#1d3f66", "#dfe6ee", "#1b1b1b", "#8a94a0"
LABEL, ROW, BAR = 220, 26, 16  # a bar chart's label column, a row, and the bar in it
LETTERS = 28  # in a label's line
LETTER, LONGEST_WORD = 7, 9  # a letter's width, about, and the letters of "september"
TALL = 150  # a column chart's highest column
HATCH = Markup(
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ffffff"/><rect width="2" height="6" fill="{color}"/></pattern></defs>'
)


@dataclass(frozen=True)
class Chart:
    """`svg` stands alone; `said` is what it shows, in words."""

    key: str
    title: str
    said: str
    svg: str


def chart(breakdown: Breakdown) -> Chart:
    """Columns where the lines are steps in time, bars where they are kinds."""
    draw = _columns if breakdown.key in ("maaned", "tid") else _bars
    said = "; ".join(f"{line.label}: {_number(line)}" for line in breakdown.lines) + "."
    height, marks = draw(breakdown.key, breakdown.lines)
    return Chart(breakdown.key, breakdown.title, said, _svg(breakdown.key, breakdown.title, said, height, marks))


def interval(key: str, title: str, share: float, low: float, high: float) -> Chart:
    """A share on a line from 0 to 100 %, with the interval it may lie in."""
    said = f"{title}: {percent(share, 0)}; mellem {percent(low, 0)} og {percent(high, 0)}."
    left, wide = 20, WIDTH - 40
    at = [left + value * wide for value in (share, low, high)]
    marks = Markup("").join(
        [
            _line(left, 40, left + wide, 40, RULE, 1),
            *(_line(left + wide * n / 4, 36, left + wide * n / 4, 44, RULE, 1) for n in range(5)),
            *(_text(left + wide * n / 4, 62, percent(n / 4, 0), "middle") for n in range(5)),
            _line(at[1], 40, at[2], 40, DARK, 5),
            Markup('<circle cx="{:.1f}" cy="40" r="8" fill="{}"/>').format(at[0], DARK),
            _text(min(max(at[0], 40), WIDTH - 40), 22, percent(share, 0), "middle", bold=True),
        ]
    )
    return Chart(key, title, said, _svg(key, title, said, 76, marks))


def _bars(key: str, lines: Sequence[Line]) -> tuple[int, Markup]:
    most, y, marks = _most(lines), 4, []
    wide = WIDTH - LABEL - 110
    for line in lines:
        label = textwrap.wrap(line.label, LETTERS, max_lines=2, placeholder=" …")
        marks += [_text(LABEL - 10, y + 13 + 14 * n, part, "end") for n, part in enumerate(label)]
        long = _length(line, most, wide)
        marks += [_rect(key, line, LABEL, y, long, BAR), _text(LABEL + long + 6, y + 13, _number(line), "start")]
        y += ROW + 14 * (len(label) - 1)
    return y + 4, Markup("").join(marks)


def _columns(key: str, lines: Sequence[Line]) -> tuple[int, Markup]:
    most, step = _most(lines), WIDTH / max(len(lines), 1)
    marks = [_line(0, TALL + 20, WIDTH, TALL + 20, RULE, 1)]
    for n, line in enumerate(lines):
        tall, middle = _length(line, most, TALL), step * (n + 0.5)
        marks += [
            _rect(key, line, middle - step * 0.32, TALL + 20 - tall, step * 0.64, tall),
            _text(middle, TALL + 15 - tall, amount(line.count), "middle"),
            *_under(middle, int(step / LETTER), line.label),
        ]
    return TALL + 60, Markup("").join(marks)


def _under(middle: float, room: int, label: str) -> list[Markup]:
    """A column's name; months are known by three letters."""
    word, _, rest = label.partition(" ")
    lines = [word if room >= LONGEST_WORD else word[:3], rest if room >= LONGEST_WORD else rest[-2:]]
    return [_text(middle, TALL + 36 + 15 * n, line, "middle") for n, line in enumerate(lines) if line]


def _most(lines: Sequence[Line]) -> int:
    return max([line.count for line in lines if isinstance(line.count, int)], default=0) or 1


def _length(line: Line, most: int, room: float) -> float:
    """What is hidden is as long for all, and says nothing of how many."""
    return room * line.count / most if isinstance(line.count, int) else min(room * 0.08, 24)


def _number(line: Line) -> str:
    return amount(line.count) + (f" ({percent(line.share)})" if line.share is not None and line.count else "")


def _rect(key: str, line: Line, x: float, y: float, width: float, height: float) -> Markup:
    fill = (PALE if line.key in BESIDE else DARK) if isinstance(line.count, int) else f"url(#{_pattern(key)})"
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" stroke="{}" stroke-width="0.5"/>').format(
        x, y, width, height, fill, DARK
    )


def _line(x: float, y: float, x2: float, y2: float, color: str, width: float) -> Markup:
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="{}"/>').format(
        x, y, x2, y2, color, width
    )


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> Markup:
    weight = Markup(' font-weight="bold"') if bold else ""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="{}"{}>{}</text>').format(x, y, anchor, TEXT, weight, text)


def _svg(key: str, title: str, said: str, height: float, marks: Markup) -> str:
    names = f"{key}-navn {key}-tekst"
    hatch = HATCH.format(id=_pattern(key), color=RULE)
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-labelledby="{}" font-size="13">'
            '<title id="{}-navn">{}</title><desc id="{}-tekst">{}</desc>{}{}</svg>'
        ).format(WIDTH, height, names, key, escape(title), key, escape(said), hatch, marks)
    )


def _pattern(key: str) -> str:
    return f"{key}-skravering"
