"""A question understood: whose words about what, when, of which kind. By rules (`ar/ask.yaml`), else not at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from riwaya.dates import find_dates
from riwaya.model import Article, Block, BlockKind, Origin, Precision, When
from riwaya.rules import Entry, Finding, examples_of, load, rules_in
from riwaya.search.query import LONGEST
from riwaya.text import Token, fold_text, fold_words, read_words, tokenise

_DAY = dt.timedelta(days=1)
_PART = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|(\S+)")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: the speaker's and the topic's words, empty where none are; days (`until` is still in).
    `unsure`: it is a question only where somebody is called so."""

    rule: str
    who: str = ""
    topic: str = ""
    polarity: str | None = None
    since: str | None = None
    until: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    entry: Entry
    patterns: tuple[re.Pattern[str], ...]

    @property
    def name(self) -> str:
        return self.entry.text("id")


def understand(typed: str, today: dt.date | None = None) -> Question | None:
    """The question that somebody typed, or None. `today` anchors dates without a year."""
    typed = typed[:LONGEST]
    tokens, when = _without_dates(typed, today)
    for rule, found in ((r, _fits(r, typed, t)) for t in (tokens, _unjoined(tokens)) if t for r in _rules()):
        if found is not None:
            since = when.start.isoformat() if when and when.start else None
            until = (when.end - _DAY).isoformat() if when and when.end else None
            polarity = rule.entry.get("polarity")
            unsure = rule.entry.get("unsure") is True
            return Question(rule.name, found.get("who", ""), found.get("topic", ""), polarity, since, until, unsure)
    return None


def _unjoined(tokens: list[Token]) -> list[Token]:
    """The words without what joins the first to what was asked before; empty where nothing does."""
    if not tokens or len(tokens[0].text) < 3 or tokens[0].text[0] not in load("ar/ask").texts("joined"):
        return []
    first = tokens[0]
    return [replace(first, text=first.text[1:], start=first.start + 1), *tokens[1:]]


def _fits(rule: _Rule, typed: str, tokens: list[Token]) -> dict[str, str] | None:
    """What stands in the rule's places, as it was typed."""
    line = " ".join(t.text for t in tokens)
    for pattern in rule.patterns:
        match = pattern.fullmatch(line)
        if match:
            return {k: _typed(typed, tokens, *match.span(k)) for k, v in match.groupdict().items() if v}
    return None


def _typed(typed: str, tokens: list[Token], low: int, high: int) -> str:
    """The typed words that stand at `low:high` in the line of tokens."""
    at, inside = 0, []
    for token in tokens:
        if low <= at < high:
            inside.append(token)
        at += len(token.text) + 1
    return typed[inside[0].start : inside[-1].end] if inside else ""


def _without_dates(typed: str, today: dt.date | None) -> tuple[list[Token], When | None]:
    article = Article("question#1", "question", typed, parts=(Block(BlockKind.BODY, 0, len(typed)),))
    words = read_words(article)
    anchor = When(today.isoformat(), today, today + _DAY, Precision.DAY, origin=Origin.GIVEN) if today else None
    dates = [d for d in find_dates(words, anchor) if d.when and d.when.start and d.when.end]
    gone = [(d.span.start, d.span.end) for d in dates]
    light = fold_words(load("ar/ask").texts("before_dates"))
    tokens: list[Token] = []
    for token in (t for p in words.passages for t in tokenise(p.folded)):
        if any(a <= token.start < b for a, b in gone):
            while tokens and tokens[-1].text in light:
                tokens.pop()
        else:
            tokens.append(token)
    return tokens, dates[0].when if dates else None


@cache
def _rules() -> tuple[_Rule, ...]:
    data = load("ar/ask")
    return tuple(
        _Rule(e, tuple(_compiled(data, e, form) for form in e.texts("forms"))) for e in rules_in(data, "questions")
    )


def _compiled(data: Entry, entry: Entry, form: str) -> re.Pattern[str]:
    """A form as a pattern over folded words with one blank between them."""
    parts = []
    for several, optional, one in _PART.findall(form):
        words = several or optional or one
        inner = _slot(words) if words.startswith("{") else "(?:" + "|".join(_words(data, entry, words)) + ")"
        parts.append(f"(?:{inner} )?" if optional else inner + " ")
    return re.compile("".join(parts).removesuffix(" "))


def _slot(words: str) -> str:
    return f"(?P<{words.strip('{}')}>.+?)" if words == "{who}" else f"(?P<{words.strip('{}')}>.+)"


def _words(data: Entry, entry: Entry, words: str) -> Iterator[str]:
    lists = data["words"]
    for word in words.split("|"):
        if word.startswith("@") and word[1:] not in lists:
            raise entry.fail(f"no such list of words: {word}")
        texts = lists.texts(word[1:]) if word.startswith("@") else (word,)
        yield from (re.escape(fold_text(x)) for x in sorted(texts, key=len, reverse=True))


def check_rules() -> tuple[Finding, ...]:
    """The examples that do not hold."""
    found = []
    for rule in _rules():
        for example in examples_of(rule.entry):
            asked = understand(example.text, dt.date(2026, 6, 1))
            mine = asked is not None and asked.rule == rule.name
            told = {"who": asked.who, "topic": asked.topic} if asked else {}
            wanted = {k: str(example.expected.get(k, "")) for k in ("who", "topic")}
            if mine is not example.fires or (mine and told != wanted):
                found.append(Finding(example.file, example.line, rule.name, f"{example.text!r}: {asked}"))
    return tuple(found)
