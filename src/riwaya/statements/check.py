"""Runs the `yes:` and `no:` examples of the statement rules."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.model import Article, Block, BlockKind
from riwaya.rules import Example, Finding, examples_of, load, rules_in
from riwaya.statements.find import find_statements
from riwaya.text import read_words


def check_rules() -> tuple[Finding, ...]:
    """The examples that do not hold; empty when all is well. Raises `RuleError` for a broken file."""
    return tuple(f for section in ("verbs", "nouns", "sources") for f in _section(section))


def _section(section: str) -> Iterator[Finding]:
    for entry in rules_in(load("ar/statements"), section):
        for example in examples_of(entry):
            reason = _wrong(example)
            if reason:
                yield Finding(example.file, example.line, example.rule, reason)


def _wrong(example: Example) -> str:
    block = Block(BlockKind.BODY, 0, len(example.text))
    words = read_words(Article("example#0", "example", example.text, parts=(block,)))
    found = find_statements(words, ())
    mine = [words.text(s.span.start, s.span.end) for s in found if s.rule.split(".")[0] == example.rule]
    if not example.fires:
        return f"must not fire in {example.text!r}, but says {mine[0]!r}" if mine else ""
    wanted = example.expected.get("says")
    if wanted is None:
        return "" if mine else f"does not fire in {example.text!r}"
    everything = [words.text(s.span.start, s.span.end) for s in found]
    return "" if wanted in everything else f"must say {wanted!r} in {example.text!r}, but says {everything!r}"
