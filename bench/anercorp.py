"""The whole way of finding names on ANERcorp's test split: rules and reader, as an article is read.

    python bench/anercorp.py ANERCORP_TEST [--fast]

ANERCORP_TEST: one word and its label a line, an empty line between sentences. Sentences are laid out as lines of pages
of twenty. PER is PERS, GPE and LOC are LOC, ORG is ORG; MISC does not exist here and is left out on the gold side.
A found name covers the words it touches; a span and its type have to agree exactly. Micro F1. Nothing was trained or
chosen on this corpus, and its conventions differ: it takes titles, peoples and bare heads in or out otherwise.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from riwaya.actors import NameReader, find_mentions
from riwaya.model import Article, Block, BlockKind
from riwaya.text import read_words

_PAGE = 20
_TYPES = {"PER": "PERS", "GPE": "LOC", "LOC": "LOC", "ORG": "ORG"}
Spans = set[tuple[int, int, str]]


def main() -> None:
    """Print precision, recall and F1, in all and per type."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("test", type=Path)
    parser.add_argument("--fast", action="store_true")
    args = parser.parse_args()
    reader = None if args.fast else _reader()
    sentences = list(_sentences(args.test))
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for first in range(0, len(sentences), _PAGE):
        page = sentences[first : first + _PAGE]
        for (_, labels), found in zip(page, _found([words for words, _ in page], reader), strict=True):
            gold = _gold(labels)
            for kind in ("PERS", "LOC", "ORG"):
                ours, theirs = {s for s in found if s[2] == kind}, {s for s in gold if s[2] == kind}
                hits[kind] += len(ours & theirs)
                given[kind] += len(ours)
                wanted[kind] += len(theirs)
    print(f"== {args.test.name}, {len(sentences)} sentences, {'with' if reader else 'without'} the reader")
    for kind in ("PERS", "LOC", "ORG"):
        _show(kind, hits[kind], given[kind], wanted[kind])
    _show("all but MISC", sum(hits.values()), sum(given.values()), sum(wanted.values()))


def _reader() -> NameReader:
    from riwaya.models import encoder  # noqa: PLC0415  (the fast way must not load it)

    return encoder()


def _show(kind: str, hits: int, given: int, wanted: int) -> None:
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


def _found(page: list[list[str]], reader: NameReader | None) -> list[Spans]:
    """For each sentence the names found in it, as ranges of its words."""
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
    out: list[Spans] = [set() for _ in page]
    for m in find_mentions(read_words(Article("a#1", "a", text, parts=tuple(blocks))), reader):
        touched = [where[at] for at in range(m.span.start, m.span.end) if at in where]
        if touched:
            out[touched[0][0]].add((touched[0][1], touched[-1][1] + 1, _TYPES[m.type.value]))
    return out


if __name__ == "__main__":
    main()
