"""Who did what to whom, by word order."""

from dataclasses import replace

import pytest

from riwaya.events.coded import read_example
from riwaya.events.find import tell
from riwaya.events.telling import Told
from riwaya.model import MentionType, Mode, Polarity, Span, Speaker, Statement
from tests.events.making import said, told


@pytest.mark.parametrize(
    ("text", "rule", "actor", "recipient"),
    [
        # verb first: subject, then object
        ("اتهمت [بوليفيا] [تشيلي] بتحويل مجرى النهر", "accuse", ["بوليفيا"], ["تشيلي"]),
        ("قصفت مدفعية [أنغولا] مواقع [حركة الكفاح] ليلا", "strike", ["أنغولا"], ["حركة الكفاح"]),
        # a headline: subject first
        ("[بوليفيا] تتهم [تشيلي] بتحويل مجرى النهر", "accuse", ["بوليفيا"], ["تشيلي"]),
        # the officer of a body is the head of its phrase
        ("ندد وزير [مالي] [عمر سيسوكو] بقرار [بنين]", "condemn", ["عمر سيسوكو"], ["بنين"]),
        # joint subjects
        ("أدانت [بوليفيا] و[بيرو] هجوم [تشيلي]", "condemn", ["بوليفيا", "بيرو"], ["تشيلي"]),
        # passive: whom it befell
        ("اعتقل [رامي السعيد] في المطار", "arrest", [], ["رامي السعيد"]),
        ("قتل ثلاثة بحارة في الميناء", "kill", [], []),
        ("اغتيل [رامي السعيد] أمام بيته", "kill", [], ["رامي السعيد"]),
        ("اتُهمت [بوليفيا] بتحويل مجرى النهر", "accuse", [], ["بوليفيا"]),
        ("حوصرت [أنغولا] من البحر عام كامل", "occupy", [], ["أنغولا"]),
        # a headline's state and whoever its clause begins with are two
        ("[بوليفيا]: [رامي السعيد] يتهم [تشيلي] بالتجسس", "accuse", ["رامي السعيد"], ["تشيلي"]),
        # a clause that opens with a noun has its subject there
        ("القضاء يرفض طلب [رامي السعيد]", "refuse", [], ["رامي السعيد"]),
        # an aside between subject and object
        ("اتهم [رامي السعيد]، الذي يعيش في [بيرو]، حكومة [تشيلي]", "accuse", ["رامي السعيد"], ["تشيلي"]),
        # «وزير» joins nobody
        ("أدان [رامي السعيد] وزير خارجية [بيرو]", "condemn", ["رامي السعيد"], ["بيرو"]),
        # whom a pronoun means
        ("اعتقلت الشرطة [رامي السعيد] وطردته من البلاد", "expel", [], ["رامي السعيد"]),
        # whom a state holds is no officer of it
        ("اعتقلت [بوليفيا] الصحافي [رامي السعيد]", "arrest", ["بوليفيا"], ["رامي السعيد"]),
        # an unnamed doer before a named sufferer
        ("خطف مسلحون [كارل هوفمان] من بيته", "abduct", [], ["كارل هوفمان"]),
        # a participle beside the clause: its subject acts
        ("قال [رامي السعيد] إنه باق، شاكرا [بيرو] على حفاوتها", "thanks", ["رامي السعيد"], ["بيرو"]),
        ("غادر [رامي السعيد] القاعة متهما [تشيلي] بالتجسس", "accuse", ["رامي السعيد"], ["تشيلي"]),
        ("غادر [رامي السعيد] مطالبا بالاعتذار من [تشيلي]", "demand", ["رامي السعيد"], ["تشيلي"]),
        # verbal nouns
        ("بعد اعتقال [رامي السعيد] بأيام", "arrest", [], ["رامي السعيد"]),
        ("شنت [أنغولا] هجوما على [ناميبيا]", "attack", ["أنغولا"], ["ناميبيا"]),
        ("هجوم شنته [أنغولا] على [ناميبيا]", "attack", ["أنغولا"], ["ناميبيا"]),
        ("محادثات بين [بوليفيا] و[تشيلي]", "meet", ["بوليفيا", "تشيلي"], ["بوليفيا", "تشيلي"]),
        # whoever a verb with the noun's pronoun names carries it out; a verb whose subject it is names whom it hits
        ("هزت البلدة هجمات عنيفة متتالية نفذها مقاتلو [حركة الكفاح]", "attack", ["حركة الكفاح"], []),
        ("أدان [رامي السعيد] الهجوم بالصواريخ الذي قامت به [أنغولا]", "attack", ["أنغولا"], []),
        ("سمع السكان غارات استهدفت مواقع [حركة الكفاح] ليلا", "air-strike", [], ["حركة الكفاح"]),
        # what two give each other, each gives and gets
        ("تبادل [رامي السعيد] و[كارل هوفمان] الاتهامات أمس", "accuse", *[["رامي السعيد", "كارل هوفمان"]] * 2),
        # who refuses a demand is whom it was made to
        ("رفضت [بوليفيا] دعوة [رامي السعيد] أمس إلى الحوار", "call-for", ["رامي السعيد"], ["بوليفيا"]),
        # whose meeting it is, by «ل»; with whom, by «بينها وبين»; the clause's subject where «مع» names but one
        ("خرج [رامي السعيد] من اجتماع ل[حركة الكفاح] أمس", "meet", ["حركة الكفاح"], []),
        ("أعلنت [بوليفيا] تأجيل المحادثات بينها وبين [تشيلي]", "meet", ["بوليفيا"], ["تشيلي"]),
        (
            "استعادت [أنغولا] خلال ساعات الليل البلدة الحدودية الصغيرة من جهتها الشرقية بعد معارك مع [حركة الكفاح]",
            "clash",
            ["أنغولا"],
            ["حركة الكفاح"],
        ),
        # a noun's pronoun: the name right before it, else of what suffers the nearest
        ("حذر [رامي السعيد] من تكثيف [أنغولا] تجاربها الصاروخية", "weapon-test", ["أنغولا"], []),
        ("صادرت [بوليفيا] حاسوب [رامي السعيد] عند اعتقاله", "arrest", [], ["رامي السعيد"]),
        # a person before a verb without an object suffers it
        ("[رامي السعيد] قتل الخميس في غارة", "kill", [], ["رامي السعيد"]),
        # the subject behind «كان», named or not
        ("وكانت جمعية مزارعين صغيرة انتقدت [بوليفيا] مرارا", "condemn", [], ["بوليفيا"]),
        (
            "وكانت [حركة الكفاح]، ومقرها المرفأ، اتهمت [بوليفيا] بنهب أموال [تشيلي]",
            "accuse",
            ["حركة الكفاح"],
            ["بوليفيا"],
        ),
        # «من قبل» reaches a name through any title
        ("اعتقل [كارل هوفمان] أمس من قبل المحقق الخاص [رامي السعيد]", "arrest", ["رامي السعيد"], ["كارل هوفمان"]),
        # a word that tells an act is no title of whoever is named behind it
        ("رفضت [بوليفيا] مطالب [رامي السعيد] أمس", "refuse", ["بوليفيا"], ["رامي السعيد"]),
        # relative clauses
        ("زار [رامي السعيد] الذي اتهمته [بوليفيا] بالتهريب الميناء", "accuse", ["بوليفيا"], ["رامي السعيد"]),
        # the only name, right before what the verb asks for, is its object
        ("ويتهم [رامي السعيد] بالتجسس منذ أعوام", "accuse", [], ["رامي السعيد"]),
        ("كما تتهم السلطات [رامي السعيد] بتهريب الآثار", "accuse", [], ["رامي السعيد"]),
        ("وطالب [الغزاليين] بالخروج من المرفأ", "demand", [], ["الغزاليين"]),
        # a person and the states that a comma parts from him are two
        ("اتهم وزير الخارجية [رامي السعيد]، [بيرو] و[تشيلي] بالتجسس", "accuse", ["رامي السعيد"], ["بيرو", "تشيلي"]),
        # whoever is named after the day is no subject
        ("رفضت محكمة الأربعاء تسليم [رامي السعيد]", "refuse", [], ["رامي السعيد"]),
        # whose act is received
        ("تلقت [بوليفيا] طلبا رسميا من [بيرو] بالتفاوض", "demand", ["بيرو"], ["بوليفيا"]),
        ("تعرضت [أنغولا] لهجوم في الفجر", "attack", [], ["أنغولا"]),
        ("تعرض [رامي السعيد] للتعذيب على يد [حركة الكفاح]", "torture", ["حركة الكفاح"], ["رامي السعيد"]),
        # a verb that «و» joins goes on with the subject of the sentence
        ("عززت [أنغولا] دورياتها ونشرت جنودا على الحدود", "deploy", ["أنغولا"], []),
        # helping verbs in a relative clause; the pronoun must agree with its head
        ("غادرت [بيرو] التي طالما انتقدته القاعة", "condemn", ["بيرو"], []),
        ("رأى [حركة الكفاح] التي كان قد انتقد زعيمها", "condemn", [], []),
        # a relative clause that takes up its head nowhere has it for its subject
        ("غادرت [بيرو] التي تستهدف [حركة الكفاح] القاعة", "attack", ["بيرو"], ["حركة الكفاح"]),
        # the name right before its verb is its subject, however many follow
        ("إن [بيرو] أدانت [تشيلي] [حركة الكفاح] أمس", "condemn", ["بيرو"], ["تشيلي"]),
        ("قال [رامي السعيد] إن [بيرو] حشدت قواتها، وطالبت بفتح المعبر", "demand", ["بيرو"], []),
        # whose people are hit
        ("اعتقلت [أنغولا] عشرين مسلحا من [حركة الكفاح]", "arrest", ["أنغولا"], ["حركة الكفاح"]),
        ("عشرون عنصرا من [حركة الكفاح] قتلوا في الغابة", "kill", [], ["حركة الكفاح"]),
        # a doer told by a particle
        ("قتل [رامي السعيد] برصاص [حركة الكفاح]", "kill", ["حركة الكفاح"], ["رامي السعيد"]),
        # what the verb asks for comes by a particle: whoever stands before it is no passive's sufferer
        ("[رامي السعيد] يطلب من [كارل هوفمان] تسليم الخرائط", "demand", ["رامي السعيد"], ["كارل هوفمان"]),
        # a name far behind a noun, reached by a particle, is not its genitive
        ("[حركة الكفاح] تؤكد إلغاء القيود على تجارة المهندس [رامي السعيد]", "lift", ["حركة الكفاح"], ["رامي السعيد"]),
        # whoever is named right behind a noun acts, whatever a relative clause behind another noun says
        ("أعلن الوفد قطع [بيرو] العلاقات بسبب الدعم الذي قدمته [تشيلي]", "break-relations", ["بيرو"], []),
        # an unnamed head of a relative clause acts
        ("كشفت الصحف أسرار الخلية التي استهدفت [رامي السعيد] أمس", "attack", [], ["رامي السعيد"]),
        # a plural in «ون» right behind a verb is its subject
        ("هاجم ملثمون [حركة الكفاح] ليلا", "attack", [], ["حركة الكفاح"]),
        # «وأن» begins a clause: nobody is joined over it
        ("قال إن الغلاء عم [تشيلي] وأن [بيرو] أدانت [حركة الكفاح]", "condemn", ["بيرو"], ["حركة الكفاح"]),
        # a subject of a relative clause between a helping verb and its own
        ("وكان الزورقان اللذان تصادرهما [بيرو] قد غرقا", "confiscate", ["بيرو"], []),
        # behind whom it is asked of stands what is asked
        ("طلبت [بيرو] من [تشيلي] تسليم [رامي السعيد]", "demand", ["بيرو"], ["تشيلي"]),
        # a verb whose object a particle brings in: a bare name behind its subject belongs to that
        ("رحبت [بوليفيا] شريكة [بيرو] التجارية بموقف [تشيلي]", "praise", ["بوليفيا"], ["تشيلي"]),
        # whom a body's verb hits is no officer of it, whatever his title
        ("اغتالت [حركة الكفاح] النائب [رامي السعيد]", "kill", ["حركة الكفاح"], ["رامي السعيد"]),
        ("دعا [حزب النجم] الوزير [رامي السعيد] إلى الاستقالة", "demand", ["حزب النجم"], ["رامي السعيد"]),
        # nor whoever follows a word that is no title
        ("جمد [حزب النجم] عضوية [رامي السعيد]", "break-relations", ["حزب النجم"], ["رامي السعيد"]),
        # an officer's office, not his body, says what brings him in
        ("قتلت قوات [بيرو] القيادي في [حركة الكفاح] [رامي السعيد]", "kill", ["بيرو"], ["رامي السعيد"]),
        # a particle before a noun that a comma parts from a person
        ("رفض المدير الجديد للمصنع، [رامي السعيد]، مطالب [بيرو]", "refuse", ["رامي السعيد"], ["بيرو"]),
        # whose people act, and whose suffer
        ("قتل مسلحون من [حركة الكفاح] جنديين من [بيرو]", "kill", ["حركة الكفاح"], ["بيرو"]),
        ("خطف مسلحون من [حركة الكفاح] المهندس [رامي السعيد]", "abduct", ["حركة الكفاح"], ["رامي السعيد"]),
        ("قتل مسلحون من [حركة الكفاح] في كمين", "kill", [], ["حركة الكفاح"]),
        ("مقتل ثلاثة من جنود [بيرو] في كمين", "kill", [], ["بيرو"]),
        ("اعتقال عناصر من [حركة الكفاح] بمزرعة ل[رامي السعيد]", "arrest", [], ["حركة الكفاح"]),
        # a place in which an unnamed subject sits: the name behind it is the object
        ("غرمت هيئة المنافسة في [بيرو] [شركة الأفق] مليونين", "fine", [], ["شركة الأفق"]),
        # «أن» and a noun: the subject, which no name tells
        ("وأضاف أن طائرات مجهولة قصفت مواقع [حركة الكفاح] ليلا", "strike", [], ["حركة الكفاح"]),
        # whose release it is, and who is released
        ("إفراج [بيرو] عن [رامي السعيد]", "release", ["بيرو"], ["رامي السعيد"]),
        # «ه» means no state; a pronoun's owner does what its noun does to whom a particle brings in
        ("وصل [رامي السعيد] من [بيرو] قبل اعتقاله", "arrest", [], ["رامي السعيد"]),
        ("تحدث [رامي السعيد] بعد استيلائه على [شركة الأفق]", "confiscate", ["رامي السعيد"], ["شركة الأفق"]),
        # somebody's kin is another
        ("اعتقلت شرطة [بيرو] شقيق [رامي السعيد]", "arrest", ["بيرو"], []),
        # a threat's content tells of no doer; another noun's relative clause tells of its own
        ("تهديدات [بيرو] بقصف [تشيلي]", "threaten", ["بيرو"], []),
        ("جددت [بيرو] إدانتها للقصف الذي نفذته [تشيلي]", "condemn", ["بيرو"], []),
        # whose base was hit by what a verb carries
        ("تعرضت قاعدة ل[بيرو] لهجوم شنته [حركة الكفاح]", "attack", ["حركة الكفاح"], ["بيرو"]),
        # a verb that takes a verbal noun: what follows is the noun
        ("[بيرو] تعتزم فرض عقوبات على [تشيلي]", "sanctions", ["بيرو"], ["تشيلي"]),
        # the helper, not the helped, acts
        ("تقدم [حزب النجم] بدعم من [بيرو]", "with-support", ["بيرو"], ["حزب النجم"]),
    ],
)
def test_parts(text: str, rule: str, actor: list[str], recipient: list[str]) -> None:
    found = [t for t in told(text) if t.rule.id == rule]
    assert found, [t.rule.id for t in told(text)]
    assert list(found[0].roles.actor) == actor
    assert list(found[0].roles.recipient) == recipient


