"""Archives to tables: the engine on this machine, broken archives, runs that are killed, the same stories as online."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb
import pytest
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from riwaya.bulk import load
from riwaya.bulk.archives import examine, find_archives
from riwaya.bulk.records import LARGEST, Record, has_arabic, kit_of, read_record
from riwaya.desk import Desk
from riwaya.desk import desk as desk_module
from riwaya.errors import InputError
from riwaya.model import Source
from riwaya.store import Store, open_store
from riwaya.store.pages import set_meta

TOWNS = ("الساقية", "النخيل", "الزيتون", "الرمال", "العين", "الوادي", "البستان", "المنارة")


def page(n: int) -> bytes:
    """A short news page of its own; every fourth is a copy of the one before it."""
    k = n - 1 if n % 4 == 3 else n
    town, day = TOWNS[k % len(TOWNS)], 1 + k % 27
    title = f"مجلس بلدة {town} يقر خطة الصيانة رقم {k}"
    body = (
        f"<p>أقر مجلس بلدة {town}، الاثنين، خطة لصيانة {k + 3} طرق فرعية بكلفة {k + 2} ملايين، وفق بيان صدر عنه.</p>"
        f"<p>وقال رئيس المجلس سالم القروي إن الأعمال تبدأ في اليوم {day} من الشهر وتنتهي خلال {k + 5} أسابيع.</p>"
    )
    return (
        f'<html lang="ar"><head><title>{title}</title><meta property="og:site_name" content="منبر {n % 3}">'
        f'<meta property="article:published_time" content="2026-03-{day:02}T09:{n % 60:02}:00Z"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def record(url: str, body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """One response record, gzipped as a member of its own."""
    made = WarcRecord()
    made.init_headers(record_type=WarcRecordType.response)
    made.headers.append("WARC-Target-URI", url)
    made.headers.append("Content-Type", "application/http; msgtype=response")
    made.set_bytes_content(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body)
    out = io.BytesIO()
    writer = GzipWriter(out)
    made.write(writer, checksum_data=True)
    writer.finish()
    return out.getvalue()


def archive(path: Path, numbers: Sequence[int], *more: bytes) -> Path:
    path.write_bytes(b"".join((*(record(f"https://a{n % 3}.example/{n}", page(n)) for n in numbers), *more)))
    return path


def bulk(out: Path, *arguments: str | Path, workers: int = 1) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: the engine can be started once a process."""
    command = [sys.executable, "-m", "riwaya", "bulk", *map(str, arguments), "--out", str(out), "--fast"]
    return subprocess.run([*command, "--workers", str(workers)], capture_output=True, text=True, check=False)


def rows(out: Path, query: str, table: str) -> list[tuple[Any, ...]]:
    where = f"read_parquet('{out}/{table}/**/*.parquet', hive_partitioning=true)"
    return _ask(query.format(where))


