"""Text as every stage sees it: folded with a map, cut into tokens and sentences.

| module | gives |
|---|---|
| `fold` | `fold(text) -> Folded`: one normal form, exact map to the source |
| `tokens` | `tokenise`, `split_clitics`: words, and what may be attached to them |
| `sentences` | `split_sentences`: ranges over folded text |
| `verbs` | `conjugate`: the written forms of a verb; `conjugate_passive`, `bears_passive`: those of its passive |
| `lexicon` | `Lexicon`: many words and phrases looked up at once, clitics allowed |
| `words` | `read_words(article) -> Words`: all of the above for one article, once |
"""

from riwaya.text.fold import Folded, fold, fold_text, fold_word, fold_words
from riwaya.text.lexicon import Hit, Lexicon
from riwaya.text.sentences import split_sentences
from riwaya.text.tokens import Cut, Token, split_clitics, tokenise, words_in
from riwaya.text.verbs import bears_passive, conjugate, conjugate_passive
from riwaya.text.words import JOINED, Passage, Sentence, Words, read_words

__all__ = [
    "JOINED",
    "Cut",
    "Folded",
    "Hit",
    "Lexicon",
    "Passage",
    "Sentence",
    "Token",
    "Words",
    "bears_passive",
    "conjugate",
    "conjugate_passive",
    "fold",
    "fold_text",
    "fold_word",
    "fold_words",
    "read_words",
    "split_clitics",
    "split_sentences",
    "tokenise",
    "words_in",
]
