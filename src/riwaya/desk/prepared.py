"""Pages in which everything was found elsewhere, on their way in: a bulk run's first half, another store's copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from riwaya.account import Account
from riwaya.desk.adding import BATCH, BATCH_CHARACTERS
from riwaya.desk.telling import account_of
from riwaya.model import Failure, Mention, Reading
from riwaya.pipeline import Found, find_accounts
from riwaya.store.rows import Kept

Find = Callable[[Sequence[Reading]], Found]


@dataclass(frozen=True, slots=True)
class Kit:
    """All that the across-article half needs of one page: as read, what was found in each of its articles, and beside
    it their mentions as found, before names were linked within the page."""

    reading: Reading
    kept: tuple[Kept, ...]
    named: tuple[tuple[Mention, ...], ...]


class Prepared:
    """Finds in a portion's pages what was found in them already."""

    def __init__(self, kits: Sequence[Kit]) -> None:
        self._found = {k.article.id: (k, named) for kit in kits for k, named in zip(kit.kept, kit.named, strict=True)}

    def found(self, readings: Sequence[Reading]) -> Found:
        """What was found in `readings`. Those that had to be renamed are looked at again."""
        accounts: list[Account] = []
        named: list[tuple[Mention, ...]] = []
        failures: list[Failure] = []
        for reading in readings:
            if all(a.id in self._found for a in reading.articles):
                for article in reading.articles:
                    kept, mentions = self._found[article.id]
                    accounts.append(account_of(kept))
                    named.append(mentions)
                continue
            again = find_accounts([reading])
            accounts += again.accounts
            named += again.named
            failures += again.failures
        return Found(tuple(accounts), tuple(named), tuple(failures))


def portions(kits: Iterable[Kit]) -> Iterator[list[Kit]]:
    """Kits in batches of bounded size."""
    portion: list[Kit] = []
    characters = 0
    for kit in kits:
        portion.append(kit)
        characters += len(kit.reading.page.text)
        if len(portion) >= BATCH or characters >= BATCH_CHARACTERS:
            yield portion
            portion, characters = [], 0
    if portion:
        yield portion
