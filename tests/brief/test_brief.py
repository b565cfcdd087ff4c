from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic
from riwaya.model import Actor, Contrast, ContrastKind, DateKind, Derivation, MentionType, Position, Status, Topic
from tests.making import Maker

LEAD = "أعلنت وزارة الموانئ في تونس أن حريقا اندلع في مستودع للأخشاب بميناء رادس يوم الأحد."
TOPIC = Topic("t", "حريق", ("s",))


def fire(page: str, *more: str, published: str | None = "2025-05-05") -> Maker:
    maker = Maker(page, "حريق في ميناء رادس", [LEAD, *more], published)
    return maker.names("تونس", "country:TN").dates("يوم الأحد", "2025-05-04")


def told(*makers: Maker, derivations: tuple[Derivation, ...] = ()) -> Topic:
    accounts = tuple(m.account() for m in makers)
    events = tuple(e for a in accounts for e in a.events)
    actors = (Actor("org:tn-ports", MentionType.ORG, country="country:TN"),)
    return tell_topic(TOPIC, Affair(accounts, events, derivations, actors))


def test_a_line_is_verbatim_and_rests_on_its_words() -> None:
    maker = fire("a", "وأخمد رجال الإطفاء الحريق بعد تسع ساعات من العمل المتواصل بمشاركة 12 شاحنة.")
    for line in told(maker).brief:
        first = line.spans[0]
        assert " ".join(maker.text[first.start : first.end].split()) == line.text


def test_the_same_fact_on_two_pages_is_one_line_with_two_witnesses() -> None:
    other = LEAD.replace("أعلنت وزارة الموانئ في تونس أن", "قالت صحيفة محلية إن")
    two = Maker("b", "حريق", [other], "2025-05-05")
    lines = told(fire("a"), two).brief
    (line,) = [x for x in lines if "مستودع" in x.text]
    assert {s.page for s in line.spans} == {"a", "b"}
    assert line.independent_sources == 2


def test_a_copy_adds_no_source() -> None:
    one, two = fire("a"), fire("b")
    derivation = Derivation(one.id, two.id, "copy", 1.0, "test")
    (line,) = [x for x in told(one, two, derivations=(derivation,)).brief if "مستودع" in x.text]
    assert line.independent_sources == 1
    assert line.spans[0].page == "a"
    assert line.warning == "single_source"


def test_a_machine_made_page_is_not_the_witness_when_a_writer_is() -> None:
    machine = fire("a")
    machine.signs = ("machine_translation",)
    (line,) = [x for x in told(machine, fire("b")).brief if "مستودع" in x.text]
    assert line.spans[0].page == "b"


def test_the_timeline_is_in_order_and_holds_no_denied_event() -> None:
    maker = fire("a", "واعتقلت الشرطة يوم الاثنين حارس المستودع.", "ونفت الشركة السبت وقوع سرقة.")
    maker.dates("يوم الاثنين", "2025-05-05").dates("السبت", "2025-05-03")
    maker.happens("COERCE", "واعتقلت الشرطة يوم الاثنين حارس المستودع", when="2025-05-05")
    maker.happens("NONE", "اندلع في مستودع للأخشاب بميناء رادس يوم الأحد", when="2025-05-04")
    maker.happens("ASSAULT", "ونفت الشركة السبت وقوع سرقة", when="2025-05-03", status=Status.DENIED)
    assert told(maker).timeline == ("a#1/e2", "a#1/e1")


def helped(*more: str) -> Maker:
    maker = fire("a", "وساعدت إيطاليا هيئة الموانئ في إطفاء الحريق" + "".join(more) + ".")
    return maker.names("إيطاليا", "country:IT").names("هيئة الموانئ", "org:tn-ports", MentionType.ORG)


def test_relations_count_who_acts_for_a_state_with_it() -> None:
    maker = helped()
    maker.happens("AID", "وساعدت إيطاليا هيئة الموانئ", actor="country:IT", recipient="org:tn-ports", when="2025-05-04")
    (relation,) = told(maker).relations
    assert (relation.a, relation.b, relation.date) == ("country:IT", "country:TN", "2025-05-04")
    assert relation.score == 10.0


