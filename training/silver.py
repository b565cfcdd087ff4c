"""News that a trained model has labelled, for training the next one: sure words only, pages rich in names first.

    python silver.py --model model.pt --weights E5 --vocabulary vocabulary.json --texts ant_open.jsonl.xz
                     --anercorp ANERcorp_train.txt --out silver.jsonl.xz [--articles 1500]

The same word of a page is labelled by what all its places say together, so that a name introduced by a title teaches
the places where it stands bare. Each row: `text`, and for its words the label numbers of the heads `anercorp` and
`names`, -100 where the model is in doubt. The texts are their outlets': rows are for training and are not given on.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from annotated import HEADS, Document, anercorp, document
from e5 import Source
from measure import scores_of
from train import Tagger, go_on, vocabulary_of

from riwaya.models.decode import log_softmax
from riwaya.models.words import cut

SURE = 0.8
AGREE = 0.5  # how far the places of a word are drawn together
LETTERS = (500, 2600)
CORPUS_AT = sum(map(len, HEADS.values())) - len(HEADS["anercorp"])


def articles(path: Path, count: int, seed: int) -> list[str]:
    """`count` texts, drawn evenly from the file, each with its title on the first line."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(seed).shuffle(rows)
    texts = (f"{r['title']}\n{r['text']}"[: LETTERS[1]] for r in rows if len(r["text"]) >= LETTERS[0])
    return [t for _, t in zip(range(count), texts, strict=False)]


def agreed(logs: np.ndarray, doc: Document) -> np.ndarray:
    """Log probabilities in which every place of a word leans to what its places say on the average."""
    kinds = np.exp(np.concatenate([logs[:, :1], np.logaddexp(logs[:, 1::2], logs[:, 2::2])], 1))
    places = defaultdict(list)
    for i, w in enumerate(doc.words):
        if len(w.text) > 2 and w.text[0].isalpha():
            places[w.text].append(i)
    out = logs.copy()
    for at in places.values():
        if len(at) > 1 and kinds[at, 1:].sum(1).max() >= 0.3:
            told = np.log(kinds[at] + 1e-4)
            lean = AGREE * (told.mean(0) - told)
            out[at, 0] += lean[:, 0]
            out[at, 1::2] += lean[:, 1:]
            out[at, 2::2] += lean[:, 1:]
    return log_softmax(out)


def sure(logs: np.ndarray) -> list[int]:
    best = logs.argmax(1)
    return [int(b) if s >= np.log(SURE) else -100 for b, s in zip(best, logs.max(1), strict=True)]


def known_words(path: Path, vocabulary: object) -> set[str]:
    docs = anercorp(path, vocabulary, 2)
    return {w for d in docs for a, b, _ in d.gold["anercorp"] for w in d.text[a:b].split()}


def main() -> None:
    p = argparse.ArgumentParser()
    for name in ("model", "weights", "vocabulary", "texts", "anercorp", "out"):
        p.add_argument("--" + name, type=Path, required=True)
    p.add_argument("--articles", type=int, default=1500)
    p.add_argument("--seed", type=int, default=0)
    o = p.parse_args()
    vocabulary, kept = vocabulary_of(o.vocabulary)
    model = Tagger(Source(o.weights).trimmed([r[0] for r in kept]))
    go_on(model, torch.load(o.model))
    model.eval()
    known = known_words(o.anercorp, vocabulary)
    rows, fresh = 0, 0
    with lzma.open(o.out, "wt", encoding="utf-8", preset=1) as out:
        for n, text in enumerate(articles(o.texts, o.articles, o.seed)):
            doc = document(f"silver-{n}", text, cut(text), vocabulary, 2)
            scores = scores_of(model, doc)
            told = sure(agreed(log_softmax(scores[:, CORPUS_AT:]), doc))
            names = sure(log_softmax(scores[:, : len(HEADS["names"])]))
            new = sum(t > 0 and w.text not in known for t, w in zip(told, doc.words, strict=True))
            if new * 25 < len(doc.words):
                continue
            rows, fresh = rows + 1, fresh + new
            out.write(json.dumps({"text": text, "anercorp": told, "names": names}, ensure_ascii=False) + "\n")
    print(f"{rows} pages, {fresh} words of names that ANERcorp's training names have not")


if __name__ == "__main__":
    main()
