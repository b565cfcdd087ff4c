"""Twin sentences: retellings found where hardly a word is kept, and reports of one event left apart."""

from __future__ import annotations

from collections.abc import Callable

from riwaya.account import Account
from riwaya.stories import find_derivations
from riwaya.stories.clauses import read_clauses
from riwaya.stories.twins import find_twins, narration
from riwaya.stories.weights import Rarity

Maker = Callable[..., Account]

DAM = (
    "أعلنت إدارة السدود في المغرب، الأربعاء، إغلاق بوابات سد وادي الصفصاف بعد ظهور شق طوله 14 مترا في جداره الشرقي.",
    "وقال مدير السد عبد الحفيظ بنعمر إن المهندسين رصدوا الشق خلال جولة تفتيش عادية، وإن منسوب المياه خُفض بمقدار مترين.",
    "وأخليت احتياطا ثلاث قرى تقع أسفل الوادي ويسكنها نحو 2600 شخص، ونقل سكانها إلى مدارس في بلدة العيون.",
    "ورجح خبير الجيولوجيا سعيد المرابط أن يكون السبب هزة خفيفة ضربت المنطقة في مارس الماضي وبلغت شدتها 4,1 درجة.",
    "وستبدأ شركة هولندية حقن الجدار بالإسمنت الأسبوع المقبل بكلفة تقدر بثمانية ملايين درهم.",
    "ويعود بناء السد إلى عام 1978 وتروي مياهه أكثر من خمسة آلاف هكتار من بساتين الزيتون.",
)
RETOLD = (
    "اضطرت السلطات المغربية الأربعاء إلى غلق بوابات سد وادي الصفصاف حين تبين أن شقا من 14 مترا يمتد على الجدار الشرقي.",
    "وأفاد عبد الحفيظ بنعمر مدير المنشأة بأن الشق شوهد أثناء تفتيش روتيني أجراه مهندسون، فأنزلوا مستوى الماء مترين.",
    "ومن باب الحيطة رُحل أهالي 3 قرى بأسفل الوادي عددهم قرابة 2600 نسمة صوب مدارس العيون.",
    "أما الجيولوجي سعيد المرابط فيميل إلى أن هزة من 4,1 درجة عرفتها المنطقة خلال مارس هي السبب.",
    "وتتولى شركة من هولندا ابتداء من الأسبوع القادم حقن الإسمنت داخل الجدار مقابل 8 ملايين درهم.",
    "وشيد السد سنة 1978 ويسقي ما يزيد على 5000 هكتار مزروعة بالزيتون.",
)
APART = (
    "قضى سكان دوار أولاد سالم ليلتهم الأولى على مقاعد مدرسة في العيون، بعد أن طرق رجال الدرك أبوابهم عند الفجر.",
    "تقول رقية المسعودي، وهي أم لأربعة أطفال، إنها تركت خلفها ماعزها وموسم الزيتون كله.",
    "وكانت إدارة السدود قد أغلقت الأربعاء بوابات سد وادي الصفصاف لظهور شق في جداره الشرقي طوله 14 مترا.",
    "ويؤكد رئيس الجماعة أن ثلاث قرى أخليت، وأن الأهالي حذروا من تسرب المياه منذ الصيف ولم يسمعهم أحد.",
    "ونفى المدير عبد الحفيظ بنعمر أن يكون قد تلقى شكاوى، قائلا إن منسوب المياه خُفض وإن «الجدار آمن».",
    "ويطالب النازحون بتعويض عن محصول بساتين تمتد على مئات الهكتارات.",
)
MATCH = (
    "حجز نادي الرملة مقعده في نصف نهائي الكأس بعد فوزه على ضيفه اتحاد الساحل بثلاثة أهداف لواحد، الجمعة، أمام 12 ألف متفرج.",  # noqa: E501
    "وافتتح المهاجم كريم بوزيان التسجيل في الدقيقة التاسعة من ركلة حرة بعيدة.",
    "وعزز زميله طارق الهاني النتيجة عند الدقيقة 31، ثم أحرز بوزيان هدفه الثاني في الدقيقة 58.",
    "وقلص وليد منصور الفارق للضيوف قبل ست دقائق من النهاية.",
    "ويلتقي الرملة في المربع الذهبي مع الفائز من مباراة النجم والبرج في 22 مايو.",
)
MATCH_APART = (
    "ودع اتحاد الساحل منافسات الكأس مبكرا بخسارته في ملعب الرملة 3-1 مساء الجمعة وسط غضب أنصاره.",
    "ودخل المضيف بقوة فسجل كريم بوزيان في الدقيقة التاسعة، وأضاف طارق الهاني الثاني بعد نصف ساعة إثر خطأ فادح من الحارس.",  # noqa: E501
    "وبعد الاستراحة وقع بوزيان الهدف الثالث في الدقيقة 58 قبل أن يخرج مصابا في ركبته.",
    "وجاء هدف الساحل الوحيد متأخرا برأسية وليد منصور، وهو الأول له منذ انتقاله في الشتاء.",
    "وقال المدرب فيصل النوري إن فريقه دفع ثمن غياب أربعة من لاعبيه الأساسيين.",
)
QUOTED = (
    "ألقى وزير الصيد في موريتانيا خطابا أمام تجار نواذيبو دافع فيه عن حظر تصدير الأخطبوط مدة شهرين.",
    "وقال الوزير: «لن نترك بحرنا لسفن تأتي ليلا وترحل قبل الفجر محملة برزق أولادنا، ومن يخالف هذا القرار فسيجد قاربه في الميناء وشباكه في المستودع»، وسط تصفيق الحاضرين.",  # noqa: E501
    "وأضاف أن الدولة ستدفع لكل صياد ستة آلاف أوقية عن كل أسبوع من الحظر.",
    "وانسحب عدد من التجار من القاعة احتجاجا، وقال أحدهم إن مخازنهم ستفرغ قبل نهاية الشهر.",
)
QUOTED_APART = (
    "توعد وزير الصيد الموريتاني السفن المخالفة بالحجز، في أول لقاء له بأهل المهنة منذ تعيينه.",
    "وقال في نواذيبو: «لن نترك بحرنا لسفن تأتي ليلا وترحل قبل الفجر محملة برزق أولادنا، ومن يخالف هذا القرار فسيجد قاربه في الميناء وشباكه في المستودع».",  # noqa: E501
    "وتخسر المدينة، وفق غرفة التجارة، نحو مليوني أوقية عن كل يوم تتوقف فيه المعامل.",
    "ويستثني الحظر القوارب التقليدية التي يقل طولها عن تسعة أمتار.",
)


