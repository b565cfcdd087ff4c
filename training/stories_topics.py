"""How well reports are joined into affairs, on three labelled windows: the figures by which the section `topic` of
`rules/stories.yaml` was chosen.

    python training/stories_topics.py SHARED

The labelled articles of April 2018 in SHARED (`gold/ant-stories`), and two windows that we labelled ourselves
(`stories_windows.tsv` says which reports are one story, `stories_topics.tsv` which are one affair). Windows of two or
three days can not show what a year does: for that `stories_topics_year.tsv` holds pairs of reports, which are looked up
in a store of the year (`python training/stories_topics.py SHARED STORE`; STORE is an SQLite file).
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import stories as bench
import stories_judge as windows

from riwaya.stories import find_derivations, group_stories

HERE = Path(__file__).parent


def main() -> None:
    """Print B-cubed of affairs for each window; right and wrong pairs of the year where a store is given."""
    shared = Path(sys.argv[1])
    if len(sys.argv) > 2:
        judge_year(shared, sys.argv[2])
        return
    april = {r["page"]: r["topic"] for r in bench.rows(shared / "gold/ant-stories/stories.json")}
    ours = dict(_rows(HERE / "stories_topics.tsv"))
    for name, (accounts, story) in windows.labelled(shared).items():
        stories, topics = group_stories(accounts, find_derivations(accounts))
        of = {s: t.id for t in topics for s in t.stories}
        got = {a.partition("#")[0]: of[s.id] for s in stories for a in s.articles}
        want = {p: april[p] if name == "april" else story[p] if ours[p] == "-" else ours[p] for p in got}
        precision, recall, f = bench.agreement(want, got)[0]
        print(f"{name:6} n {len(want)}: topics B3 P {precision:.3f} R {recall:.3f} F {f:.3f}")


def judge_year(shared: Path, store: str) -> None:
    """Of the judged pairs, how many a store has in one topic; an article is known by its title and time."""
    known = {r["id"]: (r["title"].strip(), r["published"][:16]) for r in bench.unlabelled(shared, sys.maxsize)}
    question = "select a.title, a.published, s.topic from articles a join stories s on s.id = a.story"
    rows = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(question)
    topic = {(title.strip(), (published or "")[:16]): of for title, published, of in rows}
    joined = {"one": 0, "two": 0}
    total = dict(joined)
    for a, b, said in _rows(HERE / "stories_topics_year.tsv"):
        of = topic.get(known[a]), topic.get(known[b])
        if None not in of:
            total[said] += 1
            joined[said] += of[0] == of[1]
    print(f"one affair: {joined['one']} of {total['one']} joined; two: {joined['two']} of {total['two']} joined")


def _rows(path: Path) -> list[list[str]]:
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return list(csv.reader(lines, delimiter="\t"))


if __name__ == "__main__":
    main()
