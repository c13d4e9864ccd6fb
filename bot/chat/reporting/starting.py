"""How a report begins: by its word, by saying what is wrong, by a photo that was sent before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.buttons import record_id
from bot.chat.flow import Heard, Kind, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.chat.reporting import aside, asking
from bot.chat.reporting.state import MEDIA, Kit, Trouble
from bot.chat.reporting.whose import GoOn
from bot.texts.reporting import SILENT
from bot.texts.requesting import SENT
from handlers import media
from handlers.context import Context
from handlers.people import me
from models.media import Media

#: Photos that were sent so shortly before the words belong to them.
BEFORE = timedelta(minutes=5)


class Starting:
    """The steps until it is known what is wrong. `go_on` knows what comes next."""

    def __init__(self, kit: Kit, go_on: GoOn) -> None:
        self._kit, self._go_on = kit, go_on

    def steps(self) -> dict[str, Step]:
        """By their names."""
        return {"start": self.start, "photo": self.photo, "what": self.what}

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word with what is wrong behind it, or alone; or what is wrong without the word."""
        rows = media.loose(ctx, heard.person or "", since=ctx.now - BEFORE)
        trouble = Trouble().with_files([_file(row) for row in rows])
        text = heard.text.strip()
        if not text:
            return asking.what(trouble)
        return self._go_on(ctx, me(ctx, heard.person), heard, trouble.saying(text))

    def photo(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button below a photo that was sent out of the blue: it is reported with it."""
        rows = media.set_of(ctx, heard.person or "", record_id(heard.value))
        return asking.what(Trouble().with_files([_file(row) for row in rows]))

    def what(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what is wrong, in words; or by what was sent alone."""
        trouble = Trouble.of(talk.data)
        if trouble.files and picked(heard, SILENT):
            quiet = replace(trouble, silent=True)
            return self._go_on(ctx, me(ctx, heard.person), heard, quiet)
        if found := aside.figure(self._kit, ctx, talk, heard):
            return aside.answered(found, asking.what(trouble))
        trouble, lead = aside.taken(trouble, heard)
        if heard.kind in MEDIA or heard.kind is not Kind.TEXT or lead == "no":
            return asking.what(trouble, lead)
        return self._go_on(ctx, me(ctx, heard.person), heard, trouble)


def _file(row: Media) -> dict[str, object]:
    name = SENT.get(row.kind, SENT["file"]).format(number=row.id)
    return {"media_id": row.id, "name": name}
