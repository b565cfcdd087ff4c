"""Pages turned from print: the lines of a column are joined into paragraphs, other short lines are not."""

from __future__ import annotations

import textwrap

import pytest

from riwaya.model import Source
from riwaya.read import read_source
from riwaya.read.printed import is_column

TITLE = "صانع القوارب الأخير في خليج السدر يورث أدواته لحفيدته"
TEXT = (
    "يمضي العم درويش نهاره في ورشة ضيقة عند طرف الخليج، حيث بنى على مدى خمسين عاما ما يزيد على مئتي قارب من خشب التوت "
    "الذي كان يجلبه من الجبل على ظهور البغال قبل أن تشق الطريق.",
    "ويقول درويش إن الطلب تراجع منذ أن ظهرت قوارب الألياف الزجاجية في السوق، لكن بعض الصيادين ما زالوا يفضلون الخشب "
    "لأن القارب الخشبي يعيش أكثر من عمر صاحبه إذا اعتنى به.",
    "أما حفيدته سلمى فقد تركت الجامعة سنة كاملة كي تتعلم منه الحرفة، وهي اليوم تمسك المنشار بيد واثقة وتعرف من رائحة "
    "الخشب إن كان قد جف بما يكفي أم لا يزال رطبا.",
)
LINES = [line for paragraph in TEXT for line in textwrap.wrap(paragraph, 52)]


def body(inner: str) -> list[str]:
    markup = f"<html dir=rtl><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{inner}</body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    (article,) = reading.articles
    return [article.text[b.start : b.end] for b in article.body]


@pytest.mark.parametrize(
    "inner",
    [
        f"<div>{'<br>'.join(LINES)}</div>",
        "".join(f"<div class=t1>{line}</div>" for line in LINES),
        f"<div>صفحة 7<br>{'<br>'.join(LINES)}</div>",
    ],
)
def test_lines_of_a_column_are_paragraphs_again(inner: str) -> None:
    assert body(inner) == list(TEXT)


def test_lists_verses_and_headlines_are_no_columns() -> None:
    assert is_column(LINES)
    assert not is_column([f"{line.rstrip('.،')}." for line in LINES])
    assert not is_column(["افتتاح سوق السمك الجديد عند مدخل الخليج", "إغلاق الطريق الساحلي غدا لأعمال الصيانة"] * 5)
    assert not is_column(LINES[:4])
    assert not is_column([])
