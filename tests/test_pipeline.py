import random

import pytest

from riwaya.model import Article, Failure, Source, Telling
from riwaya.pipeline import Options, tell_sources
from riwaya.text import Words, read_words
from tests.conftest import EXAMPLES

NAMES = ("01-wire.txt", "02-copy.txt", "06-update.txt", "12-grounding.txt", "14-football.txt")


def sources(names: tuple[str, ...] = NAMES) -> list[Source]:
    return [Source(n, (EXAMPLES / n).read_bytes()) for n in names]


def judged(telling: Telling) -> tuple[object, ...]:
    """What must not depend on the order of inputs."""
    stories = {(frozenset(s.articles), s.independent_sources) for s in telling.stories}
    told = {(t.title, tuple(line.text for line in t.brief), frozenset(t.contrasts)) for t in telling.topics}
    return stories, {(d.source, d.derived, d.relation) for d in telling.derivations}, told


def test_the_order_of_inputs_changes_nothing() -> None:
    first = tell_sources(sources())
    shuffled = sources()
    random.Random(7).shuffle(shuffled)
    assert judged(tell_sources(shuffled)) == judged(first)


def test_the_same_inputs_give_the_same_telling() -> None:
    assert tell_sources(sources()) == tell_sources(sources())


DAM = (
    "شق في سد وادي الصفصاف وإخلاء ثلاث قرى\nوكالة الأطلس - العيون - 11 مايو 2022\n\nأغلقت إدارة السدود، الأربعاء، بوابات سد وادي "  # noqa: E501
    "الصفصاف بعد ظهور شق طوله 14 مترا في جداره الشرقي.\nوأخليت ثلاث قرى أسفل السد يسكنها نحو 2600 شخص.",
    "ليلة في المدرسة مع نازحي سد وادي الصفصاف\nصحيفة الشرق - العيون - 12 مايو 2022\n\nقضى سكان القرى الواقعة أسفل سد وادي "  # noqa: E501
    "الصفصاف ليلتهم الأولى على مقاعد مدرسة بعد ظهور شق في السد.\nويطالب النازحون بتعويض عن محصول الزيتون.",
    "تقرير هندسي: الإهمال وراء شق سد وادي الصفصاف\nوكالة الأطلس - العيون - 30 يونيو 2022\n\nحملت لجنة هندسية إدارة السدود "  # noqa: E501
    "مسؤولية الشق الذي ظهر في سد وادي الصفصاف، وأوصت بإقالة مديره.\nوعاد سكان القرى إلى بيوتهم بعد ترميم الجدار.",
)


def test_an_outlet_counts_once_in_however_many_stories() -> None:
    telling = tell_sources([Source(f"{n}.txt", text.encode()) for n, text in enumerate(DAM)])
    (topic,) = telling.topics
    assert [a.outlet for a in telling.articles] == ["وكالة الأطلس", "صحيفة الشرق", "وكالة الأطلس"]
    assert len(topic.stories) > 1
    assert sum(s.independent_sources for s in telling.stories) == 3
    assert topic.independent_sources == 2


def test_no_input_is_an_empty_telling() -> None:
    telling = tell_sources([])
    assert (telling.pages, telling.articles, telling.topics) == ((), (), ())


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("find_ages", "dates"),
        ("infer_published", "dates"),
        ("find_dates", "dates"),
        ("find_mentions", "names"),
        ("find_roles", "link"),
        ("find_statements", "statements"),
        ("find_events", "events"),
        ("find_claims", "claims"),
    ],
)
def test_trouble_in_one_stage_is_counted_and_the_rest_goes_on(
    stage: str, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(f"riwaya.pipeline.{stage}", broken)
    with caplog.at_level("DEBUG", "riwaya.pipeline"):
        telling = tell_sources(sources(NAMES[:2]))
    assert len(telling.articles) == 2
    assert telling.topics
    assert telling.failures == (
        Failure("01-wire.txt", name, "RuntimeError: out of paper"),
        Failure("02-copy.txt", name, "RuntimeError: out of paper"),
    )
    assert all(r.exc_info for r in caplog.records)
    assert len(caplog.records) == 2


def test_a_page_whose_words_cannot_be_read_is_named_and_the_others_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Article) -> Words:
        if article.page == "02-copy.txt":
            raise RuntimeError("out of paper")
        return read_words(article)

    monkeypatch.setattr("riwaya.pipeline.read_words", broken)
    telling = tell_sources(sources(NAMES[:2]))
    assert [a.page for a in telling.articles] == ["01-wire.txt"]
    assert telling.failures == (Failure("02-copy.txt", "words", "RuntimeError: out of paper"),)


def test_progress_is_told_stage_by_stage() -> None:
    seen: list[tuple[str, int, int]] = []
    tell_sources(sources(NAMES[:1]), Options(progress=lambda *step: seen.append(step)))
    assert {stage for stage, _, _ in seen} >= {"dates", "names", "statements", "events"}
    assert all(0 <= done < of for _, done, of in seen)


def test_a_later_version_in_an_archive_is_one_article_with_its_changed_words() -> None:
    title = "عاصفة رملية تغلق مطار الواحة"
    told = "أغلقت عاصفة رملية مطار الواحة، صباح الجمعة، وألغيت {} رحلات كانت ستقلع قبل الظهر."
    rest = "وقالت مديرة المطار هالة عمران إن الرحلات ستستأنف عندما تتحسن الرؤية فوق المدرج."

    def capture(number: str, hour: int, path: str = "") -> bytes:
        page = f"<title>{title}</title><h1>{title}</h1><p>{told.format(number)}</p><p>{rest}</p>"
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{hour}>\r\n"
            f"WARC-Date: 2024-05-03T{hour:02}:00:00Z\r\nWARC-Target-URI: https://sada.example/n/7{path}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        return head.encode() + block + b"\r\n\r\n"

    archive = capture("أربع", 8) + capture("تسع", 11) + capture("تسع", 12, "?utm_source=x") + capture("تسع", 12, "/amp")
    telling = tell_sources([Source("a.warc", archive)])
    later = "https://sada.example/n/7@2024-05-03T11:00:00Z"
    assert [a.page for a in telling.articles] == [later]
    assert [p.state.value for p in telling.pages] == ["duplicate", "kept", "duplicate", "duplicate"]
    (version,) = telling.versions
    text = {p.name: p.text for p in telling.pages}
    changed = [
        (text[e.before.page][e.before.start : e.before.end], text[e.after.page][e.after.start : e.after.end])
        for e in version.edits
        if e.before and e.after
    ]
    assert changed == [("أربع", "تسع")]
    assert telling.stories[0].independent_sources == 1
    assert telling.failures == ()
