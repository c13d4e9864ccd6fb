"""After permission: files sent in chat or by a page, figures of the data service, handing over."""

from __future__ import annotations

from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.handling.card import Ref, facts, opened, other_verifies, pressed, ref_of, see, shown
from bot.chat.handling.checking import done
from bot.chat.handling.choosing import elsewhere
from bot.chat.picking import picked
from bot.chat.picking import typed as plain
from bot.texts import handling as words
from bot.texts.handling_replies import BACK, FILES, USE, file_name
from bot.texts.next_questions import fixed
from handlers import media
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me, me
from handlers.questions import Office, answer
from handlers.requests import delivering, preparing, turns, view
from handlers.requests.access import access_request
from handlers.requests.files import files
from models.errors import WrongState
from models.requests import TO_PREPARE, AttachmentRole, RequestStatus, ServiceRequest
from models.rights import Act

#: Answers that hold figures, and so can be handed over.
_FIGURES = ("figure", "multi", "list")


class Preparing:
    """The steps between permission and hand-over."""

    def __init__(self, office: Office, forms: Loaded, otherwise: Step) -> None:
        self._office, self._forms, self._otherwise = office, forms, otherwise

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "attach": self.attach,
            "files": self.files,
            "upload": self.upload,
            "query": self.query,
            "question": self.question,
            "use": self.use,
            "remove": self.remove,
            "removing": self.removing,
            "deliver": self.deliver,
            "submit": self.submit,
            "send_back": self.send_back,
        }

    def attach(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Files may be sent now."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        return self._waits(ctx, _to_prepare(ctx, who, ref.id))

    def files(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a file, or that these were all."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        if heard.kind not in (Kind.TEXT, Kind.PRESS):
            return self._added(ctx, who, ref, heard)
        request = see(ctx, who, ref.id)
        chosen = picked(heard, _file_steps(self._forms, ctx, request) | {"done": FILES["done"]})
        if chosen is None:
            return elsewhere(self._otherwise, ctx, talk, heard)
        if chosen == "done":
            return opened(ctx, self._forms, who, ref.id)
        step = {"deliver": self.deliver, "submit": self.submit, "remove": self.remove}[chosen]
        return step(ctx, talk, pressed(heard, ref))

    def upload(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The page for files of the computer."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        data = facts(ctx, self._forms, who, _to_prepare(ctx, who, ref.id)) | {"page": "upload"}
        return Outcome((Notice("handling.link", data),), "choose", ref.data(), flow=words.FLOW)

    def query(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A question to the data service may be typed."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        return _ask_question(_to_prepare(ctx, who, ref.id), ref)

    def question(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the question: the answer is shown, and may be used."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = _to_prepare(ctx, who, ref.id)
        if heard.value in BACK or plain(heard.text) in map(plain, BACK.values()):
            return opened(ctx, self._forms, who, ref.id)
        found = answer(ctx, heard.text, office=self._office, memory=talk.memory)
        said = Notice("answer", found.to_json())
        if found.kind in _FIGURES:
            notice = Notice("handling.use", view.brief(request))
            # What was seen is handed over: a later round changes nothing of it.
            kept = ref.data(query=fixed(found.facts))
            return Outcome((said, notice), "use", kept, {}, flow=words.FLOW)
        if found.kind == "clarify":
            return Outcome((said,), "question", ref.data(), found.memory, flow=words.FLOW)
        return _ask_question(request, ref, said, again=True)

    def use(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether the answer is what is handed over; another question is one, too."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, USE)
        if chosen is None:
            return self.question(ctx, talk, heard)
        if chosen == "again":
            return _ask_question(_to_prepare(ctx, who, ref.id), ref)
        request = preparing.use_query(ctx, who, ref.id, talk.data["query"])
        return shown(ctx, self._forms, who, request, lead="query")

    def remove(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask which file is to be taken out."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = _to_prepare(ctx, who, ref.id)
        rows = files(ctx, request.id, AttachmentRole.PREPARED)
        if not rows:
            return self._waits(ctx, request)
        choices = {str(row.id): row.name for row in rows}
        data = {**view.brief(request), "step": "removing", "choices": choices}
        kept = ref.data(choices=choices)
        return Outcome((Notice("handling.choose", data),), "removing", kept, flow=words.FLOW)

    def removing(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which file."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        chosen = picked(heard, talk.data.get("choices", {}))
        if chosen is None:
            return self.remove(ctx, talk, heard)
        request = preparing.remove_file(ctx, who, ref.id, int(chosen))
        return shown(ctx, self._forms, who, request, lead="removed")

    def deliver(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One press prepares, verifies and hands over."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = delivering.deliver(ctx, self._forms, who, ref.id, ref.version)
        if request.status is RequestStatus.AWAITING_SIGNATURE:
            titles = [holding.title for _, holding in turns.whose_turn(ctx, request)]
            return done(request, "to_sign", to=list(dict.fromkeys(titles))[:3])
        return shown(ctx, self._forms, who, request, lead="delivered")

    def submit(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Prepared: another person is to verify it."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = preparing.finish_preparing(ctx, self._forms, who, ref.id, ref.version)
        return done(request, "submitted")

    def send_back(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Whoever verifies found something."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = preparing.send_back(ctx, self._forms, who, ref.id, ref.version)
        return shown(ctx, self._forms, who, request, lead="sent_back")

    def _added(self, ctx: Context, who: Me, ref: Ref, heard: Heard) -> Outcome:
        media_id, size = heard.details.get("media_id"), heard.details.get("size")
        request = _to_prepare(ctx, who, ref.id)
        if isinstance(size, int) and size > media.LARGEST:
            return self._waits(ctx, request, bad="large")
        count = len(files(ctx, request.id, AttachmentRole.PREPARED))
        name = str(heard.details.get("name") or file_name(heard.kind.value, count + 1))
        row = preparing.add_file(ctx, who, ref.id, int(media_id), name) if media_id else None
        more = {"added": True} if row is not None else {"bad": "gone"}
        return self._waits(ctx, request, **more)

    def _waits(self, ctx: Context, request: ServiceRequest, **more: Any) -> Outcome:
        names = view.file_names(ctx, request)
        steps = list(_file_steps(self._forms, ctx, request))
        data = {
            **view.brief(request), "files": names, "count": len(names), "steps": steps, **more,
        }  # fmt: skip
        kept = Ref(request.id, request.version).data()
        return Outcome((Notice("handling.files", data),), "files", kept, flow=words.FLOW)


def _file_steps(forms: Loaded, ctx: Context, request: ServiceRequest) -> dict[str, str]:
    """What can be done below the files that were sent."""
    if not view.file_names(ctx, request):
        return {}
    hand_on = "submit" if other_verifies(forms, request) else "deliver"
    return {step: FILES[step] for step in (hand_on, "remove")}


def _to_prepare(ctx: Context, who: Me, request_id: int) -> ServiceRequest:
    """The request, for one who may prepare it now. Raises WrongState when it is not the time."""
    request = access_request(ctx, who, request_id, Act.PREPARE_REQUEST, for_update=False)
    if request.status not in TO_PREPARE:
        raise WrongState("request", request.status.value)
    return request


def _ask_question(
    request: ServiceRequest, ref: Ref, *before: Notice, again: bool = False
) -> Outcome:
    data = {**view.brief(request), "again": again, "step": "question"}
    notice = Notice("handling.query", data)
    return Outcome((*before, notice), "question", ref.data(), {}, flow=words.FLOW)
