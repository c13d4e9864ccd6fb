"""Notices of announcements at their widest: for those who get them, and for those who send them."""

from __future__ import annotations

from typing import Any

from bot.texts import announcement_asking, announcement_card, announcements
from models.announcements import AnnouncementStatus, Delivery
from models.people import Role

_LONG = "ขอเชิญผู้บริหารสถานศึกษาและเจ้าหน้าที่ธุรการทุกโรงเรียนเข้าร่วมประชุมชี้แจงการจัดเก็บข้อมูล "
_SCHOOL = "โรงเรียนอนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์ " * 3
_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_GROUP = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร " * 3
_AT, _LATER = "2026-11-19T07:30:00+00:00", "2026-12-30T09:30:00+00:00"
_TOLD: dict[str, Any] = {
    "id": 10**12, "title": (_LONG * 4)[:200], "body": (f"{_LONG}\n" * 30)[:2000],
    "link": "https://portal.example.go.th/" + "a" * 470, "letter": (_LONG * 4)[:200], "asks": True,
    "at": _AT, "from_group": _GROUP[:200],
}  # fmt: skip
_BARE = {**_TOLD, "link": None, "letter": None, "asks": False, "at": None, "from_group": None}
_ODD = {**_TOLD, "link": "http://ตัวอย่าง.ไทย/ก"}
_PRICE: dict[str, Any] = {
    "messages": 12345, "left": 12345, "share": 12345, "share_left": 12345, "planned": 12345,
    "baht": 12345.67, "why_not": "", "lacking": 0,
}  # fmt: skip
_FREE = {**_PRICE, "messages": 0, "left": None, "share": None, "share_left": None, "planned": 0,
         "baht": None}  # fmt: skip
_DEAR = {**_PRICE, "why_not": "share", "share_left": 0, "lacking": 12345}
_GONE = {**_PRICE, "why_not": "month", "left": 0}
_REACH: dict[str, Any] = {
    "people": 12345, "roles": [[role.value, 1234] for role in Role] + [["named", 1]],
    "groups": [[_SCHOOL[:200], 499], [_SCHOOL[:200], None]] * 5, "lost": [_SCHOOL[:200]] * 3,
    "unreached": [_SCHOOL[:200]] * 250,
}  # fmt: skip
_NOBODY = {"people": 0, "roles": [], "groups": [], "lost": [], "unreached": []}
_BRIEF: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "title": _TOLD["title"], "status": "draft",
    "delivery": "free_first", "asks": True, "acknowledged": 1234, "price": 12345,
    "send_at": _LATER, "until": _LATER, "sent_at": _AT, "ended_at": None, "created_at": _AT,
    "group": _GROUP[:200], "by": _NAME,
}  # fmt: skip
_DRAFT: dict[str, Any] = {
    **_BRIEF, "at": None, "stamp": None, "goes": None, "why_not": "", "price": _PRICE,
    "reach": _REACH, "lead": "",
}  # fmt: skip
_CARD: dict[str, Any] = {
    **_BRIEF, "status": "sent", "reach": None, "permit": None, "chats": 1234,
    "ways": dict.fromkeys(("paid", "free", "unknown", "waiting", "unreached", "gone"), 1234),
    "paid_messages": 12345, "outstanding": 1234, "nudge": _PRICE, "lead": "",
    "noted": {"people": 12, "people_asked": 1234, "schools": 12, "schools_asked": 250, "others": 9},
    "can": ["nudge", "end", "again"],
}  # fmt: skip
_WAITS = {
    **_CARD, "status": "waiting", "reach": _REACH, "can": ["cancel", "again"], "outstanding": 0,
    "nudge": None,
    "permit": {"id": 1, "messages": 123, "granted": None, "words": "", "asked_by": ""},
}  # fmt: skip
_LINE = {"school": _SCHOOL[:200], "name": _NAME, "phone": "053-700-000 ต่อ 123, 081-234-5678",
         "reached": False}  # fmt: skip
_LIST: dict[str, Any] = {
    "id": 10**12, "title": _TOLD["title"], "lines": [_LINE] * 9 + [{**_LINE, "school": ""}],
    "first": 991, "schools": 1234, "people": 1234, "page": 99, "pages": 124,
}  # fmt: skip
_SLIPS = ("", *sorted(announcement_asking.known_slips()))
_WRITER = {"id": 10**12, "title": _TOLD["title"]}
_MOMENTS = [_AT, _LATER, "2026-12-31T02:00:00+00:00"]


def _asked(**data: Any) -> tuple[dict[str, Any], ...]:
    """With every reason to ask again."""
    return tuple({**data, "again": again} for again in _SLIPS)


