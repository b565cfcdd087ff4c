"""The told story as Markdown: headings, lists, one table of differences, evidence as footnotes.

`render_markdown(document)` takes the `riwaya/1` dict. Words of pages are escaped so that they can neither open a
tag nor become a link, a heading or a table cell; addresses become links only when they are http or https.
"""

from __future__ import annotations

import re
from typing import Any

from riwaya.present.lines import told_on
from riwaya.present.shown import clip
from riwaya.render.catalogue import Language, language
from riwaya.render.differences import Difference
from riwaya.render.drawn import lay_timeline
from riwaya.render.happenings import choose
from riwaya.render.index import Evidence, Index, without_bidi_controls
from riwaya.render.phrases import (
    outline,
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
from riwaya.render.views import Line, Lineage, TopicView, topic_view

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|~!&])")
# What starts a list, a heading rule or a numbered item when it opens a line.
_CLIP = 240
_MOST_EVENTS = 60
_SHORT = 110  # code points of a line that is told above in full
_OPENING = re.compile(r"^(\d*)([-=.)])")


def render_markdown(document: dict[str, Any], *, lang: str = "ar") -> str:
    """The document as Markdown with footnotes, interface in `lang` (`ar` or `en`)."""
    words = language(lang)
    index = Index(document, words)
    views = [topic_view(index, t) for t in index.topics_by_size()]
    out = [f"# {words.say('product')}", "", f"*{words.say('tagline')}*", ""]
    if len(views) > 1:
        out += [f"## {words.say('topics')}", ""]
        out += [f"{n}. {safe(v.title)} — {words.count('articles', v.articles)}" for n, v in enumerate(views, 1)] + [""]
    for view in views:
        out += _topic(index, view)
    out += _versions(words, version_views(index))
    if document["failures"]:
        out += [f"## {words.say('failures')}", ""]
        for f in document["failures"]:
            out.append(f"- {safe(f['page'])}: {words.label('stage', f['stage'])}: {safe(words.reason(f['reason']))}")
        out.append("")
    out += [_footnote(words, number, evidence) for number, evidence in index.numbered()]
    return without_bidi_controls("\n".join(out)).rstrip("\n") + "\n"


def _versions(words: Language, versions: tuple[VersionView, ...]) -> list[str]:
    out = [f"## {words.say('versions')}", ""] if versions else []
    for version in versions:
        out.append(f"- **{safe(version.outlet)}**: {safe(version.address)}")
        for edit in version.edits:
            changed = turn(words, edit.before, edit.after, _CLIP, safe)
            out.append(f"  - {words.label('edit', edit.kind)}: {changed}")
    return [*out, ""] if out else out


def safe(text: str) -> str:
    """Words of a page on one line of Markdown, every sign that Markdown or HTML would read made plain."""
    flat = " ".join(text.split())
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat).replace("\\<", "&lt;").replace("\\>", "&gt;"))


def _notes(index: Index, evidence: tuple[Evidence, ...]) -> str:
    return "".join(f"[^{index.number(e)}]" for e in evidence)


def _footnote(words: Language, number: int, evidence: Evidence) -> str:
    date = f"{words.say('list_comma')}{words.date(evidence.published)}" if evidence.published else ""
    link = f" <{evidence.url}>" if evidence.url and not re.search(r"[\s<>]", evidence.url) else ""
    where = f" ({safe(evidence.page)} {evidence.start}–{evidence.end})"
    quoted = quotation(words, evidence.words, _CLIP, safe)
    return f"[^{number}]: {safe(evidence.outlet)}{date}{where}: {quoted}{link}"


def _topic(index: Index, view: TopicView) -> list[str]:
    words = index.language
    articles, sources = words.count("articles", view.articles), words.count("from_sources", view.sources)
    out = [f"## {safe(view.title)}", ""] if view.title else []
    out += [words.say("of_which", articles=articles, sources=sources) if view.sources else articles, ""]
    out += [part for limit in view.limits for part in (f"> {limit}", "")]
    out += [f"### {words.say('what_happened')}", ""]
    for line in view.lines:
        out += (["", f"#### {safe(line.thread)}", ""] if line.thread else []) + [_line(index, line)]
    out += ["" if view.lines else words.say("no_brief") + "\n"]
    coded = outline(words, view.happenings)
    if coded:
        out += [f"### {words.say('outline')}", "", f"*{words.say('outline_hint')}*", ""]
        out += [f"- {safe(text)}{_notes(index, evidence[:2])}" for text, evidence in coded] + [""]
    out += _differences(index, view.differences)
    if view.lineages:
        out += [f"### {words.say('who_is_the_source')}", ""]
        for lineage in view.lineages:
            out += _lineage(index, lineage)
        out.append("")
    out += _agreement(index, view)
    out += _timeline(index, view)
    return out + _relations(index, view) + _statements(index, view)


def _line(index: Index, line: Line) -> str:
    words = index.language
    day = told_on(words, line.date, line.apart)
    date = f"**{day}** " if day else ""
    about = vouched_by(words, line, safe)
    told = f"- {date}{safe(line.text)}{_notes(index, line.evidence)}" + (f" — {about}" if about else "")
    return "\n  - ".join([told, *(words.say(kind, text=safe(text), by=safe(by)) for kind, text, by in line.reworded)])


