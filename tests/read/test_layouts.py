# ruff: noqa: E501  (a line of a page is one line)
"""Whole pages in the layouts that sites and scrapers leave behind: every line with its kind.

A page is written one line a row, `kind | words`; `-` is a blank line. Body lines decide; for lines
outside the article any kind that is no part of it will do (`x`).
"""

from __future__ import annotations

import pytest

from riwaya.model import Article, BlockKind, Reading, Source
from riwaya.read import read_source

_OUTSIDE = {
    BlockKind.UI, BlockKind.RELATED_HEADER, BlockKind.RELATED_ITEM_TITLE, BlockKind.RELATED_ITEM_META,
    BlockKind.RELATED_ITEM_BODY, BlockKind.SEE_ALSO, BlockKind.SOURCE_CREDIT,
}  # fmt: skip

TICKER = """
x | بوابة الساحل
x | الأربعاء 5 مارس 2025
x | عاجل
x | حريق في مخزن للأخشاب شرقي المدينة
x | وزير الزراعة يفتتح معرض التمور
x | مباراة الفريقين تنتهي بلا أهداف
x | ارتفاع أسعار الزيت في الأسواق
x | لجنة برلمانية تزور محطة المياه
x | موجة برد تضرب المرتفعات غدا
x | وفاة الشاعر الكبير بعد صراع مع المرض
title | إغلاق جسر النهر القديم بعد اكتشاف تشققات خطيرة
dateline | نشر في: 5 آذار 2025 - 09:40 ص
-
body | أغلقت بلدية المدينة، اليوم الأربعاء، جسر النهر القديم أمام السيارات بعد اكتشاف تشققات في دعاماته.
body | وقال رئيس البلدية إن المهندسين لاحظوا التشققات خلال فحص دوري، وإن الجسر سيبقى مغلقا أسبوعين على الأقل.
body | وأضاف أن الحافلات ستسلك طريق الميناء حتى انتهاء أعمال الترميم.
x | شارك
x | فيسبوك
x | واتساب
x | الأكثر قراءة
x | حريق في مخزن للأخشاب شرقي المدينة
x | وفاة الشاعر الكبير بعد صراع مع المرض
"""

CAPTIONS = """
x | الرئيسية / أخبار / بيئة
title | سحب الدخان تغطي الوادي لليوم الثالث
byline | كتبت: هدى النجار
dateline | آخر تحديث: الإثنين 14 يوليو 2025 | 18:20
caption | رجال إطفاء عند أطراف الغابة يوم الأحد (رويترز)
body | غطت سحب الدخان بلدات الوادي، الإثنين، لليوم الثالث على التوالي مع اتساع حرائق الغابات.
body | وأعلنت السلطات إجلاء 300 عائلة من ثلاث قرى قريبة من خط النار.
subhead | مروحيات لا تكفي
body | وقال قائد فرق الإطفاء إن المروحيات الأربع المتوفرة لا تكفي، داعيا الدول المجاورة إلى المساعدة.
caption | صورة أرشيفية لطائرة إطفاء
body | وتتوقع الأرصاد الجوية أن تهدأ الرياح مساء الثلاثاء.
x | الكلمات الدلالية: حرائق، غابات
x | جميع الحقوق محفوظة © 2025
"""

SEE_ALSO = """
title | اتفاق على إعادة فتح المعبر البري بين البلدين
body | أعلن وزيرا النقل في البلدين، مساء السبت، التوصل إلى اتفاق على إعادة فتح المعبر البري المغلق منذ عام.
x | إقرأ أيضاً: سائقو الشاحنات يطالبون بتعويضات عن أشهر التوقف
body | وينص الاتفاق على تسيير 40 شاحنة يوميا في كل اتجاه خلال الأسبوع الأول.
x | مواضيع ذات صلة
x | ازدحام على الطريق الدولية بعد انتهاء العطلة
x | اجتماع للغرف التجارية يبحث رسوم العبور
body | وقال مدير الجمارك إن الموظفين عادوا إلى مكاتبهم، وإن أجهزة التفتيش جاهزة للعمل.
body | ورحب تجار المنطقة بالقرار، وقالوا إنه سيخفض أسعار الخضار في الأسواق القريبة.
x | المصدر: وكالات
"""

