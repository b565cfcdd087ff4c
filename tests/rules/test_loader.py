from pathlib import Path

import pytest

from riwaya.errors import RuleError
from riwaya.rules import examples_of, load, parse, rules_in

GOOD = """\
rules:
  - id: raining
    pattern: مطر
    yes:
      - هطل مطر غزير
      - {text: مطر في ٢٠٢٥, value: 2025-01-02, no: yes}
    no: [مطار]
"""


def test_examples_carry_their_rule_their_place_and_what_they_expect() -> None:
    (rule,) = rules_in(parse(GOOD, "weather.yaml"), "rules")
    examples = list(examples_of(rule))
    assert [(e.text, e.fires) for e in examples] == [("هطل مطر غزير", True), ("مطر في ٢٠٢٥", True), ("مطار", False)]
    assert examples[1].expected == {"value": "2025-01-02", "no": "yes"}  # words stay words
    assert (examples[1].file, examples[1].line) == ("weather.yaml", 6)


@pytest.mark.parametrize(
    ("source", "place", "reason"),
    [
        ("rules:\n  - id: a\n  - id: a\n", "f.yaml:3", "already stands on line 2"),
        ("rules:\n  - id: a\n    id: b\n", "f.yaml:3", "given twice"),
        ("rules: [\n", "f.yaml:2", "expected"),
        ("- a\n", "f.yaml:1", "mapping of sections"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(source: str, place: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason) as caught:
        parse(source, "f.yaml")
    assert str(caught.value).startswith(place)


def test_an_unknown_field_is_an_error() -> None:
    (rule,) = rules_in(parse("rules:\n  - id: a\n    patern: x\n", "f.yaml"), "rules")
    with pytest.raises(RuleError, match="patern"):
        rule.only("id", "pattern")


def test_load_reads_below_its_root(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / "weather.yaml").write_text(GOOD, encoding="utf-8")
    assert rules_in(load("ar/weather", tmp_path), "rules")[0].text("pattern") == "مطر"
