"""Create the inbox, the outbox, chats, media and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_action"), "audit_entry", ["action"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject"), "audit_entry", ["subject"], unique=False)
    op.create_table(
        "chat",
        sa.Column("chat_key", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "user",
                "group",
                "room",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "left_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="blocked by the person, or removed from the group",
        ),
        sa.Column(
            "changed_ms",
            BIG_ID,
            nullable=False,
            comment="LINE's timestamp of the newest change; older ones are late",
        ),
        sa.PrimaryKeyConstraint("chat_key", name=op.f("pk_chat")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("chat_key", sa.String(length=100), nullable=False),
        sa.Column(
            "person",
            sa.String(length=100),
            nullable=False,
            comment="empty where LINE gives no userId",
        ),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.Column("memory_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("chat_key", "person", name=op.f("uq_conversation_chat_key_person")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("node", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("part", "node", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "inbox_event",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("event_key", sa.String(length=100), nullable=False),
        sa.Column(
            "chat_key", sa.String(length=100), nullable=False, comment="chat whose order is kept"
        ),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="LINE's event type"),
        sa.Column("message_id", sa.String(length=100), nullable=True),
        sa.Column("occurred_ms", sa.BigInteger(), nullable=False, comment="LINE's timestamp"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="the event's JSON; ids only after a week"
        ),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "done",
                "parked",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column(
            "error", sa.String(length=200), nullable=True, comment="class of the last failure"
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_event")),
        sa.UniqueConstraint("event_key", name=op.f("uq_inbox_event_event_key")),
    )
    op.create_index(
        "ix_inbox_event_open_chat",
        "inbox_event",
        ["chat_key"],
        unique=False,
        sqlite_where=sa.text("status = 'received'"),
        postgresql_where=sa.text("status = 'received'"),
    )
    op.create_index(
        "ix_inbox_event_unreduced",
        "inbox_event",
        ["done_at"],
        unique=False,
        sqlite_where=sa.text("status = 'done' AND reduced_at IS NULL"),
        postgresql_where=sa.text("status = 'done' AND reduced_at IS NULL"),
    )
    op.create_index("ix_inbox_event_message_id", "inbox_event", ["message_id"], unique=False)
    op.create_index(
        "ix_inbox_event_open",
        "inbox_event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'received'"),
        postgresql_where=sa.text("status = 'received'"),
    )
    op.create_table(
        "installation",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_installation")),
    )
    op.create_table(
        "lease",
        sa.Column("queue", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("queue", "key", name=op.f("pk_lease")),
    )
    op.create_index(op.f("ix_lease_until"), "lease", ["until"], unique=False)
    op.create_table(
        "line_gate",
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("way", name=op.f("pk_line_gate")),
    )
    op.create_table(
        "line_quota",
        sa.Column("month", sa.String(length=7), nullable=False, comment="2026-06, Bangkok"),
        sa.Column("limit_value", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_line_quota")),
    )
    op.create_table(
        "media",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("chat_key", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("image_set", sa.String(length=100), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "wanted",
                "stored",
                "refused",
                "gone",
                "failed",
                "erased",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column(
            "kept_for",
            sa.String(length=60),
            nullable=True,
            comment="the record it belongs to; without one it is erased after a day",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("message_id", name=op.f("uq_media_message_id")),
    )
    op.create_index("ix_media_image_set", "media", ["image_set"], unique=False)
    op.create_index("ix_media_sha256", "media", ["sha256"], unique=False)
    op.create_index("ix_media_status_due_at", "media", ["status", "due_at"], unique=False)
    op.create_table(
        "outbox_message",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column(
            "chat_key",
            sa.String(length=100),
            nullable=False,
            comment="LINE ID of user, group or room",
        ),
        sa.Column("event_id", BIG_ID, nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "answer",
                "notice",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("notices", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "accepted",
                "unknown",
                "failed",
                "parked",
                "waiting",
                "superseded",
                "skipped",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "reply", "push", name="way", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("reply_token", sa.String(length=200), nullable=True),
        sa.Column("reply_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_key", sa.String(length=36), nullable=True),
        sa.Column("maybe_taken", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("price", sa.Integer(), nullable=False, comment="paid messages it cost, or would"),
        sa.Column(
            "hold_key", sa.String(length=120), nullable=True, comment="gathers photos of one set"
        ),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("request_id", sa.String(length=100), nullable=True),
        sa.Column("sent_ids", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["inbox_event.id"], name=op.f("fk_outbox_message_event_id_inbox_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(
        "ix_outbox_message_chat_key_status", "outbox_message", ["chat_key", "status"], unique=False
    )
    op.create_index("ix_outbox_message_hold_key", "outbox_message", ["hold_key"], unique=False)
    op.create_index(
        "ix_outbox_message_open",
        "outbox_message",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "ix_outbox_message_status_finished_at",
        "outbox_message",
        ["status", "finished_at"],
        unique=False,
    )


def downgrade() -> None:
    for table in (
        "outbox_message",
        "audit_entry",
        "chat",
        "conversation",
        "heartbeat",
        "inbox_event",
        "installation",
        "lease",
        "line_gate",
        "line_quota",
        "media",
    ):
        op.drop_table(table)
