"""Signs of how a text was made: reasons to look, never verdicts. Each has its words and its why.

The rules are `rules/ar/reading_signs.yaml`. Three signs come from the layout, not from words:
running text in list items under many subheads, clock times between paragraphs, and an agency in
the dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from riwaya.model import Article, Block, BlockKind, Page, Sign
from riwaya.read.gates import first_characters
from riwaya.remembered import remembered
from riwaya.rules import Entry, Finding, examples_of, load, rules_in
from riwaya.text import fold, fold_text, fold_word

_FIELDS = ("id", "sign", "in", "pattern", "phrases", "except", "of", "share", "least", "why", "inside", "yes", "no")
_WORD = re.compile(r"[^\W_]+")
_BULLET = re.compile(r"^\s*[-–—•·●▪■◦*►▶✅🔹🔸]\s*\S")
# News has a subhead every five or six paragraphs; a text of which half are list items under at
# least three subheads is made to a scheme.
_LISTED = 0.5
_SUBHEADS = 3
_LONG_TITLE, _REPEATED = 6, 2
_ASKED = 3  # questions for subheads: one or two are a writer's turn of phrase
_PLACES = ("title", "opening", "ending", "body", "around")
# Characters above an article's first words and below its last in which a line speaks of it.
_ABOVE, _BELOW = 150, 600
_LONGEST_NOTE = 400  # characters of a line that says what the text beside it is
_OTHERS = frozenset({BlockKind.RELATED_ITEM_TITLE, BlockKind.RELATED_ITEM_BODY, BlockKind.RELATED_ITEM_META})
_CLOCKS = 4  # clock times between paragraphs: fewer may be a chronology inside a report


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled sign rule."""

    id: str
    sign: str
    place: str
    why: str
    pattern: re.Pattern[str]
    of: re.Pattern[str] | None
    share: float
    least: int
    spared: frozenset[str]
    words: frozenset[str] = frozenset()  # one of each phrase that is a hit; none known where it is empty
    inside: re.Pattern[str] | None = None  # what every hit holds
    begins: re.Pattern[str] | None = None  # characters with one of which every hit begins: seldom ones

    def hits(self, folded: str, words: AbstractSet[str] | None = None) -> list[re.Match[str]]:
        """What it finds in folded text, if that is enough for the sign. `words`: all that stand in it, if known."""
        if self.words and self.words.isdisjoint(_WORD.findall(folded) if words is None else words):
            return []
        if self.inside is not None and self.inside.search(folded) is None:
            return []
        if self.begins is not None and self.begins.search(folded) is None:
            return []
        found = [m for m in self.pattern.finditer(folded) if m.group() not in self.spared]
        if len({m.group() for m in found} if self.of is None else found) < self.least:
            return []
        if self.of is not None and len(found) < self.share * len(self.of.findall(folded)):
            return []
        return found


def find_signs(article: Article) -> tuple[Sign, ...]:
    """The signs in `article`, each with the first words that show it."""
    found: list[Sign] = []
    places = _places(article)
    texts = _folded(article, {b.start: b.end for blocks in places.values() for b in blocks})
    for place, blocks in places.items():
        whole = "\n".join(texts[b.start] for b in blocks)
        words = frozenset(_WORD.findall(whole))
        for rule in _rules(place):
            hits = rule.hits(whole, words)
            if hits:
                span = _span(hits[0], article.text, blocks, [len(texts[b.start]) for b in blocks])
                why = rule.why + (f" ({len(hits)} times)" if len(hits) > 1 else "")
                found.append(Sign(rule.sign, article.span(*span), why))
    found.extend(_from_layout(article, texts))
    return tuple(sorted(found, key=lambda s: (s.span.start, s.kind)))


def _folded(article: Article, ranges: Mapping[int, int]) -> dict[int, str]:
    """The words of page ranges, folded, by where they begin: in one go, unless a range holds several lines."""
    written = [article.text[start:end] for start, end in ranges.items()]
    folded = fold_text("\n".join(written)).split("\n")
    if len(folded) != len(written):
        folded = [fold_text(words) for words in written]
    return dict(zip(ranges, folded, strict=True))


