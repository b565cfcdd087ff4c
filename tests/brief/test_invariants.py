"""What no brief may break, over the example pages: every line rests on its words."""

import re

from riwaya.model import BriefLine, Telling
from riwaya.text import fold_word

_FILLED = re.compile(r"\[(?:الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)\]")


def lines(telling: Telling) -> list[BriefLine]:
    return [line for topic in telling.topics for line in topic.brief]


def words_of(line: BriefLine, telling: Telling) -> str:
    texts = {p.name: p.text for p in telling.pages}
    return " ".join(texts[s.page][s.start : s.end] for s in line.spans)


def test_no_line_without_a_span(examples_told: Telling) -> None:
    assert lines(examples_told)
    assert all(line.spans for line in lines(examples_told))


def test_every_number_of_a_line_stands_in_its_spans(examples_told: Telling) -> None:
    for line in lines(examples_told):
        assert set(re.findall(r"\d+", line.text)) <= set(re.findall(r"\d+", words_of(line, examples_told)))


def test_every_name_of_a_line_is_found_in_its_spans(examples_told: Telling) -> None:
    texts = {p.name: p.text for p in examples_told.pages}
    for line in lines(examples_told):
        said = words_of(line, examples_told)
        for m in examples_told.mentions:
            name = texts[m.span.page][m.span.start : m.span.end]
            if m.span.page == line.spans[0].page and name in line.text:
                assert name in said


def test_every_word_of_a_line_is_a_word_of_its_spans(examples_told: Telling) -> None:
    for line in lines(examples_told):
        said = set(re.findall(r"\w+", fold_word(words_of(line, examples_told))))
        joined = said | {w[1:] for w in said}
        assert set(re.findall(r"\w+", fold_word(_FILLED.sub("", line.text)))) <= joined
