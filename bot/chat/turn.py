"""One event being handled: who spoke, where they stand, which step hears them, what is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from bot import events
from bot.cards import Place
from bot.chat import routes
from bot.chat.buttons import STANDING, Buttons, Pressed
from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Talk
from handlers import conversations
from handlers.context import Context
from handlers.conversations import Conversations
from handlers.inbox import Claimed
from handlers.outbox import Letter
from models.chats import Conversation


class Desk:
    """The flows and the key of the buttons; keeps nothing between events."""

    def __init__(self, flows: Iterable[Flow], buttons: Buttons, fallback: str) -> None:
        """`fallback` names the flow whose first step hears any text that nothing else wants."""
        self._flows = {flow.name: flow for flow in flows}
        self.buttons = buttons
        self.fallback = self._flows[fallback]

    def flow(self, name: str) -> Flow | None:
        """The flow of this name; None for one of an older version."""
        return self._flows.get(name)


class Turn:
    """One event being handled."""

    def __init__(
        self,
        desk: Desk,
        ctx: Context,
        claimed: Claimed,
        event: dict[str, Any],
        talks: Conversations,
    ) -> None:
        self.desk, self.ctx, self.claimed, self.event, self._talks = (
            desk, ctx, claimed, event, talks,
        )  # fmt: skip
        self.chat_key = claimed.chat_key
        self.person = events.person(event) or ""
        self.is_group = events.is_group(event)
        self.letters: list[Letter] = []
        self.dead_files: list[str] = []
        self.wants_file = False

    def say(
        self, *notices: Notice, hold_key: str | None = None, wait: timedelta | None = None
    ) -> None:
        """Queue one letter with these notices, as the reply to this event."""
        token = events.reply_token(self.event)
        if not notices or token is None:
            return
        talk = self._known()
        self.letters.append(
            Letter(
                chat_key=self.chat_key,
                place={
                    "is_group": self.is_group,
                    "conversation_id": talk.id if talk else 0,
                    "turn": talk.turn if talk else 0,
                },
                notices=tuple({"kind": n.kind, "data": n.data} for n in notices),
                event_id=self.claimed.id,
                reply_token=token,
                received_at=self.claimed.received_at,
                hold_key=hold_key,
                due_at=self.ctx.now + wait if wait else None,
            )
        )

    def heard(self, kind: Kind, *, text: str = "", value: str = "", **details: Any) -> Heard:
        """What the person did, for a step."""
        place = Place(self.chat_key, self.is_group)
        return Heard(kind, place, self.person or None, text, value, details)

    def waiting_step(self) -> tuple[Flow, str] | None:
        """The running flow and its step, if this person is in the middle of something."""
        talk = self._known()
        if talk is None or not conversations.in_flow(talk, now=self.ctx.now):
            return None
        flow = self.desk.flow(talk.flow)
        return (flow, talk.step) if flow is not None and talk.step in flow.steps else None

    def in_flow(self) -> bool:
        """Is this person in the middle of something?"""
        return conversations.in_flow(self._known(), now=self.ctx.now)

    def hear_text(self, text: str) -> None:
        """A text for the bot: cancel, a word of the table, the running step, or a question."""
        found = routes.find(text)
        if routes.is_cancel(text):
            self._cancel()
        elif isinstance(found, routes.Tell):
            self._tell(found)
        elif isinstance(found, routes.Start) and (flow := self.desk.flow(found.flow)):
            self._run(flow, found.step or flow.start, self.heard(Kind.TEXT, text=found.text))
        else:
            self._run_current(self.heard(Kind.TEXT, text=text))

    def _tell(self, found: routes.Tell) -> None:
        if (flow := self.desk.flow(found.flow)) is not None:
            self._run(flow, flow.start, self.heard(Kind.TEXT))
            return
        self.leave_flow()
        self.say(found.notice)

    def hear_press(self, data: str, params: Mapping[str, Any]) -> None:
        """A button was pressed: its step hears it, or a kind word if its time is over."""
        pressed = self.desk.buttons.read(data)
        if pressed is not None and pressed.conversation_id == STANDING:
            self._press_standing(pressed, params)
            return
        talk = self._known()
        if pressed is None or talk is None or not conversations.in_flow(talk, now=self.ctx.now):
            self.say(Notice("button.stale"))
        elif talk.id != pressed.conversation_id:
            self.say(Notice("button.not_yours" if self.is_group else "button.stale"))
        elif (talk.flow, talk.step, talk.turn) != (pressed.flow, pressed.step, pressed.turn):
            self.say(Notice("button.stale"))
        else:
            heard = self.heard(Kind.PRESS, value=pressed.value, params=dict(params))
            self._run_current(heard)

    def _press_standing(self, pressed: Pressed, params: Mapping[str, Any]) -> None:
        """A record's own button. The presser's running flow goes on unless it leads elsewhere."""
        flow = self.desk.flow(pressed.flow)
        step = flow.steps.get(pressed.step) if flow else None
        if flow is None or step is None:
            self.say(Notice("button.stale"))
        elif self._told_to_go_private(flow):
            return
        else:
            heard = self.heard(Kind.PRESS, value=pressed.value, params=dict(params))
            outcome = step(self.ctx, Talk(), heard)
            if outcome.next != END:
                self._keep(flow, outcome)
            self.say(*outcome.replies)

    def hear_file(
        self, kind: Kind, *, hold: str | None, wait: timedelta | None, **file: Any
    ) -> None:
        """A photo or file for the step that waits for one; a set of photos is answered once."""
        waiting = self.waiting_step()
        assert waiting is not None
        flow, step = waiting
        self._run(flow, step, self.heard(kind, **file), hold_key=hold, wait=wait)

    def _told_to_go_private(self, flow: Flow) -> bool:
        if not flow.private or not self.is_group:
            return False
        self.say(Notice("only_in_private", {"flow": flow.name}))
        return True

    def leave_flow(self) -> None:
        """End the running flow, if any."""
        talk = self._known()
        if talk and talk.flow:
            conversations.leave(talk, now=self.ctx.now)

    def _cancel(self) -> None:
        waiting, running = self.waiting_step(), self.in_flow()
        self.leave_flow()
        said = waiting[0].cancelled if waiting else "cancelled"
        self.say(Notice(said if running else "nothing_to_cancel"))

    def _known(self) -> Conversation | None:
        # Where LINE does not say who speaks, nothing is remembered: it could be another person's.
        if not self.person:
            return None
        return self._talks.of(self.chat_key, self.person)

    def _run_current(self, heard: Heard) -> None:
        talk = self._known()
        if talk is not None and conversations.in_flow(talk, now=self.ctx.now):
            flow = self.desk.flow(talk.flow)
            if flow is not None and talk.step in flow.steps:
                self._run(flow, talk.step, heard)
                return
        idle = routes.find_idle(heard.text) if heard.kind is Kind.TEXT else None
        if idle is not None and (flow := self.desk.flow(idle.flow)):
            self._run(flow, idle.step or flow.start, self.heard(Kind.TEXT, text=idle.text))
        else:
            self._run(self.desk.fallback, self.desk.fallback.start, heard)

    def _run(
        self,
        flow: Flow,
        step: str,
        heard: Heard,
        *,
        hold_key: str | None = None,
        wait: timedelta | None = None,
    ) -> None:
        if self._told_to_go_private(flow):
            return
        row = self._known()
        running = row is not None and conversations.in_flow(row, now=self.ctx.now)
        talk = Talk(
            flow=row.flow if row and running else "",
            step=row.step if row and running else END,
            data=row.data if row and running and row.flow == flow.name else {},
            memory=conversations.remembered(row, now=self.ctx.now),
        )
        outcome = flow.steps[step](self.ctx, talk, heard)
        self._keep(flow, outcome)
        self.say(*outcome.replies, hold_key=hold_key, wait=wait)

    def _keep(self, flow: Flow, outcome: Outcome) -> None:
        row = self._known()
        worth = outcome.next != END or bool(outcome.memory)
        if row is None and self.person and worth:
            row = self._talks.open(self.chat_key, self.person, now=self.ctx.now)
        if row is None:
            return
        now = self.ctx.now
        if outcome.memory is not None:
            conversations.remember(row, outcome.memory, now=now)
        if outcome.next != END:
            conversations.move(
                row,
                flow=outcome.flow or flow.name,
                step=outcome.next,
                data=outcome.data,
                timeout=(self.desk.flow(outcome.flow or flow.name) or flow).timeout,
                now=now,
            )
        elif row.flow:
            conversations.leave(row, now=now)
