"""Statements: whose words, which words, in which mode."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Article, Block, BlockKind, Mention, MentionType, Mode, Polarity, Span, Statement
from riwaya.statements import check_rules, explain, find_statements
from riwaya.text import Words, read_words

_NAMES = {
    "سلمى الورداني": ("person:salma", MentionType.PER),
    "الورداني": ("person:salma", MentionType.PER),
    "رامز عيتاني": ("person:ramez", MentionType.PER),
    "عيتاني": ("person:ramez", MentionType.PER),
    "نادي الزيتون": ("org:olive-club", MentionType.ORG),
    "هيئة الموانئ": ("org:ports", MentionType.ORG),
    "وكالة ريحان": ("org:rihan", MentionType.ORG),
    "النرويج": ("country:NO", MentionType.GPE),
    "أيسلندا": ("country:IS", MentionType.GPE),
    "أوسلو": ("country:NO", MentionType.GPE),
}


def _mentions(text: str) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for name in sorted(_NAMES, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            span = Span("p", at, at + len(name))
            if not any(m.span.overlaps(span) for m in found):
                actor, kind = _NAMES[name]
                found.append(Mention(span, kind, actor))
            at = text.find(name, at + 1)
    return tuple(sorted(found, key=lambda m: m.span.start))


def _words(*paragraphs: str, title: str = "") -> Words:
    text = "\n".join(([title] if title else []) + list(paragraphs))
    blocks, at = [], 0
    for n, line in enumerate(text.split("\n")):
        kind = BlockKind.TITLE if title and n == 0 else BlockKind.BODY
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    return read_words(Article("p#0", "p", text, parts=tuple(blocks)))


def _told(*paragraphs: str, title: str = "") -> list[tuple[str, str | None, Mode]]:
    words = _words(*paragraphs, title=title)
    found = find_statements(words, _mentions(words.article.text))
    return [(words.text(s.span.start, s.span.end), s.speaker.actor if s.speaker else None, s.mode) for s in found]


def _one(text: str) -> Statement:
    found = find_statements(_words(text), _mentions(text))
    assert len(found) == 1, found
    return found[0]


def test_every_example_of_the_rules_holds() -> None:
    assert check_rules() == ()


@pytest.mark.parametrize(
    ("opening", "closing"), [("«", "»"), ('"', '"'), ("“", "”"), ("”", "“"), ("”", "”"), ("„", "“"), ("»", "«")]
)
def test_a_quotation_in_any_marks(opening: str, closing: str) -> None:
    text = f"وقالت سلمى الورداني: {opening}سنزرع ألف شجرة. لن ننتظر الربيع{closing}."
    assert _told(text) == [("سنزرع ألف شجرة. لن ننتظر الربيع", "person:salma", Mode.DIRECT)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('وقالت سلمى الورداني لشبكة "نهر" المحلية "سنزرع ألف شجرة هذا الربيع".', "سنزرع ألف شجرة هذا الربيع"),
        ('وفي هذا الموسم، "لا يجوز صيد السلمون في النهر"، حسبما أوضحت هيئة الموانئ.', "لا يجوز صيد السلمون في النهر"),
        ('وقالت سلمى الورداني لـ"نهر" إن "سفينة "نجم الشمال" وصلت سالمة".', 'سفينة "نجم الشمال" وصلت سالمة'),
    ],
)
def test_a_name_in_quotation_marks_is_not_what_is_said(text: str, said: str) -> None:
    assert [(words, mode) for words, _, mode in _told(text)] == [(said, Mode.DIRECT)]


def test_what_something_is_called_ends_with_its_quotation_marks() -> None:
    told = _told('ووصفت سلمى الورداني الخطة بأنها "مغامرة" رغم تأييد هيئة الموانئ لها في العام الماضي.')
    assert ("مغامرة", "person:salma", Mode.DIRECT) in told


def test_a_body_named_in_quotation_marks_says_nothing() -> None:
    told = _told('وتطالب النرويج "منظمة حماية الأنهار" بمراقبة المصب.')
    assert all(mode is not Mode.DIRECT for _, _, mode in told)


def test_a_quotation_before_its_cue() -> None:
    told = _told("«سنزرع ألف شجرة قبل الربيع المقبل»، تقول سلمى الورداني.")
    assert told == [("سنزرع ألف شجرة قبل الربيع المقبل", "person:salma", Mode.DIRECT)]


def test_a_quotation_that_opens_the_next_paragraph() -> None:
    told = _told("وقالت سلمى الورداني في ختام الجولة:", "«سنزرع ألف شجرة قبل الربيع».")
    assert told == [("سنزرع ألف شجرة قبل الربيع", "person:salma", Mode.DIRECT)]


def test_an_unpaired_mark_does_not_swallow_the_article() -> None:
    told = _told('وقالت سلمى الورداني: "سنزرع ألف شجرة قبل الربيع.', "وهطل المطر على الوادي يومين.")
    assert [t[0] for t in told] == ["سنزرع ألف شجرة قبل الربيع"]


def test_indirect_words_with_a_quoted_part_are_mixed() -> None:
    told = _told('قال رامز عيتاني إن الميناء يمر "بأسوأ عام في تاريخه" منذ تأسيسه.')
    assert told == [('الميناء يمر "بأسوأ عام في تاريخه" منذ تأسيسه', "person:ramez", Mode.MIXED)]


def test_a_quotation_that_is_all_of_the_clause_is_direct() -> None:
    assert _told('قال رامز عيتاني إن "الميناء يمر بأسوأ عام في تاريخه".')[0][2] is Mode.DIRECT


def test_a_quotation_that_holds_another_in_the_same_marks_is_one() -> None:
    told = _told('وقالت سلمى الورداني إن "فريق "حماة الغابة" سيزرع ألف شجرة قبل الربيع".')
    assert told == [('فريق "حماة الغابة" سيزرع ألف شجرة قبل الربيع', "person:salma", Mode.DIRECT)]


def test_a_mark_that_opens_the_words_and_is_never_closed_still_quotes_them() -> None:
    told = _told('وقالت سلمى الورداني إن "الغابة تتعافى ببطء من حريق الصيف.', "وهطل المطر.")
    assert told == [("الغابة تتعافى ببطء من حريق الصيف", "person:salma", Mode.DIRECT)]


def test_two_quotations_of_one_cue_are_two_statements() -> None:
    told = _told('وقال رامز عيتاني إن "الميناء يعمل كل يوم" وإن "الرافعات الجديدة وصلت أمس".')
    assert told == [
        ("الميناء يعمل كل يوم", "person:ramez", Mode.DIRECT),
        ("الرافعات الجديدة وصلت أمس", "person:ramez", Mode.DIRECT),
    ]


def _direct(text: str) -> list[str]:
    """What a paragraph gives as direct speech."""
    return [said for said, _, mode in _told(text) if mode is Mode.DIRECT]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('وبحسب المجلة "باع المصنع آلاته، إذ يخشى صاحبه أن يفلس".', ["باع المصنع آلاته، إذ يخشى صاحبه أن يفلس"]),
        ('و"بعد إغلاق الفرن بيع المخزن كله"، حسب ما ذكر بيان الشركة.', ["بعد إغلاق الفرن بيع المخزن كله"]),
        ('وكان الصغار يهتفون "العدل"، و"نريد ملعبا" أمام البلدية.', ["العدل", "نريد ملعبا"]),
        ('وحملوا لافتة كتب عليها "الماء أولا" أمام البلدية.', ["الماء أولا"]),
        ('وأضاف ملوحا بعلم النادي "الأزرق" بيده: "سنعود في الربيع، ولن نتأخر".', ["سنعود في الربيع، ولن نتأخر"]),
        ('وقالت الطاهية التي تعرف بأنها "ملكة الملح" اليوم "نفتح مطبخا في الحي".', ["نفتح مطبخا في الحي"]),
        ('وبحسب مجلة "الربيع" ارتفعت أسعار الورق مرتين.', []),
        ('وهتف جمهور "الوحدة" طويلا.', []),
    ],
)
def test_quotations_behind_a_source_a_shout_a_banner_or_a_clause(text: str, said: list[str]) -> None:
    assert _direct(text) == said


def test_a_quoted_noun_ends_with_its_marks() -> None:
    told = _told('وعبر رامز عيتاني عن "قلق كبير من تأخر السفن في الميناء"، ذاكرا حادث الشتاء.')
    assert ("قلق كبير من تأخر السفن في الميناء", "person:ramez", Mode.DIRECT) in told


def test_dropped_subjects_mean_the_last_speaker() -> None:
    told = _told(
        "قالت سلمى الورداني إن الغابة تتعافى.",
        "وتمتد الغابة على ثلاثة تلال.",
        "وأضافت أن الطيور عادت إليها.",
        "وأكدت أن الصيد ممنوع.",
    )
    assert [actor for _, actor, _ in told] == ["person:salma"] * 3


def test_the_gender_of_the_verb_finds_the_dropped_speaker() -> None:
    told = _told("قالت سلمى الورداني إن الغابة تتعافى.", "وقال رامز عيتاني إن الطريق مغلق.", "وأضافت أن الطيور عادت.")
    assert told[-1][1] == "person:salma"


def test_participles_of_one_sentence_share_its_subject_and_each_has_its_words() -> None:
    told = _told("قال رامز عيتاني إن الرصيف اكتمل، مضيفا أن الرافعات تصل غدا، ومشيرا إلى أن العمال جاهزون.")
    assert told == [
        ("الرصيف اكتمل", "person:ramez", Mode.INDIRECT),
        ("الرافعات تصل غدا", "person:ramez", Mode.INDIRECT),
        ("العمال جاهزون", "person:ramez", Mode.INDIRECT),
    ]


def test_the_subject_may_stand_before_its_verb() -> None:
    assert _told("لكن رامز عيتاني قال إن الرصيف اكتمل.")[0][1] == "person:ramez"
    assert _told("وكانت النرويج قد طالبت أيسلندا بتقليص صيد الأسماك.")[0][1] == "country:NO"


def test_an_object_is_no_speaker() -> None:
    assert _told("اتهمت النرويج أيسلندا بتجاوز حصص الصيد.") == [("تجاوز حصص الصيد", "country:NO", Mode.INDIRECT)]


def test_a_title_before_a_name_leads_to_the_name_and_back() -> None:
    told = _told("قال مدير الحديقة رامز عيتاني إن الأسود بخير.", "وأوضح المدير أن الزيارة مجانية.")
    assert [t[1] for t in told] == ["person:ramez", "person:ramez"]


def test_an_apposition_after_a_comma_names_the_speaker() -> None:
    assert _told("قال مدير الحديقة، رامز عيتاني، إن الأسود بخير.")[0][1] == "person:ramez"


def test_a_relative_of_a_person_is_not_that_person() -> None:
    statement = _one("قالت شقيقة رامز عيتاني إن البيت هادئ.")
    assert statement.speaker is not None
    assert statement.speaker.actor != "person:ramez"


def test_an_unnamed_source_is_kept_as_such_per_page() -> None:
    statement = _one("أفاد مصدر ملاحي بأن السفينة جنحت.")
    assert statement.speaker is not None
    assert statement.speaker.span is not None
    assert (statement.speaker.actor or "").startswith("anon:")
    assert (statement.speaker.actor or "").endswith("@p")


def test_a_source_named_after_or_before_the_words() -> None:
    after = _told("غادرت السفينة الميناء فجرا، بحسب هيئة الموانئ.")
    before = _told("وبحسب هيئة الموانئ، غادرت السفينة الميناء فجرا.")
    assert after == before == [("غادرت السفينة الميناء فجرا", "org:ports", Mode.INDIRECT)]


def test_a_relay_is_via_and_its_source_speaks() -> None:
    statement = _one("نقلت وكالة ريحان عن رامز عيتاني قوله إن الرصيف اكتمل.")
    assert statement.speaker is not None
    assert statement.speaker.actor == "person:ramez"
    assert statement.via == ("org:rihan",)


def test_a_medium_that_only_relays_has_no_statement_of_its_own() -> None:
    statement = _one("قال رامز عيتاني إن الرصيف اكتمل، وفق وكالة ريحان.")
    assert statement.via == ("org:rihan",)
    assert statement.speaker is not None
    assert statement.speaker.actor == "person:ramez"


def test_nested_statements_have_their_own_speakers() -> None:
    told = _told("قالت سلمى الورداني إن رامز عيتاني أكد أن الرصيف اكتمل.")
    assert told == [
        ("رامز عيتاني أكد أن الرصيف اكتمل", "person:salma", Mode.INDIRECT),
        ("الرصيف اكتمل", "person:ramez", Mode.INDIRECT),
    ]


def test_headlines() -> None:
    assert _told("هطل المطر.", title="عيتاني: الرصيف سيفتح في موعده") == [
        ("الرصيف سيفتح في موعده", "person:ramez", Mode.INDIRECT)
    ]
    assert _told("هطل المطر.", title="أوسلو: لن نخفض حصص الصيد")[0][1] == "country:NO"
    assert _told("هطل المطر.", title="النرويج: مصرع متسلق في انهيار ثلجي") == []


def test_a_dateline_is_no_subject() -> None:
    told = _told("أوسلو، النرويج (ريحان)-- شكت سلمى الورداني من الضجيج، معتبرة أن الليل لم يعد هادئا.")
    assert [t[1] for t in told] == ["person:salma", "person:salma"]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("اتهمت النرويج أيسلندا بتجاوز حصص الصيد.", Polarity.ACCUSES),
        ("طالبت النرويج بتقليص الصيد.", Polarity.DEMANDS),
        ("هدد رامز عيتاني بإغلاق الرصيف.", Polarity.THREATENS),
        ("تعهد رامز عيتاني بإصلاح الرصيف.", Polarity.PROMISES),
        ("نفى رامز عيتاني أن يكون الرصيف قد أغلق.", Polarity.DENIES),
        ("شككت سلمى الورداني في صحة الأرقام.", Polarity.DOUBTS),
        ("قال رامز عيتاني إن الرصيف اكتمل.", Polarity.ASSERTS),
    ],
)
def test_speech_acts(text: str, polarity: Polarity) -> None:
    assert _one(text).polarity is polarity


def test_hedges_survive() -> None:
    assert _one("قال رامز عيتاني إن السفينة قد تصل متأخرة.").hedge == "قد"
    assert _one("قال رامز عيتاني إن السفينة قد وصلت.").hedge is None


@pytest.mark.parametrize(
    "text",
    [
        "لم يقل رامز عيتاني إن الرصيف سيفتح.",
        "يذكر أن الرصيف بني قبل قرن.",
        "رتب الباعة التمور حسب حجمها.",
        "عبر القارب المضيق ليلا.",
        "يعد الجبل أعلى قمم الجزيرة.",
    ],
)
def test_no_statement_here(text: str) -> None:
    assert _told(text) == []


def test_candidates_correct_the_edges_of_what_agrees_with_them() -> None:
    text = "قال رامز عيتاني إن الرصيف اكتمل أمس ولله الحمد."
    start = text.index("الرصيف")
    end = text.index(" ولله")
    found = find_statements(_words(text), _mentions(text), (Span("p", start, end),))
    assert (found[0].span.start, found[0].span.end) == (start, end)


def test_explain_names_the_rule() -> None:
    fired = explain(_words("قال مدير الحديقة إن الأسود بخير."))
    assert [f.rule for f in fired] == ["say.that"]


_PIECES = [
    "قال",
    "إن",
    "رامز عيتاني",
    "«",
    "»",
    '"',
    ":",
    "،",
    ".",
    "\n",
    "مضيفا أن",
    "بحسب",
    "النرويج",
    "أن",
    "و",
    "كما",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_words_gives_spans_within_one_paragraph(pieces: list[str]) -> None:
    text = " ".join(pieces)
    words = _words(text)
    for s in find_statements(words, _mentions(text)):
        assert s.span.start < s.span.end <= len(text)
        assert "\n" not in words.text(s.span.start, s.span.end)
        assert s.cue is not None


@pytest.mark.parametrize(
    "text",
    [
        "قال رامز عيتاني إن " * 2000,
        '"' * 3000 + "قال رامز عيتاني إن الرصيف اكتمل " * 300,
        "رامز عيتاني قال النرويج تقول بحسب هيئة الموانئ " * 800,
    ],
)
def test_bad_pages_take_bounded_time(text: str) -> None:
    words, mentions = _words(text), _mentions(text)
    start = time.process_time()
    found = find_statements(words, mentions)
    assert time.process_time() - start < 5
    assert all(s.span.end - s.span.start <= 1500 for s in found)


def test_a_dropped_subject_is_the_person_whom_the_text_turned_to() -> None:
    text = "وقال سلمى الورداني إن الميناء مفتوح. وغادر رامز عيتاني القاعة غاضبا. وأضاف أن الصيادين لن يعودوا غدا."
    speakers = [s.speaker.actor for s in find_statements(_words(text), _mentions(text)) if s.speaker]
    assert speakers == ["person:salma", "person:ramez"]


def test_a_platform_does_not_speak() -> None:
    text = "ونشرت صورة على صفحتها في تويتر، حيث قالت إن الفريق جاهز للموسم."
    at = text.index("تويتر")
    platform = Mention(Span("p", at, at + 5), MentionType.ORG, "org:twitter")
    found = find_statements(_words(text), (platform,))
    assert found
    assert all(s.speaker is None or s.speaker.actor != "org:twitter" for s in found)


def _spoken(text: str) -> str:
    """The words of the speaker of the last statement of `text`, or its actor where the subject is dropped."""
    words = _words(*text.split("\n"))
    last = find_statements(words, _mentions(text))[-1]
    assert last.speaker is not None, text
    span = last.speaker.span
    return words.text(span.start, span.end) if span is not None else str(last.speaker.actor)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # the subject stands before the verb, with its place or a clause of its own
        ("غير أن مصدرا بلديا في هيئة الموانئ لم يشأ ذكر اسمه أكد أن الرافعة معطلة.", "مصدرا بلديا في هيئة الموانئ"),
        ("تأخر الافتتاح، إلا أن ناطقا باسم المسرح قال إن الستارة جاهزة.", "ناطقا باسم المسرح"),
        ("لكن طباخا قديما في القصر قال للمجلة، طالبا عدم ذكر اسمه، إن المؤونة نفدت.", "طباخا قديما"),
        ("وقالت سلمى الورداني إن جارها أبلغها صباح أمس أن البئر جفت.", "جارها"),
        # «كان ... قد»: the subject between the two verbs, the object behind the second
        ("وكانت جمعيات بيئية قد اتهمت الشركة المشغلة بتلويث البحيرة.", "جمعيات بيئية"),
        # object, by agreement, by case, by a pronoun that takes the subject up
        ("قال رامز عيتاني إن المياه ملوثة. واتهم البلدية بإهمال الشبكة.", "person:ramez"),
        ("قالت سلمى الورداني إن العرض باطل. ودعت المنظمين إلى إلغاء الحفل.", "person:salma"),
        ("وشددت هيئة الموانئ على أنها تحقق في الحادث لكنها اتهمت نادي الزيتون بإخفاء الأدلة.", "هيئة الموانئ"),
        ("وقالت سلمى الورداني إن السفينة رست في النرويج، إلا أنها أكدت أن البحارة بخير.", "سلمى الورداني"),
        ("وصدر حكم في القضية التي تتهم فيها هيئة الموانئ نادي الزيتون بتأخير السفن.", "هيئة الموانئ"),
        # the joining word written apart
        ("هيئة الموانئ رحبت بالاتفاق و دعت البحارة إلى العودة إلى العمل.", "هيئة الموانئ"),
        # one who has a name follows the title; who is only told of does not
        ("وقال المتحدث باسم المطحنة، وهي شركة يملك رامز عيتاني نصفها، إن القمح وصل.", "المتحدث باسم المطحنة"),
        ("وقال موظف في مكتب رامز عيتاني إن السيارة سليمة.", "موظف في مكتب رامز عيتاني"),
        ("وقال محاميها رامز عيتاني إن العقد ملغى.", "رامز عيتاني"),
        # no subject: nouns ruled by a preposition, what is written on a banner
        ("قالت سلمى الورداني إن الرحلة طويلة. وفي رسالتها إلى رامز عيتاني، قالت إن العودة قريبة.", "person:salma"),
        ('خرج محتجون أمام نادي الزيتون يرفعون يافطة كتب عليها "الملعب لنا".', "محتجون"),
        # indefinite nouns with a verb of their own
        ("وانتشر الخبر في النرويج وسط تقارير تفيد بأن الجسر مغلق.", "تقارير"),
        ("فرقت الشرطة في أوسلو تجمعا لبحارة غاضبين يطالبون بصرف الأجور.", "غاضبين"),
        ("يرى الإقليم أن الحصة غير كافية.", "الإقليم"),
        # to whom it was told
        ("غرقت السفينة قرب الشاطئ، وفقا لما أكده عدة بحارة لوكالة ريحان.", "عدة بحارة"),
        # a source without a name is told by where it sits
        ("وأفاد مسؤول في هيئة الموانئ بأن الرصيف آمن.", "مسؤول في هيئة الموانئ"),
    ],
)
def test_the_grammatical_subject_speaks_and_not_the_nearest_name(text: str, speaker: str) -> None:
    assert _spoken(text) == speaker


def test_a_region_that_a_title_mentions_is_not_its_holder() -> None:
    text = "قال رئيس الإقليم رامز عيتاني إن الماء يكفي. ويرى الإقليم أن الحصة قليلة."
    found = find_statements(_words(text), _mentions(text))
    assert found[0].speaker is not None and found[0].speaker.actor == "person:ramez"
    assert found[1].speaker is not None and found[1].speaker.actor != "person:ramez"


def test_a_quotation_that_its_cue_parts_is_told_twice() -> None:
    text = '"لا أحد يشتري الخزف بعد الآن"، قالت سلمى الورداني، صاحبة المتجر. "لكن المعرض قد ينقذنا".'
    assert [t for t, _, _ in _told(text)] == ["لا أحد يشتري الخزف بعد الآن", "لكن المعرض قد ينقذنا"]


def test_what_is_not_announced_and_what_is_among_them_are_no_cues() -> None:
    assert [t for t, _, _ in _told("وقالت سلمى الورداني إن محادثات غير معلنة تجري في المرفأ.")] == [
        "محادثات غير معلنة تجري في المرفأ"
    ]
    assert _told("وصل عشرون بحارا بينهم ثلاثة يظن أنهم أغراب.") == []


def test_the_content_ends_at_a_passive_with_its_vowel() -> None:
    text = "واتهم رامز عيتاني هيئة الموانئ بتلويث الخليج، وأُغلق الرصيف بعد عام."
    assert [t for t, _, _ in _told(text)] == ["تلويث الخليج"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("وطلبت هيئة الموانئ في بيان الإفراج عن البحارة المحتجزين.", "الإفراج عن البحارة المحتجزين"),
        ("وأعلنت هيئة الموانئ في بيان إغلاق الرصيف الشرقي.", "إغلاق الرصيف الشرقي"),
        ("ونفى نادي الزيتون المالك للملعب هذه الاتهامات.", "هذه الاتهامات"),
        ("وأعلن رامز عيتاني استقالته من النادي.", "استقالته من النادي"),
        ("وكرر رامز عيتاني مرارا أن القرار للمجلس.", "القرار للمجلس"),
        ("سار العرض كما خطط له، لكن المطر أوقفه قبل نهايته، بحسب هيئة الموانئ.", "المطر أوقفه قبل نهايته"),
    ],
)
def test_where_the_content_lies(text: str, said: str) -> None:
    assert [t for t, _, _ in _told(text)] == [said]


def test_a_verb_about_the_paper_is_not_what_it_says() -> None:
    text = 'ونفى نادي الزيتون في بيان نشر على موقعه "بيع الملعب لأي جهة".'
    assert [t for t, _, _ in _told(text)] == ["بيع الملعب لأي جهة"]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ('"لن نغادر الرصيف"، يقول رامز عيتاني، وهو بحار.', "لن نغادر الرصيف", "رامز عيتاني"),
        ('وردد البحارة هتاف "الرصيف لنا".', "الرصيف لنا", "البحارة"),
        ('رامز عيتاني: "لم نسمع شيئا من الإدارة منذ شهر".', "لم نسمع شيئا من الإدارة منذ شهر", "رامز عيتاني"),
    ],
)
def test_a_short_quotation_in_a_place_of_its_own(text: str, said: str, speaker: str) -> None:
    assert [t for t, _, _ in _told(text)] == [said]
    assert _spoken(text) == speaker


@pytest.mark.parametrize(
    "head",
    [
        "14:20 - رامز عيتاني",
        "(9:05) الوزير رامز عيتاني",
        "21.40 ت غ | رامز عيتاني في كلمة متلفزة",
        "الوزير رامز عيتاني",
    ],
)
def test_an_entry_of_a_live_report_that_is_somebody_and_a_quotation(head: str) -> None:
    text = f'{head}: "لن نغلق الرصيف يوما آخر". وهطل المطر على الميناء بعد الظهر.'
    assert [t for t, _, _ in _told(text)] == ["لن نغلق الرصيف يوما آخر"]
    assert _spoken(text) == "رامز عيتاني"


def test_a_quotation_far_behind_a_colon_is_not_an_entrys() -> None:
    assert _told('14:20 - فتح الرصيف: ثلاث سفن راسية عند "الممر الأزرق".') == []


def test_an_apposition_between_commas_is_not_denied_and_a_clause_keeps_its_that() -> None:
    for text, wanted in (
        ("نفى نادي الزيتون، مالك الملعب، هذه الشائعة.", "هذه الشائعة"),
        ("نفى نادي الزيتون أن يكون الملعب قد أغلق.", "أن يكون الملعب قد أغلق"),
    ):
        words = read_words(Article("p#1", "p", text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
        assert [text[s.span.start : s.span.end] for s in find_statements(words, _mentions(text))] == [wanted]


def test_what_shows_something_within_the_words_of_another_is_no_speaker() -> None:
    name = next(n for n, (actor, _) in _NAMES.items() if actor and actor.startswith("org:"))
    found = find_statements(
        _words(text := f"وأعلن {name} أن المعطيات الأولية تشير إلى أن العطل قديم."), _mentions(text)
    )
    assert [s.speaker.actor for s in found if s.speaker] == [_NAMES[name][0]]
