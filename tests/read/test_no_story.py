"""Pages that tell no story: closed, gone, about the site, a question to vote on, a table."""

from __future__ import annotations

import pytest

from riwaya.model import Reading, Source
from riwaya.read import read_source

NEWS = "منسوب نهر الصفا يرتفع ويغمر ثلاث قرى في الجنوب"
LEAD = "ارتفع منسوب نهر الصفا ليلة أمس مترا ونصف المتر بعد أمطار غزيرة استمرت يومين، وغمرت المياه ثلاث قرى."
CLOSED = (
    "<div><p>هذا المحتوى متاح للمشتركين فقط.</p><p>اشترك الآن لتقرأ هذا المقال وجميع مقالات المنارة بلا حدود.</p>"
    "<p>لديك حساب؟ سجل الدخول لمتابعة القراءة.</p></div>"
)
CELLS = "".join(f"<tr><td>اليوم {n}</td><td>2{n}°</td><td>1{n}°</td><td>غائم جزئيا</td></tr>" for n in range(6))
PAGES = {
    "gone": "<h1>404</h1><p>عذراً، الصفحة التي تبحث عنها غير موجودة أو تم نقلها إلى عنوان آخر.</p>"
    "<p>يمكنك العودة إلى الصفحة الرئيسية أو استخدام محرك البحث للوصول إلى ما تريد.</p>",
    "closed": f"<h1>{NEWS}</h1><div>يوسف العامري</div><div>12 أكتوبر 2021</div>{CLOSED}",
    "poll": "<h1>استطلاع الرأي</h1><form><p>هل تؤيد نقل سوق الصفوان القديم إلى خارج المدينة بعد اكتمال الطريق؟</p>"
    "<div><input type=radio>نعم أؤيد نقله</div><div><input type=radio>لا أؤيد</div></form><div>عدد الأصوات: 12</div>",
    "question": "<h1>سؤال المنارة لهذا الأسبوع عن السوق</h1>"
    "<p>هل تؤيد نقل السوق القديم إلى خارج المدينة هذا العام؟</p>",
    "about": "<h1>من نحن</h1><p>المنارة صحيفة يومية مستقلة تأسست عام 1988 في مدينة الصفوان، ويقرؤها أهل الساحل كله.</p>"
    "<p>نلتزم في عملنا الدقة والحياد، ونرحب بملاحظات القراء على بريدنا في كل وقت.</p>",
    "check": "<h1>التحقق من أنك لست روبوتا</h1><p>يرجى الانتظار قليلا ريثما نتحقق من متصفحك قبل الدخول إلى الموقع.</p>",
    "cookies": "<h2>نحن نهتم بخصوصيتك</h2><p>نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لعرض الإعلانات المناسبة لك.</p>",
    "table": f"<h1>حالة الجو في الصفوان</h1><table>{CELLS}</table><p>تظهر الدرجات بحسب مركز الأرصاد كل ست ساعات.</p>",
}


def read(inner: str, title: str = "المنارة") -> Reading:
    markup = f"<html dir=rtl><head><title>{title}</title></head><body><div><div>{inner}</div></div></body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_that_tells_no_story_gives_no_article(kind: str) -> None:
    reading = read(PAGES[kind])
    assert reading.articles == ()
    assert reading.failures


def test_what_a_closed_page_shows_of_its_article_is_read() -> None:
    more = "وقال محافظ الجنوب سعيد الراوي إن فرق الإنقاذ أخلت مئتي عائلة إلى مدرستين في بلدة التلال القريبة."
    (article,) = read(f"<h1>{NEWS}</h1><div>12 أكتوبر 2021</div><p>{LEAD}</p><p>{more}</p>{CLOSED}", NEWS).articles
    assert [article.text[b.start : b.end] for b in article.body] == [LEAD, more]


def test_a_story_about_a_poll_is_a_story() -> None:
    title = "استطلاع الرأي في الجنوب يظهر تأييدا لنقل السوق"
    assert read(
        f"<h1>{title}</h1><p>{LEAD}</p><p>هل ينتقل السوق؟ لا يعرف أحد ذلك قبل اجتماع البلدية.</p>", title
    ).articles
