"""`find_claims`: the standing facts of an article, and the check of their rules."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from riwaya.claims.patterns import Found, Relation, grammar, match
from riwaya.claims.row import Row, last_two, pair_of, read_row
from riwaya.model import (
    Article,
    Block,
    BlockKind,
    Claim,
    DateKind,
    DateMention,
    Mention,
    MentionType,
    Quantity,
    Span,
    Statement,
    When,
)
from riwaya.rules import Finding, Fired, examples_of, load, rules_in
from riwaya.text import Words, read_words

_LONGEST = 580  # code points of evidence
_CITY = 10  # words before a pronoun in which «المدينة» tells that no state is meant
_DATED = 3  # words around a claim without a figure in which a date is its own


def find_claims(
    words: Words,
    mentions: Sequence[Mention],
    dates: Sequence[DateMention],
    statements: Sequence[Statement],
) -> tuple[Claim, ...]:
    """The claims of an article in reading order. Mentions must be linked; a claim whose subject or
    object cannot be told, or that is denied or merely supposed, is not given."""
    claims: list[Claim] = []
    for row, relation, found in _found(words, mentions):
        as_of, said_by = _as_of(words, row, found, dates), _said_by(row, found, statements)
        claims += [
            replace(claim, as_of=as_of, said_by=said_by)
            for one in _apart(found)
            if (claim := _claim(words, row, relation, one)) is not None
        ]
    return tuple(dict.fromkeys(claims))


def _apart(found: Found) -> tuple[Found, ...]:
    """«البلدان عضوان في كذا» says it of each of the two."""
    if not found.twin or "O" not in found.names:
        return (found,)
    return tuple(replace(found, states={"S": found.states[slot]}) for slot in ("S", "O"))


def _found(words: Words, mentions: Sequence[Mention]) -> Iterator[tuple[Row, Relation, Found]]:
    ordered = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    pair = pair_of(ordered)
    for sentence in words.sentences:
        if len(sentence.tokens) > 400:
            continue  # a listing without stops
        low, high = (bisect_left(ordered, at, key=lambda m: m.span.start) for at in (sentence.start, sentence.end))
        here = ordered[low:high]
        meant = pair if pair and last_two(ordered, sentence.end) == set(pair) else None
        row = read_row(words, sentence, here, meant)
        vocabulary = frozenset().union(*row.stems)
        for relation in grammar().relations:
            for found in _each(row, relation, vocabulary):
                if not _denied(row, found):
                    yield row, relation, found


def _each(row: Row, relation: Relation, vocabulary: frozenset[str]) -> Iterator[Found]:
    """The places of a sentence that tell a relation, none overlapping; the earlier pattern wins."""
    patterns = [
        p for p in relation.patterns
        if not any(e.kind == "word" and not e.optional and not e.words & vocabulary for e in p)
    ]  # fmt: skip
    taken: list[Found] = []
    for pattern in patterns:
        for i in range(len(row.tokens)):
            if any(t.first <= i < t.last for t in taken):
                continue
            found = match(row, pattern, i)
            if found is not None and not any(t.first < found.last and found.first < t.last for t in taken):
                taken.append(found)
                yield found


def _denied(row: Row, found: Found) -> bool:
    bound = range(found.number.first, found.number.last) if found.number else range(0)  # «لا يتجاوز 16»
    span = range(max(0, found.first - 2), found.last)
    return any(row.stems[i] & grammar().denied for i in span if i not in bound)


def _claim(words: Words, row: Row, relation: Relation, found: Found) -> Claim | None:
    parties = {slot: row.names[k].mention for slot, k in found.names.items()}
    ids = dict(found.states) | {slot: m.actor for slot, m in parties.items()}
    if found.pronoun is not None:
        slot, pronoun, at = found.pronoun
        others = frozenset(i for i in ids.values() if i)
        meant = _antecedent(row, (pronoun, at), others, relation)
        if meant is None:
            return None
        ids[slot] = meant
    subject, object_ = ids.get("S"), ids.get("O")
    if subject is not None and subject == object_:
        return None
    if relation.object_types and "O" in parties and parties["O"].type.value not in relation.object_types:
        return None
    if any(m.type is MentionType.PER for m in parties.values()):
        return None
    if relation.subject_types and "S" in parties and parties["S"].type.value not in relation.subject_types:
        return None
    if relation.what == "rank" and _among_some(row, found.last):
        return None  # «أكبر شريك تجاري لكذا في الشرق الأوسط»
    if relation.what == "people" and "O" in found.names and _goes_on(row, found.names["O"]):
        return None  # «في الضفة وغزة»: the figure is of both
    if "S" in found.names and _part_of(row, found.names["S"]):
        return None  # «شمال شرق سوريا، حليف ...»: another is meant
    if relation.both and subject and object_:
        subject, object_ = sorted((subject, object_))  # a relation that has no direction
    quantity = _quantity(words, row, relation, found)
    if relation.units and quantity is None:
        return None
    return Claim(words.article.id, _clause(words, row, found), relation.relation, subject, object_, quantity)


def _part_of(row: Row, k: int) -> bool:
    """Whether name `k` only says where a part of it lies."""
    first = row.names[k].first
    return first > 0 and bool(row.stems[first - 1] & grammar().sides)


def _among_some(row: Row, after: int) -> bool:
    """Whether the words after a rank say that it holds in a part of the world only."""
    near = range(after, min(len(row.tokens), after + 4))
    led = next((i for i in near if row.tokens[i].text in ("في", "داخل", "ضمن", "علي")), None)
    return led is not None and any(row.stems[i] & grammar().regions for i in near if i > led)


def _goes_on(row: Row, k: int) -> bool:
    """Whether another name is joined to name `k`."""
    following = row.names[k + 1] if k + 1 < len(row.names) else None
    return following is not None and following.clitic.startswith("و") and following.first - row.names[k].last <= 1


def _antecedent(row: Row, pronoun: tuple[str, int], excluded: frozenset[str], relation: Relation) -> str | None:
    """Whom a pronoun stands for: after a relative its neighbour, else what the sentence is about
    (its first fitting name). None where no name fits, or, for a population, where several might."""
    ending, at = pronoun
    relatives = (i for i in range(max(1, at - 4), at) if row.tokens[i].text in ("التي", "الذي"))
    if relation.what == "population" and any(row.stems[i - 1] & grammar().places for i in relatives):
        return None  # «في المدن التي يزيد عدد سكانها عن»
    types = relation.subject_types
    city = relation.what == "population" and _of_city(row, at)
    fitting = [
        n for n in row.names
        if n.last <= at and n.mention.actor and n.mention.actor not in excluded
        and n.mention.type is not MentionType.PER and _agrees(n.mention, ending)
        and (not types or n.mention.type.value in types)
        and not (city and (n.mention.actor or "").startswith("country:"))
    ]  # fmt: skip
    if not fitting:
        return None
    relative = any(row.tokens[i].text in ("التي", "الذي") for i in range(max(0, at - 4), at))
    beside = at - fitting[-1].last <= 4 and (relative or row.tokens[max(0, at - 2)].text == "البالغ")
    if relation.what == "population" and not beside and len({n.mention.actor for n in fitting}) > 1:
        return None  # «نادي الضاحية ... والبالغ عدد سكانها»
    return (fitting[-1] if beside else fitting[0]).mention.actor


def _of_city(row: Row, at: int) -> bool:
    """«المدينة الواقعة في وسط كذا والبالغ عدد سكانها»: what «و» goes on about is the place, not the state beside it."""
    goes_on = any(row.tokens[i].text in ("والتي", "والذي", "والبالغ", "والبالغه") for i in range(max(0, at - 4), at))
    return goes_on and any(row.stems[i] & grammar().cities for i in range(max(0, at - _CITY), at))


def _agrees(mention: Mention, ending: str) -> bool:
    if mention.type is MentionType.ORG:
        return True
    masculine = mention.actor in grammar().masculine
    return masculine == (ending == "ه")


def _quantity(words: Words, row: Row, relation: Relation, found: Found) -> Quantity | None:
    page = words.article.page
    if found.rank is not None:
        value, first, last = found.rank
        span = Span(page, row.tokens[first].start, row.tokens[last - 1].end)
        return Quantity(relation.what, float(value), "exact", span)
    number = found.number
    if number is None:
        return None
    last, unit = number.last, None
    for i in range(number.last, min(len(row.tokens), number.last + 2)):
        if row.stems[i] & relation.units:
            last, unit = i + 1, row.tokens[i].text
            break
    if relation.units and unit is None and relation.what in ("money", "length"):
        return None
    bare_year = unit is None and number.value == int(number.value) and 1000 <= number.value < 2200
    if relation.what == "population" and (number.value < 1000 or bare_year):
        return None
    span = Span(page, row.tokens[number.first].start, row.tokens[last - 1].end)
    return Quantity(relation.what or "count", number.value, number.bound, span, unit)


def _bounds(row: Row, found: Found) -> tuple[int, int]:
    """The clause around a match, as tokens: up to the next comma or stop on either side."""
    low, high = found.first, found.last
    while low > 0 and not row.broken(low) and found.first - low < 12:
        low -= 1
    while high < len(row.tokens) and not row.broken(high) and high - found.last < 12:
        high += 1
    return low, high


def _clause(words: Words, row: Row, found: Found) -> Span:
    """The words that show a claim: its clause, from the sentence's start where a pronoun points back."""
    low, high = _bounds(row, found)
    start, end = row.tokens[low].start, row.tokens[high - 1].end
    if found.pronoun is not None and end - row.sentence.start <= _LONGEST:
        start = row.sentence.start
    return words.span(start, min(end, start + _LONGEST))


