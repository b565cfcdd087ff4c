"""Two sides on one matter: what one asserts and the other denies, answers or turns round.

A dispute is made of two statements of *different sides* (a minister and his ministry are one side,
by the country of their actors). It takes one of these signs:

* a connective inside one sentence joins them («تقول أثينا … رغم أن أنقرة ذكرت …»);
* one denies or doubts most of what the other charges it with, or denies anything right after it is charged by name;
* the second is set against the first («في المقابل»), or answers it («من جانبه»): on the same thing,
  one saying no and the other not;
* each accuses, and each names the other's side.

Sides are states, bodies and who acts for them. Experts and unnamed sources take none.

"The same thing" is measured on rare lemmas, names left out. Without such a sign, unlike statements are no dispute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riwaya.account import Account
from riwaya.compare.connectives import connectives_in, opening
from riwaya.compare.heard import called_press, takes_sides
from riwaya.compare.labels import label, negations, whole_phrase
from riwaya.compare.ledger import tokens_in
from riwaya.compare.said import PARTIES, Said, all_said, matter_of, places_of
from riwaya.likeness import Index, content_lemmas, cosine, coverage
from riwaya.model import Contrast, ContrastKind, Derivation, Polarity, Position, Span, Statement

# Cosine of two statements over the lemmas of the topic's statements. Set on the example pages and on reading
# what 612 articles gave; not fitted.
_SAME_MATTER = 0.28
_SAME_MATTER_ANSWER = 0.12
_CLAIM = 3  # lemmas, names and dates apart, that make a claim and not only a subject
_LEAST_CLAIM = 2  # lemmas below which words are no claim at all («they trust him»)
_BACK = 4  # sentences before an answer in which what it answers may stand
_SAID_AGAIN = 0.6  # share of a denial's weight that stands in what it denies
_GOVERNED = 3  # tokens on either side of a negation that it bears on
_AT_ONCE = 48  # code points within which an answer that needs no common word says no
_AGAINST = frozenset({Polarity.DENIES, Polarity.DOUBTS})
_FOR = frozenset({Polarity.ASSERTS, Polarity.ACCUSES, Polarity.THREATENS, Polarity.PROMISES})


@dataclass(frozen=True, slots=True)
class _Clash:
    """Two statements set against each other, and by which sign."""

    a: Said
    b: Said
    what: str
    rule: str


def disputes(
    accounts: Sequence[Account], derivations: Sequence[Derivation], sides: Mapping[str, str]
) -> Iterator[Contrast]:
    """Disputes among the statements of `accounts`; `sides` maps an actor id to its side.

    What a copy merely repeats is its source's statement told again: it adds words, not a dispute.
    Clashes between the same sides that share a statement are one dispute.
    """
    retold = _retold(derivations)
    said = all_said(accounts, sides, {pair.derived for d in derivations for pair in d.pairs})
    by_sentence: dict[tuple[str, int], list[Said]] = {}
    for s in said:
        by_sentence.setdefault((s.account.id, s.sentence), []).append(s)
    clashes: list[_Clash] = []
    for (article, sentence), here in by_sentence.items():
        clashes += _joined(here)
        clashes += _answered([by_sentence.get((article, sentence - k), []) for k in range(1, 1 + _BACK)], here)
        clashes += _denied_at_once([*here, *by_sentence.get((article, sentence + 1), ())], here)
    clashes += _opposed(said)
    pages = {a.article.page: a for a in accounts}
    for group in _gathered(clashes):
        yield _dispute(group, retold, pages)


def _retold(derivations: Sequence[Derivation]) -> dict[Span, tuple[Span, ...]]:
    """Words of a source -> the words of its copies and rewrites that say the same: nothing grave was changed."""
    found: dict[Span, tuple[Span, ...]] = {}
    for derivation in derivations:
        for pair in derivation.pairs:
            if any(c.kind in ("contradicted", "added") for c in pair.changed):
                continue
            found[pair.source] = (*found.get(pair.source, ()), pair.derived)
    return found


def _joined(here: list[Said]) -> Iterator[_Clash]:
    """Neighbours in one sentence with a connective between them."""
    for a, b in pairwise(sorted(here, key=lambda s: s.statement.span)):
        apart = a.side != b.side and a.statement.span.end <= b.statement.span.start
        # An expert who sets out what two capitals want is no party to their dispute.
        if not (apart and _tells(a) and _tells(b)):
            continue
        found = connectives_in(a.account, a.statement.span.end, b.statement.span.start)
        # «While» as often joins two that agree, or speak of two things: one must say no to what the other says.
        alike = cosine(a.vector, b.vector) >= _SAME_MATTER_ANSWER
        if "inside" in found:
            yield _Clash(a, b, "account", "joined")
        elif "beside" in found and alike and _says_no(a, b) is not _says_no(b, a):
            yield _Clash(a, b, "account", "beside")


def _tells(said: Said) -> bool:
    """Whether a party tells how things are or were; what it wants or means to do disputes nothing."""
    return _is_party(said) and said.statement.polarity in (_AGAINST | {Polarity.ASSERTS, Polarity.ACCUSES})


def _against(a: Said, b: Said) -> bool:
    """Whether two claims without a common word may be set against each other: the first charges, or the second says
    no at once, and each says enough to be a claim."""
    if min(len(a.vector), len(b.vector)) < _LEAST_CLAIM or not all(_takes_sides(s) for s in (a, b)):
        return False
    return a.statement.polarity is Polarity.ACCUSES or _negates(b, _AT_ONCE)


def _opposes(a: Said, b: Said) -> bool:
    """Whether one of two claims charges or says no to the other's words, and not both do."""
    return Polarity.ACCUSES in (a.statement.polarity, b.statement.polarity) or _says_no(a, b) is not _says_no(b, a)


