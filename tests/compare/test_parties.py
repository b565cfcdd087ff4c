"""Parties that contradict each other clause by clause: on one page (`answered`) and across pages (`contradicted`)."""

from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.labels import whole_phrase
from riwaya.model import Contrast, ContrastKind, MentionType, Polarity
from riwaya.text import fold, tokenise
from tests.making import Maker

COMPANY, WORKERS = "org:mill", "org:workers"


def contrasts(*makers: Maker) -> list[Contrast]:
    found = find_contrasts(Affair(tuple(m.account() for m in makers), chosen=True))
    return [c for c in found if c.rule.startswith("dispute:")]


def holders(found: list[Contrast]) -> list[list[str | None]]:
    return [[p.holder for p in c.positions] for c in found]


def charge(words: str = "المصنع أغرق قوارب الصيادين في الميناء القديم") -> Maker:
    page = Maker("a", "شكوى", [f"قالت الجمعية إن {words}.", "وأضاف رئيسها أن الموسم ضاع."])
    return page.says(WORKERS, words)


@pytest.mark.parametrize(
    ("answer", "disputed"),
    [
        ("لم يغرق أي قارب في الميناء القديم", True),
        ("لا صحة لما يقال عن إغراق قوارب في الميناء", True),
        ("لم يجد المفتشون أي زيت على الرصيف", False),  # says no to something else
        ("لا يزال قارب غارقا في الميناء القديم", False),  # «still» says no to nothing
        ("لن يغرق أي قارب في الميناء القديم", False),  # of what will be
        ("لا وجود لبائع في أي قارب في الميناء القديم", False),  # the first that is denied is another thing
    ],
)
def test_a_flat_no_meets_who_says_yes_on_another_page(answer: str, disputed: bool) -> None:
    other = Maker("b", "رد", [f"أكدت الإدارة أن {answer}.", "وكانت السوق هادئة."]).says(COMPANY, answer)
    found = contrasts(charge(), other)
    assert [c.rule for c in found] == (["dispute:contradicted"] if disputed else [])
    if disputed:
        assert found[0].kind is ContrastKind.DISPUTE
        assert holders(found) == [[WORKERS, COMPANY]]
        assert not found[0].sure


@pytest.mark.parametrize(
    "words",
    [
        "إذا أغرق المصنع قوارب الصيادين في الميناء القديم",
        "المصنع لم يغرق قوارب في الميناء القديم",
        "اتفاق لتجنب أن يغرق المصنع قوارب الصيادين في الميناء القديم",
        "المزاعم بأن المصنع أغرق قوارب الصيادين في الميناء القديم جنون",
        "المصنع فند إغراق قوارب الصيادين في الميناء القديم",
        "لينفي المصنع إغراق قوارب الصيادين في الميناء القديم",
        "المصنع أصلح الرصيف فلم يغرق قوارب الصيادين في الميناء القديم",
        "إغراق المصنع المحتمل لقوارب الصيادين في الميناء القديم",
        "في قضية إغراق قوارب",
    ],
)
def test_what_may_be_and_what_is_denied_too_is_not_contradicted(words: str) -> None:
    answer = "لم يغرق أي قارب في الميناء القديم"
    other = Maker("b", "رد", [f"أكدت الإدارة أن {answer}."]).says(COMPANY, answer)
    assert contrasts(charge(words), other) == []


def test_nobody_contradicts_himself() -> None:
    answer = "لم يغرق أي قارب في الميناء القديم"
    other = Maker("b", "رد", [f"أكدت الجمعية أن {answer}."]).says(WORKERS, answer)
    assert contrasts(charge(), other) == []


def test_a_communique_speaks_for_its_party() -> None:
    page = Maker("b", "بيان من شركة المطحنة", ["لم يغرق أي قارب في الميناء القديم.", "وتحتفظ الشركة بحقها."])
    page.names("شركة المطحنة", COMPANY, MentionType.ORG)
    assert holders(contrasts(charge(), page)) == [[WORKERS, COMPANY]]


def test_the_same_words_in_a_page_that_is_no_communique_are_nobodys() -> None:
    page = Maker("b", "زيارة إلى المطحنة", ["لم يغرق أي قارب في الميناء القديم."])
    assert contrasts(charge(), page) == []


