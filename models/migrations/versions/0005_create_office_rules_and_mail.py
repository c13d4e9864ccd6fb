"""Create the calendar's changes, the office's rules, occasions seen to, e-mail.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _create_calendar_change()
    _create_office_rule()
    _create_occasion()
    _create_mail_message()


def _create_calendar_change() -> None:
    op.create_table(
        "calendar_change",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_change")),
    )


def _create_office_rule() -> None:
    op.create_table(
        "office_rule",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_office_rule")),
    )


def _create_occasion() -> None:
    op.create_table(
        "occasion",
        sa.Column("key", sa.String(length=120), nullable=False, comment="remind:request:12:3"),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_occasion")),
    )


def _create_mail_message() -> None:
    op.create_table(
        "mail_message",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column(
            "address", sa.String(length=254), nullable=False, comment="emptied when it is long sent"
        ),
        sa.Column(
            "ref",
            sa.String(length=60),
            nullable=False,
            comment="the record it tells of: request:12",
        ),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                "unknown",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_message_id")),
    )
    op.create_index(
        "ix_mail_message_open",
        "mail_message",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("mail_message")
    op.drop_table("occasion")
    op.drop_table("office_rule")
    op.drop_table("calendar_change")
