"""The mean of several models' weights, all of them gone on from one: python mean.py [--parts 0.65,0.35] MODEL... OUT

What a model lacks it had not learnt: it counts as 0.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("models", type=Path, nargs="+")
    p.add_argument("out", type=Path)
    p.add_argument("--parts", help="the part of each, with commas between; equal ones otherwise")
    o = p.parse_args()
    parts = [float(part) for part in o.parts.split(",")] if o.parts else [1 / len(o.models)] * len(o.models)
    states = [torch.load(m) for m in o.models]
    whole = {k: torch.zeros_like(v).float() for s in states for k, v in s.items()}
    for part, state in zip(parts, states, strict=True):
        for k, v in state.items():
            whole[k] += part * v.float()
    torch.save({k: v.half() for k, v in whole.items()}, o.out)


if __name__ == "__main__":
    main()
