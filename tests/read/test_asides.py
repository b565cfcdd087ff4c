"""Paragraphs in which the site speaks of itself or to its readers, and pages that hold nothing else."""

from __future__ import annotations

import pytest

from riwaya.model import Reading, Source
from riwaya.read import read_source
from riwaya.read.asides import check_asides, is_site_page
from riwaya.read.cues import cue_of
from riwaya.read.lines import make_line

TITLE = "بلدية الرمانة تفتتح جسرا للمشاة فوق السكة بعد عشر سنوات"
TEXT = (
    "افتتحت بلدية الرمانة صباح الثلاثاء جسرا للمشاة فوق خط السكة الذي يقسم البلدة إلى نصفين.",
    "وقال رئيس البلدية عادل السقا إن الجسر كلف نحو مليون، جمع ثلثها من تبرعات المغتربين.",
    "وكانت ثلاث تلميذات قد أصبن حين عبرن السكة في طريقهن إلى المدرسة قبل ست سنوات.",
    "وأوضح المهندس نزار الحلو أن المصعدين المخصصين لذوي الإعاقة سيعملان قبل نهاية الشهر.",
)
ASIDES = {
    "life": "ربيع النمر كاتب وصحافي مقيم في أثينا، صدر له كتابان في تاريخ الطباعة.",
    "paid": "بقي لك مقالان مجانيان هذا الشهر، سجّل دخولك لمواصلة القراءة.",
    "rights": "يُسمح بإعادة نشر هذه المادة شرط ذكر المصدر وعدم تعديل نصها.",
    "offer": "احصل على خصم ثلاثين في المئة عند شراء إطارين من معارض الفارس.",
    "course": "تعلن أكاديمية الأفق عن دورات جديدة، للحجز والاستفسار الاتصال على الرقم 0999123456.",
    "support": "صحافتنا مستقلة وبلا إعلانات. ساهموا بتبرع صغير يساعدنا على الاستمرار.",
    "machine": "تُرجم هذا النص آليا وقد ترد فيه أخطاء، ويرجى الرجوع إلى النسخة الأصلية.",
    "invited": "تنظم «صوت الرمانة» ندوة عن الصحافة المحلية مساء الخميس، والدعوة عامة.",
    "letters": "شاركنا صورك من بلدتك عبر واتساب على الرقم 0700111222 لننشرها كل أسبوع.",
    "method": "كيف نعمل؟ نراجع كل معلومة مع مصدرين على الأقل قبل النشر.",
    "player": "تعذر تحميل هذا المحتوى. يرجى تفعيل جافاسكريبت في متصفحك.",
    "warning": "تنبيه: يحتوي هذا المقطع على مشاهد قد تكون قاسية.",
    "series": "هذا المقال هو الثالث من سلسلة «مدن على السكة» التي ننشرها في ملف خاص.",
    "print": "نُشر هذا المقال في العدد 4021 من النسخة الورقية.",
}


def page(inner: str, title: str = TITLE) -> Reading:
    markup = (
        f"<html dir=rtl><head><meta charset=utf-8><title>{title}</title></head><body><div>{inner}</div></body></html>"
    )
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


def body(paragraphs: tuple[str, ...]) -> list[str]:
    (article,) = page(f"<h1>{TITLE}</h1><div>{''.join(f'<p>{p}</p>' for p in paragraphs)}</div>").articles
    return [article.text[b.start : b.end] for b in article.body]


def test_the_examples_of_the_rules_hold() -> None:
    assert check_asides() == ()


@pytest.mark.parametrize("kind", ASIDES)
def test_words_of_the_site_below_a_text_are_none_of_it(kind: str) -> None:
    assert body((*TEXT, ASIDES[kind])) == list(TEXT)


@pytest.mark.parametrize("kind", ["paid", "rights", "offer", "support", "player", "warning"])
def test_so_are_they_between_its_paragraphs(kind: str) -> None:
    assert body((*TEXT[:2], ASIDES[kind], *TEXT[2:])) == list(TEXT)