def _is_party(said: Said) -> bool:
    return said.side.startswith(PARTIES)


def _takes_sides(said: Said) -> bool:
    speaker = said.statement.speaker
    return takes_sides((speaker and speaker.actor) or "") and not called_press(said.account, said.statement)


def _answered(before: Sequence[list[Said]], here: list[Said]) -> Iterator[_Clash]:
    """The head of a sentence answers what the sentences before report; `before` is the nearest first."""
    if not here:
        return
    words = here[0].account.words
    head = opening(words, words.sentences[here[0].sentence])
    here = [b for b in here if _tells(b)]
    if head is None or not here:
        return
    if head == "against":
        yield from _set_against(before, max(here, key=lambda s: len(s.vector)))  # rather than «this» that is denied
    elif head == "head":
        for a in before[0]:
            for b in here:
                same_matter = _tells(a) and a.side != b.side and cosine(a.vector, b.vector) >= _SAME_MATTER_ANSWER
                if same_matter and _says_no(a, b) is not _says_no(b, a):  # alike and both plain: they agree
                    yield _Clash(a, b, "account", "answer")


def _set_against(before: Sequence[list[Said]], b: Said) -> Iterator[_Clash]:
    """What a claim «on the other hand» stands against: of another side's, in common words, of which one says no or
    charges, what was said right before, or (of a denial) some sentences before; else, if both say enough to be claims,
    what was said right before."""
    back = len(before) if b.statement.polarity in _AGAINST else 1
    if not _takes_sides(b):
        return
    told = [[a for a in here if _tells(a) and _takes_sides(a) and a.side != b.side] for here in before[:back]]
    alike = [a for here in told for a in here if cosine(a.vector, b.vector) >= _SAME_MATTER_ANSWER and _opposes(a, b)]
    if alike:
        nearest = max(a.sentence for a in alike)
        others = [a for a in alike if a.sentence == nearest]
    else:
        others = [a for a in told[0] if cosine(a.vector, b.vector) < _SAME_MATTER_ANSWER and _against(a, b)]
    if others:
        first = max(others, key=lambda s: (s.statement.polarity is Polarity.ACCUSES, len(s.vector)))
        yield _Clash(first, b, "account", "against")


def _says_no(said: Said, to: Said) -> bool:
    """Whether a statement denies, or its own words say no to something that the other speaks of too: a common lemma
    close to the negation («لن ينال أحد من هذه الصداقة» contradicts no friend)."""
    if said.statement.polarity in _AGAINST:
        return True
    tokens = list(tokens_in(said.account, said.statement.span))
    text = said.account.article.text
    near = [tokens[max(0, i - _GOVERNED) : i + 1 + _GOVERNED] for i, t in enumerate(tokens) if t.text in negations()]
    return any(set(content_lemmas(these, text)) & to.vector.keys() for these in near)


