"""The check itself: what may change in a line, and every way of lying that it has to see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.rephrase import Task, _brief, check_line, check_rules
from tests.rephrase.affair import LINES, document

DOC = document()
BRIEF = DOC["topics"][0]["brief"]


def fault(n: int, text: str, task: Task) -> str:
    return check_line(_brief(DOC, BRIEF[n]), text, task)


def test_the_examples_of_the_rules_hold() -> None:
    assert check_rules() == ()


@pytest.mark.parametrize("n", range(len(LINES)))
def test_a_line_says_what_it_says(n: int) -> None:
    assert fault(n, LINES[n], Task.REPHRASE) == ""


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "وأعلنت بلدية مرج السنديان الأحد مقتل 14 شخصًا وإصابة 3 آخرين بعد انهيار جسر الصفصاف."),
        (0, "أفادت بلدية مرج السنديان، 4 مايو 2031، بمقتل أربعة عشر شخصا وإصابة 3 آخرين عقب انهيار جسر الصفصاف."),
        (1, "لم تسمح اليونان للسفينة البرتغالية بدخول الميناء، وفق المتحدثة باسم خفر السواحل لينا الحوراني."),
        (2, "وربما تُستأنف المحادثات بين اليونان والبرتغال في 12 أيار 2031، في ليماسول."),
        (3, "وطالبت النقابة الشركة بدفع أكثر من 200 ألف دينار جراء تأخر الأجور."),
    ],
)
def test_what_may_change(n: int, text: str) -> None:
    assert fault(n, text, Task.REPHRASE) == ""


@pytest.mark.parametrize(
    ("n", "old", "new", "why"),
    [
        (0, "14", "41", "number"),
        (0, "14 شخصا وإصابة ثلاثة", "3 أشخاص وإصابة 14", "number"),
        (0, "ثلاثة", "13", "number"),
        (0, "اليوم الأحد", "أمس", "date"),
        (0, "، اليوم الأحد،", "", "date"),
        (0, "مرج السنديان", "مرج الزيتون", "name"),
        (0, "مقتل 14 شخصا وإصابة ثلاثة آخرين", "مقتل 14 شخصا", "number"),
        (0, "انهيار", "تفجير", "changed"),
        (0, "الصفصاف.", "الصفصاف وسط غضب واسع من السكان.", "added"),
        (1, "ولم تسمح", "وسمحت", "negation"),
        (1, "اليونان للسفينة البرتغالية", "البرتغال للسفينة اليونانية", "name"),
        (1, "لينا الحوراني", "لينا الحسيني", "name"),
        (1, "، بحسب المتحدثة باسم خفر السواحل لينا الحوراني", "", "name"),
        (2, "ربما تستأنف", "تستأنف", "hedge"),
        (2, "ربما تستأنف", "ستستأنف", "hedge"),
        (2, "12 مايو", "21 مايو", "date"),
        (2, "ليماسول", "نيقوسيا", "name"),
        (3, "أكثر من 200", "نحو 200", "number"),
        (3, "200 ألف", "200 مليون", "number"),
        (3, "طالبت النقابة الشركة", "طالبت الشركة النقابة", "order"),
        (3, "طالبت", "هددت", "changed"),
        (3, " بسبب تأخر الأجور", "", "left out"),
    ],
)
def test_what_may_not_change(n: int, old: str, new: str, why: str) -> None:
    assert old in LINES[n]
    assert fault(n, LINES[n].replace(old, new), Task.REPHRASE) == why


@given(st.integers(0, len(LINES) - 1), st.data())
def test_no_word_of_content_can_go(n: int, data: st.DataObject) -> None:
    words = LINES[n].split()
    i = data.draw(st.integers(0, len(words) - 1))
    rest = " ".join(words[:i] + words[i + 1 :])
    # «اليوم» beside «الأحد» says the same day twice, and so does the year that the page's own date tells
    assert fault(n, rest, Task.REPHRASE) != "" or words[i].strip("،") in {"اليوم", "يوم", "الأحد", "2031"}


@pytest.mark.parametrize("text", ["", "<b>س</b>", "س\nص", "[س](https://x.example)", "س\u202eص", "س\x00", "# س"])
def test_a_line_in_another_form_is_refused(text: str) -> None:
    assert fault(0, text, Task.REPHRASE)
    assert fault(0, text, Task.TRANSLATE)


def test_reported_words_do_not_become_a_quotation() -> None:
    quoted = LINES[1].replace("ولم تسمح اليونان للسفينة", "«ولم تسمح اليونان للسفينة»")
    assert fault(1, quoted, Task.REPHRASE) == "quotation"


ENGLISH = (
    "The municipality of Marj al-Sindian announced on Sunday that 14 people were killed and three others injured after "
    "the Safsaf bridge collapsed.",
    "Greece did not allow the Portuguese ship to enter the port, according to coast guard spokeswoman Lina al-Hourani.",
    "Talks between Greece and Portugal may resume on 12 May 2031 in Limassol.",
    "The union demanded that the company pay more than 200,000 dinars because of delayed wages.",
)


@pytest.mark.parametrize("n", range(len(LINES)))
def test_a_good_translation_passes(n: int) -> None:
    assert fault(n, ENGLISH[n], Task.TRANSLATE) == ""


@pytest.mark.parametrize(
    ("n", "old", "new", "why"),
    [
        (0, "14", "41", "number"),
        (0, "14 people were killed and three others injured", "3 people were killed and 14 others injured", "number"),
        (0, "Sunday", "Monday", "date"),
        (0, " on Sunday", "", "date"),
        (0, "killed", "evacuated", "dead"),
        (0, "announced on Sunday that", "on Sunday:", "attribution"),
        (0, "collapsed.", "collapsed, in what Reuters called a crime.", "name"),
        (0, "collapsed.", "collapsed because of negligence.", "cause"),
        (0, "bridge collapsed", "bridge collapsed in a massive blast", "intensity"),
        (1, "did not allow", "allowed", "negation"),
        (1, "Greece did not allow the Portuguese", "Portugal did not allow the Greek", "order"),
        (1, "Greece", "Cyprus", "name"),
        (1, "Lina al-Hourani", "Mona Suleiman", "name"),
        (1, "according to", "unlike", "attribution"),
        (2, "may resume", "resume", "hedge"),
        (2, "12 May", "21 May", "date"),
        (2, "12 May 2031", "12 June 2031", "date"),
        (2, "Limassol", "Geneva", "name"),
        (3, "more than 200,000", "about 200,000", "number"),
        (3, "200,000", "200 million", "number"),
        (3, "demanded that the company pay", "saw the company pay", "demand"),
        (3, "because of delayed wages", "", "cause"),
    ],
)
def test_a_lying_translation_does_not(n: int, old: str, new: str, why: str) -> None:
    assert old in ENGLISH[n]
    assert fault(n, ENGLISH[n].replace(old, new), Task.TRANSLATE) == why


def test_a_translation_of_another_length_or_script_does_not_pass() -> None:
    assert fault(0, ENGLISH[0] + " It was a day that nobody in the town would forget." * 3, Task.TRANSLATE) == "length"
    assert fault(0, LINES[0], Task.TRANSLATE) == "form"
