"""Reports of one round that count the same children: what one hides, another must not tell.

DMC counts the poor in one report, the disabled in another, and who is both in a third. The
third less the first would tell what each hides alone. So the third follows the other two: of a
school where any of the three hides a number, it shows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from handlers import topics_vocabulary as words
from handlers.suppression import SHOWN, WITHHELD, Cover

if TYPE_CHECKING:
    from handlers.tallies import Tallies


@dataclass(frozen=True)
class Leader:
    """The whole of another report: the sum of these rows of the report that follows it.

    `rows`: None is the follower's whole. `grade`: of this grade alone, and of all the follower's.
    """

    topic: str
    rows: tuple[str | None, ...]
    grade: str | None = None


#: Who follows whom. One row alone is the same number; several add up to it.
LEADERS: Mapping[str, tuple[Leader, ...]] = {
    "disability_and_disadvantage": (
        Leader("disability", (words.DISABLED_ONLY, words.DISABLED_AND_DISADVANTAGED)),
        Leader("disadvantage", (words.DISADVANTAGED_ONLY, words.DISABLED_AND_DISADVANTAGED)),
    ),
    "year_end_check": (
        Leader("dropout", (words.DROPPED_OUT,)),
        Leader("removal", (words.REMOVED,)),
    ),
    "graduates_p6": (Leader("completion_time", (None,), words.LEAVES_PRIMARY),),
    "graduates_m3": (Leader("completion_time", (None,), words.LEAVES_LOWER),),
    "graduates_m6": (Leader("completion_time", (None,), words.LEAVES_UPPER),),
}


def narrowed(cover: Cover, tallies: Tallies, leaders: Sequence[Tallies]) -> Cover:
    """A report's own cover, with all hidden that it would tell beside the reports it follows.

    To hide more never tells more, so the rest of the cover stays as it is.
    """
    import numpy as np

    by_topic = {one.topic.slug: one for one in leaders}
    close = np.zeros(cover.marks.shape, bool)
    for leader in LEADERS.get(tallies.topic.slug, ()):
        if leader.topic in by_topic:
            close |= _told_beside(cover, tallies, leader, by_topic[leader.topic])
    close[:, list(tallies.shape.public)] = False
    marks = np.where(close & (cover.marks == SHOWN), WITHHELD, cover.marks).astype(np.int8)
    # Nobody can say which schools have one, or how many at most, of what is hidden like this.
    most = np.where(close, np.int32(1 << 28), cover.most).astype(np.int32)
    return replace(cover, marks=marks, most=most, told=cover.told & ~close.any(axis=(0, 2, 3)))


def _told_beside(cover: Cover, tallies: Tallies, leader: Leader, other: Tallies) -> Any:
    """The cells to be hidden because of one other report."""
    import numpy as np

    close = np.zeros(cover.marks.shape, bool)
    rows = [_row(tallies, name) for name in leader.rows]
    groups = _groups(tallies, leader, other)
    if -1 in rows or groups is None or set(other.names) != set(tallies.names):
        return ~close  # what the two tell together cannot be reckoned
    here, there = groups
    schools = [0, *(list(other.names).index(code) + 1 for code in tallies.names)]
    values, hidden = (a[schools, 0][:, there] for a in (other.values, other.hidden))
    mine = (cover.marks > SHOWN)[:, :, here]
    if len(rows) == 1:
        same = tallies.values[:, rows[0], here] == values
        differ = same & (mine[:, rows[0]] != hidden)
    else:
        differ = mine.any(axis=1) | hidden
    # A school by itself is closed whole; of the office, class by class.
    close[1:] = differ[1:].any(axis=(1, 2))[:, None, None, None]
    columns = np.zeros(close.shape[2:], bool)
    columns[here] = differ[0]
    close[0] = columns if len(rows) > 1 else columns.any()
    return close


def _row(tallies: Tallies, name: str | None) -> int:
    if name is None:
        return 0
    known = tallies.categories
    return known.index(name) + 1 if name in known else -1


def _groups(tallies: Tallies, leader: Leader, other: Tallies) -> tuple[list[int], list[int]] | None:
    """The places of the same grades here and there."""
    mine, theirs = tallies.groups, other.groups
    if leader.grade:
        one = (leader.grade,)
        return ([len(mine) - 1], [theirs.index(one)]) if one in theirs else None
    every = list(range(len(mine)))
    return (every, every) if mine == theirs else None
