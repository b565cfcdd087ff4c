"""Pairs of written names: the same or not, from `name_pairs.csv`, which is edited by hand.

Made up or common knowledge. Tiers say how plainly two names of one are one (STRONG: spelling alone; MEDIUM: another
script, a word more or less, another order; WEAK: a short form, a far spelling), or how plainly two are not (STRONG:
only a given name in common; MEDIUM: a family name; WEAK: a letter, or a word of a place or a body).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are one, how plainly, and what makes the pair a hard one."""

    same: bool
    tier: str
    what: str
    a: str
    b: str


def _read() -> tuple[Pair, ...]:
    with Path(__file__).with_name("name_pairs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Pair(r["same"] == "yes", r["tier"], r["what"], r["a"], r["b"]) for r in csv.DictReader(file))


PAIRS = _read()
SAME = [(p.a, p.b) for p in PAIRS if p.same]
DIFFERENT = [(p.a, p.b) for p in PAIRS if not p.same]
