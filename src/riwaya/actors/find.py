"""Finding names: what the rules know, what states' bodies are called, what a title announces, what the reader sees.

`find_mentions(words, encoder)` gives the names of an article: without title, without attached «و ف ب ل ك», the longest
name where several fit, never overlapping. `encoder` is anything with `names(texts)` (see `NameReader`); None is the
fast way, with the rules alone. `Mention.actor` is set where a rule knows the identity; `link` finishes that.

Bare roles («الرئيس»), adjectives («روسي») and peoples are no mentions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import simplemma

from riwaya.actors.again import find_again
from riwaya.actors.glued import find_glued
from riwaya.actors.institutions import find_institutions, find_regimes
from riwaya.actors.knowledge import Form, Knowledge, knowledge
from riwaya.actors.metonym import stands_for_state
from riwaya.actors.namesakes import whole_name
from riwaya.actors.people import find_people
from riwaya.actors.spans import Candidate, Run, Taken, runs_of
from riwaya.actors.tidy import inside_marks, tidy
from riwaya.actors.untitled import RULE as UNTITLED
from riwaya.actors.untitled import find_untitled
from riwaya.model import BlockKind, Mention, MentionType
from riwaya.text import Hit, Words, fold_word, split_clitics

_HASHTAGS = str.maketrans("_", " ")
_SINCE = "منذ"
_TOO_LONG = 160  # characters: no name is longer; what is, is damage
_LEAST_SCORE = 0.5
_GUESSED = ("title", UNTITLED)  # rules that a reader makes needless
_DATELINE = ("،", ",", "(", "-", "–", "/", "ـ")
_LEAST_FOR_WORDS = 0.88  # a lone word of the dictionary is seldom a name that a reader half sees


class Named(Protocol):
    """A name that a reader saw: `text[start:end]`, PER, ORG, GPE or LOC, and how sure it is (0 to 1)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


class NameReader(Protocol):
    """A trained reader of names; offsets count into the texts it was given."""

    def names(self, texts: Sequence[str]) -> Sequence[Sequence[Named]]:
        """The names of each text, in order, not overlapping."""


def find_mentions(words: Words, encoder: NameReader | None) -> tuple[Mention, ...]:
    """The names of the article, in order, not overlapping."""
    known = knowledge()
    runs = tuple(runs_of(words))
    read = tidy(known, words, tuple(_read(words, encoder))) if encoder is not None else []
    ruled = [c for c in _ruled(known, words, runs) if encoder is None or c.rule not in _GUESSED]
    ruled += find_regimes(runs, ruled)
    kept = merge(known, words, ruled, read)
    kept = sorted((*kept, *find_again(known, words, runs, kept)), key=lambda c: c.start)
    return tuple(Mention(words.span(c.start, c.end), c.type, c.actor, c.rule) for c in kept)


def _ruled(known: Knowledge, words: Words, runs: Sequence[Run]) -> Iterator[Candidate]:
    lands = Counter(f.id for run in runs for hit in known.forms.find(run.folded, run.tokens) for f in hit.payload[:1])
    for run in runs:
        yield from find_institutions(known, run)
        yield from (inside_marks(words, c) for c in _listed(known, words, run, lands))
        yield from find_glued(known, run)
        yield from find_people(known, run)
        yield from find_untitled(known, run)


def _listed(known: Knowledge, words: Words, run: Run, lands: Counter[str]) -> Iterator[Candidate]:
    """The names of `run` that the rule files list."""
    joined = (-1, False)  # where the capital before ended, and whether it was its state
    for hit in known.forms.find(run.folded, run.tokens):
        form = _meant(hit, words, lands)
        if form is None or _beside(form, run, hit):
            continue
        sure = not form.unsure or form.outside or _announced(known, run, hit)
        actor, kind = form.id, form.type
        if form.short and (whole := whole_name(known, run, hit)) is not None:
            rule = "known:person" if whole.same else "namesake"
            yield Candidate(whole.start, hit.end, kind, rule, actor if whole.same else None)
            continue
        if form.kind == "capital":
            state = _is_state(form, run, hit, joined)
            joined = (hit.last, state)
            actor, kind = (form.state or form.id, kind) if state else (actor, MentionType.LOC)
        if form.once and actor == form.state and _in_years(words, hit.start, form.once[1], form.once[2]):
            actor = form.once[0]
        start = run.tokens[hit.first + 1].start if form.outside else hit.start
        start = _facility(known, run, hit) if kind is MentionType.LOC and not form.outside else start
        if start < hit.start:  # «مطار X» is not X
            actor = ""
        yield Candidate(start, hit.end, kind, f"known:{form.kind}", actor or None, sure)


