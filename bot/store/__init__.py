"""What is kept: conversations, turns, messages to a person, what waits to be sent. The only SQLAlchemy.

Nothing that identifies a person is kept in the clear. What citizens write comes here masked;
contact details they leave on purpose are sealed, and in a table of their own.
"""

from bot.store.accounts import Account, Accounts
from bot.store.audit import Audit
from bot.store.changes import Change, Changes, Proposal
from bot.store.conversations import Conversation, Conversations, Message
from bot.store.corrections import Correction, Corrections
from bot.store.database import Database, DatabaseDownError
from bot.store.handovers import Handover, Handovers
from bot.store.invitations import Invitations
from bot.store.keys import Keys
from bot.store.latest import Latest
from bot.store.learned import Learned, Lessons
from bot.store.letters import Letter, Letters
from bot.store.live import Live
from bot.store.peers import Peer, Peers
from bot.store.pending import Pending
from bot.store.queue import Queue
from bot.store.remarks import Remarks
from bot.store.reviews import Reviews
from bot.store.saved_views import SavedViews
from bot.store.search import Search
from bot.store.sessions import Session, Sessions
from bot.store.tallies import Tallies, Tally
from bot.store.transcripts import Transcript, Transcripts
from bot.store.turns import Turn, Turns

__all__ = [
    "Account",
    "Accounts",
    "Audit",
    "Change",
    "Changes",
    "Conversation",
    "Conversations",
    "Correction",
    "Corrections",
    "Database",
    "DatabaseDownError",
    "Handover",
    "Handovers",
    "Invitations",
    "Keys",
    "Latest",
    "Learned",
    "Lessons",
    "Letter",
    "Letters",
    "Live",
    "Message",
    "Peer",
    "Peers",
    "Proposal",
    "SavedViews",
    "Search",
    "Session",
    "Sessions",
    "Pending",
    "Queue",
    "Remarks",
    "Reviews",
    "Tallies",
    "Tally",
    "Transcript",
    "Transcripts",
    "Turn",
    "Turns",
]
