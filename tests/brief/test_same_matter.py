import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic
from riwaya.brief.candidates import find_candidates
from riwaya.brief.same_matter import Alike, Matters, chance, least
from riwaya.model import Topic
from tests.making import Maker

SEIZED = "احتجزت بلدية سيردال 14 مركبا في المرفأ القديم بعد شكوى رفعها الصيادون ضد أصحاب الجرافات."
AGAIN = (
    "وفق بيان نقابة الصيادين، فإن الجرافات الممنوعة، وعددها 14 مركبا، صارت بعهدة الشرطة في المرفأ "
    "بأمر من بلدية سيردال يوم الاثنين."
)
OTHERS = [
    [
        "وترسو السفن الكبيرة منذ سنوات عند الرصيف الشرقي بسبب عمق المياه.",
        "وارتفع سعر السردين في أسواق الجملة قبل أيام من العيد.",
        "وتنتظر مخازن التبريد قطع غيار طلبتها من الخارج منذ الشتاء.",
        "ويشكو سائقو الشاحنات من ضيق الطريق المؤدي إلى السوق.",
        "وافتتح وزير الرياضة ملعبا صغيرا في الحي الغربي بعد ترميمه.",
        "وأصلح عمال البناء سقف المدرسة الذي أطارته العاصفة.",
        "ونقلت حافلات الشركة الجديدة مئات المسافرين إلى قرى الجبل.",
    ],
    [
        "ويعمل في تعليب التونة عدد كبير من نساء القرى المجاورة.",
        "وتستعد الفرق المسرحية لموسم جديد بعروض من تأليف الشباب.",
        "وأعلن المصرف خفض الفائدة على قروض السكن والزواج.",
        "وزرعت جمعية البيئة أشجار الزيتون على جانبي الوادي.",
        "وتأخر القطار القادم من العاصمة ساعة بسبب عطل في الإشارات.",
        "وأحرز اللاعب الشاب ميدالية فضية في بطولة السباحة.",
        "وتوقعت مصلحة الأرصاد أمطارا غزيرة وثلوجا على المرتفعات.",
    ],
]


def affair(*, chosen: bool, again: str = AGAIN) -> Affair:
    pages = [
        Maker(name, "مراكب محتجزة", [said, *others], "2025-05-05", outlet=name).account()
        for name, said, others in (("a", SEIZED, OTHERS[0]), ("b", again, OTHERS[1]))
    ]
    return Affair(tuple(pages), chosen=chosen)


def sources(told: Affair) -> int:
    brief = tell_topic(Topic("t", "مراكب", ("s",)), told).brief
    return max(line.independent_sources for line in brief if "14" in line.text)


def test_one_matter_in_other_words_is_likelier_than_two() -> None:
    candidates = find_candidates(affair(chosen=True), frozenset())
    matters = Matters(candidates, chosen=True)
    of_a, of_b = ([c for c in candidates if c.account.article.page == page] for page in "ab")
    seized, again = (next(c for c in found if "14" in c.numbers) for found in (of_a, of_b))
    assert matters.chance(seized, again) >= least("vouched")
    assert all(matters.chance(seized, c) < least("told") for c in of_b if c is not again)


def test_a_page_that_tells_a_matter_in_other_words_vouches_for_it_among_chosen_pages() -> None:
    assert sources(affair(chosen=True)) == 2
    assert sources(affair(chosen=False)) == 1


def test_what_has_other_figures_does_not_vouch() -> None:
    assert sources(affair(chosen=True, again=AGAIN.replace("14", "41") + " وفي الميناء 14 رافعة.")) == 1


@pytest.mark.parametrize("more", [{"shared": 4.0}, {"apart": 0.0}, {"type": 1.0}, {"day": 1.0}])
def test_what_speaks_for_one_matter(more: dict[str, float]) -> None:
    plain = {"shared": 2.0, "apart": 0.5, "type": 0.0, "day": 0.0}
    assert chance(Alike(**plain)) < chance(Alike(**(plain | more)))
