from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.account import Account
from riwaya.model import Credit, Derivation, Published, Span
from riwaya.rules import load, rules_in
from riwaya.stories import check_rules, count_independent, explain
from riwaya.stories.clauses import read_clauses
from riwaya.stories.direction import direct
from riwaya.stories.linkage import Clusters, Rules, cluster
from riwaya.stories.places import find_states
from riwaya.stories.profile import Profile, profile
from riwaya.stories.roots import root_of, skeleton
from riwaya.stories.weights import BLOCK, ENOUGH, Rarity, Season, commonness

Maker = Callable[..., Account]


def test_all_rule_examples_hold() -> None:
    assert check_rules() == ()


def test_explain_shows_the_rules_at_work(account: Maker) -> None:
    one = account("a", "خبر", "تأجل افتتاح المعرض بحسب مصادر مطلعة")
    assert {"according-to", "somebody"} <= {f.rule for f in explain(one.words)}


def test_commonness_is_a_share_and_knows_the_commonest() -> None:
    assert len(commonness()) > 8000
    assert all(0 < share <= 1 for share in commonness().values())
    assert Rarity().at_large("رييس") < Rarity().at_large("جسر") < Rarity().at_large("لا-كلمة")


def test_bands_do_not_overlap() -> None:
    words = [w for band in rules_in(load("ar/commonness"), "bands") for w in band.text("words").split()]
    assert len(words) == len(set(words))


def test_a_run_makes_its_own_word_common() -> None:
    many = Rarity([("سفينه", f"كلمه{i}") for i in range(100)])
    assert many.here("سفينه") < many.here("كلمه7")
    assert many.share("سفينه") == 1.0


def test_clauses_open_where_something_new_is_said(account: Maker) -> None:
    text = "افتتح الوالي المعرض في سوسة، مؤكدا أن التذاكر مجانية، وألمح إلى تمديده، والسوق القديمة بجواره مغلقة"
    one = account("a", "", text)
    words = [text[c.span.start - 2 : c.span.end - 2] for c in read_clauses(one)]
    assert words[0] == "افتتح الوالي المعرض في سوسة"
    assert words[1].startswith("مؤكدا")
    assert any(w.startswith("وألمح") for w in words)


def test_states_by_name_adjective_and_capital(account: Maker) -> None:
    one = account("a", "", "وصل السفير المغربي إلى لشبونة قادما من روسيا")
    sentence = one.words.sentences[0]
    folded = one.words.passages[sentence.passage].folded
    assert [h.payload for h in find_states(folded, sentence.tokens)] == ["MA", "PT", "RU"]


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي@0129az", min_size=1, max_size=12))
def test_skeletons_are_short_or_nothing(word: str) -> None:
    bones = skeleton(word)
    assert bones == "" or len(bones) >= 3
    assert len(bones) <= len(word)


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0, 1)), max_size=40),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=5),
)
def test_clusters_part_the_places_and_respect_what_is_kept_apart(
    edges: list[tuple[int, int, float]], bars: list[tuple[int, int]]
) -> None:
    apart = frozenset((a, b) for a, b in bars if a != b)
    once = {(min(a, b), max(a, b)): s for a, b, s in edges if a != b}
    given_edges = [(a, b, s) for (a, b), s in once.items()]
    groups = cluster(given_edges, [[i] for i in range(12)], Rules(0.5, 0.3, apart))
    assert sorted(i for g in groups for i in g) == list(range(12))
    assert not any(a in g and b in g for a, b in apart for g in groups)
    assert groups == cluster(given_edges[::-1], [[i] for i in range(11, -1, -1)], Rules(0.5, 0.3, apart))


def test_direction_is_antisymmetric(account: Maker) -> None:
    long = profile(account("a", "خبر", "زار 12 وفدا معرض سوسة في 3 مايو 2023", "وقال المدير «شكرا لكل الزوار الكرام»"))
    short = profile(account("b", "خبر", "زار عدد من الوفود معرض سوسة مؤخرا"))
    assert direct(long, short)[0] == -direct(short, long)[0] > 0


