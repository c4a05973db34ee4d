"""Saved views: a person's own names for filters."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from bot.store.database import Database
from bot.store.staff_schema import saved_view

LONGEST_NAME = 80


@dataclass(frozen=True)
class SavedView:
    """`query` is a filter as it stands in an address."""

    id: int
    name: str
    query: str


class SavedViews:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account: int) -> list[SavedView]:
        """By name."""
        row = saved_view.c
        with self._database.begin() as connection:
            rows = connection.execute(select(row.id, row.name, row.query).where(row.account == account).order_by(row.name))
            return [SavedView(one.id, one.name, one.query) for one in rows]

    def save(self, account: int, *, name: str, query: str) -> None:
        """Saved before under the same name: this one instead."""
        row = saved_view.c
        with self._database.begin() as connection:
            connection.execute(delete(saved_view).where(row.account == account, row.name == name[:LONGEST_NAME]))
            connection.execute(insert(saved_view).values(account=account, name=name[:LONGEST_NAME], query=query))

    def delete(self, account: int, view: int) -> None:
        """Only one's own."""
        with self._database.begin() as connection:
            connection.execute(delete(saved_view).where(saved_view.c.account == account, saved_view.c.id == view))
