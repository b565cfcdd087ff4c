"""Who and when in an article's own header and footer, and in those of each post on a page of several."""

# ruff: noqa: E501  markup and sentences of one line each
from __future__ import annotations

import pytest

from riwaya.model import Article, Reading, Source
from riwaya.read import read_source

POSTS = (
    (
        "نحالو الجبل الأبيض يعيدون خلاياهم إلى السفوح",
        "مروان الصايغ",
        "السبت 12 تشرين الأول 2019",
        (
            "أعاد نحالو الجبل الأبيض خلاياهم إلى السفوح الشرقية بعد عامين من الجفاف الذي قضى على نصف طوائفهم.",
            "وقال أمين جمعيتهم رامز الخوري إن أزهار السفوح عادت هذا الخريف، وإن العسل الجديد يقطف في الربيع.",
            "ووزعت الجمعية مئتي خلية على من فقدوا طوائفهم، يردون مثلها بعد موسمين.",
        ),
    ),
    (
        "ورشة لترميم الدفاتر القديمة في دار المحفوظات",
        "هدى البيطار",
        "السبت 12 تشرين الأول 2019",
        (
            "افتتحت دار المحفوظات ورشة لترميم الدفاتر القديمة التي أتلفتها الرطوبة في مخازنها السفلى قبل أعوام.",
            "وأوضحت مديرة الورشة هنادي الأتاسي أن العمل يبدأ بسجلات الموانئ لأنها أكثر ما يطلبه الباحثون.",
            "وتستقبل الورشة المتدربين من طلاب الجامعات في أيام الثلاثاء.",
        ),
    ),
    (
        "سباق القوارب الشراعية ينطلق من مرفأ الصيادين",
        "مروان الصايغ",
        "الجمعة 11 تشرين الأول 2019",
        (
            "انطلق سباق القوارب الشراعية من مرفأ الصيادين بمشاركة ثمانين بحارا من ست بلدات على الساحل.",
            "وفاز بالمرحلة الأولى قارب من بلدة الزهراني قطع المسافة في ثلاث ساعات على الرغم من الريح المعاكسة.",
            "وتقام المرحلة الأخيرة صباح الأحد أمام القلعة البحرية.",
        ),
    ),
)
MENU = '<div class="navbar"><a href="/">الرئيسية</a> <a href="/n">أخبار</a></div>'
RIGHTS = '<div class="footer"><small>حقوق النشر © 2019 مدونة السفوح. جميع الحقوق محفوظة.</small></div>'


def read(inner: str, title: str, head: str = "") -> Reading:
    markup = f"<html dir=rtl><head><title>{title}</title>{head}</head><body>{MENU}{inner}{RIGHTS}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


def day(article: Article) -> str | None:
    return article.published.when.value[:10] if article.published else None


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


@pytest.mark.parametrize(
    ("frame", "date", "writer"),
    [
        ("itemHeader", "itemDateCreated", "itemAuthor"),
        ("post-header", "meta-date", "meta-author"),
        ("story__header", "story__time", "story__by"),
        ("entryHeader", "d", "w"),
    ],
)
def test_an_articles_own_header_is_not_the_pages(frame: str, date: str, writer: str) -> None:
    title, name, when, texts = POSTS[0]
    head = f'<span class="{date}">{when} م</span><h2 class="t">{title}</h2><span class="{writer}">{name}</span>'
    inner = f'<div class="wrap"><div class="{frame}">{head}</div><div class="bd">{paragraphs(texts)}</div></div>'
    (article,) = read(inner, f"{title} - مدونة السفوح").articles
    assert (article.title and article.title.text, article.byline, day(article)) == (title, name, "2019-10-12")


def test_the_pages_header_is_not_the_articles() -> None:
    title, name, _, texts = POSTS[0]
    board = '<div class="site-header"><span>الاثنين 23 تشرين الثاني 2026</span><b>مدونة السفوح</b></div>'
    inner = f"{board}<div class=wrap><h1>{title}</h1><p class=by>{name}</p>{paragraphs(texts)}</div>"
    (article,) = read(inner, f"{title} - مدونة السفوح").articles
    assert (article.byline, day(article)) == (name, None)


DAYS = {when: f"2019-10-{when.split()[1]}" for _, _, when, _ in POSTS}


