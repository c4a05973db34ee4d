"""The municipalities somebody may see, as a condition on a table that has them."""

from collections.abc import Collection

from sqlalchemy.sql.elements import ColumnElement

EVERYWHERE = "*"


def within(municipality: ColumnElement, municipalities: Collection[str]) -> list[ColumnElement]:
    """None where it is all of them: those that see everything also see what has no municipality."""
    return [] if EVERYWHERE in municipalities else [municipality.in_(sorted(municipalities))]
