"""Which openings ask for a sentence before them: the examples of the rules, and the first words of a page."""

import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic
from riwaya.brief.anchors import needs
from riwaya.brief.candidates import Candidate, find_candidates
from riwaya.model import MentionType, Topic
from riwaya.rules import Example, examples_of, load, rules_in
from tests.making import Maker

EXAMPLES = [x for rule in rules_in(load("ar/brief"), "openings") for x in examples_of(rule)]
BEFORE = "زار وفد من طلاب الجامعة متحف المدينة القديم صباح السبت."


def page(*body: str) -> Maker:
    return Maker("a", "خبر", list(body), "2025-05-05")


def last(maker: Maker) -> Candidate:
    return find_candidates(Affair((maker.account(),)), frozenset())[-1]


def asks(line: Candidate) -> bool:
    return line.leans or bool(needs(line))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda x: f"{x.rule}-{x.text[:12]}")
def test_an_opening_asks_for_a_sentence_before_it_or_not(example: Example) -> None:
    maker = page(BEFORE, example.text)
    if "name" in example.expected:
        maker.names(str(example.expected["name"]), "person:salem", MentionType.PER)
    assert asks(last(maker)) is example.fires


def test_what_a_page_opens_with_it_has_not_brought_in_before() -> None:
    opening = "تشهد المدينة موجة حر شديدة، لكن الخبراء يتوقعون أن تنكسر قبل نهاية هذا الأسبوع الطويل."
    further = "تقترب شركة المرافئ من بيع مخزنها المليون، ويحتاج بلوغ هذا الرقم إلى أسابيع من العمل المتواصل."
    assert not asks(last(page(opening)))
    assert not asks(last(page(further)))
    assert asks(last(page(BEFORE, further)))


@pytest.mark.parametrize("body", [
    "وقع الحادث حين أوقفت شرطة المرور شاحنة على الطريق الجبلية ففر سائقها إلى الوادي.",
    "وأكد أن إصلاح السقف الخشبي للمخزن سيكلف المدينة أربعين ألف دينار في الصيف.",
])  # fmt: skip
def test_a_topic_with_a_sentence_of_the_body_is_told(body: str) -> None:
    account = page(body).account()
    assert len(tell_topic(Topic("t", "فرار سائق", ("s",)), Affair((account,))).brief) == 1


def test_a_number_in_quotation_marks_or_with_a_pronoun_is_nobody() -> None:
    for word in ("مسؤولون", "مراسلنا"):
        maker = page(BEFORE, f"اندلع حريق كبير في مخزن للحبوب قرب المرفأ الشمالي بحسب ما قال {word} في المدينة.")
        maker.names(word, "", MentionType.PER)
        maker.mentions = [type(m)(m.span, m.type, None, m.rule) for m in maker.mentions]
        assert not needs(last(maker))
