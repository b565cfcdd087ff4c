"""Outlines taken apart, as nobody but tests needs them."""

from __future__ import annotations

from riwaya.store.outline import Packed


class _All:
    """Whatever is looked for."""

    def __contains__(self, _: object) -> bool:
        return True


def words_of(outline: Packed) -> tuple[list[bytes], list[bytes]]:
    """All words in order, and all lemmas."""
    words, lemmas = [b""] * outline.many, [b""] * outline.many
    for text, as_words, as_lemmas in outline.ending(b"", _All()):
        for whole, numbers in ((words, as_words), (lemmas, as_lemmas)):
            for n in numbers:
                whole[n] = text
    return words, lemmas