def blog(post: str, group: str = "", linked: bool = True, address: str = "") -> Reading:
    rows, last = [], ""
    for title, name, when, texts in POSTS:
        rows.append(group.format(when=when) if group and when != last else "")
        head = f'<a href="/p/{len(rows)}">{title}</a>' if linked else title
        rows.append(post.format(head=head, name=name, when=when, iso=DAYS[when], text=paragraphs(texts)))
        last = when
    canonical = f'<link rel=canonical href="https://alsufuh.example/{address}">' if address else ""
    return read(f"<div id=main>{''.join(rows)}</div>", "مدونة السفوح", canonical)


@pytest.mark.parametrize(
    "foot",
    [
        '<div class="post-footer"><span>مرسلة بواسطة {name}</span> <span>في 6:05 م</span> <a href="#">5 تعليقات</a></div>',
        '<div class="entry-meta">نشر بواسطة: {name} | 3 تعليقات</div>',
        '<div class="postfooter"><p>كتبها {name} الساعة 10:40 صباحا</p><p>التسميات: <a href="/t">بلدات</a></p></div>',
    ],
)
def test_who_signs_below_each_post(foot: str) -> None:
    group = '<h2 class="date-header"><span>{when}</span></h2>'
    post = (
        '<div class="post hentry"><h3 class="post-title">{head}</h3><div class="post-body">{text}</div>'
        + foot
        + "</div>"
    )
    articles = blog(post, group).articles
    assert [a.byline for a in articles] == [name for _, name, *_ in POSTS]


@pytest.mark.parametrize(
    "group",
    [
        '<h2 class="date-header"><span>{when}</span></h2>',
        "<h4>{when}</h4>",
        '<div class="day">{when}</div>',
    ],
)
def test_posts_below_the_day_that_heads_them(group: str) -> None:
    post = (
        '<div class="post"><h3>{head}</h3><div class="post-body">{text}</div><div class="by">كتبها {name}</div></div>'
    )
    articles = blog(post, group).articles
    assert [day(a) for a in articles] == ["2019-10-12", "2019-10-12", "2019-10-11"]


@pytest.mark.parametrize("address", ["2019/10/", "2019/10/12/", "2019/9/"])
@pytest.mark.parametrize("group", ['<h2 class="date-header"><span>{when}</span></h2>', '<div class="day">{when}</div>'])
def test_the_day_that_heads_posts_wins_over_the_pages_address(group: str, address: str) -> None:
    post = '<div class="post"><h3>{head}</h3><div class="post-body">{text}</div></div>'
    found = blog(post, group, address=address)
    assert [day(a) for a in found.articles] == ["2019-10-12", "2019-10-12", "2019-10-11"]


@pytest.mark.parametrize(
    "own",
    ["<p class=when>{when}</p>", "<time datetime='{iso}'>قبل أعوام</time>", "<p>نشر في {when}</p>"],
)
def test_a_posts_own_day_wins_over_the_pages_address(own: str) -> None:
    post = '<div class="post"><h3>{head}</h3>' + own + '<div class="post-body">{text}</div></div>'
    found = blog(post, address="2019/10/")
    assert [day(a) for a in found.articles] == ["2019-10-12", "2019-10-12", "2019-10-11"]


@pytest.mark.parametrize(
    "head",
    ['<h3><a href="/{path}/a.html">{head}</a></h3>', '<a href="https://alsufuh.example/{path}/a"><h3>{head}</h3></a>'],
)
def test_a_posts_own_address_wins_over_the_pages(head: str) -> None:
    rows = (
        f"<div class=post>{head.format(head=title, path=DAYS[when].replace('-', '/'))}<div>{paragraphs(texts)}</div></div>"
        for title, _, when, texts in POSTS
    )
    canonical = '<link rel=canonical href="https://alsufuh.example/2019/10/">'
    found = read(f"<div id=main>{''.join(rows)}</div>", "مدونة السفوح", canonical)
    assert [day(a) for a in found.articles] == ["2019-10-12", "2019-10-12", "2019-10-11"]


def test_without_days_of_their_own_posts_are_of_the_pages_address() -> None:
    post = '<div class="post"><h3>{head}</h3><div class="post-body">{text}</div></div>'
    found = blog(post, address="2019/10/")
    assert [day(a) for a in found.articles] == ["2019-10"] * 3


BOARDS = {
    "beside the sign": '<div class="hdr"><div class="hdr-date">{when}</div><div class="hdr-no">العدد 312</div></div>',
    "above the menu": '<div class="bar"><span class="date">{when}</span></div><div><a href="/a">محليات</a> <a href="/b">رأي</a></div>',
}


