"""Create files and deliveries of requests, ratings, complaints.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _create_attachment()
    _create_delivery()
    _create_delivery_download()
    _create_rating()
    _create_rating_item()
    _create_complaint()
    _create_complaint_note()


def _create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("request_id", BIG_ID, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "from_requester",
                "prepared",
                "bundle",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("media_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.Column("added_by_id", BIG_ID, nullable=True),
        sa.Column("removed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_attachment_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_attachment_media_id_media")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_attachment_request_id_service_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_request_id", "attachment", ["request_id"], unique=False)


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("request_id", BIG_ID, nullable=False),
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
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=True),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.Column(
            "received_at", TIME, nullable=True, comment="the requester said that they have it"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_delivery_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_delivery_request_id_service_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_request_id", "delivery", ["request_id"], unique=False)


def _create_delivery_download() -> None:
    op.create_table(
        "delivery_download",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("delivery_id", BIG_ID, nullable=False),
        sa.Column("attachment_id", BIG_ID, nullable=True),
        sa.Column(
            "file", sa.String(length=20), nullable=False, comment="page, file, xlsx, csv, paper"
        ),
        sa.Column("at", TIME, nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_delivery_download_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_download_delivery_id_delivery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_download")),
    )
    op.create_index(
        "ix_delivery_download_delivery_id", "delivery_download", ["delivery_id"], unique=False
    )


def _create_rating() -> None:
    op.create_table(
        "rating",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False, comment="request, ticket"),
        sa.Column("form", sa.String(length=40), nullable=False, comment="which items it has"),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("invited_at", TIME, nullable=False),
        sa.Column("rated_at", TIME, nullable=True),
        sa.Column("changed_at", TIME, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="why something is poor"),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rating_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("subject", name=op.f("uq_rating_subject")),
    )
    op.create_index("ix_rating_invited_at", "rating", ["invited_at"], unique=False)


def _create_rating_item() -> None:
    op.create_table(
        "rating_item",
        sa.Column("rating_id", BIG_ID, nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False, comment="1.1, 1.2, 2.1 …"),
        sa.Column(
            "level",
            sa.Enum(
                "good",
                "fair",
                "poor",
                "not_applicable",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["rating.id"], name=op.f("fk_rating_item_rating_id_rating")
        ),
        sa.PrimaryKeyConstraint("rating_id", "item", name=op.f("pk_rating_item")),
    )


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "problem",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=True, comment="request:12, ticket:7"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", BIG_ID, nullable=True, comment="who says it"),
        sa.Column("line_user", sa.String(length=100), nullable=True, comment="whom to answer"),
        sa.Column("about_id", BIG_ID, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "followed",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", TIME, nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_complaint_closed")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_complaint_about_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index("ix_complaint_status", "complaint", ["status"], unique=False)


def _create_complaint_note() -> None:
    op.create_table(
        "complaint_note",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("complaint_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_complaint_note_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_note_complaint_id_complaint"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_note")),
    )
    op.create_index(
        "ix_complaint_note_complaint_id", "complaint_note", ["complaint_id"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("complaint_note")
    op.drop_table("complaint")
    op.drop_table("rating_item")
    op.drop_table("rating")
    op.drop_table("delivery_download")
    op.drop_table("delivery")
    op.drop_table("attachment")