def test_independent_sources_count_origins(account: Maker) -> None:
    a, b, c = (account(p, "خبر", "نص قصير", outlet=o) for p, o in (("a", "س"), ("b", "ص"), ("c", "س")))
    assert count_independent([], (), [a, b]) == 0
    assert count_independent(["a#1", "b#1"], (), [a, b]) == 2
    assert count_independent(["a#1", "c#1"], (), [a, c]) == 1  # one outlet twice
    derived = Derivation("a#1", "b#1", "copy", 1.0, "")
    assert count_independent(["a#1", "b#1"], [derived], [a, b]) == 1
    outside = [Derivation(None, x, "translation", 0.7, "", external="Reuters") for x in ("a#1", "b#1")]
    assert count_independent(["a#1", "b#1"], outside, [a, b]) == 1


def test_articles_that_credit_one_agency_are_one_source(account: Maker) -> None:
    def credited(page: str, outlet: str) -> Account:
        one = account(page, "خبر", "قالت وكالة أفق إن السوق مغلقة", outlet=outlet)
        start = one.article.text.index("وكالة أفق")
        credit = Credit("org:ufuq", "agency", Span(page, start, start + 9))
        return replace(one, words=replace(one.words, article=replace(one.article, credits=(credit,))))

    pages = [credited("a", "س"), credited("b", "ص"), account("d", "خبر", "نص", outlet="ع")]
    assert count_independent(["a#1", "b#1", "d#1"], (), pages) == 2


def test_a_dateline_is_no_part_of_the_news(account: Maker) -> None:
    one = profile(account("a", "خبر", "سوسة، الجمهورية التونسية (أفق) -- افتتح الوالي المعرض السنوي للزيتون"))
    assert "افق" not in one.lead
    assert "زيتون" in one.lead


def test_hours_are_counted_where_both_pages_tell_the_clock(account: Maker) -> None:
    def at(page: str, moment: str) -> Profile:
        one = account(page, "خبر", "نص قصير", day=moment[:10])
        published = one.article.published
        assert published
        when = replace(published.when, value=moment)
        return profile(replace(one, words=replace(one.words, article=replace(one.article, published=Published(when)))))

    night, morning, whole = at("a", "2024-03-04T23:30"), at("b", "2024-03-05T01:00"), at("c", "2024-03-06")
    assert night.hours_from(morning) == pytest.approx(1.5)
    assert night.hours_from(whole) == 48.0
    assert night.hours_from(profile(account("d", "خبر", "نص قصير"))) is None


def test_spellings_and_forms_meet_in_their_root() -> None:
    for one, other in (("تلغرام", "تليغرام"), ("مقتل", "قتيل"), ("بوتين", "بوتن")):
        assert root_of(one) == root_of(other)
    assert root_of("دار") == "دار"  # too few strong consonants to go by


def test_weights_follow_the_days() -> None:
    season = Season({})
    for n in range(BLOCK):
        season.add(n, ["زلزال"])
    early = season.here("زلزال")
    for n in range(BLOCK, 3 * BLOCK):
        season.add(n, ["معرض"])
    assert season.here("معرض") == early < season.here("زلزال")


def test_weights_are_taken_anew_at_fixed_numbers_of_articles() -> None:
    season = Season({})
    for n in range(1, 80):
        season.add(n, ["زلزال"])
        assert season.epoch == (n >= ENOUGH)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0.01, 1)), max_size=60), st.integers(1, 9))
def test_who_has_left_has_no_say(edges: list[tuple[int, int, float]], gone: int) -> None:
    """Places that come after others have left are grouped as if those had never been, but for the groups there are."""
    once = {(min(a, b), max(a, b)): s for a, b, s in edges if a != b}
    groups = Clusters(Rules(0.6))
    for i in range(10):
        groups.place(i)
        groups.connect((a, b, s) for (a, b), s in once.items() if b == i)
        groups.settle()
        if i == gone:
            for j in range(gone):
                groups.leave(j)
    again = Clusters(Rules(0.6))
    again.restore(groups.plain(), set(range(gone, 10)), set(), {})
    assert again.plain() == groups.plain()
    assert sorted(i for g in groups.all() for i in g) == list(range(10))
    for i in range(10):
        if i in groups and not groups.alive(i):
            assert all(j < gone for j in groups.drop(i))
