"""Opening what a user names: files, directories, patterns, `-`. Gives `Source`s and `Failure`s.

A page's name is its file's base name, or the shortest path tail that no other input shares. A
path that cannot be opened is a `Failure`, never an exception: the rest of the run goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from riwaya.model import Failure, Source

# What a directory is searched for; a file named by itself may have any name.
SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".jsonl", ".ndjson", ".json"})
# A page is kilobytes, a month of JSON Lines some hundred megabytes; more is an archive's business.
LARGEST = 512 * 1024 * 1024


def open_inputs(inputs: Iterable[str | Path], stdin: bytes | None = None) -> tuple[list[Source], list[Failure]]:
    """Read everything that `inputs` names. `stdin` is what `-` stands for."""
    failures: list[Failure] = []
    paths: list[Path] = []
    sources: list[Source] = []
    for item in inputs:
        if str(item) == "-":
            sources.append(Source("stdin", stdin or b""))
        elif str(item).startswith(("http://", "https://")):
            failures.append(
                Failure(str(item), "open", "addresses are not fetched yet: save the page and name the file")
            )
        else:
            found = list(_files(Path(item)))
            paths += found
            if not found:
                missing = "nothing to read in this directory" if Path(item).is_dir() else "no such file or directory"
                failures.append(Failure(str(item), "open", missing))
    unique = list(dict.fromkeys(p.resolve() for p in paths))
    for path, name in zip(unique, _names(unique), strict=True):
        try:
            size = path.stat().st_size
            if size > LARGEST:
                failures.append(Failure(name, "open", f"{size >> 20} MB is more than {LARGEST >> 20} MB: split it"))
            else:
                sources.append(Source(name, path.read_bytes()))
        except OSError as e:
            failures.append(Failure(name, "open", e.strerror or type(e).__name__))
    return sources, failures


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(
            p
            for p in path.rglob("*")
            if p.suffix.lower() in SUFFIXES
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
