"""Translations: English pages beside Arabic articles, and which article was made from which page.

Two newsrooms that report one event share its names and figures, but neither its order nor all of them; a translation
tells the same things sentence by sentence. So both are cut into sentences, each sentence into what a translator can
not change (figures, months, states, names by their sound), sentences are met in order, and both sides must be covered.
An English page is no article of a run: the derivation names the page (`external`), its pairs give the words there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account
from riwaya.model import AlignedPair, Derivation, Page, PageState, Span
from riwaya.rules import Entry, load, rules_in
from riwaya.stories.facts import months_in
from riwaya.stories.places import find_states
from riwaya.text import Token, split_clitics
from riwaya.text.numbers import find_numbers

Sound = Callable[[str], str]
"""The consonants of a folded word of either script, by which spellings of a name meet."""

COVERED, COVERED_THERE = 0.6, 0.5
"""Share of what each side says, by weight, that must be met in order; there: on the English page."""
LEAST_PAIRS = 3
MET = 0.34
"""Likeness from which a sentence may have been made from another."""
LEAST_WORDS = 6
"""Fewer are no sentence: menus, buttons, names."""
LOOK = 100_000
"""Characters of a page that are looked at."""
LONGEST = 600
MANY = 400
"""Sentences of a page that are looked at: beyond that it is no article."""
_SENTENCE = re.compile(r"[^\n]+?(?:(?<![A-Z])[.!?][\"'”’)]*(?=\s|$)|(?=\n|$))")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*|\d[\d,]*(?:\.\d+)?")
_DAY = re.compile(
    r"\b(\d{1,2}) ([A-Z][a-z]+)\.?,? (\d{4})|\b([A-Z][a-z]+)\.? (\d{1,2}), (\d{4})|\b(\d{4})-(\d\d)-(\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of either side: where it stands and what it says that no translator changes, by weight."""

    span: Span
    keys: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Foreign:
    """An English page: its sentences, and the day that it tells near its beginning, if any."""

    page: Page
    pieces: tuple[Piece, ...]
    day: dt.date | None


def find_translations(
    pages: Iterable[Page], accounts: Iterable[Account], derivations: Sequence[Derivation], sound: Sound
) -> tuple[Derivation, ...]:
    """Which of `accounts` were made from which English page among `pages`; for articles that no other article of the
    run is the source of. A derivation from an absent original gives way where its page is here."""
    foreign = [f for p in pages if p.state is PageState.WRONG_LANGUAGE and (f := _foreign(p, sound))]
    if not foreign:
        return ()
    taken = {d.derived for d in derivations if d.source is not None}
    found = (_best(a, foreign, sound) for a in accounts if a.id not in taken)
    return tuple(sorted((d for d in found if d), key=lambda d: d.derived))


def _best(account: Account, foreign: Sequence[Foreign], sound: Sound) -> Derivation | None:
    when = account.article.published.when if account.article.published else None
    names = frozenset(k for f in foreign for p in f.pieces for k in p.keys if k[0] == "~")
    here = _arabic(account, names, sound)
    early = [f for f in foreign if not (f.day and when and when.end and f.day >= when.end)]
    tried = [d for f in early if (d := _judge(f, account.id, here))]
    return max(tried, key=lambda d: (d.score, d.external or ""), default=None)


def _judge(there: Foreign, article: str, here: Sequence[Piece]) -> Derivation | None:
    """The derivation of an article from a page, if both are covered."""
    told = frozenset(k for p in there.pieces for k in p.keys)
    if sum(w for p in here for k, w in p.keys.items() if k in told) < COVERED * sum(sum(p.keys.values()) for p in here):
        return None
    met = _in_order(there.pieces, here)
    shared = sum(_shared(there.pieces[i], here[j]) for i, j in met)
    both = [shared / max(1e-9, sum(sum(p.keys.values()) for p in side)) for side in (here, there.pieces)]
    if len(met) < LEAST_PAIRS or both[0] < COVERED or both[1] < COVERED_THERE:
        return None
    pairs = tuple(
        AlignedPair(there.pieces[i].span, here[j].span, round(_likeness(there.pieces[i], here[j]), 3)) for i, j in met
    )
    why = (
        f"{len(met)} of its {len(here)} sentences follow those of the English page; {both[0]:.0%} of its names "
        f"and figures stand there, {both[1]:.0%} of those there stand here"
    )
    return Derivation(None, article, "translation", round(sum(both) / 2, 3), why, there.page.name, pairs)


def _in_order(there: Sequence[Piece], here: Sequence[Piece]) -> list[tuple[int, int]]:
    """The pairs (there, here) of rising places that share most."""
    best = [[0.0] * (len(here) + 1) for _ in range(len(there) + 1)]
    gain = [[_gain(a, b) for b in here] for a in there]
    for i in range(len(there) - 1, -1, -1):
        for j in range(len(here) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], gain[i][j] + best[i + 1][j + 1])
    found, i, j = [], 0, 0
    while i < len(there) and j < len(here):
        if gain[i][j] and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _gain(a: Piece, b: Piece) -> float:
    return _shared(a, b) if _likeness(a, b) >= MET else 0.0


def _shared(a: Piece, b: Piece) -> float:
    return sum(w for k, w in a.keys.items() if k in b.keys)


def _likeness(a: Piece, b: Piece) -> float:
    """Shared weight by that of the fuller sentence."""
    full = max(sum(a.keys.values()), sum(b.keys.values()))
    return _shared(a, b) / full if full else 0.0


# ---------------------------------------------------------------- what a sentence says


def _figure(value: float) -> tuple[str, float]:
    """A small number is said of anything."""
    return f"{value:g}", 0.5 if value <= 3 else 1.0 if value <= 12 else 2.0