def test_an_adjective_of_a_state_acts_where_no_name_does() -> None:
    (one,) = [t for t in told("غارات نرويجية على معسكر [حركة الكفاح]") if t.rule.type == "ASSAULT"]
    assert one.roles.actor == ("country:NO",)
    assert one.roles.recipient == ("حركة الكفاح",)


def test_the_adjective_beside_an_act_goes_before_names_further_off() -> None:
    (one,) = [t for t in told("ناقش [رامي السعيد] الغارات الجوية النرويجية على [ناميبيا]") if t.rule.mode == "aerial"]
    assert one.roles.actor == ("country:NO",)
    assert one.roles.recipient == ("ناميبيا",)


def test_a_body_of_a_state_before_a_verb_is_not_its_sufferer() -> None:
    words, mentions = read_example("أكد السكان أن [بيرو] اعتقلت 20 مهربا قرب الميناء")
    police = tuple(replace(m, actor="org:pe-police", type=MentionType.ORG) for m in mentions)
    (one,) = [t for t in tell(words, police, (), ()) if t.rule.id == "arrest"]
    assert one.roles.actor == ("org:pe-police",)


def test_troops_with_an_adjective_of_a_state_are_its_own() -> None:
    (one,) = [t for t in told("قصفت قوات نرويجية مواقع [حركة الكفاح] فجرا") if t.rule.id == "strike"]
    assert one.roles.actor == ("country:NO",)
    (one,) = [t for t in told("قصفت العاصفة سفنا نرويجية") if t.rule.id == "strike"]
    assert one.roles.actor == ()


