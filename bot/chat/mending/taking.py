"""A ticket into one's own hands: what nobody has at once, a colleague's only as it was seen."""

from __future__ import annotations

from bot.chat.flow import Heard, Outcome, Step, Talk
from bot.chat.mending.card import ref_of, shown
from handlers.context import Context
from handlers.people import me
from handlers.tickets import working
from handlers.tickets.access import access_ticket
from models.rights import Act


class Taking:
    """One step, without a question."""

    def steps(self) -> dict[str, Step]:
        """By the name of its button."""
        return {"take": self.take}

    def take(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Mine from now on. Of two who press at once the second is told who has it."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET)
        of_another = ticket.technician_id not in (None, who.id)
        ticket = working.take(ctx, who, ref.id, ref.version if of_another else None)
        return shown(ctx, who, ticket, lead="taken")
