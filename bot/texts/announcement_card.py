"""An announcement for those who send it: its preview with the price, then how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.announcement_words import (
    CONTROL,
    MINE,
    STATUS,
    WRITE,
    cost_text,
    left_rows,
    of_share_text,
    reach_rows,
    reach_text,
    too_dear,
    way_cost,
    way_text,
)
from bot.texts.circular_chat import MAKE
from bot.texts.figures import polite
from bot.texts.request_words import moment_text, short

Json = Mapping[str, Any]
FLOW = CONTROL
#: What can be done with a draft, and later, by the steps of the buttons.
LABELS = {
    "send": "ส่งเลย",
    "permit": "ขออนุญาตส่งเกินงบ",
    "later": "ตั้งเวลา",
    "edits": "แก้ไข",
    "drop": "ทิ้งร่างนี้",
    "text": "ดูข้อความ",
    "cancel": "ยกเลิกการส่ง",
    "end": "ยุติประกาศ",
    "again": "ใช้ข้อความนี้อีก",
    "outstanding": "ดูผู้ยังไม่รับทราบ",
    "nudge_free": "เตือนผู้ยังไม่รับทราบ (ฟรี)",
    "nudge": "เตือนทันที",
    "circular": MAKE,
}
CONFIRM = "ยืนยันส่งตามเวลานี้"
_LEADS = {
    "": "",
    "made": "นี่คือตัวอย่าง ยังไม่ได้ส่ง",
    "changed": "แก้ไขแล้ว ยังไม่ได้ส่ง",
    "at": "จะส่งตามเวลาข้างล่าง กดยืนยันก่อนจึงจะส่ง",
    "outdated": "ประกาศนี้เปลี่ยนไปหลังจากที่ท่านเห็น จึงยังไม่ได้ทำรายการ นี่คือข้อมูลล่าสุด",
    "price": "จำนวนผู้รับเปลี่ยนไป จึงยังไม่ได้ส่ง โปรดดูราคาใหม่",
    "month": "ยังไม่ได้ส่ง ข้อความของเดือนนี้เหลือไม่พอ",
    "share": "ยังไม่ได้ส่ง เกินงบประกาศของเดือนนี้",
    "nobody": "ยังไม่มีผู้รับ โปรดเลือกผู้รับก่อน",
    "past": "เวลาที่ตั้งไว้ผ่านไปแล้ว โปรดตั้งเวลาใหม่",
    "until": "เวลาส่งที่เหลือต้องอยู่หลังเวลาส่ง โปรดแก้ไขวิธีส่ง",
    "sent": "ส่งแล้ว",
    "scheduled": "ตั้งเวลาส่งแล้ว ยกเลิกได้จนกว่าจะถึงเวลา",
    "waiting": "ส่งคำขอแล้ว เมื่อได้รับอนุญาตจะส่งให้",
    "cancelled": "ยกเลิกแล้ว ไม่ส่งประกาศนี้",
    "uncounted": "ส่งทันทีไม่ได้ ยังไม่ทราบจำนวนสมาชิกของบางกลุ่ม เลือกวิธีส่งอื่น",
    "other_month": "ขออนุญาตเกินงบได้เฉพาะการส่งภายในเดือนนี้ โปรดแก้เวลาส่ง",
    "far": "ตั้งเวลาล่วงหน้าได้ไม่เกิน 1 ปี",
    "reminded": "เตือนแล้ว",
    "rides": "จะเตือนไปกับคำตอบครั้งถัดไปของแต่ละคน ไม่เสียข้อความ",
    "nudged": "วันนี้เตือนไปแล้ว เตือนได้วันละครั้ง",
    "all_have": "รับทราบครบแล้ว ไม่มีผู้ที่ต้องเตือน",
    "not_asked": "ประกาศนี้ไม่ได้ขอให้รับทราบ",
    "round": "รอบที่เลือกไว้ปิดแล้ว โปรดเลือกผู้รับใหม่",
    "group": "กลุ่มที่เลือกไว้ไม่มีแล้ว โปรดเลือกผู้รับใหม่",
    "ended": "ยุติประกาศแล้ว จะไม่แจ้งใครเพิ่ม",
    "already_sent": "ประกาศนี้ส่งไปแล้ว จึงไม่มีอะไรเปลี่ยนแปลง",
    "already_cancelled": "ประกาศนี้ยกเลิกไปแล้ว จึงไม่มีอะไรเปลี่ยนแปลง",
    "already_scheduled": "ประกาศนี้ตั้งเวลาส่งไว้แล้ว จึงไม่มีอะไรเปลี่ยนแปลง",
    "already_waiting": "ประกาศนี้รออนุญาตอยู่แล้ว",
    "draft": "ประกาศนี้ยังไม่ได้ส่ง",
}
_REFUSED = {
    "not_staff": "ส่วนนี้สำหรับเจ้าหน้าที่ที่ประกาศถึงโรงเรียน",
    "not_yours": "ประกาศนี้จัดการได้เฉพาะผู้เขียนและกลุ่มของผู้เขียน จึงไม่มีอะไรเปลี่ยนแปลง",
    "gone": "ไม่พบประกาศนี้",
}


def known_leads() -> set[str]:
    """Everything that a card may begin with."""
    return set(_LEADS)


def known_refusals() -> set[str]:
    """Every reason for which there is no card."""
    return set(_REFUSED)


# ---------------------------------------------------------------- before it goes


def draft_choices(data: Json) -> dict[str, str]:
    """What may be done with a draft, by step: sent at its price, or a second person is asked."""
    reach = data["reach"]
    later = ("later",) if reach["people"] or reach["groups"] else ()
    found = {step: LABELS[step] for step in (*later, "edits", "circular", "drop")}
    if not sendable(data):
        return found
    if data["price"]["why_not"] == "share":
        return {"permit": LABELS["permit"], **found}
    return {"send": CONFIRM if data["goes"] else LABELS["send"], **found}


def sendable(data: Json) -> bool:
    """Has it recipients and a price that could be paid, if need be by permission?"""
    reach, price = data["reach"], data["price"]
    somebody = reach["people"] or reach["groups"]
    return bool(somebody and price and price["why_not"] != "month")


@words("announcing.preview")
def preview(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Below the announcement as people will see it: who gets it, how, at what price."""
    price = data["price"]
    lines = [*_lead(data, voice), *_hindered(data)]
    rows = [
        *reach_rows(data["reach"]),
        Row("รับทราบ", "ขอให้กด" if data["asks"] else "ไม่ขอ"),
        Row("วิธีส่ง", way_text(data)),
        *([Row("จะส่ง", moment_text(data["goes"]))] if data["goes"] else []),
        Row("ราคา", way_cost(data["delivery"], price), strong=True, detail=of_share_text(price)),
        *(left_rows(price) if price and price["messages"] else []),
    ]
    tone = "ask" if sendable(data) and not price["why_not"] else "sorry"
    state = reach_text(data["reach"])
    return [_card("ตรวจก่อนส่ง", state, lines, rows, _drafting(data), tone=tone)]


