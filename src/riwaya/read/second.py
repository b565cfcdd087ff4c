"""Where the judge is not sure of a page: what another reader takes for its article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.read.dom import Piece
from riwaya.read.headline import told_of
from riwaya.read.judge import Verdict


def second_opinion(markup: str, titles: Sequence[str], pieces: Sequence[Piece], verdict: Verdict) -> Verdict:
    """Ask trafilatura which lines are the article's, and take its view where it found more."""
    able = tuple(not c and w != "comments" for c, w in zip(verdict.cards, verdict.where, strict=True))
    if _length(pieces, able) <= _length(pieces, verdict.main):
        return verdict  # nobody can find more
    import trafilatura  # noqa: PLC0415  (slow to import, and seldom needed)

    text = trafilatura.extract(markup, include_comments=False, include_tables=False) or ""
    theirs = {" ".join(line.split()).lstrip("- ") for line in text.split("\n") if line.strip()}
    main = tuple(a and p.text in theirs for p, a in zip(pieces, able, strict=True))
    ours, others = (replace(verdict, main=m, clear=False) for m in (verdict.main, main))
    if titles and told_of(titles[0], pieces, others) < told_of(titles[0], pieces, ours):
        return verdict  # more, but of something else
    return others if _length(pieces, main) > _length(pieces, verdict.main) else verdict


def _length(pieces: Sequence[Piece], main: Sequence[bool]) -> int:
    return sum(len(p.text) for p, m in zip(pieces, main, strict=True) if m)
