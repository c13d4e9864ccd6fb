"""Reporting trouble: what is asked, what may help, the receipt with its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.ticket_words import (
    CATEGORY,
    HINT,
    ICON,
    STATUS,
    URGENCY,
    URGENCY_LONG,
    moment_text,
    number_text,
    short,
)
from handlers.tickets.opening import LONGEST

Json = Mapping[str, Any]
FLOW, MINE, WORK = "ticket", "my_ticket", "ticket_work"
CANCEL, _STATUS, _MENU, _REPORT = "ยกเลิก", "สถานะ", "เมนู", "แจ้งปัญหา"
#: The subject of what was reported without a word.
ONLY_FILES = "ตามรูปหรือเสียงที่ส่งมา"
SILENT = {"silent": "ส่งเท่านี้"}
ADVICE = {"works": "ใช้ได้แล้ว", "broken": "ยังใช้ไม่ได้", "category": "เปลี่ยนหมวด"}
CHANGE_CATEGORY = {"category": ADVICE["category"]}
CONFIRM = {"report": "แจ้งเลย", "category": ADVICE["category"], "urgency": "เปลี่ยนความเร่งด่วน"}
SAME, APART = "เรื่องเดียวกัน", "คนละเรื่อง"
#: The other choice beside what is reported already.
OTHER = "other"
#: How people say as well that it helped, or did not.
_HELPED = {
    "works": ("ได้แล้ว", "หายแล้ว", "ใช้งานได้แล้ว", "โอเค", "ok", "ได้แล้วขอบคุณ", "เรียบร้อย", "เรียบร้อยแล้ว"),
    "broken": (
        "ไม่ได้", "ยังไม่ได้", "ไม่หาย", "ยังไม่หาย", "เหมือนเดิม", "ยังเหมือนเดิม", "ใช้ไม่ได้", "ทำแล้ว",
        "ทำแล้วไม่ได้", "ลองแล้ว", "ลองแล้วไม่ได้", "ทำตามแล้ว", "ยัง",
    ),
}  # fmt: skip
_LEADS = {
    "files": "เก็บสิ่งที่ส่งมาไว้กับเรื่องนี้แล้ว",
    "lost": "รับไฟล์นี้จาก LINE ไม่ได้ โปรดส่งใหม่เป็นภาพ",
    "location": "รับตำแหน่งแล้ว",
    "words": "เพิ่มข้อความไว้ในเรื่องแล้ว",
    "long": f"ข้อความยาวมาก เก็บไว้ {LONGEST:,} ตัวอักษรแรก",
    "no": "โปรดกดเลือก หรือพิมพ์ตอบ",
}
_SUBJECT = 120
_PICK = "กดเลือก หรือพิมพ์หมายเลข"


def same_labels(refs: Mapping[str, Json]) -> dict[str, str]:
    """What may be chosen where it is reported already."""
    if len(refs) == 1:
        return {**dict.fromkeys(refs, SAME), OTHER: APART}
    return {**{ref: f"{SAME} {number_text(one)}" for ref, one in refs.items()}, OTHER: APART}


def helped(text: str) -> str | None:
    """Whether an article helped, in other words than its buttons have."""
    said = " ".join(text.split()).lower()
    for ending in ("ค่ะ", "คะ", "ครับ", "คับ", "เลย", "จ้า"):
        said = said.removesuffix(ending).strip()
    return next((what for what, every in _HELPED.items() if said in every), None)


def about(data: Json) -> str:
    """«หมวด: 🖨️ เครื่องพิมพ์ · โรงเรียนบ้านตัวอย่าง»."""
    category = f"หมวด: {ICON[data['category']]} {CATEGORY[data['category']]}"
    where = f"แทน {data['behalf']} {data['place']}" if data.get("behalf") else data["place"]
    return " · ".join(filter(None, (category, short(where, 80))))


def _lead(data: Json, voice: Voice) -> tuple[str, ...]:
    said = _LEADS.get(str(data.get("lead")))
    if not said:
        cut = len(data.get("words") or "") >= LONGEST
        return (polite(_LEADS["long"], voice.particle),) if cut else ()
    if data["lead"] == "files":
        said = f"{said} ({data['files']:,} รายการ)"
    return (polite(said, voice.particle),)


def _said(data: Json) -> tuple[str, ...]:
    words_ = short(data["words"] or ONLY_FILES, _SUBJECT)
    more = [f"เลขครุภัณฑ์ {data['asset']}"] if data.get("asset") else []
    if data["files"]:
        more.append(f"แนบแล้ว {data['files']:,} รายการ")
    return (f"เรื่อง: {words_}", *([" · ".join(more)] if more else []))


def _presses(step: str, labels: Mapping[str, str], *, numbered: bool = True) -> tuple[Press, ...]:
    return tuple(
        Press(f"{n}. {label}" if numbered else label, FLOW, step, value, label)
        for n, (value, label) in enumerate(labels.items(), 1)
    )


def _typed(buttons: tuple[Press, ...]) -> str:
    return " / ".join(button.label for button in buttons)


# ---------------------------------------------------------------- what is wrong


@words("report.what")
def what(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is wrong? Photos may be here already."""
    title = asking("ผู้แจ้งพบปัญหาอะไร" if data["behalf"] else "เกิดปัญหาอะไร", voice.particle)
    how = "พิมพ์บอกอาการสั้น ๆ เช่น «ปริ้นไม่ออก ห้องธุรการ»"
    quick = (Say(CANCEL, CANCEL),)
    if not data["files"]:
        lead = [*_lead(data, voice)]
        return [Text("\n".join([*lead, title, f"{how} ส่งรูปหรือเสียงด้วยก็ได้", HINT]), quick)]
    silent = _presses("what", SILENT, numbered=False)
    kept = f"มีสิ่งที่ส่งมาแล้ว {data['files']:,} รายการ"
    alt = f"{title} {how} หรือพิมพ์ «{SILENT['silent']}» {kept}"
    return [Card(alt, title, body=(*_lead(data, voice), kept, how), note=HINT, buttons=silent,
                 icon="🛠️", tone="ask", quick=quick)]  # fmt: skip


