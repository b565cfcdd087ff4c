"""An editor's ways through the reader, in a real browser; and that nobody is shut out of any page (axe-core).

Skipped, with a word, where there is no Chromium; axe-core comes from the npm registry once and is kept in a cache.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from riwaya.desk import Desk
from riwaya.follow.alerts import first_looks, tell_people
from riwaya.model import Source
from riwaya.store import open_store
from tests.reader.browsing import Serving
from tests.reader.conftest import PLENTY, app_on, copied

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = "axe-core@4.14.1"
PHONE = {"width": 390, "height": 844}
VIEW = "riwaya-view"
LATE = (
    "إخلاء ميناء الرمال بعد تسرب غاز\n\n"
    "أعلنت سلطات ميناء الرمال، مساء الخميس، إخلاء أرصفته بعد تسرب غاز من مستودع قريب، "
    "وقالت إن أحدا لم يصب وإن فرق الإطفاء تعمل على إغلاق الصمام."
)
ABOUT_TUNISIA = (
    "تونس تفتتح ميناء للصيد في قابس\n\n"
    "افتتحت تونس، يوم الأربعاء، ميناء جديدا للصيد في قابس، وقالت وزارة النقل التونسية إنه يتسع لمئتي قارب."
)


class Server(Serving):
    """The reader on a store, which tests may add to."""

    def __init__(self, store: Any) -> None:
        super().__init__(app_on(store, replace(PLENTY, comments=True)))
        self.desk = Desk(store)


@pytest.fixture(scope="module")
def server(whole_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = copied(whole_store, tmp_path_factory.mktemp("browser") / "copy.db")
    with open_store(str(path)) as store:
        running = Server(store)
        with running:
            yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page on a desk; what the browser complains of fails the test."""
    yield from _page(browser, server)


def _page(browser: Browser, server: Server, **how: Any) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server.address, viewport=how.pop("viewport", {"width": 1280, "height": 900}), **how
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    outside: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(server.address) else outside.append(r.url))
    yield page
    context.close()
    assert not [c for c in complaints if "ERR_INTERNET_DISCONNECTED" not in c]
    assert not outside, "a request left this machine"


def _find_story(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="اختلاف", exact=True).click()
    page.locator("#stories h2 a").filter(has_text="السفير").first.click()
    page.wait_for_selector("h1#title")


# ------------------------------------------------------------------ journeys


def test_find_the_story_that_differs_and_read_the_words_in_their_page(page: Page) -> None:
    _find_story(page)
    assert page.locator(".differ .difference").count() >= 2
    chip = page.locator(".brief a.n").first
    chip.focus()
    page.keyboard.press("Enter")
    panel = page.locator("dialog#panel[open]")
    panel.wait_for()
    assert panel.locator("mark").first.is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "n", "the focus returns to where it was"


def test_see_which_page_distorted_and_who_said_it_first(page: Page) -> None:
    _find_story(page)
    lineage = page.locator(".lineage").filter(has_text="إعادة صياغة عن وكالة الساحل للأنباء")
    assert lineage.locator(".c-contradicted").first.is_visible()
    lineage.get_by_role("link").click()
    page.wait_for_selector(".two")
    assert page.locator(".two ins").count() > 0
    page.go_back()
    first = page.locator(".accounts li").first
    assert "وكالة الساحل" in first.inner_text()


def test_correct_a_name_in_place_see_it_and_take_it_back(page: Page) -> None:
    page.goto("/actor/country:TN")
    page.locator("#merge input[type=search]").fill("إسبانيا")
    page.locator("#merge form.find button").click()
    page.wait_for_url("**q=*")
    before = page.evaluate("performance.timeOrigin")
    page.get_by_role("button", name="هما واحد").first.click()
    page.get_by_text("حُفظ القرار").wait_for()
    assert page.evaluate("performance.timeOrigin") == before, "in place: without loading the page again"
    assert page.get_by_role("heading", name="أسماء مضمومة").is_visible()
    joined = page.locator("h1").inner_text()
    page.goto("/actor/country:ES")
    assert page.locator("h1").inner_text() == joined, "whoever asks for the one is told of the other"
    page.goto("/actors")
    named = page.locator("#actors a").all_inner_texts()
    assert len({"تونس", "إسبانيا"} & set(named)) == 1, "everywhere"
    page.goto("/decisions")
    page.get_by_text("اسم واحد").first.wait_for()
    page.get_by_role("button", name="تراجع").first.click()
    page.get_by_text("تُراجع عنه").first.wait_for()
    page.goto("/actor/country:TN")
    assert page.get_by_role("heading", name="أسماء مضمومة").count() == 0


def test_settle_a_contrast_and_write_a_note(page: Page) -> None:
    _find_story(page)
    page.get_by_role("button", name="عُدّه محسومًا").first.click()
    page.get_by_text("حسمه المحرر على هذا الجهاز").first.wait_for()
    page.get_by_label("ملاحظة جديدة").fill("راجع البيان الأصلي")
    page.get_by_role("button", name="أضف الملاحظة").click()
    page.locator(".note-text", has_text="راجع البيان").wait_for()


