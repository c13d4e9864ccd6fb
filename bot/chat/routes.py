"""The one table of words and what they lead to. Every one works whenever it is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.chat.flow import Notice

#: The word that leaves any flow.
CANCEL = "ยกเลิก"
_POLITE = re.compile(r"(?:\s*(?:นะ|น่ะ|หน่อย|ค่ะ|คะ|ครับ|คับ|ครับผม|ค่า|จ้า|จ้ะ|จ๊ะ))+$")
#: «จป. 1/2570»: a few letters, the number, the year.
_NUMBER = re.compile(r"[ก-ฮ]{1,4}\.?\s*[\d๐-๙]{1,6}\s*/\s*[\d๐-๙]{4}")
_SPACES = re.compile(r"[\s\u200b-\u200d\ufeff]+")


@dataclass(frozen=True)
class Start:
    """A word starts this flow, at its first step unless another is named.

    `text` is what was typed behind the word («ลงทะเบียน ABCD2345»).
    """

    flow: str
    step: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Tell:
    """A word is answered at once by this notice; where there is a flow of that name, by its first
    step."""

    notice: Notice
    flow: str = ""


MENU_FLOW = "menu"
MENU = Tell(Notice("menu"), MENU_FLOW)
HELP = Tell(Notice("help"))

WORDS: dict[str, Start | Tell] = {
    "เมนู": MENU,
    "menu": MENU,
    "ช่วยเหลือ": HELP,
    "วิธีใช้": HELP,
    "help": HELP,
    "ทำอะไรได้บ้าง": HELP,
    "ถามข้อมูล": Start("guide"),
    "สอบถามข้อมูล": Start("guide"),
    "อยากถามข้อมูล": Start("guide"),
    "ถามข้อมูลทีละขั้น": Start("guide"),
    "ขอข้อมูล": Start("request"),
    "ยื่นคำขอข้อมูล": Start("request"),
    "แบบคำขอข้อมูล": Start("request"),
    "แบบคำขอข้อมูลสารสนเทศ": Start("request", text="แบบคำขอข้อมูลสารสนเทศ"),
    "ขอเข้าถึงข้อมูล": Start("request", text="ขอเข้าถึงข้อมูล"),
    "แบบคำร้องขอเข้าถึงข้อมูลสารสนเทศ": Start("request", text="ขอเข้าถึงข้อมูล"),
    "ขอใช้บริการ": Start("request", "services"),
    "ขอรับบริการ": Start("request", "services"),
    "บริการอื่น": Start("request", "services"),
    "บริการอื่น ๆ": Start("request", "services"),
    "แบบฟอร์ม": Start("request", "services"),
    "แบบคำขอลงทะเบียนใช้ internet": Start("request", text="แบบคำขอลงทะเบียนใช้ Internet"),
    "ขอใช้ internet": Start("request", text="ขอใช้ Internet"),
    "ขอใช้อินเทอร์เน็ต": Start("request", text="ขอใช้ Internet"),
    "แบบบันทึกขอให้ดำเนินการ": Start("request", text="ขอให้ดำเนินการ"),
    "ขอให้ดำเนินการ": Start("request", text="ขอให้ดำเนินการ"),
    "แบบฟอร์มเสนอโครงการ": Start("request", text="เสนอโครงการ"),
    "เสนอโครงการ": Start("request", text="เสนอโครงการ"),
    "ขอใช้ห้องประชุม": Start("request", text="ขอใช้ห้องประชุม"),
    "จองห้องประชุม": Start("request", text="ขอใช้ห้องประชุม"),
    "ขอจัดประชุมทางไกล": Start("request", text="ขอจัดประชุมทางไกล"),
    "ประชุมทางไกล": Start("request", text="ขอจัดประชุมทางไกล"),
    "ขอยืมโสตทัศนูปกรณ์": Start("request", text="ขอยืมโสตฯ"),
    "ขอยืมอุปกรณ์": Start("request", text="ขอยืมโสตฯ"),
    "ขอทำป้าย": Start("request", text="ขอทำป้าย/งานศิลป์"),
    "งานศิลป์": Start("request", text="ขอทำป้าย/งานศิลป์"),
    "ช่วยเหลือ dmc": Start("request", text="ช่วยเหลือ DMC/EMIS"),
    "กรอกแทน": Start("request", "behalf"),
    "กรอกแทนผู้ขอ": Start("request", "behalf"),
    "สถานะ": Start("following"),
    "ติดตามเรื่อง": Start("following"),
    "ถึงไหนแล้ว": Start("following"),
    "ถอนคำขอ": Start("following", "take_back"),
    "รับเรื่อง": Start("claim"),
    "ประเมิน": Start("rating"),
    "ให้คะแนน": Start("rating"),
    "ประเมินความพึงพอใจ": Start("rating"),
    "ร้องเรียน": Start("complaint"),
    "เขียนประกาศ": Start("announcing"),
    "แจ้งประกาศ": Start("announcing"),
    "ส่งประกาศ": Start("announcing"),
    "ประกาศของฉัน": Start("announcing", "list"),
    "รับทราบ": Start("announcement"),
    "อ่านประกาศ": Start("announcement", "reading"),
    "ประกาศ": Start("notices"),
    "กำหนดส่ง": Start("notices"),
    "ต้องส่งอะไร": Start("notices"),
    "ข่าวแจ้งและกำหนดส่ง": Start("notices"),
    "บอกสถานะ": Start("round"),
    "ติดตามรอบ": Start("round", "start_work"),
    "แจ้งปัญหา": Start("ticket"),
    "แจ้งซ่อม": Start("ticket"),
    "แจ้งเสีย": Start("ticket"),
    "แจ้งปัญหา/แจ้งซ่อม": Start("ticket"),
    "แจ้งแทน": Start("ticket", "behalf"),
    "แจ้งปัญหาแทน": Start("ticket", "behalf"),
    "แจ้งเหตุขัดข้อง": Start("incident"),
    "ประกาศเหตุขัดข้อง": Start("incident"),
    "เข้าร่วม": Start("conference"),
    "เข้าร่วมประชุม": Start("conference"),
    "ไม่เข้าร่วม": Start("conference", "leave_typed"),
    "งานของฉัน": Start("tasks"),
    "งานค้าง": Start("tasks"),
    "งานที่รับผิดชอบ": Start("tasks"),
    "งานทั้งหมด": Start("ticket_work", "all"),
    "เรื่องทั้งหมด": Start("ticket_work", "all"),
    "เรื่องรอพิจารณา": Start("tasks"),
    "งบข้อความ": Start("budget"),
    "ขอข้อความเพิ่ม": Start("budget", "ask"),
    "อนุญาต": Start("deciding", "permit_typed"),
    "ไม่อนุญาต": Start("deciding", "refuse_typed"),
    "ให้ชี้แจงเพิ่ม": Start("deciding", "ask_typed"),
    "ผูกกลุ่ม": Start("group"),
    "งดแจ้งในกลุ่ม": Start("group", "off"),
    "แจ้งในกลุ่ม": Start("group", "on"),
    "ลงทะเบียน": Start("register"),
    "ผูกบัญชี": Start("register"),
    "ยืนยันตัวตน": Start("register"),
    "ข้อมูลของฉัน": Start("my_data"),
    "ข้อมูลส่วนบุคคลของฉัน": Start("my_data"),
    "pdpa": Start("my_data"),
}

#: Services of the office that the chat does not do; the word is understood and the person is
#: told how to reach the office.
BY_OFFICE = {
    "person": ("คุยกับเจ้าหน้าที่",),
}
WORDS.update(
    {
        word: Tell(Notice("by_office", {"service": service}))
        for service, words in BY_OFFICE.items()
        for word in words
    }
)


#: Words that several cards have: they mean a decision only where no card waits for them.
IDLE: dict[str, Start] = {
    "อนุมัติ": Start("deciding", "permit_typed"),
    "ไม่อนุมัติ": Start("deciding", "refuse_typed"),
    "สั่งการ": Start("deciding", "order_typed"),
}

#: Words with something behind them: a space or a colon, then what the flow's first step hears.
LEADING: dict[str, Start] = {
    "ผูกกลุ่ม": Start("group"),
    "ลงทะเบียน": Start("register"),
    "รับเรื่อง": Start("claim"),
    "ขอข้อมูลเรื่อง": Start("request"),
    "ขอข้อมูล": Start("request"),
    "สถานะ": Start("following"),
    "ถอนคำขอ": Start("following", "take_back"),
    "แจ้งปัญหา": Start("ticket"),
    "แจ้งซ่อม": Start("ticket"),
    "เขียนประกาศ": Start("announcing"),
    "อ่านประกาศ": Start("announcement", "reading"),
}
#: «ขอข้อมูล นักเรียน ป.1» is a question; only a colon makes a subject of what stands behind.
_ONLY_COLON = ("ขอข้อมูล",)
_LEADING = re.compile(
    rf"({'|'.join(w for w in LEADING if w not in _ONLY_COLON)})(?:\s*[:：]\s*|\s+)(\S.*)", re.DOTALL
)
_COLON = re.compile(rf"({'|'.join(_ONLY_COLON)})\s*[:：]\s*(\S.*)", re.DOTALL)


def plain(text: str) -> str:
    """The text as the table spells it: one kind of space, no polite ending, lower case."""
    return _POLITE.sub("", _SPACES.sub(" ", text).strip()).strip().lower()


def find(text: str) -> Start | Tell | None:
    """What this word leads to, or None when it is no word of the table."""
    whole = _SPACES.sub(" ", text).strip().lower()
    found = WORDS.get(whole) or WORDS.get(plain(text))  # «สถานะ» only looks polite
    return found or _with_more(text.strip())


def find_idle(text: str) -> Start | None:
    """What this word leads to where the person is in the middle of nothing: a record's number
    opens it."""
    if _NUMBER.fullmatch(text.strip()):
        return Start("numbers", text=text.strip())
    return IDLE.get(plain(text))


def _with_more(text: str) -> Start | None:
    match = _LEADING.fullmatch(text) or _COLON.fullmatch(text)
    return replace(LEADING[match[1]], text=match[2].strip()) if match else None


def is_cancel(text: str) -> bool:
    """Does the person want to leave the flow?"""
    return plain(text) == CANCEL
