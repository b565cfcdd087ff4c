"""Who took it from whom and which reports are one story: how well, how fast, and how the data files are made.

    python bench/stories.py SHARED                      quality on the labelled articles and the annotated pair
    python bench/stories.py SHARED --scale 612 3000     seconds, memory, growth; then one article many times
    python bench/stories.py SHARED --again              one article many times, as it is and spoilt
    python bench/stories.py SHARED --commonness OUT     count anew how common lemmas are; writes the rule file
    python bench/stories.py SHARED --actors OUT         the same for actors

SHARED holds `seeds`, `gold`, `data/ant` and `score/score.py`. Names are found by knowledge alone (no encoder).
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import lzma
import math
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from riwaya.account import Account
from riwaya.actors import find_mentions, find_roles, link_mentions
from riwaya.dates import find_dates
from riwaya.events import find_events
from riwaya.likeness import content_lemmas
from riwaya.model import Article, Block, BlockKind, Derivation, Precision, Published, Source, Span, Text, When
from riwaya.read import read_source
from riwaya.statements import find_statements
from riwaya.stories import Grouper, find_derivations, group_stories
from riwaya.stories.candidates import Shingles
from riwaya.stories.judge import FEATURES, Judge, View
from riwaya.stories.profile import Profile, profile, profiles_of
from riwaya.text import read_words


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--scale", type=int, nargs="*")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--commonness", type=Path)
    parser.add_argument("--actors", type=Path)
    args = parser.parse_args()
    if args.actors:
        count_actors(args.shared, args.actors)
    elif args.commonness:
        count_commonness(args.shared, args.commonness)
    elif args.again:
        again(args.shared)
    elif args.scale is not None:
        scale(args.shared, args.scale or [612, 3000])
    else:
        quality_of_stories(args.shared)
        quality_of_derivation(args.shared)


# ---------------------------------------------------------------- accounts


def read_article(row: dict[str, Any]) -> Article:
    """An article of the corpus: its title, then a block per paragraph."""
    text = f"{row['title']}\n\n{row['text'] or ''}"
    parts, at = [Block(BlockKind.TITLE, 0, len(row["title"]))], len(row["title"]) + 2
    for line in (row["text"] or "").split("\n"):
        if line.strip():
            parts.append(Block(BlockKind.BODY, at, at + len(line)))
        at += len(line) + 1
    published = None
    if row["published"]:
        moment = dt.datetime.fromisoformat(row["published"])
        day = moment.date()
        published = Published(When(moment.isoformat(), day, day + dt.timedelta(days=1), Precision.MINUTE))
    title = Text(row["title"], Span(row["id"], 0, len(row["title"])))
    return Article(
        f"{row['id']}#1",
        row["id"],
        text,
        title=title,
        outlet=row["outlet"],
        published=published,
        parts=tuple(parts),
    )


def named(accounts: Sequence[Account]) -> list[Account]:
    """The accounts with their linked names."""
    found = [(a.words, find_mentions(a.words, None)) for a in accounts]
    return [replace(a, mentions=m) for a, m in zip(accounts, link_mentions(found)[1], strict=True)]


def told(accounts: Sequence[Account]) -> list[Account]:
    """The accounts with all that a run finds in an article before it is grouped."""
    found = []
    for a in accounts:
        when = a.article.published.when if a.article.published else None
        people = tuple(sorted((*a.mentions, *find_roles(a.words, a.mentions)), key=lambda m: m.span))
        dates, statements = find_dates(a.words, when), find_statements(a.words, people)
        events = find_events(a.words, people, dates, statements)
        found.append(replace(a, dates=dates, statements=statements, events=events))
    return found


def labelled(shared: Path) -> list[Account]:
    """The labelled articles."""
    lines = (shared / "data/ant/stories_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return told(named([Account(read_words(read_article(json.loads(line)))) for line in lines]))


def unlabelled(shared: Path, limit: int, step: int = 1) -> Iterator[dict[str, Any]]:
    """Rows of the large corpus."""
    with lzma.open(shared / "data/ant/ant_open.jsonl.xz", "rt", encoding="utf-8") as lines:
        for n, line in enumerate(lines):
            if n >= limit:
                return
            if n % step == 0:
                yield json.loads(line)


def scorer(shared: Path) -> ModuleType:
    """The scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "score/score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a gold file."""
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


# ---------------------------------------------------------------- quality


Three = tuple[float, float, float]


