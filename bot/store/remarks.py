"""What the staff write beside a conversation: comments to each other, and tags to find it by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.store import schema
from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.reach import within
from bot.store.staff_schema import account, comment, tag

LONGEST_TAG = 40


@dataclass(frozen=True)
class Comment:
    """`name` is blank where the account is gone."""

    name: str
    text: str
    at: datetime


class Remarks:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def say(self, conversation: str, who: int, text: str) -> bool:
        """False where the conversation is gone."""
        try:
            with self._database.begin() as connection:
                connection.execute(insert(comment).values(conversation=conversation, account=who, text=text, at=self._clock()))
        except IntegrityError:
            return False
        return True

    def comments(self, conversation: str) -> list[Comment]:
        """Oldest first."""
        wanted = select(comment.c.text, comment.c.at, account.c.name)
        wanted = wanted.select_from(comment.outerjoin(account, account.c.id == comment.c.account))
        with self._database.read() as connection:
            found = connection.execute(wanted.where(comment.c.conversation == conversation).order_by(comment.c.id))
            return [Comment(row.name or "", row.text, row.at) for row in found]

    def tag(self, conversation: str, name: str) -> bool:
        """False where the conversation is gone, or nothing is left of the name."""
        name = " ".join(name.lower().split())[:LONGEST_TAG]
        if not name:
            return False
        try:
            with self._database.begin() as connection:
                here = (tag.c.conversation == conversation, tag.c.tag == name)
                if not connection.execute(select(tag.c.tag).where(*here)).first():
                    connection.execute(insert(tag).values(conversation=conversation, tag=name))
        except IntegrityError:
            return False
        return True

    def untag(self, conversation: str, name: str) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(tag).where(tag.c.conversation == conversation, tag.c.tag == name))

    def tags(self, conversation: str) -> list[str]:
        with self._database.read() as connection:
            return list(
                connection.execute(select(tag.c.tag).where(tag.c.conversation == conversation).order_by(tag.c.tag)).scalars()
            )

    def known(self, municipalities: Collection[str]) -> list[str]:
        """All tags in use where one may see."""
        row = schema.conversation.c
        wanted = select(tag.c.tag).distinct().join(schema.conversation, row.id == tag.c.conversation).order_by(tag.c.tag)
        with self._database.read() as connection:
            return list(connection.execute(wanted.where(*within(row.municipality, municipalities))).scalars())
