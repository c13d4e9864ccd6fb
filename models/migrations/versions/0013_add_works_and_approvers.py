"""Let a request be for work to be done, and say which director decides on it and in which words.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was filed before is for information, permitted by its group."""
    for name, usual, comment in (
        ("result", "information", "information, or work to be done"),
        ("approver", "group_director", "the role that decides"),
        ("deciding", "permit", "permit or approve: the words of the decision"),
    ):
        op.add_column(
            "service_request",
            sa.Column(name, sa.String(20), nullable=False, server_default=usual, comment=comment),
        )
    op.add_column(
        "delivery", sa.Column("note", sa.Text(), nullable=True, comment="what was done")
    )


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("delivery") as batch:
        batch.drop_column("note")
    with op.batch_alter_table("service_request") as batch:
        for name in ("deciding", "approver", "result"):
            batch.drop_column(name)
