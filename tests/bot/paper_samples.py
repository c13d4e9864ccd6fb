"""Papers of an office that does not exist, and who signs them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.documents.papers import (
    Decision,
    IndexEntry,
    IndexPaper,
    LetterPaper,
    MemoPaper,
    Opinion,
    Requester,
    RequestPaper,
    Signer,
)
from bot.texts import paper_paragraphs as paragraphs
from bot.texts import papers as words

#: Half past two in the afternoon in Bangkok.
AT = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
VERIFY = "https://desk.example.go.th/verify/Ab12"
OFFICE = "สพป.ตัวอย่าง เขต 9"
NUMBER = "คข. 1/2570 (ปีงบประมาณ)"
OFFICER = Signer("นางสาวสมศรี ใจดี", "นักวิชาการศึกษาชำนาญการ")
GROUP = "ผู้อำนวยการกลุ่มนโยบายและแผน"
ACTING = Signer("นายมานะ รักเรียน", "นักวิเคราะห์นโยบายและแผน", "รักษาราชการแทน", GROUP, "12/2569")
DEPUTY = Signer(
    "นางวันดี ศรีสุข", "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "ปฏิบัติราชการแทน", f"ผู้อำนวยการ{OFFICE}"
)
PERMITTED = Decision(words.PERMIT, ACTING, AT, VERIFY)

REQUEST = RequestPaper(
    title=words.REQUEST_TITLE,
    office=OFFICE,
    number=NUMBER,
    rows=(
        ("ชื่อ", "นายวิชัย"),
        ("นามสกุล", "แสงทอง"),
        ("มีความประสงค์ขอข้อมูลเกี่ยวกับ", "จำนวนนักเรียน ป.1-ม.3 ปีการศึกษา 2568"),
        ("เพื่อนำไปใช้", "วางแผนอัตรากำลัง"),
        ("อีเมล", "wichai2@example.com"),
        ("หมายเหตุ", ""),
    ),
    requester=Requester("นายวิชัย แสงทอง", "ครู", "โรงเรียนบ้านนา", AT),
    made=AT,
    opinion=Opinion("ไม่มีข้อมูลส่วนบุคคล เห็นควรอนุญาต", OFFICER, AT),
    decisions=(PERMITTED,),
)
MEMO = MemoPaper(
    office=OFFICE,
    agency=f"{OFFICE} กลุ่มนโยบายและแผน โทร. 0 2000 1111",
    subject=paragraphs.PERMISSION_SUBJECT,
    to=GROUP,
    body=("ด้วยมีผู้ยื่นคำขอ", "จึงเรียนมาเพื่อโปรดพิจารณา"),
    signer=OFFICER,
    made=AT,
)
LETTER = LetterPaper(
    office=OFFICE,
    sender=(OFFICE, "99 ถนนตัวอย่าง อำเภอเมือง 57000"),
    subject=paragraphs.REPLY_SUBJECT,
    to="นายวิชัย แสงทอง",
    body=("ตามที่ท่านขอข้อมูล นั้น", "จึงเรียนมาเพื่อโปรดทราบ"),
    signer=DEPUTY,
    made=AT,
    contact=("กลุ่มนโยบายและแผน", "โทร. 0 2000 1111"),
)
INDEX = IndexPaper(
    office=OFFICE,
    number=NUMBER,
    subject="จำนวนนักเรียน",
    requester="นายวิชัย แสงทอง",
    entries=(IndexEntry("แบบคำขอ", AT, 1), IndexEntry("หนังสือแจ้งผล (ยังไม่ลงเลข)")),
    file_code="ศธ 04009/คข/1",
    keep_until=date(2037, 12, 31),
    keep_years=10,
    made=AT,
)
