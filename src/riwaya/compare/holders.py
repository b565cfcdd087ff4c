"""All who are named for one side: «اتهمت النقابة والبلدية والجمعية الشركة» names three, and the first alone would stand
for what the others say too. Each gets a position of his own, of the same words, right behind the first.

Who is joined by «و» to whom a position is known to be held by says it with him, but for whom the other positions are
held by and the press.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from riwaya.account import Account
from riwaya.compare.charged import charge_before, joined_names
from riwaya.compare.heard import takes_sides
from riwaya.model import Contrast, ContrastKind, Mention, Position

_NEAR = 2  # code points between a name and who is joined to it
_KNOWN = ("country:", "org:", "group:", "person:")


def with_all_named(
    contrasts: Iterable[Contrast], accounts: Sequence[Account], sides: Mapping[str, str]
) -> Iterator[Contrast]:
    """`contrasts`, those of parties with all who are named for a position; `sides` maps an actor id to its side."""
    pages: dict[str, list[Account]] = {}
    for account in accounts:
        pages.setdefault(account.article.page, []).append(account)
    for contrast in contrasts:
        if contrast.kind is not ContrastKind.DISPUTE or not contrast.rule.startswith("dispute:"):
            yield contrast
            continue
        held = {sides.get(p.holder or "", p.holder or "") for p in contrast.positions}
        positions: list[Position] = []
        for position in contrast.positions:
            positions.append(position)
            for actor in _others(position, pages, sides):
                side = sides.get(actor, actor)
                if side not in held:
                    held.add(side)
                    positions.append(replace(position, holder=actor))
        yield replace(contrast, positions=tuple(positions)) if len(positions) > len(contrast.positions) else contrast


def _others(position: Position, pages: Mapping[str, Sequence[Account]], sides: Mapping[str, str]) -> list[str]:
    """Who is named with the holder of a position where its first words stand."""
    first = position.spans[0]
    account = next((a for a in pages.get(first.page, ()) if a.words.sentence_at(first.start) is not None), None)
    if account is None or not (position.holder or "").startswith(_KNOWN):
        return []
    named = _named(position, account, sides)
    others = _beside(account, named) if named is not None else []
    return [m.actor for m in others if m.actor is not None and m.actor.startswith(_KNOWN) and takes_sides(m.actor)]


def _beside(account: Account, named: Mention) -> list[Mention]:
    """Who is named with `named`, joined by «و» behind or before him («النقابة والبلدية تنفيان»)."""
    found = joined_names(account, named)[1:]
    for m in account.mentions:
        if m.actor and 0 < named.span.start - m.span.end <= _NEAR and named in joined_names(account, m):
            found.append(m)
    return found


def _named(position: Position, account: Account, sides: Mapping[str, str]) -> Mention | None:
    """Where the holder of a position is named: as who charges or says what it shows, else in its own words."""
    first = position.spans[0]
    own = [m for m in account.mentions if m.actor == position.holder]
    for s in account.statements:
        who = s.speaker.span if s.speaker and s.speaker.actor == position.holder and s.span.overlaps(first) else None
        if who is not None:
            return next((m for m in own if m.span.overlaps(who)), None)
    sentence = account.words.sentence_at(first.start)
    charge = charge_before(account, sentence, first.end, sides) if sentence is not None else None
    if charge is not None and charge.accuser is not None and charge.accuser.actor == position.holder:
        return charge.accuser
    return next((m for m in own if first.holds(m.span)), None)
