"""Fine-tune the trimmed e5 on names, statements, cues, speakers and triggers together.

    python train.py --weights e5-small-q4.bin --vocabulary vocabulary.json --gold gold/ant-train --out model.pt
                    [--wojood DIR] [--people FILE] [--anercorp FILE] [--held-out] [--epochs 8] [--rate 2e-4] [--seed 0]

A GPU is used where there is one. `--held-out` keeps every tenth page of the gold apart and reports on it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from annotated import ANERCORP, HEADS, OTHERS, WOJOOD, Document, columns, gold_pages, word_lists
from e5 import Encoder, Source
from measure import report
from swap import Stock, swapped
from torch import Tensor, nn
from torch.nn import functional

from riwaya.models.words import Vocabulary

WEIGHT = {"clitic": 0.5, "statements": 0.4, "cues": 0.3, "speakers": 0.4, "triggers": 1.2}
SWAPS = {"PER": 0.35, "ORG": 0.15, "GPE": 0.2, "LOC": 0.2}
ROOM = 254


class Tagger(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.shape.hidden, sum(map(len, HEADS.values())))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.encoder(ids).float())


def vocabulary_of(path: Path) -> tuple[Vocabulary, list]:
    rows = json.loads(path.read_text("utf-8"))
    return Vocabulary([r[1] for r in rows], [r[2] for r in rows], 3), rows


def slices(doc: Document, rng: random.Random) -> list[tuple[int, int]]:
    """Other windows in every epoch: the first of random size, then some full ones, mostly shorter (and quicker)."""
    out, first, room = [], 0, rng.randint(40, 160)
    while first < len(doc.words):
        last, used = first, 0
        while last < len(doc.words) and used + len(doc.pieces[last]) <= room:
            used += len(doc.pieces[last])
            last += 1
        out.append((first, max(last, first + 1)))
        first, room = out[-1][1], ROOM if rng.random() < 0.2 else rng.randint(30, 160)
    return out


def batch(rows: list[tuple[Document, int, int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """ids, positions of the first pieces in the flattened batch, names targets, other targets."""
    lines = [[0, *(p for u in d.pieces[a:b] for p in u), 2] for d, a, b in rows]
    width = max(map(len, lines))
    ids = torch.ones(len(rows), width, dtype=torch.long)
    at: list[int] = []
    for i, ((d, a, b), line) in enumerate(zip(rows, lines, strict=True)):
        ids[i, : len(line)] = torch.tensor(line)
        here = i * width + 1
        for k in range(a, b):
            at.append(here + d.words[k].newline)
            here += len(d.pieces[k])
    names = np.concatenate([d.names[a:b] for d, a, b in rows])
    others = np.concatenate([d.others[a:b] for d, a, b in rows])
    return ids, torch.tensor(at), torch.from_numpy(names), torch.from_numpy(others)


def loss_of(scores: Tensor, names: Tensor, others: Tensor) -> Tensor:
    width = len(HEADS["names"])
    logs = functional.log_softmax(scores[:, :width], -1)
    told = names.sum(1) < width
    loss = -torch.logsumexp(logs[told] + names[told].clamp(min=1e-9).log(), -1).mean()
    column = width
    for i, head in enumerate(OTHERS):
        part = scores[:, column : column + len(HEADS[head])]
        column += len(HEADS[head])
        if (others[:, i] >= 0).any():
            loss = loss + WEIGHT[head] * functional.cross_entropy(part, others[:, i], ignore_index=-100)
    return loss


def optimiser(model: Tagger, rate: float, decay: float) -> torch.optim.Optimizer:
    """Lower layers learn more slowly: each by `decay` than the one above."""
    groups = [{"params": list(model.head.parameters()), "lr": 5 * rate}]
    layers = model.encoder.layers
    for i, layer in enumerate(layers):
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - i)})
    below = [*model.encoder.words.parameters(), model.encoder.places, *model.encoder.norm.parameters()]
    groups.append({"params": below, "lr": rate * decay ** len(layers)})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def train(model: Tagger, documents: list[Document], held: list[Document], o: argparse.Namespace) -> None:
    vocabulary, _ = vocabulary_of(o.vocabulary)
    stock = Stock(documents, o.people, SWAPS)
    device = next(model.parameters()).device
    rng = random.Random(o.seed)
    opt = optimiser(model, o.rate, o.layer_decay)
    each = sum(sum(map(len, d.pieces)) for d in documents)
    steps = int(o.epochs * each * 1.18 / o.batch)
    pace = lambda i: min(1, (i + 1) / (0.1 * steps)) * max(0.02, 1 - i / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, pace)
    print(f"{len(documents)} documents, {each} pieces, about {steps} steps", flush=True)
    step = 0
    for epoch in range(o.epochs):
        model.train()
        began, total, count = time.time(), 0.0, 0
        fresh = [swapped(d, stock, vocabulary, rng) for d in documents] if o.people else documents
        rows = [(d, a, b) for d in fresh for a, b in slices(d, rng)]
        size = {id(r): 2 + sum(map(len, r[0].pieces[r[1] : r[2]])) for r in rows}
        rows.sort(key=lambda r: size[id(r)] + rng.random() * 16)
        batches: list[list] = [[]]
        for r in rows:
            if batches[-1] and (len(batches[-1]) + 1) * max(size[id(x)] for x in (*batches[-1], r)) > o.batch:
                batches.append([])
            batches[-1].append(r)
        rng.shuffle(batches)
        for b in batches:
            ids, at, names, others = (x.to(device) for x in batch(b))
            with torch.autocast(device.type, torch.bfloat16):
                states = model.encoder(ids)
            scores = model.head(states.reshape(-1, states.shape[-1])[at].float())
            loss = loss_of(scores, names, others)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            opt.zero_grad()
            schedule.step()
            step, total, count = step + 1, total + loss.item(), count + 1
            if step % 50 == 0:
                print(f"  step {step} loss {total / count:.3f} {time.time() - began:.0f}s", flush=True)
        print(f"epoch {epoch + 1} loss {total / count:.3f} {time.time() - began:.0f}s", flush=True)
        if held and (epoch + 1) % o.every == 0:
            print(report(model, held), flush=True)
        torch.save({k: v.half() for k, v in model.state_dict().items()}, o.out)


def main() -> None:
    p = argparse.ArgumentParser()
    for name in ("weights", "vocabulary", "gold", "out"):
        p.add_argument("--" + name, type=Path, required=True)
    p.add_argument("--wojood", type=Path)
    p.add_argument("--anercorp", type=Path)
    p.add_argument("--people", type=Path, help="single names (Latin, spaced Arabic letters); swaps mentions")
    p.add_argument("--start", type=Path, help="a model.pt to go on from")
    p.add_argument("--held-out", action="store_true")
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--every", type=int, default=1, help="report every so many epochs")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--layer-decay", type=float, default=0.93)
    p.add_argument("--batch", type=int, default=1536, help="pieces")
    p.add_argument("--seed", type=int, default=0)
    o = p.parse_args()
    torch.manual_seed(o.seed)
    vocabulary, kept = vocabulary_of(o.vocabulary)
    model = Tagger(Source(o.weights).trimmed([r[0] for r in kept]))
    if o.start:
        model.load_state_dict(torch.load(o.start))
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    gold = gold_pages(o.gold, vocabulary, 2)
    held = [d for i, d in enumerate(gold) if i % 10 == 7] if o.held_out else []
    documents = [d for d in gold if d not in held] if held else gold
    if o.wojood:
        for part in ("train.txt", "val.txt"):
            documents = documents + word_lists(o.wojood / part, columns(o.wojood / part, WOJOOD), vocabulary, 2)
    if o.anercorp:
        sentences = columns(o.anercorp, ANERCORP, frozenset({"MISC"}))
        documents = documents + word_lists(o.anercorp, sentences, vocabulary, 2)
    train(model, documents, held, o)


if __name__ == "__main__":
    main()
