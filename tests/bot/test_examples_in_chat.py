"""The example questions through the whole product, judged on what a person can read.

Webhook, worker, outbox and the stand-in of LINE; the rules are those of the examples' README,
"As a test". Every number in an answer must be explained by the question's own truth, and every
button of a question back is pressed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.chat.questions import flows
from bot.database import Database
from tests.conftest import shared, sqlite_anew
from tests.handlers.offices import CHIANGRAI
from tests.handlers.test_questions_generated import load
from tests.office import Office, buttons, open_office, readable

#: What was reached; it only goes up.
REACHED = 120
AS_OF = "10 มิ.ย. 2568"
FIGURES = ("figure", "multi", "list")
UNITS = {
    "students": "คน",
    "rooms": "ห้อง",
    "schools": "(?:โรง|แห่ง)",
    "avg_per_room": "คนต่อห้อง",
    "avg_per_school": "คนต่อโรง",
}
SHOWN = re.compile(r"ร้อยละ\s*\d|\d\s*(?:คน|ห้อง|โรง|แห่ง|%)")
RULES = {119: "ก.ค.ศ.", 120: "สพฐ. 4 ขนาด", 1500: "สพฐ. 4 ขนาด", 1499: "สพฐ. 7 ขนาด"}
Json = dict[str, Any]


class Said:
    """What the bot said to one question: readable text and buttons."""

    def __init__(self, messages: list[Json], names: list[str], asked: str) -> None:
        self.actions = [action for message in messages for action in buttons(message)]
        self.text = "\n".join(text for message in messages for text in readable(message))
        plain = self.text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
        self.named, plain = _take_names(plain, names)
        plain = re.sub(rf"{AS_OF}|ปีการศึกษา \d{{4}}|ภาคเรียนที่ \d|\b\d{{8}}\b", " ", plain)
        plain = re.sub(r"(?m)(?:^|(?<=\s))\d{1,2}\. ", " ", plain)  # the number of a line
        plain = re.sub(r"สพป\.เชียงราย เขต 3|[อปม]\.\d|ปวช\.\d|4 ขนาด|7 ขนาด|ขนาดที่ \d", " ", plain)
        self.plain = plain.replace(asked, " ")

    def stands(self, number: float, spec: Json) -> int:
        """Where the number stands with its unit; -1 where it does not."""
        value = _shown(number, spec)
        if spec["measure"] == "percent":
            pattern = rf"ร้อยละ {value}(?![\d.])"
        else:
            pattern = rf"(?<![\d.]){value} {UNITS[spec['measure']]}(?!ต่อ)"
        if number == 0:
            pattern += "|ไม่มี"
        found = re.search(pattern, self.plain)
        return found.start() if found else -1


def _take_names(plain: str, names: list[str]) -> tuple[set[str], str]:
    """The schools named, longest names first, and the text without them."""
    found = set()
    digits = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
    for name in sorted(names, key=len, reverse=True):
        # A name is never the beginning of a longer word: บ้านดอย is not บ้านดอยจัน.
        pattern = re.compile(rf"{re.escape(name.translate(digits))}(?![ก-๎])")
        if pattern.search(plain):
            found.add(name)
            plain = pattern.sub(" ", plain)
    return found, plain


def _shown(number: float, spec: Json) -> str:
    if spec["measure"] in ("students", "rooms", "schools"):
        return str(int(number))
    return f"{number:.{spec.get('round', 2)}f}"


class Examiner:
    """Asks the questions and judges the answers."""

    def __init__(self, office: Office, expected: ModuleType) -> None:
        self.office, self.x = office, expected
        self.names = [school.name for school in expected.SCHOOLS]

    def newcomer(self) -> str:
        """A new person, whom the bot has greeted."""
        person = self.office.platform.acts.add_person("ผู้ถาม", "teacher").user_id
        self.office.platform.acts.follow(person)
        self.office.settle()
        self.office.new_messages(person)
        return person

    def ask(self, person: str, text: str) -> Said:
        self.office.says(person, text)
        return Said(self.office.new_messages(person), self.names, text)

    def judge(self, person: str, turn: Json) -> str:
        """Right, or what is wrong; a wrong figure begins with WRONG."""
        said = self.ask(person, turn["q"])
        kind = turn["kind"]
        if kind in FIGURES:
            if not SHOWN.search(said.plain) and "ไม่มี" not in said.plain:
                return "ASKED: no figure"
            return self.figures(said, turn["q"], turn["spec"], turn["expect"])
        if SHOWN.search(said.plain):
            return f"WRONG: a figure where none was asked for: {said.plain[:80]}"
        return self.clarify(person, said, turn) if kind == "clarify" else _no_figure(said, turn)

    def figures(self, said: Said, asked: str, spec: Json, expect: Json) -> str:
        """Every figure asked for, in order, in its unit; none that is not explained."""
        pieces = self.x.pieces(spec) if "rank" not in spec else [spec] * len(expect["numbers"])
        places = [said.stands(n, p) for n, p in zip(expect["numbers"], pieces, strict=False)]
        if -1 in places:
            return f"WRONG: {expect['numbers']} not in {said.plain[:120]}"
        if said.named != set(expect["names"]):
            return f"WRONG: named {said.named}, expected {expect['names']}"
        if strange := self.unexplained(said, asked, spec, expect):
            return f"WRONG: {strange} is not explained"
        if AS_OF not in said.text:
            return "ASKED: no as-of date"
        rule = RULES.get((spec.get("having") or {}).get("max", 0), "")
        if "ขนาด" in asked and (rule not in said.text or "เกณฑ์" not in said.text):
            return "ASKED: no rule of size"
        return "right"

    def unexplained(self, said: Said, asked: str, spec: Json, expect: Json) -> set[float]:
        """Numbers said that are neither the figures, their parts, nor the question's limits."""
        known = {float(n) for n in expect["numbers"]} | set(map(float, re.findall(r"\d+", asked)))
        known |= {float(len(expect["names"]))}
        for piece in [*self.x.pieces(spec), *([] if "parts" in spec else [_whole(spec)])]:
            known |= self.parts(piece)
        for low, high in self.x.SIZES.get(spec.get("group_by"), ()):
            known |= {float(low), float(high or 0)}
        return {float(n) for n in re.findall(r"\d+(?:\.\d+)?", said.plain)} - known

    def parts(self, spec: Json) -> set[float]:
        """What may stand beside a figure: boys and girls, both figures of a division, limits."""
        having = spec.get("having") or {}
        known = {float(having[key]) for key in ("min", "max") if key in having}
        divided = spec["measure"] in ("percent", "avg_per_room", "avg_per_school")
        counts = ["students", "rooms", "schools"] if divided else [spec["measure"]]
        for one in [spec, *filter(None, [spec.get("of")])]:
            for measure in counts:
                for sex in (None, *self.x.SEXES) if not one.get("sex") else (one["sex"],):
                    if not (sex and measure == "rooms"):
                        plain = {**one, "measure": measure, "sex": sex}
                        known.add(float(self.x.exact(plain)))
        return known

    def clarify(self, person: str, said: Said, turn: Json) -> str:
        """A question, 2 to 5 buttons with full questions; each gives its own school's figure."""
        asks = [a for a in said.actions if a["type"] == "message"]
        if not re.search("ไหน|ใด", said.text) or not 2 <= len(asks) <= 5:
            return "ASKED: no question with buttons"
        labels = [re.sub(r"^\d\. ", "", action["label"]) for action in asks]
        offered = {code for a in asks for code in re.findall(r"\d{8}", a["text"])} | set(labels)
        wanted = set(turn["spec"].get("candidates") or turn["spec"]["options"])
        if not wanted <= offered or len(set(labels)) != len(labels):
            return f"ASKED: offers {labels}"
        if not all(name in " ".join(labels) for name in turn["expect"]["names"]):
            return f"ASKED: names on the buttons {labels}"
        for action in asks:
            verdict = self.pressed(person, action, turn)
            if verdict != "right":
                return f"{verdict} (after «{action['label']}»)"
        return "right"

    def pressed(self, person: str, action: Json, turn: Json) -> str:
        """The button of a question back gives the figure of the question it stands under."""
        code = re.findall(r"\d{8}", action["text"])
        grade = re.findall(r"[อปม]\.\d", turn["q"]) or re.findall(r"[อปม]\.\d", action["label"])
        measure = "rooms" if "ห้อง" in turn["q"] else "students"
        sex = "หญิง" if "หญิง" in turn["q"] else None
        spec = {"measure": measure, "schools": code or None, "grades": grade or None, "sex": sex}
        self.office.presses(person, action)
        said = Said(self.office.new_messages(person), self.names, action["text"])
        return self.figures(said, action["text"], spec, self.x.expect("figure", spec))


