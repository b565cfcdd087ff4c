"""Fine-tune the trimmed e5 on names, statements, cues, speakers and triggers together.

    python train.py --weights e5-small-q4.bin --vocabulary vocabulary.json --gold gold/ant-train --out model.pt
                    [--wojood DIR] [--people FILE] [--anercorp FILE] [--silver FILE] [--held-out] [--epochs 8]

A GPU is used where there is one. `--held-out` keeps every tenth page of the gold and of ANERcorp apart and reports on
them. What is saved is the running average of the weights (`--average`), not their last state. `--minutes` fits the
schedule to the clock instead of to the epochs: a shared machine has no steady pace.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from annotated import (
    HEADS,
    OTHERS,
    WOJOOD,
    Document,
    anercorp,
    as_ours,
    columns,
    gold_pages,
    silver,
    word_lists,
    written,
)
from e5 import Bits, Encoder, Source
from measure import report, scores_of
from swap import Stock, misspelt, named, swapped, swapped_corpus
from torch import Tensor, nn
from torch.nn import functional

from riwaya.models.known import BITS, COMMON, NOWHERE, USED, marks
from riwaya.models.words import Vocabulary

WEIGHT = {"clitic": 0.5, "statements": 0.4, "cues": 0.3, "speakers": 0.4, "triggers": 1.2, "anercorp": 1.0}
HIDDEN = 0.05  # of the words are hidden, and
HIDDEN_NAMES = 0.15  # of the words of names, so that a name is read by its place
MISSPELT = 0.1  # of the words of names get other letters
SWAPS = {"PER": 0.45, "ORG": 0.25, "GPE": 0.2, "LOC": 0.22, "MISC": 0.12}
UNTOLD_PAGES = 0.2  # of the pages are read without the lists, and
UNTOLD = 0.1  # of the words elsewhere;
UNLISTED = 0.3  # of the words of names that were put in are taken off the lists
ROOM = 254
BRIDGED = 0.5  # weight of what our own labels say of ANERcorp's: see `bridge`


class Tagger(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.shape.hidden, sum(map(len, HEADS.values())))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.known = Bits(BITS, encoder.shape.hidden)  # a word's lists once more, beside its state

    def forward(self, ids: Tensor, known: Tensor) -> Tensor:
        return self.head(self.encoder(ids, known).float() + self.known(known))


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
        first, room = out[-1][1], ROOM if rng.random() < 0.2 else rng.randint(30, 200)
    return out


def batch(rows: list[tuple[Document, int, int]], rng: random.Random) -> tuple[Tensor, ...]:
    """ids, marks, positions of the first pieces in the flattened batch, names targets, other targets."""
    lines = []
    for d, a, b in rows:
        rates = np.where(named(d)[a:b], HIDDEN_NAMES, HIDDEN)
        lines.append([0, *(p for u, r in zip(d.pieces[a:b], rates, strict=True) for p in hide(u, r, rng)), 2])
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
    known = torch.zeros_like(ids)
    known.view(-1)[at] = torch.from_numpy(np.concatenate([d.marks[a:b] for d, a, b in rows]))
    return ids, known, torch.tensor(at), torch.from_numpy(names), torch.from_numpy(others)


def hide(pieces: tuple[int, ...], rate: float, rng: random.Random) -> tuple[int, ...]:
    """The pieces of a word, or as many unknown ones (the mark of a new line stays)."""
    return pieces if rng.random() >= rate else tuple(2 if p == 2 else 3 for p in pieces)


def told(fresh: Document, old: Document, rng: random.Random) -> np.ndarray:
    """What is known of each word. Names that were put in come out of the lists: a part of them is taken off again, so
    that the lists are trusted no more than they may be. Sometimes nothing is told of a page, or of a word."""
    known = np.array(marks(fresh.words), dtype=np.int64)
    if rng.random() < UNTOLD_PAGES:
        return np.zeros_like(known)
    before = set(map(id, old.words))
    for i, of_name in enumerate(named(fresh)):
        chance = rng.random()
        if chance < UNTOLD:
            known[i] = 0
        elif of_name and known[i] and chance < UNTOLD + UNLISTED and id(fresh.words[i]) not in before:
            known[i] = known[i] & (COMMON | USED) or NOWHERE
    return known


def bridge() -> Tensor:
    """(labels of `names`, labels of `anercorp`): 1 where a word that is the one in our convention may be the other.

    ANERcorp names people as we do, and states as places or bodies; it leaves out many bodies that we name; what is no
    name for us is at most its MISC; of our other places it says too many things to be told anything.
    """
    mine, theirs = HEADS["names"], HEADS["anercorp"]
    may = {"O": ("O", "B-MISC", "I-MISC"), "B-PER": ("B-PERS",), "I-PER": ("I-PERS",)}
    may |= {"B-ORG": ("B-ORG", "O"), "I-ORG": ("I-ORG", "B-ORG", "O"), "B-GPE": ("B-LOC", "B-ORG", "B-MISC")}
    may |= {"I-GPE": ("I-LOC", "I-ORG", "I-MISC")}
    return torch.tensor([[float(t in may.get(m, theirs)) for t in theirs] for m in mine])


def loss_of(scores: Tensor, names: Tensor, others: Tensor) -> Tensor:
    width = len(HEADS["names"])
    logs = functional.log_softmax(scores[:, :width], -1)
    told = names.sum(1) < width
    loss = -torch.logsumexp(logs[told] + names[told].clamp(min=1e-9).log(), -1).sum()
    column = width
    for i, head in enumerate(OTHERS):
        part = scores[:, column : column + len(HEADS[head])]
        column += len(HEADS[head])
        # Clitics are told of the first words of names only, one word in ten.
        scale = WEIGHT[head] * (10 if head == "clitic" else 1)
        loss = loss + scale * functional.cross_entropy(part, others[:, i], ignore_index=-100, reduction="sum")
        if head == "anercorp" and BRIDGED:
            only = told & (others[:, i] < 0) & (names.max(1).values == 1) & (names.sum(1) == 1)
            may = names[only] @ bridge().to(names.device)
            sets = torch.logsumexp(functional.log_softmax(part[only], -1) + may.clamp(min=1e-9).log(), -1)
            loss = loss - BRIDGED * sets.sum()
    return 2 * loss / len(scores)


class Average:
    """The running mean of a model's weights: as good as a few models together, at the price of one."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        self.model, self.keep, self.steps = model, keep, 0
        self.mean = {k: v.detach().clone() for k, v in model.state_dict().items()}

    def update(self) -> None:
        self.steps += 1
        part = 1 - min(self.keep, (1 + self.steps) / (10 + self.steps))
        for k, v in self.model.state_dict().items():
            self.mean[k].lerp_(v, part)

    def swap(self) -> None:
        """Exchange the model's weights and the mean."""
        for k, v in self.model.state_dict().items():
            now = v.clone()
            v.copy_(self.mean[k])
            self.mean[k] = now


