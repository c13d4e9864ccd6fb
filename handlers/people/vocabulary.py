"""What a post is called on papers where nobody says otherwise, and how a school is named."""

from __future__ import annotations

from models.people import Role

SCHOOL = "โรงเรียน"
#: `{school}` and `{group}` are the names as they are written.
TITLES = {
    Role.TEACHER: "ครู",
    Role.SCHOOL_ADMIN: "เจ้าหน้าที่ธุรการโรงเรียน",
    Role.SCHOOL_DIRECTOR: "ผู้อำนวยการ{school}",
    Role.NETWORK_CHAIR: "ประธานเครือข่ายสถานศึกษา",
    Role.OFFICER: "เจ้าหน้าที่{group}",
    Role.TECHNICIAN: "นักวิชาการคอมพิวเตอร์",
    Role.AV_OFFICER: "เจ้าหน้าที่โสตทัศนศึกษา",
    Role.SUPPLIES: "เจ้าหน้าที่พัสดุ",
    Role.GROUP_DIRECTOR: "ผู้อำนวยการ{group}",
    Role.DEPUTY_DIRECTOR: "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
    Role.AREA_DIRECTOR: "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
    Role.AUDITOR: "ผู้ตรวจสอบภายใน",
    Role.ADMIN: "ผู้ดูแลระบบ",
    Role.GUEST: "บุคคลภายนอก",
}


def title(role: Role, school: str | None, group: str | None) -> str:
    """The usual title of a post."""
    return TITLES[role].format(school=school_name(school or ""), group=group or "")


def school_name(name: str) -> str:
    """A school's name with the word for school before it."""
    return name if name.startswith(SCHOOL) else f"{SCHOOL}{name}"
