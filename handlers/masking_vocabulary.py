"""Thai words that names of persons follow, and that addresses in networks follow."""

from __future__ import annotations

#: After these stands a name, whatever the word is in other places.
STRICT = (
    "นาย", "นาง", "นางสาว", "น.ส.", "ด.ช.", "ด.ญ.", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "นามสกุล", "ชื่อเล่น",
    "ชื่อ", "ชื่อว่า", "ลุง", "ป้า", "น้า",
)  # fmt: skip
#: After these often stands a name, and often something else (ครูวิทยาศาสตร์).
SOFT = (
    "เด็กชาย", "เด็กหญิง", "ครู", "คุณครู", "คุณ", "ผอ.", "ผู้อำนวยการ", "รองผอ.", "อาจารย์", "น้อง", "พี่",
    "ท่าน",
)  # fmt: skip
#: After these stands somebody's address in a network.
NETWORKS = ("line", "ไลน์", "ไลน", "ไอดี", "id", "facebook", "เฟซบุ๊ก", "เฟส", "fb", "ig", "ไอจี")
#: May stand between such a word and the address.
OF_ADDRESS = ("id", "ไอดี", "line", "ไลน์")
#: With these in it, a text's days are of somebody's birth.
BIRTH = "เกิด"
#: Between the number of a house and that of its village, and before the latter.
VILLAGE, NUMBERED = "หมู่", "ที่"
