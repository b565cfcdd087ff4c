import copy
import re
from typing import Any

import pytest

from riwaya.render import document, render_html, render_markdown, render_text
from tests.render import bridge

DOC = document(bridge.telling())


@pytest.mark.parametrize("width", [40, 88, 120])
def test_lines_keep_within_the_width(width: int) -> None:
    assert max(map(len, render_text(DOC, width=width).splitlines())) <= width


def test_it_tells_the_three_things_in_order() -> None:
    text = render_text(DOC, width=200)
    places = [
        text.index(w) for w in ("ماذا حدث", "أين تختلف الروايات", "من المصدر حقًّا", "تسلسل الأحداث", "من قال ماذا")
    ]
    assert places == sorted(places)
    assert (
        "• 3 مايو 2031: انهار فجر السبت جسر الصفصاف فوق نهر الدفلى في مدينة مرج السنديان [1] [2] — وكالة الأفق" in text
    )
    assert "- إذاعة السهل: 17 «أحصى مراسل إذاعة السهل 17 جثة" in text
    assert "▪ بوابة اليوم: إعادة صياغة عن وكالة الأفق — مناقضة واحدة، زيادة واحدة، حذف واحد، إبهام واحد" in text
    assert "ترجمة عن Plains Wire (خارج الصفحات المقروءة)" in text
    assert "! 07-empty.html: القراءة: لا نص فيها" in text
    assert "صحيفة النهر؛ مصدرها واحد" in text, "a copy beside its source"


def test_every_number_in_the_text_has_its_note() -> None:
    text = render_text(DOC, width=200)
    told, notes = text.split("\nالشواهد\n")
    for number in range(1, 12):
        if f" [{number}]" in told:
            assert f"\n[{number}] " in notes


def test_a_page_cannot_steer_the_terminal() -> None:
    doc: dict[str, Any] = copy.deepcopy(DOC)
    doc["topics"][1]["brief"][0]["text"] = "انهار\x1b[2J\x1b]0;x\x07 الجسر \u202eعكس"
    doc["failures"][0]["reason"] = "\x1b[31mred"
    text = render_text(doc)
    assert not [c for c in text if (ord(c) < 32 and c != "\n") or c in "\x7f\u202e"]


def test_english() -> None:
    text = render_text(DOC, lang="en", width=200)
    assert "5 articles from 3 independent sources" in text
    assert "What happened" in text


@pytest.mark.parametrize(("lang", "arrow"), [("ar", "» \u200f←\u200f «"), ("en", "” \u200e→\u200e “")])
def test_the_arrow_points_from_the_old_to_the_new_in_reading_order(lang: str, arrow: str) -> None:
    for text in (render_text(DOC, lang=lang, width=500), render_markdown(DOC, lang=lang)):
        assert f"تجاهلت ثلاثة إنذارات مكتوبة{arrow}استجابت لإنذار واحد" in text
        assert ("←" in text) is (lang == "ar")


def test_a_change_made_often_is_said_once() -> None:
    doc: dict[str, Any] = copy.deepcopy(DOC)
    pairs = doc["derivations"][1]["pairs"]
    pairs[1]["changed"] = [copy.deepcopy(pairs[0]["changed"][1]) for _ in range(3)]
    for text in (render_text(doc, width=500), render_markdown(doc)):
        assert text.count("سقط ذكر الجرحى") == 1
        assert "«32 آخرين» (×4)" in text


def test_failures_are_told_in_arabic() -> None:
    doc: dict[str, Any] = copy.deepcopy(DOC)
    doc["failures"] = [{"page": "x.txt", "stage": "open", "reason": "an empty file"}]
    for text in (render_text(doc), render_markdown(doc), render_html(doc)):
        assert "ملف فارغ" in text
        assert "an empty file" not in text


def test_lists_in_arabic_have_arabic_commas() -> None:
    text = render_text(DOC, width=500) + render_markdown(DOC)
    assert not re.search(r"[\u0621-\u064a], ", text)


