"""`office …` and `form …`: the office's own rules and forms, from its own machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.texts import office_rules as words
from handlers.context import Context
from handlers.forms.shelf import SHIPPED
from handlers.people import as_me
from handlers.requests.rules import NotDecided
from handlers.requests.vocabulary import ICT_GROUP
from models.audit import AuditEntry
from models.people import Person
from models.requests import RequestStatus, ServiceRequest
from tests import people
from tests.bot.commanding import FORMS, Run, filed, told, typing_at
from tests.conftest import BY_TURNS, NOON

pytestmark = BY_TURNS

LINES = {"teacher": "U-teacher", "officer": "U-officer", "director": "U-director", "area": "U-area"}
At = Callable[[datetime], AbstractContextManager[Context]]
FORM = (SHIPPED / "data_request.toml").read_text(encoding="utf-8")


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    (tmp_path / "forms").mkdir()
    with typing_at(NOON, database_url, monkeypatch, tmp_path) as typed:
        yield typed


@pytest.fixture
def staff(at: At) -> dict[str, Person]:
    with at(NOON) as ctx:
        return people.staffed(ctx, LINES)


def test_the_rules_in_force_are_shown(run: Run) -> None:
    found = told(run("office", "show", "--json"))
    assert found["owners"] == {"central": people.GROUP, "data": people.GROUP, "ticket": ICT_GROUP}
    assert found["public_at_once"] is True
    lines = run("office", "show").stdout
    assert "prepare  จัดทำข้อมูล 1" in lines
    assert "ไม่ต้องขออนุญาต" in lines


def test_another_group_owns_the_data_of_new_requests(
    run: Run, staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        old = filed(ctx, staff["teacher"]).id
    done = run("office", "owner", "data", people.OTHER_GROUP)
    assert f"{people.GROUP} → {people.OTHER_GROUP}" in done.stdout
    with at(NOON) as ctx:
        assert filed(ctx, staff["teacher"]).owner_group == people.OTHER_GROUP
        assert ctx.session.get_one(ServiceRequest, old).owner_group == people.GROUP
        entry = ctx.session.scalars(
            select(AuditEntry).where(AuditEntry.subject == "office_rule:owner.data")
        ).one()
        assert (entry.after, entry.origin) == (people.OTHER_GROUP, "cli")
    assert "เป็นเจ้าของอยู่แล้ว" in run("office", "owner", "data", people.OTHER_GROUP).stdout


def test_a_step_gets_other_days_and_open_steps_follow(
    run: Run, staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        number = filed(ctx, staff["teacher"]).id
    done = run("office", "days", "data_request", "check", "3")
    assert done.stdout.splitlines() == [
        "data_request ขั้นเจ้าหน้าที่ตรวจสอบ: 3 วันทำการ",
        "กำหนดเปลี่ยน 1 เรื่อง",
        "  คข. 1/2570: ศ. 20 พ.ย. 2569 16.30 น. → อ. 24 พ.ย. 2569 16.30 น.",
    ]
    assert "3 (สำนักงานกำหนด ตามแบบ 1)" in run("office", "show").stdout
    back = told(run("office", "days", "data_request", "check", "1", "--json"))
    assert [move["after"] for move in back["moved"]] == ["2026-11-20T16:30:00+07:00"]
    with at(NOON) as ctx:
        due = ctx.session.get_one(ServiceRequest, number).due_at
        assert due == datetime.fromisoformat("2026-11-20T16:30+07:00")


def test_public_figures_may_need_a_permission(run: Run, staff: dict[str, Person], at: At) -> None:
    from handlers.requests import submitting
    from handlers.requests.submitting import Filled
    from tests.bot.commanding import ANSWERS

    filled = Filled(FORMS.forms["data_request"], ANSWERS, query={"measure": "students"})
    for answer, status in (("no", RequestStatus.SUBMITTED), ("yes", RequestStatus.DELIVERED)):
        assert run("office", "public-at-once", answer).exit_code == 0
        with at(NOON) as ctx:
            teacher = as_me(ctx, staff["teacher"])
            assert submitting.submit(ctx, FORMS, teacher, filled, "U").status is status


def test_staff_are_told_at_night_only_where_the_office_wants_it(
    run: Run, staff: dict[str, Person], at: At
) -> None:
    from handlers.requests.notifying import told_from

    night = datetime.fromisoformat("2026-11-19T22:00+07:00")
    with at(night) as ctx:
        assert told_from(ctx, night) == datetime.fromisoformat("2026-11-20T08:30+07:00")
    assert "ทุกเวลา" in run("office", "tell-always", "yes").output
    with at(night) as ctx:
        assert told_from(ctx, night) == night
    assert "ทุกเวลา" in run("office", "show").output


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("owner", "data", "กลุ่มที่ไม่มี"), f"ไม่พบกลุ่ม «กลุ่มที่ไม่มี» ในสำนักงาน: ที่มีคือ {people.GROUP}"),
        (("owner", "weather", people.GROUP), "ไม่มีรายการ «weather»: ที่มีคือ central, data, ticket"),
        (("days", "unheard", "check", "1"), "ไม่มีแบบฟอร์ม «unheard»"),
        (("days", "data_request", "check", "121"), "ระหว่าง 0 ถึง 120"),
    ],
)
def test_nonsense_is_refused_in_one_line_and_changes_nothing(
    run: Run, staff: dict[str, Person], typed: tuple[str, ...], said: str
) -> None:
    before = told(run("office", "show", "--json"))
    done = run("office", *typed)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert told(run("office", "show", "--json")) == before


def test_what_is_no_step_no_number_and_no_answer_is_refused(run: Run) -> None:
    for typed in (("days", "data_request", "think", "1"), ("days", "data_request", "check", "x"),
                  ("public-at-once", "perhaps"), ("owner", "data")):  # fmt: skip
        assert run("office", *typed).exit_code == 2


def test_every_reason_has_words() -> None:
    facts = {"key": "k", "group": "g", "step": "s", "days": 1, "most": 2, "known": ["x"]}
    for why in words.known_reasons():
        assert words.refusal_line(NotDecided(why, **facts))
    assert "person add" in words.refusal_line(NotDecided("group", group="g", known=[]))


# Forms -----------------------------------------------------------------------------------------


def test_forms_are_listed_with_the_offices_own(run: Run, tmp_path: Path) -> None:
    own = FORM.replace('slug = "data_request"', 'slug = "internet"').replace("คข.", "นต.")
    (tmp_path / "forms" / "net.toml").write_text(own, encoding="utf-8")
    rows = {row["slug"]: row for row in told(run("form", "list", "--json"))}
    assert (rows["internet"]["own"], rows["data_request"]["own"]) == (True, False)
    assert "[ของสำนักงาน: net.toml]" in run("form", "list").stdout
    shown = run("form", "show", "internet").stdout
    assert "1. ชื่อ-นามสกุล" in shown
    assert "ขั้นผอ.กลุ่มพิจารณา: 1 วันทำการ โดยผอ.กลุ่ม" in shown
    assert told(run("form", "show", "internet", "--json"))["prefix"] == "นต."
    assert run("form", "show", "unheard").exit_code == 1


def test_a_bad_file_is_named_and_the_others_work(run: Run, tmp_path: Path) -> None:
    (tmp_path / "forms" / "bad.toml").write_text("slug = 1\n", encoding="utf-8")
    done = run("form", "list")
    assert done.exit_code == 1
    assert "data_request" in done.stdout
    assert all(line.startswith("แบบฟอร์ม bad.toml") for line in done.stderr.splitlines())


def test_a_definition_is_looked_at_before_it_is_put_there(run: Run, tmp_path: Path) -> None:
    good = tmp_path / "new.toml"
    good.write_text(FORM, encoding="utf-8")
    done = run("form", "check", str(good))
    assert (done.exit_code, done.stdout[:6]) == (0, "ใช้ได้")
    good.write_text(FORM.replace("days = 1", "days = -1", 1), encoding="utf-8")
    bad = run("form", "check", str(good))
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert "steps" in bad.stderr
    assert "ต้องอยู่ระหว่าง 0 ถึง 120" in bad.stderr
    assert "เปิดไฟล์ไม่ได้" in run("form", "check", "nowhere.toml").stderr
    assert run("form", "check", str(tmp_path)).exit_code == 1
