"""All that a page may need, made once when the portal opens."""

import logging
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment
from starlette.requests import Request

from bot.dialogue.edition import Edition, InForce
from bot.knowledge.names import lexicon
from bot.learning.danish import persons
from bot.newsroom import Newsroom
from bot.portal.asking import Ask, ask
from bot.portal.first import FirstLink
from bot.portal.labels import Labels
from bot.portal.passwords import Passwords
from bot.portal.similar import Similar
from bot.portal.templates import drawing
from bot.portal.vocabulary import Vocabulary
from bot.privacy import Masker
from bot.settings import ROOT, Settings
from bot.store import (
    Accounts,
    Audit,
    Changes,
    Conversations,
    Corrections,
    Database,
    Handovers,
    Invitations,
    Keys,
    Latest,
    Lessons,
    Letters,
    Live,
    Queue,
    Remarks,
    Reviews,
    SavedViews,
    Search,
    Sessions,
    Tallies,
    Transcripts,
    Turns,
)
from bot.store.clock import Clock, danish
from bot.store.database import now
from bot.store.heads import Heads
from bot.store.health import Health
from bot.store.inbox import Inbox
from bot.store.replays import Replays
from bot.store.waiting import Waiting

logger = logging.getLogger(__name__)


@dataclass
class Office(InForce):
    """The portal's parts, put together."""

    settings: Settings
    clock: Clock
    edition: Edition
    newsroom: Newsroom
    labels: Labels
    templates: Environment
    database: Database
    keys: Keys
    accounts: Accounts
    invitations: Invitations
    sessions: Sessions
    audit: Audit
    waiting: Waiting
    passwords: Passwords
    first: FirstLink
    conversations: Conversations
    turns: Turns
    handovers: Handovers
    letters: Letters
    live: Live
    tallies: Tallies
    lessons: Lessons
    latest: Latest
    queue: Queue
    reviews: Reviews
    remarks: Remarks
    corrections: Corrections
    masker: Masker
    search: Search
    saved_views: SavedViews
    transcripts: Transcripts
    similar: Similar
    inbox: Inbox
    heads: Heads
    changes: Changes
    replays: Replays
    health: Health
    ask: Ask

    @classmethod
    def build(cls, settings: Settings) -> "Office":
        """Raises KnowledgeError for a mistake in an editor's file."""
        settings.state.mkdir(parents=True, exist_ok=True)
        office = cls.of_parts(settings, Keys.kept_in(settings.secret), Edition.read())
        office.renew()
        return office

    @classmethod
    def of_parts(cls, settings: Settings, keys: Keys, edition: Edition, clock: Clock = now) -> "Office":
        """What is built on what, once the slow things have been read."""
        database, labels = Database(settings.store), Labels(edition.base)
        database.upgrade()
        search = Search(database)
        return cls(
            settings=settings,
            clock=clock,
            edition=edition,
            newsroom=Newsroom(Changes(database)),
            labels=labels,
            templates=drawing(labels),
            database=database,
            keys=keys,
            accounts=Accounts(database, keys, clock),
            invitations=Invitations(database, keys, clock),
            sessions=Sessions(database, keys, clock),
            audit=Audit(database, clock),
            waiting=Waiting(database),
            passwords=Passwords(),
            first=FirstLink(settings.state),
            conversations=Conversations(database, keys),
            turns=Turns(database),
            handovers=Handovers(database, keys),
            letters=Letters(database, keys),
            live=Live(database, keys),
            tallies=Tallies(database, lambda place, moment: edition.channels.open_at(place, moment)),
            lessons=Lessons(database),
            latest=Latest(database),
            queue=Queue(database, clock),
            reviews=Reviews(database, clock),
            remarks=Remarks(database, clock),
            corrections=Corrections(database, clock),
            masker=Masker(lexicon(), (persons,)),
            search=search,
            saved_views=SavedViews(database),
            transcripts=Transcripts(database),
            similar=Similar(search, clock),
            inbox=Inbox(database, clock),
            heads=Heads(database),
            changes=Changes(database),
            replays=Replays(database),
            health=Health(database, clock),
            ask=ask,
        )

    @classmethod
    def of(cls, request: Request) -> "Office":
        office: Office = request.app.state.office
        return office

    def renew(self) -> None:
        """Take up the changes that have come into force."""
        if self.newsroom.bring(self.edition, danish(self.clock()).date()):
            self.labels = Labels(self.base)
            self.templates = drawing(self.labels)

    @property
    def secure(self) -> bool:
        """Whether browsers come by https, so that a cookie need never go without."""
        return self.settings.portal.startswith("https")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Read when it is first asked for: a second's work that not every start needs."""
        return Vocabulary(ROOT, self.base)
