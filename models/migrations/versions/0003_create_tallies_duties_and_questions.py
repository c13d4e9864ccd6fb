"""Create tallies, the schools of versions, the duty directory and unanswered questions.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _school_facts() -> tuple[sa.Column, ...]:
    return (
        sa.Column("email", sa.String(120)),
        sa.Column("website", sa.String(200)),
        sa.Column("village", sa.String(120)),
        sa.Column("postcode", sa.String(5)),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("source", sa.String(255), comment="file its facts came from"),
    )


def upgrade() -> None:
    """Make the tables; a version's schools are taken over from its enrollment."""
    for column in _school_facts():
        op.add_column("school", column)
    # By hand: SQLite adds a column with its check in place, without making the table anew.
    op.execute(
        "ALTER TABLE dataset_version ADD COLUMN coverage VARCHAR(32) DEFAULT 'whole' NOT NULL "
        "CONSTRAINT ck_dataset_version_coverage CHECK (coverage IN ('whole', 'part'))"
    )
    _create_version_school()
    _create_tally()
    _create_duty()
    _create_questions()


def _version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["version_id"], ["dataset_version.id"], name=op.f(f"fk_{table}_version_id_dataset_version")
    )


def _create_version_school() -> None:
    op.create_table(
        "version_school",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("school_code", sa.String(8), nullable=False),
        sa.Column("school_name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_school")),
        _version("version_school"),
        sa.UniqueConstraint(
            "version_id", "school_code", name=op.f("uq_version_school_version_id_school_code")
        ),
    )
    op.execute(
        "INSERT INTO version_school (version_id, school_code, school_name) "
        "SELECT version_id, school_code, MAX(school_name) FROM enrollment "
        "GROUP BY version_id, school_code ORDER BY version_id, MIN(id)"
    )


def _create_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("school_code", sa.String(8), nullable=False),
        sa.Column("category", sa.String(120), nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("male", sa.Integer(), nullable=False),
        sa.Column("female", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        _version("tally"),
        sa.UniqueConstraint(
            "version_id",
            "school_code",
            "category",
            "part",
            name=op.f("uq_tally_version_id_school_code_category_part"),
        ),
        sa.CheckConstraint(
            "male >= 0 AND female >= 0 AND number >= 0", name=op.f("ck_tally_not_negative")
        ),
        sa.CheckConstraint(
            "number = 0 OR (male = 0 AND female = 0)", name=op.f("ck_tally_one_kind")
        ),
    )


def _create_duty() -> None:
    op.create_table(
        "duty",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="other words people use for it"),
        sa.Column("group_name", sa.String(200), nullable=False),
        sa.Column("person", sa.String(200), comment="name or position, official"),
        sa.Column("phone", sa.String(60)),
        sa.Column("email", sa.String(120)),
        sa.Column("room", sa.String(120)),
        sa.Column("imported_at", TIME, nullable=False),
        sa.Column("source", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("subject", name=op.f("uq_duty_subject")),
    )


def _create_questions() -> None:
    op.create_table(
        "unanswered_question",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column(
            "form", sa.String(64), nullable=False, comment="hash of the masked, normalised text"
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.String(60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="the words that were not known"),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_asked_at", TIME, nullable=False),
        sa.Column("last_asked_at", TIME, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("closed_at", TIME),
        sa.Column("closed_by", sa.String(100)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered_question")),
        sa.CheckConstraint("times >= 1", name=op.f("ck_unanswered_question_times")),
        sa.CheckConstraint(
            "status IN ('open', 'taught', 'dismissed')",
            name=op.f("ck_unanswered_question_status"),
        ),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at IS NULL)", name=op.f("ck_unanswered_question_closed")
        ),
    )
    op.create_index("uq_unanswered_question_form", "unanswered_question", ["form"], unique=True)
    op.create_index(
        "ix_unanswered_question_status_last_asked_at",
        "unanswered_question",
        ["status", "last_asked_at"],
    )
    op.create_table(
        "vocabulary_word",
        sa.Column("form", sa.String(120), nullable=False, comment="bare, as read"),
        sa.Column("spelling", sa.String(120), nullable=False),
        sa.Column("means", sa.String(120), nullable=False),
        sa.Column("taught_at", TIME, nullable=False),
        sa.Column("taught_by", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("form", name=op.f("pk_vocabulary_word")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("vocabulary_word", "unanswered_question", "duty", "tally", "version_school"):
        op.drop_table(table)
    op.drop_column("dataset_version", "coverage")
    for column in _school_facts():
        op.drop_column("school", column.name)
