"""From cues to statements: one pass over an article's paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from riwaya.model import Article, Mention, MentionType, Mode, Span, Speaker, Statement
from riwaya.statements import acts, headlines, subjects
from riwaya.statements.asides import is_relative, is_silent, is_source, names_source
from riwaya.statements.content import Start, close, find_end, find_start, is_that
from riwaya.statements.cues import Cue, book, is_verb
from riwaya.statements.heard import Heard, Scene
from riwaya.statements.lines import Line, Quote, read_lines
from riwaya.statements.phrases import head_word, is_head, names_in
from riwaya.statements.speakers import Talk
from riwaya.text import Words, fold_word

_SHORTEST = 4  # characters of a content worth telling
_LONGEST = 1500  # characters; longer stretches are no statement but a broken page
_MEMORY = 40  # how many statements of a paragraph bear on the next
_AND = frozenset(("و", "وان", "وانه", "وانها", "وبان"))  # what joins two quotations of one cue
_SETTING, _QUOTED = 6, 6  # words of a setting before a quotation, and of the quotation
_HE_DOES = re.compile("ي(?!وم|مين|سار|ونيو|وليو|ناير|من)[^\\W]{3,7}")  # surely a verb, third person
_CALLED = 10  # words by which a source is called
_SO = 2  # words between a quotation and its cue: «هكذا», «بهذه العبارة»
_APART = 3  # words, at least, of the first half of a quotation that its cue parts


@dataclass(slots=True)
class _Draft:
    """A statement in the making; places are indices into the line's folded text."""

    line: Line
    cue: Cue | None
    cue_span: tuple[int, int]
    low: int
    high: int
    mode: str
    heard: Heard | None
    rule: str
    via: tuple[str, ...] = ()


def find_statements(
    words: Words, mentions: tuple[Mention, ...], candidates: Sequence[Span] = ()
) -> tuple[Statement, ...]:
    """Every attributed statement of an article, in reading order.

    `mentions` are the article's linked names. `candidates` may hold spans that a learned judge
    holds for statements: one that agrees with a found statement by half or more corrects its edges.
    """
    lines = read_lines(words, tuple(m for m in mentions if not _platform(words, m)))
    talk = Talk(words.article.page, lines)
    drafts: list[_Draft] = []
    for n, line in enumerate(lines):
        if not line.tokens:
            continue
        here = _of_line(line, lines[n + 1] if n + 1 < len(lines) else None, talk)
        drafts.extend(here)
    return tuple(_finished(words, drafts, candidates))


def _platform(words: Words, mention: Mention) -> bool:
    """True for «تويتر» and its like: words are said on it, never by it."""
    return mention.type is MentionType.ORG and book().has(
        "platforms", fold_word(words.text(mention.span.start, mention.span.end))
    )


def _of_line(line: Line, following: Line | None, talk: Talk) -> list[_Draft]:
    cues = [c for c in book().cues(line) if not is_silent(line, c)]
    cue_at = {c.first: c for c in cues}
    sources = {c.first: c for c in cues if c.form == "source" and is_source(line, c, cue_at)}
    starts = _starts(line, cues, sources)
    for first in [f for f in sources if line.words[f] == "نقلا" and any(c < f < s.token for c, s in starts.items())]:
        del sources[first]  # «ذكرت القناة نقلا عن الوكالة أن»: `Talk` hears who speaks, and through whom
    filled = {c.first: c for c in cues if c.first in starts} | sources
    drafts: list[_Draft] = []
    silent: list[tuple[Cue, Heard]] = []
    if line.title or headlines.like_headline(line) or headlines.scripted(line):
        drafts.extend(_headline(line, starts))
    for cue in cues:
        made: _Draft | None = None
        scene = _scene(line, cue, drafts, silent)
        if cue.first in starts:
            start = starts[cue.first]
            heard = talk.find(line, cue, min(start.marker + 1, start.token), scene)
            if heard is None and cue.rule.known == "all":
                continue
            made = _governed(line, cue, start, filled, heard)
            if start.how == "quote":
                drafts.extend(_parted(line, cue, made, drafts))
        elif cue.first in sources:
            made = _sourced(line, cue, filled, talk, drafts)
        elif cue.form in ("past", "present") and not names_source(line, cue):
            made = _after_quote(line, cue, talk, drafts) or _next_line(line, cue, following, talk, scene)
            if made is None:
                talk.overhear(line, cue)
                begun = talk.beginner(line, cue)
                if begun is not None:
                    silent.append((cue, begun))
        nested = scene.first > line.sentence_start(cue.first)
        if made is None or (nested and _only_shows(made)):
            continue
        drafts.extend((made, *_quoted_on(line, made), *_runs_on(made, following)))
        if made.heard is not None and cue.form != "noun" and not nested and not is_relative(line, cue):
            talk.note(made.heard, cue.feminine, line.tokens[cue.first].start)
    return drafts


