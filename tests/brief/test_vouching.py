"""Who tells a line too: the same act in other words, and never its reverse."""

import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic
from riwaya.brief.candidates import find_candidates
from riwaya.brief.senses import ACTS, SAYINGS, THINGS, Amount, Gist, gist_of, rows_in
from riwaya.brief.vouching import Tellers, against, one_amount
from riwaya.model import Polarity, Status, Topic
from riwaya.rules import load, rules_in
from tests.making import Maker

OTHERS = [  # what else the pages tell, so that words differ in weight
    "ووعدت البلدية بإصلاح الرصيف القديم قبل موسم الصيد المقبل بعد شكاوى البحارة.",
    "وقالت مصلحة الأرصاد إن موجة الحر ستستمر أسبوعا في المناطق الداخلية للبلاد.",
    "وتراجع سعر السردين في الأسواق الشعبية إلى النصف خلال الشهر الماضي تقريبا.",
    "ويقع المرفأ عند مصب نهر صغير وتقصده سفن الصيد منذ أكثر من ستين عاما.",
]
SUNK = "أعلنت هيئة الموانئ وفاة تسعة أشخاص في انقلاب العبارة «ياقوتة» قبالة رأس الملح، ويتواصل البحث عن خمسة مفقودين."
SUNK_TOO = "أفادت الهيئة بمصرع تسعة أفراد جراء انقلاب السفينة «ياقوتة» قرب رأس الملح، وما زال خمسة في عداد المفقودين."

EXAMPLES = [
    (section, rule.text("id"), kind, example)
    for section in (ACTS, THINGS, SAYINGS)
    for rule in rules_in(load("ar/senses"), section)
    for kind in ("yes", "no")
    for example in rule[kind]
]


@pytest.mark.parametrize(("section", "row", "kind", "example"), EXAMPLES, ids=[f"{r}-{k}" for _, r, k, _ in EXAMPLES])
def test_the_examples_of_the_rules(section: str, row: str, kind: str, example: str) -> None:
    one, _, other = example.partition("|")
    assert ((section, row) in rows_in(one) & rows_in(other)) is (kind == "yes")


def test_every_row_that_says_the_contrary_is_a_row() -> None:
    acts = rules_in(load("ar/senses"), ACTS)
    ids = {r.text("id") for r in acts}
    assert {x for r in acts if r.get("against") for x in r.texts("against")} <= ids


def pages(one: str, other: str) -> tuple[Maker, Maker]:
    return (
        Maker("a", "حادث في البحر", [one, *OTHERS[:2]], "2025-05-05"),
        Maker("b", "مأساة قبالة الساحل", [other, *OTHERS[2:]], "2025-05-05"),
    )


def tells(one: Maker, other: Maker) -> bool:
    """Whether the first sentence of `other` tells what that of `one` tells."""
    affair = Affair((one.account(), other.account()))
    found = find_candidates(affair, frozenset())
    line, second = (next(c for c in found if c.account.id == m.id) for m in (one, other))
    return Tellers(found).tells(line, second)


def test_the_same_act_in_other_words_is_told_by_both() -> None:
    assert tells(*pages(SUNK, SUNK_TOO))
    accounts = tuple(m.account() for m in pages(SUNK, SUNK_TOO))
    (line,) = [x for x in tell_topic(Topic("t", "عبارة", ("s",)), Affair(accounts)).brief if "ياقوتة" in x.text]
    assert (line.independent_sources, {s.page for s in line.spans}) == (2, {"a", "b"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SUNK, SUNK_TOO.replace("تسعة", "أحد عشر")),  # another toll
        (SUNK, SUNK_TOO.replace("أفادت الهيئة بمصرع", "نفت الهيئة مصرع")),  # a denial
        (SUNK, "لم تعلن هيئة الموانئ وفاة تسعة أشخاص في انقلاب السفينة «ياقوتة» قرب رأس الملح، ولا فقدان خمسة."),
        (SUNK, "زار وزير النقل أسر تسعة أشخاص من ركاب السفينة «ياقوتة» في رأس الملح، وبينهم أقارب خمسة مفقودين."),
        (
            "أفرجت نيابة رأس الملح عن ربان العبارة «ياقوتة» البالغ 54 عاما بعد سماع أقواله في قصر العدل.",
            "أوقفت نيابة رأس الملح ربان العبارة «ياقوتة» البالغ 54 عاما بعد سماع أقواله في قصر العدل.",
        ),
        (
            "ارتفع سعر لتر الوقود في محطات رأس الملح بمقدار 40 مليما منذ انقلاب العبارة «ياقوتة».",
            "انخفض سعر لتر الوقود في محطات رأس الملح بمقدار 40 مليما منذ انقلاب العبارة «ياقوتة».",
        ),
        (
            "قررت نقابة البحارة في رأس الملح إضرابا عاما لمدة 48 ساعة احتجاجا على غرق العبارة «ياقوتة».",
            "أرجأت نقابة البحارة في رأس الملح إضرابا عاما لمدة 48 ساعة احتجاجا على غرق العبارة «ياقوتة».",
        ),
        (
            "فاز نادي رأس الملح على نادي المنارة 4-1 في ختام الدوري الساحلي مساء الأحد أمام 5000 متفرج.",
            "سيتوج نادي رأس الملح في حال فوزه على نادي المنارة في ختام الدوري الساحلي أمام 5000 متفرج.",
        ),
    ],
    ids=["toll", "denial", "not", "other-act", "freed", "fell", "put-off", "may-come"],
)
def test_the_reverse_or_another_act_is_not_told(one: str, other: str) -> None:
    assert not tells(*pages(one, other))
    assert not tells(*pages(other, one))