def _ask(query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="session")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawl")
    english = record(
        "https://en.example/1", b"<html><body><p>" + b"The council met on Monday. " * 40 + b"</p></body></html>"
    )
    image = record("https://a.example/x.png", b"\x89PNG", "image/png")
    gone = record("https://a.example/gone", b"gone", status="404 Not Found")
    moved = record("https://a.example/moved", b"", status="301 Moved Permanently")
    archive(folder / "one.warc.gz", range(16), english, image, gone, moved)
    archive(folder / "two.warc.gz", range(16, 24))
    whole = archive(folder / "cut.warc.gz", range(24, 32)).read_bytes()
    (folder / "cut.warc.gz").write_bytes(whole[: len(whole) - 100])
    (folder / "misnamed.warc.gz").write_bytes(gzip.decompress(archive(folder / "x", range(32, 36)).read_bytes()))
    (folder / "x").unlink()
    (folder / "junk.warc.gz").write_bytes(b"nothing of the kind " * 100)
    (folder / "empty.warc").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def made(crawl: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "out"
    done = bulk(out, crawl, crawl / "missing.warc.gz")
    assert done.returncode == 0, done.stderr
    assert "missing.warc.gz: no such file" in done.stderr
    return out


def test_every_record_and_every_archive_ends_with_a_reason(made: Path) -> None:
    states: dict[str, int] = dict(rows(made, "select state, count(*) from {} group by 1", "ledger"))
    assert states == {"kept": 35, "wrong_language": 1, "skipped": 2, "broken": 1}
    archives = {
        str(f).rsplit("/", 1)[-1]: (s, r) for f, s, r in rows(made, "select file, state, reason from {}", "archives")
    }
    assert archives["one.warc.gz"] == ("read", "")
    assert archives["misnamed.warc.gz"] == ("read", "")
    assert archives["cut.warc.gz"] == ("broken", "it breaks off in record 8")
    assert archives["junk.warc.gz"][0] == archives["empty.warc"][0] == "broken"
    assert archives["missing.warc.gz"][0] == "missing"


def test_what_each_stage_took_the_workers_is_told_for_every_archive(made: Path) -> None:
    told = [json.loads(f.read_text()) for f in (made / "pages").glob("unit=*/unit.json")]
    one = next(t for t in told if t["path"].endswith("one.warc.gz"))
    assert {"read", "names", "statements", "events"} <= set(one["costs"])
    assert all(seconds > 0 for seconds in one["costs"].values())
    assert next(t for t in told if t["path"].endswith("junk.warc.gz"))["costs"] == {}


def test_what_was_found_stands_in_tables_with_its_words(made: Path) -> None:
    assert rows(made, "select count(*), count(distinct id) from {}", "articles") == [(35, 35)]
    (text, start, end, words), *_ = _ask(
        f"select p.text, s.span.start, s.span.end, s.words from read_parquet('{made}/statements/**/*.parquet') s "
        f"join read_parquet('{made}/pages/**/*.parquet') p on p.page = s.page"
    )
    assert text[start:end] == words
    assert rows(made, "select count(*) from {} where type is null", "mentions") == [(0,)]


def test_the_stories_are_those_of_adding_online_in_the_order_of_time(made: Path, crawl: Path, tmp_path: Path) -> None:
    told: dict[str, set[str]] = {}
    for article, story in rows(made, "select id, story from {}", "members"):
        told.setdefault(str(story), set()).add(str(article).split("#")[1])
    identities = {
        str(p).split("#")[1]: str(u) for p, u in rows(made, "select page, url from {} where state = 'kept'", "ledger")
    }
    offline = {frozenset(identities[i] for i in ids) for ids in told.values()}
    numbers = sorted(set(range(36)) - {31}, key=lambda n: (1 + (n - 1 if n % 4 == 3 else n) % 27, n % 60))
    lines = [
        json.dumps({"id": f"p{n}", "url": f"https://a{n % 3}.example/{n}", "html": page(n).decode()}) for n in numbers
    ]
    with open_store(str(tmp_path / "online.db")) as store:
        desk = Desk(store)
        desk.add([Source("all.jsonl", "\n".join(lines).encode())])
        urls = {f"p{n}#1": f"https://a{n % 3}.example/{n}" for n in numbers}
        found = [desk.story(row.story.id) for row in desk.stories(limit=100)]
        online = {frozenset(urls[a] for a in story.articles) for story, _ in (f for f in found if f)}
    assert offline == online
    assert max(len(s) for s in online) > 1


def test_every_story_is_of_a_topic_that_was_told(made: Path, tmp_path: Path) -> None:
    named = {topic for (topic,) in rows(made, "select distinct topic from {}", "stories")}
    told = rows(made, "select id, title from {}", "topics")
    assert named == {topic for topic, _ in told}
    assert all(title for _, title in told)
    with open_store(str(tmp_path / "desk.db")) as store:
        desk = Desk(store)
        load(made, desk)
        assert {row.topic for row in desk.stories(limit=1000)} == named
        assert all(desk.topic(topic) is not None for topic in named)


def test_tables_are_the_same_with_two_workers_and_other_portions(made: Path, crawl: Path, tmp_path: Path) -> None:
    done = bulk(tmp_path / "two", crawl, workers=2)
    assert done.returncode == 0, done.stderr
    for table, columns in (
        ("articles", "id, title"),
        ("events", "id, words"),
        ("mentions", "article, span"),
        ("members", "id, story is null"),
    ):
        query = f"select {columns} from {{}} order by 1, 2"
        assert rows(tmp_path / "two", query, table) == rows(made, query, table)


def test_a_killed_run_goes_on_with_what_is_left(made: Path, crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "riwaya", "bulk", str(crawl), "--out", str(out), "--fast", "--workers", "1"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while not list(out.glob("pages/unit=*/unit.json")) and running.poll() is None:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert bulk(out, crawl).returncode != 0  # it has to be said that this is meant
    done = bulk(out, crawl, "--resume")
    assert done.returncode == 0, done.stderr
    for table in ("articles", "members"):
        query = "select id from {} order by 1"
        assert rows(out, query, table) == rows(made, query, table)


def test_a_run_can_be_loaded_into_a_store_twice(made: Path, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "desk.db")) as store:
        assert load(made, Desk(store)).kept == 35
        assert load(made, Desk(store)).kept == 0
        with pytest.raises(InputError):
            load(tmp_path, Desk(store))


def _told(store: Store) -> dict[str, str | None]:
    desk = Desk(store)
    return {row.topic: desk.topic_json(row.topic) for row in desk.stories(limit=1000)}


def test_several_tell_what_one_tells(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "FEWEST", 1)
    alone: list[str] = []
    retell = Desk.retell
    with open_store(str(tmp_path / "one.db")) as one, open_store(str(tmp_path / "two.db")) as two:
        load(made, Desk(one))
        monkeypatch.setattr(
            Desk, "retell", lambda self, *a, **of: alone.append("topic") if (k := retell(self, *a, **of)) else k
        )
        load(made, Desk(two), workers=2)
        assert not alone  # nothing was left for one to tell
        assert _told(two) == _told(one) != {}


def test_what_was_told_before_somebody_else_wrote_is_not_kept(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late:
        """Tells that every topic is gone, after somebody wrote."""

        def tell(self, topics: Sequence[str]) -> Iterator[tuple[str, None]]:
            with store.writing() as connection:
                set_meta(connection, "generation", "another")
            yield from ((topic, None) for topic in topics)

    monkeypatch.setattr(desk_module, "FEWEST", 1)
    monkeypatch.setattr(desk_module, "tellers", lambda *_: nullcontext(Late()))
    with open_store(str(tmp_path / "desk.db")) as store:
        load(made, Desk(store), workers=2)
        assert _told(store)
        assert all(_told(store).values())


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda folder: (), "no web archives"),
        (lambda folder: ((folder / "out").mkdir(), (folder / "out" / "x").touch()), "not empty"),
    ],
)
def test_what_makes_no_sense_is_one_line(prepare: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    prepare(tmp_path)
    if (tmp_path / "out").exists():
        archive(tmp_path / "in" / "a.warc.gz", [1])
    done = bulk(tmp_path / "out", tmp_path / "in")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def _one(content: bytes | None, url: str = "https://a.example/1", length: int | None = None) -> dict[str, object]:
    made = Record("f", "1", "response", url, None, len(content or b"") if length is None else length, content)
    (row,) = read_record(made, None)
    return row


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (HEAD + page(1), "kept"),
        (page(1), "kept"),  # no HTTP header at all
        (HEAD, "empty"),
        (b"", "empty"),
        (HEAD + b"<p>" + "سطر".encode("cp1256") * 5, "wrong_language"),
        (b"HTTP/1.1 500 no\r\n\r\n" + page(1), "broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(page(1)), "kept"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(page(1))[:300], "kept"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nffffffff\r\nabc",
            "wrong_language",
        ),
        (HEAD + b"\x00" * 3000, "wrong_language"),
    ],
)
def test_any_record_ends_somehow(content: bytes, state: str) -> None:
    row = _one(content)
    assert row["state"] == state or (content.find(b"gzip") > 0 and row["state"] in ("kept", "broken"))


