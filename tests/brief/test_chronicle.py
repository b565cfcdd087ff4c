"""What is sure enough for a timeline, and what of it must not be asserted."""

import datetime as dt
from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.brief import tell_topic
from riwaya.model import Actor, Derivation, Mention, MentionType, Precision, Span, Status, TimelineEntry, Topic, When
from tests.making import Maker


def chronicle(*makers: Maker, derivations: tuple[Derivation, ...] = ()) -> tuple[TimelineEntry, ...]:
    accounts = tuple(m.account() for m in makers)
    events = tuple(e for a in accounts for e in a.events)
    affair = Affair(accounts, events, derivations, (Actor("country:TN", MentionType.GPE),))
    topic = tell_topic(Topic("t", "مرفأ", ("s",)), affair)
    assert topic.timeline == tuple(e.event for e in topic.chronicle)
    return topic.chronicle


def page(name: str, *body: str, published: str = "2025-05-07") -> Maker:
    return Maker(name, "أخبار المرفأ", list(body), published, outlet=f"صحيفة {name}")


def one(sentence: str, trigger: str, date: str, day: str = "2025-05-06", kind: str = "COERCE") -> Maker:
    """A page of one sentence with an event told from `trigger` to the end, and a date."""
    words = sentence[sentence.index(trigger) :].rstrip(".")
    return page("a", sentence).dates(date, day).happens(kind, words, when=day)


@pytest.mark.parametrize(
    "sentence",
    [
        "اعتقلت الشرطة، أمس، ثلاثة حمالين في المرفأ القديم.",
        "اعتقلت شرطة المرفأ، بإمرة سالم العامري، ثلاثة حمالين أمس.",
        "وأمس اعتقلت الشرطة ثلاثة حمالين.",
    ],
)
def test_a_date_that_stands_with_its_verb_dates_it(sentence: str) -> None:
    (entry,) = chronicle(one(sentence, "اعتقلت", "أمس"))
    assert entry.spans[0].page == "a"


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("اعتقلت الشرطة حمالين بعد أن غادرا المرفأ أمس.", "اعتقلت"),  # another clause
        ("اعتقلت الشرطة حمالين منذ أمس.", "اعتقلت"),  # a bound
        ("أعلنت الشرطة أمس اعتقال ثلاثة حمالين.", "اعتقال"),  # the announcement's day
        ("طالبت النقابة الشرطة باعتقال الحمالين أمس.", "اعتقال"),  # wanted, not done
        ("أعلنت النقابة تنفيذ إضراب أمس.", "إضراب"),  # announced, not done
        ("تحدثت ضحية الاعتقال في مالطا أمس.", "الاعتقال"),  # what is dated is another's deed
        ("ستعيد الشرطة اعتقال حمالين أمس.", "اعتقال"),  # to come, whatever the day
        ("اتهمت الشركة حمالين باعتقال حارس أمس.", "اعتقال"),  # charged
        ("أوقفت الشركة تصدير الزيت أمس.", "أوقفت"),  # stops, arrests nobody
        ("قالت الشرطة إنها لم تحاول اعتقال أحد أمس.", "اعتقال"),  # denied
        ("يذكر أن الحمال الذي اعتقلت الشرطة أخاه، أمس، بريء.", "اعتقلت"),  # the main clause's day
    ],
)
def test_a_date_that_belongs_elsewhere_dates_nothing(sentence: str, trigger: str) -> None:
    assert chronicle(one(sentence, trigger, "أمس")) == ()


@pytest.mark.parametrize(
    ("sentence", "dated"),
    [
        ("وأسفر الاصطدام، الذي وقع فجر أمس قرب المرفأ، عن غرق قارب.", True),
        ("وأسفر الاصطدام، الذي ندد به الحمالون أمس، عن غرق قارب.", False),  # the protest's day
        ("وأسفر الاصطدام، الذي وقع بعد أن غادر القارب المرفأ أمس، عن غرقه.", False),  # the departure's
    ],
)
def test_a_clause_that_says_when_it_took_place_dates_a_noun(sentence: str, dated: bool) -> None:
    words = sentence[sentence.index("الاصطدام") :].rstrip(".")
    maker = page("a", sentence).dates("أمس", "2025-05-06").happens("NONE", words, when="2025-05-06", rule="crash")
    assert bool(chronicle(maker)) is dated