def _hindered(data: Json) -> list[str]:
    """Why it cannot be sent as it is."""
    reach, price = data["reach"], data["price"]
    if not (reach["people"] or reach["groups"]):
        return [_LEADS["nobody"]]
    if price is None:
        return [_LEADS.get(data["why_not"], _LEADS["past"])]
    why = too_dear(price)
    if price["why_not"] == "month":
        return [why, "เลือกวิธีส่งแบบฟรี หรือลดผู้รับ"]
    return [why] if why else []


def _drafting(data: Json) -> list[Button]:
    value = f"{data['id']}:{data['version']}"
    priced = f"{value}:{data['price']['messages'] if data['price'] else 0}{_stamp(data)}"
    return [
        Do(said, FLOW, step, priced if step in ("send", "permit", "circular") else value, said,
           Style.SECONDARY if n else Style.PRIMARY)
        for n, (step, said) in enumerate(draft_choices(data).items())
    ]  # fmt: skip


def _stamp(data: Json) -> str:
    return f":{data['stamp']}" if data["at"] else ""


# ---------------------------------------------------------------- afterwards


def choices(data: Json) -> dict[str, str]:
    """What may be done with one that is no draft any more, by step."""
    can, nudge = data["can"], data["nudge"]
    found = {"text": LABELS["text"]}
    if data["outstanding"]:
        found["outstanding"] = f"{LABELS['outstanding']} {data['outstanding']:,}"
    if nudge:
        found["nudge_free"] = LABELS["nudge_free"]
        if not nudge["why_not"]:
            found["nudge"] = f"{LABELS['nudge']} {nudge['messages']:,} ข้อความ"
    writes = ("circular",) if {"cancel", "end"} & set(can) else ()
    more = [step for step in ("cancel", "end", "again") if step in can]
    return {**found, **{step: LABELS[step] for step in (*writes, *more)}}


