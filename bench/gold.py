"""Tell the annotated pages and print the scorer's figures for every folder.

    python bench/gold.py SHARED [--fast] [--only seeds ant-news ant-stories]

SHARED holds `seeds`, `gold`, `data` and `score/score.py`. One line a figure, with its n.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import riwaya
from riwaya.render import document

SETS = {
    "seeds": ("seeds", "*.txt"),
    "ant-news": ("gold/ant-news/pages", "*.txt"),
    "ant-stories": ("data/ant", "stories_dev.jsonl"),
}


def main() -> None:
    """Tell each set, score it, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--only", nargs="*", choices=sorted(SETS), default=sorted(SETS))
    args = parser.parse_args()
    for name in args.only:
        folder, pattern = SETS[name]
        telling = riwaya.tell(sorted((args.shared / folder).glob(pattern)), fast=args.fast)
        for failure in telling.failures:
            print(f"{name}: {failure.page}: {failure.stage}: {failure.reason}", file=sys.stderr)
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as out:
            json.dump(document(telling), out, ensure_ascii=False)
            out.flush()
            scorer, gold = args.shared / "score" / "score.py", args.shared / "gold" / name
            command = [sys.executable, str(scorer), str(gold), out.name]
            print(f"== {name}")
            print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
