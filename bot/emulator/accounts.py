"""People and groups of the stand-in, and the bot's own account.

The default people are nobody: their surnames say "sample", "supposed", "trial".
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.emulator.identifiers import fixed_id
from bot.emulator.refusals import Json
from bot.emulator.wording import BOT_NAME

# A person who is no friend can be answered for a week after writing (push reference).
STRANGER_DAYS = 7


@dataclass
class Person:
    """Somebody with a LINE account. `pc`: uses LINE on a computer, without quick replies."""

    user_id: str
    name: str
    role: str
    role_label: str
    avatar: str
    friend: bool = True
    blocked: bool = False
    pc: bool = False
    wrote_at: datetime | None = None
    rich_menu: str | None = None

    def reachable(self, now: datetime) -> bool:
        """Whether a push to this person arrives."""
        wrote = self.wrote_at
        lately = wrote is not None and now - wrote <= timedelta(days=STRANGER_DAYS)
        return not self.blocked and (self.friend or lately)

    def public(self) -> Json:
        """What the phone page knows of this person."""
        return {
            "userId": self.user_id,
            "name": self.name,
            "role": self.role,
            "roleLabel": self.role_label,
            "avatar": self.avatar,
            "friend": self.friend,
            "blocked": self.blocked,
            "pc": self.pc,
        }


@dataclass
class Group:
    """A LINE group (or room) and who is in it; the bot is not listed among the members."""

    group_id: str
    name: str
    members: list[str] = field(default_factory=list)
    bot_in: bool = True

    def public(self) -> Json:
        """What the phone page knows of this group."""
        return {
            "groupId": self.group_id,
            "name": self.name,
            "members": list(self.members),
            "botIn": self.bot_in,
        }


@dataclass(frozen=True)
class BotAccount:
    """The official account itself."""

    user_id: str = fixed_id("U", "bot")
    name: str = BOT_NAME
    basic_id: str = "@000demo"


class Directory:
    """Everybody there is, by id."""

    def __init__(self, people: Iterable[Person], groups: Iterable[Group]) -> None:
        self.people = {person.user_id: person for person in people}
        self.groups = {group.group_id: group for group in groups}

    def chat_members(self, chat_id: str) -> list[str]:
        """The people in a chat: one for a 1:1 chat, the members of a group, or nobody."""
        if chat_id in self.groups:
            return list(self.groups[chat_id].members)
        return [chat_id] if chat_id in self.people else []

    def dump(self) -> Json:
        """All accounts as JSON values."""
        people = [asdict(person) for person in list(self.people.values())]
        for person in people:
            wrote = person["wrote_at"]
            person["wrote_at"] = wrote.isoformat() if wrote else None
        return {"people": people, "groups": [asdict(group) for group in list(self.groups.values())]}

    @classmethod
    def load(cls, saved: Json) -> "Directory":
        """The accounts that `dump` wrote."""
        directory = cls([], [])
        for entry in _dicts(saved["people"]):
            wrote = entry["wrote_at"]
            entry["wrote_at"] = datetime.fromisoformat(str(wrote)) if wrote else None
            person = Person(**entry)
            directory.people[person.user_id] = person
        for entry in _dicts(saved["groups"]):
            group = Group(**entry)
            directory.groups[group.group_id] = group
        return directory


def _dicts(value: object) -> Iterable[dict[str, Any]]:
    for entry in value if isinstance(value, list) else []:
        yield dict(entry)


# slug, name, role, the position shown, the letter in place of a picture, on a PC
_PEOPLE = (
    ("teacher", "ครูมะลิ ตัวอย่าง", "teacher", "ครู", "ม", False),
    ("clerk", "กันยา สมมุติ", "school_admin", "ธุรการโรงเรียน", "ก", False),
    ("clerk-pc", "บุญมี จำลอง", "school_admin", "ธุรการโรงเรียน (ใช้ LINE บนคอมพิวเตอร์)", "บ", True),
    ("officer", "ดาริกา แบบฝึก", "officer", "นักวิเคราะห์นโยบายและแผน", "ด", False),
    ("technician", "ทองดี ทดลอง", "technician", "นักวิชาการคอมพิวเตอร์", "ท", False),
    ("group-director", "ผอ.อารี สาธิต", "group_director", "ผอ.กลุ่มนโยบายและแผน", "อ", False),
    ("area-director", "ดร.สมาน สมมุติวงศ์", "area_director", "ผอ.สพป.", "ส", False),
    ("guest", "ปรีชา ผู้มาเยือน", "guest", "บุคคลภายนอก", "ป", False),
    ("school-director", "ผอ.วิชา ตัวอย่างดี", "school_director", "ผอ.โรงเรียน", "ว", False),
)
_GROUPS = (
    ("clerks", "กลุ่มธุรการโรงเรียน", ("teacher", "clerk", "clerk-pc", "officer", "technician")),
    (
        "executives",
        "กลุ่มผู้บริหารสถานศึกษา",
        ("school-director", "officer", "group-director", "area-director"),
    ),
)


def default_directory() -> Directory:
    """The people and groups that every new demo starts with."""
    people = (
        Person(fixed_id("U", slug), name, role, label, avatar, pc=pc)
        for slug, name, role, label, avatar, pc in _PEOPLE
    )
    groups = (
        Group(fixed_id("C", slug), name, [fixed_id("U", member) for member in members])
        for slug, name, members in _GROUPS
    )
    return Directory(people, groups)
