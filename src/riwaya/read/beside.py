"""Who and when beside a title: which of the times and names that a page gives are its article's.

The markup's own fields come first, and are believed unless the page shows that they are not the
article's; then what stands by the title. The board of a page shows the day of the reader's visit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from riwaya.model import Origin, Precision, Published, When
from riwaya.read.articles import Given
from riwaya.read.bylines import (
    may_sign,
    name_alone,
    person_as_source,
    person_at_place,
    person_beside,
    signed_as,
    source_in,
    without_outlet,
)
from riwaya.read.called import may_be_called, names_chief, names_staff
from riwaya.read.dom import Moment, Piece
from riwaya.read.framed import heads_with, in_frame, is_framed
from riwaya.read.marks import Mark
from riwaya.read.markup import Facts
from riwaya.read.mentioned import claims_of_mentions
from riwaya.read.names import host_of, is_person
from riwaya.read.owners import parts_of
from riwaya.read.ownership import claims_beside_writer, claims_of_page, claims_of_titles, owner_among, owner_in_full
from riwaya.read.people import writers_named
from riwaya.read.published import (
    announces,
    contradicts,
    day_in_path,
    has_year,
    is_american,
    is_local,
    is_numeric,
    issue_in,
    local_clock,
    local_stamp,
    moment_of,
    month_first,
    month_of,
    other_order,
    parse_stamp,
    read_stamp,
)
from riwaya.read.shown import names_day, shown_later, shows_day, stamp_after
from riwaya.read.sourced import source_below, source_led_to, source_linked, source_named
from riwaya.read.worth import worth
from riwaya.read.writers import tells_role

HEAD_LINES = 15  # between the title and the body, that may be a byline, a date, a picture line
_SHARED = 3  # of the elements around a line above the title, one must hold the title too
_LEAD = 2  # paragraphs below a title, between which its publication line may stand
_SURELY = 60.0  # worth of a piece that is running text without doubt
_TEASER = 200  # characters of a card with its date
_SIGNED = 60  # characters of a line «بقلم فلان»
_ABOVE = 4  # pieces above the title that may be its publication line
_BESIDE = 2  # pieces above the title; words beside a day there
_NAME = 4  # words of a writer's name
_BOARD = 30  # lines at the top of a page, among which its board is
_TOP = 12  # pieces at a page's top, among which its board is
_APART = 2  # days between the markup's time and the page's line: fewer are a matter of time zones
_BOXES, _FEWEST, _PART = 4, 2, 14  # boxes that make a day, at most and at least; characters of one
_BEFORE_DATE = re.compile(r"\s\|\s|\s+(?=(?:ال)?تاريخ)")
_DIGITS = re.compile(r"[\d\s/.-]+")  # «09 / 03» «2021»
_ACCOUNT = re.compile(r"@\w{2,30}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ARABIC = re.compile("[\u0621-\u064a]")
_MADE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)|\d{9,13}$")  # a time that a program wrote


def given_beside(  # noqa: PLR0913  what is known of an article stands in several places
    given: Given | None,
    facts: Facts,
    pieces: Sequence[Piece],
    title: int | None,
    *,
    main: Sequence[bool],
    shows_others: bool = False,
) -> Given:
    """What is known of the article before its lines are read: the caller's word, else the markup's where
    the page bears it out, else what stands by its title (the number of a piece). `main`: which
    pieces are its text; `shows_others`: the site is known for showing what others wrote."""
    given = given or Given()
    near = _around_title(pieces, title) if title is not None else ()
    top = pieces[title].number if title is not None else 0
    published = given.published or (
        None
        if _rendered(facts, pieces, title, near)
        else shown_later(facts, near, top) or _local(facts, pieces, near, top)
    )
    own = {e.number for e in pieces[title].element.line()} if title is not None else set()
    if published is None:
        times = [e.time for p in near if p.number > top or not _in_head(p, own) for e in p.element.line() if e.time]
        published = _of_element(times[0], near, top) if times else None
    if published is None and title is not None:
        below = _day_with(pieces[title], near)
        published = _stamp_above(pieces[max(0, title - _ABOVE) : title], own, facts.author, pieces[title], below)
    published = published or _otherwise(facts, pieces, title, near) or _in_other_order(facts, pieces, near, top)
    if published is not None and (swapped := other_order(published.when)) is not None:
        if names_day(facts.url, swapped.start):
            published = Published(swapped, f"{published.why}, the month first as in the page's address")
        elif shows_day(near, top, swapped.start) and not shows_day(near, top, published.when.start):
            published = Published(swapped, f"{published.why}, the month first as a line of the page says")
    return Given(
        title=given.title or (facts.titles[0] if facts.titles and not facts.posted else None),
        outlet=given.outlet
        or source_named(near)
        or source_linked(facts, near, top)
        or source_below(pieces, title, near, shows_others and facts.outlet is None)
        or source_led_to(pieces, title, near)
        or owner_of(facts, pieces, title, main, shows_others),
        byline=given.byline or writers_named(_author(facts, pieces, title, near) or "") or None,
        published=published,
        otherwise=_at_last(facts, pieces, near, top, main) if published is None else None,
        timed=_minute(facts, near, top) if published is None else None,
        signs=facts.signs,
    )


def _minute(facts: Facts, near: Sequence[Piece], top: int) -> Published | None:
    """The minute that the page's scripts give its article, or an attribute between its title and its text."""
    last = near[-1].number + 1 if near else -1
    beside = (m.value for m in facts.moments if top < m.above <= last and not is_framed(m.element))
    told = (parse_stamp(value, Origin.PAGE, "an attribute beside the title") for value in beside if _MADE.match(value))
    able = (p for p in (facts.carried, *told) if p is not None and p.when.precision is Precision.MINUTE)
    return next(able, None)


