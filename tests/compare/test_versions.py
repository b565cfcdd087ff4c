"""Two speakers who fill one place otherwise (`versions`), and answers that take issue (`answered`)."""

import pytest

from riwaya.account import Affair, in_own_words
from riwaya.compare import find_contrasts
from riwaya.model import Contrast, ContrastKind, Polarity
from tests.making import Maker

UNION, OWNER, POLICE = "org:union", "org:owner", "org:police"


def contrasts(*makers: Maker) -> list[Contrast]:
    return list(find_contrasts(Affair(tuple(m.account() for m in makers), chosen=True)))


def two(a: str, b: str, *, same: bool = False) -> list[Contrast]:
    """What two pages give where the union says `a` and the owner (or, `same`, the union again) says `b`."""
    one = Maker("a", "أول", [f"قالت النقابة إن {a}.", "وكان اليوم ماطرا."]).says(UNION, a)
    other = Maker("b", "ثان", [f"وأفاد المالك بأن {b}.", "وبيعت التذاكر."]).says(UNION if same else OWNER, b)
    return contrasts(one, other)


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("انهيار الرافعة يعود إلى إهمال الصيانة", "انهيار الرافعة نجم عن عاصفة مفاجئة", "version:cause"),
        ("السبب على الأرجح حبل مهترئ", "سقوط الرافعة ناتج عن عاصفة مفاجئة", "version:cause"),  # «the cause» of all that
        ("العاصفة المفاجئة وراء الحادث", "إهمال الصيانة هو سبب انهيار الرافعة", "version:cause"),
        ("انهيار الرافعة يعود إلى إهمال الصيانة", "انهيار الرافعة نجم عن الصيانة المهملة", None),  # one cause
        ("انهيار الرافعة يعود إلى إهمال الصيانة", "ارتفاع الأسعار يعود إلى قلة المطر", None),  # of two things
        ("المحققون ينظرون في السبب", "انهيار الرافعة نجم عن عاصفة مفاجئة", None),  # asked for, not told
        ("بوابة الرصيف كانت مفتوحة", "بوابة الرصيف كانت موصدة منذ الصباح", "version:state"),
        ("بوابة الرصيف كانت مفتوحة", "بوابة الرصيف لم تكن مغلقة", None),  # both say that it was open
        ("بوابة الرصيف كانت مفتوحة", "مكتب التذاكر كان مغلقا منذ الصباح", None),  # of two things
        ("البوابة المفتوحة صدئت", "البوابة المغلقة طليت", None),  # names it, says nothing of it
        ("حراس الميناء هم من بدأوا إطلاق النار", "عمال الرصيف أطلقوا النار على الحراس أولا", "version:doer"),
        ("حراس الميناء هم من بدأوا إطلاق النار", "حراس الميناء أطلقوا النار في الهواء", None),  # the same did it
    ],
)
def test_two_speakers_fill_one_place(a: str, b: str, rule: str | None) -> None:
    found = two(a, b)
    assert [c.rule for c in found] == ([rule] if rule else [])
    for contrast in found:
        assert contrast.kind is ContrastKind.DISPUTE
        assert not contrast.sure
        assert {p.holder for p in contrast.positions} == {UNION, OWNER}


def test_nobody_has_two_versions() -> None:
    assert two("بوابة الرصيف كانت مفتوحة", "بوابة الرصيف كانت موصدة منذ الصباح", same=True) == []


def test_three_speakers_of_two_causes_are_one_dispute() -> None:
    third = "انهيار الرافعة كان بسبب عاصفة مفاجئة من الجنوب"
    pages = [
        Maker("a", "أول", ["قالت النقابة إن انهيار الرافعة يعود إلى إهمال الصيانة."]),
        Maker("b", "ثان", ["وأفاد المالك بأن انهيار الرافعة نجم عن عاصفة مفاجئة."]),
        Maker("c", "ثالث", [f"ورأت الشرطة أن {third}."]),
    ]
    pages[0].says(UNION, "انهيار الرافعة يعود إلى إهمال الصيانة")
    pages[1].says(OWNER, "انهيار الرافعة نجم عن عاصفة مفاجئة")
    pages[2].says(POLICE, third)
    (found,) = contrasts(*pages)
    assert [{s.page for s in p.spans} for p in found.positions] == [{"a"}, {"b", "c"}]


@pytest.mark.parametrize(
    ("link", "answer", "disputed"),
    [
        ("لكن الشرطة قالت إن", "السائق دفع الحارس وهرب", True),
        ("وقالت الشرطة إن", "السائق دفع الحارس وهرب", False),  # nothing opposes
        ("لكن الشرطة قالت إن", "أحدا لم يدخل المرآب الليلة الماضية", False),  # both say no, of two things
        ("لكن الشرطة قالت إن", "السائق قد يكون دفع الحارس", False),  # of what may be
    ],
)
def test_however_opposes_a_no_and_a_claim_without_a_common_word(link: str, answer: str, disputed: bool) -> None:
    page = Maker("a", "خبر", [f"أكدت النقابة أن رجلا واحدا لم يلمس أحدا. {link} {answer}."])
    page.says(UNION, "رجلا واحدا لم يلمس أحدا").says(POLICE, answer)
    assert [c.rule for c in contrasts(page)] == ["dispute:issue"] * disputed


@pytest.mark.parametrize(
    ("title", "body", "own"),
    [
        ("بيان شركة الرافعات", "وتؤكد الشركة أن الحبل جديد.", True),
        ("اتحاد البحارة: توضيح حول الرافعة", "الحبل جديد، ومن عمالنا من فحصه.", True),
        ("بيان ناري لشركة الرافعات", "قال المدير إن الحبل جديد.", False),
        ("شركة الرافعات تصدر بيانا", "وتؤكد الشركة أن الحبل جديد.", False),
    ],
)
def test_a_partys_own_page_is_known_by_its_title_and_its_voice(title: str, body: str, own: bool) -> None:
    assert in_own_words(Maker("a", title, [body]).account()) is own


def test_we_in_somebody_elses_mouth_is_no_partys_own_page() -> None:
    page = Maker("a", "رسالة من الميناء", ["قال البحار إننا فحصنا الحبل مرتين."]).says(UNION, "إننا فحصنا الحبل مرتين")
    assert not in_own_words(page.account())


def test_a_denial_of_a_denial_is_no_dispute() -> None:
    page = Maker("a", "خبر", ["نفت النقابة كسر الباب. لكن الشرطة نفت دخول المرآب."])
    page.says(UNION, "كسر الباب", Polarity.DENIES).says(POLICE, "دخول المرآب", Polarity.DENIES)
    assert contrasts(page) == []
