"""How many independent sources stand behind articles: chains of origin, not pages, hosts or outlets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riwaya.account import Account
from riwaya.model import Credit, Derivation
from riwaya.text import fold_word

_WORDS_FROM = ("agency", "source_line")


def count_independent(
    article_ids: Iterable[str], derivations: Sequence[Derivation], accounts: Sequence[Account]
) -> int:
    """Distinct origins of `article_ids`.

    A derived article counts as its origin, an article whose words a credited agency supplied as that agency,
    and all articles of one outlet as one. Ids that are not among `accounts` stand for themselves.
    """
    by_id = {a.id: a for a in accounts}
    source = {d.derived: d for d in derivations}
    groups: dict[str, str] = {}

    def root(key: str) -> str:
        while groups.setdefault(key, key) != key:
            key = groups[key]
        return key

    ids = list(dict.fromkeys(article_ids))
    for one in ids:
        origin = _origin(one, source)
        for key in (origin, *_keys(origin, by_id.get(origin))):
            a, b = sorted((root(f"@{one}"), root(key)))
            groups[b] = a
    return len({root(f"@{one}") for one in ids})


def _origin(article: str, source: dict[str, Derivation]) -> str:
    """Where the chain of derivations from `article` ends: an article id, or the name of an absent original."""
    seen = {article}
    while article in source:
        step = source[article]
        if step.source is None:
            return f"origin:{fold_word(step.external or article)}"
        if step.source in seen:
            break
        seen.add(step.source)
        article = step.source
    return article


def _keys(origin: str, account: Account | None) -> list[str]:
    if account is None:
        return []
    article = account.article
    keys = [f"origin:{fold_word(article.outlet)}"] if article.outlet else []
    keys += [f"origin:{fold_word(_name(account, c))}" for c in article.credits if c.kind in _WORDS_FROM]
    return keys


def _name(account: Account, credit: Credit) -> str:
    return account.article.words_of(credit.span).strip(" ()[]«»\"'") or credit.to
