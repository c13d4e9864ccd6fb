"""Let a request be for work to be done, and say which director decides on it and in which words;
who takes part in a conference, and which tickets have to be accepted.

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

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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
        "ticket",
        sa.Column(
            "accept",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="the reporter has to accept it; silence does not close it",
        ),
    )
    op.create_table(
        "attendance",
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_attendance_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_attendance")),
    )
    op.add_column("delivery", sa.Column("note", sa.Text(), nullable=True, comment="what was done"))


def downgrade() -> None:
    """Drop them."""
    op.drop_table("attendance")
    with op.batch_alter_table("ticket") as batch:
        batch.drop_column("accept")
    with op.batch_alter_table("delivery") as batch:
        batch.drop_column("note")
    with op.batch_alter_table("service_request") as batch:
        for name in ("deciding", "approver", "result"):
            batch.drop_column(name)
