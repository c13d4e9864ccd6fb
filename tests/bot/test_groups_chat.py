"""LINE groups: bound by a code, reminded for nothing with whatever is written there, never more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.flows import flows
from bot.cli import office_checks
from bot.database import Database
from bot.texts import doctor
from handlers import groups
from handlers.announcements import drafting, sending
from handlers.announcements.audiences import Chosen
from handlers.people import SYSTEM
from models.announcements import AnnouncementRecipient
from models.groups import BoundGroup, GroupPurpose, Reminder
from models.inbox import InboxEvent
from models.outbox import OutboxMessage, OutboxStatus, Way
from tests.bot.round_room import A, B, RoundRoom, S
from tests.bot.ticket_room import FORMS, WHERE
from tests.office import open_office

#: A Friday three days before the closing day, moved off the weekend.
DAY = "2026-11-27"


class GroupRoom(RoundRoom):
    """The office with its group of clerks, where the bot is, and a group of executives."""

    @property
    def clerks(self) -> str:
        return self.office.groups[0]

    def bound(self, purpose: GroupPurpose = GroupPurpose.CLERKS, *schools: str) -> None:
        with self.at(None) as ctx:
            groups.bind(ctx, SYSTEM, self.clerks, "ธุรการทั้งเขต", purpose, schools)

    def writes(self, text: str = "พรุ่งนี้ใครเข้าเขตบ้าง", who: str = "teacher") -> str:
        """Somebody writes in the group; returns what is read there then."""
        self.office.new_messages(self.clerks)
        self.office.clock.advance(seconds=5)
        self.office.says(self.line(who), text, chat=self.clerks)
        return self.office.heard(self.clerks)

    def kept(self) -> BoundGroup:
        with self.office.database.reading() as session:
            return session.get_one(BoundGroup, self.clerks)

    def letters(self) -> list[OutboxMessage]:
        """What was queued for the group."""
        of = select(OutboxMessage).where(OutboxMessage.chat_key == self.clerks)
        with self.office.database.reading() as session:
            return list(session.scalars(of.order_by(OutboxMessage.id)))


def code_in(shown: str) -> str:
    """The code in what was shown."""
    found = re.search(r"ถามเขต ผูกกลุ่ม (G[A-Z0-9]{7})", shown)
    assert found, shown
    return found[1]


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[GroupRoom]:
    with open_office(database, tmp_path, flows=flows(WHERE, FORMS)) as office:
        yield GroupRoom(office)


def test_staff_get_a_code_and_it_binds_the_group_in_which_it_is_typed(room: GroupRoom) -> None:
    """A code is asked for in the 1:1 chat, works once, and only where it belongs."""
    assert "รหัสขอได้จากเจ้าหน้าที่เขต" in room.says("teacher", "ผูกกลุ่ม")
    assert "กลุ่มธุรการ" in room.says("officer", "ผูกกลุ่ม")
    assert "เลือกจากปุ่ม" in room.says("officer", "เก้า")
    assert "พิมพ์ชื่อกลุ่ม" in room.says("officer", "4")
    asked = room.says("officer", "เครือข่ายดอยสูงคุยงาน")
    assert "2. เครือข่ายริมธาร" in asked
    unclear = room.says("officer", "วัดทุ่งทอง, โรงเรียนที่ไม่มี")
    assert "ยังอ่านไม่ออก: โรงเรียนที่ไม่มี" in unclear
    shown = room.says("officer", "1")
    assert "กลุ่มเครือข่ายโรงเรียน 2 โรงเรียน" in shown
    code = code_in(shown)

    assert "พิมพ์ในกลุ่มที่ต้องการผูก" in room.says("officer", f"ผูกกลุ่ม {code}")
    assert "พิมพ์รหัสต่อท้าย" in room.writes("ถามเขต ผูกกลุ่ม")
    assert "รหัสไม่ถูกต้อง" in room.writes("ถามเขต ผูกกลุ่ม GAAAAAAA")
    assert room.writes(f"ผูกกลุ่ม {code}") == ""  # not said to the bot
    assert "ยังไม่ได้ผูก" in room.writes("ถามเขต งดแจ้งในกลุ่ม")
    done = room.writes(f"ถามเขต ผูกกลุ่ม {code.lower()}")
    assert "ผูกเป็นกลุ่มเครือข่ายโรงเรียน «เครือข่ายดอยสูงคุยงาน» 2 โรงเรียนแล้ว" in done
    assert (room.kept().purpose, room.kept().schools) == (GroupPurpose.NETWORK, [A, B])
    assert "ใช้ไปแล้ว" in room.writes(f"ถามเขต ผูกกลุ่ม {code}")

    room.says("officer", "ผูกกลุ่ม")
    room.presses("officer", "กลุ่มธุรการ")
    room.says("officer", "ธุรการ")
    late = code_in(room.presses("officer", "ทุกโรงเรียนในเขต"))
    room.says("boss", "ผูกกลุ่ม")
    room.presses("boss", "กลุ่มของสำนักงาน")
    ours = code_in(room.says("boss", "คนในเขต"))  # the office's own: no schools are asked for
    room.later(hours=47)
    assert "ถามเขต งดแจ้ง" not in room.writes(f"ถามเขต ผูกกลุ่ม {ours}")
    room.later(hours=2)
    assert "หมดอายุ" in room.writes(f"ถามเขต ผูกกลุ่ม {late}")
    assert room.kept().purpose is GroupPurpose.OFFICE


def test_a_due_notice_rides_once_a_day_in_office_hours_and_is_free(room: GroupRoom) -> None:
    """Whoever writes whatever, the list rides on the free reply, without quoting it."""
    round_id = room.opened()
    room.noted(round_id, S.ENTERED, B)
    room.on("2026-11-23T10:00")
    assert room.writes() == ""  # not bound
    room.bound()
    room.on("2026-11-23T08:29")
    assert room.writes() == ""  # too early; and the rung is at nine
    room.on("2026-11-23T09:05")
    answer = room.writes("ถามเขต เมนู")
    assert answer
    assert "รออีก" not in answer  # whoever asks is answered, and nothing else

    card = room.writes("ประชุมกี่โมง")
    assert "ส่งภายใน จ. 30 พ.ย. 2569 16.30 น." in card
    assert "ยืนยันแล้ว 0 จาก 12 โรงเรียน ขอบคุณค่ะ" in card
    assert "รออีก 11 โรงเรียนในกลุ่มนี้" in card  # before confirming, who has entered is done
    assert "•\u00a0บ้านหนองบัว" in card
    assert "•\u00a0วัดทุ่งทอง" not in card
    assert "ประชุมกี่โมง" not in card
    sent = room.letters()[-1]
    assert (sent.status, sent.price, sent.way) == (OutboxStatus.ACCEPTED, 0, "reply")
    assert "quoteToken" not in (sent.body or "")
    assert room.writes("อีกเรื่อง") == ""
    room.on("2026-11-24T10:00")
    assert room.writes() == ""  # a new day, and no new rung
    room.noted(round_id, S.CONFIRMED, A)
    room.on(f"{DAY}T16:31")
    assert room.writes() == ""
    room.on("2026-11-28T10:00")
    assert room.writes() == ""  # Saturday
    room.on("2026-11-30T08:45")
    card = room.writes("อรุณสวัสดิ์", who="officer")
    assert "ยืนยันแล้ว 1 จาก 12 โรงเรียน" in card
    assert "•\u00a0บ้านหนองบัว" not in card
    assert "•\u00a0วัดทุ่งทอง" in card
    with room.office.database.reading() as session:
        rows = session.scalars(select(Reminder).order_by(Reminder.id)).all()
        payloads = session.scalars(select(InboxEvent.payload)).all()
    assert [(row.rung, row.pushed, len(row.schools)) for row in rows if not row.person_id] == [
        (7, False, 11), (1, False, 11),
    ]  # fmt: skip
    assert not any(
        "ประชุมกี่โมง" in json.loads(one).get("message", {}).get("text", "") for one in payloads
    )


def test_the_group_switches_it_off_and_standby_and_leaving_are_silent(room: GroupRoom) -> None:
    room.opened()
    room.bound()
    room.on("2026-11-23T09:05")
    room.office.platform.delivery.change({"standby": True})
    assert room.writes() == ""
    room.office.platform.delivery.change({"standby": False})
    assert "จะไม่แจ้งกำหนดส่งในกลุ่มนี้แล้ว" in room.writes("ถามเขต งดแจ้งในกลุ่ม")
    assert room.writes() == ""
    assert "จะแจ้งกำหนดส่งในกลุ่มนี้" in room.writes("ถามเขต แจ้งในกลุ่ม")
    assert "เฉพาะ" not in room.says("teacher", "งดแจ้งในกลุ่ม")  # a word of groups, typed in 1:1

    room.office.platform.acts.remove(room.clerks)
    room.office.settle()
    with room.office.database.reading() as session:
        found = {f.code: f for f in office_checks.office(session, FORMS, room.office.clock())}
    said = doctor.sentence("groups.left", found["groups.left"].facts)
    assert "กลุ่ม «ธุรการทั้งเขต» นำบอตออกแล้ว" in said
    told = room.says("officer", "เมนู")
    assert "ถูกนำออกจากกลุ่มธุรการ «ธุรการทั้งเขต» แล้ว" in told
    assert room.paid("officer") == 0
    assert "ถูกนำออก" not in room.says("teacher", "เมนู")

    room.office.platform.acts.invite(room.clerks)
    room.office.settle()
    assert "ถูกนำออก" not in room.says("boss", "เมนู")  # it is no news any more
    assert "รออีก 12 โรงเรียนในกลุ่มนี้" in room.writes()  # still bound


def test_where_another_official_account_is_staff_are_told_why_it_left(room: GroupRoom) -> None:
    """LINE takes a second account out by itself, within seconds; people take longer."""
    room.says("officer", "ผูกกลุ่ม")
    room.says("officer", "กลุ่มธุรการ")
    assert "Allow bot to join group chats" in room.says("officer", "ธุรการโรงเรียน") + room.says(
        "officer", "ทุกโรงเรียนในเขต"
    )
    acts = room.office.platform.acts
    acts.remove(room.clerks)
    room.later(hours=1)
    assert "ออกทันที" not in room.says("officer", "เมนู"), "it had been there for long"
    for _ in range(2):  # tried twice, told once
        acts.invite(room.clerks)
        room.later(seconds=3)
        acts.remove(room.clerks)
        room.later(minutes=1)
    said = room.says("officer", "เมนู")
    assert "ถูกเชิญเข้ากลุ่ม LINE «ธุรการโรงเรียน» แล้วออกทันทีค่ะ" in said
    assert "LINE ให้มีได้กลุ่มละหนึ่งบัญชี" in said
    assert "จะแจ้งเป็นรายคนแทน" in said
    assert "ออกทันที" not in room.says("officer", "เมนู") + room.says("teacher", "เมนู")
    acts.invite(room.clerks)
    room.later(seconds=5)
    room.bound()
    acts.remove(room.clerks)
    room.later(minutes=1)
    assert "เข้ากลุ่มธุรการ «ธุรการทั้งเขต» แล้วออกทันทีค่ะ" in room.says("officer", "เมนู")


def test_events_that_come_twice_or_late_ride_once_and_what_was_lost_rides_again(
    room: GroupRoom,
) -> None:
    room.opened()
    room.bound()
    room.on("2026-11-23T16:29")
    room.office.platform.delivery.change({"hold": True})
    room.office.new_messages(room.clerks)
    room.office.platform.acts.text(room.clerks, room.line("teacher"), "ก่อนเลิกงาน")
    room.office.clock.advance(minutes=3)
    room.office.platform.delivery.change({"hold": False, "duplicates": 1.0, "jitterMs": 0})
    room.office.settle()
    first = room.office.heard(room.clerks)
    assert "รออีก 12 โรงเรียนในกลุ่มนี้" in first  # by the time at which it was written
    room.office.platform.delivery.change({"duplicates": 0.0})
    assert len(room.letters()) == 1
    assert room.writes() == ""

    room.on(f"{DAY}T09:30")
    room.office.platform.acts.text(room.clerks, room.line("teacher"), "เน็ตช้า")
    assert room.office.platform.webhooks.drain()
    while room.office.worker.work_once():
        pass
    room.office.clock.advance(minutes=2)  # LINE could not be reached while the token lived
    room.office.settle()
    assert [row.status for row in room.letters()][1:] == [OutboxStatus.SKIPPED]
    assert "รออีก 12 โรงเรียนในกลุ่มนี้" in room.writes("กลับมาแล้ว")
    assert room.writes() == ""


def test_an_announcement_rides_behind_the_list_in_one_free_reply(room: GroupRoom) -> None:
    room.opened()
    room.bound()
    room.on("2026-11-23T09:05")
    with room.at(None) as ctx:
        for title in ("ประชุมธุรการ", "งดประชุม"):
            row = drafting.compose(
                ctx, SYSTEM, title, "วันศุกร์ 9 โมง", audience=Chosen(groups=(room.clerks,)),
                asks_acknowledgement=title == "ประชุมธุรการ",
            )  # fmt: skip
            if title == "ประชุมธุรการ":
                sending.send(ctx, SYSTEM, row.id, None, 0)
    heard = room.writes("ใครว่างบ้าง")
    assert "รออีก 12 โรงเรียนในกลุ่มนี้" in heard
    assert "ประชุมธุรการ" in heard
    assert "งดประชุม" not in heard  # a draft
    assert room.writes() == ""  # once a day
    (letter,) = room.letters()
    assert (letter.price, letter.way, letter.status) == (0, Way.REPLY, OutboxStatus.ACCEPTED)
    with room.office.database.reading() as session:
        (told,) = session.scalars(select(AnnouncementRecipient))
        assert told.hold_key == letter.hold_key