def _of_element(value: str, near: Sequence[Piece], top: int) -> Published | None:
    """The time of an element beside the title; where it is in UTC and a line shows it as readers' clocks did, that."""
    utc = moment_of(value)
    stamps = (s for p in near if p.number > top and (s := read_stamp(p.text)) is not None)
    local = next((s for s in stamps if utc is not None and not utc.utcoffset() and local_stamp(s, utc)), None)
    if local is not None:
        return Published(local.when, "a publication line of the page")
    return parse_stamp(value, Origin.PAGE, "a time element beside the title")


def _local(facts: Facts, pieces: Sequence[Piece], near: Sequence[Piece], top: int) -> Published | None:
    """The markup's publication time: where that is in UTC and the page gives the same moment beside the
    title as its readers' clocks showed it, that one."""
    if facts.published is None:
        return None
    if (first := _before_update(facts.published, pieces, near)) is not None:
        return first
    if facts.utc is None:
        shown = [s for p in near if p.number > top and (s := read_stamp(p.text)) is not None and s.timed]
        if len(shown) == 1 and contradicts(shown[0], facts.published.when):
            return Published(shown[0].when, "a publication line of the page, which its markup contradicts")
        return facts.published
    times = {e.time for p in near for e in p.element.line() if e.time}
    told = next((t for t in sorted(times) if (m := moment_of(t)) and is_local(m, facts.utc)), None)
    if told is not None:
        return parse_stamp(told, Origin.PAGE, "a time element beside the title")
    stamps = (s for p in near if (s := read_stamp(p.text)) is not None and local_stamp(s, facts.utc))
    line = next(stamps, None)
    days = (s.when.start for p in near if (s := read_stamp(p.text)) is not None)
    day = next(days, None)
    beside = (w for p in near if len(p.text) < _SIGNED and (w := local_clock(p.text, facts.utc, day)))
    when = line.when if line else next(beside, None)
    return Published(when, "a publication line of the page") if when else facts.published


def _before_update(given: Published, pieces: Sequence[Piece], near: Sequence[Piece]) -> Published | None:
    """The publication time that the page announces, where the markup's is what the page calls its last change."""
    told = (s for p in near if announces(p.text) and (s := read_stamp(p.text)) is not None)
    first = next((s for s in told if s.timed and not s.updated and s.when.value < given.when.value), None)
    if first is None:
        return None
    changed = (s for p in pieces if has_year(p.text) and (s := read_stamp(p.text)) is not None and s.updated)
    if any(s.when.value == given.when.value for s in changed):
        return Published(first.when, "a publication line of the page; its markup gives the last change")
    return None