def _whole(spec: Json) -> Json:
    """The total of a breakdown, said beside it."""
    return {k: v for k, v in spec.items() if k not in ("group_by", "rank")}


def _no_figure(said: Said, turn: Json) -> str:
    """What each kind of answer without figures must say."""
    kind, missing = turn["kind"], "ยังไม่เข้าใจ" in said.text
    labels = " ".join(action["label"] for action in said.actions)
    told = {
        "no_data": all(name in said.text for name in turn["expect"]["names"]),
        "privacy": "PDPA" in said.text and "ขอข้อมูล" in labels,
        "ticket": "อุปกรณ์" in said.text or "แจ้ง" in said.text,
        "form": "คำขอข้อมูล" in said.text,
        "smalltalk": bool(said.text),
    }
    return "right" if told[kind] and not missing else f"ASKED: {said.text[:80]}"


@pytest.fixture
def database_url(real_file: Path, sqlite_file: Path) -> str:
    return sqlite_anew(real_file, sqlite_file)


@pytest.fixture
def real_office(database: Database, tmp_path: Path) -> Iterator[Office]:
    """The real file published, and nothing else."""
    with open_office(database, tmp_path, flows=flows(CHIANGRAI)) as opened:
        yield opened


def test_the_examples_as_people_ask_them(
    real_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared() / "questions"
    examiner = Examiner(real_office, load(folder / "expected.py"))
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    verdicts: dict[str, list[str]] = {}
    for question in map(json.loads, lines):
        person = examiner.newcomer()
        turns = question.get("turns", [question])
        verdicts[question["id"]] = [examiner.judge(person, turn) for turn in turns]
    missed = [f"{key} {v}" for key, found in verdicts.items() for v in found if v != "right"]
    with capsys.disabled():
        print(f"\nin chat: {len(verdicts)} questions", *missed, sep="\n")
    assert not [line for line in missed if "WRONG" in line]
    assert sum(set(found) == {"right"} for found in verdicts.values()) >= REACHED
