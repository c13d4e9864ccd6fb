"""What an officer is asked, and told was done: words to be typed, choices, files, history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import (
    Button,
    Card,
    Do,
    Message,
    Page,
    PickDay,
    Place,
    Press,
    Say,
    Style,
    Text,
    Voice,
)
from bot.texts import handling, words
from bot.texts import handling_facts as facts
from bot.texts.figures import polite, thai_date
from bot.texts.handling import FLOW, LABELS
from bot.texts.request_words import CLASSIFICATION, number_text, short

Json = Mapping[str, Any]
#: Longest text that an officer or a director may type.
LONGEST = 1_000
KINDS = {"public": "เปิดเผยได้", "official": "ใช้ในราชการ", "personal": "ข้อมูลส่วนบุคคล"}
FILES = {"deliver": "ส่งมอบ", "submit": "ส่งตรวจทาน", "remove": "ลบไฟล์", "done": "เสร็จแล้ว"}
USE = {"yes": "ใช้คำตอบนี้", "again": "ถามใหม่"}
BACK = {"back": "กลับ"}
#: What each box for words asks for.
_ASKS = {
    "permit": "พิมพ์ความเห็นประกอบการเสนออนุญาต",
    "refuse": "พิมพ์เหตุผลที่เสนอไม่อนุญาต",
    "ask": "พิมพ์สิ่งที่ต้องการถามผู้ขอ",
    "clarify": "พิมพ์คำชี้แจงที่ได้รับจากผู้ขอ",
    "number": "พิมพ์เลขหนังสือที่สารบรรณออกให้",
    "finish": "พิมพ์สิ่งที่ดำเนินการแล้ว ผู้ขอจะได้อ่าน",
}
_EXAMPLES = {
    "refuse": "เช่น เป็นข้อมูลส่วนบุคคลของผู้อื่น",
    "ask": "เช่น ต้องการข้อมูลปีการศึกษาใด",
    "clarify": "เช่น ขอปีการศึกษา 2568 (แจ้งทางโทรศัพท์)",
    "number": "เช่น ที่ ศธ 04xxx/123",
    "finish": "เช่น ติดตั้งและทดสอบแล้ว ไม่ต้องใส่รหัสผ่าน",
}
_DONE = {
    "proposed": "เสนอแล้ว",
    "permitted": "อนุญาตตามระเบียบของสำนักงานแล้ว จัดทำข้อมูลต่อได้เลย",
    "passed_on": "ส่งต่อแล้ว",
    "asked": "ส่งคำถามถึงผู้ขอแล้ว",
    "asked_in_vain": "บันทึกคำถามแล้ว แต่ผู้ขอไม่ได้รับทาง LINE",
    "submitted": "ส่งตรวจทานแล้ว",
    "to_sign": "ตรวจทานแล้ว และเสนอลงนามหนังสือแล้ว",
}


def file_name(kind: str, n: int) -> str:
    """What a photo is called that came without a name."""
    ending, word = {"video": ("mp4", "วิดีโอ"), "voice": ("m4a", "เสียง")}.get(kind, ("jpg", "รูป"))
    return f"{word}-{n}.{ending}"


def too(why: str, voice: Voice) -> list[str]:
    """What is wrong with the words that were typed."""
    said = {
        "empty": "ขอเป็นข้อความสั้น ๆ",
        "long": f"ข้อความยาวเกิน {LONGEST:,} ตัวอักษร ขอสั้นลง",
        "day": "อ่านวันที่ไม่ออก พิมพ์ได้ เช่น 20 พ.ย. 69",
        "future": "วันที่ของหนังสือต้องไม่อยู่หลังวันนี้",
    }.get(why)
    return [polite(said, voice.particle)] if said else []


@words("handling.words")
def ask_words(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`what` is to be typed; `why` the last words were not taken."""
    lines = [*too(str(data.get("why") or ""), voice), polite(_ASKS[data["what"]], voice.particle)]
    example = _EXAMPLES.get(data["what"], "")
    head = number_text(data)
    return [
        Card(
            alt=facts.alt(head, [*lines, example]),
            title=head,
            subtitle=short(data["subject"], 120),
            icon="✏️",
            tone="ask",
            body=tuple(lines),
            note=" ".join(filter(None, (example, "พิมพ์ «ยกเลิก» เพื่อออก"))),
        )
    ]


