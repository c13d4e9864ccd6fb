"""The year's satisfaction: against an example worked out by hand, and a naive recount."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import complaints, satisfaction
from handlers.context import Context
from handlers.people.access import Me
from handlers.ratings import forms
from handlers.satisfaction.figures import Satisfaction, Tally, quotient
from handlers.satisfaction.plain import to_json
from models.people import Role
from models.ratings import ComplaintKind, Level, Rating, RatingItem
from models.requests import Channel
from tests.conftest import NOON
from tests.handlers.served import number_of, person, request

GOOD, FAIR, POOR, NONE = Level.GOOD, Level.FAIR, Level.POOR, Level.NOT_APPLICABLE
ITEMS = forms.get("data_request").order
YEAR = 2570


def rated(
    ctx: Context,
    levels: Mapping[str, Level] | None,
    *,
    at: datetime = NOON,
    channel: Channel = Channel.LINE,
    who: Me | None = None,
    **words: str,
) -> Rating:
    """An invitation of that moment; with levels it was answered an hour later."""
    who = who or person(ctx, f"ผู้ขอ {at:%d%H%M}")
    asked = request(ctx, who, channel=channel, at=at)
    row = Rating(
        subject=f"request:{asked.id}", service="request", form="data_request",
        person_id=who.id, invited_at=at, rated_at=at + timedelta(hours=1) if levels else None,
        **words,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    for item, level in (levels or {}).items():
        ctx.session.add(RatingItem(rating_id=row.id, item=item, level=level))
    ctx.session.flush()
    return row


def test_the_example_worked_out_by_hand(ctx: Context) -> None:
    december = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
    rated(ctx, dict.fromkeys(ITEMS, GOOD))
    rated(ctx, {**dict.fromkeys(ITEMS, GOOD), "2.1": POOR, "2.2": FAIR}, reason="รอนาน")
    rated(ctx, {**dict.fromkeys(ITEMS, FAIR), "1.2": NONE}, at=december, channel=Channel.PHONE)
    rated(ctx, None, at=december, channel=Channel.PHONE)
    rated(ctx, None)
    rated(ctx, None)
    # Neighbours in time, and one that was begun and never counted.
    rated(ctx, dict.fromkeys(ITEMS, POOR), at=datetime(2026, 9, 30, 16, 59, tzinfo=UTC))
    rated(ctx, dict.fromkeys(ITEMS, POOR), at=datetime(2027, 9, 30, 17, 0, tzinfo=UTC))
    begun = rated(ctx, None, at=datetime(2026, 9, 30, 17, 0, tzinfo=UTC))
    ctx.session.add(RatingItem(rating_id=begun.id, item="1.1", level=POOR))
    ctx.session.flush()

    found = satisfaction.report(ctx, YEAR)
    assert (found.whole.invited, found.whole.rated) == (7, 3)
    assert str(found.whole.response) == "42.86"
    # good 5+3, fair 1+4, poor 1, not applicable 1: (8·3 + 5·2 + 1) / 14 = 35 / 14
    assert found.whole.tally.counts == {GOOD: 8, FAIR: 5, POOR: 1, NONE: 1}
    assert (found.whole.tally.n, str(found.whole.tally.mean)) == (14, "2.50")
    shares = [str(found.whole.tally.percent(level)) for level in (GOOD, FAIR, POOR)]
    assert shares == ["57.14", "35.71", "7.14"]

    [form] = found.forms
    means = {item.item: (tally.n, str(tally.mean)) for item, tally in form.items}
    assert means == {
        "1.1": (3, "2.67"), "1.2": (2, "3.00"), "2.1": (3, "2.00"), "2.2": (3, "2.33"),
        "2.3": (3, "2.67"),
    }  # fmt: skip
    assert [(g.key, g.invited, g.rated, str(g.tally.mean)) for g in found.channels] == [
        ("line", 5, 2, "2.70"),
        ("phone", 2, 1, "2.00"),
    ]
    assert [(g.key, g.invited, g.rated) for g in found.months] == [
        ("2026-10", 1, 0),
        ("2026-11", 4, 2),
        ("2026-12", 2, 1),
    ]
    assert [(g.key, g.invited) for g in found.services] == [("request", 7)]
    assert [(c.kind, c.month, c.words) for c in found.comments] == [("reason", "2026-11", "รอนาน")]


def test_half_is_rounded_up() -> None:
    assert [str(quotient(part, 800)) for part in (1, 2, 100, 2004)] == [
        "0.00", "0.00", "0.13", "2.51",
    ]  # fmt: skip
    assert [str(quotient(part, 200)) for part in (1, 401, 403)] == ["0.01", "2.01", "2.02"]
    assert quotient(0, 0) is None


def test_a_year_without_anything(ctx: Context) -> None:
    found = satisfaction.report(ctx, YEAR)
    assert (found.whole.invited, found.whole.response, found.whole.tally.mean) == (0, None, None)
    assert found.forms == found.cases == found.comments == ()


def test_the_fiscal_year_begins_in_october_in_bangkok() -> None:
    assert satisfaction.fiscal_year_of(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)) == 2569
    assert satisfaction.fiscal_year_of(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == YEAR
    start, end = satisfaction.bounds(YEAR)
    assert (start.isoformat(), end.isoformat()) == (
        "2026-10-01T00:00:00+07:00",
        "2027-10-01T00:00:00+07:00",
    )


def test_words_of_people_name_nobody(ctx: Context) -> None:
    person(ctx, "ทองก้อน ภูผาแดง", Role.OFFICER)
    rated(
        ctx,
        dict.fromkeys(ITEMS, GOOD),
        suggestion="ขอบคุณทองก้อน ภูผาแดง และคุณสมชาย ใจดี โทร 081-234-5678 ตอบไวมาก",
    )
    [said] = satisfaction.report(ctx, YEAR).comments
    for secret in ("ทองก้อน", "ภูผาแดง", "สมชาย", "234", "5678"):
        assert secret not in said.words
    assert said.words.endswith("ตอบไวมาก")


def test_complaints_with_their_days(ctx: Context) -> None:
    teacher, chief = person(ctx, "ครู", line_user="U1"), person(ctx, "ผอ.", Role.AREA_DIRECTOR)
    officer = person(ctx, "เจ้าหน้าที่", Role.OFFICER)
    asked = request(ctx, teacher, officer)
    ref = f"request:{asked.id}"
    early = replace(ctx, now=datetime(2026, 9, 30, 10, 0, tzinfo=UTC))
    complaints.record(early, None, ComplaintKind.PROBLEM, "ปีก่อน")
    slow = complaints.complain(ctx, teacher, "U1", "รอนานเกินไป", subject=ref)
    rude = complaints.complain(ctx, teacher, "U1", "พูดไม่ดี", subject=ref, about_id=officer.id)
    broken = complaints.record(ctx, None, ComplaintKind.PROBLEM, "ระบบล่มบ่อย")
    later = replace(ctx, now=NOON + timedelta(days=4))
    complaints.close(later, chief, slow.id, "ปรับแล้ว")
    complaints.note(later, chief, rude.id, "สอบถามแล้ว")
    found = satisfaction.report(replace(ctx, now=NOON + timedelta(days=9)), YEAR)
    assert [(c.number, c.kind, c.subject, c.status, c.days, c.words) for c in found.cases] == [
        (slow.id, "complaint", number_of(asked), "closed", 4, "รอนานเกินไป"),
        (rude.id, "complaint", number_of(asked), "followed", 9, None),
        (broken.id, "problem", "", "open", 9, "ระบบล่มบ่อย"),
    ]


def test_it_is_plain_json(ctx: Context) -> None:
    rated(ctx, dict.fromkeys(ITEMS, GOOD), suggestion="ดี")
    complaints.record(ctx, None, ComplaintKind.PROBLEM, "ระบบล่มบ่อย")
    found = json.loads(json.dumps(to_json(satisfaction.report(ctx, YEAR))))
    assert found["response_percent"] == "100.00"
    assert found["forms"][0]["items"][0]["name"] == "เจ้าหน้าที่มีมนุษยสัมพันธ์ที่ดี"
    assert found["channels"]["line"]["percent"]["good"] == "100.00"
    assert found["complaints"][0]["opened_on"] == "2026-11-19"


ANSWERS = st.lists(
    st.tuples(
        st.integers(0, 364),
        st.sampled_from(Channel),
        st.one_of(st.none(), st.lists(st.sampled_from(Level), min_size=5, max_size=5)),
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers=ANSWERS)
def test_it_counts_like_a_naive_recount(ctx: Context, answers: list[Any]) -> None:
    with undone(ctx):
        start, _ = satisfaction.bounds(YEAR)
        for day, channel, levels in answers:
            given_levels = dict(zip(ITEMS, levels, strict=True)) if levels else None
            rated(ctx, given_levels, at=start + timedelta(days=day), channel=channel)
        found = satisfaction.report(ctx, YEAR)
    done = [levels for _, _, levels in answers if levels]
    _same(found.whole.tally, [level for levels in done for level in levels])
    for n, (_, tally) in enumerate(found.forms[0].items if answers else ()):
        _same(tally, [levels[n] for levels in done])
    for channel in {channel for _, channel, _ in answers}:
        [group] = [g for g in found.channels if g.key == channel.value]
        mine = [levels for _, c, levels in answers if c is channel]
        assert (group.invited, group.rated) == (len(mine), sum(1 for x in mine if x))
        _same(group.tally, [level for levels in mine if levels for level in levels])
    _adds_up(found, len(answers), len(done))


@contextmanager
def undone(ctx: Context) -> Iterator[None]:
    """Whatever is written inside is taken back, so that every example begins empty."""
    inner = ctx.session.begin_nested()
    try:
        yield
    finally:
        inner.rollback()


def _same(tally: Tally, levels: list[Level]) -> None:
    points = [{"good": 3, "fair": 2, "poor": 1}[x.value] for x in levels if x is not NONE]
    assert tally.n == len(points)
    if not points:
        assert tally.mean is None
        return
    assert _half_up(Fraction(sum(points), len(points))) == str(tally.mean)
    for level, worth in ((GOOD, 3), (FAIR, 2), (POOR, 1)):
        share = Fraction(100 * points.count(worth), len(points))
        assert _half_up(share) == str(tally.percent(level))


def _half_up(value: Fraction) -> str:
    cents = int(value * 100 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02}"


def _adds_up(found: Satisfaction, invited: int, done: int) -> None:
    for groups in (found.months, found.channels, found.services):
        assert sum(g.invited for g in groups) == found.whole.invited == invited
        assert sum(g.rated for g in groups) == found.whole.rated == done
        assert sum(g.tally.n for g in groups) == found.whole.tally.n
