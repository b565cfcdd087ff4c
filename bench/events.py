"""Is a newspaper sentence about a PROTEST, an ASSAULT? Measured on the public Arabic event data.

    python bench/events.py ARABIC_EVENT_GSR

The folder holds `assault.tsv` and `protest.tsv` (id, label, accept, reject, total, text). «Ambiguous»
sentences are left out of the figures and counted apart. A sentence counts as told where `find_events`
gives an event of the type (any status but denied); names, dates and statements are what the other rooms find without
the encoder. A sentence stands alone, so only what it tells counts, not what it speaks of (`riwaya/events/ground.py`).
Prints precision, recall, F1 with a bootstrap interval (1,000 draws), and the share of ambiguous
sentences that are called events.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from riwaya.actors import find_mentions, find_roles, link_mentions
from riwaya.dates import find_dates
from riwaya.events import find_events
from riwaya.model import Article, Block, BlockKind, Status
from riwaya.statements import find_statements
from riwaya.text import read_words


def main() -> None:
    """Score both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for name in ("assault", "protest"):
        rows = [line.split("\t") for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines()[1:]]
        firm = [(r[1] == "yes", told(r[5], name.upper())) for r in rows if r[1] != "ambiguous"]
        unsure = [told(r[5], name.upper()) for r in rows if r[1] == "ambiguous"]
        hard = [told(r[5], name.upper()) for r in rows if r[1] == "difficult no"]
        p, r, f = figures(firm)
        low, high = interval(firm)
        positive = sum(gold for gold, _ in firm)
        print(f"{name}: P {p:.3f} R {r:.3f} F1 {f:.3f} [{low:.3f}, {high:.3f}] (n {len(firm)}, {positive} yes)")
        print(
            f"  called events among {len(unsure)} ambiguous: {sum(unsure)}; among {len(hard)} difficult no: {sum(hard)}"
        )


def told(text: str, kind: str) -> bool:
    """Whether a sentence on its own tells an event of `kind`."""
    words = read_words(Article("s#0", "s", text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
    _, (linked,) = link_mentions([(words, find_mentions(words, None))])
    people = tuple(sorted((*linked, *find_roles(words, linked)), key=lambda m: m.span))
    events = find_events(words, people, find_dates(words, None), find_statements(words, people))
    return any(e.type == kind and e.status is not Status.DENIED for e in events)


def figures(pairs: list[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (gold, told) pairs."""
    hits = sum(g and s for g, s in pairs)
    told_n, gold_n = sum(s for _, s in pairs), sum(g for g, _ in pairs)
    precision, recall = hits / max(1, told_n), hits / max(1, gold_n)
    return precision, recall, 2 * hits / max(1, told_n + gold_n)


def interval(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    """The middle 95 % of F1 over bootstrap draws."""
    rnd = random.Random(1)
    draws = sorted(figures(rnd.choices(pairs, k=len(pairs)))[2] for _ in range(1000))
    return draws[25], draws[974]


if __name__ == "__main__":
    main()