@pytest.mark.parametrize("board", BOARDS)
def test_the_day_that_stands_with_the_title_wins_over_one_above(board: str) -> None:
    title, name, when, texts = POSTS[0]
    above = BOARDS[board].format(when="الاثنين 14 تشرين الأول 2019")
    inner = (
        f"<div id=shell>{above}<div class=art><div class=top><div class=kind>زراعة</div><div class=head>{title}</div>"
        f'<div class=info><div class=who>{name}</div><div class="art-date">{when}</div></div></div>'
        f"<div class=txt>{paragraphs(texts)}</div></div></div>"
    )
    (article,) = read(inner, f"{title} | مدونة السفوح").articles
    assert day(article) == "2019-10-12"


NOTICES = (
    "<div class='blk adv'><b>إعلان</b> تعلن دائرة الأحراج عن بيع حطب يابس بالمزاد، وتقدم الطلبات في مقرها قبل 20/11/2019</div>",
    "<p>تعلن بلدية المرفأ عن مناقصة لتأهيل الرصيف البحري، التأمينات الأولية مئة ألف، وتقدم العروض حتى آخر الشهر</p>",
    "<div><div>إعلان: يعلن فرع المصرف الزراعي عن حاجته إلى ثلاثة محاسبين، وعلى الراغبين مراجعة الديوان</div></div>",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_between_the_columns_of_a_paper_is_no_ones_text(notice: str) -> None:
    post = '<div class="blk"><div class="hl"><b>{head}</b></div><div class="by">{name}</div>{text}</div>'
    first, *others = (post.format(head=title, name=name, text=paragraphs(texts)) for title, name, _, texts in POSTS)
    found = read(f"<div class=pg>{first}{notice}{''.join(others)}</div>", "صفحة محليات | جريدة السفوح").articles
    assert [a.title.text for a in found if a.title] == [head for head, *_ in POSTS]
    assert [tuple(a.text[b.start : b.end] for b in a.body) for a in found] == [texts for *_, texts in POSTS]


def test_the_days_of_a_column_beside_posts_are_not_theirs() -> None:
    post = '<div class="post"><h3>{head}</h3><div class="post-body">{text}</div></div>'
    inner = "".join(post.format(head=title, text=paragraphs(texts)) for title, _, _, texts in POSTS)
    side = '<div class="side"><h4>أرشيف</h4><p>الأحد 1 أيلول 2019</p><p>الاثنين 2 أيلول 2019</p></div>'
    articles = read(f"<div id=main>{inner}</div>{side}", "مدونة السفوح").articles
    assert [day(a) for a in articles] == [None, None, None]


SCROLLS = (
    (
        '<article class="story"><div class="kick">بلدات</div><{h} class="tt">{title}</{h}>'
        '<div class="mt"><span>{place}: {name}</span><span>{when} 09:40</span></div>{text}</article>',
        '<div class="sep">الخبر التالي</div>',
    ),
    (
        '<section class="art"><{h} class="hd">{title}</{h}><p class="inf">بقلم {name} - {when}</p>'
        '<div class="bd">{text}</div></section>',
        "<hr>",
    ),
    (
        '<x-story><div class="one"><header class="story-header"><{h} class="hl">{title}</{h}><span>{when}</span>'
        "<b>{name}</b></header><div>{text}</div></div></x-story>",
        '<div class="ad-slot">إعلان</div>',
    ),
)


@pytest.mark.parametrize(("story", "between"), SCROLLS)
def test_stories_that_go_on_as_one_scrolls_are_read_whole(story: str, between: str) -> None:
    inner = between.join(
        story.format(h="h2" if k else "h1", title=title, place="صيدا", name=name, when=when, text=paragraphs(texts))
        for k, (title, name, when, texts) in enumerate(POSTS)
    )
    articles = read(f'<div class="feed">{inner}</div>', f"{POSTS[0][0]} - مدونة السفوح").articles
    assert [a.title.text for a in articles if a.title] == [title for title, *_ in POSTS]
    assert [a.byline for a in articles] == [name for _, name, *_ in POSTS]
    assert [day(a) for a in articles] == ["2019-10-12", "2019-10-12", "2019-10-11"]
    assert {a.outlet for a in articles} == {"مدونة السفوح"}
    assert [tuple(a.text[b.start : b.end] for b in a.body) for a in articles] == [texts for *_, texts in POSTS]
    assert {a.role for a in articles} == {"main"}
