"""The examples of the rule files, run; and what fired in a text."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.actors.find import find_mentions
from riwaya.actors.knowledge import knowledge
from riwaya.actors.link import link_mentions
from riwaya.actors.roles import find_roles
from riwaya.actors.vessels import is_vessel
from riwaya.model import Article, Block, BlockKind, Mention, MentionType
from riwaya.rules import Example, Finding, Fired, examples_of, load, rules_in
from riwaya.text import Words, read_words


def check_rules() -> tuple[Finding, ...]:
    """Run the `yes:` and `no:` examples of `ar/actors` and `ar/vessels`; what does not hold. Empty is good."""
    out: list[Finding] = []
    for rule in rules_in(load("ar/actors"), "rules"):
        rule.only("id", "what", "yes", "no")
        out += (Finding(e.file, e.line, e.rule, reason) for e in examples_of(rule) if (reason := _fault(e)) is not None)
    for rule in rules_in(load("ar/vessels"), "vessels"):
        out += (
            Finding(e.file, e.line, e.rule, f"{e.text!r}: {'not ' if e.fires else ''}seen as a craft's name")
            for e in examples_of(rule)
            if _names_craft(e) != e.fires
        )
    return tuple(out)


def explain(words: Words) -> tuple[Fired, ...]:
    """Every name and role that the rules alone find in `words`, with its rule and identity."""
    return tuple(
        Fired("actors", m.rule, m.span.start, m.span.end, f"{m.actor or 'unknown'}: {m.why}") for m in _found(words)
    )


def _found(words: Words) -> Iterator[Mention]:
    _, (linked,) = link_mentions([(words, find_mentions(words, None))])
    yield from linked
    yield from find_roles(words, linked)


def _names_craft(example: Example) -> bool:
    """Whether the name `is` of an example is a craft's there."""
    at = example.text.index(example.expected["is"])
    kind = MentionType(example.expected.get("type", "PER"))
    return is_vessel(knowledge(), _words(example), at, at + len(example.expected["is"]), kind)


def _words(example: Example) -> Words:
    return read_words(Article("x#1", "x", example.text, parts=(Block(BlockKind.BODY, 0, len(example.text)),)))


def _fault(example: Example) -> str | None:
    """What is wrong with an example: `is` gives the name that must (or must not) be found, `actor` whom it means."""
    words = _words(example)
    found = [m for m in _found(words) if m.rule == example.rule]
    name, actor = example.expected.get("is"), example.expected.get("actor")
    hits = [
        m for m in found
        if (name is None or words.text(m.span.start, m.span.end) == name) and (actor is None or m.actor == actor)
    ]  # fmt: skip
    if bool(hits) == example.fires:
        return None
    seen = "; ".join(f"{words.text(m.span.start, m.span.end)} = {m.actor}" for m in found) or "nothing"
    return f"{example.text!r}: {'does not fire' if example.fires else 'fires'} (found {seen})"
