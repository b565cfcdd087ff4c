"""The examples of the date rules, run; and what fired in an article.

An example under `yes:` has a `text` and may have `value` (null: found but unresolved), `kind`,
`span` (the expected words) and `anchor` (the day of publication, null for none). Where it names
nothing but a text, the rule must fire. Under `no:` the rule must stay silent in the text.
"""

from __future__ import annotations

import datetime as dt

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression
from riwaya.dates.find import find_dates, find_expressions
from riwaya.dates.grammar import entries, grammar
from riwaya.dates.resolve import OPS
from riwaya.model import Article, Block, BlockKind, DateMention, When
from riwaya.rules import Entry, Example, Finding, Fired, examples_of
from riwaya.text import Words, fold, read_words

ANCHOR = dt.date(2019, 5, 15)  # a Wednesday
_FIELDS = {"value", "kind", "span", "anchor"}


def check_rules() -> tuple[Finding, ...]:
    """Every example that does not hold, and every `op` that nobody knows. Empty is good."""
    findings: list[Finding] = []
    for entry in entries():
        op = entry.text("op", "")
        if op and op not in OPS:
            findings.append(Finding(entry.file, entry.line, entry.text("id"), f"unknown op {op!r}"))
            continue
        for example in examples_of(entry):
            reason = _fault(entry, example)
            if reason:
                findings.append(Finding(example.file, example.line, example.rule, f"{example.text!r}: {reason}"))
    return tuple(findings)


def explain(words: Words) -> tuple[Fired, ...]:
    """The rules that fire in an article, with the value each gives (its publication as anchor)."""
    published = words.article.published
    return tuple(
        Fired("dates", m.rule, m.span.start, m.span.end, m.when.value if m.when else "unresolved")
        for m in find_dates(words, published.when if published else None)
    )


def _fault(entry: Entry, example: Example) -> str:
    unknown = set(example.expected) - _FIELDS
    if unknown:
        return f"unknown field {sorted(unknown)[0]!r}"
    fired = entry.text("id") in rules_in_text(example.text)
    if not example.fires:
        return "the rule fires" if fired else ""
    if entry.text("op", "") and not fired:
        return f"the rule does not fire; found {sorted(rules_in_text(example.text))}"
    mentions = _mentions(example.text, example.expected)
    if not mentions:
        return "nothing is found"
    if any(_fits(m, example) for m in mentions):
        return ""
    return "found " + "; ".join(
        f"{example.text[m.span.start : m.span.end]!r} = {m.when.value if m.when else None} ({m.kind})" for m in mentions
    )


def _fits(mention: DateMention, example: Example) -> bool:
    expected = example.expected
    value = mention.when.value if mention.when else None
    words = example.text[mention.span.start : mention.span.end]
    return (
        ("value" not in expected or value == _plain(expected["value"]))
        and ("kind" not in expected or mention.kind.value == expected["kind"])
        and ("span" not in expected or words == expected["span"])
    )


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _mentions(text: str, expected: object) -> tuple[DateMention, ...]:
    anchor: When | None = cal.of_day(ANCHOR)
    if isinstance(expected, dict) and "anchor" in expected:
        given = expected["anchor"]
        anchor = None if given is None else anchor_of(str(given))
    article = Article("example#0", "example", text, parts=(Block(BlockKind.BODY, 0, len(text)),))
    return find_dates(read_words(article), anchor)


def anchor_of(value: str) -> When:
    """A day or an interval of days (`2025-07-03/2025-07-04`) as an anchor."""
    first, _, last = value.partition("/")
    begin = dt.date.fromisoformat(first)
    return cal.of_days(begin, dt.date.fromisoformat(last)) if last else cal.of_day(begin)


def rules_in_text(text: str) -> set[str]:
    """The ids of all rules at work in a text, inner ones included."""
    ids: set[str] = set()
    folded = fold(text)
    found = find_expressions(folded.text)
    waiting = [f.expression for f in found if grammar().is_written(f, text[slice(*folded.span(f.low, f.high))])]
    while waiting:
        e = waiting.pop()
        ids.add(e.rule)
        waiting += [v for v in e.slots.values() if isinstance(v, Expression)]
    return ids
