"""The month's messages in chat: how they stand, asking for more, deciding it, alarms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.budget_words import (
    POT,
    STATE,
    WORD,
    alarm_text,
    count,
    failing_text,
    forecast_line,
    month_line,
    month_text,
    pot_line,
    rounds_text,
    verdict_text,
)
from bot.texts.figures import asking, polite
from bot.texts.people_words import by_whom
from bot.texts.request_words import moment_text, short

Json = Mapping[str, Any]
FLOW = "budget"
ASK = "ขอข้อความเพิ่ม"
UNIT = "ข้อความ"
#: The buttons of a permit.
DECIDE = {"grant": "อนุญาต", "refuse": "ไม่อนุญาต"}
LIST = "เรื่องรอพิจารณา"
_LEADS = {
    "": "",
    "decided": "เรื่องนี้พิจารณาแล้ว การกดครั้งนี้จึงไม่มีผล",
    "past": "พ้นเดือนที่ขอแล้ว จึงพิจารณาไม่ได้",
    "own": "ท่านเป็นผู้ขอ จึงต้องให้ผู้อื่นพิจารณา",
    "granted": "อนุญาตแล้ว",
    "refused": "บันทึกว่าไม่อนุญาตแล้ว",
    "asked": "ส่งเรื่องให้ผู้มีอำนาจพิจารณาแล้ว จะแจ้งผลเมื่อท่านทักเข้ามา",
}
_SLIPS = {
    "": "",
    "count": "โปรดพิมพ์จำนวนเป็นตัวเลข เช่น 40",
    "reason": "โปรดพิมพ์เหตุผลเป็นข้อความ",
    "pot": "โปรดเลือกส่วนที่จะขอเพิ่ม",
}


def known_leads() -> set[str]:
    """Everything that may stand above a permit's card."""
    return set(_LEADS)


