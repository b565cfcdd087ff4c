"""«بلاده»: the state whose office somebody holds."""

import pytest

from riwaya.events.coded import find_events
from riwaya.events.homes import with_homes
from riwaya.model import Mention, MentionType, Span
from tests.events.making import paragraphs


def homes(*texts: str) -> list[tuple[str, str | None]]:
    words, mentions = paragraphs("عنوان", *texts)
    found = [m for m in with_homes(words, mentions) if m.why == "home"]
    return [(words.text(m.span.start, m.span.end), m.actor) for m in found]


@pytest.mark.parametrize(
    "text",
    [
        "أعلن وزير الخارجية النرويجي [سالم العامري] انسحاب بلاده من المعاهدة.",
        "قال الرئيس النرويجي، [سالم العامري]، إن بلاده لن تعترف بالنتائج.",
        "قالت الوزيرة النرويجية [هدى العامري] إن بلادها باقية.",
    ],
)
def test_the_office_says_whose_country_it_is(text: str) -> None:
    assert [actor for _, actor in homes(text)] == ["country:NO"]


def test_the_page_keeps_whose_office_somebody_holds() -> None:
    first = "زار الوزير النرويجي [سالم العامري] الميناء."
    assert homes(first, "وقال [سالم العامري] إن بلاده باقية.") == [("بلاده", "country:NO")]


def test_what_is_attached_is_no_part_of_it() -> None:
    assert homes("شكر الوزير النرويجي [سالم العامري] الضيوف على دعمهم لبلاده.") == [("بلاده", "country:NO")]


@pytest.mark.parametrize(
    "text",
    [
        "قال [سالم العامري] إن بلاده باقية.",  # no office
        "تحدث الضيف النرويجي إلى [سالم العامري] عن بلاده.",  # another's adjective
        "غادر الوزير النرويجي [سالم العامري] البلاد إلى بلدة قريبة.",  # other words
        "وأضاف أن بلاده باقية.",  # nobody named
    ],
)
def test_whose_country_is_not_known(text: str) -> None:
    assert homes(text) == []


def test_the_nearest_person_is_meant() -> None:
    text = "رد الوزير النرويجي [سالم العامري] على إعلان الرئيس الكندي [كارل هوفمان] انسحاب بلاده من المعاهدة."
    assert homes(text) == [("بلاده", "country:CA")]


@pytest.mark.parametrize(
    "text",
    [
        "تناول الوزير النرويجي [سالم العامري] قرار الرئيس الكندي [كارل هوفمان]، والمناجم التي تملكها بلاده.",
        "قال الوزير النرويجي [سالم العامري] إن قرار الرئيس الكندي [كارل هوفمان] يضر بشركات تملكها بلاده.",
        "بحث الوزير النرويجي [سالم العامري] مع الرئيس الكندي [كارل هوفمان] الخطة التي عرضتها بلاده.",
    ],
)
def test_whoever_speaks_of_another_means_his_own(text: str) -> None:
    assert homes(text) == [("بلاده", "country:NO")]


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير النرويجي [سالم العامري] إن الرئيس الكندي [كارل هوفمان] أيد الخطة التي عرضتها بلاده.",
        "أشار الوزير النرويجي [سالم العامري] إلى خطاب الرئيس الكندي [كارل هوفمان] الذي قال فيه إن بلاده باقية.",
    ],
)
def test_whoever_acts_himself_means_his_own(text: str) -> None:
    assert homes(text) == [("بلاده", "country:CA")]


def test_a_body_of_a_state_speaks_for_it() -> None:
    words, _ = paragraphs("عنوان", "أفاد مسؤول في الوزارة بأن بلاده لن ترفع الحظر.")
    at = words.article.text.index("الوزارة")
    body = Mention(Span("example", at, at + len("الوزارة")), MentionType.ORG, "org:no-labour-ministry")
    assert [m.actor for m in with_homes(words, (body,)) if m.why == "home"] == ["country:NO"]


def test_an_event_is_the_act_of_the_country() -> None:
    words, mentions = paragraphs("عنوان", "أعلن الوزير النرويجي [سالم العامري] انسحاب بلاده من المعاهدة مع [كندا].")
    retreat = next(e for e in find_events(words, mentions, (), ()) if e.type == "RETREAT")
    assert retreat.actor[0] == "country:NO"
