"""Finding names: what the rules know, what states' bodies are called, what a title announces, what the reader sees.

`find_mentions(words, encoder)` gives the names of an article: without title, without attached «و ف ب ل ك», the longest
name where several fit, never overlapping. `encoder` is anything with `names(texts)` (see `NameReader`); None is the fast
way, with the rules alone. `Mention.actor` is set where a rule knows the identity; `link` finishes that.

Bare roles («الرئيس»), adjectives («روسي») and peoples are no mentions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from riwaya.actors.institutions import find_institutions
from riwaya.actors.knowledge import Form, Knowledge, knowledge
from riwaya.actors.metonym import stands_for_state
from riwaya.actors.people import find_people
from riwaya.actors.spans import Candidate, Run, runs_of
from riwaya.model import BlockKind, Mention, MentionType
from riwaya.text import Hit, Words

_TOO_LONG = 160  # characters: no name is longer; what is, is damage
_LEAST_SCORE = 0.5


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
    ruled = tuple(_ruled(known, runs))
    read = tuple(_read(words, encoder)) if encoder is not None else ()
    kept = merge(ruled, read)
    return tuple(Mention(words.span(c.start, c.end), c.type, c.actor, c.rule) for c in kept)


def _ruled(known: Knowledge, runs: Sequence[Run]) -> Iterator[Candidate]:
    lands = Counter(f.id for run in runs for hit in known.forms.find(run.folded, run.tokens) for f in hit.payload[:1])
    for run in runs:
        yield from find_institutions(known, run)
        yield from _listed(known, run, lands)
        yield from find_people(known, run)


def _listed(known: Knowledge, run: Run, lands: Counter[str]) -> Iterator[Candidate]:
    """The names of `run` that the rule files list."""
    for hit in known.forms.find(run.folded, run.tokens):
        form = _meant(hit, run, lands)
        if form is None:
            continue
        sure = not form.unsure or _announced(known, run, hit)
        actor, kind = form.id, form.type
        if form.kind == "capital":
            particles = hit.cut.proclitics
            if stands_for_state(run.tokens, hit.first, hit.last, particles, form.prior):
                actor = form.state or form.id
            else:
                kind = MentionType.LOC
        yield Candidate(hit.start, hit.end, kind, f"known:{form.kind}", actor, sure)


def _meant(hit: Hit[tuple[Form, ...]], run: Run, lands: Counter[str]) -> Form | None:
    """Which of the things that share a spelling is meant; None where the spelling rules it out."""
    forms = hit.payload
    if len(forms) == 1 and forms[0].exact is None:
        return forms[0]
    # An exact form counts only as it stands in the page: the run carries folded text, so marks decide by length.
    width = hit.end - hit.start
    exact = [f for f in forms if f.exact is not None and len(f.exact) == width]
    if exact:
        return exact[0]
    loose = [f for f in forms if f.exact is None]
    return max(loose, key=lambda f: lands[f.id]) if loose else None


def _announced(known: Knowledge, run: Run, hit: Hit[tuple[Form, ...]]) -> bool:
    """Whether the word before says that a name of that kind follows."""
    if hit.first == 0 or hit.cut.proclitics:
        return False
    before = run.tokens[hit.first - 1].text
    heads = known.place_heads if hit.payload[0].type in (MentionType.LOC, MentionType.GPE) else known.org_heads
    return before in heads or before[1:] in heads


def _read(words: Words, encoder: NameReader) -> Iterator[Candidate]:
    """What the trained reader sees, block by block."""
    passages = [p for p in words.passages if p.kind is not BlockKind.UI]
    texts = [words.text(p.start, p.end) for p in passages]
    for passage, names in zip(passages, encoder.names(texts), strict=True):
        for name in names:
            start, end = passage.start + name.start, passage.start + name.end
            if name.score >= _LEAST_SCORE and 1 < end - start <= _TOO_LONG:
                yield Candidate(start, end, MentionType(name.label), "reader")


def merge(ruled: Iterable[Candidate], read: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One layer of names out of several: longest first; a rule's identity for what a reader saw; the unsure only where
    a reader saw a name in the same place."""
    reader = sorted(read, key=lambda c: c.start)
    pool = [c for c in ruled if c.end - c.start <= _TOO_LONG and (c.sure or _seen(c, reader))]
    pool += [_with_identity(c, pool) for c in reader]
    kept: list[Candidate] = []
    for c in sorted(pool, key=lambda c: (-(c.end - c.start), c.rule == "reader", c.start)):
        if not any(c.overlaps(k) for k in kept):
            kept.append(c)
    return tuple(sorted(kept, key=lambda c: c.start))


def _seen(candidate: Candidate, reader: Sequence[Candidate]) -> bool:
    return any(r.holds(candidate) and r.type is candidate.type for r in reader)


def _with_identity(seen: Candidate, ruled: Sequence[Candidate]) -> Candidate:
    """What the reader saw, with the identity that a rule gives to exactly these words."""
    for c in ruled:
        if c.start == seen.start and c.end == seen.end:
            return c
    return seen
