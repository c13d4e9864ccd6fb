"""Notices of collection rounds at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts import round_office, round_work, rounds
from bot.texts.round_words import DATASET, EVERY_STANDING, STEP

_LONG = "ข้อมูลนักเรียนรายบุคคลปรากฏข้อคลาดเคลื่อนในหลายชั้นเรียน " * 12
_SCHOOL = "อนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์สมเด็จพระเทพรัตนราชสุดาฯ " * 2
_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_AT, _DAY = "2026-11-19T07:30:00+00:00", "2026-11-19"
_CONTACT = {"name": _NAME, "position": _NAME, "phone": "081-234-5678",
            "school_phone": "0-5300-0000"}  # fmt: skip
_ROUND: dict[str, Any] = {
    "id": 10**12, "dataset": "mobec", "name": "รอบ" + _LONG[:190], "year": 2569, "round": 2,
    "as_of": _DAY, "opens": _DAY, "confirm_from": _DAY, "due": "2026-12-30T09:30:00+00:00",
    "certify_by": _AT, "acknowledge_by": _DAY, "system_closes": _DAY, "letter": _LONG[:200],
    "link": "https://portal.example.go.th/" + "a" * 470, "phase": "open", "now": _AT,
}  # fmt: skip
_OTHER = {**_ROUND, "dataset": "other", "letter": None, "link": None, "confirm_from": None,
          "certify_by": None}  # fmt: skip
_RATES = {"key": "office", "expected": 1234, "actual": 1200, "on_time": 1100, "rate": "97.24",
          "rate_on_time": "89.14"}  # fmt: skip
_STANDS: dict[str, Any] = {
    "code": "99010001", "name": _SCHOOL[:200], "standing": "returned", "since": _AT,
    "source": "school", "version": 10**6, "reason": _LONG, "exempt": None,
    "due": "2026-12-30T09:30:00+00:00", "longer": _LONG, "late": True, "phase": "open",
}  # fmt: skip
_SAYS = ("entering", "entered", "confirmed", "certified")
_CARD: dict[str, Any] = {
    **_ROUND, "school": _STANDS, "can": list(_SAYS), "says": True, "confirmable": False,
    "speakers": [], "lead": "", "said": "",
}  # fmt: skip
_OFFICE: dict[str, Any] = {
    **_ROUND, "school": _STANDS, "confirmable": False, "notable": list(_SAYS),
    "can": ["acknowledge", "give_back", "note", "longer", "exempt"], "contact": _CONTACT,
    "lead": "", "said": "",
    "told": [
        {"verdict": "returned", "to": _NAME, "way": way, "at": at, "push_at": push}
        for way, at, push in (("free", _AT, None), ("waiting", None, _AT), ("waiting", None, None),
                              ("replaced", None, None))
    ],
}  # fmt: skip
_LINE = {"code": "99010001", "name": _SCHOOL[:200], "network": "", "standing": "entered",
         "since": _AT, "version": 10**6, "late": True, "contact": _CONTACT,
         "due": "2026-10-30T09:30:00+00:00",
         "reach": {"way": "paid", "to": _NAME, "at": _AT}}  # fmt: skip
_LIST = {**_ROUND, "lines": [_LINE] * 10, "first": 991, "count": 1234, "page": 99, "pages": 124}
_STEPS = [{"kind": kind, "days": 99, "due_on": _DAY, "done_at": None, "late": True}
          for kind in STEP]  # fmt: skip
_TOTALS: dict[str, Any] = {
    **_ROUND, "office": _RATES, "by_standing": dict.fromkeys(EVERY_STANDING, 1234),
    "excused": 1234, "waiting": 1234, "unfinished": 1234, "list_at": _AT, "late": 1234,
    "late_names": [_SCHOOL[:200]] * 250, "keeps": True, "steps": [],
    "page_link": {"p": 10**12, "until": _AT},
}  # fmt: skip
_LETTER: dict[str, Any] = {
    "kind": "round", "id": 10**12, "at": _AT, "group": _LONG[:200], "signer": None,
    "to": {"schools": [], "networks": [], "concerned": True, "late": False},
    "reference": _LONG[:200], "enclosures": [], "extended_from": _AT, "round": _ROUND,
}  # fmt: skip
_ANNOUNCED: dict[str, Any] = {
    **_LETTER, "kind": "announcement", "title": _LONG[:200], "body": (_LONG + "\n") * 5,
    "link": "https://portal.example.go.th/" + "a" * 470, "asks": True,
    "to": {**_LETTER["to"], "schools": [_SCHOOL[:200]] * 250},
}  # fmt: skip
_LINK = {"p": 10**12, "until": _AT}
#: Rounds among the notices: of a school, of two, of nobody; of staff; ten on one card.
ENTRIES: tuple[dict[str, Any], ...] = tuple(
    {"kind": "round", "section": "rounds", "mine": False, "facts": facts}
    for facts in (
        {**_ROUND, "own": [_STANDS], "office": None, "says": True, "sees": False},
        {**_ROUND, "own": [_STANDS] * 9, "office": None, "says": True, "sees": True},
        {**_OTHER, "own": [], "office": _RATES, "says": False, "sees": False},
        {**_ROUND, "own": [], "office": _RATES, "says": False, "sees": True, "phase": "before"},
    )
)
LISTS = {
    "notices.list": tuple(
        {"entries": [entry] * 10, "count": 1234, "staff": staff}
        for entry in ENTRIES
        for staff in (True, False)
    )
}
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "circular": tuple({"facts": facts, "link": _LINK} for facts in (_LETTER, _ANNOUNCED)),
    "round.card": (
        *({**_CARD, "lead": lead} for lead in sorted(rounds.known_leads())),
        *({**_CARD, "school": {**_STANDS, "standing": s}} for s in EVERY_STANDING),
        *({**_CARD, "school": {**_STANDS, "phase": p}} for p in ("before", "closed", "cancelled")),
        *({**_CARD, "dataset": dataset} for dataset in sorted(DATASET)),
        {**_CARD, **_OTHER, "said": _LONG, "school": {**_STANDS, "exempt": _LONG}},
        {**_CARD, "can": [], "says": False, "speakers": [_NAME] * 5},
        {**_CARD, "can": [], "says": False, "speakers": []},
    ),
    "round.which_school": ({**_ROUND, "schools": [_STANDS] * 9},),
    "round.which": (
        {"rounds": [_ROUND, _OTHER, {**_ROUND, "phase": "before"}] * 3, "step": "follow"},
    ),
    "round.refused": (
        *({"why": why} for why in sorted(rounds.known_reasons())),
        {"why": "unheard of"},
        {"why": "closed", "said": _LONG},
    ),
    "round.work": (
        _TOTALS,
        {**_TOTALS, "steps": _STEPS, "lacking": [("2026-11", 999_999)] * 2},
        {**_TOTALS, **_OTHER, "list_at": None, "late": 0, "late_names": []},
        {**_TOTALS, "list_at": "2026-10-01T07:30:00+00:00", "keeps": False},
        {**_TOTALS, "office": {**_RATES, "expected": 0, "rate": None, "rate_on_time": None}},
    ),
    "round.unfinished": (
        _LIST,
        {**_LIST, "lines": [{**_LINE, "contact": dict.fromkeys(_CONTACT, "")}], "pages": 1},
        *(
            {**_LIST, "lines": [{**_LINE, "late": False, "reach": reach}] * 10}
            for reach in (
                None,
                *(
                    {"way": way, "to": _NAME, "at": at}
                    for way, at in (
                        ("free", _AT),
                        ("group", _AT),
                        ("waiting", None),
                        ("unsent", None),
                    )
                ),
            )
        ),
        {**_LIST, "lines": []},
    ),
    "round.steps": ({**_ROUND, "steps": _STEPS}, {**_OTHER, "steps": _STEPS[:1]}),
    "round.digest": tuple(
        {
            "at": _AT,
            "rounds": [
                {
                    **_ROUND,
                    "rung": rung,
                    "audience": "staff",
                    "schools": [
                        {**_LINE, "network": f"เครือข่าย{_SCHOOL[:80]} {n % 40}"} for n in range(many)
                    ],
                }
            ],
        }
        for rung, many in ((7, 250), (-1, 1))
    ),
    "round.network": (
        *(
            {**_ROUND, "networks": [_SCHOOL], "expected": 1234, "is_over": over, "lines": []}
            for over in (True, False)
        ),
        {
            **_ROUND,
            "networks": [_SCHOOL] * 3,
            "expected": 1234,
            "is_over": True,
            "lines": [_LINE] * 60,
        },
    ),
    "round.waiting": (_LIST, {**_LIST, "lines": []}),
    "round.acknowledged": tuple(
        {**_ROUND, "school": _STANDS, "waiting": waiting, "again": again}
        for waiting in (0, 1234)
        for again in (True, False)
    ),
    "round.office": (
        *({**_OFFICE, "lead": lead} for lead in sorted(round_office.known_leads())),
        *({**_OFFICE, "school": {**_STANDS, "standing": s}} for s in EVERY_STANDING),
        {**_OFFICE, "told": []},
        {**_OFFICE, "told": _OFFICE["told"][2:]},
        *({**_OFFICE, "can": [step]} for step in sorted(round_work.LABELS)),
        {**_OFFICE, **_OTHER, "said": _LONG, "school": {**_STANDS, "exempt": _LONG}},
    ),
    "round.ask_school": tuple(
        {**_ROUND, "what": what, **more}
        for what in ("note", "longer", "exempt")
        for more in (
            {},
            {"typed": "ก" * 80},
            {"candidates": [{"code": "99010001", "name": _SCHOOL}] * 5, "typed": "ก"},
        )
    ),
    "round.ask_standing": tuple({**_OFFICE, "again": again} for again in ("", "pick")),
    "round.ask_until": tuple(
        {**_OFFICE, "earliest": _DAY, "again": slip} for slip in sorted(round_office.known_slips())
    ),
    "round.ask_why": tuple(
        {**_OFFICE, "what": what, "again": slip, "until": until}
        for what in ("give_back", "longer", "exempt")
        for slip in sorted(round_office.known_slips())
        for until in (None, _AT)
    ),
}