def _author(facts: Facts, pieces: Sequence[Piece], title: int | None, near: Sequence[Piece]) -> str | None:
    """Who wrote, by the markup or by what stands around the title; a person before «هيئة التحرير»."""
    told = _writer(facts, near, pieces[:title])
    if told is not None and not names_staff(told):
        return told
    lines = [p.text for p in near if len(p.text) < _SIGNED]
    beside = (f"{a} {b}" if a.endswith(":") else a for a, b in zip(lines, [*lines[1:], ""], strict=False))
    sources = (n for words in beside if (n := person_as_source(words)))
    return _writer_above(facts, pieces, title) or _introduced(pieces, title) or told or next(sources, None)


def _linked(facts: Facts, near: Sequence[Piece]) -> str | None:
    """Those to whose pages links beside the title lead: one, or several in a row."""
    places = range(near[0].number, near[-1].number + 1) if near else range(0)
    linked = ((name_alone(name), above) for name, above in facts.writers if above in places)
    able = [(n, k) for n, k in linked if 1 < len(n.split()) <= _NAME and (is_person(n) or may_be_called(n))]
    row = dict.fromkeys(n for n, k in able if k - able[0][1] < _BESIDE)
    return "، ".join(list(row)[:_NAME]) or None


def _is_chief(author: str, above: Sequence[Piece]) -> bool:
    """Whether the frame above a title names somebody as the head of the paper."""
    return any(author in p.text and names_chief(p.text) for p in above if len(p.text) < _TEASER)


def _behind_outlet(words: str) -> str | None:
    """The people behind an outlet's name: «الأفق – فلان الفلاني، فلانة الفلانية»."""
    first, dash, names = words.partition(" – ") if " – " in words else words.partition(" - ")
    return names.strip() if dash and may_sign(names.strip()) and not is_person(first) else None


def _writer(facts: Facts, near: Sequence[Piece], above: Sequence[Piece]) -> str | None:
    """The writer that the markup names; who signs beside the title, where the markup says «هيئة التحرير» or the name of
    the outlet; where it says nothing, the person to whose page a link beside the title leads."""
    if facts.author is None:
        return _linked(facts, near)
    author = person_beside(facts.author, facts.outlet)
    foreign = _ARABIC.search(author) is None  # the name of an account, where a line signs in Arabic
    chief = _is_chief(author, above)
    own = facts.outlet is not None and without_outlet(author, facts.outlet) is None
    if not (foreign or chief or own or names_staff(author)):
        return author
    lines = [p.text for p in near if len(p.text) < _SIGNED]
    signed = (n for n in map(signed_as, lines) if n and is_person(n))
    named = next(signed, None) or next((n for n in map(person_at_place, lines) if n), None)
    named = named or (next((n for n in map(_behind_outlet, lines) if n), None) if foreign else None)
    return named or (_linked(facts, near) if chief else None) or author


def _rendered(facts: Facts, pieces: Sequence[Piece], title: int | None, near: Sequence[Piece]) -> bool:
    """Whether the time that the markup gives is that of the reader's visit: the line by the title
    names an earlier day, and the page's board has the markup's day, or the address the line's."""
    data = facts.published.when.start if facts.published else None
    if data is None or title is None:
        return False
    stamps = (s for p in near if p.number >= pieces[title].number and (s := read_stamp(p.text)) is not None)
    line = next((s for s in stamps if not s.updated and s.when.precision in (Precision.MINUTE, Precision.DAY)), None)
    day = line.when.start if line else None
    if line is None or day is None or (data - day).days < _APART:
        return False
    board = (s for p in pieces[:title] if (s := read_stamp(p.text)) is not None)
    visited = (line.timed or line.labelled) and any(s.when.start == data for s in board)
    return visited or names_day(facts.url, day)


