"""The days of a brief's lines: what no line may seem to be told of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.present.catalogue import Catalogue

_DAY = len("2025-01-01")


def undated(lines: Iterable[tuple[str | None, str | None, bool]]) -> Iterator[str | None]:
    """For the lines of a brief, by their day, the day on which their page was published and whether a heading begins
    with them: of one without a day below a day that is not its page's, when that was published, or "" where nobody
    knows; None of any other."""
    above: str | None = None
    for own, published, heads in lines:
        above = None if heads else above
        day = (published or "")[:_DAY]
        wrong = not own and above is not None and day != above[:_DAY]
        yield day if wrong else None
        above = own or (day if wrong else above)


def told_on(words: Catalogue, date: str | None, apart: str | None) -> str:
    """The day that a line of the brief stands under; "" where it needs none."""
    if date:
        return words.date(date)
    if apart is None:
        return ""
    return words.say("told_on_page_of", date=words.date(apart)) if apart else words.say("undated")