COMMENTS = """
title | الجامعة تؤجل امتحانات الفصل الأول أسبوعا
-
body | قررت رئاسة الجامعة تأجيل امتحانات الفصل الأول أسبوعا واحدا بسبب الأحوال الجوية.
-
body | وأوضح عميد شؤون الطلاب أن الجدول الجديد سينشر على موقع الجامعة مساء الغد.
-
x | تعليقات القراء
-
x | سالم
-
x | قرار ممتاز وكان يجب أن يتخذ منذ بداية الأسبوع، فالطرق مقطوعة ولا أحد يستطيع الوصول إلى القاعات.
-
x | منى
-
x | وماذا عن الطلاب الذين سافروا من مدن بعيدة؟ أرجو أن تفكر الجامعة فيهم أيضا وأن تعوضهم عن تكاليف السكن.
-
x | لن يتم نشر عنوان بريدك الإلكتروني.
"""

AGENCY = """
title | كازاخستان ترسل قافلة مساعدات إلى المناطق المنكوبة
-
body | أستانا 3 فبراير 2024 (شينخوا) -- أرسلت كازاخستان اليوم السبت قافلة مساعدات تضم 20 شاحنة إلى المناطق المنكوبة.
-
body | وقالت وزارة الطوارئ في بيان إن القافلة تحمل خياما وأدوية ومولدات كهرباء.
-
x | (النهاية) س م ع
"""

NO_TITLE = """
body | وصلت إلى الميناء صباح اليوم سفينة محملة بالقمح هي الأولى منذ شهرين ، وفق ما قال مدير الميناء.
body | وقال المدير إن تفريغ الحمولة سيستغرق ثلاثة أيام ، وإن سفينتين أخريين ستصلان قبل نهاية الأسبوع.
body | ويعتمد البلد على الاستيراد لتغطية معظم حاجته من القمح.
"""

LIVE = """
title | سقوط الأمطار يغرق أحياء العاصمة لحظة بلحظة
dateline | منذ 3 دقائق
body | أعلنت وزارة الداخلية إغلاق النفقين الشمالي والجنوبي أمام حركة السير حتى إشعار آخر.
dateline | منذ 20 دقيقة
body | قالت شركة الكهرباء إن التيار انقطع عن حيين كاملين بسبب دخول المياه إلى محطة التحويل.
dateline | منذ ساعة
body | ناشدت البلدية السكان البقاء في منازلهم وعدم استخدام السيارات إلا للضرورة.
dateline | منذ ساعتين
body | بدأت فرق الدفاع المدني سحب المياه من الطوابق السفلى للمستشفى المركزي.
"""

LISTING = """
x | أخبار الاقتصاد
title | المصرف المركزي يثبت سعر الفائدة
related_item_meta | منذ 4 ساعات
body | أبقى المصرف المركزي سعر الفائدة الرئيسي بلا تغيير عند خمسة في المئة للمرة الثالثة هذا العام. وقال المحافظ إن التضخم يتراجع ببطء، وإن المصرف سيراقب أسعار الغذاء قبل أي خفض. وتوقع محللون أن يبدأ الخفض في الربع الأخير من العام إذا استقرت العملة.
related_item_title | مصنع جديد للأسمدة في الجنوب
related_item_meta | منذ 6 ساعات
related_item_body | وقعت وزارة الصناعة عقدا لبناء مصنع للأسمدة في المحافظة الجنوبية بكلفة مئتي مليون دولار. وسيوفر المصنع ألف فرصة عمل عند اكتماله بعد ثلاث سنوات. وقال الوزير إن الإنتاج سيغطي حاجة السوق المحلية ويتيح التصدير إلى الدول المجاورة.
"""

MAGHREB = """
x | وكالة المدى تنشر تقريرها السنوي
x | رئيس النادي يستقيل بعد الهزيمة الرابعة
x | انقطاع الماء عن أحياء من العاصمة غدا
x | أسعار الذهب تسجل رقما قياسيا جديدا
x | الممرضون يعلقون إضرابهم بعد اتفاق
title | قافلة طبية تجوب قرى الجبل لفحص مرضى القلب
byline | حسن العروي
dateline | نشر في صوت الجبل يوم 17 - 11 - 2024
-
body | جابت قافلة طبية، أمس السبت، خمس قرى جبلية لفحص مرضى القلب والسكري الذين يتعذر عليهم الوصول إلى المستشفى. وضمت القافلة عشرة أطباء وممرضين. وقال منسقها إن أربعمئة مريض استفادوا من الفحوص.
x | انقر هنا لقراءة الخبر من مصدره.
"""

