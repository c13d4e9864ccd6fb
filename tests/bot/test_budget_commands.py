"""`budget …` at the office's own machine: the month, the year to come, shares, permits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest

from handlers import budget, spending
from handlers.context import Context
from handlers.people import as_me
from models.people import Role
from models.spending import Pot
from tests import people
from tests.bot.commanding import Run, told, typing_at
from tests.conftest import NOON

At = Callable[[datetime], AbstractContextManager[Context]]
pytestmark = pytest.mark.by_turns


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(NOON, database_url, monkeypatch, tmp_path) as typed:
        yield typed


def test_the_month_and_the_year(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        budget.note(ctx.session, limit=300, used=40, now=ctx.now)
    found = told(run("budget", "show", "--json"))
    assert (found["limit"], found["left"], found["reserve"]) == (300, 260, 30)
    assert [one["left"] for one in found["pots"]] == [200, 70, 30]
    assert "LINE ให้ 300 ใช้แล้ว 40 เหลือ 260" in run("budget", "show").stdout
    year = told(run("budget", "forecast", "--json"))
    assert (len(year["months"]), year["failing"]) == (12, [])
    assert "ทุกเดือนน่าจะพอ" in run("budget", "forecast").stdout


def test_shares_are_the_office_s_to_set(run: Run) -> None:
    assert "เดือนละ 200 ข้อความ\n" in run("budget", "share", "rounds").stdout
    assert "250 ข้อความ (เดิม 200)" in run("budget", "share", "rounds", "250").stdout
    assert told(run("budget", "show", "--json"))["pots"][0]["share"] == 250
    assert "200 ข้อความ (เดิม 250)" in run("budget", "share", "rounds", "--usual").stdout
    assert run("budget", "share", "other", "1").exit_code == 2


def test_whoever_asked_here_does_not_permit_it_here(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        officer = as_me(ctx, people.person(ctx, "ออ", Role.OFFICER, group=people.GROUP))
        spending.ask(ctx, officer, Pot.ROUNDS, 25, "ปิดรอบ")
    assert "2. " in run("budget", "ask", "service", "10", "--reason", "สอบ").stdout
    own = run("budget", "permit", "2")
    assert (own.exit_code, own.stdout) == (1, "")
    assert "somebody else" in own.stderr
    assert "อนุญาตแล้ว" in run("budget", "permit", "1").stdout
    again = run("budget", "refuse", "1", "--reason", "ช้าไป")
    assert (again.exit_code, "decided already" in again.stderr) == (1, True)
    assert run("budget", "permit", "9").exit_code == 1
    found = told(run("budget", "show", "--json"))
    assert [one["state"] for one in found["permits"]] == ["granted", "waiting"]
    assert found["pots"][0]["permitted"] == 25