def test_an_adjective_that_does_not_agree_is_not_of_the_act() -> None:
    found = [t for t in told("شنت [أنغولا] هجوما على سفينة نرويجية") if t.rule.id == "attack"]
    assert found[0].roles.actor == ("أنغولا",)


def test_a_subject_in_the_sentence_goes_before_whoever_spoke_last() -> None:
    text = "أضاف المصدر أن [بيرو] حشدت قواتها، وطالبت بفتح المعبر"
    words, mentions = read_example(text)
    at = words.article.text.index("وطالبت") + 1
    demand = Statement(
        "example/s1", "example", Span("example", at + 6, len(words.article.text)), Mode.INDIRECT, Polarity.DEMANDS,
        Span("example", at, at + 5), Speaker(None, "anon:source"), None, (), "demand",
    )  # fmt: skip
    (one,) = [t for t in tell(words, mentions, (), (demand,)) if t.rule.id == "demand"]
    assert one.roles.actor == ("بيرو",)


def _spoken(text: str, cue: str, content: str, speaker: str) -> tuple[Told, ...]:
    words, mentions = read_example(text)
    return tell(words, mentions, (), (said(words, cue, content, speaker),))


def test_whom_a_verb_hits_does_not_speak() -> None:
    """A statement may have been read with the wrong speaker; the subject right before the verb tells better."""
    text = "يبدو أن [رامي السعيد] يهنئ النائب [كارل هوفمان] بالفوز"
    (one,) = [t for t in _spoken(text, "يهنئ", "بالفوز", "كارل هوفمان") if t.rule.type == "SUPPORT"]
    assert (one.roles.actor, one.roles.recipient) == (("رامي السعيد",), ("كارل هوفمان",))
    text = "كتب أحدهم أن النقابة دعت [كارل هوفمان] إلى الاستقالة"
    (one,) = [t for t in _spoken(text, "دعت", "إلى الاستقالة", "كارل هوفمان") if t.rule.id == "demand"]
    assert one.roles.actor == ()


