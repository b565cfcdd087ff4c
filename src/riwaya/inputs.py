"""Opening what a user names: files, directories, patterns, `-`, addresses. Gives `Source`s and `Failure`s.

A page's name is its file's base name, or the shortest path tail that no other input shares; a
fetched page's is its address. A path that cannot be opened is a `Failure`, a page that cannot be
fetched a `Source` that says why: the rest of the run goes on. Inputs are opened one after the
other, and large files are not held: an archive of any size is read from its file. What is no file
(a device, a pipe, a socket) is a `Failure`: it may never end, or never begin.

An address may name a page, a feed, or a list of feeds; the pages that a feed names are fetched too,
and the feed's own words stand in for those that do not come. Lists without words of their own
(OPML, sitemaps) are followed from files as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from os import fstat, stat_result
from pathlib import Path
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISREG, S_ISSOCK
from typing import BinaryIO, Protocol

from riwaya.errors import InputError
from riwaya.model import Failure, Source
from riwaya.read.feed import addresses_in, form_of, list_in

# What a directory is searched for; a file named by itself may have any name.
SUFFIXES = frozenset(
    {".txt", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".opml", ".jsonl", ".ndjson", ".json"}
    | {".warc", ".wacz"}
)
# Who names one of these by itself meant another file beside it: a page of code or settings tells no news.
_NO_PAGE = frozenset((
    ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".lock", ".log", ".py", ".pyc", ".js", ".mjs", ".ts", ".css",
    ".sh", ".c", ".h", ".cc", ".cpp", ".rs", ".go", ".java", ".rb", ".sql",
))  # fmt: skip
_PACKED = (".warc.gz", ".xml.gz", ".html.gz", ".jsonl.gz")
# A larger file holds many pages, or is too large for one: it is not held whole.
HELD = 16 * 1024 * 1024
_HEAD = 256 * 1024
LARGEST_STDIN = 512 * 1024 * 1024  # there is no file to go back to

# A feed tells its newest pages first; whoever wants a whole sitemap has an archive made of it.
MOST_PAGES = 100
MOST_LISTS = 50
_DEPTH = 3  # a list of feeds, a feed, its pages

Opened = Source | Failure


class Fetched(Protocol):
    """What fetching one address gave."""

    def source(self) -> Source: ...


class Web(Protocol):
    """Whoever fetches addresses: `riwaya.read.fetch.Fetcher`, or a test's stand-in."""

    def fetch(self, address: str, /) -> Fetched: ...


def open_inputs(
    inputs: Iterable[str | Path], stdin: BinaryIO | None = None, web: Callable[[], Web] | None = None
) -> Iterator[Opened]:
    """Open everything that `inputs` names, one after the other. `stdin` is what `-` stands for;
    `web` is called for a fetcher when the first address has to be fetched (None: addresses are
    failures). A source's file is open until the next one is asked for."""
    paths: list[Path] = []
    walk = _Walk(web)
    for item in inputs:
        if str(item) == "-":
            yield _standard_input(stdin)
        elif is_address(item):
            if web is None:
                yield Failure(str(item), "open", "addresses are not fetched here")
            else:
                yield from walk.visit(str(item), _DEPTH)
        else:
            found = list(_files(Path(item)))
            paths += found
            if not found:
                missing = "nothing to read in this directory" if Path(item).is_dir() else "no such file or directory"
                yield Failure(str(item), "open", missing)
    unique = list(dict.fromkeys(p.resolve() for p in paths))
    for path, name in zip(unique, _names(unique), strict=True):
        yield from _file(path, name, walk)


def _standard_input(stdin: BinaryIO | None) -> Opened:
    data = stdin.read(LARGEST_STDIN + 1) if stdin is not None else b""
    if len(data) > LARGEST_STDIN:
        return Failure("stdin", "open", f"more than {LARGEST_STDIN >> 20} MB: give its file by name")
    return Source("stdin", data)


