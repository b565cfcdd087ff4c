"""Markup to pieces: what the parser writes is read as the tree means it, broken markup included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree

from riwaya.read.dom import Contents, contents_of


def contents(markup: str) -> Contents:
    document = HTMLTree.parse(markup).document
    assert document is not None
    return contents_of(document.html)


def lines(markup: str) -> list[str]:
    return [p.text for p in contents(markup).pieces]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>سطر<p>آخر<br>ثالث<hr>رابع", ["سطر", "آخر", "ثالث", "رابع"]),
        ("<p>كلمة <b>غليظة</b>، وأخرى", ["كلمة غليظة، وأخرى"]),
        ("<span>أ</span><span>ب</span><!-- --><i>ج</i>", ["أ بج"]),
        ("<p>5 &lt; 7 &amp;amp; 7&nbsp;&gt; 5", ["5 < 7 &amp; 7 > 5"]),
        ("<p>ظاهر<p hidden>خفي<p aria-hidden=true>خفي<p style='DISPLAY: none'>خفي<p>ظاهر", ["ظاهر", "ظاهر"]),
        ("<body hidden><p>نص", ["نص"]),
        ("قبل<script>if (a<b) document.write('<p>خفي</p>')</script>بعد", ["قبلبعد"]),
        ("قبل<script><!-- <script>x</script> --></script>بعد", ["قبلبعد"]),
        ("قبل<!-- <p>خفي</p> > -->بعد<? if (a) ?>", ["قبلبعد"]),
        ("<svg><title>خفي</title><style>a<b</style><a>خفي</a></svg>ظاهر<template><p>خفي</template>", ["ظاهر"]),
        ("<xmp><b>&amp;</b></xmp><p>نص", ["<b>&amp;</b>", "نص"]),
        ("<p a<b='>' c>نص</p><ti<b>آخر</ti<b><td<p hidden>خفي</td<p>ظاهر", ["نص", "آخرظاهر"]),
        ("<head><title>خفي</title><meta name=a content=b></head>ظاهر", ["ظاهر"]),
        ("<a href=x>رابط <table><tr><td>خلية</table></a>", ["رابط", "خلية"]),
    ],
)
def test_lines_in_document_order(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_what_a_page_says_for_machines_is_gathered_wherever_it_stands() -> None:
    found = contents(
        "<meta property='og:title' content='عنوان &amp; &quot;آخر&quot;'><link rel=stylesheet href=canonical.css>"
        "<link rel=canonical href='https://example.org/1?a=1&amp;b=2'><div hidden><meta name=x content=y></div>"
        '<script type=\'application/ld+json\'>{"a": "<b>"}</script><script>{}</script>'
    )
    assert found.metas == [{"property": "og:title", "content": 'عنوان & "آخر"'}, {"name": "x", "content": "y"}]
    assert found.canonical == "https://example.org/1?a=1&b=2"
    assert found.data == ['{"a": "<b>"}']


def test_each_element_knows_its_pieces() -> None:
    pieces = contents("<div id=main><p>أول<p>ثان</div><ul class=menu><li><a>رابط</a></ul>").pieces
    main = pieces[0].element.parent
    assert main is not None
    assert [p.within(main) for p in pieces] == [True, True, False]
    assert [p.linked for p in pieces] == [0, 0, 4]
    assert pieces[2].element.parent is not None
    assert pieces[2].element.parent.hints == {"furniture"}


def test_depth_is_bounded_and_what_stands_below_is_kept() -> None:
    pieces = contents("<div>" * 2_000 + "عميق" + "</div>" * 2_000 + "<p>بعد").pieces
    assert [p.text for p in pieces] == ["عميق", "بعد"]
    assert pieces[0].element.depth <= 200
    assert pieces[1].element.depth == 1


_TAGS = ["p", "div", "b", "a", "br", "table", "td", "script", "style", "svg", "select", "title", "template", "xmp"]
_tags = [f"<{slash}{tag}>" for tag in _TAGS for slash in ("", "/")]
_parts = st.lists(st.sampled_from([*_tags, "كلمة ", "<", ">", "<!--", "-->", "&lt;"]), max_size=25)


@given(_parts)
def test_any_tags_are_read_and_no_word_comes_twice(parts: list[str]) -> None:
    found = contents("".join(parts))
    assert " ".join(p.text for p in found.pieces).count("كلمة") <= parts.count("كلمة ")
    assert all(p.within(e) for p in found.pieces for e in p.element.line())
