from dataclasses import replace

import pytest

from riwaya.compare.heard import called_press, holds_himself, is_named, plainly_said, takes_sides
from riwaya.model import MentionType, Polarity, Speaker
from tests.making import Maker


def heard(words: str, cue: str, speaker: str, said: str, polarity: Polarity) -> bool:
    page = Maker("a", "خبر", [words + "."]).says("org:speaker", said, polarity)
    statement = replace(page.statements[0], cue=page.span(cue), speaker=Speaker(page.span(speaker), "org:speaker"))
    return plainly_said(page.account(), statement)


@pytest.mark.parametrize(("words", "cue", "plain"), [
    ("اتهمت البلدية إدارة المصنع بإتلاف السجل", "اتهمت", True),
    ("اتُهمت البلدية أمام القضاء بإتلاف السجل", "اتُهمت", False),
    ("اتهمت البلدية بإتلاف السجل", "اتهمت", False),
    ("نددت النقابة بالبلدية التي تتهمها الصحف بإتلاف السجل", "تتهمها", False),
    ("وليست هذه أول مرة تتهم فيها البلدية مرات عدة بإتلاف السجل", "تتهم", False),
])  # fmt: skip
def test_who_is_charged_charges_nobody(words: str, cue: str, plain: bool) -> None:
    assert heard(words, cue, "البلدية", "إتلاف السجل", Polarity.ACCUSES) is plain


@pytest.mark.parametrize(("words", "plain"), [
    ("نفت النقابة إلغاء الإضراب", True),
    ("لم تتمكن النقابة من تأكيد أو نفي إلغاء الإضراب", False),
    ("غادر الوفد دون أن يتسنى على النقابة نفي إلغاء الإضراب", False),
])  # fmt: skip
def test_who_can_not_say_denies_nothing(words: str, plain: bool) -> None:
    cue = "نفت" if plain else "نفي"
    assert heard(words, cue, "النقابة", "إلغاء الإضراب", Polarity.DENIES) is plain


@pytest.mark.parametrize(("words", "plain"), [
    ("أشارت الشركة، إلى أن السفينة غادرت المرفأ", False),
    ("أشارت الشركة إلى أن السفينة غادرت المرفأ", True),
])  # fmt: skip
def test_until_brings_in_nobodys_words(words: str, plain: bool) -> None:
    assert heard(words, "أشارت", "الشركة", "السفينة غادرت المرفأ", Polarity.ASSERTS) is plain


def test_what_nothing_points_to_is_not_said() -> None:
    said = "تلوث النهر"
    assert heard(f"وجدت اللجنة أدلة تشير إلى {said}", "تشير", "اللجنة", said, Polarity.ASSERTS)
    assert not heard(f"لم تجد اللجنة أدلة تشير إلى {said}", "تشير", "اللجنة", said, Polarity.ASSERTS)


def test_who_says_if_tells_nothing_that_can_be_denied() -> None:
    said = "السفن ستعود إذا هدأ البحر"
    assert not heard(f"أشارت الشركة إلى أن {said}", "أشارت", "الشركة", said, Polarity.ASSERTS)


def test_the_press_and_who_watches_are_no_parties() -> None:
    assert takes_sides("country:TN")
    assert not takes_sides("org:washington-post") and not takes_sides("org:sohr")


def test_a_pronoun_beside_the_cue_is_of_who_is_charged() -> None:
    words = "نددت النقابة بالبلدية التي تتهمها الصحف بإتلاف السجل"
    assert not heard(words, "تتهم", "البلدية", "إتلاف السجل", Polarity.ACCUSES)


def test_a_sentence_that_opens_with_the_press_is_the_presss() -> None:
    for head, press in (("هرعت بعض الصحف إلى ملاعب مالطا", True), ("في حديث مع صحيفة زارت مالطا", False)):
        page = Maker("a", "خبر", [f"{head}، وأشارت إلى أن المقاعد جاهزة."]).says("country:MT", "المقاعد جاهزة")
        said = replace(page.statements[0], speaker=Speaker(page.span("مالطا"), "country:MT"))
        assert called_press(page.account(), said) is press


@pytest.mark.parametrize(("speaker", "press"), [("وسائل إعلام مالطية", True), ("الصحف", True), ("البلدية", False)])
def test_the_press_of_a_country_is_not_the_country(speaker: str, press: bool) -> None:
    page = Maker("a", "خبر", [f"ذكرت {speaker} أن الملاعب جاهزة."]).says("country:MT", "الملاعب جاهزة")
    said = replace(page.statements[0], speaker=Speaker(page.span(speaker), "country:MT"))
    assert called_press(page.account(), said) is press


@pytest.mark.parametrize(("reporter", "own"), [
    ("org:ministry", False),
    ("org:washington-post", True),
])  # fmt: skip
def test_what_another_party_reports_is_nobodys_plain_word(reporter: str, own: bool) -> None:
    page = Maker("a", "خبر", ["وأوضح المتحدث أن النقابة نددت بإغلاق السوق."])
    page.says(reporter, "النقابة نددت بإغلاق السوق", cue="أوضح").says("org:union", "إغلاق السوق", cue="نددت")
    page.statements[1] = replace(page.statements[1], speaker=Speaker(page.span("النقابة"), "org:union"))
    assert holds_himself(page.account(), page.span("إغلاق السوق"), "org:union", {}) is own


@pytest.mark.parametrize("spoke", ["person:director", "person:guard"])
def test_a_pronoun_means_who_spoke_just_before(spoke: str) -> None:
    page = Maker("a", "خبر", ["قال المدير إن الباب متين. وأضاف أن القفل سليم."])
    page.says(spoke, "الباب متين", cue="قال").says("person:director", "القفل سليم", cue="أضاف")
    own = holds_himself(page.account(), page.span("القفل سليم"), "person:director", {})
    assert own is (spoke == "person:director")


@pytest.mark.parametrize(("who", "named"), [("البلدية", False), ("النقابة", True), ("", True)])
def test_words_that_name_only_another_are_not_of_the_speaker(who: str, named: bool) -> None:
    page = Maker("a", "خبر", ["واتهم موظفو البلدية والنقابة أمس الحارس بإغلاق السوق."])
    page.says("org:union", "إغلاق السوق", Polarity.ACCUSES, cue="اتهم")
    said = replace(page.statements[0], speaker=Speaker(page.span("موظفو البلدية والنقابة"), "org:union"))
    if who:
        page.names(who, "org:union" if named else "org:town", MentionType.ORG)
    assert is_named(page.account(), said, {}) is named


def test_of_two_names_right_behind_a_charge_the_first_charges() -> None:
    page = Maker("a", "خبر", ["مرض الحارس أمس، فاتهمت النقابة البلدية بإغلاق السوق."])
    page.says("person:guard", "إغلاق السوق", Polarity.ACCUSES, cue="اتهمت")
    page.names("الحارس", "person:guard").names("النقابة", "org:union").names("البلدية", "org:town")
    said = replace(page.statements[0], speaker=Speaker(page.span("الحارس"), "person:guard"))
    assert not is_named(page.account(), said, {})
    assert is_named(page.account(), replace(said, speaker=Speaker(page.span("النقابة"), "org:union")), {})