def test_the_order_of_accounts_changes_nothing() -> None:
    one, two = fire("a", "وقدرت الخسائر بنحو مليوني دينار وفق تقدير أولي للشركة."), fire("b")
    assert told(one, two) == told(two, one)


def test_a_dateline_or_a_bullet_is_not_part_of_a_line() -> None:
    for lead_in in ("رادس، 5 مايو 2025 (وكالة المرفأ) - ", "رادس (وكالة المرفأ) — ", "- "):
        maker = Maker("a", "حريق", [lead_in + LEAD], "2025-05-05").names("تونس", "country:TN")
        assert [line.text for line in told(maker).brief] == [LEAD]


def test_places_and_a_dash_are_a_dateline_too() -> None:
    def line(opening: str) -> str:
        maker = Maker("a", "حريق", [opening + LEAD], "2025-05-05")
        for name, actor in (("صفاقس", "place:sfax"), ("جنوى", "place:genoa"), ("تونس", "country:TN")):
            if name in maker.text:
                maker.names(name, actor)
        return told(maker).brief[0].text

    assert line("صفاقس – ") == line("صفاقس- ") == line("صفاقس/جنوى – ") == LEAD
    assert line("حديث صفاقس – ").startswith("حديث")


def test_a_year_or_a_bracket_in_a_sentence_is_no_dateline() -> None:
    sentence = "أعلنت وزارة الموانئ في تونس (الهيئة المشرفة) أن حريقا اندلع في مستودع عام 2025 بميناء رادس."
    maker = Maker("a", "حريق", [sentence], "2025-05-05").names("تونس", "country:TN")
    assert [line.text for line in told(maker).brief] == [sentence]


def test_an_unlikely_event_is_in_no_chronicle_and_no_relation() -> None:
    words = "وساعدت إيطاليا هيئة الموانئ"
    maker = helped()
    maker.happens("AID", words, actor="country:IT", recipient="org:tn-ports", when="2025-05-04", confidence=0.3)
    topic = told(maker)
    assert (topic.timeline, topic.relations) == ((), ())


def test_a_third_party_beside_the_trigger_leaves_no_relation() -> None:
    more = " بطلب من مالطا"
    maker = helped(more).names("مالطا", "country:MT")
    words = f"وساعدت إيطاليا هيئة الموانئ في إطفاء الحريق{more}"
    maker.happens("AID", words, actor="country:IT", recipient="org:tn-ports", when="2025-05-04")
    assert told(maker).relations == ()


def test_other_happenings_have_no_place_on_the_scale_and_make_no_relation() -> None:
    maker = helped()
    maker.happens(
        "NONE", "وساعدت إيطاليا هيئة الموانئ", actor="country:IT", recipient="org:tn-ports", when="2025-05-04"
    )
    assert told(maker).relations == ()


def summons(page: str, who: str, whom: str, more: str = "") -> Maker:
    names = {"country:TN": ("تونسية", "التونسي"), "country:MT": ("مالطية", "المالطي")}
    body = f"استدعت وزارة الخارجية ال{names[who][0]} السفير {names[whom][1]} احتجاجا على توقيف الصيادين قبالة الساحل"
    body += more + "."
    maker = Maker(page, "استدعاء", [body], "2025-05-05").names("وزارة الخارجية", who)
    return maker.happens("ACCUSE", body.removesuffix("."), actor=who, recipient=whom, when="2025-05-05")


def test_the_same_words_with_the_sides_turned_vouch_for_nothing() -> None:
    lines = told(summons("a", "country:TN", "country:MT"), summons("b", "country:MT", "country:TN")).brief
    assert all(line.independent_sources == 1 and len(line.spans) == 1 for line in lines)
    again = summons("b", "country:TN", "country:MT", " الشرقي بعد ليلة من التوتر في المرفأ")
    lines = told(summons("a", "country:TN", "country:MT"), again).brief
    assert [line.independent_sources for line in lines] == [2]