def _differences(index: Index, differences: tuple[Difference, ...]) -> list[str]:
    words = index.language
    if not differences:
        return []
    widest = max(len(d.sides) for d in differences)
    heads = [words.say("contrast_subject"), *(words.say("contrast_side", n=n) for n in range(1, widest + 1))]
    out = [f"### {words.say('where_they_differ')}", "", f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    for d in differences:
        cells = [f"{safe(d.subject)} ({d.told_kind})"]
        for side in d.sides:
            holder = side.holder or words.say("list_comma").join(dict.fromkeys(e.outlet for e in side.evidence))
            value = f"**{safe(side.told_value)}** " if side.told_value else ""
            quoted = quotation(words, side.fullest.words, 160, safe, side.value) if side.fullest else ""
            cells.append(f"{value}{quoted} — {safe(holder)}{_notes(index, side.evidence)}")
        cells += [""] * (len(heads) - len(cells))
        out.append(f"| {' | '.join(cells)} |")
    return [*out, ""]


def _lineage(index: Index, lineage: Lineage) -> list[str]:
    words = index.language
    of = words.label("derivation_of", lineage.relation).format(source=f"**{safe(lineage.source)}**")
    counts = words.say("list_comma").join(words.count(kind, n) for kind, n in lineage.counts)
    external = f" ({words.say('external')})" if lineage.external else ""
    out = [f"- **{safe(lineage.derived)}**: {of}{external}" + (f" — {counts}" if counts else "")]
    return out + [f"  - {told_change(words, told, safe)}{_notes(index, told.evidence)}" for told in lineage.told]


def _timeline(index: Index, view: TopicView) -> list[str]:
    if not view.happenings:
        return []
    words = index.language
    axis = lay_timeline(view.happenings, rtl=True)
    told = [*(r.happening for r in axis.rows), *axis.undated]
    chosen = choose(told, _MOST_EVENTS)
    out = [f"### {words.say('timeline')}", ""]
    for heading, part in parts(words, [h for h in told if h.id in chosen]):
        out += [f"#### {heading}", ""] if heading else []
        for rows in told_together(part):
            first = rows[0]
            quoted = quotation(words, first.evidence[0].words, 200, safe, around=first.around) if first.evidence else ""
            evidence = tuple(dict.fromkeys(e for h in rows for e in h.evidence))
            sources = f" — {by}" if (by := told_by(words, rows)) else ""
            line = f"{what_happened(words, rows, safe)}: {quoted}{_notes(index, evidence)}{sources}"
            out.append(f"- **{told_when(words, first)}** {line}")
        out.append("")
    if len(told) > len(chosen):
        out += ["", f"+ {words.count('events', len(told) - len(chosen))}"]
    return [*out, ""]


def _relations(index: Index, view: TopicView) -> list[str]:
    words = index.language
    if not view.ties:
        return []
    out = [f"### {words.say('relations')}", ""]
    for tie in view.ties:
        pair = f"- {safe(tie.a)} — {safe(tie.b)}: {words.count('events', tie.n)}"
        if not tie.drawn:
            out.append(f"{pair}{_notes(index, tie.evidence)}")
            continue
        kind = "conflict" if tie.score < -0.5 else "cooperation" if tie.score > 0.5 else "neutral"
        out.append(f"{pair}; {words.say(kind)} ({tie.score:+.1f}){_notes(index, tie.evidence)}")
        for month in tie.months:
            figures = [
                f"{words.say(k)} {v:+.1f}"
                for k, v in (("cooperation", month.cooperation), ("conflict", month.conflict))
                if v is not None
            ]
            told = words.say("list_comma").join([*figures, words.count("events", month.n)])
            out.append(f"  - {words.date(month.month)}: {told}")
    if not all(t.drawn for t in view.ties):
        out += ["", f"*{words.say('too_few_events')}*"]
    return [*out, ""]


def _agreement(index: Index, view: TopicView) -> list[str]:
    """Who tells what; what a retelling left out stands with its source above."""
    words, told = index.language, view.agreement
    if told is None or not (told.by_all or told.by_several or told.by_one):
        return []
    out = [f"### {words.say('agreement')}", ""]
    for key, lines in (
        ("told_by_all", told.by_all),
        ("told_by_several", told.by_several),
        ("told_by_one", told.by_one),
    ):
        if lines:
            out += [f"**{words.say(key)}**", ""]
            out += [f"- {safe(clip(x.text, _SHORT))}{_notes(index, x.evidence)}" for x in lines] + [""]
    return [*out, ""]


def _statements(index: Index, view: TopicView) -> list[str]:
    words = index.language
    if not view.speakers:
        return []
    out = [f"### {words.say('statements')}", ""]
    for speaker in view.speakers:
        out += [f"**{safe(speaker.name or words.say('speaker_unknown'))}**", ""]
        for said in speaker.said:
            how = words.say("list_comma").join((words.label("polarity", said.polarity), words.label("mode", said.mode)))
            quoted = quotation(words, said.evidence.words, _CLIP, safe)
            out.append(f"- {quoted} ({how}){_notes(index, said.places)}")
        out.append("")
    return out