def _negates(said: Said, within: int | None = None) -> bool:
    """Whether a statement denies, or says no in its own words (in so many code points from its beginning)."""
    if said.statement.polarity in _AGAINST:
        return True
    span = said.statement.span
    if within is not None:
        span = Span(span.page, span.start, min(span.end, span.start + within))
    return any(
        t.text in negations()
        for s in said.account.words.sentences[said.sentence :]
        if s.start < span.end
        for t in s.tokens
        if span.start <= t.start < span.end
    )


def _denied_at_once(after: Sequence[Said], here: Sequence[Said]) -> Iterator[_Clash]:
    """A charge that the charged, named between the word for it and its end, denies in the same sentence or the next."""
    for a in here:
        cue = a.statement.cue
        if a.statement.polarity is not Polarity.ACCUSES or cue is None or not (_is_party(a) and _takes_sides(a)):
            continue
        for b in after:
            if (
                b.statement.polarity is Polarity.DENIES
                and b.side in a.charged
                and b.side != a.side
                and b.statement.span.start > a.statement.span.start
                and _is_party(b)
                and _takes_sides(b)
            ):
                yield _Clash(a, b, "denial", "at-once")


def _opposed(said: list[Said]) -> Iterator[_Clash]:
    """Denials of what others charge, and charges that turn round, wherever they stand."""
    parties = [s for s in said if _is_party(s) and _takes_sides(s)]
    index = Index([s.vector for s in parties])
    for i, a in enumerate(parties):
        for j, _score in index.near(a.vector, _SAME_MATTER):
            b = parties[j]
            if j == i or a.side == b.side:
                continue
            if a.statement.polarity in _FOR and b.statement.polarity in _AGAINST and _denied(a, b):
                yield _Clash(a, b, "denial", "denial")
            elif (
                i < j
                and not a.statement.span.overlaps(b.statement.span)  # a charge within a charge is one account
                and a.statement.polarity is b.statement.polarity is Polarity.ACCUSES
                and b.side in a.named
                and a.side in b.named
            ):
                yield _Clash(a, b, "blame", "blame")


def _denied(a: Said, b: Said) -> bool:
    """Whether `b` denies what `a` says: it says most of it again, and is charged by name or says all of it; then one
    names the other, or what they have in common is more than «the use of chemical weapons», which is denied of many.

    Two words in common are a subject («chemical weapons»), not a claim.
    """
    if len(b.vector) < _CLAIM or coverage(b.vector, a.vector) < _SAID_AGAIN or _elsewhere(a, b):
        return False
    if b.statement.span.holds(a.statement.span) and "beside" in connectives_in(
        b.account, b.statement.span.start, a.statement.span.start
    ):
        return False  # «تنفي دمشق ... فيما قالت موسكو ...»: another clause, not what is denied
    # A charge of complicity in a deed is not denied by who denies the deed: what it opens with must be said again.
    if next(iter(a.vector)) not in b.vector:
        return False
    if a.statement.polarity is Polarity.ACCUSES and b.side in a.named:
        return True
    met = b.side in a.named or a.side in b.around or len(a.vector.keys() & b.vector.keys()) > _CLAIM
    return met and coverage(a.vector, b.vector) >= _SAID_AGAIN


def _elsewhere(a: Said, b: Said) -> bool:
    """Whether two statements speak of different places: each names some, states apart, and none in common."""
    here, there = places_of(a), places_of(b)
    return bool(here and there) and not here & there


def _gathered(clashes: list[_Clash]) -> list[list[_Clash]]:
    """Clashes of the same sides that share a statement, or say the same again on another page, together; in
    the order they were found."""
    groups: list[list[_Clash]] = []
    for clash in clashes:
        sides = {clash.a.side, clash.b.side}
        for group in groups:
            ids = {i for c in group for i in (c.a.statement.id, c.b.statement.id)}
            # A statement that two others answer is one matter with three sides.
            shared = clash.what == group[0].what and bool(ids & {clash.a.statement.id, clash.b.statement.id})
            same = {group[0].a.side, group[0].b.side} == sides and any(_one_clash(clash, c) for c in group)
            if shared or same:
                group.append(clash)
                break
        else:
            groups.append([clash])
    return groups


