"""What each stage costs: articles per second, share of each stage, peak memory.

    python bench/stages.py SHARED [--fast]

SHARED holds `seeds/*.txt` and `data/ant/stories_dev.jsonl`. Each set is told in a process of its own,
after one page to warm up (rules compiled, weights loaded), so that start-up is told apart from cost
per article. Figures are of this machine and of one run; compare shares, not seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import riwaya


def measure(inputs: list[str], fast: bool) -> None:
    """Tell `inputs` once and print one JSON line of figures."""
    started = time.perf_counter()
    riwaya.tell([inputs[0]] if not inputs[0].endswith(".jsonl") else [], fast=fast)
    warm = time.perf_counter() - started
    started = time.perf_counter()
    telling = riwaya.tell(inputs, fast=fast)
    seconds = time.perf_counter() - started
    print(
        json.dumps(
            {
                "articles": len(telling.articles),
                "failures": len(telling.failures),
                "warm_up": warm,
                "seconds": seconds,
                "stages": dict(telling.timings),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def main() -> None:
    """Measure both sets, each in a fresh process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.measure, args.fast)
        return
    sets = {
        "seeds": sorted(str(p) for p in (args.shared / "seeds").glob("*.txt")),
        "stories_dev": [str(args.shared / "data" / "ant" / "stories_dev.jsonl")],
    }
    for name, inputs in sets.items():
        command = [sys.executable, __file__, str(args.shared), *(["--fast"] if args.fast else []), "--measure", *inputs]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        row = json.loads(done.stdout.splitlines()[-1])
        n, seconds = row["articles"], row["seconds"]
        print(f"{name}: {n} articles in {seconds:.2f} s = {n / seconds:.1f} a second, "
              f"peak {row['peak_mb']:.0f} MB, {row['failures']} failures")  # fmt: skip
        for stage, spent in sorted(row["stages"].items(), key=lambda t: -t[1]):
            print(f"  {stage:12} {spent:8.3f} s  {spent / seconds:6.1%}  {1000 * spent / max(n, 1):7.2f} ms an article")


if __name__ == "__main__":
    main()
