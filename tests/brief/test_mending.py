import datetime as dt
from dataclasses import replace

import pytest

from riwaya.brief.mending import mend
from riwaya.model import Mention, MentionType, Precision, Span, When
from tests.making import Maker


def text(maker: Maker, n: int = -1) -> str:
    account = maker.account()
    return mend(account, account.words.sentences[n]).text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("وأغلقت البلدية الجسر القديم.", "أغلقت البلدية الجسر القديم."),
        ("وزير النقل زار الجسر القديم.", "وزير النقل زار الجسر القديم."),
        ("واصلت البلدية ترميم الجسر.", "واصلت البلدية ترميم الجسر."),
        ("من جانبها، أغلقت البلدية الجسر.", "أغلقت البلدية الجسر."),
        ("- أغلقت #البلدية الجسر ، فجرا.", "أغلقت البلدية الجسر، فجرا."),
        ("وقد أغلقت البلدية الجسر فجرا.", "أغلقت البلدية الجسر فجرا."),
        ("من جانبها أغلقت البلدية الجسر.", "من جانبها أغلقت البلدية الجسر."),
        ("من جانبها أكدت البلدية إغلاق الجسر.", "أكدت البلدية إغلاق الجسر."),
        ("من جانبها أكدت أن الجسر مغلق.", "من جانبها أكدت أن الجسر مغلق."),
        ("في المقابل كشف الحراس تصدع الجسر.", "كشف الحراس تصدع الجسر."),
        ("بذلك ستغلق البلدية الجسر القديم.", "ستغلق البلدية الجسر القديم."),
        ("وبذلك يرتفع عدد الجسور المغلقة.", "يرتفع عدد الجسور المغلقة."),
        ("بذلك القرار أغلق الجسر.", "بذلك القرار أغلق الجسر."),
        ("بيد أن الجسر قد تصدع فجرا.", "الجسر قد تصدع فجرا."),
        ("غير أن المهندسين رفضوا الترميم.", "غير أن المهندسين رفضوا الترميم."),
        ("غير أن جسرا قد تصدع فجرا.", "غير أن جسرا قد تصدع فجرا."),
        ("من هنا، تتصدع أعمدة الجسر.", "تتصدع أعمدة الجسر."),
        ("فبحسب البلدية، أغلق الجسر فجرا.", "بحسب البلدية، أغلق الجسر فجرا."),
        ("فيما أغلقت البلدية الجسر القديم.", "أغلقت البلدية الجسر القديم."),
        ("بينما أغلقت البلدية الجسر، غاب الحراس.", "بينما أغلقت البلدية الجسر، غاب الحراس."),
        ("وسيغلق الحرس الجسر فجرا.", "سيغلق الحرس الجسر فجرا."),
        ("ولم تغلق البلدية الجسر.", "لم تغلق البلدية الجسر."),
        ("ووقع الحراس عريضة.", "وقع الحراس عريضة."),
        ("وبحلول الفجر فتح الجسر.", "بحلول الفجر فتح الجسر."),
        ("كما اتهم الحراس البلدية.", "اتهم الحراس البلدية."),
        ("كما أن الجسر قديم.", "كما أن الجسر قديم."),
        ("لكن البلدية فتحت الجسر.", "البلدية فتحت الجسر."),
        ("في هذا السياق، فتحت البلدية الجسر.", "فتحت البلدية الجسر."),
        ("ودعت البلدية إلى صيانة الجسر.", "دعت البلدية إلى صيانة الجسر."),
        ("وتصدعت أعمدة الجسر فجرا.", "تصدعت أعمدة الجسر فجرا."),
        ("والحراس يرفضون الدوام الليلي.", "الحراس يرفضون الدوام الليلي."),
        ("والدة الحارس زارت الجسر.", "والدة الحارس زارت الجسر."),
        ('و"القنطرة" جسر قديم في المدينة.', '"القنطرة" جسر قديم في المدينة.'),
        ("هذا وأغلقت البلدية الجسر.", "أغلقت البلدية الجسر."),
        ("هذا الجسر قديم في المدينة.", "هذا الجسر قديم في المدينة."),
        ("يذكر أن الجسر قديم جدا.", "الجسر قديم جدا."),
        ("في حين فتحت البلدية الجسر، غاب الحراس.", "في حين فتحت البلدية الجسر، غاب الحراس."),
        ("سيردال (وكالة)—أغلقت البلدية الجسر.", "أغلقت البلدية الجسر."),
        ("سيردال (وكالة)--أغلقت البلدية الجسر.", "أغلقت البلدية الجسر."),
        ("زار (الوفد)-الكبير الجسر القديم.", "زار (الوفد)-الكبير الجسر القديم."),
        ("في واقعة منفصلة، تصدعت أعمدة الجسر.", "تصدعت أعمدة الجسر."),
        ("ومع ذلك لم تغلق البلدية الجسر.", "لم تغلق البلدية الجسر."),
        ("أيضا تشير الخرائط إلى جسر أقدم.", "تشير الخرائط إلى جسر أقدم."),
    ],
)
def test_what_joins_a_sentence_to_the_one_before_is_cut(written: str, told: str) -> None:
    assert text(Maker("a", "خبر", [written])) == told


