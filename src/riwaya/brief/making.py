"""How a page was made, as far as its signs tell: what a machine wrote supports nothing alone."""

from __future__ import annotations

from riwaya.account import Account

_MACHINE = frozenset({"machine_translation", "generated"})


def by_machine(account: Account) -> bool:
    """Whether a page shows signs of machine translation or of generated text."""
    return any(s.kind in _MACHINE for s in account.article.signs)
