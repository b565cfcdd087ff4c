"""Originals that are not among the pages: an article that reads like a translation and credits a foreign source."""

from __future__ import annotations

import re

from riwaya.account import Account
from riwaya.model import Credit, Derivation

_LATIN = re.compile(r"[A-Za-z]{2}")
_KINDS = ("agency", "source_line", "link")


def find_external(account: Account) -> Derivation | None:
    """A derivation from an absent original, where the article itself shows both signs of one.

    A machine's translation alone names no original, and a credited agency alone may only have been quoted.
    """
    article = account.article
    translated = [s for s in article.signs if s.kind == "machine_translation"]
    credit = _credit(account)
    if not translated or credit is None:
        return None
    name = article.words_of(credit.span).strip(" ()[]«»\"'") or credit.to
    return Derivation(
        source=None,
        derived=article.id,
        relation="translation",
        score=0.7,
        why=f"it reads like a machine's translation ({translated[0].why}) and credits {name}",
        external=name,
    )


def _credit(account: Account) -> Credit | None:
    credits = [c for c in account.article.credits if c.kind in _KINDS]
    outlet = account.article.outlet
    named = [c for c in credits if account.article.words_of(c.span) != outlet]
    latin = [c for c in named if _LATIN.search(account.article.words_of(c.span))]
    return next(iter([*latin, *[c for c in named if c.kind == "agency"]]), None)
