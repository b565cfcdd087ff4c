"""The told story as a Word document: headings, the brief, tables from right to left, numbered references at the end.

`render_docx(document)` takes the `riwaya/1` dict and gives the bytes of the file. It tells what the Markdown tells;
every number in brackets is a link to the words it stands for.
"""

from __future__ import annotations

from docx.document import Document
from docx.text.paragraph import Paragraph

from riwaya.export.clean import address, shown
from riwaya.export.word import (
    PLAIN,
    Face,
    add_paragraph,
    bookmark,
    link,
    new_document,
    repeat_header,
    saved,
    set_direction,
    set_table_direction,
    set_widths,
    write,
    write_ltr,
)
from riwaya.present.shown import is_arabic
from riwaya.render.catalogue import Language, language
from riwaya.render.differences import Difference, Side
from riwaya.render.drawn import lay_timeline
from riwaya.render.happenings import Happening, choose
from riwaya.render.index import Evidence, Index, Row
from riwaya.render.phrases import (
    parts,
    quotation,
    told_change,
    told_together,
    told_when,
    turn,
    vouched_by,
    what_happened,
)
from riwaya.render.versions import VersionView, version_views
from riwaya.render.views import Line, Lineage, Speaker, TopicView, topic_view

_CLIP = 240
_MOST_EVENTS = 60
_BOLD, _SMALL, _RAISED, _MUTED = Face(bold=True), Face(small=True), Face(raised=True), Face(muted=True, small=True)


def render_docx(document: Row, *, lang: str = "ar") -> bytes:
    """The document as a Word file, interface in `lang` (`ar` or `en`)."""
    words = language(lang)
    index = Index(document, words)
    views = [topic_view(index, t) for t in index.topics_by_size()]
    title = views[0].title if len(views) == 1 and views[0].title else words.say("product")
    report = _Report(new_document(title, lang, words.direction == "rtl"), index)
    report.heading(words.say("product"), 0)
    report.paragraph(words.say("tagline"), _MUTED)
    for view in views:
        _topic(report, view)
    _versions(report, version_views(index))
    if document["failures"]:
        report.heading(words.say("failures"), 1)
        for f in document["failures"]:
            told = f"{f['page']}: {words.label('stage', f['stage'])}: {words.reason(f['reason'])}"
            report.paragraph(told, style="List Bullet")
    report.references()
    return saved(report.document)


class _Report:
    """A document under construction: paragraphs that know their direction, and numbered evidence."""

    def __init__(self, document: Document, index: Index) -> None:
        self.document, self.index, self.words = document, index, index.language
        self.rtl = index.language.direction == "rtl"

    def heading(self, text: str, level: int) -> None:
        made = add_paragraph(self.document, f"Heading {level}" if level else "Title")
        set_direction(made, self.rtl or is_arabic(text))
        write(made, shown(text))

    def paragraph(
        self, text: str = "", face: Face = PLAIN, style: str | None = None, arabic: bool = False
    ) -> Paragraph:
        """A paragraph that reads as the interface does, or from the right where its words are Arabic."""
        made = add_paragraph(self.document, style)
        set_direction(made, self.rtl or arabic or is_arabic(text))
        if text:
            write(made, shown(text), face)
        return made

    def notes(self, paragraph: Paragraph, evidence: tuple[Evidence, ...]) -> None:
        """The numbers of evidence, each a link to its reference."""
        for e in evidence:
            write(paragraph, " ", _RAISED)  # where a line may break, and not inside the brackets
            number = self.index.number(e)
            link(paragraph, f"[{number}]", f"ref{number}", _RAISED)

    def table(self, heads: list[str]) -> _Table:
        return _Table(self, heads)

    def references(self) -> None:
        """The evidence that was cited, by number: whose words, when, where they stand, and the words."""
        numbered = self.index.numbered()
        if numbered:
            self.heading(self.words.say("notes"), 1)
        for number, e in numbered:
            made = self.paragraph(arabic=is_arabic(e.words))
            bookmark(made, f"ref{number}", number)
            write(made, f"[{number}] ", _SMALL)
            date = f"{self.words.say('list_comma')}{self.words.date(e.published)}" if e.published else ""
            write(made, f"{shown(e.outlet)}{date}: ", _SMALL)
            write(made, shown(quotation(self.words, e.words, _CLIP)), _SMALL)
            write(made, " ", _SMALL)
            write_ltr(made, f"({e.page} {e.start}-{e.end})", _MUTED)
            if e.url:
                write(made, " ", _SMALL)
                write_ltr(made, address(e.url) or e.url, _MUTED)


