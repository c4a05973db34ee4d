"""Figures in Danish text: 1.234,5 · 12,3 % · 1 samtale, 2 samtaler · a, b og c."""

import re
from collections.abc import Sequence
from datetime import date

from bot.report.suppression import Count, Hidden
from bot.triage.opening_hours import MONTHS

UNITS = {"D": ("dag", "dage"), "W": ("uge", "uger"), "M": ("måned", "måneder"), "Y": ("år", "år")}
SPACE = "\N{NO-BREAK SPACE}"


def number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float, decimals: int = 1) -> str:
    return f"{number(share * 100, decimals)}{SPACE}%"


def amount(count: Count) -> str:
    return str(count.value) if isinstance(count, Hidden) else number(count)


def counted(count: Count, one: str, many: str) -> str:
    """A number of things; none, and one that is hidden, say so."""
    if count is Hidden.OTHER:
        return f"et skjult antal {many}"
    if count == 0:
        return f"ingen {many}"
    return f"{amount(count)} {one if count == 1 else many}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def inside(label: str) -> str:
    """A label within a sentence: a small letter first, unless it is an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def listed(parts: Sequence[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} og {last}" if most else last


def month_name(month: str, *, with_year: bool = False) -> str:
    """2026-11 -> november, or november 2026."""
    year, number_ = month.split("-")
    return f"{MONTHS[int(number_) - 1]} {year}" if with_year else MONTHS[int(number_) - 1]


def day(on: date) -> str:
    return f"{on.day}. {MONTHS[on.month - 1]} {on.year}"


def length(duration: str) -> str:
    """P30D -> 30 dage."""
    match = re.fullmatch(r"P([0-9]+)([DWMY])", duration)
    if not match:
        raise ValueError(f"{duration!r} er ikke en længde som P30D")
    one, many = UNITS[match[2]]
    return f"{match[1]} {one if match[1] == '1' else many}"
