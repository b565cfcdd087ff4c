from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from riwaya.account import Account
from riwaya.model import Change, Derivation, Mention, MentionType, Span
from riwaya.stories import find_derivations
from riwaya.stories.align import align
from riwaya.stories.changes import find_changes
from riwaya.stories.clauses import read_clauses
from riwaya.stories.pair import Telling
from riwaya.stories.weights import Rarity

Maker = Callable[..., Account]
Rewrite = tuple[Derivation, Account]


def changes_of(source: Account, derived: Account) -> set[tuple[str, str]]:
    there, here = read_clauses(source), read_clauses(derived)
    matches = align(there, here, Rarity())
    assert matches, "the two must be aligned before they can be compared"
    return {(c.what, c.kind) for m in matches for c in find_changes(m, Telling(source, there), Telling(derived, here))}


def kinds(derivation: Derivation, account: Account, words: str) -> set[tuple[str, str]]:
    """The changes of the pairs that hold `words` on the derived side."""
    text = account.article.text
    return {
        (c.what, c.kind) for p in derivation.pairs if words in text[p.derived.start : p.derived.end] for c in p.changed
    }


@pytest.fixture(scope="module")
def rewrite(examples: tuple[Account, ...]) -> tuple[Derivation, Account]:
    found = {d.derived: d for d in find_derivations(examples)}
    return found["03-rewrite.txt#1"], next(a for a in examples if a.id == "03-rewrite.txt#1")


def test_planted_roles_are_told(rewrite: Rewrite) -> None:
    assert ("role", "contradicted") in kinds(*rewrite, "السفير البرتغالي في الرباط")


def test_planted_number_is_told(rewrite: Rewrite) -> None:
    assert ("number", "contradicted") in kinds(*rewrite, "4000 طن")


def test_planted_admission_is_told(rewrite: Rewrite) -> None:
    assert ("act", "added") in kinds(*rewrite, "أقرت وزارة النقل المغربية")


def test_planted_blurs_are_told(rewrite: Rewrite) -> None:
    assert ("number", "vague") in kinds(*rewrite, "عدد من القتلى")
    assert ("date", "vague") in kinds(*rewrite, "خلال الفترة المقبلة")


def test_faithful_lines_stay_unchanged(rewrite: Rewrite) -> None:
    for words in ("حواجز عائمة لحماية مصب النهر", "مما أدى إلى اصطدامها بالناقلة", "معتبرةً أن احتجازهم"):
        assert kinds(*rewrite, words) == set()


def test_copy_drops_an_attribution_and_nothing_else(examples: tuple[Account, ...]) -> None:
    copy = next(d for d in find_derivations(examples) if d.derived == "02-copy.txt#1")
    grave = [c for p in copy.pairs for c in p.changed if c.kind in ("contradicted", "added")]
    assert grave == []
    assert ("source", "omitted") in {(c.what, c.kind) for p in copy.pairs for c in p.changed}


SOURCE = "أعلنت وزارة الفلاحة التونسية، في 12 مايو 2023، أن 350 مزارعا في سليانة حصلوا على بذور القمح الصلب"

CASES = [
    ("أعلنت وزارة الفلاحة التونسية، في 12 مايو 2023، أن 350 مزارعا في سليانة حصلوا على بذور القمح الصلب", set()),
    ("أعلنت وزارة الفلاحة التونسية، في 12 مايو 2023، أن 950 مزارعا في سليانة حصلوا على بذور القمح الصلب", {("number", "contradicted")}),  # noqa: E501
    ("أعلنت وزارة الفلاحة التونسية، في 12 مايو 2023، أن عددا من مزارعي سليانة حصلوا على بذور القمح الصلب", {("number", "vague")}),  # noqa: E501
    ("أعلنت وزارة الفلاحة التونسية، في 12 نوفمبر 2023، أن 350 مزارعا في سليانة حصلوا على بذور القمح الصلب", {("date", "contradicted")}),  # noqa: E501
    ("أعلنت وزارة الفلاحة التونسية أن 350 مزارعا في سليانة حصلوا على بذور القمح الصلب", {("date", "omitted")}),
    ("أقرت وزارة الفلاحة التونسية، في 12 مايو 2023، أن 350 مزارعا في سليانة حصلوا على بذور القمح الصلب", {("act", "added")}),  # noqa: E501
    ("أعلنت وزارة الفلاحة التونسية، في 12 مايو 2023، أن 350 مزارعا في سليانة لم يحصلوا على بذور القمح الصلب", {("negation", "contradicted")}),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("derived", "expected"), CASES)
def test_one_change_at_a_time(account: Maker, derived: str, expected: set[tuple[str, str]]) -> None:
    source = account("s", "خبر من سليانة", SOURCE, day="2023-05-13")
    assert changes_of(source, account("d", "خبر من سليانة", derived, day="2023-05-14")) == expected


def test_role_inverted_between_two_states(account: Maker) -> None:
    source = account("s", "تجارة", "تعد ليبيا ثالث أكبر شريك تجاري لتونس بعد فرنسا منذ عشر سنوات")
    turned = account("d", "تجارة", "تعد تونس ثالث أكبر شريك تجاري لليبيا منذ عشر سنوات")
    assert ("role", "contradicted") in changes_of(source, turned)


