import io
import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest

from riwaya.inputs import HELD, MOST_PAGES, open_inputs
from riwaya.model import Failure, PageState, Source


def opened(*inputs: str | Path, stdin: bytes = b"", web: Any = None) -> tuple[list[Source], list[Failure]]:
    """What `open_inputs` gives, sources and failures apart."""
    found = list(open_inputs(inputs, io.BytesIO(stdin), web))
    return [f for f in found if isinstance(f, Source)], [f for f in found if isinstance(f, Failure)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a/one.txt", "b/one.txt", "b/two.html", "b/notes.pdf", "b/.hidden/three.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_names_are_the_shortest_that_differ(folder: Path) -> None:
    sources, failures = opened(folder)
    assert [s.name for s in sources] == ["a/one.txt", "b/one.txt", "two.html"]
    assert not failures


def test_a_file_given_twice_is_read_once(folder: Path) -> None:
    sources, _ = opened(folder / "a" / "one.txt", folder / "a" / ".." / "a" / "one.txt")
    assert [s.name for s in sources] == ["one.txt"]


def test_a_file_named_by_itself_may_have_any_name(folder: Path) -> None:
    sources, _ = opened(folder / "b" / "notes.pdf")
    assert [s.name for s in sources] == ["notes.pdf"]


@pytest.mark.parametrize("name", ["expected.yaml", "conftest.PY", "style.css"])
def test_code_and_settings_are_no_pages(folder: Path, name: str) -> None:
    (folder / name).write_text("title: 'عنوان'")
    sources, failures = opened(folder / name)
    assert not sources
    assert [(f.page, f.reason.split(" (")[0]) for f in failures] == [(name, "a file of code or settings")]


def test_patterns(folder: Path) -> None:
    sources, _ = opened(str(folder / "*" / "one.txt"))
    assert len(sources) == 2


def test_standard_input() -> None:
    sources, _ = opened("-", stdin=b"text")
    assert (sources[0].name, sources[0].data) == ("stdin", b"text")


def test_what_cannot_be_opened_is_a_failure_and_the_rest_goes_on(folder: Path) -> None:
    sources, failures = opened(folder / "missing.txt", "https://example.org/x", folder / "a")
    assert [s.name for s in sources] == ["one.txt"]
    assert [f.reason.split()[0] for f in failures] == ["no", "addresses"]
    assert all(f.stage == "open" for f in failures)


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def test_a_device_a_pipe_and_a_socket_are_failures_among_others(folder: Path) -> None:
    """A device never ends, a pipe that nobody writes to never begins; both are seekable or openable all the same."""
    given = [Path("/dev/zero"), _pipe(folder / "pipe"), _socket(folder / "s"), folder / "a"]
    sources, failures = opened(*given)
    assert [s.name for s in sources] == ["one.txt"]
    assert [f.reason.split(",")[0] for f in failures] == ["a device", "a pipe", "a socket"]
    assert all(f.stage == "open" and "standard input" in f.reason for f in failures)


def test_a_link_to_a_device_is_one_and_a_pipe_in_a_folder_is_passed_over(folder: Path) -> None:
    (folder / "a" / "link.txt").symlink_to("/dev/zero")
    _pipe(folder / "a" / "pipe.txt")
    assert [s.name for s in opened(folder / "a")[0]] == ["one.txt"]
    _, failures = opened(folder / "a" / "link.txt")
    assert failures[0].reason.startswith("a device")


def test_what_does_not_tell_its_size_is_held_so_far_and_no_further(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that the system makes while they are read (/proc) say that they are empty."""
    monkeypatch.setattr("riwaya.inputs.HELD", 3)
    monkeypatch.setattr("riwaya.inputs.fstat", lambda _: os.stat_result((stat.S_IFREG, *[0] * 9)))
    sources, failures = opened(folder / "a")
    assert not sources
    assert "does not tell its size" in failures[0].reason


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.inputs.LARGEST_STDIN", 3)
    assert "give its file by name" in opened("-", stdin=b"text")[1][0].reason


def test_an_empty_directory_is_a_failure(tmp_path: Path) -> None:
    _, failures = opened(tmp_path)
    assert "nothing to read" in failures[0].reason


class Shelf:
    """A web of known pages; remembers what it was asked for."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages, self.asked = pages, list[str]()

    def fetch(self, address: str, /) -> "Given":
        self.asked.append(address)
        return Given(address, self.pages.get(address))


class Given:
    def __init__(self, address: str, text: str | None) -> None:
        self.address, self.text = address, text

    def source(self) -> Source:
        lost = (PageState.BROKEN, "not there") if self.text is None else None
        return Source(self.address, (self.text or "").encode(), url=self.address, lost=lost)


SITE = "https://sada.example"


def feed(*links: str) -> str:
    return "<rss><channel>" + "".join(f"<item><link>{link}</link></item>" for link in links) + "</channel></rss>"


def test_an_address_is_fetched_under_its_name() -> None:
    shelf = Shelf({f"{SITE}/n": "<html>x</html>"})
    sources, failures = opened(f"{SITE}/n", f"{SITE}/gone", f"{SITE}/n", web=lambda: shelf)
    assert [(s.name, s.lost is None) for s in sources] == [(f"{SITE}/n", True), (f"{SITE}/gone", False)]
    assert not failures


def test_a_feeds_pages_are_fetched_and_each_once() -> None:
    shelf = Shelf({f"{SITE}/rss": feed("/1", "/2", "/1", f"{SITE}/rss"), f"{SITE}/1": "a"})
    sources, _ = opened(f"{SITE}/rss", web=lambda: shelf)
    assert [s.name for s in sources] == [f"{SITE}/rss", f"{SITE}/1", f"{SITE}/2"]
    assert shelf.asked == [s.name for s in sources]


def test_a_list_of_feeds_in_a_file_is_followed_and_a_feed_in_a_file_is_not(tmp_path: Path) -> None:
    shelf = Shelf({f"{SITE}/rss": feed("/1"), f"{SITE}/1": "a"})
    (tmp_path / "feeds.opml").write_text(f'<opml><body><outline xmlUrl="{SITE}/rss"/></body></opml>')
    (tmp_path / "saved.rss").write_text(feed(f"{SITE}/1"))
    assert [s.name for s in opened(tmp_path / "saved.rss", web=lambda: shelf)[0]] == ["saved.rss"]
    assert shelf.asked == []
    sources, _ = opened(tmp_path / "feeds.opml", web=lambda: shelf)
    assert [s.name for s in sources] == ["feeds.opml", f"{SITE}/rss", f"{SITE}/1"]


def test_a_long_list_is_followed_so_far_and_the_rest_counted() -> None:
    shelf = Shelf({f"{SITE}/rss": feed(*(f"/{n}" for n in range(MOST_PAGES + 7)))})
    sources, failures = opened(f"{SITE}/rss", web=lambda: shelf)
    assert len(sources) == 1 + MOST_PAGES
    assert failures[0].reason.startswith("7 more addresses")


def test_lists_that_name_each_other_come_to_an_end() -> None:
    index = "<sitemapindex>{}</sitemapindex>"
    shelf = Shelf({f"{SITE}/{n}": index.format(f"<sitemap><loc>{SITE}/{n + 1}</loc></sitemap>") for n in range(50)})
    sources, _ = opened(f"{SITE}/0", web=lambda: shelf)
    assert len(sources) <= 5


def test_nothing_is_fetched_where_nobody_may() -> None:
    _, failures = opened(f"{SITE}/n")
    assert "not fetched" in failures[0].reason


def test_archives_are_found_in_a_directory(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.wacz", "c.warc", "d.gz", "e.opml"):
        (tmp_path / name).write_bytes(b"x")
    assert [s.name for s in opened(tmp_path)[0]] == ["a.warc.gz", "b.wacz", "c.warc", "e.opml"]


def test_a_large_file_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "big.warc").write_bytes(b"WARC/1.0\r\n" + bytes(HELD))
    (source,) = (s for s in open_inputs([tmp_path]) if isinstance(s, Source))
    assert source.file is not None
    assert source.data.startswith(b"WARC/1.0")
    assert len(source.data) < HELD / 10


def test_inputs_are_opened_one_after_the_other(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(str(n))
    found = open_inputs([tmp_path])
    assert next(found) == Source("0.txt", b"0")
    (tmp_path / "1.txt").write_text("changed meanwhile")
    (tmp_path / "2.txt").unlink()
    changed, gone = found
    assert isinstance(changed, Source)
    assert changed.data == b"changed meanwhile"
    assert isinstance(gone, Failure)
