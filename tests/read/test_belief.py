"""What markup says of a page is believed where the page bears it out, and each case with its opposite."""

from __future__ import annotations

import json

from riwaya.model import PageState, Reading, Source
from riwaya.read import read_source

TITLE = "البلدية تفتتح جسر الوادي بعد ترميمه"
TEXT = (
    "افتتحت بلدية النهرين صباح الأحد جسر الوادي بعد ترميم دام سبعة أشهر، بحضور أهالي الحي وعدد من المهندسين.",
    "وقال رئيس البلدية نادر الحصري إن كلفة الترميم بلغت مليوني دينار، وإن الجسر صار يتسع لأربعة مسارب.",
    "وأضاف أن البلدية ستبدأ الشهر المقبل في ترميم جسر آخر عند مدخل السوق القديم.",
)
OTHER = "فريق السواحل يفوز بكأس الشتاء للسيدات"
OTHER_TEXT = (
    "فاز فريق السواحل بكأس الشتاء للسيدات بعد مباراة مثيرة انتهت بركلات الترجيح، "
    "وسجلت هند الراوي هدف الفوز في الدقيقة الأخيرة."
)


def page(head: str, body: str, url: str = "https://news.example/a/120") -> Reading:
    markup = f'<html lang="ar"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    (found,) = read_source(Source("page.html", markup.encode(), "text/html", url))
    return found


def article(line: str = "", board: str = "") -> str:
    text = "".join(f"<p>{t}</p>" for t in TEXT)
    return f'<div class="bar"><span>{board}</span></div><div><h1>{TITLE}</h1><div>{line}</div><div>{text}</div></div>'


def record(**fields: object) -> str:
    told = json.dumps({"@type": "NewsArticle", **fields}, ensure_ascii=False)
    return f'<title>{TITLE}</title><script type="application/ld+json">{told}</script>'


def day(found: Reading) -> str | None:
    told = found.articles[0].published
    return told.when.value[:10] if told else None


def test_a_record_of_another_article_is_not_believed_in_anything() -> None:
    stale = record(headline=OTHER, datePublished="2024-02-01", articleBody=OTHER_TEXT, author={"name": "سمر الدالي"})
    found = page(stale, article("نشر في 7 مارس 2024")).articles[0]
    assert (found.title and found.title.text, found.byline) == (TITLE, None)
    assert found.published is not None
    assert found.published.when.value == "2024-03-07"
    assert OTHER_TEXT not in {found.text[b.start : b.end] for b in found.body}


def test_a_record_in_other_words_or_at_the_page_s_address_is() -> None:
    reworded = record(headline="جسر الوادي يفتح بعد الترميم", datePublished="2024-03-07")
    assert day(page(reworded, article())) == "2024-03-07"
    here = record(headline="سبعة أشهر من الانتظار", datePublished="2024-03-07", url="https://news.example/a/120")
    assert day(page('<link rel="canonical" href="https://news.example/a/120">' + here, article())) == "2024-03-07"


def test_the_time_of_the_visit_is_no_publication() -> None:
    visit = record(headline=TITLE, datePublished="2026-05-02T09:00:00+02:00")
    line, board = "الخميس، 07 مارس 2024 03:17 م", "السبت 2 مايو 2026 09:00 ص"
    assert day(page(visit, article(line, board))) == "2024-03-07"
    assert day(page(visit, article(line), "https://news.example/2024/3/7/120")) == "2024-03-07"


def test_the_markup_s_time_stands_against_a_line_that_says_something_else() -> None:
    told = record(headline=TITLE, datePublished="2024-03-07T09:00:00+02:00")
    assert day(page(told, article("آخر تحديث: 2 مايو 2026 09:00 ص", "السبت 2 مايو 2026"))) == "2024-03-07"
    assert day(page(told, article("الأربعاء 6 مارس 2024 11:50 م", "الخميس 7 مارس 2024"))) == "2024-03-07"  # a zone
    assert day(page(told, article("12 يناير 2024"))) == "2024-03-07"  # nothing says that it is the visit's


