"""Bylines: who wrote, and for which outlet, in a line of a head.

«كتب: فلان - نشر في 3 مارس»، «المدينة – فلان:»، «نشر من طرف فلان في ...»، «صحيفة كذا (أ ف ب)»: a line is
cut at its dashes and bars, and each piece is a name, a place, a date, an outlet or the words that
announce one. Data: `byline_leads`, `byline_ends`, `staff`, `agencies_at_large` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.model import BlockKind
from riwaya.read.called import may_be_called, names_other_credit, names_post
from riwaya.read.cues import byline_lead, is_section_word, loose, published_outlet
from riwaya.read.lines import Line
from riwaya.read.marks import Mark
from riwaya.read.names import (
    agency_id,
    begins_as_verb,
    is_brought_in,
    is_nobody,
    is_outlet,
    is_person,
    is_place,
    name_size,
    without_kind,
)
from riwaya.read.published import read_stamp
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold, fold_word

_SEPARATOR = re.compile(r"\s+[-–—ـ|•·/>›]+\s*|\s*[|•·]\s*|\s*[–—]\s+|(?<=\w)[-–—/]\s+")
_SURNAME = re.compile(r"ال\w{2,}[يى]")
_ICONS = re.compile(r"^[^\w()«\"]+(?=\w)")  # a pen, a star before a name
_OPEN_EDGES = " :،,-–|/.*"
_TIGHT = re.compile(r"\s*[-–—ـ/]\s*")
_EDGES = f"{_OPEN_EDGES}()[]"
_NAME_WORDS = 6
_PLACE_WORDS = 2
_BEHIND = 4  # words behind a name that stands alone
_WRITERS = 4  # of one text, and words of the name of each
_SIGNED_WORDS = 8  # of a line «place – person:»
_SITE_WORDS = 5
_LABELLED = re.compile(r"^[^\w(«\"]*(?P<label>[^:：/|\d]{2,45}?)\s*(?:[:：/]|\s[-–—]\s)\s*(?P<name>\S.*)$")
_LABELLED_LINE = 140  # characters of a line of credits
_WITH = re.compile(r"\s+مع\s+|\s*\+\s*|\s+و(?=\w)")  # «الأفق مع أ ف ب»
_SOURCE = re.compile(r"\W*(?:ال)?مصدر\s*[:：]\s*")
_AND = re.compile(r"\s*[،,]\s*|\s+و(?!لد\s)\s?(?=\w)")
_INITIALS = re.compile(r"(?:[\u0621-\u064a][.\s]*){1,4}")  # «ل.ن»
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def writer_in(mark: Mark) -> str | None:
    """The writer that a line of the head names, or None."""
    text = _credits_behind().split(_ICONS.sub("", _even(mark.line.text)))[0]
    if (name := posted(text)) is not None:
        return name
    first, comma, behind = text.partition("،")
    if comma and ":" in behind and may_sign(first.strip(_EDGES)):
        return first.strip(_EDGES)  # «فلان الفلاني، ترجمة: فلانة»
    lead = byline_lead().match(text)
    rest = text[lead.end() :] if lead else text
    pieces = [q for p in _SEPARATOR.split(rest) if (q := (without_brackets(p) or p).strip(_EDGES))]
    if lead and len(pieces) > 1 and (name := _several(rest, pieces)):
        return name
    if (":" in rest or not lead) and (name := labelled(text)):
        return name
    if lead and pieces and (name := _writer(pieces[0])):
        return name
    for piece in pieces:
        inner = byline_lead().match(piece)
        if inner and (name := _writer(piece[inner.end() :])):
            return name
    if len(pieces) > 1 and all(map(may_sign, pieces)):
        return rest.strip(_EDGES)  # «فلان الفلاني | فلانة الفلانية»
    for piece in pieces:
        name = name_alone(piece)
        if fold_word(name) in _words("staff") or (is_person(name) and len(name.split()) < _NAME_WORDS):
            return name
    if signed := _announced(pieces):
        return signed
    placed = rest.split(":")  # «المدينة: فلان»
    if len(placed) == 2 and _may_be_place(placed[0]) and may_sign(name_alone(placed[1])):
        return _writer(placed[1])
    told = _told_inside().search(text)
    if told and (name := _writer(_SEPARATOR.split(text[told.end() :])[0])) and (":" in told[0] or is_person(name)):
        return name
    dated = mark.stamp is not None and not mark.stamp.hijri  # «رمضان» is a month, and a man
    if mark.stamp is not None and (signed := signed_as(_beside(mark, mark.stamp.left))) and is_person(signed):
        return signed
    if mark.stamp is not None and dated and (beside := _person_beside(mark, mark.stamp.left)):
        return beside
    if (name := next((n for p in pieces if (n := labelled(p))), None)) is not None:
        return name
    plain = mark.cue is None and not mark.meta and not mark.sources
    if len(pieces) > 1 and any(is_outlet(p) or _is_at_large(p) for p in pieces):
        return None  # «الأفق سبورت - المدينة»: the outlet, and where it writes
    if not lead and (plain or (mark.is_a(BlockKind.BYLINE) and mark.stamp is None)):
        return _writer(_before_place(pieces) or rest)
    return None


def _before_place(pieces: Sequence[str]) -> str | None:
    """What stands before a single word, the place from which somebody writes: «فلان الفلاني - المدينة»."""
    first, *others = pieces or ("",)
    return first if " " in first and len(others) == 1 and " " not in others[0] else None


def posted(text: str) -> str | None:
    """The person in «مراسل كذا في الشمال: فلان» or «من فلان», which say nothing else."""
    post = _posts().match(text)
    name = name_alone(text[post.end() :]) if post else ""
    if is_person(name) and len(name.split()) < _NAME_WORDS:
        return _writer(name)
    several = _AND.split(name)  # one of them a name that we do not know
    able = 1 < len(several) <= _WRITERS and all(1 < len(n.split()) <= _WRITERS and may_be_called(n) for n in several)
    return name if able and any(map(may_sign, several)) else None


def _several(words: str, pieces: Sequence[str]) -> str | None:
    """The people with whom words begin, two or more of them, as they stand: «فلان الفلاني - فلانة الفلانية»."""
    names: list[str] = []
    for piece in pieces[:_WRITERS]:
        name = name_alone(piece)
        if not is_person(name) or len(name.split()) > _WRITERS:
            break
        names.append(name)
        if name != piece:
            break
    return words[: words.index(names[-1]) + len(names[-1])].strip(_EDGES) if len(names) > 1 else None


@remembered(1024)
def labelled(words: str) -> str | None:
    """The person behind a label that says in its own words that he wrote: «شارك في إعداد التقرير: فلان». Labels of
    those who took pictures, cut a film or read proofs announce nobody."""
    found = _LABELLED.match(_even(words)) if len(words) <= _LABELLED_LINE else None
    if found is None:
        return None
    label = [w.strip(_EDGES) for w in fold_word(found["label"]).split()]
    others = label[0] not in _words("byline_labels") and not _words("other_credits").isdisjoint(label)
    sure = " ".join(label) in _words("byline_labels")
    if others or len(label) > _NAME_WORDS or (_words("byline_words").isdisjoint(label) and not sure):
        return None
    told_of = len(label) > 1 and label[0] in _words("byline_works") and not label[1].startswith(("ال", "و"))
    if told_of and label[1] not in _words("byline_words"):
        return None  # «تقرير أممي: ...»
    told = _SEPARATOR.split(_credits_behind().split(found["name"])[0])[0].strip(_EDGES)
    name = name_alone(told)
    apart = told[len(name) :].split() if told.startswith(name) else []
    brief = not apart or apart[0].startswith(("(", "@")) or len(apart) < _BEHIND or _is_credit(apart[0])
    if brief and may_sign(name):
        return name
    known = brief and sure and name == told and 1 < len(name.split()) < _WRITERS
    return name if known and may_be_called(name) else None


def may_sign(name: str) -> bool:
    """Whether words are a person's name and no more, or those of two: what begins as a name may go on as a headline."""
    words = name.split()
    if name_size(name) <= _WRITERS:
        tells = len(words) == _WRITERS and words[3].startswith("ال") and begins_as_verb(words[2])
        return is_person(name) and not tells and not any(map(is_brought_in, words[1:]))
    several = _AND.split(name)
    return 1 < len(several) <= _WRITERS and all(name_size(n) <= _WRITERS and is_person(n) for n in several)