LONG = (
    "أعلنت بلدية القنطرة القديمة في بيان طويل عممته على الصحف المحلية مساء السبت أن ورشة ترميم الجسر الحجري{} ستتوقف "
    "أسبوعين كاملين ريثما تصل الحجارة المقطوعة من المقلع الجبلي البعيد وتفحصها لجنة من المهندسين والحرفيين "
    "المعروفين في المدينة بخبرتهم الطويلة{}."
)


def test_a_parenthesis_of_a_long_line_may_be_cut() -> None:
    assert text(Maker("a", "خبر", [LONG.format(" (في الترميم)", " (الدقيقة)")])) == LONG.format("", "")


@pytest.mark.parametrize("aside", ["(لم يكتمل بناؤه)", "(نفت النقابة تصدعه)", "(شيد قبل 300 سنة)"])
def test_a_parenthesis_that_denies_attributes_or_counts_stays(aside: str) -> None:
    written = LONG.format(f" {aside}", "")
    assert text(Maker("a", "خبر", [written])) == written


def test_a_parenthesis_that_its_sentence_wants_stays() -> None:
    written = LONG.format(" الواقع صوب (المقلع القديم)، كما يسميه الناس،", "")
    assert text(Maker("a", "خبر", [written])) == written


@pytest.mark.parametrize(
    "clause",
    [
        "، الذي شيده صناع مهرة في زمن بعيد،",
        "، التي وردت في تقرير المهندس السابق، كريم سالم،",
        "، وهو الذي وعد الناس بالبقاء طويلا، عندما يبلغ عامه الأخير،",
        "، وهي الحال نفسها مع الجسر الجنوبي الذي شيد بعده، قبل أن تتصدع أعمدته،",
    ],
)
def test_a_clause_between_commas_stays_as_no_comma_tells_where_it_ends(clause: str) -> None:
    written = LONG.format(clause, "")
    assert text(Maker("a", "خبر", [written])) == written


def test_a_short_line_keeps_its_parenthesis() -> None:
    written = "أغلقت البلدية الجسر (في الترميم) فجرا."
    assert text(Maker("a", "خبر", [written])) == written


def test_a_speaker_left_out_is_filled_in_with_the_words_that_name_him() -> None:
    maker = Maker("a", "جسر", ["زار نونو سيردال الجسر.", "وأوضح أن الحجارة وصلت."])
    maker.names("نونو سيردال", "person:s", MentionType.PER).says("person:s", "أن الحجارة وصلت")
    maker.statements[0] = replace(maker.statements[0], cue=maker.span("وأوضح"))
    account = maker.account()
    mended = mend(account, account.words.sentences[-1])
    assert mended.text == "أوضح [نونو سيردال] أن الحجارة وصلت."
    assert [maker.text[s.start : s.end] for s in mended.beside] == ["نونو سيردال"]


def test_a_day_told_from_the_pages_own_gets_its_weekday_and_no_number() -> None:
    maker = Maker("a", "جسر", ["أغلقت البلدية الجسر أمس بعد الفحص."], "2025-05-05").dates("أمس", "2025-05-04")
    assert text(maker) == "أغلقت البلدية الجسر أمس [الأحد] بعد الفحص."
    named = Maker("a", "جسر", ["أغلقت البلدية الجسر أمس الأحد بعد الفحص."], "2025-05-05").dates("أمس", "2025-05-04")
    assert text(named) == "أغلقت البلدية الجسر أمس الأحد بعد الفحص."