def test_whoever_says_we_acts_himself() -> None:
    text = "وأضاف [رامي السعيد]: تابعنا النتائج، ونطالب [حركة الكفاح] بالاعتذار"
    (one,) = [
        t
        for t in _spoken(text, "وأضاف", "تابعنا النتائج، ونطالب حركة الكفاح بالاعتذار", "رامي السعيد")
        if t.rule.id == "demand"
    ]
    assert (one.roles.actor, one.roles.recipient) == (("رامي السعيد",), ("حركة الكفاح",))


def test_a_second_verb_goes_on_with_the_subject() -> None:
    first, second = told("أدانت [بوليفيا] القرار وطالبت بسحب القوات")[:2]
    assert first.roles.actor == ("بوليفيا",)
    assert second.roles.actor == ("بوليفيا",)


def test_nobody_is_both_doer_and_sufferer_of_an_accusation() -> None:
    for one in told("اتهم [حزب النجم] [حزب القمر] وندد ب[حزب النجم]"):
        assert not set(one.roles.actor) & set(one.roles.recipient)


def test_a_sentence_may_end_with_the_pronoun_of_what_is_done() -> None:
    """Nobody comes after the verb that carries the noun."""
    assert [t.rule.id for t in told("أكد [رامي السعيد] القصف الذي تقوم به")] == ["strike"]


def test_a_sentence_may_end_with_the_verb() -> None:
    assert [t.roles.recipient for t in told("[رامي السعيد] اتهم")] == [("رامي السعيد",)]
