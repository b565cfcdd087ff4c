import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from riwaya.export import render_docx
from riwaya.export.word import by_script
from riwaya.render.catalogue import language
from riwaya.render.index import Index
from riwaya.render.views import topic_view

Document = dict[str, Any]
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-z]")


def body(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def paragraphs(read: Any) -> list[Any]:
    return [*read.paragraphs, *(p for t in read.tables for row in t.rows for c in row.cells for p in c.paragraphs)]


def runs(paragraph: Any) -> list[Any]:
    return list(paragraph._p.iter(qn("w:r")))


def text_of(run: Any) -> str:
    return "".join(t.text or "" for t in run.iter(qn("w:t")))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_arabic_reads_from_the_right(any_document: Document, lang: str) -> None:
    read = body(render_docx(any_document, lang=lang))
    for paragraph in paragraphs(read):
        arabic = ARABIC.search(paragraph.text)
        properties = paragraph._p.pPr
        assert not arabic or (properties is not None and properties.find(qn("w:bidi")) is not None)
        for run in runs(paragraph):
            words, found = text_of(run), run.find(qn("w:rPr"))
            rtl = found is not None and found.find(qn("w:rtl")) is not None
            assert not (ARABIC.search(words) and not rtl), words
            assert not (LATIN.search(words) and not ARABIC.search(words) and rtl), words


def test_arabic_document_is_one_throughout(examples_document: Document) -> None:
    read = body(render_docx(examples_document))
    section = [etree.QName(c).localname for c in read.sections[0]._sectPr]
    assert section.index("bidi") < section.index("docGrid")
    assert all(t._tbl.tblPr.find(qn("w:bidiVisual")) is not None for t in read.tables)
    assert len(read.tables) > 2
    style = read.styles["Normal"].element.rPr
    assert style.find(qn("w:rFonts")).get(qn("w:cs"))
    assert style.find(qn("w:lang")).get(qn("w:bidi")) == "ar-SA"
    assert style.find(qn("w:szCs")) is not None


def test_an_english_document_keeps_its_direction(bridge_document: Document) -> None:
    read = body(render_docx(bridge_document, lang="en"))
    assert read.sections[0]._sectPr.find(qn("w:bidi")) is None
    headings = [p for p in read.paragraphs if p.style.name == "Heading 2"]
    assert "What happened" in {p.text for p in headings}
    assert all(p._p.pPr.find(qn("w:bidi")) is None for p in headings)


def test_a_copy_beside_its_source_is_said_to_have_one_source(bridge_document: Document) -> None:
    told = "\n".join(p.text for p in paragraphs(body(render_docx(bridge_document))))
    assert "صحيفة النهر؛ مصدرها واحد" in told


def test_latin_names_and_numbers_stay_whole(bridge_document: Document) -> None:
    read = body(render_docx(bridge_document))
    latin = [text_of(r).strip("\u200e") for p in paragraphs(read) for r in runs(p) if LATIN.search(text_of(r))]
    assert "Delta Build" in latin
    assert not any(ARABIC.search(t) for t in latin)
    everything = "\n".join(p.text for p in paragraphs(read))
    for number in ("14", "32", "48", "17", "19"):
        assert number in everything


def test_every_number_leads_to_its_reference(any_document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(any_document))) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    anchors = {e.get(qn("w:anchor")) for e in tree.iter(qn("w:hyperlink"))}
    names = [e.get(qn("w:name")) for e in tree.iter(qn("w:bookmarkStart"))]
    assert anchors == set(names)
    assert len(names) == len(set(names))
    if any_document["topics"]:
        assert len(names) > 5


def test_the_brief_stands_word_for_word(examples_document: Document) -> None:
    told = "\n".join(p.text for p in body(render_docx(examples_document)).paragraphs).replace("\u200e", "")
    for topic in examples_document["topics"]:
        for line in topic["brief"]:
            assert " ".join(line["text"].split()) in told


def test_words_that_several_pages_tell_alike_lead_to_all_of_them(examples_document: Document) -> None:
    index = Index(examples_document, language("ar"))
    said = [s for t in index.topics_by_size() for x in topic_view(index, t).speakers for s in x.said]
    words, places = next((index.line(s.evidence.words), len(s.places)) for s in said if len(s.places) > 1)
    read = body(render_docx(examples_document))
    listed = [p for p in paragraphs(read) if p.style.name == "List Bullet" and words[:60] in p.text]
    assert places in {len(list(p._p.iter(qn("w:hyperlink")))) for p in listed}


def test_run_properties_stand_in_the_order_of_the_schema(any_document: Document) -> None:
    order = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "vertAlign", "rtl", "lang"]
    with zipfile.ZipFile(io.BytesIO(render_docx(any_document))) as package:
        trees = [etree.fromstring(package.read(f"word/{n}.xml")) for n in ("document", "styles")]
    for tree in trees:
        for properties in tree.iter(qn("w:rPr")):
            names = [etree.QName(c).localname for c in properties]
            known = [order.index(n) for n in names if n in order]
            assert known == sorted(known), names


def test_every_style_that_is_used_is_there(examples_document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(examples_document))) as package:
        trees = [etree.fromstring(package.read(f"word/{n}.xml")) for n in ("document", "styles")]
    used = {e.get(qn("w:val")) for e in trees[0].iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert used <= {e.get(qn("w:styleId")) for e in trees[1].iter(qn("w:style"))}
    assert {"Title", "Heading1", "Heading2", "ListBullet"} <= used


def test_the_same_document_gives_the_same_bytes(bridge_document: Document) -> None:
    assert render_docx(bridge_document) == render_docx(bridge_document)


def test_no_word_of_a_page_becomes_markup(hostile_document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(hostile_document))) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                etree.fromstring(package.read(name))
        text = package.read("word/document.xml").decode()
    assert "<script" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@given(st.text(st.sampled_from("ابت Delta12.-_/،:()«» é\u0660"), max_size=40), st.booleans())
def test_no_word_is_lost_in_the_cutting(text: str, rtl: bool) -> None:
    assert "".join(piece for piece, _ in by_script(text, rtl)).replace("\u200e", "") == text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("شركة Delta Build المنفذة", [("شركة ", True), ("\u200eDelta Build\u200e", False), (" المنفذة", True)]),
        ("قُتل 14 شخصًا", [("قُتل 14 شخصًا", True)]),
        ("[12]", [("[12]", True)]),
        ("عن 03-rewrite أمس", [("عن ", True), ("\u200e03-rewrite\u200e", False), (" أمس", True)]),
        ("طائرة A320، ثم", [("طائرة ", True), ("\u200eA320\u200e", False), ("، ثم", True)]),
    ],
)
def test_cuts(text: str, pieces: list[tuple[str, bool]]) -> None:
    assert list(by_script(text)) == pieces
