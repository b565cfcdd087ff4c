"""Names in text: what is found, where it begins and ends, what is no name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.actors import check_rules, explain, find_mentions
from riwaya.model import MentionType
from tests.actors.making import Reader, Seen, named, words_of_text


def test_the_examples_of_the_rules_hold() -> None:
    assert check_rules() == ()


@pytest.mark.parametrize(
    ("text", "name", "actor"),
    [
        ("سافر وفد من كينيا والنرويج.", "النرويج", "country:NO"),
        ("وقدمت للبرازيل قرضا.", "لبرازيل", "country:BR"),
        ("هجوم على #بوركينا_فاسو اليوم", "بوركينا_فاسو", "country:BF"),
        ("زار مدينة مراكش سرا.", "مراكش", "place:marrakesh"),
        ("حطت الطائرة في مطار أسوان ليلا.", "مطار أسوان", "place:mtar-aswan"),
        ("قال متحدث باسم منظمة الصحة العالمية.", "منظمة الصحة العالمية", "org:who"),
        ("ذكرت صحيفة لوموند أن القطار تأخر.", "لوموند", "org:le-monde"),
        ("اتفاق مع NATO في الخريف", "NATO", "org:nato"),
        ("وصل Putin إلى القاعة", "Putin", "person:vladimir-putin"),
        ("أفرجت الشرطة الكرواتية عنه.", "الشرطة الكرواتية", "org:hr-police"),
        ("قال الجيش الكوري الجنوبي إنه جاهز.", "الجيش الكوري الجنوبي", "org:kr-army"),
        ("اجتمعت حكومة جنوب أفريقيا مساء.", "حكومة جنوب أفريقيا", "org:za-government"),
    ],
)
def test_names_with_their_spans_and_identities(text: str, name: str, actor: str) -> None:
    assert named(text).get(name) == actor


@pytest.mark.parametrize(
    "text",
    [
        "قال الرئيس الفرنسي إن الأمر صعب.",
        "اشترى قمصانا برازيلية وأحذية إيطالية.",
        "كان والي المنطقة غائبا عن باب البيت.",
        "مالي لا أراك سعيدا؟",
        "نصف قطر الدائرة متران.",
        "وفا بوعده بعد عام.",
    ],
)
def test_roles_adjectives_and_everyday_words_are_no_names(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("اندلع حريق في طوكيو.", "place:tokyo"),
        ("اتهمت طوكيو جارتها بالتصعيد.", "country:JP"),
        ("عاد إلى بيونغ يانغ.", "place:pyongyang"),
        ("بيونغ يانغ ترفض التفتيش.", "country:KP"),
        ("أقيم المعرض ببكين هذا العام.", "place:beijing"),
        ("شهدت طوكيو عاصفة قوية.", "place:tokyo"),
        ("وجه الوزير تحذيرا لطوكيو.", "country:JP"),
        ("باعوا ثلاثين شاحنة لطوكيو.", "place:tokyo"),
        ("اعتُقل تاجر مرتبط بطوكيو.", "country:JP"),
        ("قررت بورت مورسبي تأجيل الاقتراع.", "country:PG"),
        ("سافر الفريق إلى غيتيغا.", "place:gitega"),
    ],
)
def test_a_capital_is_the_city_or_the_state(text: str, actor: str) -> None:
    assert list(named(text).values()) == [actor]


def test_whom_a_state_holds_to_account_is_a_state() -> None:
    assert set(named("حملت أوسلو هلسنكي مسؤولية التأخير.").values()) == {"country:NO", "country:FI"}
    assert named("غادر القطار في أوسلو هلسنكي متأخرا.")["هلسنكي"] == "place:helsinki"


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("ارتفع منسوب نهر النيجر.", "place:niger-river"),
        ("غرقت سفينة في خليج غينيا.", "place:gulf-of-guinea"),
        ("ثار بركان في بريطانيا الجديدة.", "place:new-britain"),
        ("نزح آلاف من ولاية الجزيرة.", "place:gezira"),
    ],
)
def test_what_bears_the_name_of_a_state_is_not_it(text: str, actor: str) -> None:
    assert list(named(text).values()) == [actor]


def test_the_other_bank_of_a_river_is_not_the_west_bank() -> None:
    assert named("انتظر الرعاة على الضفة الأخرى.", Reader(الضفة="LOC")) == {}
    assert list(named("انتشرت القوات في الضفة أمس.", Reader(الضفة="LOC")).values()) == ["place:west-bank"]


def test_the_island_is_not_the_broadcaster() -> None:
    assert named("حاصر الأسطول الجزيرة شهرا.", Reader(الجزيرة="LOC")) == {}
    assert list(named("ذكرت الجزيرة أن الأسطول عاد.", Reader(الجزيرة="ORG")).values()) == ["org:al-jazeera"]


def test_spelling_decides_between_amman_and_oman() -> None:
    assert named("وصل إلى عمّان فجرا")["عمّان"] == "place:amman"
    assert named("قالت عمان إنها تتوسط")["عمان"] == "country:OM"
    assert "آب" not in named("في آب الماضي")


def test_a_name_never_reaches_over_a_comma() -> None:
    assert "كوريا، الجنوبية" not in named("كوريا، الجنوبية وحدها")


def test_the_reader_adds_and_the_rules_identify() -> None:
    text = "قالت سلوى برهومة إن إستونيا صغيرة.\nثم خرجت برهومة."
    found = named(text, Reader(سلوى_برهومة="PER", إستونيا="LOC"))
    assert found["إستونيا"] == "country:EE"
    assert found["سلوى برهومة"] == found["برهومة"]


def test_a_reader_that_runs_names_together_is_not_followed() -> None:
    found = named("تتفاوض أوسلو وهلسنكي.", Reader(أوسلو_وهلسنكي="LOC"))
    assert set(found) == {"أوسلو", "هلسنكي"}


def test_a_noun_with_the_article_takes_no_name_after_it() -> None:
    found = named("اتهم مندوب الائتلاف هلسنكي بالتأخير.", Reader(الائتلاف_هلسنكي="ORG"))
    assert set(found) == {"هلسنكي"}


def test_a_bare_head_is_no_name() -> None:
    assert named("اجتمعت لجنة أمس", Reader(لجنة="ORG")) == {}


def test_titles_are_left_out() -> None:
    words = words_of_text("استقبل وزير الداخلية النمساوي هربرت كلاين زائره.")
    (mention,) = find_mentions(words, None)
    assert words.text(mention.span.start, mention.span.end) == "هربرت كلاين"
    assert mention.type is MentionType.PER


def test_explain_tells_rules() -> None:
    fired = explain(words_of_text("دعت المجر إلى قمة."))
    assert [(f.room, f.rule) for f in fired] == [("actors", "known:state")]


DAMAGED = [
    "السيد " + "زيد " * 5000, "ا" * 40000, "😀🇵🇸" * 800, "الرئيسPutinفيкиев123",
    "\u200f\u064b" * 50, "روسيا " * 4000,
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_damaged_text_does_no_harm(text: str) -> None:
    words = words_of_text(text)
    for m in find_mentions(words, None):
        assert 0 <= m.span.start < m.span.end <= len(text)
        assert m.span.end - m.span.start <= 160


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "وزير",
                "خارجية",
                "الصين",
                "في",
                "بكين",
                "قال",
                "لافروف",
                "و",
                "«حزب",
                "الله»",
                "،",
                "#",
                "_",
                "الأمم",
                "المتحدة",
                "إن",
                "لل",
            ]
        ),
        max_size=25,
    )
)
def test_mentions_are_in_order_and_apart(parts: list[str]) -> None:
    text = " ".join(parts)
    found = find_mentions(words_of_text(text), None)
    ends = [0, *(m.span.end for m in found)]
    assert all(m.span.start >= end for m, end in zip(found, ends, strict=False))


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("رفضت موسكو في عام 1956 سحب قواتها.", "country:SU"),
        ("رفضت موسكو سحب قواتها.", "country:RU"),
        ("ترفض موسكو منذ عام 1956 سحب قواتها.", "country:RU"),
        ("رفضت موسكو عام 2014 ما قبلت به عام 1956.", "country:RU"),
    ],
)
def test_a_capital_stands_for_the_state_of_its_time(text: str, actor: str) -> None:
    assert named(text)["موسكو"] == actor


@pytest.mark.parametrize(
    ("text", "name", "actor"),
    [
        ("زار الوفد جنوبتركيا أمس.", "تركيا", "country:TR"),
        ("اجتماع فيالنرويج اليوم", "النرويج", "country:NO"),
        ("وفد منالولاياتالمتحدة وصل", "الولاياتالمتحدة", "country:US"),
    ],
)
def test_names_run_together_with_another_word(text: str, name: str, actor: str) -> None:
    assert named(text) == {name: actor}


@pytest.mark.parametrize("text", ["عمل مصرفيا ثم صحافيا.", "كلمته بالتركمانية.", "جاء اللبنانيون والسودانيات معا."])
def test_words_that_hold_a_name_by_chance_are_not_cut(text: str) -> None:
    assert named(text) == {}


def test_a_person_is_told_from_the_place_before() -> None:
    text = "رست السفينة قرب مدينة لوندا.\nوقال قائد ميناء لوندا فيرو كاستامي إن الأمر هين."
    found = named(text, Reader(لوندا="LOC", لوندا_فيرو_كاستامي="PER"))
    assert set(found) == {"لوندا", "فيرو كاستامي"}


def test_ships_are_no_people_and_adjectives_no_names() -> None:
    reader = Reader(سلمى_الزهراء="PER", رياض_الطحان_السابق="PER")
    assert named("جنحت ناقلة النفط المالطية «سلمى الزهراء» فجرا.", reader) == {}
    assert set(named("تحدث رياض الطحان السابق ذكره.", reader)) == {"رياض الطحان"}


def test_a_quotation_mark_without_its_partner_is_no_part_of_a_name() -> None:
    found = named('بايع تنظيم "أنصار الفجر" غيره.', Reader(**{'تنظيم "أنصار الفجر': "ORG"}))
    assert set(found) == {"أنصار الفجر"}


def test_a_known_name_that_begins_before_a_quotation_mark_is_what_stands_in_the_marks() -> None:
    assert named('وفق وكالة "الأناضول" أمس.') == {"الأناضول": "org:anadolu"}
    assert named("وفق وكالة الأناضول أمس.") == {"وكالة الأناضول": "org:anadolu"}


def test_a_lone_adjective_of_origin_is_nobody() -> None:
    reader = Reader(البنمي="PER")
    assert named("استقبل الرئيس البنمي ضيوفه.", reader) == {}
    assert named("استقبل الرئيس البنمي ضيوفه.\nوكان رياض البنمي بينهم.", Reader(البنمي="PER", رياض_البنمي="PER"))
    assert named("استقبل الوزير الأردني البنمي ضيوفه.", reader) == {"البنمي": "person:albnmy"}


def test_words_in_the_accusative_are_no_names() -> None:
    reader = Reader(عمودا="PER", جدارًا="GPE", يوليا="PER")
    assert set(named("أقام هناك عمودا.\nورفع جدارًا.\nوسألت يوليا عنه.", reader)) == {"يوليا"}
    assert set(named("رأيت محمدًا هناك.", Reader(محمدًا="PER"))) == {"محمدًا"}


def test_a_particle_that_a_reader_took_for_a_names_first_letter() -> None:
    reader = Reader(ودانييل_كورتيس="PER", وليد_الهاشم="PER", لماركوس_أوبري="PER", فيكتور_ليندو="PER", ويلسون="PER")
    text = "حضر ودانييل كورتيس مع وليد الهاشم.\nوسلمه لماركوس أوبري بحضور فيكتور ليندو.\nوغادر ويلسون."
    assert set(named(text, reader)) == {"دانييل كورتيس", "وليد الهاشم", "ماركوس أوبري", "فيكتور ليندو", "ويلسون"}


def test_a_storm_is_nobody_wherever_the_page_names_it() -> None:
    assert named("بلغ فورتان الساحل.\nوكان إعصار فورتان شديدا.", _Everywhere("فورتان")) == {}


class _Everywhere:
    """A reader that takes every place of a word for a person."""

    def __init__(self, word: str) -> None:
        self._word = word

    def names(self, texts: Sequence[str]) -> list[tuple[Seen, ...]]:
        found = [[m.span() for m in re.finditer(self._word, text)] for text in texts]
        return [tuple(Seen(a, b, "PER") for a, b in spans) for spans in found]


def test_who_is_known_by_a_name_goes_before_what_its_words_say() -> None:
    assert named("نقلت وكالة الأنباء الفرنسية الخبر.")["وكالة الأنباء الفرنسية"] == "org:afp"
    assert named("نقلت وكالة الأنباء المجرية الخبر.")["وكالة الأنباء المجرية"] == "org:hu-news-agency"


def test_a_regime_alone_is_the_one_that_the_page_names() -> None:
    found = named("اتهم النظام الكوبي جاره.\nوترى الصحيفة أن قوات النظام باقية.\nويصر النظام على رأيه.")
    assert found["النظام"] == "org:cu-government"
    assert found["قوات النظام"] == "org:cu-army"
    assert named("تغير النظام الانتخابي.\nويصر النظام على رأيه.") == {}


@pytest.mark.parametrize(
    ("text", "name", "actor"),
    [
        ("زارت شيرين العبادي المتحف.", "شيرين العبادي", "person:shyryn-alabady"),  # a given name of the rules
        ("وصافحت لولوة ماكرون الضيوف.", "لولوة ماكرون", "person:lwlwh-makrwn"),  # a word that people are called by
        ("رأى عدنان وميرنا بوتين السفينة.", "ميرنا بوتين", "person:myrna-bwtyn"),  # a particle before it
        ("عاد خالد بن سلمان من القرية.", "خالد بن سلمان", "person:khalid-bin-salman"),  # known, and known by it
        ("جلس المخرج العراقي قيس العبادي في بيته.", "قيس العبادي", "person:qys-alabady"),  # a weak name after a title
        ("تحدث ديميتري بيسكوف مساء.", "ديميتري بيسكوف", "person:dmitry-peskov"),  # his own, spelt otherwise
        ("حضر إبراهيم أحمد غندور.", "إبراهيم أحمد غندور", "person:ibrahim-ghandour"),  # his own, and his father's
    ],
)
def test_a_name_before_a_known_family_name_tells_who_is_meant(text: str, name: str, actor: str) -> None:
    assert named(text).get(name) == actor


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("كان نجاح العبادي في الملعب كبيرا.", "person:haider-al-abadi"),
        ("عرض على العبادي منصبا.", "person:haider-al-abadi"),
        ("رد على خامنئي غاضبا.", "person:ali-khamenei"),
        ("أكد بأن العبادي غادر.", "person:haider-al-abadi"),
        ("قال المتحدث باسم العبادي إن الطريق مغلق.", "person:haider-al-abadi"),
        ("انتهت زيارة ماكرون أمس.", "person:emmanuel-macron"),
        ("يزيد ماكرون الضغط عليهم.", "person:emmanuel-macron"),
        ("جاء ذلك بعد لقائه ماكرون.", "person:emmanuel-macron"),
        ("بيت ماكرون في الجنوب.", "person:emmanuel-macron"),
    ],
)
def test_words_before_a_known_family_name_are_no_names(text: str, actor: str) -> None:
    assert actor in named(text).values()


def test_a_family_name_later_in_the_page_is_the_namesake() -> None:
    found = named("زارت شيرين العبادي المتحف. وقالت العبادي إنها سعيدة.")
    assert found["العبادي"] == found["شيرين العبادي"] == "person:shyryn-alabady"


def test_the_known_person_whom_a_page_names_keeps_the_family_name() -> None:
    found = named("غادر إيمانويل ماكرون القصر. وزارت لولوة ماكرون المتحف. ثم تحدث ماكرون.")
    assert found["ماكرون"] == found["إيمانويل ماكرون"] == "person:emmanuel-macron"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("تحدثت شيرين العطار عن الكتاب.", {"شيرين العطار"}),  # a given name of the rules, a family name
        ("سأل عدنان سعيد جاره.", {"عدنان سعيد"}),  # the second is an everyday word
        ("عزفت بريجيت غوستافسون لحنا.", {"بريجيت غوستافسون"}),  # words that people are called by
        ("رحل ومايكل غوستافسون باق.", {"مايكل غوستافسون"}),  # a particle before it
        ("وصل عبد الرحمن الطويل متأخرا.", {"عبد الرحمن الطويل"}),
        ("كتبها نزار بن حمدان العطار.", {"نزار بن حمدان العطار"}),
        ("قرأ سعيد الكتاب.", set()),  # an everyday word first
        ("عاد محمد اليوم.", set()),  # one word is not enough
        ("جميل النجار ماهر.", set()),
        ("زاد يزيد الضغط.", set()),
        ("نشرت أسماء النجار الجدد.", set()),
    ],
)
def test_full_names_without_title_and_reader(text: str, names: set[str]) -> None:
    assert set(named(text)) == names


def test_a_body_that_a_reader_ran_into_its_neighbours() -> None:
    reader = Reader(مديرية_الثقافة_في="ORG", الاتحاد_الهادي_بن_رمضان="ORG", الملك_سلمان_للإغاثة="ORG")
    assert named("أفادت مديرية الثقافة في الولاية بذلك.", reader) == {"مديرية الثقافة": "org:mdyryh-althqafh"}
    assert named("أوضح رئيس الاتحاد الهادي بن رمضان ذلك.", reader) == {"الهادي بن رمضان": "person:alhady-bn-rmdan"}
    assert set(named("قال مركز الملك سلمان للإغاثة ذلك.", reader)) == {"مركز الملك سلمان للإغاثة"}


def test_a_ship_is_no_place() -> None:
    reader = Reader(زهرة_البنفسج="LOC")
    assert named("جنحت سفينة الشحن «زهرة البنفسج» فجرا.", reader) == {}
    assert set(named("وصل القطار إلى زهرة البنفسج فجرا.", reader)) == {"زهرة البنفسج"}


@pytest.mark.parametrize("kind", ["PER", "ORG", "LOC"])
def test_a_craft_is_nobody_wherever_the_page_names_it(kind: str) -> None:
    seen = Reader(زهرة_البنفسج=kind, Blue_Heron=kind)
    text = "غادرت ناقلة الوقود «زهرة البنفسج» المرفأ فاصطدمت بالناقلة Blue Heron."
    assert named(text, seen) == {}
    seen = Reader(زهرة_البنفسج=kind)
    assert named("زهرة البنفسج تغرق\nغرقت الناقلة «زهرة البنفسج» فجرا.", seen) == {}


def test_who_is_aboard_owns_or_hires_a_craft_stays() -> None:
    seen = Reader(رانيا_الكحلاوي="PER", زهرة_البنفسج="ORG")
    assert set(named("على متن السفينة رانيا الكحلاوي وأختها.", seen)) == {"رانيا الكحلاوي"}
    assert set(named("حطت طائرة رانيا الكحلاوي.", seen)) == {"رانيا الكحلاوي"}
    assert set(named("استأجرت السفينة شركة «زهرة البنفسج».", seen)) == {"زهرة البنفسج"}


def test_the_reader_is_not_helped_with_full_names() -> None:
    assert named("تحدثت شيرين العطار عن الكتاب.", Reader()) == {}


def test_a_month_and_a_common_noun_are_nobody() -> None:
    seen = Reader(شتنبر="PER", جيرانه="PER", رانيا_الكحلاوي="PER", ماي="PER")
    text = "في 4 شتنبر قال جيرانه إن رانيا الكحلاوي سافرت."
    assert set(named(text, seen)) == {"رانيا الكحلاوي"}
    assert "ماي" in named("وقالت ماي إنها سافرت.", seen)
    assert "ماي" not in named("سافرت في 6 ماي 2019.", seen)
