"""Articles are files: a broken one is refused by line and reason, and the right one is found."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from bot.texts.knowledge_commands import fault_line, known_faults
from handlers.knowledge import Article, Audience, Loaded, find, load
from handlers.knowledge.article import ArticleFault, ArticleRefused
from handlers.knowledge.reading import LARGEST, card_length, read_article
from handlers.knowledge.shelf import SHIPPED
from models.tickets import CENTRAL, Category
from tests.handlers import knowledge_sentences as sentences
from tests.rules.source import ROOT

EXAMPLE = """---
title: สแกนเอกสารเข้าคอมไม่ได้
category: printer
words: สแกนไม่ได้, สแกนไม่เข้าเครื่อง, scan ไม่ได้
audience: all
checked: 2026-11-28
---
เครื่องสแกนกับคอมพิวเตอร์มักไม่เห็นกัน

1. ดูว่าเครื่องสแกนเปิดอยู่
2. ปิด-เปิดเครื่องสแกน แล้วลองใหม่
3. เลือกชื่อเครื่องสแกนในโปรแกรมให้ถูก

## ถ้ายังไม่ได้
บอกรุ่นและหมายเลขครุภัณฑ์
"""
LOADED = load()


def read(text: str, file: str = "scan_to_pc.md") -> Article:
    return read_article(text.encode(), file)


def faults(text: str, file: str = "scan_to_pc.md") -> list[ArticleFault]:
    with pytest.raises(ArticleRefused) as refused:
        read(text, file)
    return refused.value.faults


def found(text: str, category: str, loaded: Loaded = LOADED, **more: Audience) -> list[str]:
    return [article.slug for article in find(loaded, text, Category(category), **more)]


# Reading ------------------------------------------------------------------------------------


def test_a_file_is_read_into_its_parts() -> None:
    article = read(EXAMPLE)
    assert article.slug == "scan_to_pc"
    assert article.title == "สแกนเอกสารเข้าคอมไม่ได้"
    assert article.category is Category.PRINTER
    assert article.words == ("สแกนไม่ได้", "สแกนไม่เข้าเครื่อง", "scan ไม่ได้")
    assert article.summary == "เครื่องสแกนกับคอมพิวเตอร์มักไม่เห็นกัน"
    assert article.steps[1] == "ปิด-เปิดเครื่องสแกน แล้วลองใหม่"
    assert article.otherwise == "บอกรุ่นและหมายเลขครุภัณฑ์"
    assert (article.warning, article.source) == ("", "")
    assert article.checked.isoformat() == "2026-11-28"


def test_as_people_type_it_in_notepad() -> None:
    typed = (
        EXAMPLE.replace("1. ", "๑. ").replace("2. ", "๒) ").replace("category", "Category")
        .replace("ดูว่าเครื่องสแกนเปิดอยู่", "ดูว่าเครื่องสแกน\nเปิดอยู่")
        .replace("## ถ้ายังไม่ได้\n", "##ถ้ายังไม่ได้\n\n") + "\nและถ่ายรูป\n"
    )  # fmt: skip
    article = read("\ufeff\r\n" + typed.replace("\n", "\r\n"))
    assert article.steps[0] == "ดูว่าเครื่องสแกน เปิดอยู่"
    assert len(article.steps) == 3
    assert article.otherwise == "บอกรุ่นและหมายเลขครุภัณฑ์ และถ่ายรูป"


def test_the_example_of_the_page_is_an_article() -> None:
    page = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
    example = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    assert [read(each).category for each in example] == [Category.PRINTER]
    assert all(f"`{category}`" in page for category in Category)


#: What somebody changed in the example, the line that is blamed, and why.
SLIPS = (
    ("---\ntitle", "title", 1, "no_front"),
    ("title: ", "", 2, "no_colon"),
    ("title: สแกน", "title: " + "ส" * 60, 2, "long"),
    ("title: สแกนเอกสารเข้าคอมไม่ได้", "title:", 2, "blank"),
    ("category: printer\n", "", 6, "lacking"),
    ("category: printer", "category: toner", 3, "unknown_word"),
    ("category: printer", "category: printer\ncategory: av", 4, "twice"),
    ("words:", "word:", 4, "unknown_key"),
    ("words: สแกนไม่ได้", "words: " + "ก" * 41, 4, "long_word"),
    ("words: ", "words: " + ",".join(map(str, range(50))), 4, "too_many"),
    ("audience: all", "audience: teachers", 5, "unknown_word"),
    ("2026-11-28", "2569-11-28", 6, "not_a_day"),
    ("2026-11-28", "28/11/2569", 6, "not_a_day"),
    ("2026-11-28", "2026-02-30", 6, "not_a_day"),
    ("เครื่องสแกนกับคอมพิวเตอร์มักไม่เห็นกัน\n", "", 8, "lacking"),
    ("เครื่องสแกนกับ", "ส" * 160, 8, "long"),
    ("มักไม่เห็นกัน\n", "มักไม่เห็นกัน\n\nอีกย่อหน้าหนึ่ง\n", 10, "stray"),
    ("2. ปิด", "4. ปิด", 11, "numbering"),
    ("2. ปิด-เปิดเครื่องสแกน แล้วลองใหม่", "2.", 11, "blank"),
    ("3. เลือกชื่อเครื่องสแกนในโปรแกรมให้ถูก\n", "", 10, "steps"),
    ("2. ปิด", "2. " + "ป" * 120, 11, "long"),
    ("2. ปิด", "2. **ปิด** ", 11, "markup"),
    ("บอกรุ่น", "- บอกรุ่น", 15, "markup"),
    ("บอกรุ่น", "[คู่มือ](https://example.go.th) บอกรุ่น", 15, "markup"),
    ("## ถ้ายังไม่ได้", "## หมายเหตุ", 14, "unknown_heading"),
    ("บอกรุ่นและหมายเลขครุภัณฑ์", "", 14, "blank"),
    ("บอกรุ่น", "บ" * 200, 15, "long"),
)


def test_each_slip_is_blamed_on_its_line_and_has_words() -> None:
    for old, new, line, kind in SLIPS:
        assert EXAMPLE.count(old) == 1, old
        fault = faults(EXAMPLE.replace(old, new))[0]
        assert (fault.line, fault.kind) == (line, kind), (old, new)
        assert f"scan_to_pc.md บรรทัด {line}: " in fault_line(fault)


def test_a_heading_stands_once() -> None:
    assert [f.kind for f in faults(f"{EXAMPLE}\n## ถ้ายังไม่ได้\nถามช่าง\n")] == ["twice"]


def test_what_is_wrong_with_the_whole_file() -> None:
    assert [f.kind for f in faults(EXAMPLE, "สแกน.md")] == ["not_a_name"]
    assert [f.kind for f in faults("x" * (LARGEST + 1))] == ["huge"]
    assert [f.kind for f in faults("")] == ["no_front"]
    long = "".join(f"{n}. {'ก' * 119}\n" for n in range(4, 8))
    wide = EXAMPLE.replace("ให้ถูก\n", f"ให้ถูก\n{long}").replace("บอกรุ่น", "บ" * 180)
    wide = wide.replace("เครื่องสแกนกับ", "ค" * 140)
    wide += f"\n## ข้อควรระวัง\n{'ข' * 190}\n"
    assert [(f.line, f.kind) for f in faults(wide)] == [(0, "total")]
    with pytest.raises(ArticleRefused) as refused:
        read_article(EXAMPLE.encode("cp874", "ignore"), "scan_to_pc.md")
    assert [f.kind for f in refused.value.faults] == ["not_utf8"]


def test_all_faults_are_told_at_once_in_order() -> None:
    many = EXAMPLE.replace("category: printer", "category: toner").replace("3. ", "5. ")
    many = many.replace("audience: all\n", "")
    assert [(f.line, f.kind) for f in faults(many)] == [
        (3, "unknown_word"), (6, "lacking"), (11, "numbering"),
    ]  # fmt: skip


def test_every_fault_has_words() -> None:
    noted = {kind for _, _, _, kind in SLIPS}
    noted |= {"huge", "not_utf8", "not_a_name", "total", "unreadable"}
    assert noted == known_faults()


# The shelf ----------------------------------------------------------------------------------


def test_twenty_five_are_shipped_fifteen_and_ten() -> None:
    assert LOADED.faults == ()
    central = [a for a in LOADED.articles.values() if a.category in CENTRAL]
    assert (len(LOADED.articles), len(central)) == (25, 10)
    assert {a.category for a in LOADED.articles.values()} == set(Category) - {Category.OTHER}


def test_shipped_articles_fit_a_card_and_ask_for_nothing_private() -> None:
    for path in sorted(SHIPPED.glob("*.md")):
        article = LOADED.articles[path.stem]
        shown = [article.title, article.summary, *article.steps, article.otherwise, article.warning]
        assert len(article.title) <= 60, path.name
        assert sum(map(len, shown)) <= 900, path.name
        assert max(map(len, article.steps)) <= 120, path.name
        assert 3 <= len(article.steps) <= 7, path.name
        assert card_length(article) <= len("".join(shown))
        assert len(article.words) >= 8, path.name
        said = " ".join(shown)
        assert not re.search(r"(ค่ะ|คะ|ครับ)(\s|$)", said), path.name
        asked = re.findall(r"(?<!ไม่)(?:ส่ง|พิมพ์|บอก|แจ้ง)(?:ชื่อ|เลขประจำตัว|รหัสผ่าน)ของ?นักเรียน", said)
        assert asked == [], path.name
        if "รหัสผ่าน" in said and article.category in CENTRAL | {Category.ACCOUNT}:
            assert "ทางโทรศัพท์หรือแชตส่วนตัวเท่านั้น" in article.warning, path.name


def test_an_offices_own_file_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "paper_jam.md").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "scan.md").write_text(EXAMPLE.replace("audience: all", "audience: office"), "utf-8")
    (tmp_path / "note.txt").write_text("ไม่ใช่บทความ", encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.faults == ()
    assert len(loaded.articles) == 26
    assert loaded.articles["paper_jam"].title == "สแกนเอกสารเข้าคอมไม่ได้"
    assert found("สแกนไม่ได้ค่ะ", "printer", loaded, reader=Audience.SCHOOL) == ["paper_jam"]
    assert "scan" in found("สแกนไม่ได้ค่ะ", "printer", loaded, reader=Audience.OFFICE)
    assert found("กระดาษติดค่ะ", "printer", loaded) == []


def test_a_faulty_file_never_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "paper_jam.md").write_text(EXAMPLE.replace("audience: all\n", ""), "utf-8")
    (tmp_path / "scan.md").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "scan.MD").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    loaded = load(tmp_path)
    assert [(f.file, f.kind) for f in loaded.faults] == [
        ("folder.md", "unreadable"), ("paper_jam.md", "lacking"), ("scan.md", "twice"),
    ]  # fmt: skip
    assert all(fault_line(fault) for fault in loaded.faults)
    assert loaded.articles["paper_jam"].title == "กระดาษติดในเครื่องพิมพ์"
    assert "scan" in loaded.articles
    assert load(tmp_path / "not-there").faults == ()


# Finding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("heard", "least"), [("HEARD", 0.97), ("UNHEARD", 0.95), ("LAST", 0.95)])
def test_the_right_article_is_first(heard: str, least: float) -> None:
    asked = getattr(sentences, heard)
    wrong = [(text, got) for text, category, slug in asked
             if (got := found(text, category))[:1] != [slug]]  # fmt: skip
    assert 1 - len(wrong) / len(asked) >= least, wrong


def test_none_is_shown_where_none_is_about_it() -> None:
    asked = sentences.NOTHING + sentences.NOTHING_UNHEARD + sentences.NOTHING_LAST
    assert [(text, got) for text, category in asked if (got := found(text, category))] == []


def test_every_article_is_found_by_its_title_and_by_each_of_its_words() -> None:
    for article in LOADED.articles.values():
        for said in (article.title, *article.words):
            assert found(said, article.category)[:1] == [article.slug], said


def test_the_system_that_is_named_counts_more_than_the_guess() -> None:
    assert found("ลืมรหัส emis", "dmc") == ["emis"]
    assert found("ปลดยืนยัน b-obec", "bobec") == ["bobec"]
    assert found("ลืมรหัสผ่านค่ะ", "mobec") == ["mobec"]
    assert found("ลืมรหัสผ่านค่ะ", "other") == []


def test_of_the_category_first_and_three_at_most() -> None:
    text = "ปริ้นเตอร์ที่แชร์ไว้ใช้ไม่ได้ ขึ้น offline"
    assert found(text, "printer")[0] == "network_printer"
    assert len(find(LOADED, text, Category.PRINTER, most=1)) == 1
    assert all(len(found(text, category)) <= 3 for category in Category)


@pytest.mark.parametrize(
    "text", ["", "  ", "😭😭😭", "ๆๆๆ", "ก" * 5000, "\u0e34\u0e49", "http://x/"]
)
def test_odd_texts_find_nothing(text: str) -> None:
    assert found(text, "computer") == []


def test_finding_is_quick_once_warm() -> None:
    texts = [text for text, _, _ in sentences.LAST]
    found(texts[0], "computer")
    best = min(_seconds(texts) for _ in range(3))
    assert best / len(texts) < 0.005


def _seconds(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        found(text, "computer")
    return time.perf_counter() - began
