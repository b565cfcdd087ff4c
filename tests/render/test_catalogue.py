import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.compare import rules_given
from riwaya.errors import UsageError
from riwaya.model import BlockKind, ContrastKind, Mode, PageState, Polarity, Status
from riwaya.render.catalogue import LANGUAGES, language, plural_form
from riwaya.render.document import schema
from riwaya.render.drawn import days_of
from riwaya.rules import load, rules_in
from riwaya.rules.plover import plover

AR, EN = language("ar"), language("en")


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "لا صفحات"),
        (1, "صفحة واحدة"),
        (2, "صفحتان"),
        (3, "3 صفحات"),
        (10, "10 صفحات"),
        (11, "11 صفحة"),
        (99, "99 صفحة"),
        (100, "100 صفحة"),
        (103, "103 صفحات"),
        (612, "612 صفحة"),
    ],
)
def test_arabic_counts_pages(n: int, expected: str) -> None:
    assert AR.count("pages", n) == expected


@pytest.mark.parametrize(("n", "expected"), [(2, "مصدران مستقلان"), (5, "5 مصادر مستقلة"), (11, "11 مصدرًا مستقلًّا")])
def test_arabic_counts_sources(n: int, expected: str) -> None:
    assert AR.count("sources", n) == expected


def test_english_counts() -> None:
    assert [EN.count("pages", n) for n in (0, 1, 2)] == ["0 pages", "one page", "2 pages"]
    assert plural_form("en", 101) == "other"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-06-30", "30 يونيو 2025"),
        ("2025-06-30T14:05", "30 يونيو 2025، الساعة 14:05"),
        ("2025-06-30T14", "30 يونيو 2025، الساعة 14"),
        ("2025-06", "يونيو 2025"),
        ("2025", "2025"),
        ("2018-22", "صيف 2018"),
        ("197X", "العقد البادئ عام 1970"),
        ("2025-W27", "الأسبوع البادئ في 30 يونيو 2025"),
        ("2025-07-03/2025-07-04", "بين 3 و4 يوليو 2025"),
        ("2025-06-30/2025-07-02", "بين 30 يونيو و2 يوليو 2025"),
        ("2024-12-20/2025-01-02", "بين 20 ديسمبر 2024 و2 يناير 2025"),
        ("2019/2021", "بين 2019 و2021"),
        ("../2025-07-04", "حتى 4 يوليو 2025"),
        ("2025-07-04/..", "منذ 4 يوليو 2025"),
        ("P12D", "12 يومًا"),
        ("P2Y", "سنتان"),
        ("PT3H", "3 ساعات"),
        ("PAST_REF", "في وقت مضى"),
        ("XXXX-WXX-5", "XXXX-WXX-5"),
        (None, ""),
    ],
)
def test_dates_in_arabic(value: str | None, expected: str) -> None:
    assert AR.date(value) == expected


def test_dates_in_english() -> None:
    assert EN.date("2025-07-03/2025-07-04") == "between 3 and 4 July 2025"


@given(st.text("0123456789-/.XTWPYMD:", max_size=24))
def test_no_value_breaks_a_date(value: str) -> None:
    assert isinstance(AR.date(value), str)
    days = days_of(value)
    assert days is None or days[0] < days[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", rules_given())
def test_every_rule_that_may_give_a_contrast_has_a_heading_of_its_own(rule: str, lang: str) -> None:
    headings = language(lang).words["labels"]["heading"]
    assert rule in headings
    assert bool(re.search("[\u0621-\u064a]", headings[rule])) is (lang == "ar")


def test_no_heading_in_english_is_arabic() -> None:
    labels = EN.words["labels"]
    tolls = [load("ar/contrasts")["labels"][r.text("id")] for r in rules_in(load("ar/contrasts"), "tolls")]
    shown = [*labels["heading"].values(), *labels["relation"].values(), *(EN.label("subject", t) for t in tolls)]
    assert shown and not any(re.search("[\u0621-\u064a]", words) for words in shown)


def test_large_topics_are_counted_as_arabic_counts() -> None:
    said = {n: AR.say("limit_large", articles=AR.count("articles", n)).partition(":")[0] for n in (5, 50, 200)}
    assert said == {5: "5 مقالات أو أكثر", 50: "50 مقالًا أو أكثر", 200: "200 مقال أو أكثر"}


def keys(tree: Any) -> set[str]:
    if not isinstance(tree, dict):
        return set()
    return set(tree) | {f"{k}.{inner}" for k, v in tree.items() for inner in keys(v)}


def test_both_languages_have_the_same_words() -> None:
    def but_plurals(words: dict[str, Any]) -> set[str]:
        return {k for k in keys(words) if not re.fullmatch(r"plurals\.\w+\.\w+", k)}

    assert but_plurals(AR.words) == but_plurals(EN.words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_of_the_contract_has_a_label(lang: str) -> None:
    labels = language(lang).words["labels"]
    relations = schema()["$defs"]["derivation"]["properties"]["relation"]["enum"]
    changes = schema()["$defs"]["change"]["properties"]["kind"]["enum"]
    whats = ["number", "date", "name", "place", "role", "speaker", "negation", "cause", "act", "wording", "source"]
    rules = ["figures", "times", "places", "hours", "roles", "claims"]
    rules += [f"dispute:{r}" for r in ("joined", "against", "beside", "denial", "answer", "blame")]
    rules += [f"altered:{w}" for w in whats]
    wanted = {
        "changed": whats,
        "heading": rules,
        "contrast": [k.value for k in ContrastKind],
        "polarity": [p.value for p in Polarity],
        "mode": [m.value for m in Mode],
        "status": [s.value for s in Status],
        "event": [*plover(), "NONE"],
        "block": [b.value for b in BlockKind],
        "state": [s.value for s in PageState],
        "derivation": relations,
        "derivation_of": relations,
        "change": changes,
        "change_source": changes,
    }
    for group, values in wanted.items():
        assert set(values) <= set(labels[group]), group


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plural_has_its_forms(lang: str) -> None:
    forms = {"zero", "one", "two", "few", "many", "other"} if lang == "ar" else {"one", "other"}
    for noun, given_forms in language(lang).words["plurals"].items():
        assert set(given_forms) == forms, noun


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("running text", "نص متصل"),
        ("it tells Tuesday, Friday by weekday alone", "يذكر الثلاثاء، الجمعة باسم اليوم وحده"),
        ("84% of its five-word sequences stand in the source; source, because the other is shorter",
         "84٪ من متوالياته خماسية الكلمات موجودة في الأصل؛ عُدّ الأول أصلًا لأن: الآخر أقصر"),
        ("a list of 12 headlines, no article's text", "قائمة عناوين عددها 12، بلا متن مقال"),
        ("the host answered 404 and no page", "ردّ الموقع بالرمز 404 بلا صفحة"),
        ("3 broken characters replaced (utf-8)", "حروف معطوبة استُبدلت، عددها 3 (utf-8)"),
        ("several names are left in Latin letters (5 times)", "أسماء تُركت بحروف لاتينية (×5)"),
        ("a new reason, not known; running text", "a new reason, not known؛ نص متصل"),
        ("", ""),
    ],
)  # fmt: skip
def test_reasons_in_arabic(reason: str, expected: str) -> None:
    assert AR.reason(reason) == expected
    assert EN.reason(reason) == reason


@given(st.text("abc, ;(){}0123%", max_size=30))
def test_no_reason_breaks(reason: str) -> None:
    assert isinstance(AR.reason(reason), str)


def test_an_unknown_value_shows_as_itself() -> None:
    assert AR.label("warning", "something new") == "something new"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError):
        language("xx")
