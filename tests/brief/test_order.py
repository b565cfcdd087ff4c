"""What a line takes for known: it stands behind what brings that in, or not at all; the main happening stands first."""

import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic
from riwaya.brief.mending import mend
from riwaya.model import Mention, MentionType, Topic
from tests.making import Maker

LEAD = "أغلقت بلدية سيردال السوق القديم يوم الأحد بعد شكاوى التجار من تصدع الأعمدة."
PLAIN = "وتبلغ مساحة المخازن الغربية نحو 700 متر وتطل على الطريق المؤدية إلى المرفأ."


def page(name: str, *body: str, title: str = "السوق", published: str = "2025-05-05") -> Maker:
    maker = Maker(name, title, list(body), published, outlet=name)
    for sentence in body:
        if "يوم الأحد" in sentence:
            maker.dates("يوم الأحد", "2025-05-04")
    return maker


def lines(*makers: Maker, title: str = "السوق") -> list[str]:
    topic = Topic("t", title, ("s",))
    return [line.text for line in tell_topic(topic, Affair(tuple(m.account() for m in makers))).brief]


@pytest.mark.parametrize(
    "leaning",
    [
        "وردا على سؤال صحفي، أوضح مدير المخازن أن الإصلاح سيبدأ قبل موسم العيد المقبل.",
        "وهو القرار الثالث من نوعه الذي تصدره بلدية سيردال منذ بداية السنة الجارية.",
        "وكتب التجار تلك الرسالة نفسها إلى مجلس المدينة قبل أن يجتمع في قاعة المسرح.",
        "وقررت بلدية سيردال في خطوة أخرى بيع ألواح الخشب القديمة إلى نجاري المرفأ.",
        "في تغريدة، انتقد المجلس لغياب المهندسين عن الجلسة المخصصة لترميم المخازن.",
    ],
)
def test_what_leans_on_a_sentence_that_is_not_told_is_left_out(leaning: str) -> None:
    bare = Maker("b", "خبر", ["وزار وفد من الطلاب المتحف.", leaning], "2025-05-05")
    if "المجلس لغياب" in leaning:
        bare.names("المجلس", "org:council")
    told = lines(page("a", LEAD, PLAIN), bare)
    assert not any(leaning.removeprefix("و")[:18] in line for line in told)


def test_who_is_called_by_a_bare_noun_comes_behind_who_brings_him_in() -> None:
    first = "سقط شاب في الثلاثين من عمره عن سلم المخزن الغربي وهو يرفع ألواح الخشب مع رفاقه."
    then = "وقال حارس المخزن إن الشاب نقل إلى مستشفى سيردال على متن شاحنة صغيرة."
    told = lines(page("a", first, PLAIN, then))
    assert not any("الشاب" in line for line in told[:1])


def test_what_the_title_says_happened_is_told_and_first_of_its_day() -> None:
    other = "احتفل طلاب معهد سيردال يوم الأحد بتخرج 300 مهندس في قاعة المسرح الكبير بحضور الأهالي."
    third = "فاز فريق سيردال يوم الأحد بكأس المدينة للسباحة أمام 400 متفرج في المسبح البلدي الجديد."
    main = "انهار سقف السوق القديم يوم الأحد فوق محال الأقمشة ولم يكن أحد بداخلها."
    pages = page("a", other), page("b", third), page("c", main, title="انهيار سقف السوق القديم")
    assert lines(*pages, title="انهيار سقف السوق القديم")[0] == main


def test_the_hurt_of_a_day_are_told_as_they_were_told_last() -> None:
    early = "أصيب 12 عاملا بجروح يوم الأحد في انهيار سقف السوق القديم في مدينة سيردال، كما أفاد مسعفون."
    late = "ارتفع إلى 40 عدد العمال المصابين بجروح يوم الأحد في انهيار سقف السوق القديم في مدينة سيردال."
    told = lines(page("a", early), page("b", late, published="2025-05-06"))
    assert [("40" in line, "12" in line) for line in told] == [(True, False)]


def test_a_familys_name_is_nobodys_own() -> None:
    first = "وزار سالم العامري السوق القديم مع عدد من أصحاب المحال يوم الأحد ووعد بالمساعدة."
    family = "وتملك عائلة العامري ثلاثة مخازن قديمة على طريق المرفأ في الجهة الغربية من المدينة."
    maker = page("a", LEAD, first, family)
    maker.names("سالم العامري", "person:salim")
    maker.names("العامري ثلاثة"[:7], "person:salim")
    assert not any("عائلة [" in line for line in lines(maker))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("فنظمت نقابة التجار وقفة أمام السوق.", "نظمت نقابة التجار وقفة أمام السوق."),
        ("في حين دعت نقابة التجار إلى إصلاح السوق.", "دعت نقابة التجار إلى إصلاح السوق."),
        ("في حين دعت النقابة إلى وقفة، غاب التجار.", "في حين دعت النقابة إلى وقفة، غاب التجار."),
    ],
)
def test_joining_words_go_where_that_is_safe(written: str, told: str) -> None:
    account = Maker("a", "خبر", [written]).account()
    (sentence,) = (s for s in account.words.sentences if written[:6] in account.article.text[s.start : s.end])
    assert mend(account, sentence).text == told


