"""Create tickets, their trail, incidents and repairs; notices that only ride on free replies.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
CATEGORIES = ("computer", "printer", "network", "account", "phone", "application", "dmc", "emis",
              "bobec", "mobec", "gcode", "av", "security", "other")  # fmt: skip


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables, then the column."""
    _create_incident()
    _create_ticket()
    _create_advice_shown()
    _create_repair()
    _create_ticket_entry()
    _create_ticket_party()
    _create_ticket_pause()
    _create_ticket_view()
    _create_ticket_file()
    op.add_column(
        "outbox_message",
        sa.Column(
            "only_free",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="rides on a free reply until it is due, and is never paid for",
        ),
    )


# One column a line reads best here.
# fmt: off
def _create_incident() -> None:
    op.create_table("incident",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False, comment="B.E., from 1 October"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", _enum("category", *CATEGORIES), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="what people are told"),
        sa.Column("schools", sa.Text(), nullable=True),
        sa.Column("owner_group", sa.String(length=200), nullable=False),
        sa.Column("status", _enum("status", "open", "ended"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("opened_by_id", BIG_ID, nullable=True),
        sa.Column("starts_at", TIME, nullable=False, comment="later for planned work"),
        sa.Column("until", TIME, nullable=True, comment="when it should be over"),
        sa.Column("announced_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by_id", BIG_ID, nullable=True),
        sa.Column("end_words", sa.Text(), nullable=True),
        sa.CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_incident_ended")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_incident_ended_by_id_person")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_incident_opened_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("prefix", "fiscal_year", "number", name=op.f("uq_incident_prefix_fiscal_year_number"))
    )
    op.create_index("ix_incident_status_category", "incident", ["status", "category"], unique=False)


def _create_ticket() -> None:
    op.create_table("ticket",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False, comment="B.E., from 1 October"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=True, comment="of a service; NULL for trouble"),
        sa.Column("form_version", sa.String(length=20), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False, comment="by field of the form"),
        sa.Column("category", _enum("category", *CATEGORIES), nullable=False),
        sa.Column("urgency", _enum("urgency", "exam", "stopped", "several", "one"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="what the reporter wrote first"),
        sa.Column("help", sa.String(length=20), nullable=True, comment="with a central system: password, unconfirm, duplicate …"),
        sa.Column("reporter_id", BIG_ID, nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False, comment="name, position, affiliation, phone"),
        sa.Column("school_code", sa.String(length=8), nullable=True, comment="NULL: the office itself"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="school or group, as people write it"),
        sa.Column("channel", _enum("channel", "line", "phone", "walk_in", "letter", "email", "passed_on"), nullable=False),
        sa.Column("filed_by_id", BIG_ID, nullable=True, comment="staff who opened it on behalf of the reporter"),
        sa.Column("asset", sa.String(length=60), nullable=True, comment="asset number of the machine"),
        sa.Column("location", sa.Text(), nullable=True, comment="title, address, latitude, longitude"),
        sa.Column("owner_group", sa.String(length=200), nullable=False, comment="whose people work on it"),
        sa.Column("technician_id", BIG_ID, nullable=True),
        sa.Column("status", _enum("status", "reported", "advised", "assigned", "visiting", "in_repair", "waiting_reporter", "solved", "closed", "reopened"), nullable=False),
        sa.Column("resume", _enum("resume", "reported", "advised", "assigned", "visiting", "in_repair", "waiting_reporter", "solved", "closed", "reopened"), nullable=True, comment="where it goes on when the reporter answered"),
        sa.Column("ending", _enum("ending", "confirmed", "silent", "withdrawn", "merged"), nullable=True),
        sa.Column("merged_into_id", BIG_ID, nullable=True),
        sa.Column("incident_id", BIG_ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("visit_at", TIME, nullable=True),
        sa.Column("first_due_at", TIME, nullable=True, comment="first response"),
        sa.Column("responded_at", TIME, nullable=True),
        sa.Column("update_due_at", TIME, nullable=True, comment="next word"),
        sa.Column("updated_at", TIME, nullable=True, comment="when the reporter last heard something"),
        sa.Column("solve_due_at", TIME, nullable=True),
        sa.Column("solved_at", TIME, nullable=True, comment="the last time"),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False, comment="how many times"),
        sa.CheckConstraint("(merged_into_id IS NULL) OR (ending = 'merged')", name=op.f("ck_ticket_merged")),
        sa.CheckConstraint("(status = 'closed') = (ending IS NOT NULL)", name=op.f("ck_ticket_ended")),
        sa.CheckConstraint("(status = 'waiting_reporter') = (resume IS NOT NULL)", name=op.f("ck_ticket_waiting")),
        sa.CheckConstraint("number > 0", name=op.f("ck_ticket_number")),
        sa.ForeignKeyConstraint(["filed_by_id"], ["person.id"], name=op.f("fk_ticket_filed_by_id_person")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_ticket_incident_id_incident")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["ticket.id"], name=op.f("fk_ticket_merged_into_id_ticket")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_ticket_reporter_id_person")),
        sa.ForeignKeyConstraint(["technician_id"], ["person.id"], name=op.f("fk_ticket_technician_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("prefix", "fiscal_year", "number", name=op.f("uq_ticket_prefix_fiscal_year_number"))
    )
    op.create_index("ix_ticket_incident_id", "ticket", ["incident_id"], unique=False)
    op.create_index("ix_ticket_opened_at", "ticket", ["opened_at"], unique=False)
    op.create_index("ix_ticket_reporter_id", "ticket", ["reporter_id"], unique=False)
    op.create_index("ix_ticket_school_code_category", "ticket", ["school_code", "category"], unique=False)
    op.create_index("ix_ticket_status_owner_group", "ticket", ["status", "owner_group"], unique=False)
    op.create_index("ix_ticket_technician_id", "ticket", ["technician_id"], unique=False)


def _create_advice_shown() -> None:
    op.create_table("advice_shown",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("school_code", sa.String(length=8), nullable=True),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("shown_at", TIME, nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=True, comment="NULL: nothing was heard"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_advice_shown_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_shown"))
    )
    op.create_index("ix_advice_shown_shown_at", "advice_shown", ["shown_at"], unique=False)
    op.create_index("ix_advice_shown_ticket_id", "advice_shown", ["ticket_id"], unique=False)


def _create_repair() -> None:
    op.create_table("repair",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("owner", _enum("owner", "office", "school"), nullable=False),
        sa.Column("machine", sa.String(length=200), nullable=False),
        sa.Column("asset", sa.String(length=60), nullable=True),
        sa.Column("warranty", _enum("warranty", "yes", "no", "unknown"), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False, comment="what the technician found"),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=True),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("received_by_id", BIG_ID, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("outcome", _enum("outcome", "repaired", "replaced", "not_worth"), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name=op.f("ck_repair_done")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_repair_asked_by_id_person")),
        sa.ForeignKeyConstraint(["received_by_id"], ["person.id"], name=op.f("fk_repair_received_by_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_repair_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair"))
    )
    op.create_index("ix_repair_ticket_id", "repair", ["ticket_id"], unique=False)


def _create_ticket_entry() -> None:
    op.create_table("ticket_entry",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="1, 2, 3 … in the ticket"),
        sa.Column("kind", _enum("kind", "report", "message", "note", "advice", "question", "taken", "passed", "visit", "repair", "repaired", "solution", "closed", "reopened", "sorted", "joined", "merged", "split", "incident", "undone"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=True),
        sa.Column("by_staff", sa.Boolean(), nullable=False, comment="as one of the office, not as a reporter"),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False, comment="from, to, article, ticket …"),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the ticket after it"),
        sa.Column("undone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ticket_entry_by_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_entry_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_entry")),
        sa.UniqueConstraint("ticket_id", "place", name=op.f("uq_ticket_entry_ticket_id_place"))
    )


def _create_ticket_party() -> None:
    op.create_table("ticket_party",
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("joined_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_party_person_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_party_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_ticket_party"))
    )


def _create_ticket_pause() -> None:
    op.create_table("ticket_pause",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_pause_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_pause"))
    )
    op.create_index("ix_ticket_pause_ticket_id", "ticket_pause", ["ticket_id"], unique=False)
    op.create_index("uq_ticket_pause_open", "ticket_pause", ["ticket_id"], unique=True, sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"))


def _create_ticket_view() -> None:
    op.create_table("ticket_view",
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_view_person_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_view_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_ticket_view"))
    )


def _create_ticket_file() -> None:
    op.create_table("ticket_file",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("media_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="photo, voice, video, file"),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.Column("removed_at", TIME, nullable=True),
        sa.Column("removed_by_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["ticket_entry.id"], name=op.f("fk_ticket_file_entry_id_ticket_entry")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_ticket_file_media_id_media")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_ticket_file_removed_by_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_file_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_file")),
        sa.UniqueConstraint("ticket_id", "media_id", name=op.f("uq_ticket_file_ticket_id_media_id"))
    )
    op.create_index("ix_ticket_file_ticket_id", "ticket_file", ["ticket_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_column("only_free")
    for table in (
        "ticket_file", "ticket_view", "ticket_pause", "ticket_party", "ticket_entry", "repair",
        "advice_shown", "ticket", "incident",
    ):
        op.drop_table(table)
