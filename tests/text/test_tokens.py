import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.text import Cut, fold, fold_word, split_clitics, tokenise


def words(text: str) -> list[str]:
    return [t.text for t in tokenise(fold(text))]


def test_words_numbers_and_nothing_else() -> None:
    assert words("قال 4.1 مليار، في 17:36 (NATO).") == ["قال", "4.1", "مليار", "في", "17:36", "nato"]


def test_digits_glued_to_a_word_are_a_token_of_their_own() -> None:
    assert words("كوب28 و2010") == ["كوب", "28", "و", "2010"]


def test_offsets_are_those_of_the_page() -> None:
    source = "الوَزِيـــرُ قال"
    token = next(tokenise(fold(source, base=50)))
    assert source[token.start - 50 : token.end - 50] == "الوَزِيـــرُ"


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("وبالعلاقات", Cut(("و", "ب"), True, "علاقات")),
        ("للكرملين", Cut(("ل",), True, "كرملين")),
        ("وسيقول", Cut(("و", "س"), False, "يقول")),
        ("حكومته", Cut((), False, fold_word("حكومة"), "ه")),
        ("والرئيس", Cut(("و",), True, fold_word("رئيس"))),
        ("بلدانها", Cut((), False, "بلدان", "ها")),
    ],
)
def test_the_meant_cut_is_among_the_possible_ones(word: str, cut: Cut) -> None:
    assert cut in split_clitics(fold_word(word))


def test_the_whole_word_comes_first() -> None:
    assert split_clitics("وزير")[0] == Cut((), False, "وزير")


@given(st.text(alphabet="وفبلكسااليهمنتر", min_size=1, max_size=12))
def test_every_cut_puts_the_word_together_again(word: str) -> None:
    for cut in split_clitics(word):
        article = ("ل" if cut.proclitics[-1:] == ("ل",) else "ال") if cut.article else ""
        stem = cut.stem
        joined = "".join(cut.proclitics) + article + stem + cut.enclitic
        with_feminine = "".join(cut.proclitics) + article + stem[:-1] + "ت" + cut.enclitic
        assert word in (joined, with_feminine) or word == "".join(cut.proclitics) + "ال" + stem
        assert len(word) - len(cut.enclitic) - len(stem) == cut.prefix_length or cut.article
