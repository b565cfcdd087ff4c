"""Where a query stands in a page, by the page's outline; and outlines packed and unpacked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Article, Block, BlockKind
from riwaya.search.forms import entry_of, form_of
from riwaya.search.query import parse
from riwaya.search.snippets import Looked, Sought
from riwaya.store.index import TITLE_MOST
from riwaya.store.outline import Outline, Packed, coded, pack
from riwaya.text import read_words, tokenise
from tests.search.outlines import words_of

_BLOCKS = (
    (BlockKind.TITLE, "افتتاح جسر الوادي بعد سنتين"),
    (BlockKind.TITLE, "الجسر في أرقام"),
    (BlockKind.BODY, "افتُتح أمس جسرٌ جديد فوق الوادي في بلدة كفر ماء."),
    (BlockKind.BODY, "وقال المهندسون إن #جسر_الوادي يحمل 40 شاحنة، وبلغت كلفة الجسور الثلاثة مليونين."),
    (BlockKind.BODY, "وللبلدة جسران آخران."),
)


def _article(blocks: tuple[tuple[BlockKind, str], ...] = _BLOCKS) -> Article:
    text, parts = "", []
    for kind, words in blocks:
        parts.append(Block(kind, len(text), len(text) + len(words)))
        text += words + "\n"
    return Article("a#1", "a", text, parts=tuple(parts))


def _looked(article: Article, typed: str) -> Looked:
    """As the index keeps it."""
    outline = Packed(pack(entry_of(1, read_words(article)).kept().outline))
    return Looked(outline, article.text, Sought(parse(typed)))


_QUERIES = ("جسر الوادي", "الجسور", "«جسر جديد»", "كلفة أو شاحنة", "بلدة 40", "قطار الوادي", "«الوادي بعد سنتين» جسور")


@pytest.mark.parametrize("typed", _QUERIES)
@pytest.mark.parametrize("within", [None, (45, 92), (93, 160)])
def test_what_is_marked_is_what_reading_finds(typed: str, within: tuple[int, int] | None) -> None:
    """Every word within the snippet that has one of the forms asked for is marked, and no other."""
    article, query = _article(), parse(typed)
    seen = _looked(article, typed).see(within)
    atoms = [a for g in query.groups for a in g]
    plain = [a.forms[0] for a in atoms if not a.phrase]
    inside = [(p.start, p.end) for p in seen.snippet]
    wanted: set[tuple[int, int]] = set()
    for passage in read_words(article).passages:
        tokens = list(tokenise(passage.folded))
        forms = [form_of(article.text[x.start : x.end]) for x in tokens]
        for n, (token, form) in enumerate(zip(tokens, forms, strict=True)):
            if any(form.stem in f.stems or form.lemma in f.lemmas for f in plain):
                wanted.add((token.start, token.end))
            for atom in (a for a in atoms if a.phrase):
                if [f.stem for f in forms[n : n + len(atom.forms)]] == [f.stem for f in atom.forms]:
                    wanted.update((x.start, x.end) for x in tokens[n : n + len(atom.forms)])
    shown = {x for x in wanted if inside and inside[0][0] <= x[0] and x[1] <= inside[-1][1]}
    assert {(p.start, p.end) for p in seen.snippet if p.marked} == shown
    assert shown or len(seen.missing) == len(query.groups)
    assert "".join(p.text for p in seen.snippet) == article.text[inside[0][0] : inside[-1][1]]
    if within:
        assert within[0] <= inside[0][0] <= inside[-1][1] <= within[1]


def test_words_in_signs_are_found_and_the_best_passage_is_shown() -> None:
    seen = _looked(_article(), "المهندسون جسر الوادي كلفة").see()
    assert seen.missing == ()
    assert [p.text for p in seen.snippet if p.marked] == ["المهندسون", "جسر", "الوادي", "كلفة"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("جسر سوق", "السوق قرب الجسر."),  # of two that say as much the first, rather than the title
        ("جسر سوق قلعة", "بين القلعة والجسر سوق."),  # what says more, though it comes last
        ("جسر سوق ميناء", "جسر وسوق وميناء"),  # the title, where nothing below says as much
        ("قصر", "جسر وسوق وميناء"),  # nothing to show: what comes first
    ],
)
def test_the_passage_that_says_most_is_shown(typed: str, shown: str) -> None:
    blocks = (
        (BlockKind.TITLE, "جسر وسوق وميناء"),
        (BlockKind.BODY, "يوم طويل."),
        (BlockKind.BODY, "السوق قرب الجسر."),
        (BlockKind.BODY, "عند الجسر سوق."),
        (BlockKind.BODY, "بين القلعة والجسر سوق."),
    )
    seen = _looked(_article(blocks), typed).see()
    assert "".join(p.text for p in seen.snippet).rstrip(".") == shown.rstrip(".")
    assert seen.missing == (("قصر",) if typed == "قصر" else ())


def test_a_title_longer_than_what_the_index_takes() -> None:
    article = _article(((BlockKind.TITLE, "خبر " * 400 + "جسر"), (BlockKind.BODY, "فتح الجسر.")))
    entry = entry_of(1, read_words(article)).kept()
    assert entry.outline.title == TITLE_MOST == len(entry.texts()[0])
    seen = _looked(article, "فتح الجسر").see()
    assert seen.missing == ()
    assert [p.text for p in seen.snippet if p.marked] == ["فتح", "الجسر"]


def test_an_article_without_words() -> None:
    seen = _looked(Article("a#1", "a", ""), "جسر").see()
    assert (seen.snippet, seen.missing) == ((), ("جسر",))


_WORD = st.text(st.characters(exclude_categories=["Cc"]), max_size=8)
_ROWS = st.lists(st.tuples(_WORD, _WORD, st.integers(0, 10**6), st.integers(0, 99)), max_size=30)


@settings(max_examples=60)
@given(_ROWS, st.integers(0, 30))
def test_outlines_come_back_as_they_went(rows: list[tuple[str, str, int, int]], title: int) -> None:
    columns = [list(c) for c in zip(*rows, strict=True)] or [[], [], [], []]
    words, lemmas, starts, sizes = columns
    back = Packed(pack(Outline(words, lemmas, starts, [a + b for a, b in zip(starts, sizes, strict=True)], title)))
    assert words_of(back) == ([*map(coded, words)], [*map(coded, lemmas)])
    assert (back.many, back.title) == (len(words), title)
    whole = [(start, start + size) for start, size in zip(starts, sizes, strict=True)]
    assert all(back.places(low, len(whole)) == whole[low:] for low in range(len(whole)))
    assert [*back.breaks] == [n for n, word in enumerate(words) if not word]
    for word in {*words, "جسر"} - {""}:
        assert [*back.standing(coded(word))] == [n for n, other in enumerate(words) if other == word]
