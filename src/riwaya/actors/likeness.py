"""How alike two names are, across spellings and scripts.

Arabic newsrooms spell foreign sounds as they please (غ ج ك ق خ for one g, س ص ز for one s), leave vowels out or put
them in, and Latin letters meet Arabic ones. `skeleton` maps a word of either script to classes of consonants; words
with one skeleton are candidates, `word_likeness` judges them, `name_likeness` whole names. Arabic given names
differ by just such vowels (حسن, حسين): two different given names that the rules know are never one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

from riwaya.actors.knowledge import knowledge
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_CLASSES = str.maketrans(
    {
        "ج": "k", "غ": "k", "ك": "k", "ق": "k", "خ": "k", "ت": "t", "ط": "t", "ث": "t", "س": "s", "ص": "s", "ز": "s",
        "ظ": "s", "ذ": "s", "د": "d", "ض": "d", "ب": "b", "ف": "f", "ش": "c", "ر": "r", "ل": "l", "م": "m", "ن": "n",
        "ه": "h", "ح": "h", "ا": "", "و": "", "ي": "", "ع": "", "ء": "",
    }
)  # fmt: skip
_LATIN = (
    ("tsch", "c"), ("sch", "c"), ("tch", "c"), ("shch", "c"), ("sh", "c"), ("ch", "c"), ("zh", "k"), ("kh", "k"),
    ("gh", "k"), ("th", "t"), ("dh", "s"), ("ph", "f"), ("ck", "k"), ("ts", "ts"), ("tz", "ts"), ("x", "ks"),
)  # fmt: skip
_LATIN_LETTERS = str.maketrans(
    {
        "b": "b", "p": "b", "c": "k", "d": "d", "f": "f", "v": "f", "g": "k", "h": "h", "j": "k", "k": "k", "l": "l",
        "m": "m", "n": "n", "q": "k", "r": "r", "s": "s", "t": "t", "z": "s",
        "a": "", "e": "", "i": "", "o": "", "u": "", "w": "", "y": "",
    }
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^\w]+|_+|\d+")
_ROMAN = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "",
}  # fmt: skip
_MAX_WORDS = 12  # a name has no more; a hostile one of thousands must not cost anything
_GLUE = frozenset({"عبد", "ابو", "ابي", "ابا", "ام", "ال", "ذو", "عبيد"})
_DROPPED = frozenset({"بن", "ابن", "بنت", "bin", "ben", "ibn", "al", "el", "de", "la"})
_KUNYA = {"ابي": "ابو", "ابا": "ابو"}  # cases of one word
_APART = frozenset(
    map(fold_word, ("الشمالية", "الجنوبية", "الشرقية", "الغربية", "الشمالي", "الجنوبي", "الشرقي", "الغربي", "الجديدة"))
)  # a word more of these is another place
_SAME_WORD = 0.82


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name that identify, at most 12: «عبد», «أبو», «آل» joined to the next, «بن» left out."""
    parts = [w for w in _NOT_LETTERS.sub(" ", fold_word(name)).split(" ") if w][: 2 * _MAX_WORDS]
    out: list[str] = []
    glue = ""
    for part in parts:
        if part in _GLUE:
            glue += _KUNYA.get(part, part)
        elif part in _DROPPED and not glue:
            continue
        else:
            out.append(glue + part)
            glue = ""
    if glue or not out:
        out.append(glue or "".join(parts[:1]))
    return tuple(out[:_MAX_WORDS])


@remembered(65536)
def skeleton(word: str) -> str:
    """The consonant classes of a folded word, Arabic or Latin; «ال» in front does not count."""
    if word.isascii():
        for letters, sound in _LATIN:
            word = word.replace(letters, sound.upper())
        return _DOUBLED.sub(r"\1", word.translate(_LATIN_LETTERS).lower())
    body = word[2:] if word.startswith("ال") and len(word) > 4 else word
    body = body.replace("تش", "ش").replace("دج", "ج").replace("كس", "كس")
    if len(body) > 2 and body.endswith("ه"):
        body = body[:-1]
    return _DOUBLED.sub(r"\1", body.translate(_CLASSES))


@cache
def given_names() -> dict[str, int]:
    """Folded Arabic given names; equal numbers are spellings of one name."""
    data = load("ar/names")
    table: dict[str, int] = {}
    lone = [[w] for key in ("given", "weak") for row in data[key] for w in row]
    for number, group in enumerate([*data["variants"], *lone]):
        for word in group:
            table.setdefault(words_of(word)[0], number)
    return table