def test_the_same_words_on_two_pages_are_one_source() -> None:
    lines = told(summons("a", "country:TN", "country:MT"), summons("b", "country:TN", "country:MT")).brief
    assert [(line.independent_sources, len(line.spans)) for line in lines] == [(1, 2)]


def test_two_pages_of_one_outlet_are_one_source() -> None:
    one = summons("a", "country:TN", "country:MT")
    two = summons("b", "country:TN", "country:MT", " الشرقي بعد ليلة من التوتر في المرفأ")
    one.outlet = two.outlet = "صحيفة الميناء"
    assert [line.independent_sources for line in told(one, two).brief] == [1]


def test_a_sentence_that_an_outlet_prints_under_every_page_is_no_news() -> None:
    rule = "جميع المقالات المنشورة هنا تعبر عن رأي أصحابها وحدهم."
    one, two = fire("a", rule), Maker("b", "سوق", [rule, "ارتفعت أسعار السمك في سوق المدينة القديمة صباح السبت."])
    assert all(rule != line.text for line in told(one, two).brief)


def test_a_disputed_line_is_told_with_the_other_side() -> None:
    charge = "واتهمت نقابة الموانئ في تونس إدارة مرفأ رادس بإهمال أجهزة الإنذار في المستودع القديم."
    denial = "ونفت إدارة المرفأ الاتهام وقالت إن الأجهزة فحصت في الصيف."
    maker = fire("a", charge, denial)
    spans = maker.span("بإهمال أجهزة الإنذار"), maker.span("إن الأجهزة فحصت في الصيف")
    positions = tuple(Position("", f"org:{n}", (s,)) for n, s in enumerate(spans))
    contrast = Contrast("روايتان", ContrastKind.DISPUTE, positions, "dispute:answer")
    account = maker.account()
    topic = tell_topic(TOPIC, Affair((account,), account.events, contrasts=(contrast,)))
    texts = [line.text for line in topic.brief if line.warning == "disputed"]
    assert texts == [charge.removeprefix("و"), denial.removeprefix("و")]


def test_background_comes_after_the_news() -> None:
    old = "وكان المستودع نفسه في ميناء رادس بتونس قد احترق بالكامل في الثالث من مارس 2019 بسبب ماس كهربائي."
    maker = fire("a", old).dates("الثالث من مارس 2019", "2019-03-03")
    assert [old.removeprefix("و") == line.text for line in told(maker).brief] == [False, True]


def test_words_of_nobody_and_words_that_point_back_are_told_last() -> None:
    nobody = "وتابع أن ترميم السقف الخشبي للمستودع سيكلف 40 ألف دينار في الصيف المقبل."
    back = "وفي تلك الليلة نقل الحمالون 90 صندوقا من البرتقال إلى الرصيف الشرقي."
    plain = "وتسلم المرفأ الشمالي شاحنة من الألواح الجديدة لبناء السور."
    (first, second) = told(fire("a", nobody, back, plain)).brief
    assert {first.text, second.text} == {LEAD, plain.removeprefix("و")}


def test_a_quotation_that_says_not_whose_it_is_gives_way() -> None:
    quoted = '"لم نر دخانا كهذا من قبل فوق المرفأ والبيوت القديمة من حوله".'
    plain = "وتسلم المرفأ الشمالي شاحنة من الألواح الجديدة لبناء السور."
    assert quoted.rstrip(".") not in " ".join(line.text for line in told(fire("a", quoted, plain)).brief)


def test_a_day_counted_back_in_weeks_heads_no_line() -> None:
    maker = fire("a", "وبدأت وزارة الموانئ ترميم المستودع الغربي قبل أسبوعين بمال من البلدية.")
    maker.dates("قبل أسبوعين", "2025-04-21")
    assert {line.date for line in told(maker).brief} == {"2025-05-04", None}


