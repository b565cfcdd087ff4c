"""Text that a page carries for its scripts only: JSON in <script>, as single-page sites are sent.

An article is an object that has a title and an Arabic text under a name for it
(`rules/ar/reading_markup.yaml`); of several, the page's is the one that its titles or its address
name, never the longest for being long. Walks are bounded: a script may be huge, or deep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from riwaya.read.jsvalue import read_value
from riwaya.read.jsvalue import unquote as unquote_js
from riwaya.read.lines import content_words
from riwaya.rules import load
from riwaya.text import fold_word

_LARGEST = 4_000_000  # characters of one script
_LARGEST_PLAIN = 200_000  # of one that is looked through for fields
_DAY = 8  # digits of a day
_DAY_FIELD = re.compile(
    r"(?i)(?<![a-z])(?:date_?published|publish(?:ed)?_?(?:date|at|time|on)?|pub_?date|publication_?date|(?:article|post)_?date"
    r"|(?:article|post|content|page|news|story|item)_?(?:publish(?:ed|ing)?|publication|pub|creat(?:ed|ion))_?(?:date|at|time|on)?)"
    r"""["']?\s*[:=,]\s*["'](?P<value>(?:19|20)\d\d(?:[-/]\d\d[-/]\d\d[^"'<>]{0,20}|\d{4}))["']"""
)
_A_DAY = re.compile(r"""["'](?:19|20)\d\d[-/]?\d\d[-/]?\d\d""")
_ESCAPES = ("\\u", "\\x", "&#", "%d8", "%D8", "%d9", "%D9")  # how scripts write what is not ASCII
_SENTENCE = 7  # spaces in a sentence
_TITLES = frozenset({"title", "headline"})
_MOST_NODES = 40_000
_DEEPEST = 30
_LEAST = 150  # characters of a text
_START = re.compile(
    r"(?:__[A-Z_]+__|\b[A-Za-z_.]*(?:state|State|STATE|data|Data|props|Props|article|Article)\w*)(?:\[[^\]]{1,40}\])?"
    r"\s*=\s*(?=[{\[(]|function|JSON\.parse)"
)
_FLIGHT = "__next_f"
_PUSHED = re.compile(r'__next_f\.push\(\[\s*1\s*,\s*("(?:[^"\\]++|\\.)*+")', re.DOTALL)
_ROW = re.compile(r"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
_MOST_ROWS = 20_000
_MOST_OUTLETS, _LONGEST_NAME = 6, 60  # names of the site in one script; characters of one
_HEADLINE = 4  # words of a title that is more than a site's name
_FITS = 0.6  # of a title's words that the page's own title holds
_ARABIC = re.compile("[\u0621-\u064a]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class State:
    """An article's fields as a script carries them; `body` may hold markup."""

    title: str
    body: str
    author: Any = None
    published: str | None = None
    outlets: tuple[str, ...] = ()  # what the same script calls the site
    source: str | None = None  # from whom the site took it
    origin: str | None = None  # the address where it first stood


class Scripts:
    """The scripts of a page: what each calls its kind, and its text. The articles in them are looked for when somebody
    asks, and once."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, str]] = []
        self._found: tuple[tuple[State, str], ...] | None = None

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, kind: str, text: str) -> None:
        """Take in one more, before anything is asked."""
        self._texts.append((kind, text))

    def state(self, titles: Sequence[str] = (), url: str | None = None, named: bool = False) -> State | None:
        """The article in them, or None: the one whose title the page's own titles repeat, or whose address the page's
        is; where none is and the page has a title, nothing, unless there is but one and it need not be `named`."""
        if self._found is None:
            self._found = tuple(_found_in(self._texts))
        return _chosen(self._found, titles, url, named)

    def day(self) -> str | None:
        """The value of the fields for a publication time in them, if they all give one day."""
        found: list[str] = []
        for _, text in self._texts:
            if len(text) < _LARGEST_PLAIN and _A_DAY.search(text) is not None:
                found += [m["value"] for m in _DAY_FIELD.finditer(text)]
        days = {value.replace("-", "").replace("/", "")[:_DAY] for value in found}
        return found[0] if len(days) == 1 else None


def _found_in(scripts: Sequence[tuple[str, str]]) -> Iterable[tuple[State, str]]:
    """The articles in scripts, each with the last part of its address."""
    found: dict[str, tuple[State, str]] = {}
    flight: list[str] = []
    for kind, text in scripts:
        if not _LEAST < len(text) < _LARGEST:
            continue
        if _FLIGHT in text:
            flight.extend(_pushed(text))
            continue
        if not _may_be_arabic(text):
            continue
        for loaded in _loaded(text, "json" in kind):
            _add(found, loaded)
    for loaded in _rows("".join(flight)):
        _add(found, loaded)
    return found.values()


def _may_be_arabic(text: str) -> bool:
    """Whether a script may hold Arabic letters, as they are or escaped in any way."""
    return not text.isascii() or any(mark in text for mark in _ESCAPES)


def _add(found: dict[str, tuple[State, str]], loaded: Any) -> None:
    outlets: list[str] = []
    for state, slug in list(_articles(loaded, outlets)):
        before = found.get(state.title)
        if before is None or len(before[0].body) < len(state.body):
            found[state.title] = (replace(state, outlets=(*state.outlets, *outlets[:_MOST_OUTLETS])), slug)


def _chosen(found: Sequence[tuple[State, str]], titles: Sequence[str], url: str | None, named: bool) -> State | None:
    wanted = [content_words(fold_word(t)) for t in titles]
    path = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2] if url else ""

    def fit(item: tuple[State, str]) -> float:
        own = content_words(fold_word(item[0].title))
        share = max((len(own & w) / max(1, len(own)) for w in wanted), default=0.0)
        return share if share >= _FITS else 0.5 if item[1] and path and item[1] in (path, path.partition(".")[0]) else 0

    best = max(found, key=lambda item: (fit(item), len(item[0].body)), default=None)
    if best is None or (wanted and (named or len(found) > 1) and not fit(best)):
        return None
    own = content_words(fold_word(best[0].title))
    headlines = [w for w in wanted if len(w) >= _HEADLINE]
    # a page that is called by another headline is another article's, though it carries but one text
    return best[0] if fit(best) or not headlines or any(own & w for w in headlines) else None


def _loaded(text: str, pure: bool) -> Iterator[Any]:
    start = 0 if pure else (m.end() if (m := _START.search(text[:20_000])) else -1)
    if start < 0:
        return
    try:
        yield json.JSONDecoder(strict=False).raw_decode(text[start:].lstrip())[0]
    except (ValueError, RecursionError):
        if not pure:
            yield from _written(text, start)


def _written(text: str, start: int) -> Iterator[Any]:
    """A value as scripts write it; where it is a string, the JSON in it."""
    try:
        value = read_value(text, start)
        yield json.loads(value, strict=False) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return


def _pushed(text: str) -> Iterator[str]:
    """The parts of a page's rows that its scripts hand on one after the other."""
    for m in _PUSHED.finditer(text):
        yield unquote_js(m[1])


def _rows(stream: str) -> Iterator[Any]:
    """The values of rows (`5:{...}`), with the texts that they refer to («$1f») in their places."""
    texts: dict[str, str] = {}
    values: list[Any] = []
    at = 0
    for _ in range(_MOST_ROWS):
        m = _ROW.match(stream, at)
        if m is None:
            break
        if m[2]:  # a text, with its length in bytes
            told = stream[m.end() : m.end() + int(m[2], 16)].encode()[: int(m[2], 16)].decode("utf-8", "ignore")
            texts["$" + m[1]] = told
            at = m.end() + len(told)
            continue
        end = stream.find("\n", m.end())
        end = len(stream) if end < 0 else end
        line = stream[m.end() : end]
        if line[:1] in "[{":
            with suppress(ValueError, RecursionError):
                values.append(json.JSONDecoder(strict=False).raw_decode(line)[0])
        at = end + 1
    yield from (_with_texts(v, texts) for v in values)


def _with_texts(value: Any, texts: dict[str, str]) -> Any:
    """`value` with its references to texts resolved; bounded as all walks here are."""
    todo = [value]
    for _ in range(_MOST_NODES):
        if not todo:
            break
        item = todo.pop()
        for key, v in enumerate(item) if isinstance(item, list) else list(item.items()):
            if isinstance(v, str) and v in texts:
                item[key] = texts[v]
            elif isinstance(v, (list, dict)):
                todo.append(v)
    return value


def _articles(loaded: Any, outlets: list[str]) -> Iterator[tuple[State, str]]:
    """Every object that has a title and a text of some length, with the last part of its address. `outlets` takes what
    other objects call the site."""
    todo = [(loaded, 0)]
    for _ in range(_MOST_NODES):
        if not todo:
            return
        item, depth = todo.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(item, list):
            todo.extend((x, depth + 1) for x in item if isinstance(x, (dict, list)))
        elif isinstance(item, dict):
            todo.extend((x, depth + 1) for x in item.values() if isinstance(x, (dict, list)))
            outlets.extend(_sites_in(item))
            if (found := _article(item)) is not None:
                named = (item[k] for k in ("slug", "url", "link", "id", "path") if isinstance(item.get(k), str))
                yield found, next(named, "").rstrip("/").rpartition("/")[2]


def _article(item: dict[str, Any]) -> State | None:
    low = {_plain(k): v for k, v in item.items()}
    title = next((_words(low[k]) for k in _keys("titles") if k in low and _words(low[k])), "")
    bodies = [_text(low[k]) for k in _keys("bodies") if k in low]
    body = max(bodies, key=len, default="")
    if title and len(body) < _LEAST:  # whatever the field is called that holds it
        named = (v for k, v in low.items() if isinstance(v, list | dict) and k not in _keys("beside"))
        body = max((_prose(v) for v in named), key=len, default="")
    if not title or len(_ARABIC.findall(body[:4000])) < _LEAST // 2 or len(body) < _LEAST:
        return None
    dates = (str(told) for k in _keys("dates") if (told := _moment(low.get(k))) is not None)
    author = next((low[k] for k in _keys("authors") if k in low), None)
    origin = next((v for k in _keys("origins") if isinstance(v := low.get(k), str) and v.startswith("http")), None)
    source = next((name for k in _keys("sources") if (name := _named(low.get(k)))), None)
    return State(title, body, author, next(dates, None), tuple(_titled(low, title)), source, origin)


def _named(value: Any) -> str:
    """A name, also where an object holds it: `{"id": 7, "name": "..."}`."""
    if isinstance(value, dict):
        low = {_plain(k): v for k, v in value.items()}
        value = next((low[k] for k in _keys("brandnames") if isinstance(low.get(k), str)), None)
    return _words(value) if isinstance(value, str) and len(value) < _LONGEST_NAME else ""


def _moment(value: Any) -> str | int | None:
    """The words or the number of a time, also where an object wraps them: `{"$date": 1715509800000}`."""
    if isinstance(value, dict):
        value = next((value[k] for k in _keys("moments") if isinstance(value.get(k), str | int)), None)
    return value if isinstance(value, str | int) and not isinstance(value, bool) and value else None


def _titled(item: dict[str, Any], title: str) -> Iterator[str]:
    """What an article's own title for search engines names behind its headline."""
    for key in _keys("heads"):
        told = item.get(key)
        told = next((told[k] for k in _keys("headtitles") if k in told), "") if isinstance(told, dict) else told
        words = _words(told)
        if words.startswith(title) and (rest := words.removeprefix(title).strip(" -–—|:•")):
            yield rest


def _sites_in(item: dict[str, Any]) -> Iterator[str]:
    """The names under which an object speaks of the site."""
    for key, value in item.items():
        if isinstance(value, str) and value and len(value) < _LONGEST_NAME and _plain(key) in _keys("sites"):
            yield value
        elif isinstance(value, dict) and _plain(key) in _keys("brands"):
            named = (v for k, v in value.items() if isinstance(v, str) and _plain(k) in _keys("brandnames"))
            yield from (v for v in named if v and len(v) < _LONGEST_NAME)


def _plain(key: object) -> str:
    """A key as it is looked for: without case, dashes, underscores."""
    return key.lower().replace("_", "").replace("-", "") if isinstance(key, str) else ""


def _words(value: Any) -> str:
    if isinstance(value, dict):  # WordPress wraps its fields: {"rendered": ...}
        value = value.get("rendered")
    return " ".join(_MARKUP.sub(" ", value).split()) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """A text, or the strings of Arabic in a list of blocks, one a line. Markup that was escaped twice
    is taken out of its first wrapping."""
    if isinstance(value, str):
        return unescape(value) if "&lt;" in value and not _MARKUP.search(value) else value
    return _strings(value, lambda words: len(words) > 15, lambda item: True)


def _prose(value: Any) -> str:
    """The sentences in a list or an object, one a line; none of what has a title of its own, which is another's."""
    return _strings(
        value, lambda words: words.count(" ") >= _SENTENCE, lambda item: _TITLES.isdisjoint(map(_plain, item))
    )


def _strings(value: Any, holds: Callable[[str], bool], enters: Callable[[dict[str, Any]], bool]) -> str:
    """The strings of Arabic in a value, one a line, that `holds` takes, out of the objects that `enters` takes and that
    are no block beside the text."""
    found: list[str] = []
    todo = [value]
    for _ in range(_MOST_NODES):
        if not todo:
            break
        item = todo.pop()
        if isinstance(item, str):
            found.extend([item] if holds(item) and _ARABIC.search(item) else [])
        elif isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, dict) and not _is_beside(item) and enters(item):
            todo.extend(reversed(list(item.values())))
    return "\n".join(found)


def _is_beside(block: dict[str, Any]) -> bool:
    """Whether a block says that it is none of the text: a picture, what else to read."""
    return _plain(block.get("type")) in _keys("beside")


@cache
def _keys(name: str) -> tuple[str, ...]:
    names: tuple[str, ...] = load("ar/reading_markup")["state"].texts(name)
    return names