def test_share_a_story_by_its_plain_address(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.address)
    _find_story(page)
    page.goto(f"{page.url}?evidence=1#timeline")
    share = page.locator("[data-share]")
    share.click()
    page.get_by_text("نُسخ الرابط").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == server.address + urlsplit(page.url).path
    page.evaluate("navigator.share = what => { window.told = what; return Promise.resolve(); }")
    share.click()
    assert page.evaluate("window.told") == {"title": page.title(), "url": server.address + urlsplit(page.url).path}


def test_news_is_announced_and_moves_nothing_until_it_is_wanted(page: Page, server: Server) -> None:
    with page.expect_response("**/api/v1/live"):
        page.goto("/")
    rows = page.locator("#stories > li")
    before, first = rows.count(), rows.first.bounding_box()
    server.desk.add([Source("late.txt", LATE.encode(), "text/plain")])
    bar = page.locator("#live button")
    bar.wait_for()
    assert "خبر جديد" in bar.inner_text()
    assert (rows.count(), rows.first.bounding_box()) == (before, first)
    bar.click()
    page.locator("#stories a", has_text="ميناء الرمال").wait_for()
    assert rows.count() == before + 1


def test_follow_somebody_and_be_alerted(page: Page, server: Server) -> None:
    page.goto("/actor/country:TN")
    page.get_by_role("button", name="تابع").click()
    page.get_by_role("button", name="كُفّ عن المتابعة").wait_for()
    first_looks(server.desk)
    server.desk.add([Source("tunis.txt", ABOUT_TUNISIA.encode(), "text/plain")])
    with page.expect_response("**/api/v1/live"):
        page.goto("/alerts")
    assert page.locator("#alerts a").count() == 0
    assert tell_people(server.desk, dt.datetime.now(dt.UTC))
    page.locator("#live button").click()  # it shows itself when there is something to show
    row = page.locator("#alerts a").first
    assert "تونس" in row.inner_text()
    row.click()
    page.wait_for_selector("h1#title")
    page.goto("/alerts")
    page.locator("li", has_text="تونس").get_by_role("button", name="كُفّ عن المتابعة").click()
    page.get_by_role("button", name="كُفّ عن المتابعة").wait_for(state="detached")


def test_a_comment_proves_itself_and_waits_for_an_editor(page: Page) -> None:
    _find_story(page)
    story = page.url
    page.get_by_label("تعليق جديد").fill("الرقم في البيان غير ما نُقل")
    page.get_by_role("button", name="أرسل التعليق").click()
    page.get_by_text("وصل تعليقك").wait_for()
    assert page.locator(".a-comment").count() == 0
    page.goto("/comments")
    page.get_by_role("button", name="أجِز").click()
    page.get_by_text("لا تعليقات").wait_for()
    page.goto(story)
    page.locator(".a-comment", has_text="غير ما نُقل").wait_for()


def test_times_tick_without_loading_anything(page: Page) -> None:
    page.clock.install()
    page.goto("/outlets")
    time = page.locator("#ledger time").first
    before = time.inner_text()
    assert before.startswith(("الآن", "منذ"))
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.clock.fast_forward("02:10:00")
    page.wait_for_function("t => t.textContent.startsWith('منذ ساعتين')", arg=time.element_handle())
    assert not asked


def test_print_shows_what_was_folded_and_the_evidence(page: Page) -> None:
    _find_story(page)
    page.get_by_role("link", name="اطبع").click()
    page.wait_for_selector(".footnotes")
    page.emulate_media(media="print")
    assert not page.locator(".mast").is_visible()
    assert page.locator("details:not([open]):visible").count() == 0
    assert page.locator(".footnotes li").count() > 5


