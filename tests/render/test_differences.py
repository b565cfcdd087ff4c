import copy
import re
from typing import Any

import pytest

from riwaya.render import document, render_html, render_markdown, render_text
from riwaya.render.catalogue import language
from riwaya.render.differences import Difference, differences
from riwaya.render.index import Index
from tests.render import bridge

DOC = document(bridge.telling())
REWRITTEN = [[bridge.WIRE_PAGE, bridge.WIRE[3][1]], [bridge.REWRITE_PAGE, bridge.REWRITE[3][1]]]


def contrast(rule: str, topic: str, holders: tuple[str | None, ...] = (None, None)) -> dict[str, Any]:
    spans = [bridge.at(page, words) for page, words in REWRITTEN]
    positions = [
        {"value": words, "holder": holder, "spans": [{"page": s.page, "start": s.start, "end": s.end}]}
        for (_, words), s, holder in zip(REWRITTEN, spans, holders, strict=True)
    ]
    return {"topic": topic, "kind": "dispute-between-parties", "positions": positions, "rule": rule}


def told(lang: str, row: dict[str, Any], doc: dict[str, Any] = DOC) -> Difference:
    return differences(Index(doc, language(lang)), [row])[0]


@pytest.mark.parametrize(
    ("rule", "topic", "arabic", "english"),
    [
        ("figures", "العدد: طناً", "أعداد متفاوتة: طناً", "Figures that differ: طناً"),
        ("figures:count", "العدد: طناً", "أعداد متفاوتة: طناً", "Figures that differ: طناً"),
        ("times", "التاريخ: انهار", "متى حدث: انهار", "When it happened: انهار"),
        ("dispute:denial", "إثبات ونفي: الدعامات", "إثبات ونفي: الدعامات", "Asserted and denied: الدعامات"),
        ("claims", "طول الحدود", "طول الحدود", "Length of the border"),
        ("claims", "عدد الأبقار", "حقيقة ثابتة: عدد الأبقار", "A standing fact: عدد الأبقار"),
        ("a new rule", "killed", "عدد القتلى", "Number killed"),
        ("", "مسألة", "مسألة", "مسألة"),
    ],
)
def test_a_heading_is_of_the_interface_and_its_words_of_the_page(
    rule: str, topic: str, arabic: str, english: str
) -> None:
    assert told("ar", contrast(rule, topic)).subject == arabic
    assert told("en", contrast(rule, topic)).subject == english


def test_a_dispute_about_nothing_named_is_headed_by_its_sides() -> None:
    row = contrast("dispute:joined", "روايتان", (bridge.MINISTER, bridge.UNION))
    assert told("ar", row).subject == "روايتان متعارضتان: سليم الراوي / نقابة المهندسين"
    assert told("en", row).about == ("Salim Alrawi", "نقابة المهندسين")


def test_an_altered_sentence_is_headed_by_the_words_that_changed() -> None:
    doc = copy.deepcopy(DOC)
    doc["derivations"][1]["pairs"][1]["changed"][0]["what"] = "number"
    row = contrast("altered:number", "العدد")
    assert told("ar", row, doc).about == ("تجاهلت ثلاثة إنذارات مكتوبة", "استجابت لإنذار واحد")
    assert told("ar", contrast("altered:date", "التاريخ"), doc).subject == "تاريخ تغيّر في النقل"


def test_of_a_whole_sentence_only_what_changed_is_marked() -> None:
    doc = copy.deepcopy(DOC)
    doc["derivations"][1]["pairs"][1]["changed"][0]["what"] = "number"
    changed, unknown = (told("ar", contrast(f"altered:{what}", "العدد"), doc) for what in ("number", "date"))
    assert [s.marked for s in changed.sides] == ["تجاهلت ثلاثة إنذارات مكتوبة", "استجابت لإنذار واحد"]
    assert [s.marked for s in unknown.sides] == ["", ""], "a mark over all the words says nothing"
    doc["topics"][1]["contrasts"] = [contrast("altered:number", "العدد")]
    html = render_html(doc)
    assert "<b>استجابت لإنذار واحد</b>" in html
    assert f"<b>{bridge.REWRITE[3][1]}</b>" not in html


def test_a_side_is_printed_once() -> None:
    doc = copy.deepcopy(DOC)
    doc["topics"][1]["contrasts"] = [contrast("altered:act", "فعل القول")]
    opening = " ".join(bridge.REWRITE[3][1].split()[:5])
    for text in (render_text(doc, width=500), render_markdown(doc)):
        line = next(x for x in text.splitlines() if opening in x)
        assert line.count(opening) == 1


def test_a_sentence_that_moved_on_is_printed_once_with_its_time() -> None:
    doc, row = copy.deepcopy(DOC), contrast("moved:arrest", "الحال")
    for n, position in enumerate(row["positions"]):
        position["as_of"] = f"2031-05-0{n + 1}"
    doc["topics"][1]["contrasts"] = [row]
    opening = " ".join(bridge.REWRITE[3][1].split()[:5])
    line = next(x for x in render_text(doc, width=500).splitlines() if opening in x)
    assert line.count(opening) == 1
    assert "(حتى 2 مايو 2031)" in line
    page = re.sub(r"<(style|script).*?</\1>", "", render_html(doc), flags=re.S)
    side = next(x for x in page.split('<div class="side"') if opening in x).partition("</div>")[0]
    assert side.count(opening) == 1
    assert "حتى 2 مايو 2031" in side


def test_english_headings_in_the_page_hold_no_arabic_of_the_interface() -> None:
    doc = copy.deepcopy(DOC)
    doc["topics"][1]["contrasts"] = [contrast("figures", "العدد: طناً")]
    html = render_html(doc, lang="en")
    assert '<h4>Figures that differ: <bdi lang="ar">طناً</bdi>' in html
    assert "العدد:" not in re.sub(r"<(style|script).*?</\1>", "", html, flags=re.S)


@pytest.mark.parametrize(("lang", "said"), [("ar", "أعداد متفاوتة: الكمية بالطن"), ("en", "Figures that differ: tons")])
def test_a_unit_says_what_is_measured(lang: str, said: str) -> None:
    assert told(lang, contrast("figures:count", "العدد: طن")).subject == said


@pytest.mark.parametrize(
    ("lang", "said"), [("ar", "نزاع بين الأطراف · للتحقّق"), ("en", "dispute between parties · to be checked")]
)
def test_what_is_to_be_checked_says_so_and_stands_behind_what_is_sure(lang: str, said: str) -> None:
    doubtful = contrast("dispute:joined", "روايتان") | {"sure": False}
    sure = contrast("altered:number", "العدد") | {"kind": "discrepancy-between-pages"}
    small = contrast("altered:date", "التاريخ") | {"kind": "differing-precision"}
    told_all = differences(Index(DOC, language(lang)), [small, doubtful, sure])
    assert [d.kind for d in told_all] == [sure["kind"], doubtful["kind"], small["kind"]]
    assert [d.told_kind == said for d in told_all] == [False, True, False]
    doc = copy.deepcopy(DOC)
    next(c for t in doc["topics"] for c in t["contrasts"] if c["kind"] == doubtful["kind"])["sure"] = False
    for form in (render_text(doc, lang=lang, width=300), render_markdown(doc, lang=lang), render_html(doc, lang=lang)):
        assert said.partition(" · ")[2] in form
