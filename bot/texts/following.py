"""Following requests: the list, the card of progress, questions to the requester, what was decided,
handed over, taken back, claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Do, Message, Page, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import ticket_words, word, words
from bot.texts.figures import asking, polite
from bot.texts.request_words import (
    HAND_OVER,
    STEP,
    day_text,
    due_text,
    moment_text,
    number_text,
    short,
    status_text,
    weekday_text,
)
from handlers.requests.vocabulary import LAWS

Json = Mapping[str, Any]
FLOW = "following"
ACTS = {
    "answer": "ตอบ",
    "open": "เปิดไฟล์",
    "received": "ได้รับเอกสารแล้ว",
    "rate": "ให้คะแนน",
    "appeal": "สิทธิอุทธรณ์",
    "withdraw": "ถอนคำขอ",
}
SURE = {"confirm": "ยืนยัน", "keep": "ยกเลิก"}
_ASK, _STATUS, _MENU = "ขอข้อมูล", "สถานะ", "เมนู"
_ASK_AGAIN = Say(_ASK, _ASK)
_SHOW = "ดูคำขอ"
_APPEAL = "อุทธรณ์ได้ภายใน 15 วันนับแต่วันที่ได้รับแจ้ง"
_MOST_FILES = 5
#: How much of a long text stands on a card; the rest is on the papers.
_SUBJECT, _SAID = 160, 600


def _ref(data: Json) -> str:
    return f"{data['id']}:{data['version']}"


def _do(act: str, data: Json, *, first: bool = False) -> Do:
    style = Style.PRIMARY if first else Style.SECONDARY
    return Do(ACTS[act], FLOW, act, _ref(data), style=style)


def _see(data: Json) -> Do:
    return Do(_SHOW, FLOW, "show", _ref(data))


def _subject(data: Json) -> str:
    return f"เรื่อง: {short(data['subject'], _SUBJECT)}"


# ---------------------------------------------------------------- which one


@words("following.none")
def none(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ท่านไม่มีคำขอหรือเรื่องแจ้งปัญหาที่กำลังดำเนินการ", voice.particle)
    more = f"พิมพ์ «{_ASK}» เพื่อยื่นคำขอ «แจ้งปัญหา» เพื่อแจ้งซ่อม หรือ «รับเรื่อง» ตามด้วยรหัส หากเจ้าหน้าที่ยื่นแทนท่าน"
    return [Text(f"{said}\n{more}", (_ASK_AGAIN, Say("แจ้งปัญหา", "แจ้งปัญหา"), Say(_MENU, _MENU)))]


@words("following.nothing_to_withdraw")
def nothing(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ไม่มีคำขอที่ถอนได้", voice.particle)
    return [Text(f"{said} พิมพ์ «{_STATUS}» เพื่อดูคำขอของท่าน", (Say(_STATUS, _STATUS),))]


@words("following.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Several of one's own; `then` is what was wanted of one."""
    wanted = "ต้องการถอนคำขอใด" if data["then"] == "withdraw" else "ต้องการดูเรื่องใด"
    reported = data.get("tickets") or []
    every = [*data["requests"], *reported]
    lines = [
        (_line if n <= len(data["requests"]) else _ticket_line)(n, one)
        for n, one in enumerate(every, 1)
    ]
    more = (f"และอีก {data['more']:,} เรื่อง พิมพ์เลขที่เรื่องเพื่อดู",) if data["more"] else ()
    title = asking(wanted, voice.particle)
    buttons = tuple(
        Press(f"{n}. {number_text(one)}", FLOW, "pick", f"ticket:{one['id']}" if one in reported
              else str(one["id"]))
        for n, one in enumerate(every, 1)
    )  # fmt: skip
    alt = f"{title} {' · '.join([*lines, *more])}"
    return [Card(alt, title, body=(*lines, *more), buttons=buttons, beside=True, icon="🗂️")]


def _ticket_line(n: int, one: Json) -> str:
    icon = ticket_words.ICON[one["category"]]
    status = ticket_words.STATUS[one["status"]]
    return f"{n}. {icon} {number_text(one)} {status} · {short(one['subject'], 50)}"


def _line(n: int, one: Json) -> str:
    return f"{n}. {number_text(one)} {status_text(one)} · {short(one['subject'], 50)}"


