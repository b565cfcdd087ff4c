"""ANERcorp's test split, read by the encoder's head of that corpus's convention and by the whole way of this project.

    python bench/anercorp.py ANERCORP_TEST [--fast]

ANERCORP_TEST: one word and its label a line, an empty line between sentences. Sentences are laid out as lines of pages
of twenty, as they follow one another. A found name covers the words it touches; span and type have to agree exactly.
Micro F1, as published figures count.

* The head `anercorp`, where the weights have one, taught by the train split: PERS, ORG, LOC and MISC; also one sentence
  at a time.
* `find_mentions`, rules and reader as an article is read: PER is PERS, GPE and LOC are LOC; MISC does not exist there
  and is left out on the gold side. Its convention is another (titles, peoples, bare heads), so it cannot come near.
  `--fast` shows this way alone, without the reader.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from riwaya.actors import NameReader, find_mentions
from riwaya.model import Article, Block, BlockKind
from riwaya.models import Encoder, encoder
from riwaya.text import read_words

_PAGE = 20
_TYPES = {"PER": "PERS", "GPE": "LOC", "LOC": "LOC", "ORG": "ORG"}
_KINDS = ("PERS", "LOC", "ORG", "MISC")
Spans = set[tuple[int, int, str]]
Page = Sequence[Sequence[str]]


def main() -> None:
    """Print precision, recall and F1 of every way, in all and per type."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("test", type=Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--weights", type=Path, help="another file than the installed one")
    args = parser.parse_args()
    sentences = list(_sentences(args.test))
    gold = [_gold(labels) for _, labels in sentences]
    pages = [[words for words, _ in sentences[at : at + _PAGE]] for at in range(0, len(sentences), _PAGE)]
    print(f"== {args.test.name}, {len(sentences)} sentences")
    reader = None if args.fast else Encoder.load(args.weights) if args.weights else encoder()
    if reader and "anercorp" in reader.heads:
        _show("head of this convention, pages", [s for p in pages for s in _tagged(p, reader)], gold, _KINDS)
        alone = [s for words, _ in sentences for s in _tagged([words], reader)]
        _show("head of this convention, single sentences", alone, gold, _KINDS)
    whole = [s for p in pages for s in _found(p, reader)]
    _show(f"whole way, {'with' if reader else 'without'} the reader", whole, gold, _KINDS[:3])


def _show(way: str, found: Sequence[Spans], gold: Sequence[Spans], kinds: Sequence[str]) -> None:
    hits: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for ours, theirs in zip(found, gold, strict=True):
        for side, spans in ((hits, ours & theirs), (given, ours), (wanted, theirs)):
            side.update(kind for _, _, kind in spans)
    print(way)
    for kind in kinds:
        _line(kind, hits[kind], given[kind], wanted[kind])
    if "MISC" in kinds:
        _line("all", hits.total(), given.total(), wanted.total())
    _line("all but MISC", *(sum(side[k] for k in _KINDS[:3]) for side in (hits, given, wanted)))


def _line(kind: str, hits: int, given: int, wanted: int) -> None:
    precision, recall = hits / max(1, given), hits / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  {kind:14} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  n {wanted}")


def _sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    labels: list[str] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        word, _, label = line.strip().rpartition(" ")
        if word:
            words.append(word)
            labels.append(label)
        elif words:
            yield words, labels
            words, labels = [], []


def _gold(labels: list[str]) -> Spans:
    spans: Spans = set()
    start, kind = 0, ""
    for i, label in enumerate([*labels, "O"]):
        goes_on = label.startswith("I-") and label[2:] == kind
        if kind and not goes_on:
            spans.add((start, i, kind))
            kind = ""
        if label.startswith("B-") or (label.startswith("I-") and not goes_on):
            start, kind = i, label[2:]
    return spans


def _laid_out(page: Page) -> tuple[str, list[Block], dict[int, tuple[int, int]]]:
    """A page's text, its lines, and of which sentence and word each letter is."""
    text = ""
    blocks: list[Block] = []
    where: dict[int, tuple[int, int]] = {}
    for n, words in enumerate(page):
        start = len(text)
        for i, word in enumerate(words):
            where.update((at, (n, i)) for at in range(len(text), len(text) + len(word)))
            text += word + " "
        blocks.append(Block(BlockKind.BODY, start, len(text) - 1))
        text += "\n"
    return text, blocks, where


def _in_words(page: Page, where: dict[int, tuple[int, int]], spans: Sequence[tuple[int, int, str]]) -> list[Spans]:
    """Spans of letters as ranges of each sentence's words."""
    out: list[Spans] = [set() for _ in page]
    for start, end, kind in spans:
        touched = [where[at] for at in range(start, end) if at in where]
        if touched:
            out[touched[0][0]].add((touched[0][1], touched[-1][1] + 1, kind))
    return out


def _tagged(page: Page, reader: Encoder) -> list[Spans]:
    """For each sentence the names that the head of ANERcorp's convention sees."""
    text, _, where = _laid_out(page)
    (reading,) = reader.tag([text])
    return _in_words(page, where, [(t.start, t.end, t.label) for t in reading.anercorp])


def _found(page: Page, reader: NameReader | None) -> list[Spans]:
    """For each sentence the names that this project finds."""
    text, blocks, where = _laid_out(page)
    found = find_mentions(read_words(Article("a#1", "a", text, parts=tuple(blocks))), reader)
    return _in_words(page, where, [(m.span.start, m.span.end, _TYPES[m.type.value]) for m in found])


if __name__ == "__main__":
    main()
