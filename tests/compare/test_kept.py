"""What is worked out of an account once while its topic is compared."""

from dataclasses import replace

import pytest

from riwaya.account import Account, Affair
from riwaya.compare import find_contrasts
from riwaya.compare.kept import Phrases, hits_in, let_go, mentions_from, numbers_in, once
from riwaya.model import MentionType
from riwaya.text import Lexicon
from tests.making import Maker


def account() -> Account:
    page = Maker("a", "خبر", ["أغلقت البلدية الجسر القديم وأصلحت 12 قاربا، ثم فتحت البلدية السوق."])
    return page.names("البلدية", "org:town", MentionType.ORG).account()


def test_it_is_made_once_and_anew_for_another_account_of_the_same_words() -> None:
    one = account()
    made: list[Account] = []
    for asked in (one, one, replace(one, statements=()), one):
        once(asked, "test", made.append)
    assert len(made) == 3


def test_it_is_dropped_when_the_topic_is_compared() -> None:
    one = account()
    once(one, "test", lambda a: 1)
    find_contrasts(Affair((one,)))
    assert once(one, "test", lambda a: 2) == 2
    let_go([one])
    assert once(one, "test", lambda a: 3) == 3


def test_numbers_are_those_of_the_sentence() -> None:
    one = account()
    sentence = one.words.sentences[-1]
    assert [n.value for n in numbers_in(one, sentence)] == [12]
    assert numbers_in(one, sentence) is numbers_in(one, sentence)


def phrases(*words: str) -> Phrases[str]:
    lexicon: Lexicon[str] = Lexicon()
    for word in words:
        lexicon.add(word, word, article=True, pronoun=True)
    return Phrases(lexicon, words)


@pytest.mark.parametrize(("first", "last"), [(0, 11), (0, 2), (1, 4), (2, 4), (3, 8), (7, 11), (4, 4)])
def test_the_hits_in_a_part_of_a_sentence_are_those_of_a_look_at_it_alone(first: int, last: int) -> None:
    one = account()
    sentence, found = one.words.sentences[-1], phrases("البلدية", "الجسر القديم", "سوق", "القديم وأصلحت")
    part = sentence.tokens[first:last]
    for tokens in (part, [*part, *sentence.tokens[last + 2 :]]):  # side by side, and with a gap
        alone = [(h.payload, h.first, h.last, h.start, h.end) for h in found.find(one, sentence, tokens)]
        assert [
            (h.payload, h.first, h.last, h.start, h.end) for h in hits_in(one, sentence, tokens, "t", found)
        ] == alone


@pytest.mark.parametrize("words", ["والبلدية", "بلديتها", "للبلدية", "البلدية"])
def test_a_sentence_is_seen_to_have_a_phrase_under_what_is_attached_to_it(words: str) -> None:
    one = Maker("a", "خبر", [f"وصل المركب {words} صباحا."]).account()
    sentence = one.words.sentences[-1]
    assert [h.payload for h in phrases("بلدية", "رصيف").find(one, sentence, sentence.tokens)] == ["بلدية"]
    assert phrases("رصيف").find(one, sentence, sentence.tokens) == []


def test_the_names_that_begin_in_a_part() -> None:
    one = account()
    (name,) = one.mentions
    start = name.span.start
    assert list(mentions_from(one, start, start + 1)) == [name]
    assert list(mentions_from(one, start + 1, start + 9)) == list(mentions_from(one, 0, start)) == []
