"""What the bot sends: replies, pushes and multicasts, under LINE's rules.

Goes in: a decoded body. Comes out: the answer's JSON. Raises Refusal where LINE refuses.
Source: the Messaging API reference, messages; LINE's page on retrying requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.emulator.accounts import Person
from bot.emulator.identifiers import is_recipient
from bot.emulator.refusals import Json, Problem, Refusal, invalid_body
from bot.emulator.retry_keys import Accepted, is_retry_key
from bot.emulator.rules import body_problems
from bot.emulator.text_rules import has_mention, mentioned_users
from bot.emulator.timeline import Item

if TYPE_CHECKING:
    from bot.emulator.platform import LinePlatform

INVALID_REPLY_TOKEN = "Invalid reply token"  # noqa: S105 - LINE's error text
MONTHLY_LIMIT = "You have reached your monthly limit."
NOT_SENT = "Failed to send messages"
INVALID_TO = "The property, 'to', in the request body is invalid (line: -, column: -)"
LOADING_DEFAULT = 20
# A sound has nothing to quote; nor has a place or a coupon.
_QUOTABLE = frozenset(
    {"text", "textV2", "sticker", "image", "video", "imagemap", "template", "flex"}
)


@dataclass(frozen=True, slots=True)
class Sent:
    """The answer to a send, what it cost, and where it went."""

    answer: Json
    price: int
    chat_id: str | None


class Sending:
    """The bot's side of the platform."""

    def __init__(self, platform: LinePlatform) -> None:
        self._platform = platform

    def check(self, schema: str, body: object) -> None:
        """Raise Refusal when the body breaks the schema or LINE's limits."""
        problems = body_problems(schema, body)
        if problems:
            raise invalid_body(problems)

    def reply(self, body: Json, *, retry_key: str | None = None) -> Sent:
        """Answer an event with its token: free, once, within its minute."""
        if retry_key is not None:
            raise Refusal(400, "The retry key is not supported by this endpoint")
        self.check("ReplyMessageRequest", body)
        messages: list[Json] = _list(body["messages"])
        platform = self._platform
        with platform.lock:
            token = str(body["replyToken"])
            chat_id = platform.tokens.chat_of(token, platform.clock())
            if chat_id is None:
                raise Refusal(400, INVALID_REPLY_TOKEN)
            self._check_against_chat(messages, chat_id)
            platform.tokens.spend(token)
            group = platform.directory.groups.get(chat_id)
            if group is not None and not group.bot_in:
                raise Refusal(400, NOT_SENT)
            person = platform.directory.people.get(chat_id)
            shown = person is None or not person.blocked
            answer = self._deliver(chat_id, messages, "reply", shown=shown)
        platform.changed()
        return Sent(answer, 0, chat_id)

    def push(self, body: Json, *, retry_key: str | None = None, request_id: str = "") -> Sent:
        """Send to one chat, at the price of its people."""
        self.check("PushMessageRequest", body)
        to, messages = str(body["to"]), _list(body["messages"])
        platform = self._platform
        with platform.lock:
            self._refuse_repeat(retry_key)
            self._check_recipient(to)
            self._check_against_chat(messages, to)
            reached = self._reached(to)
            self._charge(len(reached))
            answer = self._deliver(to, messages, "push", shown=bool(reached))
            self._remember(retry_key, request_id, answer)
        platform.changed()
        return Sent(answer, len(reached), to)

    def multicast(self, body: Json, *, retry_key: str | None = None, request_id: str = "") -> Sent:
        """Send to several people; each one reached is paid for once."""
        self.check("MulticastRequest", body)
        messages = _list(body["messages"])
        platform = self._platform
        with platform.lock:
            self._refuse_repeat(retry_key)
            targets = list(dict.fromkeys(_strings(body["to"])))
            if not all(to.startswith("U") and is_recipient(to) for to in targets):
                raise invalid_body([Problem("must be user IDs", "to")])
            for to in targets:
                self._check_against_chat(messages, to)
            reached = [to for to in targets if self._reached(to)]
            self._charge(len(reached))
            for to in reached:
                self._deliver(to, messages, "multicast", shown=True)
            self._remember(retry_key, request_id, {})
        platform.changed()
        return Sent({}, len(reached), None)

    def start_loading(self, body: Json) -> str:
        """Show the loading animation in a 1:1 chat. Returns the chat."""
        self.check("ShowLoadingAnimationRequest", body)
        platform = self._platform
        chat_id = str(body["chatId"])
        if not (chat_id.startswith("U") and is_recipient(chat_id)):
            raise invalid_body([Problem("must be a user ID", "chatId")])
        seconds = int(str(body.get("loadingSeconds") or LOADING_DEFAULT))
        with platform.lock:
            platform.loading_until[chat_id] = platform.clock() + timedelta(seconds=seconds)
        return chat_id

    def mark_as_read(self, body: Json) -> None:
        """Mark a chat as read up to the message of a token."""
        self.check("MarkMessagesAsReadByTokenRequest", body)
        place = self._platform.read_tokens.place(body["markAsReadToken"])
        if place is None:
            raise invalid_body([Problem("invalid token", "markAsReadToken")])
        self._platform.mark_read(*place)

    def _refuse_repeat(self, retry_key: str | None) -> None:
        if retry_key is None:
            return
        if not is_retry_key(retry_key):
            raise Refusal(400, "The retry key is invalid. It must be a UUID.")
        accepted = self._platform.retry_keys.find(retry_key, self._platform.clock())
        if accepted:
            raise Refusal(
                409,
                "The retry key is already accepted",
                headers={"x-line-accepted-request-id": accepted.request_id},
                extra=accepted.answer,
            )

    def _remember(self, retry_key: str | None, request_id: str, answer: Json) -> None:
        if retry_key is not None:
            accepted = Accepted(request_id, answer, self._platform.clock())
            self._platform.retry_keys.remember(retry_key, accepted)

    def _check_recipient(self, to: str) -> None:
        if not is_recipient(to):
            raise Refusal(400, INVALID_TO)
        group = self._platform.directory.groups.get(to)
        if not to.startswith("U") and (group is None or not group.bot_in):
            raise Refusal(400, NOT_SENT)

    def _reached(self, to: str) -> list[Person]:
        directory, now = self._platform.directory, self._platform.clock()
        people = [directory.people[member] for member in directory.chat_members(to)]
        if to in directory.groups:
            return [person for person in people if not person.blocked]
        return [person for person in people if person.reachable(now)]

    def _charge(self, price: int) -> None:
        now = self._platform.clock()
        if not self._platform.quota.allows(price, now):
            raise Refusal(429, MONTHLY_LIMIT)
        self._platform.quota.spend(price, now)

    def _check_against_chat(self, messages: list[Json], chat_id: str) -> None:
        problems: list[Problem] = []
        for index, message in enumerate(messages):
            problems.extend(self._quote_problems(message, chat_id, f"messages[{index}]"))
            problems.extend(self._mention_problems(message, chat_id, f"messages[{index}]"))
        if problems:
            raise invalid_body(problems)

    def _quote_problems(self, message: Json, chat_id: str, path: str) -> list[Problem]:
        token = message.get("quoteToken")
        place = self._platform.quote_tokens.place(token)
        if token is None or (place and place[0] == chat_id):
            return []
        return [Problem("Invalid quote token", f"{path}.quoteToken")]

    def _mention_problems(self, message: Json, chat_id: str, path: str) -> list[Problem]:
        if message.get("type") != "textV2" or not has_mention(message):
            return []
        group = self._platform.directory.groups.get(chat_id)
        if group is None:
            return [Problem("mentions are for groups and rooms", f"{path}.substitution")]
        strangers = [user for user in mentioned_users(message) if user not in group.members]
        return [Problem(f"{user} is not in the chat", f"{path}.substitution") for user in strangers]

    def _deliver(self, chat_id: str, messages: list[Json], way: str, *, shown: bool) -> Json:
        self._platform.loading_until.pop(chat_id, None)
        sent = []
        for index, message in enumerate(messages):
            message_id = self._platform.identifiers.message()
            entry: Json = {"id": message_id}
            if message["type"] in _QUOTABLE:
                entry["quoteToken"] = self._quote_token(chat_id, message_id)
            sent.append(entry)
            if shown:
                last = index == len(messages) - 1
                self._show(chat_id, message_id, message, way, last=last)
        return {"sentMessages": sent}

    def _quote_token(self, chat_id: str, message_id: str) -> str:
        token = self._platform.identifiers.token(40)
        return self._platform.quote_tokens.issue(token, chat_id, message_id)

    def _show(self, chat_id: str, message_id: str, message: Json, way: str, *, last: bool) -> None:
        quoted = self._platform.quote_tokens.place(message.get("quoteToken"))
        # Only the quick replies of the last message are ever shown.
        quick_reply: Any = message.get("quickReply") if last else None
        item = Item(
            id=message_id,
            at=self._platform.stamp(),
            sender="bot",
            user_id=self._platform.bot.user_id,
            name=self._platform.bot.name,
            message=message,
            way=way,
            quick_reply=quick_reply,
            quoted=quoted[1] if quoted else None,
        )
        self._platform.timeline.add(chat_id, item)


def _list(value: object) -> list[Json]:
    return value if isinstance(value, list) else []


def _strings(value: object) -> list[str]:
    return [str(entry) for entry in value] if isinstance(value, list) else []
