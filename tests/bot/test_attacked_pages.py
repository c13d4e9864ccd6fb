"""Pages behind links, opened by whoever must not, with links and ways that nobody gave them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.database import Database
from bot.page_links import PageLinks
from handlers.people import erase
from handlers.requests import submitting
from handlers.requests.submitting import Filled
from handlers.tickets.opening import Report, open_ticket
from models.people import Person, Post
from models.requests import Attachment, Channel, Verdict
from models.tickets import Category, Urgency
from tests import people
from tests.bot import paper_text
from tests.bot.attacked import ON_ONE_DATABASE
from tests.bot.served import ANSWERS, FORMS, LINKS, Desk, open_desk

pytestmark = ON_ONE_DATABASE

SECRET = "เรื่องที่คนอื่นต้องไม่เห็น"
NO_IDS: tuple[Any, ...] = (None, "1", True, -1, 0, 10**30, 1.5, [], {}, "x")
PRIVATE = ("deliveries", "papers", "uploads", "my-data", "photos")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(database, tmp_path) as opened:
        opened.filed(answers={"subject": "ของคนอื่น"})
        yield opened


def links(desk: Desk) -> dict[str, str]:
    """A good link to each private page of a request, and its people."""
    request, delivery, _ = desk.delivered(answers={"subject": SECRET})
    until = desk.now + timedelta(hours=1)
    teacher, officer = desk.people["teacher"], desk.people["officer"]
    with desk.at_work() as ctx:
        bound = ctx.session.get_one(Person, teacher).bound_at
        said = Report(SECRET, Category.PRINTER, Urgency.ONE, people.SCHOOL)
        ticket = open_ticket(ctx, desk.me(ctx, "teacher"), said, quietly=True).id
    assert bound is not None
    return {
        "deliveries": desk.link("deliveries", d=delivery),
        "papers": desk.link("papers", until, r=request, k="form", p=officer),
        "uploads": desk.link("uploads", until, r=request, p=officer),
        "my-data": desk.link("my-data", until, p=teacher, b=int(bound.timestamp())),
        "photos": desk.link("photos", until, t=ticket, p=teacher),
    }


def test_each_link_opens_its_own_page_alone(desk: Desk) -> None:
    found = links(desk)
    for page, path in found.items():
        assert desk.web.get(path).status_code == 200, page
        token = path.rpartition("/")[2]
        for other in PRIVATE:
            if other != page:
                answer = desk.web.get(f"/{other}/{token}")
                assert answer.status_code == 404, (page, other)
                assert SECRET.encode() not in answer.data


def test_a_changed_cut_or_foreign_link_opens_nothing(desk: Desk) -> None:
    foreign = PageLinks("x" * 32)
    for page, path in links(desk).items():
        token = path.rpartition("/")[2]
        claims = {"d": 1, "r": 2, "p": 1, "k": "form", "b": 0, "t": 1}
        for bad in (
            token[:-1], token[1:], token + "A", token + "=", token.swapcase(), token[::-1], "A",
            "%00",
            "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e", "A" * 700, token + "/x", "\u0e01",
            token[:20] + ("B" if token[20] != "B" else "C") + token[21:],
            foreign.sign(page, claims),
        ):  # fmt: skip
            answer = desk.web.get(f"/{page}/{bad}")
            assert answer.status_code in (404, 308), (page, bad)
            assert SECRET.encode() not in answer.data
            assert b"Traceback" not in answer.data


def test_claims_of_no_sense_that_we_signed_ourselves_break_nothing(desk: Desk) -> None:
    links(desk)
    for page in PRIVATE:
        for value in NO_IDS:
            claims = {"d": value, "r": value, "p": value, "k": value, "b": value, "t": value}
            path = f"/{page}/{LINKS.sign(page, claims)}"
            for way in ("", "/files/1", "/answer", "/answer.csv", ".json", "/x"):
                answer = desk.web.get(path + way)
                assert answer.status_code in (404, 405, 410), (page, value, way)


def test_when_its_hour_is_over_every_link_is_dead(desk: Desk) -> None:
    found = links(desk)
    desk.now += timedelta(hours=1)
    for page in ("papers", "uploads", "my-data", "photos"):
        answer = desk.web.get(found[page])
        assert answer.status_code == 410, page
        assert SECRET.encode() not in answer.data


def test_other_ways_of_asking_change_nothing_and_tell_nothing(desk: Desk) -> None:
    with desk.at_work() as ctx:
        before = len(ctx.session.scalars(select(Attachment)).all())
    for path in (*links(desk).values(), "/verify/", "/verify/ABCD"):
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
            if method == "POST" and path.startswith("/uploads"):
                continue
            answer = desk.web.open(path, method=method, data=b"x=1")
            assert answer.status_code == 405, (method, path)
            assert SECRET.encode() not in answer.data
        assert desk.web.head(path).data == b""
        assert desk.web.options(path).data == b""
    with desk.at_work() as ctx:
        assert len(ctx.session.scalars(select(Attachment)).all()) == before + 1


def test_nothing_private_is_kept_listed_guessed_or_framed(desk: Desk) -> None:
    found = links(desk)
    gone = [f"/{page}/nonsense" for page in PRIVATE]
    code = desk.decided(_proposed(desk))
    public = ["/verify/", f"/verify/{code}", "/verify/WRONG"]
    for path in (*found.values(), *gone, *public):
        for method in ("GET", "HEAD", "OPTIONS"):
            headers = desk.web.open(path, method=method).headers
            said = (method, path)
            assert headers["Cache-Control"] == "no-store", said
            assert headers["X-Content-Type-Options"] == "nosniff", said
            assert "noindex" in headers["X-Robots-Tag"], said
            assert headers["Referrer-Policy"] == "no-referrer", said
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], said
            assert "Access-Control-Allow-Origin" not in headers, said
            assert "Set-Cookie" not in headers, said


def _proposed(desk: Desk) -> int:
    request = desk.filed(answers={"subject": SECRET})
    desk.proposed(request)
    return request


@pytest.mark.parametrize("lost", ["left", "erased", "passed on"])
def test_whoever_lost_the_right_opens_and_sends_nothing(desk: Desk, lost: str) -> None:
    request = _proposed(desk)
    desk.decided(request)
    until = desk.now + timedelta(hours=1)
    officer = desk.people["officer"]
    upload = desk.link("uploads", until, r=request, p=officer)
    paper = desk.link("papers", until, r=request, k="form", p=officer)
    assert desk.web.get(upload).status_code == desk.web.get(paper).status_code == 200
    with desk.at_work() as ctx:
        if lost == "left":
            ended = update(Post).where(Post.person_id == officer)
            ctx.session.execute(ended.values(ends_on=date(2026, 11, 18)))
        elif lost == "erased":
            erase(ctx, ctx.session.get_one(Person, officer))
        else:
            desk.request(ctx, request).owner_group = "กลุ่มอื่น"
    for path in (upload, paper):
        answer = desk.web.get(path)
        assert answer.status_code == 404
        assert SECRET not in answer.get_data(as_text=True)
    sent = desk.web.post(upload, data={"files": (io.BytesIO(b"%PDF-1.7 x"), "ก.pdf")})
    assert sent.status_code == 404
    with desk.at_work() as ctx:
        assert ctx.session.scalars(select(Attachment)).all() == []


def test_a_code_is_not_found_by_its_beginning_and_names_no_requester(desk: Desk) -> None:
    code = desk.decided(_proposed(desk))
    for guess in (
        code[:-1],
        code[:4],
        code + "A",
        "%",
        "_" * 12,
        "*",
        code[:-1] + "%25",
        "' OR 1=1",
    ):
        assert desk.web.get(f"/verify/{guess}").status_code == 404, guess
    said = desk.web.get(f"/verify/{code}").get_data(as_text=True)
    for hidden in (SECRET, "มะลิ", "บ้านตัวอย่าง", "จัดทำแผน"):
        assert hidden not in said


@pytest.mark.parametrize("added", ["9" * 5000, "-1", "๑", "²", "1e9", "%00", "<b>"])
def test_the_number_of_added_files_in_the_address_is_no_trap(desk: Desk, added: str) -> None:
    path = links(desk)["uploads"]
    answer = desk.web.get(f"{path}?added={added}")
    assert answer.status_code == 200
    assert b"<b>" not in answer.data.replace(b"<body>", b"")


NASTY = (
    "<script>alert(1)</script>", "\" onload=\"x", "{{ 7*7 }}", "#read(\"/etc/passwd\")",
    "#import \"x\"", "$x$ *b* _i_ @ref <l> `c` // /* */ \\u{41} #[", "=cmd|' /C calc'!A0",
    "\u202eย้อน", "ก\u0301" * 50, "'; DROP TABLE x;--", "\\ \\n \\#",
)  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_what_people_write_is_words_on_pages_and_papers(desk: Desk, nasty: str) -> None:
    words = {"name": f"ก {nasty}"[:200], "subject": nasty, "purpose": nasty, "affiliation": nasty}
    with desk.at_work() as ctx:
        filled = Filled(FORMS.forms["data_request"], {**ANSWERS, **words}, channel=Channel.PHONE)
        request = submitting.submit_on_behalf(ctx, desk.me(ctx, "officer"), filled).id
    desk.proposed(request, "permit", nasty)
    desk.decided(request, Verdict.PERMIT)
    desk.prepared(request, name=f"{nasty}.pdf")
    delivery = desk.handed_over(request)
    page = desk.web.get(desk.link("deliveries", d=delivery))
    said = page.get_data(as_text=True)
    assert page.status_code == 200
    for tag in ("<script>alert", 'onload="x', ">49<"):
        assert tag not in said
    until = desk.now + timedelta(hours=1)
    for kind in ("form", "memo", "letter", "summary"):
        path = desk.link("papers", until, r=request, k=kind, p=desk.people["officer"])
        answer = desk.web.get(path)
        assert answer.status_code == 200, (kind, nasty)
        assert answer.data.startswith(b"%PDF"), kind
        assert "root:" not in paper_text.text(answer.data)
