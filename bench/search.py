"""How well search finds: nDCG@10 and recall@50 beside plain FTS5 and BM25 on raw text, and how fast.

    python bench/search.py ant_open.jsonl.xz [--queries bench/search_queries.jsonl] [--pool QUERIES]

The articles of the file published from 2018-03-11 to 2018-03-28 (3,088) are read and indexed without the rest of the
pipeline. The queries, and the ids of the articles that answer them, were written before any ranking was tuned. For each
query, patterns written by hand (forms and synonyms, not the query's words alone) chose among the titles and openings of
all 3,088 articles, not among what any of the three finds; of twelve queries what they chose was read title by title.
One person judged. `--pool` prints what the three find, for looking over.

* plain: FTS5 with its usual tokenizer (unicode61) on the text as written; all words have to stand there, best by bm25.
* bm25: the same index, any of the words.
* ours: as the command finds it; held: as a server does, which ranks in memory.

With 95 % intervals of 1,000 bootstrap samples of the queries, and of ours less the better of the others.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from riwaya.model import PageState, Source
from riwaya.read import read_source
from riwaya.search import Filters, catch_up, held, put_words, search
from riwaya.search.keeping import postings_of
from riwaya.store import Store, open_store, pages
from riwaya.store.access import change_mark
from riwaya.store.pages import Came
from riwaya.store.rows import Kept
from riwaya.text import read_words

FIRST, LAST = "2018-03-11", "2018-03-28"
Row = dict[str, str]
Finder = Callable[[str, int], list[str]]


def rows_of(path: Path) -> Iterator[Row]:
    """The articles of the pool."""
    with lzma.open(path, "rb") as file:
        for line in file:
            row = json.loads(line)
            if FIRST <= (row["published"] or "")[:10] <= LAST:
                yield row


def fill(store: Store, rows: list[Row]) -> float:
    """Read and index; seconds that the words alone took."""
    taken = 0.0
    for at in range(0, len(rows), 200):
        part = b"\n".join(json.dumps(r).encode() for r in rows[at : at + 200])
        kept = [r for r in read_source(Source("pool.jsonl", part)) if r.page.state is PageState.KEPT and r.articles]
        with store.writing() as connection:
            taken_names = pages.taken_names(connection, [r.page.name for r in kept])
            kept = list({r.page.name: r for r in kept if r.page.name not in taken_names}.values())
            pages.put_pages(connection, [Came(r.page, r.page.name, None) for r in kept])
            articles = [a for r in kept for a in r.articles]
            keys = pages.put_articles(connection, [Kept(a) for a in articles], {r.page.name: r.page for r in kept})
            began = time.perf_counter()
            put_words(connection, [(keys[a.id], read_words(a)) for a in articles])
            taken += time.perf_counter() - began
    return taken


class Raw:
    """FTS5 as it comes, on the text as it is written."""

    def __init__(self, rows: list[Row]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE x USING fts5(id UNINDEXED, title, body)")
        self._db.executemany("INSERT INTO x VALUES (?, ?, ?)", [(r["id"], r["title"], r["text"]) for r in rows])

    def find(self, query: str, limit: int, joint: str) -> list[str]:
        """Ids, the best first; the words joined by AND or OR, phrases kept."""
        parts = re.findall(r"[«\"]([^»\"]+)[»\"]|([^\s«»\"]+)", query)
        words = ['"' + (a or b).replace('"', "") + '"' for a, b in parts]
        asked = f"SELECT id FROM x WHERE x MATCH ? ORDER BY bm25(x, 0, 4, 1) LIMIT {limit}"
        return [i for (i,) in self._db.execute(asked, (joint.join(words),))]


def ndcg(found: list[str], right: set[str], k: int = 10) -> float:
    """Discounted gain of the first `k`, of what could be had."""
    gained = sum(1 / math.log2(n + 2) for n, i in enumerate(found[:k]) if i in right)
    return gained / sum(1 / math.log2(n + 2) for n in range(min(k, len(right))))


def recall(found: list[str], right: set[str], k: int = 50) -> float:
    """The share of what answers among the first `k`."""
    return len(right & set(found[:k])) / min(len(right), k)


def interval(values: list[float]) -> str:
    """The mean with its 95 % interval."""
    chance = random.Random(9)
    means = sorted(statistics.mean(chance.choices(values, k=len(values))) for _ in range(1000))
    return f"{statistics.mean(values):.3f} [{means[25]:.3f}, {means[974]:.3f}]"


def pool(queries: list[Row], finders: dict[str, Finder], rows: list[Row]) -> None:
    """Print what is to be judged."""
    known = {r["id"]: r for r in rows}
    for q in queries:
        print("##", q["id"], q["query"], "--", q.get("wanted", ""))
        ids = dict.fromkeys(i for find in finders.values() for i in find(q["query"], 12))
        rare = [w for w in q.get("rare", "").split() if w]
        ids |= dict.fromkeys(r["id"] for r in rows if rare and all(w in r["title"] + r["text"] for w in rare))
        for i in list(ids)[:70]:
            r = known[i]
            print(f"  {i}\t{r['published'][5:10]}\t{r['title'][:100]} // {' '.join(r['text'].split())[:70]}")


def latency(store: Store, queries: list[Row]) -> None:
    """p50 and p95 of a search for ten, each asked five times in an order of chance."""
    asked = [q["query"] for q in queries] * 5
    random.Random(4).shuffle(asked)
    taken = []
    for query in asked:
        began = time.perf_counter()
        search(store, query, limit=10)
        taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    print(f"latency, n={len(taken)}: p50 {taken[len(taken) // 2]:.0f} ms, p95 {taken[int(len(taken) * 0.95)]:.0f} ms")


def main() -> None:
    """Measure, or print the pool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--queries", type=Path, default=Path(__file__).with_name("search_queries.jsonl"))
    parser.add_argument("--pool", action="store_true")
    parser.add_argument("--store", help="kept between runs")
    parser.add_argument("--each", action="store_true", help="a line for each query")
    given = parser.parse_args()
    queries = [json.loads(line) for line in given.queries.read_text(encoding="utf-8").splitlines()]
    rows = list({r["id"]: r for r in rows_of(given.articles)}.values())
    raw = Raw(rows)
    with ExitStack() as held_open:
        folder = held_open.enter_context(tempfile.TemporaryDirectory())
        address = given.store or f"{folder}/bench.db"
        store = held_open.enter_context(open_store(address))
        with store.reading() as connection:
            there = pages.articles_between(connection, "2000-01-01", "2100-01-01")
        if not there:
            taken = fill(store, rows)
            print(f"{len(rows)} articles; indexing {1000 * taken / len(rows):.1f} ms an article")
        server = held_open.enter_context(open_store(address))
        catch_up(server)
        held_open.enter_context(held(server))
        await_postings(server)
        finders: dict[str, Finder] = {
            "plain": lambda q, n: raw.find(q, n, " AND "),
            "bm25": lambda q, n: raw.find(q, n, " OR "),
            "ours": lambda q, n: [h.where.article.rpartition("#")[0] for h in search(store, q, Filters(), n).hits],
            "held": lambda q, n: [h.where.article.rpartition("#")[0] for h in search(server, q, Filters(), n).hits],
        }
        if given.pool:
            pool(queries, finders, rows)
            return
        measure(queries, finders, given.each)
        print("as the command finds it:")
        latency(store, queries)
        print("as a server finds it:")
        latency(server, queries)


def await_postings(store: Store) -> None:
    """Wait until they are held."""
    while True:
        with store.reading() as connection:
            if postings_of(store, change_mark(connection)) is not None:
                return
        time.sleep(0.1)


def measure(queries: list[Row], finders: dict[str, Finder], each: bool) -> None:
    """Print both figures for each finder."""
    scores: dict[tuple[str, str], list[float]] = {}
    for q in queries:
        right = set(q["relevant"])
        line = []
        for name, find in finders.items():
            found = find(q["query"], 50)
            for figure, value in (("nDCG@10", ndcg(found, right)), ("recall@50", recall(found, right))):
                scores.setdefault((name, figure), []).append(value)
                line.append(f"{value:.2f}")
        if each:
            print(q["id"], len(right), *line, q["query"])
    for figure in ("nDCG@10", "recall@50"):
        print(f"{figure}, n={len(queries)}:")
        for name in finders:
            print(f"  {name:6} {interval(scores[name, figure])}")
        best = max(("plain", "bm25"), key=lambda n: statistics.mean(scores[n, figure]))
        pairs = zip(scores["ours", figure], scores[best, figure], strict=True)
        print(f"  ours less {best}: {interval([a - b for a, b in pairs])}")


if __name__ == "__main__":
    main()
