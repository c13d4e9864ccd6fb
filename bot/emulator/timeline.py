"""What stands in each chat, as a person sees it, with a number for every change."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from bot.emulator.calls import describe
from bot.emulator.refusals import Json

_KEPT = 500


@dataclass
class Item:
    """One thing in a chat: of a person, of the bot, or a line of LINE's own.

    `place` is where it stands for good; `seq` grows whenever it changes.
    """

    id: str
    at: str
    sender: str
    user_id: str | None
    name: str
    message: Json
    way: str
    quick_reply: Json | None = None
    quoted: str | None = None
    unsent: bool = False
    edited: bool = False
    read: bool = False
    seq: int = 0
    place: int = 0


class Timeline:
    """The chats by id. The platform's lock guards it."""

    def __init__(self) -> None:
        self._chats: defaultdict[str, OrderedDict[str, Item]] = defaultdict(OrderedDict)
        self.seq = 0

    def add(self, chat_id: str, item: Item) -> Item:
        """Put a new item at the end of a chat."""
        chat = self._chats[chat_id]
        self.seq += 1
        item.seq = item.place = self.seq
        chat[item.id] = item
        while len(chat) > _KEPT:
            chat.popitem(last=False)
        return item

    def find(self, chat_id: str, message_id: str) -> Item | None:
        """The item with this id, or None."""
        return self._chats[chat_id].get(message_id)

    def touch(self, chat_id: str, item: Item) -> None:
        """Say that an item changed, so that readers get it again."""
        self.seq += 1
        item.seq = self.seq
        self._chats[chat_id].move_to_end(item.id)

    def after(self, chat_id: str, seq: int) -> list[Item]:
        """Items new or changed since `seq`, in the order in which they stand in the chat."""
        found: list[Item] = []
        for item in reversed(self._chats[chat_id].values()):
            if item.seq <= seq:
                break
            found.append(item)
        return sorted(found, key=lambda item: item.place)

    def quote_of(self, chat_id: str, item: Item) -> Json | None:
        """Id and words of what an item quotes; the words are gone with the message."""
        if item.quoted is None:
            return None
        original = self.find(chat_id, item.quoted)
        text = describe(original.message) if original and not original.unsent else ""
        return {"id": item.quoted, "text": text}

    def dump(self) -> Json:
        """All chats as JSON values."""
        chats = {key: [asdict(item) for item in chat.values()] for key, chat in self._chats.items()}
        return {"seq": self.seq, "chats": chats}

    def load(self, saved: Json) -> None:
        """Take back what `dump` wrote."""
        self.seq = int(str(saved["seq"]))
        chats = saved["chats"]
        for chat_id, items in (chats if isinstance(chats, dict) else {}).items():
            self._chats[chat_id] = OrderedDict(_items(items))

    def clear(self) -> None:
        """Empty every chat; numbers go on, so that a reader's place stays valid."""
        self._chats.clear()


def _items(saved: Iterable[dict[str, object]]) -> Iterable[tuple[str, Item]]:
    for entry in saved:
        item = Item(**entry)  # type: ignore[arg-type]
        yield item.id, item