def signs_around(page: Page, article: Article) -> Iterator[Sign]:
    """What the lines near an article, and not of it, call it: a label above the title, a note below."""
    if not article.parts:
        return
    first, last = article.parts[0].start, max(b.end for b in article.parts)
    own = {b.start for b in article.parts if b.kind in (BlockKind.TITLE, BlockKind.BODY)}
    found = {s.kind for s in article.signs}
    for block in page.blocks:
        if block.start in own or not first - _ABOVE <= block.start <= last + _BELOW or block.kind in _OTHERS:
            continue
        words = page.text[block.start : block.end]
        folded = _note(words) if len(words) <= _LONGEST_NOTE else ""
        if not folded:
            continue
        for rule in _rules("around"):
            hits = rule.hits(folded) if rule.sign not in found else []
            if hits:
                found.add(rule.sign)
                span = fold(words, base=block.start).span(*hits[0].span())
                yield Sign(rule.sign, article.span(*span), rule.why)


def address_signs(article: Article) -> Iterator[Sign]:
    """What the address of a page calls it, in a whole segment: `/opinion/`, `/liveblog/`."""
    try:
        path = unquote(urlsplit(article.url or "").path)
    except ValueError:
        return
    segments = [fold_word(s) for s in path.split("/")[:-1]]
    for kind, words in _addresses().items():
        named = next((s for s in segments if s in words), None)
        if named is not None and article.parts:
            first = article.parts[0]
            yield Sign(kind, article.span(first.start, first.end), f"its address stands under /{named}/")


def check_signs() -> tuple[Finding, ...]:
    """Run the examples of every sign rule."""
    findings = []
    for entry in rules_in(load("ar/reading_signs"), "rules"):
        rule = _compile(entry)
        for example in examples_of(entry):
            if bool(rule.hits(fold_word(example.text))) != example.fires:
                reason = "does not fire on" if example.fires else "must not fire on"
                findings.append(Finding(example.file, example.line, rule.id, f"{reason} «{example.text}»"))
    return tuple(findings)


def _places(article: Article) -> dict[str, Sequence[Block]]:
    body = article.body
    titles = [p for p in article.parts if p.kind is BlockKind.TITLE]
    deks = [p for p in article.parts if p.kind is BlockKind.DEK]
    return {"title": titles[:1], "opening": [*deks, *body[:1]], "ending": body[-1:], "body": body}


def _span(m: re.Match[str], text: str, blocks: Sequence[Block], sizes: Sequence[int]) -> tuple[int, int]:
    """The page range of a hit in the folded texts of `blocks`, of these sizes, one a line."""
    at = 0
    for block, size in zip(blocks, sizes, strict=True):
        if m.start() <= at + size:
            return fold(text[block.start : block.end], base=block.start).span(m.start() - at, min(m.end() - at, size))
        at += size + 1
    raise ValueError("a hit beyond the text")


def _from_layout(article: Article, texts: Mapping[int, str]) -> Iterator[Sign]:
    """The signs in how an article is laid out. `texts`: its paragraphs, folded, by where they begin."""
    body = article.body
    listed = [b for b in body if _BULLET.match(article.text[b.start : b.start + 6])]
    subheads = [p for p in article.parts if p.kind is BlockKind.SUBHEAD]
    if len(listed) >= 4 and len(listed) >= _LISTED * len(body) and len(subheads) >= _SUBHEADS:
        why = f"{len(listed)} of {len(body)} paragraphs are list items, under {len(subheads)} subheads"
        yield Sign("generated", article.span(listed[0].start, listed[0].end), why)
    asked = [p for p in subheads if article.text[p.start : p.end].rstrip(' "»”').endswith(("؟", "?"))]
    if len(asked) >= _ASKED and len(asked) * 2 >= len(subheads):
        why = f"{len(asked)} of {len(subheads)} subheads are questions"
        yield Sign("explainer", article.span(asked[0].start, asked[0].end), why)
    title = fold_word(article.title.text).strip(" .؟!") if article.title else ""
    text = "\n".join(texts[b.start] for b in body) if len(title.split()) >= _LONG_TITLE else ""
    if text.count(title) >= _REPEATED and title:
        why = f"the text repeats its whole title {text.count(title)} times, as pages made for search engines do"
        yield Sign("generated", article.span(body[0].start, body[0].end), why)
    wire = next((c for c in article.credits if c.kind == "agency"), None)
    if wire is not None:
        yield Sign("wire_copy", wire.span, f"the text names an agency as its source ({wire.to.removeprefix('org:')})")


