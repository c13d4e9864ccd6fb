"""The column names of lists of schools: the national one first, then other spellings."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "smis": ("รหัสโรงเรียน 8 หลัก (SMIS)", "รหัส Smis", "รหัสโรงเรียน"),
    "moe": ("รหัสโรงเรียน 10 หลัก (MOE)", "รหัสกระทรวง 10 หลัก", "รหัสกระทรวง (10 หลัก)"),
    "name": ("โรงเรียน", "ชื่อโรงเรียน"),
    "province": ("จังหวัด",),
    "area_code": ("รหัส สพท.", "รหัสเขต"),
    "area_name": ("สพท.", "ชื่อเขต"),
    "kind": ("ประเภท", "ประเภทการศึกษา"),
    "amphoe": ("อำเภอ",),
    "tambon": ("ตำบล",),
    "network": ("เครือข่าย", "กลุ่มโรงเรียน"),
    "phone": ("โทรศัพท์",),
}