class _Table:
    """A table whose first column stands where reading begins."""

    def __init__(self, report: _Report, heads: list[str]) -> None:
        self.report = report
        self.table = report.document.add_table(rows=1, cols=len(heads))
        self.table.style = report.document.styles["Table Grid"]
        set_table_direction(self.table, report.rtl)
        for n, head in enumerate(heads):
            self._write(self.table.rows[0].cells[n].paragraphs[0], head, _BOLD)
        repeat_header(self.table)

    def finish(self) -> None:
        """Set the widths, once all rows stand: who or when is short, the words are long."""
        set_widths(self.table, (0.27, 0.73))

    def _write(self, paragraph: Paragraph, text: str, face: Face) -> None:
        set_direction(paragraph, self.report.rtl or is_arabic(text))
        write(paragraph, shown(text), face)

    def row(self, cells: list[list[tuple[str, Face] | tuple[Evidence, ...]]]) -> None:
        """Add a row; a cell is words with their face, and evidence to be numbered."""
        made = self.table.add_row().cells
        for n, pieces in enumerate(cells):
            paragraph = made[n].paragraphs[0]
            texts = " ".join(p[0] for p in pieces if p and isinstance(p[0], str))
            set_direction(paragraph, self.report.rtl or is_arabic(texts))
            for part in pieces:
                if part and isinstance(part[0], str):
                    write(paragraph, part[0], part[1])
                else:
                    self.report.notes(paragraph, part)


def _topic(report: _Report, view: TopicView) -> None:
    words = report.words
    report.heading(view.title or words.say("topics"), 1)
    articles, sources = words.count("articles", view.articles), words.count("from_sources", view.sources)
    report.paragraph(words.say("of_which", articles=articles, sources=sources) if view.sources else articles, _SMALL)
    report.heading(words.say("what_happened"), 2)
    if not view.lines:
        report.paragraph(words.say("no_brief"))
    for line in view.lines:
        _line(report, line)
    _differences(report, view.differences)
    if view.lineages:
        report.heading(words.say("who_is_the_source"), 2)
        for lineage in view.lineages:
            _lineage(report, lineage)
    _timeline(report, view)
    _relations(report, view)
    _statements(report, view.speakers)


def _line(report: _Report, line: Line) -> None:
    words = report.words
    made = report.paragraph(style="List Bullet", arabic=is_arabic(line.text))
    if line.date:
        write(made, f"{words.date(line.date)}: ", _BOLD)
    write(made, shown(line.text))
    report.notes(made, line.evidence)
    about = vouched_by(words, line, shown)
    if about:
        write(made, f" — {about}", _MUTED)
    for kind, text, by in line.reworded:
        report.paragraph("≈ " + words.say(kind, text=text, by=by), _MUTED, "List Bullet 2")


def _differences(report: _Report, differences: tuple[Difference, ...]) -> None:
    """Each question as a table of its own: who says what. A table of all would need columns nobody can read."""
    words = report.words
    if not differences:
        return
    report.heading(words.say("where_they_differ"), 2)
    for d in differences:
        report.heading(f"{d.subject} ({d.told_kind})", 3)
        table = report.table([words.say("contrast_holder"), words.say("contrast_words")])
        for side in d.sides:
            table.row([[(shown(_holder(words, side)), _BOLD)], _said(words, side)])
        table.finish()