def _may_be_place(words: str) -> bool:
    """Whether words before a colon and a name may be where the person writes: short, and no label of other people's."""
    return len(words.split()) <= _PLACE_WORDS and not names_other_credit(words)


def _is_credit(word: str) -> bool:
    return fold_word(word).strip(_EDGES) in _words("other_credits") or word[0].isdigit()


def _announced(pieces: Sequence[str]) -> str | None:
    """The person behind an outlet's name: «المدينة - الأفق نيوز: فلان»."""
    parted = (p.partition(":") for p in pieces if ":" in p)
    names = (name_alone(name) for site, _, name in parted if is_outlet(site.strip(_EDGES)))
    return next((n for n in names if is_person(n)), None)


def _is_at_large(name: str) -> bool:
    """«خاص»، «وكالات»، «خاص بالموقع»: where a text is from when nobody is named."""
    return fold_word(name) in _words("agencies_at_large") or is_nobody(name)


def signed_as(words: str) -> str | None:
    """The writer in «بقلم فلان», however it stands; None where no such words announce one."""
    text = _even(words)
    lead = byline_lead().match(text)
    told = _credits_behind().split(text[lead.end() :])[0] if lead else ""
    return _writer(_SEPARATOR.split(told)[0]) if told else None


def behind_place(words: str) -> str | None:
    """The person behind a place and a colon, «المدينة: فلان الفلاني», and nothing else in the line."""
    place, colon, name = _even(words).partition(":")
    told = name.strip()
    return told if colon and _may_be_place(place) and byline_lead().match(place) is None and may_sign(told) else None


