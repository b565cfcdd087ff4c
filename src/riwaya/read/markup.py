"""What a page's markup says about its article: JSON-LD, OpenGraph, meta. Read, not believed:
`html` checks the title against the text, and a publication time is kept with where it stood."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from riwaya.model import BlockKind, Origin, Published
from riwaya.read.cues import byline_lead, cue_of, is_category
from riwaya.read.dom import Contents, Moment, Piece
from riwaya.read.lines import make_line
from riwaya.read.linked import linked_in, owners_of, types_of
from riwaya.read.names import agency_id, host_of, is_nobody, is_outlet, is_person
from riwaya.read.owners import names_agency, names_no_site, names_section, on_platform, parts_of
from riwaya.read.ownership import Claim, claims_of_signs, claims_of_titles, owner_among, owners_of_rights
from riwaya.read.people import writers_named
from riwaya.read.published import announces, is_default, is_local, moment_of, parse_stamp
from riwaya.read.state import State
from riwaya.read.topic import known, stems_of
from riwaya.read.writers import is_opinion_section
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_VIDEO = "videoobject"
_PLAYED = ("video", "music", "audio")
_SITES = 3  # organisations of a page's JSON-LD that may be whose it is
_MICRO = frozenset({"headline", "datePublished", "author", "publisher"})
_SHARED = 0.25  # of a headline's stems: words in which a title says the same otherwise
_LONG_NAME = 12  # spaces in what is longer than a section's name or a button's
_NAMED_PAGE = 3  # spaces in what a page is called that is more than a section
_HOUSE = 0.6  # of the weight of a site that stands where a writer should: a record may name another house there
_MOST_NAMED_WORDS = 4  # of a name that a field gives alone
_MOST_PEOPLE = 6  # who are named as writers
_HEADING = 300  # characters of a heading
_HEADLINE = 4  # spaces in a headline
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|mark|font|sup|sub)\b[^<>]{0,500}>", re.IGNORECASE)
_LINE_ENDS = re.compile(
    r"<(?:br|/?(?:p|div|li|ul|ol|h[1-6]|blockquote|figure|section|article|tr|table|hr))\b[^<>]{0,500}>", re.I
)
_CAPTIONS = re.compile(
    r"<figcaption\b[^<>]{0,500}>[^<>]{0,500}(?:<(?!/figcaption)[^<>]{0,500}>[^<>]{0,500}){0,20}</figcaption>", re.I
)
_FILE = re.compile(r"[\w.-]*[_.\d][\w.-]*", re.ASCII)  # «page_07.html»: what a program called a page
_SHORTEST_SITE = 4  # letters of a host's part that is the name of a site rather than «www»
_MOST_NAMED = 300  # elements of microdata: an article's own stand first, and each may hold the others


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields of a page's markup; None where it says nothing."""

    titles: tuple[str, ...] = ()
    outlet: str | None = None  # by its head alone
    claims: tuple[Claim, ...] = ()  # whose it says that it is, and where
    author: str | None = None
    published: Published | None = None
    url: str | None = None
    description: str | None = None
    signs: tuple[tuple[str, str], ...] = ()  # kinds of sign that the markup gives its article, and why
    body: str | None = None
    carried: Published | None = None  # the time that the page's scripts give its article, where nothing else does
    scripted: str | None = None  # the publication time that fields in the scripts give, where nothing else does
    posted: bool = False  # at a place where everybody publishes: such a post has no headline
    told: tuple[Published, ...] = ()  # all publication times that its fields give
    changed: dt.date | None = None  # the day of the last change
    utc: dt.datetime | None = None  # the publication time, where the markup gives it in UTC
    moments: tuple[Moment, ...] = ()  # times in attributes of the page's elements
    paged: Published | None = None  # when the page went out in which it stands, by its record
    writers: tuple[tuple[str, int], ...] = ()  # links to pages about writers: words, pieces above
    sources: tuple[tuple[str, int], ...] = ()  # links to pages about sources
    dated: tuple[tuple[str, int], ...] = ()  # links to addresses with a year in them, pieces above
    film: bool = False  # the page calls itself that of a film or a recording


