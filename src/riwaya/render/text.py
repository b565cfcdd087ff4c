"""The told story for a terminal: plain lines, numbered evidence, no colour and no control characters.

`render_text(document)` takes the `riwaya/1` dict. Words of pages lose their control characters (a page must not
steer a terminal) and nothing else. Lines are wrapped at `width` columns; direction is left to the terminal.
"""

from __future__ import annotations

import textwrap
from typing import Any

from riwaya.present.lines import told_on
from riwaya.render.catalogue import Language, language
from riwaya.render.differences import Difference
from riwaya.render.drawn import lay_timeline
from riwaya.render.happenings import Happening, choose
from riwaya.render.index import Evidence, Index, without_bidi_controls
from riwaya.render.phrases import (
    parts,
    quotation,
    told_by,
    told_change,
    told_together,
    told_when,
    turn,
    vouched_by,
    what_happened,
)
from riwaya.render.versions import VersionView, version_views
from riwaya.render.views import Line, Lineage, Speaker, TopicView, topic_view

_CLIP = 220
_MOST_EVENTS = 20
_MOST_SPEAKERS = 8


def render_text(document: dict[str, Any], *, width: int = 88, lang: str = "ar") -> str:
    """The document as text of `width` columns, interface in `lang` (`ar` or `en`)."""
    words = language(lang)
    index = Index(document, words)
    out = _Writer(max(width, 24), index)
    for topic in index.topics_by_size():
        _topic(out, topic_view(index, topic))
    _versions(out, version_views(index))
    if document["failures"]:
        out.heading(words.say("failures"))
        for f in document["failures"]:
            out.item("!", f"{f['page']}: {words.label('stage', f['stage'])}: {words.reason(f['reason'])}")
    if index.numbered():
        out.heading(words.say("notes"))
        for number, evidence in index.numbered():
            out.item(f"[{number}]", _note(words, evidence))
    return without_bidi_controls("\n".join(out.lines).strip("\n")) + "\n"


def _versions(out: _Writer, versions: tuple[VersionView, ...]) -> None:
    words = out.language
    if versions:
        out.heading(words.say("versions"))
    for version in versions:
        out.item("▪", f"{version.outlet}: {version.address}")
        for edit in version.edits:
            out.item("-", f"{words.label('edit', edit.kind)}: {turn(words, edit.before, edit.after, 120)}", 3)


class _Writer:
    """Wrapped lines with a hanging indent."""

    def __init__(self, width: int, index: Index) -> None:
        self.width, self.index, self.language, self.lines = width, index, index.language, list[str]()

    def numbers(self, evidence: tuple[Evidence, ...]) -> str:
        """The numbers of evidence, which is then listed at the end."""
        return "".join(f" [{self.index.number(e)}]" for e in evidence)

    def heading(self, text: str, rule: str = "─") -> None:
        # the heading may hold words of a page: it is wrapped, and its rule is as long as its longest line
        wrapped = textwrap.wrap(" ".join(text.split()), self.width) or [""]
        self.lines += ["", *wrapped, rule * max(len(line) for line in wrapped)]

    def thread(self, title: str) -> None:
        flat = " ".join(without_bidi_controls(title).split())
        self.lines += ["", *textwrap.wrap(f"[ {flat}\u00a0]", self.width, subsequent_indent="  ")]

    def item(self, mark: str, text: str, indent: int = 0) -> None:
        first = " " * indent + mark + " "
        rest = " " * (indent + 4)
        flat = " ".join(without_bidi_controls(text).split())
        self.lines += textwrap.wrap(
            flat,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=True,
            break_on_hyphens=False,
        )


def _outlets(words: Language, evidence: tuple[Evidence, ...]) -> str:
    return " — " + words.say("list_comma").join(dict.fromkeys(e.outlet for e in evidence)) if evidence else ""


def _note(words: Language, evidence: Evidence) -> str:
    date = f"{words.say('list_comma')}{words.date(evidence.published)}" if evidence.published else ""
    where = f" ({evidence.page} {evidence.start}–{evidence.end})"
    return f"{evidence.outlet}{date}{where}: {quotation(words, evidence.words, _CLIP)}"


