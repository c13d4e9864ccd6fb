"""Before the grammar: what the office has figures of, and which of its places are meant.

Words of topics that are not published, and of places that the office's list does not know, are
said to be missing before anything else is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace

from handlers.questions import lexicon, places, topic_words
from handlers.questions.grammar import Asked
from handlers.questions.mentions import Lost
from handlers.questions.names import Fit, Match
from handlers.questions.places import Area
from handlers.questions.scan import Reading as Read
from handlers.questions.scan import Token
from handlers.questions.topic_words import THING, Meaning
from handlers.topics import TOPICS


@dataclass(frozen=True)
class Held:
    """What an office holds: `published(slug)`; `rows(slug)` of a topic without a fixed list;
    its places by kind; where each school lies (code → kind → name).
    """

    published: Callable[[str], bool]
    rows: Callable[[str], list[str]]
    areas: Mapping[str, Set[str]]
    area_of: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Doubt:
    """A name that stands for places, and for a school too where `token` is one."""

    token: Token
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class NoArea:
    """A place's name that is none of the office's, and the nearest ones of its kind."""

    kind: str
    typed: str
    tokens: tuple[Token, Token]
    nearest: tuple[Area, ...]


def settled(tokens: list[Token], reading: Read, held: Held) -> list[Token]:
    """The tokens as this office understands them. Raises Asked: measure, place, area, no_area."""
    return _places(topics(tokens, held), reading, held)


# ---------------------------------------------------------------- topics


def topics(tokens: list[Token], held: Held) -> list[Token]:
    """The tokens with only the readings that there are figures of. Raises Asked("measure")."""
    names = topic_words.names(lexicon.raw())
    missing = []
    for token in tokens:
        if token.kind == "F" and not any(
            not r.topic or held.published(r.topic) for r in token.value
        ):
            missing.append(names[token.value[0].topic])
    if missing:
        others = [t.value for t in tokens if t.kind == "!" and t.value != "room"]
        raise Asked("measure", ", ".join(dict.fromkeys([*missing, *others])))
    return [replace(t, value=_there(t.value, held, t.text)) if t.kind == "F" else t for t in tokens]


def _there(readings: tuple[Meaning, ...], held: Held, text: str) -> tuple[Meaning, ...]:
    found: list[Meaning] = []
    for reading in readings:
        if not reading.topic:
            found.append(reading)
        elif held.published(reading.topic):
            found += _things(reading, held, text) if reading.what == THING else [reading]
    return tuple(found)


def _things(reading: Meaning, held: Held, text: str) -> list[Meaning]:
    """The rows that a thing's everyday name means: the one of that name, else all that hold it."""
    form = lexicon.bare(text)
    named = {row: lexicon.bare(row) for row in held.rows(reading.topic)}
    exact = [row for row, bare in named.items() if bare == form]
    close = exact or [row for row, bare in named.items() if form in bare]
    if not close:
        raise Asked("measure", topic_words.names(lexicon.raw())[reading.topic])
    return [Meaning(reading.topic, row) for row in close]


def row_words(rows: Mapping[str, list[str]]) -> dict[str, tuple[tuple[str, object], ...]]:
    """The rows of topics without a fixed list, as words: bare form → tokens (as lexicon.words)."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for slug, names in rows.items():
        for name in names:
            form = lexicon.bare(name)
            if len(form) > 2 and name not in TOPICS[slug].categories:
                found[form] = (*found.get(form, ()), Meaning(slug, name))
    return {form: (("F", readings),) for form, readings in found.items()}


# ---------------------------------------------------------------- places


def _places(tokens: list[Token], reading: Read, held: Held) -> list[Token]:
    tokens = [_town(t, held) if t.kind == "w" else t for t in tokens]
    unknown = [k for t in tokens if t.kind == "w" and not held.areas.get(k := _kind(t))]
    if unknown:
        names = lexicon.raw()["area"]["names"]
        raise Asked("place", ", ".join(dict.fromkeys(names[kind] for kind in unknown)))
    plain = [t for t in tokens if t.kind != "."]
    for before, token in zip([None, *plain], plain, strict=False):
        if token.kind in "?#":
            _doubtful(before, token, reading, held)
    return _narrowed(tokens, reading, held)


def _town(token: Token, held: Held) -> Token:
    """«อ.เมือง» where one amphoe's name begins so."""
    town = lexicon.bare(lexicon.raw()["area"]["town"])
    if not lexicon.bare(token.text).endswith(town):
        return token
    names = [
        n for n in held.areas.get("amphoe", ()) if places.bare_name("amphoe", n).startswith(town)
    ]
    return replace(token, kind="m", value=(("amphoe", names[0]),)) if len(names) == 1 else token


def _kind(token: Token) -> str:
    return str(token.value).removeprefix("each_")


def _doubtful(before: Token | None, token: Token, reading: Read, held: Held) -> None:
    """A name behind «อำเภอ» that is none, or a name that is a place's without the word for it."""
    typed = reading.raw(token.start, token.end)
    if before is not None and before.kind == "w" and before.value in places.KINDS:
        nearest = places.nearest(held.areas, before.value, typed)
        raise Asked("no_area", NoArea(before.value, typed, (before, token), nearest))
    if before is not None and before.kind == "S":
        return
    if found := places.called(held.areas, typed):
        raise Asked("area", Doubt(token, found))


def _narrowed(tokens: list[Token], reading: Read, held: Held) -> list[Token]:
    """«บ้านสันโค้ง อำเภอแม่จัน»: the place tells which school of a name is meant."""
    named = [t for t in tokens if t.kind == "#" and isinstance(t.value, Match)]
    where = [t for t in tokens if t.kind == "m"]
    if len(named) != 1 or len(where) != 1:
        return tokens
    school, place = named[0], where[0]
    inside = tuple(
        code
        for code in school.value.codes
        if any(held.area_of.get(code, {}).get(kind) == name for kind, name in place.value)
    )
    if not inside or school.value.total > len(school.value.codes):
        if school.value.fit is Fit.ONE or not inside:
            typed = reading.raw(school.start, school.end)
            raise Asked("no_school", Lost(typed, True, school.value.codes[:3]))
        return tokens
    fit = Fit.ONE if len(inside) == 1 else Fit.SEVERAL
    narrowed = replace(
        school, value=replace(school.value, fit=fit, codes=inside, total=len(inside))
    )
    return [narrowed if t is school else t for t in tokens if t is not place]
