"""Many people who are told the same are told in one call, each once, each at one message."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.emulator.identifiers import fixed_id
from handlers import outbox
from handlers.outbox import Letter
from handlers.outbox.batches import MOST
from models.engine import Lease
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way
from models.spending import Pot
from tests.office import Office

SAME = {"kind": "menu", "data": {}}


@pytest.fixture
def crowd(office: Office) -> list[str]:
    """Friends of the account, more than one call takes."""
    found = [fixed_id("U", f"friend {n}") for n in range(MOST + 3)]
    someone = office.platform.directory.people[office.people["teacher"]]
    for user in found:
        friend = deepcopy(someone)
        friend.user_id = user
        office.platform.directory.people[user] = friend
    office.platform.quota.limit = None
    return found


def notify(office: Office, to: list[str], notice: dict[str, object] = SAME) -> None:
    with office.database.transaction() as session:
        letters = [
            Letter(one, {"is_group": False}, (notice,), purpose=Purpose.NOTICE, price=1,
                   pot=Pot.ROUNDS)
            for one in to
        ]  # fmt: skip
        outbox.queue(session, letters, now=office.clock())


def rows(office: Office) -> list[OutboxMessage]:
    with office.database.reading() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def calls(office: Office) -> list[str]:
    return [
        call.path.rpartition("/")[2]
        for call in office.platform.calls.after(0)
        if call.path.startswith("/v2/bot/message/") and "quota" not in call.path
    ]


def test_five_hundred_go_in_one_call_and_everybody_is_told_once(
    office: Office, crowd: list[str]
) -> None:
    notify(office, crowd)
    office.settle()
    assert calls(office) == ["multicast", "multicast"]
    assert {row.status for row in rows(office)} == {OutboxStatus.ACCEPTED}
    assert {(row.way, row.price) for row in rows(office)} == {(Way.PUSH, 1)}
    assert all(len(office.messages(friend)) == 1 for friend in crowd)
    assert office.platform.quota.used(office.clock()) == len(crowd)


def test_a_thousand_are_two_full_calls_however_few_are_claimed_first(office: Office) -> None:
    notify(office, [fixed_id("U", f"friend {n}") for n in range(2 * MOST)])
    sizes: list[Counter[str | None]] = []
    with office.database.transaction() as session:
        while tries := outbox.claim(
            session, lambda _row: "[]", holder="test", now=office.clock(), limit=128
        ):
            sizes.append(Counter(one.batch for one in tries))
    assert [list(calls_of.values()) for calls_of in sizes] == [[MOST], [MOST]]


def test_other_words_and_groups_go_by_themselves(office: Office, crowd: list[str]) -> None:
    notify(office, crowd[:4])
    notify(office, crowd[4:5], {"kind": "help", "data": {}})
    with office.database.transaction() as session:
        letter = Letter(office.groups[0], {"is_group": True}, (SAME,), purpose=Purpose.NOTICE,
                        price=5, pot=Pot.ROUNDS)  # fmt: skip
        outbox.queue(session, [letter], now=office.clock())
    office.settle()
    assert sorted(calls(office)) == ["multicast", "push", "push"]
    assert len(office.messages(office.groups[0])) == 1


@pytest.mark.parametrize("kind", ["500_after_taking", "drop_after_taking", "500", "drop"])
def test_a_call_without_an_answer_is_repeated_to_the_same_people(
    office: Office, crowd: list[str], kind: str
) -> None:
    office.platform.faults.add("multicast", kind, count=2)
    some = crowd[:7]
    notify(office, some)
    office.settle()
    keys = {row.retry_key for row in rows(office)}
    for _ in range(4):
        office.wait(seconds=2)
    assert {row.status for row in rows(office)} == {OutboxStatus.ACCEPTED}
    assert {row.retry_key for row in rows(office)} == keys
    assert len(keys) == 1
    assert all(len(office.messages(friend)) == 1 for friend in some)


def test_a_repeated_call_waits_until_all_its_people_are_free(
    office: Office, crowd: list[str]
) -> None:
    """Whoever was left out would be taken for told: the key works once."""
    office.platform.faults.add("multicast", "500", count=1)
    some = crowd[:5]
    notify(office, some)
    office.settle()
    with office.database.transaction() as session:
        busy = office.clock() + timedelta(seconds=20)
        session.add(Lease(queue=outbox.QUEUE, key=some[2], holder="another", until=busy))
    office.wait(seconds=5)
    assert {row.status for row in rows(office)} == {OutboxStatus.QUEUED}
    office.wait(seconds=20)
    assert all(len(office.messages(friend)) == 1 for friend in some)


def test_one_who_has_blocked_us_meanwhile_does_not_change_the_call(
    office: Office, crowd: list[str]
) -> None:
    office.platform.faults.add("multicast", "500_after_taking", count=1)
    some = crowd[:3]
    notify(office, some)
    office.settle()
    office.platform.acts.unfollow(some[0])
    office.wait(seconds=2)
    assert {row.status for row in rows(office)} == {OutboxStatus.ACCEPTED}
    assert all(len(office.messages(friend)) == 1 for friend in some[1:])


def test_one_bad_account_does_not_cost_the_others_their_message(
    office: Office, crowd: list[str]
) -> None:
    bad = "U" + "f" * 31 + "?"
    notify(office, [*crowd[:3], bad])
    office.settle()
    found = {row.chat_key: row.status for row in rows(office)}
    assert found.pop(bad) is OutboxStatus.FAILED
    assert set(found.values()) == {OutboxStatus.ACCEPTED}
    assert calls(office)[0] == "multicast"
    assert all(len(office.messages(friend)) == 1 for friend in crowd[:3])
    office.platform.rejections.clear()


def test_a_chat_with_two_messages_gets_them_in_order(office: Office, crowd: list[str]) -> None:
    notify(office, crowd[:1], {"kind": "help", "data": {}})
    notify(office, crowd[:3])
    office.settle()
    first, second = office.messages(crowd[0])
    assert first != second
    assert second == office.messages(crowd[1])[0]


def test_a_push_into_a_group_costs_its_members_and_an_answer_there_stays_free(
    office: Office,
) -> None:
    group = office.groups[0]
    members = len(office.platform.directory.groups[group].members)
    with office.database.transaction() as session:
        notice = Letter(group, {"is_group": True}, (SAME,), purpose=Purpose.NOTICE, price=members,
                        pot=Pot.ROUNDS)  # fmt: skip
        free = Letter(group, {"is_group": True}, (SAME,), purpose=Purpose.NOTICE)
        outbox.queue(session, [notice, free], now=office.clock())
    office.settle()
    assert [row.status for row in rows(office)] == [OutboxStatus.ACCEPTED, OutboxStatus.SKIPPED]
    assert rows(office)[0].price == office.platform.quota.used(office.clock()) == members