def test_read_on_a_phone_with_one_hand(browser: Browser, server: Server) -> None:
    for page in _page(browser, server, viewport=PHONE, has_touch=True, is_mobile=True):
        _find_story(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        small = page.locator("main button:visible").evaluate_all(
            "all => all.filter(b => b.getBoundingClientRect().height < 24).map(b => b.textContent)"
        )
        assert small == []


def test_in_the_dark_and_in_english(page: Page) -> None:
    page.goto("/settings")
    page.get_by_label("English").check()
    page.get_by_label("داكن").check()
    page.get_by_role("button", name="احفظ").click()
    page.get_by_role("heading", name="Settings").wait_for()
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert page.evaluate("document.documentElement.dir") == "ltr"
    assert page.get_by_role("heading", name="News").is_visible()


def test_everything_can_be_read_without_scripts(browser: Browser, server: Server) -> None:
    for page in _page(browser, server, java_script_enabled=False):
        _find_story(page)
        page.locator(".brief a.n").first.click()
        page.wait_for_selector("mark#here")
        page.go_back()
        page.get_by_label("ملاحظة جديدة").fill("بلا نصوص برمجية")
        page.get_by_role("button", name="أضف الملاحظة").click()
        page.locator(".note-text", has_text="بلا نصوص").wait_for()


def test_a_saved_story_is_read_without_a_network(page: Page) -> None:
    _find_story(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    page.locator("[data-save]").click()
    page.locator("[data-save][aria-pressed=true]").wait_for()
    page.goto("/saved")
    link = page.locator("#saved a").first
    href = link.get_attribute("href")
    assert "السفير" in link.inner_text()
    page.context.set_offline(True)
    page.goto(str(href))
    assert "السفير" in page.locator("h1").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.three')).display") == "grid", "with its style"
    page.context.set_offline(False)


def test_on_a_phone_the_places_are_one_row_with_the_one_we_are_at_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/settings")
    links = page.locator(".places a")
    assert len({round(box["y"]) for box in (links.nth(n).bounding_box() for n in range(links.count())) if box}) == 1
    here = page.locator(".places [aria-current]").bounding_box()
    assert here
    assert 0 <= here["x"] <= 360 - here["width"]


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_a_title_keeps_half_its_row_however_many_marks_stand_beside_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.locator("#stories .about").first.evaluate(
        "about => { for (let n = 0; n < 9; n++) about.append(about.querySelector('.marks')?.cloneNode(true) ?? 'x') }"
    )
    row, title = (page.locator(f"#stories > .row{x}").first.bounding_box() for x in ("", " .headline"))
    assert row
    assert title
    assert title["width"] > row["width"] / 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_skip_link_comes_first_and_focus_is_seen(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_no_page_moves_while_it_is_loaded(page: Page) -> None:
    for path in ("/", "/outlets"):
        page.goto(path)
        page.wait_for_load_state("networkidle" if path != "/" else "load")
        shift = page.evaluate(
            "new Promise(r => { let sum = 0; const add = l => { for (const e of l.getEntries()) sum += e.value; };"
            " new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});"
            " setTimeout(() => r(sum), 300); })"
        )
        assert shift < 0.02, path


# ------------------------------------------------------------------ nobody shut out


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core: from a cache, else from the npm registry."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "riwaya-tests" / "axe-4.14.1.min.js"
    if not kept.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm to fetch axe-core with")
        kept.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "--silent", AXE], cwd=kept.parent, capture_output=True, timeout=60, check=False
        )
        packed = kept.parent / "axe-core-4.14.1.tgz"
        if done.returncode or not packed.exists():
            pytest.skip("axe-core could not be fetched")
        with tarfile.open(packed) as whole:
            script = whole.extractfile("package/axe.min.js")
            assert script is not None
            kept.write_bytes(script.read())
        packed.unlink()
    return kept.read_text("utf-8")


PATHS = (
    "/",
    "/search?q=السفير",
    "/alerts",
    "/actors",
    "/actor/country:MA?q=وزارة",
    "/outlets",
    "/decisions",
    "/comments",
    "/comments?state=shown",
    "/settings",
    "/saved",
    "/nothing",
)


@pytest.mark.parametrize(("scheme", "view"), [("light", ""), ("dark", "lang=en&calendar=both")])
def test_axe_finds_nothing(browser: Browser, server: Server, axe: str, scheme: str, view: str) -> None:
    context = browser.new_context(
        base_url=server.address,
        bypass_csp=True,  # axe itself is no script of ours
        reduced_motion="reduce",  # colours are looked at when they stand
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": 390, "height": 844} if scheme == "dark" else {"width": 1280, "height": 900},
    )
    if view:
        context.add_cookies([{"name": VIEW, "value": view, "url": server.address}])
    page = context.new_page()
    page.goto("/")
    story = page.locator("#stories a").first.get_attribute("href")
    page.goto(f"{story}")
    links = page.locator("a.n, .lineage a").evaluate_all("all => [...new Set(all.map(a => a.getAttribute('href')))]")
    words = next(link for link in links if "/words?" in link)
    copy = next(link for link in links if "/copy?" in link)
    for path in (*PATHS, story, words, copy, f"{story}?print=1"):
        page.goto(str(path))
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert _wrong(page, axe) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{path} is wider than its window"
    page.goto(str(story))
    page.locator(".brief a.n").first.click()
    page.locator("dialog#panel[open]").wait_for()
    assert _wrong(page, axe) == [], "with words beside the story"
    page.goto("/settings")
    page.evaluate("document.querySelector('h1').append(document.createElement('img'))")
    assert [v[0] for v in _wrong(page, axe)] == ["image-alt"], "axe does look"
    context.close()


def _wrong(page: Page, axe: str) -> list[Any]:
    page.evaluate(axe)
    found: list[Any] = page.evaluate(
        "axe.run(document).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    return found
