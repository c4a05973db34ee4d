"""The staff's tables, and an audit log that nobody can rewrite."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

from bot.store.words import SPOKEN, words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Kept from changing by the database itself, whoever writes to it.
SQLITE = [
    f"CREATE TRIGGER audit_no_{deed} BEFORE {deed} ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    for deed in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_is_append_only()",
]


def note_words(connection: Connection) -> None:
    """What was said before there was a search can be found too, folded as the search folds it."""
    word = sa.table("word", sa.column("word"), sa.column("conversation"))
    message = sa.table("message", *map(sa.column, ("conversation", "author", "text")))
    said = sa.select(message.c.text).where(message.c.author.in_(SPOKEN))
    for key in list(connection.execute(sa.select(sa.column("id")).select_from(sa.table("conversation"))).scalars()):
        text = " ".join(connection.execute(said.where(message.c.conversation == key)).scalars())
        if found := [{"word": one, "conversation": key} for one in words(text)]:
            connection.execute(word.insert(), found)


def upgrade() -> None:
    op.create_table(
        "pending",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pending")),
    )
    op.create_index(op.f("ix_pending_at"), "pending", ["at"])
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_used", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("subject", name=op.f("uq_account_subject")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=128), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_about", ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=True),
        sa.Column("file", sa.String(length=128), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("impact", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_municipality"), ["municipality"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_state"), ["state"], unique=False)

    op.create_table(
        "account_municipality",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_municipality_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "municipality", name=op.f("pk_account_municipality")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_comment_account"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_comment_conversation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_conversation"), ["conversation"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=True),
        sa.Column("municipality", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_correction_conversation"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_conversation"), ["conversation"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_state"), ["state"], unique=False)

    op.create_table(
        "handover_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["receipt"], ["handover.receipt"], name=op.f("fk_handover_note_receipt"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_note")),
    )
    op.create_index(op.f("ix_handover_note_receipt"), "handover_note", ["receipt"])
    op.add_column("handover", sa.Column("taken_by", sa.String(length=64), nullable=True))

    op.create_table(
        "invitation",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_invitation_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_invitation")),
    )
    op.create_table(
        "queued",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assigned"], ["account.id"], name=op.f("fk_queued_assigned"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_queued_conversation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_queued")),
    )
    with op.batch_alter_table("queued", schema=None) as batch_op:
        batch_op.create_index("ix_queued_state", ["state", "weight"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("route_right", sa.String(length=8), nullable=False),
        sa.Column("route", sa.String(length=32), nullable=True),
        sa.Column("body", sa.String(length=64), nullable=True),
        sa.Column("case_type", sa.String(length=32), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("needless", sa.JSON(), nullable=False),
        sa.Column("tone", sa.String(length=8), nullable=False),
        sa.Column("urgent", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_review_account"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_review_conversation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("conversation", "account", "final", name="uq_review_once"),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_conversation"), ["conversation"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_saved_view_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account", "name", name="uq_saved_view_account_name"),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_account"), ["account"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_staff_session_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_staff_session")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_account"), ["account"], unique=False)

    op.create_table(
        "tag",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_tag_conversation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation", "tag", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_tag"), ["tag"], unique=False)

    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=True),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("route", sa.String(length=32), nullable=True),
        sa.Column("body", sa.String(length=64), nullable=True),
        sa.Column("table_row", sa.String(length=64), nullable=True),
        sa.Column("case_type", sa.String(length=32), nullable=True),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("urgent", sa.String(length=32), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=True),
        sa.Column("handed_over", sa.Boolean(), nullable=True),
        sa.Column("abandoned", sa.Boolean(), nullable=True),
        sa.Column("deadline", sa.String(length=8), nullable=True),
        sa.Column("helped", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("sampled", sa.Boolean(), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_tally_conversation"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint("conversation", name=op.f("uq_tally_conversation")),
    )
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.create_index("ix_tally_month", ["month", "municipality"], unique=False)

    op.create_table(
        "word",
        sa.Column("word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_word_conversation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word", "conversation", name=op.f("pk_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("word", schema=None) as batch_op:
        batch_op.create_index("ix_word_conversation", ["conversation", "word"], unique=False)

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_municipality_started", ["municipality", "started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_conversation_state"), ["state"], unique=False)

    note_words(op.get_bind())
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_no_change ON audit")
        op.execute("DROP FUNCTION audit_is_append_only()")
    op.drop_table("pending")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_state"))
        batch_op.drop_index("ix_conversation_municipality_started")

    with op.batch_alter_table("word", schema=None) as batch_op:
        batch_op.drop_index("ix_word_conversation")

    op.drop_table("word")
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.drop_index("ix_tally_month")

    op.drop_table("tally")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_tag"))

    op.drop_table("tag")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_account"))

    op.drop_table("staff_session")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_account"))

    op.drop_table("saved_view")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_conversation"))
        batch_op.drop_index(batch_op.f("ix_review_account"))

    op.drop_table("review")
    with op.batch_alter_table("queued", schema=None) as batch_op:
        batch_op.drop_index("ix_queued_state")

    op.drop_table("queued")
    op.drop_table("invitation")
    op.drop_column("handover", "taken_by")
    op.drop_table("handover_note")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_state"))
        batch_op.drop_index(batch_op.f("ix_correction_conversation"))

    op.drop_table("correction")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_conversation"))

    op.drop_table("comment")
    op.drop_table("account_municipality")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_state"))
        batch_op.drop_index(batch_op.f("ix_change_municipality"))

    op.drop_table("change")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_at"))
        batch_op.drop_index("ix_audit_about")

    op.drop_table("audit")
    op.drop_table("account")
