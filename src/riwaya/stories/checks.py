"""The rules of this room, run on their own examples, and shown at work in a text."""

from __future__ import annotations

from riwaya.model import Article, Block, BlockKind
from riwaya.rules import Finding, Fired, examples_of, load, rules_in
from riwaya.stories.direction import filler
from riwaya.stories.facts import find_marks
from riwaya.text import Words, read_words

_ROOM = "stories"
_SECTIONS = ("vague", "filler", "cause", "attribution", "inflated", "act", "framing", "deed", "whole", "opposite")


def explain(words: Words) -> tuple[Fired, ...]:
    """The phrases of `derivation.yaml` in an article, by place: vague, filler, causes, acts, loaded names ..."""
    fired: list[Fired] = []
    for sentence in words.sentences:
        folded = words.passages[sentence.passage].folded
        fired += (Fired(_ROOM, h.payload, h.start, h.end) for h in filler().find(folded, sentence.tokens))
        for section, rule, hit in find_marks(folded, sentence.tokens):
            note = section if section in ("neutral", "loaded", "one", "other") else ""
            fired.append(Fired(_ROOM, rule, hit.start, hit.end, note))
    return tuple(sorted(fired, key=lambda f: (f.start, f.end, f.rule)))


def check_rules() -> tuple[Finding, ...]:
    """The examples of `derivation.yaml` that do not hold."""
    findings: list[Finding] = []
    data = load("ar/derivation")
    for section in _SECTIONS:
        for entry in rules_in(data, section):
            for example in examples_of(entry):
                fires = example.rule in {f.rule for f in explain(_read(example.text))}
                if fires != example.fires:
                    reason = f"must {'' if example.fires else 'not '}fire in: {example.text}"
                    findings.append(Finding(example.file, example.line, example.rule, reason))
    return tuple(findings)


def _read(text: str) -> Words:
    return read_words(Article("example#1", "example", text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