def test_who_is_named_in_one_word_is_introduced_once() -> None:
    maker = Maker("a", "جسر", ["زار سيردال الجسر القديم.", "وكتب نونو سيردال عن الجسر."])
    first, second = maker.span("سيردال"), maker.span("نونو سيردال")
    maker.mentions += [Mention(s, MentionType.PER, "person:nuno", "test") for s in (first, second)]
    account = maker.account()
    sentence = account.words.sentences[1]
    told = mend(account, sentence)
    assert (told.text, told.beside) == ("زار [نونو] سيردال الجسر القديم.", (second,))
    assert mend(account, sentence, {"سيردال"}).text == "زار سيردال الجسر القديم."
    assert mend(account, sentence, {"person:nuno"}).text == "زار سيردال الجسر القديم."


@pytest.mark.parametrize("other", ["بيدرو سيردال", "لشركة سيردال"])
def test_a_name_that_others_contradict_or_that_is_none_is_not_filled_in(other: str) -> None:
    maker = Maker("a", "جسر", ["زار سيردال الجسر القديم.", f"وكتب نونو سيردال عن {other}."])
    spans = [maker.span("سيردال"), maker.span(other)] + ([maker.span("نونو سيردال")] if "بيدرو" in other else [])
    maker.mentions += [Mention(s, MentionType.PER, "person:nuno", "test") for s in spans]
    account = maker.account()
    assert mend(account, account.words.sentences[1]).text == "زار سيردال الجسر القديم."


def test_the_name_of_a_party_is_no_day() -> None:
    maker = Maker("a", "خبر", ["فاز حزب الغد بمقعد النقابة."], "2025-03-01").dates("الغد", "2025-03-02")
    assert text(maker) == "فاز حزب الغد بمقعد النقابة."


@pytest.mark.parametrize(
    ("said", "line"), [("أن الجسر قديم جدا", "الجسر قديم جدا."), ("أنه قديم جدا", "يذكر أنه قديم جدا.")]
)
def test_it_is_remembered_by_nobody_whoever_was_named_before(said: str, line: str) -> None:
    maker = Maker("a", "خبر", ["وصل سالم العامري.", f"يذكر {said}."]).says("person:salem", said)
    maker.names("سالم العامري", "person:salem", MentionType.PER)
    maker.statements[0] = replace(maker.statements[0], cue=maker.span("يذكر"))
    account = maker.account()
    assert mend(account, account.words.sentences[2]).text == line


def test_today_in_somebody_s_mouth_is_as_often_these_times() -> None:
    maker = Maker("a", "خبر", ["قال «لن يعبر الجسر اليوم أحد»."], "2025-03-01").dates("اليوم", "2025-03-01")
    assert text(maker) == "قال «لن يعبر الجسر اليوم أحد»."
    maker = Maker("a", "خبر", ["قال إنه لن يعبر الجسر اليوم أحد."], "2025-03-01").dates("اليوم", "2025-03-01")
    assert text(maker) == "قال إنه لن يعبر الجسر اليوم [السبت] أحد."


def test_a_month_told_from_the_pages_own_gets_its_name_and_no_number() -> None:
    june = When("2025-06", dt.date(2025, 6, 1), dt.date(2025, 7, 1), Precision.MONTH)
    maker = Maker("a", "خبر", ["يفتح الجسر منتصف الشهر الجاري أمام المشاة."], "2025-06-03")
    maker.dates("الشهر الجاري", "2025-06-01")
    maker.date_mentions[0] = replace(maker.date_mentions[0], when=june)
    assert text(maker) == "يفتح الجسر منتصف الشهر الجاري [يونيو] أمام المشاة."


def test_an_aim_loses_its_joining_and_too() -> None:
    assert text(Maker("a", "خبر", ["ولتجنب الزحام أغلقت البلدية الجسر."])) == "لتجنب الزحام أغلقت البلدية الجسر."
    assert text(Maker("a", "خبر", ["ولاية سيردال أغلقت الجسر."])) == "ولاية سيردال أغلقت الجسر."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("لكن متحدثا باسم النقابة أكد أن العمل في الجسر توقف.", "لكن متحدثا باسم النقابة أكد أن العمل في الجسر توقف."),
        ("لكن النقابة أكدت أن العمل في الجسر توقف أسبوعا.", "النقابة أكدت أن العمل في الجسر توقف أسبوعا."),
        ("فالحركة تطلب أن يبقى الجسر مفتوحا أمام المارة.", "الحركة تطلب أن يبقى الجسر مفتوحا أمام المارة."),
    ],
)
def test_a_head_goes_unless_the_noun_after_it_is_in_its_accusative(written: str, told: str) -> None:
    assert text(Maker("a", "خبر", [written])) == told


