"""Every rule of the room holds on its own examples, and the rules' words are found in texts."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Block, BlockKind
from riwaya.read import check_rules, explain
from riwaya.read.cues import age_of, cue_of, glued_header, opens_paragraph
from riwaya.read.lines import Line, make_line
from riwaya.read.names import agency_id, is_outlet
from riwaya.read.published import read_stamp
from riwaya.text import read_words


def line(text: str) -> Line:
    return make_line(text, 0, len(text))


def test_examples_hold() -> None:
    assert check_rules() == ()


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("جريدة الأفقمنذ 5 ساعات", "جريدة الأفق"),
        ("المدى نيوز | منذ 20 دقيقة", "المدى نيوز"),
        ("timeمنذ ساعة واحدة", None),
        ("قبل يومين", None),
        ("3 hours ago", None),
        ("10:45 ص", None),
    ],
)
def test_ages_give_the_outlet_glued_to_them(text: str, outlet: str | None) -> None:
    age = age_of(line(text))
    assert age is not None
    assert (text[slice(*age.outlet)] if age.outlet else None) == outlet


@pytest.mark.parametrize(
    "text", ["حرب مستمرة في الإقليم منذ عام", "أكبر حريق تشهده المدينة منذ سنوات", "هدنة قبل ساعات"]
)
def test_headlines_that_end_in_an_age_are_no_metadata(text: str) -> None:
    age = age_of(line(text))
    assert age is None or age.outlet is None


@pytest.mark.parametrize(
    ("text", "value", "left"),
    [
        ("الأفق - 2018-04-06 00:42", "2018-04-06T00:42", "الافق"),
        ("نشر في 12 تشرين الأول 2025 - 10:38", "2025-10-12T10:38", ""),
        ("آخر تحديث: الأحد 13 يوليو 2025 | 05:30 م", "2025-07-13T17:30", ""),
        ("٢٠٢١/١٠/٢٥م", "2021-10-25", ""),
        ("الخميس 19 محرم 1447هـ - 15 يوليو 2025م", "2025-07-15", None),
        ("5 غشت 2023", "2023-08-05", ""),
        ("في 28 يونيو الماضي", None, None),
    ],
)
def test_stamps(text: str, value: str | None, left: str | None) -> None:
    stamp = read_stamp(text)
    assert (stamp.when.value if stamp else None) == value
    if stamp and left is not None:
        assert stamp.left == left


def test_a_glued_header_is_cut_off() -> None:
    text = "وقال الوزير إن العمل جار. أخبار ذات صلة"
    assert glued_header(text) == text.index("أخبار")
    assert glued_header("قال إن هذه أخبار ذات صلة") is None


def test_names() -> None:
    assert agency_id("(أ.ف.ب)") == "org:afp"
    assert is_outlet("جريدة الأفق")
    assert not is_outlet("وزير الخارجية")


def test_explain_names_the_rule_and_its_place() -> None:
    text = "اقرأ أيضا: افتتاح السوق القديم"
    words = read_words(Article("a#1", "a", text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
    (fired,) = explain(words)
    assert (fired.rule, fired.start, fired.end) == ("see-also-inline", 0, len(text))


def test_furniture_inside_a_sentence_is_no_furniture() -> None:
    assert cue_of(line("شارك في الاجتماع وزراء من ثلاث دول مجاورة.")) is None


@pytest.mark.parametrize("word", ["وقتل", "وانتقدت", "وأدانت", "والدفاع", "واليوم", "وحددت", "وعدد", "ووضعت", "وبات"])
def test_words_joined_by_waw_go_on_with_a_text(word: str) -> None:
    assert opens_paragraph(line(f"{word} كذا وكذا في المدينة"))


@pytest.mark.parametrize("word", ["وزير", "وقت", "وقتها", "وحدة", "والدة", "وطنية", "وليد", "ولاية", "وضع"])
def test_words_that_begin_with_waw_may_begin_a_headline(word: str) -> None:
    assert not opens_paragraph(line(f"{word} كذا وكذا في المدينة"))
