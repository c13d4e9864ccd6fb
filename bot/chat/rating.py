"""Rating a service in chat: one tap for all, or item by item; why something is poor; a suggestion.

The card that asks has standing buttons (`all`, `each`, and afterwards `say`, `reopen`): they work
whenever they are pressed. What is pressed on the way belongs to the running flow. Levels are kept
as they are given; those of a rating that counts already are changed one by one as well.
See docs/flows/rating.md.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked, typed
from bot.texts.ratings import FLOW, LEVELS, NO_REASON, NO_SUGGESTION, SKIP, WAYS, given
from handlers import ratings
from handlers.context import Context
from handlers.people.access import me
from handlers.ratings import NotSaid, OwnWork, Rated, ReasonWanted, forms
from models.errors import NotAllowed, NotFound, Refusal, WrongState
from models.ratings import Level, Rating

_MOST_LISTED = 8


def flows(otherwise: Step | None = None) -> list[Flow]:
    """The flow of the word ประเมิน. `otherwise` hears what is no answer to its first questions."""
    rating = _Rating(otherwise)
    steps = {
        "start": rating.start,
        "pick": rating.pick,
        "choose": rating.choose,
        "all": rating.all,
        "each": rating.each,
        "item": rating.item,
        "reason": rating.reason,
        "suggest": rating.suggest,
        "say": rating.say,
        "reopen": rating.reopen,
    }
    kind = {name: _kindly(step) for name, step in steps.items()}
    return [Flow(FLOW, kind, start="start", timeout=timedelta(minutes=15), private=True)]


class _Rating:
    def __init__(self, otherwise: Step | None) -> None:
        self._otherwise = otherwise

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """What can be rated now: none, one, or several to choose from."""
        person = me(ctx, heard.person)
        found = ratings.open_for(ctx, person.id) if person.id is not None else []
        if not found:
            return Outcome((Notice("rating.none"),))
        if len(found) == 1:
            return self._show(ctx, heard, found[0])
        choices = [
            {**ratings.facts_of(ctx, one), "id": one.id, "rated": one.rated_at is not None}
            for one in found[:_MOST_LISTED]
        ]
        data = {"numbers": {str(one["id"]): one["number"] for one in choices}}
        return Outcome((Notice("rating.list", {"choices": choices}),), next="pick", data=data)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which."""
        chosen = picked(heard, talk.data.get("numbers", {}))
        if chosen is None:
            return elsewhere(self._otherwise, ctx, talk, heard) or self.start(ctx, talk, heard)
        return self._show(ctx, heard, ratings.see(ctx, me(ctx, heard.person), int(chosen)).rating)

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear, typed, what the buttons of the first card say."""
        way, rating_id = picked(heard, WAYS), int(talk.data["rating_id"])
        if way is None:
            seen = ratings.see(ctx, me(ctx, heard.person), rating_id)
            return elsewhere(self._otherwise, ctx, talk, heard) or self._show(
                ctx, heard, seen.rating
            )
        if way == "each":
            return self._begin(ctx, heard, rating_id)
        return self._all(ctx, heard, rating_id, Level(way))

    def all(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One tap for everything. Pressed again it says the same."""
        level = heard.value.partition(":")[2]
        if level not in set(Level):
            raise NotFound("level", level)
        return self._all(ctx, heard, record_id(heard.value), Level(level))

    def each(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Begin item by item, or go on where it was left."""
        return self._begin(ctx, heard, record_id(heard.value))

    def item(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the level of one item."""
        rating_id, item = int(talk.data["rating_id"]), str(talk.data["item"])
        changing = bool(talk.data.get("changing"))
        level = picked(heard, LEVELS)
        if level is None:
            seen = ratings.see(ctx, me(ctx, heard.person), rating_id)
            return _ask_item(ctx, seen, item, changing, again=True)
        try:
            done = ratings.rate(ctx, me(ctx, heard.person), rating_id, {item: Level(level)})
        except ReasonWanted:
            seen = ratings.see(ctx, me(ctx, heard.person), rating_id)
            return _ask_reason(ctx, seen, {**talk.data, "level": level}, [item])
        return _after(ctx, done, item, changing)

    def reason(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear why something is poor; a change that waited for it is made now."""
        rating_id, item = int(talk.data["rating_id"]), talk.data.get("item")
        waiting = {str(item): Level(talk.data["level"])} if talk.data.get("level") else {}
        who = me(ctx, heard.person)
        words = "" if typed(heard.text) in NO_REASON else heard.text
        try:
            done = ratings.rate(ctx, who, rating_id, waiting, reason=words)
        except NotSaid as error:
            seen = ratings.see(ctx, who, rating_id)
            return _ask_reason(ctx, seen, dict(talk.data), talk.data["poor"], error.why)
        return _after(ctx, done, item, bool(talk.data.get("changing")))

    def suggest(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a suggestion, or that there is none."""
        rating_id, who = int(talk.data["rating_id"]), me(ctx, heard.person)
        if picked(heard, SKIP) or typed(heard.text) in NO_SUGGESTION:
            return _thanks(ctx, ratings.see(ctx, who, rating_id))
        try:
            return _thanks(ctx, ratings.rate(ctx, who, rating_id, suggestion=heard.text))
        except NotSaid as error:
            return _ask_suggestion(ctx, ratings.see(ctx, who, rating_id), why=error.why)

    def say(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button that asks for the suggestion once more."""
        seen = ratings.see(ctx, me(ctx, heard.person), record_id(heard.value))
        return _ask_suggestion(ctx, seen, again=True)

    def reopen(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button by which what was poor is done again."""
        rating = ratings.reopen(ctx, me(ctx, heard.person), record_id(heard.value))
        return Outcome((Notice("rating.reopened", ratings.facts_of(ctx, rating)),))

    def _show(self, ctx: Context, heard: Heard, rating: Rating) -> Outcome:
        if rating.rated_at is not None:
            return _thanks(ctx, ratings.see(ctx, me(ctx, heard.person), rating.id))
        notice = Notice("rating.ask", ratings.facts_of(ctx, rating))
        return Outcome((notice,), next="choose", data={"rating_id": rating.id})

    def _all(self, ctx: Context, heard: Heard, rating_id: int, level: Level) -> Outcome:
        person = me(ctx, heard.person)
        order = forms.get(ratings.see(ctx, person, rating_id).rating.form).order
        done = ratings.rate(ctx, person, rating_id, dict.fromkeys(order, level))
        if done.rating.suggestion:
            return _thanks(ctx, done)
        return _ask_suggestion(ctx, done, again=not done.changed)

    def _begin(self, ctx: Context, heard: Heard, rating_id: int) -> Outcome:
        seen = ratings.see(ctx, me(ctx, heard.person), rating_id)
        if seen.rating.rated_at is None and not seen.missing:
            return _after(ctx, seen, None, changing=False)
        first = seen.missing[0] if seen.missing else forms.get(seen.rating.form).order[0]
        return _ask_item(ctx, seen, first, changing=seen.rating.rated_at is not None)


def _after(ctx: Context, done: Rated, item: str | None, changing: bool) -> Outcome:
    """What comes after a level or a reason: the next item, the reason, a suggestion, or thanks."""
    following = _following(done, item, changing)
    if following is not None:
        return _ask_item(ctx, done, following, changing)
    if done.wants_reason:
        poor = [i for i, level in done.levels.items() if level is Level.POOR]
        return _ask_reason(ctx, done, {"rating_id": done.rating.id}, poor)
    if done.is_new:
        return _ask_suggestion(ctx, done)
    return _thanks(ctx, done)


def _following(done: Rated, item: str | None, changing: bool) -> str | None:
    order = forms.get(done.rating.form).order
    later = order[order.index(item) + 1 :] if item in order else ()
    if changing:
        return later[0] if later else None
    ahead = [other for other in later if other in done.missing]
    return next(iter([*ahead, *done.missing]), None)


def _ask_item(
    ctx: Context, rated: Rated, item: str, changing: bool, *, again: bool = False
) -> Outcome:
    order = forms.get(rated.rating.form).order
    level = rated.levels.get(item)
    facts = {
        **ratings.facts_of(ctx, rated.rating),
        "item": item,
        "place": order.index(item) + 1,
        "of": len(order),
        "level": level.value if level else None,
        "again": again,
    }
    data = {"rating_id": rated.rating.id, "item": item, "changing": changing}
    return Outcome((Notice("rating.item", facts),), next="item", data=data)


def _ask_reason(
    ctx: Context, rated: Rated, data: dict[str, Any], poor: list[str], why: str = ""
) -> Outcome:
    facts = {**ratings.facts_of(ctx, rated.rating), "poor": poor, "why": why}
    return Outcome((Notice("rating.reason", facts),), next="reason", data={**data, "poor": poor})


def _ask_suggestion(ctx: Context, rated: Rated, *, again: bool = False, why: str = "") -> Outcome:
    facts = {
        **ratings.facts_of(ctx, rated.rating),
        "given": given(_plain(rated)),
        "again": again,
        "why": why,
    }
    data = {"rating_id": rated.rating.id}
    return Outcome((Notice("rating.suggest", facts),), next="suggest", data=data)


def _thanks(ctx: Context, rated: Rated) -> Outcome:
    facts = {
        **ratings.facts_of(ctx, rated.rating),
        "levels": _plain(rated),
        "reason": rated.rating.reason,
        "suggestion": rated.rating.suggestion,
        "until": (rated.until or ctx.now).isoformat(),
        "may_reopen": ratings.may_reopen(ctx, rated.rating),
    }
    return Outcome((Notice("rating.thanks", facts),))


def _plain(rated: Rated) -> list[list[str]]:
    return [[item, level.value] for item, level in rated.levels.items()]


def _kindly(step: Callable[[Context, Talk, Heard], Outcome]) -> Step:
    """The step, with every refusal as a sentence that ends the flow."""

    def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        try:
            return step(ctx, talk, heard)
        except Refusal as error:
            return Outcome((Notice("rating.refused", {"why": _why(error)}),), next=END)

    return run


def _why(error: Refusal) -> str:
    if isinstance(error, OwnWork):
        return "own_work"
    if isinstance(error, NotAllowed):
        return "not_yours"
    if isinstance(error, WrongState):
        return str(error.state) if error.what == "rating" else "stays"
    return "stale"
