"""Trouble that is reported and followed, at its widest: long words, many files, all choices."""

from __future__ import annotations

from typing import Any

from bot.texts.ticket_words import CATEGORY, STATUS, URGENCY
from tests.rules.samples_ticket_watch import DUE, GROUP, LONG, PLACE

WORDS = (LONG * 9)[:2000]
TITLE = "เครื่องคอมพิวเตอร์เปิดแล้วหน้าจอสีฟ้า รีสตาร์ตเองซ้ำ ๆ และเข้าระบบ Windows ไม่ได้เลย"
#: As long as an article's step gets.
STEP = "ปิดเราเตอร์และกล่องรับสัญญาณของผู้ให้บริการ รอ 1 นาที แล้วเปิดใหม่ตามลำดับ รออีก 5 นาทีจนไฟนิ่ง " * 2
ASSET = "ครุภัณฑ์ 7440-001-0001/2564-0000000000000000000000000000000"[:60]
NAME = "หม่อมหลวงสมปองเกียรติ ตัวอย่างสกุลยาวมากเหลือเกินในทะเบียน"
REFUSED = {"why": "phone", "facts": {}}


def _ticket(**more: Any) -> dict[str, Any]:
    return {
        "id": 10**9, "version": 10**4, "prefix": "จป.", "number": 99_999, "fiscal_year": 2570,
        "form": None, "category": "network", "urgency": "several", "subject": WORDS,
        "place": PLACE, "status": "assigned", "ending": None, "due_at": DUE, "solve_due_at": DUE,
        **more,
    }  # fmt: skip


def _facts(**more: Any) -> dict[str, Any]:
    return {
        "category": "network", "urgency": "several", "place": PLACE, "words": WORDS,
        "asset": ASSET, "files": 20, "behalf": NAME, "lead": "files", **more,
    }  # fmt: skip


def _known(n: int, **more: Any) -> dict[str, Any]:
    return {
        "what": "ticket", "prefix": "จป.", "number": 99_990 + n, "fiscal_year": 2570,
        "words": WORDS, "status": "waiting_reporter", "since": DUE, "own": n == 1, **more,
    }  # fmt: skip


def _said(n: int) -> dict[str, Any]:
    kinds = ("advice", "question", "message")
    return {
        "id": n, "kind": kinds[n % 3], "at": DUE, "by": NAME, "staff": n % 2 == 0,
        "internal": False, "words": WORDS, "files": 20, "facts": {}, "undone": False,
    }  # fmt: skip


def _card(**more: Any) -> dict[str, Any]:
    return _ticket(**{
        "opened_at": DUE, "technician": NAME, "visit_at": DUE, "files": 99,
        "latest": [_said(n) for n in range(3)], "joined": 99, "acts": ["answer", "works"],
        "mine": True, "reporter": True, "first_due_at": DUE, "question": WORDS, "into": None,
        "reopened": 9, "now": DUE, "link": {"p": 2**31, "until": DUE}, **more,
    })  # fmt: skip


def _told(what: str, **more: Any) -> dict[str, Any]:
    return {
        "ticket": _ticket(), "what": what, "words": WORDS, "by": GROUP, "files": 20,
        "visit_at": DUE, **more,
    }  # fmt: skip