def _file(path: Path, name: str, walk: _Walk) -> Iterator[Opened]:
    """The source in a file, and the pages that it lists."""
    try:
        if refused := no_file(path.stat()):
            yield Failure(name, "open", refused)
            return
        if path.suffix.lower() in _NO_PAGE:
            yield Failure(name, "open", f"a file of code or settings ({path.suffix}), not a page")
            return
        with path.open("rb") as file:
            data = file.read(HELD + 1)
            if len(data) > HELD:
                told = fstat(file.fileno()).st_size  # what the system makes while it is read tells 0
                reason = f"more than {HELD >> 20} MB, and it does not tell its size: give a file"
                yield Source(name, data[:_HEAD], file=file) if told >= len(data) else Failure(name, "open", reason)
                return
    except OSError as e:
        yield Failure(name, "open", e.strerror or type(e).__name__)
        return
    source = Source(name, data)
    yield source
    if _only_names(source):
        yield from walk.listed(source, _DEPTH)


def no_file(told: stat_result) -> str | None:
    """Why what has a name is not opened: a device may never end, a pipe waits until somebody writes. None: a file."""
    if S_ISREG(told.st_mode):
        return None
    kinds = {S_ISCHR: "device", S_ISBLK: "device", S_ISFIFO: "pipe", S_ISSOCK: "socket", S_ISDIR: "folder"}
    kind = next((name for test, name in kinds.items() if test(told.st_mode)), "thing without a size")
    return f"a {kind}, not a file; give a file, or - for standard input"


def _only_names(source: Source) -> bool:
    """Whether it is a list without words of its own."""
    try:
        listing = list_in(source)
    except InputError:  # the reader will say so
        return False
    return listing is not None and form_of(listing.data) in ("opml", "sitemap")


def is_address(item: str | Path) -> bool:
    """Whether an input is an address of the web rather than a path."""
    return str(item).lower().startswith(("http://", "https://"))


class _Walk:
    """Fetches addresses and what the lists among them name, each address once."""

    def __init__(self, web: Callable[[], Web] | None) -> None:
        self._make = web
        self._web: Web | None = None
        self._seen: set[str] = set()

    def visit(self, address: str, depth: int) -> Iterator[Opened]:
        """The page at `address`, and the pages it lists."""
        if address in self._seen or self._make is None:
            return
        self._seen.add(address)
        if self._web is None:
            self._web = self._make()
        source = self._web.fetch(address).source()
        yield source
        if source.lost is None:
            yield from self.listed(source, depth)

    def listed(self, source: Source, depth: int) -> Iterator[Opened]:
        """The pages that a feed, a sitemap or a list of feeds names, its own text left out."""
        if self._make is None or depth == 0:
            return
        try:
            listing = list_in(source)
            addresses = addresses_in(listing) if listing is not None else ()
        except InputError:  # the reader will say so
            return
        most = MOST_LISTS if any(a.feed for a in addresses) else MOST_PAGES
        for listed in addresses[:most]:
            yield from self.visit(listed.url, depth - 1)
        if len(addresses) > most:
            rest = len(addresses) - most
            reason = f"{rest} more addresses in this list are not fetched: at most {most} of one list are"
            yield Failure(source.name, "fetch", reason)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(
            p
            for p in path.rglob("*")
            if (p.suffix.lower() in SUFFIXES or p.name.lower().endswith(_PACKED))
            and p.is_file()
            and not any(q.startswith(".") for q in p.relative_to(path).parts)
        )
    elif path.exists():
        yield path
    elif any(c in str(path) for c in "*?["):
        root = Path(path.anchor) if path.is_absolute() else Path()
        yield from sorted(p for p in root.glob(str(path.relative_to(root))) if p.is_file())


def _names(paths: list[Path]) -> list[str]:
    """The shortest tails of `paths` that tell them apart."""
    length = dict.fromkeys(paths, 1)
    while True:
        names = {p: "/".join(p.parts[-n:]) for p, n in length.items()}
        counts = Counter(names.values())
        clashing = [p for p in paths if counts[names[p]] > 1 and length[p] < len(p.parts)]
        if not clashing:
            return [names[p] for p in paths]
        for p in clashing:
            length[p] += 1
