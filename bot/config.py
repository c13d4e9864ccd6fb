"""Settings, read once from the environment and `.env`. A wrong one stops the start by name."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.mail import settings as mail
from bot.mail.settings import SmtpSettings

DEMO_OFFICE_NAME = "สพป.ตัวอย่าง เขต 1"
DEMO_OFFICE_CODE = "99010000"
EMULATOR_SECRET = "emulator-channel-secret"  # noqa: S105 - known to the emulator alone
EMULATOR_TOKEN = "emulator-channel-token"  # noqa: S105
DEFAULT_DATABASE = "sqlite:///var/thamkhet.db"
DEFAULT_LICENCE = "เผยแพร่โดยสำนักงาน ใช้ได้โดยอ้างอิงที่มา"
#: Pictures that papers can hold, and how such a file begins.
PICTURES = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".svg": b"<"}
PARTICLES = {"ค่ะ": "ค่ะ", "ครับ": "ครับ", "none": ""}


class SettingError(Exception):
    """A setting is wrong or missing. Its text is one line that names it."""


@dataclass(frozen=True)
class Setting:
    """One setting: `default` is what the documents show, `help` one line for .env.example."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("LINE_CHANNEL_SECRET", "", "channel secret of the office's Messaging API channel"),
    Setting("LINE_CHANNEL_ACCESS_TOKEN", "", "its long-lived token; empty = emulator mode"),
    Setting("LINE_API_BASE", "https://api.line.me", "where the Messaging API is"),
    Setting("LINE_DATA_API_BASE", "https://api-data.line.me", "where photos and files are"),
    Setting("LINE_LOGIN_CHANNEL_ID", "", "LINE Login channel (same provider as the bot)"),
    Setting("LINE_LOGIN_CHANNEL_SECRET", "", "its secret"),
    Setting("LIFF_ID", "", "LIFF app for forms inside LINE"),
    Setting("DATABASE_URL", DEFAULT_DATABASE, "SQLite, or postgresql+psycopg://user:pass@host/db"),
    Setting("PUBLIC_URL", "", "https address that people's phones reach; required with a token"),
    Setting("SECRET_KEY", "", "signs buttons and links; SQLite: made and kept beside the database"),
    Setting("FILES_DIR", "var/files", "photos, deliveries, charts"),
    Setting("FORMS_DIR", "var/forms", "the office's own forms (docs/forms.md); need not be there"),
    Setting("KNOWLEDGE_DIR", "var/knowledge", "the office's own articles (docs/knowledge.md)"),
    Setting("SMTP_URL", "", "smtp://user:pass@host:587?from=address; empty = no e-mail"),
    Setting("OFFICE_NAME", DEMO_OFFICE_NAME, "e.g. สพป.เชียงราย เขต 3"),
    Setting("OFFICE_CODE", DEMO_OFFICE_CODE, "8 digits, e.g. 57030000"),
    Setting("OFFICE_ADDRESS", "", "the office's address, as its letters print it"),
    Setting("OFFICE_PHONE", "", "its telephone, as letters and memos print it"),
    Setting("GARUDA_IMAGE", "", "picture of the Garuda for papers: PNG, JPEG or SVG file"),
    Setting("DATA_LICENCE", DEFAULT_LICENCE, "terms of use that the Big Data pages state"),
    Setting("MESSAGE_BUDGET", "", "paid messages a month to plan with; empty = asks LINE"),
    Setting("POLITE_PARTICLE", "ค่ะ", "the bot's voice: ค่ะ, ครับ or none"),
    Setting("KEEP_EVENTS_DAYS", "7", "days until a finished event is reduced to its ids"),
)


@dataclass(frozen=True)
class Settings:
    """Checked settings. `emulator` is true when no LINE channel is set."""

    line_channel_secret: str
    line_channel_access_token: str
    line_api_base: str
    line_data_api_base: str
    line_login_channel_id: str
    liff_id: str
    database_url: str
    public_url: str
    secret_key: str
    files_dir: Path
    forms_dir: Path
    knowledge_dir: Path
    smtp: SmtpSettings | None
    office_name: str
    office_code: str
    office_address: str
    office_phone: str
    garuda: Path | None
    data_licence: str
    message_budget: int | None
    particle: str
    keep_events_days: int
    emulator: bool

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        prefix = "sqlite:///"
        if not self.database_url.startswith(prefix):
            return None
        return Path(self.database_url[len(prefix) :].split("?")[0])


