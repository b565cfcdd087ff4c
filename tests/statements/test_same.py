"""Several renderings of one statement."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

from riwaya.model import Article, Block, BlockKind, Mode, Polarity, Span, Speaker, Statement
from riwaya.statements import join_statements, mark
from riwaya.text import Words, read_words

QUOTED = "السد الجديد سيروي ثلاثين ألف هكتار من أراضي الوادي قبل نهاية الموسم"
RETOLD = "ثلاثين ألف هكتار في الوادي سترويها مياه السد الجديد"


def page(name: str, *said: str, actor: str | None = "person:x") -> tuple[Words, list[Statement]]:
    text = "\n".join(said)
    words = read_words(Article(f"{name}#0", name, text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
    spans = [(text.index(s), text.index(s) + len(s)) for s in said]
    speaker = Speaker(None, actor) if actor else None
    return words, [
        Statement(f"{name}#0/s{n}", f"{name}#0", Span(name, *s), Mode.INDIRECT, Polarity.ASSERTS, None, speaker)
        for n, s in enumerate(spans)
    ]


def test_a_rendering_is_known_across_pages() -> None:
    first, second = page("a", QUOTED, "الطريق إلى الميناء سيبقى مغلقا"), page("b", RETOLD)
    assert join_statements([first, second]) == {"b#0/s0": "a#0/s0"}
    assert mark(second[1][0], {"b#0/s0": "a#0/s0"}).same_as == "a#0/s0"


def test_within_a_page_too() -> None:
    assert join_statements([page("a", RETOLD, QUOTED)]) == {"a#0/s1": "a#0/s0"}


def test_other_speakers_say_other_things() -> None:
    assert not join_statements([page("a", QUOTED), page("b", RETOLD, actor="person:y")])


def test_other_figures_are_other_statements() -> None:
    a, b = "روى السد 300 هكتار من أراضي الوادي هذا الموسم", "روى السد 450 هكتار من أراضي الوادي هذا الموسم"
    assert not join_statements([page("a", a), page("b", b)])


def test_a_denial_is_no_rendering_of_what_it_denies() -> None:
    words, (said,) = page("b", RETOLD)
    assert not join_statements([page("a", QUOTED), (words, [replace(said, polarity=Polarity.DENIES)])])


def test_an_unnamed_speaker_needs_nearly_the_same_words() -> None:
    assert join_statements([page("a", QUOTED), page("b", QUOTED, actor=None)]) == {"b#0/s0": "a#0/s0"}
    assert not join_statements([page("a", QUOTED), page("b", "السد الجديد في الوادي جميل", actor=None)])


def test_how_alike_two_are_is_the_same_in_each_process() -> None:
    asked = (
        "from riwaya.likeness import Weights;"
        "from riwaya.model import Mode, Polarity, Span, Statement;"
        "from riwaya.statements.same import _alike, _Said;"
        "weights = Weights([f'w{i}' for i in range(n, 60)] for n in range(60));"
        "told = [Statement(p, p, Span(p, 0, 9), Mode.INDIRECT, Polarity.ASSERTS, None, None) for p in 'ab'];"
        "words = [frozenset(f'w{i}' for i in range(k, 50 + k)) for k in (0, 1)];"
        "one, other = (_Said(s, w, frozenset()) for s, w in zip(told, words));"
        "print(_alike(weights, one, other))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in range(4)
    }
    assert len(told) == 1
