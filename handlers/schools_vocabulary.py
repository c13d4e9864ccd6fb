"""The column names of lists of schools: the national one first, then other spellings."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "smis": (
        "รหัสโรงเรียน 8 หลัก (SMIS)", "รหัส Smis", "รหัสโรงเรียน", "รหัส Smis 8 หลัก", "smis8", "smis",
    ),
    "moe": (
        "รหัสโรงเรียน 10 หลัก (MOE)", "รหัสกระทรวง 10 หลัก", "รหัสกระทรวง (10 หลัก)",
        "รหัสโรงเรียน 10 หลัก", "moe10", "moe",
    ),
    "name": ("โรงเรียน", "ชื่อโรงเรียน", "ชื่อสถานศึกษา", "ชื่อสถานศึกษา(ไทย)", "name"),
    "province": ("จังหวัด", "province"),
    "area_code": ("รหัส สพท.", "รหัสเขต", "รหัสเขตพื้นที่", "area_code"),
    "area_name": ("สพท.", "ชื่อเขต", "area_name"),
    "kind": ("ประเภท", "ประเภทการศึกษา", "type", "kind"),
    "amphoe": ("อำเภอ", "เขต/อำเภอ", "amphoe", "district"),
    "tambon": ("ตำบล", "แขวง/ตำบล", "tambon", "subdistrict"),
    "network": ("เครือข่าย", "กลุ่มโรงเรียน", "กลุ่มเครือข่าย", "ศูนย์เครือข่าย", "network"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทร", "โทร 1", "phone", "telephone"),
    "email": ("อีเมล", "อีเมล์", "email", "e-mail"),
    "website": ("เว็บไซต์", "เว็บไซท์", "website"),
    "village": ("หมู่บ้าน", "หมู่ที่", "village"),
    "postcode": ("รหัส ปณ.", "รหัสไปรษณีย์", "ไปรษณีย์", "postcode"),
    "latitude": ("ละติจูด", "lat", "latitude"),
    "longitude": ("ลองจิจูด", "lon", "long", "lng", "longitude"),
}  # fmt: skip

#: Before the name of a school, a district, a subdistrict, a province.
SCHOOL_LEAD = "โรงเรียน"
AREA_LEADS = ("อำเภอ", "อ.", "ตำบล", "ต.", "จังหวัด", "จ.")
VILLAGE = "หมู่"
#: Before an extension number; the first is how it is shown.
EXTENSION = ("ต่อ", "ext", "#")
FAX = ("fax", "แฟกซ์", "โทรสาร")
#: The code of a template's example row: such a row is passed over.
EXAMPLE = "ตัวอย่าง"
EXAMPLE_ROW = (
    EXAMPLE, "บ้านตัวอย่าง", "เมือง", "ในเมือง", "เมือง 1", "0-0000-0000", "school@example.go.th",
    "www.example.go.th", "หมู่ 1", "10000", "13.750000", "100.500000",
)  # fmt: skip
