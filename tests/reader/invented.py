"""An invented story as the API tells it, always the same: what is drawn of it can be compared with pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TOPIC = "t-invented00"
TEXTS = {
    "wire": (
        "السلطات تغلق ميناء طرطوس بعد تصادم عبّارتين\n\n"
        "أغلقت السلطات السورية، يوم الاثنين، ميناء طرطوس بعد تصادم عبّارتين أسفر عن مقتل أربعة ركاب. "
        "وقالت وزارة النقل إن العبّارة القبرصية لم تلتزم المسار. "
        "وأعلنت قبرص أنها سترسل فريقا للتحقيق إلى اللاذقية."
    ),
    "copy": (
        "تصادم عبّارتين قبالة طرطوس\n\n"
        "أغلقت السلطات السورية، يوم الاثنين، ميناء طرطوس بعد تصادم عبّارتين أسفر عن مقتل سبعة ركاب. "
        "وقالت وزارة النقل إن العبّارة القبرصية لم تلتزم المسار."
    ),
    "update": (
        "نيقوسيا تتهم دمشق بإخفاء تقرير\n\n"
        "اتهمت نيقوسيا دمشق بإخفاء تقرير عن سلامة الميناء، وعرضت بيروت الوساطة بينهما. "
        "وكان اتفاق قديم بين البلدين قد وُقّع في حمص."
    ),
}
_NAMES = {
    "country:SY": ("GPE", "سوريا", "Syria"),
    "country:CY": ("GPE", "قبرص", "Cyprus"),
    "country:LB": ("GPE", "لبنان", "Lebanon"),
    "org:transport": ("ORG", "وزارة النقل", "Ministry of Transport"),
    "place:tartus": ("LOC", "طرطوس", "Tartus"),
    "place:latakia": ("LOC", "اللاذقية", "Latakia"),
    "place:homs": ("LOC", "حمص", "Homs"),
    "place:nicosia": ("LOC", "نيقوسيا", "Nicosia"),
    "place:gulf-of-iskenderun": ("LOC", "خليج الإسكندرون", "Gulf of Iskenderun"),
}
_PLACES = {
    "place:tartus": (34.89, 35.89, False),
    "place:latakia": (35.52, 35.79, False),
    "place:homs": (34.73, 36.72, False),
    "place:nicosia": (35.17, 33.36, False),
    "place:gulf-of-iskenderun": (36.6, 35.9, True),
}
_EVENTS = (  # type, status, date, actor, recipient, place, page, words
    ("ASSAULT", "happened", "2026-03-02", "country:CY", "country:SY", "place:tartus", "wire", "أغلقت السلطات السورية"),
    (
        "AID",
        "planned",
        "2026-03-04/2026-03-09",
        "country:CY",
        "country:SY",
        "place:latakia",
        "wire",
        "وأعلنت قبرص أنها",
    ),
    ("ACCUSE", "denied", "2026-03-12", "country:CY", "country:SY", "place:nicosia", "update", "اتهمت نيقوسيا دمشق"),
    ("CONSULT", "alleged", "2026-03", "country:LB", "country:CY", "place:gulf-of-iskenderun", "update", "وعرضت بيروت"),
    ("AGREE", "happened", "1974", "country:SY", "country:CY", "place:homs", "update", "وكان اتفاق قديم"),
)
_TIES = (
    ("country:SY", "country:CY", -6.5, 0),
    ("country:LB", "country:CY", 4.0, 3),
    ("country:LB", "country:SY", 0.2, 3),
)


def _at(page: str, words: str) -> list[int]:
    start = TEXTS[page].index(words)
    return [start, start + len(words)]


def _span(page: str, words: str) -> dict[str, Any]:
    start, end = _at(page, words)
    return {"page": page, "start": start, "end": end}


def _sentence(page: str, opening: str) -> list[int]:
    start = TEXTS[page].index(opening)
    return [start, TEXTS[page].index(".", start) + 1]


def _event(n: int) -> dict[str, Any]:
    kind, status, date, actor, recipient, place, page, words = _EVENTS[n]
    start, end = _sentence(page, words)
    return {
        "id": f"e{n}",
        "type": kind,
        "status": status,
        "date": date,
        "actor": [actor],
        "recipient": [recipient],
        "place": place,
        "confidence": 0.9,
        "mentions": [{"page": page, "start": start, "end": end, "trigger": [start, start + 4]}],
    }


def _article(page: str, outlet: str, day: str) -> dict[str, Any]:
    text = TEXTS[page]
    title = text.partition("\n")[0]
    return {
        "id": f"{page}#1",
        "page": page,
        "role": "main",
        "outlet": outlet,
        "byline": None,
        "title": {"text": title, "start": 0, "end": len(title)},
        "published": {"value": day, "precision": "day", "from": "page", "why": ""},
        "language": "ar",
        "body": [[len(title) + 2, len(text)]],
        "credits": [],
        "images": [],
        "signs": [],
        "url": None,
    }


def _derivation() -> dict[str, Any]:
    told, retold = _sentence("wire", "أغلقت السلطات"), _sentence("copy", "أغلقت السلطات")
    change = {"what": "number", "kind": "contradicted", "from": _at("wire", "أربعة"), "to": _at("copy", "سبعة")}
    return {
        "from": "wire#1",
        "to": "copy#1",
        "relation": "rewrite",
        "score": 0.9,
        "why": "",
        "pairs": [{"from": told, "to": retold, "changed": [change]}],
    }


def document() -> dict[str, Any]:
    """The story as `GET /topics/{id}` tells it."""
    titles = [TEXTS[p].partition("\n")[0] for p in TEXTS]
    line = {
        "id": TOPIC,
        "topic": TOPIC,
        "title": titles[0],
        "first": "2026-03-02",
        "last": "2026-03-12",
        "moment": "2026-03-12T00:00:00Z",
        "changed": "2026-03-12T00:00:00Z",
        "outlets": ["وكالة الشاطئ", "صدى الميناء", "جريدة المرسى"],
        "articles": 3,
        "independent_sources": 2,
        "place": None,
        "actors": [],
        "marks": ["differs", "rewritten"],
        "weight": 2.0,
        "events": 5,
    }
    story = {k: v for k, v in line.items() if k != "stories"} | {"id": "s-invented00"}
    return {
        "format": "riwaya/1",
        "pages": [
            {"page": p, "text": t, "media_type": "text/plain", "url": None, "host": None, "blocks": [], "state": "kept"}
            for p, t in TEXTS.items()
        ],
        "articles": [
            _article("wire", "وكالة الشاطئ", "2026-03-02"),
            _article("copy", "صدى الميناء", "2026-03-03"),
            _article("update", "جريدة المرسى", "2026-03-12"),
        ],
        "dates": [],
        "actors": [
            {"id": i, "kind": kind, "names": {"ar": [ar], "en": [en]}, "wikidata": None}
            for i, (kind, ar, en) in _NAMES.items()
        ],
        "mentions": [],
        "statements": [],
        "claims": [],
        "events": [_event(n) for n in range(len(_EVENTS))],
        "derivations": [_derivation()],
        "stories": [
            {"id": story["id"], "title": line["title"], "articles": [f"{p}#1" for p in TEXTS], "independent_sources": 2}
        ],
        "topics": [
            {
                "id": TOPIC,
                "title": line["title"],
                "stories": [story["id"]],
                "timeline": [f"e{n}" for n in range(len(_EVENTS))],
                "contrasts": [],
                "relations": [
                    {"a": a, "b": b, "date": "2026-03-02", "score": score, "events": [f"e{n}"]}
                    for a, b, score, n in _TIES
                ],
                "brief": [],
            }
        ],
        "failures": [],
        "line": line | {"stories": [story], "stories_in_all": 1},
        "related": [],
        "places": [{"id": i, "lat": lat, "lon": lon, "area": area} for i, (lat, lon, area) in _PLACES.items()],
        "notes": [],
        "settled": [],
    }


async def api(
    method: str, path: str, params: Mapping[str, Any] | None = None, body: Any = None, headers: Any = None
) -> tuple[int, Any, dict[str, str]]:
    """An API that knows this story and nothing else."""
    told = {
        "/session": {"who": "local", "right": "read", "form_token": "0"},
        "/openapi.json": {"paths": {}},
        f"/topics/{TOPIC}": document(),
    }.get(path)
    return (200, told, {"etag": '"1"'}) if told is not None and method == "GET" else (404, None, {})
