"""What a brief leaves untold though there is room: what weighs too little, was half told, or is of another matter."""

from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.brief.candidates import Candidate, find_candidates
from riwaya.brief.facts import Fact
from riwaya.brief.turns import Turns, strays
from riwaya.brief.vouching import Tellers
from riwaya.brief.worth import SIGNS
from tests.making import Maker

FIRE = "اندلع حريق كبير يوم الأحد في مخزن للأقمشة بميناء سيردال القديم وامتد إلى سقف المسرح."
SMOKE = "غطى دخان كثيف أحياء سيردال الشمالية فأغلقت البلدية ست مدارس قريبة من الميناء القديم."
CREWS = "شاركت سبعون شاحنة إطفاء من ثلاث مدن في إخماد حريق المخزن طوال الليل حتى فجر الاثنين."
AGAIN = "اندلع الحريق في مخزن الأقمشة بميناء سيردال القديم فأغلقت البلدية ست مدارس من أحياء سيردال."
GUARD = "أوقفت الشرطة حارس مخزن الأقمشة واثنين من زملائه وأحالتهم إلى قاضي التحقيق في المدينة."
CONCERT = "تعزف فرقة سيردال النحاسية ألحانا ريفية في حديقة البرتقال مساء كل خميس من حزيران."


def page(name: str, *body: str) -> Maker:
    return Maker(name, f"صفحة {name}", list(body), "2025-05-05", outlet=name)


def candidates(*makers: Maker) -> tuple[Affair, list[Candidate]]:
    affair = Affair(tuple(m.account() for m in makers))
    return affair, find_candidates(affair, frozenset())


def test_a_page_of_another_matter_is_told_from_one_in_other_words() -> None:
    affair, found = candidates(page("a", FIRE, SMOKE, CREWS), page("b", AGAIN, GUARD), page("c", CONCERT))
    ids = {a.article.page: a.id for a in affair.accounts}
    assert strays({ids["a"]}, found) == {ids["c"]}
    assert strays(set(), found) == frozenset()  # a topic that is named after no page of its own


def test_what_was_told_in_parts_adds_too_little() -> None:
    affair, found = candidates(page("a", FIRE, SMOKE, CREWS), page("b", AGAIN), page("c", GUARD))
    facts = {c.account.words.text(c.span.start, c.span.end): Fact([replace(c, weight=1.5)]) for c in found}
    turns = Turns(affair, {a.id: a.id for a in affair.accounts}, Tellers(found), "صفحة a")
    told = [facts[s] for s in (FIRE, SMOKE, CREWS)]
    adds = {f.best.account.article.page: adds for f, adds in turns([facts[AGAIN], facts[GUARD]], told)}
    assert adds == {"b": False, "c": True}


@pytest.mark.parametrize(("head", "sign"), [("يذكر أن ", "aside"), ("تضم ", "stands"), ("تعد ", "stands")])
def test_how_things_always_are_weighs_less(head: str, sign: str) -> None:
    plain = "مخازن الميناء القديم ستة آلاف عامل موسمي يأتون من قرى الجبل المجاورة لسيردال وضواحيها."
    _, (without, with_head) = candidates(page("a", plain), page("b", head + plain))
    assert with_head.weight - without.weight == pytest.approx(next(s.adds for s in SIGNS if s.name == sign))


def test_each_sign_has_a_name_of_its_own_and_a_reason() -> None:
    assert len({sign.name for sign in SIGNS}) == len(SIGNS)
    assert all(sign.why and sign.adds for sign in SIGNS)
