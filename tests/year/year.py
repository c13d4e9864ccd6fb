"""One year from a plan: the town is built, its life drawn, lived and judged."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.chat.flows import flows
from bot.database import Database
from handlers import forms
from handlers.context import Context
from handlers.office_rules import decide
from handlers.questions import Office as Where
from handlers.workdays import BANGKOK, Calendar
from tests.office import open_office
from tests.year import life, rounds, town
from tests.year.audit import Verdict, judge
from tests.year.clockwork import Clockwork


@dataclass(frozen=True)
class Plan:
    """Which year, how large. `few`: only the round whose schools confirm on its last day;
    `groups`: the bot is in the groups; `share`: what rounds may take of a month, else the usual."""

    seed: int = 1
    schools: int = 139
    networks: int = 10
    first: date = rounds.FIRST
    last: date = rounds.LAST
    few: bool = False
    groups: bool = True
    share: int | None = None


def live(database: Database, folder: Path, plan: Plan) -> tuple[Clockwork, Verdict]:
    """Live the year."""
    dice, calendar = random.Random(plan.seed), Calendar()
    days = [plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)]
    every = flows(Where(*town.WHERE), forms.load(None))
    with open_office(database, folder, flows=every) as office:
        office.clock.moment = datetime.combine(plan.first, time(0, 5), BANGKOK)
        people = town.build(office, dice, plan.schools, plan.networks, groups=plan.groups)
        if plan.share is not None:
            with database.transaction() as session:
                decide(Context(session, office.clock()), "budget.rounds", plan.share)
        asked = rounds.of_year(calendar, plan.few)
        lived = life.draw(people, asked, calendar, dice, days)
        work = Clockwork(office, people, asked, lived)
        work.run(days, calendar)
        return work, judge(work, calendar)
