"""«ลงทะเบียน»: consent, then a code, or a wish that an officer approves; the profile afterwards.

Its steps stand in four files: this one (consent, code), `wishing.py` (no code), `profile.py`,
`inviting.py` (codes for others). See docs/flows/registering.md.
"""

from __future__ import annotations

from typing import Any

from bot.chat import inviting, wishing
from bot.chat import profile as profiles
from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Step, Talk
from bot.chat.kindly import kindly
from bot.chat.picking import picked
from bot.texts import consent as notice
from bot.texts.people import FLOW, NO_CODE
from handlers import people
from handlers.context import Context
from handlers.people import PersonRefused, codes, consents, personal_data
from handlers.people.codes import Bound
from handlers.questions import Office


def flows(office: Office) -> list[Flow]:
    """The flows of registering, and of officers' approval."""
    known = _Registering(office)
    steps: dict[str, Step] = {
        "start": known.start,
        "consent": known.consent,
        "code": known.code,
        "code_name": known.code_name,
        **wishing.steps(office),
        **profiles.steps(),
        **inviting.steps(office),
    }
    kind = {name: kindly(FLOW, name, step) for name, step in steps.items()}
    return [Flow(FLOW, kind, start="start", private=True), wishing.deciding()]


class _Registering:
    """Consent and code."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """`heard.text` is a code that came with the word."""
        if not heard.person:
            raise PersonRefused("no_account")
        person = people.by_line(ctx, heard.person)
        code = heard.text if heard.text.isascii() or codes.normal(heard.text) else ""
        data = {"code": code} if code else {}
        if person is None or consents.given(ctx, person.id, notice.VERSION) is None:
            said = Notice("people.consent", {"flow": FLOW, "step": "consent"})
            return Outcome((said,), next="consent", data=data)
        if code:
            return self._typed(ctx, heard.person, code, {})
        return profiles.shown(ctx, person)

    def consent(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Yes or no; anything else is asked again."""
        answer = picked(heard, notice.AGREE)
        if answer == "decline":
            return Outcome((Notice("people.declined"),))
        if answer is None:
            said = Notice("people.consent", {"flow": FLOW, "step": "consent", "again": True})
            return Outcome((said,), next="consent", data=talk.data)
        assert heard.person
        person = people.by_line(ctx, heard.person)
        if person is not None:
            self._agreed(ctx, heard.person)
        if code := talk.data.get("code"):
            return self._typed(ctx, heard.person, code, {"agreed": True})
        if person is not None and not people.as_me(ctx, person).holdings:
            return _ask_code({"agreed": True})
        return profiles.shown(ctx, person) if person else _ask_code({"agreed": True})

    def code(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the code, or that there is none."""
        assert heard.person
        if picked(heard, NO_CODE, by_number=False):
            return wishing.begin(talk.data)
        return self._typed(ctx, heard.person, heard.text, talk.data)

    def code_name(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the name of somebody whom a code makes known."""
        assert heard.person
        return self._used(ctx, heard.person, talk.data["code"], heard.text)

    def _typed(self, ctx: Context, line_user: str, code: str, data: Any) -> Outcome:
        try:
            if codes.needs_name(ctx, line_user, code):
                said = Notice("people.ask", {"what": "name", "step": "code_name"})
                return Outcome((said,), next="code_name", data={**data, "code": code})
            return self._used(ctx, line_user, code, None)
        except PersonRefused as error:
            if error.why not in _OF_THE_CODE:
                raise
            refused = {"why": error.why, "facts": error.facts}
            return Outcome(
                (Notice("people.refused", refused), _code_asked()), next="code", data=dict(data)
            )

    def _used(self, ctx: Context, line_user: str, code: str, name: str | None) -> Outcome:
        done = people.use_code(ctx, line_user, code, name)
        self._agreed(ctx, line_user)
        return Outcome((_bound(ctx, done),), next=END)

    def _agreed(self, ctx: Context, line_user: str) -> None:
        person = people.by_line(ctx, line_user)
        assert person is not None
        people.give_consent(ctx, person, notice.VERSION, notice.text_hash(self._office.name))


#: Refusals after which another code may be typed.
_OF_THE_CODE = frozenset(
    {
        "code_shape", "code_wrong", "code_used", "code_revoked", "code_expired", "code_other",
        "same_post", "no_school", "account_taken",
    }
)  # fmt: skip


def _ask_code(data: dict[str, Any]) -> Outcome:
    return Outcome((_code_asked(),), next="code", data=data)


def _code_asked() -> Notice:
    options = [[value, label] for value, label in NO_CODE.items()]
    return Notice("people.ask", {"what": "code", "step": "code", "options": options})


def _bound(ctx: Context, done: Bound) -> Notice:
    said = personal_data.show(ctx, done.person)
    facts = {"name": said["name"], "posts": [*said["posts"], *said["acting"]]}
    return Notice("people.bound", {**facts, "released": done.released})