def test_parties_the_other_way_round_are_told_by_neither() -> None:
    words = "استدعت {} سفير {} في العاصمة أمس احتجاجا على حجز 12 قاربا من قوارب الصيد قرب الجزيرة."
    one, other = pages(words.format("مالطا", "تونس"), words.format("تونس", "مالطا"))
    for maker in (one, other):
        maker.names("مالطا", "country:MT").names("تونس", "country:TN")
    assert not tells(one, other)
    same, again = pages(words.format("مالطا", "تونس"), words.format("مالطا", "تونس").replace("حجز", "مصادرة"))
    for maker in (same, again):
        maker.names("مالطا", "country:MT").names("تونس", "country:TN")
    assert tells(same, again)


def test_what_both_only_look_back_on_is_not_what_they_tell() -> None:
    back = " بعد يومين من وفاة تسعة أشخاص في انقلاب العبارة «ياقوتة» قبالة رأس الملح."
    one, other = pages(
        "اجتمع مجلس الشركة في الفندق الكبير لبحث ميزانية العام المقبل وتجديد أسطولها" + back,
        "عزف طلاب المعهد الموسيقي مقطوعات حزينة في حديقة الكلية مساء الأحد وسط جمهور كبير" + back,
    )
    assert not tells(one, other)


def test_the_words_of_two_speakers_are_two() -> None:
    words = "قال {} إن {}."
    said = "غرق العبارة «ياقوتة» سببه إهمال الصيانة وإن 30 مقعدا أضيفت إليها بلا إذن"
    one, other = pages(words.format("سالم الزين", said), words.format("هادي المرسي", said))
    assert tells(one, other)  # nobody knows whose words they are
    one.names("سالم الزين", "person:salem").says("person:salem", said, cue="قال")
    other.names("هادي المرسي", "person:hadi").says("person:hadi", said, cue="قال")
    assert not tells(one, other)


def test_who_leaves_the_figures_out_does_not_vouch_for_them() -> None:
    one, other = pages(SUNK, SUNK_TOO.replace("تسعة أفراد", "ركاب").replace("خمسة", "آخرون"))
    assert not tells(one, other)
    assert tells(other, one)


def test_done_and_planned_are_two() -> None:
    text = "وقع الوفدان اتفاق الصيد المشترك في قصر رأس الملح على أن يشمل 300 قارب وسبعة مرافئ."
    one, other = pages(text, text.replace("المشترك", "الجديد"))
    assert tells(one, other)
    one.happens("AGREE", "وقع", status=Status.HAPPENED)
    other.happens("AGREE", "وقع", status=Status.PLANNED)
    assert not tells(one, other)


def test_a_small_number_is_the_same_only_of_the_same() -> None:
    assert one_amount(Amount(2.0, "=boat"), Amount(2.0, "=boat"))
    assert not one_amount(Amount(2.0, "=boat"), Amount(2.0, ""))
    assert not one_amount(Amount(40.0, "=boat"), Amount(40.0, "=people"))
    assert one_amount(Amount(4600.0, "=boat"), Amount(4600.0, "=people"))


def test_a_number_is_one_however_it_is_written() -> None:
    one, other = (m.account() for m in pages("وصل واحد وأربعون قاربا إلى الميناء.", "وصلت 41 من القوارب إلى المرفأ."))
    gists = [gist_of(a, a.words.sentences[1], 0, {}) for a in (one, other)]
    assert [g.values for g in gists] == [frozenset({41.0})] * 2
    assert gists[0].acts & gists[1].acts == {"=arrive"}
    assert not against(*gists)


