"""Cues: what a line is when its own words tell it. The rules are `rules/ar/reading.yaml`.

`cue_of(line)` gives the first rule that fires, `age_of(line)` reads a relative age with an outlet
that may be glued to it («جريدة الأفقمنذ 5 ساعات»), `is_category(line)` knows a section's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.model import BlockKind
from riwaya.read.gates import first_characters
from riwaya.read.lines import Line, make_line
from riwaya.remembered import remembered
from riwaya.rules import Entry, Finding, examples_of, load, rules_in
from riwaya.text import fold_word

_FIELDS = (
    "id", "kind", "whole", "starts", "has", "needs", "pattern", "max", "where", "opens", "caption_credit",
    "yes", "no",
)  # fmt: skip


_WORD = re.compile(r"[^\W_]+")
_CLASSES = (18, 60)  # words of the lines to which most patterns are bound, and nearly all
_SHORT = 4  # letters of a beginning that may begin other words too
_BRACKET = re.compile(r"[()\[\]/©]")
# A clock time alone in its line, as running coverage has above its entries.
_CLOCK = re.compile(
    r"(?:الساعه\s*)?(?:[01]?\d|2[0-3]):[0-5]\d(?:\s*(?:[صم]|am|pm|صباحا|مساء|ظهرا|ت م|gmt|بتوقيت\s.{2,30}))?"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled rule. `where`: any, head, tail or edge; `opens`: what it opens below it."""

    id: str
    kind: BlockKind
    where: str
    opens: str
    most: int
    whole: frozenset[str]
    starts: re.Pattern[str] | None
    has: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    pattern: re.Pattern[str] | None
    credit: re.Pattern[str] | None
    anchored: bool

    def fires(self, line: Line) -> bool:
        """Whether the words of `line` say what this rule looks for."""
        key = line.key
        if line.words > self.most or not key:
            return False
        if key.rstrip("؟?!)]") in self.whole or key in self.whole:
            return True
        if self.matches(key):
            return True
        if self.credit and not line.stop and (m := self.credit.search(key)):
            return not key[: m.start()].rstrip(' "»)').endswith((".", "؟", "!", "…"))  # a sentence's source
        if self.starts and self.starts.match(key) and self._needed(line):
            return True
        return bool(self.has and self.has.search(key))

    def matches(self, key: str) -> bool:
        """Whether its pattern does."""
        if self.pattern is None:
            return False
        return (self.pattern.match(key) if self.anchored else self.pattern.search(key)) is not None

    def _needed(self, line: Line) -> bool:
        return self.needs is None or bool(self.needs.search(fold_word(line.text) if line.size < 400 else line.key))


@dataclass(frozen=True, slots=True)
class Age:
    """A relative age in a line of its own; `outlet` is the page range of the words before it.
    `clock`: it is a time of day, as running coverage has above its entries."""

    outlet: tuple[int, int] | None
    clock: bool = False


def cue_of(line: Line) -> Cue | None:
    """The first rule that fires on `line`."""
    index, key, tokens = _index(), line.key, line.tokens
    if line.size > 700 or not key or line.words > index.most:
        return None  # furniture is short; a long paragraph that mentions it is prose
    able = [*index.whole.get(key, ()), *index.whole.get(key.rstrip("؟?!)]"), ())]
    if tokens:
        able += index.first.get(tokens[0], ())
        if not index.any.keys().isdisjoint(tokens):
            able += (n for word in tokens for n in index.any.get(word, ()))
    cues = _cues()
    for gate in index.gates.get(key[0], index.loose):
        if line.words <= gate.most and gate.finds(key):
            able += gate.cues
    if not line.stop and _BRACKET.search(key):
        able += index.credited
    if not able:
        return None
    return next((cues[n] for n in sorted(set(able)) if cues[n].fires(line)), None)


@remembered(1024)
def opens_comments(words: str) -> bool:
    """Whether a short line is the header of what readers wrote."""
    line = make_line(words, 0, len(words))
    if not any(cue.fires(line) for cue in _comments()):
        return False  # which most lines end with: all rules are asked of few
    cue = cue_of(line)
    return cue is not None and cue.opens == "comments"


@cache
def _comments() -> tuple[Cue, ...]:
    return tuple(cue for cue in _cues() if cue.opens == "comments")


@cache
def cue_named(name: str) -> Cue:
    """The rule of that id. Raises `StopIteration` where none is called so."""
    return next(cue for cue in _cues() if cue.id == name)


