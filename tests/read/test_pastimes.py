"""Horoscopes, quizzes, contests, programmes, printed issues and films tell no story; news of them does."""

# ruff: noqa: E501  markup and sentences of one line each
from __future__ import annotations

import pytest

from riwaya.model import PageState, Reading, Source
from riwaya.read import read_source

MENU = '<div class="navbar"><a href="/">الرئيسية</a> <a href="/n">أخبار</a> <a href="/s">رياضة</a></div>'
FOOT = '<div class="footer">جميع الحقوق محفوظة © 2024 صدى الوادي</div>'
SIGNS = (
    "الحمل", "الثور", "الجوزاء", "السرطان", "الأسد", "العذراء", "الميزان", "العقرب", "القوس", "الجدي", "الدلو", "الحوت",
)  # fmt: skip
SAID = (
    "تشعر بطاقة كبيرة هذا اليوم وتنجز ما تأخر من أعمالك، لكن احذر الإنفاق الزائد مع الأصدقاء.",
    "يوم هادئ في العمل، وخبر سار يصلك من قريب بعيد. اهتم بصحتك ونم باكرا.",
    "تتحسن علاقتك بشريكك بعد سوء فهم قديم، والمال يأتيك من حيث لا تتوقع.",
    "لا تتسرع في قراراتك المهنية اليوم، واستشر من هو أكبر منك سنا.",
)
ASKED = (
    ("ما عاصمة الدولة الأموية؟", ("دمشق", "بغداد", "القاهرة")),
    ("من أول من صنع الورق؟", ("الصينيون", "المصريون", "اليونان القدماء")),
    ("في أي عام افتتح الجسر القديم؟", ("1932", "1941", "1950")),
    ("كم عدد أبواب المدينة القديمة؟", ("سبعة", "ثمانية", "تسعة")),
)
SHOWS = (
    "نشرة الصباح",
    "صباح الوادي",
    "أغاني من التراث",
    "المرأة الريفية",
    "مسرح الأطفال",
    "حديث الظهيرة",
    "سهرة الخميس",
)


def read(title: str, inner: str, head: str = "") -> Reading:
    top = f"<head><title>{title} - صدى الوادي</title>{head}</head>"
    markup = f"<html dir=rtl>{top}<body>{MENU}<div class=main><h1>{title}</h1>{inner}</div>{FOOT}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


def said(row: str) -> str:
    return "".join(row.format(sign=s, said=SAID[i % 4]) for i, s in enumerate(SIGNS))


def asked(question: str, answer: str, between: str = "") -> str:
    rows = (question.format(q) + "".join(answer.format(a) for a in answers) + between for q, answers in ASKED)
    return "".join(rows)


