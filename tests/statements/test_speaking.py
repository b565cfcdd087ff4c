"""Verbs that mostly tell deeds, documents, quotations in odd places, hedges: where they tell words, and where not."""

from __future__ import annotations

import pytest

from riwaya.model import Mode, Polarity, Statement
from riwaya.statements import find_statements
from tests.statements.test_find import _mentions, _words


def _found(*paragraphs: str, title: str = "") -> list[tuple[str, str | None]]:
    """For each statement its words and the words, else the id, of its speaker."""
    words = _words(*paragraphs, title=title)
    text = words.article.text
    return [(text[s.span.start : s.span.end], _who(text, s)) for s in find_statements(words, _mentions(text))]


def _who(text: str, said: Statement) -> str | None:
    if said.speaker is None:
        return None
    span = said.speaker.span
    return text[span.start : span.end] if span is not None else said.speaker.actor


def _one(text: str) -> Statement:
    (told,) = find_statements(_words(text), _mentions(text))
    return told


@pytest.mark.parametrize(
    "text",
    [
        "زادت النرويج إنتاج السمك.",
        "جدد نادي الزيتون عقد حارسه.",
        "حملت النرويج القمح إلى الميناء.",
        "رفضت النرويج تسليم السفينة.",
        "أرجع رامز عيتاني الكرة إلى الحارس.",
        "نسب نادي الزيتون فوزه إلى الجمهور.",
        "يقع المعهد، ومقره أوسلو، قرب النهر.",
    ],
)
def test_a_deed_is_no_statement(text: str) -> None:
    assert _found(text) == []


def test_a_verb_that_mostly_tells_deeds_needs_somebody_who_speaks() -> None:
    assert _found("رفضت النرويج هذه الاتهامات.")[0][1] == "النرويج"
    assert _found("رفضت العاصفة هذه الاتهامات.") == []


def test_whom_a_sentence_begins_with_goes_on_to_demand() -> None:
    for text in (
        "أعربت النرويج عن قلقها، ودعت السلطات في المدينة إلى فتح الميناء.",
        "وثقت النرويج عشرات الحالات، وطالبت السلطات بفتح الميناء.",
    ):
        assert _found(text)[-1] == ("فتح الميناء", "النرويج")


def test_a_clause_set_beside_has_its_own_subject() -> None:
    told = _found("أعربت النرويج عن قلقها، فيما دعت السلطات المحلية السكان إلى الهدوء.")
    assert told[-1][0] == "الهدوء" and str(told[-1][1]).startswith("السلطات المحلية")


@pytest.mark.parametrize(
    ("text", "said", "who"),
    [
        ("وأفاد بيان صادر عن هيئة الموانئ بأن الرصيف أغلق.", "الرصيف أغلق", "هيئة الموانئ"),
        ("وكشفت وثيقة اطلعت عليها وكالة ريحان أن الرصيف سيباع.", "الرصيف سيباع", "وثيقة"),
        ("وينص القرار على إغلاق الرصيف.", "إغلاق الرصيف", "القرار"),
        ("نشرت وكالة ريحان بيانا لهيئة الموانئ جاء فيه أن الرصيف أغلق.", "الرصيف أغلق", "هيئة الموانئ"),
        ("ذكر نادي الزيتون نقلا عن وكالة ريحان أن الرصيف أغلق.", "الرصيف أغلق", "وكالة ريحان"),
        ("ونسبت وكالة ريحان إلى عامل في الميناء قوله إن الرصيف أغلق.", "الرصيف أغلق", "عامل"),
    ],
)
def test_documents_and_relays(text: str, said: str, who: str) -> None:
    assert _found(text) == [(said, who)]


def test_a_report_is_not_whoever_spoke_last() -> None:
    told = _found("قال رامز عيتاني إن البحر هادئ.", "وخلص التقرير إلى أن السمك يتناقص.")
    assert told[1] == ("السمك يتناقص", "التقرير")
    words = _words("قال رامز عيتاني إن البحر هادئ.", "وخلص التقرير إلى أن السمك يتناقص.")
    said = find_statements(words, _mentions(words.article.text))[1]
    assert said.speaker is not None and said.speaker.actor is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("«هذا هراء محض»، هكذا رد رامز عيتاني على السؤال.", "هذا هراء محض"),
        ("«لن نبيع الرصيف»، بهذه العبارة قال رامز عيتاني كلمته.", "لن نبيع الرصيف"),
        ("«سنعود»، يقول رامز عيتاني أمام بيته.", "سنعود"),
    ],
)
def test_a_quotation_before_its_cue_and_a_word_between(text: str, said: str) -> None:
    assert _found(text) == [(said, "رامز عيتاني")]


@pytest.mark.parametrize("second", ['وسنكمل الرصيف قريبا".', '"وسنكمل الرصيف قريبا".'])
def test_a_quotation_runs_on_into_the_next_paragraph(second: str) -> None:
    told = _found('قال رامز عيتاني: "لقد أنجزنا الكثير.', second)
    assert told == [("لقد أنجزنا الكثير", "رامز عيتاني"), ("وسنكمل الرصيف قريبا", "رامز عيتاني")]


def test_who_wants_no_name_asserts_what_they_say() -> None:
    told = _one('وقالت عاملة طلبت حجب اسمها: "الناس ينامون في القارب".')
    assert (told.polarity, told.mode) == (Polarity.ASSERTS, Mode.DIRECT)


def test_a_colon_before_that_reports() -> None:
    text = "قال رامز عيتاني: إن الرصيف أغلق."
    assert (_found(text), _one(text).mode) == ([("الرصيف أغلق", "رامز عيتاني")], Mode.INDIRECT)


def test_headlines_of_states_and_of_quotations() -> None:
    assert _found("مات صياد.", title="النرويج: لن نسمح ببيع الرصيف") == [("لن نسمح ببيع الرصيف", "النرويج")]
    assert _found("مات صياد.", title="النرويج: انفجار في الميناء") == []
    assert _found("مات صياد.", title="«كارثة حقيقية».. رامز عيتاني يصف الحريق") == [("كارثة حقيقية", "رامز عيتاني")]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("رجحت النرويج أن البحر سيهدأ.", "رجحت"),
        ("زعم رامز عيتاني أن البحر هادئ.", "زعم"),
        ("وذكرت تقارير غير مؤكدة أن السفينة غرقت.", "غير مؤكدة"),
        ("وترددت أنباء عن غرق السفينة.", "ترددت"),
        ("وكان رامز عيتاني قد قال إن البحر هادئ.", None),
    ],
)
def test_what_weakens_all_that_is_told(text: str, hedge: str | None) -> None:
    assert _one(text).hedge == hedge


def test_a_rumour_is_nobodys() -> None:
    assert _one("وترددت أنباء عن غرق السفينة.").speaker is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("قال رامز عيتاني إن على النرويج أن توقف الصيد.", Polarity.DEMANDS),
        ("قال رامز عيتاني إن على الأطراف وقف الصيد.", Polarity.DEMANDS),
        ("قال رامز عيتاني إن على الرصيف آلاف الصناديق.", Polarity.ASSERTS),
        ("قال رامز عيتاني إن هذه التهم باطلة ولا أساس لها.", Polarity.DENIES),
    ],
)
def test_acts_that_the_words_show(text: str, act: Polarity) -> None:
    assert _one(text).polarity is act
