"""Answers to questions about figures, in words and cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.asking import grades_text, question
from bot.texts.calling import called
from bot.texts.figures import (
    ROUNDS,
    RULES,
    SIZE_NAMES,
    UNITS,
    as_of,
    asking,
    clause,
    having_text,
    number,
    period,
    polite,
    scope,
    subject,
    value_text,
)
from bot.texts.guide import GUIDE_SCOPES, GUIDE_WHATS
from bot.texts.missing import MISSING, OFFICE

__all__ = ["GUIDE_SCOPES", "GUIDE_WHATS", "answer"]  # the guide's words come with these

Json = Mapping[str, Any]
EXAMPLES = (
    "ทั้งเขตมีนักเรียนกี่คน",
    "นักเรียน ป.1 ทั้งเขตกี่คน",
    "โรงเรียนไหนมีนักเรียนมากที่สุด",
)
_RANKS = (
    ("ใหญ่สุด 5 โรง", "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("เล็กสุด 5 โรง", "5 อันดับโรงเรียนที่มีนักเรียนน้อยที่สุด"),
)
_MOST_ROWS = 10
_ABOUT = {"pupils": "จำนวนนักเรียน", "grades": "นักเรียนแยกรายชั้น", "rooms": "จำนวนห้องเรียน"}
MOST_LABEL = 40


@words("answer")
def answer(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The messages of one answer (handlers.questions.Answer as JSON)."""
    return _KINDS[data["kind"]](data, place, voice)


def say(label: str, text: str, place: Place, style: Style = Style.SECONDARY) -> Say:
    """A button that asks a whole question, in a way that is heard in this place."""
    return Say(label, called(text, place), style)


# ---------------------------------------------------------------- figures


def _figure(data: Json, place: Place, voice: Voice) -> list[Message]:
    facts = data["facts"]
    item = facts["items"][0]
    query = facts["query"]
    said = polite(f"{clause(query, item, facts)} {as_of(facts)}", voice.particle)
    alt = "\n".join([said, *_more(facts)])
    if item["measure"] == "percent" or item["measure"].startswith("avg"):
        return [Text(alt, _next(facts, place))]  # the sentence says what is divided by what
    quick = _next(facts, place)
    card = Card(
        alt,
        scope(query, facts),
        subtitle=" ".join(subject(query).split()),
        figure=number(item["value"]),
        unit=UNITS[item["measure"]],
        body=(said,),
        note="\n".join([period(facts["edition"]), *_more(facts)[1:]]),
        buttons=quick[:2],
        quick=quick,
        beside=True,
    )
    return [card]


def _dated(facts: Json) -> str:
    """The foot of a card: as of when, from what, which year and round."""
    return "\n".join([as_of(facts), period(facts["edition"]), *_more(facts)[1:]])


def _more(facts: Json) -> list[str]:
    """What must be known with a figure: which year and round, and the other rounds there are."""
    lines = [f"({period(facts['edition'])})"]
    others = [ROUNDS[e["round"]] for e in facts.get("other_rounds", ())]
    if others:
        lines.append(f"ปีการศึกษานี้มีข้อมูลรอบอื่นด้วย: {', '.join(others)}")
    return lines


def _multi(data: Json, place: Place, voice: Voice) -> list[Message]:
    facts = data["facts"]
    query, items = facts["query"], facts["items"]
    if query.get("parts"):
        parts = [clause(i["label"]["part"], i, facts) for i in items]
        said = f"{' · '.join(_once(parts, facts, query))} {as_of(facts)}"
        said = polite(said, voice.particle)
        return [Text("\n".join([said, *_more(facts)]), _next(facts, place))]
    rows = [(_label(item, query), item) for item in items]
    shown = [(label, item) for label, item in rows if item["value"] != 0 or len(rows) <= 8]
    left = [label for label, item in rows if item["value"] == 0 and len(rows) > 8]
    total = facts.get("total")
    listed = " ".join(f"{label} {value_text(item)}" for label, item in shown)
    none = f" ({', '.join(left)} ไม่มี)" if left else ""
    head = _head(query, facts)
    whole = f" รวม {value_text(total)}" if total else ""
    alt = polite(f"{head}: {listed}{none}{whole} {as_of(facts)}", voice.particle)
    table = [Row(label, value_text(item), detail=_sexes(item)) for label, item in shown]
    if total:
        table.append(Row("รวม", value_text(total), strong=True, detail=_sexes(total)))
    notes = [f"{', '.join(left)}: ไม่มี"] if left else []
    note = "\n".join([*notes, _dated(facts)])
    quick = _next(facts, place)
    rows_ = tuple(table)
    return [Card(alt, head, rows=rows_, note=note, buttons=quick[:2], quick=quick, beside=True)]


def _once(parts: list[str], facts: Json, query: Json) -> list[str]:
    """The place is said once when every part is of one place."""
    where = scope(query["parts"][0], facts)
    rest = [p.removeprefix(f"{where} ") for p in parts[1:]]
    return [parts[0], *rest]


