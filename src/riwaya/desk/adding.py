"""Pages on their way in: batches of bounded size, and what adding them gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from riwaya.desk.intake import Sorted
from riwaya.model import Failure, PageState, Reading, Source
from riwaya.pipeline import Found
from riwaya.read import read_each

BATCH = 100
"""Pages of a batch."""
BATCH_CHARACTERS = 2_000_000
"""Characters of a batch's pages, at most."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding pages gave. `articles` stand in those that were `kept`; `repeated` came before; `duplicate` are new
    pages that say nothing new (the feed's words of a page, another form of an address); `revised` are later versions;
    `lost` pages have no article; `topics` is how many topics were touched, batch by batch, `touched` which."""

    kept: int = 0
    repeated: int = 0
    duplicate: int = 0
    revised: int = 0
    lost: int = 0
    topics: int = 0
    articles: int = 0
    failures: tuple[Failure, ...] = ()
    touched: frozenset[str] = field(default=frozenset(), repr=False)

    def __add__(self, other: Added) -> Added:
        return Added(
            self.kept + other.kept,
            self.repeated + other.repeated,
            self.duplicate + other.duplicate,
            self.revised + other.revised,
            self.lost + other.lost,
            self.topics + other.topics,
            self.articles + other.articles,
            self.failures + other.failures,
            self.touched | other.touched,
        )


@dataclass(slots=True)
class Batch:
    """Pages on their way in."""

    readings: list[Reading] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    characters: int = 0

    def full(self) -> bool:
        """Whether it is to be kept before more is read."""
        return len(self.readings) >= BATCH or self.characters >= BATCH_CHARACTERS


def batches(sources: Iterable[Source | Failure]) -> Iterator[Batch]:
    """What `sources` hold, page by page; a source's trouble is a failure of its batch."""
    batch = Batch()
    for source in sources:
        if isinstance(source, Failure):
            batch.failures.append(source)
            continue
        try:
            for reading in read_each(source):
                batch.readings.append(reading)
                batch.characters += len(reading.page.text)
                if batch.full():
                    yield batch
                    batch = Batch()
        except Exception as e:  # noqa: BLE001 - the boundary: one source's trouble is its own
            batch.failures.append(Failure(source.name, "read", f"{type(e).__name__}: {e}"))
    if batch.readings or batch.failures:
        yield batch


def counted(batch: Batch, ours: Sorted, found: Found, topics: frozenset[str]) -> Added:
    """What keeping a batch gave."""
    states = [c.page.state for c in ours.came]
    return Added(
        kept=sum(s is PageState.KEPT for s in states),
        repeated=ours.repeated,
        duplicate=sum(s is PageState.DUPLICATE for s in states),
        revised=len(ours.versions),
        lost=sum(s not in (PageState.KEPT, PageState.DUPLICATE) for s in states),
        topics=len(topics),
        articles=len(found.accounts),
        touched=topics,
        failures=(*batch.failures, *(f for r in batch.readings for f in r.failures), *found.failures),
    )
