"""What must bear a contrast out before it is shown."""

from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.speaking import (
    Evidence,
    _check,
    entry_of,
    may_speak,
    must_be_aware,
    must_be_told_alike,
    rules_given,
    speaking,
)
from riwaya.errors import RuleError
from riwaya.model import (
    AlignedPair,
    Change,
    Contrast,
    ContrastKind,
    Derivation,
    MentionType,
    Polarity,
    Position,
    Speaker,
)
from riwaya.rules import Entry
from tests.making import Maker

SOURCE = "تسرب 400 طن من الزيت إلى المصب الشرقي قرب مرفأ الصيادين"


def retold(two: Maker, words: str, relation: str, score: float, outlets: tuple[str | None, str | None]) -> list[str]:
    """The rules of the contrasts where `two` has `words` for `SOURCE`, with 4000 for 400."""
    one = Maker("a", "تسرب", [SOURCE + "."], "2025-03-02", outlets[0])
    two.outlet = outlets[1]
    pair = AlignedPair(
        one.span(SOURCE), two.span(words), score, (Change("number", "contradicted", one.span("400"), two.span("4000")),)
    )
    derivation = Derivation(one.id, two.id, relation, score, "test", pairs=(pair,))
    found: tuple[Contrast, ...] = find_contrasts(Affair((one.account(), two.account()), derivations=(derivation,)))
    return [c.rule for c in found if c.rule.startswith("altered")]


def own_words(more: str = "") -> tuple[Maker, str]:
    words = "بلغ ما تسرب 4000 طن من الزيت في المصب الشرقي"
    return Maker("b", "تسرب", [words + "." + more], "2025-03-03"), words


def test_a_page_with_nothing_but_its_source_can_bend_it() -> None:
    assert retold(*own_words(), "rewrite", 0.6, ("الميناء", None)) == ["altered:number"]


def test_a_newsroom_that_has_the_same_words_has_them_from_elsewhere() -> None:
    assert retold(*own_words(), "rewrite", 0.6, ("الميناء", "الساحل")) == []


def test_a_newsroom_that_names_whose_words_it_has_can_bend_them() -> None:
    words = "ونقلت صحيفة الميناء أن ما تسرب بلغ 4000 طن من الزيت في المصب الشرقي"
    page = Maker("b", "تسرب", [words + "."], "2025-03-03")
    assert retold(page, words, "rewrite", 0.6, ("الميناء", "الساحل")) == ["altered:number"]


def test_who_has_a_number_of_its_own_has_another_source() -> None:
    more = " وأبعد 90 صيادا عن المكان."
    assert retold(*own_words(more), "rewrite", 0.6, ("الميناء", None)) == []


def test_a_page_that_tells_mostly_other_things_retells_nothing() -> None:
    more = " ثم هبت الريح. وعاد الناس إلى بيوتهم. وأغلق السوق."
    assert retold(*own_words(more), "rewrite", 0.6, ("الميناء", None)) == []


@pytest.mark.parametrize(("words", "score", "shown"), [
    (SOURCE.replace("400", "4000"), 0.95, True),
    (SOURCE.replace("400", "4000"), 0.8, False),
    ("تسرب 4000 طن من الزيت إلى المصب الشرقي قبل إغلاق السدود الواقية كلها", 0.95, False),
])  # fmt: skip
def test_a_copy_bends_one_value_of_an_otherwise_equal_sentence(words: str, score: float, shown: bool) -> None:
    page = Maker("b", "تسرب", [words + "."], "2025-03-02")
    assert retold(page, words, "copy", score, ("الميناء", "الساحل")) == ["altered:number"] * shown


def test_every_rule_is_argued_for_and_an_unknown_one_is_silent() -> None:
    known = (
        "wording",
        "dispute:denial",
        "dispute:joined",
        "dispute:beside",
        "dispute:answer",
        "mutual",
    )
    rules = (*known, "figures", "altered:number", "named", "hours", "reason:cause", "order", "times", "places")
    assert all(entry_of(rule).when for rule in (*rules, "claims", "weekday", "spelling"))
    assert entry_of("title").when == entry_of("roles").when == entry_of("hearsay").when == ()
    assert entry_of("wording").sure and not entry_of("dispute:denial").sure


