"""Create collection rounds, their schools, extensions, lists and the office's own steps.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables."""
    _create_collection_round()
    _create_round_extension()
    _create_round_list()
    _create_round_school()
    _create_round_step()


# One column a line reads best here.
# fmt: off
def _create_collection_round() -> None:
    op.create_table("collection_round",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("dataset", _enum("dataset", "dmc", "emis", "bobec", "mobec", "gcode", "other"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False, comment="academic year, B.E."),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("confirm_from", sa.Date(), nullable=True, comment="before it nobody can confirm: only the unfinished are reminded"),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("certify_by", TIME, nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False, comment="the system closes; locked afterwards"),
        sa.Column("letter", sa.String(length=200), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("rungs", sa.Text(), nullable=True),
        sa.Column("schools", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("opened_by", sa.String(length=100), nullable=False),
        sa.Column("cancelled_at", TIME, nullable=True),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_collection_round_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_round"))
    )
    op.create_index("ix_collection_round_closes_on", "collection_round", ["closes_on"], unique=False)


def _create_round_extension() -> None:
    op.create_table("round_extension",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("before", TIME, nullable=False),
        sa.Column("after", TIME, nullable=False),
        sa.Column("letter", sa.String(length=200), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["collection_round.id"], name=op.f("fk_round_extension_round_id_collection_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_extension"))
    )
    op.create_index("ix_round_extension_round_id", "round_extension", ["round_id"], unique=False)


def _create_round_list() -> None:
    op.create_table("round_list",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("imported_at", TIME, nullable=False),
        sa.Column("imported_by", sa.String(length=100), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False, comment="confirmed, new, unknown …"),
        sa.ForeignKeyConstraint(["round_id"], ["collection_round.id"], name=op.f("fk_round_list_round_id_collection_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_list"))
    )
    op.create_index("ix_round_list_round_id", "round_list", ["round_id"], unique=False)


def _create_round_school() -> None:
    op.create_table("round_school",
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("school_code", sa.String(length=8), nullable=False),
        sa.Column("standing", _enum("standing", "not_started", "entering", "entered", "confirmed", "certified", "acknowledged", "returned"), nullable=False),
        sa.Column("source", _enum("source", "school", "office", "import"), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by_id", BIG_ID, nullable=True),
        sa.Column("completed_at", TIME, nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("exempt_reason", sa.Text(), nullable=True),
        sa.Column("late_until", TIME, nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(late_until IS NULL) = (late_reason IS NULL)", name=op.f("ck_round_school_extension_has_reason")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_round_school_changed_by_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["collection_round.id"], name=op.f("fk_round_school_round_id_collection_round")),
        sa.PrimaryKeyConstraint("round_id", "school_code", name=op.f("pk_round_school"))
    )


def _create_round_step() -> None:
    op.create_table("round_step",
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("kind", _enum("kind", "plan", "memo", "notify", "follow", "check", "summary", "file"), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False, comment="standard time in working days"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_round_step_done_by_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["collection_round.id"], name=op.f("fk_round_step_round_id_collection_round")),
        sa.PrimaryKeyConstraint("round_id", "kind", name=op.f("pk_round_step"))
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("round_step", "round_school", "round_list", "round_extension", "collection_round"):
        op.drop_table(table)