def go_on(model: Tagger, state: dict[str, Tensor]) -> None:
    """Start from a model, which may have been made before the last head was added."""
    state = {**{k: v for k, v in model.state_dict().items() if k.endswith("known.rows")}, **state}
    for k in ("head.weight", "head.bias"):
        fresh = model.state_dict()[k].clone()
        fresh[: len(state[k])] = state[k]
        state[k] = fresh
    model.load_state_dict(state)


def optimiser(model: Tagger, rate: float, decay: float) -> torch.optim.Optimizer:
    """Lower layers learn more slowly: each by `decay` than the one above."""
    groups = [{"params": list(model.head.parameters()), "lr": 5 * rate}]
    layers = model.encoder.layers
    for i, layer in enumerate(layers):
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - i)})
    groups.append({"params": [model.known.rows, model.encoder.known.rows], "lr": 10 * rate})
    below = [*model.encoder.words.parameters(), model.encoder.places, *model.encoder.norm.parameters()]
    groups.append({"params": below, "lr": rate * decay ** len(layers)})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def epoch_of(documents: list[Document], stock: Stock, rng: random.Random, o: argparse.Namespace) -> list[list]:
    """Batches of one epoch: pages with other names and other windows each time, of ours only a part (`--ours`)."""
    vocabulary = o.words
    rows = []
    for d in documents:
        if d.name.startswith("silver"):
            if rng.random() >= o.silver_part:
                continue
            fresh = swapped_corpus(d, stock, vocabulary, rng)
        elif d.gold.get("anercorp") is not None:
            fresh = swapped_corpus(d, stock, vocabulary, rng)
        elif rng.random() >= o.ours:
            continue
        else:
            fresh = swapped(d, stock, vocabulary, rng) if o.people else d
        fresh = misspelt(fresh, vocabulary, rng, MISSPELT)
        fresh = replace(fresh, marks=told(fresh, d, rng))
        rows += [(fresh, a, b) for a, b in slices(fresh, rng)]
    size = {id(r): 2 + sum(map(len, r[0].pieces[r[1] : r[2]])) for r in rows}
    rows.sort(key=lambda r: size[id(r)] + rng.random() * 16)
    batches: list[list] = [[]]
    for r in rows:
        if batches[-1] and (len(batches[-1]) + 1) * max(size[id(x)] for x in (*batches[-1], r)) > o.batch:
            batches.append([])
        batches[-1].append(r)
    rng.shuffle(batches)
    return batches


