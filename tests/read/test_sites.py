"""What is known of hosts: whose they are, which show others' pages, what their markup is called."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.errors import RuleError
from riwaya.model import BlockKind, Reading, Source
from riwaya.read import read_source, sites
from riwaya.read.sites import check_sites, outlet_at, site_of
from riwaya.rules import Entry, parse

TITLE = "بلدية الصخور تفتتح مكتبة في محطة القطار القديمة"
TEXT = (
    "افتتحت بلدية الصخور مكتبة عامة في مبنى محطة القطار القديمة بعد ترميم استغرق سنتين.",
    "وقال رئيس البلدية فادي العلمي إن المكتبة تضم عشرين ألف كتاب وقاعة للأطفال.",
    "وأضاف أن الدخول مجاني، وأن المكتبة تفتح أبوابها حتى التاسعة مساء.",
)
BOX = "تبدأ في الصخور غدا أعمال رصف الطريق الشرقي، وتستمر ثلاثة أشهر بكلفة مليوني دينار."


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Entry]]:
    """Entries that stand in for the folder's."""
    found: list[Entry] = []
    monkeypatch.setattr(sites, "_entries", lambda: iter(found))
    sites._by_host.cache_clear()
    yield found
    sites._by_host.cache_clear()


def add(found: list[Entry], text: str) -> None:
    found.extend(parse("sources:\n" + text, "sources/mine.yaml")["sources"])
    sites._by_host.cache_clear()


def page(url: str, inner: str, day: dt.datetime | None = None) -> Reading:
    markup = f"<html dir=rtl><head><title>{TITLE}</title></head><body>{inner}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", url, day))
    return reading


def paragraphs() -> str:
    return "".join(f"<p>{p}</p>" for p in TEXT)


def body(reading: Reading) -> list[str]:
    return [a.text[b.start : b.end] for a in reading.articles[:1] for b in a.body]


def test_every_entry_holds_its_examples() -> None:
    assert check_sites() == ()


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.youm7.com/story/2024/1/1/x/12", "اليوم السابع"),
        ("https://gate.ahram.org.eg/News/1.aspx", "بوابة الأهرام"),
        ("https://www.ahram.org.eg/News/1.aspx", "الأهرام"),
        ("https://www.bbc.com/arabic/articles/c1", "بي بي سي عربي"),
        ("https://www.bbc.com/news/articles/c1", None),
        ("https://www.masress.com/shorouk/12345", "الشروق"),
        ("https://www.masress.com/unheard/12345", None),
        ("https://notmasress.com/shorouk/1", None),
        ("not an address", None),
    ],
)
def test_the_outlet_at_an_address(url: str, outlet: str | None) -> None:
    assert outlet_at(site_of(url), url) == outlet


def test_an_aggregator_is_no_outlet_and_its_path_names_one() -> None:
    inner = f'<h1>{TITLE}</h1><div class="text">{paragraphs()}</div>'
    (article,) = page("https://www.maghress.com/hespress/771", inner).articles
    assert article.outlet == "هسبريس"
    (article,) = page("https://www.maghress.com/unheard/771", inner).articles
    assert article.outlet is None


def test_what_the_page_says_of_its_source_goes_before_the_path() -> None:
    inner = f"<h1>{TITLE}</h1><div>نشر في بريد الساحل يوم 3 - 2 - 2021</div><div>{paragraphs()}</div>"
    (article,) = page("https://www.maghress.com/hespress/771", inner).articles
    assert article.outlet == "بريد الساحل"


def test_a_host_with_signs_gives_them_to_its_articles() -> None:
    inner = f"<h1>{TITLE}</h1><div>{paragraphs()}</div>"
    (article,) = page("https://ar.wikipedia.org/wiki/x", inner).articles
    assert [(s.kind, s.why) for s in article.signs] == [("wiki_mirror", "the page is an encyclopedia's")]


def test_an_agency_is_not_credited_on_its_own_pages() -> None:
    inner = f"<h1>{TITLE}</h1><div><p>الصخور (كونا) -- {TEXT[0]}</p>{paragraphs()}</div>"
    (own,) = page("https://www.kuna.net.kw/1", inner).articles
    (other,) = page("https://www.youm7.com/1", inner).articles
    assert own.credits == ()
    assert [c.to for c in other.credits] == ["org:kuna"]


def test_elements_are_called_by_what_they_are(entries: list[Entry]) -> None:
    box = "وقال رئيس بلدية الصخور في لقاء سابق إن مكتبة المحطة القديمة تستحق الترميم بعد سنتين من الإهمال."
    inner = f'<h1>{TITLE}</h1><div class="x9">{paragraphs()}<div class="q1"><p>{box}</p><p>{box}</p></div></div>'
    assert box in body(page("https://sahil.example/1", inner))
    add(entries, '  - {org: "org:sahil", name: الساحل, hosts: [sahil.example], markup: {related: [".q1"]}}\n')
    assert body(page("https://www.sahil.example/1", inner)) == list(TEXT)