@pytest.mark.parametrize(("words", "dated"), [
    ("وفتحت وزارة الموانئ المستودع الغربي يوم السبت أمام التجار وأصحاب المراكب.", True),
    ("وأتلف الاصطدام، الذي وقع يوم السبت قرب المستودع الغربي، مراكب التجار كلها.", True),
    ("ويفكر حارس المرفأ القديم في مباراة السبت على ملعب المدينة الغربي.", False),
    ("وزار المستودع الغربي القائد الذي ترك الميناء يوم السبت إلى مدينة بعيدة.", False),
    ("وستفتح وزارة الموانئ المستودع الغربي يوم السبت أمام التجار وأصحاب المراكب.", False),
])  # fmt: skip
def test_only_a_day_of_what_is_told_heads_a_line(words: str, dated: bool) -> None:
    maker = fire("a", words)
    maker.dates("السبت", "2025-05-03")
    assert ("2025-05-03" in {line.date for line in told(maker).brief}) is dated


@pytest.mark.parametrize(("words", "told_as", "day", "dated"), [
    ("وأغلقت البلدية المستودع الغربي في 20 نيسان بأمر من وزارة الموانئ.", "20 نيسان", "2025-04-20", True),
    ("وأغلقت البلدية المستودع الغربي عقب انهيار سقفه في 20 نيسان.", "20 نيسان", "2025-04-20", False),
    ("وأغلقت البلدية المستودع الغربي عقب انهيار سقفه يوم السبت.", "يوم السبت", "2025-05-03", True),
    ("وذكرت وزارة الموانئ أن المستودع الغربي فُتح في 30 نيسان أمام التجار.", "30 نيسان", "2025-04-30", True),
    ("وذكرت وزارة الموانئ أن المستودع الغربي فُتح في 20 آذار أمام التجار.", "20 آذار", "2025-03-20", False),
    ("ورفعت البلدية أجور الحمالين في المرفأ القديم بدءا من 20 نيسان.", "20 نيسان", "2025-04-20", False),
])  # fmt: skip
def test_a_day_long_before_its_page_is_that_of_its_own_clause(words: str, told_as: str, day: str, dated: bool) -> None:
    maker = fire("a", words).dates(told_as, day)
    assert (day in {line.date for line in told(maker).brief}) is dated


@pytest.mark.parametrize("verb", ["اعتذرت", "كافأت"])
def test_one_deed_of_one_day_is_told_once(verb: str) -> None:
    makers = []
    for page, words in (
        ("a", "اعتذرت وزارة الموانئ يوم السبت لأصحاب المراكب القديمة"),
        ("b", f"{verb} وزارة الموانئ السبت تجار القمح بعد تلف بضائع ثمينة داخل المستودع الشمالي"),
    ):
        maker = Maker(page, "حريق", [f"{words}."], "2025-05-05", outlet=page)
        makers.append(maker.names("وزارة الموانئ", "org:tn-ports", MentionType.ORG).dates("السبت", "2025-05-03"))
    assert len(told(*makers).brief) == (1 if verb == "اعتذرت" else 2)


def test_what_is_somebodys_whom_nobody_named_gives_way() -> None:
    unnamed = [
        "وشهدت حياته منعطفا حادا بعد حريق المستودع القديم قرب المرفأ.",
        "وقال المصدر إن المرفأ مغلق أمام السفن كلها.",
    ]
    plain = "وتسلم المرفأ الشمالي شاحنة من الألواح الجديدة لبناء السور."
    assert plain.removeprefix("و") in {line.text for line in told(fire("a", *unnamed, plain)).brief}