FOOTER = """
x | تخطى إلى المحتوى
x | القائمة
title | افتتاح مكتبة عامة في الحي الغربي
dek | تضم أكثر من عشرة آلاف كتاب وقاعة للأطفال
dateline | 12/04/2023
body | افتتحت وزيرة الثقافة، الأربعاء، مكتبة عامة في الحي الغربي من المدينة بعد عامين من أعمال البناء.
body | وقالت الوزيرة خلال الحفل: "هذه المكتبة هدية لأطفال الحي".
body | وبلغت كلفة المشروع مليوني دينار، تحملت البلدية نصفها.
x | من نحن
x | صوت الحي موقع إخباري مستقل يعنى بأخبار الأحياء والضواحي، تأسس عام 2010 ويصدر عن مؤسسة الصوت للنشر.
x | Powered by PressKit
"""

UNSTOPPED = """
title | رئيس البلدية يعد بإصلاح الطرق قبل الشتاء
byline | محمد العلي
dateline | 10 أكتوبر 2024
body | قال رئيس البلدية إن إصلاح الطرق الرئيسية سينتهي قبل بداية الشتاء
body | وأضاف خلال جولة في الأحياء الشرقية أن الشركة المنفذة ستعمل على مدار الساعة
body | وأوضح أن الكلفة الإجمالية تبلغ عشرة ملايين دينار وأن البلدية ستدفع النصف
body | من جانبهم طالب السكان بإنارة الشوارع وتنظيف مجاري السيول قبل موسم الأمطار المقبل
x | تأجيل محاكمة المتهمين في قضية الاختلاس
x | طالبت النيابة العامة بتأجيل المحاكمة إلى الشهر المقبل لاستدعاء شهود...
x | افتتاح مهرجان الزيتون في الجبل
x | انطلقت فعاليات مهرجان الزيتون السنوي بمشاركة مئات المزارعين...
"""

QUESTIONS = """
title | لماذا ترتفع أسعار القمح؟ خمسة أسئلة
x | ملخص
dek | - تراجع المحصول في ثلاث دول كبرى هذا العام.
dek | - ارتفاع كلفة الشحن البحري بعد إغلاق المضيق.
body | ارتفعت أسعار القمح في الأسواق العالمية إلى أعلى مستوى منذ عامين، وسط مخاوف من نقص المعروض.
subhead | ما سبب الارتفاع؟
body | يقول خبراء إن الجفاف ضرب الحقول في ثلاث دول كبرى، وإن المحصول تراجع بنسبة الخمس.
x | Wheat prices hit a two-year high https://example.org
subhead | متى تعود الأسعار إلى طبيعتها؟
body | لا يتوقع المحللون ذلك قبل الموسم المقبل.
x | كلمات مفتاحية
x | قمح
"""

SHARE_ROW = """
title | وزارة الصحة تطلق حملة تطعيم في القرى النائية
body | أطلقت وزارة الصحة حملة تطعيم ضد الحصبة في القرى النائية.
x | شارك
x | فيسبوك
x | تويتر
x | واتساب
x | طباعة
x | نسخ الرابط
body | وقالت الوزارة في بيان إن الحملة تستمر أسبوعين، وإن الفرق المتنقلة ستزور مئة قرية.
body | وأضاف البيان أن اللقاحات متوفرة بكميات كافية.
x | الأكثر قراءة
x | 1
x | حريق في مستودع للوقود
"""

SECOND = """
title | انفجار في مصنع للكيماويات يوقع خمسة جرحى
x | وكالات
dateline | 13:40 2023-08-02
body | أصيب خمسة عمال بجروح في انفجار وقع، صباح الأربعاء، داخل مصنع للكيماويات في الضاحية الصناعية.
-
body | وقال شاهد: «سمعنا دويا قويا اهتزت له النوافذ».
-
related_item_title | النيابة تفتح تحقيقا
related_item_title | النيابة تفتح تحقيقا
related_item_meta | الوطن
related_item_meta | منذ 30 دقيقة
related_item_meta | • الوطن
-
related_item_body | أعلنت النيابة العامة فتح تحقيق في أسباب الانفجار الذي وقع في مصنع الكيماويات، وقالت إنها كلفت لجنة فنية بمعاينة الموقع. وأوضحت أن اللجنة ستقدم تقريرها خلال عشرة أيام، وأن مدير المصنع استدعي للاستماع إلى أقواله.
"""

