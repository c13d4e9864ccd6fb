"""Every web address is on the public list, or is guarded; the emulator's are gone with a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from bot import config
from bot.app import add_emulator, create_app
from bot.database import Database
from bot.intake import Intake
from tests.conftest import NOON

#: Open to everyone, each for a reason: LINE's signature is checked inside; the rest holds no
#: data of persons.
PUBLIC = {"/callback", "/healthz", "/readyz", "/metrics"}
_EDITION = "/data/<slug>/<int(fixed_digits=4):year>-<int(fixed_digits=1):round_>"
#: The Big Data pages: published figures with small numbers hidden, and schools' official facts.
PUBLIC |= {
    "/data/", "/data/index.json", "/data/qr.<any(svg, png):kind>",
    "/data/static/<path:filename>", "/data/<slug>/",
    "/data/<slug>.<any(json, csv, xlsx):kind>", f"{_EDITION}/", f"{_EDITION}/chart.png",
    f"{_EDITION}.<any(json, csv, xlsx):kind>", f"{_EDITION}/qr.<any(svg, png):kind>",
    "/data/schools/", "/data/schools/<code>/", "/data/schools/<code>/qr.<any(svg, png):kind>",
}  # fmt: skip
#: Answers behind signed links, as the public may see them.
PUBLIC |= {"/data/answers/<token>", "/data/answers/<token>.<any(png, xlsx, csv):form>"}
#: Whether a decision on paper is the office's: for whoever holds the paper, without its persons.
PUBLIC |= {"/verify/", "/verify/<code>"}
#: How far the schools are in a collection round, in figures, without the name of a school.
PUBLIC |= {"/rounds/<int:round_id>"}
SETTINGS = config.load({"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///x.db"})


@pytest.fixture
def app(sqlite_template: Path) -> Iterator[Flask]:
    database = Database(f"sqlite:///{sqlite_template}")
    intake = Intake(database, lambda: NOON)
    yield create_app(SETTINGS, database, intake)
    intake.close()
    database.close()


def _open(app: Flask) -> set[str]:
    """Addresses without a guard. A guard marks the view that it wraps: `view.guard = "staff"`."""
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not getattr(app.view_functions[rule.endpoint], "guard", None)
    }


def test_every_address_is_public_by_intent_or_guarded(app: Flask) -> None:
    assert _open(app) == PUBLIC


def test_the_emulator_adds_addresses_below_its_own_only(app: Flask, tmp_path: Path) -> None:
    platform = add_emulator(app, SETTINGS, 8000, tmp_path / "state.json")
    try:
        added = _open(app) - PUBLIC
        assert added
        assert [rule for rule in added if not rule.startswith("/emulator")] == []
    finally:
        platform.close()


def test_the_emulator_is_refused_with_a_real_channel(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="must not run beside"):
        add_emulator(app, replace(SETTINGS, emulator=False), 8000, None)
    assert _open(app) == PUBLIC


def test_the_public_addresses_answer_and_tell_nothing_of_persons(app: Flask) -> None:
    web = app.test_client()
    assert web.get("/healthz").status_code == 200
    assert web.get("/readyz").status_code == 503  # nothing works here
    assert web.get("/metrics").status_code == 200
    assert web.post("/callback", data=b"{}").status_code == 401
    assert web.get("/callback").status_code == 405
