"""Sentence vectors from the fine-tuned encoder: a linear map back to what the untouched e5 says.

    python vectors.py --model model.pt --weights e5-small-q4.bin --vocabulary vocabulary.json --texts ant_open.jsonl.xz
                      --out vectors.npz [--sentences 12000]

Fine-tuning for names spoils the mean of the last states as a sentence vector. The means after layers 4, 8 and 12 still
hold what is needed: ridge regression on unlabelled sentences finds the map from them to e5's own vectors, less
their mean (so that the cosine of unrelated sentences is about 0). The tagger itself is not touched.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from e5 import Encoder, Source
from torch import Tensor
from train import Tagger, short_floats, vocabulary_of
from vocabulary import texts

from riwaya.models.words import Vocabulary, cut
from riwaya.text import fold, split_sentences

LAYERS = (4, 8, 12)


def sentences(path: Path, count: int) -> list[str]:
    """Sentences of 6 to 60 words from every few articles, and one in four pairs of neighbours together."""
    rng, out = random.Random(1), []
    for text in islice(texts(path), 0, None, 7):
        folded = fold(text)
        cuts = [folded.span(*s) for s in split_sentences(folded.text)]
        for i in rng.sample(range(len(cuts)), min(4, len(cuts))):
            last = min(i + (rng.random() < 0.25), len(cuts) - 1)
            sentence = text[cuts[i][0] : cuts[last][1]]
            if 6 <= sentence.count(" ") <= 60:
                out.append(sentence)
        if len(out) >= count:
            break
    return out[:count]


def pooled(encoder: Encoder, rows: list[list[int]], layers: tuple[int, ...]) -> Iterator[tuple[list[int], Tensor]]:
    """(numbers of the rows, their mean states after each of `layers` side by side)."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    device = encoder.places.device
    for at in range(0, len(order), 32):
        mine = order[at : at + 32]
        ids = torch.ones(len(mine), max(len(rows[i]) for i in mine), dtype=torch.long)
        for line, i in zip(ids, mine, strict=True):
            line[: len(rows[i])] = torch.tensor(rows[i])
        ids = ids.to(device)
        states: list[Tensor] = []
        hooks = [
            encoder.layers[n - 1].register_forward_hook(lambda _, __, x, to=states: to.append(x.float()))
            for n in layers
        ]
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=short_floats(device)):
            encoder(ids)
        for hook in hooks:
            hook.remove()
        kept = (ids != encoder.pad)[:, :, None]
        yield mine, torch.cat([(x * kept).sum(1) / kept.sum(1) for x in states], 1).cpu()


def collect(encoder: Encoder, rows: list[list[int]], layers: tuple[int, ...]) -> np.ndarray:
    out = np.zeros((len(rows), encoder.shape.hidden * len(layers)), dtype=np.float64)
    for numbers, values in pooled(encoder.eval(), rows, layers):
        out[numbers] = values.numpy()
    return out


def lines(vocabulary: Vocabulary, found: list[str], start: str = "") -> list[list[int]]:
    return [[0, *[p for w in cut(start + s) for p in vocabulary.ids(w)][:254], 2] for s in found]


def main() -> None:
    p = argparse.ArgumentParser()
    for name in ("model", "weights", "vocabulary", "texts", "out"):
        p.add_argument("--" + name, type=Path, required=True)
    p.add_argument("--sentences", type=int, default=12_000)
    o = p.parse_args()
    vocabulary, kept = vocabulary_of(o.vocabulary)
    found = sentences(o.texts, o.sentences)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tuned = Tagger(Source(o.weights).trimmed([r[0] for r in kept]))
    target = collect(tuned.encoder.to(device), lines(vocabulary, found, "query: "), (12,))
    target /= np.linalg.norm(target, axis=1, keepdims=True)
    tuned.load_state_dict(torch.load(o.model))
    known = collect(tuned.encoder, lines(vocabulary, found), LAYERS)
    middle, centre = known.mean(0), target.mean(0)
    x, y = known - middle, target - centre
    test = len(x) // 10
    best: tuple[float, np.ndarray | None] = (-1.0, None)
    for ridge in (0.3, 1.0, 3.0, 10.0, 30.0):
        a = x[test:]
        matrix = np.linalg.solve(a.T @ a + ridge * np.eye(a.shape[1]), a.T @ y[test:])
        said = x[:test] @ matrix
        near = (said * y[:test]).sum(1) / np.linalg.norm(said, axis=1) / np.linalg.norm(y[:test], axis=1)
        print(f"ridge {ridge}: cosine to e5 {near.mean():.4f} on {test} sentences kept apart")
        best = max(best, (float(near.mean()), matrix), key=lambda b: b[0])
    matrix = best[1]
    assert matrix is not None
    np.savez(o.out, matrix=matrix.astype(np.float32), bias=(-middle @ matrix).astype(np.float32), layers=LAYERS)


if __name__ == "__main__":
    main()