def person_at_place(words: str) -> str | None:
    """The person in a line «place – person» or «person – place», which says nothing else."""
    pieces = [p.strip(_EDGES) for p in _SEPARATOR.split(_even(words))]
    people = [p for p in pieces if is_person(name_alone(p)) and len(p.split()) <= 4]
    alone = len(people) == 1 and all(p in people or 0 < len(p.split()) <= 2 for p in pieces)
    return name_alone(people[0]) if alone and len(pieces) == 2 else None


def person_beside(name: str, outlet: str | None) -> str:
    """A writer's name without his outlet's beside it: «الأفق - فلان الفلاني»."""
    pieces = [p.strip(_EDGES) for p in _SEPARATOR.split(_even(name))]
    others = [p for p in pieces if fold_word(p) != fold_word(outlet or "")]
    return others[0] if len(pieces) == 2 and len(others) == 1 and is_person(others[0]) else name


def without_outlet(name: str, outlet: str) -> str | None:
    """A byline without the outlet's own name, short or in full: «الأفق - فلان» is «فلان»; None where nobody is left,
    or only the place from which the outlet writes."""
    own = without_kind(outlet)
    if name.endswith(f" {outlet}") and is_person(alone := name.removesuffix(outlet).strip(_EDGES)):
        return alone  # «فلان الفلاني جريدة كذا»
    tight = _TIGHT.split(_even(name))  # «المدينة-الأفق»
    split = tight if own in map(without_kind, tight) else _SEPARATOR.split(_even(name))
    pieces = [p.strip(_EDGES) for p in split]
    own_pieces = (p for p in pieces if f"{own} ".startswith(f"{without_kind(p)} ") or fold_word(p) == fold_word(outlet))
    named = set(own_pieces)  # short or in full
    others = [p for p in pieces if p not in named]
    if len(others) == len(pieces):  # «ساحل»: a name cut before its number
        return None if own.startswith(f"{without_kind(name)} ") and own[-1].isdigit() else name
    people = [p for p in others if is_person(p)]
    if not people and any(names_post(p) for p in others):
        return name  # «المدينة - مراسل كذا»
    return people[0] if len(people) == 1 else None


