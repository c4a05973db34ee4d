"""The staff's tables: who they are, what they have read, what they think of it, what they want changed.

Beside `schema.py` and in the same metadata. What is said of a conversation goes when it goes;
what must outlive it (how many, what kind, how well) is a `tally`, which says nothing of anybody.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.schema import KEY, metadata

NAME = String(64)

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("username", NAME, nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),  # laeser, bedoemmer, redaktoer, administrator
    Column("active", Boolean, nullable=False),
    Column("password", String(255)),  # argon2; none before the first link is used, or with single sign-on only
    Column("totp", LargeBinary),  # sealed; none before it is set up
    Column("totp_used", Integer),  # the step of the latest code, so that it works once
    Column("subject", String(255), unique=True),  # who it is to the identity provider
    Column("failed", Integer, nullable=False),  # wrong tries since the latest right one
    Column("locked_until", DateTime),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime),
)

account_municipality = Table(  # an account without a row sees no municipality; `*` is all of them
    "account_municipality",
    metadata,
    Column("account", Integer, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("municipality", NAME, primary_key=True),
)

invitation = Table(  # a one-time link with which a person chooses a password
    "invitation",
    metadata,
    Column("key", KEY, primary_key=True),  # a hash
    Column("account", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("used_at", DateTime),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("key", KEY, primary_key=True),  # a hash of what the cookie holds
    Column("account", Integer, ForeignKey("account.id", ondelete="CASCADE"), index=True),  # none before the login is whole
    Column("stage", String(16), nullable=False),  # begun, password, whole
    Column("csrf", KEY, nullable=False),
    Column("carried", JSON, nullable=False),  # what a login under way must remember
    Column("created_at", DateTime, nullable=False),
    Column("last_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
)

audit = Table(  # append-only, by triggers: see the migration
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("username", NAME, nullable=False),
    Column("act", String(32), nullable=False),
    Column("about", String(128), nullable=False),  # a conversation's key, a receipt, an account, a file
    Column("municipality", NAME),
    Column("detail", JSON(none_as_null=True)),  # never a citizen's words
    Index("ix_audit_about", "about"),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("query", String(1000), nullable=False),
    UniqueConstraint("account", "name", name="uq_saved_view_account_name"),
)

word = Table(  # the words of citizens and persons in a conversation, each once, folded: for the search
    "word",
    metadata,
    # Compared letter by letter, so that the words with one beginning stand together.
    Column("word", String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_word_conversation", "conversation", "word"),
    sqlite_with_rowid=False,
)

queued = Table(  # conversations somebody should read, and why
    "queued",
    metadata,
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("reason", String(24), nullable=False),  # the weightiest of `reasons`; `proeve` is the random sample
    Column("reasons", JSON, nullable=False),
    Column("weight", Integer, nullable=False),  # the higher, the sooner
    Column("sampled", Boolean, nullable=False),  # also drawn by chance, whatever the reasons
    Column("raters", Integer, nullable=False),  # how many are to judge it, each for themselves
    Column("state", String(16), nullable=False),  # open, disagreed, done, dropped
    Column("assigned", Integer, ForeignKey("account.id", ondelete="SET NULL")),
    Column("created_at", DateTime, nullable=False),
    Index("ix_queued_state", "state", "weight"),
)

review = Table(  # one person's judgement of a conversation; `final` where it settles a disagreement
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("account", Integer, ForeignKey("account.id", ondelete="SET NULL"), index=True),
    Column("final", Boolean, nullable=False),
    Column("route_right", String(8), nullable=False),  # ja, nej, tvivl
    Column("route", String(32)),  # as it should have been, like the three below
    Column("body", String(64)),
    Column("case_type", String(32)),
    Column("area", String(64)),
    Column("facts", JSON, nullable=False),  # fact -> the answer it should have had
    Column("needless", JSON, nullable=False),  # the facts that need not have been asked for
    Column("tone", String(8), nullable=False),  # god, ok, kold
    Column("urgent", String(8), nullable=False),  # rigtigt, overset, falsk, ingen
    Column("note", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    UniqueConstraint("conversation", "account", "final", name="uq_review_once"),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("account", Integer, ForeignKey("account.id", ondelete="SET NULL")),
    Column("text", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

handover_note = Table(  # what has been done with a citizen's message to a person, and by whom
    "handover_note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("receipt", String(16), ForeignKey("handover.receipt", ondelete="CASCADE"), nullable=False, index=True),
    Column("account", NAME, nullable=False),  # a username
    Column("act", String(16), nullable=False),  # taken, replied, note, closed, reopened
    Column("kind", String(16)),  # of a closing: solved, referred, unreached, other
    Column("text", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

tag = Table(
    "tag",
    metadata,
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", String(40), primary_key=True, index=True),
)

correction = Table(  # a citizen's words, masked, that the bot is to learn from when two persons say so
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="SET NULL"), index=True),
    Column("municipality", NAME),
    Column("text", Text, nullable=False),
    Column("asked", String(32)),  # the question it answers; none for a story
    Column("facts", JSON, nullable=False),
    Column("state", String(16), nullable=False, index=True),  # proposed, approved, rejected, exported
    Column("proposed_by", NAME, nullable=False),
    Column("proposed_at", DateTime, nullable=False),
    Column("decided_by", NAME),
    Column("decided_at", DateTime),
    Column("note", Text, nullable=False),
)

change = Table(  # a change to what people edit, seen by four eyes
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("municipality", NAME, index=True),
    Column("file", String(128), nullable=False),  # below the project, e.g. knowledge/municipalities/aarhus.yml
    Column("place", JSON, nullable=False),  # the way to the value: ["kontor", "kontakt", "telefon"]
    Column("before", JSON),
    Column("after", JSON),
    Column("why", Text, nullable=False),
    Column("effective", Date, nullable=False),
    Column("state", String(16), nullable=False, index=True),  # proposed, approved, rejected, withdrawn
    Column("proposed_by", NAME, nullable=False),
    Column("proposed_at", DateTime, nullable=False),
    Column("decided_by", NAME),
    Column("decided_at", DateTime),
    Column("impact", JSON(none_as_null=True)),
)

tally = Table(  # one conversation, counted; what is left of it when it is gone says nothing of anybody
    "tally",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="SET NULL"), unique=True),
    Column("counted_at", DateTime, nullable=False),
    Column("municipality", NAME),
    Column("channel", String(16), nullable=False),
    Column("month", String(7), nullable=False),  # 2026-11
    Column("weekday", Integer),  # 0 is Monday; none where the citizen deleted the conversation, like all below
    Column("hour", Integer),  # Danish time
    Column("open", Boolean),  # whether the office was; none where its hours are not known
    Column("route", String(32)),
    Column("body", String(64)),
    Column("table_row", NAME),  # of the decision table
    Column("case_type", String(32)),
    Column("area", String(64)),
    Column("confidence", Float),
    Column("urgent", String(32)),
    Column("questions", Integer),
    Column("messages", Integer),  # the citizen's
    Column("handed_over", Boolean),
    Column("abandoned", Boolean),
    Column("deadline", String(8)),  # given, passed; none where there was none
    Column("helped", String(16)),
    Column("reason", String(24)),  # why it was in the queue; none where it was not
    Column("sampled", Boolean),
    Column("verdict", String(8)),  # whether it was led right, as settled by the reviews
    Column("deleted", Boolean, nullable=False),  # by the citizen
    Index("ix_tally_month", "month", "municipality"),
)

__all__ = [
    "account",
    "account_municipality",
    "audit",
    "change",
    "comment",
    "correction",
    "handover_note",
    "invitation",
    "queued",
    "review",
    "saved_view",
    "staff_session",
    "tag",
    "tally",
    "word",
]
