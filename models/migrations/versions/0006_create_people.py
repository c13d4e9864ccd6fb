"""Create people, their posts, responsibilities and acting orders.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _create_person()
    _create_post()
    _create_responsibility()
    _create_acting_order()


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_user", sa.String(length=100), nullable=True),
        sa.Column(
            "name", sa.String(length=200), nullable=False, comment="first name and family name"
        ),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column(
            "affiliation",
            sa.String(length=200),
            nullable=False,
            comment="school, group or other agency, as people write it",
        ),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("bound_at", TIME, nullable=True),
        sa.Column("erased_at", TIME, nullable=True),
        sa.CheckConstraint(
            "erased_at IS NULL OR line_user IS NULL", name=op.f("ck_person_erased_is_unbound")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("line_user", name=op.f("uq_person_line_user")),
    )


def _create_post() -> None:
    op.create_table(
        "post",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "teacher",
                "school_admin",
                "school_director",
                "network_chair",
                "officer",
                "technician",
                "av_officer",
                "supplies",
                "group_director",
                "deputy_director",
                "area_director",
                "auditor",
                "admin",
                "guest",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_code", sa.String(length=8), nullable=True),
        sa.Column("group_name", sa.String(length=200), nullable=True),
        sa.Column(
            "title",
            sa.String(length=200),
            nullable=False,
            comment="the position as papers print it",
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_post_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_post_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index("ix_post_person_id", "post", ["person_id"], unique=False)
    op.create_index("ix_post_role_group_name", "post", ["role", "group_name"], unique=False)
    op.create_index("ix_post_school_code", "post", ["school_code"], unique=False)


def _create_responsibility() -> None:
    op.create_table(
        "responsibility",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("school_code", sa.String(length=8), nullable=False),
        sa.Column(
            "system", sa.String(length=10), nullable=False, comment="dmc, emis, bobec, mobec, gcode"
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_responsibility_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_responsibility_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
    )
    op.create_index("ix_responsibility_person_id", "responsibility", ["person_id"], unique=False)
    op.create_index(
        "ix_responsibility_school_code_system",
        "responsibility",
        ["school_code", "system"],
        unique=False,
    )


def _create_acting_order() -> None:
    op.create_table(
        "acting_order",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "acting_for",
                "holding",
                "delegated",
                "duty",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "teacher",
                "school_admin",
                "school_director",
                "network_chair",
                "officer",
                "technician",
                "av_officer",
                "supplies",
                "group_director",
                "deputy_director",
                "area_director",
                "auditor",
                "admin",
                "guest",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="of the post stood in for",
        ),
        sa.Column("school_code", sa.String(length=8), nullable=True),
        sa.Column("group_name", sa.String(length=200), nullable=True),
        sa.Column(
            "title", sa.String(length=200), nullable=False, comment="of the post stood in for"
        ),
        sa.Column("order_number", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_acting_order_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_acting_order_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_order")),
    )
    op.create_index("ix_acting_order_person_id", "acting_order", ["person_id"], unique=False)
    op.create_index(
        "ix_acting_order_role_group_name", "acting_order", ["role", "group_name"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("acting_order")
    op.drop_table("responsibility")
    op.drop_table("post")
    op.drop_table("person")
