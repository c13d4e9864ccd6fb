"""Create the table of what is hidden of each version's counts.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table; the clock fills it."""
    op.create_table(
        "tally_cover",
        sa.Column("version_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("rule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "rule", name=op.f("pk_tally_cover")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["dataset_version.id"],
            name=op.f("fk_tally_cover_version_id_dataset_version"),
        ),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("tally_cover")
