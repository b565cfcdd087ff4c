"""What is shown as a claim must claim something, and be nobody's where its page holds it."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.claimed import affirmed, nobodys
from riwaya.compare.disputes import bare_denial
from riwaya.compare.heard import plainly_said
from riwaya.model import Contrast, MentionType, Polarity
from tests.making import Maker

COMPANY, UNION, TOWN = "org:mill", "org:union", "org:town"


def shown(words: str, *, charged: bool = False) -> bool:
    maker = Maker("a", "خبر", [f"{words}."])
    return affirmed(maker.account(), maker.span(words), charged=charged)


@pytest.mark.parametrize(("words", "told"), [
    ("المصنع صب نفاياته في النهر", True),
    ("يبحث المحقق فيما إذا كان المصنع صب نفاياته في النهر", False),
    ("لم يستبعد الحارس أن يكون المصنع صب نفاياته في النهر", False),
    ("أوقف الحرس عاملين للاشتباه في صب النفايات في النهر", False),
    ("صب النفايات في النهر يصنف جريمة", False),
    ("المصنع برر صب النفايات بأنه", False),  # cut before what it says
    ("والذي صب نفاياته في النهر", False),
])  # fmt: skip
def test_what_is_asked_suspected_or_cut_affirms_nothing(words: str, told: bool) -> None:
    assert shown(words) is told
    assert shown("الذي تتهمه النقابة بصب نفاياته", charged=True)


def test_who_condemns_a_deed_tells_nothing_of_it() -> None:
    words = "صب النفايات في النهر"
    for cue, told in (("أدانت", False), ("أكدت", True)):
        maker = Maker("a", "خبر", [f"{cue} البلدية {words}."]).says(TOWN, words, cue=cue)
        assert affirmed(maker.account(), maker.span(words)) is told


@pytest.mark.parametrize(("words", "told"), [
    ("وسط تقارير عن صب نفايات في النهر", True),
    ("ووجهت أصابع الاتهام إلى المطحنة", True),
    ("وتعمل المطحنة المتهمة بصب نفاياتها ليلا", True),
    ("وتعمل المطحنة المتهمة من قبل صيادين بصب نفاياتها", False),
    ("وتتهم القرى الثلاث المطحنة بصب نفاياتها وسط تقارير كثيرة", False),  # whom no reader of names knows
    ("وتوجه اتهامات إلى المطحنة من جانب صيادين", False),
    ("واستدعت القرية مدير المطحنة", False),  # nobody's talk
])  # fmt: skip
def test_a_page_holds_only_what_it_tells_as_nobodys(words: str, told: bool) -> None:
    maker = Maker("a", "خبر", [f"{words}."])
    assert nobodys(maker.account(), maker.span(words)) is told


def test_what_a_named_channel_told_is_not_its_pages() -> None:
    words = "وكانت قناة النهر قد نشرت صباح الأحد أن المطحنة صبت نفاياتها، وسط تقارير كثيرة"
    for name, told in (("قناة النهر", False), ("صباح", True)):
        maker = Maker("a", "خبر", [f"{words}."])
        maker.names(name, TOWN, MentionType.ORG if name == "قناة النهر" else MentionType.LOC)
        assert nobodys(maker.account(), maker.span(words)) is told


def told_so(words: str, *, chosen: bool = False) -> list[Contrast]:
    maker = Maker("a", "خلاف", [f"{words}، وهو ما تنفيه المطحنه."]).names("المطحنه", COMPANY, MentionType.ORG)
    return list(find_contrasts(Affair((maker.account(),), chosen=chosen)))


def test_in_a_stream_the_words_of_somebody_unknown_are_not_given_to_their_page() -> None:
    words = "وتتهم القرى الثلاث إدارة المصنع بصب نفاياته في النهر"
    assert [len(told_so(words, chosen=c)) for c in (True, False)] == [1, 0]
    assert len(told_so("وتتردد أنباء عن صب نفايات المصنع في النهر")) == 1


@pytest.mark.parametrize(("verb", "told"), [("نفت", True), ("كذبت", False)])
def test_who_lied_about_something_denied_nothing(verb: str, told: bool) -> None:
    maker = Maker("a", "خلاف", [f"{verb} المطحنة بشأن نفاياتها في النهر."])
    maker.says(COMPANY, "بشأن نفاياتها في النهر", Polarity.DENIES, cue=verb, who="المطحنة")
    assert plainly_said(maker.account(), maker.statements[0]) is told


def test_all_who_are_named_before_a_verb_of_denying_deny() -> None:
    maker = Maker("a", "خلاف", ["اتهمت النقابة المصنع بأنه صب نفاياته في النهر، لكن البلدية والمطحنة تنفيان ذلك."])
    maker.says(UNION, "صب نفاياته في النهر", Polarity.ACCUSES, cue="اتهمت", who="النقابة")
    maker.names("البلدية", TOWN, MentionType.ORG).names("والمطحنة", COMPANY, MentionType.ORG)
    (found,) = find_contrasts(Affair((maker.account(),), chosen=True))
    assert [p.holder for p in found.positions][1:] == [COMPANY, TOWN]


@pytest.mark.parametrize(("goes_on", "value"), [
    ("، وطردت القرية مديرها", "نفت المطحنة"),
    (" صب نفاياتها، وقالت إن النهر نظيف", "نفت المطحنة صب نفاياتها، وقالت إن النهر نظيف"),
])  # fmt: skip
def test_a_bare_denial_ends_before_what_another_does(goes_on: str, value: str) -> None:
    maker = Maker("a", "خلاف", [f"فيما نفت المطحنة{goes_on}."])
    maker.says(COMPANY, f"نفت المطحنة{goes_on}", Polarity.DENIES, cue="نفت", who="المطحنة")
    account, (denial,) = maker.account(), maker.statements
    end = bare_denial(account, denial, denial.span.start) or denial.span.end
    assert account.words.text(denial.span.start, end) == value


def test_what_a_page_tells_as_nobodys_is_left_to_the_row_that_names_who_claims_it() -> None:
    words = "صب نفاياته السامة في النهر القديم"
    named = Maker("a", "خلاف", [f"اتهمت النقابة المصنع بأنه {words}، وهو ما تنفيه المطحنه."])
    named.says(UNION, words, Polarity.ACCUSES, cue="اتهمت", who="النقابة").names("النقابة", UNION, MentionType.ORG)
    nobody = Maker("b", "خلاف", [f"وتتردد أنباء عن أن المصنع {words}، وهو ما تنفيه المطحنه."])
    for maker in (named, nobody):
        maker.names("المطحنه", COMPANY, MentionType.ORG)
    assert len(find_contrasts(Affair((nobody.account(),)))) == 1
    (found,) = find_contrasts(Affair((named.account(), nobody.account())))
    assert [p.holder for p in found.positions] == [UNION, COMPANY]


@pytest.mark.parametrize(("words", "told"), [
    ("أبدت البلدية قلقها بشأن تقارير عن صب نفايات المصنع في النهر", False),
    ("أبدت البلدية قلقها بشأن صب نفايات المصنع في النهر", True),  # she takes it for done
    ("قالت البلدية إن المصنع، إن صحت الأنباء، صب نفاياته في النهر", False),
    ("وتواجه إدارة المصنع اتهامات بصب نفاياتها في النهر", False),
    ("وتواجه إدارة المصنع اتهامات من القرية بصب نفاياتها في النهر", True),  # it says whose they are
    ("وتواجه إدارة المصنع خسائر بعد أن اتهمتها القرية", True),
])  # fmt: skip
def test_what_only_reports_say_or_nobody_charges_is_claimed_by_nobody(words: str, told: bool) -> None:
    assert shown(words) is told
    for chosen in (True, False):
        assert told or not told_so(words, chosen=chosen)


TEASER = "اتهمت النقابة المصنع بأنه صب نفاياته في النهر"


@pytest.mark.parametrize(("title", "opening", "outlet", "told"), [
    ("افتتاح معرض الكتاب", "", "نون", False),
    ("نفايات المصنع في النهر", "", "نون", True),  # its own news
    ("افتتاح معرض الكتاب", "و", "نون", True),  # joined to what stands before it
    ("افتتاح معرض الكتاب", "", "ميم", True),  # another house's words
])  # fmt: skip
def test_a_teaser_beneath_an_article_is_no_claim_there(title: str, opening: str, outlet: str, told: bool) -> None:
    def page(name: str, title: str, outlet: str) -> Maker:
        body = f"افتتح الوزير المعرض. وحضر الأهالي. {opening}{TEASER}، وهو ما تنفيه المطحنه."
        maker = Maker(name, title, [body], outlet=outlet).names("المطحنه", COMPANY, MentionType.ORG)
        maker.says(UNION, "صب نفاياته في النهر", Polarity.ACCUSES, cue="اتهمت", who="النقابة")
        return maker.names("النقابة", UNION, MentionType.ORG)

    one, two = page("a", title, "نون"), page("b", "سباق القوارب", outlet)
    found = find_contrasts(Affair((one.account(), two.account())))
    assert any(s.page == "a" for c in found for p in c.positions for s in p.spans) is told