def test_what_is_asked_for_has_a_day_of_its_own() -> None:
    asked = one("دعت النقابة إلى وقفة أمس.", "دعت", "أمس", kind="REQUEST")
    assert chronicle(asked) == ()
    (entry,) = chronicle(one("دعت النقابة أمس إلى وقفة.", "دعت", "أمس", kind="REQUEST"))
    assert entry.event == "a#1/e1"


@pytest.mark.parametrize("word", ["سياسة", "سيارة", "ستين"])
def test_what_only_begins_like_a_verb_of_the_future_lies_not_ahead(word: str) -> None:
    assert len(chronicle(one(f"بعد {word} اعتقلت الشرطة ثلاثة حمالين أمس.", "اعتقلت", "أمس"))) == 1


def test_a_nearer_date_wins_and_a_bare_number_is_no_year() -> None:
    rival = one("اعتقلت الشرطة الأحد حمالين شوهدا أمس.", "اعتقلت", "أمس").dates("الأحد", "2025-05-04")
    assert chronicle(rival) == ()
    assert chronicle(one("اعتقلت الشرطة 1900 حمال.", "اعتقلت", "1900", "1900-05-05")) == ()


def test_what_lies_ahead_is_no_news_and_what_is_planned_lies_ahead() -> None:
    ahead = "تعتقل الشرطة غدا ثلاثة حمالين."
    assert chronicle(one(ahead, "تعتقل", "غدا", "2025-05-08")) == ()
    planned = page("a", ahead).dates("غدا", "2025-05-08")
    planned.happens("COERCE", ahead.rstrip("."), when="2025-05-08", status=Status.PLANNED)
    assert len(chronicle(planned)) == 1


def test_parties_and_place_are_told_only_where_the_words_make_them_plain() -> None:
    words = "هددت تونس أمس حكومة مالطا"
    plain = page("a", words + ".").dates("أمس", "2025-05-06").names("تونس", "country:TN").names("مالطا", "country:MT")
    plain.happens("COERCE", words, actor="country:TN", recipient="country:MT", when="2025-05-06")
    assert chronicle(plain)[0].doubtful == ()
    more = words + " بإيعاز من ليبيا وقبرص واليونان"
    third = page("a", more + ".").dates("أمس", "2025-05-06").names("تونس", "country:TN").names("مالطا", "country:MT")
    third.names("ليبيا", "country:LY").names("قبرص", "country:CY").names("اليونان", "country:GR")
    third.happens("COERCE", more, actor="country:TN", recipient="country:MT", when="2025-05-06")
    assert chronicle(third)[0].doubtful == ("recipient",)  # who did it stands right after the verb


def test_a_collision_has_no_doer() -> None:
    (entry,) = chronicle(one("تصادمت أمس سفينتان قبالة الساحل.", "تصادمت", "أمس", kind="NONE"))
    assert entry.doubtful == ("parties",)


def test_an_interval_that_holds_another_entry_has_no_place_in_the_order() -> None:
    maker = page(
        "a", "اعتقلت الشرطة أمس ثلاثة حمالين.", "وهددت النقابة في يومين إدارة المرفأ.", "وأضرب الحمالون السبت."
    )
    maker.dates("أمس", "2025-05-06").happens("COERCE", "اعتقلت الشرطة أمس ثلاثة حمالين", when="2025-05-06")
    maker.dates("السبت", "2025-05-03").happens("PROTEST", "أضرب الحمالون السبت", when="2025-05-03")
    maker.dates("في يومين", "2025-05-05").happens("THREATEN", "هددت النقابة في يومين إدارة المرفأ", when="2025-05-05")
    wide = When("2025-05-05/2025-05-06", dt.date(2025, 5, 5), dt.date(2025, 5, 7), Precision.RANGE)
    maker.events[-1] = replace(maker.events[-1], when=wide)
    maker.date_mentions[-1] = replace(maker.date_mentions[-1], when=wide)
    told = chronicle(maker)
    assert [e.event for e in told] == ["a#1/e2", "a#1/e3", "a#1/e1"]
    assert [e.doubtful for e in told] == [(), ("order",), ("order",)]


