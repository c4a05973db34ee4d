"""The pages, ready to be filled in; whatever is filled in is escaped. Times are told as in Denmark, numbers too."""

from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.portal.labels import Labels
from bot.report import danish as in_text
from bot.store.clock import danish


def drawing(labels: Labels) -> Environment:
    """A misspelt name in a page is an error, not a hole."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(day=day, time=clock, when=when, number=number, percent=percent, label=labels.of)
    return templates


def day(at: date | None) -> str:
    """22.11.2026, of a time as it is kept or of a date."""
    if at is None:
        return ""
    local = danish(at) if isinstance(at, datetime) else at
    return f"{local.day}.{local.month}.{local.year}"


def clock(at: datetime | None) -> str:
    return f"{danish(at):%H.%M}" if at else ""


def when(at: datetime | None) -> str:
    return f"{day(at)} kl. {clock(at)}" if at else ""


def number(value: float | None, decimals: int | None = None) -> str:
    """1.234,5"""
    if value is None:
        return ""
    return in_text.number(value, decimals if decimals is not None else 0 if float(value).is_integer() else 1)


def percent(share: float | None, decimals: int = 0) -> str:
    """12 %, of 0.12"""
    return "" if share is None else in_text.percent(share, decimals)