def agreement(want: Mapping[Any, str], got: Mapping[Any, Any]) -> tuple[Three, Three]:
    """(precision, recall, F) by B-cubed, and over pairs of articles in one group."""
    both = Counter((want[k], got[k]) for k in want)
    wanted, given = Counter(want.values()), Counter(got[k] for k in want)
    precision = sum(n * n / given[g] for (_, g), n in both.items()) / len(want)
    recall = sum(n * n / wanted[w] for (w, _), n in both.items()) / len(want)
    shared, told, due = (sum(n * (n - 1) for n in c.values()) for c in (both, given, wanted))
    pairs = shared / told if told else 1.0, shared / due if due else 1.0
    return (precision, recall, _f(precision, recall)), (*pairs, _f(*pairs))


def _f(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def quality_of_stories(shared: Path) -> None:
    """B-cubed and pairwise figures of stories and topics; which listed copies were found."""
    accounts = labelled(shared)
    started = time.process_time()
    derivations = find_derivations(accounts)
    middle = time.process_time()
    stories, topics = group_stories(accounts, derivations)
    seconds = (middle - started, time.process_time() - middle)
    score = scorer(shared)
    rows = json.loads((shared / "gold/ant-stories/stories.json").read_text(encoding="utf-8"))
    home = {a.partition("#")[0]: s.id for s in stories for a in s.articles}
    of = {s: t.id for t in topics for s in t.stories}
    for level, got in (("story", home), ("topic", {k: of[v] for k, v in home.items()})):
        want = {r["page"]: r[level] for r in rows}
        p, r, f = score.bcubed(want, got)
        pp, pr, pf = score.pairwise(want, got)
        print(f"{level:6} n {len(want)}: B3 P {p:.3f} R {r:.3f} F {f:.3f}; pairs P {pp:.3f} R {pr:.3f} F {pf:.3f}")
        alone = {k: k for k in want}
        print(f"       all alone: B3 F {score.bcubed(want, alone)[2]:.3f}")
    outlets = {a.article.page: a.article.outlet or "" for a in accounts}
    of_story = {r["page"]: r["story"] for r in rows}
    by_outlets(of_story, home, outlets)
    worst(accounts, of_story, home)
    print(
        f"CPU ms an article: derivations {1e3 * seconds[0] / len(home):.1f}, "
        f"grouping {1e3 * seconds[1] / len(home):.1f}"
    )
    _copies(shared, derivations)


def by_outlets(want: Mapping[str, str], got: Mapping[str, str], outlets: Mapping[str, str]) -> None:
    """B-cubed of the articles whose story so many outlets tell."""
    told: dict[str, set[str]] = defaultdict(set)
    for page, story in want.items():
        told[story].add(outlets[page])
    ours, theirs = _groups(got), _groups(want)
    for n, name in ((1, "one outlet"), (2, "two outlets"), (3, "three or more")):
        pages = [p for p, s in want.items() if min(3, len(told[s])) == n]
        both = {p: len(ours[got[p]] & theirs[want[p]]) for p in pages}
        precision = sum(both[p] / len(ours[got[p]]) for p in pages) / len(pages)
        recall = sum(both[p] / len(theirs[want[p]]) for p in pages) / len(pages)
        print(f"       {name}: n {len(pages)}, B3 P {precision:.3f} R {recall:.3f} F {_f(precision, recall):.3f}")


def worst(accounts: Sequence[Account], want: Mapping[str, str], got: Mapping[str, str], n: int = 10) -> None:
    """The stories that were parted and joined most wrongly, by pairs, each with what the judge says of those pairs."""
    judge, view, place = Judge(), View(), {}
    for i, one in enumerate(profiles_of(accounts, shingled=False)):
        view.add(i, one)
        place[one.account.article.page] = i
    wrong: list[tuple[int, str, str, list[tuple[str, str]]]] = []
    for kind, one, other in (("parted", want, got), ("joined", got, want)):
        for name, pages in _groups(one).items():
            pairs = [(a, b) for a in pages for b in pages if a < b and other[a] != other[b]]
            wrong.append((len(pairs), kind, name, pairs))
    for count, kind, name, pairs in sorted(wrong, key=lambda w: (-w[0], w[2]))[:n]:
        seen = [judge.features(view[place[a]], view[place[b]]) for a, b in pairs]
        chances = [judge.likelihood(view[place[a]], view[place[b]]) for a, b in pairs]
        parts = sorted({got[p] if kind == "parted" else want[p] for pair in pairs for p in pair})
        means = ", ".join(f"{f} {sum(s[i] for s in seen) / count:.2f}" for i, f in enumerate(FEATURES) if f in SHOWN)
        print(
            f"       wrongly {kind}: {name}, {count} pairs, in {len(parts)} parts; likelihood mean "
            f"{sum(chances) / count:.2f}, best {max(chances):.2f}; {means}"
        )


SHOWN = ("whole", "opening", "actors", "held_less", "same_day")


def _groups(home: Mapping[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for page, group in home.items():
        groups[group].add(page)
    return groups


def _copies(shared: Path, derivations: Sequence[Derivation]) -> None:
    lines = (shared / "gold/ant-stories/stories_dev.copies.tsv").read_text(encoding="utf-8").splitlines()[1:]
    listed = {frozenset(line.split("\t")[:2]): line.split("\t")[2] for line in lines}
    found = {
        frozenset((d.source.partition("#")[0], d.derived.partition("#")[0])): d.relation
        for d in derivations
        if d.source
    }
    for (gold, ours), n in sorted(Counter((listed.get(k, "not listed"), r) for k, r in found.items()).items()):
        print(f"found as {ours:12} listed as {gold:20} {n}")
    missed = Counter(r for k, r in listed.items() if k not in found)
    print(
        "listed and not found:",
        ", ".join(f"{r} {n} of {sum(v == r for v in listed.values())}" for r, n in missed.items()),
    )


def quality_of_derivation(shared: Path) -> None:
    """The scorer's own figures on the annotated pair."""
    accounts: list[Account] = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        for reading in read_source(Source(path.name, path.read_bytes())):
            accounts += (Account(read_words(a)) for a in reading.articles)
    accounts = named([replace(a, dates=find_dates(a.words, None)) for a in accounts])
    score, figures = scorer(shared), None
    gold = {f.stem: json.loads(f.read_text(encoding="utf-8")) for f in (shared / "gold/seeds").glob("*.json")}
    figures = score.Figures()
    score.score_derivation(gold, _document(accounts, find_derivations(accounts)), figures)
    for name, value, n in figures.rows:
        print(f"{name:40} {value:.3f}  n {n}")


def _document(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> dict[str, Any]:
    def place(span: Span) -> dict[str, Any]:
        return {"page": span.page, "start": span.start, "end": span.end}

    return {
        "articles": [{"id": a.id, "page": a.article.page, "role": a.article.role} for a in accounts],
        "derivations": [
            {
                "from": d.source or {"external": d.external},
                "to": d.derived,
                "relation": d.relation,
                "pairs": [
                    {
                        "from": place(p.source),
                        "to": place(p.derived),
                        "changed": [{"what": c.what, "kind": c.kind} for c in p.changed],
                    }
                    for p in d.pairs
                ],
            }
            for d in derivations
        ],
    }


# ---------------------------------------------------------------- scale

PORTION = 500
"""Articles that a stream brings at once."""


def scale(shared: Path, sizes: Sequence[int]) -> None:
    """CPU seconds and memory at each size, the exponent between sizes, and one article many times over. Every run has a
    process of its own, or the memory of one would stand in the figures of the next."""
    before: tuple[int, float] | None = None
    for size in sizes:
        seconds, line = _apart(run_once, shared, size)
        grown = math.log(seconds / before[1]) / math.log(size / before[0]) if before else None
        print(line + (f", exponent {grown:.2f}" if grown is not None else ""), flush=True)
        before = (size, seconds)
    shingling(shared, min(sizes))
    again(shared)


def again(shared: Path) -> None:
    """One article a thousand and ten thousand times, as it is or spoilt: ten times as many should take ten times as
    long."""
    for kind in SPOILT:
        took = []
        for size in (1000, 10000):
            seconds, line = _apart(run_once, shared, size, kind)
            took.append(seconds)
            print(line, flush=True)
        print(f"{kind}: ten times as many take {took[1] / took[0]:.1f} times as long", flush=True)


def _apart(work: Callable[..., tuple[float, str]], *args: object) -> tuple[float, str]:
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(work, *args).result()


def _alike(row: dict[str, Any], i: int) -> dict[str, Any]:
    words = row["text"].split(" ")
    words[i % len(words)] = f"كلمة{i}"
    return row | {"text": " ".join(words)}


SPOILT: Mapping[str, Callable[[dict[str, Any], int], dict[str, Any]]] = {
    "identical": lambda row, _: row,
    "alike but for one word": _alike,
    "without words": lambda row, _: row | {"title": "", "text": ""},
    "without time": lambda row, _: row | {"published": ""},
    "of 1970": lambda row, _: row | {"published": "1970-01-01T00:00:00+00:00"},
    "of 2095": lambda row, _: row | {"published": "2095-01-01T00:00:00+00:00"},
}
"""What is done to one article that is then given so many times."""


def run_once(shared: Path, size: int, kind: str = "") -> tuple[float, str]:
    """One run over `size` articles, or over one article so many times (`kind`: what is done to it), as a stream of
    portions: CPU seconds, and what to print. Reading the corpus is not counted."""
    rows = iter(unlabelled(shared, size))
    if kind:
        row, spoil = next(rows), SPOILT[kind]
        rows = (spoil(row, i) | {"id": f"same{i}"} for i in range(size))
    grouper, seconds, derived = Grouper(), 0.0, 0
    stories: set[str] = set()
    topics: set[str] = set()
    while portion := [Account(read_words(read_article(r))) for r in islice(rows, PORTION)]:
        started = time.process_time()
        changes = grouper.add(portion)
        seconds += time.process_time() - started
        gone = {old for old, _ in changes.merged}
        stories = stories - gone | {s.id for s in changes.stories}
        topics = topics - gone | {t.id for t in changes.topics}
        derived += len(changes.derivations)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = (
        f"{size} articles {kind}: {seconds:.1f} CPU s, {1e3 * seconds / size:.1f} ms each; "
        f"{derived} derivations, {len(stories)} stories, {len(topics)} topics, peak {memory:.0f} MiB"
    )
    return seconds, line


def shingling(shared: Path, size: int) -> None:
    """The stage that meets copies, beside datasketch and rensa over the same shingles, where they are installed: the
    fastest of three rounds each."""
    profiles = [profile(Account(read_words(read_article(r)))) for r in unlabelled(shared, size)]
    work = {"ours": lambda: _ours(profiles)}
    for name in ("datasketch", "rensa"):
        if importlib.util.find_spec(name):
            work[name] = partial(minhash_of(name), profiles)
    best = {name: min(_seconds(run) for _ in range(3)) for name, run in work.items()}
    for name, seconds in best.items():
        times = seconds / best["ours"]
        print(f"candidates by shingles, {size} articles, {name:10} {seconds:.2f} s, {times:.1f} times ours")


def _ours(profiles: Sequence[Profile]) -> int:
    index = Shingles()
    return sum(len(index.meet(i, one)) for i, one in enumerate(profiles))


def _seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def minhash_of(name: str) -> Callable[[Sequence[Profile]], int]:
    """MinHash with 128 permutations and an LSH index at a likeness of one half, by the library of that name."""
    if name == "datasketch":
        return _datasketch
    return _rensa


def _datasketch(profiles: Sequence[Profile]) -> int:
    library = importlib.import_module("datasketch")
    index, met = library.MinHashLSH(threshold=0.5, num_perm=128), 0
    for one in profiles:
        sketch = library.MinHash(num_perm=128)
        sketch.update_batch([h.to_bytes(8, "big") for h in one.shingles])
        met += len(index.query(sketch))
        index.insert(one.id, sketch)
    return met


def _rensa(profiles: Sequence[Profile]) -> int:
    library = importlib.import_module("rensa")
    index, met = library.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), 0
    for i, one in enumerate(profiles):
        sketch = library.RMinHash(num_perm=128, seed=1)
        sketch.update([str(h) for h in one.shingles])
        met += len(index.query(sketch))
        index.insert(i, sketch)
    return met


# ---------------------------------------------------------------- the data files


def count_commonness(shared: Path, out: Path) -> None:
    """Write `commonness.yaml`: every second article of the large corpus, shares in half octaves."""
    held: Counter[str] = Counter()
    n = 0
    for row in unlabelled(shared, sys.maxsize, step=2):
        words = read_words(read_article(row))
        held.update({x for s in words.sentences for x in content_lemmas(s.tokens, words.article.text)})
        n += 1
    latin = n / 20  # a newsroom's own name
    common = {x: k for x, k in held.items() if k >= (latin if x.isascii() else n / 1000) and x.isalpha()}
    told = f"# How common a lemma is: the share (in ten thousand) of {n} articles that hold it; counts only."
    _write_bands(out, told, "words", {x: k / n for x, k in common.items()})


def count_actors(shared: Path, out: Path) -> None:
    """Write `actor_commonness.yaml`: every second article of the large corpus, named in portions; shares in half
    octaves of those whom one article in a hundred names."""
    held: Counter[str] = Counter()
    n, rows = 0, unlabelled(shared, sys.maxsize, step=2)
    while portion := [Account(read_words(read_article(r))) for r in islice(rows, PORTION)]:
        for account in named(portion):
            held.update({m.actor for m in account.mentions if m.actor and not m.actor.startswith("anon:")})
        n += len(portion)
    told = f"# How common an actor is in the news: the share (in ten thousand) of {n} articles that name it."
    _write_bands(out, told, "actors", {x: count / n for x, count in held.items() if count >= n / 100})


def _write_bands(out: Path, told: str, name: str, shares: Mapping[str, float]) -> None:
    """Write what is common with its share, in half octaves."""
    bands: dict[float, list[str]] = {}
    for what, share in shares.items():
        bands.setdefault(round(2 * math.log2(share)) / 2, []).append(what)
    lines = [told, "bands:"]
    for band in sorted(bands, reverse=True):
        lines += [f"- share: {round(1e4 * 2**band, 1)}", f"  {name}: >-", f"    {' '.join(sorted(bands[band]))}"]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
