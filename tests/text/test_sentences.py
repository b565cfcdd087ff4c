from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.text import fold, split_sentences


def cut(text: str) -> list[str]:
    folded = fold(text).text
    return [folded[a:b] for a, b in split_sentences(folded)]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("وصل الوفد إلى الميناء. وغادر بعد ساعة.", 2),
        ("هل تأخرت السفينة؟ نعم! تأخرت.", 3),
        ("بلغت الكلفة 4.1 مليار عند 17:36 مساء.", 1),
        ("قال د. سامر إن أ.ف.ب. نقلت الخبر.", 1),
        ("ميناء هادئ.. وبحر هائج", 1),
        ("صمت طويل... ثم تكلم.", 2),
        ('قال: "توقفنا. ثم أبحرنا." وأضاف أنه راض.', 2),
        ("سطر أول\nسطر ثان", 2),
        ("كلمة ، ثم كلمة . ثم جملة", 2),
    ],
)
def test_where_sentences_end(text: str, n: int) -> None:
    assert len(cut(text)) == n


def test_an_unpaired_quotation_mark_does_not_swallow_the_rest() -> None:
    assert len(cut('قال "نعم. وذهب. وعاد.')) == 3


@given(st.text(alphabet="اب .؟!…\n\"'د1", max_size=60))
def test_sentences_are_in_order_trimmed_and_lose_no_word(text: str) -> None:
    ranges = list(split_sentences(text))
    assert all(a < b for a, b in ranges)
    assert all(x[1] <= y[0] for x, y in pairwise(ranges))
    kept = "".join(text[a:b] for a, b in ranges)
    assert "".join(kept.split()) == "".join(text.split())
