"""What is known of a word alone: nearly all words tell nothing, whatever is attached to them."""

from __future__ import annotations

import pytest

from riwaya.events.coded import read_example
from riwaya.events.known import known, known_in
from riwaya.remembered import forget


@pytest.mark.parametrize("word", ["برتقال", "والنهر", "للجسر", "2019"])
def test_most_words_tell_nothing(word: str) -> None:
    met = known(word)
    assert not met.tells
    assert (met.state, met.recalling, met.head) == (None, None, None)
    assert not (met.finite or met.harms or met.clause)


@pytest.mark.parametrize(("word", "tells", "finite"), [("واعتقلت", True, True), ("باعتقال", True, False)])
def test_a_trigger_is_known_under_its_particles(word: str, tells: bool, finite: bool) -> None:
    assert (known(word).tells, known(word).finite) == (tells, finite)


def test_who_stands_for_a_body_and_what_a_state_is_called() -> None:
    assert known("نرويجيه").state == known("النرويجيه").state
    assert known("ونرويجيه").state == ((known("نرويجيه").state or ("", ""))[0], "و")
    bare, definite = known("شركه").head, known("بالشركه").head
    assert bare is not None and definite is not None
    assert bare[0] == definite[0]  # one row, and only «بال» stands before a head that may be meant again
    assert (bare[1], definite[1]) == (None, 1)


def test_a_noun_that_recalls_keeps_its_stem() -> None:
    met = known("والهجوم").recalling
    assert met is not None
    assert (met.stem, met.article) == ("هجوم", True)


def test_it_is_read_once_for_an_article_and_alike_after_forgetting() -> None:
    words, _ = read_example("هاجم مسلحون المخفر. وأسفر الهجوم عن مقتل حارس")
    first = known_in(words)
    assert known_in(words) is first
    assert [len(row) for row in first] == [len(s.tokens) for s in words.sentences]
    forget()
    assert known("الهجوم").stems == first[1][1].stems