def test_the_first_dispute_is_told_though_no_heavier_line_touches_it() -> None:
    fillers = [f"وتسلم المرفأ الشمالي {n} شاحنة من الألواح الجديدة لبناء السور رقم {n}." for n in (30, 40)]
    said = "تقول النقابة إن الحراس ناموا ليلة السبت، رغم أن الشركة ذكرت أنهم أطلقوا الإنذار."
    maker = fire("a", *fillers, said)
    sides = [
        Position("ناموا", "org:union", (maker.span("الحراس ناموا ليلة السبت"),)),
        Position("أنذروا", "org:company", (maker.span("أنهم أطلقوا الإنذار"),)),
    ]
    dispute = Contrast("روايتان", ContrastKind.DISPUTE, tuple(sides), "dispute:joined")
    affair = Affair((maker.account(),), contrasts=(dispute,))
    (line,) = [x for x in tell_topic(TOPIC, affair).brief if "الحراس" in x.text]
    assert line.text == said
    assert line.warning == "disputed"


@pytest.mark.parametrize(
    "words",
    [
        "فهل تعود السفن إلى المرفأ القديم قبل نهاية الصيف المقبل؟",
        "وفي هذا الفيديو مشاهد من المرفأ القديم ومن البيوت المجاورة له.",
        "وخدم في مرافئ الشمال والجنوب قبل أن يغادر إلى الخارج مع أسرته.",
        "وتابع: هذا المرفأ لنا ولأولادنا من بعدنا، ولن نتركه لأحد غيرنا.",
    ],
)
def test_what_asks_teases_or_is_somebodys_gives_way(words: str) -> None:
    plain = "وتسلم المرفأ الشمالي شاحنة من الألواح الجديدة لبناء السور."
    assert plain.removeprefix("و") in {line.text for line in told(fire("a", words, plain)).brief}


def test_what_leans_on_another_line_is_not_the_first() -> None:
    leaning = "وقع الحادث يوم السبت قرب مستودع الأخشاب القديم بميناء رادس، وأغلقت الشرطة الطريق."
    one = Maker("a", "حريق", [leaning], "2025-05-05").dates("يوم السبت", "2025-05-03").names("رادس", "place:rades")
    assert [line.text for line in told(one, fire("b")).brief] == [LEAD]  # nothing of its day can go before it
    one = Maker("a", "حريق", [leaning.replace("السبت", "الأحد")], "2025-05-05").names("رادس", "place:rades")
    one.dates("يوم الأحد", "2025-05-04")
    assert [line.text for line in told(one, fire("b")).brief] == [LEAD, leaning.replace("السبت", "الأحد")]


def test_like_heads_that_say_much_the_same_are_one_line() -> None:
    again = "أعلنت وزارة الموانئ أن حريقا اندلع فجرا في مستودع قديم للأخشاب بميناء رادس وأن أحدا لم يصب."
    other = Maker("b", "حريق", [again], "2025-05-05", outlet="ب")
    assert len(told(fire("a"), other).brief) == 1


def test_one_toll_is_told_once_and_as_it_was_told_last() -> None:
    first = "قتل فجر الثلاثاء 11 صيادا وجرح عشرات في غرق عبارة قبالة المرفأ القديم بمدينة سيردال، كما أفادت الشرطة."
    later = "أعلنت البلدية مقتل 14 شخصا فجر الثلاثاء في غرق العبارة قبالة المرفأ القديم بمدينة سيردال، وإن عشرات جرحوا."
    same = "ارتفعت حصيلة ضحايا العبارة التي غرقت فجر الثلاثاء إلى 14 قتيلا بحسب مسؤول في المرفأ لم يذكر اسمه."
    rows = (("a", first, "04"), ("b", later, "05"), ("c", same, "05"))
    pages = [
        Maker(name, "عبارة", [words], f"2025-03-{day}", outlet=name).dates("فجر الثلاثاء", "2025-03-04")
        for name, words, day in rows
    ]
    lines = told(*pages).brief
    assert [("14" in line.text, "11" in line.text) for line in lines] == [(True, False)]


