"""Who is shown to be the subject of a verb of saying, and who only stands near it."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.subjects import is_subject
from riwaya.model import MentionType, Polarity
from tests.making import Maker

SAID = "الجسر متصدع"


@pytest.mark.parametrize(("words", "cue", "who", "actor", "shown"), [
    (f"قال وزير الأشغال سمير الزين إن {SAID}", "قال", "سمير الزين", "person:z", True),
    (f"ذكرت البلدية أن {SAID}", "ذكرت", "البلدية", "org:town", True),
    (f"وكانت البلدية قد ذكرت أن {SAID}", "ذكرت", "البلدية", "org:town", True),
    (f"وذكر بيان للبلدية أن {SAID}", "ذكر", "بلدية", "org:town", True),
    (f"قال علي في مقابلة مع صحيفة المرفأ إن {SAID}", "قال", "صحيفة المرفأ", "org:paper", False),
    (f"غادر علي المدينة، في يومه الأول، وسط جدل حول شريط ذكر فيه أن {SAID}", "ذكر", "المدينة", "org:town", False),
    (f"ويحقق سمير الزين في تقارير جديدة، أفادت بأن {SAID}", "أفادت", "سمير الزين", "person:z", False),
    (f"قال مدير البلدية علي سمير الزين إن {SAID}", "قال", "الزين", "person:z", True),
    (f"رفضت البلدية العرض، وذكرت أن {SAID}", "ذكرت", "البلدية", "org:town", True),
    (f"رفضت البلدية العرض، وذكر أن {SAID}", "ذكر", "البلدية", "org:town", False),
])  # fmt: skip
def test_who_stands_near_a_verb_is_its_subject_or_not(words: str, cue: str, who: str, actor: str, shown: bool) -> None:
    page = Maker("a", "جسر", [words + "."]).says(actor, SAID, cue=cue, who=who)
    assert is_subject(page.account(), page.statements[0], {}) is shown


@pytest.mark.parametrize(("opening", "shown"), [("وأضافت أن", True), ("ويشكو السكان مما يقولون إنه", False)])
def test_who_is_not_named_goes_on_only_where_nobody_else_may_speak(opening: str, shown: bool) -> None:
    page = Maker("a", "جسر", [f"قالت البلدية إن السور قديم. {opening} {SAID}."])
    page.says("org:town", "السور قديم", cue="قالت", who="البلدية")
    page.says("org:town", SAID, cue=opening.split()[-2].removeprefix("و"))
    assert is_subject(page.account(), page.statements[1], {}) is shown


def test_of_two_names_behind_a_charge_the_first_charges() -> None:
    page = Maker("a", "اتهام", [f"اتهمت النقابة البلدية بأن {SAID}."]).names("النقابة", "org:union", MentionType.ORG)
    page.says("org:town", SAID, Polarity.ACCUSES, cue="اتهمت", who="البلدية")
    assert not is_subject(page.account(), page.statements[0], {})


@pytest.mark.parametrize(("denial", "told"), [
    ("نفته البلدية", True),
    ("نفاه كل من البلدية والنقابة", True),
    ("نفاه المدير في تصريحات لصحيفة البلدية", False),
])  # fmt: skip
def test_where_somebody_speaks_denies_nothing(denial: str, told: bool) -> None:
    page = Maker("a", "خلاف", [f"وتقول الجمعية إن المصنع صب نفاياته في النهر، وهو ما {denial}."])
    page.says("org:league", "المصنع صب نفاياته في النهر", Polarity.ACCUSES, cue="تقول", who="الجمعية")
    page.names("البلدية", "org:town", MentionType.ORG)
    found = [c for c in find_contrasts(Affair((page.account(),))) if c.rule == "dispute:so"]
    assert [[p.holder for p in c.positions] for c in found] == ([["org:league", "org:town"]] if told else [])


def test_a_claim_whose_speaker_is_not_shown_is_held_by_its_page_and_not_sure() -> None:
    words = "غادر سمير المدينة في يومه الأول وسط جدل حول شريط اتهم فيه الشركة بمنعه من السفر"
    page = Maker("a", "خلاف", [f"{words}، وهو ما نفته شركة الحافلات."])
    page.says("org:town", "منعه من السفر", Polarity.ACCUSES, cue="اتهم", who="المدينة")
    page.names("شركة الحافلات", "org:company", MentionType.ORG)
    (found,) = [c for c in find_contrasts(Affair((page.account(),), chosen=True)) if c.rule == "dispute:so"]
    assert found.positions[0].holder == page.id
    assert not found.sure


def test_a_sentence_in_which_somebody_goes_on_hundreds_of_times_is_bounded() -> None:
    further = [f"أضافت للمرة ({n}) أن" for n in range(600)]
    told = "".join(f"، و{cue} السور {n} قديم" for n, cue in enumerate(further))
    page = Maker("a", "جسر", [f"قالت البلدية إن {SAID}{told}."])
    page.says("org:town", SAID, cue="قالت", who="البلدية")
    for n, cue in enumerate(further):
        page.says("org:town", f"السور {n} قديم", cue=cue)
    assert is_subject(page.account(), page.statements[1], {})
    assert not is_subject(page.account(), page.statements[-1], {})