def _sexes(item: Json) -> str:
    if "male" not in item:
        return ""
    return f"ชาย {number(item['male'])} หญิง {number(item['female'])}"


def _label(item: Json, query: Json) -> str:
    label = item["label"]
    if "sex" in label:
        return str(label["sex"])
    if "grades" in label:
        return grades_text(label["grades"]).removeprefix("ชั้น ").removeprefix("ระดับ").strip()
    if "size" in label:
        high = f"-{label['max']:,}" if label["max"] else " ขึ้นไป"
        return f"{SIZE_NAMES[label['size']]} ({label['min']:,}{high})"
    return f"{label['name']}"


def _head(query: Json, facts: Json) -> str:
    by = query.get("group_by")
    if by in RULES:
        return f"{facts['office']} {subject(query)}แยกตามขนาดโรงเรียน ({RULES[by]})"
    averages = {"avg_per_room": "เฉลี่ยต่อห้อง", "avg_per_school": "เฉลี่ยต่อโรง"}
    average = averages.get(query.get("measure", ""), "")
    if by in ("school", "schools"):
        return " ".join(f"{subject(query)} {average} ของแต่ละโรงเรียน".split())
    how = {"sex": "แยกชายหญิง", "grade": "แยกรายชั้น"}.get(str(by), "แยกตามระดับชั้น")
    return f"{scope(query, facts)} {subject(query)}{average} {how}"


def _list(data: Json, place: Place, voice: Voice) -> list[Message]:
    facts = data["facts"]
    query, items = facts["query"], facts["items"]
    note = f"{as_of(facts)} {_more(facts)[0]}"
    if not items:
        none = f"ไม่มีโรงเรียน{having_text(query.get('having'))} {note}"
        return [Text(polite(none, voice.particle), _next(facts, place))]
    head = _rank_head(query, facts) if query.get("rank") else _list_head(query, facts, len(items))
    lines = []
    for n, item in enumerate(items, 1):
        value = f" {value_text(item)}" if "value" in item else ""
        lines.append(f"{n}. {item['label']['name']}{value}")
    if len(items) > _MOST_ROWS:
        said = polite(f"{head} ดังนี้", voice.particle)
        return [Text("\n".join([said, *lines, note]), _next(facts, place))]
    rows = tuple(
        Row(f"{n}. {item['label']['name']}", value_text(item) if "value" in item else "")
        for n, item in enumerate(items, 1)
    )
    alt = polite(f"{head}: {' '.join(lines)} {as_of(facts)}", voice.particle)
    quick = _next(facts, place)
    foot = _dated(facts)
    return [Card(alt, head, rows=rows, note=foot, buttons=quick[:2], quick=quick, beside=True)]


def _list_head(query: Json, facts: Json, n: int) -> str:
    return f"{facts['office']} โรงเรียน{having_text(query.get('having'))} มี {n:,} โรง"


def _rank_head(query: Json, facts: Json) -> str:
    order = "มากที่สุด" if query["rank"][0] == "most" else "น้อยที่สุด"
    average = "เฉลี่ยต่อห้อง" if query.get("measure") == "avg_per_room" else ""
    what = subject({**query, "having": None}) + (" " if query.get("grades") or average else "")
    having = having_text(query.get("having"))
    apart = " " if having else ""
    said = f"{facts['office']} โรงเรียน{having}{apart}ที่มี{what}{average}{order}"
    return " ".join(said.split())


def _next(facts: Json, place: Place) -> tuple[Button, ...]:
    """What people ask next, each a whole question."""
    query = facts["query"]
    whole = say("ยอดรวมทั้งเขต", EXAMPLES[0], place)
    if query.get("rank"):
        return (*(say(label, text, place) for label, text in _RANKS), whole)
    if query.get("having") and not query.get("listing"):
        size = query["having"].get("size")
        if query["having"].get("rule") == "obec4" and size in SIZE_NAMES:
            return (say("มีโรงไหนบ้าง", f"โรงเรียน{SIZE_NAMES[size]}มีโรงไหนบ้าง", place), whole)
    if query.get("parts") or query.get("having") or query.get("listing") or query.get("of"):
        return (whole,)
    schools = facts["schools"]
    one = {k: v for k, v in query.items() if k in ("schools", "grades", "year", "round")}
    found: list[Button] = []
    apart = " และ " in grades_text(query.get("grades"))
    if len(schools) <= 1 and not apart:
        for by, label in (("grade", "แยกรายชั้น"), ("sex", "แยกชายหญิง")):
            if query.get("group_by") not in (by, "groups") and not (
                by == "grade" and query.get("grades")
            ):
                found.append(say(label, question({**one, "group_by": by}, schools), place))
        if query.get("measure") != "rooms":
            found.append(say("กี่ห้องเรียน", question({**one, "measure": "rooms"}, schools), place))
    if query.get("group_by") != "groups" and len(schools) <= 1 and not apart:
        before = {**query, "year": facts["edition"]["year"] - 1}
        found.append(say("ปีก่อน", question(before, schools), place))
    if schools:
        found.append(say("ยอดทั้งเขต", question({**one, "schools": None}, schools), place))
    else:
        found.append(say("โรงเรียนใหญ่ที่สุด", EXAMPLES[2], place))
    return tuple(found)


