"""SMTP_URL: what it may say, and that a wrong one is explained without telling the password."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import config
from bot.config import SettingError
from bot.mail.settings import NoSmtpUrl, SmtpSettings, parse

KEY = {"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///x.db"}
USER = "office@example.go.th"


def load(url: str) -> SmtpSettings | None:
    return config.load({**KEY, "SMTP_URL": url}).smtp


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://office%40example.go.th:p%40ss%2Fw%3Ard@mail.example.go.th",
            SmtpSettings("mail.example.go.th", 587, USER, USER, "p@ss/w:rd"),
        ),
        (
            "smtps://office@example.go.th:secret@mail.example.go.th",
            SmtpSettings("mail.example.go.th", 465, USER, USER, "secret", tls_at_once=True),
        ),
        (
            "smtp://relay:secret@10.0.0.5:2525?from=data%2Bbot@example.go.th",
            SmtpSettings("10.0.0.5", 2525, "data+bot@example.go.th", "relay", "secret"),
        ),
        (
            "smtp://[::1]:25/?from=data+bot@example.go.th",
            SmtpSettings("::1", 25, "data+bot@example.go.th"),
        ),
    ],
)
def test_a_server_in_one_line(url: str, expected: SmtpSettings) -> None:
    assert load(url) == expected


def test_no_server_no_mail() -> None:
    assert load("") is load("   ") is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.go.th:587",
        "http://mail.example.go.th",
        "smtp://",
        "smtp://?from=a@example.com",
        "smtp://office@example.go.th:hunter2@mail.example.go.th:port",
        "smtp://office@example.go.th:hunter2@mail.example.go.th:99999",
        "smtp://office@example.go.th:hunter2@[::1",
        "smtp://office@example.go.th:hunter2/x@mail.example.go.th",
        "smtp://office@example.go.th:hunter2@mail.example.go.th/inbox",
        "smtp://office@example.go.th:hunter2@mail.example.go.th#x",
        "smtp://office@example.go.th@mail.example.go.th",
        "smtp://:hunter2@mail.example.go.th?from=a@example.com",
        "smtp://relay:hunter2@mail.example.go.th",
        "smtp://mail.example.go.th",
        "smtp://mail.example.go.th?from=",
        "smtp://mail.example.go.th?from=nobody",
        "smtp://mail.example.go.th?from=a@example.com%0ABcc:b@example.com",
        "smtp://mail.example.go.th?from=a@example.com&tls=no",
        "smtp://relay:hunter2%0A@mail.example.go.th?from=a@example.com",
        "smtp://relay:hunter2%E0%B8%81@mail.example.go.th?from=a@example.com",
    ],
)
def test_a_wrong_one_is_named_and_keeps_its_secret(url: str) -> None:
    with pytest.raises(SettingError) as error:
        load(url)
    said = str(error.value)
    assert said.startswith("SMTP_URL ")
    assert "hunter2" not in said
    assert "\n" not in said


def test_the_password_is_not_shown_by_accident() -> None:
    assert "hunter2" not in repr(load("smtp://office@example.go.th:hunter2@mail.example.go.th"))


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_any_password_that_can_be_typed_can_be_given(password: str) -> None:
    found = parse(f"smtp://office%40example.go.th:{quote(password, safe='')}@mail.example.go.th")
    assert found is not None
    assert (found.user, found.password, found.host) == (USER, password, "mail.example.go.th")


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for url in (text, f"smtp://{text}", f"smtp://mail.example.go.th?from={text}"):
        try:
            found = parse(url)
        except NoSmtpUrl:
            continue
        assert found is None or (found.host and 0 < found.port < 65536 and found.sender)


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("10.0.0.5", False), ("a.th", False)],
)
def test_only_this_machine_is_loopback(host: str, here: bool) -> None:
    assert SmtpSettings(host, 25, USER).is_loopback is here