@words("announcing.card")
def card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One that was sent, waits, or was cancelled: when, at what price, who was reached."""
    found: list[Button] = []
    value = f"{data['id']}:{data['version']}"
    for step, said in choices(data).items():
        more = {
            "nudge": f"{value}:{_nudge(data)}", "nudge_free": f"{value}:0",
            "outstanding": f"{data['id']}:0",
        }  # fmt: skip
        found.append(Do(said, FLOW, step, more.get(step, value), said))
    state = STATUS[data["status"]]
    if data["status"] == "sent" and data["ended_at"]:
        state = "ส่งแล้ว และยุติแล้ว"
    return [_card(short(data["title"], 100), state, _lead(data, voice), _facts(data), found)]


def _nudge(data: Json) -> int:
    return int(data["nudge"]["messages"]) if data["nudge"] else 0


def _facts(data: Json) -> list[Row]:
    status = data["status"]
    rows = [Row(_WHEN[status], moment_text(at))] if (at := _at(data)) else []
    rows.append(Row("วิธีส่ง", way_text(data)))
    if status in ("waiting", "scheduled"):
        rows += reach_rows(data["reach"])
        return [*rows, *_permit(data), Row("ราคา", _agreed(data), strong=True)]
    if status != "sent":
        return rows
    return [*rows, *_reached(data), *_noted(data)]


def _permit(data: Json) -> list[Row]:
    """What a second person is asked for."""
    permit = data["permit"]
    if data["status"] != "waiting" or not permit:
        return []
    return [Row("ขอเกินงบ", f"{permit['messages']:,} ข้อความ")]


def _noted(data: Json) -> list[Row]:
    """How many have said that they read it; of schools, where schools were meant."""
    noted = data["noted"]
    if not noted:
        return []
    rows = []
    if noted["schools_asked"]:
        of = f"{noted['schools']:,} จาก {noted['schools_asked']:,} โรงเรียน"
        rows.append(Row("รับทราบแล้ว", of, strong=True))
    if noted["people_asked"]:
        of = f"{noted['people']:,} จาก {noted['people_asked']:,} คน"
        rows.append(Row("– ผู้รับรายคน" if rows else "รับทราบแล้ว", of, strong=not rows))
    if noted["others"]:
        rows.append(Row("– ผู้อื่นที่กดด้วย", f"{noted['others']:,} คน"))
    return rows


_WHEN = {
    "draft": "เขียนเมื่อ",
    "waiting": "จะส่ง",
    "scheduled": "จะส่ง",
    "sent": "ส่งเมื่อ",
    "cancelled": "ยกเลิกเมื่อ",
}


def _at(data: Json) -> str | None:
    at: str | None = {
        "waiting": data["send_at"], "scheduled": data["send_at"], "sent": data["sent_at"],
        "cancelled": data["ended_at"],
    }.get(data["status"])  # fmt: skip
    return at


def _agreed(data: Json) -> str:
    return cost_text(data["delivery"], {"messages": data["price"]})


def _reached(data: Json) -> list[Row]:
    """How it went: for nothing, paid, still to come, lost; and what it cost."""
    ways = data["ways"]
    rows = [Row("ส่งถึง", f"{data['chats']:,} แชต")]
    rows += [Row(f"– {said}", f"{ways[way]:,}") for way, said in _WAYS.items() if ways.get(way)]
    return [*rows, Row("ใช้ไป", f"{data['paid_messages']:,} ข้อความ")]


_WAYS = {
    "free": "ได้รับแล้ว (ฟรี)",
    "paid": "ได้รับแล้ว (เสียข้อความ)",
    "waiting": "รอไปกับคำตอบ หรือรอส่ง",
    "unknown": "ไม่ทราบผล",
    "unreached": "ไม่ถึงผู้รับ",
    "gone": "ไม่มีบันทึกแล้ว",
}


@words("announcing.done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """A draft is gone, or the flow was left with the draft kept."""
    said = polite(_DONE[data["what"]], voice.particle)
    return [Text(said, (Say(MINE, MINE), Say(WRITE, WRITE)))]


_DONE = {
    "dropped": "ทิ้งร่างแล้ว ไม่มีใครได้รับ",
}


@words("announcing.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """ยกเลิก in the middle: what is written stays."""
    said = polite("ออกจากการเขียนประกาศแล้ว ยังไม่ได้ส่ง", voice.particle)
    return [Text(f"{said} ร่างที่เขียนไว้เปิดต่อได้ พิมพ์ «{MINE}»", (Say(MINE, MINE),))]


@words("announcing.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Nothing was done, and there is no card to show."""
    said = polite(_REFUSED[data["why"] if data["why"] in _REFUSED else "gone"], voice.particle)
    return [Text(f"{said} ดูประกาศที่มีอยู่ พิมพ์ «ประกาศ»", (Say("ประกาศ", "ประกาศ"),))]


def _lead(data: Json, voice: Voice) -> list[str]:
    said = _LEADS[data.get("lead") or ""]
    return [polite(said, voice.particle)] if said else []


def _card(
    title: str, state: str, lines: list[str], rows: list[Row], buttons: list[Button],
    tone: str = "calm",
) -> Card:  # fmt: skip
    told = [f"{row.label} {row.value} {row.detail}".strip() for row in rows]
    labels = " / ".join(one.label for one in buttons)
    typed = f"พิมพ์ได้: {labels}" if labels else ""
    return Card(
        alt=" · ".join(filter(None, [title, state, *lines, *told, typed])),
        title=title,
        subtitle=state,
        icon="📣",
        tone=tone,
        body=tuple(lines),
        rows=tuple(rows),
        buttons=tuple(buttons),
    )
