"""Right-to-left building blocks of a Word document: what python-docx does not know of Arabic.

A paragraph reads from the right by `w:bidi`, a table by `w:bidiVisual`, a section by `w:bidi`. Words are cut into runs:
Arabic ones carry `w:rtl` and take the complex-script font, size and boldness (`w:cs`, `w:szCs`, `w:bCs`); Latin ones do
not, so that Word keeps their letters, digits and signs in order. Numbers beside Arabic stay with it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from riwaya.export.clean import harmless, shown

FONT_CS = "Times New Roman"  # has Arabic on Windows and macOS, and a stand-in everywhere else
FONT_LATIN = "Calibri"
_SIZES = {"Normal": 12, "Title": 22, "Heading 1": 18, "Heading 2": 15, "Heading 3": 13}
_LTR_MARK = "\u200e"
# Latin words with what joins them: «Delta Build 3.2», «26 August 2025», an address, a file's name.
_LETTER = "A-Za-z\u00c0-\u024f"
_LATIN = re.compile(
    rf"(?:[0-9][0-9.,:/%+\-]*[ ]?)?[{_LETTER}](?:[A-Za-z0-9_\u00c0-\u024f.,:/@&'’+\-–—%#?=~]|\s(?=[{_LETTER}0-9]))*"
)
_LATIN_END = re.compile(r"[.,:?'’\-–—\s]+$")
_ARABIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks."""

    bold: bool = False
    muted: bool = False  # grey: Arabic has no italics
    small: bool = False
    raised: bool = False


PLAIN = Face()


def new_document(title: str, lang: str, rtl: bool) -> Document:
    """An empty document with styles, language and direction set."""
    made = docx.Document()
    for name, size in _SIZES.items():
        style = made.styles[name]
        assert isinstance(style, ParagraphStyle)
        _dress(style, size, name != "Normal")
    for kind in ("List Bullet", "List Number"):
        style = made.styles[kind]
        assert isinstance(style, ParagraphStyle)
        style.paragraph_format.space_after = Pt(5)
    if rtl:
        properties = made.sections[0]._sectPr
        grid = properties.find(qn("w:docGrid"))  # the schema wants what comes after it last
        if grid is None:
            properties.append(OxmlElement("w:bidi"))
        else:
            grid.addprevious(OxmlElement("w:bidi"))
    made.core_properties.title = shown(title)[:255]
    made.core_properties.language = "ar-SA" if lang == "ar" else "en-US"
    made.core_properties.author = "riwaya"
    return made


def _dress(style: ParagraphStyle, size: int, bold: bool) -> None:
    """Fonts, sizes and language for both scripts; a theme's fonts would win over ours and go."""
    style.font.size = Pt(size)
    style.font.name = FONT_LATIN
    if bold:
        style.font.bold = True
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    assert fonts is not None
    for name in [a for a in fonts.attrib if a.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:cs"), FONT_CS)
    for name, value in (("w:szCs", str(size * 2)), *((("w:bCs", "1"),) if bold else ())):
        found = properties.find(qn(name))
        made = OxmlElement(name) if found is None else found
        made.set(qn("w:val"), value)
        if found is None:
            _insert(properties, made)
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        _insert(properties, lang)
    lang.set(qn("w:val"), "en-US")
    lang.set(qn("w:bidi"), "ar-SA")


# The order in which the schema wants the properties of a run, as far as ours and the template's go.
_ORDER = [qn(f"w:{n}") for n in ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "kern", "sz", "szCs",
                                 "u", "vertAlign", "rtl", "lang")]  # fmt: skip


def _insert(properties: BaseOxmlElement, made: BaseOxmlElement) -> None:
    """Put a property of a run where the schema wants it."""
    place = _ORDER.index(made.tag)
    later = (c for c in properties if c.tag in _ORDER and _ORDER.index(c.tag) > place)
    following = next(later, None)
    if following is None:
        properties.append(made)
    else:
        following.addprevious(made)


def reads_from_right(paragraph: Paragraph) -> bool:
    """Whether `set_direction` made a paragraph read from the right."""
    properties = paragraph._p.pPr
    return properties is not None and properties.find(qn("w:bidi")) is not None


