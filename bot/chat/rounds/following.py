"""The office follows a round: its card, who has not confirmed, who waits to be accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.chat import circulars
from bot.chat.announcements.writing import begin_late
from bot.chat.buttons import record_id
from bot.chat.flow import Heard, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked, typed
from bot.chat.rounds.card import LINK, Ref, kept_by, office_card, pressed, refused
from bot.chat.rounds.saying import listed
from bot.texts.round_lists import BEFORE, NEXT
from bot.texts.round_work import LABELS, STEP_DONE, work_choices
from bot.texts.rounds import FLOW
from handlers.context import Context
from handlers.people import Me, me
from handlers.rounds import digest, office_work, opening, planning, view
from handlers.rounds.letter import letter_facts
from handlers.rounds.view import Line
from models.errors import NotFound
from models.rights import Act
from models.rounds import CollectionRound, StepKind

#: As many schools as one card lists.
ROWS = 10
_MOST_PAGES = 999
_LISTS: Mapping[str, Callable[[Context, CollectionRound], list[Line]]] = {
    "unfinished": view.unfinished,
    "waiting": view.waiting,
}


class Following:
    """`otherwise` hears what is no choice of a card; `taps` are what a list's buttons do with a
    school, which may be typed with its number."""

    def __init__(self, otherwise: Step, taps: Mapping[str, Step]) -> None:
        self._otherwise = otherwise
        self._taps = {typed(LABELS[step]): tap for step, tap in taps.items()}

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "start_work": self.start_work,
            "pick_work": self.pick_work,
            "follow": self.follow,
            "unfinished": self.unfinished,
            "waiting": self.waiting,
            "letter": self.letter,
            "announce": self.announce,
            "numbered": self.numbered,
            "network": self.network,
            "pick_network": self.pick_network,
            **{f"{STEP_DONE}{kind}": _step_done(kind) for kind in StepKind},
        }

    def start_work(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word: the rounds that are open or open soon; the only one at once."""
        who = me(ctx, heard.person)
        if not who.may(Act.SEE_ROUND):
            return _start_chair(ctx, who)
        found = view.announced(ctx)
        if not found:
            return refused("none_open")
        if len(found) == 1:
            return work_card(ctx, who, found[0])
        return listed(ctx, found, step="follow", then="pick_work")

    def network(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The late schools of the chair's own network (`round`)."""
        round_id, _ = _page(heard)
        return _network(ctx, me(ctx, heard.person), round_id)

    def pick_network(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear of which round."""
        chosen = picked(heard, {str(id_): label for id_, label in talk.data["rounds"]})
        if chosen is None:
            return self._elsewhere(ctx, talk, heard)
        return _network(ctx, me(ctx, heard.person), int(chosen))

    def pick_work(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which round."""
        chosen = picked(heard, {str(id_): label for id_, label in talk.data["rounds"]})
        if chosen is None:
            return self._elsewhere(ctx, talk, heard)
        return work_card(ctx, me(ctx, heard.person), opening.get(ctx, int(chosen)))

    def follow(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button ติดตาม (`round`)."""
        round_id, _ = _page(heard)
        return work_card(ctx, me(ctx, heard.person), opening.get(ctx, round_id))

    def unfinished(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Who has not confirmed (`round:page`)."""
        return _list(ctx, me(ctx, heard.person), "unfinished", *_page(heard))

    def waiting(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Who waits for the office (`round:page`)."""
        return _list(ctx, me(ctx, heard.person), "waiting", *_page(heard))

    def letter(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The letter by which the schools are told (`round`); the card stays open below it."""
        who, (round_id, _) = me(ctx, heard.person), _page(heard)
        said = circulars.told(ctx, who, letter_facts(ctx, who, round_id))
        return Outcome((said,), "choose_work", {"round": round_id}, flow=FLOW)

    def announce(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """An announcement to the schools that have not sent (`round`) is begun."""
        who, (round_id, _) = me(ctx, heard.person), _page(heard)
        who.require(Act.ANNOUNCE)
        return begin_late(ctx, kept_by(ctx, who, round_id).id)

    def numbered(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a school's number in the list, or to turn the page."""
        who, data = me(ctx, heard.person), talk.data
        said = typed(heard.text)
        act, _, number = said.rpartition(" ")
        if number in data["codes"] and (not act or act in self._taps):
            ref = Ref(data["round"], data["codes"][number])
            if not act:
                return office_card(ctx, who, ref)
            return self._taps[act](ctx, Talk(), pressed(heard, ref))
        page = {typed(NEXT): data["page"] + 1, typed(BEFORE): data["page"] - 1}.get(said)
        if page is not None:
            return _list(ctx, who, data["list"], data["round"], page)
        if said == typed(LABELS["follow"]):
            return work_card(ctx, who, opening.get(ctx, data["round"]))
        return self._elsewhere(ctx, talk, heard)

    def _elsewhere(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        found = elsewhere(self._otherwise, ctx, Talk(memory=talk.memory), heard)
        return found or Outcome((), talk.step, talk.data)


def _start_chair(ctx: Context, who: Me) -> Outcome:
    """The word, of whoever is not of the office: the chair of a network follows its schools."""
    if not digest.networks(ctx, who):
        return refused("not_staff")
    found = view.announced(ctx)
    if not found:
        return refused("none_open")
    if len(found) == 1:
        return _network(ctx, who, found[0].id)
    return listed(ctx, found, step="network", then="pick_network")


def _network(ctx: Context, who: Me, round_id: int) -> Outcome:
    return Outcome((Notice("round.network", digest.of_network(ctx, who, round_id)),))


def work_card(ctx: Context, who: Me, round_: CollectionRound) -> Outcome:
    """The card of the whole round. Raises NotAllowed for who is not of the office."""
    digest.seen(ctx, who, round_)
    data = {
        **view.work(ctx, who, round_),
        "page_link": {"p": who.id, "until": (ctx.now + LINK).isoformat()},
        "lacking": [],
    }
    if not data["keeps"]:
        return Outcome((Notice("round.work", data),))
    data["lacking"] = planning.lacking(ctx, round_)
    return Outcome((Notice("round.work", data),), "choose_work", {"round": round_.id}, flow=FLOW)


def work_labels(ctx: Context, who: Me, round_: CollectionRound) -> dict[str, str]:
    """What may be typed below the card of the whole round."""
    return work_choices(view.work(ctx, who, round_))


def as_pressed(heard: Heard, round_id: int) -> Heard:
    """A choice typed below the card of the whole round."""
    return pressed(heard, Ref(round_id))


def _step_done(kind: StepKind) -> Step:
    """One of the office's own steps is done (`round`)."""

    def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        round_id, _ = _page(heard)
        who = me(ctx, heard.person)
        office_work.finish(ctx, who, round_id, kind)
        return work_card(ctx, who, opening.get(ctx, round_id))

    return step


def _list(ctx: Context, who: Me, what: str, round_id: int, page: int) -> Outcome:
    round_ = kept_by(ctx, who, round_id)
    digest.seen(ctx, who, round_)
    every = _LISTS[what](ctx, round_)
    shown, n = view.page_of(every, page, ROWS)
    data = {
        **view.brief(ctx, round_),
        "lines": [line.to_json(persons=True) for line in shown],
        "first": n * ROWS + 1,
        "count": len(every),
        "page": n,
        "pages": -(-len(every) // ROWS),
    }
    kept: dict[str, Any] = {
        "round": round_.id,
        "list": what,
        "page": n,
        "codes": {str(n * ROWS + k): line.school.smis for k, line in enumerate(shown, 1)},
    }
    kind = "round.waiting" if what == "waiting" else "round.unfinished"
    return Outcome((Notice(kind, data),), "numbered", kept, flow=FLOW)


def _page(heard: Heard) -> tuple[int, int]:
    """`round:page` of a button; the first page where none is named. Raises NotFound."""
    number, _, page = heard.value.partition(":")
    if page and not (page.isascii() and page.isdecimal() and int(page[:6]) <= _MOST_PAGES):
        raise NotFound("round", "")
    return record_id(number), int(page or 0)
