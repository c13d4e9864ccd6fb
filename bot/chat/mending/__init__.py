"""Tickets in the hands of the office: taken, talked about, mended; machines at supplies. See
docs/flows/mending.md.

Buttons of a card are standing ones. What needs words, a day or a choice goes on in this flow, and
everything can be typed, too.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat import questions
from bot.chat.flow import Flow, Step
from bot.chat.mending.advising import Advising
from bot.chat.mending.card import ByNumber, guarded
from bot.chat.mending.choosing import Choosing
from bot.chat.mending.everyone import Everyone
from bot.chat.mending.looking import Looking
from bot.chat.mending.repairs import Repairs
from bot.chat.mending.saying import Saying
from bot.chat.mending.sending import Sending
from bot.chat.mending.sorting import Sorting
from bot.chat.mending.taking import Taking
from bot.chat.mending.visiting import Visiting
from bot.texts.ticket_work import FLOW, REPAIRS
from handlers.knowledge import Loaded
from handlers.questions import Office

#: The steps that hear photos and files.
_FILES = frozenset({"words", "advising", "choose", "loose"})


def flows(
    office: Office,
    articles: Loaded,
    numbered: ByNumber,
    incidents: Flow,
    moving: Flow,
    otherwise: Step | None = None,
) -> list[Flow]:
    """The flow of a ticket's card and of งานทั้งหมด, and that of a machine at supplies.

    `numbered` opens a record whose number is typed, `incidents` is where «เหตุขัดข้อง» leads,
    `moving` where «แจ้งย้ายช่องทาง» does.
    """
    otherwise = otherwise or questions.flows(office)[0].steps["ask"]
    repairs = Repairs(otherwise, numbered).steps()
    steps: dict[str, Step] = {
        **Taking().steps(),
        **Saying().steps(),
        **Advising(articles).steps(),
        **Visiting().steps(),
        **Sorting().steps(),
        **Sending().steps(),
        **Looking().steps(),
        **Everyone(otherwise, numbered).steps(),
    }
    others = {
        "incident": incidents.steps["from_ticket"],
        "back": repairs["finish"],
        "switch": moving.steps["switch"],
    }
    choosing = Choosing(office, {**steps, **others}, otherwise, numbered)
    steps |= {"choose": choosing.choose, "more": choosing.more, "loose": choosing.loose}
    return [
        Flow(
            FLOW,
            {name: guarded(step) for name, step in steps.items()},
            start="all",
            timeout=timedelta(hours=1),
            private=True,
            takes_files=_FILES,
        ),
        Flow(REPAIRS, repairs, start="open", timeout=timedelta(hours=1), private=True),
    ]