def facts_of(contents: Contents, document: Any, url: str | None = None) -> Facts:
    """The facts in a page's head and scripts. `document`: the parser's tree of it; `url`: where it was found."""
    metas, micro = _metas(contents.metas), _microdata(document) if contents.microdata else {}
    titles = [*(metas[k] for k in _names("titles") if k in metas), *filter(None, [micro.get("headline")])]
    if document.title:
        titles.append(_clean(document.title))
    told_titles = tuple(titles)
    posted = any(on_platform(t) for t in titles)
    titles = [t for t in titles if not _generic(t)] or _only_heading(contents.pieces)
    address = _address(contents.canonical, metas.get("og:url"))
    linked = linked_in(contents.data)
    headings = _headings(document)
    about = _choose(linked.articles, [*titles, *headings], address)
    headline = _text(about.get("headline")) or _text(about.get("name"))
    fields = _times(about, metas, micro)
    published, utc = _published(fields)
    changed = (about.get("dateModified"), *(metas[k] for k in _names("changed") if k in metas))
    page = _own_page(linked.pages, titles)
    claims = (
        *(Claim("publisher", name) for name in owners_of(about, linked)),
        *(Claim("publisher", name) for name in filter(None, [micro.get("publisher")])),
        *(Claim("site", metas[k]) for k in _names("outlets") if k in metas),
        *claims_of_titles(told_titles, headings[0] if headings else None),
        *(Claim("organisation", name) for name in linked.sites[:_SITES]),
        *(Claim("app", metas[k]) for k in _names("apps") if k in metas),
        *claims_of_signs(contents, host_of(url or address)),
        *(Claim("rights", name) for k in _names("rights") for name in _holders(metas.get(k, ""))),
        *(Claim("author", metas[k]) for k in _names("authors") if is_outlet(metas.get(k, ""))),
        *(Claim("author", name, share=_HOUSE) for name in filter(None, [_organisation(about.get("author"))])),
    )
    outlet = owner_among(claims)
    called = (outlet or "", *(c.name for c in claims if c.place in ("site", "organisation")))
    sites = frozenset((*map(_letters, called), *_hosts_names(host_of(url or address))))
    authors = (
        _people(about.get("author")),
        micro.get("author"),
        next((metas[k] for k in _names("authors") if k in metas and not _is_program(metas[k], metas)), None),
        next((metas[d] for k, d in _labelled(metas) if byline_lead().fullmatch(metas[k])), None),
    )
    return Facts(
        titles=tuple(dict.fromkeys(t for t in (headline, *titles) if t)),
        posted=posted,
        outlet=outlet,
        claims=claims,
        # an outlet that stands where its writer should: the page's own line may name one
        author=_somebody(*(_writers(a, sites) for a in authors), *contents.portraits),
        published=published,
        told=tuple(p for value, why in fields if (p := parse_stamp(value, Origin.PAGE, why)) is not None),
        changed=next((p.when.start for v in changed if (p := parse_stamp(v, Origin.PAGE, "")) is not None), None),
        utc=utc,
        url=_address(metas.get("og:url"), contents.canonical),
        description=_text(about.get("description")) or metas.get("og:description") or metas.get("description"),
        signs=tuple(_signs(about, metas)),
        moments=tuple(contents.moments),
        writers=tuple(contents.writers),
        sources=tuple(contents.sources),
        dated=tuple(contents.dated),
        film=metas.get("og:type", "").lower().startswith(_PLAYED) or _is_video(about),
        paged=parse_stamp(page.get("datePublished"), Origin.PAGE, "the page's record of itself"),
        body=_body(about.get("articleBody")),
    )


def _times(about: dict[str, Any], metas: dict[str, str], micro: dict[str, str]) -> list[tuple[Any, str]]:
    """The fields for a publication time that hold something, best first, and what each is."""
    record = "the page's JSON-LD"
    told: list[tuple[Any, str]] = [(about.get("datePublished") or about.get("uploadDate"), record)]
    told += [(metas[key], f"the page's meta {key}") for key in _names("published") if key in metas]
    told.append((micro.get("datePublished"), "the page's microdata"))
    told.append((about.get("dateCreated"), f"{record}, when it was created"))
    told += [(metas[key], f"the page's meta {key}") for key in metas if _names_publication(key)]
    told += [(metas[data], f"the page's meta {data}") for label, data in _labelled(metas) if announces(metas[label])]
    return [(value, why) for value, why in told if value]


