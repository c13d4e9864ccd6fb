"""Create requests with their steps, pauses and decisions.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _create_number_series()
    _create_request_draft()
    _create_service_request()
    _create_request_step()
    _create_request_pause()
    _create_decision()


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "fiscal_year", name=op.f("pk_number_series")),
    )


def _create_request_draft() -> None:
    op.create_table(
        "request_draft",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_user", sa.String(length=100), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_draft")),
        sa.UniqueConstraint("line_user", "form", name=op.f("uq_request_draft_line_user_form")),
    )


def _create_service_request() -> None:
    op.create_table(
        "service_request",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False, comment="B.E., from 1 October"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("requester_id", BIG_ID, nullable=False),
        sa.Column(
            "requester",
            sa.Text(),
            nullable=False,
            comment="name, position, affiliation, phone, email, school_code, outsider",
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "line",
                "phone",
                "walk_in",
                "letter",
                "email",
                "passed_on",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "filed_by_id",
            BIG_ID,
            nullable=True,
            comment="staff who filed it on behalf of the requester",
        ),
        sa.Column("answers", sa.Text(), nullable=False, comment="by field of the form"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column(
            "hand_over",
            sa.Enum(
                "line",
                "email",
                "paper",
                "letter",
                name="hand_over",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "classification",
            sa.Enum(
                "public",
                "official",
                "personal",
                name="classification",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "query",
            sa.Text(),
            nullable=True,
            comment="the question of the data service that answers it",
        ),
        sa.Column(
            "owner_group", sa.String(length=200), nullable=False, comment="whose director permits"
        ),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "checking",
                "awaiting_permission",
                "awaiting_confirmation",
                "permitted",
                "preparing",
                "verifying",
                "awaiting_signature",
                "delivered",
                "refused",
                "waiting_requester",
                "withdrawn",
                "filed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "resume",
            sa.Enum(
                "submitted",
                "checking",
                "awaiting_permission",
                "awaiting_confirmation",
                "permitted",
                "preparing",
                "verifying",
                "awaiting_signature",
                "delivered",
                "refused",
                "waiting_requester",
                "withdrawn",
                "filed",
                name="resume",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
            comment="where it goes on when the requester answered",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("officer_id", BIG_ID, nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True, comment="the officer's, for the director"),
        sa.Column("proposal", sa.String(length=10), nullable=True, comment="permit or refuse"),
        sa.Column("submitted_at", TIME, nullable=False),
        sa.Column(
            "received_on", sa.Date(), nullable=False, comment="working day from which time counts"
        ),
        sa.Column("due_at", TIME, nullable=True, comment="of the present step"),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column(
            "letter_number", sa.String(length=60), nullable=True, comment="given by the registry"
        ),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("file_code", sa.String(length=40), nullable=True),
        sa.Column("destroy_after", sa.Integer(), nullable=True, comment="B.E. year"),
        sa.CheckConstraint(
            "(status = 'waiting_requester') = (resume IS NOT NULL)",
            name=op.f("ck_service_request_waiting"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_service_request_number")),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["person.id"], name=op.f("fk_service_request_filed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["person.id"], name=op.f("fk_service_request_officer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["person.id"], name=op.f("fk_service_request_requester_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
        sa.UniqueConstraint(
            "prefix",
            "fiscal_year",
            "number",
            name=op.f("uq_service_request_prefix_fiscal_year_number"),
        ),
    )
    op.create_index(
        "ix_service_request_officer_id", "service_request", ["officer_id"], unique=False
    )
    op.create_index(
        "ix_service_request_requester_id", "service_request", ["requester_id"], unique=False
    )
    op.create_index(
        "ix_service_request_status_owner_group",
        "service_request",
        ["status", "owner_group"],
        unique=False,
    )


def _create_request_step() -> None:
    op.create_table(
        "request_step",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("request_id", BIG_ID, nullable=False),
        sa.Column(
            "place", sa.Integer(), nullable=False, comment="1, 2, 3 …, in the order they were begun"
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "check",
                "permit",
                "confirm",
                "prepare",
                "verify",
                "sign",
                "deliver",
                "file",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False, comment="standard time in working days"),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by_id", BIG_ID, nullable=True),
        sa.Column(
            "done_as", sa.String(length=500), nullable=True, comment="name and post, as printed"
        ),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.CheckConstraint("days >= 0", name=op.f("ck_request_step_days")),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_request_step_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_request_step_request_id_service_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_step")),
        sa.UniqueConstraint("request_id", "place", name=op.f("uq_request_step_request_id_place")),
    )
    op.create_index(
        "ix_request_step_open",
        "request_step",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _create_request_pause() -> None:
    op.create_table(
        "request_pause",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("request_id", BIG_ID, nullable=False),
        sa.Column("step_id", BIG_ID, nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_request_pause_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_request_pause_request_id_service_request"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["request_step.id"], name=op.f("fk_request_pause_step_id_request_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_pause")),
    )
    op.create_index("ix_request_pause_request_id", "request_pause", ["request_id"], unique=False)


def _create_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("request_id", BIG_ID, nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="of the request as it was decided on"
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "permit",
                "refuse",
                "ask_more",
                "confirm_refusal",
                "sign",
                "return",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("by_title", sa.String(length=200), nullable=False, comment="their own position"),
        sa.Column(
            "acting",
            sa.Text(),
            nullable=True,
            comment="kind, title and order_number when they stood in for the post",
        ),
        sa.Column("at", TIME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("law", sa.String(length=200), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_decision_by_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_decision_request_id_service_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("code", name=op.f("uq_decision_code")),
        sa.UniqueConstraint("request_id", "version", name=op.f("uq_decision_request_id_version")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("decision")
    op.drop_table("request_pause")
    op.drop_table("request_step")
    op.drop_table("service_request")
    op.drop_table("request_draft")
    op.drop_table("number_series")
