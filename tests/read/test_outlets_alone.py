"""The outlet where one unusual place alone names it."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.latin import sounds_like, sounds_of_host
from riwaya.read.owners import in_one_tongue, issued, of_company, without_motto

TITLE = "منسوب نهر الصفا يرتفع ويغمر ثلاث قرى في الجنوب"
TEXT = (
    "ارتفع منسوب نهر الصفا ليلة أمس مترا ونصف المتر بعد أمطار غزيرة استمرت يومين، وغمرت المياه ثلاث قرى.",
    "وقال محافظ الجنوب سعيد الراوي إن فرق الإنقاذ أخلت مئتي عائلة إلى مدرستين في بلدة التلال.",
    "وأضاف أن جسرا خشبيا انهار عند قرية العين، وأن طريق الجنوب مقطوعة عند الكيلو 40.",
)
NAME, OTHER = "رواق الجنوب", "https://www.news-x.example/2021/10/12/x"


def page(*, head: str = "", top: str = "", beside: str = "", foot: str = "", tail: str = "") -> str:
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    return (
        f"<html dir=rtl><head><title>{TITLE}{tail}</title>{head}</head><body>{top}<nav><a href='/l'>محليات</a></nav>"
        f"<div><div><h1>{TITLE}</h1><div>12 أكتوبر 2021</div>{beside}{told}</div></div>{foot}</body></html>"
    )


def read(markup: str, url: str | None = OTHER) -> Article:
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", url))
    return reading.articles[0]


def publisher(name: str) -> str:
    record = (
        f'{{"@type": "NewsArticle", "headline": "{TITLE}", "publisher": {{"@type": "Organization", "name": "{name}"}}}}'
    )
    return f'<script type="application/ld+json">{record}</script>'


PAGES = {
    "a company in the record": page(head=publisher(f"شركة {NAME} للصحافة والنشر والتوزيع ش.م.ل")),
    "another company than the sign": page(
        head=publisher("مجموعة الديرة القابضة للإعلام"), top=f'<a href="/"><img src=l.png alt="{NAME}"></a>'
    ),
    "a company that has the rights": page(
        foot=f"<footer>جميع الحقوق محفوظة لمؤسسة {NAME} للصحافة والطباعة والنشر © 2021</footer>"
    ),
    "who issues it": page(foot=f"<footer>{NAME}، تصدر عن شركة الديرة للصحافة والنشر. جميع الحقوق محفوظة 2021</footer>"),
    "a motto behind a colon": page(head=f'<meta property="og:site_name" content="{NAME}: الخبر كما هو">'),
    "a motto at the title's end": page(tail=f" | {NAME} | الحقيقة بلا أقنعة"),
    "the same in Latin letters": page(tail=f" | {NAME} Rowaq Aljanoub"),
    "a drawing's title": page(top=f'<a href="/" class="b"><svg><title>{NAME}</title></svg></a>'),
    "a channel of its own": page(foot=f"<div>تابعوا قناة {NAME} على واتساب</div>"),
    "a program of its own": page(foot=f"<div>حمّل تطبيق {NAME}</div>"),
    "what it has and no other": page(beside=f"<div>خاص - {NAME}</div>"),
    "a picture of its own": page(beside=f"<figure><img><figcaption>القرى المغمورة (خاص {NAME})</figcaption></figure>"),
}


@pytest.mark.parametrize("place", PAGES)
def test_a_name_in_one_unusual_place(place: str) -> None:
    assert read(PAGES[place]).outlet == NAME


def test_a_name_beside_the_title_that_sounds_as_the_host_does() -> None:
    beside = f"<div>الصفوان - {NAME}</div>"
    assert read(page(beside=beside), "https://www.rowaqaljanoub.com/n/1").outlet == NAME


def test_where_nobody_is_named_the_host_is_cited() -> None:
    assert read(page()).outlet == "news-x.example"
    assert read(page(), "http://192.0.2.7/n/1").outlet is None
    assert read(page(), None).outlet is None


VIEWERS = {
    "whose the pages are": (
        "النسخة الورقية - الصفحة 3 - العدد 4127",
        f"نظام القارئ الإلكتروني © 2025 فليب سوفت — محتوى الصفحات ملك لصحيفة {NAME}",
    ),
    "whose the matter is": ("الصفحة 5", f"المواد المنشورة ملك لجريدة {NAME}. قارئ الصحف من تطوير نوافذ © 2024"),
    "beside the issue": (f"{NAME} - العدد 812 - الصفحة 7", "FlipBook Reader © 2023"),
    "with all rights": ("العدد 812", f"عارض الصفحات 3.1 | جميع حقوق المحتوى محفوظة لصحيفة {NAME} 2021"),
}


@pytest.mark.parametrize("place", VIEWERS)
def test_the_program_that_shows_an_issue_is_no_outlet(place: str) -> None:
    title, rights = VIEWERS[place]
    markup = page(foot=f"<div class=z>{rights}</div>").replace(f"<title>{TITLE}</title>", f"<title>{title}</title>")
    outlet = read(markup, None).outlet
    assert outlet is not None
    assert outlet.removeprefix("صحيفة ").removeprefix("جريدة ") == NAME


PEARL = "لؤلؤة الساحل"  # a woman may be called so
WRITER = '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "author": {{"@type": "Person", "name": "{writer}"}}, "publisher": {{"@type": "Organization", "name": "شركة الديرة للإعلام الرقمي ذ.م.م"}}}}</script>'  # fmt: skip # noqa: E501


def test_a_name_that_a_person_may_bear_beside_another_writer() -> None:
    told = WRITER.format(title=TITLE, writer="خديجة الراوي")
    assert read(page(head=told, tail=f" | {PEARL}")).outlet == PEARL


def test_of_whom_the_text_tells_and_who_wrote_are_no_outlets() -> None:
    told = WRITER.format(title=TITLE, writer="خديجة الراوي")
    assert read(page(head=told, tail=" | سعيد الراوي")).outlet != "سعيد الراوي"
    assert read(page(head=told, tail=" | خديجة الراوي")).outlet != "خديجة الراوي"


@pytest.mark.parametrize("name", ["مؤسسة البحر", "شركة الكهرباء الوطنية", "صحيفة الديرة للنشر"])
def test_what_is_no_company_of_the_press_is_called_as_it_is(name: str) -> None:
    assert of_company(name) is None


def test_forms_of_names() -> None:
    assert of_company("شركة رواق الجنوب للصحافة والنشر") == NAME
    assert issued(f"«{NAME}» تصدر عن شركة الديرة") == NAME
    assert issued("قال إن القرارات تصدر عن المجلس، وإن الأعضاء يعرفون ذلك.") is None
    assert without_motto("صحيفة الديرة: الخبر كما هو") == "صحيفة الديرة"
    assert without_motto("ساعة: ونصف") == "ساعة: ونصف"
    assert in_one_tongue("رواق الجنوب Rowaq Aljanoub") == NAME
    assert in_one_tongue("قناة الديرة Sports") == "قناة الديرة Sports"


@pytest.mark.parametrize(
    ("arabic", "host"),
    [("دفتر النخيل", "daftaralnakheel.net"), ("صدى الشاطئ", "www.sada-alshate.com"), ("الخيمة", "alkhaima.news")],
)
def test_hosts_spell_names(arabic: str, host: str) -> None:
    assert sounds_of_host(arabic, host)


def test_hosts_that_mean_something_else() -> None:
    assert not sounds_of_host("دفتر النخيل", "palmnotes.net")
    assert not sounds_like("أي", "ay")


def test_a_company_of_the_press_whose_paper_is_named_beside_it() -> None:
    firm = '"شركة الينابيع العربية للطباعة والنشر", "alternateName": "رواق الجنوب"'
    assert read(page(head=publisher("X").replace('"X"', firm))).outlet == NAME


def test_the_page_of_an_issue_is_no_outlet() -> None:
    assert read(page(tail=" - رواق الجنوب - العدد 812 - الصفحة 7")).outlet not in ("الصفحة 7", "العدد 812")


KINDS = ("جريدة", "صحيفة", "وكالة أنباء", "موقع", "قناة", "شبكة")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "place",
    [
        "<div class=logo><span>{kind}</span></div>",
        "<a href='/'><img src=l.png alt='{kind}'></a>",
        "<footer>{kind} يومية تصدر عن دار الديرة للنشر © 2021</footer>",
    ],
)
def test_what_an_outlet_is_names_none(kind: str, place: str) -> None:
    told = place.format(kind=kind)
    assert read(page(top=told) if "footer" not in told else page(foot=told)).outlet != kind
    assert read(page(head=f"<meta property='og:site_name' content='{kind}'>"), None).outlet is None
    assert read(page(tail=f" | {kind}"), None).outlet is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "sign",
    [
        "<div class=logo><div>{kind}</div><div>{name}</div></div>",
        "<div class=site-logo><p>{kind}</p><h2>{name}</h2></div>",
    ],
)
def test_a_name_that_follows_what_it_is_in_another_element(kind: str, sign: str) -> None:
    assert read(page(top=sign.format(kind=kind, name=NAME)), None).outlet == NAME


@pytest.mark.parametrize(
    "title", ["{name} - العدد 88 - الصفحة 2 رياضة", "العدد 88 | الصفحة 2 | {name}", "{name} | الصفحة 5"]
)
def test_a_paper_beside_its_page_and_issue(title: str) -> None:
    markup = page(foot="<div>جريدة يومية تصدر عن دار الديرة للطباعة © 2021</div>")
    markup = markup.replace(f"<title>{TITLE}</title>", f"<title>{title.format(name=NAME)}</title>")
    assert read(markup, None).outlet == NAME