def first_cue(line: Line) -> Cue | None:
    """The same, by trying one rule after the other."""
    return None if line.size > 700 else next((cue for cue in _cues() if cue.fires(line)), None)


def age_of(line: Line) -> Age | None:
    """The relative age that `line` ends with or consists of, or None."""
    if line.size > 80 or line.words > 14:
        return None
    if ":" in line.key and _CLOCK.fullmatch(line.key):
        return Age(None, clock=True)
    if not line.key.endswith(_age_ends()):
        return None
    m = _age().search(line.text.rstrip(" .,،|•-"))
    if m is None:
        return None
    before = line.text[: m.start()]
    lead = len(before) - len(before.lstrip(" •·|-–—،:"))
    kept = before.strip(" •·|-–—،:")
    if not kept or _age_icon().fullmatch(fold_word(kept)):
        return Age(None)
    glued = not before[-1:].isspace()
    # «حرب مستمرة منذ عام» is prose: an outlet before a free-standing age is short
    if line.words - len(m.group().split()) > (8 if glued else 5):
        return None
    if not glued and not m.group("digit") and not re.search(r"[|•·–—-]\s*$", before):
        return None
    return Age((line.start + lead, line.start + lead + len(kept)))


def glued_header(text: str) -> int | None:
    """Where a header of related news begins that is glued to the end of a paragraph's last
    sentence, as an offset into `text`; None where there is none."""
    m = _glued().search(text[-80:])
    return len(text) - len(text[-80:]) + m.start("header") if m else None


def glances_elsewhere(line: Line) -> bool:
    """«شاهد.. ...»: inside a text, a link to another page; a title may begin so too."""
    return bool(_glances().match(line.key))


@cache
def _glances() -> re.Pattern[str]:
    words = "|".join(map(fold_word, load("ar/reading").texts("glances")))
    return re.compile(rf"(?:{words})\s*(?:\.\.+|…)\s*\S")


def opens_paragraph(line: Line) -> bool:
    """Whether the line begins as paragraphs do and headlines do not («وأضاف ...»)."""
    return bool(_openers().match(line.key)) or _joined_by_waw(line.key)


def _joined_by_waw(key: str) -> bool:
    """«واتهم ...»، «وبحلول ...»: «و» joins the line to the one above; it is no letter of the word."""
    word = key.split(" ", 1)[0]
    if len(word) < 4 or word[0] != "و":
        return False
    beginnings, words = _waw_words()
    return not word.startswith(beginnings) and word not in words


@cache
def _waw_words() -> tuple[tuple[str, ...], frozenset[str]]:
    """Beginnings of words, and whole words, whose first «و» is their own letter."""
    data = load("ar/reading")
    known, endings = [fold_word(w) for w in data.texts("waw_words")], [fold_word(w) for w in data.texts("waw_endings")]
    short = [*map(fold_word, data.texts("waw_whole")), *(w for w in known if len(w) < _SHORT)]
    whole = frozenset(w + ending for w in short for ending in ("", *endings))
    return tuple(w for w in known if len(w) >= _SHORT), whole


@cache
def _openers() -> re.Pattern[str]:
    pattern = _any(load("ar/reading").texts("openers"), "^(?:{})(?!\\w)")
    assert pattern is not None, "the list of openers is empty"
    return pattern


@cache
def byline_lead() -> re.Pattern[str]:
    """The words before a name in a byline («كتب:», «بقلم»), over a line as it stands."""
    data = load("ar/reading")
    leads = "|".join(sorted(map(loose, data.texts("byline_leads")), key=len, reverse=True))
    joined = "|".join(sorted(map(loose, data.texts("byline_joined")), key=len, reverse=True))
    roles = "|".join(sorted(map(loose, data.texts("byline_roles")), key=len, reverse=True))
    return re.compile(
        f"^\\W*(?:(?:{joined})\\s+و\\s?)?(?:{leads})(?:\\s+و\\s?(?:{leads}|{joined}))*(?!\\w)\\s*[:：/|–-]*\\s*"
        f"(?:(?:{roles})(?!\\w)\\s*[:：/|–-]*\\s*(?=\\w))?",
        re.IGNORECASE,
    )


@cache
def published_outlet() -> re.Pattern[str]:
    """The outlet in an aggregator's publication line, over folded words: group 1."""
    return re.compile(load("ar/reading")["published"].text("outlet"))