def test_what_had_been_before_is_not_the_first_to_be_told() -> None:
    had = "كانت بلدية سيردال قد منعت دخول الشاحنات إلى المخازن الغربية يوم الأحد بسبب ضيق الطريق."
    later = "سقطت رافعة صغيرة على رصيف المرفأ فتضررت ثلاثة مراكب لصيادين من قرية مجاورة."
    told = lines(page("a", had), Maker("b", "خبر", [later], "2025-05-06", outlet="b"), title="المخازن")
    assert told and not told[0].startswith("كانت")


def test_what_leans_stands_on_the_day_of_what_brings_it_in_or_nowhere() -> None:
    shop = "أكد وزير السياحة يوم الثلاثاء أن القصر نفسه سيفتح أبوابه أمام طلاب رادس مرتين كل أسبوع."
    opened = "افتتحت وزيرة الثقافة قصرا أثريا في سيردال بعد ترميم دام سبع سنوات كاملة."
    both = Maker("b", "خبر", [opened, shop, PLAIN], "2025-05-06", outlet="b")
    both.names("رادس", "place:rades").dates("يوم الثلاثاء", "2025-05-06")
    same_day = lines(both, page("a", LEAD))
    assert same_day.index(opened) < next(n for n, line in enumerate(same_day) if "القصر نفسه" in line)
    early = Maker("c", "خبر", [shop], "2025-05-03", outlet="c")
    apart = lines(Maker("b", "خبر", [opened], "2025-05-06", outlet="b"), page("a", LEAD), early)
    assert opened in apart and not any("القصر نفسه" in line for line in apart)


@pytest.mark.parametrize(
    "head",
    ["خاصة وأن", "إذ أن", "هذا ما", "كما أن"],  # without what stood before them these begin nothing
)
def test_what_hangs_on_the_sentence_before_begins_no_line(head: str) -> None:
    hanging = f"{head} سكان المرفأ رفضوا عرض الشركة التي تملك الرصيف الشمالي وأحواض السفن القديمة."
    bare = Maker("b", "خبر", ["زار وفد المتحف.", hanging], "2025-05-05", outlet="b")
    assert not any("رفضوا عرض الشركة" in line for line in lines(page("a", LEAD, PLAIN), bare))
    plain = Maker("b", "خبر", ["زار وفد المتحف.", hanging.removeprefix(head + " ")], "2025-05-05", outlet="b")
    assert any("رفضوا عرض الشركة" in line for line in lines(page("a", LEAD, PLAIN), plain))


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ("طرد كل منهما", False),
        ("قدم بعضهم", False),
        ("قدم الصيادون ومعهم بعضهم", True),  # of these
    ],
)
def test_of_them_asks_of_whom(opening: str, told: bool) -> None:
    sentence = f"{opening} عريضة طويلة إلى مجلس المدينة ضد توسيع الرصيف الشمالي وأحواض السفن القديمة."
    bare = Maker("b", "خبر", ["زار وفد المتحف.", sentence], "2025-05-05", outlet="b")
    assert any("توسيع الرصيف" in line for line in lines(page("a", LEAD, PLAIN), bare)) is told


@pytest.mark.parametrize(
    ("brought_in", "told"),
    [("عقد مجلس المدينة جلسة طويلة أمس.", False), ("زار وفد من الطلاب المتحف القديم.", True)],
)
def test_a_thing_with_a_clause_that_its_page_brought_in_before_is_not_told_without_it(
    brought_in: str, told: bool
) -> None:
    leaning = "وحضر الجلسة التي عقدت قرب المرفأ مهندسون من خمس مدن ومندوب عن شركة الأحواض الشمالية."
    bare = Maker("b", "خبر", [brought_in, leaning], "2025-05-05", outlet="b")
    assert any("مهندسون من خمس" in line for line in lines(page("a", LEAD, PLAIN), bare)) is told


@pytest.mark.parametrize(
    ("leaning", "words"),
    [
        ("وتبين لاحقا أنه أخفى ألواح الخشب القديمة في مخزن على طريق المرفأ الشمالي.", "أخفى ألواح"),
        ("ورفض التجار نفس القانون مرتين حين عرض على مجلس المدينة في قاعة المسرح الكبير.", "مرتين حين"),
        ("لتصبح سوق الأقمشة في سيردال أكبر سوق مسقوفة على طريق المرفأ الشمالي القديم.", "أكبر سوق"),
        ("لذلك رفض التجار عرض الشركة التي تملك الرصيف الشمالي وأحواض السفن القديمة.", "عرض الشركة"),
    ],
)
def test_what_only_goes_on_is_left_out(leaning: str, words: str) -> None:
    bare = Maker("b", "خبر", ["زار وفد من الطلاب المتحف.", leaning], "2025-05-05", outlet="b")
    assert not any(words in line for line in lines(page("a", LEAD, PLAIN), bare))


def test_a_stranger_is_not_the_first_where_another_line_may_be() -> None:
    stranger = "أشار العامري إلى أن ألواح الخشب القديمة ستباع إلى نجاري المرفأ في موسم العيد المقبل."
    maker = page("b", stranger, "وزار سالم العامري المتحف.").names("سالم العامري", "person:salim", MentionType.PER)
    maker.mentions.append(Mention(maker.span("العامري"), MentionType.PER, "person:salim", "test"))
    alone, beside = lines(maker), lines(maker, page("c", LEAD, PLAIN))
    assert any("ألواح الخشب" in line for line in alone)
    assert any("ألواح الخشب" in line for line in beside) and "ألواح الخشب" not in beside[0]
