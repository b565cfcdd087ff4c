"""Fetching, against a real host on loopback that plays slow, broken, huge, redirecting and hostile."""

from __future__ import annotations

import gzip
import io
import itertools
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest

from riwaya.errors import InputError
from riwaya.model import PageState, Source
from riwaya.read import read_source, transport
from riwaya.read.fetch import Answer, Fetcher, Policy, Validators
from riwaya.read.guard import refusal
from riwaya.read.keep import WarcKeeper
from riwaya.read.transport import resolve_name
from tests.read.host import Asked, Host, Play, Send, answer, hosting, redirect

PAGE = (
    "<!doctype html><html><head><title>سوق السمك يعود إلى المرفأ القديم</title></head><body><article>"
    "<h1>سوق السمك يعود إلى المرفأ القديم</h1><p>عاد سوق السمك، صباح الأحد، إلى المرفأ القديم بعد عام من الإغلاق."
    "</p><p>وقال رئيس جمعية الصيادين هاني بدر إن ستين صيادا عرضوا صيدهم في اليوم الأول.</p></article></body></html>"
)


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches further than loopback, whatever goes wrong in it."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        assert str(address[0]).startswith("127.") or address[0] == "::1", f"a test wanted to reach {address}"
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting() as host:
        yield host


@pytest.fixture
def clock() -> Clock:
    return Clock()


Make = Callable[..., Fetcher]


@pytest.fixture
def make(clock: Clock) -> Iterator[Make]:
    made: list[Fetcher] = []

    def fetcher(**policy: Any) -> Fetcher:
        policy = {"allow_private": True, "seconds": 5.0, "largest": 1 << 20} | policy
        made.append(Fetcher(Policy(**policy), clock=clock, sleep=clock.sleep))
        return made[-1]

    yield fetcher
    for one in made:
        one.close()


def ended(got: Answer) -> tuple[PageState, str]:
    assert got.lost is not None, f"came: {got.status} {got.data[:80]!r}"
    assert got.data == b""
    return got.lost


# ------------------------------------------------------------------ what comes


def test_a_page_comes_as_bytes_with_what_its_host_says(host: Host, make: Make) -> None:
    data = PAGE.encode("windows-1256")
    host.routes["/n"] = answer(data, headers={"Content-Type": "text/html; charset=windows-1256", "ETag": '"7"'})
    got = make().fetch(host.url("/n#comments"))
    assert (got.data, got.lost, got.status) == (data, None, 200)
    assert got.validators == Validators('"7"', None)
    source = got.source()
    assert source.name == host.url("/n#comments")
    (reading,) = read_source(source)
    assert "هاني بدر" in reading.page.text
    assert reading.page.retrieved == got.retrieved


@pytest.mark.parametrize("said", ["utf-8", "windows-1256", "iso-8859-1", "x-none", None])
@pytest.mark.parametrize("real", ["utf-8", "windows-1256"])
def test_the_charset_is_that_of_the_bytes(host: Host, make: Make, said: str | None, real: str) -> None:
    told = f"text/html; charset={said}" if said else "text/html"
    host.routes["/n"] = answer(PAGE.encode(real), headers={"Content-Type": told})
    (reading,) = read_source(make().fetch(host.url("/n")).source())
    assert "هاني بدر" in reading.page.text
    assert reading.articles


def test_who_asks_is_told_and_nothing_else(host: Host, make: Make) -> None:
    host.routes["/n"] = answer(PAGE, headers={"Set-Cookie": "id=1"})
    fetcher = make()
    fetcher.fetch(host.url("/n"))
    fetcher.fetch(host.url("/n"))
    headers = host.asked[-1].headers
    assert headers["user-agent"].startswith("riwaya/")
    assert not headers.keys() & {"cookie", "authorization", "referer"}


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("br", brotli.compress(PAGE.encode())),
        ("identity", PAGE.encode()),
        ("gzip", PAGE.encode()),  # said, and not done
    ],
)
def test_packed_pages_are_unpacked(host: Host, make: Make, encoding: str, packed: bytes) -> None:
    host.routes["/n"] = answer(packed, headers={"Content-Encoding": encoding})
    assert make().fetch(host.url("/n")).data == PAGE.encode()