def _in_years(words: Words, at: int, since: int, until: int) -> bool:
    """Whether the sentence around offset `at` speaks of years from `since` to `until` and of no later one; where it
    names no year, whether the article is of these years."""
    i = bisect_right(words.sentences, at, key=lambda s: s.start) - 1
    tokens = words.sentences[i].tokens if i >= 0 else ()
    numbers = [(k, int(t.text)) for k, t in enumerate(tokens) if len(t.text) == 4 and t.text.isdecimal()]
    years = [n for _, n in numbers if 1800 <= n <= 2100]
    if any(t.text.endswith(_SINCE) for k, _ in numbers for t in tokens[max(0, k - 3) : k]):
        return False  # «since 1956» reaches to the present
    published = words.article.published
    if not years and published and published.when.start:
        years = [published.when.start.year]
    return bool(years) and all(since <= year <= until for year in years)


def _is_state(form: Form, run: Run, hit: Hit[tuple[Form, ...]], joined: tuple[int, bool]) -> bool:
    """Whether a capital stands for its state: as its neighbours or the capital joined to it say; no dateline does."""
    particles = hit.cut.proclitics
    if joined[0] == hit.first and ("و" in particles or (joined[1] and not particles)):
        return joined[1]  # «حملت أوسلو هلسنكي المسؤولية»: whom a state holds to account is a state
    after = run.tokens[hit.last - 1].at + len(run.tokens[hit.last - 1].text)
    if run.tokens[hit.first].at == 0 and run.folded.text[after : after + 3].lstrip()[:1] in _DATELINE:
        return False
    return stands_for_state(run.tokens, hit.first, hit.last, particles, form.prior)


def _facility(known: Knowledge, run: Run, hit: Hit[tuple[Form, ...]]) -> int:
    """Where the name starts: at «مطار», «جسر» and the like, if one stands before a place."""
    if hit.first == 0 or hit.cut.proclitics or run.tokens[hit.first].text.startswith("لل"):
        return hit.start
    before = run.tokens[hit.first - 1]
    for cut in split_clitics(before.text):
        if cut.stem in known.facilities and not cut.article and not cut.enclitic:
            return run.folded.starts[before.at + sum(map(len, cut.proclitics))]
    return hit.start


def _beside(form: Form, run: Run, hit: Hit[tuple[Form, ...]]) -> bool:
    """Whether a neighbour says that the word is not the name (نصف قطر)."""
    if not form.not_beside:
        return False
    near = run.tokens[max(0, hit.first - 1) : hit.first] + run.tokens[hit.last : hit.last + 1]
    return any(t.text in form.not_beside for t in near)


def _meant(hit: Hit[tuple[Form, ...]], words: Words, lands: Counter[str]) -> Form | None:
    """Which of the things that share a spelling is meant; None where the spelling in the page rules it out."""
    forms = hit.payload
    if len(forms) == 1 and forms[0].exact is None:
        return forms[0]
    written = words.text(hit.start, hit.end)
    exact = [f for f in forms if f.exact is not None and f.exact == written]
    if exact:
        return exact[0]
    loose = [f for f in forms if f.exact is None]
    return max(loose, key=lambda f: lands[f.id]) if loose else None


def _announced(known: Knowledge, run: Run, hit: Hit[tuple[Form, ...]]) -> bool:
    """Whether the word before says that a name of that kind follows."""
    if hit.first == 0 or hit.cut.proclitics:
        return False
    form, before = hit.payload[0], run.tokens[hit.first - 1].text
    if form.kind == "state":
        return before in known.state_before or before[1:] in known.state_before
    heads = known.place_heads if form.type in (MentionType.LOC, MentionType.GPE) else known.org_heads
    return before in heads or before[1:] in heads