def test_without_but_a_name_stands_as_it_is_and_another_noun_would_not() -> None:
    assert text(Maker("a", "خبر", ["لكن حارسا فتح الجسر القديم."])) == "لكن حارسا فتح الجسر القديم."
    named = Maker("a", "خبر", ["لكن مالطا فتحت الجسر القديم."]).names("مالطا", "country:MT")
    assert text(named) == "مالطا فتحت الجسر القديم."


def test_no_weekday_is_filled_in_where_a_night_is_pointed_at() -> None:
    maker = Maker("a", "خبر", ["شهد الجسر حادثا نادرا في تلك الليلة."], "2025-05-07").dates("الليلة", "2025-05-07")
    assert "[" not in text(maker)
    assert "[" in text(Maker("a", "خبر", ["يغلق الجسر الليلة."], "2025-05-07").dates("الليلة", "2025-05-07"))


def test_a_number_that_was_taken_for_a_name_gets_no_other_name() -> None:
    maker = Maker("a", "خبر", ["زار الجسر ونحو عشرة حراس.", "مضت الذكرى التاسعة عشرة لبناء الجسر."], "2025-05-07")
    maker.names("ونحو عشرة", "person:x", MentionType.PER)
    at = maker.text.rindex("عشرة")
    maker.mentions.append(
        Mention(replace(maker.span("عشرة"), start=at, end=at + 4), MentionType.PER, "person:x", "test")
    )
    assert "[" not in text(maker)


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("وزارت المديرة العامة لميناء سيردال سميرة العامري الجسر.", "[المديرة العامة لميناء سيردال سميرة] العامري"),
        ("وزار القس، سمير العامري الجسر.", "[القس، سمير] العامري"),
        ("وزار الجسر سمير العامري.", "[سمير] العامري"),
        ("وزار الوزير الجسر، سمير العامري معه.", "[سمير] العامري"),
    ],
)
def test_who_is_introduced_has_the_office_that_his_page_puts_before_him(named: str, told: str) -> None:
    maker = Maker("a", "جسر", [named, "ويعمل العامري في الجسر."])
    full = "سميرة العامري" if "سميرة" in named else "سمير العامري"
    maker.names(full, "person:amiri", MentionType.PER)
    if "ميناء" in named:
        maker.names("لميناء سيردال", "org:port", MentionType.ORG)
    at = maker.text.rindex("العامري")
    maker.mentions.append(Mention(Span("a", at, at + len("العامري")), MentionType.PER, "person:amiri", "test"))
    assert text(maker) == f"يعمل {told} في الجسر."


def test_a_name_behind_its_office_gets_no_other() -> None:
    maker = Maker("a", "جسر", ["زار الوزير سمير العامري الجسر.", "ويعمل الوزير العامري في الجسر."])
    maker.names("سمير العامري", "person:amiri", MentionType.PER)
    at = maker.text.rindex("العامري")
    maker.mentions.append(Mention(Span("a", at, at + len("العامري")), MentionType.PER, "person:amiri", "test"))
    assert text(maker) == "يعمل الوزير [سمير] العامري في الجسر."


def test_earlier_this_month_told_on_its_first_days_may_be_the_month_before() -> None:
    june = When("2025-06", dt.date(2025, 6, 1), dt.date(2025, 7, 1), Precision.MONTH)
    for published, told in (("2025-06-02", ""), ("2025-06-20", " [يونيو]")):
        maker = Maker("a", "جسر", ["تصدع الجسر في وقت سابق من هذا الشهر بعد السيول."], published)
        maker.dates("وقت سابق من هذا الشهر", "2025-06-01")
        maker.date_mentions[0] = replace(maker.date_mentions[0], when=june)
        assert text(maker) == f"تصدع الجسر في وقت سابق من هذا الشهر{told} بعد السيول."
