"""Hold the briefs of a run to their invariants, and time what a topic of fifty articles costs.

    python bench/briefs.py FILE... [--fast] [--show 5]

Printed: lines, lines without a span, lines with a number or a name that no span of theirs holds (names: mentions of
the line's first page that stand in its text); the seconds that joining, contrasts and brief take for the first fifty
articles of the largest topic; and as many briefs as `--show` asks for, to be read aloud.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from pathlib import Path

import riwaya
from riwaya.model import BriefLine, Telling, Topic

_STAGES = ("join", "contrasts", "brief")
_FIFTY = 50


def main() -> None:
    """Check, time, show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    telling = riwaya.tell(args.files, fast=args.fast)
    check(telling)
    time_fifty(telling, fast=args.fast)
    for topic in sorted(telling.topics, key=lambda t: (-len(t.stories), t.id))[: args.show]:
        print(f"## {topic.title}")
        for line in topic.brief:
            print(f"  {line.date or '-'} [{line.independent_sources} {line.warning or ''}] {line.text}")


def check(telling: Telling) -> None:
    """Count the lines that break an invariant."""
    texts = {p.name: p.text for p in telling.pages}
    names: dict[str, set[str]] = {}
    for m in telling.mentions:
        names.setdefault(m.span.page, set()).add(texts[m.span.page][m.span.start : m.span.end])
    lines = [line for topic in telling.topics for line in topic.brief]
    bare = sum(not line.spans for line in lines)
    numbers = sum(not _held(line, texts, r"\d+") for line in lines)
    lost = sum(
        any(n in line.text and n not in _said(line, texts) for n in names.get(line.spans[0].page, ())) for line in lines
    )
    print(f"lines {len(lines)}; without a span {bare}; number unsupported {numbers}; name not in its spans {lost}")


def _said(line: BriefLine, texts: dict[str, str]) -> str:
    """The words of a line's spans as a line writes them: without hashtags' signs, on one line."""
    words = " ".join(texts[s.page][s.start : s.end] for s in line.spans)
    return " ".join(re.sub(r"(?<=\w)_(?=\w)", " ", words.replace("#", "")).split())


def _held(line: BriefLine, texts: dict[str, str], pattern: str) -> bool:
    return set(re.findall(pattern, line.text)) <= set(re.findall(pattern, _said(line, texts)))


def time_fifty(telling: Telling, *, fast: bool) -> None:
    """Tell the first fifty articles of the largest topic alone and print what comparing and telling cost."""
    articles_of = {s.id: s.articles for s in telling.stories}

    def size(topic: Topic) -> int:
        return sum(len(articles_of[s]) for s in topic.stories)

    largest = max(telling.topics, key=size)
    ids = {a for s in largest.stories for a in articles_of[s]}
    pages = [a for a in telling.articles if a.id in ids][:_FIFTY]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fifty.jsonl"
        rows = (
            {
                "id": a.page,
                "outlet": a.outlet,
                "title": a.title.text if a.title else "",
                "published": a.published.when.value if a.published else None,
                "text": "\n".join(a.text[b.start : b.end] for b in a.body),
            }
            for a in pages
        )
        path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
        timings = [dict(riwaya.tell([path], fast=fast).timings) for _ in range(3)]
    best = {s: min(t.get(s, 0.0) for t in timings) for s in _STAGES}
    told = ", ".join(f"{s} {v:.2f}" for s, v in best.items())
    print(f"{len(pages)} articles of one topic: {told}; together {sum(best.values()):.2f} s (fastest of 3)")


if __name__ == "__main__":
    main()