def set_direction(paragraph: Paragraph, rtl: bool) -> None:
    """Let a paragraph read from the right."""
    if rtl and not reads_from_right(paragraph):
        bidi = OxmlElement("w:bidi")
        properties = paragraph._p.get_or_add_pPr()
        first = next((c for c in properties if c.tag in _AFTER_BIDI), None)
        if first is None:
            properties.append(bidi)
        else:
            first.addprevious(bidi)


_AFTER_BIDI = {
    qn(f"w:{n}") for n in ("spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "cnfStyle", "rPr", "sectPr")
}


def write(paragraph: Paragraph, text: str, face: Face = PLAIN, parent: BaseOxmlElement | None = None) -> None:
    """Add words of a page or of the interface to a paragraph, cut by script."""
    for piece, rtl in by_script(text, reads_from_right(paragraph)):
        (paragraph._p if parent is None else parent).append(_run(piece, rtl, face))


def write_ltr(paragraph: Paragraph, text: str, face: Face = PLAIN) -> None:
    """Add words of ours that read from the left whatever stands around them: a place in a page, an address."""
    if _ARABIC.search(text):  # a page's name may be Arabic
        write(paragraph, shown(text), face)
    else:
        paragraph._p.append(_run(_LTR_MARK + shown(text) + _LTR_MARK, False, face))


def link(paragraph: Paragraph, text: str, anchor: str, face: Face = PLAIN) -> None:
    """Add a link to a bookmark of the same document."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("w:anchor"), anchor)
    made.set(qn("w:history"), "1")
    paragraph._p.append(made)
    write(paragraph, text, face, made)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Let links find this paragraph."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        made = OxmlElement(tag)
        made.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            made.set(qn("w:name"), name)
        paragraph._p.append(made)


def set_table_direction(table: Table, rtl: bool) -> None:
    """Let the first column stand at the right."""
    if rtl:
        visual = OxmlElement("w:bidiVisual")
        style = table._tbl.tblPr.find(qn("w:tblStyle"))
        if style is None:
            table._tbl.tblPr.insert(0, visual)
        else:
            style.addnext(visual)


def add_paragraph(document: Document, style: str | None = None) -> Paragraph:
    """A new last paragraph. The library looks for its place and its style anew each time: slow in a long document."""
    made = OxmlElement("w:p")
    document.element.body[-1].addprevious(made)  # what describes the section stands last
    paragraph = Paragraph(made, document._body)
    if style:
        made.get_or_add_pPr().style = style.replace(" ", "")  # its id in the template of the library
    return paragraph


def set_widths(table: Table, shares: Sequence[float]) -> None:
    """Give the columns their shares of a line of 15 cm."""
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(15 * share)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Cm(15 * share)


def repeat_header(table: Table) -> None:
    """Show the first row again on every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def by_script(text: str, rtl: bool = True) -> Iterator[tuple[str, bool]]:
    """Cut words into Latin stretches and the rest: each with whether it is to read from the right.

    `rtl` is the direction of the paragraph, which words without letters take. In a paragraph from the right a Latin
    stretch stands between marks of direction, or a number at its end would change sides.
    """
    at = 0
    if not rtl and not _ARABIC.search(text):
        if text:
            yield text, False
        return
    for found in _LATIN.finditer(text):
        end = found.end() - len(m[0]) if (m := _LATIN_END.search(found[0])) else found.end()
        if at < found.start():
            yield text[at : found.start()], True
        latin = text[found.start() : end]
        yield (latin if latin.isalpha() else f"{_LTR_MARK}{latin}{_LTR_MARK}"), False
        at = end
    if at < len(text):
        yield text[at:], True


def _run(text: str, rtl: bool, face: Face) -> BaseOxmlElement:
    made, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    for name in ("w:b", "w:bCs") if face.bold else ():
        properties.append(OxmlElement(name))
    if face.muted:
        properties.append(_valued("w:color", "5A5A5A"))
    if face.small:
        for name in ("w:sz", "w:szCs"):
            properties.append(_valued(name, "20"))
    if face.raised:
        properties.append(_valued("w:vertAlign", "superscript"))
    if rtl:
        properties.append(OxmlElement("w:rtl"))
    if len(properties):
        made.append(properties)
    words = OxmlElement("w:t")
    words.text = harmless(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(words)
    return made


def _valued(name: str, value: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(name)
    made.set(qn("w:val"), value)
    return made


def saved(document: Document) -> bytes:
    """The file's bytes; the same document gives the same bytes, because its parts carry no time."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(item))
    return out.getvalue()
