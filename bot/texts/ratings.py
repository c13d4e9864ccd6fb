"""Rating a service: the card that asks, item by item, why something is poor, and thanks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import figures, words
from bot.texts.calendar import moment_text
from handlers.ratings import forms
from handlers.ratings.saying import LONGEST

Json = Mapping[str, Any]
FLOW = "rating"
LEVELS = {
    "good": "ดีมาก",
    "fair": "พอใช้",
    "poor": "ควรปรับปรุง",
    "not_applicable": "ไม่เกี่ยวข้อง",
}
#: What stands on the first card: all items at once, or each.
WAYS = {"good": "ดีมากทุกข้อ", "fair": "พอใช้ทุกข้อ", "each": "ให้คะแนนรายข้อ"}
#: Typed instead of a suggestion.
SKIP = {"skip": "ข้าม"}
NO_SUGGESTION = ("ไม่มี", "-", "ไม่มีข้อเสนอแนะ")
#: Typed instead of a reason, and no reason.
NO_REASON = (*NO_SUGGESTION, "ข้าม", "ไม่ระบุ", "ไม่มีเหตุผล", "ไม่บอก")
_TITLE = "ประเมินความพึงพอใจ"
_REFUSED = {
    "final": "การประเมินนี้แก้ไขได้ภายใน 1 วันหลังให้คะแนน ซึ่งพ้นเวลาแล้ว คะแนนเดิมยังคงอยู่",
    "closed": "การประเมินนี้ปิดรับแล้ว เพราะเกิน 30 วันหลังส่งแบบประเมิน",
    "not_yours": "แบบประเมินนี้เป็นของผู้รับบริการเรื่องนั้น ท่านจึงให้คะแนนแทนไม่ได้",
    "own_work": "ท่านเป็นผู้ดำเนินการเรื่องนี้เอง จึงให้คะแนนไม่ได้",
    "stays": "เรื่องนี้ขอให้ดำเนินการใหม่ไม่ได้แล้ว หากยังมีข้อติดขัด พิมพ์ «ร้องเรียน» หรือยื่นคำขอใหม่ได้",
    "stale": "แบบประเมินนี้เปลี่ยนไปแล้ว พิมพ์ «ประเมิน» เพื่อเริ่มใหม่",
}


def name_of(form: str, item: str) -> str:
    """«2.1 ความรวดเร็วในการสืบค้น»."""
    known = forms.get(form).item(item)
    return f"{item} {known.name}" if known else item


@words("rating.ask")
def ask(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    named = [f"{item.item} {item.name}" for item in forms.get(data["form"]).items]
    lead = figures.polite(f"โปรดให้คะแนนการบริการเรื่อง {data['number']}", voice.particle)
    card = Card(
        alt=f"{_TITLE}: {lead} {' · '.join(named)} พิมพ์ «ประเมิน» เพื่อให้คะแนน",
        title=_TITLE,
        subtitle=data["number"],
        icon="⭐",
        body=(f"เรื่อง: {short(data['subject'], 120)}", *named),
        note="ให้คะแนนทั้งหมดในครั้งเดียวหรือทีละข้อก็ได้ ผลประเมินนำไปปรับปรุงบริการ",
        buttons=_ways(data["rating_id"]),
    )
    return [card]


def _ways(rating_id: int) -> tuple[Button, ...]:
    return (
        Do(WAYS["good"], FLOW, "all", f"{rating_id}:good", style=Style.PRIMARY),
        Do(WAYS["fair"], FLOW, "all", f"{rating_id}:fair"),
        Do(WAYS["each"], FLOW, "each", str(rating_id)),
    )


@words("rating.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`choices` are `{"id", "number", "subject", "rated"}`."""
    lines = [_choice(n, one) for n, one in enumerate(data["choices"], 1)]
    buttons = tuple(
        Press(f"{n}. {one['number']}", FLOW, "pick", str(one["id"]))
        for n, one in enumerate(data["choices"], 1)
    )
    question = figures.asking("ต้องการให้คะแนนเรื่องใด", voice.particle)
    return [
        Card(
            alt=f"{question} {' · '.join(lines)}",
            title=_TITLE,
            icon="⭐",
            body=(question, *lines),
            buttons=buttons,
        )
    ]


def _choice(n: int, one: Json) -> str:
    changeable = " (แก้ไขคะแนนได้)" if one["rated"] else ""
    return f"{n}. {one['number']} {short(one['subject'], 60)}{changeable}"


