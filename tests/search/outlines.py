"""Outlines taken apart, as nobody but tests needs them."""

from __future__ import annotations

from riwaya.store.outline import Packed


def words_of(outline: Packed) -> tuple[list[bytes], list[bytes]]:
    """All words in order, and all lemmas."""
    words, lemmas = [b""] * outline.many, [b""] * outline.many
    texts, _, _ = outline.weighed(1)
    for text in filter(None, texts):
        for n, kinds in outline.marked([text], {text: (1, 2)}).items():
            if kinds & 1:
                words[n] = text
            if kinds & 2:
                lemmas[n] = text
    return words, lemmas
