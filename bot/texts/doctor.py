"""What `doctor` says: one Thai line for each finding, and how to mend what is wrong."""

from __future__ import annotations

from typing import Any

MARKS = {"ok": "✓", "bad": "✗", "note": "!"}
ALL_WELL = "ตรวจแล้ว ไม่พบปัญหาที่ต้องแก้ไข"
SOME_BAD = "พบ {count} เรื่องที่ต้องแก้ไข (บรรทัดที่ขึ้นต้นด้วย ✗)"
COMMAND = ".venv/bin/python -m bot"

#: How to mend each setting that can be wrong.
SETTINGS = {
    "LINE_CHANNEL_SECRET": "คัดลอก Channel secret จากหน้า Basic settings (ต้องใส่คู่กับ token)",
    "LINE_CHANNEL_ACCESS_TOKEN": "ออก Channel access token จากหน้า Messaging API (ต้องใส่คู่กับ secret)",
    "LINE_API_BASE": "ลบบรรทัดนี้ออกเพื่อใช้ที่อยู่ของ LINE ตามปกติ",
    "LINE_DATA_API_BASE": "ลบบรรทัดนี้ออกเพื่อใช้ที่อยู่ของ LINE ตามปกติ",
    "PUBLIC_URL": "ใส่ที่อยู่ https ของระบบ เช่น https://bot.example.go.th (ไม่ต้องมี /callback)",
    "DATABASE_URL": "ใช้ sqlite:///var/thamkhet.db หรือ postgresql+psycopg://ผู้ใช้:รหัสผ่าน@เครื่อง/ชื่อฐานข้อมูล",
    "SECRET_KEY": "ใส่ข้อความสุ่มยาวอย่างน้อย 16 ตัวอักษร หากใช้ SQLite เว้นว่างไว้ได้ แต่ต้องเขียนไฟล์ข้างฐานข้อมูลได้",
    "SMTP_URL": (
        "ใส่ smtp://ผู้ใช้:รหัสผ่าน@เครื่อง:587 (อักขระพิเศษในรหัสผ่านเขียนเป็นรหัส % เช่น @ เป็น %40) "
        "ต่อท้ายด้วย ?from=อีเมลผู้ส่ง เมื่อชื่อผู้ใช้ไม่ใช่อีเมล หรือเว้นว่างเพื่อไม่ใช้อีเมล"
    ),
    "OFFICE_CODE": "ใส่รหัสเขตพื้นที่ 8 หลักตาม DMC เช่น 57030000",
    "GARUDA_IMAGE": "ใส่ที่อยู่ไฟล์ภาพครุฑที่เปิดอ่านได้ (PNG, JPEG หรือ SVG) หรือเว้นว่างเพื่อไม่พิมพ์ครุฑ",
    "MESSAGE_BUDGET": "ใส่จำนวนข้อความต่อเดือนเป็นตัวเลข หรือเว้นว่างเพื่อถามจาก LINE",
    "POLITE_PARTICLE": "ใส่ ค่ะ หรือ ครับ หรือ none",
    "KEEP_EVENTS_DAYS": "ใส่จำนวนวัน 1 ถึง 90",
}
ASK_ADMIN = "แก้ไขค่านี้ในไฟล์ .env"

