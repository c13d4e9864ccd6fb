"""Conferences among the notices: those of the next days, with where they moved to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers import notices, telling
from handlers.conferences import attending, meetings, notifying
from handlers.context import Context
from handlers.notices import Entry, Section
from handlers.people import Me
from handlers.tickets.access import of_group
from models.rights import Act

KIND = "conference"


def entries(ctx: Context, me: Me) -> Iterator[Entry]:
    """Those to come. How to get in is for those who attend, who asked for it, and who see to it."""
    found = meetings.coming(ctx)
    mine = attending.attended(ctx, me, [one.ticket.id for one in found])
    may = me.may(Act.ATTEND_CONFERENCE)
    for one in found:
        ticket, attends = one.ticket, one.ticket.id in mine
        own = me.id is not None and ticket.reporter_id == me.id
        link = attends or own or me.may(Act.WORK_TICKET, of_group(ticket))
        facts = {**one.to_json(link=link), "attends": attends, "may": may}
        ref = f"{KIND}:{ticket.id}"
        yield Entry(KIND, ref, Section.CONFERENCES, facts, one.starts, attends or own)


def read(ctx: Context, line_user: str, refs: Sequence[str]) -> None:
    """Whoever has read here where it moved to is not told again."""
    for ref in refs:
        kind, _, ticket_id = ref.partition(":")
        if kind == KIND:
            telling.drop_held(ctx, line_user, notifying.key(int(ticket_id), line_user))


notices.SOURCES.append(entries)
notices.READ.append(read)
