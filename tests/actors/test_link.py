"""Whom names mean: in a page, across pages, and what a user's judgement changes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.actors import find_mentions, link_mentions
from riwaya.model import Judgement
from tests.actors.making import Reader, Seen, actors_of, linked_pages, words_of_text


def test_a_family_name_later_is_the_person_named_before() -> None:
    reader = Reader(**{"رياض الطحان": "PER"})
    (ids,) = actors_of(["حضر رياض الطحان اللقاء.\nوتحدث الطحان طويلا."], reader)
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_two_of_one_family_stay_apart_and_the_latest_is_meant() -> None:
    text = "قال جلال النحاس كلمته.\nورد شقيقه نادر النحاس عليه.\nثم مضى النحاس."
    (ids,) = actors_of([text], Reader(**{"جلال النحاس": "PER", "نادر النحاس": "PER"}))
    assert ids[0] != ids[1]
    assert ids[2] == ids[1]


def test_one_person_in_two_spellings_on_two_pages() -> None:
    reader = Reader(**{"إيغور ماتفييف": "PER", "إيجور ماتفيف": "PER"})
    (a,), (b,) = actors_of(["جاء إيغور ماتفييف.", "ذهب إيجور ماتفيف."], reader)
    assert a == b


def test_given_names_that_differ_keep_people_apart() -> None:
    reader = Reader(**{"علي حسن": "PER", "علي حسين": "PER"})
    (a,), (b,) = actors_of(["جاء علي حسن.", "ذهب علي حسين."], reader)
    assert a != b


def test_nasab_makes_a_name_longer() -> None:
    reader = Reader(**{"فهد بن تركي العطار": "PER", "فهد بن تركي": "PER"})
    (a,), (b,) = actors_of(["جاء فهد بن تركي العطار.", "ذهب فهد بن تركي."], reader)
    assert a == b


def test_known_people_keep_their_ids_and_strangers_of_their_family_theirs() -> None:
    (page,) = actors_of(["قالت ميلانيا ترامب ذلك.\nوصفقت ترامب."], Reader())
    assert page == ["person:melania-trump", "person:melania-trump"]
    (page,) = actors_of(["غادر ترامب القاعة."], Reader())
    assert page == ["person:donald-trump"]


def test_a_ministry_without_state_belongs_to_the_state_of_the_page() -> None:
    (page,) = actors_of(["في غانا حريق كبير. وقالت وزارة الصحة إن غانا تحتاج دعما."], Reader())
    assert "org:gh-health-ministry" in page


def test_a_body_and_the_short_name_in_brackets_after_it_are_one() -> None:
    reader = Reader(**{"الرابطة الدولية للملاحة": "ORG", "نافيس": "ORG"})
    (page, other) = actors_of(["قالت الرابطة الدولية للملاحة (نافيس) ذلك.", "كتبت نافيس."], reader)
    assert page[0] == page[1] == "org:alrabth-aldwlyh-llmlahh"
    assert other == ["org:nafys"]  # only the page that says so joins them
    (page,) = actors_of(["جاء في حلف المحيط (الناتو) ذلك."], Reader(**{"حلف المحيط": "ORG"}))
    assert page == ["org:nato", "org:nato"]


def test_an_outlet_in_brackets_is_who_reports() -> None:
    reader = Reader(**{"هيئة المناجم البوليفية": "ORG"})
    (page,) = actors_of(["مقر هيئة المناجم البوليفية (رويترز)."], reader)
    assert len(set(page)) == 2
    (page,) = actors_of(["نقلت وكالة الأنباء المجرية (كونا) ذلك."], Reader())
    assert page == ["org:kuna", "org:kuna"]


def test_a_family_name_that_a_reader_takes_for_a_place_is_the_person_of_the_page() -> None:
    (page,) = actors_of(["وصل رياض الطحان.\nوكتب الطحان ذلك."], Reader(**{"رياض الطحان": "PER", "الطحان ذلك": "LOC"}))
    assert len(set(page)) == 2
    (page,) = actors_of(["وصل رياض كربوج.\nكربوج غائب."], _Family())
    assert len(set(page)) == 1


class _Family:
    def names(self, texts: Sequence[str]) -> list[tuple[Seen, ...]]:
        """«رياض كربوج» is somebody, «كربوج» alone a place."""
        out: list[tuple[Seen, ...]] = []
        for text in texts:
            at = text.find("رياض كربوج")
            out.append((Seen(at, at + 10, "PER"),) if at >= 0 else (Seen(0, 5, "LOC"),))
        return out


def test_agencies_that_the_rules_know_are_known_by_whose_they_are() -> None:
    (page,) = actors_of(["نقلت وكالة الأنباء القطرية الرسمية ذلك."], Reader())
    assert page == ["org:qna"]
    (page,) = actors_of(['نقلت وكالة الأنباء السورية "سانا" ذلك.'], Reader())
    assert page == ["org:sana", "org:sana"]


def test_two_known_bodies_in_brackets_stay_two() -> None:
    (page,) = actors_of(["طالبت منظمة العفو الدولية (اليونسكو) بذلك."], Reader())
    assert len(set(page)) == 2


def test_judgements_join_and_part() -> None:
    reader = Reader(**{"سلوى برهومة": "PER", "نجوى درباس": "PER", "إيغور ماتفييف": "PER", "إيجور ماتفيف": "PER"})
    texts = ["جاءت سلوى برهومة.", "جاءت نجوى درباس."]
    (a,), (b,) = actors_of(texts, reader)
    assert a and b and a != b
    (c,), (d,) = actors_of(texts, reader, [Judgement("same_actor", a, b, True)])
    assert c == d == min(a, b)
    twins = ["جاء إيغور ماتفييف.", "ذهب إيجور ماتفيف."]
    ids = {"person:ayghwr-matfyyf", "person:ayjwr-matfyf"}
    one, other = sorted(ids)
    (e,), (f,) = actors_of(twins, reader, [Judgement("same_actor", one, other, False)])
    assert {e, f} == ids


def test_the_latest_judgement_wins() -> None:
    reader = Reader(**{"سلوى برهومة": "PER", "نجوى درباس": "PER"})
    texts = ["جاءت سلوى برهومة.", "جاءت نجوى درباس."]
    (a,), (b,) = actors_of(texts, reader)
    assert a and b
    both = [Judgement("same_actor", a, b, True), Judgement("same_actor", b, a, False)]
    (c,), (d,) = actors_of(texts, reader, both)
    assert c != d


def test_every_link_says_why() -> None:
    for page in linked_pages(["زار لافروف تبليسي.", "قال سيرجي لافروف إن فيينا جميلة."]):
        assert all(m.actor and m.why for m in page)


def test_actors_carry_their_names() -> None:
    words = words_of_text("قال سيرجي لافروف إن فيينا جميلة.")
    actors, _ = link_mentions([(words, find_mentions(words, None))])
    lavrov = next(a for a in actors if a.id == "person:sergey-lavrov")
    assert "سيرجي لافروف" in lavrov.ar
    assert "Sergey Lavrov" in lavrov.en
    assert lavrov.wikidata == "Q58217"


def test_nothing_gives_nothing() -> None:
    assert link_mentions([]) == ((), ())
    words = words_of_text("لا أحد هنا")
    assert link_mentions([(words, ())]) == ((), ((),))


@settings(max_examples=25, deadline=None)
@given(
    st.permutations(["جاء علي حسن.", "ذهب علي حسين.", "قال إيغور ماتفييف.", "عاد إيجور ماتفيف.", "زار لافروف وارسو."])
)
def test_the_order_of_pages_does_not_matter(texts: list[str]) -> None:
    reader = Reader(**{"علي حسن": "PER", "علي حسين": "PER", "إيغور ماتفييف": "PER", "إيجور ماتفيف": "PER"})
    ids = dict(zip(texts, actors_of(texts, reader), strict=True))
    assert ids["قال إيغور ماتفييف."] == ids["عاد إيجور ماتفيف."] == ["person:ayghwr-matfyyf"]
    assert ids["جاء علي حسن."] == ["person:aly-hsn"]
    assert ids["ذهب علي حسين."] == ["person:aly-hsyn"]


def test_nasab_is_the_son_and_never_the_father() -> None:
    reader = Reader(**{"فهد بن بدران": "PER", "بدران بن ماجد": "PER"})
    text = "استقبل بدران بن ماجد ضيفه.\nوحضر فهد بن بدران.\nثم تحدث بن بدران.\nوختم بدران."
    (ids,) = actors_of([text], Reader(**{"فهد بن بدران": "PER", "بدران بن ماجد": "PER", "بدران.": "PER"}))
    assert ids[0] != ids[1]
    assert ids[2] == ids[1]
    (page,) = actors_of(["التقى بدران بن ماجد فهد بن بدران."], reader)
    assert len(set(page)) == 2


def test_one_office_joins_like_names_across_pages() -> None:
    reader = Reader(**{"أوسكار هالفورسن": "PER", "أوسكر هالفرشون": "PER"})
    texts = ["قال وزير الخارجية النرويجي أوسكار هالفورسن ذلك.", "رفض وزير الخارجية النرويجي أوسكر هالفرشون الرد."]
    (a, *_), (b, *_) = actors_of(texts, reader)
    assert a == b
    texts[1] = "رفض وزير الخارجية الدنماركي أوسكر هالفرشون الرد."
    (a, *_), (b, *_) = actors_of(texts, reader)
    assert a != b


def test_latin_letters_meet_arabic_ones() -> None:
    reader = Reader(**{"أوسكار هالفورسن": "PER", "Oskar Halvorsen": "PER"})
    (a,), (b,) = actors_of(["جاء أوسكار هالفورسن.", "كتب Oskar Halvorsen مقالا."], reader)
    assert a == b


def test_a_family_name_alone_needs_like_company() -> None:
    reader = Reader(**{"سلوى برهومة": "PER", "برهومة": "PER", "منتدى الورد": "ORG"})
    (full, _), (lone, _) = actors_of(["رأست سلوى برهومة منتدى الورد.", "تحدثت برهومة في منتدى الورد."], reader)
    assert full == lone
    (full, _), (lone,) = actors_of(["رأست سلوى برهومة منتدى الورد.", "تحدثت برهومة طويلا."], reader)
    assert full != lone


def test_a_king_is_not_his_son() -> None:
    (page,) = actors_of(["وقال بن سلمان إن الخطط ماضية. وحضر الملك سلمان الحفل."], Reader())
    assert page == ["person:mohammed-bin-salman", "person:salman-bin-abdulaziz"]


def test_the_id_of_a_body_without_state_holds_no_name_of_a_file() -> None:
    (linked,) = linked_pages(["أمرت النيابة العامة بحبس السائق."])
    assert linked[0].actor is not None
    assert linked[0].actor.startswith("org:prosecution-")
    assert not linked[0].actor.endswith("-p")


def test_one_name_as_person_and_as_body_is_one() -> None:
    readers = (Reader(نجمة_الوادي="PER"), Reader(نجمة_الوادي="ORG"))
    pages = [("أبحرت نجمة الوادي أمس.", readers[0]), ("وصلت نجمة الوادي اليوم.", readers[1])]
    texts = [words_of_text(text) for text, _ in pages]
    _, linked = link_mentions([(w, find_mentions(w, r)) for w, (_, r) in zip(texts, pages, strict=True)])
    (one,), (other,) = linked
    assert one.actor == other.actor


def test_a_body_without_state_is_one_on_pages_that_name_the_same_people() -> None:
    reader = Reader(سالم_القروي="PER", هند_الراوي="PER")
    same, apart = "أمرت النيابة العامة بحبس سالم القروي بعد شكوى هند الراوي.", "أمرت النيابة العامة بحبس سائق."
    pages = [
        [a for a in page if a and a.startswith("org:")] for page in actors_of([same, f"{same} أمس.", apart], reader)
    ]
    assert pages[0] == pages[1] != pages[2]