@pytest.mark.parametrize(("verb", "date"), [("تلتقي", None), ("التقت", "2025-03-03")])
def test_a_weekday_beside_a_verb_of_the_present_is_the_next_one(verb: str, date: str | None) -> None:
    words = f"{verb} جمعية الصيادين، الاثنين، وفدا من البلدية في قاعة المرفأ القديم بمدينة سيردال."
    (line,) = told(Maker("a", "لقاء", [words], "2025-03-08").dates("الاثنين", "2025-03-03")).brief
    assert line.date == date


@pytest.mark.parametrize(
    "colour",
    [
        "لم يكن أحد من الباعة يتوقع أن يستيقظ على رائحة الخشب المحترق قرب بيته الصغير.",  # a scene
        "أما شقيقه فقال إن الأسرة كانت نائمة حين وصل الدخان إلى سطح المنزل القديم.",  # whose brother?
        "وتؤكد إدارة المستودعات لجميع زبائنها وللرأي العام في المدينة ما يلي في هذا اليوم:",  # promises what follows
    ],
)
def test_news_comes_before_colour(colour: str) -> None:
    news = "وأتى الحريق على سقف المستودع وأتلف كميات من الأخشاب المستوردة من الخارج."
    lines = [x.text for x in told(fire("a", colour, news)).brief]
    assert not any(colour.removeprefix("و")[:20] in x for x in lines)
    assert any("أتى الحريق" in x for x in lines)


def test_a_no_that_a_number_bears_out_is_news() -> None:
    news = "لم تتسلم شركات التأمين سوى ثلث المطالبات البالغة 300 مطالبة حتى مساء اليوم التالي."
    assert any("شركات التأمين" in x.text for x in told(fire("a", news)).brief)


def test_what_had_been_before_is_not_the_first_line() -> None:
    before = "وكانت باخرة الأخشاب «نسرين» قد أفرغت حمولتها في ميناء رادس يوم السبت."
    maker = fire("a", before)
    maker.dates("يوم السبت", "2025-05-03")
    assert "اندلع" in told(maker, fire("b")).brief[0].text  # the title's happening is the first, whatever its day
    maker = fire("a", before.replace("السبت", "الأحد"))
    first, second = (line.text for line in told(maker, fire("b")).brief[:2])
    assert "اندلع" in first
    assert "أفرغت" in second


@pytest.mark.parametrize(
    ("words", "told_as", "day", "dated"),
    [
        (
            "يرى مهندسو المرفأ في رادس أن غياب مالطا عن القمة التي عقدت الأحد كان متوقعا منذ الشتاء.",
            "الأحد",
            "2025-05-04",
            False,
        ),
        ("حضر المهندسون القمة التي عقدت الأحد في رادس مع مديري الشركات المالكة للأرصفة.", "الأحد", "2025-05-04", True),
        ("بلغ سعر الطن سبعين دينارا في رادس مقارنة مع إغلاق الأحد الذي كان أدنى بكثير.", "الأحد", "2025-05-04", False),
        ("بلغ سعر الطن سبعين دينارا في رادس الأحد وهو أدنى بكثير من سعر الموسم الماضي.", "الأحد", "2025-05-04", True),
    ],
)
def test_a_day_that_belongs_to_something_else_heads_no_line(words: str, told_as: str, day: str, dated: bool) -> None:
    maker = Maker("a", "رادس", [words], "2025-05-05").dates(told_as, day).names("رادس", "place:rades")
    (line,) = told(maker).brief
    assert (line.date is not None) is dated


@pytest.mark.parametrize(("hour", "dated"), [("الساعة العاشرة", False), ("الساعة العاشرة صباح الأحد", True)])
def test_an_hour_without_a_day_heads_no_line(hour: str, dated: bool) -> None:
    words = f"انهار سقف المستودع الشمالي في رادس في {hour} فوق أكوام الخشب المعدة للتصدير."
    maker = Maker("a", "رادس", [words], "2025-05-05").dates(hour, "2025-05-04").names("رادس", "place:rades")
    maker.date_mentions[0] = replace(maker.date_mentions[0], kind=DateKind.TIME)
    (line,) = told(maker).brief
    assert (line.date is not None) is dated
