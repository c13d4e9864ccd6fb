"""Say what each paid message is for; permits of a second person; alarms; batches of one call.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
POTS = ("rounds", "service", "incidents")
_POT = "which share of the month pays for it"
_ALIKE = "of what says the same to several people"
_BATCH = "sent to many in one call, with this retry key"


# One column a line reads best here.
# fmt: off
def upgrade() -> None:
    """Add the columns and make the tables."""
    op.add_column("outbox_message", sa.Column("pot", sa.String(length=20), nullable=True, comment=_POT))
    op.add_column("outbox_message", sa.Column("alike", sa.String(length=40), nullable=True, comment=_ALIKE))
    op.add_column("outbox_message", sa.Column("batch", sa.String(length=36), nullable=True, comment=_BATCH))
    op.create_index("ix_outbox_message_batch", "outbox_message", ["batch"], unique=False)
    op.create_index("ix_outbox_message_paid", "outbox_message", ["way", "status", "finished_at", "pot", "price"], unique=False, sqlite_where=sa.text("way = 'push'"), postgresql_where=sa.text("way = 'push'"))
    _create_spending_permit()
    _create_quota_alarm()


def _create_spending_permit() -> None:
    pot = sa.Enum(*POTS, name="pot", native_enum=False, create_constraint=True, length=32)
    op.create_table("spending_permit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False, comment="2026-06, Bangkok"),
        sa.Column("pot", pot, nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=True),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by_id", BIG_ID, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True, comment="why it was refused"),
        sa.CheckConstraint("messages > 0", name=op.f("ck_spending_permit_some_messages")),
        sa.CheckConstraint("decided_by_id IS NULL OR asked_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_spending_permit_two_people")),
        sa.CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_spending_permit_decided_whole")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_spending_permit_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_spending_permit_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_permit"))
    )
    op.create_index("ix_spending_permit_month", "spending_permit", ["month", "pot"], unique=False)


def _create_quota_alarm() -> None:
    op.create_table("quota_alarm",
        sa.Column("month", sa.String(length=7), nullable=False, comment="2026-06, Bangkok"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="low, gone, parked …"),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("month", "kind", name=op.f("pk_quota_alarm"))
    )
# fmt: on


def downgrade() -> None:
    """Drop them."""
    op.drop_table("quota_alarm")
    op.drop_table("spending_permit")
    op.drop_index("ix_outbox_message_paid", "outbox_message")
    op.drop_index("ix_outbox_message_batch", "outbox_message")
    op.drop_column("outbox_message", "batch")
    op.drop_column("outbox_message", "alike")
    op.drop_column("outbox_message", "pot")
