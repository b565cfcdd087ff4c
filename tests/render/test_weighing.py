"""Stories that can not be told in full: each says in one line what can not be told and why, and tells the rest."""

import json
from pathlib import Path
from typing import Any

import pytest

import riwaya
from riwaya.model import Event, EventMention, Relation, Span, Story, Telling, Topic
from riwaya.render import document, render_html, render_markdown, render_text
from riwaya.render.catalogue import language
from riwaya.render.happenings import Happening, Parties
from riwaya.render.index import Index
from riwaya.render.phrases import outline
from riwaya.render.views import topic_view

AR = language("ar")
STORY = (
    "أعلنت بلدية القنطرة في تونس إغلاق الجسر الحجري القديم يوم الأحد بعد ظهور تشققات في دعامته الوسطى. "
    "وقالت البلدية إن ورشة الترميم ستعمل أسبوعين كاملين قبل فتح الجسر أمام الشاحنات."
)


def told(folder: Path, *rows: dict[str, Any]) -> dict[str, Any]:
    path = folder / "pages.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    return document(riwaya.tell([path], fast=True))


def page(name: str, text: str = STORY, published: str | None = "2025-05-05", outlet: str = "") -> dict[str, Any]:
    row = {"id": name, "outlet": outlet or f"صحيفة {name}", "title": "إغلاق الجسر الحجري في القنطرة", "text": text}
    return row | ({"published": published} if published else {})


def says(doc: dict[str, Any], limit: str) -> None:
    """The one line stands in every format, and lines of the story beside it."""
    line = AR.say(limit) if limit != "limit_large" else AR.say(limit, articles=AR.count("articles", 200))
    for written in (render_text(doc, width=400), render_markdown(doc), render_html(doc)):
        assert written.count(line) == 1
        assert "بلدية القنطرة" in written


def test_one_article(tmp_path: Path) -> None:
    says(told(tmp_path, page("a")), "limit_one")


def test_pages_without_dates(tmp_path: Path) -> None:
    other = STORY.replace("أعلنت بلدية القنطرة في تونس إغلاق", "قال مهندسون محليون إن بلدية القنطرة في تونس قررت إغلاق")
    says(told(tmp_path, page("a", published=None), page("b", other, published=None)), "limit_undated")


def test_one_page_without_a_date_is_compared_with_none(tmp_path: Path) -> None:
    doc = told(tmp_path, page("a", published=None))
    says(doc, "limit_undated_one")
    assert AR.say("limit_undated") not in render_text(doc, width=500)


def test_pages_copied_from_one_another(tmp_path: Path) -> None:
    says(
        told(tmp_path, page("a"), page("b", published="2025-05-06"), page("c", published="2025-05-07")), "limit_copies"
    )


def test_a_story_that_only_a_machine_translation_tells(tmp_path: Path) -> None:
    doc = told(tmp_path, page("a"))
    doc["articles"][0]["signs"] = [{"kind": "machine_translation", "start": 0, "end": 5, "why": "test"}]
    says(doc, "limit_machine")


def test_a_story_of_five_hundred(tmp_path: Path) -> None:
    doc = told(tmp_path, page("a"), page("b", published="2025-05-06"))
    (story,) = doc["stories"]
    copies = [{**doc["articles"][0], "id": f"a#{n}"} for n in range(500)]
    doc["articles"] += copies
    story["articles"] += [c["id"] for c in copies]
    says(doc, "limit_large")


def test_two_dated_accounts_in_their_own_words_have_no_limit(tmp_path: Path) -> None:
    other = (
        "قال مهندسون إن تشققات ظهرت في الدعامة الوسطى للجسر الحجري القديم في القنطرة، فأغلقته البلدية يوم الأحد. "
        "ويخشى تجار السوق المجاور أن تطول أعمال الترميم إلى ما بعد موسم الصيف."
    )
    doc = told(tmp_path, page("a"), page("b", other))
    for topic in doc["topics"]:
        view = topic_view(Index(doc, AR), topic)
        assert view.articles == 1 or view.limits == ()


def test_the_outline_is_of_codes_sure_enough_and_only_for_who_does_not_read_the_pages() -> None:
    sure = Happening("e1", "AID", "happened", "2025-05-04", ((("Italy",), ("Tunisia",)),), "", (), 0.8)
    doubtful = Happening("e2", "ASSAULT", "happened", "2025-05-04", ((("Italy",), ("Tunisia",)),), "", (), 0.4)
    ((text, _),) = outline(language("en"), (doubtful, sure))
    assert "Italy" in text and "2025" in text
    assert outline(AR, (sure,)) == ()


@pytest.mark.parametrize(("n", "drawn"), [(4, False), (5, True)])
def test_nothing_is_drawn_from_fewer_than_five_events(n: int, drawn: bool) -> None:
    span = Span("a", 0, 5)
    mentions = (EventMention(span, span),)
    events = tuple(Event(f"a/e{i}", "a#1", "AID" if i else "ASSAULT", mentions) for i in range(n))
    relations = tuple(
        Relation("country:TN", "country:MT", f"2025-0{1 + i % 2}-0{1 + i}", 5.0, (e.id,)) for i, e in enumerate(events)
    )
    telling = Telling(
        events=events, stories=(Story("s", "جسر", (), 1),), topics=(Topic("t", "جسر", ("s",), relations=relations),)
    )
    doc = document(telling)
    (tie,) = topic_view(Index(doc, AR), doc["topics"][0]).ties
    assert (tie.n, tie.drawn, sum(m.n for m in tie.months)) == (n, drawn, n)
    written = render_markdown(doc)
    assert AR.count("events", n) in written
    assert (AR.say("too_few_events") in written) is not drawn
    first = tie.months[0]
    assert first.cooperation is not None and first.conflict is not None and first.conflict < 0 < first.cooperation


def test_the_outline_tells_in_the_readers_letters_who_did_what_or_at_least_where() -> None:
    def row(id_: str, type_: str, parties: tuple[Parties, ...], place: str = "", **more: Any) -> Happening:
        return Happening(id_, type_, "happened", "2025-05-04", parties, place, (), 0.8, **more)

    rows = (
        row("e1", "AID", ((("Italy",), ("Tunisia",)),)),
        row("e2", "AID", ((("Italy",), ("Tunisia",)),)),
        row("e3", "THREATEN", ((("Italy",), ("إدارة المرفأ",)),)),
        row("e4", "PROTEST", (), "Sfax"),
        row("e5", "PROTEST", (), "صفاقس"),
        row("e6", "NONE", (), "Sfax"),
        row("e7", "ASSAULT", ((("الحراس",), ("Tunisia",)),)),
        row("e8", "CONSULT", ((("Malta",), ("United States",)),), background=True),
        row("e9", "PROTEST", (), "Gafsa", background=True),
    )
    assert [text for text, _ in outline(language("en"), rows)] == [
        "4 May 2025: Italy gave aid to Tunisia",
        "4 May 2025: Italy made a threat or a warning",
        "4 May 2025: Demonstration or strike (Sfax)",
        "4 May 2025: Malta met or spoke with the United States",
    ]
