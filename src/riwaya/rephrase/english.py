"""Does an English line keep what an Arabic one says? By what can be checked without knowing both languages.

Numbers with their bounds, in the same order; days, months and years; every name, and no other; and for each class of
`rules/ar/rephrase.yaml` (negation, hedge, who says it, accusation, cause, killed, injured ...) whether both have it.
What this cannot see is a common noun or verb that was translated wrongly: a translation is shown as a machine's,
beside the words it stands for.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale
from rapidfuzz import fuzz

from riwaya.rephrase.arabic import Item, is_future
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold, fold_word, split_clitics, tokenise
from riwaya.text.states import demonyms

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[-'’.][A-Za-z\u00c0-\u024f]+)*\.?|\d[\d.,:/]*")
_MAY = re.compile(r"(?<=\d )May\b|\bMay(?= \d)")  # the month is no hedge
_OF_DATE = re.compile(r"\d{1,2}|\d{4}")
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_UNITS = {w: n for n, w in enumerate(_SMALL.split())}
_ROUND = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENS = {w: n * 10 for n, w in enumerate(_ROUND, 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_LETTERS = str.maketrans({
    "ب": "b", "پ": "b", "ت": "t", "ة": "", "ث": "s", "ج": "g", "ح": "h", "خ": "k", "د": "d", "ذ": "z", "ر": "r",
    "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ق": "k",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "", "ي": "", "ا": "", "ى": "", "أ": "", "إ": "", "آ": "",
    "ء": "", "ئ": "", "ؤ": "", "ڤ": "f", "گ": "g", "چ": "s",
})  # fmt: skip
_SOUNDS = (("tch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("dh", "z"), ("th", "s"), ("ph", "f"),
           ("ck", "k"), ("qu", "k"), ("x", "ks"), ("p", "b"), ("v", "f"), ("q", "k"), ("j", "g"))  # fmt: skip
_ALIKE = 74  # percent; two spellings of one name are seldom further apart, two names seldom nearer


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the line: its Arabic words, the English forms it is known by, its state's code, and its type."""

    arabic: str
    english: tuple[str, ...] = ()
    state: str = ""
    type: str = "PER"


@dataclass(frozen=True, slots=True)
class Line:
    """The Arabic line: its words, what it says in order, and its names."""

    text: str
    items: tuple[Item, ...]
    names: tuple[Name, ...] = ()


def fault(line: Line, english: str) -> str:
    """Why an English line does not keep what the Arabic one says; empty where no check finds a fault."""
    words = [m[0].rstrip(".") for m in _WORD.finditer(english)]
    if found := _numbers(line, words) or _names(line, english, words) or _order(line, words):
        return found
    return next((c.text("id") for c in classes() if not keeps(c, line.text, english)), "")


def classes() -> tuple[Entry, ...]:
    """The classes of the rule file."""
    return rules_in(load("ar/rephrase"), "classes")


def keeps(entry: Entry, arabic: str, english: str) -> bool:
    """Whether both lines have a class, or neither; as often, where the rule asks for it."""
    plain = _MAY.sub(" ", english)
    here, there = _arabic_cues(entry, arabic), len(_english_cues(entry.text("id")).findall(plain))
    return here == there if entry.get("count") else bool(here) == bool(there)


def _arabic_cues(entry: Entry, text: str) -> int:
    single, phrases = _cues(entry.text("id"))
    tokens = list(tokenise(fold(text)))
    future = entry.text("id") == "future"
    found = sum(_is_cue(t.text, single) or (future and is_future(t.text)) for t in tokens)
    folded = " ".join(t.text for t in tokens)
    outside = sum(folded.count(fold_word(p)) for p in entry.texts("not_ar"))
    return found + sum(folded.count(p) for p in phrases) - outside


def _is_cue(word: str, cues: frozenset[str]) -> bool:
    if word in cues:
        return True
    return any(c.stem in cues and not c.enclitic and set(c.proclitics) <= set("وفبل") for c in split_clitics(word))