@words("handling.day")
def ask_day(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    lines = [*too(str(data.get("why") or ""), voice), "หนังสือลงวันที่เท่าใด พิมพ์ได้ เช่น 20 พ.ย. 69"]
    return [
        Card(
            alt=facts.alt(number_text(data), lines),
            title=number_text(data),
            subtitle=f"เลขหนังสือ {data['letter']}",
            icon="✏️",
            tone="ask",
            body=tuple(lines),
            buttons=(PickDay("เลือกวันที่", FLOW, "letter_day", latest=data["today"]),),
        )
    ]


@words("handling.choose")
def choose(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`step` and its `choices`: kinds of information, groups, files to be taken out."""
    asked = {
        "kind": "เป็นข้อมูลประเภทใด",
        "group": "ส่งต่อให้กลุ่มใด",
        "removing": "ลบไฟล์ใด",
    }[data["step"]]
    choices: dict[str, str] = data["choices"]
    lines = [f"{n}. {short(label, 100)}" for n, label in enumerate(choices.values(), 1)]
    return [
        Card(
            alt=facts.alt(f"{number_text(data)} {asked}", lines),
            title=asked,
            subtitle=number_text(data),
            icon="📄",
            tone="ask",
            body=("กดเลือก หรือพิมพ์หมายเลข", *(lines if len(lines) > 10 else ())),
            note=f"ตอนนี้: {CLASSIFICATION[data['now']]}" if data.get("now") else "",
            buttons=tuple(
                Press(f"{n}. {short(label, 60)}", FLOW, data["step"], value)
                for n, (value, label) in enumerate(list(choices.items())[:10], 1)
            ),
        )
    ]


@words("handling.done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`what` was done; `to` are the titles of whoever has it now."""
    said = f"{number_text(data)} {_DONE[data['what']]}"
    more = [f"ต่อไป: {', '.join(data['to'])}"] if data.get("to") else []
    if data.get("opinion"):
        more.append(f"ความเห็น: {short(data['opinion'], 200)}")
    if data["what"] == "asked_in_vain":
        phone = f" โทร. {data['phone']}" if data.get("phone") else ""
        more.append(f"โปรดติดต่อผู้ขอทางอื่น{phone} ได้คำตอบแล้วกด «{LABELS['clarify']}»")
    return [Text("\n".join([polite(said, voice.particle), *more]), tuple(_after(data)))]


def _after(data: Json) -> list[Button]:
    value = f"{data['id']}:{data['version']}"
    if data["what"] == "asked_in_vain":
        return [Do(LABELS["clarify"], FLOW, "clarify", value, style=Style.PRIMARY)]
    if data["what"] == "permitted":
        return [Do(LABELS["attach"], FLOW, "attach", value, style=Style.PRIMARY)]
    return [Say("งานของฉัน", "งานของฉัน")]


@words("handling.files")
def files(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Files are sent here; `count` there are, `bad` says why the last one was not taken."""
    many = f"มีไฟล์แล้ว {data['count']:,} ไฟล์" if data["count"] else "ยังไม่มีไฟล์"
    lead = f"แนบแล้ว {many}" if data.get("added") else f"ส่งไฟล์หรือรูปมาในแชตนี้ได้เลย {many}"
    if data.get("bad"):
        lead = f"{_BAD[data['bad']]} {many}"
    names = [f"{n}. {short(name, 60)}" for n, name in enumerate(data["files"], 1)]
    steps = {step: said for step, said in FILES.items() if step in data["steps"]}
    return [
        Card(
            alt=facts.alt(f"{number_text(data)} {polite(lead, voice.particle)}", names),
            title=f"แนบไฟล์ {number_text(data)}",
            subtitle=short(data["subject"], 120),
            icon="📎",
            tone="sorry" if data.get("bad") else "calm",
            body=(polite(lead, voice.particle), *names),
            note="ส่งเพิ่มได้อีก หรือพิมพ์ «เสร็จแล้ว» เพื่อกลับไปที่คำขอ",
            buttons=tuple(_file_buttons(steps, data)),
        )
    ]


_BAD = {
    "large": "ไฟล์ใหญ่เกินที่รับในแชตได้ โปรดใช้ «อัปโหลดจากเครื่อง»",
    "gone": "รับไฟล์นี้ไม่ได้ โปรดส่งใหม่",
}


def _file_buttons(steps: dict[str, str], data: Json) -> list[Button]:
    found: list[Button] = []
    for step, said in steps.items():
        if step == "done":
            continue  # typed, or the card that is there already
        style = Style.PRIMARY if step in ("deliver", "submit") else Style.SECONDARY
        found.append(Do(said, FLOW, step, f"{data['id']}:{data['version']}", style=style))
    if not data["count"] or data.get("bad"):
        found.append(Do(LABELS["upload"], FLOW, "upload", f"{data['id']}:{data['version']}"))
    return found


@words("handling.link")
def link(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`page` opens for the one who asked, for an hour."""
    step = data["page"]
    said = _PAPERS.get(step) or handling.label(step, data)
    button: Button = (
        Page(
            said,
            "uploads",
            {"r": data["id"], "p": data["link"]["p"]},
            until=data["link"]["until"],
            style=Style.PRIMARY,
        )
        if step == "upload"
        else handling.paper(said, step, data, Style.PRIMARY)
    )
    lead = polite("กดปุ่มเพื่อเปิด ลิงก์นี้ของท่านใช้ได้ 1 ชั่วโมง", voice.particle)
    return [
        Card(
            alt=f"{number_text(data)} {button.label} {lead}",
            title=number_text(data),
            subtitle=short(data["subject"], 120),
            icon="🔗",
            body=(lead,),
            buttons=(button,),
        )
    ]


#: Papers that officers do not open by a button of their own card.
_PAPERS = {"letter": "เปิดหนังสือ"}


@words("handling.query")
def query(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Before a question is typed, or after one that the data service has no figure for."""
    lead = "ยังไม่ได้คำตอบที่เป็นตัวเลข ลองพิมพ์คำถามใหม่" if data.get("again") else "พิมพ์คำถามเป็นภาษาไทย"
    return [
        Text(
            f"{number_text(data)} {polite(lead, voice.particle)}\n"
            "เช่น ปี 2568 นักเรียนชั้น ป.1 มีกี่คนแยกโรงเรียน  หรือพิมพ์ «กลับ»",
            (Press(BACK["back"], FLOW, data["step"], "back"),),
        )
    ]


@words("handling.use")
def use(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The answer stands above; is it what is handed over?"""
    lead = polite(f"ใช้คำตอบข้างบนส่งมอบเรื่อง {number_text(data)} หรือไม่", "")
    return [
        Card(
            alt=f"{lead} {' · '.join(USE.values())}",
            title=number_text(data),
            subtitle=short(data["subject"], 120),
            icon="📊",
            body=(lead,),
            buttons=(
                Press(USE["yes"], FLOW, "use", "yes", style=Style.PRIMARY),
                Press(USE["again"], FLOW, "use", "again"),
            ),
        )
    ]


_ACTIONS = {
    "submitted": "ยื่นคำขอ",
    "claimed": "ผู้ขอรับเรื่องเป็นของตน",
    "taken": "รับเรื่อง",
    "classified": "แก้ประเภทข้อมูล",
    "passed_on": "ส่งต่อกลุ่มอื่น",
    "proposed": "เสนอความเห็น",
    "asked": "ถามผู้ขอ",
    "clarified": "ผู้ขอชี้แจง",
    "clarified_for": "บันทึกคำชี้แจงของผู้ขอ",
    "permit": "อนุญาต",
    "refuse": "ไม่อนุญาต",
    "ask_more": "ให้ชี้แจงเพิ่ม",
    "confirm_refusal": "ยืนยันไม่อนุญาต",
    "return": "ส่งกลับ",
    "sign": "ลงนามหนังสือ",
    "added": "แนบไฟล์",
    "removed": "ลบไฟล์",
    "set": "เลือกคำตอบจากระบบ",
    "prepared": "จัดทำข้อมูลเสร็จ",
    "verified": "ตรวจทาน",
    "sent_back": "ส่งกลับไปจัดทำใหม่",
    "delivered": "ส่งมอบ",
    "renewed": "ขอลิงก์ใหม่",
    "resent": "ส่งให้ผู้ขออีกครั้ง",
    "received": "ผู้ขอยืนยันว่าได้รับแล้ว",
    "numbered": "ลงเลขหนังสือ",
    "withdrawn": "ถอนคำขอ",
    "reopened": "ขอให้ดำเนินการใหม่",
    "filed": "จัดเก็บ",
}


@words("handling.history")
def history(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`entries` oldest first: `at` (ISO), `verb`, `by` (a name; empty for the system)."""
    lines = [_entry(entry) for entry in data["entries"]]
    before = f"ก่อนหน้านี้อีก {data['before']:,} รายการ" if data["before"] else ""
    return [
        Card(
            alt=facts.alt(f"ประวัติ {number_text(data)}", [before, *lines]),
            title="ประวัติ",
            subtitle=facts.title(data),
            icon="🕘",
            body=tuple(line for line in (before, *lines) if line),
        )
    ]


def _entry(entry: Json) -> str:
    by = entry["by"] or "ระบบ"
    said = _ACTIONS.get(entry["verb"], "บันทึกรายการ")
    return f"{thai_date(entry['day'])} {entry['time']} น. {said} · {short(by, 80)}"


@words("request.withdrawn")
def withdrawn(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Whoever had it in hand has nothing more to do for it."""
    said = f"{number_text(data)} ผู้ขอถอนคำขอแล้ว ไม่ต้องดำเนินการต่อ เรื่อง {short(data['subject'], 120)}"
    return [Text(polite(said, voice.particle), (Say("งานของฉัน", "งานของฉัน"),))]


@words("request.moved")
def moved(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Pressed too late: who did what to it meanwhile, by post for a director."""
    return [Text(polite(moved_text(data), voice.particle), (Say("งานของฉัน", "งานของฉัน"),))]


def moved_text(data: Json) -> str:
    """«คข. 1/2570 ผู้อำนวยการกลุ่ม… อนุญาตแล้วเมื่อ … จึงไม่มีอะไรเปลี่ยนแปลง»."""
    from bot.texts.request_words import STATUS, moment_text

    said = [number_text(data)]
    if data.get("at"):
        by = "ท่าน" if data.get("mine") else short(data.get("by") or "ระบบ", 120)
        verb = _ACTIONS.get(str(data.get("verb")), "ดำเนินการ")
        said.append(f"{by} {verb}ไปแล้วเมื่อ {moment_text(data['at'])}")
    said.append(f"ตอนนี้อยู่ในขั้น «{STATUS[data['status']]}» การกดครั้งนี้จึงไม่มีผล")
    return " ".join(said)
