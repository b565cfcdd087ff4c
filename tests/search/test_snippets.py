"""Where a query stands in a page: by the index as by reading, and whatever the index says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Article, Block, BlockKind
from riwaya.search.forms import entry_of
from riwaya.search.query import parse
from riwaya.search.snippets import Looked, wanted
from riwaya.store.index import BREAK, TITLE_MOST, Places
from riwaya.text import read_words

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


def _places(article: Article) -> Places:
    """As the index keeps them."""
    entry = entry_of(1, read_words(article))

    def numbered(title: list[str], body: list[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for n, word in enumerate([*title[:TITLE_MOST], BREAK, *body]):
            found.setdefault(word, []).append(n)
        return found

    lemmas = numbered(list(entry.title_lemmas), list(entry.body_lemmas))
    return Places(numbered(list(entry.title), list(entry.body)), lemmas)


_QUERIES = ("جسر الوادي", "الجسور", "«جسر جديد»", "كلفة أو شاحنة", "بلدة 40", "قطار الوادي", "«الوادي بعد سنتين» جسور")


@pytest.mark.parametrize("typed", _QUERIES)
@pytest.mark.parametrize("within", [None, (45, 92), (93, 160)])
def test_the_index_says_what_reading_says(typed: str, within: tuple[int, int] | None) -> None:
    article, query = _article(), parse(typed)
    looked = Looked(article, query, _places(article))
    seen = looked.see(within)
    looked._hits = looked._by_reading()
    assert seen == looked.see(within)
    assert any(p.marked for p in seen.snippet) or len(seen.missing) == len(query.groups)


def test_words_in_signs_are_found_and_the_best_passage_is_shown() -> None:
    article = _article()
    seen = Looked(article, parse("المهندسون جسر الوادي كلفة"), _places(article)).see()
    assert seen.missing == ()
    assert [p.text for p in seen.snippet if p.marked] == ["المهندسون", "جسر", "الوادي", "كلفة"]


_NUMBERS = st.lists(st.integers(-5, 400), max_size=6)
_WRONG = st.dictionaries(st.sampled_from(sorted(wanted(parse("جسر الوادي «جسر جديد»"))[0])), _NUMBERS)


@settings(max_examples=60)
@given(_WRONG, _WRONG)
def test_an_index_of_older_rules_breaks_nothing(words: dict[str, list[int]], lemmas: dict[str, list[int]]) -> None:
    article, query = _article(), parse("جسر الوادي «جسر جديد»")
    seen = Looked(article, query, Places(words, lemmas)).see()
    assert "".join(p.text for p in seen.snippet) in article.text
    marked = [p.text for p in seen.snippet if p.marked]
    assert all("جسر" in w or "واد" in w or "جديد" in w or "جسور" in w or "جسرٌ" in w for w in marked)


def test_a_title_longer_than_what_the_index_counts() -> None:
    article = _article(((BlockKind.TITLE, "خبر " * 400 + "جسر"), (BlockKind.BODY, "فتح الجسر.")))
    seen = Looked(article, parse("فتح الجسر"), _places(article)).see()
    assert seen.missing == ()
    assert [p.text for p in seen.snippet if p.marked] == ["فتح", "الجسر"]
