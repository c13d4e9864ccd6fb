"""Create schools, dataset versions and their facts.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the four tables, and the one row of the data's counter."""
    _create_school()
    _create_dataset_version()
    _create_enrollment()
    state = op.create_table(
        "data_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_state")),
    )
    op.bulk_insert(state, [{"id": 1, "counter": 0}])


def _create_school() -> None:
    op.create_table(
        "school",
        sa.Column("smis", sa.String(8), nullable=False),
        sa.Column("moe", sa.String(10)),
        sa.Column(
            "moe_lost_digits",
            sa.Boolean(),
            nullable=False,
            comment="the list gives under 10 digits",
        ),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("province", sa.String(60), nullable=False),
        sa.Column("area_code", sa.String(10), nullable=False),
        sa.Column("area_name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("in_office", sa.Boolean(), nullable=False),
        sa.Column("amphoe", sa.String(80)),
        sa.Column("tambon", sa.String(80)),
        sa.Column("network", sa.String(120)),
        sa.Column("phone", sa.String(60)),
        sa.Column("imported_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("smis", name=op.f("pk_school")),
    )
    for column in ("in_office", "moe", "name"):
        op.create_index(op.f(f"ix_school_{column}"), "school", [column])


def _create_dataset_version() -> None:
    op.create_table(
        "dataset_version",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("dataset", sa.String(20), nullable=False),
        sa.Column("report", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("imported_at", TIME, nullable=False),
        sa.Column("imported_by", sa.String(100), nullable=False),
        sa.Column("verified_at", TIME),
        sa.Column("verified_by", sa.String(100)),
        sa.Column("published_at", TIME),
        sa.Column("published_by", sa.String(100)),
        sa.Column("withdrawn_at", TIME),
        sa.Column("withdrawn_by", sa.String(100)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_version")),
        sa.CheckConstraint(
            "status IN ('imported', 'verified', 'published', 'withdrawn')",
            name=op.f("ck_dataset_version_status"),
        ),
        sa.CheckConstraint("round BETWEEN 0 AND 3", name=op.f("ck_dataset_version_round")),
        sa.CheckConstraint("year BETWEEN 2400 AND 2700", name=op.f("ck_dataset_version_year")),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_dataset_version_withdrawn"),
        ),
        sa.CheckConstraint(
            "status <> 'published' OR published_at IS NOT NULL",
            name=op.f("ck_dataset_version_published"),
        ),
    )
    _only_one("uq_dataset_version_file", ["sha256"], "status <> 'withdrawn'")
    _only_one("uq_dataset_version_published", [], "status = 'published'")


def _only_one(name: str, more: list[str], where: str) -> None:
    op.create_index(
        name,
        "dataset_version",
        ["dataset", "report", "year", "round", *more],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _create_enrollment() -> None:
    op.create_table(
        "enrollment",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("school_code", sa.String(8), nullable=False),
        sa.Column("school_name", sa.String(200), nullable=False),
        sa.Column("grade", sa.String(10), nullable=False),
        sa.Column("male", sa.Integer(), nullable=False),
        sa.Column("female", sa.Integer(), nullable=False),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["dataset_version.id"],
            name=op.f("fk_enrollment_version_id_dataset_version"),
        ),
        sa.UniqueConstraint(
            "version_id",
            "school_code",
            "grade",
            name=op.f("uq_enrollment_version_id_school_code_grade"),
        ),
        sa.CheckConstraint(
            "male >= 0 AND female >= 0 AND rooms >= 0", name=op.f("ck_enrollment_not_negative")
        ),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("data_state", "enrollment", "dataset_version", "school"):
        op.drop_table(table)
