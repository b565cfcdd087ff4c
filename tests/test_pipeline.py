import random

import pytest

from riwaya.model import Failure, Source, Telling
from riwaya.pipeline import Options, tell_sources
from tests.conftest import EXAMPLES

NAMES = ("01-wire.txt", "02-copy.txt", "06-update.txt", "12-grounding.txt", "14-football.txt")


def sources(names: tuple[str, ...] = NAMES) -> list[Source]:
    return [Source(n, (EXAMPLES / n).read_bytes()) for n in names]


def judged(telling: Telling) -> tuple[object, ...]:
    """What must not depend on the order of inputs."""
    stories = {(frozenset(s.articles), s.independent_sources) for s in telling.stories}
    told = {(t.title, tuple(line.text for line in t.brief), frozenset(t.contrasts)) for t in telling.topics}
    return stories, {(d.source, d.derived, d.relation) for d in telling.derivations}, told


def test_the_order_of_inputs_changes_nothing() -> None:
    first = tell_sources(sources())
    shuffled = sources()
    random.Random(7).shuffle(shuffled)
    assert judged(tell_sources(shuffled)) == judged(first)


def test_the_same_inputs_give_the_same_telling() -> None:
    assert tell_sources(sources()) == tell_sources(sources())


def test_no_input_is_an_empty_telling() -> None:
    telling = tell_sources([])
    assert (telling.pages, telling.articles, telling.topics) == ((), (), ())


def test_trouble_in_one_stage_is_counted_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("riwaya.pipeline.find_statements", broken)
    telling = tell_sources(sources(NAMES[:2]))
    assert len(telling.articles) == 2
    assert telling.topics
    assert telling.failures == (
        Failure("01-wire.txt", "statements", "RuntimeError: out of paper"),
        Failure("02-copy.txt", "statements", "RuntimeError: out of paper"),
    )


def test_progress_is_told_stage_by_stage() -> None:
    seen: list[tuple[str, int, int]] = []
    tell_sources(sources(NAMES[:1]), Options(progress=lambda *step: seen.append(step)))
    assert {stage for stage, _, _ in seen} >= {"dates", "names", "statements", "events"}
    assert all(0 <= done < of for _, done, of in seen)
