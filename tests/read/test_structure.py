"""What repeats in a page's markup: cards, readers' letters, entries of running coverage."""

from __future__ import annotations

import pytest

from riwaya.model import PageState, Reading, Source
from riwaya.read import read_source

TITLE = "قرية السدر تحيي سوقها الأسبوعي بعد عشرين عاما"
TEXT = (
    "أحيت قرية السدر، الجمعة، سوقها الأسبوعي بعد انقطاع دام عشرين عاما، وتوافد إليه باعة من سبع قرى.",
    "وقال مختار القرية وديع الناصر إن السوق سيقام كل جمعة في ساحة البيادر، وإن المشاركة فيه مجانية.",
    "وأضاف الناصر أن البلدية وفرت مظلات وماء، وأن الباعة تعهدوا بتنظيف الساحة بعد انتهاء السوق.",
)
HEADLINES = (
    "طريق الجبل يفتح أمام الشاحنات", "مطر غزير في وادي الحور", "نادي البحر يخسر نهائي الكأس",
    "غلق مدرستين بسبب تصدع الجدران", "فيلم قصير عن الرعاة يفوز بجائزة", "ارتفاع سعر الحطب قبل الشتاء",
)  # fmt: skip
TEASER = "ذكرت مصادر محلية أن الأمر ما زال قيد البحث لدى الجهات المعنية، ولم يصدر تعليق بعد."
BODY = "".join(f"<p>{p}</p>" for p in TEXT)


def read(inner: str, title: str = TITLE) -> Reading:
    head = f'<html><head><title>{title}</title><meta property="og:title" content="{title}"></head>'
    (reading,) = read_source(Source("p.html", f"{head}<body>{inner}</body></html>".encode()))
    return reading


def body(reading: Reading) -> list[str]:
    (article,) = reading.articles
    return [article.text[b.start : b.end] for b in article.body]


def many(card: str, times: int = 12) -> str:
    return "".join(card.format(h=HEADLINES[i % 6], t=TEASER, i=i) for i in range(times))