SENTENCES = {
    "settings.good": "การตั้งค่าถูกต้อง: {office} ({code})",
    "settings.wrong": "การตั้งค่า {name} ไม่ถูกต้อง: {mend} [{said}]",
    "settings.demo_office": "ยังใช้ชื่อหรือรหัสสำนักงานตัวอย่าง: ตั้ง OFFICE_NAME และ OFFICE_CODE ในไฟล์ .env",
    "fonts.good": "มีแบบอักษร Sarabun ครบ",
    "fonts.missing": "ไม่พบแบบอักษร {names}: ติดตั้งโปรแกรมใหม่ให้ครบทุกไฟล์",
    "zone.good": "นาฬิกาเครื่องและเขตเวลาใช้ได้ (ขณะนี้ {local} น. เวลาไทย)",
    "zone.missing": "เครื่องนี้ไม่มีข้อมูลเขตเวลา Asia/Bangkok: ติดตั้งแพ็กเกจ tzdata",
    "clock.wrong": "นาฬิกาเครื่องผิด (ขณะนี้ {local} น.): ตั้งเวลาให้ตรง แล้วเปิดการตั้งเวลาอัตโนมัติ (NTP)",
    "clock.behind": "นาฬิกาเครื่องช้ากว่าเวลาที่บันทึกไว้ล่าสุดในฐานข้อมูล {minutes} นาที: ตั้งเวลาให้ตรง (NTP)",
    "files.good": "ที่เก็บไฟล์ {path} เขียนได้",
    "files.unwritable": "เขียนไฟล์ลงใน {path} ไม่ได้ ({said}): แก้สิทธิ์ของโฟลเดอร์ หรือตั้ง FILES_DIR ใหม่",
    "disk.good": "เนื้อที่ดิสก์ของ {path} เหลือ {free} GB",
    "disk.low": "เนื้อที่ดิสก์ของ {path} เหลือน้อย ({free} GB): เตรียมเพิ่มเนื้อที่",
    "disk.full": "เนื้อที่ดิสก์ของ {path} ใกล้หมด ({free} GB): ลบไฟล์ที่ไม่ใช้หรือเพิ่มเนื้อที่ทันที",
    "database.missing": "ยังไม่มีฐานข้อมูลที่ {path}: ระบบจะสร้างให้เมื่อสั่ง {command} serve หรือ db upgrade",
    "database.unreachable": "ติดต่อฐานข้อมูลไม่ได้ ({said}): ตรวจ DATABASE_URL และเครื่องฐานข้อมูล",
    "database.good": "ฐานข้อมูลใช้ได้และเป็นรุ่นปัจจุบัน ({revision})",
    "database.empty": "ฐานข้อมูลยังไม่มีตาราง: สั่ง {command} db upgrade",
    "database.older": "ฐานข้อมูลเป็นรุ่นเก่า ({revision}): หยุดบริการ สำรองข้อมูล แล้วสั่ง {command} db upgrade",
    "database.newer": "ฐานข้อมูลเป็นรุ่นใหม่กว่าโปรแกรม ({revision}): ปรับปรุงโปรแกรมให้เป็นรุ่นล่าสุด",
    "database.unwritable": "เขียนฐานข้อมูลไม่ได้ ({said}): ตรวจสิทธิ์ของไฟล์และโฟลเดอร์ และเนื้อที่ดิสก์",
    "database.network": "ไฟล์ SQLite อยู่บนดิสก์เครือข่าย ({kind}) ข้อมูลอาจเสียหาย: ย้ายมาไว้ในดิสก์ของเครื่องนี้",
    "database.sqlite": "SQLite รุ่น {version}",
    "database.sqlite_old": (
        "SQLite รุ่น {version} มีข้อบกพร่องที่พบได้ยากในการเขียนพร้อมกัน (แก้แล้วในรุ่น 3.51.3): "
        "สำรองข้อมูลสม่ำเสมอ และปรับปรุงระบบปฏิบัติการเมื่อทำได้"
    ),
    "demo.real_token": "ฐานข้อมูลนี้เป็นของชุดสาธิต ใช้กับ LINE จริงไม่ได้: ตั้ง DATABASE_URL เป็นฐานข้อมูลอื่น",
    "service.running": "บริการกำลังทำงาน (หมายเลขโปรเซส {pid})",
    "service.stopped": "ขณะนี้ไม่มีบริการทำงานอยู่: เริ่มด้วย {command} serve",
    "part.alive": "{part} ทำงานอยู่",
    "part.dead": "{part} ไม่ส่งสัญญาณ (ครั้งล่าสุด {seen}): เริ่มบริการใหม่ แล้วดูบันทึกการทำงาน",
    "part.waiting": "{part} ยังไม่ได้เริ่ม (จะเริ่มพร้อมบริการ)",
    "inbox.good": "ไม่มีข้อความเข้าที่ประมวลผลไม่ได้",
    "inbox.parked": "มีข้อความเข้า {count} รายการที่ประมวลผลไม่ได้: ดูด้วย {command} inbox parked",
    "outbox.good": "ไม่มีข้อความออกที่ติดค้าง",
    "outbox.troubled": (
        "มีข้อความออกที่ส่งไม่สำเร็จ {failed} รอเดือนใหม่ {parked} ไม่ทราบผล {unknown} รายการ: "
        "ดูด้วย {command} outbox troubled"
    ),
    "schools.good": "มีรายชื่อโรงเรียนในสังกัด {count} แห่ง",
    "schools.none": "ยังไม่มีรายชื่อโรงเรียนในสังกัด: สั่ง {command} schools import ไฟล์ และตรวจ OFFICE_CODE",
    "data.good": "มีข้อมูลที่เผยแพร่แล้ว {count} ชุด ล่าสุดปีการศึกษา {year}",
    "data.none": (
        "ยังไม่มีข้อมูลที่เผยแพร่ ผู้ใช้จะยังไม่ได้คำตอบ: สั่ง {command} data import dmc ไฟล์ "
        "--year 2568 --round 1 --publish"
    ),
    "line.emulator": "โหมดจำลอง ยังไม่ได้ต่อ LINE จริง: ลองใช้ที่หน้า /emulator/ ได้เลย เมื่อพร้อมค่อยตั้งค่า LINE",
    "line.token": "ต่อกับ LINE ได้: บัญชี {name} ({basic_id})",
    "line.refused": "LINE ไม่รับ token: ออก Channel access token ใหม่ แล้วแก้ LINE_CHANNEL_ACCESS_TOKEN",
    "line.away": "ติดต่อ LINE ไม่ได้ ({said}): ตรวจอินเทอร์เน็ตและไฟร์วอลล์ของเครื่องนี้ (api.line.me พอร์ต 443)",
    "webhook.good": "Webhook ถูกต้อง: {endpoint}",
    "webhook.unset": "ยังไม่ได้ตั้ง Webhook URL: ใน LINE Developers หน้า Messaging API ใส่ {wanted}",
    "webhook.other": "Webhook URL ชี้ไปที่ {endpoint}: แก้เป็น {wanted} ในหน้า Messaging API",
    "webhook.off": "ปิด Webhook อยู่: เปิด Use webhook ในหน้า Messaging API",
    "quota.good": "ข้อความแบบเสียเงินเดือนนี้เหลือ {left} จาก {limit}",
    "quota.unlimited": "ข้อความแบบเสียเงินเดือนนี้ไม่จำกัด (ใช้ไป {used})",
    "quota.low": "ข้อความแบบเสียเงินเดือนนี้เหลือน้อย: {left} จาก {limit} การตอบกลับทันทียังฟรี",
    "quota.gone": "ข้อความแบบเสียเงินเดือนนี้หมดแล้ว ({limit}): การตอบกลับทันทียังฟรี หรือเพิ่มแพ็กเกจ",
    "budget.good": "ข้อความที่ส่งให้เองเดือนนี้และ 12 เดือนข้างหน้าน่าจะพอ",
    "budget.alarm": "{said}: ดูด้วย {command} budget show และ {command} budget forecast",
    "groups.good": "อยู่ในกลุ่ม LINE ที่ผูกไว้ครบ {count} กลุ่ม",
    "groups.left": (
        "กลุ่ม «{name}» นำบอตออกแล้ว จึงแจ้งกำหนดส่งในกลุ่มนั้นไม่ได้: เชิญกลับเข้ากลุ่ม "
        "(LINE ให้มีบัญชีทางการได้กลุ่มละหนึ่งบัญชี หากมีบัญชีอื่นอยู่ บัญชีนี้จะออกเอง ต้องนำบัญชีนั้นออกก่อน "
        "และต้องเปิด Allow bot to join group chats) หรือสั่ง {command} group end"
    ),
    "forms.good": "แบบฟอร์มใช้ได้ {count} แบบ",
    "forms.fault": "{said} (ตรวจไฟล์ด้วย {command} form check ไฟล์ แล้วเปิดบริการใหม่)",
    "people.good": "มีเจ้าหน้าที่และ ผอ.กลุ่ม ที่รับแจ้งทาง LINE ได้: {groups}",
    "people.no_officer": "{group} ยังไม่มีเจ้าหน้าที่ คำขอข้อมูลจะไม่มีผู้รับเรื่อง: สั่ง {command} person add",
    "people.no_director": (
        "{group} ยังไม่มี ผอ.กลุ่ม คำขอข้อมูลจะไม่มีผู้อนุญาต: สั่ง {command} person add หรือ person act"
    ),
    "people.officer_unbound": (
        "เจ้าหน้าที่ของ{group} ยังไม่ได้ยืนยันตัวตนใน LINE จึงแจ้งคำขอใหม่ไม่ได้: สั่ง {command} person code"
    ),
    "people.director_unbound": (
        "ผอ.{group} ยังไม่ได้ยืนยันตัวตนใน LINE จึงอนุญาตทางโทรศัพท์ไม่ได้: สั่ง {command} person code"
    ),
    "posts.ending": (
        "มีตำแหน่งหรือคำสั่งรักษาราชการแทนที่จะสิ้นสุดใน 30 วัน {count} รายการ เริ่ม {first} ({titles}): "
        "เตรียมผู้รับช่วง"
    ),
    "requests.good": "คำขอที่กำลังดำเนินการ {count} เรื่อง มีผู้ดำเนินการต่อครบ",
    "requests.nobody": (
        "มีคำขอ {count} เรื่องที่ไม่มีผู้อนุญาตหรือลงนามรับแจ้งได้ ({numbers}): "
        "เพิ่มผู้ดำรงตำแหน่งหรือคำสั่งรักษาราชการแทนด้วย {command} person add หรือ person act"
    ),
    "requests.formless": (
        "มีคำขอ {count} เรื่องที่แบบฟอร์มหายไป ({numbers} แบบ {forms}): นำไฟล์แบบฟอร์มกลับไปไว้ใน FORMS_DIR"
    ),
    "mail.off": "ยังไม่ได้ตั้งค่าอีเมล ระบบจะไม่ส่งอีเมล: หากต้องการส่ง ตั้ง SMTP_URL ในไฟล์ .env",
    "mail.good": "ต่อกับเครื่องส่งอีเมลได้: {host} พอร์ต {port} ส่งในนาม {sender}",
    "mail.away": (
        "ติดต่อเครื่องส่งอีเมล {host} พอร์ต {port} ไม่ได้ ({said}): ตรวจ SMTP_URL อินเทอร์เน็ต และไฟร์วอลล์"
    ),
    "mail.password": "เครื่องส่งอีเมล {host} ไม่รับชื่อผู้ใช้หรือรหัสผ่าน ({said}): แก้ SMTP_URL",
    "mail.open": (
        "เครื่องส่งอีเมล {host} พอร์ต {port} ไม่เข้ารหัสการเชื่อมต่อ ระบบจึงไม่ส่งรหัสผ่าน: ใช้พอร์ต 587 หรือ smtps://"
    ),
    "mail.certificate": (
        "ใบรับรองของเครื่องส่งอีเมล {host} ใช้ไม่ได้ ({said}): ตรวจชื่อเครื่องใน SMTP_URL หรือแจ้งผู้ดูแลเครื่องนั้น"
    ),
    "mails.good": "ไม่มีอีเมลที่ติดค้าง",
    "mails.troubled": (
        "มีอีเมลที่ส่งไม่สำเร็จ {failed} ไม่ทราบผล {unknown} รายการ: ดูด้วย {command} mail troubled"
    ),
    "mails.waiting": "มีอีเมลรอส่ง {count} ฉบับ แต่ยังไม่ได้ตั้งค่าอีเมล: ตั้ง SMTP_URL ในไฟล์ .env",
}
PARTS = {
    "worker": "ตัวประมวลผล (worker)",
    "sender": "ตัวส่งข้อความ (sender)",
    "clock": "ตัวตั้งเวลา (clock)",
}
NEVER = "ไม่เคย"


def sentence(code: str, facts: dict[str, Any]) -> str:
    """The line for one finding."""
    shown = {**facts, "command": COMMAND}
    if "part" in shown:
        shown["part"] = PARTS[shown["part"]]
        shown["seen"] = shown.get("seen") or NEVER
    if code == "settings.wrong":
        shown["mend"] = SETTINGS.get(shown["name"], ASK_ADMIN)
    return SENTENCES[code].format(**shown)
