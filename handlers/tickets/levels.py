"""Who else is to know of a ticket: whoever may work on it, one level up, those who fill a post."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from handlers.context import Context
from handlers.people import as_me, with_right
from handlers.requests.levels import admins
from handlers.tickets import notifying
from handlers.tickets.access import of_group
from models.chats import Chat
from models.people import Person, Role
from models.rights import Act, Thing
from models.tickets import Ticket


@dataclass
class Levels:
    """The people around tickets, asked for once a group: many tickets are of the same one."""

    ctx: Context
    _may: dict[str, dict[int, Person]] = field(default_factory=dict)
    _hands: dict[str, list[Person]] = field(default_factory=dict)
    _directors: dict[str, list[Person]] = field(default_factory=dict)
    _of_office: dict[Role, list[Person]] = field(default_factory=dict)
    _reachable: dict[int, bool] = field(default_factory=dict)
    _sees: dict[tuple[int, str], bool] = field(default_factory=dict)

    def may(self, ticket: Ticket) -> dict[int, Person]:
        """Whoever has the right to work on it, by id."""
        group = ticket.owner_group
        if group not in self._may:
            found = with_right(self.ctx, Act.WORK_TICKET, of_group(ticket))
            self._may[group] = {person.id: person for person, _ in found}
        return self._may[group]

    def holder(self, ticket: Ticket) -> Person | None:
        """Whoever has it, if they still may; one of the staff may mend what they reported."""
        return self.may(ticket).get(ticket.technician_id or 0)

    def hands(self, ticket: Ticket) -> list[Person]:
        """Whoever is to do something: who has it; what nobody has is for all who mend things."""
        holder = self.holder(ticket)
        if holder is not None:
            return [holder]
        group = ticket.owner_group
        if group not in self._hands:
            self._hands[group] = notifying.able(self.ctx, ticket)
        return [person for person in self._hands[group] if person.id != ticket.reporter_id]

    def above(self, ticket: Ticket) -> list[Person]:
        """The level above whoever is late with it."""
        late = {person.id for person in self.hands(ticket)} | {ticket.reporter_id}
        return self.above_group(ticket.owner_group, late)

    def above_group(self, group: str, late: Collection[int | None]) -> list[Person]:
        """The level above those of this group who are late: its director, else the office's."""
        for found in (
            self._group_directors(group),
            self._heads(Role.DEPUTY_DIRECTOR),
            self._heads(Role.AREA_DIRECTOR),
        ):
            if others := [person for person in found if person.id not in late]:
                return others
        return []

    def menders(self, ticket: Ticket) -> list[Person]:
        """Who can see to it that somebody can work on it, or can be told."""
        directors = self._group_directors(ticket.owner_group)
        heads = self._heads(Role.AREA_DIRECTOR) or self._heads(Role.DEPUTY_DIRECTOR)
        found = [*admins(self.ctx), *(self.reach(directors) or heads)]
        return [person for person in found if person.id != ticket.reporter_id]

    def sees(self, person: Person, ticket: Ticket) -> bool:
        """May they read what it is about?"""
        asked = (person.id, ticket.owner_group)
        if asked not in self._sees:
            self._sees[asked] = as_me(self.ctx, person).may(Act.SEE_TICKET, of_group(ticket))
        return self._sees[asked]

    def reach(self, people: list[Person]) -> list[Person]:
        """Those of these who would read a notice, each once."""
        found = {person.id: person for person in people}
        new = {person for id_, person in found.items() if id_ not in self._reachable}
        if new:
            lines = [person.line_user for person in new if person.line_user]
            gone = set(self.ctx.session.scalars(
                select(Chat.chat_key).where(Chat.chat_key.in_(lines), Chat.left_at.is_not(None))
            ))  # fmt: skip
            for person in new:
                self._reachable[person.id] = bool(person.line_user) and person.line_user not in gone
        return [person for id_, person in found.items() if self._reachable[id_]]

    def _group_directors(self, group: str) -> list[Person]:
        if group not in self._directors:
            found = with_right(self.ctx, Act.DECIDE_REQUEST, Thing(group_name=group))
            self._directors[group] = [person for person, _ in found]
        return self._directors[group]

    def _heads(self, role: Role) -> list[Person]:
        if role not in self._of_office:
            found = with_right(self.ctx, Act.SIGN_LETTER, Thing())
            self._of_office[role] = [p for p, by in found if by.holder.role is role]
        return self._of_office[role]
