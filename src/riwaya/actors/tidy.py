"""What a trained reader saw, set right where words themselves tell.

A reader sees names by their look: it runs a place and the person named after it together («ميناء فارو نونو سيردال»),
keeps «السابق», a «في» or a quotation mark that belongs to nobody, stops after «عبد», or takes a ship for a woman or a
town. `tidy` mends this with what the rules and the rest of the page say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import simplemma

from riwaya.actors.knowledge import Knowledge
from riwaya.actors.likeness import given_names
from riwaya.actors.nobody import is_month, is_nobody
from riwaya.actors.spans import Candidate
from riwaya.actors.vessels import is_owned, is_vessel
from riwaya.model import MentionType
from riwaya.models.people import known as called
from riwaya.text import Words, fold_word

_PIECE = re.compile(r"[^\s_]+")
_QUOTE = re.compile('["«»“”]')
_UNFINISHED = frozenset(map(fold_word, ("عبد", "أبو", "أبي", "بن", "ابن", "آل", "ولد")))
_GLUED = "ول"  # «ب», «ك» and «ف» more often begin a name that the list of names does not hold («بوروندي»)
_NEXT = re.compile(r"[\s_]{1,2}([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+)[^\S\n]*[\"«“'(]?$")
_NO_TANWIN = str.maketrans("", "", "\u064b")
_LEAST_NOUN = 4  # letters, the last one included
_NEAR = 30  # characters before a name in which the word before it stands


def tidy(known: Knowledge, words: Words, seen: Sequence[Candidate]) -> list[Candidate]:
    """`seen` with spans mended, split or dropped; in order."""
    places = {
        form
        for c in seen
        if c.type is not MentionType.PER and len(form := fold_word(words.text(c.start, c.end))) > 2
    }  # fmt: skip
    vessels = _vessels(known, words, seen)
    full = {w[-1] for c in seen if c.type is MentionType.PER and len(w := _folded(words, c)) > 1}
    parts = {w for c in seen if c.type is MentionType.PER and len(whole := _folded(words, c)) > 1 for w in whole}
    out: list[Candidate] = []
    for c in (_called(known, words, _quoted(words, c), full) for c in seen):
        if _is_accusative(known, words, c) or is_month(known, words, c) or is_nobody(known, words, c, parts):
            continue
        if fold_word(words.text(c.start, c.end)) in vessels:
            continue
        if c.type is MentionType.PER:
            if not _is_origin(known, words, c, full):
                out += _person(known, words, c, places)
        elif c.end > c.start and not _means_another(known, words, c):
            out += _body(known, words, _place_alone(known, words, c, places))
    return out


def _called(known: Knowledge, words: Words, c: Candidate, full: set[str]) -> Candidate:
    """A lone word that ends a whole name of the page is that person, whatever a reader takes it for."""
    form = fold_word(words.text(c.start, c.end))
    return replace(c, type=MentionType.PER) if form in full and form not in known.by_form else c


def _body(known: Knowledge, words: Words, c: Candidate) -> Iterator[Candidate]:
    """A body or place without the particle that it ran into («مديرية الثقافة في»). A word with ال is the head of no
    longer name: in «رئيس الاتحاد الهادي بن رمضان» a person follows it."""
    text = words.text(c.start, c.end)
    pieces = [(m.group(), m.start(), m.end()) for m in _PIECE.finditer(text)]
    while len(pieces) > 1 and pieces[-1][0] in known.not_last and not pieces[-2][0].endswith("."):
        pieces.pop()
    folded = [fold_word(w) for w, _, _ in pieces]
    listed = " ".join(folded) in known.by_form
    if len(folded) > 2 and folded[0].startswith("ال") and _is_person(folded[1:]) and not listed:
        yield replace(c, start=c.start + pieces[1][1], type=MentionType.PER)
    elif pieces:
        yield replace(c, end=c.start + pieces[-1][2])


def _is_person(folded: Sequence[str]) -> bool:
    """Whether words are a person's whole name: a given name and a family («الكريم الوطني» is none, nor is what goes on
    with «للإغاثة»)."""
    first, second = folded[:2]
    if first not in given_names() or any(w.startswith("لل") for w in folded):
        return False
    return not (first.startswith("ال") and second.startswith("ال"))


def _means_another(known: Knowledge, words: Words, c: Candidate) -> bool:
    """Whether a neighbour says that the word is no name («نصف قطر», «قطر السفينة»), as the rules know it."""
    forms = known.by_form.get(fold_word(words.text(c.start, c.end)), ())
    if not forms or not all(f.not_beside for f in forms):
        return False
    after = _NEXT.match(words.article.text, c.end)
    near = {_before(words, c.start), fold_word(after.group(1)) if after else ""}
    return all(near & f.not_beside for f in forms)


def _place_alone(known: Knowledge, words: Words, c: Candidate, places: set[str]) -> Candidate:
    """«فلاحو نهر الطين» is the place that the page names elsewhere: its first word is no part of a place's name."""
    first, _, rest = words.text(c.start, c.end).partition(" ")
    head = fold_word(first)
    heads = (known.place_heads, known.place_inside, known.facilities, known.org_heads)
    if c.type is MentionType.ORG or fold_word(rest) not in places or any(head in h for h in heads):
        return c
    return replace(c, start=c.start + len(first) + 1)


