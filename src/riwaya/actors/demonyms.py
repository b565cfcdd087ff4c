"""Adjectives of origin: every written form of روسي, and what state a form points to.

Rules give the masculine singular (روسي, كوري شمالي, جنوب أفريقي). `inflect` makes the feminine, the sound plurals, the
duals and the forms with the article; a demonym of two words agrees in both (الكورية الشمالية) or only in the last
(الجنوب أفريقية, جنوب الأفريقية).
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.text import fold_word

_ENDINGS = ("", "ه", "ون", "ين", "ات", "ان", "تان", "تين", "ا")


def inflect(stem: str) -> Iterator[tuple[str, bool]]:
    """Pairs of folded form and whether it carries the article. `stem` is the masculine singular."""
    words = fold_word(stem).split()
    last = words[-1]
    for ending in _ENDINGS:
        if len(words) == 1:
            if ending != "ا":  # روسيا is the state; the accusative روسيا is left to the reader
                yield last + ending, False
                yield "ال" + last + ending, True
            continue
        first = words[0]
        yield f"{first} {last}{ending}", False
        yield f"ال{first} {last}{ending}", True
        yield f"{first} ال{last}{ending}", True
        yield f"ال{first} ال{last}{ending}", True
        if first.endswith("ي"):
            yield f"{first}{ending} {last}{ending}", False
            yield f"ال{first}{ending} ال{last}{ending}", True
