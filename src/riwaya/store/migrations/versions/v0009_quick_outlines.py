"""Outlines of articles are packed otherwise: each different word once, with the numbers at which it stands.

Revision ID: 0009
"""

import sys
import zlib
from array import array
from itertools import accumulate
from struct import Struct

from alembic import op
from sqlalchemy import text

from riwaya.store.outline import Outline, pack

revision = "0009"
down_revision = "0008"

_HEAD = Struct("<II")  # words, and words of the title
_AT_ONCE = 200


def upgrade() -> None:
    """Pack them anew: reading all articles again would take ten times as long. Those that were packed wrongly go, and
    are made anew when somebody searches: some signs («ﷺ») become words with blanks in them, which parted words."""
    connection = op.get_bind()
    keys = list(connection.scalars(text("SELECT article FROM searchable ORDER BY article")))
    for low in range(0, len(keys), _AT_ONCE):
        part = {"low": keys[low], "high": keys[min(low + _AT_ONCE, len(keys)) - 1]}
        rows = connection.execute(
            text("SELECT article, outline FROM searchable WHERE article BETWEEN :low AND :high"), part
        )
        read = [(row.article, _unpacked(row.outline)) for row in rows]
        new = [{"article": key, "outline": pack(outline)} for key, outline in read if outline is not None]
        gone = [{"article": key} for key, outline in read if outline is None]
        if new:
            connection.execute(text("UPDATE searchable SET outline = :outline WHERE article = :article"), new)
        if gone:
            connection.execute(text("DELETE FROM searchable WHERE article = :article"), gone)


def _unpacked(data: bytes) -> Outline | None:
    """An outline as it was packed until now: numbers of four bytes, then all words and all lemmas in order. None where
    words are not as many as they were."""
    plain = zlib.decompress(data)
    many, title = _HEAD.unpack_from(plain)
    middle = _HEAD.size + 2 * many * 4
    numbers = array("i", plain[_HEAD.size : middle])
    if sys.byteorder == "big":
        numbers.byteswap()
    texts = plain[middle:].decode("utf-8", "surrogatepass").partition("\n")
    words, lemmas = (x.split(" ") if many else [] for x in (texts[0], texts[2]))
    if not len(words) == len(lemmas) == many:
        return None
    starts = list(accumulate(numbers[:many]))
    ends = [start + length for start, length in zip(starts, numbers[many:], strict=True)]
    return Outline(words, lemmas, starts, ends, title)
