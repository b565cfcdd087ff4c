"""Which state a word stands for: its name, its adjective, its people, its capital («نيروبي»، «الكينية» -> KE).

The knowledge is `rules/ar/countries.yaml`. This is deliberately coarse (a capital is its state, a name in an
agency's name counts too): here it only lets two tellings of one sentence meet, and shows who stands where in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.rules import Entry, load, rules_in
from riwaya.text import Folded, Hit, Lexicon, Token, fold_word

_ADJECTIVE = ("", "ه", "ين", "ون", "ان", "تان", "تين", "ات")


@cache
def _names() -> Lexicon[str]:
    """State names and what stands for them; the payload is the ISO code."""
    lexicon: Lexicon[str] = Lexicon()
    for row in rules_in(load("ar/countries"), "states"):
        code, unsure = row.text("id"), {fold_word(w) for w in row.texts("unsure")}
        for word in dict.fromkeys((*row.texts("ar"), *_capital(row), *row.texts("people"), *row.texts("seats"))):
            if fold_word(word) not in unsure:
                lexicon.add(word, code)
        for adjective in row.texts("demonym"):
            if " " not in adjective:
                for end in _ADJECTIVE:
                    lexicon.add(adjective + end, code, article=True)
    return lexicon


def _capital(row: Entry) -> tuple[str, ...]:
    capital = row.get("capital")
    return capital.texts("ar") if isinstance(capital, Entry) else ()


def find_states(folded: Folded, tokens: Sequence[Token]) -> Iterator[Hit[str]]:
    """The states in `tokens` of one passage, left to right."""
    yield from _names().find(folded, tokens)
