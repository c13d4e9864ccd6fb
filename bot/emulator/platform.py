"""The stand-in of the LINE Platform: one object that holds everything LINE would hold.

It knows nothing of the product. `acts` is what people do, `sending` what the bot asks; both
work on the parts held here, under one lock. Nothing is written to disk unless `state_file`
is given.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.emulator.accounts import BotAccount, Directory, default_directory
from bot.emulator.acts import Acts
from bot.emulator.calls import Calls
from bot.emulator.clock import BANGKOK, Clock
from bot.emulator.content import Contents
from bot.emulator.delivery_settings import DeliverySettings
from bot.emulator.events import EventMaker, chat_of
from bot.emulator.faults import Faults
from bot.emulator.identifiers import Identifiers
from bot.emulator.limits import Limits
from bot.emulator.quota import Quota
from bot.emulator.rates import Rates
from bot.emulator.refusals import Json
from bot.emulator.retry_keys import RetryKeys
from bot.emulator.rich_menus import RichMenus
from bot.emulator.sending import Sending
from bot.emulator.state_file import StateFile
from bot.emulator.timeline import Item, Timeline
from bot.emulator.tokens import MessageTokens, ReplyTokens
from bot.emulator.webhooks import Transport, Webhooks

_REJECTIONS_KEPT = 1_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LinePlatform:
    """LINE as the bot and its people see it.

    `rejections` holds every request whose body LINE would have refused, for a test to look
    at when it ends. Safe to share between threads.
    """

    def __init__(
        self,
        channel_secret: str,
        access_token: str,
        webhook_url: str | None = None,
        *,
        clock: Callable[[], datetime] = _utc_now,
        seed: int | None = None,
        limits: Limits | None = None,
        state_file: Path | None = None,
        transport: Transport | None = None,
        directory: Directory | None = None,
    ) -> None:
        self.access_token = access_token
        self.limits = limits or Limits()
        self.lock = threading.RLock()
        self.clock = Clock(clock)
        self.identifiers = Identifiers(seed)
        self.bot = BotAccount()
        self.directory = directory or default_directory()
        self.timeline = Timeline()
        self.tokens = ReplyTokens()
        self.retry_keys = RetryKeys()
        self.quota = Quota(self.limits.monthly)
        self.rates = Rates(self.limits.rates)
        self.faults = Faults()
        self.calls = Calls()
        self.rich_menus = RichMenus()
        self.delivery = DeliverySettings()
        self.rejections: list[Json] = []
        self.loading_until: dict[str, datetime] = {}
        self.quote_tokens, self.read_tokens = MessageTokens(), MessageTokens()
        folder = state_file.with_suffix(".files") if state_file else None
        self.contents = Contents(folder)
        self.webhooks = Webhooks(
            webhook_url,
            channel_secret,
            self.bot.user_id,
            settings=self.delivery,
            chance=self.identifiers.chance,
            before=self._before_delivery,
            accepted=self._after_delivery,
            transport=transport,
        )
        self.events = EventMaker(
            self.identifiers, self.clock, lambda: self.delivery.standby, self._issue_token
        )
        self.acts = Acts(self)
        self.sending = Sending(self)
        self.state_file = StateFile(self, state_file)
        self.state_file.load()

    def stamp(self) -> str:
        """The present moment as the phone shows it: ISO 8601 in Thai time."""
        return self.clock().astimezone(BANGKOK).isoformat(timespec="milliseconds")

    def changed(self) -> None:
        """Say that there is something to save."""
        self.state_file.touch()

    def is_loading(self, chat_id: str) -> bool:
        """Whether the loading animation runs in this chat."""
        until = self.loading_until.get(chat_id)
        return until is not None and self.clock() < until

    def add_item(self, chat_id: str, item: Item) -> Item:
        """Put something into a chat and remember to save it."""
        with self.lock:
            self.timeline.add(chat_id, item)
        self.changed()
        return item

    def mark_read(self, chat_id: str, message_id: str) -> None:
        """Mark a person's message, and what stands above it, as read by the bot."""
        with self.lock:
            last = self.timeline.find(chat_id, message_id)
            for item in self.timeline.after(chat_id, 0) if last else []:
                if last and item.place <= last.place and item.sender == "person" and not item.read:
                    item.read = True
                    self.timeline.touch(chat_id, item)
        self.changed()

    def reject(self, rejection: Json) -> None:
        """Remember a request whose body was refused."""
        with self.lock:
            self.rejections.append(rejection)
            del self.rejections[:-_REJECTIONS_KEPT]

    def drain(self, seconds: float = 10.0) -> bool:
        """Wait until every webhook is delivered. False when that took too long."""
        return self.webhooks.drain(seconds)

    def reset(self) -> None:
        """Begin again: the default people, empty chats, no faults, LINE's own settings."""
        with self.lock:
            self.webhooks.clear()
            self.faults.clear()
            fresh = default_directory()
            self.directory.people, self.directory.groups = fresh.people, fresh.groups
            for part in (self.timeline, self.tokens, self.retry_keys, self.rates, self.calls):
                part.clear()
            self.contents.clear()
            self.quota.limit = self.limits.monthly
            self.quota.set_used(0, self.clock())
            self.clock.reset()
            self.loading_until.clear()
            self.quote_tokens.clear()
            self.read_tokens.clear()
            self.rejections.clear()
            self.delivery.change(DeliverySettings().public())
            for person in self.directory.people.values():
                person.rich_menu = None
        self.changed()

    def close(self) -> None:
        """Stop delivering, let go of waiting requests, and save."""
        self.faults.clear()
        self.webhooks.close()
        self.state_file.close()

    def _issue_token(self, token: str, chat_id: str) -> None:
        with self.lock:
            self.tokens.issue(token, chat_id, self.clock())

    def _before_delivery(self, events: Sequence[Json]) -> None:
        with self.lock:
            for event in events:
                self.tokens.delivered(str(event.get("replyToken")), self.clock())

    def _after_delivery(self, events: Sequence[Json]) -> None:
        if self.delivery.mark_as_read != "auto":
            return
        for event in events:
            message, source = event.get("message"), event.get("source")
            if isinstance(message, dict) and isinstance(source, dict):
                self.mark_read(chat_of(source), str(message.get("id")))
