"""A word is not understood, an officer teaches it, and the next person gets the figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.chat.questions import flows
from bot.cli import door
from bot.cli.questions import questions
from bot.database import Database
from bot.texts.unanswered import known_reasons
from handlers import datasets, demo, retention, schools, teaching, unanswered
from handlers.context import Actor, Context
from handlers.questions import answer
from handlers.questions.answers import Answer
from handlers.tables import Source
from models.audit import AuditEntry
from models.questions import QuestionStatus, UnansweredQuestion
from tests.conftest import NOON
from tests.handlers.offices import DEMO, target
from tests.office import Office, open_office

UNKNOWN = "กุมาร"
ASKED = f"ทั้งเขตมี{UNKNOWN} ป.1 กี่คน"
PLAIN = "ทั้งเขตมีนักเรียน ป.1 กี่คน"


@pytest.fixture
def made(database: Database) -> Database:
    """A database with one round of six schools."""
    some = demo._schools(DEMO)[:6]
    with database.transaction() as session:
        ctx = Context(session, NOON)
        schools.import_schools(ctx, "list.csv", demo._school_file(some, DEMO), DEMO.code)
        source = Source("f.csv", demo._summary_file(some, DEMO, 2569, 1))
        (done,) = datasets.import_file(ctx, source, target(2569, 1), DEMO.code)
        datasets.publish(ctx, done.version or 0)
    return database


@pytest.fixture
def office(made: Database, tmp_path: Path) -> Iterator[Office]:
    with open_office(made, tmp_path, flows=flows(DEMO)) as opened:
        yield opened


@pytest.fixture
def run(
    made: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., Result]]:
    """`run("teach", WORD, "--means", …)` as an officer types it."""
    for name, value in {
        "DATABASE_URL": database_url, "OFFICE_CODE": DEMO.code, "OFFICE_NAME": DEMO.name,
        "SECRET_KEY": "x" * 40,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    door.settings.cache_clear()
    yield lambda *words: CliRunner().invoke(questions, words)
    door.settings.cache_clear()


def rows(database: Database) -> list[UnansweredQuestion]:
    with database.reading() as session:
        found = list(session.scalars(select(UnansweredQuestion).order_by(UnansweredQuestion.id)))
        session.expunge_all()
        return found


def keep(database: Database, text: str, now=NOON) -> None:  # type: ignore[no-untyped-def]
    with database.transaction() as session:
        ctx = Context(session, now)
        unanswered.keep(ctx, text, answer(ctx, text, office=DEMO, memory={}))


def test_from_a_word_not_understood_to_the_exact_figure(
    office: Office, run: Callable[..., Result], made: Database
) -> None:
    clerk, teacher = office.people["clerk"], office.people["teacher"]
    office.says(clerk, PLAIN)
    figure = office.heard(clerk)
    office.says(clerk, ASKED)
    assert "จำนวน" not in office.heard(clerk)
    office.says(teacher, f"{ASKED}คะ")
    office.says(teacher, ASKED)
    (first, second) = json.loads(run("list", "--json").stdout)
    assert (first["text"], first["times"], first["words"]) == (ASKED, 2, [UNKNOWN])
    assert second["times"] == 1

    done = run("teach", UNKNOWN, "--means", "นักเรียน")
    assert done.exit_code == 0
    assert "ปิดคำถามที่ค้างอยู่ 2 ข้อ" in done.stdout
    office.heard(teacher)
    office.says(teacher, ASKED)
    assert office.heard(teacher).split("\n")[-2:] == figure.split("\n")[-2:]
    assert json.loads(run("list", "--json").stdout) == []

    assert run("forget", UNKNOWN).exit_code == 0
    office.says(teacher, ASKED)
    (again,) = json.loads(run("list", "--json").stdout)
    assert (again["times"], again["status"]) == (3, "open")


def test_nobody_stands_in_the_list(office: Office, made: Database) -> None:
    clerk = office.people["clerk"]
    office.says(clerk, f"{UNKNOWN}ของนายสมชาย ใจดี เท่าไร 081-234-5678")
    (row,) = rows(made)
    assert UNKNOWN in row.text
    kept = " ".join(str(value) for value in vars(row).values())
    for word in ("สมชาย", "สม", "ใจดี", "081", "5678", clerk):
        assert word not in kept


def test_what_is_not_kept(made: Database) -> None:
    for text in (
        PLAIN, "สวัสดีค่ะ", "ขอบคุณค่ะ", "ขอเลขบัตรประชาชนนักเรียน", "คอมพิวเตอร์เสีย", "ขอข้อมูล",
        "😀😀😀", "1234567890123", f"{UNKNOWN} " * 100,
    ):  # fmt: skip
        keep(made, text)
    assert [row.text for row in rows(made)] == []


def test_a_dismissed_question_stays_away(made: Database, run: Callable[..., Result]) -> None:
    keep(made, ASKED)
    (row,) = rows(made)
    assert run("dismiss", str(row.id)).exit_code == 0
    keep(made, ASKED)
    assert json.loads(run("list", "--json").stdout) == []
    (every,) = json.loads(run("list", "--all", "--json").stdout)
    assert (every["status"], every["times"]) == ("dismissed", 2)
    again = run("dismiss", str(row.id))
    assert (again.exit_code, again.stdout) == (1, "")
    assert "ปิดแล้ว" in again.stderr
    assert run("dismiss", "999").exit_code == 1


def test_the_list_does_not_grow_without_end(
    made: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unanswered, "MOST_OPEN", 1)
    keep(made, ASKED)
    keep(made, f"{ASKED} ทำไม")
    keep(made, ASKED)
    (row,) = rows(made)
    assert row.times == 2


def test_what_nobody_asks_for_ninety_days_is_removed(made: Database) -> None:
    keep(made, ASKED)
    keep(made, f"{ASKED} ทำไม")
    later = NOON + timedelta(days=60)
    keep(made, ASKED, later)
    with made.transaction() as session:
        assert retention.forget_questions(Context(session, NOON + timedelta(days=91))) == 1
    (row,) = rows(made)
    assert row.text == ASKED


def test_what_may_quote_the_question_is_not_kept_beside_it(made: Database) -> None:
    found = Answer("unknown", {"why": "left over: S สมชาย", "words": ["สมชาย", UNKNOWN]})
    with made.transaction() as session:
        unanswered.keep(Context(session, NOON), f"{UNKNOWN} ของนายสมชาย", found)
    (row,) = rows(made)
    assert (row.why, row.words) == ("left over", [UNKNOWN])


REFUSED = [
    ("นักเรียน", "นักเรียน", "known_so"),
    ("นักเรียน", "ห้องเรียน", "known_otherwise"),
    ("ห้องชาย", "ห้องเรียน", "known_otherwise"),
    (UNKNOWN, "พหูสูต", "meaning_unknown"),
    (UNKNOWN, "ไม่", "meaning_unknown"),
    ("ไม่", "นักเรียน", "guarded"),
    ("ก", "นักเรียน", "not_a_word"),
    ("123", "นักเรียน", "not_a_word"),
    ("..", "นักเรียน", "not_a_word"),
    ("ก" * 70, "นักเรียน", "not_a_word"),
    ("เลข1234567890123", "นักเรียน", "a_number"),
    (DEMO.name, "นักเรียน", "the_office"),
]


def test_what_cannot_be_taught_is_refused_in_a_line(run: Callable[..., Result]) -> None:
    done = run("teach", "ไม่", "--means", "นักเรียน")
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert run("words", "--json").stdout.strip() == "[]"


def test_every_refusal_is_the_one_meant(made: Database) -> None:
    with made.transaction() as session:
        ctx = Context(session, NOON, Actor("cli:officer"))
        for word, means, why in REFUSED:
            with pytest.raises(teaching.NotTeachable) as refused:
                teaching.teach(ctx, word, means, office=DEMO.name)
            assert refused.value.why == why, word
        school = demo._schools(DEMO)[0].name
        for word in (school, school.removeprefix("บ้าน")):
            with pytest.raises(teaching.NotTeachable, match="a_school"):
                teaching.teach(ctx, word, "นักเรียน", office=DEMO.name)
        teaching.teach(ctx, UNKNOWN, "นักเรียน", office=DEMO.name)
        with pytest.raises(teaching.NotTeachable, match="taught"):
            teaching.teach(ctx, UNKNOWN, "ห้องเรียน", office=DEMO.name)
    assert {why for *_, why in REFUSED} | {"a_school", "taught"} == known_reasons()


def test_a_word_may_be_taught_by_a_taught_one_and_for_a_grade(made: Database) -> None:
    with made.transaction() as session:
        ctx = Context(session, NOON, Actor("cli:officer"))
        teaching.teach(ctx, UNKNOWN, "นักเรียน", office=DEMO.name)
        teaching.teach(ctx, "ดรุณ", UNKNOWN, office=DEMO.name)
        teaching.teach(ctx, "วัยใส", "ป.1", office=DEMO.name)
        said = [
            answer(ctx, text, office=DEMO, memory={}).facts["items"]
            for text in (PLAIN, "ทั้งเขตมีดรุณวัยใสกี่คน")
        ]
        assert said[0] == said[1]
        assert [w.means for w in teaching.words(ctx)].count("นักเรียน") == 2
        entries = session.scalars(select(AuditEntry.action)).all()
        assert entries.count("cli:word:taught") == 3


def test_a_question_may_be_closed_by_its_number(made: Database, run: Callable[..., Result]) -> None:
    keep(made, f"{ASKED} {UNKNOWN}ดรุณ")
    keep(made, "อยากทราบวรยุทธ์ของเขต")
    keep(made, "เด็กปอหนึ่งทั้งเขตกี่คน")
    first, _, grade = rows(made)
    assert "1 ข้อ" in run("teach", "ปอหนึ่ง", "--means", "ป.1").stdout
    assert rows(made)[2].status is QuestionStatus.TAUGHT, grade.words
    assert run("teach", UNKNOWN, "--means", "นักเรียน", "--question", "77").exit_code == 1
    assert len(json.loads(run("words", "--json").stdout)) == 1
    done = run("teach", UNKNOWN, "--means", "นักเรียน", "--question", str(first.id))
    assert done.exit_code == 0
    states = {row.id: row.status for row in rows(made)}
    assert states[first.id] is QuestionStatus.TAUGHT
    assert QuestionStatus.OPEN in states.values()
    assert UNKNOWN in run("words").stdout
    assert "ครั้ง" in run("list").stdout
