import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import AlignedPair, Contrast, ContrastKind, Derivation, MentionType, Polarity
from tests.making import Maker


def contrasts(*makers: Maker) -> tuple[Contrast, ...]:
    return find_contrasts(Affair(tuple(m.account() for m in makers), chosen=True))


def test_a_connective_joins_two_sides_of_one_sentence() -> None:
    page = Maker("a", "خلاف", ["تقول النقابة إن العمال أُبعدوا قسرا، رغم أن الشركة ذكرت أنهم استقالوا بإرادتهم."])
    page.says("org:union", "العمال أُبعدوا قسرا").says("org:company", "أنهم استقالوا بإرادتهم")
    (found,) = contrasts(page)
    assert found.kind is ContrastKind.DISPUTE
    assert [p.holder for p in found.positions] == ["org:union", "org:company"]
    assert [p.value for p in found.positions] == ["العمال أُبعدوا قسرا", "أنهم استقالوا بإرادتهم"]


def test_one_side_does_not_dispute_with_itself() -> None:
    page = Maker("a", "خلاف", ["تقول النقابة إن العمال أُبعدوا، بينما ذكرت النقابة أنهم عادوا لاحقا."])
    page.says("org:union", "العمال أُبعدوا").says("org:union", "أنهم عادوا لاحقا")
    assert contrasts(page) == ()


def test_two_statements_without_a_sign_are_no_dispute() -> None:
    page = Maker("a", "خبران", ["قالت النقابة إن الأجور خُفضت. وقالت الشركة إن الأجور دُفعت في موعدها."])
    page.says("org:union", "الأجور خُفضت").says("org:company", "الأجور دُفعت في موعدها")
    assert contrasts(page) == ()


def test_a_denial_on_another_page_is_a_dispute_when_it_is_about_the_same_thing() -> None:
    one = Maker("a", "اتهام", ["أعلنت البلدية أن المصنع ألقى نفاياته السامة في النهر ليلا.", "الطقس معتدل في المدينة."])
    one.says("org:town", "المصنع ألقى نفاياته السامة في النهر ليلا", Polarity.ACCUSES)
    two = Maker("b", "نفي", ["نفت إدارة الشركة أن يكون المصنع ألقى نفايات سامة في النهر."])
    two.says("org:company", "يكون المصنع ألقى نفايات سامة في النهر", Polarity.DENIES)
    other = Maker("c", "نفي آخر", ["نفى النادي التعاقد مع حارس جديد للموسم المقبل."])
    other.says("org:club", "التعاقد مع حارس جديد للموسم المقبل", Polarity.DENIES)
    found = contrasts(one, two, other)
    assert [{p.holder for p in c.positions} for c in found] == [{"org:town", "org:company"}]


@pytest.mark.parametrize(("denied_of", "disputed"), [("سوق التل", False), ("مرفأ الشط", True)])
def test_a_denial_of_another_place_denies_nothing(denied_of: str, disputed: bool) -> None:
    one = Maker("a", "اتهام", ["أعلنت النقابة إلقاء الشركة نفايات سامة في مرفأ الشط."])
    one.says("org:union", "إلقاء الشركة نفايات سامة في مرفأ الشط").names("مرفأ الشط", "place:shatt")
    two = Maker("b", "نفي", [f"نفت الشركة إلقاء نفايات سامة في {denied_of}."])
    two.says("org:company", f"إلقاء نفايات سامة في {denied_of}", Polarity.DENIES)
    two.names(denied_of, "place:shatt" if disputed else "place:tall")
    one.names("الشركة", "org:company", MentionType.ORG)
    assert bool(contrasts(one, two)) is disputed


@pytest.mark.parametrize("same_matter", [True, False])
def test_an_answer_counts_only_on_the_same_matter(same_matter: bool) -> None:
    reply = "الناقلة كانت بلا أضواء لحظة التصادم" if same_matter else "موسم الصيد يبدأ في الخريف"
    page = Maker("a", "روايتان", [f"قالت الموانئ إن الناقلة كانت مضاءة. من جانبه، نفى المالك ذلك قائلا إن {reply}."])
    page.says("org:ports", "الناقلة كانت مضاءة").says("org:owner", reply, Polarity.DENIES)
    assert len(contrasts(page)) == same_matter


def test_an_answer_that_denies_nothing_is_not_shown() -> None:
    reply = "الناقلة كانت بلا أضواء لحظة التصادم"
    page = Maker("a", "روايتان", [f"قالت الموانئ إن الناقلة كانت مضاءة. من جانبه، قال المالك إن {reply}."])
    page.says("org:ports", "الناقلة كانت مضاءة").says("org:owner", reply)
    assert contrasts(page) == ()


@pytest.mark.parametrize("says_no", [True, False])
def test_while_opposes_only_where_one_says_no_to_the_others_words(says_no: bool) -> None:
    reply = "الشركة لم تخفض الأجور" if says_no else "الأجور تكفي العمال"
    page = Maker("a", "خلاف", [f"قالت النقابة إن الشركة خفضت الأجور، بينما أكدت الإدارة أن {reply}."])
    page.says("org:union", "الشركة خفضت الأجور", Polarity.ACCUSES).says("org:company", reply)
    assert [c.rule for c in contrasts(page)] == ["dispute:beside"] * says_no


