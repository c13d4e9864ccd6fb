"""`doctor`: each fault is found, said in Thai with its remedy, and makes the command fail."""

from __future__ import annotations

import json
import os
import string
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import config
from bot.cli import database_checks, machine_checks
from bot.cli import doctor as door
from bot.cli.findings import Finding, Level
from bot.cli.line_checks import line as ask_line
from bot.config import Settings
from bot.database import Database, ServingLock
from bot.line.client import ContentGone, LineUnavailable, Quota
from bot.texts import doctor as texts
from handlers import heartbeats
from handlers.context import Context
from models.datasets import DatasetVersion, VersionStatus
from models.engine import Installation
from models.inbox import EventStatus, InboxEvent
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.schools import School
from tests.office import Office

Run = Callable[..., tuple[int, dict[str, dict[str, Any]]]]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command with only these settings; returns its exit code and what it found."""
    monkeypatch.chdir(tmp_path)
    for setting in config.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)

    def invoke(**settings: str) -> tuple[int, dict[str, dict[str, Any]]]:
        given = {"FILES_DIR": str(tmp_path / "files"), "SECRET_KEY": "k" * 32, **settings}
        result = CliRunner().invoke(door.doctor, ["--json"], env=given)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, {f["check"]: f for f in json.loads(result.output)}

    return invoke


def row_of_event(now: datetime, **more: Any) -> InboxEvent:
    kept = {"event_key": "e1", "chat_key": "U1", "kind": "message", "occurred_ms": 1,
            "received_at": now, "payload": "{}", "status": EventStatus.DONE}  # fmt: skip
    return InboxEvent(**{**kept, **more})


def row_of_message(now: datetime, status: OutboxStatus) -> OutboxMessage:
    return OutboxMessage(
        chat_key="U1", purpose=Purpose.ANSWER, place={}, notices=[], status=status,
        created_at=now, due_at=now,
    )  # fmt: skip


def codes(findings: Iterator[Finding]) -> dict[str, Level]:
    return {finding.code: finding.level for finding in findings}


# The command --------------------------------------------------------------------------------


def test_an_empty_office_is_in_order_but_told_what_comes_next(database_url: str, run: Run) -> None:
    code, found = run(DATABASE_URL=database_url)
    if database_url.startswith("sqlite"):
        assert code == 0
        assert {"service.stopped", "part.waiting"} <= set(found)
    else:
        assert code == 1  # several nodes share PostgreSQL, so somebody should be alive
        assert found["part.dead"]["level"] == "bad"
    assert {"database.good", "schools.none", "data.none", "line.emulator"} <= set(found)
    assert "schools import" in found["schools.none"]["text"]


def test_a_serving_office_is_well(
    database: Database, database_url: str, run: Run, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        for part in database_checks.PARTS:
            heartbeats.beat(session, part, "node", now=now)
        session.add(School(
            smis="57030001", name="หนึ่ง", province="", area_code="5703", area_name="", kind="",
            moe_lost_digits=False, in_office=True, imported_at=now,
        ))  # fmt: skip
        session.add(DatasetVersion(
            dataset="dmc", report="summary", year=2568, round=1, as_of=date(2025, 6, 10),
            status=VersionStatus.PUBLISHED, file_name="f", sha256="0", totals={}, imported_at=now,
            imported_by="t", published_at=now,
        ))  # fmt: skip
    lock = None
    if database.is_sqlite:
        lock = ServingLock(Path(database_url.removeprefix("sqlite:///")))
        lock.take()
    code, found = run(DATABASE_URL=database_url)
    assert code == 0
    assert {"part.alive", "schools.good", "data.good", "inbox.good", "outbox.good"} <= set(found)
    if lock:
        assert found["service.running"]["facts"]["pid"] == os.getpid()
        lock.release()


def test_the_lines_are_thai_with_a_mark_and_an_end(run: Run, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        door.doctor, [], env={"DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "SECRET_KEY": "k" * 32}
    )
    lines = result.output.splitlines()
    assert all(line[0] in "✓✗!" for line in lines[:-1])
    assert lines[-1] == texts.ALL_WELL
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OFFICE_CODE", "5703"),
        ("PUBLIC_URL", "http://office.example"),
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", "short"),
        ("KEEP_EVENTS_DAYS", "0"),
        ("LINE_CHANNEL_SECRET", "only-half"),
        ("SMTP_URL", "mail.example.go.th"),
    ],
)
def test_a_wrong_setting_is_explained(run: Run, name: str, value: str) -> None:
    code, found = run(**{name: value})
    assert code == 1
    wrong = found["settings.wrong"]
    blamed = "LINE_CHANNEL_ACCESS_TOKEN" if name == "LINE_CHANNEL_SECRET" else name
    assert wrong["facts"]["name"] == blamed
    assert texts.SETTINGS[blamed] in wrong["text"]


def test_every_setting_that_can_be_wrong_has_a_remedy() -> None:
    free_text = {"LINE_LOGIN_CHANNEL_ID", "LINE_LOGIN_CHANNEL_SECRET", "LIFF_ID",
                 "OFFICE_NAME", "OFFICE_ADDRESS", "OFFICE_PHONE", "FILES_DIR", "FORMS_DIR",
                 "KNOWLEDGE_DIR", "DATA_LICENCE"}  # fmt: skip
    assert {s.name for s in config.SETTINGS} - free_text == set(texts.SETTINGS)


def test_every_sentence_can_be_said() -> None:
    for code, words in texts.SENTENCES.items():
        names = {name for _, name, _, _ in string.Formatter().parse(words) if name}
        facts: dict[str, Any] = dict.fromkeys(names - {"command", "mend"}, "x")
        if "part" in facts:
            facts |= {"part": "worker"}
        assert "{" not in texts.sentence(code, facts)


# The database -------------------------------------------------------------------------------


def test_an_unmigrated_an_old_and_a_newer_database(
    tmp_path: Path, sqlite_template: Path, run: Run
) -> None:
    empty = f"sqlite:///{tmp_path}/empty.db"
    with Database(empty).engine.connect():
        pass
    assert run(DATABASE_URL=empty)[1]["database.empty"]["level"] == "bad"
    for revision, expected in (("0001", "database.older"), ("9999", "database.newer")):
        path = tmp_path / f"{revision}.db"
        path.write_bytes(sqlite_template.read_bytes())
        database = Database(f"sqlite:///{path}")
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num='{revision}'")
        database.close()
        code, found = run(DATABASE_URL=f"sqlite:///{path}")
        assert (code, found[expected]["facts"]["revision"]) == (1, revision)


def test_a_file_that_is_no_database(tmp_path: Path, run: Run) -> None:
    (tmp_path / "no.db").write_bytes(b"this is a letter, not a database" * 100)
    code, found = run(DATABASE_URL=f"sqlite:///{tmp_path}/no.db")
    assert code == 1
    assert "not a database" in found["database.unreachable"]["text"]


def test_postgresql_that_is_away(run: Run) -> None:
    code, found = run(DATABASE_URL="postgresql+psycopg://u:secret@127.0.0.1:9/x")
    assert code == 1
    assert "secret" not in found["database.unreachable"]["text"]


def test_a_database_that_cannot_be_written(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(database_checks.writable(database, now)) == {}
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            monkeypatch.setattr(database, "engine", connection)
            assert codes(database_checks.writable(database, now)) == {
                "database.unwritable": Level.BAD
            }


def test_the_look_leaves_no_row(database: Database, now: datetime) -> None:
    list(database_checks.writable(database, now))
    with database.reading() as session:
        assert heartbeats.last_seen(session, now=now) == {}


@pytest.mark.parametrize(("kind", "bad"), [("ext4", False), ("nfs4", True), ("cifs", True)])
def test_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, bad: bool
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path} {kind} rw 0 0\n")
    monkeypatch.setattr(database_checks, "MOUNTS", mounts)
    found = codes(database_checks.sqlite_file(tmp_path / "office.db"))
    assert ("database.network" in found) is bad


@pytest.mark.parametrize(("version", "code"), [("3.40.1", "database.sqlite_old"),
                                               ("3.51.3", "database.sqlite")])  # fmt: skip
def test_an_sqlite_with_the_known_fault_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, code: str
) -> None:
    monkeypatch.setattr(database_checks.sqlite3, "sqlite_version", version)
    info = tuple(int(n) for n in version.split("."))
    monkeypatch.setattr(database_checks.sqlite3, "sqlite_version_info", info)
    assert code in codes(database_checks.sqlite_file(tmp_path / "x.db"))


def test_parked_events_are_wrong_and_troubled_messages_a_note(ctx: Context, now: datetime) -> None:
    ctx.session.add(row_of_event(now, status=EventStatus.PARKED))
    ctx.session.add(row_of_message(now, OutboxStatus.UNKNOWN))
    ctx.session.flush()
    found = {f.code: f for f in database_checks.stuck(ctx.session)}
    assert found["inbox.parked"].level is Level.BAD
    assert found["outbox.troubled"].facts == {"unknown": 1, "failed": 0, "parked": 0}


def test_a_part_that_fell_silent(ctx: Context, now: datetime) -> None:
    heartbeats.beat(ctx.session, "worker", "n", now=now)
    heartbeats.beat(ctx.session, "sender", "n", now=now - timedelta(minutes=5))
    ctx.session.flush()
    found = list(database_checks.parts(ctx.session, now, expected=True))
    assert [f.code for f in found] == ["part.alive", "part.dead", "part.dead"]
    assert texts.NEVER in texts.sentence(found[2].code, found[2].facts)


def test_the_demo_never_meets_a_real_channel(
    ctx: Context, settings: Settings, now: datetime
) -> None:
    ctx.session.add(Installation(key="demo", value="x"))
    ctx.session.flush()
    assert codes(database_checks.demo(ctx.session, settings)) == {}
    real = replace(settings, emulator=False)
    assert codes(database_checks.demo(ctx.session, real)) == {"demo.real_token": Level.BAD}


def test_a_clock_that_went_back(
    at: Callable[[datetime], AbstractContextManager[Context]], now: datetime
) -> None:
    with at(now) as ctx:
        ctx.session.add(row_of_event(now))
    with at(now) as ctx:
        assert codes(database_checks.clock_against_rows(ctx.session, now)) == {}
        earlier = now - timedelta(hours=2)
        [found] = database_checks.clock_against_rows(ctx.session, earlier)
        assert found.facts == {"minutes": 120}


# The machine --------------------------------------------------------------------------------


@pytest.fixture
def settings() -> Settings:
    return config.load({"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///x.db"})


def test_fonts_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(machine_checks.fonts()) == {"fonts.good": Level.OK}
    monkeypatch.setattr(machine_checks, "FONTS", tmp_path)
    assert codes(machine_checks.fonts()) == {"fonts.missing": Level.BAD}


def test_a_clock_at_its_birth() -> None:
    assert codes(machine_checks.clock(datetime(1970, 1, 1, tzinfo=UTC))) == {
        "clock.wrong": Level.BAD
    }


def test_files_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert codes(machine_checks.files(tmp_path / "file")) == {"files.unwritable": Level.BAD}


@pytest.mark.parametrize(
    ("free", "code"), [(50.0, "disk.good"), (0.5, "disk.low"), (0.01, "disk.full")]
)
def test_room_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, code: str
) -> None:
    left = Usage(0, 0, int(free * machine_checks.GIGABYTE))
    monkeypatch.setattr(machine_checks.shutil, "disk_usage", lambda _: left)
    assert code in codes(machine_checks.disk(tmp_path / "not" / "yet"))


def test_a_real_channel_needs_a_real_office(settings: Settings) -> None:
    assert "settings.demo_office" not in codes(machine_checks.settings(settings))
    assert "settings.demo_office" in codes(
        machine_checks.settings(replace(settings, emulator=False))
    )


# LINE ---------------------------------------------------------------------------------------


class FakeLine:
    """LINE as it answers a doctor."""

    def __init__(self, endpoint: object = None, used: int = 0, error: str = "") -> None:
        self.endpoint, self.used, self.error = endpoint, used, error

    def bot_info(self) -> dict[str, Any]:
        if self.error:
            raise LineUnavailable(self.error)
        return {"displayName": "เขต", "basicId": "@x"}

    def get(self, path: str) -> dict[str, Any]:
        assert path == "/v2/bot/channel/webhook/endpoint"
        if self.endpoint is None:
            raise ContentGone("404")
        assert isinstance(self.endpoint, dict)
        return self.endpoint

    def quota(self) -> Quota:
        return Quota(300, self.used)


HERE = {"endpoint": "https://office.example/callback", "active": True}


@pytest.mark.parametrize(
    ("fake", "code", "level"),
    [
        (FakeLine(HERE), "webhook.good", Level.OK),
        (FakeLine(), "webhook.unset", Level.BAD),
        (FakeLine({**HERE, "active": False}), "webhook.off", Level.BAD),
        (FakeLine({"endpoint": "https://old.example/callback"}), "webhook.other", Level.BAD),
        (FakeLine(HERE, used=10), "quota.good", Level.OK),
        (FakeLine(HERE, used=290), "quota.low", Level.NOTE),
        (FakeLine(HERE, used=300), "quota.gone", Level.NOTE),
        (FakeLine(error="HTTP 401: Authentication failed"), "line.refused", Level.BAD),
        (FakeLine(error="ConnectTimeoutError"), "line.away", Level.BAD),
    ],
)
def test_what_line_says(settings: Settings, fake: FakeLine, code: str, level: Level) -> None:
    real = replace(settings, emulator=False, public_url="https://office.example")
    assert codes(ask_line(fake, real))[code] is level


def test_a_planned_budget_comes_before_lines_limit(settings: Settings) -> None:
    real = replace(
        settings, emulator=False, public_url="https://office.example", message_budget=100
    )
    assert codes(ask_line(FakeLine(HERE, used=100), real))["quota.gone"] is Level.NOTE


def test_a_real_conversation_with_the_stand_in(office: Office) -> None:
    found = codes(ask_line(office.line, office.settings))
    assert found["line.token"] is Level.OK
    assert found["webhook.other"] is Level.BAD  # the stand-in delivers to a bare path
    assert found["quota.good"] is Level.OK


def test_a_file_that_is_no_form_makes_the_office_unwell(
    database_url: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bad.toml").write_text('slug = "ก"', encoding="utf-8")
    code, found = run(DATABASE_URL=database_url, FORMS_DIR=str(tmp_path / "own"))
    assert code == 1
    assert "bad.toml" in found["forms.fault"]["text"]