def is_category(line: Line) -> bool:
    """Whether the line is the name of a section: at most four words, all of them section words."""
    known = _categories()
    if not line.tokens or not (line.tokens[0] in known or line.tokens[0].removeprefix("و") in known):
        return False
    words = line.key.replace("|", " ").replace("،", " ").split()
    return 0 < len(words) <= 4 and all(w in known or w.removeprefix("و") in known for w in words)


def is_section_word(word: str) -> bool:
    """Whether a word is one of those that section names are made of."""
    return fold_word(word).strip(" .,،:|-") in _categories()


def check_cues() -> tuple[Finding, ...]:
    """Run the examples of every line rule: a `yes` must fire it, a `no` must not."""
    findings: list[Finding] = []
    for entry in rules_in(load("ar/reading"), "lines"):
        cue = _compile(entry)
        for example in examples_of(entry):
            if cue.fires(make_line(example.text, 0, len(example.text))) != example.fires:
                reason = "does not fire on" if example.fires else "must not fire on"
                findings.append(Finding(example.file, example.line, cue.id, f"{reason} «{example.text}»"))
    return tuple(findings)


@cache
def _cues() -> tuple[Cue, ...]:
    return tuple(_compile(e) for e in rules_in(load("ar/reading"), "lines"))


@dataclass(frozen=True, slots=True)
class _Gate:
    """One pattern for many cues, of lines of at most `most` words: what it does not find, none does."""

    most: int
    finds: Callable[[str], re.Match[str] | None]
    cues: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """The numbers of the cues that may fire on a line: by the whole line, by its first word, by any
    word, by the patterns that begin as the line does or (`loose`) with anything, by a credit in
    brackets. `most`: no cue fires on a line of more words."""

    whole: dict[str, tuple[int, ...]]
    first: dict[str, tuple[int, ...]]
    any: dict[str, tuple[int, ...]]
    gates: dict[str, tuple[_Gate, ...]]
    loose: tuple[_Gate, ...]
    credited: tuple[int, ...]
    most: int


@cache
def _index() -> _Index:
    whole: dict[str, tuple[int, ...]] = {}
    first: dict[str, tuple[int, ...]] = {}
    anywhere: dict[str, tuple[int, ...]] = {}
    for n, entry in enumerate(rules_in(load("ar/reading"), "lines")):
        cue = _cues()[n]
        for key in cue.whole:
            whole[key] = (*whole.get(key, ()), n)
        for table, phrases in ((first, entry.texts("starts")), (anywhere, entry.texts("has"))):
            for word in {m[0] if (m := _WORD.match(fold_word(p))) else "" for p in phrases}:
                table[word] = (*table.get(word, ()), n)
    cues = _cues()
    assert "" not in first and "" not in anywhere, "a phrase begins with a letter or a digit"
    # a pattern that is not bound to the line's beginning may match anywhere in it
    firsts = {n: first_characters(c.pattern.pattern) if c.anchored else None
              for n, c in enumerate(cues) if c.pattern}  # fmt: skip
    known = set[str]().union(*(f for f in firsts.values() if f is not None))
    return _Index(
        whole,
        first,
        anywhere,
        gates={c: _gates(n for n, f in firsts.items() if f is None or c in f) for c in known},
        loose=_gates(n for n, f in firsts.items() if f is None),
        credited=tuple(n for n, c in enumerate(cues) if c.credit),
        most=max(c.most for c in cues),
    )


def _gates(numbers: Iterable[int]) -> tuple[_Gate, ...]:
    """Gates for some cues: those of short lines together, and those of longer ones; those bound to a line's
    beginning, and those that may match anywhere in it."""
    kept: dict[tuple[int, bool], list[int]] = {}
    for n in numbers:
        kept.setdefault((bisect_left(_CLASSES, _cues()[n].most), _cues()[n].anchored), []).append(n)
    return tuple(_gate(of, anchored) for (_, anchored), of in kept.items())


def _gate(numbers: Sequence[int], anchored: bool) -> _Gate:
    cues = [_cues()[n] for n in numbers]
    one = re.compile("|".join(f"(?:{c.pattern.pattern})" for c in cues if c.pattern))
    return _Gate(max(c.most for c in cues), one.match if anchored else one.search, tuple(numbers))


