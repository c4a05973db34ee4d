"""The words of a conversation, each once and folded, so that it can be found by what was said in it.

Kept beside the messages and in the same transaction; they go when the conversation goes.
"""

import re
from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.privacy import ANY_STAND_IN
from bot.store import staff_schema
from bot.triage.folding import fold

WORD = re.compile(r"[^\W_]{2,}")
LONGEST = 40
SPOKEN = ("citizen", "person")  # the bot's words are the same in all conversations


def words(text: str) -> list[str]:
    """`"Århus: [navn fjernet] sagde nej"` -> `["aarhus", "sagde", "nej"]`: each once, in order."""
    found = WORD.findall(fold(ANY_STAND_IN.sub(" ", text)))
    return list(dict.fromkeys(word[:LONGEST] for word in found))


def note(connection: Connection, conversation: str, texts: Iterable[str]) -> None:
    """Remember the words of new messages. The caller has locked the conversation, so no word is noted twice."""
    said = words(" ".join(texts))
    if not said:
        return
    row = staff_schema.word.c
    known = set(connection.execute(select(row.word).where(row.conversation == conversation, row.word.in_(said))).scalars())
    new = [{"word": word, "conversation": conversation} for word in said if word not in known]
    if new:
        connection.execute(insert(staff_schema.word), new)