_ACTS = {
    "waiting_reporter": ["answer", "works"],
    "solved": ["works", "broken", "rate"],
    "closed": ["rate", "broken"],
}
_REPAIR = {
    "id": 1, "owner": "school", "machine": LONG, "asset": ASSET, "warranty": "unknown",
    "fault": WORDS, "asked_at": DUE, "received_at": None, "done_at": None, "outcome": None,
}  # fmt: skip
_SERVICE = {"form": "av_loan", "status": "solved"}
_OPTIONS = [[f"school:{n}", f"{PLACE} {n}"] for n in range(5)]
_LEADS = ("", "lost", "location", "words", "long", "no")
_CANDIDATES = [{"code": f"5703{n:04}", "name": PLACE} for n in range(5)]

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "report.what": (
        {"files": 20, "lead": "files", "behalf": False},
        *({"files": 0, "lead": lead, "behalf": True} for lead in _LEADS),
    ),
    "report.category": (
        {"offered": list(CATEGORY), "now": "network", "words": WORDS, "files": 9, "lead": "words"},
        {"offered": ["dmc", "emis", "bobec", "other"], "now": "", "words": "", "files": 0,
         "lead": ""},
    ),
    "report.where": (_facts(options=_OPTIONS),),
    "report.same": (
        _facts(same=[_known(n) for n in range(3)], refs=[f"ticket:{n}" for n in range(3)]),
        _facts(same=[_known(1)], refs=["ticket:1"], files=0, asset=""),
        _facts(same=[_known(2, what="incident", status="")], refs=["incident:2"], lead=""),
    ),
    "report.advice": (
        _facts(title=TITLE, summary=STEP, steps=[STEP] * 8, warning=STEP),
        _facts(title=TITLE, summary="", steps=[], warning="", lead="words"),
    ),
    "report.helped": ({},),
    "report.urgency": (_facts(), _facts(behalf="", files=0, asset="", words="", lead="")),
    "report.confirm": tuple(_facts(urgency=urgency) for urgency in URGENCY),
    "report.place": (
        {"behalf": True, "lead": "", "candidates": _CANDIDATES, "typed": "ก" * 80},
        {"behalf": False, "lead": "", "candidates": [], "typed": "ก" * 80},
        {"behalf": False, "lead": "words"},
    ),
    "report.agency": (
        {"behalf": True, "lead": "words", "groups": [GROUP] * 10},
        {"behalf": False, "lead": "", "groups": []},
    ),
    "report.who": (
        {"behalf": True, "place": PLACE, "lacking": ["name", "phone"],
         "people": [[str(n), NAME] for n in range(8)], "refused": REFUSED},
        *({"behalf": False, "place": PLACE, "lacking": lacking, "people": [], "refused": None}
          for lacking in (["name", "phone"], ["name"], ["phone"])),
    ),
    "report.channel": ({"lead": "no", "name": NAME},),
    "report.receipt": (
        {"ticket": _ticket(), "first_due_at": DUE, "now": "2026-11-19T09:30:00+00:00",
         "files": 20, "asset": ASSET},
        {"ticket": _ticket(), "first_due_at": None, "now": DUE, "files": 0, "asset": None,
         "incident": {**_known(1, what="incident"), "category": "network"}},
    ),
    "report.joined": (
        {"ticket": _ticket(), "first_due_at": None, "now": DUE, "files": 2, "asset": None},
    ),
    "report.filed": (
        {"ticket": _ticket(), "name": NAME, "phone": "081-234-5678", "line": False,
         "channel": "passed_on", "mine": True, "alike": [_ticket()] * 3},
        {"ticket": _ticket(), "name": NAME, "phone": "", "line": True, "channel": "phone",
         "mine": False, "alike": []},
    ),
    "report.left": ({},),
    "report.declined": ({},),
    "my_ticket.card": (
        *(_card(status=status, acts=_ACTS.get(status, ["add", "works"])) for status in STATUS),
        _card(status="closed", ending="merged", acts=["into"], into=_ticket(), mine=False),
        _card(acts=[], latest=[], question=None, visit_at=None, form="av_loan"),
    ),
    "my_ticket.say": (
        {**_ticket(), "question": WORDS, "lead": "still_open"},
        {**_ticket(), "question": None, "lead": ""},
    ),
    "my_ticket.added": tuple(
        {**_ticket(), "what": what, "files": 20, "cut": True, "answered": what == "words"}
        for what in ("files", "location", "words")
    ),
    "my_ticket.which": ({**_ticket(), "words": WORDS, "other": "computer"},),
    "my_ticket.nothing": ({"lost": True}, {"lost": False}),
    "my_ticket.thanks": (_ticket(),),
    "my_ticket.left": ({},),
    "my_ticket.over": (_ticket(status="closed", ending="silent"), _ticket(**_SERVICE)),
    "my_ticket.sure": ({**_ticket(), "again": True},),
    "my_ticket.kept": (_ticket(),),
    "my_ticket.withdrawn": (_ticket(),),
    "my_ticket.confirmed": (_ticket(),),
    "my_ticket.why": ({**_ticket(), "again": True}, {**_ticket(), "again": False}),
    "my_ticket.reopened": ({**_ticket(), "due_at": DUE, "now": DUE},),
    "my_ticket.for_staff": (_ticket(),),
    "ticket.told": (
        *(_told(what) for what in ("message", "advice", "question", "visit")),
        _told("message", words="", by="", files=1),
        _told("question", by="", again=True),
        _told("repair", words="", repair=_REPAIR),
    ),
    "ticket.taken": ({"ticket": _ticket(), "by": GROUP}, {"ticket": _ticket(), "by": ""}),
    "ticket.solved": (
        {"ticket": _ticket(), "words": WORDS, "rating_id": 10**9},
        {"ticket": _ticket(**_SERVICE), "words": "", "rating_id": None},
        {
            "ticket": _ticket(**_SERVICE, accept=True), "words": WORDS, "rating_id": None,
            "again": True,
        },
    ),
    "ticket.merged": ({"ticket": _ticket(), "into": "จป. 99999/2570"},),
    "ticket.withdrawn": ({"ticket": _ticket()},),
    "ticket.split": ({"ticket": _ticket(), "of": "จป. 99999/2570"},),
    "ticket.undone": (
        *({"ticket": _ticket(), "what": what} for what in ("solution", "visit", "else")),
    ),
    "ticket.repaired": tuple(
        {"ticket": _ticket(), "outcome": outcome} for outcome in ("repaired", "not_worth")
    ),
}  # fmt: skip
