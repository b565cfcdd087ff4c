"""Whose words they are, where the nearest name is not the subject."""

from __future__ import annotations

from riwaya.statements import find_statements
from tests.statements.test_find import _one, _told, _words


def test_a_surname_that_nobody_linked_is_no_title_of_the_next_name() -> None:
    found = _told("قال حمدان إن الورداني أهملت الملف.", "وقال حمدان إنه حاول إصلاح الميناء.")
    assert found[-1][:2] == ("حاول إصلاح الميناء", None)


def test_who_is_named_in_a_relative_clause_is_not_the_sentences_subject() -> None:
    text = 'ورسم حمدان، الذي كان يحقق في تدخل النرويج في الانتخابات، صورة قاتمة للملعب، حيث وصفه بأنه "مهجور تماما".'
    assert _one(text).speaker is None


def test_a_verb_of_many_has_no_single_person_or_state_for_its_subject() -> None:
    found = _told("قالت النرويج إن الميناء مغلق منذ أيام.", "وأعربوا عن قلقهم من إغلاق الميناء.")
    assert [f[1] for f in found] == ["country:NO", None]


def test_a_subject_without_article_stands_before_whom_it_accuses() -> None:
    statement = _one("وفي مباراة فازت فيها النرويج، اتهم لاعب تونسي الحكم الدولي بأنه طلب قميصه.")
    assert statement.speaker is not None and (statement.speaker.actor or "").startswith("anon:")


def test_whom_a_government_accuses_does_not_accuse() -> None:
    statement = _one("تتهم حكومة رامز عيتاني الكاتبة سلمى الورداني بتدبير العصيان.")
    assert statement.speaker is None or statement.speaker.actor != "person:salma"


def test_his_words_are_no_part_of_his_name() -> None:
    (found,) = find_statements(_words('ونقلت الصحيفة عن حمدان قوله إن "الميناء مغلق منذ أيام".'), ())
    assert found.speaker is not None and found.speaker.span is not None
    text = 'ونقلت الصحيفة عن حمدان قوله إن "الميناء مغلق منذ أيام".'
    assert text[found.speaker.span.start : found.speaker.span.end] == "حمدان"