def test_what_ended_a_fortnight_before_the_first_page_is_background() -> None:
    maker = page("a", "اعتقلت الشرطة أمس ثلاثة حمالين.", "وأضرب الحمالون في 3 أبريل.")
    maker.dates("أمس", "2025-05-06").happens("COERCE", "اعتقلت الشرطة أمس ثلاثة حمالين", when="2025-05-06")
    maker.dates("3 أبريل", "2025-04-03").happens("PROTEST", "أضرب الحمالون في 3 أبريل", when="2025-04-03")
    assert [(e.event, e.background) for e in chronicle(maker)] == [("a#1/e2", True), ("a#1/e1", False)]


def test_tellings_of_one_happening_are_one_entry_and_copies_are_one_source() -> None:
    first = one("اعتقلت الشرطة، أمس، ثلاثة حمالين في المرفأ القديم.", "اعتقلت", "أمس")
    words = "اعتقلت شرطة المدينة أمس ثلاثة حمالين من المرفأ القديم"
    second = page("b", words + ".").dates("أمس", "2025-05-06").happens("COERCE", words, when="2025-05-06")
    (entry,) = chronicle(first, second)
    assert ({s.page for s in entry.spans}, entry.independent_sources) == ({"a", "b"}, 2)
    (entry,) = chronicle(first, second, derivations=(Derivation("a#1", "b#1", "copy", 1.0, "test"),))
    assert entry.independent_sources == 1


def test_a_machine_s_page_alone_gives_no_entry() -> None:
    maker = one("اعتقلت الشرطة، أمس، ثلاثة حمالين في المرفأ القديم.", "اعتقلت", "أمس")
    maker.signs = ("machine_translation",)
    assert chronicle(maker) == ()


@pytest.mark.parametrize(
    ("words", "doer", "other", "doubts"),
    [
        ("هددت تونس أمس حكومة مالطا", "تونس", "مالطا", ()),
        ("هددت تونس أمس السفير المالطي", "تونس", "مالطي", ()),  # whose he is stands in his title
        ("هددت قوات الحرس الوطني في تونس أمس مالطا", "تونس", "مالطا", ("parties",)),  # the name belongs to «في»
        ("هددت تونس أمس موظفا في وزارة الري بمالطا", "تونس", "مالطا", ("recipient",)),
        ("هُددت تونس أمس بالحصار", "تونس", "", ("parties",)),  # a passive
    ],
)
def test_parties_are_told_only_where_grammar_gives_each_its_part(
    words: str, doer: str, other: str, doubts: tuple[str, ...]
) -> None:
    ids = {"تونس": "country:TN", "مالطا": "country:MT", "مالطي": "country:MT", "": ""}
    maker = page("a", words + ".").dates("أمس", "2025-05-06")
    for name in filter(None, (doer, other)):
        maker.names(name, ids[name])
    at = words.index("هُددت" if "هُددت" in words else "هددت")
    maker.happens("THREATEN", words[at:], actor=ids[doer], recipient=ids[other], when="2025-05-06")
    (entry,) = chronicle(maker)
    assert entry.doubtful == doubts


def test_one_telling_that_makes_the_parties_plain_is_enough() -> None:
    title = "تهديد تونس يقلق مالطا"
    words = "هددت تونس أمس حكومة مالطا"
    maker = page("a", title + ".", words + ".").dates("أمس", "2025-05-06")
    maker.names("تونس", "country:TN").names("مالطا", "country:MT")
    for name, actor in (("تونس", "country:TN"), ("مالطا", "country:MT")):
        at = maker.text.index(name, maker.text.index(words))
        span = Span("a", at, at + len(name))
        maker.mentions.append(Mention(span, MentionType.GPE, actor, "test"))
    for said in (title, words):
        maker.happens("THREATEN", said, actor="country:TN", recipient="country:MT", when="2025-05-06")
    (first, second), maker.events = maker.events, []
    maker.events.append(replace(first, mentions=(*first.mentions, *second.mentions)))
    (entry,) = chronicle(maker)
    assert entry.doubtful == ()


def test_what_is_counted_back_in_weeks_has_no_day() -> None:
    assert chronicle(one("اعتقلت الشرطة قبل أسبوعين حمالين.", "اعتقلت", "قبل أسبوعين", "2025-04-23")) == ()
    assert len(chronicle(one("اعتقلت الشرطة قبل يومين حمالين.", "اعتقلت", "قبل يومين", "2025-05-05"))) == 1