def _published(told: Sequence[tuple[Any, str]]) -> tuple[Published | None, dt.datetime | None]:
    """The first publication time that fields give, and the same as a moment where it is in UTC: the same moment in
    local time is taken instead, where another field has it. A day that templates come with stands behind others."""
    able = [(value, why, p) for value, why in told if (p := parse_stamp(value, Origin.PAGE, why)) is not None]
    own = [row for row in able if not is_default(row[2].when)]
    for value, _, published in own or able:
        utc = moment_of(value)
        if utc is None or utc.utcoffset():
            return published, None
        local = next(((v, w) for v, w in told if (m := moment_of(v)) and is_local(m, utc)), None)
        return (parse_stamp(local[0], Origin.PAGE, local[1]), None) if local else (published, utc)
    return None, None


def _labelled(metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The fields that come in pairs, a label and what it announces."""
    pairs = ((k.format("label"), k.format("data")) for k in _names("labelled"))
    return ((label, data) for label, data in pairs if label in metas and data in metas)


@remembered(1024)
def _names_publication(key: str) -> bool:
    """Whether a field of <meta> is called as one that holds a publication time."""
    return _publication().search(key) is not None and _another_time().search(key) is None


@cache
def _publication() -> re.Pattern[str]:
    return re.compile("|".join(_names("publication_words")))


@cache
def _another_time() -> re.Pattern[str]:
    return re.compile("|".join(_names("other_times")))


def with_state(facts: Facts, state: State | None) -> Facts:
    """`facts` with what the page's scripts carry and its markup does not."""
    if state is None:
        return facts
    published = facts.published or parse_stamp(state.published, Origin.PAGE, "the state that the page's scripts carry")
    titles = tuple(dict.fromkeys((_clean(state.title), *facts.titles)))
    author = facts.author or _somebody(_people_of(state.author))
    facts = replace(facts, titles=titles, author=author, published=published, body=_body(state.body))
    if (taken := _taken_from(state, facts.url)) is not None:  # what an aggregator says of itself is not asked
        return replace(facts, outlet=taken, claims=())
    return replace(facts, claims=(*facts.claims, *(Claim("state", name) for name in state.outlets)))


def _taken_from(state: State, url: str | None) -> str | None:
    """The outlet from which the page's site took its text: its scripts name it, and an address of another host's."""
    there, here = host_of(state.origin), host_of(url)
    if state.source is None or there is None or here is None or not is_outlet(state.source) or agency_id(state.source):
        return None
    return state.source if there.removeprefix("www.") != here.removeprefix("www.") else None


def _people_of(value: Any) -> str | None:
    """Those whom a script names as writers, however it wraps them; no editors and no photographers."""
    fields = load("ar/reading_markup")["state"]
    told = []
    for one in (value if isinstance(value, list) else [value])[:_MOST_PEOPLE]:
        inner = one.get("node", one) if isinstance(one, dict) else one
        if isinstance(inner, dict):
            low = {k.lower().replace("_", ""): v for k, v in inner.items() if isinstance(k, str)}
            role = low.get("role") or low.get("type")
            if isinstance(role, str) and role.lower() in fields.texts("others"):
                continue
            inner = next((low[k] for k in fields.texts("names") if isinstance(low.get(k), str)), None)
        name = _text(inner) if isinstance(inner, str) and not inner.startswith("http") else None
        if name and _signs_by_name(name) and not is_outlet(name) and (written := writers_named(name)) is not None:
            told.append(written)
    return "، ".join(dict.fromkeys(told)) or None


def _generic(title: str) -> bool:
    """A title that names the site, a file or a button («طباعة») and no article."""
    if _FILE.fullmatch(title.strip()) or is_outlet(title):
        return True
    parts = [p for p in parts_of(title) if p]
    if any(map(names_section, parts)) and all(names_section(p) or names_no_site(p) or is_outlet(p) for p in parts):
        return True  # «المركز الإعلامي - تفاصيل الخبر»
    if title.count(" ") > _LONG_NAME:
        return False
    line = make_line(title, 0, len(title))
    cue = cue_of(line)
    return is_category(line) or (cue is not None and cue.kind is BlockKind.UI and line.words <= 4)


def _address(*urls: str | None) -> str | None:
    """The first that is an address of the web: a page may say `javascript:` here too."""
    return next((u.strip() for u in urls if u and u.strip().lower().startswith(("http://", "https://"))), None)


def _only_heading(pieces: Sequence[Piece]) -> list[str]:
    """The one headline of the first rank that a page shows: what it is called where its own titles name a section."""
    heads = [p for p in pieces if p.element.rank == "h1" and p.link_share < 0.5]
    heads = [p for p in heads if p.text.count(" ") >= _HEADLINE and len(p.text) < _HEADING]
    return [heads[0].text] if len(heads) == 1 else []


def _is_site(name: str, sites: Set[str]) -> bool:
    """Whether what stands where a writer should is the site, or an outlet that sends no news to others."""
    sends = agency_id(name) is not None or names_agency(name)
    return _letters(name) in sites or (is_outlet(name) and not is_person(name) and not sends)


def _letters(name: str) -> str:
    """A name as an address may hold it: its letters and figures alone."""
    return "".join(c for c in fold_word(name) if c.isalnum())


def _hosts_names(host: str | None) -> tuple[str, ...]:
    """The parts of a host's name that may be a site's."""
    parts = (host or "").split(".")[:-1]
    return tuple(_letters(p) for p in parts if len(p) >= _SHORTEST_SITE)


def _writers(words: str | None, sites: Set[str]) -> str | None:
    """The writers in a field for them; none where it gives the site."""
    told = None if words is None or _is_site(words, sites) else writers_named(words)
    return None if told is None or _is_site(told, sites) else told


def _is_program(name: str, metas: dict[str, str]) -> bool:
    """Whether it is the program that made the page, by the name that this gives itself: «PHP-Nuke 7.6»."""
    made = _letters(metas.get("generator", "").partition(" ")[0].rstrip(".0123456789"))
    return len(made) >= _SHORTEST_SITE and _letters(name).startswith(made)


def _somebody(*names: str | None) -> str | None:
    return next((n for n in names if n and _signs_by_name(n)), None)


def _signs_by_name(name: str) -> bool:
    """Whether a name may be a writer's: no account and no address."""
    return not (is_nobody(name) or name.startswith(("http", "www.", "@")))


def _people(value: Any) -> str | None:
    """All who are named as writers."""
    names = [_writers_name(v) for v in (value if isinstance(value, list) else [value])]
    names = [writers_named(n) or n for n in names if n] if len(names) > 1 else names
    return "، ".join(dict.fromkeys(n for n in names if n and _signs_by_name(n))) or None


def _signs(about: dict[str, Any], metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the markup calls the article: an opinion, running coverage."""
    types = about.get("@type")
    called = {t.lower() for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)}
    told = load("ar/reading_markup")["kinds"]
    for kind in told:
        if named := called & set(told.texts(kind)):
            yield kind, f"the page's JSON-LD calls it {min(named)}"
    section = _text(about.get("articleSection")) or metas.get("article:section") or ""
    if is_opinion_section(section):
        yield "opinion", f"the markup puts it into the section «{section}»"


def _microdata(document: Any) -> dict[str, str]:
    """headline, datePublished, author and publisher of a page's microdata, the first of each."""
    found: dict[str, str] = {}
    # a slice, here and below: to ask for one node after the other takes the square of their number
    for node in document.document.query_selector_all("[itemprop]")[:_MOST_NAMED]:
        names = (node.getattr("itemprop", "") or "").split()
        for name in names:
            if name not in _MICRO or name in found:
                continue
            inner = node.query_selector('[itemprop="name"]') if name in ("author", "publisher") else None
            at = inner if inner is not None else node
            value = at.getattr("content", "") or at.getattr("datetime", "") or at.text or ""
            if value.strip() and len(value) < 400:
                found[name] = _clean(value)
    return found


def _metas(metas: Sequence[dict[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in metas:
        content = _clean(meta.get("content", ""))
        for key in ("property", "name", "itemprop") if content else ():
            name = meta.get(key, "").strip().lower()
            if name:
                found.setdefault(name, content)
    return found


def _choose(items: list[dict[str, Any]], titles: list[str], address: str | None) -> dict[str, Any]:
    """The record of this page's own article: the one whose headline its other titles repeat. A record
    that stands alone is another page's, left there by a cache or a mistake, if its headline has nothing
    in common with any title or heading and its address is not the page's: nothing of it is believed."""
    for item in items:
        headline = _text(item.get("headline") or (item.get("name") if _is_video(item) else None))
        if headline and any(headline[:30] in t for t in titles):
            return item
    items = [i for i in items if not _is_video(i)] or items
    return items[0] if len(items) == 1 and _of_page(items[0], titles, address) else {}


def _own_page(pages: Sequence[dict[str, Any]], titles: Sequence[str]) -> dict[str, Any]:
    """The record of the page that goes by a headline of its titles."""
    for page in pages:
        name = _text(page.get("name")) or ""
        if name.count(" ") >= _NAMED_PAGE and any(name.startswith(t) or t in name or name in t for t in titles):
            return page
    return {}


def _is_video(item: dict[str, Any]) -> bool:
    return _VIDEO in types_of(item)


def _of_page(item: dict[str, Any], titles: list[str], address: str | None) -> bool:
    headline = stems_of(fold_word(_text(item.get("headline")) or ""))
    if not headline or not titles or any(known(headline, stems_of(fold_word(t))) >= _SHARED for t in titles):
        return True
    told = (item.get("url"), item.get("@id"), item.get("mainEntityOfPage"))
    named = {_last_part(v.get("@id") or v.get("url") if isinstance(v, dict) else v) for v in told}
    return address is not None and _last_part(address) in named - {""}


def _last_part(url: object) -> str:
    return url.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2] if isinstance(url, str) else ""


def _headings(document: Any) -> list[str]:
    """The words of the page's headings of the first rank."""
    return [_clean(h.text or "")[:_HEADING] for h in document.document.query_selector_all("h1")[:3]]


def _body(value: Any) -> str | None:
    """The text that the markup carries for machines, its lines kept, its tags taken out."""
    if not isinstance(value, str):
        return None
    text = html.unescape(_LINE_ENDS.sub("\n", _CAPTIONS.sub("\n", value)))
    text = _INLINE.sub("", text)
    lines = (_clean(re.sub(r"<[^>]{1,300}>", " ", line)) for line in re.split(r"[\r\n]+", text))
    return "\n".join(line for line in lines if line) or None


def _writers_name(value: Any) -> str | None:
    """The name of somebody; of an organisation only where it is an agency."""
    name, kind = _name(value), str(value.get("@type", "")) if isinstance(value, dict) else ""
    return None if name and kind.endswith("Organization") and agency_id(name) is None else name


def _organisation(value: Any) -> str | None:
    """The name of the house that stands where an article's writer should, if that is no agency."""
    value = value[0] if isinstance(value, list) and value else value
    kind = str(value.get("@type", "")) if isinstance(value, dict) else ""
    name = _name(value) if kind.endswith("Organization") else None
    return None if name is None or agency_id(name) is not None else name


def _holders(words: str) -> Iterator[str]:
    """The names in a field for rights: in a line of rights, or all that stands there."""
    told = list(owners_of_rights(words))
    return iter(told or ([words] if words and len(words.split()) <= _MOST_NAMED_WORDS else []))


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return _name(value[0]) if value else None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value) if isinstance(value, str) and not value.startswith("http") else None


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _clean(value) or None if isinstance(value, str) else None


def _clean(words: str) -> str:
    return " ".join(html.unescape(words).split()).encode("utf-8", "replace").decode("utf-8")


@cache
def _names(section: str) -> tuple[str, ...]:
    return load("ar/reading_markup").texts(section)
