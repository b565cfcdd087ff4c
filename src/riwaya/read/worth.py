"""What a piece of a page is worth as running text, by its own words and links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.read.dom import Piece

_ARABIC = re.compile("[\u0621-\u064a\u06a9\u06af\u06cc]+")
_SIGNS = re.compile("[\u0600-\u0620\u064b-\u067f]")
_LETTER = re.compile(r"[^\W\d_]+")
_STOPS = (".", "؟", "!", "؛", ":", "…")
_CITED = re.compile('["«“][^"«»“”]{40,600}["»”]\\s*،\\s*(?:\\w+\\s+){2,12}\\w+\\.')
_ANNOUNCING = 3  # spaces of a paragraph that announces a list, at least
_ROW, _NOTHING_ELSE = 3, 0.9  # links in a row of headlines; their share of it
_LINKED = 0.5  # share of links in an entry of a menu
_CLOSING = "\"'»”’)]"  # what may stand behind a stop


def worth(piece: Piece) -> float:
    """Characters of running text in a piece: none for links, labels and other scripts. Weighed once."""
    if piece.worth is None:
        piece.worth = _weighed(piece)
    return piece.worth


def _weighed(piece: Piece) -> float:
    text = piece.text
    words = text.count(" ") + 1
    if words < 6 or piece.link_share > 0.5:
        return 0.0
    if not _is_arabic(text[:2000]):
        return 0.0
    if text.count(" | ") + text.count(" • ") + text.count(" *** ") + text.count(" ● ") >= 3:
        return 0.0  # headlines in a row: a ticker
    value = len(text) * (1.0 - piece.link_share)
    if not (text.rstrip(_CLOSING).endswith(_STOPS) or ". " in text or "؟ " in text or "! " in text):
        # a headline by its look; a long line without a stop may still be a paragraph
        value *= 0.15 if words < 20 else 0.6
    commas = text.count("،") + text.count(",") + text.count("؛")
    return value * (1.0 + min(0.3, 0.05 * commas))


def is_row(piece: Piece) -> bool:
    """Whether a line is linked headlines in a row and nothing else."""
    return piece.leads >= _ROW and piece.link_share > _NOTHING_ELSE and piece.text.count(" ") >= _ROW * _ANNOUNCING


def is_cited(text: str) -> bool:
    """Whether a paragraph is somebody's words with who said them, «"..."، كما قال فلان.»: a quote that is set apart to
    catch the eye has neither a comma behind it nor a stop at its end."""
    return _CITED.fullmatch(text) is not None


def _is_arabic(words: str) -> bool:
    """Whether half the letters are Arabic ones, and there are some."""
    written = words.encode("utf-8", "replace")
    likely = written.count(b"\xd8") + written.count(b"\xd9")  # Arabic letters, and the signs that stand among them
    likely -= len(_SIGNS.findall(words))
    if likely >= 15 and 2 * likely >= len(words):
        return True
    arabic = sum(map(len, _ARABIC.findall(words)))
    if arabic >= 15 and 2 * arabic >= len(words):
        return True
    letters = sum(map(len, _LETTER.findall(words)))
    return letters >= 15 and arabic >= letters * 0.5


def is_announced(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """Whether pieces are the entries of a list that the paragraph above them announces: «ثلاثة مطالب:»."""
    above = pieces[first - 1].text.rstrip() if first else ""
    if not above.endswith(":") or above.count(" ") < _ANNOUNCING:
        return False
    return all(p.link_share < _LINKED and any(e.tag == "li" for e in p.near(3)) for p in pieces[first:last])
