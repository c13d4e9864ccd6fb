"""The common base of all tables: names of constraints, column types, enums.

Times are aware UTC in Python. PostgreSQL keeps them as `timestamptz`; SQLite keeps
them as naive UTC text, and this module puts the zone back.
"""

from __future__ import annotations

import enum
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite only counts up by itself on a column declared INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. A naive one is refused: it would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """Any JSON value as ASCII text: NUL and lone surrogates stay escaped on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return (
            None if value is None else json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def storable(text: str | None, most: int) -> str | None:
    """Words of another machine as any database takes them: no NUL, no half characters, cut."""
    if text is None:
        return None
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:most]


def text_enum(cls: type[enum.StrEnum], name: str) -> Enum:
    """A StrEnum kept as its text, with a CHECK of the given name."""
    return Enum(
        cls,
        native_enum=False,
        length=32,
        name=name,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )
