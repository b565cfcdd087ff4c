"""One toll in one row; what is of another time, taken back or spelled alike is no contrast."""

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.names import _Form, _trimmed, _variants
from riwaya.compare.positions import as_written
from riwaya.model import Span
from tests.making import Maker


def forms(*written: str) -> list[list[str]]:
    found = [_Form(tuple(w.split()), Span(f"p{n}", 0, 9), f"o{n}") for n, w in enumerate(written)]
    return [[" ".join(f.words) for f in same] for same in _variants(_trimmed(found))]


def test_words_read_along_with_a_name_are_no_spelling_of_it() -> None:
    assert forms("سمير الزين", "سمير الزين ليلة", "سمير الزين هدافا", "سمير الزين ومطالبته") == []
    assert forms("نونو سيردال على المنصة", "نونو سردال على المنصة") == [["نونو سيردال"], ["نونو سردال"]]
    assert forms("جاريد كونر", "وجاريد كونر") == []
    assert forms("جنوب الوادي", "الجنوب الوادى") == []


def test_a_swallowed_article_is_written_out() -> None:
    page = Maker("a", "وصول", ["وصلت الشحنة للقاهرة مساء."])
    assert as_written(page.account(), page.span("لقاهرة")) == "القاهرة"


def test_the_dead_of_another_year_are_no_first_step_of_a_toll() -> None:
    old = "وتعود الذكرى إلى عام 1976. واندلعت مواجهات في المدينة أسفرت عن مقتل ستة صيادين."
    one = Maker("a", "ذكرى", [old], "2018-03-30", "أ").dates("عام 1976", "1976-03-30")
    two = Maker("b", "مواجهات", ["واندلعت مواجهات في المدينة أسفرت عن مقتل 12 صيادا."], "2018-03-31", "ب")
    found = find_contrasts(Affair((one.account(), two.account())))
    assert not [c for c in found if c.rule.startswith("figures")]