def train(model: Tagger, documents: list[Document], held: list[Document], o: argparse.Namespace) -> None:
    stock = Stock(documents, o.people, SWAPS, o.whole_names)
    rng = random.Random(o.seed)
    opt = optimiser(model, o.rate, o.layer_decay)
    full = [g["lr"] for g in opt.param_groups]
    average = Average(model, o.average)
    step, epoch, done, start = 0, 0, 0.0, time.time()
    while done < 1:
        model.train()
        began, total, count = time.time(), 0.0, 0
        clean = done <= o.all_from
        batches = epoch_of(documents + held * (not clean), stock, rng, o)
        for n, rows in enumerate(batches):
            done = (time.time() - start) / 60 / o.minutes if o.minutes else (epoch + n / len(batches)) / o.epochs
            if done >= 1:
                break
            for group, rate in zip(opt.param_groups, full, strict=True):
                group["lr"] = rate * min(1, done / 0.06 + 0.01) * max(0.02, 0.5 + 0.5 * math.cos(math.pi * done))
            total += one_step(model, opt, batch(rows, rng))
            step, count = step + 1, count + 1
            if step % 4 == 0:
                average.update()
            if step % 150 == 0:  # whatever stops the run leaves a model behind
                average.swap()
                save(model, o, clean=False)
                average.swap()
            if step % 50 == 0:
                print(f"  step {step}, epoch of {len(batches)}, loss {total / count:.3f}", flush=True)
        epoch += 1
        done = 1.0 if o.epochs == epoch and not o.minutes else done
        print(f"epoch {epoch} loss {total / max(1, count):.3f} {time.time() - began:.0f}s done {done:.2f}", flush=True)
        average.swap()
        save(model, o, clean)
        if held and (epoch % o.every == 0 or done >= 1):
            print(report(model, held), flush=True)
        average.swap()


def short_floats(device: torch.device) -> bool:
    """Whether 16 bits are quicker: a processor without them for matrices takes thirty times as long."""
    return device.type != "cpu" or "avx512" in torch.backends.cpu.get_cpu_capability().lower()


def one_step(model: Tagger, opt: torch.optim.Optimizer, rows: tuple[Tensor, ...]) -> float:
    device = next(model.parameters()).device
    ids, known, at, names, others = (x.to(device) for x in rows)
    with torch.autocast(device.type, torch.bfloat16, enabled=short_floats(device)):
        states = model.encoder(ids, known)
    scores = model.head(states.reshape(-1, states.shape[-1])[at].float() + model.known(known.view(-1)[at]))
    loss = loss_of(scores, names, others)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    opt.step()
    opt.zero_grad()
    return loss.item()