def _even(words: str) -> str:
    """A line with one space between its words: a long gap costs the separators the square."""
    return " ".join(words.split())


def without_brackets(words: str) -> str:
    """A name without what stands in brackets after it: «صحيفة كذا (site.example)»."""
    return _BRACKETS.sub("", words)


def _person_beside(mark: Mark, left: str) -> str | None:
    """A person among the words beside a date: «فبراير 10, 2023 فلان الفلاني أخبار 0»."""
    words = _beside(mark, left).split()
    while len(words) > 2 and is_section_word(words[0]):
        words = words[1:]  # «محليات فلان الفلاني 3 مارس»
    end = next((i for i, w in enumerate(words) if is_section_word(w) or w.isdigit()), len(words))
    end = next((i for i in range(2, end) if is_outlet(rest := " ".join(words[i:end])) or is_place(rest)), end)
    name = " ".join(words[:end]).strip(_EDGES)
    if not 2 <= end <= 4 or is_outlet(name):
        return None
    return name if is_person(name) or (end == len(words) and _may_be_person(name)) else None


def _beside(mark: Mark, left: str) -> str:
    """The words of a line beside its date, as they stand."""
    beside = set(left.split())
    return " ".join(w for w in mark.line.text.split() if fold_word(w).strip(_EDGES) in beside)


def _may_be_person(name: str) -> bool:
    """Whether two words may be a name that we do not know, by the second, a surname of origin: «فلان الفلاني»."""
    words = name.split()
    if len(words) != 2 or words[0].startswith(("ال", "لل", "بال")) or not _SURNAME.fullmatch(words[1]):
        return False
    return not (is_place(name) or is_nobody(name) or any(is_section_word(w) for w in words))


def outlet_range(line: Line) -> tuple[int, int] | None:
    """Where in the page a short line names an outlet: all of it, or a piece («خاص - كذا نيوز»)."""
    at = 0
    for piece in _SEPARATOR.split(line.text):
        start = line.text.index(piece, at)
        at = start + len(piece)
        name = piece.strip(_EDGES)
        if name and is_outlet(name):
            start += piece.index(name)
            return line.start + start, line.start + start + len(name)
    return (line.start, line.end) if is_outlet(line.text) else None


def signs_text(mark: Mark) -> bool:
    """Whether a line is «place – person», «person – place» or «place: person», as old pages print above
    the text, or says who wrote."""
    if mark.cue is not None or mark.meta:
        return False
    if mark.line.words > _SIGNED_WORDS:
        return labelled(mark.line.text) is not None
    if ":" in mark.line.text and (told := _told_inside().search(mark.line.text)) and ":" in told[0]:
        return may_sign(name_alone(mark.line.text[told.end() :])) or labelled(mark.line.text) is not None
    text = _ICONS.sub("", _even(mark.line.text))
    if text != _even(mark.line.text) and is_person(text) and len(text.split()) <= _WRITERS:
        return True
    if (name := signed_as(text)) and is_person(name):
        return True
    if labelled(text) is not None or _signed_alone(text) or posted(text) is not None:
        return True
    if (job := _job_behind().match(text)) and is_person(job["name"]):
        return True
    pieces = [(without_brackets(p) or p).strip(_EDGES) for p in _SEPARATOR.split(text)]
    if _announced(pieces) is not None or any(labelled(p) or _signs_by_name(p) for p in pieces[1:]):
        return True
    if len(pieces) == 1:  # «المدينة: فلان»
        pieces = [p.strip(_EDGES) for p in text.split(":")] if _may_be_place(text.partition(":")[0]) else pieces
    if not 2 <= len(pieces) <= 3:
        return False
    people = [p for p in pieces if may_sign(name_alone(p)) and len(p.split()) <= 4]
    if all(map(may_sign, pieces)):
        return True
    return len(people) == 1 and all(p in people or 0 < len(p.split()) <= 2 for p in pieces)


def _signs_by_name(words: str) -> bool:
    """«كتبت فلانة الفلانية», behind a place."""
    return (name := signed_as(words)) is not None and may_sign(name)