CARDS = {
    "headline above the teaser": '<div class="x{i}"><h3><a href="/{i}">{h}</a></h3><p>{t}</p></div>',
    "all of it a link": '<a href="/{i}"><div>{h}</div><div>{t}</div></a>',
    "side by side": '<h4><a href="/{i}">{h}</a></h4><p>{t}</p>',
    "rows of a table": '<table><tr><td><a href="/{i}">{h}</a></td></tr><tr><td>{t}</td></tr></table>',
    "in one line": '<div><a href="/{i}">{h}</a> {t}</div>',
    "two paragraphs": '<div><a href="/{i}">{h}</a><p>{t}</p><p>{t}</p></div>',
    "linked by a script": '<div onclick="go({i})"><div>{h}</div><div>{t}</div><i>3 مايو 2022</i></div>',
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_cards_are_no_text_however_many(card: str) -> None:
    page = f'<div><div><h1>{TITLE}</h1><div class="k">{BODY}</div></div><div class="g">{many(card, 30)}</div></div>'
    assert body(read(page)) == list(TEXT)


@pytest.mark.parametrize("card", list(CARDS.values())[:3], ids=list(CARDS)[:3])
def test_cards_with_a_notice_are_a_list(card: str) -> None:
    page = f'<h1>أخبار السدر</h1><p>كل ما ينشر عن القرية وأهلها في مكان واحد.</p><div class="g">{many(card)}</div>'
    reading = read(page, "أخبار السدر")
    assert reading.articles == ()
    assert reading.page.state is PageState.EMPTY


def test_a_headline_with_one_sentence_is_news_beside_cards() -> None:
    page = f"<div><h1>{TITLE}</h1><div class=k><p>{TEXT[0]}</p></div></div>" + many(next(iter(CARDS.values())), 30)
    assert body(read(page)) == [TEXT[0]]


def test_what_readers_wrote_is_no_text_though_it_is_longer() -> None:
    letter = "<div class=f><span>قارئ</span><div>منذ {i} أيام</div><p>{t} {t} {t}</p></div>"
    page = f"<div><h1>{TITLE}</h1><div class=k>{BODY}</div></div><div class=z>{many(letter)}</div>"
    assert body(read(page)) == list(TEXT)


def test_the_first_post_is_the_text_where_there_is_no_other() -> None:
    answers = many("<div class=f><div>عضو {i}</div><div>{i} مايو 2022</div><div><p>{t}</p></div></div>", 4)
    first = f"<div class=f><div>أبو ريم</div><div>1 مايو 2022</div><div>{BODY}</div></div>"
    assert body(read(f"<h1>{TITLE}</h1>{first}{answers}")) == list(TEXT)


def test_entries_of_running_coverage_are_text_though_their_headings_are_links() -> None:
    entry = '<div class=u><time>{at}</time><h3><a href="#{at}">{h}</a></h3><p>{p}</p></div>'
    hours = ("14:30", "12:10", "09:45")
    entries = "".join(entry.format(at=a, h=h, p=p) for a, h, p in zip(hours, HEADLINES, TEXT, strict=False))
    page = f"<h1>{TITLE}</h1><div>{entries}</div><div class=g>{many(next(iter(CARDS.values())))}</div>"
    assert body(read(page)) == list(TEXT)


def test_paragraphs_wrapped_one_by_one_with_boxes_between() -> None:
    wrapped = "".join(
        f"<div class=b><div class=c>{p}</div></div><div class=ad><a href=x>{h}</a></div>"
        for p, h in zip(TEXT, HEADLINES, strict=False)
    )
    assert body(read(f"<div><h1>{TITLE}</h1><div>{wrapped}</div></div>")) == list(TEXT)


def test_two_texts_side_by_side_are_told_apart_by_the_title() -> None:
    other = "".join(
        f"<p>{p}</p>"
        for p in (
            "حصدت لاعبة المبارزة لمى الحاج ميدالية ذهبية في بطولة القارة التي اختتمت في مدينة ساحلية.",
            "وتغلبت لمى في النهائي على حاملة اللقب بخمس عشرة لمسة مقابل إحدى عشرة.",
            "ويعود الفضل في فوزها إلى مدربتها التي اكتشفتها في ناد صغير قبل تسع سنوات.",
            "وتستعد البعثة للعودة غدا، ويقيم الاتحاد حفل استقبال في المطار.",
        )
    )
    column = f"<div class=r><div class=q>{other}</div></div>"
    page = f"<div><div class=l><h1>{TITLE}</h1><div class=t>{BODY}</div></div>{column}</div>"
    assert body(read(page)) == list(TEXT)


def test_state_of_another_article_is_not_the_page() -> None:
    long = " ".join([TEASER] * 20)
    state = f'window.__NUXT__={{data:[{{title:"{HEADLINES[0]}",body:"{long}"}},{{title:"{TITLE}",body:"{BODY}"}}]}};'
    assert body(read(f"<div id=app></div><script>{state}</script>")) == list(TEXT)
    only_others = (
        f'window.__STATE__={{a:{{title:"{HEADLINES[0]}",body:"{long}"}},b:{{title:"{HEADLINES[1]}",body:"{long}"}}}}'
    )
    assert read(f"<div id=app></div><script>{only_others}</script>").articles == ()


def test_rows_that_scripts_hand_on_are_read() -> None:
    text = "".join(f"<p>{p}</p>" for p in TEXT)
    rows = f'1:["$","main",null,{{"article":{{"title":"{TITLE}","content":"$2"}}}}]\n2:T{len(text.encode()):x},{text}'
    quoted = rows.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("<", "\\u003c")
    half = quoted.index("article")
    scripts = "".join(f'<script>self.__next_f.push([1,"{part}"])</script>' for part in (quoted[:half], quoted[half:]))
    padding = " " * 200  # scripts of a few characters carry no text
    assert body(read(f"<div id=app></div>{scripts.replace('</script>', padding + '</script>')}")) == list(TEXT)
