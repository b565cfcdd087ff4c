"""Plain-text pages as scraped, and any text whose lines are to be told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from riwaya.errors import InputError
from riwaya.model import Block, BlockKind, Failure, Page, PageState, Reading
from riwaya.read.articles import Given, read_lines
from riwaya.read.bounds import check_length
from riwaya.read.cues import glued_header
from riwaya.read.labels import with_labels
from riwaya.read.language import language_of
from riwaya.read.lines import Line, make_line, split_lines
from riwaya.read.marks import mark_lines
from riwaya.read.quirks import call_lines
from riwaya.read.sites import site_of_page
from riwaya.read.wrapped import join_wrapped

_STAGE = "read"


def read_plain(page: Page, given: Given | None = None, known_title: bool = False) -> Reading:
    """Read `page.text` line by line. Raises `InputError` where it is more than a page."""
    check_length(len(page.text))
    lines = _cut_glued(page.text, join_wrapped(page.text, split_lines(page.text)))
    if not lines:
        return lost(page, PageState.EMPTY, "nothing in it but white space")
    language = language_of(page.text)
    if language != "ar":
        return not_arabic(page, lines, language)
    marks = call_lines(with_labels(mark_lines(lines)), site_of_page(page))
    page, articles = read_lines(page, marks, given or Given(), known_title)
    return Reading(page, articles) if articles else no_article(page)


def no_article(page: Page) -> Reading:
    """A page whose lines are known and which tells no story: a list of other pages, or nothing."""
    items = sum(b.kind is BlockKind.RELATED_ITEM_TITLE for b in page.blocks)
    listed = f"a list of {items} headlines, no article's text" if items >= 3 else "no running text of an article found"
    return lost(replace(page, state=PageState.EMPTY), PageState.EMPTY, listed)


def not_arabic(page: Page, lines: Sequence[Line], language: str) -> Reading:
    """A page in another language: kept with its lines, which are nobody's article."""
    blocks = tuple(Block(BlockKind.UI, line.start, line.end, "not Arabic") for line in lines)
    what = "too few Arabic letters" if language == "und" else f"looks like {language}"
    return lost(replace(page, blocks=blocks), PageState.WRONG_LANGUAGE, f"not Arabic ({what})")


def lost(page: Page, state: PageState, reason: str) -> Reading:
    """A page that gives no article, with the reason counted."""
    return Reading(replace(page, state=state), (), (Failure(page.name, _STAGE, reason),))


def why(error: Exception) -> str:
    """What to say of a page that `error` ended: our own words, or that it is beyond us."""
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, (RecursionError, MemoryError)):
        return f"too deep or too large to read ({type(error).__name__})"
    return f"could not be read ({type(error).__name__}: {str(error)[:80]})"


def spared(page: Page, read: Callable[[], Reading]) -> Reading:
    """What `read` gives of `page`. Its trouble is its own: the pages beside it are read."""
    try:
        return read()
    except Exception as e:  # noqa: BLE001  the boundary: a parser's own bug on one page
        return lost(page, PageState.BROKEN, why(e))


def _cut_glued(text: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Cut off a header of related news that is glued to the end of a paragraph."""
    out: list[Line] = []
    for line in lines:
        at = glued_header(line.text) if line.size > 150 else None
        if at is None:
            out.append(line)
            continue
        end = line.start + len(line.text[:at].rstrip())
        out.append(make_line(text, line.start, end, line.gap))
        out.append(make_line(text, line.start + at, line.end))
    return tuple(out)