def test_an_attack_in_a_speech_is_none() -> None:
    assert chronicle(one("شن الوزير أمس هجوما على البنك المركزي.", "هجوما", "أمس", kind="ASSAULT")) == ()
    assert len(chronicle(one("شن مسلحون أمس هجوما على المرفأ.", "هجوما", "أمس", kind="ASSAULT"))) == 1


@pytest.mark.parametrize(
    ("sentence", "trigger", "date"),
    [
        ("التقى قادة فتح أمس بالحمالين.", "فتح", "أمس"),  # a name
        ("مساء أمس غادر الحمالون واعتقلت الشرطة نقيبهم.", "واعتقلت", "أمس"),  # the first verb's day
    ],
)
def test_a_name_tells_nothing_and_a_joined_verb_has_its_own_day(sentence: str, trigger: str, date: str) -> None:
    maker = one(sentence, trigger, date)
    if trigger == "فتح":
        maker.names("فتح", "org:fatah")
    assert chronicle(maker) == ()


def test_a_month_whose_year_stands_further_on_is_not_this_year_s() -> None:
    maker = one(
        "وقفت النقابة في مظاهرة المرفأ في أبريل بالعاصمة العام 2011.", "مظاهرة", "أبريل", "2025-04-01", "PROTEST"
    )
    year = When("2011", dt.date(2011, 1, 1), dt.date(2012, 1, 1), Precision.YEAR)
    assert len(chronicle(maker)) == 1
    maker.dates("العام 2011", "2011-01-01")
    maker.date_mentions[-1] = replace(maker.date_mentions[-1], when=year)
    assert chronicle(maker) == ()


@pytest.mark.parametrize(
    ("sentence", "trigger", "date"),
    [
        ("ادعت موظفة أن الشرطة اعتقلت، أمس، ثلاثة حمالين.", "اعتقلت", "أمس"),  # who says so has not shown it
        ("وستعتقل الشرطة أمس ثلاثة حمالين.", "تعتقل", "أمس"),  # the «س» is written to the verb
        ("يتوقع أن تعتقل الشرطة أمس ثلاثة حمالين.", "تعتقل", "أمس"),
        ("وقبل الإضراب أمس، اعتقلت الشرطة ثلاثة حمالين.", "اعتقلت", "أمس"),  # the strike's day
        ("أثار الشغب الذي وقع أمس، واعتقلت الشرطة ثلاثة حمالين.", "اعتقلت", "أمس"),  # the riot's day
    ],
)
def test_what_is_claimed_or_to_come_or_dated_by_another_clause_is_left_out(
    sentence: str, trigger: str, date: str
) -> None:
    assert chronicle(one(sentence, trigger, date)) == ()


@pytest.mark.parametrize(("known", "doubts"), [("سالم العامري", ()), ("سالم سيردال", ("parties",))])
def test_a_name_that_was_taken_for_another_s_does_nothing(known: str, doubts: tuple[str, ...]) -> None:
    words = "هدد سالم العامري أمس مالطا"
    maker = page("a", words + ".").dates("أمس", "2025-05-06").names("مالطا", "country:MT")
    maker.names("سالم العامري", "person:salem", MentionType.PER)
    maker.happens("THREATEN", words, actor="person:salem", recipient="country:MT", when="2025-05-06")
    account = maker.account()
    affair = Affair((account,), account.events, (), (Actor("person:salem", MentionType.PER, ar=(known,)),))
    (entry,) = tell_topic(Topic("t", "مرفأ", ("s",)), affair).chronicle
    assert entry.doubtful == doubts


def test_what_points_at_a_day_told_before_dates_nothing() -> None:
    assert chronicle(one("واعتقلت الشرطة حينها ثلاثة حمالين في المرفأ.", "اعتقلت", "حينها")) == ()


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("تعتقل الشرطة ثلاثة حمالين، الأحد، في المرفأ.", "2025-05-04"),  # the Sunday to come
        ("تستقبل النقابة وفد الحمالين، الجمعة.", "2025-05-02"),
    ],
)
def test_a_weekday_under_a_verb_of_the_present_is_the_next_one(sentence: str, day: str) -> None:
    date = "الأحد" if "الأحد" in sentence else "الجمعة"
    assert chronicle(one(sentence, sentence.split(maxsplit=1)[0], date, day)) == ()


