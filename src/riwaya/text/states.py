"""`demonyms`: adjectives of states, to the states' ids; from `rules/ar/countries.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from riwaya.rules import load, rules_in
from riwaya.text.fold import fold_word

# No accusative in ا: «روسيا» is the state.
_ENDINGS = ("", "ه", "ين", "ون", "ان", "تين", "تان", "ات")


@cache
def demonyms() -> Mapping[str, str]:
    """Folded adjectives of states, without ال, and the states' ids; a form of two states is left out."""
    found: dict[str, set[str]] = {}
    for entry in rules_in(load("ar/countries"), "states"):
        for adjective in entry.texts("demonym"):
            word = fold_word(adjective)
            if " " not in word:
                for ending in _ENDINGS:
                    found.setdefault(word + ending, set()).add(f"country:{entry.text('id')}")
    return {form: next(iter(ids)) for form, ids in found.items() if len(ids) == 1}
