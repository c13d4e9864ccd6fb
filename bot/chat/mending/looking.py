"""Looking at a ticket: its card, all that was done, its photos; and erasing one of these."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import Ref, brief, link, opened, ref_of
from bot.chat.picking import picked
from bot.texts.ticket_work import FLOW
from bot.texts.ticket_work_lists import OLDER
from bot.texts.ticket_work_replies import ERASE, file_line
from handlers.context import Context
from handlers.people import me
from handlers.tickets import repairing, trail, view, working
from handlers.tickets.access import access_ticket
from handlers.tickets.album import Shown, album
from models.errors import NotFound
from models.rights import Act

#: Entries on one page of the history, and files in one list.
PAGE, _MOST = 10, 10


class Looking:
    """The steps that change nothing, and the one that erases."""

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "open": self.open,
            "history": self.history,
            "photos": self.photos,
            "memo": self.memo,
            "erase": self.erase,
            "erasing": self.erasing,
            "erased": self.erased,
        }

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Its card as it is now."""
        return opened(ctx, me(ctx, heard.person), ref_of(talk, heard).id)

    def history(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """All that was done, the newest page first; `id:version:before` is an older one."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.SEE_NOTES, for_update=False)
        every = trail.entries(ctx, ticket.id, internal=True)
        last = heard.value.split(":")[2:]
        end = min(int(last[0]), len(every)) if last and last[0].isdecimal() else len(every)
        start = max(0, end - PAGE)
        files = trail.counted(ctx, ticket.id)
        page = [view.entry(ctx, one, files=files.get(one.id, 0)) for one in every[start:end]]
        data = brief(ctx, ticket, entries=page, before=start, count=len(every))
        return _stays(talk, Notice("mending.history", data), before=start)

    def photos(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The page of the photos, for whoever asked."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.SEE_NOTES, for_update=False)
        count = len(trail.files(ctx, ticket.id, internal=True))
        data = brief(ctx, ticket, page="photos", files=count, link=link(ctx, who))
        return _stays(talk, Notice("mending.link", data))

    def memo(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The memo of the newest repair."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.SEE_NOTES, for_update=False)
        repair = repairing.current(ctx, ticket.id)
        if repair is None:
            raise NotFound("repair", "")
        data = brief(ctx, ticket, page="memo", files=0, repair=repair.id, link=link(ctx, who))
        return _stays(talk, Notice("mending.link", data))

    def erase(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask which photo, the newest first."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=False)
        items = [i for i in album(ctx, who, ticket.id).items if i.shown is not Shown.ERASED]
        if not items:
            raise NotFound("ticket_file", "")
        now = ctx.now.isoformat()
        choices = {
            str(item.id): file_line(item.kind, item.name, item.at.isoformat(), now, item.by)
            for item in reversed(items[-_MOST:])
        }
        data = brief(ctx, ticket, step="erasing", choices=choices, link=link(ctx, who))
        kept = Ref(ticket.id, ticket.version).data(choices=choices)
        more = {"files": len(items)}
        return Outcome((Notice("mending.choose", data | more),), "erasing", kept, flow=FLOW)

    def erasing(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which, and ask whether that is meant: it does not come back."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, talk.data["choices"])
        if chosen is None:
            return self.erase(ctx, talk, heard)
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=False)
        data = brief(ctx, ticket, file=talk.data["choices"][chosen])
        kept = ref.data(file=int(chosen))
        return Outcome((Notice("mending.erase", data),), "erased", kept, flow=FLOW)

    def erased(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether it is erased."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, ERASE)
        if chosen is None:
            return self.erase(ctx, talk, heard)
        if chosen == "keep":
            return opened(ctx, who, ref.id, lead="kept")
        working.erase_file(ctx, who, ref.id, int(talk.data["file"]))
        return opened(ctx, who, ref.id, lead="erased")


def older(talk: Talk, heard: Heard) -> Heard | None:
    """«ก่อนหน้านี้», typed below a page of the history, as if its button had been pressed."""
    if picked(heard, OLDER, by_number=False) is None:
        return None
    before = talk.data.get("before")
    value = f"{talk.data['id']}:{talk.data['version']}"
    return replace(heard, kind=Kind.PRESS, value=f"{value}:{before}" if before else value)


def _stays(talk: Talk, notice: Notice, **more: Any) -> Outcome:
    """Looking ends nothing: the card above can still be answered by typing, and whoever pressed a
    button while in the middle of something stays there."""
    if talk.step == "choose":
        return Outcome((notice,), "choose", {**talk.data, **more}, flow=FLOW)
    return Outcome((notice,), END)