def _signed_alone(text: str) -> bool:
    """«فلان الفلاني يكتب»، «فلان الفلاني (المدينة) @account»: a name, and where he is or that he writes."""
    name = name_alone(text)
    behind = text[len(name) :].split()
    if not 2 <= len(name.split()) <= _WRITERS or not text.startswith(name) or not 0 < len(behind) <= _BEHIND:
        return False
    first = behind[0]
    return is_person(name) and (
        first.startswith(("@", "(")) or fold_word(first).strip(_EDGES) in _words("byline_verbs")
    )


def outlet_in(marks: Sequence[Mark]) -> str | None:
    """The outlet that the lines of a head name, or None."""
    for mark in marks:
        for words in map(without_brackets, segments(mark)):
            if is_outlet(words) and not agency_id(words):
                return words
    for mark in marks:
        for words in segments(mark):
            if agency_id(words) and is_outlet(words) and mark.stamp is not None:
                return words
    for mark in marks:
        beside = segments(mark)
        signed = bool(beside) and byline_lead().match(beside[0]) is not None  # «أرسل بواسطة فلان في»
        if mark.stamp is not None and len(beside) == 1 and not signed and _bare_name(beside[0]):
            return beside[0]
    return None


def told_outlet(mark: Mark) -> str | None:
    """The outlet in an aggregator's publication line: «نشر في كذا يوم 3 - 4 - 2021»."""
    named = published_outlet().search(fold_word(mark.line.text)) if mark.stamp else None
    if named is None:
        return None
    name = mark.line.text[slice(*fold(mark.line.text).span(named.start(1), named.end(1)))]
    return name if sum(map(str.isalpha, name)) > 1 and read_stamp(name) is None else None  # «نشر في 04 يوم ...»


def taken_from(words: str) -> tuple[int, int] | None:
    """Where a line «نقلا عن: كذا» names the outlet that an aggregator took an article from."""
    found = _patterns("taken").search(words)
    return found.span("site") if found and len(found["site"].split()) <= _SITE_WORDS else None


def source_in(words: str) -> tuple[int, int] | None:
    """Where a line «المصدر: كذا» names a source."""
    found = _patterns("source").search(words)
    return found.span("site") if found and len(found["site"].split()) <= _SITE_WORDS else None


def person_as_source(words: str) -> str | None:
    """Who wrote, where a line calls him the source: «المصدر: فلان - المدينة»، «المصدر: كذا | فلان»."""
    lead = _SOURCE.match(words)
    if lead is None:
        return None
    pieces = [p.strip(_EDGES) for p in _SEPARATOR.split(_even(words[lead.end() :]))]
    people = [p for p in pieces if len(p.split()) <= _WRITERS and may_sign(p) and not is_outlet(p)]
    return people[0] if len(people) == 1 else None


def segments(mark: Mark) -> list[str]:
    """The words of a metadata line beside its dates and labels, cut at dashes and bars."""
    text = _even(mark.line.text)
    pieces = [p.strip(" :،,-–|/") for p in _SEPARATOR.split(text)]
    if mark.sources:
        pieces = [p.strip(_EDGES) for p in re.split(r"[()\[\]/+،,|]|\s[–—-]\s", text)]
    if mark.stamp is None:
        return [byline_lead().sub("", p) for p in pieces if p]
    left = set(mark.stamp.left.split())
    return [p for p in pieces if p and read_stamp(p) is None and _keeps(p, left)]


def _writer(words: str) -> str | None:
    name = name_alone(words)
    parts = _TIGHT.split(name)
    name = name.strip(_EDGES + "•·")
    if len(parts) > 1 and any(agency_id(p) for p in parts):  # «المدينة-وكالة»: a dateline, perhaps with a person in it
        return next((p for p in parts if is_person(p)), None)
    if len(sent := _WITH.split(name)) > 1 and any(agency_id(p) for p in sent):
        return next((p for p in sent if is_person(p)), None)
    if (
        not name
        or "|" in name
        or len(name.split()) > _NAME_WORDS
        or is_outlet(name)
        or _is_at_large(name)
        or agency_id(name)
        or _INITIALS.fullmatch(name)
    ):
        return None
    return name