PASTIMES = {
    "signs in headings": ("ماذا يخبئ لك الفلك هذا الأحد", said("<h3>برج {sign}</h3><p>{said}</p>")),
    "signs in paragraphs": ("ماذا تقول النجوم اليوم", said("<p><strong>{sign}:</strong> {said}</p>")),
    "signs in a table": ("الأبراج", "<table>" + said("<tr><td><b>{sign}</b></td><td>{said}</td></tr>") + "</table>"),
    "signs in blocks with days": (
        "نجوم الأسبوع",
        "<p>تقرأ لكم العرافة سمر ما تقوله النجوم في هذا الأسبوع.</p>"
        + said("<div class=z><h4>مواليد {sign}</h4><span>21 آذار - 19 نيسان</span><div>{said}</div></div>"),
    ),
    "one sign": (
        "برج الأسد اليوم: حظوظ الحب والعمل",
        "".join(f"<h2>{h}</h2><p>{t}</p>" for h, t in zip(("مهنيا", "عاطفيا"), SAID, strict=False)),
    ),
    "answers in labels": (
        "اختبر معلوماتك: ماذا تعرف عن المدينة؟",
        asked("<div class=q><h3>{}</h3>", "<label><input type=radio>{}</label><br>", "</div>"),
    ),
    "answers with letters": (
        "أي قارئ أنت؟",
        "<p>أجب عن الأسئلة التالية واعرف النتيجة في نهايتها.</p>"
        + asked("<p><b>{}</b></p>", "<p>ب) {}</p>")
        + "<p>إذا كانت معظم إجاباتك من الحرف نفسه فأنت قارئ صبور لا يترك كتابا قبل آخر صفحة فيه.</p>",
    ),
    "answers in lists": ("تحدي الأسبوع في الجغرافيا والتاريخ", asked("<h4>{}</h4><ul>", "<li>{}</li>", "</ul>")),
    "a contest with one question": (
        "مسابقة رمضان - الحلقة العاشرة",
        "<p>أجب عن السؤال التالي وأرسل إجابتك قبل منتصف الليل لتدخل السحب على جوائزنا.</p><p>من هو شاعر النيل؟</p>"
        "<ul><li>حافظ إبراهيم</li><li>أحمد شوقي</li><li>خليل مطران</li></ul><form><input name=n></form>",
    ),
    "crosswords": (
        "الكلمات المتقاطعة - العدد 812",
        "<h2>أفقيا</h2><p>1- شاعر أندلسي - للنداء. 2- من أسماء الأسد. 3- عاصمة أوروبية. 4- نهر في فرنسا - حرف جر.</p>",
    ),
    "a guide of programmes": (
        "دليل البرامج",
        "".join(
            f"<div><span>{6 + i:02}:30</span><b>{s}</b><p>يستضيف البرنامج اليوم عددا من المختصين في قضايا الأرياف.</p></div>"
            for i, s in enumerate(SHOWS)
        ),
    ),
    "a day's programmes": (
        "جدول برامج إذاعة الوادي ليوم الخميس",
        "<p>تقدم الإذاعة لمستمعيها باقة من البرامج المنوعة تبدأ مع نشرة الصباح وتنتهي بسهرة غنائية طويلة.</p>"
        + "".join(f"<p>{6 + i:02}:00 - {s}</p>" for i, s in enumerate(SHOWS)),
    ),
    "an episode": (
        "حديث الظهيرة | أزمة المياه في الأرياف",
        "<div>المدة: 45:10</div><p>في هذه الحلقة يناقش فؤاد الحداد مع ضيوفه أزمة المياه في الأرياف.</p>"
        "<p>ضيوف الحلقة: المهندس سالم الراوي، والباحثة هدى النجار.</p><p>للمشاركة اتصلوا على الرقم 0700111222.</p>",
    ),
    "an issue to leaf through": (
        "العدد 5120 الثلاثاء 14 أيار 2024",
        "<p>لتصفح العدد كاملا بصيغة PDF اضغط على صورة الصفحة، أو اختر الصفحة من القائمة أدناه.</p>"
        + "".join(f"<div><a href=p{i}.pdf><img src=p{i}.jpg></a><span>الصفحة {i}</span></div>" for i in range(1, 9)),
    ),
}


@pytest.mark.parametrize("name", PASTIMES)
def test_pages_that_pass_the_time_tell_no_story(name: str) -> None:
    found = read(*PASTIMES[name])
    assert (found.page.state, found.articles) == (PageState.EMPTY, ())


FILM = "<div class=player></div><div>14 ألف مشاهدة</div><p>عبر قطيع من ألف رأس الجسر الخشبي إلى المراعي الصيفية.</p>"
RECORD = '<script type="application/ld+json">{"@type": "VideoObject", "name": "لحظة عبور القطيع الجسر الخشبي في الوادي"}</script>'


@pytest.mark.parametrize("head", [RECORD, '<meta property="og:type" content="video.other">'])
def test_a_film_with_a_line_that_says_what_it_shows(head: str) -> None:
    assert read("لحظة عبور القطيع الجسر الخشبي في الوادي", FILM, head).articles == ()


