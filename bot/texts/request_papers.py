"""Words on the papers of a request that follow from how it went: verdicts, steps, hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.texts import paper_paragraphs, papers
from bot.texts.ratings import LEVELS
from bot.texts.request_words import STEP
from handlers.requests.vocabulary import LAWS

PERMIT, REFUSE, CLARIFY = papers.CHOICES
APPROVE, DISAPPROVE = "อนุมัติ", "ไม่อนุมัติ"
#: Where a form's director approves (memos, plans, projects) the same verdicts are called so.
VERDICT = {
    "permit": PERMIT,
    "refuse": REFUSE,
    "ask_more": CLARIFY,
    "confirm_refusal": "ยืนยันคำสั่งไม่อนุญาต",
    "sign": papers.SIGNED,
    "return": "ส่งกลับให้ทบทวน",
}
APPROVING = {**VERDICT, "permit": APPROVE, "refuse": DISAPPROVE}
#: What a step ended with, where its name does not say it.
_OUTCOME = {
    **VERDICT,
    "propose_permit": "เสนอให้อนุญาต",
    "propose_refuse": "เสนอไม่อนุญาต",
    "sent_back": "ส่งกลับให้จัดทำใหม่",
    "withdrawn": "ผู้ขอถอนคำขอ",
    "reopened": "ผู้ขอให้ดำเนินการใหม่",
    "public": "ข้อมูลเปิดเผยได้",
}
#: After «ทาง», where an officer took the request down.
CHANNEL = {
    "line": "LINE",
    "phone": "โทรศัพท์",
    "walk_in": "การติดต่อด้วยตนเอง",
    "letter": "หนังสือ",
    "email": "อีเมล",
    "passed_on": "การส่งต่อเรื่อง",
}
#: After «โดย» in a letter of reply; after «ส่งมอบข้อมูล» in the summary.
GIVEN = {
    "line": "ส่งลิงก์สำหรับดาวน์โหลดทาง LINE",
    "email": "ส่งลิงก์สำหรับดาวน์โหลดทางอีเมล",
    "paper": "มอบเอกสาร ณ สำนักงาน",
    "letter": "แนบข้อมูลมาพร้อมหนังสือนี้",
    "work": "ดำเนินการตามที่ขอ",
}
HANDED = {
    "line": "ทาง LINE",
    "email": "ทางอีเมล",
    "paper": "เป็นเอกสาร ณ สำนักงาน",
    "letter": "ทางหนังสือราชการ",
    "work": "โดยดำเนินการตามที่ขอ",
}
PROPOSAL = {"permit": "เห็นควรอนุญาต", "refuse": "เห็นควรไม่อนุญาต"}
RESULT = "ผลการพิจารณา"
AT_ONCE = "เป็นข้อมูลที่เปิดเผยได้ตามระเบียบของสำนักงาน จึงให้บริการโดยไม่ต้องขออนุญาต"
WITHDRAWN = "ผู้ขอถอนคำขอ"
NO_PURPOSE = "ตามความประสงค์ของผู้ขอ"
BY_SYSTEM = "ระบบอัตโนมัติ"
#: Where a refusal was written down without a reason: the law asks for one.
UNSTATED = "เหตุตามคำสั่งที่แจ้งไว้"
AT = papers.AT
DIRECTOR_OF, PHONE = "ผู้อำนวยการ", "โทร."
PROPOSED = "เสนอ"
#: Papers in the index of a bundle, and in the names of files.
NAMES = {
    "form": "แบบคำขอ",
    "memo": "บันทึกเสนอขออนุญาต",
    "letter": "หนังสือแจ้งผลการพิจารณา",
    "summary": "บันทึกสรุปผลการให้บริการ",
    "bundle": "เอกสารทั้งหมด",
}
FROM_REQUESTER, PREPARED = "ไฟล์แนบของผู้ขอ", "ไฟล์ที่ส่งมอบ"


def law_name(law: str | None) -> str:
    """The law of a refusal in full; what was typed in its place stays as it is."""
    return LAWS.get(law, law) if law else ""


def reason(said: str | None, law: str | None, *, appeal: bool = False) -> str:
    """Why, by which law, and where to appeal."""
    named = f"ตาม{law_name(law)}" if law else ""
    last = paper_paragraphs.appeal() if appeal else ""
    return " ".join(filter(None, (said or "", named, last)))


def opinion(proposal: str | None, said: str | None) -> str:
    """What the officer thinks: their own words, led by what they propose."""
    lead = PROPOSAL.get(proposal or "", "")
    words = said or ""
    return words if lead in words else f"{lead} {words}".strip()


def step(kind: str, title: str, outcome: str | None) -> str:
    """«ผอ.กลุ่มพิจารณา: อนุญาต»."""
    more = _OUTCOME.get(outcome or "", "")
    return f"{title or STEP[kind]}: {more}" if more else title or STEP[kind]


def clarified(question: str, answer: str, at: datetime) -> str:
    """What the requester was asked on the way and what they answered."""
    return papers.thai_digits(
        f"ระหว่างดำเนินการ ได้ขอให้ผู้ขอชี้แจงว่า «{question}» ผู้ขอชี้แจงว่า «{answer}» "
        f"เมื่อ {papers.paper_time(at)}"
    )


def proposed(person: str, at: datetime) -> str:
    """In place of a signature that is not there: the officer proposed it electronically."""
    return f"({papers.electronically(PROPOSED, person, at)})"


def decision(word: str, person: str, why: str) -> str:
    """«อนุญาต โดย …»; a refusal says why."""
    because = f" เนื่องจาก{why}" if why else ""
    return f"{word} โดย {person}{because}"


def received(at: datetime) -> str:
    """The requester said that they have it."""
    return f"ผู้ขอยืนยันว่าได้รับข้อมูลแล้ว เมื่อ {papers.paper_time(at)}"


def rating(levels: Sequence[str]) -> str:
    """«ดีมาก ๔ รายการ พอใช้ ๑ รายการ»."""
    counts = [(name, levels.count(level)) for level, name in LEVELS.items()]
    return papers.thai_digits(" ".join(f"{name} {n} รายการ" for name, n in counts if n))


def rating_rows(items: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    """The rows below `RATING_COLUMNS`."""
    return tuple(
        (papers.thai_digits(f"{number} {name}"), LEVELS[level]) for number, name, level in items
    )
