"""What `ask` answers: questions written before any of their answers was looked at, judged answer by answer; the last
three are of what nobody said.

    python bench/ask.py STORE [--first 3]       print each question's first statements, for judging
    python bench/ask.py --score                 the figures of ask_questions.jsonl, as judged there

Asked of a year of Arabic news (29,650 articles, read --fast). Judged by one person, by the statement's words and
whom it names, without opening the pages; what was not plain counts as wrong. A statement is right where the speaker
asked for says it (nobody else, and no one of the same name), about the topic and in the time asked for. `right` of
`shown` first statements are noted with each question; where there was no answer, `none` says «right» (the store holds
none that a reader could find) or «missed».
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from riwaya.search import ask
from riwaya.store import open_store

QUESTIONS = Path(__file__).with_name("ask_questions.jsonl")


def answers(store: str, first: int) -> None:
    """Print what is answered."""
    with open_store(store) as opened:
        for line in QUESTIONS.read_text("utf-8").splitlines():
            asked = json.loads(line)
            began = time.process_time()
            told = ask(opened, asked["question"])
            taken = 1000 * (time.process_time() - began)
            print(f"## {asked['id']} {asked['question']}  [{taken:.0f} ms] {told.speaker or ''}", end=" ")
            print(told.why_none or f"{len(told.rows)} statements")
            for row in told.rows[:first]:
                print(f"   {row.where.moment[:10]} {row.name!r} {row.polarity}: {' '.join(row.words.split())[:220]}")


def score() -> None:
    """Print the figures."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    answered = [r for r in rows if r.get("shown")]
    right, shown = sum(r["right"] for r in answered), sum(r["shown"] for r in answered)
    whole = sum(r["right"] == r["shown"] for r in answered)
    print(f"{len(rows)} questions, {len(answered)} answered; statements right {right} of {shown}; answers without a "
          f"wrong one {whole}, with none right {sum(not r['right'] for r in answered)}")  # fmt: skip
    none = [r for r in rows if not r.get("shown")]
    rightly = sum(r["none"] == "right" for r in none)
    print(f"no answer: {rightly} rightly, {len(none) - rightly} missed")


def main() -> None:
    """Ask, or count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", nargs="?")
    parser.add_argument("--first", type=int, default=3)
    parser.add_argument("--score", action="store_true")
    given = parser.parse_args()
    if given.score:
        score()
    else:
        answers(given.store, given.first)


if __name__ == "__main__":
    main()