def _read(words: Words, encoder: NameReader) -> Iterator[Candidate]:
    """What the trained reader sees, block by block."""
    passages = [p for p in words.passages if p.kind is not BlockKind.UI]
    # Hashtags are read as the words they are made of; every letter keeps its place.
    texts = [words.text(p.start, p.end).translate(_HASHTAGS) for p in passages]
    for passage, names in zip(passages, encoder.names(texts), strict=True):
        for name in names:
            start, end = passage.start + name.start, passage.start + name.end
            least = _LEAST_FOR_WORDS if _everyday(words.text(start, end)) else _LEAST_SCORE
            if name.score >= least and 1 < end - start <= _TOO_LONG:
                yield Candidate(start, end, MentionType(name.label), "reader")


def _everyday(word: str) -> bool:
    """Whether this is one word, and one of the dictionary."""
    if " " in word:
        return False
    bare = word.removeprefix("ال")
    plain = bare[:-2] if bare.endswith(("ان", "ين", "ون")) and len(bare) > 4 else bare
    return any(simplemma.is_known(w, lang="ar") for w in (word, bare, plain))


def merge(known: Knowledge, words: Words, ruled: Iterable[Candidate], read: Sequence[Candidate]) -> list[Candidate]:
    """One layer of names out of several: longest first; a rule's identity for what a reader saw; the unsure only where
    a reader saw a name in the same place."""
    ruled = [c for c in ruled if c.end - c.start <= _TOO_LONG]
    sure = Taken({(c.start, c.end) for c in ruled if c.sure and c.rule.startswith("known")})
    reader = [c for c in read if not _generic(known, words, c) and not _made_of(known, words, c, sure)]
    spans = {(c.start, c.end): c for c in reader}
    starts = sorted(reader, key=lambda c: c.start)
    pool = [c for c in ruled if c.sure or _seen(c, spans, starts)]
    ours = {(c.start, c.end) for c in pool}
    pool += [c for c in reader if (c.start, c.end) not in ours]
    taken = Taken()
    # Of one length: who is known by that very name («وكالة الأنباء الفرنسية»), then bodies put together, then a reader.
    longest = sorted(
        pool, key=lambda c: (-(c.end - c.start), c.rule == "reader", not c.rule.startswith("known"), c.start)
    )
    return sorted((c for c in longest if taken.take(c.start, c.end)), key=lambda c: c.start)


def _generic(known: Knowledge, words: Words, candidate: Candidate) -> bool:
    """Whether a reader took a bare head (لجنة, قوات) for a name: «الجزيرة» is one, unless it saw the broadcaster."""
    form = fold_word(words.text(candidate.start, candidate.end))
    return form in known.generic and all(f.type is not candidate.type for f in known.by_form.get(form, ()))


def _made_of(known: Knowledge, words: Words, seen: Candidate, sure: Taken) -> bool:
    """Whether a reader ran known names together («باكو ويريفان»), or a known name and an adjective of origin that is no
    part of it («الموصل العراقية»)."""
    inside = sure.inside(seen.start, seen.end)
    if not inside or inside == [(seen.start, seen.end)]:
        return False
    rest: list[str] = []
    if words.text(seen.start, seen.end).isalpha():
        return True  # one word with a name inside it: particles or another word are glued to it
    at = seen.start
    for start, end in inside:
        rest += words.text(at, max(at, start)).split()
        at = max(at, end)
    rest += words.text(at, seen.end).split()
    if len(rest) == len(inside) == 1 and inside[0][1] == seen.end and seen.type is MentionType.ORG:
        form = fold_word(rest[0])  # «اتهم مندوب التحالف واشنطن»: a noun with ال takes no name after it
        if form.startswith("ال") and form not in known.by_form:
            return True
    return all(w == "و" or fold_word(w) in known.defined_demonyms for w in rest)


def _seen(candidate: Candidate, spans: dict[tuple[int, int], Candidate], starts: Sequence[Candidate]) -> bool:
    """Whether a reader saw a name just there, or a longer one of that type around it."""
    if (candidate.start, candidate.end) in spans:
        return True
    i = bisect_right(starts, candidate.start, key=lambda c: c.start)
    return i > 0 and starts[i - 1].holds(candidate) and starts[i - 1].type is candidate.type
