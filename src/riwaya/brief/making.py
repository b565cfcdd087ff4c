"""How a page was made: by a machine, as far as its signs tell, or in whose words. Neither is a further source."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.account import Account
from riwaya.model import Derivation

_MACHINE = frozenset({"machine_translation", "generated"})


def by_machine(account: Account) -> bool:
    """Whether a page shows signs of machine translation or of generated text."""
    return any(s.kind in _MACHINE for s in account.article.signs)


def origins_of(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> dict[str, str]:
    """Article id -> the article whose words it carries in the end (itself, when original)."""
    source = {d.derived: d.source for d in derivations if d.source}
    origins: dict[str, str] = {}
    for account in accounts:
        at, seen = account.id, {account.id}
        while source.get(at) and source[at] not in seen:
            at = source[at] or at
            seen.add(at)
        origins[account.id] = at
    return origins
