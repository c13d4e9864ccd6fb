"""Collection rounds for the office: how far the schools are, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Page, Place, Row, Style, Voice
from bot.texts import words
from bot.texts.budget import ASK
from bot.texts.budget_words import month_text
from bot.texts.circular_chat import MAKE
from bot.texts.figures import polite
from bot.texts.round_words import (
    DATASET,
    EVERY_STANDING,
    STANDING,
    STEP,
    left_text,
    moment_text,
    round_name,
    short,
    weekday_text,
)
from bot.texts.rounds import FLOW, due_line, percent_text

Json = Mapping[str, Any]
LABELS = {
    "unfinished": "ยังไม่ครบ",
    "waiting": "รอเขตรับทราบ",
    "note": "บันทึกแทนโรงเรียน",
    "longer": "ให้เวลาเพิ่ม",
    "exempt": "ยกเว้น",
    "unexempt": "เลิกยกเว้น",
    "acknowledge": "รับทราบ",
    "give_back": "ส่งกลับแก้ไข",
    "announce": "ประกาศถึงโรงเรียนที่ยังไม่ส่ง",
    "follow": "ภาพรวมรอบ",
    "letter": MAKE,
}
#: How the steps of the flow begin by which a step of the office's own work is done.
STEP_DONE = "done_"
#: As many of those have a button at a time.
_MOST_STEPS = 2
PAGE = "เปิดหน้ารายชื่อ"
#: The five figures, by DHIS2's names.
FIVE = {
    "expected": "ต้องส่ง",
    "actual": "ส่งแล้ว",
    "rate": "อัตราการส่ง",
    "on_time": "ส่งทันกำหนด",
    "rate_on_time": "อัตราส่งทันกำหนด",
}
#: As many names as the card of those who only look holds.
_MOST_NAMES = 60


def work_choices(data: Json) -> dict[str, str]:
    """The buttons of the office's card by their steps, for those who keep the round."""
    if not data["keeps"]:
        return {}
    counted = {step: f"{LABELS[step]} {data[step]:,}" for step in ("unfinished", "waiting")}
    found = {step: label for step, label in counted.items() if data[step]}
    own = {
        f"{STEP_DONE}{one['kind']}": f"{STEP[one['kind']]} เสร็จแล้ว"
        for one in data["steps"][:_MOST_STEPS]
    }
    announce = ("announce",) if data["unfinished"] and data["phase"] == "open" else ()
    steps = (*announce, "note", "longer", "exempt", "letter")
    return {**found, **own, **{step: LABELS[step] for step in steps}}


