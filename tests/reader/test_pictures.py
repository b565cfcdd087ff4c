"""What is drawn (timeline, map, relations, who copied from whom): its geometry, and how it looks.

An invented story is drawn by the reader's own pages and compared with pictures in `pictures/`, a quarter as large, so
that single pixels do not matter. Drawn by another Chromium than the pictures were (`pictures/VERSION`), letters may
fall otherwise, and more may differ. After a change that is wanted, run RENEW_PICTURES=1 pytest with this file, and look
at what changed.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from lxml import html
from starlette.testclient import TestClient

from riwaya.reader import make_reader
from tests.reader.browsing import Serving
from tests.reader.invented import TOPIC, api

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PICTURES = Path(__file__).parent / "pictures"
VERSION = PICTURES / "VERSION"
RENEW = bool(os.environ.get("RENEW_PICTURES"))
STORY = f"/topic/{TOPIC}"
COPY = f"{STORY}/copy?source=wire%231&derived=copy%231"
STRICT, LOOSE = 4, 0.02
"""Points that may differ: so many by the same Chromium, of another such a share."""

DRAWN = {
    "timeline": (STORY, "section.timeline", "desk"),
    "timeline-phone-dark": (STORY, "section.timeline", "phone"),
    "map": (STORY, "svg.chart", "desk"),
    "map-phone-dark": (STORY, "svg.chart", "phone"),
    "relations": (STORY, "svg.graph", "desk"),
    "source": (STORY, "section.source", "desk"),
    "copy": (COPY, "section.two", "desk"),
}
BROKEN = {  # what is taken from a drawing so that its picture is another
    "timeline": ".line .bar >> nth=0",
    "map": "circle.spot >> nth=0",
    "copy": "ins >> nth=0",
}


# ------------------------------------------------------------------ geometry


@pytest.fixture(scope="module")
def story() -> Any:
    with TestClient(make_reader(api)) as client:
        answer = client.get(STORY)
    assert answer.status_code == 200
    return html.document_fromstring(answer.text)


def _numbers(element: Any, *names: str) -> list[float]:
    return [float(element.get(n)) for n in names]


def test_bars_lie_on_their_track_in_the_direction_of_reading(story: Any) -> None:
    bars = story.xpath('//section[contains(@class, "timeline")]//rect[contains(@class, "bar")]')
    placed = {b.get("class").split()[1]: _numbers(b, "x", "width") for b in bars}
    assert all(x >= 0 and x + w <= 100 for x, w in placed.values())
    assert placed["s-happened"][0] > placed["s-denied"][0], "right to left: what came first is right"
    assert placed["s-planned"][1] > placed["s-happened"][1], "six days are longer than one"
    assert placed["s-alleged"][1] > placed["s-planned"][1], "a month is longer than six days"
    assert "vague" in next(b for b in bars if "s-planned" in b.get("class")).get("class")
    far = story.xpath('//span[starts-with(@class, "off")]/@class')
    assert far == ["off before"], "1974 is off this axis, and said to be"


def test_the_graph_has_every_party_once_and_every_tie_between_two(story: Any) -> None:
    graph = story.xpath('//svg[@class="graph"]')[0]
    nodes = {
        n.xpath("./text")[0].text_content(): _numbers(n.xpath("./text")[0], "x", "y")
        for n in graph.xpath('.//g[@class="node"]')
    }
    assert nodes.keys() == {"سوريا", "قبرص", "لبنان"}
    ties = graph.xpath(".//line")
    assert sorted(t.get("class") for t in ties) == ["tie conflict", "tie cooperation", "tie neutral"]
    ends = {tuple(p) for p in ((x, y - 5) for x, y in nodes.values())}
    for tie in ties:
        a, b = tuple(_numbers(tie, "x1", "y1")), tuple(_numbers(tie, "x2", "y2"))
        assert a != b
        assert {a, b} <= ends, "a tie that ends nowhere"
    width, height = (float(v) for v in graph.get("viewbox", graph.get("viewBox")).split()[2:])
    for rect in graph.xpath(".//rect"):
        x, y, w, h = _numbers(rect, "x", "y", "width", "height")
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height


def test_the_map_has_every_place_with_its_name_and_the_coast_under_it(story: Any) -> None:
    chart = story.xpath('//svg[@class="chart"]')[0]
    spots = chart.xpath(".//circle")
    assert len(spots) == 5
    assert [s.get("class") for s in spots].count("spot area") == 1
    assert {t.text_content() for t in chart.xpath("./text")} == {
        "طرطوس",
        "اللاذقية",
        "حمص",
        "نيقوسيا",
        "خليج الإسكندرون",
    }
    assert len(chart.xpath('.//path[@class="land"]')[0].get("d")) > 200
    listed = story.xpath('//ul[contains(@class, "spots")]/li')
    assert len(listed) == 5, "the same for those who do not see it"
    assert story.xpath('//svg[@class="chart"]/@aria-label')


def test_the_chain_of_sources_says_who_took_what_from_whom(story: Any) -> None:
    (lineage,) = story.xpath('//section[@class="source"]//div[@class="lineage"]')
    words = " ".join(lineage.text_content().split())
    assert "صدى الميناء: إعادة صياغة عن وكالة الشاطئ" in words
    assert lineage.xpath(".//del")[0].text_content() == "أربعة"
    assert lineage.xpath(".//ins")[0].text_content() == "سبعة"


# ------------------------------------------------------------------ pictures


@pytest.fixture(scope="module")
def drawing() -> Iterator[str]:
    with Serving(make_reader(api)) as running:
        yield running.address


@pytest.fixture(scope="module")
def desk(browser: Browser, drawing: str) -> Iterator[Page]:
    yield from _page(browser, drawing, {"viewport": {"width": 1280, "height": 900}})


@pytest.fixture(scope="module")
def phone(browser: Browser, drawing: str) -> Iterator[Page]:
    yield from _page(browser, drawing, {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"})


def _page(browser: Browser, address: str, how: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(base_url=address, reduced_motion="reduce", service_workers="block", **how)
    page = context.new_page()
    # letters of ours, however late they come
    sheet = httpx.get(f"{address}/static/reader.css").text.replace("font-display:optional", "font-display:block")
    page.route("**/static/reader.css*", lambda r: r.fulfill(body=sheet, content_type="text/css"))
    yield page
    context.close()


def _show(page: Page, name: str) -> Locator:
    path, selector, _ = DRAWN[name]
    page.goto(path)
    page.evaluate("document.fonts.ready.then(() => 0)")
    return page.locator(selector).first


DIFFER = """async ([a, b]) => {
  const read = async (data) => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,' + data;
    await picture.decode();
    const w = Math.ceil(picture.width / 4), h = Math.ceil(picture.height / 4);
    const all = document.createElement('canvas'), draw = all.getContext('2d');
    all.width = picture.width; all.height = picture.height;
    draw.drawImage(picture, 0, 0);
    const from = draw.getImageData(0, 0, all.width, all.height).data;
    const sums = new Float32Array(w * h * 3), n = new Float32Array(w * h);
    for (let y = 0; y < all.height; y++) for (let x = 0; x < all.width; x++) {
      const to = (y >> 2) * w + (x >> 2), at = (y * all.width + x) * 4;
      n[to]++;
      for (let c = 0; c < 3; c++) sums[to * 3 + c] += from[at + c];
    }
    return { w, h, at: (i, c) => sums[i * 3 + c] / n[i] };
  };
  const p = await read(a), q = await read(b);
  if (Math.abs(p.w - q.w) > 2 || Math.abs(p.h - q.h) > 4) return [p.w * p.h, p.w * p.h];
  let differ = 0;
  for (let y = 0; y < Math.min(p.h, q.h); y++) for (let x = 0; x < Math.min(p.w, q.w); x++)
    if ([0, 1, 2].some((c) => Math.abs(p.at(y * p.w + x, c) - q.at(y * q.w + x, c)) > 24)) differ++;
  return [differ, p.w * p.h];
}"""


def _too_different(page: Page, name: str, picture: bytes) -> tuple[bool, str]:
    kept = (PICTURES / f"{name}.png").read_bytes()
    other = page.context.browser
    assert other is not None
    blank = other.new_page()
    both = [base64.b64encode(x).decode() for x in (kept, picture)]
    differ, points = blank.evaluate(DIFFER, both)
    blank.close()
    same = VERSION.read_text("utf-8").strip() == other.version.partition(".")[0]
    most = STRICT if same else LOOSE * points
    return differ > most, f"{name}: {differ} of {points} points differ, {most:g} may"


@pytest.mark.parametrize("name", DRAWN)
def test_it_looks_as_it_did(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    page: Page = request.getfixturevalue(DRAWN[name][2])
    picture = _show(page, name).screenshot()
    if RENEW:
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(picture)
        browser = page.context.browser
        assert browser is not None
        VERSION.write_text(browser.version.partition(".")[0] + "\n", "utf-8")
    differs, told = _too_different(page, name, picture)
    if differs:
        (tmp_path / f"{name}.png").write_bytes(picture)
    assert not differs, f"{told}; drawn now: {tmp_path / name}.png"


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_missing_is_seen(name: str, request: pytest.FixtureRequest) -> None:
    """The comparison above does look: one mark less of each drawing is too different."""
    page: Page = request.getfixturevalue(DRAWN[name][2])
    drawn = _show(page, name)
    drawn.locator(BROKEN[name]).evaluate("e => { e.style.visibility = 'hidden'; }")
    assert _too_different(page, name, drawn.screenshot())[0]