@pytest.mark.parametrize(
    ("charged", "denied", "given"),
    [
        ("الشركة أغرقت قوارب الصيادين في الميناء القديم", "أغرقت قوارب الصيادين في الميناء القديم", True),
        ("المد أغرق قوارب الصيادين في الميناء القديم", "ضلوعها في إغراق قوارب الصيادين", False),  # charges the tide
        ("الشركة أغرقت قوارب الصيادين في الميناء القديم", "ضلوعها في إغراق قوارب الصيادين", True),
        ("الشركة أغرقت قوارب الصيادين في الميناء القديم", "معرفتها بغرق قوارب الصيادين", False),  # what it knew
    ],
)
def test_in_a_stream_who_denies_is_charged_with_what_is_denied(charged: str, denied: str, given: bool) -> None:
    one = Maker("a", "شكوى", [f"قالت الجمعية إن {charged}، بينما صمتت الشركة ليومين."], "2025-03-01", "المرفأ")
    one.says(WORKERS, charged, cue="قالت", who="الجمعية").names("الجمعية", WORKERS, MentionType.ORG)
    one.mentions.append(replace(one.mentions[0], span=one.span("الشركة"), actor=COMPANY))
    two = Maker("b", "رد", [f"نفت الشركة {denied}."], "2025-03-01", "الميناء")
    two.says(COMPANY, denied, Polarity.DENIES, cue="نفت", who="الشركة").names("الشركة", COMPANY, MentionType.ORG)
    two.statements[0] = replace(two.statements[0], rule="deny.test")
    found = find_contrasts(Affair((one.account(), two.account())))
    assert any(c.rule.startswith("dispute:") for c in found) is given


@pytest.mark.parametrize(("denied", "denier", "streamed"), [
    ("خطف مندوب القرية", COMPANY, True),
    ("خطف الحارس", COMPANY, False),  # one word in common is no claim
    ("خطف مندوب القرية", "org:south-news-agency", False),  # an agency carries what others say
])  # fmt: skip
def test_in_a_stream_two_words_are_in_common_and_agencies_are_no_parties(
    denied: str, denier: str, streamed: bool
) -> None:
    charged = "الشركة خطفت مندوب القرية القديم"
    one = Maker("a", "شكوى", [f"قالت الجمعية إن {charged}، بينما صمتت الشركة ليومين."], "2025-03-01", "المرفأ")
    one.says(WORKERS, charged, cue="قالت", who="الجمعية").names("الجمعية", WORKERS, MentionType.ORG)
    one.mentions.append(replace(one.mentions[0], span=one.span("الشركة"), actor=denier))
    two = Maker("b", "رد", [f"نفت الشركة {denied}."], "2025-03-01", "الميناء")
    two.says(denier, denied, Polarity.DENIES, cue="نفت", who="الشركة").names("الشركة", denier, MentionType.ORG)
    two.statements[0] = replace(two.statements[0], rule="deny.test")
    for chosen in (True, False):
        found = find_contrasts(Affair((one.account(), two.account()), chosen=chosen))
        assert any(c.rule == "dispute:contradicted" for c in found) is (chosen or streamed)


def test_words_of_one_deed_meet() -> None:
    one = Maker("a", "خبر", ["ذكرت العائلة أن اثنين من الحراس أخلي سبيلهما ليلا."])
    one.says("org:family", "اثنين من الحراس أخلي سبيلهما ليلا")
    two = Maker("b", "رد", ["أكدت النيابة أنه لم يفرج عن أي حارس."]).says("org:court", "لم يفرج عن أي حارس")
    assert [c.rule for c in contrasts(one, two)] == ["dispute:contradicted"]


def test_a_page_that_says_who_denies() -> None:
    page = Maker("a", "خلاف", ["قالت الجمعية إن المصنع صب نفاياته في النهر، وهو ما تنفيه شركة المطحنة."])
    page.says(WORKERS, "المصنع صب نفاياته في النهر").names("شركة المطحنة", COMPANY, MentionType.ORG)
    (found,) = contrasts(page)
    assert (found.rule, found.sure) == ("dispute:so", True)
    assert holders([found]) == [[WORKERS, COMPANY]]
    assert found.positions[1].value == "وهو ما تنفيه شركة المطحنة"


