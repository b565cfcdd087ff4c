"""Searching a store of either kind: what is found, in what order, with which words; what goes, goes from the index."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path
from struct import pack as pack_numbers

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select, update

from riwaya.desk import Desk
from riwaya.errors import UsageError
from riwaya.search import Filters, Hit, ask, catch_up, proper, search, unknown
from riwaya.store import Store, index, open_store, pages, ranked
from riwaya.store import tables as t
from riwaya.store.connect import engine_of, upgrade
from riwaya.store.outline import Outline, Packed
from riwaya.store.portable import backup, restore
from riwaya.store.upkeep import Retention, set_retention
from tests.search.outlines import words_of
from tests.store.pages import PAGES, lines, page


@pytest.fixture
def filled(store: Store) -> Store:
    Desk(store).add([lines(*PAGES)])
    return store


def found(store: Store, typed: str, **filters: object) -> list[str]:
    """What full pages are found, without those that lack a word."""
    hits = search(store, typed, Filters(**filters)).hits  # type: ignore[arg-type]
    return [h.statement or h.where.article for h in hits if not h.missing]


def test_forms_of_a_word_find_each_other_and_signs_mean_what_people_mean(filled: Store) -> None:
    boats = {"own#1", "copy#1", "wire#1"}
    assert set(found(filled, "عبارة")) == boats  # «عبارتين», «العبارات»
    assert set(found(filled, "بالعبارات إلى بيرغن")) == boats
    assert set(found(filled, "«الشرطة النرويجية»")) == {"copy#1", "wire#1"}
    assert found(filled, "«النرويجية الشرطة»") == []
    assert set(found(filled, '"مستشفى المدينة" أو متحف')) == {"copy#1", "wire#1", "museum#1"}
    assert set(found(filled, "النرويج OR السويد")) == boats | {"strike#1"}
    assert set(found(filled, "عبارة -المستشفى")) == {"own#1"}
    assert found(filled, "عبارة -«لجنة للتحقيق» -مستشفى") == []
    assert found(filled, "رحلة") == ["strike#1"]  # «الرحلات»


def test_no_phrase_runs_from_the_title_into_the_body_or_over_a_paragraph(filled: Store) -> None:
    assert found(filled, "«القرن الرابع عشر»") == ["museum#1"]
    assert found(filled, "«عشر افتتح»") == []
    assert found(filled, "«بناء وقال»") == []


def test_words_near_one_another(store: Store) -> None:
    """In any order, in one passage, with at most so many words between them."""
    said = {
        "visit": "زار الوزير أمس مع وفد كبير ميناء المدينة الجديد.",
        "opened": "هذا ميناء افتتحه الوزير قبل سنة، وتوسع بعدها مرتين.",
        "apart": "حضر الحفل في المساء الوزير.\nميناء الصيد مغلق منذ الصباح بسبب العاصفة.",
    }
    Desk(store).add([lines(*(page(name, "", text) for name, text in said.items()))])
    assert set(found(store, "الوزير ميناء")) == {"visit#1", "opened#1", "apart#1"}
    assert set(found(store, "«الوزير ميناء»~4")) == {"visit#1", "opened#1"}
    assert found(store, "«الوزير ميناء»~3") == found(store, '"ميناء الوزير"~1') == ["opened#1"]
    assert found(store, "«الوزير ميناء»~0") == []
    assert set(found(store, "«الوزير ميناء»~٩٩")) == {"visit#1", "opened#1"}
    assert found(store, "«المدينة ميناء الوزير»~4") == ["visit#1"]
    assert found(store, "«المدينة ميناء الوزير»~3") == []
    assert set(found(store, "الوزير -«الوزير ميناء»~2")) == {"visit#1", "apart#1"}
    assert set(found(store, "«الوزير ميناء»~1 أو العاصفة")) == {"opened#1", "apart#1"}
    (hit,) = search(store, "«الوزير ميناء»~2").hits
    assert [p.text for p in hit.snippet if p.marked] == ["ميناء", "الوزير"]


def test_filters(filled: Store) -> None:
    assert set(found(filled, "عبارة", independent=True)) == {"own#1", "wire#1"}
    assert found(filled, "عبارة", outlet="بريد الشمال") == ["copy#1"]
    assert found(filled, "عبارة", since="2026-03-03") == []
    assert set(found(filled, "عبارة", until="2026-03-02")) == {"own#1", "copy#1", "wire#1"}
    assert found(filled, "السفينة", since="2026-03-09", until="2026-03-09") == ["museum#1"]
    assert found(filled, "السفينة", story="s-none") == []
    assert found(filled, "السفينة", event="PROTEST") == []
    assert set(found(filled, "إضراب", actor="country:SE")) <= {"strike#1"}
    with filled.reading() as connection:
        story = connection.scalar(select(t.articles.c.story).where(t.articles.c.id == "museum#1"))
    assert found(filled, "السفينة", story=story) == ["museum#1"]


@pytest.mark.parametrize(
    ("typed", "finds", "excludes"),
    [
        ("النقابة", {"event": "PROTEST"}, {"event": "ASSAULT"}),
        ("الشرطة", {"event_since": "2026-03-02"}, {"event_since": "2026-03-08"}),
        ("الشرطة", {"event_until": "2026-03-02"}, {"event_until": "2026-03-01"}),
        ("الشرطة", {"event": "REJECT", "event_since": "2026-03-01"}, {"event": "REJECT", "event_since": "2026-03-09"}),
        ("النقابة", {"actor": "country:SE"}, {"actor": "country:EE"}),
        ("السفينة", {"actor": "country:EE"}, {"actor": "country:SE"}),
        ("التحقيق", {"kind": "statement", "mode": "indirect"}, {"kind": "statement", "mode": "direct"}),
        ("نصدق", {"kind": "statement", "mode": "direct"}, {"kind": "statement", "mode": "indirect"}),
        ("التحقيق", {"kind": "statement", "polarity": "demands"}, {"kind": "statement", "polarity": "threatens"}),
        ("نصدق", {"mode": "direct"}, {"mode": "mixed"}),
    ],
)
def test_each_filter_lets_through_and_leaves_out(
    filled: Store, typed: str, finds: dict[str, str], excludes: dict[str, str]
) -> None:
    quoted = page("crew", "قبطان يرد", "قال وزير النقل النرويجي محمد الجبوري: «لن نصدق تقرير الشركة الملاحية».")
    Desk(filled).add([lines(quoted)])
    assert found(filled, typed, kind=finds.get("kind", "article"))
    assert found(filled, typed, **finds)
    assert found(filled, typed, **excludes) == []


def _filters(name: str, value: str) -> Filters:
    return Filters(**{name: value})  # type: ignore[arg-type]


def test_values_of_filters_that_nobody_knows_are_refused_or_told(filled: Store) -> None:
    meant = proper(Filters(event="protest", polarity="Denies", mode="DIRECT", kind="Statement"))
    assert meant == Filters(event="PROTEST", polarity="denies", mode="direct", kind="statement")
    for wrong, listed in (("event", "CONSULT"), ("polarity", "denies"), ("mode", "indirect"), ("kind", "statement")):
        with pytest.raises(UsageError, match=f"{wrong} nosuch: one of .*{listed}"):
            proper(_filters(wrong, "nosuch"))
    with filled.reading() as connection:
        assert unknown(connection, Filters(actor="country:SE", outlet="بريد الشمال")) is None
        for name in ("actor", "story", "topic", "outlet"):
            assert unknown(connection, _filters(name, "x-zzz")) == f"no {name} x-zzz is known here"


def test_statements_hold_the_words_themselves(filled: Store) -> None:
    said = search(filled, "التحقيق", Filters(kind="statement"))
    assert len(said.hits) >= 3
    for hit in said.hits:
        assert "تحقيق" in hit.words
        assert hit.start <= hit.snippet[0].start <= hit.snippet[-1].end <= hit.end
    demanded = search(filled, "التحقيق", Filters(kind="statement", polarity="demands"))
    assert {h.polarity for h in demanded.hits} == {"demands"}
    assert search(filled, "إستونيا", Filters(kind="statement")).why_none


def test_snippets_are_the_pages_own_words(filled: Store) -> None:
    with filled.reading() as connection:
        texts = {n: p.text for n, p in pages.get_pages(connection, [p["id"] for p in PAGES]).items()}
    for hit in search(filled, "قبطان العبارة").hits:
        assert any(p.marked for p in hit.snippet)
        for piece in hit.snippet:
            assert texts[hit.where.page][piece.start : piece.end] == piece.text
        for before, after in zip(hit.snippet, hit.snippet[1:], strict=False):
            assert before.end == after.start


def test_pages_follow_each_other_without_gap_or_repetition(filled: Store) -> None:
    whole = [h.cursor for h in search(filled, "النرويج أو السويد أو تالين").hits]
    assert len(whole) == 5
    paged, before = [], None
    while True:
        part = search(filled, "النرويج أو السويد أو تالين", limit=2, before=before)
        paged += [h.cursor for h in part.hits]
        if not part.more:
            break
        before = part.hits[-1].cursor
    assert paged == whole


def test_where_no_page_has_all_words_the_nearest_are_marked(filled: Store) -> None:
    hits = search(filled, "سفينة خشبية فضائية").hits
    assert hits[0].where.article == "museum#1"
    assert hits[0].missing == ("فضائية",)
    assert search(filled, "كسوف").why_none
    assert search(filled, " - « » ()").why_none


def test_the_fewer_words_a_page_lacks_the_earlier_it_comes(store: Store) -> None:
    """However often it has the others; pages of results follow one another from those that lack one to the rest."""
    said = {
        "four": "أعلن مرصد الجبال أمس عن بركان ثم زلزال ثم فيضان.",
        "three": "قرب القرية مرصد يطل على بركان قديم أيقظه زلزال في الليل.",
        "other": "بنى الأهالي عند الوادي مرصد مياه بعد زلزال هدم السد وتلاه فيضان.",
        "two": "فيضان بعد زلزال. فيضان ثم زلزال، ثم فيضان بعد كل زلزال.",
        "one": "هذا فيضان كبير، وهو ثالث فيضان في سنة كلها فيضان على فيضان.",
        "none": "افتتح السوق أبوابه.",
    }
    Desk(store).add([lines(*(page(name, text[:-1], text) for name, text in said.items()))])
    typed = "مرصد بركان زلزال فيضان"
    hits = search(store, typed).hits
    assert hits[0].where.article == "four#1"
    assert {h.where.article for h in hits[1:3]} == {"three#1", "other#1"}
    assert [h.where.article for h in hits][3:] == ["two#1", "one#1"]
    assert [len(h.missing) for h in hits] == [0, 1, 1, 2, 3]
    one_by_one: list[Hit] = []
    before = None
    while True:
        part = search(store, typed, limit=1, before=before)
        if not part.hits:
            break
        one_by_one += part.hits
        before = part.hits[-1].cursor
    assert tuple(one_by_one) == hits


def test_what_goes_from_the_store_goes_from_the_index(filled: Store) -> None:
    desk = Desk(filled)
    desk.delete("museum")
    assert found(filled, "السفينة") == []
    filler = [f"وتمر الدرب رقم {n} قرب قرية هادئة فوق السفوح الخضراء." for n in range(30)]
    desk.add([lines(page("long", "افتتاح طريق جبلي جديد", *filler, outlet="بريد الجبل", published="2026-03-04"))])
    assert found(filled, "الدرب رقم 17") == ["long#1"]
    with filled.writing() as connection:
        set_retention(connection, Retention("بريد الجبل", text_days=1))
    desk.retain(dt.date(2026, 6, 1))
    with filled.reading() as connection:
        assert "17" not in pages.get_pages(connection, ["long"])["long"].text
    assert found(filled, "الدرب رقم 17") == []
    assert found(filled, "طريق جبلي") == ["long#1"]
    if filled.kind == "sqlite":
        with filled.reading() as connection:
            rows = connection.exec_driver_sql("SELECT count(*) FROM searchable_words").scalar()
            assert rows == connection.scalar(select(func.count()).select_from(t.searchable)) == 5


_SHIP = (
    "حريق في عبارة نرويجية",
    "قالت وزارة النقل النرويجية إن الحريق بدأ في غرفة المحركات للعبارة، طلب عدم ذكر اسمه، ثم انطفأ.",
    "ونفى كريم الحداد المتحدث باسم الشرطة النرويجية أن يكون الحريق متعمدا، وهو أمر تكرر كثيرا في الآونة الأخيرة.",
    "وتمتد بين النرويج ثم خلجان كثيرة ضيقة تنام فيها النوارس حتى السويد شواطئ من رمل وحصى.",
)


def test_no_phrase_runs_over_words_that_were_let_go(store: Store) -> None:
    """What is left of a page after retention has holes; its words must not become a sentence that nobody wrote."""
    desk = Desk(store)
    desk.add([lines(page("ship", *_SHIP, published="2026-03-02T08:00:00+00:00"))])
    with store.writing() as connection:
        whole = pages.get_pages(connection, ["ship"])["ship"].text
        set_retention(connection, Retention(None, text_days=0))
    assert desk.retain(dt.date(2026, 6, 1)) == (0, 1)
    document = desk.topic(desk.topics()[0].id)
    assert document is not None
    (left,) = (p["text"] for p in document["pages"])
    assert len(left) == len(whole)
    assert "النوارس" not in left
    for line, before in zip(left.split("\n"), whole.split("\n"), strict=True):
        for run in line.split("…"):
            assert " ".join(run.split()) in before  # what stands in a row stood in a row
    holes = re.findall(r"(\w+)[^\w\n]*…[^\w\n]*(\w+)", left)
    assert holes
    for one, other in holes:
        assert found(store, f"{one} {other}") == ["ship#1"]
        for typed in (f"«{one} {other}»", f"«{one} {other}»~0", f"«{one} {other}»~90"):
            assert found(store, typed) == [], typed
        (hit,) = search(store, f"{one} {other}").hits
        assert "…" in hit.words
        assert all(p.text == left[p.start : p.end] for p in hit.snippet)


def test_what_a_page_writes_as_left_out_is_no_hole(store: Store) -> None:
    Desk(store).add([lines(page("calm", "هدوء", "قال الحارس إن الرصيف … البعيد هادئ كل مساء."))])
    assert found(store, "«الرصيف البعيد»") == ["calm#1"]


def test_a_store_from_before_the_index_catches_up(address: str, tmp_path: object) -> None:
    engine = engine_of(address)
    with engine.connect().execution_options(riwaya_writes=True) as connection, connection.begin():
        upgrade(connection, "0002")
    engine.dispose()
    with open_store(address) as store:
        Desk(store).add([lines(*PAGES)])
        with store.writing() as connection:
            connection.execute(delete(t.searchable))
        seen: list[tuple[int, int]] = []
        assert catch_up(store, most=2) == 3
        assert catch_up(store, progress=lambda _, n, whole: seen.append((n, whole))) == 0
        assert seen == [(3, 3)]
        assert found(store, "السفينة") == ["museum#1"]


def test_a_restored_backup_is_searched(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("restored")
    backup(filled, folder / "all.jsonl.gz")
    with open_store(str(folder / "new.db")) as store:
        restore(folder / "all.jsonl.gz", store)
        assert found(store, "السفينة") == ["museum#1"]
        with store.reading() as connection:
            assert index.behind(connection) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "NEAR(عبارة بيرغن, 2)",
        "title:عبارة",
        "{title body}:عبارة",
        "عبارة*",
        "^عبارة",
        "' OR 1=1 --",
        "a' | !b & (c <-> d):*A",
        '"',
        "\\",
        "\x00\ud800 عبارة",
        "- OR أو |",
        "«" * 300,
        "س" * 5000,
    ],
)
def test_nothing_typed_breaks_a_query(filled: Store, typed: str) -> None:
    search(filled, typed)
    search(filled, typed, Filters(kind="statement"))
    ask(filled, typed)


def test_nothing_that_can_be_typed_breaks_a_query(filled: Store) -> None:
    signs = st.text(st.sampled_from("عبارة بيرغن\"'«»()-|&!*:^\\{}<>+~أو1.,\x00\n😀"), max_size=40)

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(signs, st.text(max_size=60)))
    def check(typed: str) -> None:
        for hit in search(filled, typed, limit=3).hits:
            assert hit.where.article

    check()


_NARROWED: list[dict[str, object]] = [
    {"until": "2090-01-01"},
    {"since": "1990-01-01"},
    {"until": "1990-01-01"},
    {"outlet": "بريد الشمال"},
    {"independent": True},
    {"event_until": "2090-01-01"},
    {"actor": "country:NO"},
    {"polarity": "asserts"},
    {"mode": "direct"},
    {"since": "2026-03-01", "until": "2090-01-01", "independent": True},
    {"kind": "statement", "until": "2090-01-01"},
    {"kind": "statement", "outlet": "بريد الشمال", "independent": True},
]


@pytest.mark.parametrize("few", [-1, 0, 2])
def test_a_filter_lets_the_same_through_whether_it_chooses_few_or_many(
    filled: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["عبارة", "العبارة الشرطة", "عبارة متحف إضراب", "«الشرطة النرويجية»"]
    usual = [search(filled, q, Filters(**f)) for f in _NARROWED for q in typed]  # type: ignore[arg-type]
    monkeypatch.setattr(ranked, "_FEW", few)
    assert [search(filled, q, Filters(**f)) for f in _NARROWED for q in typed] == usual  # type: ignore[arg-type]
    for wide in (Filters(until="2090-01-01"), Filters(since="1990-01-01")):
        assert [search(filled, q, wide).hits for q in typed] == [search(filled, q).hits for q in typed]
    assert not search(filled, "عبارة", Filters(until="1990-01-01")).hits


@pytest.mark.parametrize("few", [0, 1000])
def test_no_filter_makes_sqlite_look_for_the_words_in_one_article_after_the_other(
    tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That took ten minutes and more where a filter lets all articles of a store through."""
    plans: list[str] = []
    rows = ranked._rows

    def planned(connection: Connection, sql: str, values: Sequence[object]) -> Sequence[Sequence[object]]:
        plans.extend(str(row[3]) for row in rows(connection, f"EXPLAIN QUERY PLAN {sql}", values))
        return rows(connection, sql, values)

    monkeypatch.setattr(ranked, "_FEW", few)
    with open_store(str(tmp_path / "news.db")) as store:
        Desk(store).add([lines(*PAGES)])
        monkeypatch.setattr(ranked, "_rows", planned)
        for narrowed in _NARROWED:
            search(store, "العبارة الشرطة المتحف", Filters(**narrowed))  # type: ignore[arg-type]
    scans = [plan.rpartition(" ")[2] for plan in plans if "searchable_words VIRTUAL TABLE" in plan]
    assert scans
    assert not [scan for scan in scans if "=" in scan]


