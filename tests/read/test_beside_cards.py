"""A page's own story beside what is made as it is: stories below it, cards, teasers without a link; whose it is."""

from __future__ import annotations

import pytest

from riwaya.model import Reading, Source
from riwaya.read import read_source
from riwaya.read.owners import in_full, named_below, owner_in, shortened
from riwaya.read.ownership import Claim, owner_among

TITLE = "بلدية الجوز تعيد تشغيل محطة الضخ القديمة بعد صيانتها"
OWN = (
    "أعادت بلدية الجوز تشغيل محطة الضخ القديمة صباح الأحد بعد صيانة استمرت أربعة أشهر بكلفة مليوني ليرة.",
    "وقال رئيس البلدية إن المحطة ستضخ المياه إلى الحي الشرقي مرتين في الأسبوع، وإن العدادات ستركب لاحقا.",
    "وأضاف أن صيانة المضخات شملت الأنابيب والخزان، وأن تشغيل المحطة يغني السكان عن الصهاريج التي "
    "أرهقت ميزانيات الأسر طوال الصيف.",
)
OTHERS = (
    ("منتخب الشطرنج يعود بثلاث ميداليات من البطولة", "توج اللاعبون الثلاثة في ختام المنافسات التي جرت وسط حضور لافت."),
    ("معرض للخط الكوفي يفتتح في المتحف الوطني", "يضم المعرض ستين لوحة نادرة تعرض للمرة الأولى منذ خمسين عاما."),
    ("ارتفاع طفيف في أسعار الذهب مع إغلاق الأسواق", "سجل المعدن الأصفر مكاسب محدودة بعد أسبوع من التراجع المتواصل."),
    ("مدرسة ريفية تحصد جائزة الروبوت للناشئين", "صمم التلاميذ ذراعا آلية تفرز النفايات وتعمل بالطاقة الشمسية."),
)


def read(body: str, head: str = "") -> Reading:
    markup = f'<html lang="ar"><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>'
    (found,) = read_source(Source("page.html", markup.encode(), "text/html"))
    return found


def bodies(found: Reading) -> list[list[str]]:
    return [[a.text[b.start : b.end] for b in a.body] for a in found.articles]


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def story(title: str, *lines: str) -> str:
    return f'<article class="story"><h1>{title}</h1><time>7 مارس 2024</time>{paragraphs(*lines)}</article>'


def test_a_story_below_the_page_s_own_is_another_article_with_its_own_title() -> None:
    title, first = OTHERS[0]
    further = (
        first + " ونال الفريق ثناء رئيس الاتحاد الذي استقبله في المطار مساء الجمعة مع أسر اللاعبين.",
        "وكان اللاعبون قد أمضوا ثلاثة أسابيع في معسكر مغلق على الساحل، وخاضوا سبع عشرة مباراة تجريبية "
        "أمام أندية من الجوار استعدادا لهذه المنافسات.",
        "ويستعد الفريق لخوض دورة ودية الشهر المقبل.",
    )
    found = read(f"<main>{story(TITLE, *OWN)}{story(title, *further)}</main>")
    assert bodies(found) == [list(OWN), list(further)]
    assert [(a.role, a.title.text if a.title else None) for a in found.articles] == [
        ("main", TITLE),
        ("main", title),
    ]


@pytest.mark.parametrize("tag", ["p", "div"])
def test_teasers_that_only_a_script_links_are_no_text_however_many(tag: str) -> None:
    row = "".join(f'<div class="c"><h3>{t}</h3><{tag}>{x}</{tag}></div>' for t, x in OTHERS * 3)
    found = read(f"<div><h1>{TITLE}</h1><div class='t'>{paragraphs(*OWN[:2])}</div></div><section>{row}</section>")
    assert bodies(found) == [list(OWN[:2])]


def test_a_story_made_as_the_cards_are_is_no_card() -> None:
    cards = "".join(f'<div><a href="/n/{n}">{t}</a><p>{x}</p></div>' for n, (t, x) in enumerate(OTHERS))
    found = read(f"<div><h1>{TITLE}</h1></div><div>{paragraphs(*OWN[:2])}</div>{cards}")
    assert bodies(found) == [list(OWN[:2])]


def test_text_that_is_laid_out_is_cut_at_its_blank_lines() -> None:
    laid = "بلدية الجوز\nنشرة رقم 4\n------------\n\n" + "\n\n".join(line.replace(" بعد ", "\nبعد ") for line in OWN)
    found = read(f"<h1>{TITLE}</h1><pre>{laid}</pre>")
    assert bodies(found) == [list(OWN)]


def test_the_site_s_name_is_no_platform_and_tells_nothing_of_itself() -> None:
    assert owner_among([Claim("site", "Telegram"), Claim("title", "مدار الشرق")]) == "مدار الشرق"
    assert owner_among([Claim("site", "Madar East"), Claim("title", "مدار الشرق")]) == "مدار الشرق"
    assert owner_among([Claim("site", "Madar East")]) == "Madar East"
    assert owner_among([]) is None
    assert shortened("Madar - مدار24 جريدة إلكترونية مغربية") == "مدار24"
    assert shortened("وكالة الشرق الإخبارية") == "وكالة الشرق الإخبارية"
    assert owner_in("الموقع الرسمي لحركة الضفاف") == "حركة الضفاف"
    assert owner_in(TITLE) is None


def test_an_abbreviation_is_given_in_full_where_the_page_explains_it() -> None:
    assert in_full("وضج", ["قال لوكالة الضفة الجديدة (وضج) إن السد امتلأ."]) == "وكالة الضفة الجديدة"
    assert in_full("وضج", ["قال للصحفيين إن السد امتلأ."]) == "وضج"
    assert named_below(["أرشيف - المرفأ الجنوبي"], ["المرفأ الجنوبي، شارع البحر"]) == "المرفأ الجنوبي"
    assert named_below(["أرشيف - المرفأ الجنوبي"], ["المرفأ الجنوبية تغلق"]) is None
