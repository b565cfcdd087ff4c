"""Where what is said ends, and lines and sources whose form tells that something is said."""

import pytest

from riwaya.model import Mode
from tests.statements.test_find import _one, _told


@pytest.mark.parametrize("lead", ["قد يهمك.. رامز عيتاني", "أيضا.. وزير الموانئ رامز عيتاني", "شاهد أيضا/ رامز عيتاني"])
def test_a_link_to_another_story_is_a_headline(lead: str) -> None:
    told = _told("وهطل المطر على الوادي يومين.", f"{lead}: الميناء باق في أيدينا")
    assert [(words, who) for words, who, _ in told] == [("الميناء باق في أيدينا", "person:ramez")]


def test_a_lead_before_no_speaker_tells_nothing() -> None:
    assert _told("بالفيديو.. انهيار رصيف في المدينة القديمة: ثلاثة قتلى") == []


def test_a_state_that_a_headline_lets_speak_to_somebody() -> None:
    told = _told("وهطل المطر.", title="أوسلو لأيسلندا: سندرس المشاركة في السباق")
    assert [(words, who) for words, who, _ in told] == [("سندرس المشاركة في السباق", "country:NO")]


@pytest.mark.parametrize(
    "text",
    [
        "انخفض منسوب البحيرة مترا كاملا، بحسب ما أفادت به هيئة الموانئ.",
        "انخفض منسوب البحيرة مترا كاملا، وفق ما أعلنت متحدثة باسم هيئة الموانئ.",
    ],
)
def test_who_a_source_is_behind_its_verb(text: str) -> None:
    statement = _one(text)
    assert text[statement.span.start : statement.span.end] == "انخفض منسوب البحيرة مترا كاملا"
    assert statement.speaker is not None and statement.speaker.actor is not None


def test_a_verb_ends_what_a_source_is_called() -> None:
    statement = _one("ووفق هيئة الموانئ ينتظر في المرفأ عشرون زورقا، معظمها من أيسلندا.")
    assert statement.speaker is not None and statement.speaker.actor == "org:ports"
    told = _told("ووفق هيئة الموانئ ينتظر في المرفأ عشرون زورقا، معظمها من أيسلندا.")
    assert told[0][0] == "ينتظر في المرفأ عشرون زورقا، معظمها من أيسلندا"


@pytest.mark.parametrize(
    "text",
    [
        "وبحسب الصحيفة التي يملكها رامز عيتاني، أغلق الميناء أمس.",
        "وبحسب مصدر لم يكشف عن اسمه، أغلق الميناء أمس.",
    ],
)
def test_a_verb_about_the_source_does_not(text: str) -> None:
    assert [words for words, _, _ in _told(text)] == ["أغلق الميناء أمس"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("أكدت هيئة الموانئ أن الرصيف آمن لكنها اتهمت نادي الزيتون بإهماله.", "الرصيف آمن"),
        ("وأكد رامز عيتاني أن الصيد متوقف دون أن يحدد موعدا لعودته.", "الصيد متوقف"),
        ("وأعلنت هيئة الموانئ إغلاق الرصيف عقب عاصفة ضربت الساحل.", "إغلاق الرصيف"),
        ("وتنفي النرويج إغلاق الرصيف، وتريد من أيسلندا أن تساعدها.", "إغلاق الرصيف"),
        ("وأعلنت هيئة الموانئ إغلاق الرصيف، وتوسيع المرفأ.", "إغلاق الرصيف، وتوسيع المرفأ"),
    ],
)
def test_where_the_reporter_goes_on(text: str, said: str) -> None:
    assert _told(text)[0][0] == said


def test_what_somebody_is_taken_for_goes_with_its_object() -> None:
    told = _told("واعتبرت النرويج إغلاق الرصيف خرقا للاتفاق.")
    assert [(words, who) for words, who, _ in told] == [("إغلاق الرصيف خرقا للاتفاق", "country:NO")]


def test_a_clause_set_beside_another_has_its_own_speaker() -> None:
    text = "وأضاف رامز عيتاني أن الصيد مستمر، فيما اتهم هاشم الدروبي النرويج بإغلاق الرصيف."
    assert [(words, who) for words, who, _ in _told(text)][-1] == ("إغلاق الرصيف", None)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("وتجول طويلا مدير هيئة الموانئ رامز عيتاني، مضيفا أن الرصيف مفتوح.", "person:ramez"),
        ("دشنت أمس رئيسة نادي الزيتون سلمى الورداني الملعب، مؤكدة أن الدخول مجاني.", "person:salma"),
        ("وأعلن رئيس نادي الزيتون رامز عيتاني أن الملعب مفتوح.", "person:ramez"),
        ("وتجول طويلا جمهور نادي الزيتون رامز عيتاني، مضيفا أن الرصيف مفتوح.", "org:olive-club"),  # no office
        ("وتجول طويلا مدير هيئة الموانئ، رامز عيتاني يتبعه، مضيفا أن الرصيف مفتوح.", "org:ports"),  # not its name
    ],
)
def test_who_holds_an_office_speaks_and_not_the_body_named_in_it(text: str, who: str) -> None:
    assert [actor for _, actor, _ in _told(text)] == [who]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'انتقدت سلمى الورداني "الإغلاق الطويل" لطرق الغابة ومسالكها منذ الصيف.',
            '"الإغلاق الطويل" لطرق الغابة ومسالكها منذ الصيف',
        ),
        (
            "نددت النرويج بـ«الصيد الجائر» لأسماك السلمون في مياه الشمال منذ أعوام.",
            "«الصيد الجائر» لأسماك السلمون في مياه الشمال منذ أعوام",
        ),
        (
            'وقالت هيئة الموانئ إن "الرصيف الشمالي" سيغلق أمام سفن الصيد حتى نهاية الشتاء.',
            '"الرصيف الشمالي" سيغلق أمام سفن الصيد حتى نهاية الشتاء',
        ),
    ],
)
def test_what_goes_on_behind_a_quotation_begins_with_its_opening_mark(text: str, said: str) -> None:
    assert [(words, mode) for words, _, mode in _told(text)] == [(said, Mode.MIXED)]
