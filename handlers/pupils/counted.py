"""The counts of a register as reports, each with the rows that the area's own report has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from handlers.dmc_vocabulary import GRADES
from handlers.pupils import vocabulary as words
from handlers.pupils.census import Census, Who
from handlers.reports import Count, GradeCounts, Report
from handlers.tables import Fault
from handlers.topics import PUPILS, TOPICS
from models.datasets import Coverage

#: A report made further than this from its as-of day is of another round, most likely.
_FAR_DAYS = 120
_COUNTED = {"by_pupil": True}


def reports_of(census: Census, made: date | None) -> list[Report]:
    """Pupils by grade first, with every finding; then each topic that can be told exactly."""
    topics = {topic: counts for topic, counts in census.by_label.items() if _told(census, topic)}
    findings = [*_general(census, made), *census.findings.listed()]
    by_grade = Report(
        PUPILS,
        census.schools,
        enrollment=_enrollment(census),
        totals={**_totals(census, census.pupils), "rooms": len(census.rooms)},
        coverage=Coverage.PART,
        findings=findings,
        facts=_COUNTED,
    )
    return [by_grade, *(_report(census, topic, counts) for topic, counts in topics.items())]


def _told(census: Census, topic: str) -> bool:
    if topic == "hardship" and not census.layout.hardship:
        return False
    return not census.uncertain[topic]


def _general(census: Census, made: date | None) -> list[Fault]:
    found = [
        Fault("topic_left_out", facts={"title": TOPICS[topic].title, "rows": rows})
        for topic, rows in census.uncertain.items()
    ]
    if made is not None and abs((made - census.as_of).days) > _FAR_DAYS:
        facts = {"made": made.isoformat(), "as_of": census.as_of.isoformat()}
        found.append(Fault("made_far", facts=facts))
    return found


def _enrollment(census: Census) -> dict[str, dict[str, GradeCounts]]:
    rooms = Counter((school, grade) for school, grade, _ in census.rooms)
    found: dict[str, dict[str, GradeCounts]] = {code: {} for code in census.codes}
    places = {(school, grade) for school, grade, _ in census.pupils}
    for school, grade in sorted(places, key=lambda place: (place[0], GRADES.index(place[1]))):
        male, female = _sexes(census.pupils, school, grade)
        found[census.codes[school]][grade] = (male, female, rooms[school, grade])
    return found


def _sexes(counts: Counter[Who], school: int, grade: str) -> tuple[int, int]:
    return tuple(counts[school, grade, sex] for sex in (words.MALE, words.FEMALE))  # type: ignore[return-value]


def _totals(census: Census, counts: Counter[Who]) -> dict[str, int]:
    by_sex: Counter[str] = Counter()
    for (_, _, sex), number in counts.items():
        by_sex[sex] += number
    male, female = by_sex[words.MALE], by_sex[words.FEMALE]
    schools = {"schools": len(census.schools)}
    return {**schools, "students": male + female, "male": male, "female": female}


def _report(census: Census, slug: str, counts: Counter[tuple[Who, str]]) -> Report:
    """One topic. Its total row is counted, too: everyone, all with a label, or as it was told."""
    topic = TOPICS[slug]
    by_category: dict[str, Counter[Who]] = defaultdict(Counter)
    for (who, category), number in counts.items():
        by_category[category][who] += number
    total = _whole(census, slug, by_category)
    by_category.pop("", None)
    tallies = list(_tallies(census, topic.total or "", total))
    for category in topic.categories:
        tallies += _tallies(census, category, by_category[category])
    return Report(
        slug,
        census.schools,
        tallies=tallies,
        totals=_totals(census, total),
        coverage=Coverage.PART,
        facts=_COUNTED,
    )


def _whole(census: Census, slug: str, by_category: dict[str, Counter[Who]]) -> Counter[Who]:
    if TOPICS[slug].everyone:
        return census.pupils
    if "" in by_category:  # told apart from the categories: they overlap, or there are none
        return by_category[""]
    whole: Counter[Who] = Counter()
    for counts in by_category.values():
        whole.update(counts)
    return whole


def _tallies(census: Census, category: str, counts: Counter[Who]) -> Iterable[Count]:
    places = {(school, grade) for school, grade, _ in counts}
    for school, grade in sorted(places, key=lambda place: (place[0], GRADES.index(place[1]))):
        male, female = _sexes(counts, school, grade)
        if male or female:
            yield Count(census.codes[school], category, grade, male, female)
