"""Every standing button, pressed by whoever must not, too late, twice, or with a value of no sense.

Nothing of the office's records changes, nothing of the request is read, and nothing breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot.database import Database
from handlers.people import erase, wishes
from handlers.people.seats import seat
from handlers.requests import checking, deciding, delivering, ending, preparing
from models.media import Media, MediaStatus
from models.people import Person, Role
from models.requests import RequestStatus, ServiceRequest, Verdict
from tests import people
from tests.bot.attacked import ON_ONE_DATABASE, THOROUGH, Siege, open_siege
from tests.bot.staff_chat import FORMS

pytestmark = ON_ONE_DATABASE

#: By flow, the steps that a standing button leads to (`grep Do( bot/texts`).
OF_REQUEST = {
    "handling": (
        "propose", "refuse", "opinion", "ask", "clarify", "take", "classify", "pass_on", "attach",
        "upload", "query", "remove", "deliver", "submit", "send_back", "number", "resend", "form",
        "summary", "letter", "history", "more",
    ),
    "deciding": (
        "permit", "refuse", "ask", "uphold", "give_back", "sign", "unsign", "form", "summary",
        "letter", "history",
    ),
    "tasks": ("open",),
    "following": ("show", "answer", "withdraw", "open", "received", "rate", "appeal"),
}  # fmt: skip
OF_RATING = {"rating": ("all", "each", "say", "reopen")}
OF_WISH = {"wishes": ("approve", "refuse")}
EVERY = [
    (flow, step)
    for group in (OF_REQUEST, OF_RATING, OF_WISH)
    for flow, steps in group.items()
    for step in steps
]
#: What no card of ours holds; a genuine signature on it would take the office's key.
NO_SENSE = (
    "", ":", "0:0", "-1:1", "999999:1", "x:1", "1:x", "1:1:1", "๑:๑", "²:²", "9" * 19 + ":1",
    "1:9223372036854775808", "9" * 100 + ":1", "1:best", "\0:1", "1\u200b:1",
)  # fmt: skip
SECRET = "เรื่องที่คนอื่นต้องไม่เห็น"
STAGES = ("submitted", "proposed", "prepared", "delivered", "refused", "waiting")


@pytest.fixture
def siege(database: Database, tmp_path: Path) -> Iterator[Siege]:
    with open_siege(database, tmp_path) as opened:
        yield opened


def of(steps: Mapping[str, Sequence[str]], value: str) -> list[tuple[str, str, str]]:
    """A press of each of these buttons with this value."""
    return [(flow, step, value) for flow, names in steps.items() for step in names]


def brought_to(siege: Siege, stage: str) -> int:
    """A request at this stage of its life."""
    answers = {"subject": SECRET, "purpose": SECRET}
    request_id = siege.files(answers=answers)
    if stage == "submitted":
        return request_id
    with siege.acting("officer") as ctx:
        officer = siege.me(ctx, "officer")
        if stage == "waiting":
            checking.ask_requester(ctx, officer, request_id, None, "ปีใด")
            return request_id
        checking.propose(ctx, FORMS, officer, request_id, None, "permit", SECRET)
    if stage == "proposed":
        return request_id
    verdict = Verdict.REFUSE if stage == "refused" else Verdict.PERMIT
    with siege.acting("director") as ctx:
        director = siege.me(ctx, "director")
        deciding.decide(ctx, FORMS, director, request_id, None, verdict, reason="เหตุ")
    if stage in ("permitted", "refused"):
        return request_id
    with siege.acting("officer") as ctx:
        row = Media(
            message_id=f"file{request_id}", chat_key="U", person="U", kind="file",
            status=MediaStatus.STORED, due_at=ctx.now, created_at=ctx.now, sha256="b" * 64,
        )  # fmt: skip
        ctx.session.add(row)
        ctx.session.flush()
        officer = siege.me(ctx, "officer")
        preparing.add_file(ctx, officer, request_id, row.id, f"{SECRET}.pdf")
        if stage == "delivered":
            delivering.deliver(ctx, FORMS, officer, request_id)
    return request_id


def wish_of_guest(siege: Siege) -> int:
    """Somebody asks to be known as an officer; only an administrator may say yes."""
    with siege.acting() as ctx:
        wanted = seat(ctx, Role.OFFICER, group=people.OTHER_GROUP)
        row = wishes.wish(ctx, siege.lines["guest"], f"{SECRET} สกุล", wanted)
        return row.id


@pytest.mark.parametrize("stage", STAGES)
def test_a_stranger_presses_every_button_of_a_request(siege: Siege, stage: str) -> None:
    request_id = brought_to(siege, stage)
    siege.office.settle()
    version = siege.request(request_id).version
    before = siege.kept()
    value = f"{request_id}:{version}"
    for who in ("other", "far", "retired", "guest"):
        said = siege.throws_many(who, of(OF_REQUEST, value))
        assert said
        for hidden in (SECRET, "คข.", "มะลิ", "ดาริกา", f"1/{2570}"):
            assert hidden not in said, (who, hidden)
    assert siege.kept() == before


def test_a_stranger_presses_every_button_of_a_rating_and_a_wish(siege: Siege) -> None:
    brought_to(siege, "delivered")
    wish = wish_of_guest(siege)
    siege.office.settle()
    before = siege.kept()
    for who in ("other", "far", "retired", "guest", "officer", "director"):
        every = [p for value in ("1:good", "1:poor", "1") for p in of(OF_RATING, value)]
        said = siege.throws_many(who, [*every, *of(OF_WISH, str(wish))])
        assert said
        # Staff may be told something else of it in the same breath.
        assert who in ("officer", "director") or SECRET not in said, who
    assert siege.kept() == before


def test_values_of_no_sense_break_nothing(siege: Siege) -> None:
    brought_to(siege, "delivered")
    before = siege.kept()
    whose = {"following": "teacher", "rating": "teacher", "deciding": "director"}
    for flow, step in EVERY:
        who = whose.get(flow, "officer")
        siege.throws_many(who, [(flow, step, value) for value in NO_SENSE[:: 1 if THOROUGH else 4]])
    siege.unharmed()
    assert siege.kept() == before


def test_whoever_left_the_office_has_buttons_of_no_use(siege: Siege) -> None:
    checked, decided = brought_to(siege, "submitted"), brought_to(siege, "proposed")
    siege.office.settle()
    siege.retires("officer")
    siege.retires("director")
    before = siege.kept()
    for who, request_id in (("officer", checked), ("director", decided)):
        value = f"{request_id}:{siege.request(request_id).version}"
        said = siege.throws_many(
            who, of({k: OF_REQUEST[k] for k in ("handling", "deciding")}, value)
        )
        assert said
        assert SECRET not in said, who
    assert siege.kept() == before


def test_after_the_requester_erased_their_data_no_button_of_theirs_works(siege: Siege) -> None:
    request_id = brought_to(siege, "delivered")
    siege.office.settle()
    version = siege.request(request_id).version
    with siege.acting() as ctx:
        erase(ctx, ctx.session.get_one(Person, siege.ids["teacher"]))
    before = siege.kept()
    own = of({"following": OF_REQUEST["following"]}, f"{request_id}:{version}")
    said = siege.throws_many("teacher", [*own, *of(OF_RATING, "1:good"), *of(OF_RATING, "1")])
    assert said
    assert SECRET not in said
    assert siege.kept() == before


@pytest.mark.parametrize("end", ["withdrawn", "filed", "passed on"])
def test_buttons_of_before_the_end_change_nothing(siege: Siege, end: str) -> None:
    request_id = brought_to(siege, "delivered" if end == "filed" else "submitted")
    siege.office.settle()
    version = siege.request(request_id).version
    with siege.acting() as ctx:
        if end == "withdrawn":
            ending.withdraw(ctx, siege.me(ctx, "teacher"), request_id)
        elif end == "filed":
            ending.file_away(
                ctx, FORMS, ctx.session.get_one(ServiceRequest, request_id), None, None
            )
        else:
            checking.pass_to_group(
                ctx, siege.me(ctx, "officer"), request_id, None, people.OTHER_GROUP
            )
    siege.office.settle()
    status = siege.request(request_id).status
    before = siege.kept()
    for who, flows in (
        ("officer", ("handling", "tasks")), ("director", ("deciding",)),
        ("teacher", ("following",) if end != "passed on" else ()),
    ):  # fmt: skip
        for flow in flows:
            said = siege.throws_many(who, of({flow: OF_REQUEST[flow]}, f"{request_id}:{version}"))
            assert end != "passed on" or SECRET not in said, (who, flow)
    assert siege.request(request_id).status is status
    assert siege.kept() == before


def test_a_card_forwarded_into_a_group_does_nothing_there(siege: Siege) -> None:
    request_id = brought_to(siege, "proposed")
    siege.office.settle()
    before = siege.kept()
    director = siege.lines["director"]
    groups = siege.office.platform.directory.groups
    group = next(g for g in siege.office.groups if director in groups[g].members)
    for flow, step in EVERY:
        version = siege.request(request_id).version
        data = siege.signed(flow, step, f"{request_id}:{version}")
        siege.office.platform.acts.postback(group, director, data)
        siege.office.settle()
        said = siege.office.heard(group)
        assert SECRET not in said, (flow, step)
        assert "แชตส่วนตัว" in said, (flow, step, said)
    assert siege.kept() == before
    assert siege.request(request_id).status is RequestStatus.AWAITING_PERMISSION
