"""Offices to test with: the generated one, and the real files where they lie beside the project."""

from __future__ import annotations

from pathlib import Path

from handlers import datasets, demo, schools
from handlers.context import Context
from handlers.questions import Office
from handlers.tables import Source

DEMO = Office("99010000", "สพป.ตัวอย่าง เขต 1")
CHIANGRAI = Office("57030000", "สพป.เชียงราย เขต 3")
CHUMPHON = Office("86010000", "สพป.ชุมพร เขต 1")
LIST = "emis_2565-09_schools_all.csv"
SUMMARY = "dmc_2568_summary_by_grade_57030000_chiangrai3.csv"


def target(year: int, round_: int) -> datasets.Target:
    """A round with its usual date."""
    return datasets.Target("dmc", year, round_, datasets.usual_as_of(year, round_))


def make_demo(ctx: Context) -> Office:
    """The generated office, published."""
    demo.populate(ctx, DEMO)
    return DEMO


def make_real(ctx: Context, data: Path) -> Office:
    """สพป.เชียงราย เขต 3 as published for 2568 term 1, with the national list of schools."""
    schools.import_schools(ctx, LIST, (data / LIST).read_bytes(), CHIANGRAI.code)
    source = Source(SUMMARY, path=data / SUMMARY)
    for done in datasets.import_file(ctx, source, target(2568, 1), CHIANGRAI.code):
        assert done.version is not None
        datasets.publish(ctx, done.version)
    return CHIANGRAI
