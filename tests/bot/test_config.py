"""Settings: a wrong one stops the start by its name; what is left out has a safe default."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import config
from bot.config import SettingError

KEY = {"SECRET_KEY": "k" * 32}
REAL = {
    **KEY,
    "LINE_CHANNEL_SECRET": "s",
    "LINE_CHANNEL_ACCESS_TOKEN": "t",
    "PUBLIC_URL": "https://bot.example.go.th/",
}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"LINE_CHANNEL_SECRET": "s"}, "LINE_CHANNEL_ACCESS_TOKEN"),
        ({"LINE_CHANNEL_ACCESS_TOKEN": "t"}, "LINE_CHANNEL_SECRET"),
        ({**REAL, "PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({**REAL, "PUBLIC_URL": "http://bot.example.go.th"}, "PUBLIC_URL"),
        ({**REAL, "PUBLIC_URL": "http://127.0.0.1:8000"}, "PUBLIC_URL"),
        ({**REAL, "PUBLIC_URL": "https://"}, "PUBLIC_URL"),
        ({**REAL, "PUBLIC_URL": "https://x.example/?a=1"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://bot.example.go.th"}, "PUBLIC_URL"),
        ({**REAL, "LINE_API_BASE": "api.line.me"}, "LINE_API_BASE"),
        ({**REAL, "LINE_DATA_API_BASE": "ftp://api-data.line.me"}, "LINE_DATA_API_BASE"),
        ({"DATABASE_URL": "mysql://u:p@h/d"}, "DATABASE_URL"),
        ({"DATABASE_URL": "office.db"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://u:p@h/d", "SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"OFFICE_CODE": "5703"}, "OFFICE_CODE"),
        ({"OFFICE_CODE": "๕๗๐๓๐๐๐๐"}, "OFFICE_CODE"),
        ({"MESSAGE_BUDGET": "many"}, "MESSAGE_BUDGET"),
        ({"MESSAGE_BUDGET": "-1"}, "MESSAGE_BUDGET"),
        ({"POLITE_PARTICLE": "จ้า"}, "POLITE_PARTICLE"),
        ({"KEEP_EVENTS_DAYS": "0"}, "KEEP_EVENTS_DAYS"),
        ({"KEEP_EVENTS_DAYS": "91"}, "KEEP_EVENTS_DAYS"),
        ({"SMTP_URL": "mail.example.go.th"}, "SMTP_URL"),
        ({"GARUDA_IMAGE": "nowhere/garuda.png"}, "GARUDA_IMAGE"),
        ({"GARUDA_IMAGE": "README.md"}, "GARUDA_IMAGE"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(given: dict[str, str], name: str) -> None:
    with pytest.raises(SettingError) as error:
        config.load({**KEY, **given})
    said = str(error.value)
    assert said.startswith(name)
    assert "\n" not in said


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(SettingError) as error:
        config.load({**KEY, "DATABASE_URL": "mysql://user:hunter2@host/office"})
    assert "hunter2" not in str(error.value)


def test_the_command_line_says_it_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.__main__ import cli  # all of the product: only this test needs it

    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["db", "upgrade"], env={"OFFICE_CODE": "x"})
    assert result.exit_code == 2
    assert "OFFICE_CODE must be 8 digits" in result.output


def test_nothing_set_is_emulator_mode() -> None:
    found = config.load(KEY, port=8123)
    assert found.emulator
    assert found.public_url == "http://127.0.0.1:8123"
    assert found.line_api_base == found.line_data_api_base == f"{found.public_url}/emulator/line"
    assert found.office_name == config.DEMO_OFFICE_NAME


def test_the_emulator_never_talks_to_line() -> None:
    found = config.load({**KEY, "LINE_API_BASE": "https://api.line.me"})
    assert "line.me" not in found.line_api_base + found.line_data_api_base


def test_a_real_channel() -> None:
    found = config.load(REAL)
    assert not found.emulator
    assert found.public_url == "https://bot.example.go.th"
    assert found.line_api_base == "https://api.line.me"
    assert found.line_data_api_base == "https://api-data.line.me"
    assert found.message_budget is None


def test_a_stand_in_of_line_elsewhere() -> None:
    stand_in = "http://127.0.0.1:9000"
    found = config.load({**REAL, "LINE_API_BASE": stand_in + "/", "LINE_DATA_API_BASE": stand_in})
    assert found.line_api_base == found.line_data_api_base == stand_in


@pytest.mark.parametrize("short", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_short_names_of_postgresql_are_understood(short: str) -> None:
    found = config.load({**KEY, "DATABASE_URL": short})
    assert found.database_url == "postgresql+psycopg://u@h/d"
    assert found.sqlite_path is None


@pytest.mark.parametrize(("word", "said"), [("ครับ", "ครับ"), ("none", ""), ("", "ค่ะ")])
def test_the_polite_particle(word: str, said: str) -> None:
    assert config.load({**KEY, "POLITE_PARTICLE": word}).particle == said


def test_the_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/deep/office.db"}
    first = config.load(given).secret_key
    kept = tmp_path / "deep" / "office.db.key"
    assert len(first) >= 40
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert config.load(given).secret_key == first == kept.read_text()


def test_a_damaged_key_is_refused_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "office.db.key").write_text("cut")
    with pytest.raises(SettingError, match=r"SECRET_KEY: the key in .* is damaged"):
        config.load({"DATABASE_URL": f"sqlite:///{tmp_path}/office.db"})


def test_a_key_that_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingError, match="SECRET_KEY: cannot keep a key"):
        config.load({"DATABASE_URL": f"sqlite:///{tmp_path}/file/office.db"})


def test_two_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/office.db"}
    found: list[str] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        found.append(config.load(given).secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        f"SECRET_KEY={'f' * 32}\nOFFICE_CODE=57030000\nOFFICE_NAME=สพป.เชียงราย เขต 3\n", "utf-8"
    )
    monkeypatch.setenv("OFFICE_CODE", "86010000")
    monkeypatch.delenv("OFFICE_NAME", raising=False)
    found = config.load()
    assert (found.office_code, found.office_name) == ("86010000", "สพป.เชียงราย เขต 3")


def test_the_demo_overlays_a_real_channel_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("".join(f"{k}={v}\n" for k, v in REAL.items()), "utf-8")
    blank = dict.fromkeys(("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "PUBLIC_URL"), "")
    found = config.load(over={**blank, "DATABASE_URL": "sqlite:///var/demo.db"})
    assert found.emulator
    assert found.line_channel_access_token == config.EMULATOR_TOKEN
    assert found.database_url == "sqlite:///var/demo.db"
