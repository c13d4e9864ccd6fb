"""Files that people sent, and pictures of rich menus: bytes by id, kept on disk when asked.

Source of the answers 202, 404 and 410: the Messaging API reference, get content.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.emulator.refusals import Json, Refusal, not_found

# LINE prepares films and sounds before handing them out.
_PREPARED = frozenset({"video", "audio"})
_PREVIEWED = frozenset({"image", "video"})


@dataclass
class Content:
    """One file: its kind of message, its media type, and whether it was unsent."""

    kind: str
    mime: str
    name: str
    size: int
    ready_at: datetime
    unsent: bool = False


class Contents:
    """The files by message id."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._bytes: dict[str, bytes] = {}
        self._known: dict[str, Content] = {}

    def put(self, message_id: str, data: bytes, content: Content) -> None:
        """Keep a file under the id of its message."""
        self._known[message_id] = content
        if self._folder is None:
            self._bytes[message_id] = data
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / message_id).write_bytes(data)

    def unsend(self, message_id: str) -> None:
        """Destroy a file; its id answers 410 from now on."""
        if message_id in self._known:
            self._known[message_id].unsent = True
            self._bytes.pop(message_id, None)
            if self._folder is not None:
                (self._folder / message_id).unlink(missing_ok=True)

    def get(self, message_id: str) -> Content:
        """What is known of a file. Raises Refusal 404 (unknown) or 410 (unsent)."""
        content = self._known.get(message_id)
        if content is None:
            raise not_found()
        if content.unsent:
            raise Refusal(410, "The message was unsent")
        return content

    def read(self, message_id: str) -> tuple[bytes, Content]:
        """The bytes of a file. Raises Refusal as `get` does."""
        content = self.get(message_id)
        if self._folder is None:
            return self._bytes[message_id], content
        path = self._folder / message_id
        if not path.exists():
            raise not_found()
        return path.read_bytes(), content

    def dump(self) -> Json:
        """What is known of every file, as JSON values."""
        known = {key: asdict(content) for key, content in self._known.items()}
        for entry in known.values():
            entry["ready_at"] = entry["ready_at"].isoformat()
        return dict(known)

    def load(self, saved: Json) -> None:
        """Take back what `dump` wrote; the bytes are in the folder."""
        for key, entry in saved.items():
            fields = dict(entry) if isinstance(entry, dict) else {}
            fields["ready_at"] = datetime.fromisoformat(str(fields["ready_at"]))
            self._known[key] = Content(**fields)

    def clear(self) -> None:
        """Forget every file."""
        for message_id in list(self._known):
            self.unsend(message_id)
        self._known.clear()


def ready_after(kind: str, now: datetime, seconds: float) -> datetime:
    """When a file sent now can be fetched: pictures at once, films and sounds a little later."""
    return now + timedelta(seconds=seconds if kind in _PREPARED else 0)


def has_preview(kind: str) -> bool:
    """Whether LINE makes a preview of this kind."""
    return kind in _PREVIEWED


def is_prepared(kind: str) -> bool:
    """Whether LINE transcodes this kind before handing it out."""
    return kind in _PREPARED