def test_a_chunked_page(host: Host, make: Make) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    data = PAGE.encode()
    host.routes["/n"] = lambda _, send: send(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data))
    assert make().fetch(host.url("/n")).data == data


def test_an_arabic_path_and_an_arabic_redirect(host: Host, make: Make) -> None:
    host.routes["/%D8%AE"] = lambda _, send: send("HTTP/1.1 302 Found\r\nLocation: /خبر\r\n\r\n".encode())
    host.routes["/%D8%AE%D8%A8%D8%B1"] = answer(PAGE)
    got = make().fetch(host.url("/خ"))
    assert got.data == PAGE.encode()
    assert got.url == host.url("/%D8%AE%D8%A8%D8%B1")


# ------------------------------------------------------------------ bad hosts


def drip(head: bytes, host: Host) -> Play:
    def play(_: Asked, send: Send) -> None:
        send(head)
        while not host.stopped.wait(0.05):
            send(b"x")

    return play


def flood(head: bytes, host: Host) -> Play:
    def play(_: Asked, send: Send) -> None:
        send(head)
        while not host.stopped.is_set():
            send(b"x" * 65536)

    return play


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "head", [b"", OK + b"X: ", OK + b"Content-Length: 9999\r\n\r\n"], ids=["first", "head", "body"]
)
def test_a_slow_host_is_left_in_time(host: Host, make: Make, head: bytes) -> None:
    host.routes["/n"] = drip(head, host)
    started = time.monotonic()
    state, reason = ended(make(seconds=0.4).fetch(host.url("/n")))
    assert (state, "no whole answer" in reason) == (PageState.BROKEN, True), reason
    assert time.monotonic() - started < 2


def test_a_chain_of_slow_hosts_is_left_in_time(host: Host, make: Make) -> None:
    def slow(n: int) -> Play:
        def play(asked: Asked, send: Send) -> None:
            host.stopped.wait(0.25)
            redirect(f"/{n + 1}")(asked, send)

        return play

    host.routes |= {f"/{n}": slow(n) for n in range(20)}
    started = time.monotonic()
    assert "no whole answer" in ended(make(seconds=0.4, redirects=15, gap=0.0).fetch(host.url("/0")))[1]
    assert time.monotonic() - started < 2.5


def test_a_silent_host_is_left_in_time(host: Host, make: Make) -> None:
    def play(*_: object) -> None:
        host.stopped.wait(10)

    host.routes["/n"] = play
    assert "no whole answer" in ended(make(seconds=0.3).fetch(host.url("/n")))[1]


@pytest.mark.parametrize("head", [OK + b"\r\n", OK + b"X: ", OK + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n"])
def test_an_endless_answer_is_cut_off(host: Host, make: Make, head: bytes) -> None:
    host.routes["/n"] = flood(head, host)
    started = time.monotonic()
    assert ended(make().fetch(host.url("/n")))[0] is PageState.BROKEN
    assert time.monotonic() - started < 3


ZEROS = gzip.compress(bytes(30 << 20))


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        (answer(b"x", length=10**13), "too large"),
        (answer(b"x" * (2 << 20)), "too large"),
        (answer(b"<html>", length=5000), "connection failed"),
        (answer(ZEROS, headers={"Content-Encoding": "gzip"}), "unpacks"),
        (answer(brotli.compress(bytes(30 << 20), quality=1), headers={"Content-Encoding": "br"}), "unpacks"),
        (answer(gzip.compress(PAGE.encode())[:-30], headers={"Content-Encoding": "gzip"}), "in the middle"),
        (answer(PAGE, headers={"Content-Encoding": "zstd"}), "can not read"),
        (answer(PAGE, headers={"Content-Encoding": "gzip, gzip, gzip"}), "times over"),
        (lambda _, send: send(b"SSH-2.0-x\r\n"), "connection failed"),
        (lambda _, send: send(b"\x00" * 300 + b"\r\n\r\n"), "connection failed"),
        (lambda *_: None, "connection failed"),
        (answer("", "301 Moved Permanently"), "no page"),
        (answer("", "500 Internal Server Error"), "answered 500"),
        (answer("", "404 Not Found"), "answered 404"),
        (answer("", "599 What"), "answered 599"),
    ],
)
def test_a_broken_answer_is_a_page_that_ended_broken(host: Host, make: Make, play: Play, reason: str) -> None:
    host.routes["/n"] = play
    state, why = ended(make().fetch(host.url("/n")))
    assert state is PageState.BROKEN
    assert reason in why


