"""The examples in the rule files, and what the rule files may hold."""

from __future__ import annotations

import re

import pytest

from riwaya.dates import calendars as cal
from riwaya.dates import check_rules, explain
from riwaya.dates.check import ANCHOR, anchor_of
from riwaya.dates.grammar import Grammar, entries
from riwaya.errors import RuleError
from riwaya.model import Article, Block, BlockKind, Published
from riwaya.rules import examples_of, load, parse, rules_in
from riwaya.text import fold, read_words


def test_every_example_holds() -> None:
    assert [str(finding) for finding in check_rules()] == []


def test_there_are_many_examples() -> None:
    assert sum(len(list(examples_of(entry))) for entry in entries()) >= 400


def test_every_rule_that_is_an_expression_has_an_example() -> None:
    bare = [e.text("id") for e in entries() if e.get("op") and not e.get("yes")]
    through_others = {
        "dated-only",
        "clock-iso",
        "clock-iso-utc",
        "amount-whole-unit",
        "clock-bare",
        "clock-bare-hour",
        "part-day",
        "part-day-word",
    }
    assert set(bare) <= through_others


def test_a_bracket_left_open_names_its_line() -> None:
    data = parse("rules:\n  - id: a\n    op: same\n    pattern: '(كل'\n", "x.yaml")
    with pytest.raises(RuleError, match=r"x\.yaml:2"):
        Grammar(rules_in(data, "rules"))


def test_a_guard_that_is_no_expression_names_its_line() -> None:
    data = parse("rules:\n  - id: a\n    op: same\n    pattern: 'كل'\n    after: '('\n", "x.yaml")
    with pytest.raises(RuleError, match=r"x\.yaml:2"):
        Grammar(rules_in(data, "rules"))


def test_an_unknown_field_is_an_error() -> None:
    data = parse("rules:\n  - id: a\n    op: same\n    patern: 'كل'\n    pattern: 'كل'\n", "x.yaml")
    with pytest.raises(RuleError, match="patern"):
        Grammar(rules_in(data, "rules"))


def test_explain_names_the_rule_and_the_value() -> None:
    text = "سافر الوفد أمس."
    article = Article(
        "p#0", "p", text, published=Published(cal.of_day(ANCHOR)), parts=(Block(BlockKind.BODY, 0, len(text)),)
    )
    (fired,) = explain(read_words(article))
    assert (fired.room, fired.rule, fired.note) == ("dates", "day-word", "2019-05-14")


def test_anchor_of_reads_days_and_intervals() -> None:
    assert anchor_of("2019-05-15").value == "2019-05-15"
    assert anchor_of("2019-05-15/2019-05-17").value == "2019-05-15/2019-05-17"


def test_every_class_of_words_is_used_and_every_class_used_exists() -> None:
    used = {name for e in entries() for p in e.texts("pattern") for name in re.findall(r"\{([a-z_]+)", p)}
    words = {name for e in rules_in(load("ar/date_words"), "classes") for name in e.texts("name")}
    given = {e.text("gives", "time") for e in entries()}
    figures = {"number", "word_number", "word_year", "ordinal", "nth_day", "the_number", "day", "hour", "two_digits",
               "year", "digits_clock", "hhmm", "hh_mm", "decimal", "numeric_date"}  # fmt: skip
    assert words - used == set()
    assert used - words - given - figures == set()


def test_a_pattern_that_may_be_empty_names_its_line() -> None:
    data = parse("rules:\n  - id: a\n    op: same\n    pattern: '(كل)?'\n", "x.yaml")
    with pytest.raises(RuleError, match="no word at all"):
        Grammar(rules_in(data, "rules"))


def test_more_rules_change_nothing_else() -> None:
    extra = parse("rules:\n  - id: a\n    op: same\n    pattern: 'عصرونيه {weekday}'\n", "x.yaml")
    text = fold("وصل أمس، وعاد في 5 مايو 2011 ثم قبل يومين").text
    assert list(Grammar((*entries(), *rules_in(extra, "rules"))).find(text)) == list(Grammar(entries()).find(text))