def _holder(words: Language, side: Side) -> str:
    return side.holder or words.say("list_comma").join(dict.fromkeys(e.outlet for e in side.evidence))


def _said(words: Language, side: Side) -> list[tuple[str, Face] | tuple[Evidence, ...]]:
    parts: list[tuple[str, Face] | tuple[Evidence, ...]] = []
    if side.told_value:
        parts.append((shown(side.told_value) + " ", _BOLD))
    if side.fullest:
        parts.append((shown(quotation(words, side.fullest.words, _CLIP, around=side.marked)), PLAIN))
    return [*parts, side.evidence]


def _lineage(report: _Report, lineage: Lineage) -> None:
    words = report.words
    of = words.label("derivation_of", lineage.relation).format(source=lineage.source)
    counts = words.say("list_comma").join(words.count(kind, n) for kind, n in lineage.counts)
    external = f" ({words.say('external')})" if lineage.external else ""
    report.paragraph(f"{lineage.derived}: {of}{external}" + (f" — {counts}" if counts else ""), style="List Bullet")
    for told in lineage.told:
        made = report.paragraph(told_change(words, told), style="List Bullet 2")
        report.notes(made, told.evidence)


def _timeline(report: _Report, view: TopicView) -> None:
    if not view.happenings:
        return
    words = report.words
    axis = lay_timeline(view.happenings, rtl=True)
    told: list[Happening] = [*(r.happening for r in axis.rows), *axis.undated]
    chosen = choose(told, _MOST_EVENTS)
    report.heading(words.say("timeline"), 2)
    for heading, part in parts(words, [h for h in told if h.id in chosen]):
        if heading:
            report.heading(heading, 3)
        table = report.table([words.say("when"), words.say("what_happened")])
        for rows in told_together(part):
            first = rows[0]
            quoted = quotation(words, first.evidence[0].words, _CLIP, around=first.around) if first.evidence else ""
            evidence = tuple(dict.fromkeys(e for h in rows for e in h.evidence))
            happened = f"{shown(what_happened(words, rows))}: "
            table.row([[(told_when(words, first), _BOLD)], [(happened, PLAIN), (shown(quoted), PLAIN), evidence]])
        table.finish()
    if len(told) > len(chosen):
        report.paragraph(f"+ {words.count('events', len(told) - len(chosen))}", _SMALL)


def _relations(report: _Report, view: TopicView) -> None:
    words = report.words
    if not view.ties:
        return
    report.heading(words.say("relations"), 2)
    for tie in view.ties:
        kind = "conflict" if tie.score < -0.5 else "cooperation" if tie.score > 0.5 else "neutral"
        made = report.paragraph(f"{tie.a} — {tie.b}: {words.say(kind)} ", style="List Bullet")
        write_ltr(made, f"{tie.score:+.1f}")
        report.notes(made, tie.evidence)


def _statements(report: _Report, speakers: tuple[Speaker, ...]) -> None:
    words = report.words
    if not speakers:
        return
    report.heading(words.say("statements"), 2)
    for speaker in speakers:
        report.paragraph(speaker.name or words.say("speaker_unknown"), _BOLD)
        for said in speaker.said:
            how = words.say("list_comma").join((words.label("polarity", said.polarity), words.label("mode", said.mode)))
            quoted = quotation(words, said.evidence.words, _CLIP)
            made = report.paragraph(f"{quoted} ({how})", style="List Bullet")
            report.notes(made, said.places)


def _versions(report: _Report, versions: tuple[VersionView, ...]) -> None:
    words = report.words
    if versions:
        report.heading(words.say("versions"), 1)
    for version in versions:
        made = report.paragraph(f"{version.outlet}: ", _BOLD, "List Bullet")
        write_ltr(made, address(version.address) or version.address, _SMALL)
        for edit in version.edits:
            told = f"{words.label('edit', edit.kind)}: {turn(words, edit.before, edit.after, _CLIP)}"
            report.paragraph(told, style="List Bullet 2")
