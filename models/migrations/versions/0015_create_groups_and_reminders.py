"""Create bound groups, their codes, and the reminders of collection rounds.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
PURPOSES = ("executives", "clerks", "data_teachers", "network", "office")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables."""
    _create_bound_group()
    _create_group_code()
    _create_reminder()


# One column a line reads best here.
# fmt: off
def _create_bound_group() -> None:
    op.create_table("bound_group",
        sa.Column("chat_key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", _enum("purpose", *PURPOSES), nullable=False),
        sa.Column("schools", sa.Text(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("counted_at", TIME, nullable=True),
        sa.Column("rides", sa.Boolean(), nullable=False),
        sa.Column("rode_on", sa.String(length=10), nullable=True, comment="the day (Bangkok's, ISO) on which a notice rode here last"),
        sa.Column("bound_at", TIME, nullable=False),
        sa.Column("bound_by", sa.String(length=100), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("chat_key", name=op.f("pk_bound_group"))
    )


def _create_group_code() -> None:
    op.create_table("group_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", _enum("purpose", *PURPOSES), nullable=False),
        sa.Column("schools", sa.Text(), nullable=True),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("used_by", sa.String(length=100), nullable=True, comment="the group's LINE ID"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_group_code"))
    )


def _create_reminder() -> None:
    op.create_table("reminder",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False, comment="the closing day that it was of"),
        sa.Column("rung", sa.Integer(), nullable=False, comment="days before the due date; negative: after"),
        sa.Column("chat_key", sa.String(length=100), nullable=False),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("audience", _enum("audience", "named", "director", "chair", "group", "staff"), nullable=False),
        sa.Column("schools", sa.Text(), nullable=False, comment="the late ones that it names"),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("pushed", sa.Boolean(), nullable=False, comment="it may cost a message; else it only rides"),
        sa.Column("hold_key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["collection_round.id"], name=op.f("fk_reminder_round_id_collection_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("round_id", "due_on", "rung", "chat_key", name=op.f("uq_reminder_round_id_due_on_rung_chat_key"))
    )
    op.create_index("ix_reminder_hold_key", "reminder", ["hold_key"], unique=False)
    op.create_index("ix_reminder_made_at", "reminder", ["made_at"], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table in ("reminder", "group_code", "bound_group"):
        op.drop_table(table)
