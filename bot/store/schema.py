"""The tables. Times are UTC without a zone; a change here needs a migration beside it."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

KEY = String(64)

conversation = Table(
    "conversation",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("token", KEY, unique=True),  # a hash; none where the channel itself says who it is
    Column("channel", String(16), nullable=False),
    Column("municipality", String(64)),
    Column("state", String(16), nullable=False, index=True),
    Column("started_at", DateTime, nullable=False, index=True),
    Column("last_at", DateTime, nullable=False, index=True),
    Column("expires_at", DateTime, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("kept", Boolean, nullable=False),  # exempt from the purge: somebody needs it for a case
    # What it came to, for those who look for it; blank until there is an outcome.
    Column("route", String(32), index=True),
    Column("body", String(64)),
    Column("case_type", String(32), index=True),
    Column("area", String(64), index=True),
    Column("confidence", Float),
    Column("urgent", String(32)),
    Index("ix_conversation_municipality_started", "municipality", "started_at"),
)

message = Table(
    "message",
    metadata,
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("author", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("custom", JSON(none_as_null=True)),
    Column("client_id", KEY),
    Column("at", DateTime, nullable=False),
    UniqueConstraint("conversation", "client_id", name="uq_message_client_id"),
)

turn = Table(
    "turn",
    metadata,
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # of the citizen's message
    Column("state", String(16), nullable=False),
    Column("said", Text, nullable=False),  # what goes to the language model; blanked when it has been there
    Column("facts_told", JSON, nullable=False),
    Column("claimed_at", DateTime),
    Column("created_at", DateTime, nullable=False),
    Column("milliseconds", Integer),
    Column("understood", JSON(none_as_null=True)),
    Index("ix_turn_waiting", "state", "claimed_at"),
)

handover = Table(
    "handover",
    metadata,
    Column("receipt", String(16), primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="SET NULL"), index=True),
    Column("client_id", KEY),
    Column("municipality", String(64), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("summary", Text, nullable=False),
    Column("consent_at", DateTime, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("taken_by", String(64)),  # the username of whoever has it
    UniqueConstraint("conversation", "client_id", name="uq_handover_client_id"),
)

contact = Table(  # the one place with a person's own details, sealed
    "contact",
    metadata,
    Column("receipt", String(16), ForeignKey("handover.receipt", ondelete="CASCADE"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

letter = Table(  # what waits to be sent: mail, SMS, Messenger
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), index=True),
    Column("receipt", String(16), ForeignKey("handover.receipt", ondelete="CASCADE"), index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", DateTime, nullable=False),
    Column("problem", String(64)),
    Index("ix_letter_due", "state", "next_at"),
)

received = Table(  # what a platform has delivered once is not taken twice
    "received",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("id", String(128), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
)

peer = Table(  # who a platform's messages come from: a keyed hash, and sealed where it is needed to answer
    "peer",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="SET NULL"), index=True),
    Column("stopped", Boolean, nullable=False),
    Column("last_at", DateTime, nullable=False, index=True),
)

pending = Table(  # the parts of long SMS that wait for the rest, sealed
    "pending",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", DateTime, nullable=False, index=True),
)

link = Table(  # a one-time way from one channel to another
    "link",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("used_at", DateTime),
)

rating = Table(
    "rating",
    metadata,
    Column("conversation", KEY, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("helped", String(16), nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

forgotten = Table(  # conversations that are gone here, and must yet be forgotten by the language model
    "forgotten",
    metadata,
    Column("sender", KEY, primary_key=True),
    Column("at", DateTime, nullable=False),
)