def test_more_than_was_promised_is_not_read(host: Host, make: Make) -> None:
    host.routes["/n"] = answer(PAGE.encode() + b"<p>junk", length=len(PAGE.encode()))
    assert make().fetch(host.url("/n")).data == PAGE.encode()


def test_a_host_that_is_not_there(host: Host, make: Make) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "connection failed" in ended(make().fetch(f"http://127.0.0.1:{port}/"))[1]
    fetcher = make()
    fetcher.resolve = lambda *_: (_ for _ in ()).throw(socket.gaierror("no such name"))
    assert "is not known" in ended(fetcher.fetch("http://no.example/"))[1]


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "451 Unavailable", "429 Too Many Requests"])
def test_a_page_that_is_kept_from_us_is_blocked(host: Host, make: Make, status: str) -> None:
    host.routes["/n"] = answer(PAGE, status)
    assert ended(make().fetch(host.url("/n")))[0] is PageState.BLOCKED


# ------------------------------------------------------------------ redirects


def test_redirects_are_followed_and_robots_asked_once(host: Host, make: Make) -> None:
    host.routes |= {"/a": redirect("/b"), "/b": redirect(host.url("/c"), "308 Permanent Redirect"), "/c": answer(PAGE)}
    got = make().fetch(host.url("/a"))
    assert (got.address, got.url, got.data) == (host.url("/a"), host.url("/c"), PAGE.encode())
    assert host.paths == ["/robots.txt", "/a", "/b", "/c"]


@pytest.mark.parametrize(
    ("to", "state", "reason"),
    [
        ("/a", PageState.BROKEN, "circle"),
        ("/a#x", PageState.BROKEN, "circle"),
        ("file:///etc/passwd", PageState.BLOCKED, "only http"),
        ("gopher://x.example/", PageState.BLOCKED, "only http"),
        ("http://user:secret@x.example/", PageState.BLOCKED, "password"),
        ("http://[::1", PageState.BROKEN, "URL in location"),
        ("http://x.example:99999/", PageState.BLOCKED, "not an address"),
    ],
)
def test_a_redirect_to_nowhere(host: Host, make: Make, to: str, state: PageState, reason: str) -> None:
    host.routes["/a"] = redirect(to)
    got, why = ended(make().fetch(host.url("/a")))
    assert (got, reason in why) == (state, True), why


def test_redirects_without_end(host: Host, make: Make) -> None:
    host.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(30)}
    assert "redirects" in ended(make(redirects=4).fetch(host.url("/0")))[1]
    assert len(host.paths) == 1 + 5


# ------------------------------------------------------------------ only public hosts