def test_nobody_looks_for_what_may_not_speak() -> None:
    assert may_speak("version", chosen=True) and not may_speak("version", chosen=False)
    assert may_speak("figures", chosen=False) and may_speak("dispute", chosen=False)
    assert not may_speak("title", chosen=True) and not may_speak("hearsay", chosen=True)
    assert all(may_speak(rule, chosen=True) for rule in rules_given())
    for must, rule in ((must_be_aware, "dispute:contradicted"), (must_be_told_alike, "amount")):
        assert must(rule, chosen=False) and not must(rule, chosen=True) and not must("wording", chosen=False)


@pytest.mark.parametrize(("chosen", "answers", "denier", "shown"), [
    (True, "", "org:company", True),
    (False, "", "org:company", False),
    (False, " التي تذكرها النقابة", "org:company", True),
    (False, " التي تذكرها النقابة", "anon:مدير@b", False),
])  # fmt: skip
def test_in_a_stream_a_denial_is_of_somebody_known_and_names_whom_it_answers(
    chosen: bool, answers: str, denier: str, shown: bool
) -> None:
    one = Maker("a", "اتهام", ["قالت النقابة إن المصنع ألقى نفايات سامة في النهر ليلا."])
    one.says("org:union", "المصنع ألقى نفايات سامة في النهر ليلا", Polarity.ACCUSES, cue="قالت")
    two = Maker("b", "نفي", [f"نفت الشركة أن يكون المصنع ألقى نفايات سامة في النهر{answers}."])
    two.says(denier, "يكون المصنع ألقى نفايات سامة في النهر", Polarity.DENIES, cue="نفت")
    if answers:
        two.names("النقابة", "org:union", MentionType.ORG)
    for page, name in ((one, "النقابة"), (two, "الشركة")):
        held = page.statements[0].speaker
        page.statements[0] = replace(page.statements[0], speaker=Speaker(page.span(name), held.actor if held else None))
    found = find_contrasts(Affair((one.account(), two.account()), chosen=chosen))
    assert any(c.rule.startswith("dispute:") for c in found) is shown


@pytest.mark.parametrize(("days", "other", "shown"), [
    ("23 الحالي و27 منه", "23 الحالي", False),  # both days stand in both
    ("23 و28 الحالي", "28 الحالي", True),
])  # fmt: skip
def test_two_days_that_both_sentences_name_are_not_put_for_one_another(days: str, other: str, shown: bool) -> None:
    told = "يلعب الفريق مباراتيه الوديتين ضد الترجي والنجم على ملعب المنارة في"
    one, two = Maker("a", "رياضة", [f"{told} 23 و27 الحالي."]), Maker("b", "رياضة", [f"{told} {days}."])
    for maker, when in ((one, "27 الحالي"), (two, other)):
        maker.dates(when, "2025-05-27" if maker is one else "2025-05-28")
    change = Change("date", "contradicted", one.span("27 الحالي"), two.span(other))
    sentence = AlignedPair(one.span(one.body[0]), two.span(two.body[0]), 0.95, (change,))
    copy = Derivation(one.id, two.id, "copy", 0.95, "test", pairs=(sentence,))
    affair = Affair((one.account(), two.account()), derivations=(copy,))
    positions = tuple(Position("", m.id, (m.span(m.body[0]),)) for m in (one, two))
    contrast = Contrast("", ContrastKind.DISCREPANCY, positions, "altered:date")
    assert bool(list(speaking([contrast], Evidence(affair, {}, {})))) is shown


def test_a_dispute_with_a_side_known_by_its_page_only_is_not_sure() -> None:
    words = "قال عمال إن المصنع صب نفاياته في النهر، وهو ما تنفيه الإدارة."
    page = Maker("a", "اتهام", [words]).names("الإدارة", "org:company", MentionType.ORG)
    (found,) = find_contrasts(Affair((page.account(),), chosen=True))
    assert found.rule == "dispute:so" and not found.sure


