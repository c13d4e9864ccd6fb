"""Questions made by the hundred on the real file, judged by the examples' own calculator."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from handlers.context import Context
from handlers.questions import answer
from tests.handlers.judge import ASKED, RIGHT, WRONG, judge
from tests.handlers.offices import CHIANGRAI

PUPILS = ("นักเรียน", "เด็ก", "นร.", "ผู้เรียน")
OFFICE = ("ทั้งเขต", "ในสังกัด", "สพป.เชียงราย เขต 3", "เขตเรา", "รวมทุกโรง")
SEXES = (("", None), ("ชาย", "ชาย"), ("ผู้หญิง", "หญิง"))
ENDS = ("", "ครับ", "คะ", " ปี 68", " ภาคเรียนที่ 1 ปีการศึกษา ๒๕๖๘")
LEVELS = {
    "อนุบาล": "ก่อนประถม",
    "ปฐมวัย": "ก่อนประถม",
    "ประถมศึกษา": "ประถม",
    "มัธยมต้น": "ม.ต้น",
    "ม.ปลาย": "ม.ปลาย",
}
LIMITS = (("ไม่เกิน {n} คน", "max", 0), ("เกิน {n} คน", "min", 1), ("ตั้งแต่ {n} คนขึ้นไป", "min", 0))
Case = tuple[str, str, dict[str, Any]]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("expected", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Maker:
    """Makes a question with what it means."""

    def __init__(self, expected: ModuleType, seed: int) -> None:
        self.x, self.random = expected, Random(seed)

    def case(self) -> Case:
        make = self.random.choice([self.pupils, self.pupils, self.rooms, self.having, self.rank])
        text, kind, spec = make()
        return text + self.random.choice(ENDS), kind, spec

    def scope(self) -> tuple[str, list[str] | None]:
        if self.random.random() < 0.4:
            return self.random.choice(OFFICE), None
        school = self.random.choice(self.x.SCHOOLS)
        name = school.name
        if self.random.random() < 0.3:
            name = name.translate(str.maketrans("", "", "่้๊๋"))
        return self.random.choice(["โรงเรียน", "รร.", ""]) + name, [school.code]

    def grades(self) -> tuple[str, list[str] | None]:
        pick = self.random.random()
        if pick < 0.3:
            return "", None
        if pick < 0.5:
            word = self.random.choice(list(LEVELS))
            return word, self.x.LEVELS[LEVELS[word]]
        first = self.random.randint(1, 5)
        last = self.random.randint(first, 6)
        if first == last:
            form = self.random.choice(["ป.{}", "ป{}", "ประถมศึกษาปีที่ {}"])
            return form.format(first), [f"ป.{first}"]
        return f"ป.{first}-{last}", [f"ป.{n}" for n in range(first, last + 1)]

    def pupils(self) -> Case:
        (where, codes), (grade, grades) = self.scope(), self.grades()
        sex, meant = self.random.choice(SEXES)
        noun = self.random.choice(PUPILS)
        text = self.random.choice(
            [
                f"{where} มี{noun}{sex} {grade} กี่คน",
                f"{noun}{sex} {grade} {where}มีกี่คน",
                f"ขอทราบจำนวน{noun}{sex}{grade} {where}",
            ]
        )
        return text, "figure", self.spec("students", codes, grades, meant)

    def rooms(self) -> Case:
        (where, codes), (grade, grades) = self.scope(), self.grades()
        return f"{where} มีห้องเรียน {grade} กี่ห้อง", "figure", self.spec("rooms", codes, grades)

    def having(self) -> Case:
        grade, grades = self.grades()
        words, key, more = self.random.choice(LIMITS)
        n = self.random.choice([5, 20, 50, 120, 200])
        having: dict[str, Any] = {key: n + more, **({"grades": grades} if grades else {})}
        if grades and key == "max":
            having["min"] = 1
        spec = {**self.spec("schools"), "having": having}
        noun = self.random.choice(PUPILS)
        return f"โรงเรียนที่มี{noun} {grade} {words.format(n=n)} มีกี่โรง", "figure", spec

    def rank(self) -> Case:
        grade, grades = self.grades()
        order, words = self.random.choice([("most", "มากที่สุด"), ("least", "น้อยที่สุด")])
        n = self.random.choice([1, 3, 5])
        spec = {**self.spec("students", None, grades), "rank": {"order": order, "n": n}}
        text = f"โรงเรียนที่มี{self.random.choice(PUPILS)} {grade} {words} {n} อันดับแรก"
        return text, "list", spec

    @staticmethod
    def spec(
        measure: str,
        schools: list[str] | None = None,
        grades: list[str] | None = None,
        sex: str | None = None,
    ) -> dict[str, Any]:
        return {"measure": measure, "schools": schools, "grades": grades, "sex": sex}


@pytest.mark.parametrize("seed", range(2))
def test_generated(real_ctx: Context, shared_data: Path, seed: int) -> None:
    maker = Maker(load(shared_data.parent / "questions" / "expected.py"), seed)
    counts: Counter[str] = Counter()
    for _ in range(400):
        text, kind, spec = maker.case()
        expect = maker.x.expect(kind, spec)
        found = answer(real_ctx, text, office=CHIANGRAI, memory={})
        verdict = judge(found, {"kind": kind, "spec": spec, "expect": expect})
        counts[verdict] += 1
        assert verdict != WRONG, (text, json.dumps(found.to_json(), ensure_ascii=False))
    assert counts[RIGHT] >= 380, counts
    assert counts[ASKED] <= 20
