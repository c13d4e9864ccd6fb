"""An announcement is written: words, title, letter, link; and one part of it is changed later."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.chat.announcements.card import Ref, preview, ref_of, refused
from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked, typed
from bot.texts import announcement_asking as ask
from bot.texts.announcement_late import suggestion
from bot.texts.announcement_words import CONTROL as FLOW
from bot.texts.announcement_words import PARTS
from handlers.announcements import drafting
from handlers.announcements.audiences import Chosen
from handlers.announcements.refused import AnnouncementRefused
from handlers.context import Context
from handlers.people import Me, me
from handlers.rounds import opening, view
from models.announcements import Announcement
from models.rights import Act

#: What is asked of a new one after its words, in this order.
ORDER = ("letter", "audience", "asks", "way")
#: A first line longer than this is no title, but where the words begin.
_TITLE = 100
_OFFERED = 60
_LINK = re.compile(r"https?://[!-~]+")
#: Signs that end a sentence behind a link, and are no part of it.
_BEHIND = ".,;:!?)]}»"
Asking = Callable[[Context, Me, Ref, Mapping[str, Any]], Outcome]


class Writing:
    """`asking` are the first questions of the parts that other files ask about."""

    def __init__(self) -> None:
        self.asking: dict[str, Asking] = {"letter": _ask_letter}

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "start": self.start,
            "words": self.words,
            "title": self.title,
            "letter": self.letter,
            "link": self.link,
            "edits": self.edits,
            "edit": self.edit,
        }

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word; what stands behind it are the words already."""
        if not me(ctx, heard.person).may_anywhere(Act.ANNOUNCE):
            return refused("not_staff")
        if heard.text:
            return self.words(ctx, Talk(), heard)
        return _ask_words({})

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the words: of a new one, or others for a draft."""
        who, data = me(ctx, heard.person), talk.data
        if picked(heard, ask.USE_WORDS, by_number=False) and data.get("late"):
            facts = view.brief(ctx, opening.get(ctx, int(data["late"])))
            return self._compose(ctx, who, data, suggestion(facts))
        text = heard.text.strip() if heard.kind is Kind.TEXT else ""
        if not text:
            return _ask_words(data, "empty")
        if "id" in data:
            body, link = without_link(text)
            fields = {"body": body, **({"link": link} if link else {})}
            return self._changed(ctx, who, talk, heard, _ask_words, **fields)
        title, body, link = parts_of(text)
        if not title:
            return _ask_title({**data, "body": body, "link": link})
        return self._compose(ctx, who, data, {"title": title, "body": body, "link": link})

    def title(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the title."""
        who, data = me(ctx, heard.person), talk.data
        title = " ".join(heard.text.split()) if heard.kind is Kind.TEXT else ""
        if "id" in data:
            again = "" if title else "empty"
            if again:
                return _ask_title(data, again)
            return self._changed(ctx, who, talk, heard, _ask_title, title=title)
        if picked(heard, ask.USE_TITLE, by_number=False):
            title = offered(data["body"])
        if not title:
            return _ask_title(data, "empty")
        facts = {"title": title, "body": data["body"], "link": data["link"]}
        return self._compose(ctx, who, data, facts)

    def letter(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the letter, or that there is none."""
        none = picked(heard, ask.NO_LETTER, by_number=False) or _is_nothing(heard)
        text = " ".join(heard.text.split()) if heard.kind is Kind.TEXT else ""
        who = me(ctx, heard.person)
        if not none and not any(sign.isdecimal() for sign in text):
            why = "no_number" if text else "empty"
            return _ask_letter(ctx, who, ref_of(talk, heard), talk.data, why)
        said = None if none else text
        return self._changed(ctx, who, talk, heard, _again_letter, letter=said)

    def link(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what the button shall open, or that there is none."""
        none = picked(heard, ask.NO_LINK, by_number=False) or _is_nothing(heard)
        text = heard.text.strip() if heard.kind is Kind.TEXT else ""
        if not none and not text:
            return _ask_link(talk.data, "empty")
        said = None if none else text
        return self._changed(ctx, me(ctx, heard.person), talk, heard, _ask_link, link=said)

    def edits(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button แก้ไข (`id:version`): which part?"""
        ref = ref_of(talk, heard)
        row = drafting.get(ctx, me(ctx, heard.person), ref.id, ref.version)
        return _ask_edit(Ref(row.id, row.version))

    def edit(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which part, and ask for it anew."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = drafting.get(ctx, who, ref.id)
        if picked(heard, ask.BACK, by_number=False):
            return preview(ctx, who, row)
        part = picked(heard, PARTS)
        if part is None:
            return _ask_edit(ref, "pick")
        kept = Ref(row.id, row.version).data()
        asked: dict[str, Callable[[], Outcome]] = {
            "title": lambda: _ask_title({**kept, "now": row.title}),
            "body": lambda: _ask_words({**kept, "now": row.body}),
            "link": lambda: _ask_link({**kept, "now": row.link}),
        }
        if part in asked:
            return asked[part]()
        return self.asking[part](ctx, who, Ref(row.id, row.version), {})

    def went_on(self, ctx: Context, who: Me, row: Announcement, part: str, *, new: bool) -> Outcome:
        """After a part was answered: the next question of a new one, else the preview."""
        after = ORDER[ORDER.index(part) + 1 :] if new and part in ORDER else ()
        if not after:
            return preview(ctx, who, row, lead="made" if new else "changed")
        return self.asking[after[0]](ctx, who, Ref(row.id, row.version), {"new": True})

    def _compose(
        self, ctx: Context, who: Me, data: Mapping[str, Any], said: Mapping[str, Any]
    ) -> Outcome:
        """The draft is made; from here on nothing that was typed is lost."""
        try:
            with ctx.session.begin_nested():
                row = drafting.compose(
                    ctx, who, said["title"], said["body"], link=said.get("link"),
                    letter=said.get("letter"),
                )  # fmt: skip
        except AnnouncementRefused as error:
            if error.why == "title":
                return _ask_title({**data, **said}, "title")
            return _ask_words(data, error.why)
        if data.get("late"):
            chosen = Chosen(late_in=int(data["late"]))
            row = drafting.change(ctx, who, row.id, row.version, audience=chosen)
        if said.get("letter"):
            return self.went_on(ctx, who, row, "letter", new=True)
        return self.asking["letter"](ctx, who, Ref(row.id, row.version), {"new": True})

    def _changed(
        self,
        ctx: Context,
        who: Me,
        talk: Talk,
        heard: Heard,
        asked: Callable[[Mapping[str, Any], str], Outcome],
        **fields: Any,
    ) -> Outcome:
        """One part is changed; what does not fit is asked again."""
        ref = ref_of(talk, heard)
        try:
            with ctx.session.begin_nested():
                row = drafting.change(ctx, who, ref.id, ref.version, **fields)
        except AnnouncementRefused as error:
            return asked(talk.data, error.why)
        part = next(iter(fields))
        return self.went_on(ctx, who, row, part, new=bool(talk.data.get("new")))


def begin_late(ctx: Context, round_id: int) -> Outcome:
    """The words for the schools that have not sent in this round: suggested, or typed."""
    facts = view.brief(ctx, opening.get(ctx, round_id))
    return _ask_words({"late": round_id, "suggested": suggestion(facts)["body"]})


def parts_of(text: str) -> tuple[str, str, str | None]:
    """Title (empty: none), words and link of what was typed in one go. The first line is the
    title where others follow it."""
    first, _, rest = text.partition("\n")
    first, rest = " ".join(first.split()), rest.strip()
    if not rest or len(first) > _TITLE or _LINK.search(first):
        body, link = without_link(text)
        return "", body, link
    body, link = without_link(rest)
    return first, body, link


def without_link(text: str) -> tuple[str, str | None]:
    """The words and their first link. One that ends them, or has a line of its own, stands on a
    button instead; within a sentence it stays."""
    found = _LINK.search(text)
    if found is None:
        return text, None
    link = found.group().rstrip(_BEHIND)
    before, after = text[: found.start()], text[found.start() + len(link) :]
    if after and not (after[0].isspace() or after[0] in _BEHIND):
        return text, None  # it goes on in Thai: where it ends is not for us to guess
    own_line = (not before or before[-1] == "\n") and (not after or after[0] == "\n")
    if not own_line and after.strip():
        return text, link
    rest = f"{before.rstrip()}\n{after.strip()}".strip()
    return (rest or text), link


def offered(body: str) -> str:
    """The beginning of the words, up to a space, as a title."""
    line = " ".join(body.split("\n")[0].split())
    if len(line) <= _OFFERED:
        return line
    return line[:_OFFERED].rpartition(" ")[0] or ""


# ---------------------------------------------------------------- questions


def _ask_words(data: Mapping[str, Any], again: str = "") -> Outcome:
    said = {"again": again, "now": data.get("now"), "suggested": data.get("suggested")}
    return Outcome((Notice("announcing.words", said),), "words", data, flow=FLOW)


def _ask_title(data: Mapping[str, Any], again: str = "") -> Outcome:
    title = offered(data["body"]) if "id" not in data else ""
    said = {"again": again, "offered": title, "now": data.get("now")}
    return Outcome((Notice("announcing.title", said),), "title", data, flow=FLOW)


def _is_nothing(heard: Heard) -> bool:
    return heard.kind is Kind.TEXT and typed(heard.text) in ask.NOTHING


def _ask_letter(
    ctx: Context, who: Me, ref: Ref, data: Mapping[str, Any], again: str = ""
) -> Outcome:
    return _again_letter({**ref.data(), **data}, again)


def _again_letter(data: Mapping[str, Any], again: str) -> Outcome:
    return Outcome((Notice("announcing.letter", {"again": again}),), "letter", data, flow=FLOW)


def _ask_link(data: Mapping[str, Any], again: str = "") -> Outcome:
    said = {"again": again, "now": data.get("now")}
    return Outcome((Notice("announcing.link", said),), "link", data, flow=FLOW)


def _ask_edit(ref: Ref, again: str = "") -> Outcome:
    return Outcome((Notice("announcing.edit", {"again": again}),), "edit", ref.data(), flow=FLOW)
