import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.likeness import Index, Weights, content_lemmas, cosine, coverage, lemma_of
from riwaya.text import fold, tokenise


def lemmas(text: str) -> list[str]:
    return list(content_lemmas(tokenise(fold(text)), text))


@pytest.mark.parametrize(
    "forms",
    [("علاقات", "وبالعلاقات", "العلاقات"), ("قال", "قالت"), ("السفينة", "سفينة", "والسفينة"), ("مسؤول", "المسؤولين")],
)
def test_forms_of_one_word_share_a_lemma(forms: tuple[str, ...]) -> None:
    assert len({lemma_of(f) for f in forms}) == 1


@pytest.mark.parametrize(
    ("attached", "noun"),
    [("سرعتها", "سرعة"), ("شركتهم", "الشركة"), ("وحكومته", "حكومة"), ("وزارتنا", "وزارة"), ("مباراتهم", "المباراة")],
)
def test_a_noun_keeps_its_ending_before_a_pronoun(attached: str, noun: str) -> None:
    assert lemma_of(attached) == lemma_of(noun)


@pytest.mark.parametrize(
    ("attached", "plain"), [("صوته", "صوت"), ("بيتها", "بيت"), ("أعلنته", "أعلن"), ("قتلته", "قتل")]
)
def test_a_word_that_ends_in_t_gets_no_other_ending(attached: str, plain: str) -> None:
    assert lemma_of(attached) == lemma_of(plain)


def test_words_without_content_are_left_out_but_numbers_and_negations_stay() -> None:
    assert "15" in lemmas("وصل 15 بحارا إلى الميناء")
    assert "في" not in lemmas("السفينة في الميناء")
    assert "لم" in lemmas("لم تغرق السفينة")


def test_a_reworded_sentence_is_nearer_than_another_subject() -> None:
    source = lemmas("أعلن خفر السواحل انتشال 3 بحارة من السفينة الغارقة قبالة الميناء")
    rewrite = lemmas("انتشل خفر السواحل ثلاثة من بحارة سفينة غرقت قرب الميناء")
    other = lemmas("ارتفعت أسعار القمح في الأسواق العالمية بنسبة طفيفة")
    weights = Weights([source, rewrite, other])
    a, b, c = map(weights.vector, (source, rewrite, other))
    assert cosine(a, b) > 0.2 > cosine(a, c)


@given(st.lists(st.lists(st.sampled_from("ابتثجحخد"), min_size=1, max_size=6), min_size=2, max_size=8))
def test_the_index_finds_what_comparing_all_pairs_finds(pieces: list[list[str]]) -> None:
    weights = Weights(pieces)
    vectors = [weights.vector(p) for p in pieces]
    index = Index(vectors)
    for v in vectors:
        plain = {i for i, w in enumerate(vectors) if cosine(v, w) >= 0.4}
        assert {i for i, _ in index.near(v, 0.4)} == plain


@given(st.lists(st.sampled_from("ابتثجحخد"), min_size=1, max_size=6))
def test_everything_is_like_itself(piece: list[str]) -> None:
    vector = Weights([piece]).vector(piece)
    assert cosine(vector, vector) == pytest.approx(1)
    assert coverage(vector, vector) == pytest.approx(1)