def _in_other_order(facts: Facts, pieces: Sequence[Piece], near: Sequence[Piece], top: int) -> Published | None:
    """The publication time in numbers below the title, where the page's address or its other dates show that the
    month stands first."""
    for piece in near:
        stamp = read_stamp(piece.text) if piece.number > top and is_numeric(piece.text) else None
        when = other_order(stamp.when) if stamp is not None and len(stamp.left) <= _SIGNED else None
        if when is None:
            continue
        shown = is_american(piece.text) or month_first(p.text for p in pieces if len(p.text) < _TEASER)
        # the page's board and the last change beside the title are written as its publication line is
        shown = shown or month_first((p.text for p in (*pieces[:_TOP], *near) if len(p.text) < _SIGNED), 1)
        if shown or when.start == facts.changed or names_day(facts.url, when.start):
            return Published(when, "a publication line of the page, the month first")
        return None
    return None


def _of_issue(url: str | None, pieces: Sequence[Piece]) -> When | None:
    """The day of the issue in which a page stood, where its address holds the issue's number: a board without it is
    that of the reader's visit."""
    for piece in pieces[:_BOARD]:
        number = issue_in(piece.text) if url and len(piece.text) < _SIGNED * 2 else None
        stamp = read_stamp(piece.text) if number and re.search(rf"(?<!\d){number}(?!\d)", url or "") else None
        if stamp is not None and stamp.when.precision is Precision.DAY:
            return stamp.when
    return None


def _at_last(
    facts: Facts, pieces: Sequence[Piece], near: Sequence[Piece], top: int, main: Sequence[bool]
) -> Published | None:
    """A publication time for a page none of whose lines is one: in an attribute beside the title, in boxes there, in
    the line of a source, in its scripts, in its address."""
    first, last = (near[0].number, near[-1].number + 1) if near else (0, -1)
    for moment in facts.moments:
        if first <= moment.above <= last and not is_framed(moment.element) and not _shown(moment, top):
            told = None if _MADE.match(moment.value) else read_stamp(moment.value)
            published = parse_stamp(moment.value, Origin.PAGE, "an attribute beside the title")
            if published is not None and (told is None or not told.left):
                return published
    if (only := _only_moment(facts, top)) is not None:
        return only
    below = [p for p in near if p.number > top]
    for i in range(len(below)):
        joined = _boxes(below[i : i + _BOXES])
        if joined is not None:
            return Published(joined, "boxes beside the title")
    told_lines = (
        (p, read_stamp(p.text)) for p in below if len(p.text) < _SIGNED and source_in(_BEFORE_DATE.split(p.text)[0])
    )
    line = next((s for _, s in told_lines if s is not None), None)
    if line is not None:
        return Published(line.when, "beside the source that the page names")
    title = next((i for i, p in enumerate(pieces) if p.number == top), 0) if near else 0
    if (when := _day_above(pieces, title) or _day_in_title(facts.titles)) is not None:
        return Published(when, "a day above the title, or in the page's own")
    if (stamp := stamp_after(pieces, main)) is not None:
        return Published(stamp.when, "a day right below the text")
    if (when := _of_issue(facts.url, pieces)) is not None:
        return Published(when, "the day of the issue whose number the page's address holds")
    if facts.paged is not None:
        return facts.paged
    if facts.scripted and (published := parse_stamp(facts.scripted, Origin.PAGE, "a field in the page's scripts")):
        return published
    day = day_in_path(facts.url)
    return Published(day, "the page's address") if day else None


def _day_above(pieces: Sequence[Piece], title: int) -> When | None:
    """The day that stands by itself, or by a section's name, just above a title and outside the page's frame; one of
    the week or in two calendars only right beside the title: boards give such days."""
    head = pieces[title].element
    own = {e.number for e in head.line() if e.tag not in ("body", "html")}
    for i in range(title - 1, max(-1, title - 1 - _ABOVE), -1):
        stamp = read_stamp(pieces[i].text)
        if stamp is None or stamp.updated or len(stamp.left.split()) > _BESIDE or in_frame(pieces[i], own):
            continue
        if stamp.weekday or stamp.hijri:
            beside = title - i <= _BESIDE and pieces[i].element.parent is head.parent
        else:
            beside = any(e.number in own for e in pieces[i].near(_SHARED))
        return stamp.when if beside and stamp.when.calendar == "gregorian" else None
    return None


def _day_in_title(titles: Sequence[str]) -> When | None:
    """The day that is a part of the page's own title."""
    dated = (read_stamp(part) for title in titles if has_year(title) for part in parts_of(title))
    return next((s.when for s in dated if s is not None and not s.left), None)