def _only_shows(made: _Draft) -> bool:
    """«وأضافت أن المعطيات تشير إلى أن»: what shows something within another's words is no speaker."""
    heard = made.heard
    return heard is not None and not heard.actor and book().has("evidence", heard.head)


def _scene(line: Line, cue: Cue, drafts: Sequence[_Draft], silent: Sequence[tuple[Cue, Heard]]) -> Scene:
    """The clause a cue stands in: within another's words it begins where those begin. `silent`: the subjects of
    verbs of speech that told nothing."""
    first = line.sentence_start(cue.first)
    heard: list[Heard] = []
    recent = drafts[-_MEMORY:]
    aside = [d for d in recent if d.line is line and d.cue is not None and not d.low <= cue.low < d.high]
    for draft in recent:
        other = draft.cue
        if other is not None and any(d.low <= other.low < d.high for d in aside if d is not draft):
            continue  # said within words that have ended since
        if draft.line is not line or other is None or line.ends[other.first] != line.ends[cue.first]:
            continue
        if (
            other.first < cue.first
            and draft.low <= cue.low < draft.high
            and draft.rule.endswith(("that", "noun", "before"))
        ):
            first, heard = max(first, line.token_at(draft.low)), []
        elif draft.heard is not None and _speaks_on(line, draft, other):
            heard.append(draft.heard)
    if not heard:
        heard = [h for c, h in silent if first <= c.first < cue.first and c.feminine == cue.feminine]
        heard = heard if line.sentence_start(cue.first) == first else []
    return Scene(first, tuple(heard))


def _speaks_on(line: Line, draft: _Draft, other: Cue) -> bool:
    """Whether an earlier cue's speaker may be the next one's dropped subject; a source heading the sentence is not."""
    return other.form != "noun" and not draft.rule.endswith(".before") and not is_relative(line, other)


def _starts(line: Line, cues: Sequence[Cue], sources: dict[int, Cue]) -> dict[int, Start]:
    """For each cue that introduces something: where that begins. Of two cues with one content the first counts."""
    found: dict[int, Start] = {}
    filled = dict(sources)
    for cue in reversed(cues):
        if cue.form == "source" or names_source(line, cue):
            continue
        start = find_start(line, cue, filled)
        if start is not None and start.token < len(line.tokens) and subjects.tells(line, cue, start):
            found[cue.first] = start
            filled[cue.first] = cue
    starts: dict[int, Start] = {}
    taken: set[int] = set()
    for first in sorted(found):
        if found[first].low not in taken:
            starts[first] = found[first]
            taken.add(found[first].low)
    return starts


# ---------------------------------------------------------------- the cue stands first