def _as_of(words: Words, row: Row, found: Found, dates: Sequence[DateMention]) -> When | None:
    """The one date of the clause; with several, none is sure."""
    low, high = _bounds(row, found)
    if found.number is None and found.rank is None:  # «حليفة كذا ... الاتفاق المبرم في 2015» dates the agreement
        low, high = max(low, found.first - _DATED), min(high, found.last + _DATED)
    span = words.span(row.tokens[low].start, row.tokens[high - 1].end)
    near = [
        d.when for d in dates
        if span.holds(d.span) and d.kind in (DateKind.DATE, DateKind.INTERVAL) and d.when and d.when.bounded
    ]  # fmt: skip
    return near[0] if len(near) == 1 else None


def _said_by(row: Row, found: Found, statements: Sequence[Statement]) -> str | None:
    start, end = row.tokens[found.first].start, row.tokens[found.last - 1].end
    holding = [s for s in statements if s.span.start <= start and end <= s.span.end and s.speaker]
    inner = min(holding, key=lambda s: s.span.end - s.span.start, default=None)
    return inner.speaker.actor if inner is not None and inner.speaker is not None else None


_NAME = re.compile(r"\[([^\]]+)\]")


def read_example(text: str) -> tuple[Words, tuple[Mention, ...]]:
    """An example of a rule as an article: names in square brackets become mentions, their own ids.
    A name of two words is taken for a body, of one for a state."""
    pieces = [0, *(x for m in _NAME.finditer(text) for x in (m.start(), m.end())), len(text)]
    plain, mentions = "", []
    for n, (a, b) in enumerate(pairwise(pieces)):
        if n % 2 == 0:
            plain += text[a:b]
            continue
        name = text[a + 1 : b - 1]
        kind = MentionType.ORG if " " in name else MentionType.GPE
        mentions.append(Mention(Span("example", len(plain), len(plain) + len(name)), kind, name))
        plain += name
    article = Article("example#0", "example", plain, parts=(Block(BlockKind.BODY, 0, len(plain)),))
    return read_words(article), tuple(mentions)


