"""A capital's name: the city, or the state that it stands for?

«غادر الوفد أوسلو» is the city, «أوسلو تنفي» is the state. The word itself rarely tells; its neighbours do: a
preposition of place before it, a verb of saying beside it. Where neighbours are silent, the habit of the capital
decides (`prior` in countries.yaml).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from riwaya.rules import load
from riwaya.text import Token, fold_word, split_clitics

_LISTS = ("city_before", "state_before", "state_from", "state_to", "state_by", "verbs", "city_after")
_HELD = (("ل", "state_to"), ("ب", "state_by"))  # particles attached, and the words before them that ask for a state
_FROM = "من"
_CAPITAL = fold_word("العاصمة")
_ENDINGS = ("ت", "تها", "ته", "تهم")  # of a feminine past verb, with or without a pronoun


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = load("ar/metonyms").only(*_LISTS)
    return {name: frozenset(map(fold_word, data.texts(name))) for name in _LISTS}


def stands_for_state(run: Sequence[Token], first: int, last: int, particles: Sequence[str], prior: bool) -> bool:
    """Whether the capital at tokens `first:last`, with these `particles` attached, means its state."""
    before = run[first - 1].text if first else ""
    after = run[last].text if last < len(run) else ""
    words = _lists()
    if any(letter in particles and _bare(before) in words[name] for letter, name in _HELD):
        return True  # «تحذيرا لليما», «مرتبط بليما»
    if "ب" in particles:
        return False
    if not particles and before:
        bare = _bare(before)
        if bare == _FROM and first > 1 and _bare(run[first - 2].text) in words["state_from"]:
            return True  # «مدعوم من ليما»
        if before in words["city_before"] or bare in words["city_before"]:
            return False
        if first > 1 and run[first - 2].text.endswith(_CAPITAL):
            return False  # «العاصمة البيروفية ليما»
        if {before, bare} & (words["state_before"] | words["verbs"]) or _is_feminine_verb(before):
            return True
    if after in words["verbs"]:
        return True
    if after in words["city_after"]:
        return False
    return prior


def _is_feminine_verb(word: str) -> bool:
    """Whether a word looks like «رفضت» or «اتخذتها» and not like a plural («هجمات»)."""
    stem = next((word[: -len(e)] for e in _ENDINGS if word.endswith(e)), "")
    return len(stem) >= 3 and not stem.endswith("ا") and not stem.startswith("ال")


def _bare(word: str) -> str:
    """`word` without «و» or «ف» in front: «وفي» asks the same question as «في»."""
    for cut in split_clitics(word)[1:]:
        if not cut.article and not cut.enclitic and cut.proclitics in (("و",), ("ف",)):
            return cut.stem
    return word
