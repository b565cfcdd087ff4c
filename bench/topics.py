"""What Riwaya finds in affairs that were written for this: contrasts, happenings, key facts, copies, sources.

    python bench/topics.py [TOPIC...] [--fast] [--words]

Each folder of `bench/topics` is one invented affair: six pages in the words of six newsrooms, and `gold.json`, what its
writer knows of them (spans by their words). Writers knew neither code nor rules. A contrast is found as
`score_contrasts` of the annotated pages finds it: two of its positions hold words of two different values. A happening
or fact is found where a line of the timeline or the brief holds its words; the day is right if the line has it.
For a line that holds a fact the other pages with words of that fact are listed; found where the line names their words
too. `no_contrasts` are look-alikes; a contrast given for one is `fooled`. `--words` prints what was given and missed:
whoever looks makes that topic one of development. README.md says which were looked at.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import riwaya
from riwaya.model import Contrast, Span, Telling

HERE = Path(__file__).with_name("topics")
HALF = 0.5


def main() -> None:
    """Print one line a topic, then the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--words", action="store_true")
    args = parser.parse_args()
    sums: Counter[str] = Counter()
    for folder in sorted(p.parent for p in HERE.glob("*/gold.json")):
        if not args.topics or folder.name in args.topics:
            counted = score(folder, fast=args.fast, words=args.words)
            sums.update(counted)
            print(f"{folder.name:12} {told(counted)}")
    print(f"{'all':12} {told(sums)}")
    for kind in sorted(k.removeprefix("listed ") for k in sums if k.startswith("listed ")):
        print(f"  {kind:28} {sums[f'found {kind}']} of {sums[f'listed {kind}']}")


def told(n: Counter[str]) -> str:
    """The figures of one or more topics."""
    return (
        f"contrasts {n['found']} found, {n['given']} given, {n['listed']} listed, fooled {n['fooled']}; "
        f"happenings {n['happened']} (day {n['dated']}) of {n['happenings']} in {n['timeline']} lines; "
        f"facts {n['covered']} of {n['facts']} in {n['brief']} lines, {n['twice']} told again; "
        f"other pages for a line {n['vouched']} found, {n['vouchers']} given, {n['tellers']} listed; "
        f"copies {n['taken']} of {n['copies']}, {n['derivations']} given; "
        f"sources right {n['sources']} of {n['topics']}; stories {n['stories']}"
    )