@words("round.work")
def work(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The five figures, the schools by where they stand, and what can be done."""
    head, due = round_name(data), due_line(data)
    rows = figures(data)
    names = [*_late_names(data), *map(step_text, data["steps"][:_MOST_STEPS]), *_lacking(data)]
    note = source_line(data)
    listed = " · ".join(f"{one.label} {one.value}" for one in rows)
    typed = f"พิมพ์ได้: {' / '.join(work_choices(data).values())}" if data["keeps"] else ""
    return [
        Card(
            alt=" · ".join(filter(None, [head, due, listed, *names, note, typed])),
            title=head,
            subtitle=due,
            body=tuple(names),
            rows=tuple(rows),
            note=note,
            buttons=tuple(_working(data)),
            tone="alert" if data["late"] else "calm",
            icon="📊",
            beside=True,
        )
    ]


def _lacking(data: Json) -> list[str]:
    """«พ.ย. 2569 ข้อความอาจไม่พอเตือนทุกคน ขาด 40»: at most, and what can be done."""
    return [
        f"{month_text(month)} ข้อความอาจไม่พอเตือนทุกคน ขาดไม่เกิน {messages:,} พิมพ์ «{ASK}» ได้"
        for month, messages in data.get("lacking", ())
    ]


def step_text(one: Json) -> str:
    """«งานของเขต: บันทึกเสนอ ภายใน พ. 10 มิ.ย. 2569 (มาตรฐาน 1 วันทำการ) เกินกำหนด»."""
    late = " เกินกำหนด" if one["late"] else ""
    return f"งานของเขต: {STEP[one['kind']]} {_until(one)}{late}"


def _until(one: Json) -> str:
    standard = f" (มาตรฐาน {one['days']:,} วันทำการ)" if one["days"] else ""
    return f"ภายใน {weekday_text(one['due_on'])}{standard}"


@words("round.steps")
def steps(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What of the office's own work is late."""
    name = short(round_name(data), 120)
    title = f"งานของเขตเกินกำหนด {len(data['steps']):,} เรื่อง"
    rows = [Row(STEP[one["kind"]], detail=_until(one)) for one in data["steps"]]
    lead = polite(f"ทำเสร็จแล้ว กดบันทึกได้ใน «{LABELS['follow']}»", voice.particle)
    said = " · ".join(f"{row.label} {row.detail}" for row in rows)
    follow = LABELS["follow"]
    shown = f"{follow}: {short(name, 80)}"
    return [
        Card(
            alt=" · ".join([title, name, said, lead]),
            title=title,
            subtitle=name,
            body=(lead,),
            rows=tuple(rows),
            buttons=(Do(follow, FLOW, "follow", str(data["id"]), shown, Style.PRIMARY),),
            tone="sorry",
            icon="🗂️",
        )
    ]


def figures(data: Json) -> list[Row]:
    """Expected, reported, on time, both with their rates; then every standing that occurs."""
    office, by = data["office"], data["by_standing"]
    share, on_time = percent_text(office["rate"]), percent_text(office["rate_on_time"])
    rows = [
        Row(FIVE["expected"], f"{office['expected']:,} โรงเรียน"),
        Row(FIVE["actual"], f"{office['actual']:,} ({share})", strong=True),
        Row(FIVE["on_time"], f"{office['on_time']:,} ({on_time})", strong=True),
    ]
    rows += [Row(f"– {STANDING[one]}", f"{by[one]:,}") for one in EVERY_STANDING if by[one]]
    return [*rows, *([Row("ได้รับการยกเว้น", f"{data['excused']:,}")] if data["excused"] else [])]


def source_line(data: Json) -> str:
    """As of when, and how old the list of the central system is."""
    now = datetime.fromisoformat(data["now"])
    said = f"ข้อมูล ณ {moment_text(data['now'])}"
    if data["dataset"] == "other":
        return said
    system = DATASET[data["dataset"]]
    if not data["list_at"]:
        return f"{said}\nยังไม่ได้นำเข้ารายชื่อจากระบบ {system}"
    read = datetime.fromisoformat(data["list_at"])
    when = f"{moment_text(data['list_at'])} ({age_text(read, now)})"
    return f"{said}\nรายชื่อจากระบบ {system} นำเข้า {when}"


def age_text(then: datetime, now: datetime) -> str:
    """«วันนี้», «3 วันก่อน»."""
    left = left_text(now.isoformat(), then)
    return left.replace("อีก ", "") + "ก่อน" if left.startswith("อีก") else left


def _late_names(data: Json) -> list[str]:
    """For those who only look: the late schools by name. Who keeps the round has a list."""
    names = [] if data["keeps"] else data["late_names"]
    if not names:
        return [f"เลยกำหนดแล้ว {data['late']:,} โรงเรียน"] if data["late"] else []
    more = len(names) - _MOST_NAMES
    listed = ", ".join(short(name, 60) for name in names[:_MOST_NAMES])
    end = f" และอีก {more:,} แห่ง" if more > 0 else ""
    return [f"เลยกำหนดแล้ว {len(names):,} โรงเรียน: {listed}{end}"]


def _working(data: Json) -> list[Button]:
    value = str(data["id"])
    found: list[Button] = [
        Do(label, FLOW, step, value, f"{label} ({short(round_name(data), 80)})",
           Style.PRIMARY if n == 0 and step in ("unfinished", "waiting") else Style.SECONDARY)
        for n, (step, label) in enumerate(work_choices(data).items())
    ]  # fmt: skip
    if data["keeps"]:
        return [*found, page_button(data)]
    return [Open("ดูความคืบหน้า", f"/rounds/{data['id']}")]


def page_button(data: Json) -> Page:
    """The page with names and telephones, for the person that the link was made for."""
    link = data["page_link"]
    return Page(PAGE, "rounds", {"r": data["id"], "p": link["p"]}, until=link["until"])
