import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from riwaya.render import document, render_html, render_markdown, render_text
from riwaya.render.catalogue import language
from riwaya.render.happenings import Happening, choose, happenings
from riwaya.render.index import Index
from tests.render import bridge

DOC = document(bridge.telling())


def with_events(*more: dict[str, Any]) -> dict[str, Any]:
    """The bridge with further events, each a copy of e5 (the minister sanctions the company) with some fields new."""
    doc = copy.deepcopy(DOC)
    model = next(e for e in doc["events"] if e["id"] == "e5")
    doc["events"] += [{**copy.deepcopy(model), **m} for m in more]
    doc["topics"][1]["timeline"] += [m["id"] for m in more]
    return doc


def rows(doc: dict[str, Any]) -> dict[str, Happening]:
    return {h.id: h for h in happenings(Index(doc, language("ar")), doc["topics"][1])}


def test_one_sentence_on_one_day_is_one_row_with_all_its_parties() -> None:
    found = rows(with_events({"id": "x1", "recipient": [bridge.UNION], "confidence": 0.9}))
    assert "e5" not in found
    assert found["x1"].parties == ((("سليم الراوي",), ("Delta Build", "نقابة المهندسين")),)
    assert found["x1"].confidence == 0.9


def test_another_day_type_or_status_is_another_row() -> None:
    more = ({"id": "x1", "date": "2031-05-05"}, {"id": "x2", "type": "COERCE"}, {"id": "x3", "status": "planned"})
    assert set(rows(with_events(*more))) == set(rows(DOC)) | {"x1", "x2", "x3"}


def test_the_same_words_on_another_page_are_the_same_row() -> None:
    words = "وقال وزير الأشغال سليم الراوي"
    at = [bridge.at(p, words) for p in (bridge.WIRE_PAGE, bridge.COPY_PAGE)]
    mentions = [[{"page": s.page, "start": s.start, "end": s.end, "trigger": [s.start, s.end]}] for s in at]
    found = rows(with_events({"id": "x1", "mentions": mentions[0]}, {"id": "x2", "mentions": mentions[1]}))
    assert "x2" not in found
    assert [e.page for e in found["x1"].evidence] == [bridge.WIRE_PAGE, bridge.COPY_PAGE]


def test_a_meeting_is_told_by_those_who_meet() -> None:
    both = [bridge.MINISTER, bridge.UNION]
    found = rows(with_events({"id": "x1", "type": "CONSULT", "actor": both, "recipient": both[::-1]}))
    assert found["x1"].parties == ((("سليم الراوي", "نقابة المهندسين"), ()),)


def test_of_an_event_whose_recipient_is_in_doubt_the_doer_alone_is_named() -> None:
    doc = with_events({"id": "x1", "recipient": [bridge.UNION], "date": "2031-05-05"})
    entry = {"event": "x1", "spans": [], "background": False, "doubtful": ["recipient"], "independent_sources": 1}
    doc["topics"][1]["chronicle"] = [entry]
    assert rows(doc)["x1"].parties == ((("سليم الراوي",), ()),)


def test_who_has_no_name_in_the_interface_s_letters_is_told_by_the_state_that_he_acts_for() -> None:
    doc = with_events({"id": "x1", "recipient": [], "date": "2031-05-05"})
    next(a for a in doc["actors"] if a["id"] == bridge.MINISTER).update(country="country:MT", names={"ar": ["سليم"]})
    (english,) = (h for h in happenings(Index(doc, language("en")), doc["topics"][1]) if h.id == "x1")
    assert (english.parties, english.sides) == (((("سليم",), ()),), ((("Malta",), ()),))
    assert rows(doc)["x1"].sides == rows(doc)["x1"].parties


def row(n: int, confidence: float) -> Happening:
    return Happening(f"e{n}", "NONE", "happened", None, (), "", (), confidence)


@given(st.lists(st.floats(0, 1), max_size=40), st.integers(5, 20))
def test_the_surest_stand_in_sight(confidences: list[float], most: int) -> None:
    told = [row(n, c) for n, c in enumerate(confidences)]
    chosen = choose(told, most)
    assert min(5, len(told)) <= len(chosen) <= most
    inside = [h.confidence for h in told if h.id in chosen]
    outside = [h.confidence for h in told if h.id not in chosen]
    assert not outside or min(inside) >= max(outside)


def test_what_is_less_sure_waits_behind_a_fold() -> None:
    doc = with_events(*({"id": f"x{n}", "date": f"2031-06-{n:02d}", "confidence": 0.1} for n in range(1, 10)))
    for event in doc["events"]:
        event["confidence"] = 0.1 if event["id"].startswith("x") else 0.9
    html = render_html(doc)
    section = html[html.index('class="wide timeline"') :]
    assert section.index("event-t-bridge-e5") < section.index("<details") < section.index("event-t-bridge-x1")
    assert "  + 9 أحداث" in render_text(doc)


def test_what_one_sentence_tells_is_quoted_once() -> None:
    doc = with_events({"id": "x1", "type": "COERCE", "recipient": [bridge.UNION]})
    words = "وقرر وزير الأشغال سحب رخصة شركة Delta Build"
    sanction = "إجراء عقابي، سليم الراوي \u200f←\u200f Delta Build"
    both = sanction + "؛ توقيف أو تضييق، سليم الراوي \u200f←\u200f نقابة المهندسين: «"
    for text in (render_text(doc, width=500), render_markdown(doc)):
        assert both + words in text


def test_whose_part_is_unsure_is_not_named() -> None:
    doc = with_events()
    event = next(e for e in doc["events"] if e["id"] == "e5")
    assert rows(doc)["e5"].parties == ((("سليم الراوي",), ("Delta Build",)),)
    event["unsure"] = event["actor"]
    assert rows(doc)["e5"].parties == (((), ("Delta Build",)),)
