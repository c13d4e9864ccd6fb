"""The rich menu: a picture LINE takes, set once, replaced when it changes, others' left alone."""

from __future__ import annotations

import struct
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import regex
from waitress.server import create_server

from bot import config
from bot.chat import routes
from bot.cli import richmenu
from bot.documents.rich_menu import TEMPLATE, draw
from bot.emulator import LinePlatform, create_app
from bot.line import rich_menu
from bot.line.client import LineClient, LineUnavailable
from bot.texts.rich_menu import AREAS, CHAT_BAR, Area

TOKEN = "a-channel-token"


@pytest.fixture(scope="module")
def picture() -> bytes:
    return draw(*rich_menu.size(), rich_menu.cells())


@pytest.fixture
def platform() -> Iterator[LinePlatform]:
    platform = LinePlatform("secret", TOKEN, "/callback", transport=lambda *_: 200)
    yield platform
    platform.close()


@pytest.fixture
def base(platform: LinePlatform) -> Iterator[str]:
    server = create_server(create_app(platform), port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # Its loop lives while the client keeps a connection, and that is not worth waiting for.
    server.close()


@pytest.fixture
def line(base: str) -> LineClient:
    return LineClient(base, base, TOKEN)


def test_the_picture_has_lines_size_and_weight(picture: bytes) -> None:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == rich_menu.size() == (2500, 1686)
    assert len(picture) < 1024 * 1024


def test_the_same_menu_is_drawn_to_the_same_bytes(picture: bytes) -> None:
    assert draw(*rich_menu.size(), rich_menu.cells()) == picture


def test_every_area_has_an_icon_and_says_something_the_bot_knows() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    for area in AREAS:
        assert f"#let {area.icon}(u, fg, bg)" in template
        assert len(regex.findall(r"\X", area.label)) <= 20
    assert len(regex.findall(r"\X", CHAT_BAR)) <= 14
    assert [area.label for area in AREAS if routes.find(area.text) is None] == []
    assert routes.find(AREAS[-1].text) is routes.MENU


@pytest.mark.parametrize("count", range(1, 7))
def test_areas_cover_the_menu_without_overlap(count: int) -> None:
    areas = [Area(f"ข้อ {n}", "ask", "เมนู") for n in range(count)]
    width, height = rich_menu.size(areas)
    cells = rich_menu.cells(areas)
    assert sum(c["width"] * c["height"] for c in cells) == width * height
    assert len({(c["x"], c["y"]) for c in cells}) == count
    assert all(c["x"] + c["width"] <= width and c["y"] + c["height"] <= height for c in cells)


def test_too_many_areas_are_a_bug() -> None:
    with pytest.raises(ValueError, match="7 areas"):
        rich_menu.cells([AREAS[0]] * 7)


def test_a_first_sync_creates_draws_and_shows_the_menu(
    platform: LinePlatform, line: LineClient, picture: bytes
) -> None:
    assert rich_menu.sync(line, picture)
    menu = platform.rich_menus.menus[platform.rich_menus.default or ""]
    assert menu.picture == picture
    assert [area["action"]["text"] for area in menu.body["areas"]] == [a.text for a in AREAS]


def test_a_second_sync_changes_nothing(
    platform: LinePlatform, line: LineClient, picture: bytes
) -> None:
    rich_menu.sync(line, picture)
    before = dict(platform.rich_menus.menus)
    assert not rich_menu.sync(line, picture)
    assert platform.rich_menus.menus == before


def test_a_changed_menu_replaces_ours_and_leaves_others(
    platform: LinePlatform, line: LineClient, picture: bytes
) -> None:
    foreign = {**rich_menu.body(picture), "name": "made by hand"}
    kept = line.ask("POST", rich_menu.MENUS, foreign)["richMenuId"]
    rich_menu.sync(line, picture)
    old = platform.rich_menus.default
    areas = (*AREAS[:2], Area("อีกข้อ", "guide", "ช่วยเหลือ"))
    assert rich_menu.sync(line, draw(*rich_menu.size(areas), rich_menu.cells(areas)), areas)
    assert platform.rich_menus.default != old
    assert set(platform.rich_menus.menus) == {kept, platform.rich_menus.default}


def test_a_sync_that_broke_off_is_finished_by_the_next(
    platform: LinePlatform, line: LineClient, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LineUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(line, "upload", broken)
        with pytest.raises(LineUnavailable):
            rich_menu.sync(line, picture)
    assert rich_menu.sync(line, picture)
    assert list(platform.rich_menus.menus) == [platform.rich_menus.default]


def test_a_menu_set_by_hand_in_place_of_ours_is_put_back(
    platform: LinePlatform, line: LineClient, picture: bytes
) -> None:
    rich_menu.sync(line, picture)
    line.ask("DELETE", rich_menu.DEFAULT)
    assert rich_menu.sync(line, picture)
    assert platform.rich_menus.default is not None


def test_the_background_sync_asks_the_emulator_of_this_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran = threading.Event()
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], environment: dict[str, str]) -> None:
        seen.append((command, environment))
        ran.set()

    monkeypatch.setattr(richmenu, "_run", run)
    given = {"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///x.db"}
    richmenu.sync_soon(config.load(given, port=8123))
    assert ran.wait(5)
    command, environment = seen[0]
    assert command == [sys.executable, "-m", "bot", "richmenu", "sync", "--port", "8123"]
    child = config.load(environment, port=8123)
    assert child.line_api_base == "http://127.0.0.1:8123/emulator/line"
    assert child.database_url == "sqlite:///x.db"


def test_the_background_sync_keeps_a_real_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINE_API_BASE", "https://wrong.example")
    real = replace(
        config.load({"SECRET_KEY": "k" * 32}),
        emulator=False,
        public_url="https://office.example",
        line_channel_access_token=TOKEN,
        line_api_base="https://stand-in.example",
    )
    child = config.load(richmenu._environment(real))
    assert (child.line_channel_access_token, child.line_api_base) == (
        TOKEN,
        "https://stand-in.example",
    )


def test_a_background_sync_that_fails_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger=richmenu.log.name)
    richmenu._run([sys.executable, "-c", "raise SystemExit('no LINE')"], {})
    (record,) = (r for r in caplog.records if r.message == "richmenu.sync.failed")
    assert record.said == "no LINE"  # type: ignore[attr-defined]
