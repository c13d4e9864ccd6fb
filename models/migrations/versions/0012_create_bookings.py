"""Create rooms, equipment for loan, their bookings, and the chores that follow.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables."""
    _create_room()
    _create_equipment()
    _create_booking()
    _create_chore()


# One column a line reads best here.
# fmt: off
def _create_room() -> None:
    op.create_table("room",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False, comment="people"),
        sa.Column("equipment", sa.Text(), nullable=False, comment="what stands in it, in words"),
        sa.Column("group_name", sa.String(length=200), nullable=False, comment="who looks after it"),
        sa.Column("retired_at", TIME, nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_room_capacity")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_room"))
    )


def _create_equipment() -> None:
    op.create_table("equipment",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False, comment="how many the office has"),
        sa.Column("group_name", sa.String(length=200), nullable=False, comment="who lends it and takes it back"),
        sa.Column("retired_at", TIME, nullable=True),
        sa.CheckConstraint("count > 0", name=op.f("ck_equipment_count")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_equipment"))
    )


def _create_booking() -> None:
    op.create_table("booking",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False, comment="ticket:12, request:5"),
        sa.Column("room_slug", sa.String(length=40), nullable=True),
        sa.Column("equipment_slug", sa.String(length=40), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False, comment="free from here on"),
        sa.Column("status", _enum("status", "booked", "cancelled", "returned"), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("cancelled_at", TIME, nullable=True),
        sa.Column("returned_at", TIME, nullable=True),
        sa.CheckConstraint("(room_slug IS NULL) <> (equipment_slug IS NULL)", name=op.f("ck_booking_one_resource")),
        sa.CheckConstraint("equipment_slug IS NOT NULL OR quantity = 1", name=op.f("ck_booking_whole_room")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_booking_quantity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_in_order")),
        sa.CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_booking_cancelled")),
        sa.CheckConstraint("(status = 'returned') = (returned_at IS NOT NULL)", name=op.f("ck_booking_returned")),
        sa.CheckConstraint("status <> 'returned' OR equipment_slug IS NOT NULL", name=op.f("ck_booking_loan")),
        sa.ForeignKeyConstraint(["equipment_slug"], ["equipment.slug"], name=op.f("fk_booking_equipment_slug_equipment")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_booking_made_by_id_person")),
        sa.ForeignKeyConstraint(["room_slug"], ["room.slug"], name=op.f("fk_booking_room_slug_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking"))
    )
    op.create_index("ix_booking_room_slug_ends_at", "booking", ["room_slug", "ends_at"], unique=False)
    op.create_index("ix_booking_equipment_slug_ends_at", "booking", ["equipment_slug", "ends_at"], unique=False)
    op.create_index("ix_booking_subject", "booking", ["subject"], unique=False)


def _create_chore() -> None:
    op.create_table("chore",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False, comment="ticket:12, request:5"),
        sa.Column("booking_id", BIG_ID, nullable=True, comment="of a loan"),
        sa.Column("kind", _enum("kind", "test_before", "check_after", "take_back", "door_signs"), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False, comment="whose people do it"),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("planned_at", TIME, nullable=False, comment="for this time"),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("remind_from", TIME, nullable=False, comment="waits for staff from then"),
        sa.Column("facts", sa.Text(), nullable=False, comment="rooms, name, quantity …"),
        sa.Column("status", _enum("status", "open", "done", "dropped"), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by_id", BIG_ID, nullable=True),
        sa.Column("outcome", _enum("outcome", "ok", "fault"), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_chore_in_order")),
        sa.CheckConstraint("(kind = 'take_back') = (booking_id IS NOT NULL)", name=op.f("ck_chore_loan")),
        sa.CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name=op.f("ck_chore_done")),
        sa.CheckConstraint("(status = 'done') = (outcome IS NOT NULL)", name=op.f("ck_chore_found")),
        sa.CheckConstraint("outcome IS NULL OR outcome <> 'fault' OR note IS NOT NULL", name=op.f("ck_chore_said")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_chore_booking_id_booking")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_chore_done_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore"))
    )
    op.create_index("ix_chore_status_remind_from", "chore", ["status", "remind_from"], unique=False)
    op.create_index("uq_chore_open", "chore", ["subject", "kind"], unique=True, sqlite_where=sa.text("status = 'open' AND booking_id IS NULL"), postgresql_where=sa.text("status = 'open' AND booking_id IS NULL"))
    op.create_index("uq_chore_booking_id", "chore", ["booking_id"], unique=True)


def downgrade() -> None:
    """Drop them."""
    for table in ("chore", "booking", "equipment", "room"):
        op.drop_table(table)