def score(folder: Path, *, fast: bool, words: bool) -> Counter[str]:
    """The counts of one topic."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    telling = riwaya.tell(sorted(folder.glob("*.txt")), fast=fast)
    texts = {p.name: p.text for p in telling.pages}
    for part in ("contrasts", "happenings", "facts", "no_contrasts"):
        for entry in gold[part]:
            for p in entry["positions"]:
                start = texts[p["page"]].find(p["words"])
                p["span"] = Span(p["page"], start, start + len(p["words"]))
    n: Counter[str] = Counter(topics=1, stories=len(telling.stories))
    contrasts(telling, gold, n, words=words)
    lines(telling, gold, n)
    pairs = {(c["source"], c["derived"]) for c in gold["copies"]}
    got = {(page(d.source), page(d.derived)) for d in telling.derivations}
    n.update(taken=len(pairs & got), copies=len(pairs), derivations=len(got))
    sources = [t.independent_sources for t in telling.topics]
    n["sources"] = int(sources == [gold["independent_sources"]])
    return n


def contrasts(telling: Telling, gold: dict[str, Any], n: Counter[str], *, words: bool) -> None:
    """Which listed contrasts were given, each by one."""
    given = [c for t in telling.topics for c in t.contrasts if c.rule != "spelling"]
    used: set[int] = set()
    for entry in gold["contrasts"]:
        at = next((i for i, c in enumerate(given) if i not in used and finds(entry["positions"], c)), None)
        n[f"listed {entry['kind']}"] += 1
        if at is not None:
            used.add(at)
            n[f"found {entry['kind']}"] += 1
        elif words:
            print(f"  missed: {entry['about']}: " + " | ".join(p["words"] for p in entry["positions"]))
    others = [c for i, c in enumerate(given) if i not in used]
    n["fooled"] = sum(any(confuses(e["positions"], c) for e in gold["no_contrasts"]) for c in others)
    n.update(found=len(used), given=len(given), listed=len(gold["contrasts"]))
    for i, contrast in enumerate(given) if words else ():
        found = "found" if i in used else "other"
        print(f"  {found}: {contrast.rule} {contrast.topic}: " + " | ".join(p.value for p in contrast.positions))


def finds(positions: Sequence[dict[str, Any]], contrast: Contrast) -> bool:
    """Whether two positions of `contrast` hold words of two values."""
    met = {
        (i, p["value"])
        for i, q in enumerate(contrast.positions)
        for p in positions
        if any(same_words(p["span"], s) for s in q.spans)
    }
    return any(i != j and a != b for i, a in met for j, b in met)


def confuses(positions: Sequence[dict[str, Any]], contrast: Contrast) -> bool:
    """Whether two positions of `contrast` hold words of a look-alike."""
    met = {i for i, q in enumerate(contrast.positions) for p in positions for s in q.spans if same_words(p["span"], s)}
    return len(met) > 1


def lines(telling: Telling, gold: dict[str, Any], n: Counter[str]) -> None:
    """Which happenings stand in the timeline, which facts in the brief, each in a line of its own."""
    events = {e.id: e for e in telling.events}
    timeline = [
        ([m.span for m in events[e].mentions], events[e].when)
        for t in telling.topics
        for e in t.timeline
        if e in events
    ]
    brief = [line.spans for t in telling.topics for line in t.brief]
    for entry in gold["happenings"]:
        when = [w for spans, w in timeline if meets(entry["positions"], spans)]
        n["happened"] += bool(when)
        n["dated"] += any(w is not None and w.value.startswith(entry["day"]) for w in when)
    used: set[int] = set()
    for entry in gold["facts"]:
        fits = (i for i, spans in enumerate(brief) if i not in used and holds(entry["positions"], spans))
        at = next(fits, None)
        if at is not None:
            used.add(at)
    n.update(happenings=len(gold["happenings"]), timeline=len(timeline), facts=len(gold["facts"]), brief=len(brief))
    n["covered"] = len(used)
    witnesses(brief, gold["facts"], n)


def witnesses(brief: Sequence[Sequence[Span]], facts: Sequence[dict[str, Any]], n: Counter[str]) -> None:
    """Which other pages each line rests on, of those that tell one of its facts; and how many lines tell nothing but
    facts that a line before them told."""
    known: set[int] = set()
    for spans in brief:
        told = {i for i, fact in enumerate(facts) if holds(fact["positions"], spans[:1])}
        if not told:
            continue
        n["twice"] += told <= known
        known |= told
        positions = [p for i in told for p in facts[i]["positions"] if p["page"] != spans[0].page]
        others = [s for s in spans if s.page != spans[0].page]
        n["tellers"] += len({p["page"] for p in positions})
        n["vouchers"] += len({s.page for s in others})
        n["vouched"] += len({p["page"] for p in positions for s in others if same_words(p["span"], s)})


def meets(positions: Sequence[dict[str, Any]], spans: Iterable[Span]) -> bool:
    """Whether a line's words overlap those of one of the positions."""
    return any(p["span"].overlaps(s) for s in spans for p in positions)


def holds(positions: Sequence[dict[str, Any]], spans: Iterable[Span]) -> bool:
    """Whether a line's words hold half of those of one of the positions, or are half held."""
    return any(same_words(p["span"], s) for s in spans for p in positions)


def same_words(a: Span, b: Span) -> bool:
    """Whether two spans share half of the shorter one."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return a.page == b.page and shared >= HALF * min(a.end - a.start, b.end - b.start)


def page(article: str) -> str:
    """The page of an article's id."""
    return article.partition("#")[0]


if __name__ == "__main__":
    main()
