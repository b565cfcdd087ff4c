"""The told story as Markdown: headings, lists, one table of differences, evidence as footnotes.

`render_markdown(document)` takes the `riwaya/1` dict. Words of pages are escaped so that they can neither open a
tag nor become a link, a heading or a table cell; addresses become links only when they are http or https.
"""

from __future__ import annotations

import re
from typing import Any

from riwaya.render.catalogue import Language, language
from riwaya.render.drawn import lay_timeline
from riwaya.render.index import Evidence, Index, clip, without_bidi_controls
from riwaya.render.versions import VersionView, version_views
from riwaya.render.views import ChangeView, Difference, Lineage, PairView, TopicView, topic_view

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|~!&])")
# What starts a list, a heading rule or a numbered item when it opens a line.
_OPENING = re.compile(r"^(\d*)([-=.)])")


def render_markdown(document: dict[str, Any], *, lang: str = "ar") -> str:
    """The document as Markdown with footnotes, interface in `lang` (`ar` or `en`)."""
    words = language(lang)
    index = Index(document, words)
    views = [topic_view(index, t) for t in index.topics_by_size()]
    out = [f"# {words.say('product')}", "", f"*{words.say('tagline')}*", ""]
    if len(views) > 1:
        out += [f"## {words.say('topics')}", ""]
        out += [f"{n}. {safe(v.title)} — {words.count('pages', v.pages)}" for n, v in enumerate(views, 1)] + [""]
    for view in views:
        out += _topic(words, view)
    out += _versions(words, version_views(index))
    if document["failures"]:
        out += [f"## {words.say('failures')}", ""]
        for f in document["failures"]:
            out.append(f"- {safe(f['page'])}: {words.label('stage', f['stage'])}: {safe(f['reason'])}")
        out.append("")
    cited = set(re.findall(r"\[\^(\d+)\]", "\n".join(out)))  # words of pages hold no such mark: theirs is escaped
    out += [_footnote(words, e) for e in index.evidence.values() if str(e.number) in cited]
    return without_bidi_controls("\n".join(out)).rstrip("\n") + "\n"


def _versions(words: Language, versions: tuple[VersionView, ...]) -> list[str]:
    out = [f"## {words.say('versions')}", ""] if versions else []
    for version in versions:
        out.append(f"- **{safe(version.outlet)}**: {safe(version.address)}")
        for edit in version.edits:
            turn = " ← ".join(_quoted(words, w) for w in (edit.before, edit.after) if w)
            out.append(f"  - {words.label('edit', edit.kind)}: {turn}")
    return [*out, ""] if out else out


def safe(text: str) -> str:
    """Words of a page on one line of Markdown, every sign that Markdown or HTML would read made plain."""
    flat = " ".join(text.split())
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat).replace("\\<", "&lt;").replace("\\>", "&gt;"))


def _notes(evidence: tuple[Evidence, ...]) -> str:
    return "".join(f"[^{e.number}]" for e in evidence)


def _quoted(words: Language, text: str, length: int = 240) -> str:
    return words.say("open_quote") + safe(clip(" ".join(text.split()), length)[0]) + words.say("close_quote")


def _footnote(words: Language, evidence: Evidence) -> str:
    date = f"{words.say('list_comma')}{words.date(evidence.published)}" if evidence.published else ""
    link = f" <{evidence.url}>" if evidence.url and not re.search(r"[\s<>]", evidence.url) else ""
    where = f" ({safe(evidence.page)} {evidence.start}–{evidence.end})"
    return f"[^{evidence.number}]: {safe(evidence.outlet)}{date}{where}: {_quoted(words, evidence.words)}{link}"


def _topic(words: Language, view: TopicView) -> list[str]:
    pages, sources = words.count("pages", view.pages), words.count("from_sources", view.sources)
    out = [f"## {safe(view.title)}", ""]
    out += [words.say("of_which", pages=pages, sources=sources) if view.sources else pages, ""]
    out += [f"### {words.say('what_happened')}", ""]
    for line in view.lines:
        date = f"**{words.date(line.date)}** " if line.date else ""
        warning = f" ({safe(words.label('warning', line.warning))})" if line.warning else ""
        outlets = words.say("list_comma").join(safe(o) for o in line.outlets)
        out.append(f"- {date}{safe(line.text)}{_notes(line.evidence)} — {outlets}{warning}")
    out += ["" if view.lines else words.say("no_brief") + "\n"]
    out += _differences(words, view.differences)
    if view.lineages:
        out += [f"### {words.say('who_is_the_source')}", ""]
        for lineage in view.lineages:
            out += _lineage(words, lineage)
        out.append("")
    out += _timeline(words, view)
    return out + _relations(words, view) + _statements(words, view)


