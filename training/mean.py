"""The mean of several models' weights, all of them gone on from one: python mean.py MODEL... OUT"""

from __future__ import annotations

import sys
from pathlib import Path

import torch


def main() -> None:
    *models, out = (Path(a) for a in sys.argv[1:])
    states = [torch.load(m) for m in models]
    torch.save({k: torch.stack([s[k].float() for s in states]).mean(0).half() for k in states[0]}, out)


if __name__ == "__main__":
    main()
