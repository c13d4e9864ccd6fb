"""Create announcements and who they go to.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables."""
    _create_announcement()
    _create_announcement_recipient()


# One column a line reads best here.
# fmt: off
def _create_announcement() -> None:
    op.create_table("announcement",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("letter", sa.String(length=200), nullable=True, comment="number and date of the letter"),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("delivery", _enum("delivery", "free", "free_first", "push"), nullable=False),
        sa.Column("asks_acknowledgement", sa.Boolean(), nullable=False),
        sa.Column("status", _enum("status", "draft", "waiting", "scheduled", "sent", "cancelled"), nullable=False),
        sa.Column("send_at", TIME, nullable=True),
        sa.Column("until", TIME, nullable=True, comment="so long it rides; then it is pushed, or over"),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("permit_id", BIG_ID, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by_id", BIG_ID, nullable=True),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=True, comment="of the office, whose it is"),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("settled_at", TIME, nullable=True, comment="free first: who was not reached till then was seen to"),
        sa.Column("ended_at", TIME, nullable=True, comment="cancelled, or taken from the list of notices"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(sent_at IS NULL) OR (status = 'sent')", name=op.f("ck_announcement_sent_once")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_announcement_created_by_id_person")),
        sa.ForeignKeyConstraint(["permit_id"], ["spending_permit.id"], name=op.f("fk_announcement_permit_id_spending_permit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement"))
    )
    op.create_index("ix_announcement_status_send_at", "announcement", ["status", "send_at"], unique=False)


def _create_announcement_recipient() -> None:
    op.create_table("announcement_recipient",
        sa.Column("announcement_id", BIG_ID, nullable=False),
        sa.Column("chat_key", sa.String(length=100), nullable=False),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("schools", sa.Text(), nullable=False, comment="for which of them it was sent"),
        sa.Column("addressed", sa.Boolean(), nullable=False),
        sa.Column("hold_key", sa.String(length=120), nullable=True),
        sa.Column("seen_at", TIME, nullable=True, comment="read among the notices"),
        sa.Column("acknowledged_at", TIME, nullable=True),
        sa.Column("acknowledged_for", sa.Text(), nullable=True, comment="the schools that spoke by this tap"),
        sa.Column("nudged_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_recipient_announcement_id_announcement")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announcement_recipient_person_id_person")),
        sa.PrimaryKeyConstraint("announcement_id", "chat_key", name=op.f("pk_announcement_recipient"))
    )
    op.create_index("ix_announcement_recipient_chat_key", "announcement_recipient", ["chat_key"], unique=False)
    op.create_index("ix_announcement_recipient_hold_key", "announcement_recipient", ["hold_key"], unique=False)
# fmt: on


def downgrade() -> None:
    """Drop them."""
    for table in ("announcement_recipient", "announcement"):
        op.drop_table(table)
