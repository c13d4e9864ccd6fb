"""Two reports of the same children tell no more together than each of them alone."""

from __future__ import annotations

from handlers.tallies import Cell, Row, Tallies
from handlers.topics import TOPICS

POOR, DISABLED, BOTH = "นักเรียนด้อยโอกาส", "นักเรียนพิการ", "นักเรียนพิการและด้อยโอกาส"


def tallies(slug: str, *rows: Row) -> Tallies:
    schools = dict.fromkeys(row[0] for row in rows)
    return Tallies(TOPICS[slug], [(code, f"บ้าน{code}") for code in schools], rows)


def three_reports(disabled_alone: int) -> tuple[Tallies, Tallies, Tallies]:
    """Of school 1 few are disabled and not poor; school 2 has many of everything."""
    whole = f"{BOTH}ทั้งหมด"
    numbers = {"1": (disabled_alone, 30, 6), "2": (20, 90, 25), "3": (30, 60, 15)}
    disability, disadvantage, both = [], [], []
    for code, (alone, poor, two) in numbers.items():
        disability.append((code, "นักเรียนพิการทั้งหมด", "ป.1", alone + two, alone + two, 0))
        disability.append((code, "อื่นๆ", "ป.1", alone + two, alone + two, 0))
        disadvantage.append((code, "นักเรียนด้อยโอกาสทั้งหมด", "ป.1", poor + two, poor + two, 0))
        disadvantage.append((code, "เด็กยากจน", "ป.1", poor + two, poor + two, 0))
        sums = {whole: alone + poor + two, DISABLED: alone, POOR: poor, BOTH: two}
        both += [(code, row, "ป.1", n, n, 0) for row, n in sums.items()]
    found = tallies("disability_and_disadvantage", *both)
    found.leaders = [tallies("disability", *disability), tallies("disadvantage", *disadvantage)]
    return found.leaders[0], found.leaders[1], found


def test_the_whole_of_three_less_the_poor_is_not_told() -> None:
    disability, disadvantage, found = three_reports(disabled_alone=2)
    assert disadvantage.cell("1") == Cell(72)
    assert disability.cell("1") == Cell(16)
    assert found.cell("1", DISABLED).value is None
    assert found.cell("1").hidden == "withheld", "less the 72 poor it would be the 4 disabled"
    assert found.cell("1", POOR).hidden == "withheld"


def test_schools_of_large_numbers_stay_open() -> None:
    _, _, found = three_reports(disabled_alone=8)
    assert found.cell("1") == Cell(88)
    assert found.cell("2", DISABLED) == Cell(40)
    assert found.cell() == Cell(568)


def test_who_may_see_the_school_still_does() -> None:
    _, _, found = three_reports(disabled_alone=2)
    assert found.cell("1", open_to=frozenset({"1"})) == Cell(76)
    assert found.cell("1", open_to=None) == Cell(76)


def test_those_who_finished_are_hidden_in_both_reports_or_in_none() -> None:
    rows = [("1", "เรียนจบภายในเวลา 3 ปี", "ป.6", 2, 6, 0), ("2", "4 ปี", "ป.6", 20, 30, 0)]
    completed = tallies("completion_time", *rows, ("1", "4 ปี", "ม.3", 9, 9, 0))
    found = tallies(
        "graduates_p6", ("1", "สกร.", "กลุ่ม 2", 2, 6, 0), ("2", "โรงเรียนเดิม", "กลุ่ม 2", 20, 30, 0)
    )
    found.leaders = [completed]
    for code in ("1", "2"):
        if completed.cell(code, None, ("ป.6",)).hidden:
            assert found.cell(code).hidden


def test_a_report_of_other_schools_shows_nothing_beside_it() -> None:
    _, _, found = three_reports(disabled_alone=8)
    found.leaders[0].names = {"1": "บ้าน1"}
    assert found.cell("2").hidden == "withheld"