def test_single_lines_of_other_stories_stand_behind_the_threads() -> None:
    doc = copy.deepcopy(DOC)
    topic = next(t for t in doc["topics"] if t["id"] == "t-bridge")
    story = next(s for s in doc["stories"] if s["id"] == "st-fall")
    radio = next(line for line in topic["brief"] if line["spans"][0]["page"] == bridge.RADIO_PAGE)
    story["articles"].remove(f"{bridge.RADIO_PAGE}#1")
    doc["stories"].append(story | {"id": "st-union", "title": "موقف النقابة", "articles": [f"{bridge.RADIO_PAGE}#1"]})
    topic["stories"] = [*topic["stories"], "st-union"]
    topic["brief"].insert(0, topic["brief"].pop(topic["brief"].index(radio)))
    text = render_text(doc, width=500).partition("ماذا حدث")[2]
    places = [text.index(x) for x in ("انهيار الجسر", "ما بعد الانهيار", "في قصص أخرى من الموضوع", radio["text"])]
    assert places == sorted(places)
    # a story that the topic has its title from needs no second one below it
    (first,) = (s for s in doc["stories"] if s["title"] == "انهيار الجسر")
    told = topic["title"]
    first["title"] = told
    assert f"[ {told}" not in render_text(doc, width=500)
    assert "[ ما بعد الانهيار" in render_text(doc, width=500)
    first["title"] = "انهيار الجسر"
    # what a page of the main story tells too belongs there
    moved = next(line for line in topic["brief"] if line["text"] == radio["text"])
    first = next(line for line in topic["brief"] if line["spans"][0]["page"] != bridge.RADIO_PAGE)
    moved["spans"] = [*moved["spans"], first["spans"][0]]
    text = render_text(doc, width=500).partition("ماذا حدث")[2]
    assert "في قصص أخرى من الموضوع" not in text
    assert text.index("انهيار الجسر") < text.index(radio["text"]) < text.index("ما بعد الانهيار")


def test_what_a_copy_says_once_more_is_one_row_of_two_outlets() -> None:
    doc = copy.deepcopy(DOC)
    row = next(s for s in doc["statements"] if bridge.WARNED in render_of(doc, s))
    page = next(p for p in doc["pages"] if p["page"] == bridge.WIRE_PAGE)
    start = len(page["text"]) - len(bridge.WARNED)
    page["text"] = page["text"][:start] + bridge.WARNED  # stands for a copy of the words
    article = next(a["id"] for a in doc["articles"] if a["page"] == bridge.WIRE_PAGE)
    again = row | {"id": "s9", "page": bridge.WIRE_PAGE, "start": start, "end": len(page["text"]), "article": article}
    doc["statements"].append(again)
    told = render_text(doc, width=500).partition("من قال ماذا")[2].partition("الشواهد")[0]
    assert told.count(bridge.WARNED) == 1
    line = next(x for x in told.splitlines() if bridge.WARNED in x)
    assert "إذاعة السهل" in line
    assert "وكالة الأفق" in line


def render_of(doc: dict[str, Any], statement: dict[str, Any]) -> str:
    text = next(p["text"] for p in doc["pages"] if p["page"] == statement["page"])
    return str(text[statement["start"] : statement["end"]])


def test_a_disputed_line_says_too_that_its_outlets_have_one_source() -> None:
    doc = copy.deepcopy(DOC)
    topic = next(t for t in doc["topics"] if t["id"] == "t-bridge")
    topic["brief"][0]["warning"] = "disputed"
    assert "صحيفة النهر؛ مصدرها واحد؛ موضع نزاع" in render_text(doc, width=500)
    topic["brief"][0]["warning"] = "single_source"
    told = render_text(doc, width=500)
    assert "صحيفة النهر؛ مصدرها واحد" in told
    assert "لا يسنده إلا مصدر واحد" not in told, "what most lines rest on need not be said"