def _only_moment(facts: Facts, top: int) -> Published | None:
    """The time in an attribute below the title, where the page has no other there: that of a post's last line."""
    told = {m.value: m for m in facts.moments if m.above > top and m.element.tag != "time" and not is_framed(m.element)}
    if len(told) != 1 or not _MADE.match(next(iter(told))):
        return None
    return parse_stamp(next(iter(told)), Origin.PAGE, "the only time in the page's attributes")


def _shown(moment: Moment, top: int) -> bool:
    """Whether a time element is no article's own: it has words, which are read elsewhere, or stands above the title."""
    element = moment.element
    return element.tag == "time" and (element.first < element.last or moment.above <= top)


def _boxes(pieces: Sequence[Piece]) -> When | None:
    """The day that boxes in a row give, each a part of it."""
    for k in range(len(pieces), 1, -1):
        row = pieces[:k]
        if k < _FEWEST or any(len(p.text) > _PART for p in row):
            continue
        words = " ".join(p.text for p in row)
        words = "/".join(re.findall(r"\d+", words)) if _DIGITS.fullmatch(words) else words
        stamp = read_stamp(words)
        if stamp is not None and not stamp.left and not stamp.hijri:
            return stamp.when
    return None


def owner_of(
    facts: Facts, pieces: Sequence[Piece], title: int | None, main: Sequence[bool], shows_others: bool
) -> str | None:
    """Whose the page is. What is known of its site, or of an aggregator's source, needs no claims."""
    if shows_others or (facts.outlet and not facts.claims):
        return facts.outlet
    around = [p for p, m in zip(pieces, main, strict=True) if not m]  # the text tells of others
    shown = claims_of_titles(facts.titles, pieces[title].text) if title is not None else ()
    claims = (*facts.claims, *shown, *claims_of_page(around, facts.titles))
    text = [p for p, m in zip(pieces, main, strict=True) if m]
    claims = (*claims, *claims_beside_writer(claims, facts.author, text))
    owner = owner_among(claims, pieces, title)
    if owner is None or _ARABIC.search(owner) is None:
        owner = owner_among([*claims, *claims_of_mentions(pieces, main, title, host_of(facts.url))], pieces, title)
    return owner_in_full(owner, pieces)


def is_beside(pieces: Sequence[Piece], marks: Sequence[Mark], i: int, title: int) -> bool:
    """Whether line i says who and when just above the title, in the element that holds the title and
    is not the whole page: the date of a masthead is that of the reader's visit."""
    mark = marks[i]
    if mark.stamp is None or title - i > _ABOVE or (mark.stamp.hijri and not heads_with(pieces[i], pieces[title])):
        return False
    if any(p.link_share > 0.5 and not marks[k].cue for k, p in enumerate(pieces[i + 1 : title], i + 1)):
        return False  # a menu stands between
    around = {e.number for e in pieces[title].element.line()}
    if in_frame(pieces[i], around):
        return False
    return any(e.number in around for e in pieces[i].near(_SHARED) if e.tag not in ("body", "html"))


def _around_title(pieces: Sequence[Piece], title: int) -> Sequence[Piece]:
    """The lines near the title that may say who and when: a few above it, those below it down to the
    first paragraphs."""
    end, told = title + 1, 0
    while end < min(len(pieces), title + HEAD_LINES) and told < _LEAD:
        told += worth(pieces[end]) > _SURELY
        end += 1
    return pieces[max(0, title - _ABOVE) : end]


def _in_head(piece: Piece, own: set[int]) -> bool:
    """Whether a piece stands in a header that is not the title's (`own`: elements around that)."""
    return in_frame(piece, own) or any(e.tag == "header" and e.number not in own for e in piece.element.line())


def _day_with(title: Piece, near: Sequence[Piece]) -> int:
    """How deep the innermost element lies that holds the title and a line below it that is a day and no more; -1 where
    there is none."""
    days = (p for p in near if p.number > title.number and len(p.text) < _SIGNED)
    told = (p for p in days if (s := read_stamp(p.text)) is not None and not s.left and not s.updated)
    return max((_shared_depth(p, title) for p in told), default=-1)


