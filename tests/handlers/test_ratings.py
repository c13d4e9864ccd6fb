"""Rating a service: once, by the one who asked for it, changeable for a day, poor with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers import ratings
from handlers.context import Context
from handlers.people.access import Me, as_me
from handlers.ratings import OwnWork, ReasonWanted, forms, subjects
from handlers.ratings.saying import LONGEST, NotSaid
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, WrongState
from models.people import Person, Role
from models.ratings import Level, Rating, RatingItem
from tests.conftest import NOON
from tests.handlers.served import number_of, person, request

GOOD, FAIR, POOR, NONE = Level.GOOD, Level.FAIR, Level.POOR, Level.NOT_APPLICABLE
ITEMS = ("1.1", "1.2", "2.1", "2.2", "2.3")
ALL_GOOD = dict.fromkeys(ITEMS, GOOD)


@pytest.fixture
def teacher(ctx: Context) -> Me:
    return person(ctx, "ครูสมหญิง", Role.TEACHER)


@pytest.fixture
def officer(ctx: Context) -> Me:
    return person(ctx, "เจ้าหน้าที่", Role.OFFICER)


def invite(ctx: Context, who: Me, officer: Me | None = None) -> Rating:
    asked = request(ctx, who, officer)
    assert who.id is not None
    rating = ratings.invite(
        ctx,
        subject=f"request:{asked.id}",
        service="request",
        form="data_request",
        person_id=who.id,
    )
    assert rating is not None
    return rating


@pytest.fixture
def rating(ctx: Context, teacher: Me, officer: Me) -> Rating:
    for name in ("คนอื่น", "อีกคน"):
        invite(ctx, person(ctx, name))
    return invite(ctx, teacher, officer)


def trail(ctx: Context, rating: Rating) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.subject == f"rating:{rating.id}")
    return list(ctx.session.scalars(query.order_by(AuditEntry.id)))


def test_the_manuals_items_are_asked_in_their_groups() -> None:
    form = forms.get("data_request")
    assert form.order == ITEMS
    assert [item.group for item in form.items] == ["การบริการ"] * 2 + ["กระบวนการ"] * 3
    assert len(forms.get("ticket").items) == 5
    with pytest.raises(KeyError):
        forms.get("no such form")


def test_a_service_is_rated_once(ctx: Context, teacher: Me, rating: Rating) -> None:
    again = ratings.invite(
        ctx, subject=rating.subject, service="request", form="data_request",
        person_id=rating.person_id,
    )  # fmt: skip
    assert again is rating
    assert ctx.session.scalar(select(func.count()).select_from(Rating)) == 3
    assert ratings.open_for(ctx, rating.person_id) == [rating]


def test_everything_in_one_tap(ctx: Context, teacher: Me, rating: Rating) -> None:
    done = ratings.rate(ctx, teacher, rating.id, ALL_GOOD)
    assert (done.is_new, done.changed, done.missing) == (True, True, ())
    assert done.until == NOON + timedelta(hours=24)
    assert rating.rated_at == NOON
    others = select(func.count()).select_from(RatingItem).where(RatingItem.rating_id != rating.id)
    assert ctx.session.scalar(others) == 0


def test_pressed_twice_it_is_the_same(ctx: Context, teacher: Me, rating: Rating) -> None:
    ratings.rate(ctx, teacher, rating.id, ALL_GOOD)
    again = ratings.rate(ctx, teacher, rating.id, ALL_GOOD)
    assert (again.is_new, again.changed, dict(again.levels)) == (False, False, ALL_GOOD)
    assert rating.changed_at is None
    assert len(trail(ctx, rating)) == 1


def test_item_by_item(ctx: Context, teacher: Me, rating: Rating) -> None:
    for place, item in enumerate(ITEMS, 1):
        done = ratings.rate(ctx, teacher, rating.id, {item: FAIR if place % 2 else NONE})
        assert done.missing == ITEMS[place:]
        assert done.is_new == (place == len(ITEMS))
    assert [level for level in done.levels.values()] == [FAIR, NONE, FAIR, NONE, FAIR]


def test_what_is_poor_needs_a_reason_before_it_counts(
    ctx: Context, teacher: Me, rating: Rating
) -> None:
    done = ratings.rate(ctx, teacher, rating.id, {**ALL_GOOD, "2.1": POOR})
    assert (done.is_new, done.wants_reason, rating.rated_at) == (False, True, None)
    for empty in ("", "-", "  ", "1", "…"):
        with pytest.raises(NotSaid, match="empty"):
            ratings.rate(ctx, teacher, rating.id, reason=empty)
    with pytest.raises(NotSaid, match="long"):
        ratings.rate(ctx, teacher, rating.id, reason="ช้า" * LONGEST)
    done = ratings.rate(ctx, teacher, rating.id, reason=" รอ   นาน 1-2345-67890-12-1 ")
    assert (done.is_new, rating.rated_at) == (True, NOON)
    assert rating.reason == "รอ นาน x-xxxx-xxxxx-xx-x"


def test_it_can_be_changed_for_a_day(ctx: Context, teacher: Me, rating: Rating) -> None:
    ratings.rate(ctx, teacher, rating.id, ALL_GOOD)
    later = replace(ctx, now=NOON + timedelta(hours=23, minutes=59))
    assert [r.id for r in ratings.open_for(later, rating.person_id)] == [rating.id]
    with pytest.raises(ReasonWanted):
        ratings.rate(later, teacher, rating.id, {"2.1": POOR})
    done = ratings.rate(later, teacher, rating.id, {"2.1": POOR}, reason="ช้ามาก")
    assert done.rating.changed_at == later.now
    assert done.rating.rated_at == NOON
    entry = trail(later, rating)[-1]
    assert entry.action == "line:rating:change"
    assert (entry.before["levels"]["2.1"], entry.after["levels"]["2.1"]) == ("good", "poor")
    assert (entry.before["reason"], entry.after["reason"]) == (False, True)
    back = ratings.rate(later, teacher, rating.id, {"2.1": FAIR})
    assert back.rating.reason is None
    too_late = replace(ctx, now=NOON + timedelta(hours=24))
    assert ratings.open_for(too_late, rating.person_id) == []
    with pytest.raises(WrongState) as refused:
        ratings.rate(too_late, teacher, rating.id, {"2.1": GOOD})
    assert refused.value.state == "final"
    assert too_late.session.get_one(RatingItem, (rating.id, "2.1")).level is FAIR


def test_a_suggestion_is_kept_and_taken_back(ctx: Context, teacher: Me, rating: Rating) -> None:
    ratings.rate(ctx, teacher, rating.id, ALL_GOOD)
    ratings.rate(ctx, teacher, rating.id, suggestion="ขอไฟล์ Excel ด้วย")
    assert rating.suggestion == "ขอไฟล์ Excel ด้วย"
    ratings.rate(ctx, teacher, rating.id, {"1.1": FAIR})
    assert rating.suggestion == "ขอไฟล์ Excel ด้วย"
    ratings.rate(ctx, teacher, rating.id, suggestion="")
    assert rating.suggestion is None


def test_an_invitation_closes_after_30_days(ctx: Context, teacher: Me, rating: Rating) -> None:
    in_time = replace(ctx, now=NOON + timedelta(days=29))
    assert [r.id for r in ratings.open_for(in_time, rating.person_id)] == [rating.id]
    too_late = replace(ctx, now=NOON + timedelta(days=30))
    assert ratings.open_for(too_late, rating.person_id) == []
    with pytest.raises(WrongState) as refused:
        ratings.rate(too_late, teacher, rating.id, ALL_GOOD)
    assert refused.value.state == "closed"


def test_only_ones_own_service_is_rated(
    ctx: Context, teacher: Me, officer: Me, rating: Rating
) -> None:
    director = person(ctx, "ผอ.เขต", Role.AREA_DIRECTOR)
    for somebody in (officer, director, person(ctx, "แขก"), Me()):
        with pytest.raises(NotAllowed):
            ratings.rate(ctx, somebody, rating.id, ALL_GOOD)
    with pytest.raises(NotFound):
        ratings.rate(ctx, teacher, rating.id + 99, ALL_GOOD)
    with pytest.raises(NotFound):
        ratings.rate(ctx, teacher, rating.id, {"9.9": GOOD})
    assert rating.rated_at is None
    assert trail(ctx, rating) == []


def test_nobody_rates_their_own_work(ctx: Context, officer: Me) -> None:
    own = request(ctx, officer, officer)
    assert officer.id is not None
    asked = {"service": "request", "form": "data_request", "person_id": officer.id}
    assert ratings.invite(ctx, subject=f"request:{own.id}", **asked) is None
    # Invited before they took the work over themselves.
    rating = invite(ctx, officer)
    row = ctx.session.get_one(subjects.ServiceRequest, int(rating.subject.split(":")[1]))
    row.officer_id = officer.id
    with pytest.raises(OwnWork):
        ratings.rate(ctx, officer, rating.id, ALL_GOOD)
    assert ratings.open_for(ctx, officer.id) == []


def test_an_erased_person_rates_nothing(ctx: Context, teacher: Me, rating: Rating) -> None:
    row = ctx.session.get_one(Person, rating.person_id)
    row.erase(at=NOON)
    with pytest.raises(NotAllowed):
        ratings.rate(ctx, as_me(ctx, row), rating.id, ALL_GOOD)


def test_a_low_rating_can_have_it_done_again(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, teacher: Me, rating: Rating
) -> None:
    again: list[tuple[int | None, int, str]] = []
    monkeypatch.setitem(
        ratings.REOPEN, "request", lambda ctx, me, id_, reason: again.append((me.id, id_, reason))
    )
    ratings.rate(ctx, teacher, rating.id, ALL_GOOD)
    assert not ratings.may_reopen(ctx, rating)
    with pytest.raises(WrongState):
        ratings.reopen(ctx, teacher, rating.id)
    ratings.rate(ctx, teacher, rating.id, {"2.2": POOR}, reason="ข้อมูลไม่ตรง")
    assert ratings.may_reopen(ctx, rating)
    ratings.reopen(ctx, teacher, rating.id)
    assert again == [(teacher.id, int(rating.subject.split(":")[1]), "ข้อมูลไม่ตรง")]
    monkeypatch.delitem(ratings.REOPEN, "request")
    assert not ratings.may_reopen(ctx, rating)


def test_what_the_card_says_of_it(ctx: Context, rating: Rating) -> None:
    asked = ctx.session.get_one(subjects.ServiceRequest, int(rating.subject.split(":")[1]))
    assert ratings.facts_of(ctx, rating) == {
        "rating_id": rating.id,
        "number": number_of(asked),
        "subject": "จำนวนนักเรียน ป.1",
        "form": "data_request",
    }


def test_a_record_is_found_by_its_number(ctx: Context, rating: Rating) -> None:
    asked = ctx.session.get_one(subjects.ServiceRequest, int(rating.subject.split(":")[1]))
    assert subjects.find(ctx, number_of(asked)) == rating.subject
    assert subjects.find(ctx, rating.subject) == rating.subject
    assert subjects.find(ctx, f" {asked.number} / {asked.fiscal_year}") == rating.subject
    for nothing in ("request:99999", "คข. 1", "คข. x/2570", "ticket:1", "", "request:²", "คข. 1/9"):
        assert subjects.find(ctx, nothing) is None
