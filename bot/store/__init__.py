"""What is kept: conversations, turns, messages to a person, what waits to be sent. The only SQLAlchemy.

Nothing that identifies a person is kept in the clear. What citizens write comes here masked;
contact details they leave on purpose are sealed, and in a table of their own.
"""

from bot.store.conversations import Conversation, Conversations, Message
from bot.store.database import Database, DatabaseDownError
from bot.store.handovers import Handover, Handovers
from bot.store.keys import Keys
from bot.store.letters import Letter, Letters
from bot.store.live import Live
from bot.store.peers import Peer, Peers
from bot.store.turns import Turn, Turns

__all__ = [
    "Conversation",
    "Conversations",
    "Database",
    "DatabaseDownError",
    "Handover",
    "Handovers",
    "Keys",
    "Letter",
    "Letters",
    "Live",
    "Message",
    "Peer",
    "Peers",
    "Turn",
    "Turns",
]
