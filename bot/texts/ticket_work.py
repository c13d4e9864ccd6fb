"""A ticket's card for whoever works on it: what to do by where it stands; what is pushed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Open, Page, Place, Say, Style, Text, Voice
from bot.texts import ticket_work_facts as facts
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.handling_facts import LATE
from bot.texts.ticket_words import (
    CATEGORY,
    DONE,
    ICON,
    OUTCOME,
    STATUS,
    URGENCY_LONG,
    moment_text,
    number_text,
    short,
)
from handlers.contacts import first_number

Json = Mapping[str, Any]
FLOW, REPAIRS, INCIDENTS = "ticket_work", "repair", "incident"
CONFERENCE = "conference"
LABELS = {
    "take": "รับงาน",
    "advise": "ให้คำแนะนำ",
    "articles": "ส่งคำแนะนำจากคลัง",
    "tell": "ตอบผู้แจ้ง",
    "ask": "ถามผู้แจ้ง",
    "answered": "บันทึกคำตอบผู้แจ้ง",
    "visit": "นัดเข้าแก้ไข",
    "solve": "แก้ไขแล้ว",
    "send": "ส่งซ่อม",
    "back": "เครื่องกลับมาแล้ว",
    "memo": "บันทึกข้อความ (PDF)",
    "pass_on": "ส่งต่อ",
    "note": "บันทึกภายใน",
    "category": "เปลี่ยนหมวด",
    "urgency": "เปลี่ยนความเร่งด่วน",
    "asset": "เลขครุภัณฑ์",
    "merge": "รวมเรื่อง",
    "split": "แยกเรื่อง",
    "incident": "เหตุขัดข้อง",
    "switch": "แจ้งย้ายช่องทาง",
    "undo": "ยกเลิกรายการล่าสุด",
    "history": "ดูประวัติ",
    "photos": "ดูรูป",
    "erase": "ลบรูป",
    "more": "เพิ่มเติม",
}
#: What comes first, by where it stands; at most five, and the rest behind «เพิ่มเติม».
_MAIN: dict[str, tuple[str, ...]] = {
    "reported": ("take", "advise", "tell", "ask", "visit"),
    "reopened": ("take", "visit", "tell", "ask", "solve"),
    "advised": ("solve", "visit", "tell", "ask", "send"),
    "assigned": ("solve", "visit", "tell", "ask", "send"),
    "visiting": ("solve", "send", "visit", "tell", "ask"),
    "in_repair": ("back", "memo", "tell", "solve", "ask"),
    "waiting_reporter": ("answered", "tell", "visit", "solve", "note"),
}
_OTHERS = ("take", "switch", "tell", "ask", "note", "history")
_DONE = ("switch", "note", "undo", "history")
#: Short labels first: they stand two to a line.
_REST = (
    "take", "advise", "tell", "ask", "visit", "solve", "send", "note", "pass_on", "category",
    "asset", "merge", "split", "incident", "history", "erase", "back", "memo", "articles",
    "urgency", "undo", "answered",
)  # fmt: skip
#: Those that need more than an open ticket.
_SOMETIMES = frozenset({"take", "answered", "back", "memo", "merge", "undo", "erase"})
_MOST = 5
_OPEN = frozenset(_MAIN)
LEADS = {
    "taken": "รับงานแล้ว",
    "told": "ส่งถึงผู้แจ้งแล้ว",
    "told_in_vain": "บันทึกแล้ว แต่ผู้แจ้งไม่ได้รับทาง LINE โปรดโทรแจ้ง",
    "advised": "ส่งคำแนะนำแล้ว",
    "asked": "ส่งคำถามแล้ว หยุดนับเวลาจนกว่าผู้แจ้งจะตอบ",
    "asked_in_vain": "บันทึกคำถามแล้ว แต่ผู้แจ้งไม่ได้รับทาง LINE โปรดโทรถาม แล้วกด «บันทึกคำตอบผู้แจ้ง»",
    "answered": "บันทึกคำตอบแล้ว เริ่มนับเวลาต่อ",
    "visiting": "บันทึกนัดและแจ้งผู้แจ้งแล้ว",
    "visiting_in_vain": "บันทึกนัดแล้ว แต่ผู้แจ้งไม่ได้รับทาง LINE โปรดโทรแจ้ง",
    "solved_in_vain": "บันทึกว่าแก้ไขแล้ว แต่ผู้แจ้งไม่ได้รับทาง LINE โปรดโทรแจ้ง",
    "solved": "บันทึกว่าแก้ไขแล้ว ผู้แจ้งจะยืนยันหรือเปิดเรื่องอีกครั้งได้",
    "sent": "ส่งซ่อมแล้ว แจ้งผู้เกี่ยวข้องแล้ว",
    "sent_in_vain": "บันทึกการส่งซ่อมแล้ว แต่ยังไม่มีพัสดุที่รับ LINE ได้ โปรดพิมพ์บันทึกข้อความส่งเอง",
    "back": "บันทึกผลการซ่อมแล้ว",
    "noted": "บันทึกภายในแล้ว ผู้แจ้งไม่เห็น",
    "sorted": "แก้ไขแล้ว",
    "passed": "ส่งต่อแล้ว",
    "merged": "รวมเรื่องแล้ว นี่คือเรื่องที่ดำเนินการต่อ",
    "split": "แยกเป็นเรื่องใหม่แล้ว",
    "undone": "ยกเลิกรายการล่าสุดแล้ว",
    "kept": "ไม่มีอะไรเปลี่ยนแปลง",
    "erased": "ลบรูปแล้ว",
}


def known_leads() -> set[str]:
    """Everything that a card may begin with."""
    return set(LEADS)


def label(step: str, data: Json) -> str:
    """What a button is called on this card."""
    if step == "visit" and data["status"] == "visiting":
        return "เลื่อนนัด"
    if step == "take" and data.get("technician") and not data.get("mine"):
        return "รับงานต่อ"
    return LABELS[step]


def choices(data: Json, *, more: bool) -> dict[str, str]:
    """The buttons of the card by their steps, in order: the main ones, or the rest."""
    main, rest = _steps(data)
    shown = rest if more else [*main, *(["more"] if rest else [])]
    return {step: label(step, data) for step in shown}


def able(data: Json) -> set[str]:
    """What can be done with it by whoever looks, now."""
    can, status = data["can"], data["status"]
    found = {"history", *(["erase"] if can["work"] and data["files"] else [])}
    if not can["work"]:
        return found
    found |= {"note", *(["undo"] if can["undo"] else [])}
    # A conference may move also when its room was set up and the ticket counts as solved.
    moves = data["form"] == CONFERENCE and status != "closed"
    found |= {"switch"} if moves else set()
    if status not in _OPEN:
        return found
    repair = data.get("repair")
    away = repair is not None and not repair["done_at"]
    found |= set(_REST) - _SOMETIMES
    found |= {"take"} if not data["mine"] or status in ("reported", "reopened") else set()
    found |= {"answered"} if status == "waiting_reporter" else set()
    found |= {"back"} if away else set()
    found |= {"memo"} if repair else set()
    found |= {"merge"} if can["merge"] else set()
    return found - ({"ask"} if status == "waiting_reporter" else set())


def _steps(data: Json) -> tuple[list[str], list[str]]:
    found = able(data)
    main = _main(data)
    first = [step for step in main if step in found][:_MOST]
    rest = [step for step in _REST if step in found and step not in first]
    return first, rest


def _main(data: Json) -> tuple[str, ...]:
    if not data["can"]["work"] or data["status"] not in _OPEN:
        return _DONE
    if data["technician"] and not data["mine"]:
        return _OTHERS
    main = _MAIN[data["status"]]
    if data["form"] == CONFERENCE:
        main = (main[0], "switch", *main[1:])
    return main if "take" in main or data["mine"] else ("take", *main)


@words("mending.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One ticket, for one of the staff. `lead` says what was just done."""
    head = f"{number_text(data)} {CATEGORY[data['category']]}"
    rows = tuple(facts.rows(data))
    body = [*_lead(data, voice), *_looking(data), *facts.lines(data)]
    note = _note(data)
    return [
        Card(
            alt=" · ".join([head, facts.subtitle(data), *body, *facts.plain(list(rows)), *note]),
            title=head,
            subtitle=facts.subtitle(data),
            icon=ICON[data["category"]],
            tone=_tone(data),
            body=tuple(body),
            rows=rows,
            note="  ".join(note),
            buttons=(*buttons(data, more=False), *_links(data)),
            beside=True,
        )
    ]


