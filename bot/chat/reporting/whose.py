"""Whose trouble it is: of somebody without a post, and of somebody on whose behalf staff report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.chat import places
from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.chat.reporting.asking import keep, place_name
from bot.chat.reporting.state import Kit, Trouble
from bot.texts import consent, people_refusals
from bot.texts.reporting_whose import AGENCY, BY_CHANNEL, FLOW, PHONE_WORDS, USE_NAME
from handlers.context import Context
from handlers.people import Me, PersonRefused, me, profile, roster
from models.rights import Act

#: The next question, or the ticket.
GoOn = Callable[[Context, Me, Heard, Trouble], Outcome]
#: As many people as a card's buttons hold.
_MOST = 8
_TYPED = 80
_PHONE = re.compile(r"(?<!\d)(?:\+66|0)[\d\s().-]{6,16}\d(?!\d)")
_ENDS = " ,;:/()-.\n"


def stranger(ctx: Context, who: Me, trouble: Trouble) -> Outcome | None:
    """What somebody without a post has to say besides; None when all is known."""
    person = who.person
    if not trouble.placed:
        return ask_place(trouble)
    name = trouble.name or (person.name if person else "")
    phone = trouble.phone or ((person.phone or "") if person else "")
    if name and phone:
        return None
    return ask_who(ctx, replace(trouble, name=name, phone=phone))


def caller(ctx: Context, trouble: Trouble) -> Outcome | None:
    """What staff are asked of whoever called; None when all is known."""
    if not trouble.placed:
        return ask_place(trouble)
    if not trouble.name:
        return ask_who(ctx, trouble)
    return None if trouble.channel else ask_channel(trouble)


def ask_place(trouble: Trouble, lead: str = "", **again: Any) -> Outcome:
    """Which school? `again`: `candidates` that it may be, or what was `typed` and not found."""
    said = {"behalf": trouble.behalf, "lead": lead, **again}
    return keep(trouble, "place", Notice("report.place", said), **again)


def ask_agency(ctx: Context, trouble: Trouble, lead: str = "") -> Outcome:
    """Which other office; for staff, which group of the office."""
    groups = places.groups(ctx) if trouble.behalf else []
    said = {"behalf": trouble.behalf, "lead": lead, "groups": groups}
    return keep(trouble, "agency", Notice("report.agency", said))


def ask_who(ctx: Context, trouble: Trouble, **refused: Any) -> Outcome:
    """Name and telephone; staff may pick somebody of that school."""
    known = people_of(ctx, trouble) if trouble.behalf else {}
    lacking = [w for w, there in (("name", trouble.name), ("phone", trouble.phone)) if not there]
    said = {
        "behalf": trouble.behalf,
        "place": place_name(ctx, trouble),
        "lacking": lacking,
        "people": list(known.items()),
        "refused": refused or None,
    }
    return keep(trouble, "who", Notice("report.who", said), people=known)


def ask_channel(trouble: Trouble, lead: str = "") -> Outcome:
    """How did they come?"""
    return keep(trouble, "channel", Notice("report.channel", {"lead": lead, "name": trouble.name}))


def people_of(ctx: Context, trouble: Trouble) -> dict[str, str]:
    """Who is known there, by id."""
    if trouble.school:
        listed = roster.listed(ctx, school=trouble.school)
    else:
        listed = roster.listed(ctx, group=trouble.place)
    found = [person for person, posts in listed if posts and person.name]
    return {str(person.id): person.name for person in found[:_MOST]}


class Whose:
    """Its steps. `go_on` knows what comes next."""

    def __init__(self, kit: Kit, go_on: GoOn) -> None:
        self._kit, self._go_on = kit, go_on

    def steps(self) -> dict[str, Step]:
        """By their names."""
        return {
            "behalf": self.behalf,
            "consent": self.consent,
            "place": self.place,
            "agency": self.agency,
            "who": self.who,
            "channel": self.channel,
        }

    def behalf(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word by which staff report for somebody who telephoned or came."""
        who = me(ctx, heard.person)
        who.require(Act.REPORT_ON_BEHALF)
        return self._go_on(ctx, who, heard, Trouble(behalf=True))

    def consent(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Agreed to the notice on personal data, or not: then nothing is kept."""
        trouble, chosen = Trouble.of(talk.data), picked(heard, consent.AGREE)
        if chosen == "decline":
            return Outcome((Notice("report.declined"),))
        if chosen is None:
            said = {"flow": FLOW, "step": "consent", "again": True}
            return keep(trouble, "consent", Notice("people.consent", said))
        return self._next(ctx, heard, replace(trouble, agreed=consent.VERSION))

    def place(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which school it is, or that it is none."""
        trouble, typed = Trouble.of(talk.data), talk.data.get("typed")
        if picked(heard, AGENCY, by_number=False):
            return ask_agency(ctx, trouble)
        if typed and picked(heard, USE_NAME, by_number=False):
            return self._next(ctx, heard, replace(trouble, place=str(typed), placed=True))
        try:
            school, again = places.school(ctx, self._kit.office, talk, heard)
        except PersonRefused:
            return ask_place(trouble, "words")
        if school is None:
            return ask_place(trouble, **again)
        at = replace(trouble, school=school["code"], place="", placed=True)
        return self._next(ctx, heard, at)

    def agency(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the name of another office, or of a group."""
        trouble = Trouble.of(talk.data)
        try:
            if trouble.behalf:
                name = places.group(ctx, heard)
            else:
                name = profile.words(heard.text if heard.kind is Kind.TEXT else "")
        except PersonRefused:
            return ask_agency(ctx, trouble, "words")
        return self._next(ctx, heard, replace(trouble, place=name, placed=True))

    def who(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a name and a telephone number, in one message or in two; or a pick."""
        trouble = Trouble.of(talk.data)
        known = {str(key): str(name) for key, name in talk.data.get("people", {}).items()}
        if trouble.behalf and (chosen := picked(heard, known)):
            one = replace(trouble, reporter_id=int(chosen), name=known[chosen])
            return self._next(ctx, heard, one)
        try:
            return self._next(ctx, heard, introduced(trouble, heard))
        except PersonRefused as error:
            return ask_who(ctx, trouble, **people_refusals.as_json(error))

    def channel(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear how they came."""
        trouble, chosen = Trouble.of(talk.data), picked(heard, BY_CHANNEL)
        if chosen is None:
            return ask_channel(trouble, "no")
        return self._next(ctx, heard, replace(trouble, channel=chosen))

    def _next(self, ctx: Context, heard: Heard, trouble: Trouble) -> Outcome:
        return self._go_on(ctx, me(ctx, heard.person), heard, trouble)


def introduced(trouble: Trouble, heard: Heard) -> Trouble:
    """With the name and the number that stand in a message. Raises PersonRefused."""
    text = heard.text if heard.kind is Kind.TEXT else ""
    number = _PHONE.search(text)
    rest = text.replace(number[0], " ") if number else text
    for word in PHONE_WORDS:
        rest = rest.replace(word, " ")
    rest = rest.strip(_ENDS)
    if trouble.name and not number:
        raise PersonRefused("phone")
    if not rest and not number:
        raise PersonRefused("name")
    if rest and not trouble.name:
        trouble = replace(trouble, name=profile.name(rest, own=not trouble.behalf))
    return replace(trouble, phone=profile.phone(number[0])) if number else trouble
