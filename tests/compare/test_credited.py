"""Whom a page credits with a number, and what follows for two that differ."""

from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.credited import credited
from riwaya.model import Contrast, ContrastKind, MentionType, Polarity, Published, Speaker
from tests.making import Maker, day

WATCH, RESCUE, MAYOR = "org:watch", "org:rescue", "person:mayor"


def credit(maker: Maker, number: str = "12") -> str | None:
    account = maker.account()
    at = maker.span(number)
    sentence = account.words.sentence_at(at.start)
    assert sentence is not None
    return credited(account, sentence, at)


def told(*body: str) -> Maker:
    return Maker("a", "انهيار", list(body))


@pytest.mark.parametrize(("sentence", "source"), [
    ("قتل 12 عاملا في الانهيار، بحسب الحماية المدنية.", RESCUE),
    ("وبحسب الحماية المدنية، قتل 12 عاملا في الانهيار.", RESCUE),
    ("أسفر الانهيار وفق الحماية المدنية عن مقتل 12 عاملا وجرح كثيرين.", RESCUE),
    ("قتل 12 عاملا، كما أعلنت الحماية المدنية صباح اليوم.", RESCUE),
    ("قتل 12 عاملا في الانهيار، وفق حصيلة للحماية المدنية.", RESCUE),
    ("قتل 12 عاملا في الانهيار، وفق أرقام جديدة أعلنتها الحماية المدنية.", RESCUE),
    ("قتل 12 عاملا في الانهيار، بحسب مصدر طبي في البلدة.", "anon:مصدر-طبي@a"),
    ("قتل 12 عاملا في الانهيار، وفقا لمصدر طبي.", "anon:مصدر-طبي@a"),
    ("قتل 12 عاملا في الانهيار، وفق حصيلة رسمية.", "anon:حصيلة-رسمية@a"),
    ("قتل 12 عاملا في الانهيار، بحسب الشرطة المحلية في البلدة.", "anon:الشرطة-المحلية@a"),
    ("قتل 12 عاملا في الانهيار، وعوضوا حسب القانون.", None),
    ("قتل 12 عاملا في الانهيار، وفق مراسلنا.", None),  # the page's own man
    ("قتل 12 عاملا. وقالت الحماية المدنية إن السقف قديم.", None),
])  # fmt: skip
def test_the_source_that_a_sentence_names(sentence: str, source: str | None) -> None:
    maker = told(sentence)
    if "الحماية المدنية" in sentence:
        maker.names("الحماية المدنية", RESCUE, MentionType.ORG)
    elif "للحماية" in sentence:
        maker.names("لحماية المدنية", RESCUE, MentionType.ORG)
    assert credit(maker) == source


def test_whose_a_count_is_its_words_say_and_not_who_spoke_last() -> None:
    words, source = "قتل 12 عاملا في الانهيار", "أرقام المؤسسات الصحية"
    maker = told(f"{words}، بحسب {source} في البلدة.").says(RESCUE, words, cue="بحسب", who=source)
    assert credit(maker) == "anon:أرقام-المؤسسات-الصحية@a"


def test_an_office_is_whom_it_names_else_its_words() -> None:
    words = "قتل 12 عاملا، وفق أرقام أعلنها رئيس البلدية الجديد، سمير ناصر، أمس."
    assert credit(told(words)) == "anon:رئيس-البلدية-الجديد@a"
    assert credit(told(words).names("سمير ناصر", MAYOR, MentionType.PER)) == MAYOR


def test_a_short_name_is_the_one_body_called_so_in_full() -> None:
    full, short = "ووصل خبراء المرصد الجنوبي للزلازل.", "قتل 12 عاملا في الانهيار، بحسب المرصد."
    assert credit(told(full, short).names("المرصد الجنوبي للزلازل", WATCH, MentionType.ORG)) == WATCH
    other = "ورد المرصد الشمالي أمس."
    two = told(full, other, short).names("المرصد الجنوبي للزلازل", WATCH, MentionType.ORG)
    assert credit(two.names("المرصد الشمالي", RESCUE, MentionType.ORG)) == "anon:المرصد@a"


def test_who_speaks_gives_the_number_where_he_tells_it() -> None:
    words = "السقف انهار على 12 عاملا"
    for polarity, source in ((Polarity.ASSERTS, RESCUE), (Polarity.DENIES, None)):
        maker = told(f"قالت الحماية المدنية إن {words}.").says(
            RESCUE, words, polarity, cue="قالت", who="الحماية المدنية"
        )
        assert credit(maker) == source


