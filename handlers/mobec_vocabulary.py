"""The columns of M-OBEC's list of durable goods, by school."""

from __future__ import annotations

from handlers.topics_vocabulary import EQUIPMENT_STATES

CODE, GROUP, ITEM = "code", "group", "item"
USABLE, REPAIR, DISPOSE = EQUIPMENT_STATES
COLUMNS: dict[str, tuple[str, ...]] = {
    CODE: ("รหัส", "รหัสครุภัณฑ์"),
    GROUP: ("หมวด", "รายการ(หมวด)", "ประเภทครุภัณฑ์"),
    ITEM: ("รายการครุภัณฑ์", "รายการ(cm.)", "ชื่อรายการ", "รายการ"),
    USABLE: ("จำนวนที่ใช้ได้", "ใช้ได้", "จำนวนใช้ได้"),
    REPAIR: ("จำนวนรอซ่อม", "รอซ่อม"),
    DISPOSE: ("จำนวนรอจำหน่าย", "รอจำหน่าย"),
}
EXAMPLE_ROW = ("11001", "ครุภัณฑ์การศึกษา", "โต๊ะเก้าอี้นักเรียนก่อนประถมศึกษา", "40", "2", "1")