def _name(sound: str) -> tuple[str, float]:
    return "~" + sound, 0.8 if len(sound) < 4 else 1.5


def _arabic(account: Account, names: frozenset[str], sound: Sound) -> list[Piece]:
    """The sentences of an article. Its names are the words that sound like a name of the English pages, and those that
    were found in it."""
    pieces = []
    spoken = {t for m in account.mentions for t in range(m.span.start, m.span.end)}
    for sentence in account.words.sentences[:MANY]:
        folded = account.words.passages[sentence.passage].folded
        keys = dict(_figure(n.value) for n in find_numbers(sentence.tokens))
        states = list(find_states(folded, sentence.tokens))
        keys |= {f"@{h.payload}": 1.0 for h in states}
        keys |= {f"month {m}": 1.0 for m in months_in(folded, sentence.tokens)}
        named = {i for h in states for i in range(h.first, h.last)}
        for i, token in enumerate(sentence.tokens):
            if i not in named and (key := _sounds(token, names, sound, token.start in spoken)):
                keys |= [_name(key)]
        span = account.words.span(sentence.start, min(sentence.end, sentence.start + LONGEST))
        if keys:
            pieces.append(Piece(span, keys))
    return pieces


def _sounds(token: Token, names: frozenset[str], sound: Sound, spoken: bool) -> str:
    """The sound of a name: of the whole word or of what stands without its particles."""
    if token.is_number or len(token.text) < 3:
        return ""
    forms = dict.fromkeys((token.text, *(c.stem for c in split_clitics(token.text) if not c.enclitic)))
    heard = [s for f in forms if len(f) > 2 and len(s := sound(f)) > 2]
    met = next((s for s in heard if "~" + s in names), "")
    return met or (heard[-1] if spoken and heard else "")


def _foreign(page: Page, sound: Sound) -> Foreign | None:
    """The sentences of a page in Latin letters; None where it has hardly any."""
    found = [m for m in _SENTENCE.finditer(page.text[:LOOK]) if len(_WORD.findall(m[0])) >= LEAST_WORDS][:MANY]
    pieces = [
        Piece(Span(page.name, m.start(), min(m.end(), m.start() + LONGEST)), _english(m[0], sound)) for m in found
    ]
    pieces = [p for p in pieces if p.keys]
    return Foreign(page, tuple(pieces), _first_day(page.text[:800])) if len(pieces) >= LEAST_PAIRS else None


def _english(text: str, sound: Sound) -> dict[str, float]:
    """What an English sentence says: figures, months, states, and every other capitalised word but the first."""
    keys: dict[str, float] = {}
    words = [m[0] for m in _WORD.finditer(text)]
    lists = _english_words()
    i = 0
    while i < len(words):
        state, width = _state(words, i)
        low = words[i].lower()
        if state:
            keys[state], i = 1.0, i + width
            continue
        if (number := _number(words, i)) is not None:
            value, width = number
            keys |= [_figure(value)]
            i += width
            continue
        if low in lists.months and words[i][0].isupper():
            keys[f"month {lists.months[low]}"] = 1.0
        elif words[i][0].isupper() and low not in lists.common:
            for part in re.split(r"['’-]", low):
                if len(heard := sound(part)) > 2:
                    keys |= [_name(heard)]
        i += 1
    return keys


def _number(words: Sequence[str], i: int) -> tuple[float, int] | None:
    """The number at `i` and how many words it takes."""
    lists, word = _english_words(), words[i].lower()
    value = lists.numbers.get(word)
    if word[0].isdigit():
        value = float(word.replace(",", "").rstrip("."))
    if value is None:
        return None
    times = lists.times.get(words[i + 1].lower()) if i + 1 < len(words) else None
    return (value * times, 2) if times else (value, 1)


def _state(words: Sequence[str], i: int) -> tuple[str, int]:
    """The state whose English name, people or capital stands at `i`, and how many words that takes."""
    for width in (3, 2, 1):
        text = " ".join(words[i : i + width]).lower().removesuffix("'s").removesuffix("’s")
        if i + width <= len(words) and words[i][0].isupper() and text in _states():
            return _states()[text], width
    return "", 1


def _first_day(text: str) -> dt.date | None:
    months = _english_words().months
    for m in _DAY.finditer(text):
        day, month, year, month2, day2, year2, *iso = m.groups()
        try:
            if iso[0]:
                return dt.date(*map(int, iso))
            named = months.get((month or month2).lower())
            if named:
                return dt.date(int(year or year2), named, int(day or day2))
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class _English:
    months: Mapping[str, int]
    numbers: Mapping[str, float]
    times: Mapping[str, float]
    common: frozenset[str]


@cache
def _english_words() -> _English:
    data = load("english")
    months = {name: n for n, names in enumerate(data["months"], 1) for name in names}
    return _English(
        months,
        {str(k): float(v) for k, v in data["numbers"].items()},
        {str(k): float(v) for k, v in data["times"].items()},
        frozenset(data.texts("common")),
    )


@cache
def _states() -> Mapping[str, str]:
    """English names of states, of their peoples and capitals -> the key of the state."""
    people = load("english")["people"]
    table: dict[str, str] = {}
    for row in rules_in(load("ar/countries"), "states"):
        table.update(dict.fromkeys((n.lower() for n in _named(row)), f"@{row.text('id')}"))
    for code, words in people.items():
        table.update(dict.fromkeys((w.lower() for w in words), f"@{code}"))
    return table


def _named(row: Entry) -> Iterator[str]:
    names = row.get("en")
    yield from ([names] if isinstance(names, str) else names or [])
    capital = row.get("capital")
    if isinstance(capital, Entry):
        names = capital.get("en")
        yield from ([names] if isinstance(names, str) else names or [])
