"""Riwaya turns many Arabic accounts of an event into one sourced story.

    >>> import riwaya
    >>> telling = riwaya.tell(["examples"])          # doctest: +SKIP
    >>> telling.topics[0].brief[0].text              # doctest: +SKIP

`tell` is the whole library in one call; `riwaya.render` prints what it gives; `riwaya.model` has
the types. Everything runs offline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riwaya.inputs import Web
    from riwaya.model import Judgement, Source, Telling
    from riwaya.pipeline import Progress

__version__ = "0.1.0"
__all__ = ["tell"]


def tell(  # noqa: PLR0913 - the library in one call: all by name, all with defaults
    inputs: Iterable[str | Path],
    *,
    now: dt.date | None = None,
    fast: bool = False,
    judgements: Iterable[Judgement] = (),
    progress: Progress | None = None,
    web: Web | None = None,
) -> Telling:
    """Read `inputs` (files, directories, patterns, addresses; `-` is standard input) and tell their story.

    `now` is the publication day of pages that show none. `fast` leaves the trained name reader
    out: several times quicker, with fewer names found. `judgements` are corrections that overrule
    the rules. `progress(stage, done, of)` is called as work goes on. `web` fetches the addresses
    among the inputs (`riwaya.read.fetch.Fetcher` by default); without addresses nothing is fetched.

    What cannot be read is in `Telling.failures`; nothing a page holds raises an exception.
    Raises `errors.RuleError` or `models.ModelError` where the installation itself is broken.
    """
    # Imported here so that `import riwaya` stays instant; the rooms load rules and weights.
    import sys  # noqa: PLC0415

    from riwaya.inputs import open_inputs  # noqa: PLC0415
    from riwaya.model import Failure, Origin, Precision, When  # noqa: PLC0415
    from riwaya.models import encoder  # noqa: PLC0415
    from riwaya.pipeline import Options, tell_sources  # noqa: PLC0415

    failures: list[Failure] = []

    def opened(fetcher: Callable[[], Web]) -> Iterator[Source]:
        for item in open_inputs(inputs, getattr(sys.stdin, "buffer", None), fetcher):
            if isinstance(item, Failure):
                failures.append(item)
            else:
                yield item

    anchor = (
        None
        if now is None
        else When(now.isoformat(), now, now + dt.timedelta(days=1), Precision.DAY, origin=Origin.GIVEN)
    )
    options = Options(anchor, None if fast else encoder(), tuple(judgements), progress)
    with fetching(web) as fetcher:
        telling = tell_sources(opened(fetcher), options)
    return replace(telling, failures=(*failures, *telling.failures))


@contextmanager
def fetching(web: Web | None) -> Iterator[Callable[[], Web]]:
    """Gives `web`, or a fetcher of our own when the first address asks for one; ours is closed."""
    with ExitStack() as ours:

        def make() -> Web:
            if web is not None:
                return web
            from riwaya.read.fetch import Fetcher  # noqa: PLC0415 - seldom needed, and slow to import

            fetcher = Fetcher()
            ours.callback(fetcher.close)
            return fetcher

        yield make