def name_alone(words: str) -> str:
    """A name without what follows it: «في 3 مارس»، «ووكالات»، a number."""
    m = _patterns("ends").search(words)
    name = without_brackets((words[: m.start()] if m else words).strip(_OPEN_EDGES)).strip(_EDGES)
    first, _, last = name.rpartition(" ")
    if " " in first and is_section_word(last) and not last.startswith("ال") and is_person(name):
        name = first  # «فلان الفلاني أسواق»
    for behind in (_job_behind(), _post_behind()):
        job = behind.match(name)
        if job and is_person(job["name"]):
            return job["name"].strip(_EDGES)
    return name


def _keeps(piece: str, left: set[str]) -> bool:
    words = re.findall(r"\w+", fold_word(piece))
    return bool(words) and all(w in left for w in words) and not all(w.isdigit() for w in words)


def _bare_name(words: str) -> bool:
    """A name that stands alone beside a date: in Latin letters, or with an article and no person's."""
    if is_person(words):
        return False
    return bool(re.fullmatch(r"[A-Za-z][\w .&'-]{1,30}|ال\w{3,12}(?: \w{2,12})?", words))


@cache
def _told_inside() -> re.Pattern[str]:
    """«كتبت:» or «بواسطة» in the middle of a line, behind a date."""
    leads, sure = (
        "|".join(sorted(map(loose, load("ar/reading").texts(k)), key=len, reverse=True))
        for k in ("byline_leads", "byline_labels")
    )
    return re.compile(rf"(?<!\w)(?:(?:{leads})\s*:|(?:{sure})(?!\w))\s*", re.IGNORECASE)


@cache
def _posts() -> re.Pattern[str]:
    """«مراسل كذا في الشمال: ...», or a person alone behind «من»."""
    posts = "|".join(sorted(map(loose, load("ar/reading").texts("byline_posts")), key=len, reverse=True))
    return re.compile(rf"(?:(?:{posts})(?!\w)[^:|]{{0,40}}[:|]|من:?)\s+")


@cache
def _job_behind() -> re.Pattern[str]:
    """What a writer is, behind the name: «فلان الفلاني كاتب وباحث»."""
    jobs = "|".join(map(loose, load("ar/reading").texts("writers")))
    return re.compile(rf"(?P<name>\S+(?:\s+\S+){{1,4}}?)[،,]?\s+(?:{jobs})(?!\w)")


@cache
def _credits_behind() -> re.Pattern[str]:
    """Another label behind a name: «فلان الفلاني تصوير: ...»."""
    data = load("ar/reading")
    closing = (w for w in data["closing"].texts("others") if not w.startswith("ال"))  # «رئيس التحرير: فلان»
    others = "|".join(map(loose, (*data.texts("other_credits"), *closing)))
    return re.compile(rf"(?:\s+|[،,]\s*و?)(?:{others})\s*[:：/]")


@cache
def _post_behind() -> re.Pattern[str]:
    """The post behind a name: «فلانة الفلانية مراسلة الجنوب»."""
    posts = "|".join(map(loose, load("ar/reading").texts("byline_posts")))
    return re.compile(rf"(?P<name>\S+(?:\s+\S+){{1,3}}?)[،,]?\s+(?:{posts})(?!\w)")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/reading").texts(name))


@cache
def _patterns(name: str) -> re.Pattern[str]:
    data = load("ar/reading")
    if name == "ends":
        ends = "|".join(sorted(map(loose, data.texts("byline_ends")), key=len, reverse=True))
        large = "|".join(re.escape(w) for w in data.texts("agencies_at_large"))
        return re.compile(rf"(?:\s|^)(?:(?:{ends})(?!\w)|و\s?(?:{large})(?!\w)|[\d٠-٩@]|[\w.]+@(?!\w))", re.IGNORECASE)
    return re.compile(data["sites"].text(name), re.IGNORECASE)
