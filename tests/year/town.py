"""The office: its schools, who of them is in LINE, and the groups in which they meet."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.emulator.accounts import Group, Person
from bot.emulator.identifiers import fixed_id
from handlers import datastate
from handlers.context import Context
from handlers.groups import binding
from handlers.people import SYSTEM, name_responsible
from models.groups import GroupPurpose
from models.people import Role
from models.schools import School
from tests import people
from tests.office import Office

WHERE = ("99010000", "สพป.ตัวอย่าง เขต 1")
SYSTEMS = ("dmc", "emis", "bobec", "mobec")
#: Members of the two groups of everybody, as LINE counts them.
EXECUTIVES, CLERKS = 150, 140
OFFICERS = 3


@dataclass
class Of:
    """A school and its people in LINE, by their accounts; None: nobody registered."""

    code: str
    name: str
    network: str
    director: str | None = None
    clerk: str | None = None
    named: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> set[str]:
        """All of them."""
        return {who for who in (self.director, self.clerk, *self.named.values()) if who}

    def answers(self, system: str) -> str | None:
        """Who speaks for it about this system."""
        return self.named.get(system) or self.clerk or self.director

    def can_be_told(self, system: str) -> set[str]:
        """In whose chats it counts as reached: whom it named, else its clerk; its director."""
        return {who for who in (self.named.get(system) or self.clerk, self.director) if who}


@dataclass
class Town:
    """All of it. `groups`: name → the group's id; `hears`: whose schools a group is of."""

    schools: dict[str, Of]
    groups: dict[str, str]
    hears: dict[str, set[str]]
    members: dict[str, list[str]]
    officers: list[str]
    pc: set[str]

    @property
    def unreachable(self) -> set[str]:
        """Schools of which nobody is in LINE."""
        return {of.code for of in self.schools.values() if not of.people}


def build(
    office: Office, dice: random.Random, schools: int, networks: int, *, groups: bool = True
) -> Town:
    """Make the town in the product's database and in the stand-in of LINE. `groups`: they are
    bound; else nothing is said in them."""
    found = {of.code: of for of in _schools(dice, schools, networks)}
    town = Town(found, {}, {}, {}, [fixed_id("U", f"officer {n}") for n in range(OFFICERS)], set())
    _meet(office, town, dice, networks)
    with office.database.transaction() as session:
        _register(Context(session, office.clock()), town)
        if groups:
            _bind(Context(session, office.clock()), town)
    return town