def test_a_speaker_whom_nobody_linked_is_shown_by_his_words() -> None:
    words = "السقف انهار على 12 عاملا"
    maker = told(f"وقال مدير المستشفى إن {words}.").says("", words, cue="قال", who="مدير المستشفى")
    maker.statements[0] = replace(maker.statements[0], speaker=Speaker(maker.span("مدير المستشفى"), None))
    assert credit(maker) == "anon:مدير-المستشفى@a"


@pytest.mark.parametrize(
    ("goes_on", "source"), [("وارتفعت بذلك الحصيلة إلى 12 عاملا", RESCUE), ("وعاد 12 عاملا", None)]
)
def test_a_sentence_that_goes_on_has_the_source_of_the_one_before(goes_on: str, source: str | None) -> None:
    maker = told(f"وقتل عاملان، بحسب الحماية المدنية. {goes_on}.").names("الحماية المدنية", RESCUE, MentionType.ORG)
    assert credit(maker) == source


# ------------------------------------------------------------------ two that differ


def contrasts(*makers: Maker) -> list[Contrast]:
    return list(find_contrasts(Affair(tuple(m.account() for m in makers))))


def toll(page: str, words: str, published: str, credit: str = "بحسب الحماية المدنية") -> Maker:
    body = f"أسفر انهيار المبنى السكني في حي القصبة القديم عن مقتل {words}، {credit}."
    maker = Maker(page, "انهيار مبنى", [body], published, outlet=page)
    return maker.names("الحماية المدنية", RESCUE, MentionType.ORG) if "الحماية المدنية" in body else maker


def at(hour: str) -> Published:
    first = day("2025-03-01")
    return Published(replace(first, value=f"{first.value}T{hour}"))


def test_the_source_holds_a_toll_and_not_the_page() -> None:
    (found,) = contrasts(toll("a", "4 أشخاص", "2025-03-01"), toll("b", "6 أشخاص", "2025-03-02", "بحسب مصدر طبي"))
    assert [p.holder for p in found.positions] == [RESCUE, "anon:مصدر-طبي@b"]


@pytest.mark.parametrize(("credit", "kind"), [
    ("بحسب الحماية المدنية", ContrastKind.UPDATE), ("بحسب الشرطة المحلية", ContrastKind.DISCREPANCY),
])  # fmt: skip
def test_what_one_source_said_at_two_hours_moved_on(credit: str, kind: ContrastKind) -> None:
    first, then = toll("a", "6 أشخاص", "2025-03-01"), toll("b", "5 أشخاص", "2025-03-01", credit)
    accounts = tuple(
        replace(a, words=replace(a.words, article=replace(a.article, published=hour)))
        for a, hour in ((first.account(), at("02:00")), (then.account(), at("09:00")))
    )
    (found,) = find_contrasts(Affair(accounts))
    assert (found.kind, [p.value for p in found.positions]) == (kind, ["6 أشخاص", "5 أشخاص"])


@pytest.mark.parametrize(("dead", "given"), [("ثلاثة عمال", 0), ("أربعة عمال", 1)])
def test_who_was_hurt_and_died_since_is_no_other_count_of_the_hurt(dead: str, given: int) -> None:
    body = "انهيار المبنى السكني في حي القصبة القديم أسفر عن مقتل {} وإصابة {} آخرين بجروح."
    one = Maker("a", "انهيار", [body.format("أربعة عمال", "تسعة")], "2025-03-01", outlet="a")
    two = Maker("b", "انهيار", [body.format(dead, "عشرة")], "2025-03-01", outlet="b")
    assert sum("الجرحى" in c.topic for c in contrasts(one, two)) == given


FIRE = "لقي ستة عمال مصرعهم، الأحد، في حريق شب في مصنع «السنابل» للورق بمدينة القصبة."


@pytest.mark.parametrize(("other", "given"), [
    ("وقضى أمس الأحد تسعة عمال قضوا جميعا حين التهم حريق كبير مصنع «السنابل» للأوراق.", 1),
    ("وقضى أمس الأحد تسعة عمال قضوا جميعا حين التهم حريق كبير مصنع «الريحان» للأوراق.", 0),  # another mill
    ("وقضى أمس الأحد تسعة عمال قضوا جميعا حين وقع انفجار في مصنع «السنابل» للأوراق.", 0),  # no fire
])  # fmt: skip
def test_a_day_a_place_a_site_and_a_kind_of_happening_make_one_toll(other: str, given: int) -> None:
    one = Maker("a", "حريق", [FIRE], "2025-03-02", outlet="a").dates("الأحد", "2025-03-02")
    two = Maker("b", "مصنع", [other], "2025-03-02", outlet="b").dates("الأحد", "2025-03-02")
    assert sum("القتلى" in c.topic for c in contrasts(one, two)) == given
