"""E-mails in words: a subject, polite paragraphs, at most one link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards import Page, Voice
from bot.texts.budget_words import alarm_text, month_text
from bot.texts.figures import polite
from bot.texts.request_words import moment_text, number_text

Json = Mapping[str, Any]
#: What people wrote is told back to them, but not without an end.
LONGEST = 200
REQUESTER = "ผู้ขอข้อมูล"


@dataclass(frozen=True)
class Mail:
    """What an e-mail says, before it has a form. `link` stands between `before` and `after`."""

    subject: str
    before: tuple[str, ...]
    link: Page | None = None
    after: tuple[str, ...] = ()


Words = Callable[[Json, Voice], Mail]
_WORDS: dict[str, Words] = {}


def mail_words(kind: str) -> Callable[[Words], Words]:
    """Register the function that words e-mails of this kind."""

    def register(function: Words) -> Words:
        if kind in _WORDS:
            raise ValueError(f"two functions word the e-mail {kind!r}")
        _WORDS[kind] = function
        return function

    return register


def known_kinds() -> set[str]:
    """Every kind of e-mail that has words."""
    return set(_WORDS)


def mail(kind: str, data: Json, voice: Voice) -> Mail:
    """The words of one e-mail. Raises KeyError for a kind without words (a bug)."""
    return _WORDS[kind](data, voice)


@mail_words("delivery")
def delivery(data: Json, voice: Voice) -> Mail:
    """What was asked for is ready (`notifying.mail_facts`)."""
    number, expires = number_text(data), data["expires_at"]
    ready = (
        f"{voice.office} จัดเตรียมข้อมูลที่ท่านขอไว้ เรื่อง «{_line(data['subject'])}» "
        f"(เลขที่คำขอ {number}) เรียบร้อยแล้ว เปิดดูและดาวน์โหลดได้ที่ลิงก์นี้"
    )
    return Mail(
        subject=f"ข้อมูลตามคำขอ {number} พร้อมแล้ว",
        before=(f"เรียน {_line(data['name']) or REQUESTER}", polite(ready, voice.particle)),
        link=Page("เปิดดูข้อมูล", "deliveries", {"d": data["delivery_id"]}, expires),
        after=(
            polite(f"ลิงก์นี้ใช้ได้ถึง {moment_text(expires)}", voice.particle),
            polite("ลิงก์นี้จัดไว้สำหรับผู้ขอเท่านั้น โปรดอย่าส่งต่อให้ผู้อื่น", voice.particle),
            polite("หากท่านไม่ได้ขอข้อมูลนี้ โปรดลบอีเมลฉบับนี้", voice.particle),
            *_ending(voice),
        ),
    )


@mail_words("test")
def test(_data: Json, voice: Voice) -> Mail:
    """Somebody at the command line wants to see an e-mail arrive."""
    said = f"อีเมลฉบับนี้ส่งเพื่อทดสอบการตั้งค่าอีเมลของ {voice.office} หากท่านได้รับ แสดงว่าใช้งานได้แล้ว"
    return Mail("ทดสอบการส่งอีเมล", (polite(said, voice.particle),), after=_ending(voice))


def _ending(voice: Voice) -> tuple[str, ...]:
    automatic = "อีเมลฉบับนี้ส่งโดยระบบอัตโนมัติ โปรดอย่าตอบกลับ"
    return (polite(automatic, voice.particle), voice.office)


def _line(text: str) -> str:
    """What a person wrote, as one line of bearable length."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


@mail_words("quota.alarm")
def quota_alarm(data: Json, voice: Voice) -> Mail:
    """Messages run low, are gone, are parked, or will not last: to who keeps them in the office."""
    said = f"ระบบถามเขตของ {voice.office} แจ้งเรื่องข้อความ LINE ที่เสียค่าใช้จ่าย: {alarm_text(data)}"
    how = "ดูรายละเอียดได้โดยพิมพ์ «งบข้อความ» ในแชตของสำนักงาน"
    return Mail(
        f"ข้อความ LINE เดือน {month_text(data['month'])}",
        (polite(said, voice.particle), polite(how, voice.particle)),
        after=_ending(voice),
    )
