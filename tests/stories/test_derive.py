from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from riwaya.account import Account
from riwaya.model import Derivation, Judgement
from riwaya.stories import find_derivations
from riwaya.stories.direction import direct, is_gathered
from riwaya.stories.profile import profile
from riwaya.text import read_words

Maker = Callable[..., Account]

WIRE = (
    "افتتحت بلدية زغوان، الاثنين، جسرا للمشاة فوق وادي الرمل بطول 120 مترا وكلفة بلغت 3 ملايين دينار، بعد عامين من الأشغال.",  # noqa: E501
    "وقال رئيس البلدية سامي الطرابلسي إن الجسر «سيخفف عن 400 تلميذ عناء الطريق الطويلة» إلى المدرسة الإعدادية.",
    "وأوضحت المهندسة نجلاء القروي أن الفريق استعمل خشب الصنوبر المعالج، وأن الصيانة ستكون مرة كل ثلاث سنوات.",
    "وكانت فيضانات أكتوبر 2021 قد جرفت الجسر القديم وعزلت حي الزيتون عن بقية المدينة خمسة أيام.",
    "ومن المقرر أن تبدأ البلدية في الربيع المقبل تهيئة ممر للدراجات على ضفة الوادي.",
)


def pairs_of(derivations: tuple[Derivation, ...]) -> set[tuple[str | None, str, str]]:
    return {(d.source, d.derived, d.relation) for d in derivations}


def test_examples_are_told_apart(examples: tuple[Account, ...]) -> None:
    found = find_derivations(examples)
    assert pairs_of(found) == {
        ("01-wire.txt#1", "02-copy.txt#1", "edited_copy"),
        ("01-wire.txt#1", "03-rewrite.txt#1", "rewrite"),
        (None, "04-translated.txt#1", "translation"),
    }
    external = next(d for d in found if d.source is None)
    assert external.external == "Atlantic Press"
    assert "Atlantic Press" in external.why


@pytest.mark.parametrize("seed", range(3))
def test_order_of_input_never_matters(examples: tuple[Account, ...], seed: int) -> None:
    shuffled = list(examples)
    random.Random(seed).shuffle(shuffled)
    assert find_derivations(shuffled) == find_derivations(examples)


@pytest.mark.parametrize("turned", [False, True])
def test_earlier_page_is_the_source_of_a_copy(account: Maker, turned: bool) -> None:
    first = account("a", "جسر جديد في زغوان", *WIRE, day="2024-03-04")
    second = account("b", "جسر جديد في زغوان", *WIRE, day="2024-03-06")
    pages = [second, first] if turned else [first, second]
    assert pairs_of(find_derivations(pages)) == {("a#1", "b#1", "copy")}


def test_a_shortened_page_is_derived_though_no_date_tells(account: Maker) -> None:
    whole = account("z", "جسر جديد في زغوان", *WIRE)
    cut = account("a", "جسر جديد في زغوان", *WIRE[:3])
    assert pairs_of(find_derivations([cut, whole])) == {("z#1", "a#1", "edited_copy")}


def test_background_taken_over_is_no_copy_of_the_news(account: Maker) -> None:
    first = account("a", "جسر جديد في زغوان", *WIRE, day="2024-03-04")
    news = "احتج تجار السوق المركزية في زغوان، الجمعة، على رفع رسوم الوقوف، وأغلقوا محالهم ساعتين احتجاجا على القرار الجديد."  # noqa: E501
    other = account(
        "b", "إضراب التجار في زغوان", news, "وطالب التجار بلقاء الوالي قبل نهاية الأسبوع.", WIRE[3], day="2024-03-08"
    )
    assert not find_derivations([first, other])


def test_pairs_are_evidence_of_sentence_length(examples: tuple[Account, ...]) -> None:
    texts = {a.article.page: a.article.text for a in examples}
    for derivation in find_derivations(examples):
        for pair in derivation.pairs:
            for span in (pair.source, pair.derived):
                assert 0 < span.end - span.start <= 600
                assert texts[span.page][span.start : span.end].strip()


def test_judgements_overrule(account: Maker) -> None:
    first = account("a", "جسر جديد في زغوان", *WIRE, day="2024-03-04")
    second = account("b", "جسر جديد في زغوان", *WIRE, day="2024-03-06")
    denied = Judgement("copy_of", "b#1", "a#1", False)
    assert not find_derivations([first, second], [denied])
    turned = Judgement("copy_of", "a#1", "b#1", True)
    assert {(d.source, d.derived) for d in find_derivations([first, second], [turned])} == {("b#1", "a#1")}


def test_chains_end_at_an_origin(account: Maker) -> None:
    pages = [account(f"p{i}", "جسر جديد في زغوان", *WIRE) for i in range(6)]
    source = {d.derived: d.source for d in find_derivations(pages)}
    assert source
    for start in source:
        seen: set[str] = set()
        step: str | None = start
        while step in source:
            assert step not in seen
            seen.add(step)
            step = source[step]
        assert step is not None