@words("mending.more")
def more(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The rest of the buttons."""
    listed = [f"{n}. {said}" for n, said in enumerate(choices(data, more=True).values(), 1)]
    return [
        Card(
            alt=" · ".join([f"เพิ่มเติม {number_text(data)}", *listed]),
            title="เพิ่มเติม",
            subtitle=f"{number_text(data)} {short(data['subject'], 80)}",
            icon=ICON[data["category"]],
            buttons=(*buttons(data, more=True), *_links(data)),
            beside=True,
        )
    ]


@words("ticket.task")
def task(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pushed: a ticket waits for one of the staff. It may be forwarded: it holds no link."""
    ticket, last = data["ticket"], data["last"]
    title = _PUSHED.get(last["kind"], "มีความเคลื่อนไหวในงานแจ้งปัญหา")
    due = [f"กำหนด {moment_text(ticket['due_at'])}"] if ticket["due_at"] else []
    said = [_news(last)] if last["kind"] != "report" else []
    where = short(ticket["place"], 100)
    lines = [*filter(None, said), f"«{short(ticket['subject'], 300)}»", where, *due]
    head = f"{number_text(ticket)} {CATEGORY[ticket['category']]}"
    urgency = URGENCY_LONG[ticket["urgency"]]
    value = f"{ticket['id']}:{ticket['version']}"
    untaken = ticket["status"] in ("reported", "reopened")
    take = [Do(LABELS["take"], FLOW, "take", value, style=Style.PRIMARY)] if untaken else []
    style = Style.SECONDARY if untaken else Style.PRIMARY
    return [
        Card(
            alt=" · ".join([polite(title, voice.particle), head, urgency, *lines]),
            title=title,
            subtitle=f"{head} · {urgency}",
            icon=ICON[ticket["category"]],
            tone=_PRESSING.get(ticket["urgency"], "calm"),
            body=tuple(lines),
            buttons=(*take, Do("เปิดเรื่อง", FLOW, "open", value, shown=head, style=style)),
            beside=True,
        )
    ]


@words("mending.moved")
def moved(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pressed too late: who did what meanwhile; the card as it is now stands below."""
    when = facts.near_text(data["at"], data["now"])
    who = "ท่าน" if data["mine"] else short(data["by"] or "ระบบ", 80)
    if not data["staff"]:
        who = f"ผู้แจ้ง {who}" if data["by"] else "ผู้แจ้ง"
    done = f"{number_text(data)} {who} {_verb(data)}เมื่อ {when}"
    now = f"ตอนนี้ «{STATUS[data['status']]}» การกดครั้งนี้จึงยังไม่มีผล นี่คือข้อมูลล่าสุด"
    return [Text(f"{polite(done, voice.particle)}\n{now}")]


def _verb(data: Json) -> str:
    if data["kind"] == "message":
        return "เพิ่มข้อความ" if not data["staff"] else "ตอบผู้แจ้งไปแล้ว"
    said = DONE[data["kind"]]
    return f"{said}ไปแล้ว".replace("แล้วไปแล้ว", "ไปแล้ว")


#: Why somebody is told, by what was said or done last.
_PUSHED = {
    "report": "มีเรื่องแจ้งใหม่",
    "reopened": "ผู้แจ้งเปิดเรื่องอีกครั้ง",
    "message": "ผู้แจ้งตอบกลับ",
    "joined": "มีคนในโรงเรียนแจ้งเรื่องเดียวกัน",
    "passed": "มีงานส่งต่อถึงท่าน",
    "sorted": "มีงานที่ย้ายหมวดมาถึงท่าน",
    "repaired": "เครื่องกลับจากซ่อมแล้ว",
    "split": "มีเรื่องแยกใหม่",
}
_PRESSING = {"exam": "alert", "stopped": "sorry"}


def _news(last: Json) -> str:
    """«มะลิ ตัวอย่าง: ห้องธุรการค่ะ», or what came of a repair."""
    outcome = OUTCOME.get(str(last["facts"].get("outcome")), "")
    said = " ".join(filter(None, (outcome, facts.said(last))))
    by = short(last["by"] or "", 80)
    return f"{by}: {said}" if said and by else said or by


def _tone(data: Json) -> str:
    pressing = data["urgency"] in _PRESSING and data["status"] in _OPEN
    return "alert" if data["late"] else "sorry" if pressing else "calm"


def _lead(data: Json, voice: Voice) -> list[str]:
    said = LEADS.get(str(data.get("lead")))
    return [polite(said, voice.particle)] if said else []


def _looking(data: Json) -> list[str]:
    names = [short(name, 60) for name in data["looking"]]
    return [f"👀 {', '.join(names)} กำลังเปิดดูอยู่"] if names else []


def _note(data: Json) -> list[str]:
    notes = [LATE] if data["late"] else []
    if data.get("reachable") is False:
        notes.append("ผู้แจ้งไม่มี LINE กับเราหรือปิดกั้นไว้ ต้องติดต่อทางโทรศัพท์")
    return notes


def buttons(data: Json, *, more: bool) -> list[Button]:
    """The buttons of a card; the first main one stands out."""
    found: list[Button] = []
    for n, (step, said) in enumerate(choices(data, more=more).items()):
        work = data["can"]["work"] and data["status"] in _OPEN
        style = Style.PRIMARY if n == 0 and not more and work else Style.SECONDARY
        found.append(_button(step, said, data, style))
    return found


def _button(step: str, said: str, data: Json, style: Style) -> Button:
    value = f"{data['id']}:{data['version']}"
    if step == "incident":
        return Do(said, INCIDENTS, "from_ticket", value, style=style)
    if step == "switch":
        return Do(said, CONFERENCE, "switch", value, style=style)
    if step == "back":
        return Do(said, REPAIRS, "finish", f"{data['repair']['id']}:0", style=style)
    if step == "memo":
        return memo(data["repair"]["id"], data["link"], style)
    return Do(said, FLOW, step, value, style=style)


def memo(repair_id: int, link: Json, style: Style = Style.SECONDARY) -> Page:
    """A button that opens the memo of a repair, for the person that the link was made for."""
    claims = {"k": "repair", "repair": repair_id, "p": link["p"]}
    return Page(LABELS["memo"], "papers", claims, until=link["until"], style=style)


def album(data: Json, style: Style = Style.LINK) -> Page:
    """A button that opens the photos of a ticket, for the person that the link was made for."""
    claims = {"t": data["id"], "p": data["link"]["p"]}
    said = f"ดูรูป/ไฟล์ ({data['files']:,})"
    return Page(said, "photos", claims, until=data["link"]["until"], style=style)


def _links(data: Json) -> list[Button]:
    found: list[Button] = [album(data)] if data["files"] else []
    phone = first_number(str(data["reporter"].get("phone") or ""))
    if phone:
        found.append(Open("โทรหาผู้แจ้ง", f"tel:{phone}"))
    return found


@words("mending.not_staff")
def not_staff(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Somebody without a post in the office asks for the list of all."""
    text = polite("ส่วนนี้สำหรับเจ้าหน้าที่ผู้รับผิดชอบงานแจ้งปัญหา", voice.particle)
    more = "ติดตามเรื่องของท่านได้ โดยพิมพ์ «สถานะ»"
    return [Text(f"{text}\n{more}", (Say("สถานะ", "สถานะ"), Say("เมนู", "เมนู")))]