def related(*pages: Account) -> set[frozenset[str | None]]:
    return {frozenset((d.source, d.derived)) for d in find_derivations(pages)}


def test_a_text_retold_sentence_for_sentence_in_other_words_is_found(account: Maker) -> None:
    wire = account("a", "شق في سد وادي الصفصاف وإخلاء قرى", *DAM, day="2022-05-11", outlet="وكالة الأطلس")
    retold = account("b", "المغرب يغلق سدا ويرحل المئات", *RETOLD, day="2022-05-11", outlet="موقع الضفة")
    apart = account("c", "ليلة في المدرسة", *APART, day="2022-05-12", outlet="صحيفة الشرق")
    found = find_derivations((wire, retold, apart))
    assert [(d.source, d.derived, d.relation) for d in found] == [("a#1", "b#1", "rewrite")]
    assert "one after the other" in found[0].why


def test_half_of_the_sentences_in_another_order_are_no_retelling(account: Maker) -> None:
    wire = account("a", "شق في سد وادي الصفصاف", *DAM, day="2022-05-11", outlet="وكالة الأطلس")
    turned = account("b", "إغلاق سد", *reversed(RETOLD), day="2022-05-11", outlet="موقع الضفة")
    twins = find_twins(read_clauses(wire), read_clauses(turned), Rarity())
    assert twins.count <= 2
    assert not related(wire, turned)


def test_two_reports_of_one_match_follow_its_course_and_not_each_other(account: Maker) -> None:
    one = account("a", "الرملة إلى نصف النهائي", *MATCH, day="2022-05-06", outlet="ملاعب")
    other = account("b", "الساحل يودع الكأس", *MATCH_APART, day="2022-05-06", outlet="الشباك")
    assert not related(one, other)


def test_a_speech_that_two_newsrooms_quote_is_no_common_wording(account: Maker) -> None:
    one = account("a", "حظر تصدير الأخطبوط", *QUOTED, day="2022-05-06", outlet="الساحل")
    other = account("b", "الوزير يتوعد السفن", *QUOTED_APART, day="2022-05-06", outlet="الصحراء")
    assert len(set(one.words.article.text.split()) & set(other.words.article.text.split())) > 20
    assert not narration(one) & narration(other)
    assert not related(one, other)


def test_what_two_newsrooms_tell_in_the_same_words_has_one_source(account: Maker) -> None:
    """An agency's lead and paragraph, with each newsroom's own beside it; one newsroom may repeat itself."""
    shared = (DAM[0], DAM[2])
    one = account("a", "شق في جدار السد", *shared, *MATCH_APART[4:], *DAM[3:5], day="2022-05-11", outlet="صحيفة الشرق")
    pages = [
        account("b", "إخلاء ثلاث قرى", *shared, *APART[:2], APART[5], day="2022-05-11", outlet=outlet)
        for outlet in ("موقع الضفة", "صحيفة الشرق")
    ]
    assert related(one, pages[0])
    assert not related(one, pages[1])


def test_two_newsrooms_that_open_with_other_news_share_an_archive(account: Maker) -> None:
    """The same words in a row as above, at the end: what decides is where both begin."""
    shared = (DAM[0], DAM[2])
    one = account("a", "سكان العيون في العراء", *APART[:2], *shared, *DAM[3:5], day="2022-05-11", outlet="صحيفة الشرق")
    other = account("b", "الرملة إلى نصف النهائي", *MATCH[:3], *shared, day="2022-05-11", outlet="موقع الضفة")
    assert len(narration(one) & narration(other)) > 20
    assert not related(one, other)


def test_words_in_a_row_stop_at_each_quotation(account: Maker) -> None:
    told = 'وقف العمدة عند الجسر القديم وقال "لن نبيع حجرا" ثم عاد ماشيا إلى داره وردد "ولا شجرة" أمام كل من لقيه هناك.'
    found = narration(account("a", "عمدة وجسر", told))
    assert {"وقف العمده عند الجسر القديم", "ثم عاد ماشيا الي داره", "امام كل من لقيه هناك"} <= found
    assert not any(word in row.split() for row in found for word in ("نبيع", "حجرا", "شجره"))
    assert len(found) == 2 + 2 + 1
