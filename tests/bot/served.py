"""Requests that were really filed, decided and handed over, and a visitor of their pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from bot import config
from bot.database import Database
from bot.files import Files
from bot.intake import Intake
from bot.page_links import PageLinks
from handlers import forms, media
from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.requests import checking, deciding, delivering, preparing, submitting
from handlers.requests.submitting import Filled
from models.people import Person
from models.requests import ServiceRequest, Verdict
from tests import people
from tests.apps import office_app
from tests.conftest import NOON

KEY = "k" * 32
LINKS = PageLinks(KEY)
FORMS = forms.load(None)
PUBLIC = "https://office.example"
LINES = {"teacher": "U-teacher", "officer": "U-officer", "director": "U-director", "area": "U-area"}
ANSWERS = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "subject": "จำนวนนักเรียนที่ย้ายระหว่างปีการศึกษา 2568 แยกชั้น ทุกโรงเรียน",
    "purpose": "จัดทำแผนพัฒนาการศึกษา",
    "wanted_by": "2026-12-15", "format": "excel", "hand_over": "line",
}  # fmt: skip
PDF = b"%PDF-1.7 a table of the year"


class Desk:
    """An office, its people and its files; `now` moves when told to."""

    def __init__(self, database: Database, folder: Path, **settings: Any) -> None:
        self.database, self.now = database, NOON
        self.files = Files(folder / "files")
        self.settings = replace(
            config.load({"SECRET_KEY": KEY, "DATABASE_URL": "sqlite:///:memory:"}),
            public_url=PUBLIC, files_dir=folder / "files", **settings,
        )  # fmt: skip
        self.intake = Intake(database, lambda: self.now)
        app = office_app(
            self.settings, database, self.intake, files=self.files, now=lambda: self.now
        )
        self.web: FlaskClient = app.test_client()
        with self.at_work() as ctx:
            self.people = {n: p.id for n, p in people.staffed(ctx, LINES).items()}

    @contextmanager
    def at_work(self, at: datetime | None = None) -> Iterator[Context]:
        """A use case's transaction, now or at another moment."""
        with self.database.transaction() as session:
            yield Context(session, at or self.now, Actor("test"))

    def me(self, ctx: Context, who: str) -> Me:
        """Somebody of the office, as they are today."""
        return as_me(ctx, ctx.session.get(Person, self.people[who]))

    def filed(self, form: str = "data_request", who: str = "teacher", **more: Any) -> int:
        """A request, as the chat files it. `who` "" is somebody unknown."""
        answers = ANSWERS | more.pop("answers", {})
        with self.at_work() as ctx:
            me = self.me(ctx, who) if who else Me()
            filled = Filled(FORMS.forms[form], answers, **more)
            return submitting.submit(ctx, FORMS, me, filled, f"U-{who or 'guest'}").id

    def proposed(self, request: int, proposal: str = "permit", opinion: str = "") -> None:
        """The officer proposes."""
        with self.at_work() as ctx:
            me = self.me(ctx, "officer")
            checking.propose(ctx, FORMS, me, request, None, proposal, opinion)

    def decided(
        self, request: int, verdict: Verdict = Verdict.PERMIT, who: str = "director", **more: Any
    ) -> str:
        """A director decides. Returns the decision's code."""
        with self.at_work() as ctx:
            me = self.me(ctx, who)
            return deciding.decide(ctx, FORMS, me, request, None, verdict, **more).code

    def prepared(self, request: int, name: str = "ย้าย 2568.pdf", content: bytes = PDF) -> int:
        """The officer puts a file to it. Returns the attachment's id."""
        sha256 = self.files.keep(content)
        with self.at_work() as ctx:
            row = media.add(ctx, sha256=sha256, content_type="application/pdf", size=len(content),
                            kept_for=f"request:{request}")  # fmt: skip
            added = preparing.add_file(ctx, self.me(ctx, "officer"), request, row, name)
            assert added is not None
            return added.id

    def handed_over(self, request: int) -> int:
        """The officer hands it over. Returns the delivery's id."""
        with self.at_work() as ctx:
            delivering.deliver(ctx, FORMS, self.me(ctx, "officer"), request)
            delivery = delivering.latest(ctx, request)
            assert delivery is not None
            return delivery.id

    def delivered(self, **more: Any) -> tuple[int, int, int]:
        """A request on the straight path: its id, its delivery's and its file's."""
        request = self.filed(**more)
        self.proposed(request, "permit", "ไม่มีข้อมูลส่วนบุคคล")
        self.decided(request)
        file = self.prepared(request)
        return request, self.handed_over(request), file

    def link(self, page: str, until: datetime | None = None, **claims: Any) -> str:
        """The path that a button opens."""
        return LINKS.path(page, claims, until)

    def request(self, ctx: Context, request: int) -> ServiceRequest:
        return ctx.session.get_one(ServiceRequest, request)

    def close(self) -> None:
        self.intake.close()


@contextmanager
def open_desk(database: Database, folder: Path, **settings: Any) -> Iterator[Desk]:
    """A desk that is closed afterwards."""
    desk = Desk(database, folder, **settings)
    try:
        yield desk
    finally:
        desk.close()
