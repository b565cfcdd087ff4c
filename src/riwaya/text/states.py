"""Adjectives of states in every written form, and what state a form points to; from `rules/ar/countries.yaml`.

Rules give the masculine singular (روسي, كوري شمالي, جنوب أفريقي). `inflect` makes the feminine, the sound plurals, the
duals and the forms with the article; a demonym of two words agrees in both (الكورية الشمالية) or only in the last
(الجنوب أفريقية, جنوب الأفريقية). `demonyms` is the table of those of one word without the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from riwaya.rules import load, rules_in
from riwaya.text.fold import fold_word

_ENDINGS = ("", "ه", "ون", "ين", "ات", "ان", "تان", "تين")
_ACCUSATIVE = "ا"  # only of two words: «روسيا» alone is the state


def inflect(stem: str) -> Iterator[tuple[str, bool]]:
    """Pairs of folded form and whether it carries the article. `stem` is the masculine singular."""
    words = fold_word(stem).split()
    last = words[-1]
    if len(words) == 1:
        for ending in _ENDINGS:
            yield last + ending, False
            yield "ال" + last + ending, True
        return
    first = words[0]
    for ending in (*_ENDINGS, _ACCUSATIVE):
        yield f"{first} {last}{ending}", False
        yield f"ال{first} {last}{ending}", True
        yield f"{first} ال{last}{ending}", True
        yield f"ال{first} ال{last}{ending}", True
        if first.endswith("ي"):
            yield f"{first}{ending} {last}{ending}", False
            yield f"ال{first}{ending} ال{last}{ending}", True


@cache
def demonyms() -> Mapping[str, str]:
    """Folded adjectives of states (one word, without ال) and the states' ids; a form of two states is left out."""
    found: dict[str, set[str]] = {}
    for entry in rules_in(load("ar/countries"), "states"):
        for adjective in entry.texts("demonym"):
            for form, defined in inflect(adjective):
                if not defined and " " not in form:
                    found.setdefault(form, set()).add(f"country:{entry.text('id')}")
    return {form: next(iter(ids)) for form, ids in found.items() if len(ids) == 1}
