"""A director's card: the facts, one press, and the receipt; reasons and laws of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Page, Place, Press, Say, Style, Text, Voice
from bot.texts import handling_facts as facts
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.handling_replies import LONGEST, too
from bot.texts.people_words import ACTING
from bot.texts.request_words import moment_text, number_text, short
from handlers.requests.vocabulary import LAWS

Json = Mapping[str, Any]
FLOW = "deciding"
MODES = {
    "awaiting_permission": "decide",
    "awaiting_confirmation": "confirm",
    "awaiting_signature": "sign",
}
LABELS = {
    "permit": "อนุญาต",
    "refuse": "ไม่อนุญาต",
    "ask": "ให้ชี้แจงเพิ่ม",
    "uphold": "ยืนยัน",
    "give_back": "ส่งกลับ",
    "sign": "อนุมัติ",
    "unsign": "ไม่อนุมัติ",
    "form": "ดูไฟล์แนบ",
    "letter": "เปิดหนังสือ",
    "order": "สั่งการ",
    "history": "ประวัติ",
}
_STEPS = {
    "decide": ("permit", "refuse", "ask", "form", "history"),
    "confirm": ("uphold", "give_back", "form", "history"),
    "sign": ("letter", "sign", "unsign", "history"),
}
SURE = {"yes": "ยืนยัน", "law": "อ้างกฎหมายอื่น", "reason": "แก้เหตุผล"}
NO_LAW = "none"
VERDICTS = {
    "permit": "อนุญาต",
    "refuse": "ไม่อนุญาต",
    "ask_more": "ให้ชี้แจงเพิ่ม",
    "confirm_refusal": "ยืนยันไม่อนุญาต",
    "sign": "อนุมัติและลงนาม",
    "return": "ส่งกลับ",
}
_HEADINGS = {
    "decide": "เรื่องรอพิจารณา",
    "confirm": "ยืนยันการไม่อนุญาต",
    "sign": "ลงนามหนังสือตอบ",
}
_ASKS = {
    "refuse": "พิมพ์เหตุผลที่ไม่อนุญาต",
    "ask": "พิมพ์สิ่งที่ต้องการให้ผู้ขอชี้แจง",
    "order": "พิมพ์ข้อสั่งการ เรื่องจะได้รับอนุมัติตามนั้น",
    "give_back": "พิมพ์เหตุผลที่ส่งกลับ",
    "unsign": "พิมพ์เหตุผลที่ไม่อนุมัติ",
}
_NEXT = {
    "permitted": "เจ้าหน้าที่จะจัดทำข้อมูลต่อ",
    "awaiting_confirmation": "ส่งให้ ผอ.สพป. ยืนยันก่อนแจ้งผู้ขอ",
    "refused": "แจ้งผู้ขอพร้อมเหตุผลแล้ว",
    "waiting_requester": "ส่งคำถามถึงผู้ขอแล้ว",
    "checking": "ส่งกลับให้เจ้าหน้าที่ตรวจสอบแล้ว",
    "verifying": "ส่งกลับให้เจ้าหน้าที่แก้ไขแล้ว",
    "delivered": "ส่งมอบให้ผู้ขอแล้ว",
}


def mode(data: Json) -> str:
    """Which decision is due."""
    return str(data.get("mode") or MODES[data["status"]])


#: Where a director approves instead of permitting: memos, plans, projects.
_APPROVING = {"permit": "อนุมัติ", "refuse": "ไม่อนุมัติ", "order": "สั่งการ"}


def label(step: str, data: Json) -> str:
    """What a button is called on this card."""
    if step in _APPROVING and data.get("deciding") == "approve":
        return _APPROVING[step]
    if step == "form":
        count = data["attached"]
        return f"{LABELS['form']} ({count:,})" if count else "ดูแบบคำขอ"
    return LABELS[step]


def choices(data: Json) -> dict[str, str]:
    """The buttons of the card by their steps, in order."""
    steps = [*_STEPS[mode(data)]]
    if mode(data) == "decide" and data.get("deciding") == "approve":
        steps.insert(2, "order")
    return {step: label(step, data) for step in steps}


def card(data: Json, place: Place, voice: Voice) -> list[Message]:
    """The card by which a director decides. `sure`: decided by a typed word, to be confirmed."""
    heading = _HEADINGS[mode(data)]
    lines = [
        *facts.asked(data), facts.kind(data), *facts.opinion(data), *facts.clarified(data),
        *facts.refusal(data), *(facts.prepared(data) if mode(data) == "sign" else ()),
    ]  # fmt: skip
    question = _sure_line(data, voice)
    return [
        Card(
            alt=facts.alt(f"{heading} {number_text(data)} {facts.due(data)}", [*lines, question]),
            title=heading,
            subtitle=" · ".join(filter(None, (facts.title(data), facts.due(data)))),
            icon="🖊️",
            tone="sorry" if data.get("late") else "ask",
            body=(*lines, *([question] if question else ())),
            buttons=tuple(_buttons(data)),
        )
    ]


def _sure_line(data: Json, voice: Voice) -> str:
    if not data.get("sure"):
        return ""
    return asking(f"{label(data['sure'], data)}เรื่องนี้ใช่ไหม", voice.particle)


def _buttons(data: Json) -> list[Button]:
    if data.get("sure"):
        return [Press(SURE["yes"], FLOW, "sure", "yes", style=Style.PRIMARY), _cancel()]
    primary = "letter" if mode(data) == "sign" and not data.get("link") else _STEPS[mode(data)][0]
    primary = {"sign": "sign"}.get(mode(data), primary)
    return [
        _button(step, said, data, Style.PRIMARY if step == primary else Style.SECONDARY)
        for step, said in choices(data).items()
    ]


def _button(step: str, said: str, data: Json, style: Style) -> Button:
    link = data.get("link")
    if link and step in ("form", "letter"):
        claims = {"r": data["id"], "k": step, "p": link["p"]}
        return Page(said, "papers", claims, until=link["until"], style=style)
    return Do(said, FLOW, step, f"{data['id']}:{data['version']}", style=style)


def _cancel() -> Say:
    return Say("ยกเลิก", "ยกเลิก")


@words("deciding.words")
def ask_words(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A reason or a question is to be typed; `why` the last one was not taken."""
    lines = [
        *too(str(data.get("why") or ""), voice),
        polite(_ASKS[data["what"]], voice.particle),
        f"{facts.who(data)} ขอ: {short(data['subject'], 160)}",
    ]
    return [
        Card(
            alt=facts.alt(number_text(data), lines),
            title=number_text(data),
            subtitle=label(data["what"], data),
            icon="✏️",
            tone="ask",
            body=tuple(lines),
            note=f"ไม่เกิน {LONGEST:,} ตัวอักษร พิมพ์ «ยกเลิก» เพื่อไม่ทำรายการนี้",
        )
    ]