#: Announcements among the notices: one asked for, one taken note of, one for nothing.
ENTRIES: tuple[dict[str, Any], ...] = tuple(
    {"kind": "announcement", "section": "announcements", "mine": True, "facts": facts}
    for facts in (
        {**_TOLD, "noted_at": None},
        {**_TOLD, "noted_at": _AT},
        {**_BARE, "at": _AT, "noted_at": None},
    )
)
LISTS = {
    "notices.list": tuple(
        {"entries": [entry] * count, "count": 1234, "staff": staff, "announces": staff}
        for entry in ENTRIES
        for count, staff in ((1, True), (10, False))
    ),
    "tasks.none": ({"director": False, "announces": True},),
}
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "announcement.told": (_TOLD, _BARE, _ODD),
    "announcement.nudge": (_TOLD, {**_BARE, "asks": True}),
    "announcement.acknowledged": ({"title": _LONG, "left": 0}, {"title": _LONG, "left": 1234}),
    "announcement.already": ({"title": _LONG, "when": _AT},),
    "announcement.not_noted": tuple(
        {"why": why} for why in (*sorted(announcements.known_reasons()), "unheard of")
    ),
    "announcement.who": ({},),
    "announcement.none": ({}, {"read": True}),
    "announcement.which": tuple(
        {"rows": {str(n): _TOLD for n in range(1, 11)}, "count": 1234, "read": read}
        for read in (True, False)
    ),
    "announcement.sent": (
        {**_WRITER, "people": 12345, "groups": 123, "pushed": 12345, "short": 123, "late": True},
        {**_WRITER, "people": 1, "groups": 0, "pushed": 0, "short": 0, "late": False},
    ),
    "announcement.short": ({**_WRITER, "pushed": 12345, "short": 12345},),
    "announcement.missed": (
        {**_WRITER, "send_at": _AT, "until": _LATER},
        {**_WRITER, "send_at": None, "until": None},
    ),
    "announcement.permitted": (
        {**_WRITER, "price": 12345, "words": "", "send_at": _LATER},
        {**_WRITER, "price": 12345, "words": "", "send_at": None},
    ),
    "announcement.refused": tuple(
        {**_WRITER, "price": 12345, "words": words, "send_at": None} for words in ("", _LONG * 9)
    ),
    "announcing.words": (*_asked(now=_TOLD["body"], suggested=None), {"again": "", "now": None,
                         "suggested": _TOLD["body"]}),
    "announcing.title": (*_asked(offered=_LONG[:60], now=None), *_asked(offered="", now=_LONG)),
    "announcing.letter": _asked(),
    "announcing.link": _asked(now=_TOLD["link"]),
    "announcing.audience": (
        *_asked(chosen=[], reach=_NOBODY, unclear=[]),
        *_asked(chosen=[_SCHOOL] * 30, reach=_REACH, unclear=[_SCHOOL] * 9),
    ),
    "announcing.pick": (
        *(
            {"kind": kind, "options": [[str(n), _SCHOOL, n % 2 == 0] for n in range(30)],
             "again": again}
            for kind in ("roles", "networks", "groups", "rounds")
            for again in ("", "pick")
        ),
        *({"kind": kind, "options": [], "again": ""} for kind in ("networks", "groups", "rounds")),
    ),
    "announcing.schools": (*_asked(), *_asked(unclear=[_SCHOOL] * 9)),
    "announcing.asks": _asked(),
    "announcing.way": (
        *_asked(prices={way.value: _PRICE for way in Delivery}),
        *({"prices": {"free": _FREE, "free_first": dear, "push": dear}, "again": ""}
          for dear in (_DEAR, _GONE, _FREE)),
        {"prices": {"free": _FREE, "free_first": _DEAR, "push": None}, "again": ""},
    ),
    "announcing.until": _asked(offered=_MOMENTS),
    "announcing.when": _asked(offered=_MOMENTS),
    "announcing.reason": _asked(price=_DEAR),
    "announcing.edit": _asked(),
    "announcing.preview": (
        *({**_DRAFT, "lead": lead} for lead in sorted(announcement_card.known_leads())),
        *({**_DRAFT, "price": price} for price in (_DEAR, _GONE, _FREE)),
        *({**_DRAFT, "delivery": way.value} for way in Delivery),
        *(
            {**_DRAFT, "price": None, "why_not": why}
            for why in ("past", "far", "until", "uncounted", "unheard of")
        ),
        {**_DRAFT, "at": _LATER, "stamp": 2**33, "goes": _LATER, "asks": False},
        {**_DRAFT, "reach": _NOBODY, "until": None},
    ),
    "announcing.card": (
        *({**_CARD, "lead": lead} for lead in sorted(announcement_card.known_leads())),
        *({**_CARD, "nudge": nudge} for nudge in (None, _DEAR)),
        *({**_CARD, "status": status.value, "reach": _REACH} for status in AnnouncementStatus),
        {**_CARD, "ended_at": _LATER, "noted": None, "asks": False, "outstanding": 0},
        _WAITS,
        {**_WAITS, "status": "scheduled", "permit": None},
    ),
    "announcing.done": ({"what": "dropped"},),
    "announcing.left": ({},),
    "announcing.refused": tuple(
        {"why": why} for why in (*sorted(announcement_card.known_refusals()), "unheard of")
    ),
    "announcing.list": (
        {"rows": {}, "page": 0, "pages": 1},
        {"rows": {str(990 + n): {**_BRIEF, "status": status.value}
                  for n, status in enumerate([*AnnouncementStatus] * 2)}, "page": 98, "pages": 100},
    ),
    "announcing.outstanding": (_LIST, {**_LIST, "lines": [], "schools": 0, "people": 0}),
}  # fmt: skip
