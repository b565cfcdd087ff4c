import pytest

from riwaya.text import conjugate, fold_word


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
