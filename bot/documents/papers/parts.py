"""What papers are made of, as plain values: who signs, what was decided, tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.documents import qr
from bot.texts import papers as words


@dataclass(frozen=True)
class Signer:
    """Who signs. `acting` is the right by which `post` is held for another, by `order`."""

    name: str
    position: str = ""
    acting: str = ""
    post: str = ""
    order: str = ""


@dataclass(frozen=True)
class Decision:
    """What somebody did electronically, and the address of the page that verifies it."""

    word: str
    by: Signer
    at: datetime
    verify_url: str
    reason: str = ""


@dataclass(frozen=True)
class Opinion:
    """What an officer or a superior wrote on the paper; without a moment it is unsigned.

    `heading` stands above it in place of the usual words.
    """

    text: str
    by: Signer
    at: date | None = None
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """Rows among the paragraphs of a memo."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def printable(texts: Iterable[str]) -> list[str]:
    """Texts as paper holds them."""
    return [words.printable(text) for text in texts]


def signature(signer: Signer) -> list[str]:
    """The lines under a signature."""
    return printable(words.signature(signer.name, signer.position, signer.acting, signer.post))


def sentence(act: Decision) -> str:
    """Who did it electronically, by which right, and when."""
    by = act.by
    person = words.who(by.name, by.position, by.acting, by.post, by.order)
    return words.printable(words.electronically(act.word, person, act.at))


def stamp(act: Decision) -> dict[str, Any]:
    """A sentence with a code to scan, in place of a signature; never a picture of one."""
    return {
        "said": sentence(act),
        "reason": words.printable(act.reason),
        "word": act.word,
        "url": act.verify_url,
        "qr": qr.svg(act.verify_url).decode(),
        "scan": words.SCAN,
        "code": words.spelled(act.verify_url.rpartition("/")[2]),
    }


def signed(act: Decision | None, signer: Signer, *, wet: bool) -> dict[str, Any] | None:
    """The writer's own electronic signing. Their name stands below it, so once is enough."""
    if act is None or wet:
        return None
    said = words.signed_at(act.word, act.at) if act.by == signer else sentence(act)
    return {**stamp(act), "said": said}


def permission(
    decisions: Iterable[Decision],
    decider: Signer | None,
    *,
    wet: bool,
    choices: tuple[str, ...] = words.CHOICES,
) -> dict[str, Any]:
    """What was decided; or the boxes and the line where it will be, by hand."""
    done = list(decisions)
    who = decider or (done[-1].by if done else Signer(""))
    return {
        "title": words.PERMISSION,
        "choices": list(choices),
        "stamps": [] if wet else [stamp(act) for act in done],
        "reason": words.REASON,
        "wet": wet,
        "undecided": words.UNDECIDED,
        "signature": by_hand(who),
    }


def by_hand(signer: Signer, role: str = "") -> dict[str, Any]:
    """An empty line to sign on, the name below it, and a blank date."""
    return to_sign(signature(signer), role)


def to_sign(lines: list[str], role: str = "") -> dict[str, Any]:
    """The same with lines of another form."""
    return {"sign": words.SIGN, "role": role, "lines": lines, "date": words.DATE_BLANKS}


def opinion(said: Opinion | None, title: str, *, wet: bool) -> dict[str, Any]:
    """An opinion with who gave it and when; on a copy to sign by hand, lines to write on."""
    given = said or Opinion("", Signer(""))
    return {
        "title": title,
        "text": words.printable(given.text),
        "wet": wet,
        "lines": signature(given.by),
        "at": words.paper_date(given.at) if given.at else "",
        "signature": by_hand(given.by),
    }
