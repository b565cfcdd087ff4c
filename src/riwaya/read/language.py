"""Which language a text is in, as far as we must know: Arabic, or something else."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from riwaya.rules import load

# A look at the first part of a page is enough, and bounds the work on very long ones.
_LOOK = 6_000
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_WORD = re.compile(r"[^\W\d_]+")
# Pages of Arabic sites carry menus and captions in Latin letters; an Arabic text still holds at
# least this share of Arabic letters, and this many of them.
_SHARE = 0.3
_LEAST = 15


def language_of(text: str) -> str:
    """`ar`, another language written in Arabic letters, or `und` where there are too few of them."""
    look = text[:_LOOK]
    arabic = sum(map(len, _ARABIC.findall(look)))
    # letters need no counting where the Arabic ones are a third of all characters
    if arabic < _LEAST or (3 * arabic < len(look) and arabic < _SHARE * sum(map(len, _WORD.findall(look)))):
        return "und"
    words = Counter(filter(_any_function_word().__contains__, _WORD.findall(look)))
    counts = {language: sum(words[w] for w in words if w in known) for language, known in _function_words().items()}
    best = max(counts, key=lambda k: counts[k])
    # Another language must clearly outweigh Arabic: quotations in Persian do not make a Persian page.
    return best if best != "ar" and counts[best] > 1.5 * counts["ar"] + 3 else "ar"


@cache
def _any_function_word() -> frozenset[str]:
    return frozenset().union(*_function_words().values())


@cache
def _function_words() -> dict[str, frozenset[str]]:
    data = load("ar/reading")["languages"]
    return {language: frozenset(data.texts(language)) for language in data}
