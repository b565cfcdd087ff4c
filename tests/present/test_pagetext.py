"""Blocks of a page: everything with words stands in exactly one."""

from hypothesis import given
from hypothesis import strategies as st

from riwaya.present.marks import Mark, differing, mark_ranges
from riwaya.present.pagetext import cover

texts = st.text("اب \n", max_size=60)


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_no_word_is_lost_and_none_stands_twice(text: str, spans: list[tuple[int, int]]) -> None:
    blocks = [{"kind": "body", "start": a, "end": b} for a, b in spans]
    covered = [0] * len(text)
    for _, _, start, end in cover({"text": text, "blocks": blocks}):
        for n in range(start, end):
            covered[n] += 1
    assert max(covered, default=0) <= 1
    assert all(covered[n] for n, sign in enumerate(text) if not sign.isspace())


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.just("added"), st.just("")), max_size=6))
def test_marks_give_the_text_back(text: str, ranges: list[tuple[int, int, str, str]]) -> None:
    assert "".join(m.text for m in mark_ranges(text, ranges)) == text


@given(texts, texts)
def test_what_differs_gives_both_texts_back(a: str, b: str) -> None:
    left, right = differing(a, b)
    assert ("".join(m.text for m in left), "".join(m.text for m in right)) == (a, b)
    assert [m for m in left if not m.kind] == [m for m in right if not m.kind] or a != b
    assert differing(a, a)[0] in ([], [Mark(a)])
