"""An officer's cards: one request to be checked, prepared, handed over, and what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Page, Place, Show, Style, Voice
from bot.texts import handling_facts as facts
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.request_words import HAND_OVER, day_text, moment_text, number_text, short

Json = Mapping[str, Any]
FLOW = "handling"
LABELS = {
    "propose": "เสนออนุญาต",
    "refuse": "เสนอไม่อนุญาต",
    "ask": "ขอข้อมูลเพิ่ม",
    "clarify": "บันทึกคำชี้แจง",
    "classify": "แก้ประเภทข้อมูล",
    "opinion": "เพิ่มความเห็น",
    "take": "รับเรื่องไว้",
    "pass_on": "ส่งต่อกลุ่มอื่น",
    "form": "พิมพ์แบบ",
    "history": "ประวัติ",
    "attach": "แนบไฟล์",
    "upload": "อัปโหลดจากเครื่อง",
    "query": "ใช้ข้อมูลจากระบบ",
    "remove": "ลบไฟล์",
    "deliver": "ส่งมอบ",
    "finish": "ดำเนินการแล้ว",
    "submit": "ส่งตรวจทาน",
    "send_back": "ส่งกลับแก้ไข",
    "summary": "พิมพ์บันทึกสรุปผล",
    "number": "ลงเลขหนังสือ",
    "resend": "ส่งอีกครั้ง",
    "more": "เพิ่มเติม",
}
#: Which card it is, where the one who opened it is not known: by where the request stands.
MODES = {
    "submitted": "check",
    "checking": "check",
    "permitted": "prepare",
    "preparing": "prepare",
    "verifying": "verify",
    "waiting_requester": "wait",
    "delivered": "delivered",
}
#: What an officer thinks where nothing else is typed, by the kind of information.
OPINIONS = {
    "public": "เป็นข้อมูลที่เปิดเผยได้ เห็นควรอนุญาต",
    "official": "เป็นข้อมูลที่ใช้ในราชการ เห็นควรอนุญาต",
    "personal": "มีข้อมูลส่วนบุคคล เห็นควรอนุญาตเท่าที่จำเป็นตามวัตถุประสงค์",
}
_PAPERS = ("form", "summary")
_HEADINGS = {
    "check": "ตรวจสอบคำขอ",
    "prepare": "จัดทำข้อมูล",
    "verify": "ตรวจทาน",
    "wait": "รอผู้ขอชี้แจง",
    "delivered": "ส่งมอบแล้ว",
    "see": "รายละเอียดคำขอ",
}


def mode(data: Json) -> str:
    """What is to be done by whoever sees this card."""
    return str(data.get("mode") or MODES.get(data["status"], "see"))


def label(step: str, data: Json) -> str:
    """What a button is called on this card."""
    if step == "form" and data.get("attached"):
        return "ดูไฟล์แนบ/พิมพ์แบบ"
    if step == "deliver" and data.get("other") and mode(data) == "verify":
        return "ตรวจทานแล้ว ส่งมอบ"
    if step == "upload" and mode(data) == "verify":
        return "ดูไฟล์ที่จัดทำ"
    return LABELS[step]


def choices(data: Json, *, more: bool) -> dict[str, str]:
    """The buttons of the card by their steps, in order: the main ones, or the rest."""
    main, rest = _steps(data)
    shown = rest if more else [*main, *(["more"] if rest else [])]
    return {step: label(step, data) for step in shown}


def _steps(data: Json) -> tuple[list[str], list[str]]:
    now = mode(data)
    if now == "check":
        take = [] if data.get("mine") else ["take"]
        return ["propose", "refuse", "ask"], [
            "opinion", "classify", *take, "pass_on", "form", "history",
        ]  # fmt: skip
    if now == "wait":
        return ["clarify"], ["form", "history"]
    if now == "prepare":
        return _preparing(data)
    if now == "verify":
        if data["hand_over"] == "work":
            return ["finish", "send_back", "upload"], ["form", "history"]
        own = data.get("other") and data.get("prepared_by_me")
        return [] if own else ["deliver", "send_back", "upload"], ["form", "history"]
    if now == "delivered" and data["hand_over"] == "work":
        return ["summary"], ["form", "history"]
    if now == "delivered":
        letter = ["number"] if data["hand_over"] == "letter" else []
        return ["summary", *letter, "resend"], ["form", "history"]
    return ["form", "history"], []


def _preparing(data: Json) -> tuple[list[str], list[str]]:
    if data["hand_over"] == "work":
        return ["finish", "attach", "ask"], [
            *(["remove"] if data["files"] else []), *([] if data.get("mine") else ["take"]),
            "form", "history",
        ]  # fmt: skip
    ready = data["files"] or data["query"] or data["hand_over"] in ("paper", "letter")
    hand_on = [("submit" if data.get("other") else "deliver")] if ready else []
    remove = ["remove"] if data["files"] else []
    take = [] if data.get("mine") else ["take"]
    main = [*hand_on, "attach", "query", *([] if ready else ["upload"])]
    rest = [*(["upload"] if ready else []), *remove, "ask", *take, "form", "history"]
    return main, rest


def card(data: Json, place: Place, voice: Voice) -> list[Message]:
    """The card of one request for its officer, or for somebody who only looks."""
    heading = f"{_HEADINGS[mode(data)]} {number_text(data)}"
    lines = [*_lead(data, voice), *_body(data)]
    return [
        Card(
            alt=facts.alt(f"{heading} {facts.subtitle(data)}", lines),
            title=_HEADINGS[mode(data)],
            subtitle=f"{facts.title(data)} · {facts.subtitle(data)}",
            icon="📄",
            tone="sorry" if data.get("late") else "calm",
            body=tuple(lines),
            note=_note(data),
            buttons=tuple(buttons(data, more=False)),
        )
    ]


def _lead(data: Json, voice: Voice) -> list[str]:
    said = {
        "delivered": f"ส่งมอบแล้ว {HAND_OVER[data['hand_over']]}",
        "resent": "ส่งให้ผู้ขออีกครั้งแล้ว",
        "numbered": "บันทึกเลขหนังสือแล้ว",
        "taken": "รับเรื่องไว้แล้ว",
        "classified": "แก้ประเภทข้อมูลแล้ว",
        "clarified": "บันทึกคำชี้แจงแล้ว",
        "removed": "ลบไฟล์แล้ว",
        "query": "ใช้คำตอบนี้ส่งมอบแล้ว",
        "sent_back": "ส่งกลับไปจัดทำใหม่แล้ว",
    }.get(str(data.get("lead")))
    return [polite(said, voice.particle)] if said else []


def _body(data: Json) -> list[str]:
    lines = facts.asked(data)
    if mode(data) == "delivered":
        return [*lines, *facts.prepared(data), *_delivery(data), *_letter(data)]
    lines += [facts.ways(data), facts.kind(data), *facts.opinion(data), *facts.clarified(data)]
    if mode(data) == "wait" and data.get("question"):
        lines.append(f"ถามผู้ขอว่า: {short(data['question'], 300)}")
    return [*lines, *facts.refusal(data), *facts.prepared(data), *_letter(data)]


def _delivery(data: Json) -> list[str]:
    known = data.get("delivery")
    if not known:
        return [f"ส่งมอบ: {HAND_OVER[data['hand_over']]}"]
    lines = [f"ส่งมอบ: {HAND_OVER[data['hand_over']]} เมื่อ {moment_text(known['made_at'])}"]
    if data["hand_over"] in ("line", "email"):
        opened = f" · เปิดแล้ว {known['opened']:,} ครั้ง" if known["opened"] else " · ยังไม่ได้เปิด"
        lines.append(f"ลิงก์ใช้ได้ถึง {moment_text(known['expires_at'])}{opened}")
    if known["received_at"]:
        lines.append(f"ผู้ขอยืนยันว่าได้รับแล้ว {moment_text(known['received_at'])}")
    return lines


def _letter(data: Json) -> list[str]:
    if data["hand_over"] != "letter" or not data.get("letter_number"):
        return []
    return [f"เลขหนังสือ: {data['letter_number']} ลงวันที่ {day_text(data['letter_date'])}"]


def _note(data: Json) -> str:
    notes = []
    if data.get("reachable") is False:
        phone = f" โทร. {data['phone']}" if data.get("phone") else ""
        notes.append(f"ผู้ขอไม่มี LINE กับเราหรือปิดกั้นไว้ ต้องติดต่อทางอื่น{phone}")
    if mode(data) == "verify" and data.get("other") and data.get("prepared_by_me"):
        notes.append("ท่านเป็นผู้จัดทำ แบบนี้ให้เจ้าหน้าที่อื่นตรวจทานก่อนส่งมอบ")
    if data.get("officer") and data.get("mine") is False and mode(data) in ("check", "prepare"):
        notes.append(f"ผู้รับเรื่อง: {data['officer']}")
    return "  ".join(notes)


def buttons(data: Json, *, more: bool) -> list[Button]:
    """The buttons of a card; the first main one stands out."""
    found: list[Button] = []
    for n, (step, said) in enumerate(choices(data, more=more).items()):
        style = Style.PRIMARY if n == 0 and not more and mode(data) != "see" else Style.SECONDARY
        found.append(button(step, said, data, style))
    if data["query"] and not more and mode(data) in ("check", "prepare", "verify"):
        found.append(Show("ดูคำตอบจากระบบ", data["query"]))
    return found


def button(step: str, said: str, data: Json, style: Style = Style.SECONDARY) -> Button:
    """One standing button. A page opens at once where the link is known to be for its reader."""
    link = data.get("link")
    if link and step in _PAPERS:
        return paper(said, step, data, style)
    if link and step == "upload":
        claims = {"r": data["id"], "p": link["p"]}
        return Page(said, "uploads", claims, until=link["until"], style=style)
    return Do(said, FLOW, step, f"{data['id']}:{data['version']}", style=style)


def paper(said: str, kind: str, data: Json, style: Style = Style.SECONDARY) -> Page:
    """A button that opens a paper of the request, for the person that the link was made for."""
    link = data["link"]
    claims = {"r": data["id"], "k": kind, "p": link["p"]}
    return Page(said, "papers", claims, until=link["until"], style=style)


@words("handling.more")
def more(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    listed = [f"{n}. {said}" for n, said in enumerate(choices(data, more=True).values(), 1)]
    return [
        Card(
            alt=facts.alt(f"เพิ่มเติม {number_text(data)}", listed),
            title="เพิ่มเติม",
            subtitle=number_text(data),
            icon="📄",
            buttons=tuple(buttons(data, more=True)),
        )
    ]
