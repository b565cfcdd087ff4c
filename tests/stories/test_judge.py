from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from riwaya.account import Account
from riwaya.model import Event, EventMention, Span
from riwaya.stories import Grouper
from riwaya.stories.judge import FEATURES, Judge, Sight, View, around, look, shape_of
from riwaya.stories.profile import Profile, from_plain, profile, to_plain

Maker = Callable[..., Account]
BODY = "أعلن متحدث باسم الميناء أن العمال بخير.", "وقال شهود إن النيران اندلعت قبل الفجر."


def telling(account: Account, **words: str) -> Account:
    """The account with an event of each type at its words."""
    text, page = account.article.text, account.article.page
    events = []
    for kind, trigger in words.items():
        at = text.index(trigger)
        span = Span(page, at, at + len(trigger))
        events.append(Event(f"{account.id}/e{at}", account.id, kind, (EventMention(span, span),)))
    return replace(account, events=tuple(events))


def seen(one: Profile) -> Sight:
    return look(one, lambda root: 5.0, lambda actor: 1.0)


def feature(name: str, a: Sight, b: Sight, *near: Sight) -> float:
    return Judge().features(a, b, around(b, near))[FEATURES.index(name)]


def test_a_profile_knows_what_title_and_first_sentence_tell(account: Maker) -> None:
    told = telling(account("a", "قصف الميناء ليلا", *BODY), ASSAULT="قصف", CONSULT="أعلن", ACCUSE="شهود")
    one = profile(told)
    assert one.headed == {"ASSAULT"}
    assert one.opened == {"ASSAULT", "CONSULT"}
    assert from_plain(to_plain(one), lambda _: None) == one


def test_a_shape_is_all_but_the_weights(account: Maker) -> None:
    trade = "ويستورد البلد عبره القمح والسكر والأرز والزيت والحديد والخشب والورق والنحاس والقطن والشاي والبن والدواء."
    one = profile(account("a", "قصف الميناء ليلا", *BODY, trade))
    light, heavy = (lambda root: 1.0 + len(root)), (lambda root: 3.0 / len(root))
    shape = shape_of(one)
    for weight in (light, heavy):
        assert look(one, weight, weight, shape) == look(one, weight, weight)
    assert look(one, light, light, shape) != look(one, heavy, heavy, shape)
    assert list(shape.roots) == sorted(set(shape.roots))
    sight = look(one, lambda root: 1.0, lambda actor: 1.0, shape)
    assert set(sight.told) < set(sight.whole)
    assert sight.total == len(sight.told)


def test_what_is_in_view_is_weighed_anew_when_the_news_changes(account: Maker) -> None:
    view = View()
    view.add(0, profile(account("a0", "قصف الميناء ليلا", *BODY)))
    first = view[0]
    for i in range(1, 40):  # from the fortieth report on, what all tell weighs little
        view.add(i, profile(account(f"a{i}", "قصف الميناء ليلا", *BODY)))
    assert view[0].total < first.total
    assert view[0].whole.keys() == first.whole.keys()
    again = View()
    again.restore(view.plain(), view.profiles)
    assert again[0] == view[0]
    again.forget(0)
    with pytest.raises(KeyError):
        again[0]


@pytest.mark.parametrize(("kind", "many_sided"), [("ASSAULT", True), ("ACCUSE", False)])
def test_an_attack_is_told_from_many_sides(account: Maker, kind: str, many_sided: bool) -> None:
    one = profile(telling(account("a", "قصف الميناء ليلا", *BODY), **{kind: "أعلن"}))
    assert Judge().many_sided(one) is many_sided


def test_two_that_open_with_an_attack_are_likelier_of_one_event(account: Maker) -> None:
    first, second = account("a", "قصف الميناء ليلا", *BODY), account("b", "انفجارات تهز الميناء", BODY[1], BODY[0])
    told = [seen(profile(telling(one, ASSAULT=word))) for one, word in ((first, "قصف"), (second, "انفجارات"))]
    answer = seen(profile(telling(second, ACCUSE="انفجارات")))
    assert feature("attack", *told) == feature("headed", *told) == 1.0
    assert feature("attack", told[0], answer) == feature("headed", told[0], answer) == 0.0
    assert Judge().likelihood(told[0], told[1]) > Judge().likelihood(told[0], answer)


def test_what_all_around_tell_marks_nobody(account: Maker) -> None:
    night = "غارات ليلية على المرفأ الشمالي"
    a, b = (seen(profile(account(p, f"{night} تصيب مطحنة", "نقلت فرق الإنقاذ المصابين."))) for p in "ab")
    others = [
        seen(profile(account(f"o{i}", f"{night} {word}", "نص آخر."))) for i, word in enumerate(("جسر", "متحف", "سد"))
    ]
    alone, among = feature("marking", a, b, a), feature("marking", a, b, a, *others)
    assert 0.0 < among < alone
    weight, common = around(b, [a, *others]).weight, set(a.told).intersection(*(one.told for one in others))
    own = set(a.told).difference(*(one.told for one in others))
    assert max(weight(root, 5.0, True) for root in common) < min(weight(root, 5.0, True) for root in own) == 5.0


def test_one_report_around_tells_nothing_of_itself(account: Maker) -> None:
    a, b = (seen(profile(account(p, "حريق في مطحنة", "نقلت فرق الإنقاذ المصابين."))) for p in "ab")
    assert feature("marking", a, b, a) == feature("marking", a, b)


SIDES = ["مطحنة", "جسر", "سد", "متحف", "ملعب", "سوق", "مصنع", "منارة", "مكتبة", "حديقة", "مدرسة", "ميناء"]


@pytest.mark.parametrize(("kind", "one_story"), [("ASSAULT", True), ("ACCUSE", False)])
def test_a_burst_of_reports_from_many_sides_is_one_story_also_after_a_stop(
    account: Maker, kind: str, one_story: bool
) -> None:
    kept = {}
    for i in range(72):
        if i % 6:
            one = account(f"p{i:02}", f"خبر{i} عن{i}", f"كلمة{i} أخرى{i} جديدة{i}.", day="2024-03-04")
        else:  # each tells three sides of the night, of which the next one tells two
            sides = [SIDES[(i // 6 + step) % len(SIDES)] for step in range(3)]
            body = f"دوت انفجارات قرب {' ثم '.join(sides)}."
            title = f"غارات على {sides[0]} و{sides[1]}"
            one = telling(account(f"p{i:02}", title, body, day="2024-03-04"), **{kind: "غارات"})
        kept[one.id] = one
    through, stopped, accounts = Grouper(), Grouper(), list(kept.values())
    want = {s.id: s for part in (accounts[:48], accounts[48:]) for s in through.add(part).stories}
    got = {s.id: s for s in stopped.add(accounts[:48]).stories}
    stopped = Grouper.restore(stopped.save(), kept.get)
    got |= {s.id: s for s in stopped.add(accounts[48:]).stories}
    assert got == want
    assert any(len(s.articles) == len(SIDES) for s in want.values()) is one_story
