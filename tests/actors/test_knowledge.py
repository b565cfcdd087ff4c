"""The rule files about actors: complete, consistent, in agreement with CLDR."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from babel import Locale

from riwaya.actors import office_holder
from riwaya.actors.knowledge import knowledge
from riwaya.errors import RuleError
from riwaya.rules import load, parse, rules_in
from riwaya.text import fold_word

# CLDR's own spelling or wording, which news does not use.
WORDED_OTHERWISE = {"UY", "HK", "MO", "MM", "TL", "CD", "CG", "AG", "PS"}


def test_every_state_is_found_by_the_name_that_cldr_gives_it() -> None:
    names = Locale("ar").territories
    for row in rules_in(load("ar/countries"), "states"):
        code = row["id"]
        if code in names and code not in WORDED_OTHERWISE:
            found = knowledge().by_form.get(fold_word(names[code]), ())
            assert f"country:{code}" in {f.id for f in found}, (code, names[code])


def test_all_members_of_the_united_nations_are_there() -> None:
    known = {a for a in knowledge().actors if a.startswith("country:")}
    assert len(known) >= 193 + 4
    for code in ("PS", "TW", "XK", "EH", "VA", "SU"):
        assert f"country:{code}" in known


def test_what_belongs_to_a_state_belongs_to_one_that_is_known() -> None:
    actors = knowledge().actors
    assert [a.id for a in actors.values() if a.of is not None and a.of not in actors] == []
    assert [t for t in knowledge().terms if t.of not in actors or t.holder not in actors] == []


def test_terms_begin_before_they_end() -> None:
    assert [t for t in knowledge().terms if not t.since < t.until] == []
    assert all(t.since < dt.date(2027, 1, 1) for t in knowledge().terms)


def test_a_form_belongs_to_one_actor_unless_it_is_meant_to_be_shared() -> None:
    shared = {form for form, found in knowledge().by_form.items() if len(found) > 1}
    assert shared <= {fold_word(w) for w in ("عمان", "المملكة", "سوتشي")}


def test_every_known_actor_has_a_name_in_both_languages() -> None:
    assert [a.id for a in knowledge().actors.values() if not a.ar or not a.en] == []


def test_wikidata_ids_are_of_one_actor_each() -> None:
    ids = [a.wikidata for a in knowledge().actors.values() if a.wikidata]
    assert len(ids) == len(set(ids))
    assert all(i[0] == "Q" and i[1:].isdigit() for i in ids)


def test_an_unknown_field_is_an_error_with_its_line() -> None:
    row = rules_in(parse("states:\n- {id: ZZ, arr: x}\n", "countries.yaml"), "states")[0]
    with pytest.raises(RuleError, match=r"countries\.yaml:2"):
        row.only("id", "ar")


def test_rule_files_stay_readable() -> None:
    folder = Path(__file__).parents[2] / "src/riwaya/rules/ar"
    for name in ("countries", "bodies", "organisations", "places", "offices", "titles", "names", "metonyms"):
        first = (folder / f"{name}.yaml").read_text("utf-8").splitlines()[0]
        assert first.startswith("# "), name


def test_principal_offices_of_at_least_eighty_states() -> None:
    head = {"president", "king", "emir", "sultan", "emperor", "supreme-leader", "pope", "prime-minister", "chancellor"}
    held = {of: {t.role for t in knowledge().terms if t.of == of} for of in {t.of for t in knowledge().terms}}
    states = {of for of, roles in held.items() if of.startswith("country:") and roles & head}
    assert len(states) >= 150
    assert len([s for s in states if "foreign-minister" in held[s]]) >= 80


def test_moscow_is_the_soviet_unions_while_there_was_one() -> None:
    known = knowledge()
    assert office_holder("president", "country:RU", dt.date(2010, 1, 1)) == "person:dmitry-medvedev"
    assert "country:SU" in known.actors
