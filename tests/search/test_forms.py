"""What of a word is looked for, and what a query comes to."""

import pytest

from riwaya.search import check_rules, form_of, parse, understand


@pytest.mark.parametrize(
    "forms",
    [
        ("إضراب", "الإضراب", "والإضراب", "بالإضراب"),
        ("فيسبوك", "وفيسبوك"),
        ("ألمانيا", "وألمانيا", "لألمانيا"),
        ("علاقات", "العلاقات", "وبالعلاقات", "علاقاتها"),
    ],
)
def test_what_is_attached_does_not_count(forms: tuple[str, ...]) -> None:
    assert len({form_of(x).stem for x in forms}) == 1


@pytest.mark.parametrize("pair", [("سوريا", "سوري"), ("روسيا", "روسي"), ("بحر", "حر"), ("ألماني", "ماني")])
def test_other_words_stay_other_words(pair: tuple[str, str]) -> None:
    assert form_of(pair[0]).stem not in form_of(pair[1]).stems
    assert form_of(pair[1]).stem not in form_of(pair[0]).stems


def test_who_asks_for_a_name_asks_with_what_may_be_attached() -> None:
    assert form_of("لبوتين").stem in form_of("بوتين").stems


def test_a_query() -> None:
    query = parse("ميناء «خط الساحل» -قطار سفينة أو عبارة في")
    assert [[a.text for a in g] for g in query.groups] == [["ميناء"], ["خط الساحل"], ["سفينة", "عبارة"]]
    assert [a.text for a in query.without] == ["قطار"]
    assert parse("").why_none
    assert parse("-قطار").why_none
    assert parse("من هو").groups  # words that carry nothing, where there are no others
    assert [a.text for a in parse("كوفيد-19").groups[1]] == ["19"]


def test_rules_of_questions() -> None:
    assert check_rules() == ()
    assert understand("") is None
