"""Notices to whoever works on tickets, and to supplies, at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts import chores, ticket_repairs, ticket_work, ticket_work_plans, ticket_work_replies
from bot.texts.ticket_words import CATEGORY, DONE, HELP, OUTCOME, STATUS, URGENCY, WARRANTY

LONG = "เครื่องพิมพ์ห้องธุรการพิมพ์ไม่ออก กระดาษติดทุกครั้งที่สั่งพิมพ์ใบเสร็จของโรงเรียน " * 24
PLACE = "โรงเรียนอนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์สมเด็จพระเทพรัตนราชสุดาฯ"
NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
GROUP = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
AT, NOW = "2026-11-19T07:30:00+00:00", "2026-11-19T08:30:00+00:00"
FAR = "2026-12-30T09:30:00+00:00"
LINK = {"p": 10**12, "until": FAR}

BRIEF: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "prefix": "จป.", "number": 123456, "fiscal_year": 2570,
    "form": None, "category": "network", "urgency": "stopped", "subject": LONG, "place": PLACE,
    "status": "assigned", "ending": None, "due_at": FAR, "solve_due_at": FAR, "now": NOW,
}  # fmt: skip
REPAIR: dict[str, Any] = {
    "id": 10**12, "owner": "school", "machine": LONG[:200], "asset": "7440-001-0001/64" * 3,
    "warranty": "unknown", "fault": LONG, "asked_at": AT, "received_at": AT, "done_at": None,
    "outcome": None,
}  # fmt: skip


def _entry(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": 10**12, "kind": kind, "at": FAR, "by": NAME, "by_id": 1, "staff": True,
        "internal": True, "words": LONG, "files": 12, "facts": {}, "undone": True, **more,
    }  # fmt: skip


_SAID = _entry("message", staff=False, internal=False)
_BY_PHONE = _entry("message", facts={"answer": True})
_BARE = _entry("note", words="", by=None, files=0, internal=False, undone=False)
_WORK: dict[str, Any] = {
    **BRIEF, "help": "gcode_certify", "asset": "7440-001-0001/64" * 3, "location": None,
    "details": "\n".join([LONG] * 14), "channel": "walk_in",
    "reporter": {"name": NAME, "position": GROUP, "phone": "081-234-5678 ต่อ 12"}, "joined": 1234,
    "technician": NAME, "mine": False, "opened_at": AT, "first_due_at": AT, "update_due_at": FAR,
    "visit_at": FAR, "late": True, "reopened": 12, "files": 123,
    "latest": [_SAID, _BY_PHONE, _entry("advice", words=f"{LONG}\n{LONG}\n{LONG}")],
    "looking": [NAME] * 3, "repair": REPAIR,
    "can": {"work": True, "undo": True, "merge": True}, "similar": 1234,
    "incident": {"prefix": "ขข.", "number": 123456, "fiscal_year": 2570}, "reachable": False,
    "link": LINK, "lead": "",
}  # fmt: skip
_PLAIN: dict[str, Any] = {
    **_WORK, "help": None, "asset": None, "details": "", "channel": "line", "joined": 0,
    "reporter": {"name": "", "position": "", "phone": ""}, "technician": None,
    "first_due_at": None, "update_due_at": None, "solve_due_at": None, "visit_at": None,
    "late": False, "reopened": 0, "files": 0, "latest": [_BARE], "looking": [], "repair": None,
    "can": {"work": False, "undo": False, "merge": False}, "similar": 0, "incident": None,
    "reachable": True, "subject": "", "place": "",
}  # fmt: skip
_ENDED = {"closed": {"ending": "silent"}}
_ROW = {
    **BRIEF, "technician": NAME, "mine": False, "late": True, "category": "security",
}  # fmt: skip
_FACTS = (
    {"at": FAR}, {"to": NAME}, {"erased": 7},
    {"category": "network", "urgency": "exam", "asset": None},
    {"outcome": "replaced"}, {"received": 3}, {"ending": "silent"}, {"of": "solution"},
    {"number": "จป. 123456/2570"}, {"answer": True}, {},
)  # fmt: skip
_TASKS = [
    {"ref": f"ticket:{10**12 + n}", "what": what, "facts": {**BRIEF, "waited": waited},
     "due_at": FAR, "mine": True, "late": True}
    for n, (what, waited) in enumerate(
        (("ticket_new", 0), ("ticket_reopened", 0), ("ticket_work", 0), ("ticket_visit", 0),
         ("ticket_in_repair", 0), ("ticket_waiting", 123))
    )
]  # fmt: skip
_MACHINE = {
    "ref": f"repair:{10**12}", "what": "ticket_repair", "facts": {**BRIEF, "machine": LONG},
    "due_at": None, "mine": True, "late": False,
}  # fmt: skip
_CHORES = [
    {"ref": f"chore:{10**12}", "what": f"chore_{kind}",
     "facts": {"id": 10**12, "version": 1, "kind": kind, "number": "ขป. 123456/2570",
               "subject": LONG},
     "due_at": FAR, "mine": False, "late": True}
    for kind in chores.KIND
]  # fmt: skip
_CHOICES: dict[str, dict[str, str]] = {
    "sorting": CATEGORY,
    "pressing": URGENCY,
    "splitting": CATEGORY,
    "passing": {str(n): f"{NAME} (1,234)" for n in range(10)},
    "merging": {str(n): f"จป. 123456/2570 {LONG[:60]}" for n in range(8)},
    "erasing": {
        str(n): ticket_work_replies.file_line("photo", LONG, FAR, NOW, NAME) for n in range(10)
    },
}
_SLIPS = ("", "file", *sorted(ticket_work_replies.known_slips()))
_ARTICLE = {
    "title": LONG[:120], "summary": LONG[:200], "steps": [LONG[:200]] * 7, "warning": LONG[:200],
    "otherwise": LONG[:200],
}  # fmt: skip
_SENT: dict[str, Any] = {
    **BRIEF, "owner": "school", "name": LONG[:200], "asset": "7440-001-0001/64",
    "fault": LONG[:999], "of_school": True, "told": [NAME] * 3, "why": "",
}  # fmt: skip
_OF_REPAIR: dict[str, Any] = {
    "ticket": BRIEF, "repair": REPAIR, "note": LONG, "by": NAME, "lead": "", "link": LINK,
    "reporter": {"name": NAME, "phone": "0812345678"}, "now": NOW,
}  # fmt: skip
_FRESH = {**REPAIR, "received_at": None, "asset": None}

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "mending.card": (
        *(
            {**base, "status": status, **_ENDED.get(status, {})}
            for base in (_WORK, {**_WORK, "mine": True}, {**_WORK, "technician": None}, _PLAIN)
            for status in STATUS
        ),
        *({**_WORK, "lead": lead} for lead in sorted(ticket_work.known_leads())),
        *({**_WORK, "category": category, "help": help_}
          for category, help_ in zip(CATEGORY, [*HELP] * 3, strict=False)),
        *({**_WORK, "urgency": urgency, "late": False} for urgency in URGENCY),
        *({**_WORK, "latest": [_entry(kind)]} for kind in DONE),
        *({**_WORK, "repair": {**REPAIR, "outcome": outcome, "done_at": AT}}
          for outcome in OUTCOME),
    ),
    "mending.more": tuple(
        {**base, "status": status}
        for base in (_WORK, {**_WORK, "mine": True}, _PLAIN)
        for status in STATUS
    ),
    "ticket.task": (
        *({"ticket": BRIEF, "last": _entry(kind)} for kind in DONE),
        *({"ticket": {**BRIEF, "status": status}, "last": _SAID} for status in STATUS),
        {"ticket": {**BRIEF, "due_at": None, "urgency": "exam"}, "last": _BARE},
        {"ticket": BRIEF, "last": _entry("repaired", facts={"outcome": "not_worth"}, words="")},
    ),
    "mending.moved": (
        *({**BRIEF, "kind": kind, "at": FAR, "by": NAME, "staff": True, "mine": False}
          for kind in DONE),
        {**BRIEF, "kind": "message", "at": AT, "by": NAME, "staff": False, "mine": False},
        {**BRIEF, "kind": "closed", "at": AT, "by": None, "staff": False, "mine": False},
        {**BRIEF, "kind": "closed", "at": AT, "by": None, "staff": True, "mine": True},
    ),
    "mending.not_staff": ({},),
    "mending.words": tuple(
        {**BRIEF, "what": what, "why": why, "files": files, "last": last}
        for what in ticket_work_replies.SEND
        for why in _SLIPS
        for files, last in ((0, _SAID), (10, None))
    ),
    "mending.type": tuple(
        {**BRIEF, "what": what, "step": step, "why": "empty", "now_is": now}
        for what, step in (("asset", "numbered"), ("split", "splitting"))
        for now in (None, "7440-001-0001/64" * 3)
    ),
    "mending.loose": (
        {**BRIEF, "text": LONG[:1000], "files": 10, "options": ["tell", "solve", "note", "drop"],
         "why": "many"},
        {**BRIEF, "text": "", "files": 1, "options": ["note", "drop"], "why": ""},
    ),
    "mending.advise": (
        {**BRIEF, "articles": {f"a-slug-of-some-length-{n}": LONG[:120] for n in range(10)},
         "more": True},
        {**BRIEF, "articles": {}, "more": False},
    ),
    "mending.article": (
        {**BRIEF, "article": _ARTICLE},
        {**BRIEF, "article": {**_ARTICLE, "warning": "", "otherwise": ""}},
    ),
    "mending.choose": tuple(
        {**BRIEF, "step": step, "choices": choices, "now_is": now, "files": 123, "link": LINK}
        for step, choices in _CHOICES.items()
        for now in ("", PLACE)
    ),
    "mending.day": tuple(
        {**BRIEF, "days": ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"], "why": why,
         "today": "2026-11-19"}
        for why in _SLIPS
    ),
    "mending.hour": (
        {**BRIEF, "day": "2026-11-19", "hours": list(ticket_work_plans.HOURS), "why": "hour"},
        {**BRIEF, "day": "2026-11-19", "hours": [], "why": ""},
    ),
    "mending.undo": tuple(
        {**BRIEF, "kind": kind, "words": LONG, "at": AT, "told": told}
        for kind in DONE
        for told in (True, False)
    ),
    "mending.erase": ({**BRIEF, "file": LONG},),
    "mending.history": (
        {**BRIEF, "entries": [_entry(kind) for kind in list(DONE)[:10]], "before": 1234,
         "count": 1244},
        {**BRIEF, "entries": [_entry(kind) for kind in list(DONE)[10:]], "before": 0, "count": 9},
        {**BRIEF, "entries": [_entry("note", facts=facts) for facts in _FACTS] + [_BARE],
         "before": 0, "count": 9},
    ),
    "mending.link": (
        {**BRIEF, "page": "photos", "files": 123, "link": LINK},
        {**BRIEF, "page": "photos", "files": 0, "link": LINK},
        {**BRIEF, "page": "memo", "files": 0, "repair": 10**12, "link": LINK},
    ),
    "mending.gone": ({**BRIEF, "to": GROUP},),
    "mending.machine": (
        {**_SENT, "step": "machine", "why": "long"},
        {**_SENT, "step": "machine", "category": "other"},
        {**_SENT, "step": "fault", "why": "empty"},
        {**_SENT, "step": "warranty", "why": "pick"},
        {**_SENT, "step": "warranty", "owner": "office", "told": [], "of_school": False},
    ),
    "mending.all": (
        {"rows": {str(1230 + n): {**_ROW, "urgency": "one"} for n in range(10)}, "count": 1234,
         "late": 1234, "more": True, "now": NOW},
        {"rows": {"1": {**_ROW, "technician": None, "late": False, "due_at": None, "mine": True}},
         "count": 1, "late": 0, "more": False, "now": NOW},
        {"rows": {}, "count": 0, "late": 0, "more": False, "now": NOW},
    ),
    "ticket.repair": (
        *({"ticket": BRIEF, "repair": {**_FRESH, "warranty": warranty}} for warranty in WARRANTY),
        {"ticket": BRIEF, "repair": {**REPAIR, "owner": "office"}},
    ),
    "repair.card": (
        *({**_OF_REPAIR, "lead": lead} for lead in ("", *sorted(ticket_repairs.known_leads()))),
        *({**_OF_REPAIR, "repair": {**REPAIR, "outcome": outcome, "done_at": AT}}
          for outcome in OUTCOME),
        {**_OF_REPAIR, "note": None, "by": None, "repair": _FRESH,
         "reporter": {"name": None, "phone": None}},
    ),
    "repair.outcome": ({**_OF_REPAIR, "typed": LONG[:1000]}, {**_OF_REPAIR, "typed": ""}),
}  # fmt: skip
#: More of what others draw: lists that tickets and machines stand in.
LISTS: dict[str, tuple[dict[str, Any], ...]] = {
    "tasks.digest": ({"tasks": [*_TASKS, _MACHINE], "count": 1234},),
    "tasks.overdue": (
        {"tasks": [*_CHORES, _MACHINE, *_TASKS][:10], "count": 1234, "late": 123, "watch": [],
         "watched": 0},
        {"tasks": _TASKS, "count": 1234, "late": 123, "watch": [], "watched": 0},
    ),
    "tasks.list": (
        {"rows": {str(1230 + n): one for n, one in enumerate([*_TASKS, _MACHINE])},
         "count": 1234, "more": True, "director": False},
    ),
}  # fmt: skip
