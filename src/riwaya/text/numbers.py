"""Numbers as Arabic writes them: digits, words, and both together, with their bounds.

`read_number(tokens, i)` reads the number that starts at token `i`: «15», «1,500», «4.1 مليار»,
«خمسة وعشرين ألفاً», «مئتي», «عشرات الآلاف». Counted nouns in the dual («قتيلين») are not numbers
here: whoever knows the noun asks `is_dual`. A plural of a multiplier alone («عشرات», «مئات») commits itself
to a least value only, and says so by its bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.text.tokens import Token

_UNITS = {
    "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2,
    "اثنتا": 2, "اثنتي": 2, "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6,
    "سبعه": 7, "سبع": 7, "ثمانيه": 8, "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50,
    "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    "ميه": 100, "مايه": 100, "ميتان": 200, "ميتين": 200, "ميتا": 200, "ميتي": 200, "مايتين": 200, "مايتان": 200,
    "ثلاثميه": 300, "ثلاثمايه": 300, "اربعميه": 400, "اربعمايه": 400, "خمسميه": 500, "خمسمايه": 500, "ستميه": 600,
    "ستمايه": 600, "سبعميه": 700, "سبعمايه": 700, "ثمانميه": 800, "ثمانمايه": 800, "تسعميه": 900, "تسعمايه": 900,
}  # fmt: skip
_TIMES = {
    "الف": 1e3, "الفا": 1e3, "الاف": 1e3, "مليون": 1e6, "مليونا": 1e6, "ملايين": 1e6, "مليار": 1e9, "مليارا": 1e9,
    "مليارات": 1e9, "بليون": 1e9, "بليونا": 1e9, "تريليون": 1e12, "تريليونا": 1e12, "ترليون": 1e12,
}  # fmt: skip
_TWICE = {
    "الفان": 2e3, "الفين": 2e3, "الفا": 2e3, "الفي": 2e3, "مليونان": 2e6, "مليونين": 2e6, "مليوني": 2e6,
    "ملياران": 2e9, "مليارين": 2e9, "ملياري": 2e9,
}  # fmt: skip
_VAGUE = {"عشرات": 20.0, "ميات": 200.0, "مايات": 200.0, "الاف": 2e3, "الالاف": 2e3, "ملايين": 2e6, "مليارات": 2e9}
_WITH_ARTICLE = {"العشرات": "عشرات", "الميات": "ميات", "الالاف": "الاف", "الملايين": "ملايين", "المليارات": "مليارات"}

# Words before a number that bound it; the longest first. They belong to the number's words.
_BOUNDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ما", "لا", "يقل", "عن"), "at_least"),
    (("ما", "لا", "يزيد", "عن"), "at_most"),
    (("لا", "يقل", "عن"), "at_least"),
    (("لا", "تقل", "عن"), "at_least"),
    (("لا", "يزيد", "عن"), "at_most"),
    (("لا", "تزيد", "عن"), "at_most"),
    (("لا", "يتجاوز"), "at_most"),
    (("لا", "تتجاوز"), "at_most"),
    (("لا", "يتعدي"), "at_most"),
    (("لا", "تتعدي"), "at_most"),
    (("ما", "يزيد", "عن"), "over"),
    (("ما", "يزيد", "علي"), "over"),
    (("ما", "يقرب", "من"), "about"),
    (("ما", "يقارب"), "about"),
    (("علي", "الاقل"), "at_least"),
    (("اكثر", "من"), "over"),
    (("اقل", "من"), "under"),
    (("قرابه",), "about"),
    (("نحو",), "about"),
    (("زهاء",), "about"),
    (("حوالي",), "about"),
    (("تقريبا",), "about"),
)
_AFTER = ((("علي", "الاقل"), "at_least"), (("علي", "الاكثر"), "at_most"), (("تقريبا",), "about"))


@dataclass(frozen=True, slots=True)
class Number:
    """`value` with its `bound` (exact, about, at_least, at_most, over, under); its words are the
    tokens `first:last`, the bounding words included."""

    value: float
    bound: str
    first: int
    last: int


def read_number(tokens: Sequence[Token], i: int) -> Number | None:
    """The number whose first numeral stands at token `i`, if one does."""
    vague = _vague(tokens, i)
    if vague is not None:
        value, last, bound = vague
    else:
        exact = _exact(tokens, i)
        if exact is None:
            return None
        value, last = exact
        bound = "exact"
    return _bounded(tokens, i, last, value, bound)


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """All numbers in `tokens`, left to right, none overlapping."""
    found: list[Number] = []
    i = 0
    while i < len(tokens):
        number = read_number(tokens, i)
        if number is not None:
            found.append(number)
            i = max(number.last, i + 1)
        else:
            i += 1
    return found


def is_dual(word: str, singular: str) -> bool:
    """True where folded `word` is the dual of folded `singular` («قتيلين» of «قتيل»)."""
    stem = singular[:-1] + "ت" if singular.endswith("ه") else singular
    return word in (stem + "ين", stem + "ان")


def _vague(tokens: Sequence[Token], i: int) -> tuple[float, int, str] | None:
    word = tokens[i].text
    word = _WITH_ARTICLE.get(word, word)
    if word not in _VAGUE:
        return None
    value, last = _VAGUE[word], i + 1
    after = tokens[last].text if last < len(tokens) else ""
    after = _WITH_ARTICLE.get(after, after)
    if after in _TIMES and after != word and word in ("عشرات", "ميات"):
        value, last = value * _TIMES[after], last + 1
    return value, last, "at_least"


def _exact(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    total, group, j, seen = 0.0, 0.0, i, False
    while j < len(tokens):
        word = tokens[j].text
        if seen and word == "و" and total and not group and _lesser(tokens, j + 1, total):
            group += _digits(tokens[j + 1].text) or 0.0  # «6 ملايين و500 ألف»
            j += 2
            continue
        if seen and not word[0].isdigit():
            joined = word[1:] if word.startswith("و") and len(word) > 2 else None
            if joined is not None and (joined in _UNITS or joined in _TIMES or joined in _TWICE):
                word = joined
            elif not (word in _TIMES or (word in ("عشر", "عشره") and group < 10) or word in ("ميه", "مايه")):
                break
        elif seen:
            break
        if word[0].isdigit():
            value = _digits(word)
            if value is None:
                return None
            group += value
        elif word in ("ميه", "مايه") and 1 < group < 10:
            group *= 100
        elif word in _TWICE and not group:
            total += _TWICE[word]
        elif word in _TIMES:
            total, group = total + (group or 1.0) * _TIMES[word], 0.0
        elif word in _UNITS:
            group += _UNITS[word]
        else:
            break
        seen = True
        j += 1
    if not seen or (j == i + 1 and tokens[i].text in ("احد", "احدي")):
        return None  # «أحد المتهمين» is one of many, no count
    return round(total + group, 6), j


def _lesser(tokens: Sequence[Token], i: int, total: float) -> bool:
    """Whether digits at `i`, with the multiplier after them, go on with a number of `total`."""
    if i >= len(tokens) or not tokens[i].text[0].isdigit():
        return False
    value = _digits(tokens[i].text)
    times = _TIMES.get(tokens[i + 1].text, 1.0) if i + 1 < len(tokens) else 1.0
    return value is not None and value < 1000 and value * times < total and (times > 1 or total == 1000)


def _digits(word: str) -> float | None:
    if "/" in word or ":" in word:
        return None
    plain = word.replace("٬", "").replace("٫", ".")
    head, *groups = plain.split(",")
    if groups:
        plain = head + "".join(groups) if all(len(g) == 3 and g.isdigit() for g in groups) else plain.replace(",", ".")
    head, *groups = plain.split(".")
    if len(groups) > 1 and all(len(g) == 3 for g in groups):
        plain = head + "".join(groups)
    try:
        return float(plain)
    except ValueError:
        return None


def _bounded(tokens: Sequence[Token], first: int, last: int, value: float, bound: str) -> Number:
    for words, name in _BOUNDS:
        start = first - len(words)
        if start >= 0 and _same(tokens, start, words):
            return Number(value, name, start, last)
    for words, name in _AFTER:
        for at in (last, last + 1):
            if at + len(words) <= len(tokens) and _same(tokens, at, words):
                return Number(value, name, first, last)
    return Number(value, bound, first, last)


def _same(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    if any(tokens[at + k].text != w for k, w in enumerate(words) if k):
        return False
    head = tokens[at].text
    return head == words[0] or (head[:1] in "وفبل" and head[1:] == words[0])