def test_who_denies_must_be_named() -> None:
    page = Maker("a", "خلاف", ["قالت الجمعية إن المصنع صب نفاياته في النهر، وهو ما ينفيه بشدة."])
    assert contrasts(page.says(WORKERS, "المصنع صب نفاياته في النهر")) == []


def test_the_contrary_is_a_denial() -> None:
    page = Maker("a", "خلاف", ["قالت الجمعية إن الأجور لم تدفع منذ الربيع. وشركة المطحنة تؤكد العكس."])
    page.says(WORKERS, "الأجور لم تدفع منذ الربيع").names("شركة المطحنة", COMPANY, MentionType.ORG)
    assert holders(contrasts(page)) == [[WORKERS, COMPANY]]


@pytest.mark.parametrize(("second", "disputed"), [("هذه الاتهامات", True), ("بيع الأرض المجاورة لمستثمرين", False)])
def test_a_denial_after_a_claim_is_of_it_or_of_something_else(second: str, disputed: bool) -> None:
    page = Maker("a", "خلاف", ["قالت الجمعية إن المصنع صب نفاياته في النهر.", f"ونفت الشركة {second}."])
    page.says(WORKERS, "المصنع صب نفاياته في النهر").says(COMPANY, second, Polarity.DENIES, "نفت", "الشركة")
    page.statements[-1] = replace(page.statements[-1], rule="deny.noun")
    assert [c.rule for c in contrasts(page)] == (["dispute:denied"] if disputed else [])


@pytest.mark.parametrize(("joint", "disputed"), [("غير أن الحراس ذكروا أن", True), ("وقال الحراس إن", False)])
def test_however_after_a_flat_no(joint: str, disputed: bool) -> None:
    told = "التجار جمعوا مبلغا سلمه وسيط"
    page = Maker("a", "جدل", ["أكد المحافظ أن أي رسوم لم تدفع.", f"{joint} {told}."])
    page.says("org:governor", "أي رسوم لم تدفع").says("org:guards", told)
    assert bool(contrasts(page)) is disputed


def test_a_reply_on_the_same_subject() -> None:
    page = Maker(
        "a", "جدل", ["قال المدير إن التمديد جاء تلبية لطلب التجار.", "وردت النقابة بأن التمديد دليل على فشل الخطة."]
    )
    page.says(COMPANY, "التمديد جاء تلبية لطلب التجار").says(WORKERS, "التمديد دليل على فشل الخطة")
    assert [c.rule for c in contrasts(page)] == ["dispute:reply"]


def test_a_reply_on_something_else_is_none() -> None:
    page = Maker(
        "a", "جدل", ["قال المدير إن التمديد جاء تلبية لطلب التجار.", "وردت النقابة بأن الأجور تأخرت شهرين كاملين."]
    )
    page.says(COMPANY, "التمديد جاء تلبية لطلب التجار").says(WORKERS, "الأجور تأخرت شهرين كاملين")
    assert contrasts(page) == []


def test_two_accounts_of_one_deed_on_either_side() -> None:
    page = Maker("a", "حدود", ["قالت الحامية إن رعاة من الضفة فتحوا النار على دورية.", "وقالت إن حارسا جرح في ساقه.",
                               "في المقابل، أعلن المجلس أن الدورية بادرت بإطلاق النار على القطيع."])  # fmt: skip
    page.says(COMPANY, "رعاة من الضفة فتحوا النار على دورية").says(COMPANY, "حارسا جرح في ساقه")
    page.says(WORKERS, "الدورية بادرت بإطلاق النار على القطيع")
    (found,) = contrasts(page)
    assert found.rule == "dispute:opposite"
    assert found.positions[0].value == "رعاة من الضفة فتحوا النار على دورية"


def test_without_anybody_is_a_no() -> None:
    page = Maker(
        "a", "حريق", ["روت جارة أن الحريق دام ساعتين من دون أن يصل أحد.", "لكن ناطقا أكد أن الشاحنات وصلت سريعا."]
    )
    page.says("person:neighbour", "الحريق دام ساعتين من دون أن يصل أحد").says("org:firemen", "الشاحنات وصلت سريعا")
    assert [c.rule for c in contrasts(page)] == ["dispute:however"]


