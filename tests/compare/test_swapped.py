"""Amounts, names and posts that a page has in the place of its twin's, with pages made by hand."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import Contrast, ContrastKind, DateKind, DateMention, MentionType, Precision, When
from tests.making import Maker

SOURCE = [
    "أعلنت إدارة مرفأ السالمية إصابة 14 بحارا في حريق شب في الطابق الأول من سفينة راسية عند الرصيف الشمالي.",
    "وقال نائب مدير المرفأ هاني البدري إن السفينة كانت تحمل أخشابا من كندا تزن 900 طن.",
    "وطالب أصحاب السفينة بتعويض قدره 3 ملايين دولار، وتراجع عمل المرفأ بنسبة 15,5 بالمئة.",
    "وقال وزير النقل السابق سالم الحداد إن الإضراب السابق دام ستين يوما بسبب الأجور.",
    "ونفى ناطق باسم النقابة توقيع أي اتفاق مع الإدارة، ولم تشمل المحادثات أي طرف ثالث.",
]
ANEW = [
    "قالت إدارة مرفأ السالمية إن 14 بحارا أصيبوا في حريق شب بالطابق الأول من سفينة راسية عند الرصيف الشمالي.",
    "وأوضح هاني البدري، نائب مدير المرفأ، أن السفينة كانت تحمل أخشابا من كندا وزنها 900 طن.",
    "وطلب أصحاب السفينة تعويضا بقيمة ثلاثة ملايين دولار، وانخفض عمل المرفأ 15.5%.",
    "وذكر سالم الحداد وزير النقل السابق أن الإضراب السابق استمر شهرين بسبب الأجور.",
    "ونفى متحدث باسم النقابة توقيع أي اتفاق مع الإدارة، ولم تشمل المحادثات أي طرف ثالث.",
]
NAMES = (
    ("هاني البدري", "person:hani-badri", MentionType.PER),
    ("سالم الحداد", "person:salem-haddad", MentionType.PER),
    ("كندا", "country:CA", MentionType.GPE),
    ("البرازيل", "country:BR", MentionType.GPE),
)


def page(name: str, body: list[str], published: str = "2025-03-01") -> Maker:
    made = Maker(name, "حريق في مرفأ", body, published)
    for words, actor, kind in NAMES:
        if words in made.text:
            made.names(words, actor, kind)
    for words, length in (("ستين يوما", "P60D"), ("شهرين", "P2M"), ("أسبوعين", "P2W")):
        if words in made.text:
            when = When(length, None, None, Precision.DAY)
            made.date_mentions.append(DateMention(made.span(words), DateKind.DURATION, when, "test"))
    return made


def told(old: str, new: str, published: str = "2025-03-01", also: tuple[str, ...] = ()) -> tuple[Contrast, ...]:
    assert not old or sum(old in s for s in ANEW) == 1
    other = [s.replace(old, new) if old else s for s in ANEW]
    pages = page("a", SOURCE), page("b", [*other, *also], published)
    return find_contrasts(Affair(tuple(m.account() for m in pages), chosen=True))


def test_equal_amounts_in_other_words_are_no_contrast() -> None:
    assert told("", "") == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "topic"),
    [
        ("14 بحارا", "41 بحارا", "bent:number", "العدد"),
        ("ثلاثة ملايين دولار", "30 مليون دولار", "bent:number", "المبلغ"),
        ("15.5%", "25.5%", "bent:number", "النسبة"),
        ("شهرين", "أسبوعين", "bent:number", "المدة"),
        ("إن 14 بحارا أصيبوا", "إن 14 بحارا بين قتيل وجريح سقطوا", "bent:lot", "الحصيلة"),
        ("بالطابق الأول", "بالطابق الأرضي", "bent:rank", "الترتيب"),
        ("نائب مدير المرفأ", "مدير المرفأ", "bent:post", "الصفة"),
        ("النقل السابق", "النقل", "bent:post", "الصفة"),
        ("كندا", "البرازيل", "bent:name", "الاسم"),
        ("ونفى متحدث", "وأقر متحدث", "bent:state", "الحال"),
        ("ولم تشمل المحادثات أي طرف ثالث", "وأضاف أن طرفا ثالثا شملته المحادثات", "bent:negation", "إثبات ونفي"),
    ],
)
def test_what_was_put_for_its_twin_is_shown(old: str, new: str, rule: str, topic: str) -> None:
    (found,) = told(old, new)
    assert (found.rule, found.topic, found.kind) == (rule, topic, ContrastKind.DISCREPANCY)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("14 بحارا", "أربعة عشر من البحارة", "the same in a word"),
        ("14 بحارا", "نحو 15 بحارا", "rounded"),
        ("900 طن", "أكثر من 850 طنا", "a lower bound"),
        ("ثلاثة ملايين دولار", "ثلاثة ملايين دولار أي ما يعادل 11 مليون ريال", "two currencies: a rate"),
        ("نائب مدير المرفأ", "وكيل مدير المرفأ", "another word for a deputy"),
        ("15.5%", "15.6 بالمئة", "so near they are one"),
        ("كندا", "أوتاوا", "no state is named in its place"),
    ],
)
def test_what_may_be_the_same_is_left_alone(old: str, new: str, why: str) -> None:
    assert told(old, new) == (), why


def test_who_tells_both_contradicts_nobody() -> None:
    assert told("15.5%", "25.5%", also=("وكانت النسبة المعلنة أولا 15,5 بالمئة.",)) == ()
    assert told("كندا", "البرازيل", also=("وقالت سفارة كندا إنها تتابع الأمر.",)) == ()


def test_a_denial_and_an_admission_are_no_course_of_events() -> None:
    (found,) = told("ونفى متحدث", "وأقر متحدث", "2025-03-03")
    assert found.kind is ContrastKind.DISCREPANCY
