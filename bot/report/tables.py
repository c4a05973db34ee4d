"""A breakdown as a table: each kind with its number and its share, and the total last."""

from bot.report.figures import Breakdown
from bot.report.model import Table

TOTAL = "I alt"


def table(breakdown: Breakdown) -> Table:
    rows = [(line.label, line.count, line.share) for line in breakdown.lines]
    whole = 1.0 if isinstance(breakdown.total, int) and breakdown.total else None
    return Table(
        breakdown.key,
        breakdown.title,
        (breakdown.heading, "Samtaler", "Andel"),
        (*rows, (TOTAL, breakdown.total, whole)),
    )