def test_an_outlet_is_no_writer() -> None:
    signed = record(headline=TITLE, author={"name": "صدى النهرين"}, publisher={"name": "صدى النهرين"})
    assert page(signed, article("كتبت: سمر الدالي")).articles[0].byline == "سمر الدالي"


def block(title: str, text: tuple[str, ...], source: str = "") -> str:
    told = "".join(f"<div>{t}</div>" for t in text)
    day = "<div>الأحد 10 مارس 2024 06:20 مساء</div>"
    return f'<div class="one"><h2><a href="/n">{title}</a></h2>{day}<div>{source}</div><div>{told}</div></div>'


SECOND = (
    "ضبطت الجمارك في ميناء الرمل شحنة سجائر مهربة كانت مخبأة في حاوية أثاث قادمة من الخارج.",
    "وذكر مصدر جمركي أن قيمة الشحنة تتجاوز ستين ألف دينار، وأن السائق أحيل إلى القضاء.",
)


def test_whole_articles_side_by_side_are_each_their_own() -> None:
    head = '<title>آخر الأخبار لحظة بلحظة - رصد</title><meta property="og:site_name" content="رصد">'
    body = block(TITLE, TEXT, "نقلاً عن: مرافئ") + block("ضبط سجائر مهربة في ميناء الرمل", SECOND, "نقلاً عن: الضفة نت")
    found = page(head, body).articles
    assert [(a.title and a.title.text, a.outlet, len(a.body)) for a in found] == [
        (TITLE, "مرافئ", 3),
        ("ضبط سجائر مهربة في ميناء الرمل", "الضفة نت", 2),
    ]


def test_parts_of_one_article_are_not_articles() -> None:
    part = "وفي قسم آخر من جسر الوادي قال المهندسون إن الترميم لم ينته بعد، وإن البلدية تنتظر مواد من الخارج."
    body = (
        f"<h1>{TITLE}</h1>" + block("ماذا جرى للجسر في الوادي", TEXT) + block("ترميم الجسر في الوادي", (part, TEXT[2]))
    )
    assert len(page(f"<title>{TITLE}</title>", body).articles) == 1


def test_results_with_a_note_below_them_are_no_article() -> None:
    rows = "".join(f"<div class=m><b>فريق {n}</b><i>{n} - 1</i></div>" for n in range(80))
    note = f"<div class=seo><p>{'تقدم لكم البوابة نتائج المباريات كلها مع أسماء الهدافين والملاعب. ' * 3}</p></div>"
    found = page("<title>نتائج مباريات اليوم في كل الدوريات</title>", f"<h1>نتائج مباريات اليوم</h1>{rows}{note}")
    assert (found.page.state, found.articles) == (PageState.EMPTY, ())


def test_a_table_inside_an_article_leaves_it_one() -> None:
    rows = "".join(f"<tr><td>فريق {n}</td><td>{n}</td></tr>" for n in range(12))
    body = f"<h1>{TITLE}</h1><table>{rows}</table><div>{''.join(f'<p>{t}</p>' for t in TEXT)}</div>"
    assert len(page(f"<title>{TITLE}</title>", body).articles) == 1


def test_the_text_in_scripts_is_the_one_that_the_title_names() -> None:
    mine = {"title": TITLE, "contentHtml": "".join(f"<p>{t}</p>" for t in TEXT)}
    other = {"title": OTHER, "contentHtml": f"<p>{OTHER_TEXT}</p>" * 3}
    cards = "".join(f"<li><a href=/{n}>خبر آخر من أخبار المدينة رقم {n}</a></li>" for n in range(9))
    shell = f"<ul>{cards}</ul><p>يستخدم هذا الموقع ملفات تعريف الارتباط ليقدم لك ما يناسبك من أخبار المدينة كل يوم.</p>"

    def told(*items: object) -> Reading:
        state = json.dumps({"all": items}, ensure_ascii=False)
        return page(f"<title>{TITLE} - رصد</title>", f"{shell}<script>window.__STATE__={state};</script>")

    (found,) = told(other, mine).articles
    assert [found.text[b.start : b.end] for b in found.body] == list(TEXT)
    assert told(other).articles == ()