def test_who_denies_so_is_quoted_where_he_denies_it_himself() -> None:
    one = Maker("a", "خلاف", ["قالت الجمعية إن المصنع استخدم زيوتا محظورة في التشحيم، وهو ما تنفيه شركة المطحنة."])
    one.says(WORKERS, "المصنع استخدم زيوتا محظورة في التشحيم").names("شركة المطحنة", COMPANY, MentionType.ORG)
    two = Maker("b", "بيان شركة المطحنة", ["لم يستخدم العمال أي مادة ضارة.", "وتشكر الشركة زبائنها."])
    two.names("شركة المطحنة", COMPANY, MentionType.ORG)
    found = next(c for c in contrasts(one, two) if c.rule == "dispute:so")
    assert {s.page for s in found.positions[1].spans} == {"a", "b"}


@pytest.mark.parametrize(
    ("again", "one"),
    [
        ("المصنع أغرق قوارب صيادين في الميناء القديم", True),
        ("العمال سرقوا مفاتيح المستودع الجديد", False),  # another charge of the same two
    ],
)
def test_one_dispute_told_on_two_pages_is_one_contrast_with_all_words(again: str, one: bool) -> None:
    pages = []
    for name, words in (("a", "المصنع أغرق قوارب الصيادين في الميناء القديم"), ("b", again)):
        page = Maker(name, "خلاف", [f"قالت الجمعية إن {words}، وهو ما تنفيه شركة المطحنة."])
        pages.append(page.says(WORKERS, words).names("شركة المطحنة", COMPANY, MentionType.ORG))
    found = contrasts(*pages)
    assert [[{s.page for s in p.spans} for p in c.positions] for c in found] == (
        [[{"a", "b"}, {"a", "b"}]] if one else [[{"a"}, {"a"}], [{"b"}, {"b"}]]
    )


@pytest.mark.parametrize("denier", ["نفته مع حليفتها البلدية", "نفاه محامو البلدية"])
def test_who_only_stands_beside_the_denier_denies_nothing(denier: str) -> None:
    page = Maker("a", "اتهام", [f"وتقول النقابة إن المصنع صب نفاياته في النهر، وهو ما {denier}."])
    page.says("org:union", "المصنع صب نفاياته في النهر").names("البلدية", "org:town", MentionType.ORG)
    assert contrasts(page) == []


@pytest.mark.parametrize(("place", "told"), [("وادي الرمان", 1), ("حي القصبة", 2)])
def test_two_charges_of_the_same_two_that_name_the_same_are_one(place: str, told: int) -> None:
    makers = []
    charges = ("بعرقلة وصول لجنة التفتيش إلى وادي الرمان", f"بمنع دخول لجنة التفتيش مخازن {place}")
    for page, words in zip("ab", charges, strict=True):
        maker = Maker(page, "شكوى", [f"اتهمت الجمعية الإدارة {words}، وهو ما تنفيه الشركة."])
        maker.says(WORKERS, words, Polarity.ACCUSES, cue="اتهمت", who="الجمعية")
        maker.names("الجمعية", WORKERS, MentionType.ORG).names("الشركة", COMPANY, MentionType.ORG)
        maker.names("لجنة التفتيش", "org:inspectors", MentionType.ORG)
        makers.append(maker.names(words[words.index("حي" if "حي" in words else "وادي") :], f"place:{words[-6:]}"))
    assert holders(contrasts(*makers)) == [[WORKERS, COMPANY]] * told


@pytest.mark.parametrize(("words", "heading"), [
    ("بمنع دخول مفتشي منظمة الرقابة إلى المصنع", "منع دخول مفتشي منظمة الرقابة"),
    ("السلاح القديم في المخزن", "السلاح القديم"),
    ("بلدة الصيادين، وشاطئها", "بلدة الصيادين"),
])  # fmt: skip
def test_a_heading_ends_where_its_phrase_ends(words: str, heading: str) -> None:
    tokens = list(tokenise(fold(words)))
    assert whole_phrase(words, tokens, 1 if words.startswith("السلاح") else 0) == heading
