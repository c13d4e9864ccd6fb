"""Photos and files: fetched at once, only what they say they are, never too large, erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.downloads import is_what_it_says
from bot.files import Files
from handlers import media
from models.media import Media, MediaStatus
from tests.office import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64


def send(office: Office, content: bytes, name: str, mime: str, kind: str = "image") -> Media:
    who = office.people["teacher"]
    (message_id,) = office.platform.acts.media(who, who, kind, [(name, mime, content)])
    office.settle()
    return row(office, message_id)


def row(office: Office, message_id: str) -> Media:
    with office.database.reading() as session:
        return session.scalars(select(Media).where(Media.message_id == message_id)).one()


def test_a_photo_is_on_disk_as_soon_as_it_is_handled(office: Office) -> None:
    kept = send(office, JPEG, "a.jpg", "image/jpeg")
    assert (kept.status, kept.content_type, kept.size) == (
        MediaStatus.STORED, "image/jpeg", len(JPEG),
    )  # fmt: skip
    assert office.files.path(kept.sha256 or "").read_bytes() == JPEG


@pytest.mark.parametrize(
    ("content", "mime"),
    [(b"<html><script>", "image/png"), (b"MZ\x90", "image/jpeg"), (b"", "image/png")],
)
def test_what_is_not_what_it_says_is_refused(office: Office, content: bytes, mime: str) -> None:
    assert send(office, content, "a", mime).status is MediaStatus.REFUSED


def test_a_program_is_refused_under_any_name() -> None:
    assert not is_what_it_says("application/octet-stream", b"\x7fELF...")
    assert not is_what_it_says("text/html", b"<html>")
    assert is_what_it_says("application/pdf", b"%PDF-1.7")
    assert is_what_it_says("application/vnd.ms-excel", b"\xd0\xcf\x11\xe0")


def test_a_file_beyond_the_limit_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "LARGEST", 100)
    assert send(office, PNG + b"0" * 100, "a.png", "image/png").status is MediaStatus.REFUSED


def test_line_in_trouble_is_asked_again(office: Office) -> None:
    office.platform.faults.add("content", "500", count=1)
    kept = send(office, PNG, "a.png", "image/png")
    assert kept.status is MediaStatus.WANTED
    office.wait(seconds=5)
    assert row(office, kept.message_id).status is MediaStatus.STORED


def test_a_photo_taken_back_is_erased_with_its_file(office: Office) -> None:
    who = office.people["teacher"]
    kept = send(office, PNG, "a.png", "image/png")
    path = office.files.path(kept.sha256 or "")
    office.platform.acts.unsend(who, who, kept.message_id)
    office.settle()
    assert row(office, kept.message_id).status is MediaStatus.ERASED
    assert not path.exists()


def test_one_file_sent_twice_is_kept_while_one_of_them_stands(office: Office) -> None:
    who = office.people["teacher"]
    first, second = (send(office, PNG, name, "image/png") for name in ("a.png", "b.png"))
    office.platform.acts.unsend(who, who, first.message_id)
    office.settle()
    assert office.files.path(second.sha256 or "").exists()


def test_a_photo_in_a_group_is_neither_fetched_nor_answered(office: Office) -> None:
    group = office.groups[0]
    who = office.platform.directory.groups[group].members[0]
    office.platform.acts.media(group, who, "image", [("a.png", "image/png", PNG)])
    office.settle()
    assert office.heard(group) == ""
    with office.database.reading() as session:
        assert session.scalars(select(Media)).all() == []


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = files.keep(PNG)
    assert files.keep(PNG) == name
    assert files.path(name).read_bytes() == PNG
    files.delete([name, name])
    with pytest.raises(ValueError, match="not a hash"):
        files.path("../../etc/passwd")
