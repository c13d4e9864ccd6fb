"""`audit list`: who did what, from what to what, in Thai words; for whoever may read it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.texts import audit as words
from handlers import audit, auditing, complaints
from handlers.auditing import Entry
from handlers.context import Context
from handlers.people import SYSTEM, as_me
from handlers.requests import checking, deciding
from models.errors import NotAllowed
from models.people import ActingKind, Person, Role
from models.ratings import ComplaintKind
from models.requests import Classification, Verdict
from tests import people
from tests.bot.commanding import FORMS, Run, by, filed, told, typing_at
from tests.conftest import BY_TURNS, NOON
from tests.rules.source import ROOMS, dotted, files, tree

pytestmark = BY_TURNS

LINES = {"teacher": "U-teacher", "officer": "U-officer", "director": "U-director", "area": "U-area"}
At = Callable[[datetime], AbstractContextManager[Context]]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(NOON + timedelta(days=1), database_url, monkeypatch, tmp_path) as typed:
        yield typed


@pytest.fixture
def staff(at: At) -> dict[str, Person]:
    """A request that an officer checked and the officer, standing in, permitted; another one."""
    with at(NOON) as ctx:
        made = people.staffed(ctx, LINES)
        filed(ctx, made["teacher"])
        request = filed(ctx, made["teacher"])
        there, officer = by(ctx, made["officer"])
        checking.classify(there, officer, request.id, None, Classification.PERSONAL)
        checking.propose(there, FORMS, officer, request.id, None, "permit")
        people.acting(ctx, made["officer"], Role.GROUP_DIRECTOR, group=people.GROUP)
        there, officer = by(ctx, made["officer"])
        deciding.decide(there, FORMS, officer, request.id, None, Verdict.PERMIT)
    return made


def test_one_request_from_its_beginning_in_words(run: Run, staff: dict[str, Person]) -> None:
    done = run("audit", "list", "--number", "คข. 2/2570")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert lines[0] == (
        "พฤ. 19 พ.ย. 2569 14.30 น.  มะลิ ตัวอย่าง  ยื่นคำขอ  คำขอ คข. 2/2570  "
        "ช่องทาง LINE, แบบ data_request, เลขที่ 2, ปี 2570  [LINE]"
    )
    assert "ดาริกา แบบฝึก  แก้ประเภทข้อมูล  คำขอ คข. 2/2570  ข้อมูลราชการ → มีข้อมูลส่วนบุคคล" in lines[1]
    assert "รอ ผอ.กลุ่มพิจารณา → สถานะ อนุญาต" in lines[3]
    assert "ปฏิบัติแทน รักษาราชการแทน" in lines[3]
    assert len(lines) == 4


def test_by_whom_since_when_and_how_many(run: Run, staff: dict[str, Person], at: At) -> None:
    with at(NOON + timedelta(days=1)) as ctx:
        filed(ctx, staff["teacher"])
        ctx.session.flush()
    every = told(run("audit", "list", "--json"))
    assert [row["text"] for row in told(run("audit", "list", "--actor", "ดาริกา", "--json"))] == [
        "แก้ประเภทข้อมูล", "เสนอความเห็น", "อนุญาต",
    ]  # fmt: skip
    assert len(told(run("audit", "list", "--since", "2026-11-20", "--json"))) == 1
    assert told(run("audit", "list", "--limit", "2", "--json")) == every[-2:]
    assert told(run("audit", "list", "--actor", "U-teacher", "--json"))[0]["who"] == "มะลิ ตัวอย่าง"
    assert run("audit", "list", "--actor", "ไม่มีใครชื่อนี้").stdout.strip() == words.NOTHING


def test_an_account_that_is_nobodys_any_more_keeps_one_mark(
    run: Run, staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        ctx.session.get_one(Person, staff["officer"].id).erase(at=NOON)
    rows = told(run("audit", "list", "--number", "คข. 2/2570", "--json"))
    gone = {row["actor"] for row in rows if row["who"] is None}
    assert len(gone) == 1
    assert "U-officer" not in str(rows)
    assert "ผู้ใช้ LINE #" in run("audit", "list", "--number", "คข. 2/2570").stdout


def test_bad_questions_get_one_line(run: Run, staff: dict[str, Person]) -> None:
    done = run("audit", "list", "--number", "คข. 99/2570")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ไม่พบคำขอเลขที่ «คข. 99/2570»" in done.stderr
    for wrong in (("--limit", "0"), ("--since", "20/11/2569"),
                  ("--subject", "request:1", "--number", "1/2570")):  # fmt: skip
        assert run("audit", "list", *wrong).exit_code == 2


def test_who_may_read_it_and_what_stays_hidden_from_the_one_it_is_about(
    staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        about = complaints.record(
            ctx, None, ComplaintKind.COMPLAINT, "พูดจาไม่ดี", about_id=staff["director"].id
        )
        complaints.record(ctx, None, ComplaintKind.PROBLEM, "เว็บช้า")
        for who in ("teacher", "officer"):
            with pytest.raises(NotAllowed):
                auditing.entries(ctx, as_me(ctx, _plain_officer(ctx, staff, who)))
        seen = auditing.entries(ctx, as_me(ctx, staff["director"]))
        assert f"complaint:{about.id}" not in {e.subject for e in seen}
        whole = auditing.entries(ctx, SYSTEM)
        assert len(whole) == len(seen) + 1


def _plain_officer(ctx: Context, staff: dict[str, Person], who: str) -> Person:
    """The officer of the story stands in for the director; this one does not."""
    if who != "officer":
        return staff[who]
    return people.person(ctx, "อีกคน", Role.OFFICER, group=people.GROUP)


def test_what_is_odd_is_shown_and_breaks_nothing(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        audit.record(ctx, "x:unheard:of", "", {"ก": [None, True, {"b": "2026-02-31"}]}, "line")
    (line,) = run("audit", "list").stdout.splitlines()
    assert "x:unheard:of" in line
    assert "-, ใช่, b 2026-02-31 → LINE" in line


def test_every_action_of_the_code_has_words() -> None:
    found = set(_verbs())
    assert len(found) > 30
    assert {verb for verb in found if verb not in words.DONE} == set()
    verdicts = {f"request:{verdict.value}" for verdict in Verdict}
    assert verdicts <= set(words.DONE)
    assert {kind.value for kind in ActingKind} <= set(words._VALUES)


def _verbs() -> Iterator[str]:
    """What `audit.record` is told, where it is told a plain text."""
    for path in files(*ROOMS):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not dotted(node.func).endswith("audit.record"):
                continue
            for argument in node.args[1:2]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value).partition(":")[2]


def test_an_entry_without_an_origin_says_by_whom() -> None:
    entry = Entry(1, NOON, None, "clock", "request:request:handed_on", "request:7", None, None, "")
    assert words.line(entry).endswith("ระบบอัตโนมัติ  เปลี่ยนเจ้าหน้าที่ผู้รับเรื่อง  คำขอ 7  [ระบบอัตโนมัติ]")