def check_rules() -> tuple[Finding, ...]:
    """Every example that does not hold. Empty is good."""
    findings: list[Finding] = []
    names = {r.id: r.relation for r in grammar().relations}
    for entry in rules_in(load("ar/claims"), "relations"):
        for example in examples_of(entry):
            words, mentions = read_example(example.text)
            hits = [c for c in find_claims(words, mentions, (), ()) if c.relation == names[example.rule]]
            reason = _wrong(hits, example.fires, dict(example.expected))
            if reason:
                findings.append(Finding(example.file, example.line, example.rule, f"{reason}: {example.text}"))
    return tuple(findings)


def _wrong(hits: Sequence[Claim], fires: bool, expected: dict[str, object]) -> str:
    if bool(hits) != fires:
        return "did not fire" if fires else f"fired: {hits[0]}"
    for key, want in expected.items():
        quantity = hits[0].quantity
        got = getattr(hits[0], key) if key in ("subject", "object") else quantity and getattr(quantity, key)
        if got != want:
            return f"{key} {got!r}, not {want!r}"
    return ""


def explain(words: Words, mentions: Sequence[Mention] = ()) -> tuple[Fired, ...]:
    """Which relation fired on which words. Most patterns need the article's mentions."""
    return tuple(
        Fired("claims", relation.id, row.tokens[found.first].start, row.tokens[found.last - 1].end, relation.relation)
        for row, relation, found in _found(words, mentions)
    )