@words("deciding.sure")
def sure(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A refusal before it is done: reason and law."""
    law = LAWS.get(data["law"] or "", "ไม่ได้อ้าง")
    lines = [
        f"ขอ: {short(data['subject'], 160)}",
        f"เหตุผล: {short(data['reason'], 500)}",
        f"กฎหมาย: {law}",
    ]
    refuse = label("refuse", data)
    question = asking(f"{refuse}เรื่องนี้ใช่ไหม", voice.particle)
    first, *rest = (
        Press(said, FLOW, "sure", value, style=Style.PRIMARY if value == "yes" else Style.SECONDARY)
        for value, said in SURE.items()
    )
    return [
        Card(
            alt=facts.alt(f"{refuse} {number_text(data)}", [*lines, f"{question} ยืนยัน / ยกเลิก"]),
            title=f"{refuse} {number_text(data)}",
            subtitle=facts.who(data),
            icon="🖊️",
            tone="sorry",
            body=(*lines, question),
            buttons=(first, *rest, _cancel()),
        )
    ]


@words("deciding.law")
def law(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which law the refusal rests on."""
    choices = law_choices()
    return [
        Card(
            alt=facts.alt("อ้างกฎหมายใด", [f"{n}. {s}" for n, s in enumerate(choices.values(), 1)]),
            title="อ้างกฎหมายใด",
            subtitle=number_text(data),
            icon="🖊️",
            tone="ask",
            body=tuple(f"{n}. {said}" for n, said in enumerate(choices.values(), 1)),
            buttons=tuple(
                Press(f"{n}. {_short_law(said)}", FLOW, "law", key)
                for n, (key, said) in enumerate(choices.items(), 1)
            ),
        )
    ]


def law_choices() -> dict[str, str]:
    """The laws that may be named, and none."""
    return {**LAWS, NO_LAW: "ไม่อ้างกฎหมาย"}


def _short_law(name: str) -> str:
    return (
        name.replace("พระราชบัญญัติ", "พ.ร.บ.")
        .replace("ข้อมูลข่าวสารของราชการ", "ข้อมูลข่าวสารฯ")
        .replace("คุ้มครองข้อมูลส่วนบุคคล", "คุ้มครองข้อมูลฯ")
        .replace(" พ.ศ.", "")
    )


@words("deciding.done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The receipt: number, verdict, time, by what right. `left` more are waiting."""
    verdict = verdict_text(data)
    lead = polite(f"{verdict}แล้ว", voice.particle)
    as_ = f"ในฐานะ {acting_text(data['acting'])}" if data.get("acting") else ""
    lines = [
        lead, f"เมื่อ {moment_text(data['at'])}", f"โดย {data['by_name']} {data['by_title']}", as_,
        _reason(data),
        _next(data),
    ]  # fmt: skip
    left = f"ยังมีเรื่องรอพิจารณาอีก {data['left']:,} เรื่อง" if data.get("left") else ""
    return [
        Card(
            alt=facts.alt(f"{number_text(data)} {verdict}", [*lines[1:], left]),
            title=f"{verdict} {number_text(data)}",
            subtitle=short(data["subject"], 120),
            icon="✅" if data["verdict"] in ("permit", "sign") else "🖊️",
            body=tuple(line for line in lines if line),
            note=left,
            buttons=(Say("เรื่องรอพิจารณา", "เรื่องรอพิจารณา"),) if left else (),
        )
    ]


def verdict_text(data: Json) -> str:
    """What was decided, in the words of the form: อนุญาต or อนุมัติ."""
    if data.get("deciding") == "approve" and data["verdict"] in _APPROVING:
        return _APPROVING[data["verdict"]]
    return VERDICTS[data["verdict"]]


def _reason(data: Json) -> str:
    if not data.get("reason"):
        return ""
    word = "ข้อสั่งการ" if data["verdict"] == "permit" else "เหตุผล"
    return f"{word}: {short(data['reason'], 300)}"


def _next(data: Json) -> str:
    if data["status"] == "permitted" and data.get("hand_over") == "work":
        return "เจ้าหน้าที่จะดำเนินการต่อ"
    return _NEXT.get(data["status"], "")


def acting_text(acting: Json) -> str:
    """«รักษาราชการแทน ผู้อำนวยการกลุ่ม… (คำสั่งที่ 12/2569)»."""
    order = f" ({acting['order_number']})" if acting.get("order_number") else ""
    return f"{ACTING[acting['kind']]} {acting['title']}{order}"


@words("deciding.decided")
def decided(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pressed again, or after another: who decided, by post, and when."""
    by = "ท่าน" if data["mine"] else data["by"]
    said = (
        f"{number_text(data)} {by} พิจารณาแล้ว: {verdict_text(data)} "
        f"เมื่อ {moment_text(data['at'])} การกดครั้งนี้จึงไม่มีผล"
    )
    return [Text(polite(said, voice.particle), (Say("เรื่องรอพิจารณา", "เรื่องรอพิจารณา"),))]


@words("deciding.none")
def none(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A word of decision was typed, and nothing waits for this person's."""
    return [Text(polite("ตอนนี้ไม่มีเรื่องรอท่านพิจารณา", voice.particle), (Say("เมนู", "เมนู"),))]


@words("deciding.which")
def which(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A word was typed and several wait: which? They are never decided together."""
    rows: dict[str, str] = data["rows"]
    question = asking(f"{label(data['what'], data)}เรื่องใด", voice.particle)
    lines = [f"{n}. {short(said, 80)}" for n, said in enumerate(rows.values(), 1)]
    more = f"และอีก {data['more']:,} เรื่อง พิมพ์ «เรื่องรอพิจารณา» เพื่อดูทั้งหมด" if data["more"] else ""
    return [
        Card(
            alt=facts.alt(question, [*lines, more]),
            title=question,
            icon="🖊️",
            tone="ask",
            body=tuple(lines),
            note=more or "กดเลือก หรือพิมพ์หมายเลข",
            buttons=tuple(
                Press(f"ข้อ {n}", FLOW, "pick", key, shown=short(said, 80))
                for n, (key, said) in enumerate(rows.items(), 1)
            ),
            beside=True,
        )
    ]