def _governed(line: Line, cue: Cue, start: Start, filled: dict[int, Cue], heard: Heard | None) -> _Draft:
    end = find_end(line, start, filled)
    if start.quote is not None and start.how == "that" and 'ب"' in cue.rule.nouns:
        end = start.quote.last  # «وصفها بأنها "قاتلة" مع ...»: what it is called, no more
    low, high, mode = close(line, start, end)
    if start.how == "colon" and not line.title:
        mode = "direct"
    rule, via = f"{cue.rule.id}.{start.how}", heard.via if heard else ()
    return _Draft(line, cue, (cue.low, cue.high), low, high, mode, heard, rule, via)


def _parted(line: Line, cue: Cue, made: _Draft, drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """«"..."، قال فلان. "..."»: the quotation that opens the sentence and ends at the cue is of the one behind it."""
    for quote in line.quotes:
        opens = quote.last == cue.first and quote.closed and quote.size > _APART and not cue.joined
        taken = any(d.line is line and d.low < quote.high and quote.low < d.high for d in drafts)
        if opens and not taken and quote.first == line.begins[quote.first] and cue.rule.kind == "verb":
            yield replace(made, low=quote.low, high=quote.high)


def _next_line(line: Line, cue: Cue, following: Line | None, talk: Talk, scene: Scene) -> _Draft | None:
    """A cue whose paragraph ends in a colon introduces the quotation that opens the next one."""
    last = len(line.tokens)
    if following is None or not cue.rule.quote or line.ends[cue.first] != last or last - cue.first > cue.rule.near:
        return None
    if not line.gaps[last].strip().endswith(":") or not following.quotes or following.quotes[0].first != 0:
        return None
    quote = following.quotes[0]
    heard = talk.find(line, cue, last, scene)
    low, high = line.place(cue.low, cue.high)
    return _Draft(following, None, (low, high), quote.low, quote.high, "direct", heard, f"{cue.rule.id}.quote")


def _runs_on(made: _Draft, following: Line | None) -> Iterator[_Draft]:
    """The next paragraph's part of a quotation that its own paragraph does not close."""
    line = made.line
    quote = next((q for q in line.quotes if q.high == made.high and not q.closed), None)
    if quote is None or following is None or following.title or not following.tokens or made.mode != "direct":
        return
    text, low = following.folded.text, following.low
    marks = [i for i in range(low, following.high) if text[i] == '"']
    if not marks:
        return
    opened = marks[0] < following.tokens[0].at  # a paragraph that goes on with a quotation may open it again
    if opened and len(marks) > 1:
        yield replace(
            made, line=following, cue=None, cue_span=line.place(*made.cue_span), low=marks[0] + 1, high=marks[1]
        )
    elif not opened and len(marks) % 2:
        yield replace(made, line=following, cue=None, cue_span=line.place(*made.cue_span), low=low, high=marks[0])


def _quoted_on(line: Line, made: _Draft) -> Iterator[_Draft]:
    """«إن "..." وإن "..."»: what the same cue quotes further on."""
    if made.mode != "direct" or made.line is not line:
        return
    last = next((q.last for q in line.quotes if q.high == made.high), None)
    for quote in line.quotes:
        if last is None or quote.low <= made.high:
            continue
        between = line.words[last : quote.first]
        if not between or not set(between) <= _AND or quote.size < 2 or not quote.closed:
            return
        yield replace(made, low=quote.low, high=quote.high)
        last = quote.last


# ---------------------------------------------------------------- the cue stands last, or names a source


def _sourced(line: Line, cue: Cue, filled: dict[int, Cue], talk: Talk, drafts: list[_Draft]) -> _Draft | None:
    end = line.ends[cue.first]
    i = _past_verb(line, cue.last, end)
    first = line.sentence_start(cue.first)
    if cue.first - first <= 1 and not line.title:
        told = _told_at(line, i, end)
        return _forward(line, cue, (i, told), filled, _source_name(line, i, told, talk))
    heard = _source_name(line, i, end, talk)
    before = [d for d in drafts if d.line is line and line.token_at(d.low) >= first and d.cue is not None]
    if before:
        last = before[-1]
        reach = line.token_at(last.high)
        if (
            cue.first - reach <= 3
            and heard is not None
            and heard.actor
            and heard.actor != (last.heard and last.heard.actor)
        ):
            last.via = tuple(dict.fromkeys((*last.via, heard.actor)))
        return None
    return _backward(line, cue, first, heard)


def _past_verb(line: Line, i: int, end: int) -> int:
    """The token after «ما أعلنت», «ما أفادت به» behind a source's particle; «متحدثة» is no verb there."""
    first = i
    while i < end:
        word = line.words[i]
        verb = is_verb(word) and not is_head(head_word(word))
        if not (verb or word in ("ما", "لما") or (i > first and book().has("of_it", word))):
            break
        i += 1
    return i


def _told_at(line: Line, i: int, end: int) -> int:
    """The verb that follows a source without a comma: «ووفق المرصد ينتشر ...»; `end` where none does."""
    for k in range(i + 1, min(end, i + _CALLED)):
        word, before = line.words[k], line.words[k - 1]
        if line.gaps[k] != " " or book().has("relatives", word) or book().has("negations", before):
            break
        if line.names[k] < 0 and _HE_DOES.fullmatch(word):
            return k
    return end


def _source_name(line: Line, i: int, end: int, talk: Talk) -> Heard | None:
    """Who the source is: the phrase there, or the first name in it («بيان أصدرته الوزارة»)."""
    met = talk.after(line, i, end)
    if met is None and i < end and line.words[i].startswith("ل"):
        met = talk.phrase(line, i, end)
    document = met is not None and any(book().has("documents", h) for h in (met.head, met.head.removeprefix("ل")))
    reach = i + 10 if met is None or document else (met.place or (i, i))[1]
    reach = next((j for j in range(i + 1, min(end, reach)) if set(line.gaps[j]) & set("،,")), reach)
    named = next((k for k in names_in(line, i, min(end, reach)) if not _given_to(line, k)), None)
    if named is not None and (met is None or met.actor is None or document):
        return talk.named(line, named)
    return met


def _given_to(line: Line, k: int) -> bool:
    """True for the name that words were said to: «لما أكده مسؤولون لرويترز»."""
    first = line.ranges[k][0]
    if line.mentions[k].span.start > line.tokens[first].start:
        return line.words[first].startswith("ل")
    return first > 0 and line.words[first - 1] == "ل"


def _forward(
    line: Line, cue: Cue, called: tuple[int, int], filled: dict[int, Cue], heard: Heard | None
) -> _Draft | None:
    """«بحسب المعهد، انخفض ...»: the content follows the name of the source, which stands in tokens `called`, at a comma
    or where they end."""
    end = line.ends[cue.first]
    i, told = called
    j = heard.place[1] if heard is not None and heard.place is not None else i + 1
    opening = next((q.first for q in line.quotes if i < q.first <= j + 1 and q.size >= _QUOTED), 0)
    if opening:  # «وبحسب الصحيفة "..."»
        return _quoted_source(line, cue, opening, heard)
    for k in range(max(j, i + 1), min(j + 14, end)):
        if k == told or "،" in line.gaps[k] or "," in line.gaps[k]:
            j = k
            break
    while j < end and (is_that(line.words[j]) or line.words[j] in ("فان", "فانه", "فانها")):
        j += 1
    if j >= end or end - j < 3:
        return None
    start = Start("that", j, line.tokens[j].at, j - 1, next((q for q in line.quotes if q.first == j), None))
    if start.quote is not None:
        start = Start("that", j, start.quote.low - 1, j - 1, start.quote)
    low, high, mode = close(line, start, find_end(line, start, {k: c for k, c in filled.items() if k != cue.first}))
    return _Draft(line, cue, (cue.low, cue.high), low, high, mode, heard, f"{cue.rule.id}.before")


def _quoted_source(line: Line, cue: Cue, first: int, heard: Heard | None) -> _Draft:
    quote = next(q for q in line.quotes if q.first == first)
    return _Draft(line, cue, (cue.low, cue.high), quote.low, quote.high, "direct", heard, f"{cue.rule.id}.before")


def _backward(line: Line, cue: Cue, first: int, heard: Heard | None) -> _Draft | None:
    """«انخفض ...، بحسب المعهد»: the content is what the sentence said before."""
    i = first
    if line.words[i] in ("وكان", "وكانت", "كان", "كانت", "وقد", "و"):
        i += 1
    last = cue.first
    if last - i < 3 or heard is None:
        return None
    for j in range(last - 3, i, -1):
        if "،" in line.gaps[j] and book().has("turns", line.words[j]) and line.quote_over(j) is None:
            i = first = j + 1
            break
    quote = next((q for q in line.quotes if q.first == i and q.last >= last), None)
    low = line.tokens[i].at
    text = line.words[i]
    if i == first and text.startswith("و") and len(text) > 4 and line.names[i] < 0:
        low += 1
    while last > i and line.words[last - 1] in ("وذلك", "ذلك"):
        last -= 1
    if last - i < 3:
        return None
    start = Start("that", i, low if quote is None else quote.low - 1, i - 1, quote)
    start = _quoted_end(line, i, last) or start
    low, high, mode = close(line, start, last)
    return _Draft(line, cue, (cue.low, cue.high), low, high, mode, heard, f"{cue.rule.id}.after")


def _quoted_end(line: Line, first: int, last: int) -> Start | None:
    """«وفي هذه القضية، "..."، حسبما أوضح فلان»: after a few words of setting, all that is told is quoted."""
    for quote in line.quotes:
        opens = first < quote.first <= first + _SETTING and "،" in line.gaps[quote.first]
        if opens and quote.last == last and quote.size >= _QUOTED and quote.closed:
            return Start("quote", quote.first, quote.low, quote.first - 1, quote)
    return None


def _after_quote(line: Line, cue: Cue, talk: Talk, drafts: list[_Draft]) -> _Draft | None:
    """«"..."، قال فلان»: the quotation stands before its cue."""
    if not cue.rule.quote or cue.rule.kind != "verb" or cue.joined:
        return None
    low = cue.first
    while low > 0 and cue.first - low < _SO and book().has("so_said", line.words[low - 1]):
        low -= 1
    quote = next((q for q in line.quotes if q.last == low and _foretold(line, q, cue) and q.closed), None)
    if quote is None or any(d.line is line and d.low < quote.high and quote.low < d.high for d in drafts):
        return None
    heard = talk.find(line, cue, line.ends[cue.first], Scene(cue.first))
    return _Draft(line, cue, (cue.low, cue.high), quote.low, quote.high, "direct", heard, f"{cue.rule.id}.quoted")


def _foretold(line: Line, quote: Quote, cue: Cue) -> bool:
    """A quotation before its cue: of some length, or all that the sentence has before it («"كفى صمتا"، قال فلان»), be
    it a word («"سنعود"، تقول فلانة»)."""
    opens = quote.first == line.begins[quote.first] and "،" in line.gaps[quote.last]
    short = 0 if cue.rule.id == "say" and quote.last == cue.first else 1
    return quote.size > (short if opens else _APART)


# ---------------------------------------------------------------- headlines


def _headline(line: Line, starts: dict[int, Start]) -> list[_Draft]:
    """«فلان: قول»: a headline whose colon stands for a cue."""
    if line.title and (told := _quoted_headline(line)):
        return [told]
    first = headlines.begins(line)
    at = next((i for i in range(first + 1, min(len(line.tokens), first + 12)) if ":" in line.gaps[i]), None)
    if at is None or len(line.tokens) - at < 2 or any(s.how == "colon" for s in starts.values()):
        return []
    heard = headlines.speaker(line, first, at)
    if heard is None:
        return []
    colon = line.end_of(at - 1) + line.gaps[at].index(":")
    end = len(line.tokens)
    for j in range(at + 1, end):
        if ".." in line.gaps[j] or "…" in line.gaps[j]:
            end = j
            break
    quote = next((q for q in line.quotes if q.first == at), None)
    if quote is not None and quote.closed and not line.title:
        end = min(end, quote.last)  # in a text sentences of its own may follow
    start = Start("that", at, line.tokens[at].at if quote is None else quote.low - 1, at - 1, quote)
    low, high, mode = close(line, start, end)
    return [_Draft(line, None, line.place(colon, colon + 1), low, high, mode, heard, "headline.colon")]


def _quoted_headline(line: Line) -> _Draft | None:
    """«"قول".. فلان يخاطب كذا»: a headline that opens with a quotation, two points and its speaker."""
    quote = line.quotes[0] if line.quotes and line.quotes[0].first == 0 else None
    if quote is None or not quote.closed or quote.size < _SO or quote.last + 1 >= len(line.tokens):
        return None
    gap = line.gaps[quote.last]
    heard = headlines.opener(line, quote.last) if ".." in gap or "…" in gap else None
    if heard is None:
        return None
    place = line.place(quote.high, quote.high + 1)
    return _Draft(line, None, place, quote.low, quote.high, "direct", heard, "headline.quoted")


# ---------------------------------------------------------------- finishing


def _finished(words: Words, drafts: Sequence[_Draft], candidates: Sequence[Span]) -> list[Statement]:
    kept: list[tuple[Span, _Draft, tuple[str, ...]]] = []
    seen: set[tuple[int, int]] = set()
    for draft in drafts:
        place = _trimmed(draft.line, draft.low, draft.high)
        if place is None:
            continue
        start, end = draft.line.place(*place)
        start, end = _corrected(start, end, candidates)
        if (start, end) in seen or end - start > _LONGEST:
            continue
        seen.add((start, end))
        content = draft.line.words[draft.line.token_at(place[0]) : draft.line.token_at(place[1])]
        kept.append((Span(words.article.page, start, end), draft, content))
    kept.sort(key=lambda k: (k[0].start, -k[0].end))
    return [_statement(words.article, n, *one) for n, one in enumerate(kept, start=1)]


def _statement(article: Article, n: int, span: Span, draft: _Draft, content: Sequence[str]) -> Statement:
    page = span.page
    cue = draft.line.place(*draft.cue_span) if draft.cue is not None else draft.cue_span
    speaker = draft.heard.speaker if draft.heard is not None else None
    if speaker is not None and speaker.span is not None and not speaker.span.page:
        speaker = Speaker(Span(page, speaker.span.start, speaker.span.end), speaker.actor)
    return Statement(
        f"{article.id}/s{n}", article.id, span, Mode(draft.mode), acts.act(draft.cue, content),
        Span(page, *cue), speaker, _hedge(draft, content), draft.via, draft.rule,
        jointly=_with(draft.heard),
    )  # fmt: skip


def _hedge(draft: _Draft, content: Sequence[str]) -> str | None:
    own = acts.own_hedge(draft.line, draft.cue, draft.heard) if draft.cue is not None else None
    return acts.hedge(content) or own


def _with(heard: Heard | None) -> tuple[Speaker, ...]:
    """Those who say it together with the first speaker."""
    return tuple(s for o in (heard.others if heard is not None else ()) if (s := o.speaker) is not None)


def _trimmed(line: Line, low: int, high: int) -> tuple[int, int] | None:
    text = line.folded.text
    while low < high and text[low] in " ،,:-–—":
        low += 1
    while high > low and text[high - 1] in " ،,:-–—.":
        high -= 1
    return (low, high) if high - low >= _SHORTEST else None


def _corrected(start: int, end: int, candidates: Sequence[Span]) -> tuple[int, int]:
    for c in candidates:
        common = min(end, c.end) - max(start, c.start)
        if common > 0 and common * 2 >= max(end, c.end) - min(start, c.start):
            return c.start, c.end
    return start, end