def save(model: Tagger, o: argparse.Namespace, clean: bool) -> None:
    """The last state, and beside it the last one that had not seen what is held out."""
    state = {k: v.half() for k, v in model.state_dict().items()}
    torch.save(state, o.out)
    if clean:
        torch.save(state, o.out.with_suffix(".held.pt"))


def options() -> argparse.Namespace:
    p = argparse.ArgumentParser()
    for name in ("weights", "vocabulary", "gold", "out"):
        p.add_argument("--" + name, type=Path, required=True)
    p.add_argument("--wojood", type=Path)
    p.add_argument("--anercorp", type=Path)
    p.add_argument("--written", type=Path, help="folder of news with names in braces")
    p.add_argument("--teacher", type=Path, help="a model that helps to tell `names` what the written news names")
    p.add_argument("--silver", type=Path, help="pages labelled by a model, of silver.py")
    p.add_argument("--silver-part", type=float, default=0.35, help="which part of them an epoch reads")
    p.add_argument("--people", type=Path, help="single names (Latin, spaced Arabic letters); swaps mentions")
    p.add_argument("--start", type=Path, help="a model.pt to go on from")
    p.add_argument("--whole-names", type=Path, help="whole names of people, a line each, of people.py")
    p.add_argument("--held-out", action="store_true")
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--minutes", type=float, help="instead of epochs")
    p.add_argument("--all-from", type=float, default=1.0, help="the part of the run after which nothing is held out")
    p.add_argument("--ours", type=float, default=1.0, help="the part of the other pages that an epoch reads")
    p.add_argument("--average", type=float, default=0.995, help="how much of the running mean is kept every 4 steps")
    p.add_argument("--every", type=int, default=1, help="report every so many epochs")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--layer-decay", type=float, default=0.93)
    p.add_argument("--batch", type=int, default=1536, help="pieces")
    p.add_argument("--seed", type=int, default=0)
    return p.parse_args()


def teach_names(pages: list[Document], model: Tagger) -> None:
    """What the head `names` is to learn of pages in ANERcorp's convention, with the help of what a model says there."""
    model.eval()
    for page in pages:
        said = scores_of(model, page)[:, : len(HEADS["names"])].argmax(1).tolist()
        page.names = as_ours(page.others[:, OTHERS.index("anercorp")].tolist(), said)


def main() -> None:
    o = options()
    torch.manual_seed(o.seed)
    vocabulary, kept = vocabulary_of(o.vocabulary)
    model = Tagger(Source(o.weights).trimmed([r[0] for r in kept]))
    if o.start:
        go_on(model, torch.load(o.start))
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    o.words = vocabulary
    own = written(o.written, vocabulary, 2) if o.written else []
    if o.teacher:
        now = copy.deepcopy(model.state_dict())
        go_on(model, torch.load(o.teacher))
        teach_names(own, model)
        model.load_state_dict(now)
    pages = gold_pages(o.gold, vocabulary, 2)
    if o.anercorp:
        pages = [*pages, *anercorp(o.anercorp, vocabulary, 2)]
    if not o.held_out:
        held = []
    elif own:
        held = own[7::10]  # what we go on from may have seen the others
    else:
        held = [d for i, d in enumerate(pages) if i % 10 == 7]
        if o.start and o.anercorp:
            held = [d for d in held if "anercorp" in d.gold]  # the start has seen the gold pages
    pages += own
    apart = {id(d) for d in held}
    documents = [d for d in pages if id(d) not in apart]
    if o.wojood:
        for part in ("train.txt", "val.txt"):
            documents = documents + word_lists(o.wojood / part, columns(o.wojood / part, WOJOOD), vocabulary, 2)
    if o.silver:
        documents = documents + silver(o.silver, vocabulary, 2)
    train(model, documents, held, o)


if __name__ == "__main__":
    main()