@words("rating.none")
def none(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = figures.polite("ตอนนี้ไม่มีบริการที่รอให้คะแนน", voice.particle)
    more = "เมื่อสำนักงานส่งมอบเรื่องที่ท่านขอ ระบบจะส่งแบบประเมินให้ หากมีข้อติดขัด พิมพ์ «ร้องเรียน» ได้"
    return [Text(f"{text}\n{more}", (Say("เมนู", "เมนู"), Say("ร้องเรียน", "ร้องเรียน")))]


@words("rating.item")
def item(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`place` of `of`; `level` as it stands, if it does; `again`: the answer was no level."""
    form = forms.get(data["form"])
    known = form.item(data["item"])
    progress = f"ข้อ {data['place']} จาก {data['of']}"
    name = name_of(data["form"], data["item"])
    typing = "  ".join(f"{n} {label}" for n, label in enumerate(LEVELS.values(), 1))
    stands = f"คะแนนตอนนี้: {LEVELS[data['level']]}  " if data.get("level") else ""
    again = ("กรุณาเลือกระดับจากปุ่ม หรือพิมพ์หมายเลข",) if data.get("again") else ()
    buttons = tuple(
        Press(
            label, FLOW, "item", value, style=Style.PRIMARY if value == "good" else Style.SECONDARY
        )
        for value, label in LEVELS.items()
    )
    return [
        Card(
            alt=f"{progress}: {name} ({typing})",
            title=progress,
            subtitle=f"{data['number']} · {known.group if known else _TITLE}",
            icon="⭐",
            body=(*again, name),
            note=f"{stands}พิมพ์ตอบก็ได้: {typing}",
            buttons=buttons,
            beside=True,
        )
    ]


@words("rating.reason")
def reason(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    poor = ", ".join(name_of(data["form"], item) for item in data["poor"])
    why = {
        "empty": "ขอเหตุผลเป็นข้อความ",
        "long": f"ข้อความยาวเกิน {LONGEST:,} ตัวอักษร ขอสั้นลง",
    }.get(str(data.get("why")), "")
    question = figures.polite("ขอทราบเหตุผลที่ควรปรับปรุง พิมพ์สั้น ๆ ได้เลย", voice.particle)
    lines = [
        line for line in (figures.polite(why, voice.particle) if why else "", question) if line
    ]
    return [
        Card(
            alt=" ".join([*lines, f"({poor})"]),
            title="ขอเหตุผล",
            subtitle=data["number"],
            icon="✏️",
            tone="sorry",
            body=(*lines, f"ข้อที่ควรปรับปรุง: {poor}"),
            note="เหตุผลในรายงานไม่ระบุชื่อผู้ให้คะแนน คะแนนจะนับเมื่อได้เหตุผลแล้ว",
        )
    ]


@words("rating.suggest")
def suggest(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Rated; a suggestion may follow. `why` as for a reason; `given` is what was rated, short."""
    lead = "บันทึกคะแนนไว้แล้ว" if data.get("again") else "บันทึกคะแนนแล้ว ขอบคุณ"
    lead = figures.polite(lead, voice.particle)
    if data.get("why") == "long":
        lead = figures.polite(f"ข้อความยาวเกิน {LONGEST:,} ตัวอักษร ขอสั้นลง", voice.particle)
    question = figures.asking("มีข้อเสนอแนะไหม", voice.particle)
    skip = Press(SKIP["skip"], FLOW, "suggest", "skip")
    return [
        Card(
            alt=f"{lead} {data['given']} {question} พิมพ์ได้เลย หรือพิมพ์ «{SKIP['skip']}»",
            title="ข้อเสนอแนะ",
            subtitle=data["number"],
            icon="⭐",
            body=(lead, data["given"], f"{question} พิมพ์ได้เลย หรือกด «{SKIP['skip']}»"),
            buttons=(skip,),
        )
    ]


@words("rating.thanks")
def thanks(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What was given, and till when it can be changed."""
    until = f"แก้ไขได้ถึง {moment_text(datetime.fromisoformat(data['until']))}"
    lead = figures.polite("ขอบคุณที่ให้คะแนน", voice.particle)
    said = tuple(
        f"{label}: {short(data[key], 200)}"
        for key, label in (("reason", "เหตุผล"), ("suggestion", "ข้อเสนอแนะ"))
        if data.get(key)
    )
    rows = tuple(Row(name_of(data["form"], i), LEVELS[level]) for i, level in data["levels"])
    return [
        Card(
            alt=f"{lead} {data['number']}: {given(data['levels'])} {' '.join(said)} {until}",
            title="ผลการประเมินของท่าน",
            subtitle=data["number"],
            icon="⭐",
            body=(lead, *said),
            rows=rows,
            note=until,
            buttons=_afterwards(data),
        )
    ]


def _afterwards(data: Json) -> tuple[Button, ...]:
    rating_id = str(data["rating_id"])
    words_too = "แก้ข้อเสนอแนะ" if data.get("suggestion") else "เพิ่มข้อเสนอแนะ"
    again = (
        (Do("ขอให้ดำเนินการใหม่", FLOW, "reopen", rating_id, style=Style.PRIMARY),)
        if data.get("may_reopen")
        else ()
    )
    return (
        *again,
        Do("แก้ไขคะแนน", FLOW, "each", rating_id),
        Do(words_too, FLOW, "say", rating_id),
    )


def given(levels: list[list[str]]) -> str:
    """«ดีมากทุกข้อ», «ดีมาก 4 ข้อ พอใช้ 1 ข้อ»."""
    counts = {level: sum(1 for _, one in levels if one == level) for level in LEVELS}
    known = {level: count for level, count in counts.items() if count}
    if len(known) == 1:
        return f"{LEVELS[next(iter(known))]}ทุกข้อ"
    return " ".join(f"{LEVELS[level]} {count} ข้อ" for level, count in known.items())


@words("rating.reopened")
def reopened(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = f"แจ้งเจ้าหน้าที่ให้ดำเนินการเรื่อง {data['number']} ใหม่แล้ว"
    more = "พิมพ์ «สถานะ» เพื่อดูความคืบหน้า"
    return [Text(f"{figures.polite(text, voice.particle)}\n{more}", (Say("สถานะ", "สถานะ"),))]


@words("rating.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = _REFUSED.get(str(data.get("why")), _REFUSED["stale"])
    return [Text(figures.polite(text, voice.particle), (Say("เมนู", "เมนู"),))]


def known_reasons() -> set[str]:
    """Every reason for not rating that has words."""
    return set(_REFUSED)


def short(text: str, longest: int) -> str:
    """The text, cut where it is too long for a card."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
