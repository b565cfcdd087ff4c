from hypothesis import given
from hypothesis import strategies as st

from riwaya.present.shown import clip
from riwaya.render.catalogue import language
from riwaya.render.document import document
from riwaya.render.index import Evidence, Index
from riwaya.render.marks import mark_pair, mark_ranges, mark_value
from riwaya.render.pagetext import draw_page
from riwaya.render.views import PairView
from tests.render import bridge

RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from("ab"), st.just("")), max_size=8)


@given(st.text(max_size=40), RANGES)
def test_marks_give_the_text_back(text: str, ranges: list[tuple[int, int, str, str]]) -> None:
    assert "".join(m.text for m in mark_ranges(text, ranges)) == text


def test_a_value_is_marked_only_as_whole_words() -> None:
    assert [m.text for m in mark_value("مقتل 14 من 140", "14") if m.kind] == ["14"]
    assert not [m for m in mark_value("مقتل 140", "14") if m.kind]
    assert [m.text for m in mark_value("احتجت الخارجية القبرصية", "قبرصية") if m.kind] == ["القبرصية"]


def evidence(words: str, start: int = 0) -> Evidence:
    return Evidence("p", 0, start, start + len(words), words, "o", None, None)


def test_near_copies_show_the_words_that_differ() -> None:
    left, right = mark_pair(
        PairView(evidence("وصل الوفد مساء الأحد"), evidence("وصل الوفد ليل الأحد"), ()), "edited_copy"
    )
    assert [m.text for m in left if m.kind] == ["مساء"]
    assert [m.text for m in right if m.kind] == ["ليل"]


def test_a_rewrite_without_told_changes_is_left_alone() -> None:
    left, right = mark_pair(PairView(evidence("وصل الوفد"), evidence("بلغت البعثة"), ()), "rewrite")
    assert not [m for m in left + right if m.kind]


@given(st.text("اب ج", max_size=60), st.integers(4, 30))
def test_clipping_never_invents_words(text: str, length: int) -> None:
    shown = clip(text, length)
    assert shown.strip("… ") in text


def test_a_clip_keeps_the_value_in_view() -> None:
    text = "كلام " * 40 + "مقتل 14 شخصًا " + "وكلام " * 40
    assert "14" in clip(text, 60, "14")


def test_blocks_cover_every_word_even_where_the_page_has_none() -> None:
    page = {"text": "سطر أول\n\nسطر ثان", "blocks": []}
    blocks = draw_page(page, [], [])
    assert [(b.kind, page["text"][b.start : b.end]) for b in blocks] == [("body", "سطر أول"), ("body", "سطر ثان")]


def test_words_between_blocks_are_not_lost() -> None:
    page = {
        "text": "عنوان\nبين بين\nمتن",
        "blocks": [{"kind": "title", "start": 0, "end": 5}, {"kind": "body", "start": 14, "end": 17}],
    }
    assert [b.kind for b in draw_page(page, [], [])] == ["title", "unlabelled", "body"]


def test_overlapping_evidence_is_anchored_once_each() -> None:
    text = "كلمة ثانية ثالثة رابعة"
    words = [evidence(text[a:b], a) for a, b in ((0, 22), (5, 16), (5, 10), (11, 22))]
    pieces = [p for b in draw_page({"text": text, "blocks": []}, words, []) for p in b.pieces]
    assert "".join(p.text for p in pieces) == text
    anchors = [e.anchor for p in pieces for e in p.starts]
    assert sorted(anchors) == sorted(e.anchor for e in words)


def test_the_same_words_have_one_number() -> None:
    index = Index(document(bridge.telling()), language("ar"))
    span = {"page": bridge.WIRE_PAGE, "start": 0, "end": 5}
    first, again = index.cite(span), index.cite(dict(span))
    assert first is again
    assert index.cite({"page": bridge.WIRE_PAGE, "start": 0, "end": 6}) != first
