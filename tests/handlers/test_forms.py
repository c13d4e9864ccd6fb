"""Forms are files: a third needs no code, and a broken one is refused by name, place and reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.forms import definition_fault_text, known_definition_faults
from handlers.forms import load
from handlers.forms.definition import Form, Kind, Prefill
from handlers.forms.entries import FormFault, graphemes
from handlers.forms.reading import DefinitionRefused, form_of, read_form
from handlers.forms.shelf import SHIPPED
from models.people import Role
from models.requests import HandOver, StepKind
from tests.rules.source import ROOT

INFORMATION = ["access_request", "data_request"]
TICKETS = {"meeting_room", "conference", "av_loan", "graphic", "central_help"}
EVERY = {*INFORMATION, *TICKETS, "internet_account", "please_do", "project"}
ROOM = """
slug = "meeting_room"
version = 1
title = "แบบขอใช้ห้องประชุม"
short_title = "จองห้องประชุม"
prefix = "หป."
intro = "ขอใช้ห้องประชุมของสำนักงาน"
who_may = ["officer", "group_director"]
staff_only = true
keep_years = 1

[[fields]]
name = "room"
kind = "choice"
label = "ห้อง"
ask = "ใช้ห้องใด"
choices = [{ value = "big", label = "ห้องใหญ่" }, { value = "small", label = "ห้องเล็ก" }]

[[fields]]
name = "day"
kind = "date"
label = "วันที่"
ask = "ใช้วันใด"
earliest = "today+1"
latest = "2030-12-31"

[[fields]]
name = "screen"
kind = "yes_no"
label = "จอภาพ"
ask = "ใช้จอภาพหรือไม่"
when = { field = "room", is = ["big"] }

[[fields]]
name = "people"
kind = "number"
label = "จำนวนคน"
ask = "กี่คน"
smallest = 1
largest = 200

[[steps]]
kind = "permit"
days = 1
by = "group_director"
deciding = "approve"

