from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from riwaya.account import Account
from riwaya.dates import find_dates
from riwaya.model import Article, Block, BlockKind, Precision, Published, Source, Span, Text, When
from riwaya.read import read_source
from riwaya.text import read_words

EXAMPLES = Path(__file__).parents[2] / "examples"
Maker = Callable[..., Account]


def make_account(page: str, title: str, *body: str, day: str | None = None, outlet: str | None = None) -> Account:
    """An account of one page: its title, then a paragraph per string."""
    text = "\n\n".join((title, *body))
    parts = [Block(BlockKind.TITLE, 0, len(title))]
    at = len(title) + 2
    for paragraph in body:
        parts.append(Block(BlockKind.BODY, at, at + len(paragraph)))
        at += len(paragraph) + 2
    published = None
    if day:
        start = dt.date.fromisoformat(day)
        published = Published(When(day, start, start + dt.timedelta(days=1), Precision.DAY))
    article = Article(
        f"{page}#1",
        page,
        text,
        title=Text(title, Span(page, 0, len(title))),
        outlet=outlet,
        published=published,
        parts=tuple(parts),
    )
    words = read_words(article)
    return Account(words, dates=find_dates(words, published.when if published else None))


def read_examples() -> tuple[Account, ...]:
    """The accounts of the example pages, with dates but without names: the room must do with little."""
    accounts = []
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix in (".txt", ".html", ".xml"):
            for reading in read_source(Source(path.name, path.read_bytes())):
                for article in reading.articles:
                    words = read_words(article)
                    when = article.published.when if article.published else None
                    accounts.append(Account(words, dates=find_dates(words, when)))
    return tuple(accounts)


@pytest.fixture(scope="session")
def examples() -> tuple[Account, ...]:
    return read_examples()


@pytest.fixture(scope="session")
def account() -> Maker:
    return make_account
