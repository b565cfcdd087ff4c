"""Happenings that the words date and no code names: which words tell one, when, and once."""

import re

import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic, with_happenings
from riwaya.model import Event, Polarity, Topic
from riwaya.rules import load, rules_in
from tests.making import Maker

YESTERDAY = "2025-05-06"


def page(name: str, *body: str, title: str = "أخبار المرفأ", published: str = "2025-05-07") -> Maker:
    return Maker(name, title, list(body), published, outlet=f"صحيفة {name}")


def happenings(*makers: Maker) -> tuple[Event, ...]:
    affair = with_happenings(Affair(tuple(m.account() for m in makers)))
    topic = tell_topic(Topic("t", "مرفأ", ("s",)), affair)
    assert {e.id for e in affair.events} == set(topic.timeline)  # what is added is told
    return affair.events


def said(sentence: str) -> Maker:
    word = next(w for w in ("مساء أمس", "يوم أمس", "أمس") if w in sentence)
    return page("a", sentence).dates(word, YESTERDAY)


EXAMPLES = [(k, text, x) for x in rules_in(load("ar/happenings"), "kinds") for k in ("yes", "no") for text in x[k]]


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, t, _ in EXAMPLES], ids=[t[:40] for _, t, _ in EXAMPLES])
def test_the_examples_of_the_rules(kind: str, text: str) -> None:
    longer = f"{text.rstrip('.')} في بلدة تقع على طريق الجبل القديم."
    assert bool(happenings(said(longer))) is (kind == "yes")


@pytest.mark.parametrize(
    "sentence",
    [
        "نفت الشركة أن يكون المصنع انهار أمس بسبب حمولة زائدة.",  # denied
        "ستغرق القرية، كما كان الخبراء قد توقعوا أن يحدث أمس.",  # to come
        "تحدثت الشركة أمس عما حدث في المصنع القديم قبل العيد.",  # what is dated is the speaking
        "أطلق على المرفأ الجديد أمس اسم الشاعر الذي ولد فيه.",  # a turn of phrase
        "لا يعرف السكان ما حدث أمس في المصنع القديم قرب النهر.",  # of no thing named
    ],
)
def test_what_is_not_told_as_done_stands_in_no_timeline(sentence: str) -> None:
    assert not happenings(said(sentence))


def test_what_somebody_charges_is_no_happening() -> None:
    text = "اتهمت النقابة الشركة بأن حراسها أحرقوا المخزن القديم أمس."
    maker = said(text).says("org:union", "حراسها أحرقوا المخزن القديم أمس", Polarity.ACCUSES)
    assert not happenings(maker)


def test_tellings_of_one_day_in_like_words_are_one() -> None:
    one = page("a", "انقلبت حافلة تقل ركابا، أمس، على طريق الجبل قرب القرية.").dates("أمس", YESTERDAY)
    other = page("b", "وكانت حافلة الركاب قد انقلبت أمس قرب القرية على طريق الجبل.").dates("أمس", YESTERDAY)
    (event,) = happenings(one, other)
    assert {m.span.page for m in event.mentions} == {"a", "b"}
    third = page("c", "ونظم عمال الميناء أمس وقفة أمام مقر الشركة للمطالبة بأجورهم.").dates("أمس", YESTERDAY)
    assert len(happenings(one, other, third)) == 2


def test_a_clause_about_it_is_no_second_happening() -> None:
    one = page("a", "انقلبت حافلة تقل ركابا، أمس، على طريق الجبل قرب القرية.").dates("أمس", YESTERDAY)
    other = page("b", "قال الوزير إن الناجين من الحادث الذي وقع أمس غادروا المستشفى.").dates("أمس", YESTERDAY)
    (event,) = happenings(one, other)
    assert len(event.mentions) == 2


def test_the_lead_without_a_day_needs_a_second_page() -> None:
    one = page("a", "انهارت قنطرة قديمة فوق النهر وقطعت الطريق بين البلدتين.")
    assert not happenings(one)
    other = page("b", "انهارت القنطرة القديمة فوق النهر فقطعت الطريق بين البلدتين.")
    (event,) = happenings(one, other)
    assert event.when is not None
    assert event.when.value == "2025-05-06/2025-05-07"


def test_a_party_states_on_its_day() -> None:
    body = "تؤكد الشركة أن السفينة خضعت للفحص وأن حمولتها كانت أقل مما رخص به."
    maker = page("a", body, title="بيان من شركة النقل").says("org:s", body[17:-1], Polarity.ASSERTS, "تؤكد")
    (event,) = happenings(maker)
    assert event.when is not None
    assert event.when.value == "2025-05-07"


def test_background_needs_more_than_one_page() -> None:
    text = "وكان مئة شخص قد قضوا في غرق العبارة القديمة عام 2011 قرب الجزيرة."
    assert not happenings(page("a", text).dates("عام 2011", "2011-01-01"))


def test_no_form_stands_in_two_lists_of_one_kind() -> None:
    for entry in rules_in(load("ar/happenings"), "kinds"):
        assert len(set(entry.texts("verbs"))) == len(entry.texts("verbs"))
        assert all(re.fullmatch(r"\w+", v) for v in entry.texts("verbs"))
