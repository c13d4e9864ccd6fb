"""The columns of the office's duty directory."""

from __future__ import annotations

from handlers.schools_vocabulary import EXAMPLE

SUBJECT, WORDS, GROUP, PERSON = "subject", "words", "group_name", "person"
PHONE, EMAIL, ROOM = "phone", "email", "room"
COLUMNS: dict[str, tuple[str, ...]] = {
    SUBJECT: ("เรื่อง", "งาน", "ภารกิจ"),
    WORDS: ("คำอื่น", "คำที่เรียก", "คำค้น"),
    GROUP: ("กลุ่มงาน", "กลุ่ม", "หน่วยงาน"),
    PERSON: ("ผู้รับผิดชอบ", "เจ้าหน้าที่", "ตำแหน่ง"),
    PHONE: ("โทรศัพท์", "เบอร์โทรศัพท์", "เบอร์โทร", "โทร"),
    EMAIL: ("อีเมล", "อีเมล์", "email", "e-mail"),
    ROOM: ("ห้อง", "สถานที่"),
}
EXAMPLE_ROW = (
    f"{EXAMPLE}: ข้อมูล DMC", "ดีเอ็มซี, นักเรียนรายบุคคล", "กลุ่มนโยบายและแผน",
    "เจ้าหน้าที่งานข้อมูลสารสนเทศ", "0-0000-0000 ต่อ 101", "plan@example.go.th", "อาคาร 1 ชั้น 2",
)  # fmt: skip

__all__ = ["COLUMNS", "EXAMPLE", "EXAMPLE_ROW"]