def load(
    environ: Mapping[str, str] | None = None,
    *,
    over: Mapping[str, str] | None = None,
    port: int = 8000,
) -> Settings:
    """Settings from `environ` (default: `.env` below the process's environment).

    `over` wins over both. `port` gives the loopback address that stands in for PUBLIC_URL in
    emulator mode. Raises SettingError.
    """
    if environ is None:
        environ = {k: v for k, v in dotenv_values(".env").items() if v is not None} | os.environ
    environ = {**environ, **(over or {})}
    given = {s.name: environ.get(s.name, "").strip() or s.default for s in SETTINGS}
    emulator = _is_emulator(given)
    loopback = f"http://127.0.0.1:{port}"
    database_url = _database_url(given["DATABASE_URL"])
    stand_in = f"{loopback}/emulator/line"
    return Settings(
        line_channel_secret=given["LINE_CHANNEL_SECRET"] or EMULATOR_SECRET,
        line_channel_access_token=given["LINE_CHANNEL_ACCESS_TOKEN"] or EMULATOR_TOKEN,
        line_api_base=stand_in if emulator else _api_base(given, "LINE_API_BASE"),
        line_data_api_base=stand_in if emulator else _api_base(given, "LINE_DATA_API_BASE"),
        line_login_channel_id=given["LINE_LOGIN_CHANNEL_ID"],
        liff_id=given["LIFF_ID"],
        database_url=database_url,
        public_url=_public_url(given["PUBLIC_URL"], emulator=emulator, loopback=loopback),
        secret_key=_secret_key(given["SECRET_KEY"], database_url),
        files_dir=Path(given["FILES_DIR"]),
        forms_dir=Path(given["FORMS_DIR"]),
        knowledge_dir=Path(given["KNOWLEDGE_DIR"]),
        smtp=_smtp(given["SMTP_URL"]),
        office_name=given["OFFICE_NAME"],
        office_code=_digits(given["OFFICE_CODE"], "OFFICE_CODE", 8),
        office_address=given["OFFICE_ADDRESS"],
        office_phone=given["OFFICE_PHONE"],
        garuda=_picture(given["GARUDA_IMAGE"]),
        data_licence=given["DATA_LICENCE"],
        message_budget=_budget(given["MESSAGE_BUDGET"]),
        particle=_particle(given["POLITE_PARTICLE"]),
        keep_events_days=_number(given["KEEP_EVENTS_DAYS"], "KEEP_EVENTS_DAYS", 1, 90),
        emulator=emulator,
    )


def _is_emulator(given: Mapping[str, str]) -> bool:
    secret, token = given["LINE_CHANNEL_SECRET"], given["LINE_CHANNEL_ACCESS_TOKEN"]
    if bool(secret) != bool(token):
        missing = "LINE_CHANNEL_ACCESS_TOKEN" if secret else "LINE_CHANNEL_SECRET"
        raise SettingError(f"{missing} is not set, but the other half of the LINE channel is")
    return not token


def _api_base(given: Mapping[str, str], name: str) -> str:
    value = given[name].rstrip("/")
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise SettingError(f"{name} is not an http(s) address: {value!r}")
    return value


def _public_url(value: str, *, emulator: bool, loopback: str) -> str:
    value = value.rstrip("/")
    if not value:
        if emulator:
            return loopback
        raise SettingError("PUBLIC_URL is required with a LINE token, as https://…")
    parts = urlsplit(value)
    if parts.scheme != "https" and not (emulator and _is_loopback(parts.hostname)):
        raise SettingError(f"PUBLIC_URL must begin with https://, not {value!r}")
    if not parts.netloc or parts.query or parts.fragment:
        raise SettingError(f"PUBLIC_URL is not a plain address: {value!r}")
    return value


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _database_url(value: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if value.startswith(short):
            value = "postgresql+psycopg://" + value[len(short) :]
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError(
            "DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://, "
            f"not {value.split('://')[0]!r}"
        )
    return value


def _secret_key(value: str, database_url: str) -> str:
    if value:
        if len(value) < 16:
            raise SettingError("SECRET_KEY is too short: at least 16 characters")
        return value
    if not database_url.startswith("sqlite:///"):
        raise SettingError("SECRET_KEY is required with PostgreSQL (any long random text)")
    path = Path(database_url[len("sqlite:///") :].split("?")[0] + ".key")
    try:
        return _kept_key(path)
    except OSError as error:
        raise SettingError(f"SECRET_KEY: cannot keep a key in {path}: {error.strerror}") from error


def _kept_key(path: Path) -> str:
    """The key beside the database, made at the first run.

    It appears under its name only when it is whole, so that of two that start at once one makes
    it and the other reads it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        os.unlink(name)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 16:
        raise SettingError(f"SECRET_KEY: the key in {path} is damaged")
    return key


def _smtp(value: str) -> SmtpSettings | None:
    try:
        return mail.parse(value)
    except mail.NoSmtpUrl as error:
        raise SettingError(f"SMTP_URL {error}") from error


def _picture(value: str) -> Path | None:
    if not value:
        return None
    path = Path(value)
    if path.suffix.lower() not in PICTURES:
        raise SettingError(f"GARUDA_IMAGE must be one of {', '.join(PICTURES)}, not {value!r}")
    try:
        with path.open("rb") as opened:
            beginning = opened.read(16)
    except OSError as error:
        raise SettingError(f"GARUDA_IMAGE: cannot read {value!r}: {error.strerror}") from error
    if not beginning.lstrip(b"\xef\xbb\xbf \r\n").startswith(PICTURES[path.suffix.lower()]):
        raise SettingError(f"GARUDA_IMAGE: {value!r} is not the picture that its name says")
    return path


def _digits(value: str, name: str, length: int) -> str:
    if not re.fullmatch(rf"[0-9]{{{length}}}", value):
        raise SettingError(f"{name} must be {length} digits, not {value!r}")
    return value


def _number(value: str, name: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        raise SettingError(f"{name} must be a number from {low} to {high}, not {value!r}")
    return int(value)


def _budget(value: str) -> int | None:
    return _number(value, "MESSAGE_BUDGET", 0, 999_999_999) if value else None


def _particle(value: str) -> str:
    if value not in PARTICLES:
        raise SettingError(f"POLITE_PARTICLE must be ค่ะ, ครับ or none, not {value!r}")
    return PARTICLES[value]