TURNED = [
    ("تراجع محصول القطن في الدلتا بنحو الثلثين خلال موسم واحد", "تراجع محصول القطن في الدلتا بنسبة الثلث خلال موسم واحد", ("number", "contradicted")),  # noqa: E501
    ("حذر الاتحاد من أن الجفاف سيدفع مئات الرعاة إلى النزوح", "حذر الاتحاد من نزوح آلاف الرعاة بسبب الجفاف الذي سيدفع الرعاة إليه", ("number", "contradicted")),  # noqa: E501
    ("تغلق البلدية السوق القديمة للترميم حتى نهاية الشهر", "تغلق البلدية السوق القديمة للترميم حتى نهاية العام", ("date", "contradicted")),  # noqa: E501
    ("بين الموقوفين سبعة يشتبه في أنهم هربوا القطن", "بين الموقوفين سبعة تبين أنهم هربوا القطن", ("hedge", "contradicted")),  # noqa: E501
    ("قال النقابي إن الرعاة لم يصلهم أي تعويض قبل إغلاق السوق", "قال النقابي إن الرعاة وصلهم تعويض قبل إغلاق السوق", ("negation", "contradicted")),  # noqa: E501
    ("غادر الوفد التشادي قاعة الاجتماع غاضبا ولحق به وسيط من السودان", "غادر الوفد السوداني قاعة الاجتماع غاضبا ولحق به الوسيط", ("role", "contradicted")),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("said", "turned", "told"), TURNED)
def test_what_a_retelling_turns_round(account: Maker, said: str, turned: str, told: tuple[str, str]) -> None:
    assert told in changes_of(account("s", "خبر", said), account("d", "خبر", turned))
    assert told not in changes_of(account("s", "خبر", said), account("d", "خبر", said + " ومن دون تأخير"))


def test_a_person_is_given_another_office(account: Maker) -> None:
    def held(page: str, text: str) -> Account:
        one = account(page, "خبر", text)
        start = one.article.text.index("رامي")
        name = Mention(Span(page, start, start + len("رامي السقا")), MentionType.PER, "person:ramy-alsqa")
        return replace(one, mentions=(name,))

    source = held("s", "قال وزير الري رامي السقا إن السد يكفي المدينة عاما كاملا")
    assert ("role", "contradicted") in changes_of(
        source, held("d", "أكد وزير الزراعة رامي السقا أن السد يكفي المدينة عاما كاملا")
    )
    assert not changes_of(source, held("e", "أكد وزير الري السابق رامي السقا أن السد يكفي المدينة عاما كاملا"))
    head = held("h", "قالت رئيسة البلاد رامي السقا إن السد يكفي المدينة عاما كاملا")
    assert not changes_of(head, held("i", "أكدت رئيسة الدولة رامي السقا أن السد يكفي المدينة عاما كاملا"))
    assert changes_of(head, held("j", "أكدت رئيسة البرلمان رامي السقا أن السد يكفي المدينة عاما كاملا"))


def test_a_state_by_its_capital_is_no_other_place(account: Maker) -> None:
    said = "انتهت الأزمة التي خسرت فيها {} أجزاء من سوق الحبوب بعد عام من الجفاف ومن دون مساعدة خارجية"

    def named(page: str, state: str) -> Account:
        one = account(page, "خبر", said.format(state))
        start = one.article.text.index(state)
        return replace(one, mentions=(Mention(Span(page, start, start + len(state)), MentionType.GPE, None),))

    assert ("place", "contradicted") in changes_of(named("s", "تونس"), named("d", "زغرب"))
    assert not changes_of(named("s", "كرواتيا"), named("d", "زغرب"))


def test_a_cause_is_invented(account: Maker) -> None:
    source = account(
        "s", "خبر", "أغلقت البلدية السوق القديمة يوم الأحد. واستدعى الوالي مدير شركة النقل إلى مكتبه في جندوبة."
    )
    derived = account(
        "d", "خبر", "أغلقت البلدية السوق القديمة، مما أدى إلى استدعاء مدير شركة النقل إلى مكتب والي جندوبة."
    )
    assert ("cause", "added") in changes_of(source, derived)


def test_a_loaded_name_is_no_synonym(account: Maker) -> None:
    source = account("s", "خبر", "قال الجيش الإسرائيلي إن جرافاته سوت بستان زيتون قرب قرية بورين")
    derived = account("d", "خبر", "قال جيش الاحتلال إن جرافاته سوت بستان زيتون قرب قرية بورين")
    assert ("wording", "contradicted") in changes_of(source, derived)


def test_every_change_shows_its_words(rewrite: Rewrite, examples: tuple[Account, ...]) -> None:
    derivation, _ = rewrite
    changes: list[Change] = [c for p in derivation.pairs for c in p.changed]
    assert changes
    for change in changes:
        assert change.source or change.derived
        if change.kind in ("contradicted", "vague"):
            assert change.source
            assert change.derived
