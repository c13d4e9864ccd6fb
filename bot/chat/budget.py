"""«งบข้อความ»: how the month's messages stand, more of them asked for, and a second person's
decision. See docs/flows/budget.md."""

from __future__ import annotations

from typing import Any

from bot.chat import refusals
from bot.chat.buttons import record_id
from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.numbers import ByNumber, heard_elsewhere
from bot.chat.picking import picked, typed
from bot.texts import budget as words
from bot.texts.budget import FLOW
from bot.texts.budget_words import POT
from bot.texts.deciding import FLOW as DECIDING
from handlers import budget, spending
from handlers.announcements import access, reading
from handlers.context import Context
from handlers.people import Me, me
from handlers.spending import NothingAsked
from models.errors import NotFound, Refusal, WrongState
from models.rights import Act
from models.spending import Pot, SpendingPermit

#: Nobody asks for more than a plan of LINE has.
_MOST = 1_000_000
#: Under which a conversation keeps the permit whose card is open.
_OPEN = "permit"


def flows(otherwise: Step, numbered: ByNumber) -> list[Flow]:
    """The flow of the word and of a permit's card. `otherwise` hears what is no choice."""
    steps = Steps(heard_elsewhere(otherwise, numbered))
    every = {
        "start": steps.start, "choose": steps.choose, "ask": steps.ask, "pot": steps.pot,
        "count": steps.count, "reason": steps.reason, "open": steps.open,
        "grant": steps.grant, "refuse": steps.refuse,
    }  # fmt: skip
    guards = {name: _guarded(step) for name, step in every.items()}
    return [Flow(FLOW, guards, start="start", private=True)]


def deciding(otherwise: Step) -> dict[str, Step]:
    """The steps below a permit's card. They are of the flow that «อนุญาต» belongs to."""
    steps = Steps(otherwise)
    return {"permit_card": _guarded(steps.decide), "permit_words": _guarded(steps.words)}


def by_word(ctx: Context, talk: Talk, heard: Heard, what: str, *, alone: bool) -> Outcome | None:
    """«อนุญาต» or «ไม่อนุญาต» was typed: of the permit whose card is open, or, where it is `alone`
    to be decided, of the only one. None: it means something else."""
    if _OPEN in talk.data:
        steps = Steps(lambda *_: Outcome())
        return _guarded(steps.grant if what == "permit" else steps.refuse)(ctx, talk, heard)
    waiting = [one.id for one in spending.waiting(ctx, me(ctx, heard.person))] if alone else []
    return _guarded(_opening(waiting[0]))(ctx, talk, heard) if len(waiting) == 1 else None


