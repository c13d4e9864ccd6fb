"""Rooms, loans and their bookings in words: lists, changes, why something is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.texts.calendar import BANGKOK, day_text, moment_text
from handlers.bookings import BookingRefused, Held, Taken
from models.errors import NotAllowed, NotFound, Refusal, WrongState

Json = Mapping[str, Any]
NO_ROOM = "ยังไม่มีห้องประชุม: เพิ่มด้วยคำสั่ง room add"
NO_EQUIPMENT = "ยังไม่มีอุปกรณ์ให้ยืม: เพิ่มด้วยคำสั่ง equipment add"
_RETIRED = "เลิกใช้แล้ว"
_NAMES = {"room": "ห้อง", "equipment": "อุปกรณ์"}
#: Of so many bookings in the way each is named.
_MOST_HELD = 3
_WHY: dict[str, Callable[[Json], str]] = {
    "order": lambda f: "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม",
    "past": lambda f: "เวลาที่ระบุผ่านไปแล้ว",
    "long": lambda f: f"จองหรือยืมต่อเนื่องได้ไม่เกิน {f['days']:,} วัน",
    "far": lambda f: f"วันที่ห่างจากวันนี้เกิน {f['days']:,} วัน: โปรดตรวจปี",
    "over": lambda f: "การจองนี้ผ่านไปแล้ว",
    "begun": lambda f: "อุปกรณ์ถูกยืมไปแล้ว: ให้บันทึกคืนแทนการยกเลิก",
    "early": lambda f: "ยังไม่ถึงเวลาเริ่ม",
    "retired": lambda f: f"{f['name']} เลิกใช้แล้ว",
    "quantity": lambda f: "จำนวนต้องเป็น 1 ขึ้นไป (ห้องประชุมจองได้ครั้งละ 1 ห้อง)",
    "kind": lambda f: "เปลี่ยนจากห้องเป็นอุปกรณ์ หรือจากอุปกรณ์เป็นห้อง ไม่ได้",
    "slug": lambda f: "รหัสต้องเป็นอักษร a-z ตัวเลข หรือขีด ไม่เกิน 40 ตัว เช่น big-room",
    "name": lambda f: f"โปรดระบุชื่อ ไม่เกิน {f['most']:,} ตัวอักษร",
    "words": lambda f: f"ข้อความยาวเกิน {f['most']:,} ตัวอักษร: โปรดย่อให้สั้นลง",
    "capacity": lambda f: f"จำนวนที่นั่งต้องอยู่ระหว่าง 1 ถึง {f['most']:,}",
    "count": lambda f: f"จำนวนอุปกรณ์ต้องอยู่ระหว่าง 1 ถึง {f['most']:,}",
    "group": lambda f: (
        f"ไม่พบกลุ่ม «{f['group']}» ในสำนักงาน: ที่มีคือ {', '.join(f['known'])}"
        if f["known"]
        else "ยังไม่มีกลุ่มใดในระบบ: เพิ่มบุคลากรด้วย person add หรือนำเข้าทำเนียบด้วย duties import ก่อน"
    ),
    "channels": lambda f: f"ช่องทางสำรองต้องมี 1 ถึง {f['most']:,} ช่องทาง และไม่ซ้ำกัน",
}
_TIMES = {
    "order": "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม",
    "past": "เวลาที่ระบุผ่านไปแล้ว",
    "long": "จองหรือยืมต่อเนื่องได้ไม่เกิน 31 วัน",
    "far": "วันที่อยู่ไกลเกินไป โปรดตรวจปี",
}
_STATES = {
    ("room", "retired"): "ห้องนี้เลิกใช้แล้ว",
    ("equipment", "retired"): "อุปกรณ์นี้เลิกใช้แล้ว",
    ("booking", "cancelled"): "การจองนี้ยกเลิกแล้ว",
    ("booking", "returned"): "อุปกรณ์นี้คืนแล้ว",
    ("booking", "room"): "ห้องประชุมไม่ต้องคืน",
    ("chore", "done"): "งานนี้ทำเสร็จแล้ว",
    ("chore", "dropped"): "งานนี้ยกเลิกแล้ว เพราะไม่มีการใช้ห้องหรืออุปกรณ์ตามกำหนดเดิม",
}
_NOT_FOUND = {"booking": "ไม่พบการจองนี้", "chore": "ไม่พบงานนี้"}


def known_reasons() -> set[str]:
    """Every reason that has words."""
    return set(_WHY)


def reason(why: str) -> str:
    """Why the times of a booking do not fit; the limits themselves are said at the command line."""
    return _TIMES.get(why, "จองตามเวลานี้ไม่ได้")


def refusal_line(error: Refusal) -> str:
    """Why something was not booked, kept or done, in one line without a particle."""
    if isinstance(error, Taken):
        return taken_line(error)
    if isinstance(error, BookingRefused):
        return _WHY[error.why](error.facts)
    if isinstance(error, NotFound):
        return _NOT_FOUND.get(error.what, f"ไม่พบ «{error.ref}»")
    if isinstance(error, WrongState):
        return _STATES.get((error.what, str(error.state)), "ทำไม่ได้ในขณะนี้")
    if isinstance(error, NotAllowed):
        return "ไม่มีสิทธิ์ทำรายการนี้"
    return str(error)


def taken_line(error: Taken) -> str:
    """Who has it then, and how many are left."""
    if error.resource.startswith("room:"):
        return f"{error.name} มีผู้จองแล้ว {_held(error.held)}"
    left = f"เหลือ {error.left:,}" if error.left else "ไม่เหลือ"
    return f"{error.name} ในเวลานั้น{left} {_held(error.held)}".rstrip()


def _held(held: Sequence[Held]) -> str:
    shown = [span_text(one) for one in held[:_MOST_HELD]]
    more = f" และอีก {len(held) - _MOST_HELD:,} รายการ" if len(held) > _MOST_HELD else ""
    return f"({', '.join(shown)}{more})" if shown else ""


def span_text(one: Held) -> str:
    """«อ. 24 พ.ย. 2569 09.00-12.00 น.», or from one day to another."""
    starts, ends = one.starts_at.astimezone(BANGKOK), one.ends_at.astimezone(BANGKOK)
    if starts.date() == ends.date():
        return f"{day_text(starts.date())} {starts:%H.%M}-{ends:%H.%M} น."
    return f"{moment_text(starts)} ถึง {moment_text(ends)}"


def room_line(room: Json) -> str:
    """One room of the list."""
    told = (room["slug"], room["name"], f"{room['capacity']:,} คน", room["equipment"])
    return _line(told, room)


def equipment_line(kind: Json) -> str:
    """One kind of equipment of the list."""
    return _line((kind["slug"], kind["name"], f"จำนวน {kind['count']:,}"), kind)


def _line(told: Sequence[str], row: Json) -> str:
    group = f"[{row['group']}]"
    return "  ".join(filter(None, (*told, group, _RETIRED if row["retired"] else "")))


def kept_lines(row: Json, *, is_new: bool, over: int) -> list[str]:
    """It was entered or changed; what is promised beyond what there is."""
    line = equipment_line(row) if "count" in row else room_line(row)
    lines = [f"{'เพิ่มแล้ว' if is_new else 'แก้ไขแล้ว'}: {line}"]
    if over:
        lines.append(f"โปรดทราบ: มีการยืมล่วงหน้าเกินจำนวนที่มี {over:,} ชิ้น โปรดแจ้งผู้ยืม")
    return lines


def retired_lines(what: str, row: Json, to_come: int) -> list[str]:
    """It takes no more bookings; how many are still to come."""
    lines = [f"เลิกใช้{_NAMES[what]} {row['name']} แล้ว: จะไม่มีให้จองอีก"]
    if to_come:
        lines.append(f"โปรดทราบ: ยังมีการจองล่วงหน้า {to_come:,} รายการ ซึ่งไม่ได้ยกเลิก")
    return lines
