"""Reminders under fire: processes of moved time, killed at random, two days without any.

Every process of the service runs on a machine whose time is set forward and back under it. On
PostgreSQL two clocks run beside the worker and the web half, on SQLite the one process that serves;
often a `clock run-due` runs at the same moment. Some get SIGKILL. People write, and what is offered
rides on their answers. In the end LINE has taken each reminder once (`tests/soak/reminders.py`).
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.database import Database
from handlers.context import Actor, Context
from tests.bench import product
from tests.bench.databases import new_database
from tests.bench.http import serve
from tests.soak import reminders
from tests.soak.audit import Verdicts
from tests.soak.line import Line
from tests.soak.moved import Dial
from tests.soak.nodes import Part
from tests.soak.reminders import Asked, at

#: The moments of the office's clock one after the other; None: for two days no process runs.
MOMENTS = (
    at(10, 27), at(10, 29), at(11, 3),
    at(10, 27, 9, 5), at(11, 5),  # set back, and forward again
    at(11, 5, 20),  # at night
    None, at(11, 8),  # a Sunday
    at(11, 9, 8, 45), at(11, 9),
    at(11, 6), at(11, 10), at(11, 11),
    at(11, 10, 10), at(11, 12), at(11, 13), at(11, 17), at(11, 19),
)  # fmt: skip
#: By how much a machine's time differs from the others'.
LEAST_SKEW, MOST_SKEW = timedelta(minutes=-20), timedelta(minutes=15)
#: Real seconds after which a moment is left with what is still on its way.
PATIENCE = 45.0
#: A ladder is longer than words are kept by default, and they are counted in the end.
_KEEP = {"KEEP_EVENTS_DAYS": "90"}


@dataclass(frozen=True)
class Weather:
    """What befalls the machines at each moment: one of so many kills and times set wrong, how often
    a look beside them, within how many seconds; `most`: so many kills in all."""

    kills: tuple[int, ...] = (0, 1, 1, 2)
    skews: tuple[int, ...] = (0, 1, 2)
    looks: float = 0.3
    longest: float = 6.0
    most: int = 10_000


@dataclass
class Machines:
    """The processes of one office, each with its own time."""

    parts: list[Part]
    environment: dict[str, str]
    log: Path
    beside: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> None:
        for part in self.parts:
            part.start()

    def kill(self) -> None:
        for part in self.parts:
            part.kill()
        for process in self.beside:
            product.kill(process)

    def set(self, moment: datetime) -> None:
        """It is this moment everywhere."""
        for part in self.parts:
            assert part.dial is not None
            part.dial.set(moment)

    def look(self, moment: datetime) -> subprocess.Popen[str]:
        """One more clock, for one look."""
        words = ["bot", "clock", "run-due", "--now", moment.isoformat(), "--json"]
        process = product.start(words, self.environment, self.log, stdout=subprocess.DEVNULL)
        self.beside.append(process)
        return process


@dataclass
class Soak:
    """One ladder on one database."""

    database: Database
    line: Line
    machines: Machines
    dice: random.Random
    weather: Weather
    found: Verdicts = field(default_factory=Verdicts)
    asked: Asked = field(default_factory=Asked)
    said: int = 0

    async def run(self, moments: tuple[datetime | None, ...]) -> None:
        """All moments one after the other."""
        self.machines.set(next(moment for moment in moments if moment) - timedelta(minutes=1))
        self.machines.start()
        for moment in moments:
            if moment is None:
                await asyncio.to_thread(self.machines.kill)
                self.found.counts["days without any process"] += 2
                continue
            self.machines.set(moment)
            for part in self.machines.parts:
                if part.process is None or part.process.poll() is not None:
                    part.start()
            await self._storm(moment)
            await self._calm(moment)
            self._note(moment)

    async def _storm(self, moment: datetime) -> None:
        """People write, processes die, machines have another time, all at once."""
        works = [self._talk()]
        works += [self._kill() for _ in range(self.dice.choice(self.weather.kills))]
        works += [self._skew(moment) for _ in range(self.dice.choice(self.weather.skews))]
        if self.dice.random() < self.weather.looks:
            works.append(self._look(moment))
        await asyncio.gather(*works)

    async def _talk(self) -> None:
        for person in reminders.PEOPLE:
            if self.dice.random() < 0.4:
                await asyncio.sleep(self.dice.uniform(0, 1))
                self.said += 1
                self.line.says(self.said, person)

    async def _kill(self) -> None:
        await self._wait()
        if self.found.counts["kills"] >= self.weather.most:
            return
        self.found.counts["kills"] += 1
        part = self.dice.choice(self.machines.parts)
        await asyncio.to_thread(part.kill)
        part.start()

    async def _wait(self) -> None:
        await asyncio.sleep(self.dice.uniform(0.2, self.weather.longest))

    async def _skew(self, moment: datetime) -> None:
        await self._wait()
        dial = self.dice.choice(self.machines.parts).dial
        assert dial is not None
        dial.set(moment + LEAST_SKEW + (MOST_SKEW - LEAST_SKEW) * self.dice.random())
        self.found.counts["machines set to another time than the others'"] += 1

    async def _look(self, moment: datetime) -> None:
        process = self.machines.look(moment)
        self.found.counts["run-due beside them"] += 1
        if self.dice.random() < 0.5:
            await self._wait()
            await asyncio.to_thread(product.kill, process)
        else:
            await asyncio.to_thread(process.wait, 120)

    async def _calm(self, moment: datetime) -> None:
        """Wait until all has gone out; then it is a few minutes later everywhere, and again."""
        await self.line.all_accepted()
        await self._until(reminders.quiet, moment)
        later = moment + timedelta(minutes=3)
        self.machines.set(later)
        if not await self._until(reminders.looked, later):
            self.found.violated("no clock has looked", later)
        if not await self._until(reminders.quiet, later):
            self.found.counts["moments left with something on its way"] += 1

    async def _until(self, holds: Callable[[Database, datetime], bool], moment: datetime) -> bool:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if await asyncio.to_thread(holds, self.database, moment):
                return True
            await asyncio.sleep(0.2)
        return False

    def _note(self, moment: datetime) -> None:
        """Which rungs the clocks had to find at this moment."""
        self.found.counts["moments"] += 1
        with self.database.reading() as session:
            self.asked.note(Context(session, moment + timedelta(minutes=3), Actor("soak")))


async def ladder(
    kind: str,
    folder: Path,
    seed: int,
    moments: tuple[datetime | None, ...] = MOMENTS,
    weather: Weather = Weather(),
) -> Verdicts:
    """Two rounds' whole ladders on this kind of database."""
    dice = random.Random(seed)
    parts: list[Part] = []
    line = Line(dice, lambda: [part.port for part in parts if part.takes_webhooks])
    server = await serve(line.answer)
    with new_database(kind, folder) as url:
        database = Database(url)
        reminders.furnish(database)
        env = product.settings(url, folder, server.sockets[0].getsockname()[1]) | _KEEP
        log = folder / f"{kind}-clocks.log"
        parts += _parts(kind, env, log)
        machines = Machines(parts, env, log)
        soak = Soak(database, line, machines, dice, weather)
        began = time.monotonic()
        try:
            await soak.run(moments)
        finally:
            machines.kill()
        soak.found.counts["seconds"] = round(time.monotonic() - began)
        reminders.judge(database, line, soak.asked, soak.found)
        database.close()
    server.close()
    soak.found.counts.update(line.seen)
    return soak.found


def _parts(kind: str, env: dict[str, str], log: Path) -> list[Part]:
    commands = ("serve",) if kind == "sqlite" else ("web", "worker", "clock", "clock")
    return [
        Part(command, product.free_port(), env, log,
             dial=Dial(log.with_name(f"{kind}-{n}.dial"), MOMENTS[0]))
        for n, command in enumerate(commands)
    ]  # fmt: skip
