"""What a copy or a rewrite did to its source, as contrasts.

Only what changes the meaning counts: something contradicted or added, or a figure, date or name
made vague. What a rewrite merely leaves out is shown with the derivation, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.model import AlignedPair, Contrast, ContrastKind, Derivation, Position, Span

_GRAVE = ("contradicted", "added")


def altered(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> Iterator[Contrast]:
    """One contrast for each aligned pair whose derived words say something else, grave ones first."""
    texts = {a.article.page: a.article.text for a in accounts}
    ids = {a.id for a in accounts}
    light: list[Contrast] = []
    for derivation in derivations:
        if derivation.source not in ids or derivation.derived not in ids:
            continue
        told: list[Span] = []
        for pair in sorted(derivation.pairs, key=lambda p: (-p.score, p.derived, p.source)):
            if any(pair.derived.overlaps(t) for t in told):
                continue  # the same derived words against their best source only
            kinds = {c.kind for c in pair.changed}
            if kinds.intersection(_GRAVE):
                told.append(pair.derived)
                yield _contrast(derivation, pair, texts, ContrastKind.DISCREPANCY)
            elif "vague" in kinds:
                light.append(_contrast(derivation, pair, texts, ContrastKind.PRECISION))
    yield from light


def _contrast(derivation: Derivation, pair: AlignedPair, texts: dict[str, str], kind: ContrastKind) -> Contrast:
    grave = [c for c in pair.changed if c.kind in _GRAVE or kind is ContrastKind.PRECISION]
    return Contrast(
        topic=label(grave[0].what),
        kind=kind,
        positions=(
            _position(derivation.source, pair.source, texts),
            _position(derivation.derived, pair.derived, texts),
        ),
        rule=f"altered:{grave[0].what}",
    )


def _position(holder: str | None, span: Span, texts: dict[str, str]) -> Position:
    return Position(" ".join(texts[span.page][span.start : span.end].split()), holder, (span,))
