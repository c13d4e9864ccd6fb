"""What people do on their phones: write, send, tap, edit, unsend, come and go.

Each act puts what people see into the chat and sends the bot the event that LINE would send.
Raises BadAct for what LINE's app would not let a person do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.emulator import wording
from bot.emulator.accounts import Group, Person
from bot.emulator.content import Content, ready_after
from bot.emulator.events import group_source, mention_text, mentions, user_source
from bot.emulator.refusals import Json
from bot.emulator.timeline import Item

if TYPE_CHECKING:
    from bot.emulator.platform import LinePlatform

MEDIA_KINDS = ("image", "video", "audio", "file")
# What LINE makes up for films and sounds whose length the stand-in does not read.
_DURATION_MS = 5_000
_QUOTABLE = frozenset({"text", "sticker", "image", "video"})


class BadAct(ValueError):
    """Something that a person cannot do here; the message says why."""


class Acts:
    """The people's side of the platform. Message ids come out where a message goes in."""

    def __init__(self, platform: LinePlatform) -> None:
        self._platform = platform

    def text(
        self,
        chat_id: str,
        user_id: str,
        text: str,
        *,
        mention_bot: bool = False,
        quote: str | None = None,
    ) -> str:
        """Write a text, in a group perhaps to the bot (`@name`), perhaps quoting a message."""
        if not text:
            raise BadAct("there is nothing to say")
        group = self._platform.directory.groups.get(chat_id)
        if group and mention_bot:
            text = mention_text(text, self._platform.bot.name)
        wire: Json = {"type": "text", "text": text}
        if group:
            mention = mentions(text, self._names(group, mention_bot), self._platform.bot.user_id)
            wire.update({"mention": mention} if mention else {})
        if quote is not None:
            self._item(chat_id, quote)
            wire["quotedMessageId"] = quote
        return self._send(chat_id, user_id, wire, {"type": "text", "text": text}, quoted=quote)

    def sticker(
        self,
        chat_id: str,
        user_id: str,
        package_id: str,
        sticker_id: str,
        keywords: Sequence[str] = (),
    ) -> str:
        """Send a sticker."""
        wire: Json = {"type": "sticker", "packageId": package_id, "stickerId": sticker_id}
        wire["stickerResourceType"] = "STATIC"
        if keywords:
            wire["keywords"] = list(keywords)[:15]
        return self._send(chat_id, user_id, wire)

    def location(
        self,
        chat_id: str,
        user_id: str,
        latitude: float,
        longitude: float,
        *,
        title: str | None = None,
        address: str | None = None,
    ) -> str:
        """Send a place."""
        wire: Json = {"type": "location", "latitude": latitude, "longitude": longitude}
        wire.update({k: v for k, v in (("title", title), ("address", address)) if v})
        return self._send(chat_id, user_id, wire)

    def media(
        self, chat_id: str, user_id: str, kind: str, files: Sequence[tuple[str, str, bytes]]
    ) -> list[str]:
        """Send files of (name, media type, bytes); several pictures are one set.

        The pictures of a set reach the bot as events of their own, in any order.
        """
        if kind not in MEDIA_KINDS or not files:
            raise BadAct(f"kind must be one of {', '.join(MEDIA_KINDS)}, with at least one file")
        person = self._speaker(chat_id, user_id)
        set_id = self._platform.identifiers.token(64).upper()
        ready: list[tuple[str, Json]] = []
        for index, (name, mime, data) in enumerate(files, start=1):
            wire = _media_wire(kind, name, data)
            if kind == "image" and len(files) > 1:
                wire["imageSet"] = {"id": set_id, "index": index, "total": len(files)}
            message_id = self._platform.identifiers.message()
            self._keep(message_id, kind, name, mime, data)
            shown = {**wire, "contentUrl": f"/emulator/content/{message_id}", "fileName": name}
            self._show(chat_id, person, message_id, shown)
            ready.append((message_id, wire))
        for message_id, wire in self._platform.identifiers.shuffled(ready):
            self._tell_message(chat_id, person, message_id, wire)
        return [message_id for message_id, _ in ready]

    def postback(
        self,
        chat_id: str,
        user_id: str,
        data: str,
        *,
        display_text: str | None = None,
        params: Json | None = None,
    ) -> None:
        """Tap a button; its displayText stands in the chat, but is no message to the bot."""
        person = self._speaker(chat_id, user_id)
        if display_text:
            message_id = self._platform.identifiers.message()
            self._show(chat_id, person, message_id, {"type": "text", "text": display_text})
        postback: Json = {"data": data}
        if params:
            postback["params"] = self._switched(person, params)
        self._tell(chat_id, person, "postback", postback=postback)

    def unsend(self, chat_id: str, user_id: str, message_id: str) -> None:
        """Take one's own message back, and its file with it."""
        person, item = self._speaker(chat_id, user_id), self._own(chat_id, user_id, message_id)
        with self._platform.lock:
            item.unsent, item.message = True, {"type": item.message["type"]}
            self._platform.contents.unsend(message_id)
            self._platform.timeline.touch(chat_id, item)
        self._platform.changed()
        self._tell(chat_id, person, "unsend", replies=False, unsend={"messageId": message_id})

    def edit(self, chat_id: str, user_id: str, message_id: str, text: str) -> None:
        """Change the words of one's own text; LINE tells the bot of it in groups only."""
        if chat_id not in self._platform.directory.groups:
            raise BadAct("texts can be edited in groups only")
        person, item = self._speaker(chat_id, user_id), self._own(chat_id, user_id, message_id)
        if item.message.get("type") != "text" or item.unsent:
            raise BadAct("only a text can be edited")
        with self._platform.lock:
            item.edited, item.message = True, {**item.message, "text": text}
            self._platform.timeline.touch(chat_id, item)
        self._platform.changed()
        message: Json = {"type": "text", "id": message_id, "text": text}
        message["quoteToken"] = self._quote_token(chat_id, message_id)
        self._tell(chat_id, person, "messageEdited", message=message)

    def follow(self, user_id: str) -> None:
        """Add the bot as a friend, or unblock it."""
        person = self._person(user_id)
        unblocked, person.friend, person.blocked = person.blocked, True, False
        self._system(user_id, wording.FOLLOWED)
        follow = {"isUnblocked": unblocked}
        self._enqueue(self._platform.events.event("follow", user_source(user_id), follow=follow))

    def unfollow(self, user_id: str) -> None:
        """Block the bot."""
        person = self._person(user_id)
        person.blocked, person.rich_menu = True, None
        self._system(user_id, wording.BLOCKED)
        source = user_source(user_id)
        self._enqueue(self._platform.events.event("unfollow", source, replies=False))

    def invite(self, group_id: str) -> None:
        """Bring the bot into a group."""
        group = self._group(group_id)
        if group.bot_in:
            raise BadAct("the bot is in the group already")
        group.bot_in = True
        self._system(group_id, wording.BOT_JOINED)
        self._enqueue(self._platform.events.event("join", group_source(group_id)))

    def remove(self, group_id: str) -> None:
        """Put the bot out of a group, or let it leave."""
        group = self._group(group_id)
        if not group.bot_in:
            raise BadAct("the bot is not in the group")
        group.bot_in = False
        self._system(group_id, wording.BOT_LEFT)
        self._enqueue(self._platform.events.event("leave", group_source(group_id), replies=False))

    def join(self, group_id: str, user_ids: Sequence[str]) -> None:
        """Bring people into a group."""
        group = self._group(group_id)
        new = [self._person(user) for user in user_ids if user not in group.members]
        group.members.extend(person.user_id for person in new)
        self._membership(group, new, "memberJoined", "joined", wording.JOINED)

    def leave(self, group_id: str, user_ids: Sequence[str]) -> None:
        """Let people leave a group."""
        group = self._group(group_id)
        gone = [self._person(user) for user in user_ids if user in group.members]
        for person in gone:
            group.members.remove(person.user_id)
        self._membership(group, gone, "memberLeft", "left", wording.LEFT)

    def add_person(self, name: str, role: str, *, role_label: str = "", pc: bool = False) -> Person:
        """Make a new person, who is not a friend of the bot yet."""
        user_id = self._platform.identifiers.user()
        person = Person(user_id, name, role, role_label or role, name[:1], friend=False, pc=pc)
        self._platform.directory.people[user_id] = person
        self._platform.changed()
        return person

    def add_group(self, name: str, members: Sequence[str]) -> Group:
        """Make a new group of people, without the bot."""
        known = [self._person(user).user_id for user in members]
        group = Group(self._platform.identifiers.group(), name, known, bot_in=False)
        self._platform.directory.groups[group.group_id] = group
        self._platform.changed()
        return group

    def _send(
        self,
        chat_id: str,
        user_id: str,
        wire: Json,
        shown: Json | None = None,
        quoted: str | None = None,
    ) -> str:
        person = self._speaker(chat_id, user_id)
        message_id = self._platform.identifiers.message()
        self._show(chat_id, person, message_id, shown or wire, quoted=quoted)
        self._tell_message(chat_id, person, message_id, wire)
        return message_id

    def _tell_message(self, chat_id: str, person: Person, message_id: str, wire: Json) -> None:
        message: Json = {"id": message_id, **wire}
        if wire["type"] in _QUOTABLE:
            message["quoteToken"] = self._quote_token(chat_id, message_id)
        token = self._platform.identifiers.token(40)
        with self._platform.lock:
            self._platform.read_tokens.issue(token, chat_id, message_id)
        message["markAsReadToken"] = token
        self._tell(chat_id, person, "message", message=message)

    def _tell(
        self, chat_id: str, person: Person, kind: str, *, replies: bool = True, **details: object
    ) -> None:
        group = self._platform.directory.groups.get(chat_id)
        if group is None:
            source = user_source(person.user_id)
        elif group.bot_in:
            # LINE tells who wrote in a group only for its phone apps, and promises not even that.
            hidden = person.pc or self._platform.delivery.anonymous
            source = group_source(chat_id, None if hidden else person.user_id)
        else:
            return
        self._enqueue(self._platform.events.event(kind, source, replies=replies, **details))

    def _enqueue(self, event: Json) -> None:
        self._platform.webhooks.enqueue(event)

    def _show(
        self,
        chat_id: str,
        person: Person,
        message_id: str,
        message: Json,
        *,
        quoted: str | None = None,
    ) -> None:
        if chat_id == person.user_id:
            person.wrote_at = self._platform.clock()
        item = Item(
            id=message_id,
            at=self._platform.stamp(),
            sender="person",
            user_id=person.user_id,
            name=person.name,
            message=message,
            way="say",
            quoted=quoted,
        )
        self._platform.add_item(chat_id, item)

    def _system(self, chat_id: str, text: str) -> None:
        message: Json = {"type": "text", "text": text}
        message_id = self._platform.identifiers.message()
        item = Item(message_id, self._platform.stamp(), "system", None, "", message, "system")
        self._platform.add_item(chat_id, item)

    def _membership(
        self, group: Group, people: Sequence[Person], kind: str, key: str, words: str
    ) -> None:
        if not people:
            return
        self._system(
            group.group_id, words.format(names=", ".join(person.name for person in people))
        )
        if group.bot_in:
            members = [{"type": "user", "userId": person.user_id} for person in people]
            details: dict[str, Any] = {key: {"members": members}}
            source, replies = group_source(group.group_id), kind == "memberJoined"
            self._enqueue(self._platform.events.event(kind, source, replies=replies, **details))

    def _keep(self, message_id: str, kind: str, name: str, mime: str, data: bytes) -> None:
        now = self._platform.clock()
        ready = ready_after(kind, now, self._platform.delivery.content_seconds)
        content = Content(kind, mime, name, len(data), ready)
        with self._platform.lock:
            self._platform.contents.put(message_id, data, content)

    def _switched(self, person: Person, params: Json) -> Json:
        alias = params.get("newRichMenuAliasId")
        if alias is None:
            return params
        menus = self._platform.rich_menus
        menu_id = menus.aliases.get(str(alias))
        if menu_id is None:
            return {"newRichMenuAliasId": alias, "status": "RICHMENU_ALIAS_ID_NOTFOUND"}
        if menu_id not in menus.menus:
            return {"newRichMenuAliasId": alias, "status": "RICHMENU_NOTFOUND"}
        person.rich_menu = menu_id
        return {"newRichMenuAliasId": alias, "status": "SUCCESS"}

    def _quote_token(self, chat_id: str, message_id: str) -> str:
        token = self._platform.identifiers.token(40)
        with self._platform.lock:
            return self._platform.quote_tokens.issue(token, chat_id, message_id)

    def _names(self, group: Group, mention_bot: bool) -> list[tuple[str, str]]:
        people = self._platform.directory.people
        names = [(people[user].name, user) for user in group.members if user in people]
        bot = self._platform.bot
        return [*names, (bot.name, bot.user_id)] if mention_bot else names

    def _person(self, user_id: str) -> Person:
        if user_id not in self._platform.directory.people:
            raise BadAct(f"there is no person {user_id}")
        return self._platform.directory.people[user_id]

    def _group(self, group_id: str) -> Group:
        if group_id not in self._platform.directory.groups:
            raise BadAct(f"there is no group {group_id}")
        return self._platform.directory.groups[group_id]

    def _speaker(self, chat_id: str, user_id: str) -> Person:
        person = self._person(user_id)
        if user_id not in self._platform.directory.chat_members(chat_id):
            raise BadAct("this person is not in the chat")
        if chat_id == user_id and person.blocked:
            raise BadAct("this person has blocked the bot")
        return person

    def _item(self, chat_id: str, message_id: str) -> Item:
        item = self._platform.timeline.find(chat_id, message_id)
        if item is None:
            raise BadAct(f"there is no message {message_id} in the chat")
        return item

    def _own(self, chat_id: str, user_id: str, message_id: str) -> Item:
        item = self._item(chat_id, message_id)
        if item.user_id != user_id:
            raise BadAct("this is another's message")
        return item


def _media_wire(kind: str, name: str, data: bytes) -> Json:
    if kind == "file":
        return {"type": "file", "fileName": name, "fileSize": len(data)}
    wire: Json = {"type": kind, "contentProvider": {"type": "line"}}
    return {**wire, "duration": _DURATION_MS} if kind in ("video", "audio") else wire