def _quoted(words: Words, c: Candidate) -> Candidate:
    """Without a quotation mark that has no partner inside: «تنظيم "النور» is «النور» where the mark closes after it."""
    inner = inside_marks(words, c)
    if inner is not c:
        return inner
    text = words.text(c.start, c.end)
    marks = list(_QUOTE.finditer(text))
    if len(marks) % 2 == 0 or not marks[-1].start():
        return c
    return replace(c, end=c.start + len(text[: marks[-1].start()].rstrip()))


def inside_marks(words: Words, c: Candidate) -> Candidate:
    """What stands in quotation marks of which `c` holds the first and is followed by the second; else `c` itself."""
    text = words.text(c.start, c.end)
    marks = list(_QUOTE.finditer(text))
    closed = _QUOTE.match(words.article.text, c.end) is not None
    if len(marks) % 2 == 0 or not closed or marks[-1].end() == len(text):
        return c
    return replace(c, start=c.start + marks[-1].end())


def _person(known: Knowledge, words: Words, c: Candidate, places: set[str]) -> Iterator[Candidate]:
    c = _freed(words, _finished(words, c))
    pieces = [(fold_word(m.group()), m.start(), m.end()) for m in _PIECE.finditer(words.text(c.start, c.end))]
    while len(pieces) > 1 and pieces[-1][0] in known.not_in_names:
        pieces.pop()
    if not pieces or (len(pieces) == 1 and pieces[0][0] in known.not_in_names):
        return
    cut = _place_before(known, words, c, [p[0] for p in pieces], places)
    if cut:
        yield replace(c, end=c.start + pieces[cut - 1][2], type=MentionType.LOC)
    yield replace(c, start=c.start + pieces[cut][1], end=c.start + pieces[-1][2])


def _finished(words: Words, c: Candidate) -> Candidate:
    """A name that stops after «عبد» or «بن» goes on with the next word."""
    last = fold_word(words.text(c.start, c.end).split()[-1]) if words.text(c.start, c.end).split() else ""
    if last not in _UNFINISHED:
        return c
    follows = _NEXT.match(words.article.text, c.end)
    return replace(c, end=follows.end()) if follows else c


def _freed(words: Words, c: Candidate) -> Candidate:
    """Without «و» or «ل» before a word that somebody bears, where nobody bears the two together («ورانيا»)."""
    first = fold_word(words.text(c.start, c.end)).partition(" ")[0]
    glued = len(first) > 2 and first[0] in _GLUED and first not in called() and first[1:] in called()
    return replace(c, start=c.start + 1) if glued else c


def _place_before(known: Knowledge, words: Words, c: Candidate, pieces: Sequence[str], places: set[str]) -> int:
    """How many words in front are a place or a body that the page names elsewhere, with a person's name after them."""
    if len(pieces) < 3 or pieces[0] in given_names():
        return 0
    before = _before(words, c.start)
    if before not in known.place_heads and before not in known.facilities:
        return 0
    for length in range(len(pieces) - 2, 0, -1):
        head = " ".join(pieces[:length])
        forms = known.by_form.get(head, ())
        if head in places or any(f.type is not MentionType.PER and not f.unsure for f in forms):
            return length
    return 0


def _vessels(known: Knowledge, words: Words, seen: Sequence[Candidate]) -> set[str]:
    """What ships and other craft of the page are called; nothing that the rules know or that is a body's name too."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for c in seen:
        form, craft = fold_word(words.text(c.start, c.end)), is_vessel(known, words, c.start, c.end, c.type)
        if craft or is_owned(known, _before(words, c.start)):
            found[craft].add(form)
    return {form for form in found[True] - found[False] if form not in known.by_form}


def _is_origin(known: Knowledge, words: Words, c: Candidate, full: set[str]) -> bool:
    """Whether a lone «البوروندي» is no name but says where somebody is from: no person of the page bears it (`full`:
    the last words of whole names), nobody whom the rules know, and no other adjective stands before it."""
    form = " ".join(_folded(words, c))
    if form not in known.defined_demonyms or form in full or any(f.short for f in known.by_form.get(form, ())):
        return False
    before = _before(words, c.start)
    return before not in known.defined_demonyms and before not in known.after_title  # «السابق السوداني»


def _is_accusative(known: Knowledge, words: Words, c: Candidate) -> bool:
    """Whether a lone «عمودا», «عمودًا» is a word of the dictionary in the accusative, which nobody is called by."""
    text = words.text(c.start, c.end)
    word = text.translate(_NO_TANWIN)
    if " " in text or not word.endswith("ا") or word.startswith("ال") or len(word) < _LEAST_NOUN:
        return False
    folded = fold_word(word)
    if text != word:
        return folded[:-1] not in given_names()
    if folded in known.by_form or folded in called():
        return False
    if not simplemma.is_known(word[:-1], lang="ar"):
        return False
    return not simplemma.is_known(word, lang="ar") or simplemma.lemmatize(word, lang="ar") == word[:-1]


def _folded(words: Words, c: Candidate) -> list[str]:
    """The folded words of a name."""
    return fold_word(words.text(c.start, c.end)).split()


def _before(words: Words, at: int) -> str:
    """The folded word before offset `at`, an opening mark skipped."""
    found = _BEFORE.search(words.article.text[max(0, at - _NEAR) : at])
    return fold_word(found.group(1)) if found else ""
