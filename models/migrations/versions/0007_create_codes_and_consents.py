"""Create one-time codes, wishes to be bound, consents.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _create_one_time_code()
    _create_code_try()
    _create_binding_wish()
    _create_consent()


def _create_one_time_code() -> None:
    op.create_table(
        "one_time_code",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "bind",
                "claim",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("request_id", BIG_ID, nullable=True),
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
            nullable=True,
        ),
        sa.Column("school_code", sa.String(length=8), nullable=True),
        sa.Column("group_name", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("used_by", sa.String(length=100), nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.CheckConstraint(
            "(purpose = 'claim') = (request_id IS NOT NULL)",
            name=op.f("ck_one_time_code_claim_names_request"),
        ),
        sa.CheckConstraint(
            "(used_at IS NULL) = (used_by IS NULL)", name=op.f("ck_one_time_code_used")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_one_time_code_code_hash")),
    )


def _create_code_try() -> None:
    op.create_table(
        "code_try",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_user", sa.String(length=100), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_try")),
    )
    op.create_index("ix_code_try_line_user_at", "code_try", ["line_user", "at"], unique=False)


def _create_binding_wish() -> None:
    op.create_table(
        "binding_wish",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_user", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
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
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "approved",
                "refused",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.CheckConstraint(
            "(status = 'waiting') = (closed_at IS NULL)", name=op.f("ck_binding_wish_closed")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_binding_wish_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_wish")),
    )
    op.create_index(
        "uq_binding_wish_waiting",
        "binding_wish",
        ["line_user"],
        unique=True,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column(
            "text_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the words agreed to",
        ),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("consent")
    op.drop_table("binding_wish")
    op.drop_table("code_try")
    op.drop_table("one_time_code")
