"""Two people press at the same moment on PostgreSQL: one wins, the other is told, one trail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.flow import Flow, Heard, Outcome, Step, Talk
from bot.database import Database
from bot.worker import Worker
from handlers.context import Context
from models.inbox import EventStatus, InboxEvent
from models.people import Role
from models.requests import RequestStatus
from tests import people
from tests.bot.staff_chat import Staffed, open_staffed
from tests.conftest import empty


@pytest.fixture
def desk(postgres_url: str, tmp_path: Path) -> Iterator[Staffed]:
    empty(postgres_url)
    database = Database(postgres_url)
    with open_staffed(database, tmp_path) as opened:
        yield opened
    database.close()


class Gate:
    """Holds both presses inside their transactions until the other is there, too."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2, timeout=30)
        self.entered = threading.Semaphore(0)
        self.met = 0

    def before(self, step: Step) -> Step:
        def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            # The transaction is open and holds its chat; nothing of the request is locked yet.
            self.entered.release()
            self._both.wait()
            self.met += 1
            return step(ctx, talk, heard)

        return run


def together(desk: Staffed, flow: str, step: str, presses: list[tuple[str, str]]) -> dict[str, str]:
    """Each of the two presses their newest button; each is handled by a worker of its own."""
    gate = Gate()
    desk.office.flows = [_gated(each, flow, step, gate.before) for each in desk.office.flows]
    workers = [desk.office.new_worker(name) for name in ("one", "two")]
    threads = []
    for worker, (who, label) in zip(workers, presses, strict=True):
        desk.heard(who)
        action = desk.button(who, label)
        line = desk.lines[who]
        desk.office.platform.acts.postback(line, line, action["data"])
        assert desk.office.platform.webhooks.drain()
        threads.append(threading.Thread(target=_work, args=(worker,), daemon=True))
        threads[-1].start()
        # Only then comes the second press, so that the first worker cannot take both.
        assert gate.entered.acquire(timeout=30)
    for thread in threads:
        thread.join(60)
    assert gate.met == 2
    desk.office.settle()
    return {who: desk.heard(who) for who, _ in presses}


def _work(worker: Worker) -> None:
    worker.work_once()


def _gated(flow: Flow, name: str, step: str, before: Callable[[Step], Step]) -> Flow:
    if flow.name != name:
        return flow
    return replace(flow, steps={**flow.steps, step: before(flow.steps[step])})


def parked(desk: Staffed) -> list[InboxEvent]:
    with desk.office.database.reading() as session:
        return list(
            session.scalars(select(InboxEvent).where(InboxEvent.status != EventStatus.DONE))
        )


def test_two_officers_propose(desk: Staffed) -> None:
    noise = desk.files(answers={"subject": "เรื่องข้าง ๆ"})
    request_id = desk.files()
    number = f"คข. {desk.request(request_id).number}/2570"
    for who in ("officer", "colleague"):
        desk.says(who, "งานของฉัน")
        desk.says(who, number)
    said = together(
        desk, "handling", "propose", [("officer", "เสนออนุญาต"), ("colleague", "เสนออนุญาต")]
    )
    won = [who for who, text in said.items() if "เสนอแล้วค่ะ" in text]
    assert len(won) == 1
    (winner,) = won
    loser = "officer" if winner == "colleague" else "colleague"
    name = {"officer": "ดาริกา แบบฝึก", "colleague": "กานดา คู่งาน"}[winner]
    assert f"{name} เสนอความเห็นไปแล้วเมื่อ" in said[loser]
    kept = desk.request(request_id)
    assert kept.status is RequestStatus.AWAITING_PERMISSION
    assert kept.officer_id == desk.ids[winner]
    assert desk.trail(request_id) == ["submitted", "proposed"]
    assert desk.trail(noise) == ["submitted"]
    assert parked(desk) == []


def test_two_directors_decide(desk: Staffed) -> None:
    with desk.acting() as ctx:
        deputy = desk.me(ctx, "deputy").person
        assert deputy is not None
        people.acting(ctx, deputy, Role.GROUP_DIRECTOR, group=people.GROUP)
    noise = desk.proposed(answers={"subject": "เรื่องข้าง ๆ"})
    request_id = desk.proposed()
    number = f"คข. {desk.request(request_id).number}/2570"
    for who in ("director", "deputy"):
        desk.says(who, "เรื่องรอพิจารณา")
        desk.says(who, number)
    said = together(desk, "deciding", "permit", [("director", "อนุญาต"), ("deputy", "อนุญาต")])
    won = [who for who, text in said.items() if "อนุญาตแล้วค่ะ" in text]
    assert len(won) == 1
    (winner,) = won
    loser = "director" if winner == "deputy" else "deputy"
    assert "ผู้อำนวยการกลุ่มนโยบายและแผน พิจารณาแล้ว: อนุญาต เมื่อ" in said[loser]
    (decision,) = desk.decisions(request_id)
    assert decision.by_id == desk.ids[winner]
    assert (decision.acting is None) == (winner == "director")
    assert desk.trail(request_id) == ["submitted", "proposed", "permit"]
    assert desk.decisions(noise) == []
    assert parked(desk) == []
