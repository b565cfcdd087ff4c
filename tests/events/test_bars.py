"""Whom the grammar shuts out of a part."""

import pytest

from riwaya.events.bars import barred
from tests.events.making import told


@pytest.mark.parametrize(
    ("text", "rule", "idle"),
    [
        ("أعلنت [أنغولا] مقتل جنديين في كمين", "kill", {"أنغولا"}),
        ("[أنغولا] تعلن مقتل جنديين في كمين", "kill", {"أنغولا"}),
        ("أعلنت [أنغولا] مقتل قيادي مطلوب في كمين", "kill", set()),
        ("اغتيال قيادي في [حركة السهل] بعبوة", "kill", {"حركة السهل"}),
        ("غارات [بوتان] على مواقع ل[أنغولا]", "air-strike", {"أنغولا"}),
        ("غارات على قرية شنتها [أنغولا]", "air-strike", set()),
    ],
)
def test_who_can_not_have_done_it(text: str, rule: str, idle: set[str]) -> None:
    group = [t for t in told(text) if t.rule.id == rule]
    assert group
    assert barred(group)[0] == idle


def test_the_subject_of_an_active_verb_does_not_suffer() -> None:
    assert barred(told("هاجمت [أنغولا] قرية"))[1] == {"أنغولا"}
    assert barred(told("قتل [سالم العامري] برصاص مجهول"))[1] == set()