def _one_clash(x: _Clash, y: _Clash) -> bool:
    if {x.a.statement.id, x.b.statement.id} & {y.a.statement.id, y.b.statement.id}:
        return True
    a, b = (y.a, y.b) if x.a.side == y.a.side else (y.b, y.a)
    low, high = sorted((cosine(x.a.vector, a.vector), cosine(x.b.vector, b.vector)))
    return low >= _SAID_AGAIN or (low >= _SAME_MATTER_ANSWER and high >= _SAME_MATTER)


def _dispute(group: list[_Clash], retold: dict[Span, tuple[Span, ...]], pages: dict[str, Account]) -> Contrast:
    first = group[0]
    by_side: dict[str, dict[str, Said]] = {}
    for clash in group:
        for said in (clash.a, clash.b):
            by_side.setdefault(said.side, {})[said.statement.id] = said
    positions = tuple(_position(list(said.values()), retold, pages) for said in by_side.values())
    return Contrast(label(first.what, _about(first)), ContrastKind.DISPUTE, positions, f"dispute:{first.rule}")


def _about(clash: _Clash) -> str:
    """The phrase of the first of the rarest words that two statements share, for the heading."""
    weights = clash.a.vector
    shared = sorted(weights.keys() & clash.b.vector.keys(), key=lambda k: (-weights[k], k))[:3]
    text, tokens = clash.a.account.article.text, list(tokens_in(clash.a.account, clash.a.statement.span))
    at = next((n for n, t in enumerate(tokens) if next(content_lemmas([t], text), "") in shared), None)
    return "" if at is None else whole_phrase(text, tokens, at)


def _position(said: list[Said], retold: dict[Span, tuple[Span, ...]], pages: dict[str, Account]) -> Position:
    first = said[0]
    speaker = first.statement.speaker
    own = [_with_denial(s) for s in said]
    words = " ".join(first.account.article.words_of(own[0]).split())
    copies = {
        copy
        for s in said
        for source, spans in retold.items()
        if source.overlaps(s.statement.span)
        for copy in spans
        if copy.page in pages and _says_too(s, pages[copy.page], copy)
    }
    return Position(words, speaker.actor if speaker else None, (*own, *sorted(copies - set(own))))


def _with_denial(said: Said) -> Span:
    """The words of a statement; of a denial from its cue on: without «نفت» it would say the contrary."""
    span, cue = said.statement.span, said.statement.cue
    sentence = said.account.words.sentences[said.sentence]
    if said.statement.polarity not in _AGAINST or cue is None or not sentence.start <= cue.start < span.end:
        return span
    start = min(cue.start, span.start)
    end = bare_denial(said.account, said.statement, start) or span.end
    return Span(span.page, start, end) if end - start <= 600 else span


def bare_denial(account: Account, statement: Statement, start: int) -> int | None:
    """Where a denial ends that has nothing but its verb and who denies before a comma and «و»: what follows is told of
    somebody else («نفت الشركة، وطردت البلدية مديرها»)."""
    text = account.article.text
    comma = text.find("،", start, statement.span.end)
    speaker = statement.speaker.span if statement.speaker else None
    if comma < 0 or statement.cue is None or speaker is None or not text[comma + 1 :].lstrip().startswith("و"):
        return None
    besides = [t for t in tokens_in(account, Span(statement.span.page, start, comma))
               if not any(o.start <= t.start < o.end for o in (statement.cue, speaker))]  # fmt: skip
    return None if besides else comma


def _says_too(said: Said, account: Account, span: Span) -> bool:
    """Whether retold words carry the claim itself: half of its lemmas, names left out."""
    here = {lemma for i, s in enumerate(account.words.sentences) if s.start <= span.start < s.end
            for lemma in matter_of(account, span, i)}  # fmt: skip
    return 2 * len(here & said.vector.keys()) >= len(said.vector) > 0
