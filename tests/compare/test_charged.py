"""Which clause a denial answers, and who makes the charge in it."""

import datetime as dt
from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import Contrast, MentionType, Polarity, Speaker
from tests.making import Maker

MILL, UNION, TOWN, PORT = "org:mill", "org:union", "org:town", "org:port"
NAMES = {"المطحنة": MILL, "النقابة": UNION, "البلدية": TOWN, "الميناء": PORT}
DEED = "بصب نفاياتها في النهر قرب القرية"


def page(sentence: str) -> Maker:
    """A page of one sentence, whose names are the first standing of each."""
    maker = Maker("a", "خلاف", [sentence])
    for words, actor in NAMES.items():
        if words in sentence:
            maker.names(words, actor, MentionType.ORG)
    return maker


def given(maker: Maker) -> list[Contrast]:
    return [c for c in find_contrasts(Affair((maker.account(),), chosen=True)) if c.rule == "dispute:so"]


@pytest.mark.parametrize(("before", "claim", "accuser"), [
    ("ويرى مراقبون أن الصيادين سيقاطعون المطحنة، المتهمة أيضا من قبل النقابة {}", "المتهمة", UNION),
    ("وأوقف الحرس عمال المطحنة، التي تتهمها النقابة {}", "عمال المطحنة، التي", UNION),
    ("وأغلق الصيادون الطريق بين القرية والنقابة، التي تتهم المطحنة {}", "النقابة، التي", UNION),
    ("وقطعت النقابة علاقتها مع المطحنة صباح الأحد متهمة إياها {}", "متهمة", UNION),
    ("وقطعت كل من النقابة والبلدية علاقتها مع المطحنة واتهمتها {}", "واتهمتها", UNION),
    ("وأغلقت النقابة باب المطحنة القديمة بعدما اتهمتها {}", "بعدما", UNION),
    ("وأغلق الطريق بعدما أنذرت النقابة المطحنة متهمة إياها {}", "متهمة", None),  # who is the subject is not shown
    ("وأوقف الحرس عمال المطحنة، المتهمة {}", "المتهمة", None),  # by nobody
    ('وجاء التفتيش على خلفية اتصاله مع المطحنة "المتهمة {}"', "المتهمة", None),  # said of the name before
    ("وانتقد صيادون زيارة النقابة إلى المطحنة متهمة إياها {}", "متهمة", None),  # not named right behind the verb
    ("وقاطعت النقابة بضائع المطحنة واتهموها {}", "واتهموها", None),  # many charge
])  # fmt: skip
def test_the_last_clause_that_charges_is_what_is_denied(before: str, claim: str, accuser: str | None) -> None:
    maker = page(f"{before.format(DEED)}، وهو ما تنفيه إدارة المطحنة.".replace("إدارة المطحنة", "المطحنه"))
    maker.names("المطحنه", MILL, MentionType.ORG)
    (found,) = given(maker)
    assert found.positions[0].value.startswith(claim)
    assert found.positions[0].value.endswith(DEED.rsplit(maxsplit=1)[-1])
    assert found.positions[0].holder == (accuser or maker.account().id)
    assert found.sure is (accuser is not None)


@pytest.mark.parametrize(("sentence", "told"), [
    (f"وأوقف الحرس عمال البلدية، التي تتهمها النقابة {DEED}، وهو ما تنفيه المطحنة.", False),  # another is charged
    (f"وأوقف الحرس عمال المطحنة، التي تتهمها النقابة {DEED}، وهو ما تنفيه البلدية.", False),
    ("ونشر الصيادون صور النفايات، التي وردت قبل عام في تقرير عن النهر، وهو ما نفته المطحنة.", False),
    ("ونشر الصيادون صور النفايات التي صبت في النهر قرب القرية، وهو ما نفته المطحنة.", True),
])  # fmt: skip
def test_what_a_denial_answers_must_be_plain(sentence: str, told: bool) -> None:
    assert bool(given(page(sentence))) is told


@pytest.mark.parametrize(("claim", "told"), [("صباح الأحد", False), ("في يناير قبل عامين", True)])
def test_a_denial_long_before_the_page_denied_something_older(claim: str, told: bool) -> None:
    maker = page(f"وقال الصيادون {claim} إن النهر تلوث قرب القرية، وهو ما نفته المطحنة في آذار قبل عامين.")
    maker.published = "2025-04-14"
    maker.dates("في آذار قبل عامين", "2023-03-05")
    maker.dates(claim, "2025-04-13" if claim == "صباح الأحد" else "2023-01-05")
    assert bool(given(maker)) is told
    maker.published = (dt.date(2023, 3, 6)).isoformat()
    assert given(maker)


def charging(sentence: str) -> Maker:
    maker = page(sentence).says(UNION, DEED, Polarity.ACCUSES, cue="اتهمت", who="النقابة")
    maker.statements[0] = replace(maker.statements[0], speaker=Speaker(maker.span("النقابة"), UNION))
    return maker


@pytest.mark.parametrize(("who", "holders"), [
    ("النقابة والبلدية والميناء", [UNION, TOWN, PORT, MILL]),
    ("النقابة", [UNION, MILL]),
    ("النقابة ومعها البلدية", [UNION, MILL]),  # not joined by a bare «و»
])  # fmt: skip
def test_all_who_are_named_for_a_side_hold_it(who: str, holders: list[str]) -> None:
    maker = charging(f"اتهمت {who} إدارة المصنع {DEED}، وهو ما تنفيه المطحنة.")
    (found,) = given(maker)
    assert [p.holder for p in found.positions] == holders
    assert len({p.value for p in found.positions[:-1]}) == 1


def test_who_is_charged_is_not_named_with_who_charges() -> None:
    maker = charging(f"اتهمت النقابة المطحنة والبلدية {DEED}، وهو ما تنفيه المطحنه.")
    maker.names("المطحنه", MILL, MentionType.ORG)
    assert [p.holder for p in given(maker)[0].positions] == [UNION, MILL]


def test_a_denial_of_several_is_held_by_each() -> None:
    maker = charging(f"اتهمت النقابة إدارة المصنع {DEED}، وهو ما تنفيه المطحنة والميناء.")
    assert [p.holder for p in given(maker)[0].positions] == [UNION, MILL, PORT]


def test_a_claim_in_a_relative_clause_is_what_is_denied() -> None:
    told = "المطحنة صبت نفاياتها في النهر"
    maker = page(f"وسمع الحرس شهادة مندوبة النقابة التي قالت إن {told}، وهو ما تنفيه المطحنه.")
    maker.names("المطحنه", MILL, MentionType.ORG).says(UNION, told, cue="قالت", who="النقابة")
    (found,) = given(maker)
    assert found.positions[0].value == f"النقابة التي قالت إن {told}"
    assert found.positions[0].holder == UNION


@pytest.mark.parametrize(("noun", "claim", "holder"), [
    ("إعلان", "إعلان النقابة أن", UNION),
    ("تأكيد", "تأكيد النقابة أن", UNION),
    ("مندوب", "وأغلق الطريق", "a#1"),  # no noun that claims: all of the sentence, held by its page
])  # fmt: skip
def test_a_verbal_noun_claims_for_who_is_named_behind_it(noun: str, claim: str, holder: str) -> None:
    maker = page(f"وأغلق الطريق بعد {noun} النقابة أن المصنع صب نفاياته في النهر، وهو ما تنفيه المطحنة.")
    (found,) = given(maker)
    assert found.positions[0].value.startswith(claim)
    assert found.positions[0].holder == holder
