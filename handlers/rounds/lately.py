"""Who has heard of a round in the last days, and need not be sent the same for money."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select

from handlers.context import Context
from handlers.outbox import RODE
from handlers.rounds import ladder, planning
from handlers.rounds.late import Reached
from models.groups import Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.rounds import CollectionRound


class Lately:
    """Asked once for all people of a round; it holds for the transaction that asks."""

    def __init__(self, ctx: Context) -> None:
        self._ctx, self._since = ctx, ctx.now - planning.LATELY
        self._chats: dict[tuple[int, datetime], set[str]] = {}
        self._named: dict[int, set[str]] = {}

    def heard(self, round_: CollectionRound, due: datetime, who: Reached) -> bool:
        """Was something of the round, with this closing day, accepted in the person's chat by
        whichever way, or did cards in groups name all their late schools?"""
        if (round_.id, due) not in self._chats:
            self._chats[round_.id, due] = self._reached(round_, due)
        if who.person.line_user in self._chats[round_.id, due]:
            return True
        if round_.id not in self._named:
            self._named[round_.id] = self._named_in_groups(round_)
        return {school.smis for school in who.schools} <= self._named[round_.id]

    def _reached(self, round_: CollectionRound, due: datetime) -> set[str]:
        query = (
            select(Reminder.chat_key)
            .join(OutboxMessage, OutboxMessage.hold_key == Reminder.hold_key)
            .where(
                *self._of(round_, due),
                (OutboxMessage.error == RODE) | (OutboxMessage.status == OutboxStatus.ACCEPTED),
            )
        )
        return set(self._ctx.session.scalars(query))

    def _named_in_groups(self, round_: CollectionRound) -> set[str]:
        """The schools on a card that was accepted in a group, or is on its way."""
        rows = self._ctx.session.scalars(
            select(Reminder.schools)
            .join(OutboxMessage, OutboxMessage.hold_key == Reminder.hold_key)
            .where(
                *self._of(round_, round_.due_at),
                Reminder.person_id.is_(None),
                OutboxMessage.status.in_((OutboxStatus.ACCEPTED, OutboxStatus.QUEUED)),
            )
        )
        return {code for codes in rows for code in codes}

    def _of(self, round_: CollectionRound, due: datetime) -> tuple[ColumnElement[bool], ...]:
        return (
            Reminder.round_id == round_.id,
            Reminder.due_on == planning.due_on(round_, due),
            Reminder.rung.not_in(ladder.NO_CALL),
            Reminder.made_at >= self._since,
        )
