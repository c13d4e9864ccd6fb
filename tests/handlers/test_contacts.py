"""Contacts as lists write them, dirt and all, become one spelling or nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import contacts

SHOWN = re.compile(r"(0-\d{4}-\d{4}(-\d{1,2})?|0\d\d-\d{3}-\d{4})( ต่อ \d{2,5})?|\d{4}")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("022821626,1605", "0-2282-1626, 1605"),
        ("0-7649-9108", "0-7649-9108"),
        ("0-7647-3101-2", "0-7647-3101-2"),
        ("54656125", "0-5465-6125"),  # a workbook took the zero
        ("933240748", "093-324-0748"),
        ("022255605-8, 02", "0-2225-5605-8"),  # cut off by the system
        ("077811484,07782", "0-7781-1484"),
        ("0-4524-4575,045-245800", "0-4524-4575, 0-4524-5800"),
        ("026292509 ต่อ 101", "0-2629-2509 ต่อ 101"),
        ("026292509 ต่อ 1", "0-2629-2509"),
        ("๐๕๓-๗๑๒๓๔๕", "0-5371-2345"),
        ("+66 53 712345", "0-5371-2345"),
        ("Fax.023544991,", None),
        ("-", None),
        ("0", None),
        ("", None),
        ("????", None),
        ("1669", None),
    ],
)
def test_telephones(cell: str, shown: str | None) -> None:
    assert contacts.phones(cell) == shown


def test_a_schools_mobile_number_is_left_out() -> None:
    assert contacts.phones("0933240748", mobile=False) is None
    assert contacts.phones("0933240748, 053712345", mobile=False) == "0-5371-2345"


def test_what_is_dialled_is_the_first_whole_number() -> None:
    assert contacts.first_number("0-2282-1626, 1605") == "022821626"
    assert contacts.first_number("0-7647-3101-2") == "076473101"
    assert contacts.first_number("0-2629-2509 ต่อ 101") == "026292509"


@given(st.text(alphabet="0123456789๐๕-,;/ .()+ต่อfax#", max_size=60))
def test_any_telephone_is_told_in_one_spelling_or_not_at_all(cell: str) -> None:
    shown = contacts.phones(cell)
    if shown is None:
        return
    assert len(shown) <= 60
    assert all(SHOWN.fullmatch(number) for number in shown.split(", "))
    assert len(contacts.first_number(shown)) in (9, 10)
    # Nothing is made up: what is shown is in the cell, but for a zero that was lost.
    digits = re.sub(r"\D", "", cell.translate(str.maketrans("๐๕", "05")))
    for number in shown.split(", "):
        assert re.sub(r"\D", "", number)[1:] in digits


@given(st.text(max_size=60))
def test_no_text_breaks_the_cleaning(cell: str) -> None:
    for clean in (contacts.phones, contacts.email, contacts.website, contacts.area,
                  contacts.village, contacts.postcode, contacts.text):  # fmt: skip
        found = clean(cell)
        assert found is None or found.strip() == found != ""


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("เมืองชุมพร ", "เมืองชุมพร"), ("อ.แม่จัน", "แม่จัน"), ("แพร่่", "แพร่"), ("เขตพระนคร", "เขตพระนคร"),
     ("-", None), ("?????", None)],
)  # fmt: skip
def test_areas(cell: str, shown: str | None) -> None:
    assert contacts.area(cell) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("หมู่ 6 -", "หมู่ 6"), ("หมู่ 0 0", None), ("หมู่", None), ("หมู่ - -", None),
     ("หมู่ 2 บ้านนาน้อย", "หมู่ 2 บ้านนาน้อย"), ("หมู่ 0 204", "204")],
)  # fmt: skip
def test_villages(cell: str, shown: str | None) -> None:
    assert contacts.village(cell) == shown


def test_addresses_of_mail_and_web() -> None:
    assert contacts.email("\u0e34banpong@gmail.com") == "banpong@gmail.com"
    assert contacts.email("banpong") is None
    assert contacts.website("203.172.198.75/moodle/") == "203.172.198.75/moodle/"
    assert contacts.website("ไม่มี") is None


@given(st.floats(5.5, 20.6), st.floats(97.2, 105.8))
def test_a_point_in_thailand_stays_where_it_is(north: float, east: float) -> None:
    assert contacts.point(repr(north), repr(east)) == (north, east)


@pytest.mark.parametrize("point", [("99.1", "10.4"), ("48.8", "2.3"), ("ก", "99"), ("nan", "99"),
                                   ("10.4", "-")])  # fmt: skip
def test_a_point_elsewhere_is_refused(point: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"Thailand|float"):
        contacts.point(*point)


def test_no_point_is_none() -> None:
    assert contacts.point("-", "0") is None
