"""What was handed over, behind its link: seen by who has it, logged, and gone when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.requests import delivering, ending, preparing
from models.media import Media
from models.requests import Attachment, Delivery, DeliveryDownload, RequestStatus, Verdict
from tests.bot.served import LINKS, PDF, Desk, open_desk
from tests.conftest import BY_TURNS
from tests.handlers.offices import DEMO, make_demo

pytestmark = BY_TURNS

PREVIEW = {"User-Agent": "facebookexternalhit/1.1;line-poker/1.0"}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(database, tmp_path) as opened:
        opened.delivered(answers={"subject": "ของคนอื่น"})
        yield opened


def log(desk: Desk) -> list[tuple[int, str, int | None, str | None]]:
    with desk.at_work() as ctx:
        rows = ctx.session.scalars(select(DeliveryDownload).order_by(DeliveryDownload.id))
        return [(r.delivery_id, r.file, r.attachment_id, r.address) for r in rows]


def test_the_page_says_what_it_is_and_gives_the_file(desk: Desk) -> None:
    _, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    page = desk.web.get(path)
    said = page.get_data(as_text=True)
    assert page.status_code == 200
    for words in (
        "คข. 2/2570 (ปีงบประมาณ)", "จำนวนนักเรียนที่ย้าย", "กลุ่มนโยบายและแผน สพป.ตัวอย่าง เขต 1",
        "พฤ. 19 พ.ย. 2569 14.30 น.", "ส. 19 ธ.ค. 2569 14.30 น.", "ย้าย 2568.pdf", "PDF · 28 ไบต์",
        "«สถานะ»",
    ):  # fmt: skip
        assert words in said, words
    assert "ของคนอื่น" not in said
    assert f"{path}/files/{file}?openExternalBrowser=1" in said
    got = desk.web.get(f"{path}/files/{file}")
    assert got.data == PDF
    assert "attachment" in got.headers["Content-Disposition"]
    assert "filename*=UTF-8''" in got.headers["Content-Disposition"]
    assert "ย้าย 2568.pdf" in unquote(got.headers["Content-Disposition"])
    assert log(desk) == [
        (delivery, "page", None, "127.0.0.1"), (delivery, "file", file, "127.0.0.1")
    ]  # fmt: skip


def test_nothing_of_it_is_kept_framed_or_listed_by_others(desk: Desk) -> None:
    _, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    for address in (path, f"{path}/files/{file}", "/deliveries/nonsense"):
        headers = desk.web.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in headers


def test_a_preview_of_the_link_is_no_opening(desk: Desk) -> None:
    _, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    assert desk.web.head(path).status_code == 200
    assert desk.web.head(f"{path}/files/{file}").status_code == 200
    assert desk.web.get(path, headers=PREVIEW).status_code == 200
    assert log(desk) == []


def test_a_link_opens_one_delivery_and_no_file_of_another(desk: Desk) -> None:
    _, _, other_file = desk.delivered()
    _, delivery, _ = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    assert desk.web.get(f"{path}/files/{other_file}").status_code == 404
    assert desk.web.get(f"{path}/files/0").status_code == 404
    for changed in (path[:-2], path + "A", "/deliveries/" + LINKS.sign("papers", {"d": delivery})):
        answer = desk.web.get(changed)
        assert answer.status_code == 404
        assert "ลิงก์" in answer.get_data(as_text=True)
    assert desk.web.get(desk.link("deliveries", d=999)).status_code == 404
    assert desk.web.get(desk.link("deliveries", d="1")).status_code == 404
    assert desk.web.get(desk.link("deliveries")).status_code == 404


def test_when_its_time_is_over_it_says_how_to_get_a_new_link(desk: Desk) -> None:
    request, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    desk.now += delivering.OPEN_FOR - timedelta(minutes=1)
    assert desk.web.get(path).status_code == 200
    desk.now += timedelta(minutes=1)
    for address in (path, f"{path}/files/{file}", f"{path}/answer.xlsx"):
        gone = desk.web.get(address)
        assert gone.status_code == 410
        assert "ย้าย" not in gone.get_data(as_text=True)
        assert "พิมพ์ «สถานะ»" in gone.get_data(as_text=True)
    with desk.at_work() as ctx:
        new = delivering.renew(ctx, desk.me(ctx, "teacher"), request).id
    assert new != delivery
    assert desk.web.get(desk.link("deliveries", d=new)).status_code == 200


def test_a_link_may_end_before_the_delivery(desk: Desk) -> None:
    _, delivery, _ = desk.delivered()
    path = desk.link("deliveries", desk.now + timedelta(hours=1), d=delivery)
    assert desk.web.get(path).status_code == 200
    desk.now += timedelta(hours=1)
    assert desk.web.get(path).status_code == 410


def test_what_was_taken_back_is_shown_to_nobody(desk: Desk) -> None:
    _, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    with desk.at_work() as ctx:
        ctx.session.get_one(Delivery, delivery).revoked_at = desk.now
    assert desk.web.get(path).status_code == 410
    assert desk.web.get(f"{path}/files/{file}").status_code == 410


def test_while_it_is_done_anew_the_old_link_shows_nothing(desk: Desk) -> None:
    request, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    with desk.at_work() as ctx:
        from tests.bot.served import FORMS

        ending.reopen(ctx, FORMS, desk.me(ctx, "teacher"), request, "ไม่ตรง")
    assert desk.web.get(path).status_code == 410
    second = desk.prepared(request, "ฉบับแก้ไข.pdf", PDF + b"!")
    with desk.at_work() as ctx:
        preparing.finish_preparing(ctx, FORMS, desk.me(ctx, "officer"), request)
        assert desk.request(ctx, request).status is RequestStatus.VERIFYING
    assert desk.web.get(path).status_code == 410  # not verified yet
    assert desk.web.get(f"{path}/files/{second}").status_code == 410
    again = desk.link("deliveries", d=desk.handed_over(request))
    assert "ฉบับแก้ไข.pdf" in desk.web.get(again).get_data(as_text=True)
    assert desk.web.get(f"{again}/files/{file}").data == PDF


def test_a_refused_request_has_nothing_to_open(desk: Desk) -> None:
    request = desk.filed()
    desk.proposed(request, "refuse")
    desk.decided(request, Verdict.REFUSE, reason="ลับ")
    with desk.at_work() as ctx:
        delivery = Delivery(
            request_id=request, hand_over=desk.request(ctx, request).hand_over,
            made_at=desk.now, expires_at=desk.now + timedelta(days=1),
        )  # fmt: skip
        ctx.session.add(delivery)
        ctx.session.flush()
        number = delivery.id
    assert desk.web.get(desk.link("deliveries", d=number)).status_code == 410


def test_a_file_that_was_taken_out_or_lost_gets_its_sentence(desk: Desk) -> None:
    _, delivery, file = desk.delivered()
    path = desk.link("deliveries", d=delivery)
    with desk.at_work() as ctx:
        row = ctx.session.get_one(Attachment, file)
        media = ctx.session.get_one(Media, row.media_id)
        assert media.sha256
        desk.files.path(media.sha256).unlink()
    lost = desk.web.get(f"{path}/files/{file}")
    assert lost.status_code == 404
    assert "ไม่มีไฟล์นี้แล้ว" in lost.get_data(as_text=True)
    with desk.at_work() as ctx:
        ctx.session.get_one(Attachment, file).removed_at = desk.now
    page = desk.web.get(path).get_data(as_text=True)
    assert "ย้าย 2568.pdf" not in page
    assert "ไม่มีไฟล์ให้ดาวน์โหลด" in page


def test_figures_of_the_data_service_come_with_title_date_and_files(
    database: Database, tmp_path: Path
) -> None:
    with open_desk(database, tmp_path, office_code=DEMO.code, office_name=DEMO.name) as desk:
        with desk.at_work() as ctx:
            make_demo(ctx)
        with desk.at_work() as ctx:
            from handlers.questions import answer

            found = answer(ctx, "ทั้งเขตมีนักเรียนกี่คน แยกตามระดับ", office=DEMO, memory={})
            query = dict(found.to_json()["facts"]["query"])
        request = desk.filed(query=query)
        with desk.at_work() as ctx:
            delivery = delivering.latest(ctx, request)
            assert delivery is not None
            number = delivery.id
        path = desk.link("deliveries", d=number)
        page = desk.web.get(path).get_data(as_text=True)
        assert "ข้อมูล ณ" in page
        book = desk.web.get(f"{path}/answer.xlsx")
        assert book.status_code == 302
        assert desk.web.get(book.headers["Location"]).mimetype.endswith("spreadsheetml.sheet")
        shown = desk.web.get(f"{path}/answer", follow_redirects=True)
        assert shown.status_code == 200
        assert [row[1] for row in log(desk)] == ["page", "xlsx", "answer"]
        assert desk.web.get(f"{path}/answer.exe").status_code == 404


def test_a_question_that_has_no_answer_any_more_is_said_so(desk: Desk) -> None:
    for query in ({"measure": "students"}, {"a_key_of_tomorrow": 1}):
        request = desk.filed(query=query)
        with desk.at_work() as ctx:
            delivery = delivering.latest(ctx, request)
            assert delivery is not None
            number = delivery.id
        page = desk.web.get(desk.link("deliveries", d=number))
        assert page.status_code == 200
        assert "โปรดถามใหม่ในแชต" in page.get_data(as_text=True)


def test_names_of_files_are_no_markup(desk: Desk) -> None:
    request = desk.filed(answers={"subject": "<script>alert(1)</script>"})
    desk.proposed(request)
    desk.decided(request)
    file = desk.prepared(request, 'ก"><img src=x>\r\nX: 1.pdf')
    path = desk.link("deliveries", d=desk.handed_over(request))
    page = desk.web.get(path).get_data(as_text=True)
    assert "<script" not in page
    assert "<img" not in page
    got = desk.web.get(f"{path}/files/{file}")
    assert got.status_code == 200
    assert "X" not in got.headers
