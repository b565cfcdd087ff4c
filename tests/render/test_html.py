import base64
import copy
import hashlib
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from riwaya.model import Telling
from riwaya.present.shown import safe_url
from riwaya.render import document, render_html
from riwaya.render import html as html_module
from riwaya.render.html import script_json
from tests.render import bridge


class Reader(HTMLParser):
    """What a browser would make of the file: elements, ids, links, and the text of each block by its offset."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.blocks: dict[tuple[int, int, int], str] = {}
        self.texts: dict[str, str] = {}
        self._page, self._block, self._in = -1, None, ""

    _block: tuple[int, int, int] | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        self.tags.append((tag, values))
        self._in = tag
        if "data-page" in values:
            self._page = int(values["data-page"])
        if "data-s" in values:
            self._block = (self._page, int(values["data-s"]), int(values["data-e"]))
            self.blocks[self._block] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._block = None

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[self._block] += data
        self.texts[self._in] = self.texts.get(self._in, "") + data

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.tags if "id" in a]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


DOC = document(bridge.telling())
PAGES = {lang: render_html(DOC, lang=lang) for lang in ("ar", "en")}


@pytest.fixture(params=["ar", "en"])
def html(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]


def test_words_of_pages_are_never_markup(html: str) -> None:
    assert bridge.ATTACK not in html
    assert "&lt;script&gt;alert" in html
    scripts = [a for t, a in read(html).tags if t == "script"]
    assert scripts == [{"type": "application/json", "id": "words"}, {}]
    assert "<b>chess</b>" not in html


def test_a_page_s_address_becomes_a_link_only_when_it_is_http(html: str) -> None:
    hrefs = [a["href"] for t, a in read(html).tags if t == "a" and "href" in a]
    assert all(h.startswith(("#", "https://", "http://")) for h in hrefs)
    assert "javascript:" not in html.lower()
    for tag, attrs in read(html).tags:
        if tag == "a" and attrs.get("href", "").startswith("http"):
            assert {"noopener", "noreferrer"} <= set(attrs["rel"].split())


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:x", " data:text/html,x", "//host/x", "file:///etc", "http://", "http://[", ""],
)
def test_unsafe_addresses(url: str) -> None:
    assert safe_url(url) is None


def test_quoted_words_stand_in_the_marks_that_text_has_for_them(html: str) -> None:
    """«…», and “…” round words that quote themselves."""
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style
    assert "q::before{content:'«'" in style[1]
    assert ".quoting q::before{content:'“'" in style[1]
    quoted = re.findall(r'<blockquote class="(words[^"]*)"[^>]*><q>(.*?)</q>', html, re.S)
    assert {"quoting" in kind for kind, _ in quoted} == {True, False}
    assert all(("quoting" in kind) == ("«" in re.sub("<[^>]*>", "", words)) for kind, words in quoted)


def test_nothing_is_loaded_from_outside(html: str) -> None:
    for tag, attrs in read(html).tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}
        assert not {"src", "srcset", "style", "background"} & set(attrs), tag
        assert not [k for k in attrs if k.startswith("on")], tag
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style
    assert all(u.startswith("data:font/woff2") for u in re.findall(r"url\(([^)]*)\)", style[1]))
    assert "@import" not in style[1]


def test_the_policy_names_the_one_style_and_script_by_hash(html: str) -> None:
    policy = next(a["content"] for t, a in read(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    style, script = re.search(r"<style>(.*?)</style>", html, re.S), re.search(r"<script>(.*?)</script>", html, re.S)
    assert style
    assert script
    for kind, text in (("style", style[1]), ("script", script[1])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_every_page_is_in_the_file_once_word_for_word(html: str) -> None:
    blocks = read(html).blocks
    for number, page in enumerate(DOC["pages"]):
        shown = sorted((s, e) for n, s, e in blocks if n == number)
        covered = "".join(page["text"][s:e] for s, e in shown)
        assert "".join(covered.split()) == "".join(page["text"].split())
        for s, e in shown:
            assert blocks[number, s, e] == page["text"][s:e]


def test_every_span_of_the_brief_is_reached_by_a_link(html: str) -> None:
    reader = read(html)
    ids, links = set(reader.ids()), {a.get("href", "") for t, a in reader.tags if t == "a"}
    numbers = {p["page"]: n for n, p in enumerate(DOC["pages"])}
    for topic in DOC["topics"]:
        spans = [s for b in topic["brief"] for s in b["spans"]]
        spans += [s for c in topic["contrasts"] for p in c["positions"] for s in p["spans"]]
        for s in spans:
            anchor = f"ev-{numbers[s['page']]}-{s['start']}-{s['end']}"
            assert anchor in ids
            assert "#" + anchor in links


def test_every_inner_link_arrives_and_no_id_is_twice(html: str) -> None:
    reader = read(html)
    ids = reader.ids()
    assert len(ids) == len(set(ids))
    for tag, attrs in reader.tags:
        for name in ("href", "aria-labelledby"):
            target = attrs.get(name, "")
            if name == "href" and (tag != "a" or not target.startswith("#")):
                continue
            for one in target.split():
                assert one.removeprefix("#") in ids, target


def test_language_and_direction(html: str) -> None:
    attrs = next(a for t, a in read(html).tags if t == "html")
    assert (attrs["lang"], attrs["dir"]) in {("ar", "rtl"), ("en", "ltr")}


def test_headings_step_down_without_gaps(html: str) -> None:
    levels = [int(t[1]) for t, _ in read(html).tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_the_three_questions_and_what_was_found() -> None:
    html = PAGES["ar"]
    for words in ("ماذا حدث", "أين تختلف الروايات", "من المصدر حقًّا", "5 مقالات من 3 مصادر مستقلة"):
        assert words in html
    for words in ("مناقضة واحدة", "بين 5 و9 مايو 2031", "نزاع بين الأطراف", "سقط ذكر الجرحى"):
        assert words in html
    assert html.index("انهيار جسر الصفصاف</bdi></h") < html.index("بطولة الشطرنج &lt;script&gt;", html.index("<main"))


def test_the_english_interface_has_no_arabic_of_its_own() -> None:
    html = re.sub(r"<(style|script).*?</\1>", "", PAGES["en"], flags=re.S)
    for words in ("ماذا حدث", "صفحات", "مصادر مستقلة", "أغلق"):
        assert words not in html
    assert "What happened" in html


def test_an_empty_document_still_opens() -> None:
    html = render_html(document(Telling()))
    assert 'id="story"' in html


def test_words_that_would_break_a_page_keep_their_offsets() -> None:
    doc: dict[str, Any] = copy.deepcopy(DOC)
    text: str = doc["pages"][0]["text"]
    doc["pages"][0]["text"] = text.replace(" ", "\x00", 3).replace("،", "\ud800", 1).replace("م", "\U0001f4f0", 1)
    html = render_html(doc)
    html.encode("utf-8")
    blocks = read(html).blocks
    lengths = {(s, e): len(t) for (n, s, e), t in blocks.items() if n == 0}
    assert all(e - s == length for (s, e), length in lengths.items())


def test_spans_that_point_nowhere_are_left_out() -> None:
    doc: dict[str, Any] = copy.deepcopy(DOC)
    doc["topics"][1]["brief"][0]["spans"] += [
        {"page": "no such page", "start": 0, "end": 4},
        {"page": bridge.WIRE_PAGE, "start": 5, "end": 10**6},
    ]
    assert "no such page" not in render_html(doc)


def test_script_data_cannot_close_its_element() -> None:
    text = script_json({"a": "</script><!-- \u2028\u2029 &"})
    assert not set("<>&\u2028\u2029") & set(text)


def test_the_file_stays_small() -> None:
    assert len(render_html(document(Telling())).encode()) < 420_000


def colours(theme: str) -> dict[str, str]:
    css = (Path(html_module.__file__).parent / "assets/story.css").read_text("utf-8")
    block = css[css.index(theme) :]
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", block[: block.index("}")]))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", [":root{", ":root:not([data-theme=light]){", ":root[data-theme=dark]{"])
def test_colours_can_be_read(theme: str) -> None:
    c = colours(theme)
    pairs = [(front, back) for front in ("ink", "soft", "accent", "warm", "cool", "gold") for back in ("paper", "card")]
    pairs += [(name, name + "-tint") for name in ("accent", "warm", "cool", "gold")] + [("hit-ink", "hit")]
    for front, back in pairs:
        dark, light = sorted((luminance(c[front]), luminance(c[back])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (front, back)


def test_a_copy_beside_its_source_is_said_to_have_one_source() -> None:
    """Two outlets stand below the line: a reader would count two."""
    html = PAGES["ar"]
    copied, risen = (re.search(rf'<li id="line-t-bridge-{n}">.*?</li>', html, re.DOTALL) for n in (1, 2))
    assert copied and risen
    assert "مصدرها واحد" in copied[0]
    assert "مصدرها واحد" not in risen[0]
