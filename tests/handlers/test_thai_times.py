"""Days and hours as people type them."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.budget import BANGKOK
from handlers.thai_times import read_moment
from tests.conftest import NOON

#: NOON is Thursday 19 November 2026, 14.30 in Bangkok.
READ = {
    "20 พ.ย. 69 18.00 น.": (20, 18, 0),
    "20/11/2569 18:00": (20, 18, 0),
    "๒๐ พ.ย. ๖๙ ๑๘.๐๐": (20, 18, 0),
    "20.11.69 8.30 น.": (20, 8, 30),
    "พรุ่งนี้ 9 โมง": (20, 9, 0),
    "พรุ่งนี้เก้าโมงครึ่ง": (20, 9, 30),
    "พรุ่งนี้ เวลา 13.00": (20, 13, 0),
    "วันนี้ บ่าย 3": (19, 15, 0),
    "วันนี้บ่ายสองโมงครึ่ง": (19, 14, 30),
    "4 โมงเย็น": (19, 16, 0),
    "18.00": (19, 18, 0),
    "พรุ่งนี้ 2 ทุ่ม": (20, 20, 0),
    "พรุ่งนี้เที่ยง": (20, 12, 0),
    "วันเสาร์ 08.00 น.": (21, 8, 0),
}
UNCLEAR = ("พรุ่งนี้", "20.11.69", "4 โมง", "บ่าย 7", "25.00", "เร็ว ๆ นี้", "31 ก.พ. 9.00", "", "9")


@pytest.mark.parametrize("said", sorted(READ))
def test_it_is_read(said: str) -> None:
    day, hour, minute = READ[said]
    assert read_moment(said, now=NOON) == datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK)


@pytest.mark.parametrize("said", UNCLEAR)
def test_what_could_be_two_moments_is_none(said: str) -> None:
    assert read_moment(said, now=NOON) is None