@pytest.mark.parametrize(
    "name",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "0", "0.0.0.0",
     "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "127.0.0.1."],
)  # fmt: skip
def test_this_machine_is_not_asked_by_any_name(host: Host, make: Make, name: str) -> None:
    host.routes["/n"] = answer(PAGE)
    got = make(allow_private=False).fetch(host.url("/n", name))
    assert got.lost is not None
    assert got.data == b""
    assert host.asked == []


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our host stands in for a public one; everything else is judged as ever."""
    monkeypatch.setattr(transport, "refusal", lambda number: None if number == "127.0.0.1" else refusal(number))


@pytest.mark.parametrize(
    "number",
    ["10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.9", "100.64.0.1", "224.0.0.1", "240.0.0.1", "fd00::1",
     "fe80::1%eth0", "ff02::1", "::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::a00:1", "fec0::1", "2001:db8::1"],
)  # fmt: skip
@pytest.mark.usefixtures("loopback_is_public")
def test_a_redirect_to_a_private_host_is_refused(host: Host, make: Make, number: str) -> None:
    host.routes["/a"] = redirect("http://inner.example/secret")
    fetcher = make(allow_private=False)
    fetcher.resolve = lambda name, _: ("127.0.0.1",) if name == "news.example" else ("127.0.0.1", number)
    state, reason = ended(fetcher.fetch(host.url("/a", "news.example")))
    assert state is PageState.BLOCKED
    assert "inner.example" in reason
    assert host.paths == ["/robots.txt", "/a"]


FORMS = (
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "0xa9.254.0251.0xfe",
    "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[::169.254.169.254]", "169.254.169.254.",
    "10.1", "0xa000001", "3232235777", "[fd00::1]", "[::1]", "[::]", "0", "127.1.2.3", "2130706434",
)  # fmt: skip


@pytest.mark.parametrize("number", FORMS)
@pytest.mark.parametrize("first", ["/a", "/b"])
@pytest.mark.usefixtures("loopback_is_public")
def test_no_redirect_leads_to_a_private_number_in_any_writing(host: Host, make: Make, number: str, first: str) -> None:
    host.routes |= {
        "/a": redirect(f"http://{number}:{host.port}/secret"),
        "/b": redirect("/a"),
        "/secret": answer(PAGE),
    }
    fetcher = make(allow_private=False)
    fetcher.resolve = lambda name, port: ("127.0.0.1",) if name == "news.example" else resolve_name(name, port)
    state, reason = ended(fetcher.fetch(host.url(first, "news.example")))
    assert state in (PageState.BLOCKED, PageState.BROKEN), reason
    assert "/secret" not in host.paths
    assert any(told in reason for told in ("not fetched", "is not known", "Invalid URL"))


@pytest.mark.usefixtures("loopback_is_public")
def test_the_robots_of_a_public_host_lead_nowhere_private(host: Host, make: Make) -> None:
    host.routes |= {"/robots.txt": redirect("http://inner.example/robots.txt"), "/n": answer(PAGE)}
    fetcher = make(allow_private=False)
    fetcher.resolve = lambda name, _: ("127.0.0.1",) if name == "news.example" else ("10.0.0.1",)
    assert ended(fetcher.fetch(host.url("/n", "news.example")))[0] is PageState.BLOCKED
    assert host.paths == ["/robots.txt"]


@pytest.mark.parametrize("order", list(itertools.permutations(("127.0.0.1", "10.0.0.1", "::ffff:192.168.0.1"))))
@pytest.mark.usefixtures("loopback_is_public")
def test_one_private_number_among_public_ones_is_enough(host: Host, make: Make, order: tuple[str, ...]) -> None:
    host.routes["/n"] = answer(PAGE)
    fetcher = make(allow_private=False)
    fetcher.resolve = lambda *_: order
    assert ended(fetcher.fetch(host.url("/n", "news.example")))[0] is PageState.BLOCKED
    assert host.asked == []


@pytest.mark.usefixtures("loopback_is_public")
def test_a_name_that_changes_its_number_is_connected_to_as_it_was_judged(host: Host, make: Make) -> None:
    host.routes["/n"] = answer(PAGE)
    numbers = itertools.chain(["127.0.0.1", "127.0.0.1"], itertools.repeat("10.0.0.1"))
    fetcher = make(allow_private=False)
    fetcher.resolve = lambda *_: (next(numbers),)
    assert fetcher.fetch(host.url("/n", "news.example")).data == PAGE.encode()  # robots.txt and page: two look-ups
    assert ended(fetcher.fetch(host.url("/n", "news.example")))[0] is PageState.BLOCKED
    assert host.asked[-1].headers["host"] == f"news.example:{host.port}"


@pytest.mark.parametrize(
    "address",
    ["ftp://x.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://u:p@x.example/", "http://x/\n",
     "http://x.example:22/", "http://x.example/" + "a" * 5000, "//x.example/", "x"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(make: Make, address: str) -> None:
    fetcher = make(allow_private=False)
    fetcher.resolve = lambda *_: pytest.fail("must not be resolved")
    assert ended(fetcher.fetch(address))[0] is PageState.BLOCKED


# ------------------------------------------------------------------ manners


def test_robots_are_obeyed(host: Host, make: Make) -> None:
    rules = (
        "User-agent: *\nDisallow: /\n\nUser-agent: riwaya\nDisallow: /private/\nDisallow: /*?print=\nDisallow: /خاص\n"
    )
    host.routes |= {"/robots.txt": answer(rules), "/n": answer(PAGE), "/away": redirect("/private/x")}
    fetcher = make()
    assert fetcher.fetch(host.url("/n")).lost is None
    for path in ("/private/x", "/n?print=1", "/خاص/1", "/away"):
        state, reason = ended(fetcher.fetch(host.url(path)))
        assert (state, "robots" in reason) == (PageState.BLOCKED, True)
    assert host.paths == ["/robots.txt", "/n", "/away"]


@pytest.mark.parametrize(
    ("play", "comes"),
    [
        (answer("", "404 Not Found"), True),
        (answer("", "403 Forbidden"), True),
        (answer(b"\xff\xfe\x00junk"), True),
        (answer(b"User-agent: *\nDisallow: /\n" + b"#" * (2 << 20)), False),
        (answer(gzip.compress(b"User-agent: *\nDisallow: /"), headers={"Content-Encoding": "gzip"}), False),
        (redirect("/other.txt"), False),
        (redirect("/robots.txt"), True),
        (answer("", "503 Service Unavailable"), False),
        (lambda *_: None, False),
    ],
    ids=["none", "forbidden", "junk", "huge", "packed", "moved", "circle", "down", "broken"],
)
def test_robots_of_every_kind(host: Host, make: Make, play: Play, comes: bool) -> None:
    host.routes |= {"/robots.txt": play, "/other.txt": answer("User-agent: *\nDisallow: /"), "/n": answer(PAGE)}
    fetcher = make()
    assert (fetcher.fetch(host.url("/n")).lost is None) is comes
    assert (fetcher.fetch(host.url("/n")).lost is None) is comes
    assert host.paths.count("/robots.txt") <= 6  # asked for once, redirects and all


def test_one_host_is_asked_once_in_a_while(host: Host, make: Make, clock: Clock) -> None:
    host.routes["/n"] = answer(PAGE)
    fetcher = make(gap=2.0)
    for _ in range(3):
        fetcher.fetch(host.url("/n"))
    assert clock.slept == [2.0, 2.0]
    fetcher.fetch(host.url("/n", "localhost"))  # another host: no wait
    assert clock.slept == [2.0, 2.0]


def test_two_ports_of_a_machine_are_one_host(host: Host, make: Make, clock: Clock) -> None:
    with hosting() as other:
        host.routes["/n"] = redirect(other.url("/n"))
        other.routes["/n"] = answer(PAGE)
        assert make(gap=2.0).fetch(host.url("/n")).data == PAGE.encode()
        assert other.paths == ["/robots.txt", "/n"]  # each has rules of its own
    assert clock.slept == [2.0]


def test_a_crawl_delay_is_kept_within_reason(host: Host, make: Make, clock: Clock) -> None:
    host.routes |= {"/robots.txt": answer("User-agent: *\nCrawl-delay: 7"), "/n": answer(PAGE)}
    fetcher = make()
    fetcher.fetch(host.url("/n"))
    fetcher.fetch(host.url("/n"))
    assert clock.slept == [7.0]


def test_a_host_that_says_wait_is_waited_for_once(host: Host, make: Make, clock: Clock) -> None:
    plays = iter([answer("", "429 Too Many Requests", {"Retry-After": "3"}), answer(PAGE)])

    def play(asked: Asked, send: Send) -> None:
        next(plays)(asked, send)

    host.routes["/n"] = play
    assert make().fetch(host.url("/n")).data == PAGE.encode()
    assert clock.slept == [3.0]


@pytest.mark.parametrize("wait", ["86400", "Fri, 31 Dec 2199 23:59:59 GMT"])
def test_a_host_that_says_wait_long_is_left(host: Host, make: Make, clock: Clock, wait: str) -> None:
    host.routes["/n"] = answer("", "503 Service Unavailable", {"Retry-After": wait})
    state, reason = ended(make().fetch(host.url("/n")))
    assert (state, "asks to wait" in reason) == (PageState.BLOCKED, True)
    assert clock.slept == []


def test_a_known_page_is_asked_for_only_if_it_changed(host: Host, make: Make) -> None:
    def play(asked: Asked, send: Send) -> None:
        known = asked.headers.get("if-none-match") == '"7"' and "if-modified-since" in asked.headers
        same = {"ETag": '"7"', "Last-Modified": "Sun, 03 Mar 2024 10:00:00 GMT"}
        (answer("", "304 Not Modified", same) if known else answer(PAGE, headers=same))(asked, send)

    host.routes["/n"] = play
    first = make().fetch(host.url("/n"))
    again = make().fetch(host.url("/n"), first.validators)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert again.validators == first.validators
    (reading,) = read_source(again.source())
    assert reading.page.state is PageState.DUPLICATE


def test_every_answer_can_be_kept_and_read_again(host: Host, make: Make) -> None:
    host.routes |= {
        "/a": redirect("/b"),
        "/b": answer(gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"}),
        "/c": answer(PAGE, "403 Forbidden"),
    }
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    data = PAGE.encode()
    host.routes["/d"] = lambda _, send: send(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data))
    kept = io.BytesIO()
    fetcher = make()
    fetcher.keep = WarcKeeper(kept, "riwaya/test")
    for path in ("/a", "/c", "/d"):
        fetcher.fetch(host.url(path))
    b, c, d = read_source(Source("kept.warc.gz", kept.getvalue()))
    assert [r.page.url for r in (b, c, d)] == [host.url(p) for p in ("/b", "/c", "/d")]
    assert [len(r.articles) for r in (b, c, d)] == [1, 0, 1]
    assert c.page.state is PageState.BLOCKED
    assert b.page.text == d.page.text
    assert d.failures[-1].reason == "2 records are no pages: 1 robots.txt, 1 redirects"


def test_an_archive_that_can_not_be_written_ends_the_run_with_a_line(host: Host, make: Make) -> None:
    class Full(io.BytesIO):
        def write(self, *_: object) -> int:
            raise OSError(28, "No space left on device")

    fetcher = make()
    fetcher.keep = WarcKeeper(Full(), "riwaya/test")
    with pytest.raises(InputError, match="No space"):
        fetcher.fetch(host.url("/n"))


def test_a_disk_that_is_full_is_not_blamed_on_the_host(host: Host, make: Make) -> None:
    host.routes["/n"] = answer(PAGE)
    fetcher = make()

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    fetcher.keep = full
    with pytest.raises(OSError, match="No space"):
        fetcher.fetch(host.url("/n"))
