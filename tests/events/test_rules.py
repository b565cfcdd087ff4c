"""The rule files of the events room hold what their own examples promise."""

from riwaya.events import check_rules, plover
from riwaya.events.rules import book
from riwaya.rules import examples_of, load, rules_in


def test_every_example_of_every_trigger_holds() -> None:
    assert [str(f) for f in check_rules()] == []


def test_every_trigger_has_an_example_that_fires() -> None:
    bare = [e.text("id") for e in rules_in(load("ar/events"), "triggers") if not any(x.fires for x in examples_of(e))]
    assert bare == []


def test_plover_has_sixteen_types_and_none() -> None:
    codes = plover()
    assert len(codes) == 17
    assert codes["ACCUSE"].intensity == -3.0
    assert codes["ASSAULT"].modes["suicide-attack"] == -9.5
    assert {c.quad for c in codes.values()} == {
        "Verbal Cooperation",
        "Material Cooperation",
        "Verbal Conflict",
        "Material Conflict",
        "None",
    }


def test_every_coded_type_has_a_trigger() -> None:
    assert {r.type for r in book().rules.values()} == set(plover())
