"""Invented lines of a brief in a document, with the names and the day of publication that the check needs."""

from typing import Any

PUBLISHED = "2031-05-04"
LINES = (
    "أعلنت بلدية مرج السنديان، اليوم الأحد، مقتل 14 شخصا وإصابة ثلاثة آخرين إثر انهيار جسر الصفصاف.",
    "ولم تسمح اليونان للسفينة البرتغالية بدخول الميناء، بحسب المتحدثة باسم خفر السواحل لينا الحوراني.",
    "ربما تستأنف المحادثات بين اليونان والبرتغال يوم 12 مايو 2031 في ليماسول.",
    "طالبت النقابة الشركة بدفع أكثر من 200 ألف دينار بسبب تأخر الأجور.",
)
_NAMES = (
    ("بلدية مرج السنديان", "ORG", "org:marj"),
    ("اليونان", "GPE", "country:GR"),
    ("البرتغال", "GPE", "country:PT"),
    ("لينا الحوراني", "PER", "person:lina"),
    ("ليماسول", "GPE", "place:limassol"),
)


def document(lines: tuple[str, ...] = LINES) -> dict[str, Any]:
    """A `riwaya/1` document whose one topic has these lines as its brief."""
    text = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append({"page": "p", "start": at, "end": at + len(line)})
        at += len(line) + 1
    mentions = [
        {"page": "p", "start": start, "end": start + len(name), "type": kind, "actor": actor}
        for name, kind, actor in _NAMES
        for start in [i for i in range(len(text)) if text.startswith(name, i)]
    ]
    english = {"country:GR": ["Greece"], "country:PT": ["Portugal"]}
    actors = [
        {"id": i, "kind": k, "names": {"ar": [n], "en": english.get(i, [])}, "wikidata": None, "country": None}
        for n, k, i in _NAMES
    ]
    article = {"id": "p#1", "page": "p", "body": [[0, len(text)]], "published": {"value": PUBLISHED}, "title": None}
    brief = [
        {"text": line, "date": None, "spans": [span], "independent_sources": 1, "warning": None}
        for line, span in zip(lines, spans, strict=True)
    ]
    return {
        "format": "riwaya/1",
        "pages": [{"page": "p", "text": text}],
        "articles": [article],
        "actors": actors,
        "mentions": mentions,
        "topics": [{"id": "topic-1", "title": "", "brief": brief}],
    }
