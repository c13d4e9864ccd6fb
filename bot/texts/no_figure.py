"""Answers without a figure: asked back, no such data, refusals, small talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Message, Place, Say, Text, Voice
from bot.texts import topics
from bot.texts.asking import grades_text, period_text, question
from bot.texts.calling import called
from bot.texts.figures import area_text, asking, polite, subject
from bot.texts.missing import MISSING, other
from bot.texts.next_questions import EXAMPLES, say, told_by_rows
from bot.texts.schools import fact_question
from handlers.topics import PUPILS, TOPICS

Json = Mapping[str, Any]
_ABOUT = {"pupils": "จำนวนนักเรียน", "grades": "นักเรียนแยกรายชั้น", "rooms": "จำนวนห้องเรียน"}


def clarify(data: Json, place: Place, voice: Voice) -> list[Message]:
    """Asked back: which of these?"""
    facts = data["facts"]
    asked = {
        "school": "หมายถึงโรงเรียนไหน",
        "grade": f"หมายถึงชั้นไหน (ชั้น {facts.get('number')})",
        "what": "อยากทราบเรื่องใดของโรงเรียนนี้",
        "topic": "หมายถึงข้อมูลเรื่องไหน",
        "area": "หมายถึงที่ไหน",
    }.get(facts["ask"], "หมายถึงแบบไหน")
    buttons = _option_buttons(data["options"], place)
    labels = " ".join(button.label for button in buttons)
    body = ["กดเลือก หรือพิมพ์หมายเลข"]
    if facts.get("many"):
        body.append("มีชื่อคล้ายกันมากกว่านี้ หากไม่มีในรายการ พิมพ์ชื่อเต็ม")
    return [
        Card(
            f"{asking(asked, voice.particle)} {labels}",
            asking(asked, voice.particle),
            body=tuple(body),
            buttons=buttons,
            tone="ask",
        )
    ]


def _option_buttons(options: Any, place: Place) -> tuple[Say, ...]:
    names = [option.get("name") for option in options]
    found = []
    for n, option in enumerate(options, 1):
        if "fact" in option:
            text = fact_question(option["fact"], option["code"], option["name"])
        else:
            # Where no words mean just this, its number picks it.
            text = question(option["query"], option["schools"]) or str(n)
        if option.get("grade"):
            label = str(option["grade"])
        elif option.get("about"):
            label = _ABOUT[option["about"]]
        elif option.get("topic"):
            label = topics.named(option["query"])
        elif option.get("area"):
            label = area_text(option["kind"], option["area"])
        elif option.get("name"):
            twin = names.count(option["name"]) > 1
            label = f"{option['name']} ({option['code']})" if twin else str(option["name"])
        else:
            label = _scope_label(option, options)
        found.append(say(f"{n}. {label}" if len(options) > 1 else label, text, place))
    return tuple(found)


def _scope_label(option: Json, options: Any) -> str:
    """Where and which grades; the whole question where that would not tell them apart."""
    label = _where_and_grades(option)
    if [_where_and_grades(other) for other in options].count(label) < 2:
        return label
    alike = [_aspects(other) for other in options]
    short = [_apart(aspects, alike) for aspects in alike]
    mine = _apart(_aspects(option), alike)
    if mine and short.count(mine) == 1:
        return mine
    said = re.sub(r" \(\d{8}\)", "", question(option["query"], option["schools"]))
    return said or mine or " ".join(_aspects(option)).strip()


def _aspects(option: Json) -> tuple[str, ...]:
    """What may tell one option from another: where, what, which grades, when, by what."""
    query = option["query"]
    inner = query["parts"][0] if query.get("parts") else query
    bare = {**inner, "grades": None}
    topic = TOPICS[bare.get("topic", PUPILS)]
    partly = topics.is_topic(bare) or bare.get("sex") or bare.get("having")
    # «นักเรียน» alone would not tell a report of all pupils from their number.
    all_of_them = topic.everyone and not bare.get("category") and bare.get("measure") == "count"
    return (
        option["schools"][0]["name"] if option["schools"] else "ทั้งเขต",
        subject(bare).strip() + (topics.by(bare) if all_of_them else "" if partly else "ทั้งหมด"),
        grades_text(inner.get("grades")) or "ทุกชั้น",
        period_text(query).strip(),
    )


def _apart(aspects: tuple[str, ...], alike: Sequence[tuple[str, ...]]) -> str:
    """Those of the aspects in which the options differ."""
    told = [text for n, text in enumerate(aspects) if len({other[n] for other in alike}) > 1]
    return " ".join(filter(None, told))


def _where_and_grades(option: Json) -> str:
    query = option["query"]
    where = option["schools"][0]["name"] if option["schools"] else "ทั้งเขต"
    inner = query["parts"][0] if query.get("parts") else query
    grades = grades_text(inner.get("grades")) or "ทุกชั้น"
    return f"{where} {grades}"


def no_data(data: Json, place: Place, voice: Voice) -> list[Message]:
    """What is missing, the nearest there is, and the request form."""
    missing, facts = data["missing"], data["facts"]
    said, nearest = MISSING.get(missing["what"], other)(missing, facts)
    buttons = [
        *_option_buttons(data["options"], place),
        *([] if data["options"] else [_nearest(missing, facts, place)]),
        say("ขอข้อมูล", _of_subject(facts.get("asked")), place),
    ]
    said = polite(said, voice.particle)
    alt = " ".join(filter(None, [said, nearest, *(b.label for b in buttons[:-1])]))
    body = (nearest,) if nearest else ()
    return [Card(alt, said, body=body, buttons=tuple(buttons), tone="sorry")]


def _of_subject(asked: Any) -> str:
    """What opens the form with the question as its subject."""
    subject = " ".join(str(asked or "").split())[:200]
    return f"ขอข้อมูลเรื่อง {subject}" if subject else "ขอข้อมูล"


def _nearest(missing: Json, facts: Json, place: Place) -> Say:
    """The report of what was asked for, where it is held; else the pupils of the office."""
    slug = missing.get("topic", PUPILS)
    if slug == PUPILS or not facts.get("editions") or not told_by_rows(TOPICS[slug]):
        return say("ยอดรวมทั้งเขต", EXAMPLES[0], place)
    rows = {"topic": slug, "measure": "count", "group_by": "category"}
    return say(topics.named(rows), question(rows, ()), place)


def privacy(data: Json, place: Place, voice: Voice) -> list[Message]:
    """Refused, why, and where it can be asked for."""
    title = polite("ให้ข้อมูลส่วนบุคคลทางนี้ไม่ได้", voice.particle)
    why = (
        "ข้อมูลรายบุคคลของนักเรียนหรือผู้ปกครอง (ชื่อ เลขประจำตัว ที่อยู่) "
        "ได้รับความคุ้มครองตามพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล (PDPA)"
    )
    how = "หากจำเป็นต้องใช้ตามหน้าที่ โปรดยื่นแบบคำขอข้อมูลกับเขต"
    ask = say("ขอข้อมูล", "ขอข้อมูล", place)
    alt = f"ขออภัย {title} {why} {how}"
    return [
        Card(alt, f"ขออภัย {title}", body=(why, how), buttons=(ask,), quick=(ask,), tone="sorry")
    ]


def ticket(data: Json, place: Place, voice: Voice) -> list[Message]:
    """A fault of equipment or of a system."""
    said = polite("หากอุปกรณ์หรือระบบขัดข้อง พิมพ์ «แจ้งปัญหา» ได้ในแชตนี้", voice.particle)
    private = " (แชตส่วนตัวเท่านั้น)" if place.is_group else ""
    report = () if place.is_group else (say("แจ้งปัญหา", "แจ้งปัญหา", place),)
    return [Text(f"{said}{private}\n{_can(place)}", (*report, *_examples(place)))]


def form(data: Json, place: Place, voice: Voice) -> list[Message]:
    """The request form."""
    said = polite("ยื่นแบบคำขอข้อมูลสารสนเทศได้ในแชตนี้ พิมพ์ «ขอข้อมูล»", voice.particle)
    ask = say("ขอข้อมูล", "ขอข้อมูล", place)
    return [Text(f"{said}\n{_can(place)}", (ask, *_examples(place)))]


def _can(place: Place) -> str:
    menu = called("เมนู", place)
    return f"ที่ถามได้ตอนนี้: จำนวนนักเรียน ห้องเรียน และโรงเรียน พิมพ์ «{menu}» เพื่อดูตัวอย่าง"


def smalltalk(data: Json, place: Place, voice: Voice) -> list[Message]:
    """In kind."""
    said = {
        "greeting": f"สวัสดี{voice.particle} {_can(place)}",
        "thanks": f"ยินดี{voice.particle} มีข้อมูลอื่นให้ช่วยค้น พิมพ์ถามได้เลย",
        "ability": _can(place),
        "chat": f"ขอบคุณ{voice.particle} มีอะไรให้ช่วยเรื่องข้อมูล ถามได้เลย",
    }[data["facts"]["about"]]
    return [Text(said, _examples(place))]


def unknown(data: Json, place: Place, voice: Voice) -> list[Message]:
    """Not understood, with examples."""
    strange = [word for word in data["facts"].get("words", ()) if word][:3]
    reason = "ข้อความยาวเกินไป" if data["facts"].get("why") == "long" else "ยังไม่เข้าใจคำถามนี้"
    if strange:
        reason = f"ยังไม่เข้าใจคำว่า {' '.join(f'«{word[:40]}»' for word in strange)}"
    examples = "\n".join(f"• {called(example, place)}" for example in EXAMPLES)
    sorry = polite("ขออภัย", voice.particle)
    said = f"{sorry} {reason} ลองถามแบบนี้\n{examples}\nหรือพิมพ์ «{called('เมนู', place)}»"
    return [Text(said, _examples(place))]


def _examples(place: Place) -> tuple[Button, ...]:
    labels = ("นักเรียนทั้งเขต", "ป.1 ทั้งเขต", "โรงเรียนใหญ่ที่สุด")
    return tuple(say(label, text, place) for label, text in zip(labels, EXAMPLES, strict=True))