def _differences(words: Language, differences: tuple[Difference, ...]) -> list[str]:
    if not differences:
        return []
    widest = max(len(d.sides) for d in differences)
    heads = [words.say("contrast_subject"), *(words.say("contrast_side", n=n) for n in range(1, widest + 1))]
    out = [f"### {words.say('where_they_differ')}", "", f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    for d in differences:
        cells = [f"{safe(d.subject)} ({words.label('contrast', d.kind)})"]
        for side in d.sides:
            holder = side.holder or words.say("list_comma").join(dict.fromkeys(e.outlet for e in side.evidence))
            quoted = _quoted(words, side.fullest.words, 160) if side.fullest else ""
            cells.append(f"**{safe(side.value)}** {quoted} — {safe(holder)}{_notes(side.evidence)}")
        cells += [""] * (len(heads) - len(cells))
        out.append(f"| {' | '.join(cells)} |")
    return [*out, ""]


def _lineage(words: Language, lineage: Lineage) -> list[str]:
    of = words.label("derivation_of", lineage.relation).format(source=f"**{safe(lineage.source)}**")
    counts = words.say("list_comma").join(words.count(kind, n) for kind, n in lineage.counts)
    external = f" ({words.say('external')})" if lineage.external else ""
    out = [f"- **{safe(lineage.derived)}**: {of}{external}" + (f" — {counts}" if counts else "")]
    for pair in lineage.pairs:
        out += [f"  - {words.label('change', c.kind)}: {_changed(words, c)}{_pair_notes(pair)}" for c in pair.changed]
    return out


def _changed(words: Language, change: ChangeView) -> str:
    turn = " ← ".join(_quoted(words, w, 60) for w in (change.source_words, change.derived_words) if w)
    return f"{safe(change.what)} {turn}".strip()


def _pair_notes(pair: PairView) -> str:
    return _notes(tuple(e for e in (pair.source, pair.derived) if e))


def _timeline(words: Language, view: TopicView) -> list[str]:
    if not view.happenings:
        return []
    axis = lay_timeline(view.happenings, rtl=True)
    out = [f"### {words.say('timeline')}", ""]
    for h in [*(r.happening for r in axis.rows), *axis.undated]:
        date = words.date(h.date) or words.say("undated")
        status = f" ({words.label('status', h.status)})" if h.status != "happened" else ""
        who = " ← ".join(safe(words.say("list_comma").join(n)) for n in (h.actors, h.recipients) if n)
        quoted = _quoted(words, h.evidence[0].words, 200) if h.evidence else ""
        kind = f"{words.label('event', h.type)}{status}" + (f", {who}" if who else "")
        out.append(f"- **{date}** {kind}: {quoted}{_notes(h.evidence)}")
    return [*out, ""]


def _relations(words: Language, view: TopicView) -> list[str]:
    if not view.ties:
        return []
    out = [f"### {words.say('relations')}", ""]
    for tie in view.ties:
        kind = "conflict" if tie.score < -0.5 else "cooperation" if tie.score > 0.5 else "neutral"
        out.append(f"- {safe(tie.a)} — {safe(tie.b)}: {words.say(kind)} ({tie.score:+.1f}){_notes(tie.evidence)}")
    return [*out, ""]


def _statements(words: Language, view: TopicView) -> list[str]:
    if not view.speakers:
        return []
    out = [f"### {words.say('statements')}", ""]
    for speaker in view.speakers:
        out += [f"**{safe(speaker.name or words.say('speaker_unknown'))}**", ""]
        for said in speaker.said:
            how = f"{words.label('polarity', said.polarity)}, {words.label('mode', said.mode)}"
            out.append(f"- {_quoted(words, said.evidence.words)} ({how}){_notes((said.evidence,))}")
        out.append("")
    return out
