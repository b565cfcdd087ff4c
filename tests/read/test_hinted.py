"""To whom a link leads, by its attributes."""

from __future__ import annotations

import pytest

from riwaya.read.hinted import SOURCE, WRITER, leads_to


@pytest.mark.parametrize(
    ("attrs", "whom"),
    [
        ('href="/author/8"', WRITER),
        ('href="author.php?id=8"', WRITER),
        ('href="https://alofoq.example/Writers/khater"', WRITER),
        ('class="k" href="/الكاتب/خاطر"', WRITER),
        ('rel="author" href="/k"', WRITER),
        ('href="/source/alofoq"', SOURCE),
        ('href="/مصدر?n=4"', SOURCE),
        ('href="/author/"', None),
        ('href="/news/author-of-the-year"', None),
        ('href="/author"', None),
        ('href="/news/8" title="author"', None),
    ],
)
def test_a_link_leads_to_a_writer_or_a_source(attrs: str, whom: str | None) -> None:
    assert leads_to(attrs) == whom
