"""What all papers of one request share: who stands on them, what was decided, the office's head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.config import Settings
from bot.documents.papers import Decision, Signer
from bot.texts import paper_paragraphs as paragraphs
from bot.texts import papers as words
from bot.texts import request_papers as said
from bot.texts.people_words import ACTING
from bot.texts.request_words import number_text
from handlers.budget import BANGKOK
from handlers.forms.definition import Deciding
from handlers.requests import papers as gathering
from handlers.requests import view
from handlers.requests.papers import Hand, PaperFacts
from models.requests import Decision as Decided
from models.requests import ServiceRequest, StepKind, Verdict


@dataclass(frozen=True)
class Letterhead:
    """What every paper of the office has: name, address, telephone, Garuda, where it verifies."""

    office: str
    public_url: str
    address: tuple[str, ...] = ()
    phone: str = ""
    garuda: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> Letterhead:
        """As the settings say."""
        lines = tuple(line.strip() for line in settings.office_address.split("|") if line.strip())
        return cls(
            settings.office_name, settings.public_url, lines, settings.office_phone, settings.garuda
        )


def signer(hand: Hand | None) -> Signer:
    """Somebody, as they sign."""
    if hand is None:
        return Signer("")
    acting = hand.acting
    if acting is None:
        return Signer(hand.name, hand.title)
    kind = ACTING.get(str(acting["kind"]), "")
    return Signer(hand.name, hand.title, kind, hand.post, str(acting.get("order_number") or ""))


@dataclass(frozen=True)
class Draft:
    """The papers of one request before they are drawn. `wet`: to be signed by hand."""

    facts: PaperFacts
    head: Letterhead
    wet: bool = False

    @property
    def request(self) -> ServiceRequest:
        """The request itself."""
        return self.facts.request

    @property
    def number(self) -> str:
        """Its number, with the meaning of the year."""
        return number_text(view.brief(self.request), meaning=True)

    @property
    def short_number(self) -> str:
        """Its number in a sentence."""
        return number_text(view.brief(self.request))

    @property
    def day(self) -> date:
        """The day on which it was filed, in Bangkok."""
        return self.request.submitted_at.astimezone(BANGKOK).date()

    @property
    def requester(self) -> str:
        """Who asks, in a sentence."""
        who = self.request.requester
        told = (str(who.get(key) or "") for key in ("name", "position", "affiliation"))
        return paragraphs.person(*told)

    @property
    def outsider(self) -> bool:
        """Is the requester from outside? A refusal tells them where to appeal, as in the chat."""
        return bool(self.request.requester.get("outsider"))

    @property
    def verdicts(self) -> dict[str, str]:
        """What the verdicts are called by its form."""
        step = self.facts.form.step(StepKind.PERMIT)
        approving = step is not None and step.deciding is Deciding.APPROVE
        return said.APPROVING if approving else said.VERDICT

    @property
    def director(self) -> Signer:
        """Who permits: the holder of the post, or whoever stood in."""
        return signer(self.facts.director or Hand("", self.director_title))

    @property
    def director_title(self) -> str:
        """The post that memos are addressed to."""
        known = self.facts.director
        return known.post if known else f"{said.DIRECTOR_OF}{self.request.owner_group}"

    @property
    def agency(self) -> str:
        """The unit, as memos are headed."""
        phone = f"{said.PHONE} {self.head.phone}" if self.head.phone else ""
        return " ".join(filter(None, (self.head.office, self.request.owner_group, phone)))

    def decision(self, made: Decided, *, why: bool = True, appeal: bool = False) -> Decision:
        """A decision as papers print it, with the page that verifies it; for a requester a refusal
        also says where to appeal."""
        return Decision(
            word=self.verdicts[made.verdict.value],
            by=signer(gathering.by(made)),
            at=made.at,
            verify_url=f"{self.head.public_url}/verify/{made.code}",
            reason=said.reason(made.reason, made.law, appeal=appeal) if why else "",
        )

    def final(self) -> tuple[Decision, ...]:
        """The decision in force: a permission, or a refusal with what confirmed it."""
        wanted: dict[Verdict | None, tuple[Verdict, ...]] = {
            Verdict.PERMIT: (Verdict.PERMIT,),
            Verdict.REFUSE: (Verdict.REFUSE, Verdict.CONFIRM_REFUSAL),
        }
        found = (self.facts.decided(kind) for kind in wanted.get(self.facts.verdict, ()))
        return tuple(
            self.decision(made, appeal=self.outsider and made.verdict is Verdict.REFUSE)
            for made in found
            if made
        )

    def on_permission(self) -> tuple[Decision, ...]:
        """Everything that was decided on giving it or not, in order."""
        return tuple(
            self.decision(made)
            for made in self.facts.decisions
            if made.verdict is not Verdict.SIGN and not self._of_a_letter(made)
        )

    def _of_a_letter(self, made: Decided) -> bool:
        """Was a letter given back unsigned? A refusal that is not confirmed is called the same."""
        steps = self.facts.steps
        return any(s.kind is StepKind.SIGN and self.facts.decision_of(s) is made for s in steps)

    def who(self, person: Signer) -> str:
        """Somebody in a sentence, and by which right."""
        return words.who(person.name, person.position, person.acting, person.post, person.order)
