"""LINE groups of the office: bound to a purpose, counted, and what may ride there for nothing."""

from handlers.groups.binding import (
    LONGEST,
    OF_SCHOOLS,
    GroupRefused,
    bind,
    bind_by_code,
    bound,
    end,
    issue_code,
    listed,
    set_rides,
    take_count,
    to_count,
)

__all__ = [
    "LONGEST",
    "OF_SCHOOLS",
    "GroupRefused",
    "bind",
    "bind_by_code",
    "bound",
    "end",
    "issue_code",
    "listed",
    "set_rides",
    "take_count",
    "to_count",
]