[[steps]]
kind = "prepare"
days = 0
by = "av_officer"
title = "เปิดห้องและทดสอบ"
when = { field = "screen", is = ["yes"] }
"""


def read(text: str) -> Form:
    return read_form(text.encode(), "meeting_room.toml")


def faults(text: str) -> list[FormFault]:
    with pytest.raises(DefinitionRefused) as refused:
        read(text)
    return refused.value.faults


def test_the_two_forms_of_the_manual_are_there() -> None:
    loaded = load()
    assert loaded.faults == ()
    assert set(loaded.forms) == EVERY
    request, access = loaded.forms["data_request"], loaded.forms["access_request"]
    assert [field.label for field in request.fields] == [
        *("ชื่อ-นามสกุล", "ตำแหน่ง", "หน่วยงาน/สังกัด", "ขอข้อมูลเกี่ยวกับ", "เพื่อนำไปใช้"),
        *("ต้องการภายในวันที่", "รูปแบบไฟล์", "ช่องทางรับ", "อีเมล", "โทรศัพท์", "ไฟล์แนบ"),
    ]
    assert {"right", "subject", "manner"} <= {field.name for field in access.fields}
    assert request.open_to(set())
    assert access.open_to({Role.TEACHER})


@pytest.mark.parametrize("slug", INFORMATION)
def test_forms_for_information_ask_what_a_request_keeps(slug: str) -> None:
    form = load().forms[slug]
    hand_over = form.named("hand_over")
    assert hand_over is not None
    assert [choice.value for choice in hand_over.choices] == [way.value for way in HandOver]
    assert {"subject", "purpose", "wanted_by"} <= {field.name for field in form.fields}
    known = {field.prefill for field in form.fields if field.prefill}
    assert known == set(Prefill) - {Prefill.SCHOOL}


def test_each_kind_of_service_is_rated_by_its_own_items() -> None:
    rated = {slug: form.rating for slug, form in load().forms.items()}
    assert {slug for slug, form in rated.items() if form == "data_request"} == set(INFORMATION)
    assert set(rated.values()) == {"data_request", "ticket"}


def test_what_becomes_a_ticket_has_no_steps_and_what_is_approved_has_its_director() -> None:
    forms = load().forms
    assert {slug for slug, form in forms.items() if form.ticket} == TICKETS
    assert all(not forms[slug].steps for slug in TICKETS)
    by = {slug: forms[slug].step(StepKind.PERMIT).by for slug in ("please_do", "project")}  # type: ignore[union-attr]
    assert by == {"please_do": Role.GROUP_DIRECTOR, "project": Role.AREA_DIRECTOR}


def test_a_booking_without_its_hours_is_no_form(tmp_path: Path) -> None:
    text = (SHIPPED / "meeting_room.toml").read_text(encoding="utf-8")
    (tmp_path / "room.toml").write_text(text.replace('name = "ends"', 'name = "end"'), "utf-8")
    (fault,) = load(tmp_path).faults
    assert definition_fault_text(fault).endswith("แบบนี้ไม่มีช่อง «ends»")


def test_only_a_letter_is_signed_and_only_a_refusal_is_confirmed() -> None:
    form = load().forms["data_request"]

    def path(hand_over: str) -> list[str]:
        return [step.kind.value for step in form.path({"hand_over": hand_over})]

    straight = ["check", "permit", "prepare", "verify", "deliver", "file"]
    assert path("line") == path("email") == path("paper") == straight
    assert path("letter") == [*straight[:4], "sign", *straight[4:]]
    confirm = form.step(StepKind.CONFIRM)
    assert confirm is not None
    assert confirm.by is Role.AREA_DIRECTOR
    days = {step.kind.value: step.days for step in form.path({})}
    assert days == {"check": 1, "permit": 1, "prepare": 1, "verify": 0, "deliver": 1, "file": 2}


def test_a_third_form_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "room.toml").write_text(ROOM, encoding="utf-8-sig")  # as Notepad saves it
    (tmp_path / "notes.txt").write_text("not a form", encoding="utf-8")
    (tmp_path / "._room.toml").write_bytes(b"\x00\x05")  # left behind by a Mac
    loaded = load(tmp_path)
    assert loaded.faults == ()
    assert set(loaded.forms) == EVERY
    form = loaded.forms["meeting_room"]
    assert [field.kind for field in form.fields] == ["choice", "date", "yes_no", "number"]
    assert [step.title or step.kind.value for step in form.path({"screen": True})] == [
        "permit",
        "เปิดห้องและทดสอบ",
    ]
    assert [step.kind for step in form.path({"screen": False})] == [StepKind.PERMIT]
    assert form.open_to({Role.OFFICER})
    assert not form.open_to({Role.TECHNICIAN})
    assert not form.open_to({Role.TEACHER})
    assert not form.open_to(set())


def test_the_offices_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    shipped = (SHIPPED / "data_request.toml").read_text(encoding="utf-8")
    own = shipped.replace("version = 1", "version = 2").replace("ขอข้อมูลเกี่ยวกับ", "เรื่องที่ขอ")
    (tmp_path / "ours.toml").write_text(own, encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.faults == ()
    now, then = loaded.of("data_request"), loaded.of("data_request", 1)
    assert now is not None
    assert then is not None
    assert (now.version, then.version) == (2, 1)
    assert now.fields[3].label == "เรื่องที่ขอ"
    assert then.fields[3].label == "ขอข้อมูลเกี่ยวกับ"
    assert loaded.of("data_request", 7) is now
    assert loaded.of("sick_leave") is None


def test_a_broken_file_is_refused_for_itself(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(ROOM, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(ROOM.replace('"choice"', '"chioce"'), encoding="utf-8")
    (tmp_path / "cut.toml").write_text(ROOM[:200], encoding="utf-8")
    (tmp_path / "ansi.toml").write_bytes(ROOM.encode("cp874"))
    (tmp_path / "folder.toml").mkdir()
    loaded = load(tmp_path)
    assert set(loaded.forms) == EVERY
    assert loaded.forms["meeting_room"].file == "good.toml"
    told = {fault.file: definition_fault_text(fault) for fault in loaded.faults}
    assert set(told) == {"bad.toml", "cut.toml", "ansi.toml", "folder.toml"}
    bad = next(definition_fault_text(f) for f in loaded.faults if f.file == "bad.toml")
    assert bad.startswith("แบบฟอร์ม bad.toml ที่ fields.room.kind: ไม่รู้จัก «chioce» ที่ใช้ได้คือ text,")
    assert "UTF-8" in told["ansi.toml"]
    assert "TOML" in told["cut.toml"]


def test_two_forms_never_share_a_series_of_numbers(tmp_path: Path) -> None:
    (tmp_path / "room.toml").write_text(ROOM.replace("หป.", "คข."), encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.forms["meeting_room"].ticket is not None  # the shipped one stays
    assert [definition_fault_text(fault) for fault in loaded.faults] == [
        "แบบฟอร์ม room.toml ที่ prefix: อักษรนำเลขที่ «คข.» เป็นของแบบ «data_request» แล้ว"
    ]


def test_one_version_stands_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ROOM, encoding="utf-8")
    (tmp_path / "b.toml").write_text(ROOM.replace("ห้องเล็ก", "ห้องเล็กมาก"), encoding="utf-8")
    loaded = load(tmp_path)
    assert [(fault.file, fault.kind) for fault in loaded.faults] == [("b.toml", "version_twice")]
    assert loaded.forms["meeting_room"].fields[0].choices[1].label == "ห้องเล็ก"


def test_a_folder_that_is_not_there_holds_no_forms(tmp_path: Path) -> None:
    assert load(tmp_path / "none") == load()


def test_a_form_is_kept_as_json_and_read_again() -> None:
    form = read(ROOM)
    assert form_of(json.loads(json.dumps(dict(form.source))), "kept") == form


@pytest.mark.parametrize(
    ("old", "new", "place", "kind"),
    [
        ('slug = "meeting_room"', "", "slug", "lacking"),
        ('slug = "meeting_room"', 'slug = "ห้อง"', "slug", "not_a_name"),
        ("version = 1", "version = 0", "version", "out_of_range"),
        ("version = 1", 'version = "1"', "version", "wrong_type"),
        ("version = 1", "version = true", "version", "wrong_type"),
        ("version = 1", "version = 1\ncolour = 3", "colour", "unknown_key"),
        ('"แบบขอใช้ห้องประชุม"', '" "', "title", "blank"),
        ("จองห้องประชุม", "จองห้องประชุมใหญ่ของสำนักงาน", "short_title", "long"),
        ("หป.", "ห้องประชุมใหญ่", "prefix", "long"),
        ("ขอใช้ห้องประชุมของสำนักงาน", "ก" * 301, "intro", "long"),
        ('"officer", "group_director"', '"boss"', "who_may", "unknown_word"),
        ('"officer", "group_director"', "1", "who_may", "wrong_type"),
        ("staff_only = true", 'staff_only = "yes"', "staff_only", "wrong_type"),
        ("keep_years = 1", "keep_years = 0", "keep_years", "out_of_range"),
        ("keep_years = 1", 'rating = "stars"', "rating", "unknown_word"),
        ('kind = "number"', 'kind = "amount"', "fields.people.kind", "unknown_word"),
        ('label = "ห้อง"', f'label = "{"ห้อง" * 20}"', "fields.room.label", "long"),
        ('label = "ห้อง"\n', "", "fields.room.label", "lacking"),
        ('label = "ห้อง"', 'label = "ห้อง"\nlenght = 3', "fields.room.lenght", "unknown_key"),
        ('name = "people"', 'name = "room"', "fields.room.name", "twice"),
        ("largest = 200", "largest = 0", "fields.people.largest", "crossed"),
        ("largest = 200", "largest = nan", "fields.people.largest", "out_of_range"),
        ("largest = 200", "longest = 20", "fields.people.longest", "not_for_kind"),
        ("largest = 200", 'prefill = "profile.name"', "fields.people.prefill", "not_for_kind"),
        ("largest = 200", "asked = false", "fields.people.asked", "required_unasked"),
        ('"today+1"', '"tomorrow"', "fields.day.earliest", "not_a_bound"),
        ('"2030-12-31"', "2030-12-31", "fields.day.latest", "wrong_type"),
        ('"2030-12-31"', '"today"', "fields.day.latest", "crossed"),
        ('"ห้องเล็ก"', '"ห้องใหญ่"', "fields.room.choices.small", "alike"),
        ('"ห้องเล็ก"', '"1"', "fields.room.choices.small", "alike"),
        ('"ห้องเล็ก"', '"ห้องประชุมเล็กชั้นสองของอาคารเก่า"', "fields.room.choices.small.label", "long"),
        (', { value = "small", label = "ห้องเล็ก" }', "", "fields.room.choices", "few"),
        ('is = ["big"]', 'is = ["huge"]', "fields.screen.when.is", "unknown_word"),
        (', is = ["big"]', "", "fields.screen.when.is", "lacking"),
        ('field = "room", is', 'field = "people", is', "fields.screen.when.field", "field_later"),
        ('field = "room", is', 'field = "rom", is', "fields.screen.when.field", "field_unknown"),
        ('field = "room", is', 'field = "day", is', "fields.screen.when.field", "not_a_choice"),
        ("days = 1", "days = -1", "steps.permit.days", "out_of_range"),
        ("days = 1\n", "", "steps.permit.days", "lacking"),
        ('by = "av_officer"', 'by = "janitor"', "steps.prepare.by", "unknown_word"),
        ('kind = "prepare"', 'kind = "check"', "steps.check.kind", "step_order"),
        ('kind = "prepare"', 'kind = "permit"', "steps.permit.kind", "twice"),
        ('by = "av_officer"', 'by = "officer"\ndeciding = "approve"', "steps.prepare.deciding",
         "not_for_kind"),
        ("kind = \"yes_no\"", "kind = \"files\"\nfile_kinds = [\"exe\"]",
         "fields.screen.file_kinds", "unknown_word"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(old: str, new: str, place: str, kind: str) -> None:
    assert old in ROOM
    found = faults(ROOM.replace(old, new, 1))
    assert (place, kind) in {(fault.place, fault.kind) for fault in found}
    for fault in found:
        said = definition_fault_text(fault)
        assert said.startswith("แบบฟอร์ม meeting_room.toml")
        assert "{" not in said.removeprefix("แบบฟอร์ม") or fault.kind == "wrong_type"


def test_a_form_without_fields_or_steps_is_none() -> None:
    head = ROOM.split("[[fields]]")[0]
    assert {(f.place, f.kind) for f in faults(head)} == {
        ("fields", "none_at_all"),
        ("steps", "none_at_all"),
    }


def test_every_fault_of_a_file_is_found_at_once() -> None:
    text = ROOM.replace("days = 1", "days = -1").replace('"number"', '"amount"')
    assert {"fields.people.kind", "steps.permit.days"} <= {f.place for f in faults(text)}


def test_every_fault_has_words() -> None:
    code = "".join(p.read_text("utf-8") for p in (ROOT / "handlers" / "forms").glob("*.py"))
    made = set(re.findall(r'fault\((?:key|"\w*"), "(\w+)"', code))
    made |= set(re.findall(r'FormFault\([^()]*?, "\w*", "(\w+)"', code))
    made |= {"field_later", "field_unknown"}
    assert made == known_definition_faults()


def test_what_is_written_fits_buttons_and_cards() -> None:
    for form in load().forms.values():
        assert graphemes(form.short_title) <= 20
        for field in form.fields:
            assert all(graphemes(choice.label) <= 20 for choice in field.choices)
            assert len(field.choices) <= 10


def test_the_definitions_are_shipped() -> None:
    assert '"*.toml"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not (SHIPPED / "__init__.py").exists()  # data of the package handlers.forms


LINES = ROOM.splitlines()


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["", "x = 1", "a = [1]", 'kind = "text"', "[fields]", "[[steps]]"])
            | st.text(max_size=20),
        ),
        max_size=4,
    )
)
def test_a_file_in_any_disorder_is_a_form_or_is_refused(changes: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for place, line in changes:
        lines[place] = line
    content = "\n".join(lines).encode("utf-8", "surrogatepass")
    found: list[FormFault] = []
    try:
        form = read_form(content, "room.toml")
        assert form.fields
        assert form.steps
    except DefinitionRefused as refused:
        found = refused.faults
    assert all(definition_fault_text(fault) for fault in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["slug", "version", "fields", "steps", "who_may"]), JSON))
def test_nothing_else_is_a_form(data: dict[str, object]) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        form_of(data, "odd.toml")
    assert all(definition_fault_text(fault) for fault in refused.value.faults)


def test_every_kind_of_field_is_documented() -> None:
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert [kind for kind in Kind if f"`{kind}`" not in page] == []
    assert [source for source in Prefill if f"`{source}`" not in page] == []
    assert [kind for kind in StepKind if f"`{kind}`" not in page] == []


def test_the_example_of_the_page_is_a_form() -> None:
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert examples
    assert read(examples[0]).slug == "internet_account"
