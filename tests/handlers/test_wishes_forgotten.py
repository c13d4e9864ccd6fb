"""Whoever was not let in is not kept for ever."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers import retention
from handlers.context import Context
from handlers.people import SYSTEM, refuse_wish, seat, wish
from models.people import BindingWish, Role
from tests.conftest import NOON

At = Callable[[datetime], AbstractContextManager[Context]]


def names(ctx: Context) -> list[str]:
    return list(ctx.session.scalars(select(BindingWish.name).order_by(BindingWish.id)))


def test_a_refused_wish_is_emptied_after_ninety_days_and_a_waiting_one_is_not(at: At) -> None:
    with at(NOON) as ctx:
        post = seat(ctx, Role.TEACHER, school="99010001")
        refused = wish(ctx, "U-one", "หนึ่ง สมมุติ", post)
        wish(ctx, "U-two", "สอง สมมุติ", post)
        refuse_wish(ctx, SYSTEM, refused.id, "ไม่ใช่บุคลากร")
    with at(NOON + timedelta(days=89)) as ctx:
        assert retention.forget_wishes(ctx) == 0
    with at(NOON + timedelta(days=91)) as ctx:
        assert retention.forget_wishes(ctx) == 1
        assert names(ctx) == ["", "สอง สมมุติ"]
        assert retention.forget_wishes(ctx) == 0
