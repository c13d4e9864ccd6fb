"""School names as people write them (answers.md, "School names")."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from handlers.questions.names import Fit, NameIndex
from tests.handlers.offices import SUMMARY

INVENTED = NameIndex(
    [
        ("99010001", "บ้านหนองแสง"),
        ("99010002", "บ้านหนองแสง(ประชานุกูล)"),
        ("99010003", "บ้านไร่"),
        ("99010004", "บ้านป่าไร่"),
        ("99010005", "มิตรภาพที่ ๙๙"),
        ("99010006", "อนุบาลสายรุ้ง (บ้านกระจ่าง)"),
        ("99010007", "วัดดอนเจดีย์"),
        ("99010008", "ประชาอุทิศ ๑"),
        ("99010009", "ประชาอุทิศ ๒"),
        ("99010010", "บ้านห้วยทรายคำ"),
        ("99010011", "บ้านสันดอน"),
        ("99010012", "บ้านสันดอน"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("บ้านหนองแสง(ประชานุกูล)", "2"),
        ("บ้านหนองแสง", "1 2"),
        ("หนองแสง", "1 2"),
        ("บ้านไร่", "3"),
        ("บ้านป่าไร่", "4"),
        ("มิตรภาพที่ 99", "5"),
        ("อนุบาลสายรุ้ง", "6"),
        ("ดอนเจดีย์", "7"),
        ("ประชาอุทิศ 2", "9"),
        ("ประชาอุทิศ", "8 9"),
        ("บานหวยทรายคำ", "10"),
        ("บ้านห้วยทรายคํา", "10"),
        ("บ้านห้วยทายคำ", "10"),
        ("บ้านสันดอน", "11 12"),
    ],
)
def test_found(typed: str, codes: str) -> None:
    match = INVENTED.find(typed)
    assert sorted(match.codes) == [f"990100{int(code):02d}" for code in codes.split()]
    assert match.fit is (Fit.ONE if " " not in codes else Fit.SEVERAL)


@pytest.mark.parametrize(
    "typed", ["ประชาอุทิศ 3", "มิตรภาพที่ 98", "บ้านห้วยทรายคำใน", "บ้านไร่อ้อยหวาน", "กก", ""]
)
def test_another_number_or_a_longer_name_is_another_school(typed: str) -> None:
    assert INVENTED.find(typed).fit is Fit.NONE


def test_every_real_name_finds_itself(shared_data: Path) -> None:
    with (shared_data / SUMMARY).open(encoding="utf-8-sig", newline="") as file:
        names = [(row[2], row[3]) for row in list(csv.reader(file))[1:-1]]
    index = NameIndex(names)
    unclear = set()
    for code, name in names:
        match = index.find(name)
        assert code in match.codes
        if match.fit is not Fit.ONE:
            unclear.add(name)
    assert unclear == {"บ้านสันโค้ง", "บ้านแม่คำ", "บ้านสันทราย"}
