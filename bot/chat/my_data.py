"""«ข้อมูลของฉัน»: what is kept of the person, a copy of it, and erasing it."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.kindly import kindly
from bot.chat.picking import picked, typed
from bot.chat.profile import shown
from bot.texts.my_data import CHOICES, CONFIRM, FLOW
from bot.texts.people import FLOW as REGISTER
from handlers import people
from handlers.context import Context
from handlers.people import personal_data
from models.people import Person

#: How long the link to the copy lives.
LIFE = timedelta(hours=1)


def flows() -> list[Flow]:
    """The flow of one's own data."""
    own = _MyData()
    steps: dict[str, Step] = {"start": own.start, "choose": own.choose, "confirm": own.confirm}
    kind = {name: kindly(FLOW, name, step) for name, step in steps.items()}
    return [Flow(FLOW, kind, start="start", timeout=timedelta(minutes=10), private=True)]


class _MyData:
    """Everything here is of the one who speaks."""

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Show it; of somebody who never said who they are there is little."""
        person = people.by_line(ctx, heard.person)
        if person is None:
            return Outcome((Notice("privacy"),))
        said = Notice("my_data.shown", personal_data.show(ctx, person))
        return Outcome((said,), next="choose")

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A copy, or away with it, or change it."""
        person = people.by_line(ctx, heard.person)
        chosen = picked(heard, CHOICES)
        if person is None or chosen is None:
            return self.start(ctx, talk, heard)
        if chosen == "copy":
            return Outcome((_copy(ctx, person),), next="choose")
        if chosen == "edit":
            found = shown(ctx, person)
            return Outcome(found.replies, found.next, found.data, flow=REGISTER)
        return _ask_to_erase(ctx, person)

    def confirm(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Erase it only on the very word."""
        person = people.by_line(ctx, heard.person)
        if person is None or heard.kind is not Kind.TEXT or typed(heard.text) != CONFIRM:
            return Outcome((Notice("my_data.kept"),), next=END)
        if people.consequences(ctx, person).running:
            return _ask_to_erase(ctx, person)
        done = people.erase(ctx, person)
        return Outcome((Notice("my_data.erased", {"stays": done.stays}),), next=END, memory={})


def _copy(ctx: Context, person: Person) -> Notice:
    """A link to it. It is dead as soon as the account is taken away or given to another."""
    assert person.bound_at is not None
    claims = {"p": person.id, "b": int(person.bound_at.timestamp())}
    return Notice("my_data.copy", {"claims": claims, "until": (ctx.now + LIFE).isoformat()})


def _ask_to_erase(ctx: Context, person: Person) -> Outcome:
    found = people.consequences(ctx, person)
    if found.running:
        numbers = [
            f"{r.prefix} {r.number}/{r.fiscal_year}" for r in personal_data.running(ctx, person)
        ]
        return Outcome((Notice("my_data.running", {"numbers": numbers}),), next=END)
    said = {"stays": found.stays, "last_of": list(found.last_of)}
    return Outcome((Notice("my_data.confirm", said),), next="confirm")