def test_a_record_of_200_megabytes_is_named_and_not_read() -> None:
    row = _one(None, length=200 * 1024 * 1024)
    assert (row["state"], row["reason"]) == ("broken", f"more than {LARGEST >> 20} MB, too large for one page")


def test_what_is_between_the_halves_is_whole() -> None:
    row = _one(HEAD + page(5))
    kit = kit_of(row["kit"])  # type: ignore[arg-type]
    assert kit.reading.articles == tuple(k.article for k in kit.kept)
    assert kit.kept[0].article.text == kit.reading.page.text
    assert len(kit.named) == len(kit.kept)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6", "utf-16"])
def test_arabic_is_seen_in_any_charset(charset: str) -> None:
    text = "أقر مجلس البلدة خطة لصيانة الطرق الفرعية في أنحاء المدينة القديمة"
    assert has_arabic(text.encode(charset))
    assert has_arabic("".join(f"&#{ord(c)};" for c in text if c != " ").encode())
    assert not has_arabic(("The council met on Monday. " * 40).encode(charset) if charset != "utf-16" else b"plain")
    assert not has_arabic("Совет города утвердил план ремонта дорог".encode())


def test_archives_are_found_by_folder_and_pattern_once(crawl: Path) -> None:
    found, missing = find_archives([str(crawl), str(crawl / "*.gz"), "s3://bucket/x.warc.gz", str(crawl / "no*")])
    assert len(found) == 7
    assert missing == (str(crawl / "no*"),)
    assert len({a.unit for a in found}) == 7
    assert examine(found[-1]) == (0, "")  # what lies elsewhere is the engine's matter