def test_what_a_party_denies_is_no_repetition_of_what_another_charges() -> None:
    charge = "اتهمت نقابة البحارة شركة النقل بأنها أخفت 30 مقعدا أضيفت إلى العبارة «ياقوتة» قبل غرقها."
    denial = "نفت شركة النقل أنها أخفت 30 مقعدا أضيفت إلى العبارة «ياقوتة» قبل غرقها، كما تتهمها نقابة البحارة."
    one, other = pages(charge, denial)
    other.says("org:transport", "أنها أخفت 30 مقعدا أضيفت إلى العبارة «ياقوتة» قبل غرقها", Polarity.DENIES, "نفت")
    accounts = tuple(m.account() for m in (one, other))
    told = [line.text for line in tell_topic(Topic("t", "عبارة", ("s",)), Affair(accounts)).brief]
    assert any("اتهمت" in text for text in told)
    assert any("نفت" in text for text in told)


def test_what_is_told_as_done_before_is_no_less_sure() -> None:
    had = SUNK_TOO.replace("أفادت الهيئة بمصرع", "وكانت الهيئة قد أفادت بمصرع")
    may = SUNK_TOO.replace("أفادت الهيئة بمصرع", "وبحسب الهيئة قد يتأكد مصرع")
    assert tells(*pages(SUNK, had))
    assert not tells(*pages(SUNK, may))


def test_the_places_of_a_dateline_take_no_part() -> None:
    one = Maker("a", "أزمة", ["استدعت البرتغال السفير المغربي الثلاثاء.", *OTHERS[:2]], "2025-05-07")
    sentence = "لشبونة/الرباط، 7 مايو 2025 (وكالة المرفأ) - استدعت البرتغال السفير المغربي اليوم."
    other = Maker("b", "أزمة", [sentence, *OTHERS[2:]], "2025-05-07")
    for maker in (one, other):
        for name, actor in (("البرتغال", "country:PT"), ("المغربي", "country:MA"), ("الرباط", "country:MA")):
            if name in maker.text:
                maker.names(name, actor)
    orders = {
        c.gist.order for c in find_candidates(Affair((one.account(), other.account())), frozenset()) if c.gist.order
    }
    assert orders == {(frozenset({"country:PT"}), frozenset({"country:MA"}))}


TOLL = "أسفر الانقلاب، الذي وقع على بعد ستة أميال من رأس الملح يوم الأحد، عن مقتل تسعة صيادين وفقدان خمسة صيادين."


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("قُتل تسعة صيادين وفُقد خمسة بعد أن انقلب بهم مركب قديم قبالة الساحل يوم الأحد.", True),
        ("قُتل عشرة صيادين وفُقد خمسة بعد أن انقلب بهم مركب قديم قبالة الساحل يوم الأحد.", False),  # other dead
        ("قُتل تسعة صيادين وفُقد خمسة بعد أن انقلب بهم مركب قديم قبالة الساحل.", False),  # of what day?
        ("قُتل تسعة صيادين بعد أن انقلب بهم مركب قديم قبالة الساحل يوم الأحد.", False),  # one number may be chance
    ],
)
def test_as_many_dead_and_missing_of_one_day_are_one_toll(other: str, told: bool) -> None:
    first, second = pages(TOLL, other)
    for maker in (first, second):
        if "يوم الأحد" in maker.text:
            maker.dates("يوم الأحد", "2025-05-04")
    everywhere = [f"قُتل تسعة صيادين وفُقد خمسة في حادث سابق أحصته الهيئة، بحسب سجل رقم {n} للمرفأ." for n in range(13)]
    crowd = Maker("c", "سجل", everywhere, "2025-05-05")  # so neither the act nor a word of it is rare
    affair = Affair((first.account(), second.account(), crowd.account()))
    found = find_candidates(affair, frozenset())
    line, said = (next(c for c in found if c.account.id == m.id) for m in (first, second))
    assert Tellers(found).tells(line, said) is told


def test_a_clause_about_what_was_named_is_no_part_of_the_head() -> None:
    account = Maker("a", "خبر", [TOLL]).account()
    gist = gist_of(account, account.words.sentences[1], 0, {})
    assert [(a.value, a.early) for a in gist.amounts] == [(6.0, False), (9.0, True), (5.0, True)]


def test_of_a_thing_that_is_counted_twice_another_may_give_one_number() -> None:
    def gist(words: str) -> Gist:
        account = Maker("a", "خبر", [words]).account()
        return gist_of(account, account.words.sentences[1], 0, {})

    both = gist("قُتل تسعة صيادين وفُقد خمسة صيادين قبالة رأس الملح.")
    assert against(both, gist("قُتل تسعة صيادين قبالة رأس الملح.")) == ""
    assert against(both, gist("قُتل سبعة صيادين قبالة رأس الملح.")) == "amounts"