@words("report.category")
def category(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The likely ones, or all of them."""
    title = asking("เรื่องนี้เกี่ยวกับอะไร", voice.particle)
    every = len(data["offered"]) == len(CATEGORY)
    # Without icons two stand beside each other.
    labels = {
        one: CATEGORY[one] if every else f"{ICON[one]} {CATEGORY[one]}" for one in data["offered"]
    }
    buttons = tuple(
        Press(f"{n}. {label}", FLOW, "category", one, CATEGORY[one],
              Style.PRIMARY if one == data["now"] else Style.SECONDARY)
        for n, (one, label) in enumerate(labels.items(), 1)
    )  # fmt: skip
    how = _PICK if every else f"{_PICK} หรือพิมพ์ชื่อ เช่น «{CATEGORY['phone']}»"
    body = (*_lead(data, voice), f"เรื่อง: {short(data['words'] or ONLY_FILES, _SUBJECT)}", how)
    return [Card(f"{title} {_typed(buttons)}", title, body=body, buttons=buttons, icon="🛠️",
                 tone="ask", beside=every)]  # fmt: skip


@words("report.where")
def where(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Somebody of several schools or groups."""
    title = asking("แจ้งของที่ใด", voice.particle)
    buttons = _presses("where", dict(data["options"]))
    body = (*_lead(data, voice), *_said(data), _PICK)
    return [Card(f"{title} {_typed(buttons)}", title, about({**data, "place": ""}), body=body,
                 buttons=buttons, icon="🏫", tone="ask")]  # fmt: skip


@words("report.same")
def same(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Reported by somebody of the school, or a fault of many that is known."""
    known = list(data["same"])
    labels = same_labels({str(n): one for n, one in enumerate(known)})
    title = _known(known[0]) if len(known) == 1 else "มีเรื่องที่แจ้งไว้แล้ว"
    rows = tuple(Row(f"{number_text(one)}", detail=_about_known(one), strong=True) for one in known)
    refs = [*data["refs"], OTHER]
    buttons = tuple(
        Press(label, FLOW, "same", ref, label, Style.PRIMARY if n == 0 else Style.SECONDARY)
        for n, (ref, label) in enumerate(zip(refs, labels.values(), strict=True))
    )
    question = asking("เป็นเรื่องเดียวกันไหม", voice.particle)
    listed = " ".join(f"{row.label} {row.detail}" for row in rows)
    return [
        Card(
            alt=f"{title} {listed} {question} {_typed(buttons)}",
            title=polite(title, voice.particle),
            subtitle=about(data),
            body=(*_lead(data, voice), *_said(data)),
            rows=rows,
            note=f"{question} รวมเรื่องแล้วท่านจะได้รับแจ้งผลด้วย",
            buttons=buttons,
            icon="🔁",
            tone="ask",
        )
    ]


def _known(one: Json) -> str:
    if one["what"] == "incident":
        return f"ทราบเหตุนี้แล้ว {number_text(one)}"
    who = "ท่าน" if one["own"] else "โรงเรียนของท่าน"
    return f"{who}แจ้งเรื่องนี้แล้ว {number_text(one)}"


def _about_known(one: Json) -> str:
    status = f"{STATUS[one['status']]} · " if one["status"] else "เหตุขัดข้องที่กำลังแก้ไข · "
    return f"{short(one['words'], 160)}\n{status}{moment_text(one['since'])}"


# ---------------------------------------------------------------- what may help, how urgent


@words("report.advice")
def advice(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """An article's steps; without them where they stand above."""
    question = asking("ลองแล้วเป็นอย่างไร", voice.particle)
    rows = tuple(Row(f"{n}. {step}") for n, step in enumerate(data["steps"], 1))
    labels = _presses("advice", ADVICE, numbered=False)
    buttons = (
        Press(labels[0].label, FLOW, "advice", "works", style=Style.PRIMARY), *labels[1:],
    )  # fmt: skip
    head = "ลองทำตามนี้ก่อน" if rows else f"ทำตาม «{short(data['title'], 60)}»"
    body = (*_lead(data, voice), *((data["summary"],) if data["summary"] else ()))
    warning = f"⚠️ {data['warning']}\n" if data["warning"] else ""
    steps = " ".join(row.label for row in rows)
    return [
        Card(
            alt=" ".join(filter(None, (head, data["title"], about(data), *body, steps,
                                       warning.strip(), question, _typed(buttons)))),
            title=data["title"] if rows else head,
            subtitle=about(data),
            body=body,
            rows=rows,
            note=f"{warning}{question}",
            buttons=buttons,
            beside=True,
            icon="💡",
        )
    ]  # fmt: skip


@words("report.helped")
def report_helped(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ดีใจที่ใช้ได้แล้ว", voice.particle)
    more = f"ไม่ได้เปิดเรื่องแจ้งซ่อม หากเป็นอีก พิมพ์บอกอาการ หรือ «{_REPORT}» ได้ทุกเมื่อ"
    return [Text(f"{said}\n{more}", (Say(_REPORT, _REPORT), Say(_MENU, _MENU)))]


@words("report.urgency")
def urgency(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """How much stands still; the category is shown and can be put right."""
    title = asking("เร่งด่วนแค่ไหน", voice.particle)
    buttons = _presses("urgency", {**URGENCY, **CHANGE_CATEGORY})
    body = (*_lead(data, voice), *_said(data))
    return [Card(f"{title} {about(data)} {_typed(buttons)}", title, about(data), body=body,
                 buttons=buttons, icon="⏱️", tone="ask")]  # fmt: skip


@words("report.confirm")
def confirm(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Everything was said at once: shown before it is reported."""
    title = asking("แจ้งเรื่องนี้ใช่ไหม", voice.particle)
    labels = _presses("confirm", CONFIRM, numbered=False)
    buttons = (
        Press(labels[0].label, FLOW, "confirm", "report", style=Style.PRIMARY), *labels[1:],
    )  # fmt: skip
    level = f"ความเร่งด่วน: {URGENCY_LONG[data['urgency']]}"
    body = (*_lead(data, voice), *_said(data), level)
    return [Card(f"{title} {about(data)} {' '.join(body)} {_typed(buttons)}", title, about(data),
                 body=body, buttons=buttons, icon="🛠️", tone="ask")]  # fmt: skip
