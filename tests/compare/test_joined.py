"""One toll in one row; what is of another time, taken back or spelled alike is no contrast."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.clauses import clauses
from riwaya.compare.joined import joined
from riwaya.compare.names import _Form, _trimmed, _variants
from riwaya.compare.positions import as_written
from riwaya.model import Contrast, ContrastKind, Position, Span
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


BRIDGE = "ارتفعت الحصيلة المؤقتة لانهيار الجسر الحجري في سيردال إلى {} قتيلا وفق البلدية"
MARKET = "أودى حريق السوق في نونوار بحياة {} شخصا حسب الإطفائيين هناك"


@pytest.mark.parametrize(("then", "days", "told"), [
    (BRIDGE, ("02", "03"), [[40, 44, 52, 60]]),
    (BRIDGE, ("04", "05"), [[40, 44], [52, 60]]),
    (MARKET, ("02", "03"), [[40, 44], [52, 60]]),
])  # fmt: skip
def test_a_toll_that_goes_on_the_next_day_in_like_words_is_one(
    then: str, days: tuple[str, str], told: list[list[int]]
) -> None:
    pages = [(BRIDGE, 40, "01"), (BRIDGE, 44, "01"), (then, 52, days[0]), (then, 60, days[1])]
    makers = []
    for n, (words, dead, on) in enumerate(pages):
        place = "سيردال" if "سيردال" in words else "نونوار"
        makers.append(
            Maker(f"p{n}", "حصيلة", [words.format(dead) + "."], f"2025-03-{on}", f"صحيفة {n}").names(
                place, f"place:{place}"
            )
        )
    accounts = [m.account() for m in makers]
    rows = [_row(makers[:2], "2025-03-01T08:00", "2025-03-01T18:00"), _row(makers[2:], *(f"2025-03-{d}" for d in days))]
    found = joined(rows, clauses(accounts, {}), {})
    assert [[int(p.value) for p in c.positions] for c in found] == told


def _row(makers: list[Maker], *times: str) -> Contrast:
    numbers = [next(w for w in m.body[0].split() if w.isdigit()) for m in makers]
    positions = tuple(
        Position(n, m.id, (m.span(m.body[0]),), at) for n, m, at in zip(numbers, makers, times, strict=True)
    )
    return Contrast("العدد: القتلى", ContrastKind.UPDATE, positions, "figures")


def test_two_rows_of_one_toll_that_share_a_number_are_one() -> None:
    makers = [Maker(f"p{n}", "حصيلة", [BRIDGE.format(d) + "."]) for n, d in enumerate((14, 16, 16, 18))]
    rows = [
        _row(makers[:2], "2025-03-01T08:00", "2025-03-01T18:00"),
        _row(makers[2:], "2025-03-01T20:00", "2025-03-02"),
    ]
    (found,) = joined(rows, clauses([m.account() for m in makers], {}), {})
    assert [p.value for p in found.positions] == ["14", "16", "18"]
    assert [len(p.spans) for p in found.positions] == [1, 2, 1]


@pytest.mark.parametrize(
    ("place", "told"), [("سيردال", [["37", "41", "52", "60"]]), ("نونوار", [["41", "60"], ["37", "52", "58"]])]
)
def test_rows_between_the_same_bounds_are_one_toll_without_what_was_told_late(
    place: str, told: list[list[str]]
) -> None:
    dead = {"p0": 41, "p1": 60, "p2": 37, "p3": 52, "p4": 58}
    makers = [Maker(p, "حصيلة", [BRIDGE.format(d) + "."]) for p, d in dead.items()]
    for n, maker in enumerate(makers):
        maker.names("سيردال", f"place:{'سيردال' if n < 2 else place}")
    times = ("2025-03-01T10:00", "2025-03-01T18:00"), ("2025-03-01T08:00", "2025-03-01T14:00", "2025-03-01T20:00")
    rows = [_row(makers[:2], *times[0]), _row(makers[2:], *times[1])]
    found = joined(rows, clauses([m.account() for m in makers], {}), {})
    assert [[p.value for p in c.positions] for c in found] == told
