"""What words in a byline are called: staff, a post, the head of a paper, or a name that we do not know.

Data: `staff`, `staff_heads`, `other_credits`, `chiefs`, `byline_posts` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from riwaya.read.cues import is_section_word
from riwaya.read.names import is_nobody, is_outlet, is_place
from riwaya.rules import load
from riwaya.text import fold_word

_DESKS = (" desk", " newsroom", " editorial", " staff")  # «News desk»: nobody by name
_DESK = 3  # words of a desk's name
_EDGES = " :،,-–|/.*()[]"


def names_staff(name: str) -> bool:
    """Whether a byline names those who work for an outlet, and nobody by name."""
    words = fold_word(name).strip(_EDGES)
    return words in _words("staff") or words.endswith(_DESKS) or _names_desk(words.split())


def _names_desk(words: Sequence[str]) -> bool:
    """Whether words name a part of an outlet: «قسم الاقتصاد»، «وحدة الرصد»."""
    return 1 < len(words) <= _DESK and words[0] in _words("staff_heads") and all(w.isalpha() for w in words)


def names_chief(words: str) -> bool:
    """Whether a line names the head of a paper by the post: «رئيس التحرير فلان»."""
    return any(post in fold_word(words) for post in _words("chiefs"))


def names_other_credit(words: str) -> bool:
    """Whether a label stands among words that announces who took pictures, made the site or heads the paper."""
    told = (w.strip(_EDGES) for w in fold_word(words).split())
    return any(not _words("other_credits").isdisjoint((w, w.removeprefix("و"))) for w in told)


def names_post(words: str) -> bool:
    """Whether words name whom an outlet has somewhere, by the post alone: «مراسل كذا»."""
    return any(word in _words("byline_posts") for word in fold_word(words).split())


def may_be_called(name: str) -> bool:
    """Whether words that are announced as a name may be one that we do not know: no outlet's, place or desk's."""
    words = name.split()
    if is_outlet(name) or is_place(name) or is_nobody(name) or names_staff(name) or names_post(name):
        return False
    return all(w.isalpha() and len(w) > 1 and not is_section_word(w) for w in words) and not words[0].startswith("ال")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/reading").texts(name))
