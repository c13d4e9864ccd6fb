"""A machine sent for repair: which one, what is wrong with it, and the warranty in one tap."""

from __future__ import annotations

from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import Ref, brief, in_hand, ref_of, shown
from bot.chat.picking import picked
from bot.texts.ticket_words import WARRANTY
from bot.texts.ticket_work import FLOW
from bot.texts.ticket_work_plans import MACHINE, OTHER_OWNER, without_asset
from bot.texts.ticket_work_replies import LONGEST
from handlers import telling
from handlers.context import Context
from handlers.people import Me, me
from handlers.tickets import notifying, repairing
from handlers.tickets.asset_numbers import asset_in
from handlers.tickets.repairing import Machine
from models.repairs import MachineOwner, Warranty
from models.tickets import Ticket

_LONGEST_NAME = 200


class Sending:
    """The steps from «ส่งซ่อม» to the machine on its way."""

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "send": self.send,
            "machine": self.machine,
            "fault": self.fault,
            "warranty": self.warranty,
        }

    def send(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask for the machine."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        owner = MachineOwner.SCHOOL if ticket.school_code else MachineOwner.OFFICE
        return _ask(ctx, ticket, "machine", {"owner": owner.value})

    def machine(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which machine; an asset number may stand in it."""
        ref, who, kept = ref_of(talk, heard), me(ctx, heard.person), _kept(talk)
        ticket = in_hand(ctx, who, ref)
        usual = MACHINE.get(ticket.category.value)
        chosen = picked(heard, {"usual": usual}, by_number=False) if usual else None
        name = usual if chosen and usual else _typed(heard)
        if not name or len(name) > _LONGEST_NAME:
            return _ask(ctx, ticket, "machine", kept, why="long" if name else "empty")
        typed = asset_in(name) or ""
        known = {"name": without_asset(name, typed), "asset": typed or ticket.asset or ""}
        return _ask(ctx, ticket, "fault", {**kept, **known})

    def fault(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what was found."""
        ref, who, kept = ref_of(talk, heard), me(ctx, heard.person), _kept(talk)
        ticket, found = in_hand(ctx, who, ref), _typed(heard)
        if not found or len(found) > LONGEST:
            return _ask(ctx, ticket, "fault", kept, why="long" if found else "empty")
        return _ask(ctx, ticket, "warranty", {**kept, "fault": found})

    def warranty(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the warranty, and send it; or that the machine is another's."""
        ref, who, kept = ref_of(talk, heard), me(ctx, heard.person), _kept(talk)
        chosen = picked(heard, {**WARRANTY, "owner": OTHER_OWNER[kept["owner"]]})
        if chosen is None or chosen == "owner":
            ticket = in_hand(ctx, who, ref)
            if chosen and ticket.school_code:  # the office has no school's supplies
                kept["owner"] = "office" if kept["owner"] == "school" else "school"
            return _ask(ctx, ticket, "warranty", kept, why="" if chosen else "pick")
        ticket = in_hand(ctx, who, ref, lock=True)
        return _sent(ctx, who, ticket, kept, Warranty(chosen))


def _sent(
    ctx: Context, who: Me, ticket: Ticket, kept: dict[str, Any], warranty: Warranty
) -> Outcome:
    owner = MachineOwner(kept["owner"])
    told = _told(ctx, ticket, owner)
    machine = Machine(owner, kept["name"], warranty, kept["fault"], kept["asset"])
    repairing.send(ctx, who, ticket.id, None, machine)
    return shown(ctx, who, ticket, lead="sent" if told else "sent_in_vain")


def _told(ctx: Context, ticket: Ticket, owner: MachineOwner) -> list[str]:
    """Who will read of it in LINE: supplies, or those of the school who have not reported it."""
    parties = {person.id for person in notifying.people(ctx, ticket)}
    return [
        person.name
        for person in repairing.supplies(ctx, ticket, owner)
        if person.id in parties or telling.reachable(ctx, person.line_user)
    ]


def _ask(ctx: Context, ticket: Ticket, step: str, kept: dict[str, Any], why: str = "") -> Outcome:
    """`kept` is what is known of the machine so far."""
    more: dict[str, Any] = {**kept, "step": step, "why": why, "of_school": bool(ticket.school_code)}
    if step == "warranty":
        more["told"] = _told(ctx, ticket, MachineOwner(kept["owner"]))[:3]
    data = Ref(ticket.id, ticket.version).data(**kept)
    return Outcome((Notice("mending.machine", brief(ctx, ticket, **more)),), step, data, flow=FLOW)


def _kept(talk: Talk) -> dict[str, Any]:
    names = ("owner", "name", "asset", "fault")
    return {name: talk.data[name] for name in names if name in talk.data}


def _typed(heard: Heard) -> str:
    return heard.text.strip() if heard.kind is Kind.TEXT else ""
