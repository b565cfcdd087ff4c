"""Running coverage is one article, whatever its entries look like; lists of the latest news are none of it."""

from __future__ import annotations

import pytest

from riwaya.model import Source
from riwaya.read import read_source

TITLE = "فيضان نهر الصفا.. تغطية مباشرة"
LEAD = "تتابع المنارة تطورات فيضان نهر الصفا في الجنوب بعد أمطار غزيرة لم تعرفها المنطقة منذ سنين."
ENTRIES = (
    (
        "20:15",
        "وصول فرق إنقاذ إلى القرى المغمورة",
        "قال الدفاع المدني إن ثماني فرق مع قواربها وصلت مساء اليوم.",
    ),
    (
        "19:40",
        "المحافظ: أخلينا مئتي عائلة",
        "أضاف المحافظ في مؤتمر صحفي أن العائلات نقلت إلى مدرستين قريبتين.",
    ),
    (
        "18:05",
        "انهيار الجسر الخشبي عند قرية العين",
        "لم يكن أحد على الجسر ساعة انهياره، وأغلقت الشرطة طريقه.",
    ),
    ("17:30", "الأرصاد تتوقع استمرار الأمطار", "ذكر مركز الأرصاد أن كمية الأمطار بلغت ثمانين مليمترا في ست ساعات."),
)
SIDE = "".join(f'<div class=i><a href="/{n}">حملة لتنظيف شاطئ الصخرة يوم السبت {n}</a></div>' for n in range(4))
MAKES = {
    "time, headline": "<div class=entry><span>{t}</span><h3>{h}</h3><p>{b}</p></div>",
    "headline, time": "<div class=update><h3>{h}</h3><span>{t}</span><p>{b}</p></div>",
    "linked headline": '<div class=update><h3><a href="/live?post=1">{h}</a></h3><span>{t}</span><p>{b}</p></div>',
    "linked time": '<div class=post><a href="#p">{t}</a><h2><a href="#p">{h}</a></h2><p>{b}</p></div>',
    "evening": "<div class=lb-item><div class=t>{t} مساءً</div><div class=lb-body><h3>{h}</h3><p>{b}</p></div></div>",
    "age": '<article><time>قبل {n} ساعات</time><h2><a href="#p">{h}</a></h2><p>{b}</p></article>',
    "no headline": "<li><time>{t}</time><p>{b}</p></li>",
    "day and time": "<div class=e><span>12 أكتوبر 2021 - {t}</span><h4>{h}</h4><p>{b}</p></div>",
}


def bodies(entries: str, title: str = TITLE, lead: str = f"<div><p>{LEAD}</p></div>") -> list[str]:
    inner = f"<h1>{title}</h1><div>12 أكتوبر 2021</div>{lead}<div class=live>{entries}</div>{SIDE}"
    markup = f"<html dir=rtl><head><title>{title}</title></head><body><div><div>{inner}</div></div></body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return [" ".join(a.text[b.start : b.end] for b in a.body) for a in reading.articles]


def entries(make: str) -> str:
    return "".join(make.format(t=t, h=h, b=b, n=n) for n, (t, h, b) in enumerate(ENTRIES, 3))


@pytest.mark.parametrize("make", MAKES)
def test_entries_of_coverage_are_one_article(make: str) -> None:
    (text,) = bodies(entries(MAKES[make]))
    assert text.startswith(LEAD)
    assert [b for _, _, b in ENTRIES if b not in text] == []


def test_the_latest_news_beside_an_article_are_none_of_it() -> None:
    title = "مجلس البلدة يقر خطة لإنارة الطريق الساحلي"
    text = (
        "أقر مجلس البلدة خطة لإنارة الطريق الساحلي قبل حلول الشتاء بعد شكاوى متكررة من السكان والسائقين.",
        "وقالت رئيسة المجلس إن الأعمدة الجديدة ستعمل بالطاقة الشمسية، وإن كلفتها من صندوق التنمية المحلية.",
    )
    story = "".join(f"<p>{line}</p>" for line in text)
    (read,) = bodies(entries(MAKES["time, headline"]), title, f"<div>{story}</div>")
    assert read == " ".join(text)
