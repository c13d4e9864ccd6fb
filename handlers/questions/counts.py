"""Counts, averages and breakdowns."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions.figures import SIZES
from handlers.questions.grammar import UNITS, NotUnderstood
from handlers.questions.parts import Parts
from handlers.questions.query import Grades, Having


class Counts(Parts):
    """Understands how many there are, on average, and of each kind."""

    def _count(self) -> None:
        self._groups()
        average = self._average()
        if average:
            self._grades_and_sex_list()
            noun_ok = "P" in self.kinds or "U" in self.kinds or self._of_pupils(average)
            if not noun_ok and "~" not in self.parsed.said:
                raise NotUnderstood("an average of what?")
            self._scope("PUKVJOAMTfhyS#" if average == "avg_per_room" else "PUKVJOAMTfSH")
            if "S" in self.kinds and self.having == Having() and "O" not in self.kinds:
                raise NotUnderstood("an average of which schools?")
            self.parsed.said.add("full")
            self._finish(self._query(measure=average))
            return
        segments = self._segments()
        if len(segments) > 1:
            self._several(segments)
            return
        self._single()

    def _average(self) -> str | None:
        found = [kind for kind in "qk" if kind in self.kinds]
        several = self.kinds.count("#") > 1
        if "v" not in self.kinds and "q" not in self.kinds:
            return None
        if several or len(found) != 1:
            raise NotUnderstood("an average over what?")
        if "R" in self.kinds:
            raise NotUnderstood("an average of rooms")
        self.tokens = [t for t in self.tokens if t.kind not in "vqk"]
        return "avg_per_room" if found == ["q"] else "avg_per_school"

    def _of_pupils(self, average: str) -> bool:
        """«ป.1 เฉลี่ยต่อห้อง»: nothing but pupils is counted by rooms."""
        limited = self.slots.get("grades") or self.slots.get("group_by") or "grades" in self.slots
        return average == "avg_per_room" and bool(limited or "V" in self.kinds)

    def _groups(self) -> None:
        """Words that ask for a breakdown."""
        if self.slots.pop("by_size", False):
            self._dimension("size")
        if found_at := re.search("gSd", self.kinds):
            # «จำแนกโรงเรียนตามขนาด»: what is grouped stands before by what.
            at = found_at.start()
            self.tokens[at : at + 2] = [self.tokens[at + 1], self.tokens[at]]
        if found := self.cut("g(X&?X|B|d|S)?"):
            last = found[-1]
            if last.kind == "d":
                self._dimension(str(last.value))
            elif last.kind in "XB":
                self.once("group_by", "sex")
            elif last.kind == "S":
                raise NotUnderstood("by every school")
            elif found := self.cut("[jlB]"):
                self.once("group_by", {"j": "grade", "l": "level", "B": "sex"}[found[0].kind])
            elif not re.search("[jlG]", self.kinds):
                raise NotUnderstood("grouped by what?")
            elif "G" in self.kinds:
                named = [t for t in self.tokens if t.kind == "G"]
                ranged = len(named) == 1 and named[0].text[-1].isdigit()
                self.slots["listed"] = "range" if ranged else "names"
        for kind, name in (("j", "grade"), ("l", "level"), ("B", "sex")):
            if self.cut(kind):
                self.once("group_by", name)
        if found := self.cut("y"):
            if found[0].value == "size":
                self._dimension("size")
            else:
                self.slots["each"] = True
        if re.search("[gd]", self.kinds):
            raise NotUnderstood("two ways to group")

    def _dimension(self, name: str) -> None:
        if name == "size":
            if self.having.min is not None or self.having.max is not None:
                raise NotUnderstood("schools of a size, by size")
            rule = self.slots.get("rule", "obec4")
            self.once("group_by", rule)
        else:
            self.once("group_by", name)

    def _grades_and_sex_list(self) -> None:
        """Grades and sexes of one question, several of them when it is grouped by them."""
        if re.search("#.*[GX].*#", self.kinds) or re.search("#.*#.*G.*G|G.*G.*#.*#", self.kinds):
            raise NotUnderstood("which school's grade?")
        if re.search("G.*X.*G", self.kinds):
            raise NotUnderstood("which grade's sex?")
        grades = [t.value for t in self.tokens if t.kind == "G"]
        sexes = list(dict.fromkeys(t.value for t in self.tokens if t.kind == "X"))
        by = self.slots.get("group_by")
        if by == "sex" and sexes == [MALE, FEMALE]:
            sexes = []
        if len(sexes) == 2 and by is None and len(grades) < 2:
            self.once("group_by", "sex")
            sexes = []
        if len(sexes) > 1 or (sexes and self.slots.get("group_by") == "sex"):
            raise NotUnderstood("sexes and a breakdown")
        if sexes:
            self.once("sex", sexes[0])
            self.parsed.said.add("sex")
        if grades:
            self._several_grades(grades, self.slots.get("group_by"))
            self.parsed.said.add("grades")
        self.tokens = [t for t in self.tokens if t.kind not in "GX"]

    def _several_grades(self, grades: list[Grades], by: str | None) -> None:
        flat = [grade for group in grades for grade in group]
        if len(grades) > 2 and list(grades[0]) == flat[len(grades[0]) :]:
            # «อนุบาล อ.1 อ.2 อ.3»: the level, and all its grades by name.
            grades, flat = grades[1:], flat[len(grades[0]) :]
        if len(set(flat)) != len(flat):
            raise NotUnderstood("grades named twice")
        ordered = tuple(sorted(flat, key=GRADES.index))
        if len(grades) == 1:
            if by is None and len(flat) > 1 and self.slots.get("listed") == "range":
                # «แยกชั้น ม.1-ม.3»
                self.slots.pop("listed")
                self.slots["group_by"] = by = "grade"
            if by == "level" or self.slots.pop("listed", False):
                raise NotUnderstood("one level, by levels")
            self.once("grades", grades[0])
        elif by in (None, "level", "grade"):
            if by == "grade" and any(len(g) > 1 for g in grades):
                self.once("grades", ordered)
            else:
                self.once("grades", None if by == "level" and ordered == GRADES else ordered)
                self.slots["groups"] = tuple(grades)
                self.slots["group_by"] = "level" if by == "level" else "groups"
                if by == "grade":
                    self.slots["groups"], self.slots["group_by"] = None, "grade"
        else:
            raise NotUnderstood("several grades, otherwise grouped")

    def _single(self) -> None:
        if re.search("Sd?G", self.kinds) and "P" not in self.kinds:
            raise NotUnderstood("schools of a kind, or that have the level?")
        if self.kinds.startswith("U#"):
            raise NotUnderstood("people of a school, or of its village?")
        self._grades_and_sex_list()
        grouped = self.slots.get("group_by") == "groups" and not self.slots.get("listed")
        if grouped and self._together():
            self.slots["group_by"] = self.slots["groups"] = None
        kinds = self.kinds
        each = self.slots.pop("each", False)
        self.slots.pop("listed", None)
        schools = kinds.count("#")
        if schools > 1:
            self._compared()
            kinds = self.kinds
        if schools > 1 and re.search("[kC^]", kinds):
            self.once("group_by", "school")
            self.tokens = [t for t in self.tokens if t.kind not in "kC^W"]
            self._words("[SH](?!.*#)(?=.*P)|(?<!K)[H]")
        elif re.search(r"[kC^]", kinds):
            raise NotUnderstood("compare what?")
        elif schools > 1 and self.slots.get("group_by") is None and not self._together():
            self.once("group_by", "schools")
        if each and self.slots.get("group_by") is None:
            raise NotUnderstood("each what?")
        if self._only_schools():
            return
        measure = self._measure()
        self._scope("PRSHKVJUOAaMT&#h")
        if "T" in self.kinds or ("&" in self.kinds and schools < 2 and "groups" not in self.slots):
            self._loose()
        self._finish(self._query(measure=measure))

    def _compared(self) -> None:
        """«ระหว่าง A กับ B โรงไหนเด็กมากกว่า»: which of the two, and no bound of a number."""
        tokens = self.tokens
        if tokens[0].kind == "c" and tokens[0].value == "between" and "W" in self.kinds:
            del tokens[0]
        last = tokens[-1]
        if last.kind == "c" and last.value in ("gt", "lt") and "W" in self.kinds:
            tokens[-1] = replace(last, kind="C")

    def _only_schools(self) -> bool:
        """«โรงเรียนที่มีนักเรียนต่ำกว่า 20 คน», and no more: those schools, counted and named."""
        limited = self.having != Having() and not self.slots.get("group_by")
        if not limited or not re.fullmatch("O?A?[SH]A?O?", self.kinds) or self.slots.get("grades"):
            return False
        self.parsed.said.add("full")
        self._scope("SHOA")
        self._finish(self._query(measure="schools", listing=True))
        return True

    def _together(self) -> bool:
        """«รวมกันกี่คน»: one sum, not each and a sum."""
        return any((t.kind, t.value) in (("A", "sum"), ("&", "plus")) for t in self.tokens)

    def _loose(self) -> None:
        """«ที่» and «กับ» explain themselves only between what they join."""
        if "T" in self.kinds:
            raise NotUnderstood("which ones?")

    def _measure(self) -> str:
        kinds = self.kinds
        said = self.parsed.said
        asked = re.findall("K([URHS])", kinds)
        pupils, rooms = "P" in kinds, "R" in re.sub("KR", "", kinds)
        schools = bool(re.search("[SH]", re.sub("K[SH]", "", kinds)))
        if "K" in kinds and not asked:
            raise NotUnderstood("how many of what?")
        if pupils or rooms or schools:
            said.add("noun")
        if asked:
            said.add("ask")
            measure = UNITS[asked[0]]
            if measure == "students" and rooms:
                raise NotUnderstood("rooms counted in people")
            if measure == "schools" and (pupils or rooms or "#" in kinds):
                raise NotUnderstood("schools of pupils")
            by_size = self.slots.get("group_by") in SIZES
            if measure == "students" and schools and self.having == Having() and not by_size:
                raise NotUnderstood("which school?")
            if measure == "rooms" and schools and self.having == Having():
                raise NotUnderstood("which school?")
            if measure in ("students", "rooms") and self.having != Having():
                if measure == "students" and not pupils:
                    raise NotUnderstood("pupils or schools?")
                # A school of ขยายโอกาส is one kind of school, not a part of its grades.
                levels = self.having.has and not self.having.lacks
                if levels and self.slots.get("grades") is None and "A" not in kinds:
                    raise NotUnderstood("all grades, or those?")
            return measure
        if "V" in kinds or "J" in kinds or self.slots.get("group_by") in SIZES:
            said.add("ask")
        nouns = [pupils, rooms, schools and not (pupils and self.having != Having())]
        if sum(nouns) > 1:
            raise NotUnderstood("two things to count")
        if rooms:
            return "rooms"
        if nouns[2]:
            if "#" in kinds:
                raise NotUnderstood("a school among schools")
            if not said & {"ask", "again"} and "A" not in kinds:
                raise NotUnderstood("what of schools?")
            return "schools"
        return "students"