class Steps:
    """`otherwise` hears what is no choice of a card."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """How it stands, for people of the office."""
        who = me(ctx, heard.person)
        if not who.is_staff:
            return Outcome((Notice("budget.not_staff"),), END)
        may = who.may(Act.ANNOUNCE) or who.may(Act.PERMIT_SPENDING)
        asked = spending.listed(ctx, who) if may else []
        data = {
            "month": spending.month(ctx),
            "forecast": spending.forecast(ctx).to_json(),
            "asked": sum(one.decided_at is None for one in asked),
            "waiting": len(spending.waiting(ctx, who)),
            "may_ask": who.may(Act.ANNOUNCE),
        }
        return Outcome((Notice("budget.month", data),), "choose", {}, flow=FLOW)

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Below the card: more is asked for, or something else is said."""
        if picked(heard, {"ask": words.ASK}) != "ask":
            return self._otherwise(ctx, talk, heard)
        return self.ask(ctx, talk, heard)

    def ask(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """More is asked for: of which share?"""
        me(ctx, heard.person).require(Act.ANNOUNCE)
        return _ask("pot")

    def pot(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which share."""
        pot = picked(heard, POT)
        if pot is None:
            return _ask("pot", "pot")
        return _ask("count", pot=pot, left=budget.spendable(ctx, Pot(pot)))

    def count(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear how many."""
        if "pot" not in talk.data:
            return self.ask(ctx, talk, heard)
        number = typed(heard.text).replace(",", "").removesuffix(words.UNIT).strip()
        kept = {"pot": talk.data["pot"], "left": talk.data.get("left")}
        if not (number.isdecimal() and number.isascii() and 0 < int(number[:9]) <= _MOST):
            return _ask("count", "count", **kept)
        return _ask("reason", **kept, count=int(number[:9]))

    def reason(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear why, and ask for it."""
        who, kept = me(ctx, heard.person), dict(talk.data)
        if "count" not in kept:
            return self.ask(ctx, talk, heard)
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _ask("reason", "reason", **kept)
        permit = spending.ask(ctx, who, Pot(kept["pot"]), int(kept["count"]), heard.text)
        return _shown(ctx, who, permit.id, "asked")

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A permit's card, by a row of a list or a notice."""
        return _shown(ctx, me(ctx, heard.person), _id(talk, heard))

    def decide(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A choice that was typed below the card by its number, or something else."""
        who = me(ctx, heard.person)
        permit = spending.get(ctx, who, _id(talk, heard))
        chosen = picked(heard, words.choices(spending.card(ctx, who, permit)))
        if chosen is None:
            return self._otherwise(ctx, talk, heard)
        return self.grant(ctx, talk, heard) if chosen == "grant" else self.refuse(ctx, talk, heard)

    def grant(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One press."""
        who = me(ctx, heard.person)
        permit = spending.decide(ctx, who, _id(talk, heard), granted=True)
        return _shown(ctx, who, permit.id, "granted")

    def refuse(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask why, unless it is decided already."""
        who = me(ctx, heard.person)
        permit = spending.get(ctx, who, _id(talk, heard))
        spending.must_wait(ctx, who, permit)
        return _ask_words(ctx, who, permit.id)

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear why, and refuse it."""
        who, id_ = me(ctx, heard.person), _id(talk, heard)
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _ask_words(ctx, who, id_, "reason")
        permit = spending.decide(ctx, who, id_, granted=False, words=heard.text)
        return _shown(ctx, who, permit.id, "refused")


def _opening(permit_id: int) -> Step:
    def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        return _shown(ctx, me(ctx, heard.person), permit_id)

    return step


def _shown(ctx: Context, who: Me, permit_id: int, lead: str = "") -> Outcome:
    """Its card; below it may be typed what the buttons say, as long as it waits for this person."""
    permit = spending.get(ctx, who, permit_id)
    data = {**spending.card(ctx, who, permit), "lead": lead}
    then = "permit_card" if data["may"] else END
    said = (*(_what_for(ctx, who, permit) if data["may"] else ()), Notice("budget.permit", data))
    return Outcome(said, then, {_OPEN: permit_id}, flow=DECIDING)


def _what_for(ctx: Context, who: Me, permit: SpendingPermit) -> tuple[Notice, ...]:
    """The announcement that would be paid for, as people would read it."""
    kind, _, number = (permit.ref or "").partition(":")
    if kind != "announcement" or who.person is None:
        return ()
    row = reading.for_reader(ctx, who.person.line_user or "", int(number))
    return (Notice("announcement.told", access.told(row)),)


def _ask(what: str, again: str = "", **kept: Any) -> Outcome:
    notice = Notice("budget.ask", {"what": what, "again": again, **kept})
    return Outcome((notice,), what, kept, flow=FLOW)


def _ask_words(ctx: Context, who: Me, permit_id: int, again: str = "") -> Outcome:
    data = {**spending.card(ctx, who, spending.get(ctx, who, permit_id)), "again": again}
    kept = {_OPEN: permit_id}
    return Outcome((Notice("budget.words", data),), "permit_words", kept, flow=DECIDING)


def _id(talk: Talk, heard: Heard) -> int:
    """The permit of a standing button (`id:1`), else of the card that is open."""
    if heard.kind is Kind.PRESS:
        return record_id(heard.value)
    if _OPEN not in talk.data:
        raise NotFound("spending_permit", "")
    return int(talk.data[_OPEN])


def _guarded(step: Step) -> Step:
    """The step, with every refusal as a card or a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    if isinstance(error, NothingAsked):
        return _ask(error.what if error.what == "reason" else "count", error.what, **talk.data)
    lead = str(error.state) if isinstance(error, WrongState) else ""
    if lead in words.known_leads() - {"", "asked"}:
        try:
            return _shown(ctx, me(ctx, heard.person), _id(talk, heard), lead)
        except Refusal:
            pass
    return Outcome((refusals.refused(error),), END)