def test_the_articles_element_may_be_named(entries: list[Entry]) -> None:
    long = "".join(f"<p>{BOX}</p>" for _ in range(6))
    inner = f'<h1>{TITLE}</h1><div class="x9">{paragraphs()}</div><div class="q1">{long}</div>'
    add(entries, '  - {org: "org:sahil", name: الساحل, hosts: [sahil.example], markup: {body: [".x9"], drop: [.q1]}}\n')
    assert body(page("https://sahil.example/1", inner)) == list(TEXT)


def test_a_new_design_is_another_entry_and_old_pages_keep_the_old_one(entries: list[Entry]) -> None:
    add(
        entries,
        """
  - {org: "org:sahil", name: الساحل القديم, hosts: [sahil.example], until: 2019-06-30}
  - {org: "org:sahil", name: الساحل الجديد, hosts: [sahil.example], since: 2019-07-01}
""",
    )
    inner = f"<h1>{TITLE}</h1><div>{paragraphs()}</div>"
    names = []
    for day in (dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None):
        (article,) = page("https://sahil.example/1", inner, day).articles
        names.append(article.outlet)
    assert names == ["الساحل القديم", "الساحل الجديد", "الساحل الجديد"]


def test_lines_that_only_one_site_prints(entries: list[Entry]) -> None:
    add(
        entries,
        """
  - org: "org:sahil"
    name: الساحل
    hosts: [sahil.example]
    lines: {ui: [موجة الساحل اليوم مرتفعة والصيد ممنوع.], see_also: [نافذة الساحل على البحر]}
    ends: [تصدر الساحل عن دار الموج]
""",
    )
    lines = (TEXT[0], "موجة الساحل اليوم مرتفعة والصيد ممنوع.", TEXT[1], "نافذة الساحل على البحر", TEXT[2])
    inner = "".join(f"<p>{p}</p>" for p in (*lines, "تصدر الساحل عن دار الموج للنشر منذ ثلاثين عاما.", BOX))
    reading = page("https://sahil.example/1", f"<h1>{TITLE}</h1><div>{inner}</div>")
    assert body(reading) == list(TEXT)
    kinds = {reading.page.text[b.start : b.end]: b.kind for b in reading.page.blocks}
    assert kinds["نافذة الساحل على البحر"] is BlockKind.SEE_ALSO


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{org: x, name: الساحل, hosts: [sahil.example], colour: red}", "unknown field 'colour'"),
        ("{org: x, name: الساحل}", "needs 'hosts'"),
        ("{org: x, name: الساحل, hosts: ['https://sahil.example']}", "is no host"),
        ("{org: x, name: الساحل, hosts: [www.sahil.example]}", "is no host"),
        ("{org: x, name: الساحل, hosts: [sahil.example], kind: paper}", "'kind' must be one of"),
        ("{org: x, name: الساحل, hosts: [sahil.example], since: 2019-13-01}", "must be a day"),
        ("{org: x, name: الساحل, hosts: [sahil.example], kind: aggregator, path: '^/(x)'}", "a group named outlet"),
        ("{org: x, name: الساحل, hosts: [sahil.example], path: '^/(?P<outlet>x)'}", "only an aggregator"),
        ("{org: x, name: الساحل, hosts: [sahil.example], markup: {related: ['div[[']}}", "no CSS selector"),
        ("{org: x, name: الساحل, hosts: [sahil.example], markup: {advert: ['.a']}}", "unknown field 'advert'"),
        ("{org: x, name: الساحل, hosts: [sahil.example], lines: {menu: [x]}}", "by kind of block"),
        ("{org: x, name: الساحل, hosts: [sahil.example], signs: [opinion]}", "need their 'why'"),
    ],
)
def test_a_wrong_entry_says_where_and_why(entries: list[Entry], entry: str, reason: str) -> None:
    add(entries, f"  - {entry}\n")
    with pytest.raises(RuleError, match=r"mine\.yaml:2") as caught:
        site_of("https://sahil.example/1")
    assert reason in str(caught.value)


def test_two_entries_of_one_host_at_one_time_are_an_error(entries: list[Entry]) -> None:
    add(entries, "  - {org: a, name: أ, hosts: [sahil.example]}\n  - {org: b, name: ب, hosts: [sahil.example]}\n")
    with pytest.raises(RuleError, match="stands in another entry"):
        site_of("https://sahil.example/1")


def test_the_files_name_each_host_once_and_say_whose_it_is() -> None:
    folder = Path(sites.__file__).parent.parent / "rules" / "sources"
    assert len(list(folder.glob("*.yaml"))) >= 8
    assert len(sites._by_host()) > 250


def test_the_entries_in_the_documentation_hold(entries: list[Entry]) -> None:
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "add-an-outlet.md"
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide.read_text(encoding="utf-8"), flags=re.S | re.M)
    for block in blocks:
        entries.extend(parse(block, "sources/guide.yaml")["sources"])
    sites._by_host.cache_clear()
    assert len(entries) == 2
    assert check_sites() == ()
    assert outlet_at(site_of("https://sahilpost.example/1"), "https://sahilpost.example/1") == "بريد الساحل"
