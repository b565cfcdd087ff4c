"""Fitted weights as data: a table of named features, and the probability that they give."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from riwaya.rules import Entry


def table(data: Entry, part: str) -> Mapping[str, float]:
    """The weights under `part` of a file of weights. Raises `RuleError` where it has none."""
    found = data.get(part)
    if not isinstance(found, Entry):
        raise data.fail(f"{part!r} must be a mapping")
    return {str(k): float(v) for k, v in found.items()}


def chance(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """The logistic of the bias and the weights of the features `names`, each once."""
    return logistic(weights.get("bias", 0.0) + math.fsum(weighed(names, weights)))


def weighed(names: Iterable[str], weights: Mapping[str, float]) -> Iterator[float]:
    """The weights of the features among `names` that have one, each once."""
    return map(weights.__getitem__, weights.keys() & names)


def logistic(total: float) -> float:
    """The probability that a sum of weights stands for."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
