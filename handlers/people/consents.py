"""Consent to the notice on personal data: once for each version, kept as proof."""

from __future__ import annotations

from sqlalchemy import select

from handlers.context import Context
from handlers.people.recording import record
from models.people import Consent, Person


def give_consent(ctx: Context, person: Person, version: str, text_hash: str) -> Consent:
    """The person agrees to this version of the notice. Agreeing twice changes nothing."""
    found = given(ctx, person.id, version)
    if found is not None:
        return found
    row = Consent(person_id=person.id, version=version, text_hash=text_hash, given_at=ctx.now)
    ctx.session.add(row)
    ctx.session.flush()
    record(ctx, "person", person.id, "consented", after={"version": version, "hash": text_hash})
    return row


def given(ctx: Context, person_id: int, version: str) -> Consent | None:
    """The person's consent to this version, unless it was withdrawn."""
    return ctx.session.scalars(
        select(Consent).where(
            Consent.person_id == person_id,
            Consent.version == version,
            Consent.withdrawn_at.is_(None),
        )
    ).first()


def of_person(ctx: Context, person_id: int) -> list[Consent]:
    """Everything that a person agreed to, oldest first."""
    query = select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)
    return list(ctx.session.scalars(query))


def withdraw_all(ctx: Context, person_id: int) -> None:
    """The person takes their consent back; that it was given stays as proof."""
    for row in of_person(ctx, person_id):
        row.withdrawn_at = row.withdrawn_at or ctx.now
