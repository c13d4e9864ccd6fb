"""Words of people that every door shares: roles, kinds of acting, central systems, posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.texts.figures import thai_date

Json = Mapping[str, Any]
#: What stands for whoever worked at the command line.
MACHINE = "เครื่องของสำนักงาน"
ROLES = {
    "teacher": "ครู",
    "school_admin": "ธุรการโรงเรียน",
    "school_director": "ผอ.โรงเรียน",
    "network_chair": "ประธานเครือข่าย",
    "officer": "เจ้าหน้าที่",
    "technician": "ช่างเทคนิค/คอมพิวเตอร์",
    "av_officer": "เจ้าหน้าที่โสตทัศนศึกษา",
    "supplies": "เจ้าหน้าที่พัสดุ",
    "group_director": "ผอ.กลุ่ม",
    "deputy_director": "รอง ผอ.เขต",
    "area_director": "ผอ.เขต",
    "auditor": "ผู้ตรวจสอบ",
    "admin": "ผู้ดูแลระบบ",
    "guest": "บุคคลภายนอก",
}
ACTING = {
    "acting_for": "รักษาราชการแทน",
    "holding": "รักษาการในตำแหน่ง",
    "delegated": "ปฏิบัติราชการแทน",
    "duty": "ปฏิบัติหน้าที่",
}
SYSTEMS = {
    "dmc": "DMC", "emis": "EMIS", "bobec": "B-OBEC", "mobec": "M-OBEC", "gcode": "G-Code",
}  # fmt: skip
WISH_STATES = {
    "waiting": "รอพิจารณา",
    "approved": "อนุมัติแล้ว",
    "refused": "ไม่อนุมัติ",
    "withdrawn": "ยกเลิกแล้ว",
}
#: What somebody in this role does here, after «ท่าน».
_CAN = {
    "teacher": "ถามข้อมูลและยื่นคำขอข้อมูลได้",
    "school_admin": "ถามข้อมูลและยื่นคำขอได้ และเห็นตัวเลขทั้งหมดของโรงเรียนตน",
    "school_director": "ถามข้อมูลและยื่นคำขอได้ เห็นตัวเลขทั้งหมดของโรงเรียนตน และออกรหัสให้บุคลากรของโรงเรียนได้",
    "network_chair": "ถามข้อมูลและยื่นคำขอข้อมูลได้",
    "officer": "ตรวจสอบและจัดทำเรื่องของกลุ่ม ยื่นคำขอแทนผู้อื่น และออกรหัสให้โรงเรียนได้",
    "technician": "รับเรื่องแทนผู้อื่นและถามข้อมูลได้",
    "av_officer": "รับเรื่องแทนผู้อื่นและถามข้อมูลได้",
    "supplies": "ถามข้อมูลและยื่นคำขอข้อมูลได้",
    "group_director": "พิจารณาอนุญาตเรื่องของกลุ่ม และออกรหัสให้บุคลากรในกลุ่มได้",
    "deputy_director": "ดูเรื่องทั้งหมดและลงนามหนังสือตอบได้",
    "area_director": "ดูเรื่องทั้งหมด ยืนยันการไม่อนุญาต และลงนามหนังสือตอบได้",
    "auditor": "ดูเรื่องและบันทึกการเปลี่ยนแปลงได้",
    "admin": "ออกรหัสและอนุมัติผู้ใช้ทุกตำแหน่งได้",
    "guest": "ถามข้อมูลและยื่นคำขอข้อมูลได้",
}


def can(role: str) -> str:
    """What somebody in this role may do here."""
    return _CAN[role]


def post_text(post: Json) -> str:
    """«ครู โรงเรียนบ้านหนอง ถึง 30 ก.ย. 2570»; the place is not said twice."""
    title, place = str(post["title"]), str(post.get("place") or "")
    where = f" {place}" if place and place not in title else ""
    kind = f"{ACTING[post['kind']]} " if post.get("kind") else ""
    until = f" ถึง {thai_date(post['until'])}" if post.get("until") else ""
    return f"{kind}{title}{where}{until}"


def systems_text(systems: list[str]) -> str:
    """«DMC, EMIS»."""
    return ", ".join(SYSTEMS[system] for system in systems)


def by_whom(name: str) -> str:
    """A person's name as records keep it; whoever worked at the office's own machine has none."""
    return MACHINE if name.startswith("cli:") else name
