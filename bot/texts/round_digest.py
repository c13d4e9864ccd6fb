"""Who is late, for those who follow a round: offered to its keepers on each of its days; the late
schools of their own network for its chair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.round_lists import calling, contact_text
from bot.texts.round_words import STANDING, left_text, moment_text, round_name, short
from bot.texts.round_work import LABELS
from bot.texts.rounds import DUE, FLOW

Json = Mapping[str, Any]
#: As many schools as a digest names; its button has all.
_MOST, _MOST_NETWORKS = 12, 8
#: As many of the chair's schools as a card has place for.
_MOST_OWN = 20


@words("round.digest")
def digest(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """How many are late in which network, and the first of them with whom to ring up."""
    (one,) = data["rounds"]
    schools, name = one["schools"], round_name(one)
    what = "ยังไม่เสร็จ" if one["rung"] >= 0 else "เลยกำหนด"
    title = f"{what} {len(schools):,} โรงเรียน"
    due = f"กำหนดส่ง {moment_text(one['due'])}"
    rows = [
        Row(f"{n}. {short(school['name'], 60)}", detail=contact_text(school["contact"]))
        for n, school in enumerate(schools[:_MOST], 1)
    ]
    more = len(schools) - _MOST
    body = [due, *_networks(schools), *([f"และอีก {more:,} โรงเรียน"] if more > 0 else [])]
    note = f"ข้อมูล ณ {moment_text(data['at'])} โรงเรียนที่เสร็จหลังจากนั้นนำออกแล้ว"
    said = " · ".join(f"{row.label} {row.detail}" for row in rows)
    return [
        Card(
            alt=" · ".join([title, name, *body, said, note]),
            title=title,
            subtitle=short(name, 120),
            body=tuple(body),
            rows=tuple(rows),
            note=note,
            buttons=tuple(_following(one)),
            tone="alert" if one["rung"] < 0 else "calm",
            icon="📋",
        )
    ]


def _networks(schools: Sequence[Json]) -> list[str]:
    """«เครือข่ายดอยสูง (3) · เครือข่ายริมธาร (1)», those with most first."""
    counted = Counter(school["network"] or "ไม่ระบุเครือข่าย" for school in schools)
    if len(counted) < 2:
        return []
    listed = [
        f"{short(name, 40)} ({count:,})" for name, count in counted.most_common(_MOST_NETWORKS)
    ]
    more = len(counted) - _MOST_NETWORKS
    return [" · ".join([*listed, *([f"อีก {more:,} เครือข่าย"] if more > 0 else [])])]


def _following(one: Json) -> list[Button]:
    value, shown = str(one["id"]), short(round_name(one), 80)
    listed, follow = "ดูรายชื่อล่าสุด", LABELS["follow"]
    return [
        Do(listed, FLOW, "unfinished", f"{value}:0", f"{listed}: {shown}", Style.PRIMARY),
        Do(follow, FLOW, "follow", value, f"{follow}: {shown}"),
    ]


@words("round.network")
def network(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The late schools of the chair's own network, with whom to ring up."""
    lines, name = data["lines"], short(round_name(data), 120)
    of = ", ".join(short(one, 60) for one in data["networks"])
    if not lines:
        done = "โรงเรียนในเครือข่ายเสร็จครบแล้ว ขอบคุณ"
        early = f"ดูรายชื่อได้หลังพ้นกำหนด {moment_text(data['due'])}"
        said = polite(done if data["is_over"] else early, voice.particle)
        return [Text(f"{name}\n{of}\n{said}", (Say(DUE, DUE), Say("เมนู", "เมนู")))]
    numbered = list(enumerate(lines[:_MOST_OWN], 1))
    title = f"เลยกำหนด {len(lines):,} จาก {data['expected']:,} โรงเรียน"
    rows = [_late(n, one, data) for n, one in numbered]
    more = len(lines) - _MOST_OWN
    also = [f"และอีก {more:,} โรงเรียน"] if more > 0 else []
    body = [of, polite("ขอความอนุเคราะห์ช่วยติดตาม", voice.particle), *also]
    note = "โทรศัพท์ใช้เพื่อติดตามงานเท่านั้น โปรดอย่าส่งต่อ"
    said = " · ".join(f"{row.label} {row.value} {row.detail}" for row in rows)
    return [
        Card(
            alt=" · ".join([title, name, *body, said, note]),
            title=title,
            subtitle=name,
            body=tuple(body),
            rows=tuple(rows),
            note=note,
            buttons=tuple(calling(numbered)),
            tone="sorry",
            icon="📞",
            beside=True,
        )
    ]


def _late(n: int, one: Json, data: Json) -> Row:
    now = left_text(one["due"], datetime.fromisoformat(data["now"]))
    said = f"{STANDING[one['standing']]} · {now}"
    return Row(f"{n}. {short(one['name'], 60)}", detail=f"{contact_text(one['contact'])}\n{said}")