def test_a_past_that_begins_like_a_present_is_past() -> None:
    sentence = "تسلمت الشرطة ثلاثة حمالين، الأحد، من حرس المرفأ."
    assert len(chronicle(one(sentence, "تسلمت", "الأحد", "2025-05-04"))) == 1


def test_what_since_names_has_the_date_behind_it() -> None:
    bounded = "اعتقلت الشرطة ثلاثة حمالين منذ إغلاق المرفأ في مايو."
    free = "اعتقلت الشرطة في 6 مايو ثلاثة حمالين ينامون في المرفأ منذ الشتاء."
    assert chronicle(one(bounded, "اعتقلت", "مايو")) == ()
    assert len(chronicle(one(free, "اعتقلت", "6 مايو"))) == 1


ARRESTED = "اعتقلت الشرطة أمس ثلاثة حمالين"
DETENTION = "نفذت الشرطة أمس اعتقال ثلاثة حمالين"


@pytest.mark.parametrize(
    ("words", "trigger", "confidence", "entries"),
    [
        (ARRESTED, ARRESTED, 0.65, 1),
        (ARRESTED, ARRESTED, 0.55, 0),  # too little for a line of which no doubt is shown
        (DETENTION, "اعتقال ثلاثة حمالين", 0.75, 1),
        (DETENTION, "اعتقال ثلاثة حمالين", 0.65, 0),  # a noun has to be surer than a verb
    ],
)
def test_only_what_is_sure_is_told(words: str, trigger: str, confidence: float, entries: int) -> None:
    maker = page("a", words + ".").dates("أمس", "2025-05-06")
    maker.happens("COERCE", trigger, when="2025-05-06", confidence=confidence, rule="arrest")
    assert len(chronicle(maker)) == entries


def test_two_pages_of_one_outlet_are_one_source_of_an_entry() -> None:
    first = one("اعتقلت الشرطة، أمس، ثلاثة حمالين في المرفأ القديم.", "اعتقلت", "أمس")
    words = "اعتقلت شرطة المدينة أمس ثلاثة حمالين من المرفأ القديم"
    second = page("b", words + ".").dates("أمس", "2025-05-06").happens("COERCE", words, when="2025-05-06")
    second.outlet = first.outlet
    (entry,) = chronicle(first, second)
    assert entry.independent_sources == 1


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        ("استعادت المدينة ذكرى إضراب 3 أبريل", 0),  # only named, on one page
        ("أضرب الحمالون في 3 أبريل", 1),  # told by a verb
    ],
)
def test_what_was_long_ago_is_told_and_not_only_named(words: str, entries: int) -> None:
    word = "إضراب" if "إضراب" in words else "أضرب"
    maker = page("a", words + ".").dates("3 أبريل", "2025-04-03")
    maker.happens("PROTEST", words[words.index(word) :], when="2025-04-03", rule="strike")
    assert len(chronicle(maker)) == entries


@pytest.mark.parametrize(
    ("title", "entries"),
    [("أخبار المرفأ", 1), ("حريق في المرفأ", 0)],  # whom a fire killed nobody attacked
)
def test_the_dead_of_an_accident_were_not_attacked(title: str, entries: int) -> None:
    words = "قتل أمس ثلاثة حمالين"
    maker = Maker("a", title, [words + "."], "2025-05-07").dates("أمس", "2025-05-06")
    maker.happens("ASSAULT", words, when="2025-05-06", rule="kill")
    assert len(chronicle(maker)) == entries


def test_attacks_of_one_side_on_one_day_are_one_and_those_of_two_are_two() -> None:
    def attack(name: str, words: str, doer: str) -> Maker:
        maker = page(name, words + ".").dates("أمس", "2025-05-06").names(words.split()[1], doer)
        return maker.happens("ASSAULT", words, actor=doer, when="2025-05-06", rule=name)

    first = "قصفت مالطا أمس مخازن الزيت في المرفأ القديم وأحرقت رافعتين"
    again = "ضربت مالطا أمس بالمدافع رصيفين وسفينة راسية في المرفأ الغربي"
    assert len(chronicle(attack("a", first, "country:MT"), attack("b", again, "country:MT"))) == 1
    other = again.replace("مالطا", "قبرص")
    assert len(chronicle(attack("a", first, "country:MT"), attack("b", other, "country:CY"))) == 2
