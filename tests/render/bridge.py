"""An invented affair told by six invented pages: a bridge falls; beside it a chess match. Every name is made up.

It carries one of everything the renderers draw, and words that attack them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from riwaya.model import (
    Actor,
    AlignedPair,
    Article,
    Block,
    BlockKind,
    BriefLine,
    Change,
    Claim,
    Contrast,
    ContrastKind,
    DateKind,
    DateMention,
    Derivation,
    Event,
    EventMention,
    Failure,
    Mention,
    MentionType,
    Mode,
    Origin,
    Page,
    PageState,
    Polarity,
    Position,
    Precision,
    Published,
    Quantity,
    Relation,
    Sign,
    Span,
    Speaker,
    Statement,
    Status,
    Story,
    Telling,
    Text,
    Topic,
    When,
)
from riwaya.model import Credit as CreditLine

ATTACK = "<script>alert('x')</script>"
BAD_URL = "javascript:alert(document.domain)"

WIRE = [
    ("title", "انهيار جسر الصفصاف في مرج السنديان ومقتل 14 شخصًا"),
    ("dateline", "مرج السنديان 3 مايو 2031 (وكالة الأفق) –"),
    (
        "body",
        "انهار فجر السبت جسر الصفصاف فوق نهر الدفلى في مدينة مرج السنديان، ما أدى إلى مقتل 14 شخصًا وإصابة 32 آخرين، "
        "بحسب ما أعلنت بلدية المدينة.",
    ),
    (
        "body",
        "وقال وزير الأشغال سليم الراوي إن شركة «Delta Build» المنفذة «تجاهلت ثلاثة إنذارات مكتوبة» بشأن الدعامات، "
        "مضيفًا أن التحقيق بدأ مساء السبت.",
    ),
    ("body", "ونفت الشركة الاتهام، وقالت إن «الحمولة التي سُمح بها فوق الجسر تجاوزت ما صُمم له»."),
    ("body", "وكان الجسر قد افتُتح في صيف 2019 بكلفة 48 مليون دينار."),
    ("ui", "شارك الخبر · تابعنا على Telegram"),
]
COPY = [
    ("title", "مقتل 14 في انهيار جسر بمرج السنديان"),
    ("byline", "النهر – متابعات"),
    (
        "body",
        "انهار فجر السبت جسر الصفصاف فوق نهر الدفلى بمدينة مرج السنديان، ما أدى إلى مقتل 14 شخصًا وإصابة 32 آخرين، "
        "وفق ما أعلنت بلدية المدينة.",
    ),
    (
        "body",
        "وقال وزير الأشغال سليم الراوي إن شركة «Delta Build» المنفذة «تجاهلت ثلاثة إنذارات مكتوبة» بشأن الدعامات، "
        "مضيفًا أن التحقيق بدأ مساء السبت.",
    ),
    ("see_also", "اقرأ أيضًا: أسعار الخضار اليوم"),
    ("source_credit", "المصدر: وكالة الأفق"),
]
REWRITE = [
    ("title", "كارثة الصفصاف: تطورات متسارعة"),
    ("body", "شهدت مرج السنديان حادثة مؤلمة أودت بحياة عدد من الأشخاص إثر سقوط جسر الصفصاف."),
    ("subhead", "تصريحات الوزير"),
    ("body", "وأكد سليم الراوي أن الشركة المنفذة استجابت لإنذار واحد بشأن الدعامات، وفتح تحقيقًا عاجلًا."),
    ("body", "وتستعد المدينة لتكريم فرق الإنقاذ التي وصلت خلال دقائق معدودة."),
]
RADIO = [
    ("title", "إذاعة السهل: 17 قتيلًا في انهيار جسر الصفصاف"),
    ("body", "أحصى مراسل إذاعة السهل 17 جثة في مستشفى السنديان المركزي بعد سقوط الجسر ليل الجمعة السبت."),
    (
        "body",
        "وطالبت نقابة المهندسين بلدية المدينة بنشر تقارير الفحص، وقال نقيبها: "
        "«حذرنا من التآكل قبل عامين ولم يجبنا أحد».",
    ),
    ("body", "وأعلنت شركة Delta Build أنها ستتعاون مع المحققين وستدفع تعويضات للأسر بين 5 و9 مايو."),
    ("ui", ATTACK + " إعلان"),
]
UPDATE = [
    ("title", "ارتفاع قتلى جسر الصفصاف إلى 19"),
    ("body", "ارتفعت حصيلة انهيار جسر الصفصاف إلى 19 قتيلًا، وفق ما أعلنته بلدية مرج السنديان مساء الأحد."),
    ("body", "وقرر وزير الأشغال سحب رخصة شركة Delta Build، فيما تظاهر مئات السكان أمام مبنى البلدية."),
]
CHESS = [
    ("title", "لينا الحوراني تفوز ببطولة الشطرنج " + ATTACK),
    ("body", "فازت لينا الحوراني ببطولة الجامعات للشطرنج في مدينة الرياحين بعد تسع جولات."),
]

PAGES = {
    "01-ufuq.txt": (WIRE, "وكالة الأفق", "https://ufuq.example/1?a=1&b=2", "2031-05-03"),
    "02-nahr.html": (COPY, "صحيفة النهر", "https://nahr.example/news/2", "2031-05-03"),
    "03-bawaba.txt": (REWRITE, "بوابة اليوم", BAD_URL, None),
    "04-sahl.txt": (RADIO, "إذاعة السهل", None, "2031-05-03"),
    "05-ufuq.txt": (UPDATE, "وكالة الأفق", "https://ufuq.example/9", "2031-05-04"),
    "06-<b>chess</b>.txt": (CHESS, None, None, "2031-05-02"),
}
WIRE_PAGE, COPY_PAGE, REWRITE_PAGE, RADIO_PAGE, UPDATE_PAGE, CHESS_PAGE = PAGES


def day(value: str) -> When:
    """A When of one day or of `a/b`, both ends included."""
    first, _, last = value.partition("/")
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first) + dt.timedelta(1)
    return When(value, start, end, Precision.RANGE if last else Precision.DAY)


def page(name: str) -> tuple[Page, Article]:
    lines, outlet, url, published = PAGES[name]
    text, blocks = "", []
    for kind, line in lines:
        if text:
            text += "\n\n"
        blocks.append(Block(BlockKind(kind), len(text), len(text) + len(line), "rule:" + kind))
        text += line
    host = url.split("/")[2] if url and url.startswith("https") else None
    parts = tuple(b for b in blocks if b.kind in {BlockKind.TITLE, BlockKind.BODY, BlockKind.SUBHEAD})
    title = parts[0]
    article = Article(
        id=name + "#1",
        page=name,
        text=text,
        title=Text(text[title.start : title.end], Span(name, title.start, title.end)),
        outlet=outlet,
        url=url,
        published=Published(
            When(published, day(published).start, day(published).end, Precision.DAY, origin=Origin.GIVEN)
        )
        if published
        else None,
        parts=parts,
    )
    return Page(name, text, "text/plain", url, host, tuple(blocks)), article


_BUILT = {name: page(name) for name in PAGES}


def at(name: str, words: str) -> Span:
    """The span of words in an invented page."""
    start = _BUILT[name][0].text.index(words)
    return Span(name, start, start + len(words))


def said(n: int, where: str, words: str, who: tuple[str, str], **more: object) -> Statement:
    speaker = Speaker(at(where, who[0]), who[1])
    values: dict[str, object] = {"mode": Mode.INDIRECT, "polarity": Polarity.ASSERTS, "cue": None, **more}
    return Statement(id=f"s{n}", article=where + "#1", span=at(where, words), speaker=speaker, **values)  # type: ignore[arg-type]


def happened(n: int, where: str, words: str, trigger: str, kind: str, **more: object) -> Event:
    mention = EventMention(at(where, words), at(where, trigger))
    return Event(id=f"e{n}", article=where + "#1", type=kind, mentions=(mention,), **more)  # type: ignore[arg-type]


FALL = "انهار فجر السبت جسر الصفصاف فوق نهر الدفلى"
BLAME = "إن شركة «Delta Build» المنفذة «تجاهلت ثلاثة إنذارات مكتوبة» بشأن الدعامات"
LOAD = "الحمولة التي سُمح بها فوق الجسر تجاوزت ما صُمم له"
WARNED = "حذرنا من التآكل قبل عامين ولم يجبنا أحد"
ONE_WARNING = "أن الشركة المنفذة استجابت لإنذار واحد بشأن الدعامات"
COUNTED = "أحصى مراسل إذاعة السهل 17 جثة في مستشفى السنديان المركزي"
RISEN = "ارتفعت حصيلة انهيار جسر الصفصاف إلى 19 قتيلًا"
MINISTER, COMPANY, CITY, UNION = "person:salim-alrawi", "org:delta-build", "org:marj-city", "org:engineers"


def statements() -> tuple[Statement, ...]:
    denial = "الحمولة التي سُمح بها فوق الجسر تجاوزت ما صُمم له"
    return (
        said(1, WIRE_PAGE, BLAME, ("سليم الراوي", MINISTER), mode=Mode.MIXED, polarity=Polarity.ACCUSES),
        said(2, WIRE_PAGE, denial, ("الشركة", COMPANY), mode=Mode.DIRECT, polarity=Polarity.DENIES, via=("org:ufuq",)),
        said(3, RADIO_PAGE, WARNED, ("نقيبها", "anon:radio-1"), mode=Mode.DIRECT, hedge="قد"),
        said(4, RADIO_PAGE, "بلدية المدينة بنشر تقارير الفحص", ("نقابة المهندسين", UNION), polarity=Polarity.DEMANDS),
        said(5, RADIO_PAGE, "ستدفع تعويضات للأسر", ("شركة Delta Build", COMPANY), polarity=Polarity.PROMISES),
    )


def events() -> tuple[Event, ...]:
    dead = at(WIRE_PAGE, "14 شخصًا")
    return (
        happened(1, WIRE_PAGE, FALL, "انهار", "NONE", when=day("2031-05-03"), place="place:marj",
                 quantities=(Quantity("killed", 14, "exact", dead),), confidence=0.9),
        happened(2, WIRE_PAGE, BLAME, "تجاهلت", "ACCUSE", actor=(MINISTER,), recipient=(COMPANY,),
                 when=day("2031-05-03")),
        happened(3, RADIO_PAGE, "وطالبت نقابة المهندسين بلدية المدينة بنشر تقارير الفحص", "طالبت", "REQUEST",
                 actor=(UNION,), recipient=(CITY,)),
        happened(4, RADIO_PAGE, "ستدفع تعويضات للأسر بين 5 و9 مايو", "ستدفع", "AID", actor=(COMPANY,),
                 when=day("2031-05-05/2031-05-09"), status=Status.PLANNED),
        happened(5, UPDATE_PAGE, "وقرر وزير الأشغال سحب رخصة شركة Delta Build", "سحب", "SANCTION",
                 actor=(MINISTER,), recipient=(COMPANY,), when=day("2031-05-04")),
        happened(6, UPDATE_PAGE, "تظاهر مئات السكان أمام مبنى البلدية", "تظاهر", "PROTEST", recipient=(CITY,),
                 when=day("2031-05-04")),
        happened(7, WIRE_PAGE, "افتُتح في صيف 2019 بكلفة 48 مليون دينار", "افتُتح", "NONE",
                 when=When("2019-22", dt.date(2019, 6, 1), dt.date(2019, 9, 1), Precision.SEASON)),
        happened(8, RADIO_PAGE, "أنها ستتعاون مع المحققين", "ستتعاون", "COOPERATE", actor=(COMPANY,), recipient=(CITY,),
                 when=day("2031-05-03"), status=Status.ALLEGED),
        happened(9, CHESS_PAGE, "فازت لينا الحوراني ببطولة الجامعات للشطرنج", "فازت", "NONE"),
    )  # fmt: skip


def derivations() -> tuple[Derivation, ...]:
    first = _BUILT[WIRE_PAGE][0].text
    sentence = Span(WIRE_PAGE, first.index(FALL), first.index(FALL) + len(WIRE[2][1]))
    return (
        Derivation(
            WIRE_PAGE + "#1", COPY_PAGE + "#1", "edited_copy", 0.97, "shared wording and a source line",
            pairs=(
                AlignedPair(at(WIRE_PAGE, WIRE[2][1]), at(COPY_PAGE, COPY[2][1]), 0.95),
                AlignedPair(at(WIRE_PAGE, WIRE[3][1]), at(COPY_PAGE, COPY[3][1]), 1.0),
            ),
        ),
        Derivation(
            WIRE_PAGE + "#1", REWRITE_PAGE + "#1", "rewrite", 0.71, "aligned sentences in the same order",
            pairs=(
                AlignedPair(sentence, at(REWRITE_PAGE, REWRITE[1][1]), 0.7, (
                    Change("14 قتيلًا صاروا «عددًا من الأشخاص»", "vague", at(WIRE_PAGE, "مقتل 14 شخصًا وإصابة"),
                           at(REWRITE_PAGE, "عدد من الأشخاص")),
                    Change("سقط ذكر الجرحى", "omitted", at(WIRE_PAGE, "32 آخرين"), None),
                )),
                AlignedPair(at(WIRE_PAGE, WIRE[3][1]), at(REWRITE_PAGE, REWRITE[3][1]), 0.64, (
                    Change("ثلاثة إنذارات متجاهَلة صارت استجابةً لإنذار واحد", "contradicted",
                           at(WIRE_PAGE, "تجاهلت ثلاثة إنذارات مكتوبة"), at(REWRITE_PAGE, "استجابت لإنذار واحد")),
                    Change("«عاجلًا» ليست في الأصل", "added", None, at(REWRITE_PAGE, "عاجلًا")),
                )),
            ),
        ),
        Derivation(None, UPDATE_PAGE + "#1", "translation", 0.6, "a sign of translation", external="Plains Wire",
                   pairs=()),
    )  # fmt: skip


def contrasts() -> tuple[Contrast, ...]:
    return (
        Contrast("killed", ContrastKind.UPDATE, (
            Position("14", None, (at(WIRE_PAGE, "مقتل 14 شخصًا"), at(COPY_PAGE, "مقتل 14 شخصًا وإصابة"))),
            Position("19", CITY, (at(UPDATE_PAGE, RISEN),)),
        )),
        Contrast("killed", ContrastKind.DISCREPANCY, (
            Position("14", CITY, (at(WIRE_PAGE, "مقتل 14 شخصًا"),)),
            Position("17", RADIO_PAGE + "#1", (at(RADIO_PAGE, COUNTED),)),
        )),
        Contrast("blame", ContrastKind.DISPUTE, (
            Position("إهمال الشركة المنفذة", MINISTER, (at(WIRE_PAGE, BLAME),)),
            Position("تجاوز الحمولة المسموح بها", COMPANY, (at(WIRE_PAGE, LOAD),)),
            Position("تآكل قديم حُذّر منه", UNION, (at(RADIO_PAGE, WARNED),)),
        )),
        Contrast("date", ContrastKind.PRECISION, (
            Position("فجر السبت", None, (at(WIRE_PAGE, "انهار فجر السبت"),)),
            Position("ليل الجمعة السبت", None, (at(RADIO_PAGE, "ليل الجمعة السبت"),)),
        )),
    )  # fmt: skip


def topics() -> tuple[Topic, ...]:
    bridge = Topic(
        "t-bridge", "انهيار جسر الصفصاف", ("st-fall", "st-after"),
        timeline=("e7", "e1", "e2", "e8", "e5", "e6", "e4", "e3"),
        contrasts=contrasts(),
        relations=(
            Relation(MINISTER, COMPANY, "2031-05-03", -2.0, ("e2",)),
            Relation(MINISTER, COMPANY, "2031-05-04", -4.0, ("e5",)),
            Relation(UNION, CITY, None, -5.0, ("e3",)),
            Relation(COMPANY, CITY, "2031-05-03", 6.0, ("e8",)),
        ),
        brief=(
            BriefLine(FALL + " في مدينة مرج السنديان", (at(WIRE_PAGE, WIRE[2][1]), at(COPY_PAGE, COPY[2][1])),
                      "2031-05-03", 1),
            BriefLine("ارتفعت حصيلة انهيار جسر الصفصاف إلى 19 قتيلًا", (at(UPDATE_PAGE, RISEN),), "2031-05-04", 1),
            BriefLine(WIRE[3][1], (at(WIRE_PAGE, WIRE[3][1]),), "2031-05-03", 1, "disputed"),
            BriefLine(RADIO[2][1], (at(RADIO_PAGE, RADIO[2][1]),), None, 1, "single_source"),
            BriefLine(UPDATE[2][1], (at(UPDATE_PAGE, UPDATE[2][1]),), "2031-05-04", 2),
        ),
        independent_sources=3,
    )  # fmt: skip
    chess = Topic("t-chess", "بطولة الشطرنج " + ATTACK, ("st-chess",), timeline=("e9",), independent_sources=1,
                  brief=(BriefLine(CHESS[1][1], (at(CHESS_PAGE, CHESS[1][1]),)),))  # fmt: skip
    return chess, bridge


def telling() -> Telling:
    """The whole invented run."""
    bridge = [n for n in PAGES if n not in {UPDATE_PAGE, CHESS_PAGE}]
    actors = (
        Actor(MINISTER, MentionType.PER, ("سليم الراوي",), ("Salim Alrawi",)),
        Actor(COMPANY, MentionType.ORG, (), ("Delta Build",)),
        Actor(CITY, MentionType.ORG, ("بلدية مرج السنديان",)),
        Actor(UNION, MentionType.ORG, ("نقابة المهندسين",)),
        Actor("place:marj", MentionType.GPE, ("مرج السنديان",)),
        Actor("org:ufuq", MentionType.ORG, ("وكالة الأفق",)),
    )
    articles = [a for _, a in _BUILT.values()]
    credit = CreditLine("org:ufuq", "source_line", at(COPY_PAGE, "المصدر: وكالة الأفق"))
    sign = Sign("generated", at(REWRITE_PAGE, REWRITE[4][1]), "جملة خبرية لا أصل لها " + ATTACK)
    return Telling(
        pages=(
            *(p for p, _ in _BUILT.values()),
            Page("07-empty.html", "", "text/html", None, None, (), PageState.EMPTY),
        ),
        articles=tuple(
            _with(a, credits=(credit,)) if a.page == COPY_PAGE
            else _with(a, signs=(sign,)) if a.page == REWRITE_PAGE else a for a in articles
        ),
        dates=(
            DateMention(at(WIRE_PAGE, "3 مايو 2031"), DateKind.DATE, day("2031-05-03"), "day-month-year"),
            DateMention(at(RADIO_PAGE, "قبل عامين"), DateKind.DATE, None, "years-ago", "no anchor"),
        ),
        actors=actors,
        mentions=(Mention(at(WIRE_PAGE, "سليم الراوي"), MentionType.PER, MINISTER),),
        statements=statements(),
        claims=(Claim(WIRE_PAGE + "#1", at(WIRE_PAGE, "بكلفة 48 مليون دينار"), "cost", None, None,
                      Quantity("money", 48e6, "exact", at(WIRE_PAGE, "48 مليون"), "دينار"), day("2031-05-03")),),
        events=events(),
        derivations=derivations(),
        stories=(
            Story("st-fall", "انهيار الجسر", tuple(n + "#1" for n in bridge), 2),
            Story("st-after", "ما بعد الانهيار", (UPDATE_PAGE + "#1",), 1),
            Story("st-chess", "الشطرنج", (CHESS_PAGE + "#1",), 1),
        ),
        topics=topics(),
        failures=(Failure("07-empty.html", "read", "لا نص فيها " + ATTACK),),
    )  # fmt: skip


def _with(article: Article, **more: object) -> Article:

    return dataclasses.replace(article, **more)  # type: ignore[arg-type]