@remembered(262144)
def word_likeness(a: str, b: str) -> float:
    """0 to 1 for two folded words of names. Above .82 they may be one word in two spellings."""
    if a == b:
        return 1.0
    known = given_names()
    one, other = known.get(a), known.get(b)
    if one is not None and other is not None:
        return 0.95 if one == other else 0.3
    bare_a, bare_b = a.removeprefix("ال"), b.removeprefix("ال")
    if bare_a == bare_b:
        return 0.97
    sa, sb = skeleton(a), skeleton(b)
    if a.isascii() != b.isascii():
        return _across(sa, sb)
    shape = Levenshtein.normalized_similarity(bare_a, bare_b)
    if sa == sb and len(sa) >= 2:
        return max(0.84 if len(sa) >= 3 or shape >= 0.7 else 0.6, 0.7 + 0.3 * shape)
    # Portuguese and Hungarian s is written ش as well as س («تيليش», «تيليس»): one letter of a longer word.
    if shape >= 0.75 and len(sa) >= 2 and sa.replace("c", "s") == sb.replace("c", "s"):
        return 0.83
    if a.isascii():
        return 0.95 * max(shape, _across(sa, sb) if min(len(sa), len(sb)) > 2 else 0.0)
    bones = Levenshtein.normalized_similarity(sa, sb)
    return min(0.8, 0.5 * shape + 0.5 * bones) if min(len(sa), len(sb)) < 4 else 0.45 * shape + 0.5 * bones


def _across(sa: str, sb: str) -> float:
    """Arabic beside Latin: only consonants are to be compared, h and doubled sounds come and go."""
    if not sa or not sb:
        return 0.0
    if sa == sb:
        return 0.93 if len(sa) >= 2 else 0.6
    if sa.replace("h", "") == sb.replace("h", "") or sa.replace("c", "s") == sb.replace("c", "s"):
        return 0.88
    return 0.9 * JaroWinkler.normalized_similarity(sa, sb)


def name_likeness(a: str, b: str) -> float:
    """0 to 1: how likely two written names are one person's, place's or body's name. Order of words counts little."""
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    one, other = _known_ids(a), _known_ids(b)
    if one and other:
        return 0.99 if one & other else 0.1
    joined = word_likeness("".join(left), "".join(right)) if len(left) != len(right) else 0.0
    short, long = sorted((left, right), key=lambda words: (len(words), words))
    likes, places = _aligned(short, long)
    mean, worst = sum(likes) / len(short), min(likes)
    if len(short) == 1 and len(long) > 1:
        mean *= 0.93
    free = [w for k, w in enumerate(long) if k not in places]
    if any(w in _APART for w in free) or (_turned(places) and any(w in given_names() for w in short)):
        return min(0.5, mean)  # one Korea of two; Hamad's son Khalifa is not Khalifa's son Hamad
    return max(0.0, joined, (0.4 * mean + 0.6 * worst) - 0.03 * len(free))


def _aligned(short: Sequence[str], long: Sequence[str]) -> tuple[list[float], list[int]]:
    """For each word of `short` how like the best free word of `long` is, and where that stands."""
    free = list(range(len(long)))
    likes: list[float] = []
    places: list[int] = []
    for i, word in enumerate(short):
        best = max(free, key=lambda k: word_likeness(word, long[k]) - 0.02 * abs(k - i))
        likes.append(word_likeness(word, long[best]))
        places.append(best)
        free.remove(best)
    return likes, places


def _turned(places: Sequence[int]) -> bool:
    return list(places) != sorted(places)


def _known_ids(name: str) -> set[str]:
    """Whom the rules know by this name."""
    return {form.id for form in knowledge().by_form.get(" ".join(fold_word(name).split()), ())}


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two full names (words as `words_of` gives them) may be one person: the shorter's words stand in the
    longer in order, the first words agree, and the last do too, or the shorter is the beginning of the longer."""
    short, long = sorted((tuple(a), tuple(b)), key=len)
    if len(short) < 2:
        return False
    if _same(short[0], long[0]):
        places = _in_order(short, long)
        return places is not None and (places[-1] == len(long) - 1 or places == list(range(len(short))))
    # Chinese and Hungarian names turn around; nothing else does: Hamad's son Khalifa is not Khalifa's son Hamad.
    turned = len(short) == len(long) == 2 and short[0] != short[1] and (short[1], short[0]) == long
    return turned and not any(w in given_names() for w in short)


def _in_order(short: Sequence[str], long: Sequence[str]) -> list[int] | None:
    places: list[int] = []
    k = 0
    for word in short:
        while k < len(long) and not _same(word, long[k]):
            k += 1
        if k == len(long):
            return None
        places.append(k)
        k += 1
    return places


def _same(a: str, b: str) -> bool:
    return word_likeness(a, b) >= _SAME_WORD


def same_word(a: str, b: str) -> bool:
    """Whether two words of names may be one in two spellings."""
    return _same(a, b)


def slug(name: str) -> str:
    """A stable Latin slug of a name in any script: lower-case letters, digits and hyphens, at most 60 long."""
    out = []
    for char in fold_word(name):
        if char.isascii() and char.isalnum():
            out.append(char)
        elif char in _ROMAN:
            out.append(_ROMAN[char])
        elif char.isspace() or char in "_-":
            out.append("-")
        elif char.isalnum():
            out.append(f"u{ord(char):x}")
    return re.sub("-+", "-", "".join(out)).strip("-")[:60].strip("-") or "x"