def test_signs_that_become_several_words_move_none_of_the_others(store: Store) -> None:
    text = "تلا الإمام سيرة النبي ﷺ ثم دعا ﷺ المصلين إلى حملة النظافة في الحي."
    Desk(store).add([lines(page("sign", "حملة في الحي", text))])
    (hit,) = search(store, "النظافة").hits
    assert [p.text for p in hit.snippet if p.marked] == ["النظافة"]


def test_outlines_that_were_packed_otherwise_are_packed_anew(address: str) -> None:
    """Those that were packed wrongly then are made anew from their pages."""
    with open_store(address) as store:
        Desk(store).add([lines(*PAGES)])
        before = [search(store, q) for q in ("عبارة", "متحف السفينة", "«الشرطة النرويجية»")]
        with store.writing() as connection:
            rows = connection.execute(select(t.searchable.c.article, t.searchable.c.outline)).all()
            first = min(key for key, _ in rows)
            for key, data in rows:
                old = _packed_once(Packed(data), wrongly=key == first)
                connection.execute(update(t.searchable).where(t.searchable.c.article == key).values(outline=old))
            for table, column in (("topics", "told"), ("statements", "jointly")):  # tables of version 0008
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0008'")
    with open_store(address) as store:
        with store.reading() as connection:
            assert index.behind(connection) == 1
        assert catch_up(store) == 0
        assert [search(store, q) for q in ("عبارة", "متحف السفينة", "«الشرطة النرويجية»")] == before