# ---------------------------------------------------------------- no figure


def _clarify(data: Json, place: Place, voice: Voice) -> list[Message]:
    facts = data["facts"]
    asked = {
        "school": "หมายถึงโรงเรียนไหน",
        "grade": f"หมายถึงชั้นไหน (ชั้น {facts.get('number')})",
        "scope": "หมายถึงแบบไหน",
        "what": "อยากทราบเรื่องใดของโรงเรียนนี้",
    }[facts["ask"]]
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
        text = question(option["query"], option["schools"])
        if option.get("grade"):
            label = str(option["grade"])
        elif option.get("about"):
            label = _ABOUT[option["about"]]
        elif option.get("name"):
            twin = names.count(option["name"]) > 1
            label = f"{option['name']} ({option['code']})" if twin else str(option["name"])
        else:
            label = _scope_label(option)
        found.append(say(f"{n}. {label}", text, place))
    return tuple(found)


def _scope_label(option: Json) -> str:
    query = option["query"]
    where = option["schools"][0]["name"] if option["schools"] else "ทั้งเขต"
    inner = query["parts"][0] if query.get("parts") else query
    grades = grades_text(inner.get("grades")) or "ทุกชั้น"
    return f"{where} {grades}"


def _no_data(data: Json, place: Place, voice: Voice) -> list[Message]:
    missing, facts = data["missing"], data["facts"]
    said, nearest = MISSING[missing["what"]](missing, facts)
    buttons = [
        *_option_buttons(data["options"], place),
        *([] if data["options"] else [say("ยอดรวมทั้งเขต", EXAMPLES[0], place)]),
        say("ขอข้อมูล", "ขอข้อมูล", place),
    ]
    said = polite(said, voice.particle)
    alt = " ".join(filter(None, [said, nearest, *(b.label for b in buttons[:-1])]))
    body = (nearest,) if nearest else ()
    return [Card(alt, said, body=body, buttons=tuple(buttons), tone="sorry")]


def _privacy(data: Json, place: Place, voice: Voice) -> list[Message]:
    text = (
        f"ขออภัย{voice.particle} ให้ข้อมูลส่วนบุคคลของนักเรียนหรือผู้ปกครองทางนี้ไม่ได้ "
        "ตามพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล (PDPA) "
        "หากจำเป็นต้องใช้ตามหน้าที่ โปรดยื่นแบบคำขอข้อมูลกับเขต"
    )
    return [Text(text, (say("ขอข้อมูล", "ขอข้อมูล", place),))]


def _ticket(data: Json, place: Place, voice: Voice) -> list[Message]:
    said = "เรื่องอุปกรณ์หรือระบบขัดข้อง ทางแชตนี้ยังรับแจ้งไม่ได้"
    return [Text(f"{said} {OFFICE}{voice.particle}\n{_can(place)}", _examples(place))]


def _form(data: Json, place: Place, voice: Voice) -> list[Message]:
    said = "ทางแชตนี้ยังยื่นแบบคำขอข้อมูลสารสนเทศไม่ได้"
    return [Text(f"{said} {OFFICE}{voice.particle}\n{_can(place)}", _examples(place))]


def _can(place: Place) -> str:
    menu = called("เมนู", place)
    return f"ที่ถามได้ตอนนี้: จำนวนนักเรียน ห้องเรียน และโรงเรียน พิมพ์ «{menu}» เพื่อดูตัวอย่าง"


def _smalltalk(data: Json, place: Place, voice: Voice) -> list[Message]:
    said = {
        "greeting": f"สวัสดี{voice.particle} {_can(place)}",
        "thanks": f"ยินดี{voice.particle} มีข้อมูลอื่นให้ช่วยค้น พิมพ์ถามได้เลย",
        "ability": _can(place),
        "chat": f"ขอบคุณ{voice.particle} มีอะไรให้ช่วยเรื่องข้อมูล ถามได้เลย",
    }[data["facts"]["about"]]
    return [Text(said, _examples(place))]


def _unknown(data: Json, place: Place, voice: Voice) -> list[Message]:
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


_KINDS = {
    "figure": _figure,
    "multi": _multi,
    "list": _list,
    "clarify": _clarify,
    "no_data": _no_data,
    "privacy": _privacy,
    "ticket": _ticket,
    "form": _form,
    "smalltalk": _smalltalk,
    "unknown": _unknown,
}
