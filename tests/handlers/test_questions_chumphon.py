"""Questions about every topic on the real reports of one office, against their golden totals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from handlers import datasets
from handlers.context import Context
from handlers.questions import Answer, answer
from handlers.questions.figures import snapshot
from handlers.tables import Source
from handlers.topics_vocabulary import TOTALS
from models.base import Base
from tests.conftest import NOON, SHARE, THOROUGH
from tests.handlers.judge import FIGURES
from tests.handlers.offices import CHUMPHON, target
from tests.handlers.test_small_numbers import withstands

#: How each report's rows are asked for, by the report's name.
NOUNS = {
    "จำนวนนักเรียนพิการ": "เด็กพิการ {}",
    "จำนวนนักเรียนด้อยโอกาส": "เด็กด้อยโอกาส {}",
    "จำนวนนักเรียนแยกตามสัญชาติ": "นักเรียนสัญชาติ{}",
    "จำนวนนักเรียนแยกตามศาสนา": "นักเรียนที่นับถือศาสนา{}",
    "จำนวนนักเรียนจำแนกตามอายุ": "นักเรียนอายุ {}",
    "ภาวะโภชนาการ น้ำหนักตามเกณฑ์ส่วนสูง": "นักเรียนน้ำหนักตามเกณฑ์ส่วนสูง {}",
}
#: Nearly as many seconds as the others together: `make attack` asks for their rows too.
LONG = {"จำนวนนักเรียนด้อยโอกาส", "จำนวนนักเรียนจำแนกตามอายุ"}
#: Rows that are asked back by design: what they are said to hold is not what people mean.
ASKED = {"20 ปีขึ้นไป", "อื่นๆ"}


@pytest.fixture(scope="module")
def chumphon(shared_data: Path) -> Iterator[Context]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        ctx = Context(session, NOON)
        folder = shared_data / "dmc_chumphon1" / "2568-2"
        for name in (*NOUNS, "จำนวนนักเรียนแยกชั้น,เพศ", "จำนวนนักเรียนรหัส G"):
            source = Source(f"2568-2-{name}.csv", path=folder / f"2568-2-{name}.csv")
            for done in datasets.import_file(ctx, source, target(2568, 2), CHUMPHON.code):
                assert done.version is not None
                datasets.publish(ctx, done.version)
        yield ctx


@pytest.fixture(scope="module")
def golden(shared_data: Path) -> dict[str, Any]:
    text = (shared_data / "dmc_chumphon1" / "EXPECTED.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["2568-2"]
    return found


def chat(ctx: Context, *texts: str) -> Answer:
    memory: dict[str, Any] = {}
    for text in texts:
        found = answer(ctx, text, office=CHUMPHON, memory=memory)
        memory = json.loads(json.dumps(found.memory))
    return found


@SHARE
@pytest.mark.parametrize("report", [r for r in NOUNS if THOROUGH or r not in LONG])
def test_every_row_of_a_report(chumphon: Context, golden: dict[str, Any], report: str) -> None:
    """The golden number, or none because it is small or would tell a small one; and nothing of
    the report can be worked out."""
    totals = golden["files"][report]["total_row"]
    shown = 0
    for row, number in totals.items():
        if row in TOTALS.values():
            continue
        found = chat(chumphon, NOUNS[report].format(row) + "ทั้งเขตกี่คน")
        if row in ASKED and found.kind not in FIGURES:
            continue
        assert found.kind == "figure", (row, found.missing, found.facts)
        topic, [item] = found.facts["topic"], found.facts["items"]
        assert item["value"] in (number, None), row
        assert item["value"] is not None or item["hidden"], row
        assert item["value"] is None or not 1 <= item["value"] <= 4, row
        shown += item["value"] is not None and number > 0
    assert shown, report
    known = snapshot(chumphon)
    [edition] = known.editions_of(topic)
    withstands(known.tallies(chumphon, edition))


def test_the_whole_of_a_topic(chumphon: Context) -> None:
    assert chat(chumphon, "เด็กพิการทั้งเขตกี่คน").facts["items"][0]["value"] == 1344
    found = chat(chumphon, "นักเรียนกี่คน", "แล้วเด็กพิการล่ะ", "แยกตามประเภท")
    values = {i["label"]["category"]: i["value"] for i in found.facts["items"]}
    assert values["ความพิการทางการเรียนรู้"] == 1255
    assert found.facts["topic"] == "disability"


def test_pupils_stay_the_pupils(chumphon: Context, golden: dict[str, Any]) -> None:
    first = golden["grade_totals"]["ป.1"]["รวม"]
    found = chat(chumphon, "เด็กพิการทั้งเขตกี่คน", "นักเรียน ป.1 ทั้งเขตกี่คน")
    assert found.facts["items"][0]["value"] == first
    assert chat(chumphon, "แนวโน้มนักเรียน").kind == "no_data"
    missing = chat(chumphon, "ครูทั้งเขตกี่คน").missing
    assert missing == {"what": "measure", "value": "ครูและบุคลากร", "word": "ครู"}


def test_what_stands_beside_the_figure(chumphon: Context) -> None:
    facts = chat(chumphon, "เด็กพิการคิดเป็นร้อยละเท่าไร").facts
    assert facts["items"][0]["part"] == 1344
    assert facts["items"][0]["whole"] == 24060
    assert facts["items"][0]["value"] == "5.59"
    assert facts["edition"]["round"] == 2


def test_another_round_is_of_the_same_year(chumphon: Context) -> None:
    found = chat(chumphon, "นักเรียนปี 2567 กี่คน", "นักเรียนปี 2568 กี่คน", "เทอม 2 ล่ะ")
    assert found.facts["query"] == {"year": 2568, "round": 2}


def test_an_offer_can_be_picked_by_its_number(chumphon: Context) -> None:
    asked = chat(chumphon, "เด็กต่างชาติกี่คน")
    assert asked.missing is not None
    assert asked.missing["topic"] == "nationality"
    found = chat(chumphon, "เด็กต่างชาติกี่คน", "1")
    assert found.kind == "multi"
    assert found.facts["items"][0]["label"] == {"category": "ไทย"}
