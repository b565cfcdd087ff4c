"""Words that people are called by: 62,000 single words out of the names of people in Wikidata (CC0), folded.

Belonging to the list proves nothing (most names of news are everyday words too); not belonging to it is a sign.
"""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("people.txt.xz")


@cache
def known() -> frozenset[str]:
    """The words of the list."""
    with lzma.open(LIST, "rt", encoding="utf-8") as file:
        return frozenset(file.read().split("\n"))