STORIES = {
    "of a fortune teller": (
        "منجمة توقعت زلزال الساحل تحال إلى القضاء",
        "<p>أحالت النيابة العامة أمس منجمة اشتهرت بتوقعات الأبراج إلى القضاء، بعد أن أثارت توقعاتها ذعرا بين السكان.</p>"
        "<p>وقال المدعي العام سالم الراوي إن الدعوى رفعت بطلب من عشرين بلدية أخليت مدارسها بلا سبب.</p>"
        "<p>ونفت المنجمة التهمة وقالت إنها لم تحدد يوما ولا مكانا.</p>",
    ),
    "of an exam": (
        "طلاب الثانوية يشكون صعوبة أسئلة الفيزياء",
        "<p>شكا طلاب الثانوية صعوبة أسئلة امتحان الفيزياء الذي أدوه صباح اليوم في ستمئة لجنة.</p>"
        "<p>وقالت الطالبة هدى النجار إن السؤال الثالث «ما سرعة الجسم عند أعلى نقطة؟» لم يرد مثله في الكتاب.</p>"
        "<p>وأوضحت الوزارة أن لجنة فنية تراجع الأسئلة وتوزيع الدرجات قبل بدء التصحيح.</p>",
    ),
    "an explainer": (
        "خمسة أسئلة عن السد الجديد وأجوبتها",
        "".join(
            f"<h3>{q}</h3><p>يقول مهندسو المشروع إن الجواب يتوقف على مواسم المطر في أعالي النهر، وعلى ما تتفق عليه القرى {k}.</p>"
            for k, q in enumerate(("متى يملأ السد؟", "من يدفع ثمنه؟", "ماذا عن القرى؟", "كم يخزن من الماء؟"))
        ),
    ),
    "of a season on air": (
        "مواعيد عرض مسلسلات رمضان على قناة الوادي",
        "<p>أعلنت قناة الوادي خريطة برامجها لشهر رمضان، وتضم ستة مسلسلات وبرنامجين جديدين تعرض للمرة الأولى.</p>"
        "<p>ويأتي في مقدمتها مسلسل «باب الريح» الذي صور في قرى الجبل على مدى عام كامل.</p>"
        "<p>وقال مدير القناة فؤاد الحداد إن المسلسلات كلها من إنتاج محلي.</p>"
        + "<table>" + "".join(f"<tr><td>{s}</td><td>{18 + i // 3}:20</td></tr>" for i, s in enumerate(SHOWS)) + "</table>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_stories_of_such_things_are_stories(name: str) -> None:
    assert len(read(*STORIES[name]).articles) == 1


@pytest.mark.parametrize(
    "note",
    [
        "نُشر النص الأصلي في مجلة «المنارة» في عددها الصادر في آذار، وتنشره صدى الوادي بإذن منها.",
        "هذه المادة منشورة بالاتفاق مع موقع المنارة.",
        "المصدر الأصلي للمقال: مجلة المنارة.",
    ],
)
def test_where_a_text_stood_first_is_no_part_of_it(note: str) -> None:
    _, story = STORIES["of an exam"]
    (article,) = read("طلاب الثانوية يشكون صعوبة أسئلة الفيزياء", f"{story}<p><small>{note}</small></p>").articles
    assert [article.text[b.start : b.end] for b in article.body][-1].startswith("وأوضحت الوزارة")


@pytest.mark.parametrize("name", ["محمد الأمين ولد سيدي هيبه", "خديجة بنت أحمد ولد سالم", "سالم الراوي"])
@pytest.mark.parametrize(
    "line", ["الأربعاء 19 شباط (فبراير) 2014 ، بقلم {name}", "بقلم {name}", "{name} | 19 فبراير 2014"]
)
def test_whose_child_somebody_is_stands_in_a_name(line: str, name: str) -> None:
    title, story = STORIES["of an exam"]
    (article,) = read(title, f"<p class=info>{line.format(name=name)}</p><div>{story}</div>").articles
    assert article.byline == name
