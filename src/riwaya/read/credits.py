"""Credits: whom an article names as the source of its text or its pictures.

Agencies in an inline dateline («باكو (رويترز) -», «تونس 16 أغسطس (شينخوا)») or in the initials at
the end, source lines («المصدر: ...»), and picture credits in captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from riwaya.model import Article, Block, BlockKind, Credit
from riwaya.read.names import agency_id, agency_pattern, outlet_id, source_id
from riwaya.text import fold, fold_text

# A dateline is the first few words of a paragraph, closed by a dash, a colon or a bracket.
_DATELINE = 90
_LEAD_WORDS, _PLACE_WORDS = 6, 4  # before an agency's name; «باكو، 9 أكتوبر»
_INITIALS = 3  # letters of names that may be other words: «بنا»، «وال»
_DASH = re.compile(r"\s*(?:--|[-–—:ـ])\s*|\s*/\s*:?\s+")
_OPENING = re.compile(r"^(?P<place>[^.:؟!()\[\]\n]{2,40}?)\s*[-–—ـ]\s*(?P<name>[^.:؟!()\n]{2,30}?)\s*:\s")
# «مراكش 9-9-2023 وفا-»: a place, perhaps a date, the agency, a dash.
_DASHED = re.compile(r"^[^.:،؟!()\[\]\n]{2,40}?\s(?P<name>\S{2,12})\s*(?:--|[-–—ـ])\s")
_IN_BRACKETS = re.compile(r"[(\[/]\s*(?P<names>[^()\[\]/]{1,60}?)\s*[)\]/]")
_SOURCE_LEAD = re.compile(
    r"^\W*(?:ال)?مصدر\s*(?:الخبر|المقال|الموضوع|الصورة|الصور|التقرير)?\s*[:：|-]*\s*"
    r"|^(?:نقلا عن|نقلاً عن|المصادر|source|via)\s*[:：|-]*\s*",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://\S+|www\.\S+")


def find_credits(article: Article, lines: Sequence[Block]) -> tuple[Credit, ...]:
    """The credits in `article` and in the source and caption lines that belong to it."""
    found: list[Credit] = []
    body = article.body
    if body:
        found.extend(_dateline(article, body[0]))
        found.extend(_ending(article, body[-1]))
    announced = False  # by a label in a line of its own
    for line in lines:
        if line.kind is BlockKind.CAPTION:
            found.extend(_photo(article, line))
            continue
        lead = _SOURCE_LEAD.match(article.text[line.start : line.end])
        at = line.start + lead.end() if lead else line.start
        told = tuple(_source_line(article, line, at, announced or (lead is not None and at < line.end)))
        announced = lead is not None and at == line.end
        found.extend(told)
    unique = {(c.to, c.kind, c.span): c for c in found}
    return tuple(sorted(unique.values(), key=lambda c: c.span.start))


def _dateline(article: Article, block: Block) -> Iterator[Credit]:
    """Agencies in the dateline that opens a paragraph."""
    head = article.text[block.start : min(block.end, block.start + _DATELINE)]
    for m in _IN_BRACKETS.finditer(head):
        closed = m.start() == 0 or _DASH.match(head, m.end()) or m.group()[0] == "/" or _short_lead(head[: m.start()])
        if closed:
            start, end = block.start + m.start("names"), block.start + m.end("names")
            yield from _agencies(article, start, end)
            yield from _other_agency(article, start, end)
    m2 = _OPENING.match(head) or _DASHED.match(head)
    if m2:
        yield from _agencies(article, block.start + m2.start("name"), block.start + m2.end("name"))
    yield from _between_signs(article, block.start, head)


def _between_signs(article: Article, start: int, head: str) -> Iterator[Credit]:
    """«دبي ـ ا.ف.ب:»، «دمشق-سانا»، «واس - الرياض:»: a name that signs part from a place and a text."""
    if agency_pattern().search(fold_text(head)) is None:
        return
    folded = fold(head, base=start)
    for m in agency_pattern().finditer(folded.text):
        low, high = folded.span(m.start(), m.end())
        before, after = head[: low - start], head[high - start :]  # as written: folding drops the «ـ»
        lead = before.rstrip(" -–—ـ/،([")
        opened = not lead or bool(re.search(r"[-–—ـ/،(\[]\s*$", before))
        closed = bool(re.match(r"\s*(?:--|[-–—ـ:/)\]])", after))
        short = len(re.findall(r"[^\W\d_]", m.group())) <= _INITIALS
        if not opened or len(lead.split()) > _LEAD_WORDS or re.search(r"[.؟!:«\"]", lead):
            continue
        # without a sign behind it only a name that is no other word, right behind a place
        bare = bool(lead) and not short and len(lead.split()) <= _PLACE_WORDS and "(" not in before
        if to := agency_id(m.group()) if closed or bare else None:
            yield Credit(to, "agency", article.span(low, high))


def _short_lead(words: str) -> bool:
    """«تونس 16 أغسطس 2022 (شينخوا)»: a place and perhaps a date, not a clause."""
    return len(words.split()) <= 5 and not re.search(r"[،,.؛:]", words)


def _ending(article: Article, block: Block) -> Iterator[Credit]:
    """Agencies in brackets or initials after the last sentence: «(أ ف ب، رويترز)»."""
    low = max(block.start, block.end - 60)
    tail = article.text[low : block.end]
    m = re.search(r"[(\[/]\s*([^()\[\]/]{2,50})\s*[)\]/]\W*$", tail)
    if m:
        yield from _agencies(article, low + m.start(1), low + m.end(1))


def _agencies(article: Article, start: int, end: int) -> Iterator[Credit]:
    folded = fold(article.text[start:end], base=start)
    for m in agency_pattern().finditer(folded.text):
        to = agency_id(m.group())
        if to:
            yield Credit(to, "agency", article.span(*folded.span(m.start(), m.end())))


def _other_agency(article: Article, start: int, end: int) -> Iterator[Credit]:
    """An agency that we do not know, named in another outlet's dateline."""
    name = article.text[start:end]
    known = outlet_id(name) is not None or name.startswith("وكالة ")
    if known and agency_id(name) is None and name != article.outlet and "-" not in name:
        yield Credit(source_id(name), "agency", article.span(start, end))


def _source_line(article: Article, block: Block, at: int, named: bool) -> Iterator[Credit]:
    """The sources in a line; `named`: what stands from `at` on is names and nothing else."""
    words = article.text[block.start : block.end]
    link = _URL.search(words)
    if link:
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", link.group()).split("/")[0]
        yield Credit(f"org:{host}", "link", article.span(block.start + link.start(), block.start + link.end()))
        return
    if not named:
        yield from _agencies(article, block.start, block.end)
        return
    for m in re.finditer(r"[^،,+/|؛\n]+", article.text[at : block.end]):
        name = m.group().strip(" .-()\"'«»")
        if 1 < len(name) <= 60:
            start = at + m.start() + m.group().index(name)
            yield Credit(source_id(name), "source_line", article.span(start, start + len(name)))


def _photo(article: Article, block: Block) -> Iterator[Credit]:
    folded = fold(article.text[block.start : block.end], base=block.start)
    for m in agency_pattern().finditer(folded.text):
        to = agency_id(m.group())
        # In a caption an agency is credited at its end, in brackets or with a name after a slash.
        near = folded.text[max(0, m.start() - 2) : m.end() + 2]
        if to and (re.search(r"[(/\[|]", near) or m.end() >= len(folded.text) - 2):
            yield Credit(to, "photo", article.span(*folded.span(m.start(), m.end())))