@cache
def _cues(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    entry = next(c for c in classes() if c.text("id") == name)
    folded = [fold_word(w) for w in entry.texts("ar")]
    return frozenset(w for w in folded if " " not in w), tuple(w for w in folded if " " in w)


@cache
def _english_cues(name: str) -> re.Pattern[str]:
    entry = next(c for c in classes() if c.text("id") == name)
    forms = [re.escape(w).replace(r"\*", r"\w*") for w in sorted(entry.texts("en"), key=len, reverse=True)]
    return re.compile("|".join(f if f.startswith("n't") else rf"\b{f}\b" for f in forms), re.IGNORECASE)


def _numbers(line: Line, words: Sequence[str]) -> str:
    """Why the numbers and dates differ: `number`, `date` or nothing."""
    dates = [i.key for i in line.items if i.kind == "date"]
    wanted = [_bounded(i.key) for i in line.items if i.kind == "number"]
    told, days = _told(words)
    if _said_days(days) - _allowed_days(dates):
        return "date"
    if any(_day_parts(d) and not _said_days(days) & _day_parts(d) for d in dates):
        return "date"
    twos = any(t.text.endswith(("ين", "ان", "تا", "تي")) for t in tokenise(fold(line.text)))
    years = {float(d) for d in _allowed_days(dates) if re.fullmatch(r"\d{4}", d)}
    told = [t for t in told if t[1] not in years or t in wanted]
    rest = [t for t in told if t in wanted or not (t[1] == 2 and twos)]
    rest = [t for t in rest if t in wanted or t[1] != 1]  # «one» is often an article
    return "" if rest == wanted else "number"


def _bounded(key: str) -> tuple[str, float]:
    bound, _, value = key.partition(" ")
    return bound, float(value)


def _told(words: Sequence[str]) -> tuple[list[tuple[str, float]], list[str]]:
    """The numbers of an English line with their bounds, and the words of its dates."""
    told, days, i = list[tuple[str, float]](), list[str](), 0
    while i < len(words):
        low = words[i].lower()
        if low in _MONTHS and words[i][0].isupper():
            after = [w.rstrip(",") for w in words[i + 1 : i + 3]]
            after = after[: next((n for n, w in enumerate(after) if not _OF_DATE.fullmatch(w)), len(after))]
            before = words[i - 1] if i and _OF_DATE.fullmatch(words[i - 1]) else ""
            if low != "may" or before or after:
                if before and told:
                    told.pop()
                days += [low, *filter(None, (before, *after))]
                i += 1 + len(after)
                continue
        if low in _DAYS:
            days.append(low)
        value, length = _number(words, i)
        if value is not None:
            told.append((_bound(words, i), value))
        i += length
    return told, days


def _number(words: Sequence[str], i: int) -> tuple[float | None, int]:
    """The number at a word, in digits or words, and how many words it takes."""
    total, group, j, seen = 0.0, 0.0, i, False
    while j < len(words):
        parts = words[j].lower().split("-")
        values = [_simple(p) for p in parts]
        if all(v is not None for v in values):
            group += sum(v for v in values if v is not None)
        elif parts[0] in _SCALES and seen:
            scale = _SCALES[parts[0]]
            total, group = (total, group * scale) if scale == 100 else (total + group * scale, 0.0)
        elif not (parts == ["and"] and seen and j + 1 < len(words) and _simple(words[j + 1].lower()) is not None
                  and (group >= 100 or total)):  # fmt: skip
            break
        seen, j = True, j + 1
        if seen and values[0] is not None and j < len(words) and words[j].lower() not in {*_SCALES, "and"}:
            break
    return (round(total + group, 6), max(j - i, 1)) if seen else (None, 1)


def _simple(word: str) -> float | None:
    if word in _UNITS or word in _TENS:
        return float(_UNITS.get(word, _TENS.get(word, 0)))
    return _plain(word)


def _plain(word: str) -> float | None:
    try:
        return float(word.rstrip(".,:").replace(",", "")) if word[:1].isdigit() else None
    except ValueError:
        return None


def _bound(words: Sequence[str], i: int) -> str:
    before = " ".join(words[max(0, i - 3) : i]).lower()
    bounds: Entry = load("ar/rephrase")["bounds"]
    for name in bounds:
        if any(before == p or before.endswith(f" {p}") for p in bounds.texts(name)):
            return name
    return "exact"


def _day_parts(value: str) -> set[str]:
    """What a date of one day or month, or an Arabic weekday, may be told by in English."""
    if value in _weekdays():
        return {_weekdays()[value]}
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?", value)
    if not found or not 1 <= int(found[2]) <= 12:
        return set()
    parts = {_MONTHS[int(found[2]) - 1]}
    if found[3]:
        parts |= {str(int(found[3])), _weekday(value[:10])}
    return parts


@cache
def _weekdays() -> dict[str, str]:
    """English weekdays by the folded Arabic words of a date that nothing resolves."""
    days: Entry = load("ar/rephrase")["weekdays"]
    return {
        fold_word(f"{before}{ar}"): en for ar, en in days.items() for before in ("", "يوم ", "مساء ", "صباح ", "فجر ")
    }


def _weekday(day: str) -> str:
    try:
        return _DAYS[dt.date.fromisoformat(day).weekday()]
    except ValueError:
        return ""


def _allowed_days(dates: Sequence[str]) -> set[str]:
    allowed: set[str] = set()
    for value in dates:
        for part in value.split("/"):
            allowed |= _day_parts(part)
            allowed |= set(re.findall(r"\d{4}", part))
    return allowed


def _said_days(days: Sequence[str]) -> set[str]:
    return {str(int(d)) if d.isdigit() else d for d in days}


def _names(line: Line, english: str, words: Sequence[str]) -> str:
    """`name` where a name is missing or another was added."""
    plain = _latin(english)
    for name in line.names:
        if name.type == "ORG" and not name.english:
            continue  # a body's name is translated, not spelled: «وزارة النقل»; its state and its people are names too
        if not any(_stands(_latin(form), plain) for form in _forms(name)) and not _sounds(name, words):
            return "name"
    capitals = {c.lower() for c in load("ar/rephrase").texts("capitals")}
    arabic = {sound for t in tokenise(fold(line.text)) for sound in _arabic_sounds(t.text)}
    known = {w for name in line.names for form in _forms(name) for w in _latin(form).split()}
    for n, word in enumerate(words):
        bare = _latin(word.removesuffix("'s").removesuffix("’s"))
        if not word[0].isupper() or n == 0 or word.lower() in capitals or not bare:
            continue
        if not any(_of_form(bare, k) for k in known) and not _like(_english_sounds(bare), arabic):
            return "name"
    return ""


def _order(line: Line, words: Sequence[str]) -> str:
    """`order` where the states do not come in the order of the Arabic line: who summoned whose ambassador."""
    states = {n.state: [w for form in _forms(Name("", (), n.state)) for w in _latin(form).split()]
              for n in line.names if n.state}  # fmt: skip
    places = [(m.start(), n.state) for n in line.names if n.state and _is_state(n)
              for m in re.finditer(rf"(?<!\w)\w{{0,2}}{re.escape(n.arabic)}(?!\w)", line.text)]  # fmt: skip
    capital = [_latin(w) for w in words if w[0].isupper()]
    told = [state for w in capital for state, forms in states.items() if any(_of_form(w, f) for f in forms)]
    return "" if _once([s for _, s in sorted(places)]) == _once(told) else "order"


def _is_state(name: Name) -> bool:
    """By its own name or its adjective, and not by its capital."""
    own = fold_word(str(Locale("ar").territories.get(name.state, "")))
    return name.type == "GPE" and (fold_word(name.arabic) == own or any(
        c.stem in demonyms() for c in split_clitics(fold_word(name.arabic))))  # fmt: skip


def _once(states: Sequence[str]) -> list[str]:
    return [s for i, s in enumerate(states) if not i or states[i - 1] != s]


def _stands(form: str, text: str) -> bool:
    """Whether a form stands in a text; one of one word also as an adjective that begins as it does."""
    return bool(form) and (f" {form} " in f" {text} " or any(_of_form(w, form) for w in text.split()))


def _of_form(word: str, form: str) -> bool:
    """«Moroccan» is of «Morocco», «Iraqi» of «Iraq», and «port» not of «Portugal»."""
    if word == form:
        return True
    return len(form) > 3 and word.startswith(form[:5]) and abs(len(word) - len(form)) < 5


def _forms(name: Name) -> Iterator[str]:
    yield from name.english
    if name.state:
        yield str(Locale("en").territories.get(name.state, ""))
        nations: Entry = load("ar/rephrase")["nations"]
        yield from nations.texts(name.state)


def _sounds(name: Name, words: Sequence[str]) -> bool:
    """Whether each word of a person's name is heard in some English word; of a place's one, beside «مدينة»."""
    if _is_state(name):
        return False  # known by its English names alone
    heard = {_english_sounds(_latin(w)) for w in words if w.lower() != w} - {""}
    spoken = [s for t in tokenise(fold(name.arabic)) if (s := _arabic_sounds(t.text))]
    found = [any(_like(s, heard) for s in sounds) for sounds in spoken]
    return bool(found) and (all(found) if name.type == "PER" else any(found))


def _like(sound: str, others: set[str]) -> bool:
    return bool(sound) and any(
        sound == o or (min(len(sound), len(o)) > 2 and fuzz.ratio(sound, o) >= _ALIKE) for o in others
    )


def _arabic_sounds(word: str) -> list[str]:
    """The consonants of an Arabic word, with and without what may be attached to it."""
    stems = dict.fromkeys((word, *(c.stem for c in split_clitics(word) if not c.enclitic)))
    return [s for stem in stems if (s := _squeeze(stem.translate(_LETTERS)))]


def _english_sounds(word: str) -> str:
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    word = re.sub(r"c(?=[eiy])", "s", word).replace("c", "k")
    return _squeeze(re.sub(r"[^bdfghklmnrstz]", "", word))


def _squeeze(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", sounds))


def _latin(text: str) -> str:
    """Lower case, without accents, words between single blanks."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c))))