def _schools(dice: random.Random, count: int, networks: int) -> Iterable[Of]:
    silent = set(dice.sample(range(1, count + 1), max(count // 35, 1)))
    for n in range(1, count + 1):
        of = Of(f"9901{n:04}", f"บ้านตัวอย่าง {n:03}", f"เครือข่ายที่ {n % networks + 1:02}")
        if n not in silent:
            _staff(of, dice, n)
        yield of


def _staff(of: Of, dice: random.Random, n: int) -> None:
    """Most directors and clerks are there; three schools of four named somebody, a third of them
    the clerk."""
    if dice.random() < 0.92:
        of.director = fixed_id("U", f"director {n}")
    if dice.random() < 0.88 or of.director is None:
        of.clerk = fixed_id("U", f"clerk {n}")
    if dice.random() < 0.25:
        return
    teachers = [fixed_id("U", f"teacher {n} {m}") for m in range(2)]
    for system in SYSTEMS:
        by_clerk = of.clerk is not None and dice.random() < 0.35
        of.named[system] = of.clerk if by_clerk and of.clerk else dice.choice(teachers)


def _meet(office: Office, town: Town, dice: random.Random, networks: int) -> None:
    """Everybody's phone; the groups, filled up with people whom the product does not know."""
    directory = office.platform.directory
    directory.people.clear()
    directory.groups.clear()
    every = town.schools.values()
    heads = [of.director or fixed_id("U", f"unknown head {of.code}") for of in every]
    clerks = [of.clerk or fixed_id("U", f"unknown clerk {of.code}") for of in every]
    everybody = set(town.schools)
    _group(office, town, "executives", _filled(heads + town.officers, EXECUTIVES), everybody)
    _group(office, town, "clerks", _filled(clerks + town.officers, CLERKS), everybody)
    for n in range(1, networks + 1):
        name = f"เครือข่ายที่ {n:02}"
        of_it = {of.code for of in town.schools.values() if of.network == name}
        inside = [h for h, of in zip(heads, town.schools.values(), strict=True) if of.code in of_it]
        _group(office, town, name, inside, of_it)
    for of in town.schools.values():
        _phones(office, of.people, pc={of.clerk} if of.clerk and dice.random() < 0.4 else set())


def _filled(known: list[str], size: int) -> list[str]:
    more = [fixed_id("U", f"member {len(known)} {n}") for n in range(max(size - len(known), 0))]
    return [*known, *more][: max(size, len(known))]


def _group(office: Office, town: Town, name: str, members: list[str], codes: set[str]) -> None:
    _phones(office, members)
    key = fixed_id("C", name)
    office.platform.directory.groups[key] = Group(key, name, list(members))
    town.groups[name], town.members[key], town.hears[key] = key, members, codes


def _phones(office: Office, who: Iterable[str], pc: Iterable[str | None] = ()) -> None:
    known = office.platform.directory.people
    for line in who:
        known.setdefault(line, Person(line, f"คน {line[1:5]}", "", "", "ค"))
    for line in pc:
        if line:
            known[line].pc = True


def _register(ctx: Context, town: Town) -> None:
    """What the product knows of it."""
    for of in town.schools.values():
        ctx.session.add(School(
            smis=of.code, moe=f"10{of.code}", name=of.name, moe_lost_digits=False, province="",
            area_code=WHERE[0][:4], area_name=WHERE[1], kind="", in_office=True, amphoe="ดอยสูง",
            network=of.network, imported_at=ctx.now, phone="0-5300-0000",
        ))  # fmt: skip
    ctx.session.flush()
    for of in town.schools.values():
        _people(ctx, of)
    for n, line in enumerate(town.officers):
        people.person(ctx, f"เจ้าหน้าที่ {n}", Role.OFFICER, group=people.GROUP, line_user=line)
    _chairs(ctx, town)
    datastate.bump(ctx)


def _bind(ctx: Context, town: Town) -> None:
    for name, key in town.groups.items():
        purposes = {"executives": GroupPurpose.EXECUTIVES, "clerks": GroupPurpose.CLERKS}
        purpose = purposes.get(name, GroupPurpose.NETWORK)
        codes = sorted(town.hears[key]) if purpose is GroupPurpose.NETWORK else None
        binding.bind(ctx, SYSTEM, key, name, purpose, codes)


def _people(ctx: Context, of: Of) -> None:
    ids: dict[str, int] = {}
    for line, role in ((of.director, Role.SCHOOL_DIRECTOR), (of.clerk, Role.SCHOOL_ADMIN)):
        if line:
            made = people.person(ctx, f"{role.value} {of.name}", role, school=of.code,
                                 line_user=line, phone="0811111111")  # fmt: skip
            ids[line] = made.id
    for system, line in sorted(of.named.items()):
        if line not in ids:
            made = people.person(ctx, f"ครู {of.name}", Role.TEACHER, school=of.code, line_user=line)
            ids[line] = made.id
        name_responsible(ctx, SYSTEM, ids[line], of.code, [system])


def _chairs(ctx: Context, town: Town) -> None:
    """The chair of a network is the director of one of its schools."""
    from sqlalchemy import select

    from models.people import Person as Known

    done: set[str] = set()
    for of in town.schools.values():
        if of.network in done or of.director is None:
            continue
        done.add(of.network)
        chair = ctx.session.scalars(select(Known).where(Known.line_user == of.director)).one()
        people.post(ctx, chair, Role.NETWORK_CHAIR, school=of.code)