def _shared_depth(piece: Piece, title: Piece) -> int:
    around = {e.number for e in title.element.line()}
    return next((e.depth for e in piece.element.line() if e.number in around), 0)


def _stamp_above(
    pieces: Sequence[Piece], own: AbstractSet[int], author: str | None, title: Piece, below: int
) -> Published | None:
    """A labelled publication time, or one that the markup calls a date, just above the title; one beside a
    writer's name. In the page's frame only what is announced as a publication time, or stands by a writer. `below`:
    how deep a day lies that stands with the title below it: what is only called a date above both is the page's own."""
    for i, piece in reversed(list(enumerate(pieces))):
        stamp = read_stamp(piece.text) if len(piece.text) < 120 else None
        if stamp is None or (stamp.hijri and not heads_with(piece, title)):
            continue
        signed = any(p.text == author or is_name(p) for p in (*pieces[max(0, i - 1) : i], *pieces[i + 1 : i + 2]))
        announced = stamp.labelled and (not stamp.left or announces(piece.text))
        dated = "date" in piece.element.hints and _shared_depth(piece, title) >= below
        called = (announced or dated) and not in_frame(piece, own)
        if called or (not stamp.updated and (announces(piece.text) or (signed and not stamp.left))):
            return Published(stamp.when, "a publication line above the title")
    return None


def _otherwise(facts: Facts, pieces: Sequence[Piece], title: int | None, near: Sequence[Piece]) -> Published | None:
    """A publication time from where it seldom stands, on a page that gives none elsewhere: below a post, in the
    scripts, as the month of an issue."""
    if facts.posted:
        shown = ((p, s) for p in pieces if (s := read_stamp(p.text)) is not None and s.timed and not s.updated)
        first = next(shown, None)
        return Published(first[1].when, "the first time that stands with the post") if first else None
    if title is None or any(read_stamp(p.text) for p in near):
        return None
    if facts.carried is not None:
        return facts.carried
    issues = (p for p in pieces[max(0, title - _ABOVE) : title] if issue_in(p.text))
    beside = [*pieces[title + 1 : title + 1 + _ABOVE], *issues]
    # one whose day is in a box of its own is no month
    boxed = {n for p in beside if p.text.isdigit() for n in (p.number - 1, p.number + 1)}
    month = next((w for p in beside if p.number not in boxed and (w := month_of(p.text))), None)
    return Published(month, "the month of the issue beside the title") if month else None


def is_name(piece: Piece) -> bool:
    """Whether a piece is a person's name and nothing else."""
    return 2 <= piece.text.count(" ") + 1 <= _NAME and is_person(piece.text)


def _writer_above(facts: Facts, pieces: Sequence[Piece], title: int | None) -> str | None:
    """Who stands just above the title, by the date or named in the page's own title: «العنوان - فلان - الموقع»."""
    if title is None:
        return None
    start = max(0, title - _ABOVE)
    for i in range(title - 1, start - 1, -1):
        name = pieces[i].text
        if len(name) < _SIGNED and (signed := signed_as(name)) is not None and may_sign(signed):
            return signed
        if not is_name(pieces[i]):
            continue
        beside = (*pieces[max(start, i - 1) : i], *pieces[i + 1 : min(title, i + 2)])
        if any("byline" in e.hints for e in pieces[i].near(2)):
            return name
        dated = any((s := read_stamp(p.text)) is not None and not s.left for p in beside)
        if (
            dated
            or any(_ACCOUNT.fullmatch(p.text) for p in beside)
            or any(name in parts_of(t) for t in facts.titles if t != name)
        ):
            return name
    return None


def _introduced(pieces: Sequence[Piece], title: int | None) -> str | None:
    """The only person near the title below whose name stands what a writer is: «فلان الفلاني»، «كاتب وباحث ...»."""
    if title is None:
        return None
    texts = (i for i in range(title + 1, len(pieces)) if worth(pieces[i]) > _SURELY)
    near = range(max(0, title - HEAD_LINES), min(len(pieces) - 1, title + HEAD_LINES, next(texts, len(pieces))))
    told = {pieces[i].text for i in near if tells_role(pieces[i + 1].text) and i != title and is_name(pieces[i])}
    return told.pop() if len(told) == 1 else None