# ---------------------------------------------------------------- where it stands


@words("request.progress")
def progress(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The steps done, the present one with who has it till when, those to come; what to do."""
    status, number = status_text(data), number_text(data, meaning=True)
    rows = [*_begun(data), *(Row(f"○ {STEP[kind]}") for kind in data["to_come"])]
    if "rate" in data["acts"]:
        rows.append(Row("○ ประเมินความพึงพอใจ"))
    waits = (f"เจ้าหน้าที่ถาม: {short(data['question'], _SAID)}",) if data["question"] else ()
    buttons = tuple(
        _do(act, data, first=n == 0 and act != "withdraw") for n, act in enumerate(data["acts"])
    )
    said = (" ".join(filter(None, [r.label, r.value, *r.detail.split("\n")])) for r in rows)
    steps = " ".join(said)
    typed = f"พิมพ์ได้: {' / '.join(b.label for b in buttons)}" if buttons else ""
    parts = [f"{number} {status}", *waits, _subject(data), steps, typed]
    return [
        Card(
            alt=" ".join(filter(None, parts)),
            title=status,
            subtitle=number,
            body=(_subject(data), *waits),
            rows=tuple(rows),
            note=_progress_note(data),
            buttons=buttons,
            tone="ask" if data["question"] else "calm",
            icon="📌",
        )
    ]


def _begun(data: Json) -> list[Row]:
    return [_step_row(step, data) for step in data["steps"] if step["kind"] != "file"]


def _step_row(step: Json, data: Json) -> Row:
    name = STEP[step["kind"]]
    if step["done_at"]:
        return Row(f"✓ {name}", day_text(step["done_at"]))
    if data["question"]:
        return Row(f"● {name}", detail="รอท่านตอบ เวลาหยุดนับชั่วคราว")
    has_it = " หรือ ".join(data["has_it"])
    told = "\n".join(filter(None, [f"อยู่ที่ {has_it}" if has_it else "", due_text(step["due_at"])]))
    return Row(f"● {name}", detail=told, strong=True)


def _progress_note(data: Json) -> str:
    sent = f"ยื่นเมื่อ {moment_text(data['submitted_at'])}"
    if data.get("expired"):
        return f"{sent} · ลิงก์เดิมหมดอายุ กด «{ACTS['open']}» เพื่อรับลิงก์ใหม่"
    if weekday_text(data["submitted_at"]) == weekday_text(data["received_on"]):
        return sent
    return f"{sent}\nเริ่มนับเวลา {weekday_text(data['received_on'])}"


# ---------------------------------------------------------------- asked, answered


@words("request.asked")
def asked(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The office asks for more; its clock stands still meanwhile."""
    said = polite("เจ้าหน้าที่ขอข้อมูลเพิ่มเติม", voice.particle)
    number = number_text(data, meaning=True)
    question = short(data["question"], _SAID)
    how = f"กด «{ACTS['answer']}» หรือพิมพ์ «{_STATUS}» เพื่อตอบ"
    return [
        Card(
            alt=f"{said} {number} {question} {how}",
            title="ขอข้อมูลเพิ่มเติม",
            subtitle=number,
            body=(f"เจ้าหน้าที่ถาม: {question}", _subject(data)),
            note="ระหว่างรอคำตอบ เวลาดำเนินการหยุดนับชั่วคราว",
            buttons=(_do("answer", data, first=True), _see(data)),
            tone="ask",
            icon="❓",
        )
    ]


@words("request.clarify")
def clarify(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is the answer? `why`: the last one was none."""
    why = {
        "empty": "ข้อนี้ตอบเป็นข้อความ",
        "long": f"ข้อความยาวเกิน {data.get('most', 0):,} ตัวอักษร ขอสั้นลง",
    }.get(str(data.get("why")), "")
    lead = f"{polite(why, voice.particle)}\n" if why else ""
    question = short(data["question"] or "", _SAID)
    how = "พิมพ์คำตอบได้เลย หรือพิมพ์ «ยกเลิก» เพื่อตอบภายหลัง"
    return [Text(f"{lead}{number_text(data)}: {question}\n{how}", (Say("ยกเลิก", "ยกเลิก"),))]


@words("request.clarified")
def clarified(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"ส่งคำตอบเรื่อง {number_text(data)} ให้เจ้าหน้าที่แล้ว", voice.particle)
    due = f" กำหนดใหม่{due_text(data['due_at'])}" if data["due_at"] else ""
    return [Text(f"{said}{due}", (Say(_STATUS, _STATUS),))]


@words("following.answered")
def answered(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"{number_text(data)} ไม่มีคำถามที่รอคำตอบ", voice.particle)
    now = f"ขณะนี้: {status_text(data)}"
    return [Text(f"{said} {now}", (Say(_STATUS, _STATUS),))]


# ---------------------------------------------------------------- decided, handed over


@words("request.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Why, by which law, and what one may do about it."""
    said = polite("คำขอนี้ไม่ได้รับอนุญาต", voice.particle)
    number = number_text(data, meaning=True)
    reason = f"เหตุผล: {short(data['reason'] or '-', _SAID)}"
    law = f"ตาม {LAWS.get(data['law'], data['law'])}" if data.get("law") else ""
    outsider = bool(data.get("outsider", True))
    body = (said, _subject(data), reason, law, _APPEAL if outsider else "")
    lines = tuple(line for line in body if line)
    first = (_do("appeal", data, first=True),) if outsider else ()
    return [
        Card(
            alt=" ".join([number, *lines]),
            title="ไม่อนุญาต",
            subtitle=number,
            body=lines,
            buttons=(*first, _see(data)),
            tone="sorry",
            icon="📄",
        )
    ]


@words("following.appeal")
def appeal(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """How to appeal, and from when the days count."""
    lines = (
        f"{number_text(data)} ไม่อนุญาตเมื่อ {day_text(data['refused'])}",
        polite(_APPEAL, voice.particle),
        "อุทธรณ์ต่อคณะกรรมการวินิจฉัยการเปิดเผยข้อมูลข่าวสาร โดยยื่นเป็นหนังสือต่อคณะกรรมการข้อมูลข่าวสารของราชการ",
        "ตาม พ.ร.บ.ข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 18",
    )
    return [Text("\n".join(lines), (Say(_MENU, _MENU),))]


@words("request.delivered")
def delivered(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It is here; in the same message the rating, but that of paper when it is in hand."""
    ready = "ดำเนินการตามที่ขอแล้ว" if data["hand_over"] == "work" else "ข้อมูลที่ขอพร้อมแล้ว"
    messages: list[Message] = [_hand_over(data, voice, polite(ready, voice.particle))]
    if data.get("rating") and data["hand_over"] != "paper":
        messages += word("rating.ask", data["rating"], place, voice)
    return messages


@words("following.link")
def link(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The link once more, or a new one."""
    return [_hand_over(data, voice, polite("เปิดได้จากปุ่มนี้", voice.particle))]


def _hand_over(data: Json, voice: Voice, said: str) -> Card:
    number, until = number_text(data, meaning=True), moment_text(data["expires_at"])
    files = [f"• {short(name, 60)}" for name in data["files"][:_MOST_FILES]]
    more = len(data["files"]) - len(files)
    also = (f"และอีก {more:,} ไฟล์",) if more > 0 else ()
    by = _BY[data["hand_over"]]
    if data["hand_over"] == "work" and data.get("note"):
        by = f"สิ่งที่ดำเนินการ: {short(data['note'], 500)}"
    opens = _opens(data)
    opened = f"เปิดได้ถึง {until}" if opens else ""
    renewed = f"{opened} หมดอายุแล้วพิมพ์ «{_STATUS}» เพื่อรับลิงก์ใหม่"
    return Card(
        alt=" ".join(filter(None, [said, number, _subject(data), *files, *also, by, opened])),
        title="ดำเนินการแล้ว" if data["hand_over"] == "work" else "ส่งมอบข้อมูล",
        subtitle=number,
        body=tuple(line for line in (said, _subject(data), *files, *also, by) if line),
        note=renewed if opens else f"พิมพ์ «{_STATUS}» เพื่อดูคำขอนี้",
        buttons=_to_open(data),
        icon="📦",
    )


#: What is done besides the link.
_BY = {
    "line": "",
    "email": "ส่งลิงก์ทางอีเมลด้วยแล้ว",
    "paper": "มารับเอกสารที่สำนักงานในเวลาทำการ แล้วกด «ได้รับเอกสารแล้ว»",
    "letter": f"{HAND_OVER['letter']}ตอบกลับลงนามแล้ว",
    "work": "",
}


def _to_open(data: Json) -> tuple[Button, ...]:
    claims = {"d": data["delivery_id"]}
    paper = data["hand_over"] == "paper"
    first, second = (Style.SECONDARY, Style.PRIMARY) if paper else (Style.PRIMARY, Style.SECONDARY)
    page = Page(ACTS["open"], "deliveries", claims, until=data["expires_at"], style=first)
    if data["hand_over"] == "work":
        return (page,) if _opens(data) else ()
    if not paper:
        return (page,)
    pages = (page,) if _opens(data) else ()
    return (Do(ACTS["received"], FLOW, "received", _ref(data), style=second), *pages)


def _opens(data: Json) -> bool:
    """Is there anything behind the link? Of paper alone there is not."""
    return data["hand_over"] not in ("paper", "work") or bool(data["files"] or data.get("query"))


@words("following.received")
def received(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Text(polite(f"บันทึกว่าท่านได้รับเอกสารแล้ว เรื่อง {number_text(data)}", voice.particle))]


# ---------------------------------------------------------------- taken back, claimed


@words("request.withdraw")
def withdraw(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Is the person sure?"""
    number = number_text(data, meaning=True)
    title = asking(f"ถอนคำขอ {number_text(data)} ใช่ไหม", voice.particle)
    buttons = tuple(
        Press(label, FLOW, "sure", value, style=Style.PRIMARY if value == "confirm" else
              Style.SECONDARY)
        for value, label in SURE.items()
    )  # fmt: skip
    note = "ถอนแล้วเจ้าหน้าที่จะหยุดดำเนินการ หากต้องการภายหลังต้องยื่นใหม่"
    alt = f"{title} {_subject(data)} {note} พิมพ์ {' / '.join(SURE.values())}"
    return [
        Card(
            alt, title, subtitle=number, body=(_subject(data),), note=note, buttons=buttons,
            beside=True, tone="alert",
        )
    ]  # fmt: skip


@words("following.kept")
def kept(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ไม่ได้ถอนคำขอ เจ้าหน้าที่ดำเนินการต่อ", voice.particle)
    return [Text(f"{said} พิมพ์ «{_STATUS}» เพื่อติดตาม", (Say(_STATUS, _STATUS),))]


@words("following.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("ยังไม่ได้เปลี่ยนแปลงคำขอใด", voice.particle)
    return [Text(f"{said} พิมพ์ «{_STATUS}» เพื่อดูคำขอของท่าน", (Say(_STATUS, _STATUS),))]


@words("following.too_late")
def too_late(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = f"ถอน {number_text(data)} ไม่ได้แล้ว เพราะ{status_text(data)}"
    return [Text(polite(said, voice.particle), (Say(_STATUS, _STATUS),))]


@words("following.withdrawn")
def withdrawn(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"ถอนคำขอ {number_text(data)} แล้ว", voice.particle)
    return [Text(f"{said} ยื่นใหม่ได้ทุกเมื่อ พิมพ์ «{_ASK}»", (_ASK_AGAIN, Say(_MENU, _MENU)))]


@words("following.code")
def code(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = asking("รหัสรับเรื่อง 8 ตัวคืออะไร", voice.particle)
    how = "รหัสได้จากเจ้าหน้าที่ที่ยื่นคำขอแทนท่าน พิมพ์ «ยกเลิก» เพื่อเลิก"
    return [Text(f"{said}\n{how}", (Say("ยกเลิก", "ยกเลิก"),))]


@words("following.claimed")
def claimed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite(f"รับเรื่อง {number_text(data)} แล้ว", voice.particle)
    return [Text(f"{said} ผลจะแจ้งทางแชตนี้")]


@words("following.other_code")
def other_code(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    said = polite("รหัสนี้ใช้ยืนยันตัวตน ไม่ใช่รหัสรับเรื่อง", voice.particle)
    return [Text(f"{said} พิมพ์ «ลงทะเบียน» ตามด้วยรหัส", (Say("ลงทะเบียน", "ลงทะเบียน"),))]