@words("budget.month")
def month(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """This month by its shares, then the months to come."""
    now, ahead = data["month"], data["forecast"]
    title = f"{WORD} {month_text(now['month'])}"
    rows = [Row(POT[one["pot"]], detail=pot_line(one)) for one in now["pots"]]
    parked = f"พักไว้รอเดือนใหม่ {now['parked']:,} ข้อความ" if now["parked"] else ""
    asked = f"รอผู้มีอำนาจพิจารณาเพิ่ม {data['asked']:,} เรื่อง" if data["asked"] else ""
    lead = polite(month_line(now), voice.particle)
    body = tuple(filter(None, (lead, parked, asked)))
    told = " · ".join(f"{one.label}: {one.detail}" for one in rows)
    buttons: list[Button] = [Press(ASK, FLOW, "choose", "ask")] if data["may_ask"] else []
    if data["waiting"]:
        buttons.append(Say(LIST, LIST))
    return [
        Card(
            alt=" · ".join((title, *body, told)),
            title=title,
            body=body,
            rows=tuple(rows),
            buttons=tuple(buttons),
            note="ข้อความตอบกลับฟรีไม่นับ นับเฉพาะที่ส่งให้เองซึ่งเสียคนละ 1 ข้อความ",
            icon="💬",
            tone="alert" if now["left"] == 0 or now["parked"] else "calm",
        ),
        _forecast(ahead),
    ]


def _forecast(ahead: Json) -> Card:
    rows = [
        Row(
            month_text(one["month"]),
            verdict_text(one),
            detail=" · ".join(filter(None, (forecast_line(one), rounds_text(one)))),
            strong=one["verdict"] == "fails",
        )
        for one in ahead["months"]
    ]
    failing = failing_text(ahead["failing"])
    how = "คิดจากรอบที่ผ่านมาของสำนักงาน" if ahead["learned"] else "ยังไม่มีรอบที่ปิดแล้ว จึงประมาณจากรอบทั่วไป"
    lead = failing or "ทุกเดือนน่าจะพอ"
    told = " · ".join(f"{one.label} {one.value}: {one.detail}" for one in rows)
    return Card(
        alt=f"พยากรณ์ 12 เดือน: {lead} · {told} · {how}",
        title="พยากรณ์ 12 เดือน",
        subtitle=lead,
        rows=tuple(rows),
        note=how,
        icon="📅",
        tone="alert" if failing else "calm",
    )


@words("budget.not_staff")
def not_staff(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Nobody else is shown it."""
    return [Text(polite("ส่วนนี้สำหรับเจ้าหน้าที่ของสำนักงาน", voice.particle), (Say("เมนู", "เมนู"),))]


@words("budget.ask")
def ask(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is asked next: which share, how many, why. `again`: why once more."""
    what = data["what"]
    slip = _SLIPS[data["again"]]
    if what == "pot":
        question = asking("จะขอเพิ่มในส่วนใด", voice.particle)
        lines = [f"{n}. {said}" for n, said in enumerate(POT.values(), 1)]
        return [
            Card(
                alt=" ".join((slip, question, *lines)).strip(),
                title=question,
                body=tuple(filter(None, (slip, *lines))),
                buttons=(
                    *(Press(said, FLOW, "pot", key) for key, said in POT.items()),
                    Say("ยกเลิก", "ยกเลิก"),
                ),
                note="กดหรือพิมพ์หมายเลข",
                icon="💬",
                tone="ask",
            )
        ]  # fmt: skip
    if what == "count":
        question = asking(f"ขอเพิ่มกี่ข้อความสำหรับ «{POT[data['pot']]}»", voice.particle)
        more = f"เดือนนี้ยังมีให้ใช้ได้ {count(data['left'])} ข้อความ"
    else:
        question = asking("ขอเพิ่มเพื่ออะไร", voice.particle)
        more = "ผู้มีอำนาจจะเห็นเหตุผลนี้"
    return [Text("\n".join(filter(None, (slip, question, more, "พิมพ์ «ยกเลิก» เพื่อเลิก"))))]


@words("budget.permit")
def permit(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is asked for, what it would mean; the buttons for whoever decides it."""
    return [_permit(data, voice)]


@words("spending.asked")
def asked(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Somebody waits for a decision: told to whoever may give it."""
    said = polite(
        f"{by_whom(data['asked_by'])} ขออนุญาตใช้ข้อความเพิ่ม {data['messages']:,} ข้อความ",
        voice.particle,
    )
    button = Do("เปิดเรื่อง", FLOW, "open", f"{data['id']}:1", style=Style.PRIMARY)
    return [
        Card(
            alt=f"{said} เพื่อ {short(data['reason'], 300)} พิมพ์ «{LIST}» เพื่อพิจารณา",
            title=said,
            subtitle=POT[data["pot"]],
            body=(f"เพื่อ {short(data['reason'], 300)}",),
            buttons=(button,),
            note=f"พิมพ์ «{LIST}» เพื่อดูทั้งหมด",
            icon="💬",
            tone="ask",
        )
    ]


@words("spending.decided")
def decided(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Whoever asked hears what became of it."""
    verdict = "ได้รับอนุญาต" if data["granted"] else "ไม่ได้รับอนุญาต"
    if data["lapsed"]:
        verdict = f"ไม่มีผู้พิจารณาภายในเดือน {month_text(data['month'])}"
    said = f"เรื่องขอข้อความเพิ่ม {data['messages']:,} ข้อความ ({POT[data['pot']]}) {verdict}"
    why = f"เหตุผล: {short(data['words'], 300)}" if data["words"] else ""
    text = "\n".join(filter(None, (polite(said, voice.particle), why)))
    return [Text(text, (Say(WORD, WORD),))]


@words("budget.words")
def ask_words(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Why it is refused is to be typed."""
    slip = _SLIPS[data["again"]]
    question = asking("ไม่อนุญาตเพราะเหตุใด", voice.particle)
    about = f"ขอเพิ่ม {data['messages']:,} ข้อความ: {short(data['reason'], 160)}"
    return [Text("\n".join(filter(None, (slip, question, about, "พิมพ์ «ยกเลิก» เพื่อไม่ทำรายการนี้"))))]


@words("quota.alarm")
def alarm(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Messages run low, are gone, are parked, or will not last."""
    return [Text(f"⚠️ {polite(alarm_text(data), voice.particle)}", (Say(WORD, WORD),))]


def choices(data: Json) -> dict[str, str]:
    """What may be pressed or typed below a permit's card."""
    return DECIDE if data["may"] else {}


def _permit(data: Json, voice: Voice) -> Card:
    lead = polite(_LEADS[data["lead"]], voice.particle) if data["lead"] else ""
    rows = [
        Row("ส่วน", POT[data["pot"]]),
        Row("ขอเพิ่ม", f"{data['messages']:,} ข้อความ", strong=True),
        Row("คิดเป็น", f"ร้อยละ {data['percent']:,} ของเดือน"),
        Row("ใช้แล้ว", f"{data['spent']:,} จาก {count(data['share'])}"),
        Row("เดือนนี้ยังมีให้ใช้", count(data["left"])),
        Row("ค่าใช้จ่าย", "ไม่มี" if data["baht"] is None else f"{data['baht']:,.2f} บาท (ก่อน VAT)"),
        Row("ผู้ขอ", short(by_whom(data["asked_by"]), 60)),
    ]
    why = f"เพื่อ {short(data['reason'], 300)}"
    ended = _ended(data)
    told = " · ".join(f"{one.label} {one.value}" for one in rows)
    title = f"ขอข้อความเพิ่ม {month_text(data['month'])}"
    return Card(
        alt=" · ".join(filter(None, (lead, title, why, told, ended))),
        title=title,
        subtitle=STATE[data["state"]],
        body=tuple(filter(None, (lead, why, ended))),
        rows=tuple(rows),
        buttons=tuple(
            Do(said, FLOW, step, f"{data['id']}:1",
               style=Style.PRIMARY if step == "grant" else Style.SECONDARY)
            for step, said in choices(data).items()
        ),
        note="กดปุ่ม หรือพิมพ์ข้อความบนปุ่ม" if data["may"] else "",
        icon="💬",
        tone="ask" if data["may"] else "calm",
    )  # fmt: skip


def _ended(data: Json) -> str:
    if data["decided_at"] is None:
        return ""
    by = f" โดย {short(data['decided_by'], 60)}" if data["decided_by"] else ""
    why = f" เหตุผล: {short(data['words'], 300)}" if data["words"] else ""
    return f"{STATE[data['state']]} {moment_text(data['decided_at'])}{by}{why}"
