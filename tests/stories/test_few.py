"""A handful of pages that somebody chose: one affair told by a wire, a reporter, a party, a later day and a translation
is one topic; two affairs of one country stay two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from riwaya.account import Account
from riwaya.stories import find_derivations, group_stories
from riwaya.stories.linkage import Rules, cluster

Maker = Callable[..., Account]

MILL = {
    "mill-wire": (
        "مقتل تسعة عمال في حريق مصنع نسيج جنوب لاهور",
        "قتل تسعة عمال وأصيب أربعة وعشرون، مساء الأربعاء، في حريق اندلع بمصنع «رافي للنسيج» في ضاحية كوت لخبت جنوب لاهور "  # noqa: E501
        "الباكستانية، وفق جهاز الإنقاذ في إقليم البنجاب.",
        "وقال المتحدث باسم الجهاز فاروق أحمد إن النيران بدأت في مستودع القطن بالطابق الثاني، وإن بابا للطوارئ كان مقفلا.",  # noqa: E501
        "وفتحت شرطة لاهور تحقيقا، ولم يعرف سبب الحريق بعد.",
    ),
    "mill-reporter": (
        "«كنا نطرق الباب ولا أحد يفتح»: ناجون من حريق رافي",
        "تجلس نسرين بيبي أمام مستشفى جناح في لاهور منذ ليلتين تنتظر خبرا عن أخيها الذي كان يعمل في وردية المساء بالمصنع.",  # noqa: E501
        "يقول العامل شفيق مسيح إن المشرف أقفل باب الطوارئ قبل أسابيع خوفا من سرقة القماش، وإن الدخان ملأ الطابق الثاني خلال "  # noqa: E501
        "دقائق.",
        "ويضيف طبيب في قسم الحروق أن أغلب المصابين فتيات دون العشرين قدمن من قرى كوت لخبت.",
    ),
    "mill-owner": (
        "بيان شركة رافي للنسيج المحدودة",
        "تنعى إدارة رافي للنسيج ببالغ الحزن عمالها الذين قضوا في الحادث الأليم، وتتعهد بتعويض أسرهم.",
        "وتؤكد الشركة أن مصنع كوت لخبت يستوفي شروط السلامة، وأن أبواب الطوارئ كانت مفتوحة خلافا لما يشاع.",
        "وتشير المعلومات الأولية إلى تماس كهربائي في خط الجهد العالي التابع لشركة كهرباء لاهور.",
    ),
    "mill-later": (
        "الشرطة الباكستانية توقف مالك مصنع النسيج المحترق وارتفاع القتلى إلى 13",
        "أوقفت شرطة لاهور رجل الأعمال طارق شيخ مالك مصنع رافي للنسيج ومشرفين اثنين، بعد وفاة أربعة من الجرحى في مستشفى جناح.",  # noqa: E501
        "وقال رئيس وزراء إقليم البنجاب إن لجنة ستفحص مصانع كوت لخبت كلها خلال شهر.",
    ),
    "mill-translated": (
        "باكستان .. النار في معمل المنسوجات ، المنقذون يبحثون",
        "لقد قتل حريق ليلي في معمل للمنسوجات في مدينة لاهور الباكستانية ما لا يقل عن تسعة أشخاص ، حسب رجال الإنقاذ .",
        "قال فاروق احمد ، المتحدث باسم خدمة البنجاب للإنقاذ ، أن أحد الأبواب للطوارئ كان مغلق .",
    ),
}
FLOOD = {
    "flood-wire": (
        "سيول تعزل قرى في وادي سوات الباكستاني وفقدان 15 شخصا",
        "عزلت سيول مفاجئة ست قرى في وادي سوات شمال غربي باكستان وجرفت جسرين، وفقد خمسة عشر شخصا، وفق هيئة إدارة الكوارث في "  # noqa: E501
        "إقليم خيبر بختونخوا.",
        "وقال مسؤول الهيئة ظفر يوسفزاي إن منسوب نهر سوات بلغ مستوى لم يسجل منذ عقد.",
    ),
    "flood-reporter": (
        "على ضفة نهر سوات: الجسر الذي كان يصل كالام بالعالم",
        "يعبر سكان كالام النهر اليوم على حبل مشدود بعدما جرفت السيول الجسر الوحيد، ويقول المعلم رحيم الله إن المدرسة صارت "  # noqa: E501
        "مأوى لأربعين أسرة.",
        "وتقدر هيئة إدارة الكوارث عدد المنازل المهدمة في وادي سوات بمئة وعشرين.",
    ),
    "flood-later": (
        "مروحيات الجيش الباكستاني تجلي سياحا من كالام بعد سيول سوات",
        "أجلت مروحيات الجيش 210 سياح من كالام في وادي سوات حيث جرفت السيول الجسور، وعثر على تسع جثث لمفقودين.",
        "وقال ظفر يوسفزاي إن طريق خيبر بختونخوا الرئيسي سيفتح خلال أسبوع.",
    ),
}
DAYS = {"wire": "2022-08-11", "reporter": "2022-08-13", "owner": "2022-08-12", "later": "2022-08-16"}


def topics_of(pages: dict[str, tuple[str, ...]], account: Maker) -> list[set[str]]:
    accounts = [account(p, *body, day=DAYS.get(p.partition("-")[2])) for p, body in pages.items()]
    stories, topics = group_stories(accounts, find_derivations(accounts))
    held = {s.id: {a.partition("#")[0] for a in s.articles} for s in stories}
    return [set().union(*(held[s] for s in t.stories)) for t in topics]


@pytest.mark.parametrize("pages", [MILL, FLOOD], ids=["mill", "flood"])
def test_a_handful_of_pages_of_one_affair_is_one_topic(pages: dict[str, tuple[str, ...]], account: Maker) -> None:
    assert topics_of(pages, account) == [set(pages)]


def test_two_affairs_of_one_country_and_week_stay_two(account: Maker) -> None:
    found = topics_of(MILL | FLOOD, account)
    assert not [t for t in found if t & MILL.keys() and t & FLOOD.keys()]
    assert max(len(t & MILL.keys()) for t in found) >= 4
    assert max(len(t & FLOOD.keys()) for t in found) == 3


def test_two_knots_join_only_where_the_looser_one_is_hardly_tighter() -> None:
    one = {"a": 0.8, "c": 0.6}
    other = {"b": 0.8, "c": 0.6}
    vectors = [one, one, other, other]  # within: 1; between: .36
    edges = [(0, 1, 1.0), (2, 3, 1.0), (0, 2, 0.36), (0, 3, 0.36), (1, 2, 0.36), (1, 3, 0.36)]
    start = [[i] for i in range(4)]
    assert cluster(edges, start, Rules(0.2, 0.4), vectors) == [[0, 1, 2, 3]]
    assert cluster(edges, start, Rules(0.2, 0.4, knot=0.5), vectors) == [[0, 1], [2, 3]]
    assert cluster(edges, start, Rules(0.2, 0.4, knot=0.3), vectors) == [[0, 1, 2, 3]]
    assert cluster(edges[2:3], [[0], [2]], Rules(0.2, 0.4, knot=0.5), vectors) == [[0, 2]]  # one alone is no knot


def test_what_stands_beside_a_chosen_page_must_be_liker_than_what_was_chosen(account: Maker) -> None:
    first, *body = MILL["mill-translated"]
    near = account("later", *MILL["mill-later"], day="2022-08-16")
    chosen = account("translated", first, *body, day="2022-08-12")
    other = account("swat", *FLOOD["flood-wire"], day="2022-08-11")
    beside = replace(chosen, words=replace(chosen.words, article=replace(chosen.article, id="swat#2", page="swat")))
    for one, together in ((chosen, True), (beside, False)):
        stories, topics = group_stories([near, one, other], ())
        home = {a: s.id for s in stories for a in s.articles}
        of = {s: t.id for t in topics for s in t.stories}
        assert (of[home[near.id]] == of[home[one.id]]) == together
