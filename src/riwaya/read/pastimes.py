"""Pages with which readers pass the time and that tell no story: horoscopes, quizzes and contests.

A horoscope has a line for most signs of the zodiac; a quiz asks, and offers answers below each question. An article may
ask and may name signs: it tells more beside that.

Data: `zodiac`, `zodiac_before`, `contests` of `rules/ar/reading_asides.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.read.dom import Piece
from riwaya.rules import load
from riwaya.text import fold_word

_SIGNS = 6  # of the zodiac, with a line each
_OPENING = 24  # characters of a line in which a sign opens it
_BESIDE = 500  # characters of running text beside them
_ANSWER = 8  # words of an answer
_ANSWERS, _LOOK = 2, 6  # below a question; lines in which they stand
_QUESTIONS = 3  # of a quiz
_QUIZ = 400  # characters of running text beside questions and answers
_SENTENCE = 6  # words of running text
_MARKED = re.compile(r"^[\W_]*(?:[اأبجدهـABCDabcd]|\d)\s*[).\-–:]\s*\S")
_ASKED = ("؟", "?")
_ENDED = (".", "،", "؛")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def is_pastime(pieces: Sequence[Piece], main: Sequence[bool], title: int | None) -> bool:
    """Whether a page is a horoscope or a quiz. `main`: its text."""
    text = [i for i, m in enumerate(main) if m and i != title]
    if not text:
        return False
    first = text[0] if title is None else title + 1
    stretch = [i for i in range(first, text[-1] + 1 + _LOOK) if i < len(pieces)]
    return _tells_fortunes(pieces, stretch) or _is_quiz(
        pieces, stretch, pieces[title].text if title is not None else ""
    )


def _tells_fortunes(pieces: Sequence[Piece], stretch: Sequence[int]) -> bool:
    """Whether most signs of the zodiac open a line, and little stands beside what is said below them."""
    signs: dict[str, int] = {}
    for i in stretch:
        found = _sign().match(pieces[i].text if len(pieces[i].text) <= _OPENING else pieces[i].text[:_OPENING])
        if found is not None and pieces[i].link_share < 0.5:
            signs.setdefault(fold_word(found["sign"]), i)
    if len(signs) < _SIGNS:
        return False
    first, last = min(signs.values()), max(signs.values())
    beside = (i for i in stretch if i < first or i > last + 1)
    return sum(len(pieces[i].text) for i in beside if _is_prose(pieces[i])) < _BESIDE


def _is_quiz(pieces: Sequence[Piece], stretch: Sequence[int], title: str) -> bool:
    """Whether questions with answers to choose from stand there, and little else."""
    asked = [i for i in stretch if pieces[i].text.endswith(_ASKED) and pieces[i].text.count(" ") >= 2]
    taken: set[int] = set()
    questions = 0
    for i in asked:
        below = range(i + 1, min(len(pieces), i + 1 + _LOOK))
        answers = []
        for k in below:
            if not _may_answer(pieces[k]):
                break
            answers.append(k)
        if len(answers) >= _ANSWERS:
            questions += 1
            taken |= {i, *answers}
    least = 1 if _contests().search(fold_word(title)) else _QUESTIONS
    if questions < least or questions < len(asked) / 2:
        return False
    return sum(len(pieces[i].text) for i in stretch if i not in taken and _is_prose(pieces[i])) < _QUIZ


def _may_answer(piece: Piece) -> bool:
    brief = piece.text.count(" ") < _ANSWER and not piece.text.endswith((*_ASKED, *_ENDED, ":"))
    plain = piece.element.tag not in _HEADINGS and piece.link_share < 0.5
    return plain and (brief or (_MARKED.match(piece.text) is not None and piece.text.count(" ") < 2 * _ANSWER))


def _is_prose(piece: Piece) -> bool:
    return piece.text.count(" ") >= _SENTENCE and piece.element.tag not in _HEADINGS and piece.link_share < 0.5


@cache
def _sign() -> re.Pattern[str]:
    data = load("ar/reading_asides")
    signs = "|".join(map(re.escape, data.texts("zodiac")))
    before = "".join(rf"(?:(?:{'|'.join(map(re.escape, words))})\s+)?" for words in data["zodiac_before"])
    return re.compile(rf"^\W*{before}(?P<sign>{signs})(?!\w)")


@cache
def _contests() -> re.Pattern[str]:
    words = "|".join(map(fold_word, load("ar/reading_asides").texts("contests")))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