def test_empty_pages_derive_nothing(account: Maker) -> None:
    assert find_derivations([account("a", ""), account("b", ""), account("c", "خبر")]) == ()
    assert find_derivations([]) == ()


LONGER = (
    *WIRE,
    "وتضم زغوان أحد عشر جسرا، أقدمها حجري شيد عام 1889 وما زالت الشاحنات الصغيرة تعبره.",
    "وتدرس البلدية كذلك إنارة الضفتين بالطاقة الشمسية بدعم من بنك محلي.",
)
RETOLD = (
    "دشن مجلس زغوان البلدي، مطلع الأسبوع، معبرا جديدا للراجلين على وادي الرمل يبلغ طوله 120 مترا وكلف الخزينة 3 ملايين دينار، عقب عامين من الأعمال.",  # noqa: E501
    "وصرح سامي الطرابلسي، الذي يرأس المجلس، بأنه يريح 400 تلميذ من مشقة الالتفاف حتى يبلغوا المدرسة الإعدادية.",
    "وبينت نجلاء القروي، مهندسة المشروع، أن خشب الصنوبر هو ما وقع عليه الاختيار، وأن العناية به واجبة مرة كل ثلاث سنوات.",  # noqa: E501
    "وجرفت سيول أكتوبر 2021 المعبر السابق فانقطع حي الزيتون خمسة أيام كاملة عن باقي الأحياء.",
    "وفي الربيع ينتظر أن ينطلق العمل في ممر تسلكه الدراجات على طول الضفة.",
    "وفي زغوان أحد عشر معبرا مماثلا، أعتقها من الحجر ويرجع إلى عام 1889، ولم تنقطع عنه الشاحنات الصغيرة.",
    "وينظر المجلس أيضا في تركيب مصابيح تعمل بالطاقة الشمسية على الضفتين، على أن يساهم مصرف محلي في النفقات.",
)
APART = (
    "عبر سكان حي الزيتون في زغوان الجسر الجديد للمرة الأولى مساء الاثنين وسط الزغاريد.",
    "تقول الجدة مباركة، وقد حملت معها كيس خبز، إنها قطعت وادي الرمل في دقيقتين بعد أن كانت تدور حوله ساعة.",
    "وقال رئيس البلدية سامي الطرابلسي إن الجسر «سيخفف عن 400 تلميذ عناء الطريق الطويلة» إلى المدرسة الإعدادية.",
    "غير أن أصحاب الدكاكين يشكون من غياب الإنارة، ويطلبون حارسا ليليا قبل حلول الشتاء.",
    "ويروي المعلم المتقاعد صالح أن أول جسر هنا بناه أهل الحي بأيديهم سنة 1958.",
    "ووعد نائب الجهة برصد مبلغ للإنارة في ميزانية السنة القادمة.",
)


@pytest.mark.parametrize("houses", [("وكالة الجهات", "أصداء نت"), ("أصداء نت", "وكالة الجهات")])
def test_a_text_retold_sentence_for_sentence_goes_back_to_the_agency(account: Maker, houses: tuple[str, str]) -> None:
    one = account("a", "جسر جديد في زغوان", *LONGER, day="2024-03-04", outlet=houses[0])
    other = account("b", "زغوان تدشن جسرا للمارة", *RETOLD, day="2024-03-04", outlet=houses[1])
    wanted = ("a#1", "b#1") if houses[0].startswith("وكالة") else ("b#1", "a#1")
    assert pairs_of(find_derivations([one, other])) == {(*wanted, "rewrite")}


def test_reports_apart_that_quote_one_man_do_not_go_back_to_each_other(account: Maker) -> None:
    one = account("a", "جسر جديد في زغوان", *WIRE, day="2024-03-04", outlet="وكالة الجهات")
    other = account("b", "سكان حي الزيتون يعبرون جسرهم", *APART, day="2024-03-05", outlet="أصداء نت")
    assert not find_derivations([one, other])


def test_who_gathered_from_agencies_is_not_the_source(account: Maker) -> None:
    one = profile(account("a", "جسر جديد في زغوان", *WIRE, day="2024-03-04"))
    text = one.account.article.text
    assert not is_gathered(one.account)
    head = "أصداء / متابعات - الاثنين"
    title, body = text.split("\n\n", 1)
    shown = account("b", title, head, *body.split("\n\n"), day="2024-03-04")
    first = shown.article.parts[1]
    apart = replace(shown.article, parts=tuple(p for p in shown.article.parts if p is not first))
    gathered = profile(Account(read_words(apart)))
    assert is_gathered(gathered.account)
    vote, why = direct(one, gathered)
    assert vote > 0
    assert "the other says that it was gathered from agencies" in why