def _topic(out: _Writer, topic: TopicView) -> None:
    words = out.language
    out.heading(topic.title, "═")
    articles, sources = words.count("articles", topic.articles), words.count("from_sources", topic.sources)
    out.lines.append(words.say("of_which", articles=articles, sources=sources) if topic.sources else articles)
    for limit in topic.limits:
        out.item("!", limit)
    out.heading(words.say("what_happened"))
    if not topic.lines:
        out.lines.append(words.say("no_brief"))
    for line in topic.lines:
        if line.thread:
            out.thread(line.thread)
        _line(out, line)
    if topic.articles > 1 or topic.differences:
        out.heading(words.say("where_they_differ"))
        if not topic.differences:
            out.lines.append(words.say("nothing_differs"))
        for difference in topic.differences:
            _difference(out, difference)
    if topic.articles > 1 or topic.lineages:
        out.heading(words.say("who_is_the_source"))
        if not topic.lineages:
            out.lines.append(words.say("all_independent"))
        for lineage in topic.lineages:
            _lineage(out, lineage)
    if not topic.compact:
        _timeline(out, topic)
        _speakers(out, topic.speakers)


def _line(out: _Writer, line: Line) -> None:
    words = out.language
    day = told_on(words, line.date, line.apart)
    date = f"{day}: " if day else ""
    about = vouched_by(words, line)
    out.item("•", f"{date}{line.text}{out.numbers(line.evidence)}" + (f" — {about}" if about else ""))
    for kind, text, by in line.reworded:
        out.item("≈", words.say(kind, text=text, by=by), 3)


def _difference(out: _Writer, difference: Difference) -> None:
    words = out.language
    out.item("≠", f"{difference.subject} ({difference.told_kind})")
    for side in difference.sides:
        holder = side.holder or words.say("list_comma").join(dict.fromkeys(e.outlet for e in side.evidence))
        quoted = quotation(words, side.fullest.words, 160, around=side.marked) if side.fullest else ""
        told = " ".join(x for x in (side.told_value, quoted) if x)
        out.item("-", f"{holder}: {told}{out.numbers(side.evidence)}", 3)


def _lineage(out: _Writer, lineage: Lineage) -> None:
    words = out.language
    of = words.label("derivation_of", lineage.relation).format(source=lineage.source)
    counts = words.say("list_comma").join(words.count(kind, n) for kind, n in lineage.counts)
    external = f" ({words.say('external')})" if lineage.external else ""
    out.item("▪", f"{lineage.derived}: {of}{external}" + (f" — {counts}" if counts else ""))
    for told in lineage.told:
        out.item("-", f"{told_change(words, told)}{out.numbers(told.evidence)}", 3)


def _timeline(out: _Writer, topic: TopicView) -> None:
    words = out.language
    if not topic.happenings:
        return
    axis = lay_timeline(topic.happenings, rtl=True)
    out.heading(words.say("timeline"))
    told: list[Happening] = [r.happening for r in axis.rows] + list(axis.undated)
    chosen = choose(told, _MOST_EVENTS)
    for heading, part in parts(words, [h for h in told if h.id in chosen]):
        out.lines += [heading + words.say("clause_colon")] if heading else []
        for rows in told_together(part):
            first = rows[0]
            quoted = quotation(words, first.evidence[0].words, 160, around=first.around) if first.evidence else ""
            evidence = tuple(e for h in rows for e in h.evidence)
            sources = told_by(words, rows)
            told_in = _outlets(words, evidence) + (f"{words.say('clause_mark')}{sources}" if sources else "")
            out.item("·", f"{told_when(words, first)}: {what_happened(words, rows)}: {quoted}{told_in}")
    if len(told) > len(chosen):
        out.lines.append(f"  + {words.count('events', len(told) - len(chosen))}")


def _speakers(out: _Writer, speakers: tuple[Speaker, ...]) -> None:
    words = out.language
    if not speakers:
        return
    out.heading(words.say("statements"))
    for speaker in speakers[:_MOST_SPEAKERS]:
        out.item(
            "▪", f"{speaker.name or words.say('speaker_unknown')} ({words.count('statements', len(speaker.said))})"
        )
        for said in speaker.said[:3]:
            how = words.say("list_comma").join((words.label("polarity", said.polarity), words.label("mode", said.mode)))
            out.item("-", f"{how}: {quotation(words, said.evidence.words, _CLIP)} — {said.article}", 3)
    if len(speakers) > _MOST_SPEAKERS:
        out.lines.append("  " + words.count("more_speakers", len(speakers) - _MOST_SPEAKERS))
