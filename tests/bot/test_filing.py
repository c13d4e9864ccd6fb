"""A finished request is filed away with all its papers in one PDF, once, whoever comes second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import filing
from bot.database import Database
from bot.papers import NoPaper
from bot.texts import papers as words
from handlers.forms import Loaded
from models.errors import NotAllowed, WrongState
from models.media import Media
from models.requests import Attachment, AttachmentRole, RequestStatus
from tests.bot import paper_text
from tests.bot.served import FORMS, Desk, open_desk
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS

MONTH = timedelta(days=31)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(database, tmp_path) as opened:
        yield opened


def file_due(desk: Desk, forms: Loaded = FORMS) -> int:
    return filing.file_due(desk.database, desk.files, forms, desk.settings, desk.now)


def bundles(desk: Desk, request: int) -> list[bytes]:
    with desk.at_work() as ctx:
        rows = ctx.session.scalars(
            select(Media.sha256)
            .join(Attachment, Attachment.media_id == Media.id)
            .where(Attachment.request_id == request, Attachment.role == AttachmentRole.BUNDLE)
        )
        return [desk.files.path(sha256).read_bytes() for sha256 in rows if sha256]


def stored(desk: Desk) -> int:
    return sum(path.is_file() for path in desk.settings.files_dir.rglob("*"))


def test_a_month_after_the_delivery_all_its_papers_lie_in_one_file(desk: Desk) -> None:
    request, *_ = desk.delivered()
    assert file_due(desk) == 0
    desk.now += MONTH
    young = desk.delivered()[0]
    assert file_due(desk) == 1
    assert file_due(desk) == 0
    (pdf,) = bundles(desk, request)
    assert pdf.startswith(b"%PDF-")
    assert paper_text.pages(pdf) >= 4  # index, form, memo, summary
    assert bundles(desk, young) == []
    with desk.at_work() as ctx:
        row = desk.request(ctx, request)
        assert (row.status, row.destroy_after) == (RequestStatus.FILED, 2579)
        assert desk.request(ctx, young).status is RequestStatus.DELIVERED
    opened = desk.web.get(desk.link("papers", r=request, k="bundle", p=desk.people["officer"]))
    assert opened.status_code == 200


def test_the_index_lists_papers_files_and_until_when_it_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.papers import drawing

    drawn: list[str] = []
    index_page = drawing.index_page

    def listen(paper: Any) -> bytes:
        pdf = index_page(paper)
        drawn.append(paper_text.text(pdf))
        return pdf

    monkeypatch.setattr(drawing, "index_page", listen)
    request, *_ = desk.delivered(answers={"hand_over": "line"})
    desk.now += MONTH
    assert file_due(desk) == 1
    for said in (
        "คข. 1/2570 (ปีงบประมาณ)", "แบบคำขอ 19 พฤศจิกายน 2569 1", "บันทึกเสนอขออนุญาต",
        "บันทึกสรุปผลการให้บริการ", "ไฟล์ที่ส่งมอบ: ย้าย 2568.pdf", "10 ปี เก็บถึง 31 ธันวาคม 2579",
    ):  # fmt: skip
        assert paper_text.squeeze(words.printable(said)) in drawn[0], said
    assert "หนังสือแจ้งผล" not in drawn[0]  # none was sent
    assert request


def test_an_officer_files_by_hand_what_has_ended_and_nobody_else(desk: Desk) -> None:
    request, *_ = desk.delivered()
    fresh = desk.filed()
    with desk.at_work() as ctx:
        officer, teacher = desk.me(ctx, "officer"), desk.me(ctx, "teacher")
    given = (desk.database, desk.files, FORMS, desk.settings)
    with pytest.raises(NotAllowed):
        filing.file_one(*given, request, desk.now, teacher)
    with pytest.raises(NoPaper):
        filing.file_one(*given, fresh, desk.now, officer)
    assert filing.file_one(*given, request, desk.now, officer)
    before = stored(desk)
    with pytest.raises(WrongState):
        filing.file_one(*given, request, desk.now + timedelta(hours=1), officer)
    assert stored(desk) == before
    assert len(bundles(desk, request)) == 1


def test_what_changes_while_it_is_drawn_waits_for_the_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, *_ = desk.delivered()
    desk.now += MONTH
    before = stored(desk)
    draw = filing.bundle

    def slow(*given: Any) -> bytes:
        pdf = draw(*given)
        with desk.at_work() as ctx:
            desk.request(ctx, request).touch(at=desk.now)
        return pdf

    monkeypatch.setattr(filing, "bundle", slow)
    assert file_due(desk) == 0
    assert stored(desk) == before
    monkeypatch.undo()
    assert file_due(desk) == 1


def test_one_that_cannot_be_drawn_does_not_stop_the_others(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    odd, *_ = desk.delivered()
    with desk.at_work() as ctx:
        desk.request(ctx, odd).form = "removed_by_the_office"
    good, *_ = desk.delivered()
    desk.now += MONTH
    assert file_due(desk) == 1
    assert "filing.refused" in caplog.messages
    assert len(bundles(desk, good)) == 1
    assert bundles(desk, odd) == []
