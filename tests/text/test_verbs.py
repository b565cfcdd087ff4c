import pytest

from riwaya.text import bears_passive, conjugate, conjugate_passive, fold_word


@pytest.mark.parametrize(
    ("past", "present", "participle", "written"),
    [
        ("قال", "يقول", "قائل", ["قال", "قالت", "قالوا", "يقول", "تقول", "يقولون", "قائلاً", "قائلة"]),
        ("نفى", "ينفي", "ناف", ["نفى", "نفت", "نفوا", "ينفي", "تنفي", "ينفون", "ينف"]),
        ("دعا", "يدعو", "داع", ["دعا", "دعت", "دعوا", "يدعو", "تدعو", "يدعون"]),
        ("لجأ", "يلجأ", "لاجئ", ["لجأ", "لجأت", "لجأوا", "لجؤوا", "يلجأ", "يلجأون", "يلجؤون"]),
        ("أكد", "يؤكد", "مؤكد", ["أكد", "أكدت", "أكدوا", "يؤكد", "تؤكد", "يؤكدان", "مؤكداً", "مؤكدة", "مؤكدين"]),
    ],
)
def test_forms_that_news_uses(past: str, present: str, participle: str, written: list[str]) -> None:
    forms = {form for form, _ in conjugate(past, present, participle)}
    assert {fold_word(w) for w in written} <= forms


def test_a_form_knows_its_tense() -> None:
    assert dict(conjugate("أكد", "يؤكد", "مؤكد"))[fold_word("مؤكدة")] == "participle"


def test_a_present_stem_without_ya_is_refused() -> None:
    with pytest.raises(ValueError, match="ي"):
        conjugate(present="قول")


@pytest.mark.parametrize(
    "verb", ["قُتل", "اتُهمت", "واتُّهم", "أُعلن", "واستُهدفت", "انتُخب", "اضطُر", "يُقتل", "وستُغلق", "تُوفي", "وُلِدت", "مُنعت"]
)
def test_a_written_damma_makes_a_passive(verb: str) -> None:
    assert bears_passive(verb)


@pytest.mark.parametrize("verb", ["قتل", "يقتُل", "قَتَلَ", "مُعلن", "مُتهمة", "كَتَبُوا", "استهدفتُ", "", "وَقع"])
def test_what_bears_none_is_not_marked(verb: str) -> None:
    assert not bears_passive(verb)


@pytest.mark.parametrize(
    ("past", "written"),
    [
        ("أصاب", ["أصيب", "أصيبت", "أصيبوا"]),
        ("اغتال", ["اغتيل", "اغتيلت"]),
        ("استعاد", ["استعيد", "استعيدت"]),
        ("حاكم", ["حوكم", "حوكمت", "حوكموا"]),
        ("قاضى", ["قوضي"]),
    ],
)
def test_a_passive_of_letters_of_its_own(past: str, written: list[str]) -> None:
    assert {fold_word(w) for w in written} <= {*conjugate_passive(past)}


@pytest.mark.parametrize("past", ["باع", "قتل", "اعتقل", "أعلن", "استهدف", "دمر", "ألقى", "-", ""])
def test_verbs_whose_passive_looks_like_the_active(past: str) -> None:
    assert conjugate_passive(past) == ()
