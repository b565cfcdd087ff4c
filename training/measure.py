"""Figures for all heads on annotated pages. `report` runs a torch model; `main` the shipped file.

    python measure.py GOLD_FOLDER... [--weights weights.onnx] [--held-out] [--anercorp TEST_FILE]

Names: exact spans (untyped and typed). Statements: one-to-one, intersection over union of at least one half, as the
project's scorer does. Cues, speakers, triggers: overlapping spans, triggers with the right type.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from annotated import HEADS, KINDS, Document, columns, gold_pages

from riwaya.models import Encoder
from riwaya.models.decode import found as decode
from riwaya.models.decode import found_by_kind, log_softmax
from riwaya.models.known import marks
from riwaya.models.words import Vocabulary, after_clitic, longest_clitic, whole_clitic, windows
from riwaya.text import fold, split_sentences

if TYPE_CHECKING:
    from train import Tagger

Span = tuple[int, int, str]


def f1(hit: int, said: int, gold: int) -> str:
    p, r = hit / max(1, said), hit / max(1, gold)
    return f"{2 * p * r / max(1e-9, p + r):.3f} (P {p:.3f} R {r:.3f} n {gold})"


def overlap(a: Span, b: Span) -> float:
    inter = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inter / (a[1] - a[0] + b[1] - b[0] - inter)


def matched(gold: list[Span], said: list[Span], least: float, typed: bool) -> int:
    pairs = [(overlap(g, s), i, j) for i, g in enumerate(gold) for j, s in enumerate(said) if not typed or g[2] == s[2]]
    used_g: set[int] = set()
    used_s: set[int] = set()
    for value, i, j in sorted(pairs, reverse=True):
        if value >= least and value > 0 and i not in used_g and j not in used_s:
            used_g.add(i)
            used_s.add(j)
    return len(used_g)


def figures(said: list[dict[str, list[Span]]], gold: list[dict[str, list[Span]]]) -> str:
    count: Counter[object] = Counter()
    for s, g in zip(said, gold, strict=True):
        for head in g:
            count[head, "said"] += len(s[head])
            count[head, "gold"] += len(g[head])
        count["exact"] += len({x[:2] for x in s["names"]} & {x[:2] for x in g["names"]})
        count["typed"] += len(set(s["names"]) & set(g["names"]))
        place = [{(*x[:2], "GPE" if x[2] == "LOC" else x[2]) for x in side["names"]} for side in (s, g)]
        count["merged"] += len(place[0] & place[1])
        count["half"] += matched(g["names"], s["names"], 0.5, False)
        for kind in KINDS:
            mine, theirs = ({x for x in side["names"] if x[2] == kind} for side in (s, g))
            count[kind, "hit"] += len(mine & theirs)
            count[kind, "said"] += len(mine)
            count[kind, "gold"] += len(theirs)
        for head in set(g) - {"names"}:
            count[head, "hit"] += matched(g[head], s[head], 0.5 if head == "statements" else 0.01, False)
            count[head, "typed"] += matched(g[head], s[head], 0.5 if head == "statements" else 0.01, True)
    n = count["names", "said"], count["names", "gold"]
    lines = [f"names exact {f1(count['exact'], *n)} | half-overlap {f1(count['half'], *n)}"]
    lines.append(f"  exact and typed {f1(count['typed'], *n)} | GPE and LOC as one {f1(count['merged'], *n)}")
    lines += [f"  {k} {f1(count[k, 'hit'], count[k, 'said'], count[k, 'gold'])}" for k in KINDS]
    for head in gold[0]:
        if head != "names":
            n = count[head, "said"], count[head, "gold"]
            lines.append(f"  {head} {f1(count[head, 'hit'], *n)} | with label {f1(count[head, 'typed'], *n)}")
    return "\n".join(lines)


def scores_of(model: Tagger, doc: Document) -> np.ndarray:
    device = next(model.parameters()).device
    out = np.zeros((len(doc.words), sum(map(len, HEADS.values()))), dtype=np.float32)
    told = marks(doc.words)
    for w in windows([len(p) for p in doc.pieces], 254, 96):
        ids = torch.tensor([[0, *(p for u in doc.pieces[w.first : w.last] for p in u), 2]], device=device)
        known = torch.zeros_like(ids)
        at, here = [], 1
        for k in range(w.first, w.last):
            at.append(here + doc.words[k].newline)
            here += len(doc.pieces[k])
        known[0, at] = torch.tensor(told[w.first : w.last], device=device)
        with torch.no_grad():
            scores = model(ids, known)[0].float().cpu().numpy()[at]
        out[w.keep : w.until] = scores[w.keep - w.first : w.until - w.first]
    return out


def found(doc: Document, scores: np.ndarray) -> dict[str, list[Span]]:
    out: dict[str, list[Span]] = {}
    column, parts = 0, {}
    for head, labels in HEADS.items():
        parts[head] = log_softmax(scores[:, column : column + len(labels)])
        column += len(labels)
    for head, labels in HEADS.items():
        if head == "clitic":
            continue
        kinds = [label[2:] for label in labels[1::2]]
        out[head] = []
        spans = found_by_kind if head == "anercorp" else decode
        for first, last, kind, _ in spans(parts[head]):
            start = doc.words[first].start
            if head == "names":
                length = parts["clitic"][first, : longest_clitic(doc.words[first].text) + 1].argmax()
                start = after_clitic(doc.words[first], doc.text, whole_clitic(doc.words[first].text, int(length)))
            out[head].append((start, doc.words[last - 1].end, kinds[kind]))
    return out


def report(model: Tagger, documents: list[Document]) -> str:
    model.eval()
    said = [found(d, scores_of(model, d)) for d in documents]
    theirs = [(s, d) for s, d in zip(said, documents, strict=True) if "anercorp" in d.gold]
    ours = [(s, d) for s, d in zip(said, documents, strict=True) if "anercorp" not in d.gold]
    lines = [figures([s for s, _ in ours], [d.gold for _, d in ours])] if ours else []
    if theirs:
        whole = [whole_words(d.text, s["anercorp"]) for s, d in theirs]
        lines.append("ANERcorp " + each_kind(whole, [set(d.gold["anercorp"]) for _, d in theirs]))
    return "\n".join(lines)


def whole_words(text: str, spans: list[Span]) -> set[Span]:
    """Spans widened to white space: a word of ANERcorp may be several of ours («د.»)."""
    out = set()
    for start, end, kind in spans:
        before, after = re.search(r"\S*\Z", text[:start]), re.match(r"\S*", text[end:])
        out.add((start - len(before[0]) if before else start, end + len(after[0]) if after else end, kind))
    return out


def each_kind(said: list[set[Span]], gold: list[set[Span]]) -> str:
    """Micro F1 of exact typed spans, of all four types and without MISC, and of each type."""
    count: Counter[tuple[str, str]] = Counter()
    for s, g in zip(said, gold, strict=True):
        for side, spans in (("hit", s & g), ("said", s), ("gold", g)):
            count.update((kind, side) for _, _, kind in spans)
    kinds = ("PERS", "LOC", "ORG", "MISC")
    sums = lambda ks: f1(*(sum(count[k, side] for k in ks) for side in ("hit", "said", "gold")))  # noqa: E731
    lines = [f"micro {sums(kinds)} | without MISC {sums(kinds[:3])}", *(f"  {k} {sums([k])}" for k in kinds)]
    return "\n".join(lines)


def read_pages(encoder: Encoder, documents: list[Document], by_sentence: bool) -> str:
    """The shipped file on annotated pages, whole page at a time or one sentence at a time."""
    said, gold = [], []
    for doc in documents:
        first = doc.text.find("\n")
        second = doc.text.find("\n", first + 1)
        parts = [(0, doc.text[:first] + " " * (second - first) + doc.text[second:])]
        if by_sentence:
            folded = fold(parts[0][1])
            cuts = [folded.span(*s) for s in split_sentences(folded.text)]
            parts = [(a, doc.text[a:b]) for a, b in cuts]
        now: dict[str, list[Span]] = {head: [] for head in doc.gold}
        for (base, _), reading in zip(parts, encoder.tag([t for _, t in parts]), strict=True):
            for head in now:
                now[head] += [(base + t.start, base + t.end, t.label) for t in getattr(reading, head)]
        said.append(now)
        gold.append(doc.gold)
    return figures(said, gold)


def read_anercorp(encoder: Encoder, path: Path) -> str:
    """The head `names`, which knows nothing of ANERcorp, on it; GPE and LOC are its LOC, and it never says MISC.

    Micro F1 over whole words, as the published figures count. The head `anercorp` is measured by bench/anercorp.py.
    """
    names = {"PER": "PERS", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
    sentences = columns(path, {k: (k,) for k in ("PERS", "LOC", "ORG", "MISC")})
    texts = [" ".join(w for w, _, _ in s) for s in sentences]
    hit: Counter[str] = Counter()
    told: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for sentence, mine in zip(sentences, encoder.names(texts), strict=True):
        starts = np.cumsum([0, *(len(w) + 1 for w, _, _ in sentence)])
        gold, now = set(), None
        for i, (_, tag, kind) in enumerate([*sentence, ("", "O", ())]):
            if now and tag != "I":
                gold.add((now[0], i, now[1]))
                now = None
            if tag == "B" or (tag == "I" and not now):
                now = (i, kind[0])
        ends = np.searchsorted(starts, [(t.start, t.end - 1) for t in mine] or np.zeros((0, 2)), "right")
        said = {(int(a) - 1, int(b), names[t.label]) for t, (a, b) in zip(mine, ends, strict=True)}
        for side, count in ((gold & said, hit), (said, told), (gold, true)):
            count.update(kind for _, _, kind in side)
    ours = ("PERS", "LOC", "ORG")
    lines = [f"  {k} {f1(hit[k], told[k], true[k])}" for k in ours]
    sums = sum(hit.values()), sum(told.values())
    whole, three = f1(*sums, sum(true.values())), f1(*sums, sum(true[k] for k in ours))
    return "\n".join([f"micro {whole} | without MISC {three}", *lines])


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("gold", type=Path, nargs="*")
    p.add_argument("--weights", type=Path)
    p.add_argument("--held-out", action="store_true", help="only the pages that train.py --held-out keeps apart")
    p.add_argument("--anercorp", type=Path)
    o = p.parse_args()
    encoder = Encoder.load(o.weights)
    for folder in o.gold:
        documents = gold_pages(folder, Vocabulary(["?"], [0.0], 0), 2)
        if o.held_out:
            documents = documents[7::10]
        print(folder.name, "whole pages:", read_pages(encoder, documents, False))
        print(folder.name, "sentence by sentence:", read_pages(encoder, documents, True))
    if o.anercorp:
        print("ANERcorp", read_anercorp(encoder, o.anercorp))


if __name__ == "__main__":
    main()
