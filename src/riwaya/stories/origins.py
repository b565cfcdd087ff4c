"""How many independent sources stand behind articles: chains of origin, not pages, hosts or outlets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    source = {d.derived: d.source or f"origin:{fold_word(d.external or d.derived)}" for d in derivations}
    return count_origins(list(article_ids), source, {a.id: keys_of(a) for a in accounts})


def count_origins(ids: Sequence[str], source: Mapping[str, str], keys: Mapping[str, Sequence[str]]) -> int:
    """The same by what is known of each article: whom it took its words from, which sources its page shows."""
    groups: dict[str, str] = {}

    def root(key: str) -> str:
        while groups.setdefault(key, key) != key:
            key = groups[key]
        return key

    ids = list(dict.fromkeys(ids))
    ends: dict[str, str] = {}
    for one in ids:
        origin = _origin(one, source, ends)
        for key in (origin, *keys.get(origin, ())):
            a, b = sorted((root(f"@{one}"), root(key)))
            groups[b] = a
    return len({root(f"@{one}") for one in ids})


def _origin(article: str, source: Mapping[str, str], ends: dict[str, str]) -> str:
    """Where the chain of derivations from `article` ends: an article id, or the name of an absent original. `ends`
    keeps what was found on the way, or a chain of ten thousand would be walked ten thousand times."""
    seen = dict.fromkeys((article,))
    while article not in ends and article in source and source[article] not in seen:
        article = source[article]
        seen[article] = None
    end = ends.get(article, article)
    ends.update(dict.fromkeys(seen, end))
    return end


def keys_of(account: Account) -> tuple[str, ...]:
    """Names of the sources that a page shows: its outlet, agencies that it credits."""
    article = account.article
    keys = [f"origin:{fold_word(article.outlet)}"] if article.outlet else []
    keys += [f"origin:{fold_word(_name(account, c))}" for c in article.credits if c.kind in _WORDS_FROM]
    return tuple(keys)


def _name(account: Account, credit: Credit) -> str:
    return account.article.words_of(credit.span).strip(" ()[]«»\"'") or credit.to
