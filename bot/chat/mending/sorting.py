"""What a ticket is, and whose: category, urgency, asset number, another colleague; two into one,
one into two, a slip undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import Ref, brief, in_hand, opened, reachable, ref_of, shown
from bot.chat.picking import picked
from bot.texts.ticket_words import CATEGORY, URGENCY, number_text, short
from bot.texts.ticket_work import FLOW
from bot.texts.ticket_work_replies import LONGEST, NO_ASSET, UNDO
from handlers.context import Context
from handlers.people import Me, me, with_right
from handlers.tickets import mending, view, working
from handlers.tickets.access import access_ticket, by_number, of_group
from handlers.tickets.asset_numbers import asset_in
from handlers.tickets.mending import NothingToUndo
from handlers.tickets.triage import triage
from handlers.tickets.vocabulary import PREFIX
from models.errors import NotFound, Outdated
from models.rights import Act
from models.tickets import OPEN, Category, Said, Ticket, Urgency

#: As many colleagues as one card lists.
_MOST = 10


class Sorting:
    """The steps that put a ticket right."""

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "category": self.category,
            "sorting": self.sorting,
            "urgency": self.urgency,
            "pressing": self.pressing,
            "asset": self.asset,
            "numbered": self.numbered,
            "pass_on": self.pass_on,
            "passing": self.passing,
            "merge": self.merge,
            "merging": self.merging,
            "split": self.split,
            "splitting": self.splitting,
            "undo": self.undo,
            "undoing": self.undoing,
        }

    # ------------------------------------------------------------------ category, urgency, asset

    def category(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask for the category."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return _choose(ctx, ticket, "sorting", CATEGORY, now_is=CATEGORY[ticket.category.value])

    def sorting(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the category. Another owner may have it then, and the card is theirs."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, CATEGORY)
        if chosen is None:
            return self.category(ctx, talk, heard)
        in_hand(ctx, who, ref, lock=True)
        ticket = working.sort(ctx, who, ref.id, None, category=Category(chosen))
        if not who.may(Act.SEE_NOTES, of_group(ticket)):
            return Outcome((Notice("mending.gone", brief(ctx, ticket, to=ticket.owner_group)),))
        return shown(ctx, who, ticket, lead="sorted")

    def urgency(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask how urgent it is."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return _choose(ctx, ticket, "pressing", URGENCY, now_is=URGENCY[ticket.urgency.value])

    def pressing(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear how urgent it is."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, URGENCY)
        if chosen is None:
            return self.urgency(ctx, talk, heard)
        in_hand(ctx, who, ref, lock=True)
        ticket = working.sort(ctx, who, ref.id, None, urgency=Urgency(chosen))
        return shown(ctx, who, ticket, lead="sorted")

    def asset(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask for the asset number."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return _type(ctx, ticket, "asset", "numbered", now_is=ticket.asset)

    def numbered(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the asset number: found in what was typed, else all of it."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        none, text = picked(heard, NO_ASSET, by_number=False), heard.text.strip()
        if not none and (heard.kind is not Kind.TEXT or not text):
            return self.asset(ctx, talk, heard)
        in_hand(ctx, who, ref, lock=True)
        said = "" if none else asset_in(text) or text
        return shown(ctx, who, working.sort(ctx, who, ref.id, None, asset=said), lead="sorted")

    # ------------------------------------------------------------------ another colleague

    def pass_on(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask to whom; how much they have in hand stands beside them."""
        who = me(ctx, heard.person)
        ticket = in_hand(ctx, who, ref_of(talk, heard))
        found = _colleagues(ctx, who, ticket)
        if not found:
            raise NotFound("colleague", "")
        return _choose(ctx, ticket, "passing", found)

    def passing(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear to whom."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, talk.data["choices"])
        if chosen is None:
            return self.pass_on(ctx, talk, heard)
        in_hand(ctx, who, ref, lock=True)
        return shown(ctx, who, working.pass_on(ctx, who, ref.id, None, int(chosen)), lead="passed")

    # ------------------------------------------------------------------ two into one, one into two

    def merge(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask into which other ticket of the school."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        found = mending.alike(ctx, ticket)
        if not found:
            raise mending.NotMergeable
        return _choose(ctx, ticket, "merging", {str(one.id): _named(one) for one in found})

    def merging(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear into which: its row, or a number of one that is not listed."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, talk.data["choices"])
        other = by_number(ctx, heard.text, PREFIX) if chosen is None and heard.text else None
        if chosen is None and other is None:
            return self.merge(ctx, talk, heard)
        in_hand(ctx, who, ref)
        into = int(chosen) if chosen else other.id if other else 0
        return shown(ctx, who, mending.merge(ctx, who, ref.id, None, into), lead="merged")

    def split(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask what the other matter is."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return _type(ctx, ticket, "split", "splitting")

    def splitting(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the words; the category is guessed where that is sure, and asked where not."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        text = str(talk.data.get("text") or "")
        if not text:
            text = heard.text.strip() if heard.kind is Kind.TEXT else ""
            if not text or len(text) > LONGEST:
                return _type(ctx, in_hand(ctx, who, ref), "split", "splitting", why="empty")
            guess = triage(text)
            chosen = guess.category.value if guess.sure else None
        else:
            chosen = picked(heard, CATEGORY)
        ticket = in_hand(ctx, who, ref, lock=True)
        if chosen is None:
            return _choose(ctx, ticket, "splitting", CATEGORY, text=text)
        new = mending.split(ctx, who, ref.id, None, text, Category(chosen))
        if not who.may(Act.SEE_NOTES, of_group(new)):
            done = Notice("mending.gone", brief(ctx, new, to=new.owner_group))
            return opened(ctx, who, ticket.id, done)
        return shown(ctx, who, new, lead="split")

    # ------------------------------------------------------------------ a slip undone

    def undo(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Show what would be undone, and ask."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=False)
        entry = mending.last_change(ctx, ticket)
        if entry is None or entry.by_id != who.id:
            raise NothingToUndo
        told = entry.kind in _TOLD and reachable(ctx, ticket)
        facts = {"kind": entry.kind.value, "words": entry.words or "", "told": told}
        data = brief(ctx, ticket, **facts, at=entry.at.isoformat())
        kept = Ref(ticket.id, ticket.version).data(entry=entry.id)
        return Outcome((Notice("mending.undo", data),), "undoing", kept, flow=FLOW)

    def undoing(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether it is undone: that entry, and no other that came meanwhile."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, UNDO)
        if chosen is None:
            return self.undo(ctx, talk, heard)
        if chosen == "keep":
            return opened(ctx, who, ref.id, lead="kept")
        ticket = access_ticket(ctx, who, ref.id, Act.WORK_TICKET)
        entry = mending.last_change(ctx, ticket)
        if entry is None or entry.id != talk.data["entry"]:
            raise Outdated("ticket", ticket.id)
        return shown(ctx, who, mending.undo(ctx, who, ref.id), lead="undone")


#: What the reporter has been told of by the time that it is undone.
_TOLD = frozenset({Said.MESSAGE, Said.ADVICE, Said.QUESTION, Said.VISIT, Said.SOLUTION})


def _colleagues(ctx: Context, who: Me, ticket: Ticket) -> dict[str, str]:
    """Who may have it instead, those of the group that owns it first, with what they have."""
    found = with_right(ctx, Act.WORK_TICKET, of_group(ticket))
    found.sort(key=lambda one: one[1].holder.group_name != ticket.owner_group)
    busy: Counter[int | None] = Counter()
    count = select(Ticket.technician_id, func.count()).where(Ticket.status.in_(OPEN))
    for person_id, many in ctx.session.execute(count.group_by(Ticket.technician_id)):
        busy[person_id] = many
    barred = {who.id, ticket.technician_id, ticket.reporter_id}
    able = [person for person, _ in found if person.id not in barred][:_MOST]
    return {str(person.id): f"{person.name} ({busy[person.id]:,})" for person in able}


def _choose(
    ctx: Context, ticket: Ticket, step: str, choices: Mapping[str, str], **more: Any
) -> Outcome:
    text = {"text": more.pop("text")} if "text" in more else {}
    data = brief(ctx, ticket, step=step, choices=dict(choices), **more)
    kept = Ref(ticket.id, ticket.version).data(choices=dict(choices), **text)
    return Outcome((Notice("mending.choose", data),), step, kept, flow=FLOW)


def _type(ctx: Context, ticket: Ticket, what: str, step: str, **more: Any) -> Outcome:
    data = brief(ctx, ticket, what=what, step=step, **more)
    kept = Ref(ticket.id, ticket.version).data()
    return Outcome((Notice("mending.type", data),), step, kept, flow=FLOW)


def _named(ticket: Ticket) -> str:
    return f"{number_text(view.brief(ticket))} {short(ticket.subject, 60)}"
