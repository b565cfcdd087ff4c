# ruff: noqa: E501  (a page's markup is one line)
"""Short stories among much that is not theirs: readers' words, films, rows of a table, parts of a teaser page."""

from __future__ import annotations

import pytest

from riwaya.model import Reading, Source
from riwaya.read import read_source

TITLE = "مكتبة متنقلة تجوب قرى وادي التين"
STORY = "انطلقت مكتبة متنقلة تجوب قرى وادي التين كل خميس."
LETTER = "أين كانت هذه المكتبة حين كنا صغارا؟ نتمنى أن تصل إلى قريتنا أيضا، فأطفالنا لا يجدون ما يقرؤون بعد المدرسة سوى الهاتف، والطريق إلى المدينة طويل كل يوم."
TOLD = "وصلت المكتبة المتنقلة إلى سبع قرى في وادي التين خلال الأسبوع الأول، ووزعت على تلاميذها ألفي كتاب من كتب المغامرات والعلوم."
NAMES = ("مازن", "زائر", "أم ياسر", "قارئ قديم", "ليان")
OTHERS = ("وزير يفتتح معرض الزهور في العاصمة", "خسارة ثقيلة للفريق في مباراة الذهاب", "أسعار الخبز ترتفع في ثلاث مدن",
          "سفينة شحن تجنح قرب رأس الملح", "عاصفة رملية تغلق مطار الجنوب", "طبيب يحذر من عدوى الشتاء")  # fmt: skip


def read(inner: str, title: str = TITLE) -> Reading:
    page = f"<html><head><title>{title} | نشرة الوادي</title></head><body>{inner}</body></html>"
    (reading,) = read_source(Source("p.html", page.encode()))
    return reading


def body(reading: Reading) -> list[str]:
    return [a.text[b.start : b.end] for a in reading.articles for b in a.body]


@pytest.mark.parametrize("header", ["<h3>التعليقات</h3>", "<h4>تعليقات القراء (5)</h4>"])
def test_a_short_story_is_told_though_readers_write_more_below_a_header(header: str) -> None:
    letters = "".join(f"<div class='m'><b>{n}</b><p>{LETTER}</p></div>" for n in NAMES)
    page = f"<div><h1>{TITLE}</h1><div class='t'>{STORY}</div></div><div class='w'>{header}{letters}</div>"
    assert body(read(page)) == [STORY]


def test_names_and_dates_in_one_line_sign_letters_and_brief_ones_are_letters_too() -> None:
    letters = "".join(
        f"<div class='m'><div>{n} منذ 3 ساعات</div><p>{LETTER if i % 2 else 'شكرا'}</p></div>"
        for i, n in enumerate(NAMES)
    )
    assert body(read(f"<div><h1>{TITLE}</h1><div>{STORY}</div>{letters}</div>")) == [STORY]


def test_parts_below_short_names_that_tell_the_title_stay() -> None:
    parts = "".join(
        f"<div class='q'><div>{n}</div><p>تصل المكتبة المتنقلة إلى {n} في وادي التين صباح كل خميس، وتبقى بين القرى ساعتين يستعير فيهما الأطفال ما شاؤوا من الكتب.</p></div>"
        for n in ("عين الحور", "كفر الزيتون", "بيت الصخر", "تل النعناع")
    )
    assert len(body(read(f"<div><h1>{TITLE}</h1><div>{parts}</div></div>"))) == 4


def test_how_long_films_run_is_no_time_of_day() -> None:
    lengths = ("2:51", "1:48", "8:48", "4:35", "9:40", "3:12")
    films = "".join(
        f"<a href='/{i}'><div class='f'><i>{t}</i><h3>{h}</h3><p>عرض الشريط لقطات صورها الأهالي قبل وصول فرق الإنقاذ بساعة.</p></div></a>"
        for i, (t, h) in enumerate(zip(lengths, OTHERS, strict=True))
    )
    assert body(read(f"<h1>{TITLE}</h1><div class='d'>{STORY}</div><div class='l'>{films}</div>")) == [STORY]


def test_a_row_of_a_table_that_holds_the_story_is_no_card() -> None:
    story = (
        TOLD,
        "وقال أمين المكتبة إن الحافلة ستمر بكل قرية مرتين في الشهر، وإن ألفي كتاب أخرى في الطريق إليها من العاصمة.",
        "وأضاف أن السائق متطوع من أبناء الوادي، وأن البلديات تعهدت بثمن الوقود حتى نهاية العام الدراسي المقبل.",
        "وتنتهي الجولة الأولى في آخر الصيف، ثم تعود المكتبة إلى المدارس في موسم القطاف كما كانت في الماضي.",
    )
    rows = "".join(
        f"<tr><td><a href='/{h}'>{h}</a></td></tr><tr><td>ذكر مصدر محلي أن القرار سيصدر قريبا بعد دراسة الطلبات.</td></tr>"
        for h in OTHERS
    )
    inner = "<br><br>".join(story)
    page = f"<table><tr><td>محليات</td></tr><tr><td><div>{inner}</div></td></tr>{rows}</table>"
    assert body(read(page, "نشرة الوادي"))[:4] == list(story)


def test_short_news_among_teasers_is_found_by_its_title() -> None:
    teasers = "".join(
        f"<p>{h} بحسب ما أعلنته الجهات المعنية مساء أمس، ولم تذكر تفاصيل أخرى عن الحادثة.</p></div>" for h in OTHERS
    )
    page = f"<div><div><h2>{TITLE}</h2><p>{STORY}</p></div>{teasers}</div>"
    assert body(read(page)) == [STORY]


def test_a_drop_cap_is_no_caption() -> None:
    rest = "وقالت المشرفة إن المكتبة تحمل ألفي كتاب للأطفال، وإن القرى البعيدة تأتي أولا."
    page = f"<div><h1>{TITLE}</h1><p class='has-drop-cap'>{STORY}</p><p>{rest}</p></div>"
    assert body(read(page)) == [STORY, rest]


def test_markup_escaped_twice_is_unwrapped() -> None:
    text = f"&lt;p&gt;{TOLD}&lt;/p&gt;&lt;p&gt;{LETTER}&lt;/p&gt;"
    script = f'<script>window.__STATE__ = {{"article": {{"title": "{TITLE}", "body": "{text}"}}}};</script>'
    assert body(read(f"<div id='app'></div>{script}")) == [TOLD, LETTER]
