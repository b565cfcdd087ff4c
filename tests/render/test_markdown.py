import re

import pytest
from markdown_it import MarkdownIt

from riwaya.render import document, render_markdown
from riwaya.render.markdown import safe
from tests.render import bridge

DOC = document(bridge.telling())


def test_footnotes_are_whole() -> None:
    text = render_markdown(DOC)
    told = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    noted = set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    assert told == noted
    assert len(noted) > 10


def test_what_it_tells() -> None:
    text = render_markdown(DOC)
    assert "## انهيار جسر الصفصاف" in text
    assert "| عدد القتلى (اختلاف بين الصفحات) |" in text
    assert "- **بين 5 و9 مايو 2031** مساعدة (مزمَع)" in text
    assert "<https://ufuq.example/1?a=1&b=2>" in text
    assert "javascript" not in text


def test_every_row_of_the_table_has_as_many_cells() -> None:
    rows = [line for line in render_markdown(DOC).splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1


def test_words_of_pages_are_neither_markup_nor_html() -> None:
    html = MarkdownIt("commonmark").render(render_markdown(DOC))
    assert "<script>" not in html
    assert "<b>chess" not in html


@pytest.mark.parametrize(
    "words",
    [
        "*a*",
        "_a_",
        "[x](javascript:1)",
        "![x](y)",
        "<b>x</b>",
        "# x",
        "- x",
        "1. x",
        "`x`",
        "a\n\n# b",
        "&lt;b&gt;",
        "===",
    ],
)
def test_safe_words_come_back_as_they_were(words: str) -> None:
    html = MarkdownIt("commonmark").render("x\n\n" + safe(words))
    shown = re.sub(r"<[^>]*>", "", html.split("</p>", 1)[1]).strip()
    flat = " ".join(words.split())
    assert shown == flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert set(re.findall(r"<(\w+)", html)) == {"p"}
