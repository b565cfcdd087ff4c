import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.present.shown import balanced, short_name
from riwaya.render import document, render_html, render_markdown, render_text
from riwaya.render.catalogue import language
from riwaya.render.index import Index
from tests.render import bridge

DOC = document(bridge.telling())


def actor(id_: str, ar: list[str], en: list[str], lang: str = "ar") -> str:
    doc = copy.deepcopy(DOC)
    doc["actors"].append({"id": id_, "kind": "GPE", "names": {"ar": ar, "en": en}, "wikidata": None})
    return Index(doc, language(lang)).name(id_)


@pytest.mark.parametrize(
    ("id_", "ar", "en", "expected"),
    [
        ("country:EC", [], ["Ecuador"], "الإكوادور"),
        ("country:EC", ["Ecuador", "جمهورية الإكوادور"], [], "جمهورية الإكوادور"),
        ("place:ecuador", [], ["ecuador", "Ecuador"], "الإكوادور"),
        ("person:lina-h", [], ["lina hourani"], "Lina Hourani"),
        ("person:jordan", [], ["Jordan"], "Jordan"),
        ("org:delta", [], ["delta works", "Delta Works"], "Delta Works"),
        ("org:delta-works", [], [], "delta works"),
    ],
)
def test_arabic_names_come_first_in_the_arabic_interface(id_: str, ar: list[str], en: list[str], expected: str) -> None:
    assert actor(id_, ar, en) == expected


def test_names_in_english() -> None:
    assert actor("org:x", ["نقابة الرعاة"], [], "en") == "نقابة الرعاة"
    assert Index(DOC, language("en")).name("country:EC") == "Ecuador"
    assert Index(DOC, language("en")).name(bridge.MINISTER) == "Salim Alrawi"


def test_an_actor_without_an_arabic_name_goes_by_the_words_of_a_page() -> None:
    doc = copy.deepcopy(DOC)
    doc["actors"] = [a for a in doc["actors"] if a["id"] != bridge.MINISTER]
    assert Index(doc, language("ar")).name(bridge.MINISTER) == "سليم الراوي"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("03-rewrite.txt", "03-rewrite"),
        ("saved/pages/a.html", "a"),
        ("feed.xml#2", "feed#2"),
        ("000_123456789abcdef0.txt", "000_123…bcdef0"),
        (".txt", ".txt"),
        ("v1.2", "v1.2"),
    ],
)
def test_the_name_of_a_page_fits_a_line(name: str, expected: str) -> None:
    assert short_name(name, 14) == expected


def test_another_item_on_a_page_does_not_pass_for_the_page() -> None:
    doc = copy.deepcopy(DOC)
    item = {**copy.deepcopy(doc["articles"][0]), "id": "x", "role": "related", "outlet": None}
    doc["articles"].append(item)
    assert Index(doc, language("ar")).outlet_of("x") == "خبر آخر على صفحة وكالة الأفق"
    item["outlet"] = "صحيفة المرج"
    assert Index(doc, language("ar")).outlet_of("x") == "صحيفة المرج"


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("قال «تأخر", "قال «تأخر»"),
        ("تأخر» وقال", "«تأخر» وقال"),
        ("«أ» و«ب» …", "«أ» و«ب» …"),
        ("", ""),
    ],
)
def test_quotations_close_where_the_words_end(cut: str, whole: str) -> None:
    assert balanced(cut) == whole


@given(st.text("«» اب", max_size=20))
def test_balanced_words_stay_balanced(text: str) -> None:
    assert balanced(balanced(text)) == balanced(text)
    assert text in balanced(text)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_evidence_is_numbered_as_a_reader_meets_it(lang: str) -> None:
    texts = {
        "text": (render_text(DOC, lang=lang, width=500).split("\n[1] ")[0], r"\[(\d+)\]"),
        "md": (render_markdown(DOC, lang=lang).split("\n[^1]:")[0], r"\[\^(\d+)\]"),
        "html": (render_html(DOC, lang=lang), r'<a class="n"[^>]*>(\d+)</a>'),
    }
    for name, (text, pattern) in texts.items():
        met = list(dict.fromkeys(int(n) for n in re.findall(pattern, text)))
        assert met == list(range(1, len(met) + 1)), name


def untold() -> dict[str, Any]:
    doc = copy.deepcopy(DOC)
    doc["topics"][0] |= {"title": "", "brief": []}
    doc["topics"][1] |= {"title": ""}
    return doc


def test_a_topic_without_a_title_or_a_brief_is_told_by_its_page() -> None:
    text = render_text(untold(), width=500)
    assert text.startswith("انهيار جسر الصفصاف في مرج السنديان ومقتل 14 شخصًا\n═")
    assert "لينا الحوراني تفوز ببطولة الشطرنج <script>alert('x')</script>\n═" in text
    assert "بعد تسع جولات. [" in text
    assert "من الصفحة كما هي" in text
    assert "as it stands on the page" in render_html(untold(), lang="en")
    assert "لا سطر هنا" not in render_html(untold())