def _packed_once(outline: Packed, wrongly: bool) -> bytes:
    """An outline as it was packed up to version 0008."""
    words, lemmas = words_of(outline)
    places = outline.places(0, outline.many)
    starts = [start for start, _ in places]
    numbers = array("i", [b - a for a, b in zip([0, *starts], starts, strict=False)])
    numbers.extend(end - start for start, end in places)
    words[0] += b" x" if wrongly else b""
    texts = b"\n".join((b" ".join(words), b" ".join(lemmas)))
    return zlib.compress(pack_numbers("<II", outline.many, outline.title) + numbers.tobytes() + texts, 6)


def test_a_page_of_many_different_words_fits(store: Store) -> None:
    letters = "ابتثجحخدذرزسشصضطظعغ"
    many = ["".join(letters[(n // 19**k) % 19] for k in range(5)) + "غ" * 23 for n in range(30_000)]
    Desk(store).add([lines(page("huge", "صفحة كبيرة عن الميناء", "قال الناطق إن الميناء مفتوح."))])
    words = ["صفحة", "", "ميناء", "مفتوح", *many]
    with store.writing() as connection:
        nowhere = [0] * len(words)
        index.put(connection, [index.Entry(1, Outline(words, words, nowhere, nowhere, 1))])
    assert found(store, "الميناء مفتوح") == ["huge#1"]


def test_a_question_is_answered_by_statements_or_not_at_all(filled: Store) -> None:
    told = ask(filled, "ما قاله الحداد عن الضباب في مارس")
    assert told.question is not None
    assert (told.question.who, told.question.topic) == ("الحداد", "الضباب")
    assert (told.question.since, told.question.until) == ("2026-03-01", "2026-03-31")
    assert [(r.where.article, n) for r, n in zip(told.rows, told.again, strict=True)] == [("wire#1", 1)]  # and its copy
    assert all("الضباب" in r.words for r in told.rows)
    assert not ask(filled, "ما قاله الحداد عن الضباب في يناير").rows
    assert not ask(filled, "ماذا قال الحداد عن السفينة؟").rows
    denied = ask(filled, "من نفى العطل؟")
    assert {r.polarity for r in denied.rows} == {"denies"}
    nobody = ask(filled, "ماذا قال الزهراني عن الضباب؟")
    assert not nobody.rows
    assert "الزهراني" in (nobody.why_none or "")
    assert ask(filled, "الضباب في بيرغن").question is None