FRENCH_AGENCY = """
x | الرئيسية
x | عالم
title | جنازة مهيبة لضحايا انهيار المنجم
byline | AFP
dateline | نشرت في: 14/03/2023 - 10:22 آخر تحديث: 14/03/2023 - 15:40
caption | مشيعون يحملون نعوش الضحايا في ساحة البلدة، في 14 آذار/مارس 2023 © أ ف ب
x | استمع إلى المقال
x | 1 دقيقة
body | بلدة المنجم (أ ف ب) – شيع آلاف الأشخاص الثلاثاء ضحايا انهيار المنجم الذي أودى بحياة 12 عاملا.
x | إعلان
x | اقرأ المزيد
body | وسار المشيعون صامتين في شوارع البلدة خلف النعوش التي لفت بالأعلام.
body | وقالت أرملة أحد الضحايا "كان ينوي التقاعد في الصيف".
x | س.ع/ر.ك
x | © 2023 AFP
"""

PAGES = {
    "unstopped": UNSTOPPED, "questions": QUESTIONS, "share row": SHARE_ROW, "second": SECOND, "agency site": FRENCH_AGENCY,
    "ticker": TICKER, "captions": CAPTIONS, "see also": SEE_ALSO, "comments": COMMENTS, "agency": AGENCY,
    "no title": NO_TITLE, "live": LIVE, "listing": LISTING, "maghreb": MAGHREB, "footer": FOOTER,
}  # fmt: skip


def parse(page: str) -> tuple[str, list[tuple[str, str]]]:
    lines: list[str] = []
    expected: list[tuple[str, str]] = []
    for row in page.strip().split("\n"):
        if row.strip() == "-":
            lines.append("")
            continue
        kind, words = row.split(" | ", 1)
        lines.append(words)
        expected.append((kind.strip(), words))
    return "\n".join(lines), expected


def read(text: str) -> Reading:
    (reading,) = read_source(Source("page.txt", text.encode()))
    return reading


def article(text: str) -> Article:
    return read(text).articles[0]


@pytest.mark.parametrize("name", PAGES)
def test_every_line_gets_its_kind(name: str) -> None:
    text, expected = parse(PAGES[name])
    reading = read(text)
    got = [(b.kind, text[b.start : b.end], b.why) for b in reading.page.blocks]
    assert [w for _, w, _ in got] == [w for _, w in expected]
    wrong = [
        (want, kind.value, why, words[:60])
        for (want, words), (kind, _, why) in zip(expected, got, strict=True)
        if (kind not in _OUTSIDE if want == "x" else kind.value != want)
        and not (want == "related_item_meta" and kind is BlockKind.DATELINE)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_the_body_is_the_body_lines(name: str) -> None:
    text, expected = parse(PAGES[name])
    main = article(text)
    assert [text[b.start : b.end] for b in main.body] == [w for k, w in expected if k == "body"]
    assert all(block.why for block in read(text).page.blocks)


@pytest.mark.parametrize(
    ("name", "value"),
    [("ticker", "2025-03-05T09:40"), ("captions", "2025-07-14T18:20"), ("maghreb", "2024-11-17"), ("footer", "2023-04-12"),
     ("live", None), ("comments", None)],
)  # fmt: skip
def test_publication_is_what_the_page_says(name: str, value: str | None) -> None:
    published = article(parse(PAGES[name])[0]).published
    assert (published.when.value if published else None) == value


def test_a_list_of_stories_gives_each_its_article() -> None:
    found = read(parse(LISTING)[0]).articles
    assert [a.role for a in found] == ["main", "related"]
    assert [a.title.text if a.title else None for a in found] == [
        "المصرف المركزي يثبت سعر الفائدة",
        "مصنع جديد للأسمدة في الجنوب",
    ]


def test_an_agency_in_the_dateline_is_credited() -> None:
    main = article(parse(AGENCY)[0])
    assert [(c.to, c.kind) for c in main.credits] == [("org:xinhua", "agency")]
    assert "wire_copy" in {s.kind for s in main.signs}


def test_running_coverage_is_marked() -> None:
    assert "live_blog" in {s.kind for s in article(parse(LIVE)[0]).signs}