def test_the_order_of_accounts_changes_nothing() -> None:
    one = Maker("a", "اتهام", ["أعلنت البلدية أن المصنع ألقى نفاياته في النهر."])
    one.says("org:town", "المصنع ألقى نفاياته في النهر", Polarity.ACCUSES)
    two = Maker("b", "نفي", ["نفت الشركة أن المصنع ألقى نفاياته في النهر."])
    two.says("org:company", "المصنع ألقى نفاياته في النهر", Polarity.DENIES)
    assert contrasts(one, two) == contrasts(two, one)


def test_in_contrast_sets_what_follows_against_what_was_said() -> None:
    page = Maker(
        "a", "روايتان", ["اتهمت الموانئ الربان بتجاهل التحذيرات. في المقابل، نفى المالك أن يكون قد تلقى شيئا."]
    )
    page.says("org:ports", "بتجاهل التحذيرات", Polarity.ACCUSES)
    page.says("org:owner", "يكون قد تلقى شيئا", Polarity.DENIES)
    (found,) = contrasts(page)
    assert [p.holder for p in found.positions] == ["org:ports", "org:owner"]


def test_an_expert_who_sets_out_two_positions_is_no_party() -> None:
    page = Maker("a", "رأي", ["وقال الخبير إن الشركة تنتظر التعويض، بينما تصر البلدية على إغلاق الملف."])
    page.says("person:expert", "الشركة تنتظر التعويض").says("org:town", "إغلاق الملف")
    assert contrasts(page) == ()


def test_a_retelling_supports_a_side_only_if_it_says_the_claim() -> None:
    words = "تقول النقابة إن العمال أُبعدوا قسرا من المصنع، رغم أن الشركة ذكرت أنهم استقالوا بإرادتهم."
    one = Maker("a", "خلاف", [words])
    one.says("org:union", "العمال أُبعدوا قسرا من المصنع").says("org:company", "أنهم استقالوا بإرادتهم")
    two = Maker("b", "خلاف", ["أُبعد العمال قسرا من المصنع."])
    pair = AlignedPair(one.span(words.removesuffix(".")), two.span("أُبعد العمال قسرا من المصنع"), 0.8)
    derivation = Derivation(one.id, two.id, "rewrite", 0.8, "test", pairs=(pair,))
    (found,) = find_contrasts(Affair((one.account(), two.account()), derivations=(derivation,), chosen=True))
    assert [{s.page for s in p.spans} for p in found.positions] == [{"a", "b"}, {"a"}]


def test_who_is_named_in_a_charge_within_the_charge_is_not_charged() -> None:
    said = "إلقاء نفايات في النهر بغرض اتهام الشركة"
    page = Maker("a", "اتهام", [f"واتهمت النقابة البلدية ب{said}. ونفت الشركة أي صلة لها بالشاحنات."])
    page.says("org:union", said, Polarity.ACCUSES, cue="واتهمت", who="النقابة")
    page.says("org:company", "أي صلة لها بالشاحنات", Polarity.DENIES).names("الشركة", "org:company", MentionType.ORG)
    assert contrasts(page) == ()


@pytest.mark.parametrize(("charged", "disputed"), [("الشركة", True), ("البلدية", False)])
def test_who_is_charged_by_name_and_denies_at_once(charged: str, disputed: bool) -> None:
    said = "إلقاء نفايات في النهر"
    page = Maker("a", "اتهام", [f"واتهمت النقابة {charged} ب{said}. ونفت الشركة أي صلة لها بالشاحنات."])
    page.says("org:union", said, Polarity.ACCUSES, cue="واتهمت", who="النقابة")
    page.says("org:company", "أي صلة لها بالشاحنات", Polarity.DENIES)
    page.names(charged, "org:company" if disputed else "org:town", MentionType.ORG)
    found = contrasts(page)
    assert [(c.rule, c.sure) for c in found] == ([("dispute:at-once", False)] if disputed else [])


@pytest.mark.parametrize(("besides", "disputed"), [([], True), (["المصنع"], False)])
def test_a_charge_by_pronoun_is_aimed_at_the_only_other_named_before(besides: list[str], disputed: bool) -> None:
    blamed = " مع ".join(["الشركة", *besides])
    told = "وحملت النقابة {} المسؤولية، متهمة إياها بإخفاء الشاحنات. ونفت الشركة أي صلة لها بها."
    page = Maker("a", "اتهام", [told.format(blamed)])
    page.says("org:union", "إخفاء الشاحنات", Polarity.ACCUSES, cue="متهمة", who="النقابة")
    page.says("org:الشركة", "أي صلة لها بها", Polarity.DENIES)
    for name in ("الشركة", *besides):
        page.names(name, f"org:{name}", MentionType.ORG)
    assert ("dispute:at-once" in {c.rule for c in contrasts(page)}) is disputed
