"""Things that overlap a span, found without a look at all of them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from riwaya.model import Span, overlapping


@dataclass(frozen=True)
class _Thing:
    span: Span


spans = st.builds(lambda start, length: Span("page", start, start + length), st.integers(0, 60), st.integers(0, 9))


@given(st.lists(spans, max_size=8), spans)
def test_they_are_those_that_a_look_at_all_finds(places: list[Span], span: Span) -> None:
    """Also where some lie within others: up to as many as may."""
    things = [_Thing(s) for s in sorted(places)]
    assert overlapping(things, span) == [t for t in things if t.span.overlaps(span)]


def test_of_many_the_right_ones() -> None:
    things = [_Thing(Span("page", 10 * n, 10 * n + 8)) for n in range(1000)]
    assert overlapping(things, Span("page", 5007, 5021)) == things[500:503]
    assert overlapping(things, Span("page", 5008, 5010)) == []
    assert overlapping(things, Span("other", 5007, 5021)) == []
