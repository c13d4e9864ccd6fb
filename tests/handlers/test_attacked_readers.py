"""Long messages of no sense are read in no time: whoever types one stops nobody else."""

from __future__ import annotations

import time

import pytest

from bot.chat import routes
from handlers.context import Context
from handlers.id_numbers import mask
from handlers.ratings import subjects
from handlers.requests.access import by_number, says_number
from models.requests import (
    Channel,
    Classification,
    HandOver,
    RequestStatus,
    ServiceRequest,
)
from tests import people
from tests.conftest import BY_TURNS

LONGEST = 5000
WORDS = ("1", "ก", "1 ", "/", "1/", " ", "ก1/", "คข. ", "๑", " นะ", "1\u200b", "0/0")


def numbered(ctx: Context, prefix: str) -> None:
    """Request 1/2570 of this series."""
    requester = people.person(ctx, "มะลิ ตัวอย่าง")
    ctx.session.add(
        ServiceRequest(
            form="data_request", form_version="1", prefix=prefix, fiscal_year=2570, number=1,
            requester_id=requester.id, requester={}, channel=Channel.LINE, answers={}, subject="ก",
            purpose="ข", hand_over=HandOver.LINE, classification=Classification.OFFICIAL,
            owner_group="ค", status=RequestStatus.SUBMITTED, version=1, submitted_at=ctx.now,
            received_on=ctx.now.date(), changed_at=ctx.now,
        )
    )  # fmt: skip
    ctx.session.flush()


@BY_TURNS
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("end", ["", "x", "1", " 1/25", "\n"])
def test_a_number_is_looked_for_in_no_time(ctx: Context, word: str, end: str) -> None:
    text = (word * LONGEST)[: LONGEST - len(end)] + end
    began = time.process_time()
    by_number(ctx, text)
    says_number(text)
    subjects.find(ctx, text)
    mask(text)
    routes.find(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("คข. 1/2570", "คข."), ("คข.1/2570", "คข."), ("สถานะ คร. ๑ / ๒๕๗๐ ค่ะ", "คร."),
        ("คร 1/2570", "คร."), ("1/2570", None), ("คข. 1/25701", None), ("คข. 11111111/2570", None),
        ("อื่น 1/2570", None), ("คข. 2/2570", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(ctx: Context, typed: str, found: str | None) -> None:
    for prefix in ("คข.", "คร."):
        numbered(ctx, prefix)
    request = by_number(ctx, typed)
    assert (request.prefix if request else None) == found


@pytest.mark.parametrize(
    "kept",
    [
        "0812345678", "081-234-5678", "1/6/2569-30/6/2569", "2565 2566 2567 2568", "37,029 คน",
        "ที่ ศธ 04123/1234 ลว. 15 มิ.ย. 2569", "1 2 3 4 5 6 7 8 9", "12345678901", "99010001 99010002",
        "1-2345-67890-12", "คข. 1/2570", "15/6/2569, 16/6/2569", "12345678901234",
    ],
)  # fmt: skip
def test_other_numbers_are_left_as_they_are(kept: str) -> None:
    assert mask(kept) == kept


@pytest.mark.parametrize(
    "hidden",
    [
        "1234567890121", "1-2345-67890-12-1", "1 2345 67890 12 1", "๑๒๓๔๕๖๗๘๙๐๑๒๑",
        "12345\u200b67890121", "1  2345  67890  12  1", "1_2345_67890_12_1", "1/2345/67890/12/1",
        "1\u00a02345\u00a067890\u00a012\u00a01", "1, 2345, 67890, 12, 1", "1234 5678 9012 1",
        "1-2345-67890-12-9",
    ],
)  # fmt: skip
def test_an_id_number_is_crossed_out_in_place(hidden: str) -> None:
    masked = mask(f"เลข {hidden} ครับ")
    assert not any(c.isdecimal() for c in masked)
    assert len(masked) == len(f"เลข {hidden} ครับ")