def _anchored(pattern: str) -> bool:
    """Whether every alternative of a pattern begins at the line's first character."""
    depth, start, closed = 0, True, False
    for i, c in enumerate(pattern):
        escaped = i > 0 and pattern[i - 1] == "\\"
        if start and c != "^":
            return False
        start = False
        if escaped:
            continue
        if c == "[" and not closed:
            closed = True
        elif c == "]":
            closed = False
        elif not closed:
            depth += (c == "(") - (c == ")")
            start = c == "|" and depth == 0
    return True


def _compile(entry: Entry) -> Cue:
    entry.only(*_FIELDS)
    where, opens = entry.text("where", "any"), entry.text("opens", "")
    if where not in ("any", "head", "tail", "edge"):
        raise entry.fail(f"'where' must be any, head, tail or edge, not {where!r}")
    if opens not in ("", "related", "comments", "footer", "box", "summary", "poll"):
        raise entry.fail(f"'opens' must be related, comments, footer, box, summary or poll, not {opens!r}")
    try:
        kind = BlockKind(entry.text("kind"))
        pattern = re.compile(entry.text("pattern")) if "pattern" in entry else None
    except (ValueError, re.error) as e:
        raise entry.fail(str(e)) from e
    most = entry.get("max", 12)
    if not isinstance(most, int):
        raise entry.fail("'max' must be a number of words")
    credits_ = entry.texts("caption_credit")
    return Cue(
        id=entry.text("id"),
        kind=kind,
        where=where,
        opens=opens,
        most=most,
        whole=frozenset(fold_word(w).rstrip(".") for w in entry.texts("whole")),
        starts=_any(entry.texts("starts"), "^(?:{})(?!\\w)"),
        has=_any(entry.texts("has"), "(?<!\\w)(?:{})(?!\\w)"),
        needs=_any(entry.texts("needs"), "(?:{})"),
        pattern=pattern,
        anchored=_anchored(entry.text("pattern", "")),
        credit=_any(credits_, "(?:[(\\[/]\\s*(?:{0})(?:\\s*[-–/،,]\\s*[^()]{{1,30}})?\\s*[)\\]/]|©\\s*(?:{0}))$"),
    )


def _any(phrases: Iterable[str], frame: str) -> re.Pattern[str] | None:
    parts = sorted({re.escape(fold_word(p)).replace("\\ ", "\\s+") for p in phrases}, key=len, reverse=True)
    return re.compile(frame.format("|".join(parts))) if parts else None


@cache
def _glued() -> re.Pattern[str]:
    rules = (e for e in rules_in(load("ar/reading"), "lines") if e.get("opens") == "related")
    headers = {w for e in rules for w in e.texts("whole")}
    names = "|".join(sorted((loose(h) for h in headers if " " in h), key=len, reverse=True))
    return re.compile(f"[.؟?!…][\"'»”)]*\\s*(?P<header>(?:{names})\\s*:?)$")


@cache
def _categories() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/reading").texts("categories"))


@cache
def _age() -> re.Pattern[str]:
    ages = load("ar/reading")["ages"]

    def forms(name: str) -> str:
        return "|".join(sorted(map(loose, ages.texts(name)), key=len, reverse=True))

    icons = "|".join(map(re.escape, ages.texts("icons")))
    number, unit = f"(?:{forms('numbers')})", f"(?:{forms('units')})"
    arabic = f"(?:{forms('openers')})\\s*(?P<digit>[\\d٠-٩]+\\s*)?(?:{number}\\s+)?{unit}(?:\\s+{number})?(?:\\s+مضت)?"
    english = r"(?P<en>\d+|an?)\s*(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\s+ago"
    return re.compile(f"(?:(?:{icons})\\s*)?(?:{arabic}|{english})$", re.IGNORECASE)


@cache
def _age_ends() -> tuple[str, ...]:
    """How a folded line ends that ends in an age."""
    ages = load("ar/reading")["ages"]
    return ("ago", "مضت", *map(fold_word, (*ages.texts("units"), *ages.texts("numbers"))))


@cache
def _age_icon() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, load("ar/reading")["ages"].texts("icons"))) + r"|\W)+")


def loose(word: str) -> str:
    """A pattern for a word with its hamza, ta marbuta and tanween in any spelling."""
    variants = {"أ": "[أاإ]", "إ": "[أاإ]", "ة": "[ةه]", "ى": "[ىي]", "ي": "[يى]", "ئ": "[ئي]"}
    marks = "[\u064b-\u0652\u0640]*"
    return marks.join(variants.get(c, r"\s+" if c == " " else re.escape(c)) for c in word) + marks