@pytest.mark.parametrize(("denier", "named", "shown"), [
    ("person:mayor", "وادي الرمان", False),  # his town is named, and he is not charged
    ("person:mayor", "رئيس البلدية", True),
])  # fmt: skip
def test_in_a_stream_a_man_is_not_charged_with_what_is_said_of_his_country(
    denier: str, named: str, shown: bool
) -> None:
    words = f"مياه السوق ملوثة بسبب {named} منذ الربيع"
    page = Maker("a", "اتهام", [f"قالت النقابة إن {words}.", "ونفى الناطق هذه الأقوال."])
    page.says("org:union", words, cue="قالت").says(denier, "هذه الأقوال", Polarity.DENIES, cue="نفى")
    page.statements[0] = replace(page.statements[0], speaker=Speaker(page.span("النقابة"), "org:union"))
    page.statements[1] = replace(page.statements[1], rule="deny.noun", speaker=Speaker(page.span("الناطق"), denier))
    page.names(named, denier if named == "رئيس البلدية" else "place:wadi", MentionType.GPE)
    sides = {"org:union": "org:union", "place:wadi": "country:wadi", denier: "country:wadi"}
    contrast = next(c for c in find_contrasts(Affair((page.account(),), chosen=True)) if c.rule == "dispute:denied")
    affair = Affair((page.account(),), chosen=False)
    assert bool(list(speaking([contrast], Evidence(affair, {}, sides)))) is shown


@pytest.mark.parametrize(("kind", "sure"), [(ContrastKind.DISCREPANCY, True), (ContrastKind.PRECISION, False)])
def test_a_copy_that_only_says_less_is_to_be_checked(kind: ContrastKind, sure: bool) -> None:
    words = SOURCE.replace("400", "4000")
    one, two = Maker("a", "تسرب", [SOURCE + "."], outlet="الميناء"), Maker("b", "تسرب", [words + "."], outlet="الساحل")
    pair = AlignedPair(
        one.span(SOURCE), two.span(words), 0.95, (Change("number", "contradicted", one.span("400"), two.span("4000")),)
    )
    copy = Derivation(one.id, two.id, "copy", 0.95, "test", pairs=(pair,))
    evidence = Evidence(Affair((one.account(), two.account()), derivations=(copy,)), {}, {})
    positions = (Position("", one.id, (one.span(SOURCE),)), Position("", two.id, (two.span(words),)))
    (found,) = speaking([Contrast("", kind, positions, "altered:number")], evidence)
    assert found.sure is sure


@pytest.mark.parametrize(("days", "kinds"), [
    (("2025-03-02", "2025-03-03"), [ContrastKind.UPDATE]),
    (("2025-03-03", "2025-03-02"), [ContrastKind.DISCREPANCY]),
])  # fmt: skip
def test_a_later_report_of_bodies_found_bends_no_number(days: tuple[str, str], kinds: list[ContrastKind]) -> None:
    told = "أعلنت الحماية المدنية انتشال جثث {} صيادا كانوا على متن مركب غرق قبالة المرفأ القديم"
    one = Maker("a", "غرق", [told.format(11) + "."], days[0], "الميناء")
    two = Maker("b", "غرق", [told.format(35) + "."], days[1], "الساحل")
    change = Change("number", "contradicted", one.span("11"), two.span("35"))
    pair = AlignedPair(one.span(told.format(11)), two.span(told.format(35)), 0.95, (change,))
    copy = Derivation(one.id, two.id, "copy", 0.95, "test", pairs=(pair,))
    found = find_contrasts(Affair((one.account(), two.account()), derivations=(copy,)))
    assert [c.kind for c in found] == kinds  # and where it is told as a toll too, once


def test_an_unknown_kind_in_the_rules_is_refused() -> None:
    entry = Entry({"rule": "x", "when": "always", "unsure": "doubtful", "first": [0, 0], "why": "x"})
    with pytest.raises(RuleError, match="unknown kind 'doubtful'"):
        _check(entry)
