"""An office that announces: people of three schools, a bound group of clerks, a round that is open.

room.writes("ประชุมธุรการ", "วันศุกร์ 9 โมง")      # up to the question for whom
room.says("officer", "ธุรการโรงเรียน")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.chat.flows import flows
from bot.database import Database
from handlers import groups
from handlers.announcements import sending
from handlers.budget import note
from handlers.people import SYSTEM
from models.announcements import Announcement, AnnouncementRecipient
from models.groups import BoundGroup, GroupPurpose
from models.outbox import OutboxMessage, Way
from tests.bot.round_room import RoundRoom
from tests.bot.ticket_room import FORMS, WHERE
from tests.office import buttons, open_office

MEMBERS = 14
TITLE, BODY = "ประชุมธุรการโรงเรียน", "เชิญประชุมวันศุกร์นี้ เวลา 9.00 น. ที่ห้องประชุมใหญ่\nเตรียมเอกสารมาด้วย"


class AnnouncementRoom(RoundRoom):
    """The office with its group of clerks, and a month of so many messages."""

    @property
    def clerks(self) -> str:
        return self.office.groups[0]

    def month_of(self, limit: int, used: int = 0) -> None:
        """LINE says what the month has."""
        with self.at(None) as ctx:
            note(ctx.session, limit=limit, used=used, now=ctx.now)

    def bound(self) -> None:
        """The clerks' group is known, and counted."""
        with self.at(None) as ctx:
            groups.bind(ctx, SYSTEM, self.clerks, "ธุรการทั้งเขต", GroupPurpose.CLERKS, ())
            ctx.session.get_one(BoundGroup, self.clerks).members = MEMBERS

    def writes(self, who: str = "officer", title: str = TITLE, body: str = BODY) -> str:
        """Write one without a letter: the answer asks for whom."""
        self.says(who, "เขียนประกาศ")
        self.says(who, f"{title}\n{body}")
        return self.says(who, "ไม่มีเลขหนังสือ")

    def drafted(self, *to: str, asks: str = "ขอให้กดรับทราบ", way: str = "ส่งทันที") -> str:
        """Up to the preview, which is returned."""
        self.writes()
        for one in to:
            self.says("officer", one)
        self.says("officer", "ครบแล้ว")
        self.says("officer", asks)
        return self.says("officer", way)

    def sent(self, *to: str, asks: str = "ขอให้กดรับทราบ", way: str = "ส่งทันที") -> str:
        """It is sent; returns the card that the officer sees."""
        self.drafted(*to, asks=asks, way=way)
        return self.presses("officer", "ส่งเลย")

    def in_group(self, who: str, text: str) -> str:
        """Somebody writes in the group; returns what is read there then."""
        self.office.new_messages(self.clerks)
        self.office.clock.advance(seconds=5)
        self.office.says(self.line(who), text, chat=self.clerks)
        return self.office.heard(self.clerks)

    def taps_in_group(self, who: str, action: dict[str, Any]) -> str:
        """Somebody presses a button of a card in the group; returns what is read there then."""
        self.office.new_messages(self.clerks)
        self.office.clock.advance(seconds=5)
        self.office.presses(self.line(who), action, chat=self.clerks)
        return self.office.heard(self.clerks)

    def button_of(self, message: dict[str, Any], label: str) -> dict[str, Any]:
        """A button of this message."""
        return next(one for one in buttons(message) if one.get("label") == label)

    def said_labels(self, who: str, text: str) -> list[str]:
        """The buttons of what is answered to this."""
        self.says(who, text)
        message = self.messages(who)[-1]
        quick = message.get("quickReply", {}).get("items", [])
        return [*self.labels(who), *(one["action"].get("label", "") for one in quick)]

    def ticks(self, text: str) -> None:
        """It is that moment, and the clock looks at what is due."""
        self.on(text)
        with self.at(None) as ctx:
            sending.send_due(ctx)
        self.office.settle()

    def newest(self) -> Announcement:
        """The newest announcement as it is kept."""
        with self.office.database.reading() as session:
            rows = session.scalars(select(Announcement).order_by(Announcement.id.desc()).limit(1))
            return rows.one()

    def took_note(self, who: str) -> bool:
        """Has this account taken note of the newest?"""
        with self.office.database.reading() as session:
            row = session.get(AnnouncementRecipient, (self.newest().id, self.line(who)))
            return row is not None and row.acknowledged_at is not None

    def pushed(self) -> int:
        """Messages that were paid for, of everybody."""
        with self.office.database.reading() as session:
            rows = session.scalars(select(OutboxMessage).where(OutboxMessage.way == Way.PUSH))
            return sum(row.price for row in rows)


@contextmanager
def open_room(database: Database, folder: Path) -> Iterator[AnnouncementRoom]:
    """The room, with every flow of the product."""
    with open_office(database, folder, flows=flows(WHERE, FORMS)) as office:
        yield AnnouncementRoom(office)