@pytest.mark.parametrize(
    "own",
    [
        "وأضاف السقا أن صحافيين مقيمين في البلدة حضروا الافتتاح وكتبوا عن الجسر والسكة.",
        "ادعموا البلدية في إصلاح الجسر والسكة، قال رئيس البلدية عادل السقا للأهالي.",
        "ويمنع نقل مواد البناء فوق الجسر بعد الافتتاح، بحسب المهندس نزار الحلو.",
    ],
)
def test_the_storys_own_words_stay(own: str) -> None:
    assert body((*TEXT, own)) == [*TEXT, own]


def test_what_the_text_tells_of_is_told_in_it() -> None:
    text = (
        "أطلق صحافيون في الرمانة حملة لجمع التبرعات بعد أن أغلقت صحيفة «صوت الرمانة» المستقلة مكتبها.",
        "وقالت الصحيفة إن اشتراك القراء لا يغطي كلفة الطباعة، وإن تبرعا صغيرا يساعدها على الاستمرار.",
        "ادعموا صحافة الرمانة المستقلة بتبرع صغير، يقول صحافيون في الحملة لقراء الصحيفة.",
    )
    assert body(text) == list(text)


def test_a_sites_rules_in_a_text_do_not_end_it() -> None:
    rules = "<p>شروط التعليق: عدم الإساءة للكاتب أو للأشخاص والابتعاد عن التحريض والشتائم.</p>"
    told = [f"<p>{p}</p>" for p in TEXT]
    (article,) = page(f"<h1>{TITLE}</h1><div>{''.join(told[:3])}{rules}{told[3]}</div>").articles
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)


NO_STORY = {
    "writer": f"<h1>ربيع النمر</h1><p>{ASIDES['life']}</p>",
    "recording": "<h1>نشرة الثامنة</h1><p>شاهدوا نشرة الثامنة كاملة من استوديوهاتنا في الرمانة.</p>",
    "sign in": "<h1>تسجيل الدخول</h1><p>أهلا بك من جديد في الموقع الذي تقرؤه كل صباح منذ أعوام.</p>",
    "prayer": "<h1>مواقيت الصلاة في الرمانة اليوم الجمعة 14 آذار 2025</h1><p>تحسب بالتوقيت المحلي للمدينة.</p>",
    "search": "<h1>نتائج البحث عن: جسر</h1><p>عثرنا على ثلاث مواد فيها هذه الكلمة في السنوات الماضية.</p>",
    "notice": "<h1>إعلان مناقصة رقم 14 لعام 2025</h1><p>على الراغبين مراجعة الديوان خلال أوقات الدوام.</p>",
}


@pytest.mark.parametrize("kind", NO_STORY)
def test_a_page_of_nothing_else_tells_no_story(kind: str) -> None:
    assert page(NO_STORY[kind], "صوت الرمانة").articles == ()


def test_titles_of_stories_name_no_page_of_the_site() -> None:
    assert is_site_page("العدد 4021") and is_site_page("حظك اليوم الجمعة 14 آذار")
    assert not is_site_page("وفيات الحصبة ترتفع إلى تسع في أسبوع")
    assert not is_site_page("أسعار الذهب تهبط اليوم")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("عرض 4 تحديثات جديدة", "live-chrome"),
        ("هل كان هذا المقال مفيدا؟", "readers-verdict"),
        ("برأيك، هل تكفي الإجراءات لضبط الأسعار؟", "poll-question"),
        ("لا أعرف 15%", "poll-answer"),
        ("نستخدم ملفات تعريف الارتباط لتحسين تجربتك", "checked-visitor"),
    ],
)
def test_lines_that_say_what_they_are(words: str, rule: str) -> None:
    cue = cue_of(make_line(words, 0, len(words)))
    assert cue is not None
    assert cue.id == rule