def live_sign(article: Article, clocks: Sequence[Block]) -> tuple[Sign, ...]:
    """The sign of running coverage, from the time lines between an article's paragraphs."""
    if len(clocks) < _CLOCKS:
        return ()
    why = f"{len(clocks)} times stand between the paragraphs"
    return (Sign("live_blog", article.span(clocks[0].start, clocks[0].end), why),)


def lists_articles(page: Sequence[Article]) -> bool:
    """Whether a page lists: several articles stand on it, all of a paragraph or two."""
    return len(page) >= 2 and all(len(a.body) <= 2 for a in page)


def listing_sign(article: Article, count: int) -> tuple[Sign, ...]:
    """The sign of an article on a page that lists `count` of them."""
    first = article.parts[0]
    return (Sign("listing", article.span(first.start, first.end), f"{count} short articles stand on the page"),)


@remembered(1024)
def _note(words: str) -> str:
    """A line folded, if it may say what the text beside it is."""
    folded = fold_text(words)
    return folded if _any_around().search(folded) else ""


@cache
def _any_around() -> re.Pattern[str]:
    """One pattern for all: where it finds nothing, no rule does."""
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in _rules("around")))


@cache
def _addresses() -> dict[str, frozenset[str]]:
    data = load("ar/reading_signs")["addresses"]
    return {kind: frozenset(map(fold_word, data.texts(kind))) for kind in data}


@cache
def _rules(place: str) -> tuple[Rule, ...]:
    rules = (_compile(e) for e in rules_in(load("ar/reading_signs"), "rules"))
    return tuple(rule for rule in rules if rule.place == place)


def _compile(entry: Entry) -> Rule:
    entry.only(*_FIELDS)
    parts = [re.escape(fold_word(p)).replace("\\ ", "\\s+") for p in entry.texts("phrases")]
    worded = f"(?<!\\w)(?:{'|'.join(parts)})(?!\\w)" if parts else ""
    pattern = "|".join(filter(None, (entry.text("pattern", ""), worded)))
    if not pattern:
        raise entry.fail("a sign needs 'phrases' or a 'pattern'")
    if entry.text("in") not in _PLACES:
        raise entry.fail(f"'in' must be one of {', '.join(_PLACES)}, not {entry['in']!r}")
    try:
        compiled = re.compile(pattern)
        of = re.compile(entry.text("of")) if "of" in entry else None
    except re.error as e:
        raise entry.fail(str(e)) from e
    return Rule(
        id=entry.text("id"),
        sign=entry.text("sign"),
        place=entry.text("in"),
        why=entry.text("why"),
        pattern=compiled,
        of=of,
        share=float(entry.get("share", 0.0)),
        least=int(entry.get("least", 1)),
        spared=frozenset(map(fold_word, entry.texts("except"))),
        begins=_seldom(pattern),
        words=frozenset(() if "pattern" in entry else map(_telling, entry.texts("phrases"))),
        inside=re.compile(entry.text("inside")) if "inside" in entry else None,
    )


def _telling(phrase: str) -> str:
    """The word of a phrase by which texts that do not hold it are told: its longest."""
    words: list[str] = _WORD.findall(fold_word(phrase))
    return max(words, key=len)


def _seldom(pattern: str) -> re.Pattern[str] | None:
    """The characters that a pattern's matches begin with, where no Arabic text is full of them."""
    firsts = first_characters(pattern)
    if not firsts or any("\u0621" <= c <= "\u064a" or c.isspace() for c in firsts):
        return None
    return re.compile("[" + "".join(map(re.escape, sorted(firsts))) + "]")
