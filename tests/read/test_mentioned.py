"""Whose a page is, where none of its places says so outright; the day that stands right below a text."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.owners import parts_of, tells_kind_only
from riwaya.read.ownership import Claim, claims_of_titles, owner_among, owners_of_rights
from riwaya.read.published import read_stamp

TITLE = "مجلس البلدة يقر خطة لإنارة الطريق الساحلي قبل الشتاء"
TEXT = (
    "أقر مجلس بلدة الزعرورة خطة لإنارة الطريق الساحلي قبل حلول الشتاء بعد شكاوى متكررة من السكان والسائقين.",
    "وقالت رئيسة المجلس فاتن البيطار إن الأعمدة الجديدة ستعمل بالطاقة الشمسية، وإن كلفتها من صندوق التنمية.",
    "وأضافت البيطار أن العمل يبدأ مطلع الشهر المقبل وينتهي خلال أربعين يوما إن لم تعطله الأمطار الأولى.",
)
MENU = '<ul><li><a href="/">الرئيسية</a></li><li><a href="/p">سياسة</a></li><li><a href="/e">اقتصاد</a></li></ul>'
CARDS = "".join(
    f'<div class="c"><a href="/n/{day}">{words}</a><span>{day} نوفمبر 2025</span></div>'
    for day, words in (
        (11, "افتتاح مكتبة عامة في الحي القديم بعد ترميمها"),
        (12, "سوق الخضار ينتقل إلى الساحة الشرقية مؤقتا"),
        (13, "فريق البلدة يفوز ببطولة المدارس للمرة الثالثة"),
    )
)


def page(above: str = "", day: str = "", below: str = "", head: str = "", text: tuple[str, ...] = TEXT) -> Article:
    told = "".join(f"<p>{line}</p>" for line in text)
    markup = (
        f"<html dir=rtl><head><title>{TITLE}</title>{head}</head><body>{above}{MENU}"
        f"<div><div><h1>{TITLE}</h1><div>{told}</div>{day}</div></div>{CARDS}{below}</body></html>"
    )
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    return reading.articles[0]


def said(whom: str) -> tuple[str, ...]:
    return (TEXT[0], f"وقالت رئيسة المجلس فاتن البيطار {whom} إن الأعمدة الجديدة ستعمل بالطاقة الشمسية كلها.", TEXT[2])


def test_to_whom_somebody_speaks_is_the_outlet_unless_it_is_an_agency() -> None:
    assert page(text=said("لـ«ضوء الشاطئ»")).outlet == "ضوء الشاطئ"
    assert page(text=said("لصحيفة «ضوء الشاطئ»")).outlet == "ضوء الشاطئ"
    assert page(text=said("لـ«رويترز»")).outlet is None
    assert page(text=said("للسكان")).outlet is None


def test_a_name_that_two_places_hold_is_the_sites() -> None:
    top, call = "<div>ضوء الشاطئ</div>", "<p>تابعوا ضوء الشاطئ على تلغرام</p>"
    address = "<div>ضوء الشاطئ، شارع المرفأ، بناية البحر</div>"
    assert page(above=top, below=call).outlet == "ضوء الشاطئ"
    assert page(above=top, below=address).outlet == "ضوء الشاطئ"
    assert page(above="<div>قناة الشاطئ</div>").outlet == "قناة الشاطئ"  # by its own words


@pytest.mark.parametrize("top", ["<div>ضوء الشاطئ</div>", "<div>فاتن البيطار</div>", "<div>الأحد</div>"])
def test_one_place_names_nobody(top: str) -> None:
    assert page(above=top).outlet is None


def test_what_names_itself_needs_no_mention() -> None:
    own = '<meta property="og:site_name" content="مرآة الساحل">'
    assert page(head=own, text=said("لـ«ضوء الشاطئ»")).outlet == "مرآة الساحل"


def test_the_house_in_the_field_for_writers_needs_an_outlets_words() -> None:
    def record(name: str) -> str:
        told = f'{{"@type":"NewsArticle","headline":"{TITLE}","author":{{"@type":"Organization","name":"{name}"}}}}'
        return f'<script type="application/ld+json">{told}</script>'

    assert page(head=record("جريدة المرفأ")).outlet == "جريدة المرفأ"
    assert page(head=record("فريق العمل")).outlet is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("جميع الحقوق محفوظة لـ ضوء الشاطئ © 2024", "ضوء الشاطئ"),
        ("كافة الحقوق محفوظة لموقع ضوء الشاطئ 2024", "ضوء الشاطئ"),
        ("ضوء الشاطئ - جميع الحقوق محفوظة", "ضوء الشاطئ"),
        ("© 2024 الشاطئ. جميع الحقوق محفوظة", "الشاطئ"),
    ],
)
def test_lines_of_rights(line: str, name: str) -> None:
    assert next(owners_of_rights(line)) == name
    assert page(below=f"<footer>{line}</footer>").outlet == name


def test_a_line_of_rights_in_two_pieces() -> None:
    assert page(below="<div>جميع الحقوق محفوظة<br>ضوء الشاطئ 2024</div>").outlet == "ضوء الشاطئ"
    assert page(below="<div>جميع الحقوق محفوظة<br>من نحن</div>").outlet is None
    assert page(below="<div>صادرة عن شركة الشاطئ © 2024</div>").outlet is None


@pytest.mark.parametrize("sign", [" ـ {}", " -{}", "|{}", " [{}]"])
def test_signs_before_a_name_in_a_title_are_none_of_it(sign: str) -> None:
    title = f"{TITLE}{sign.format('ضوء الشاطئ')}"
    assert owner_among(list(claims_of_titles([title], TITLE))) == "ضوء الشاطئ"
    assert parts_of(sign.format("ضوء الشاطئ"))[-1] == "ضوء الشاطئ"


def test_what_a_site_is_does_not_name_it() -> None:
    assert tells_kind_only("يومية سياسية مستقلة")
    assert not tells_kind_only("يومية الساحل")
    assert not tells_kind_only("منصة")
    assert owner_among([Claim("sign", "يومية سياسية مستقلة")]) is None


def day_of(article: Article) -> str | None:
    return article.published.when.value if article.published else None


def test_the_day_right_below_a_text_is_its_own_and_not_that_of_a_card() -> None:
    assert day_of(page(day="<div>الأحد 17 مارس 2024</div>")) == "2024-03-17"
    assert day_of(page(day="<div>17 مارس 2024 | 7 رمضان 1445 هـ</div>")) == "2024-03-17"
    assert day_of(page()) is None
    assert day_of(page(day="<div>آخر تحديث: 17 مارس 2024</div>")) is None
    row = "".join(f'<div class="k"><b>{d} نوفمبر 2025</b><a href="/{d}">خبر آخر من البلدة</a></div>' for d in (3, 4, 5))
    assert day_of(page(day=row)) is None


def test_a_day_in_two_scripts_without_a_space_is_read() -> None:
    stamp = read_stamp("17/3/2024١٧ مارس ٢٠٢٤")
    assert stamp is not None
    assert stamp.when.value == "2024-03-17"


def test_an_agency_beside_the_day_is_no_outlet() -> None:
    sign = '<a href="/"><img class="logo" src="/l.png" alt="ضوء الشاطئ"></a>'
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    markup = f"<html><body>{sign}{MENU}<div><h1>{TITLE}</h1><div>17 مارس 2024 رويترز</div>{told}</div></body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    assert reading.articles[0].outlet == "ضوء الشاطئ"
