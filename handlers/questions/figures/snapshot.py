"""What a process keeps in memory of the published data until the data's counter moves."""

from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from handlers import same_children, tallies
from handlers.context import Context
from handlers.datastate import CHANGED, current
from handlers.questions import places, settle
from handlers.questions.figures import pupils
from handlers.questions.figures.editions import Edition, published
from handlers.questions.figures.pupils import Figures
from handlers.questions.lexicon import Piece
from handlers.questions.names import NameIndex, other_names
from handlers.questions.taught import Taught
from handlers.questions.taught import words as taught_words
from handlers.tallies import Tallies
from handlers.topics import PUPILS, TOPICS
from models.datasets import VersionSchool
from models.schools import School


class Snapshot:
    """What one process knows of the data at one value of the counter."""

    def __init__(self, ctx: Context, editions: list[Edition]) -> None:
        self._editions: dict[str, list[Edition]] = {}
        for edition in editions:
            self._editions.setdefault(edition.topic, []).append(edition)
        self.taught: Taught = taught_words(ctx)
        self._names = [
            (row.smis, row.name, row.moe)
            for row in ctx.session.execute(
                select(School.smis, School.name, School.moe).where(School.in_office)
            )
        ]
        columns = (School.smis, School.amphoe, School.tambon, School.network)
        self._places = ctx.session.execute(select(*columns).where(School.in_office)).all()
        self._words: Taught | None = None
        self._figures: dict[int, Figures] = {}
        self._tallies: dict[tuple[str, ...], Tallies] = {}
        self._others: frozenset[str] | None = None
        self._latest: dict[str, str] = {}
        self._lists: dict[int, NameIndex] = {}

    def take_over(self, older: Snapshot) -> None:
        """Take the counts that are still in force over: a version never changes."""
        living = {edition.mark for some in self._editions.values() for edition in some}
        self._tallies = {key: one for key, one in older._tallies.items() if living.issuperset(key)}

    @property
    def editions(self) -> list[Edition]:
        """The editions of the pupils by grade, newest first."""
        return self.editions_of(PUPILS)

    def editions_of(self, topic: str) -> list[Edition]:
        """The editions of a topic, newest first."""
        return self._editions.get(topic, [])

    def tallies(self, ctx: Context, edition: Edition) -> Tallies:
        """The counts of a published version of any other topic, read once."""
        leaders = self._leaders(edition)
        key = (edition.mark, *(leader.mark for leader in leaders))
        if key not in self._tallies:
            found = tallies.load(ctx, edition.version, TOPICS[edition.topic])
            found.leaders = [self.tallies(ctx, leader) for leader in leaders]
            self._tallies[key] = found
        return self._tallies[key]

    def _leaders(self, edition: Edition) -> list[Edition]:
        """The editions of the same round that say what this one may tell."""
        when = (edition.year, edition.round)
        leading = same_children.LEADERS.get(edition.topic, ())
        every = (e for one in leading for e in self.editions_of(one.topic))
        return [e for e in every if (e.year, e.round) == when]

    def figures(self, ctx: Context, edition: Edition) -> Figures:
        """The figures of a published version, read once."""
        if edition.version not in self._figures:
            self._figures[edition.version] = pupils.load(ctx, edition.version, self.area_of)
        return self._figures[edition.version]

    def holds(self, ctx: Context, edition: Edition, code: str) -> bool:
        """Does an edition speak of a school?"""
        if edition.topic == PUPILS:
            return code in self.figures(ctx, edition)
        return code in self.tallies(ctx, edition).names

    def index(self, ctx: Context) -> NameIndex:
        """The office's school names: the newest version's own, and the list's."""
        if 0 not in self._lists:
            names = [(code, name) for code, name, _ in self._names]
            names += self._named(ctx)
            self._lists[0] = NameIndex(names)
        return self._lists[0]

    def _named(self, ctx: Context) -> list[tuple[str, str]]:
        """The schools of the pupils' editions, under each name that they have there."""
        columns = (VersionSchool.school_code, VersionSchool.school_name)
        versions = [edition.version for edition in self.editions]
        found = select(*columns).where(VersionSchool.version_id.in_(versions)).distinct()
        return [(code, name) for code, name in ctx.session.execute(found)]

    def name(self, ctx: Context, code: str) -> str:
        """A school's newest name: the data's own, else the list's, else its code."""
        if code not in self._latest:
            named = select(VersionSchool.school_name).where(VersionSchool.school_code == code)
            found = (
                ctx.session.scalar(named.where(VersionSchool.version_id == edition.version))
                for edition in self.editions
            )
            self._latest[code] = next(filter(None, found), self.listed.get(code, code))
        return self._latest[code]

    def others(self, ctx: Context) -> frozenset[str]:
        """Keys of the names of schools outside the office."""
        if self._others is None:
            names = ctx.session.scalars(select(School.name).where(~School.in_office))
            self._others = other_names(names)
        return self._others

    def words(self, ctx: Context) -> Taught:
        """What officers taught, and the office's own names: of its places, of its things."""
        if self._words is None:
            rows = {slug: self.rows(ctx, slug) for slug in ("equipment", "buildings")}
            own = {**settle.row_words(rows), **places.words(self.areas)}
            pieces = {form: tuple(Piece(*pair) for pair in pairs) for form, pairs in own.items()}
            self._words = {**pieces, **self.taught}
        return self._words

    def held(self, ctx: Context) -> settle.Held:
        """What the office holds, for understanding questions."""
        return settle.Held(
            published=lambda slug: bool(self.editions_of(slug)),
            rows=lambda slug: self.rows(ctx, slug),
            areas=self.areas,
            area_of=self.area_of,
        )

    def rows(self, ctx: Context, topic: str) -> list[str]:
        """The rows of a topic in its newest edition; none without one."""
        editions = self.editions_of(topic)
        return self.tallies(ctx, editions[0]).categories if editions else []

    @cached_property
    def area_of(self) -> dict[str, dict[str, str]]:
        """Where each school lies: code → amphoe, tambon, network, as far as the list knows."""
        return {
            code: {kind: name for kind, name in zip(places.KINDS, names, strict=True) if name}
            for code, *names in self._places
        }

    @cached_property
    def areas(self) -> dict[str, set[str]]:
        """The names of the office's places: amphoe, tambon, network; empty where unknown."""
        return {
            kind: {area[kind] for area in self.area_of.values() if kind in area}
            for kind in places.KINDS
        }

    @cached_property
    def moe(self) -> dict[str, str]:
        """10-digit codes of the office's schools to their 8-digit ones."""
        return {moe: smis for smis, _, moe in self._names if moe}

    @cached_property
    def listed(self) -> dict[str, str]:
        """The office's schools on the list of schools, code to name."""
        return {smis: name for smis, name, _ in self._names}


_KEPT = "snapshot"
_SNAPSHOTS: WeakKeyDictionary[Engine, tuple[int, Snapshot]] = WeakKeyDictionary()


def snapshot(ctx: Context) -> Snapshot:
    """The present snapshot; made anew when schools or versions have changed anywhere."""
    counter = current(ctx)
    if CHANGED in ctx.session.info:
        # This transaction may yet be rolled back: what it sees is nobody else's.
        kept: tuple[int, Snapshot] | None = ctx.session.info.get(_KEPT)
        if kept is None or kept[0] != counter:
            kept = ctx.session.info[_KEPT] = (counter, Snapshot(ctx, published(ctx)))
        return kept[1]
    engine = ctx.session.get_bind().engine
    known = _SNAPSHOTS.get(engine)
    if known is None or known[0] != counter:
        fresh = Snapshot(ctx, published(ctx))
        if known is not None:
            fresh.take_over(known[1])
        known = _SNAPSHOTS[engine] = (counter, fresh)
    return known[1]
