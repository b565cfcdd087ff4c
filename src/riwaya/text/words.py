"""`read_words`: an article made ready for the stages, once.

Every stage looks at the same passages, tokens and sentences. A `Passage` is one block of the
article with its folded text; a `Sentence` is a range of it with its tokens. Offsets of tokens and
sentences are page offsets; `at` and `low`/`high` index the passage's folded text.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import Article, BlockKind, Span
from riwaya.text.fold import Folded, fold
from riwaya.text.sentences import split_sentences
from riwaya.text.tokens import Token, tokenise

JOINED = "lines joined"
"""How the `why` of a block ends whose line breaks are white space: hard-wrapped text."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`low:high` in the passage's folded text; `start:end` in the page; its tokens in order."""

    passage: int
    low: int
    high: int
    start: int
    end: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of an article's words: its kind, its page range, its folded text."""

    kind: BlockKind
    start: int
    end: int
    folded: Folded


@dataclass(frozen=True, slots=True)
class Words:
    """An article with its passages and sentences, in reading order."""

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self.article.page, start, end)

    def text(self, start: int, end: int) -> str:
        """The page's own words in `[start:end)`."""
        return self.article.text[start:end]

    def kind_of(self, sentence: Sentence) -> BlockKind:
        return self.passages[sentence.passage].kind

    def folded(self, sentence: Sentence) -> str:
        return self.passages[sentence.passage].folded.text[sentence.low : sentence.high]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds page offset `offset`, if any."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= offset:
            return self.sentences[low]
        return None


def read_words(article: Article) -> Words:
    """Fold, tokenise and split the parts of `article`, sorted by place in the page."""
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    for part in sorted(article.parts, key=lambda p: p.start):
        source = article.text[part.start : part.end]
        if part.why.endswith(JOINED):
            source = source.replace("\n", " ").replace("\r", " ")
        folded = fold(source, base=part.start)
        tokens = tuple(tokenise(folded))
        index, k = len(passages), 0
        passages.append(Passage(part.kind, part.start, part.end, folded))
        for low, high in split_sentences(folded.text):
            while k < len(tokens) and tokens[k].at < low:
                k += 1
            first = k
            while k < len(tokens) and tokens[k].at < high:
                k += 1
            start, end = folded.span(low, high)
            sentences.append(Sentence(index, low, high, start, end, tokens[first:k]))
    return Words(article, tuple(passages), tuple(sentences))
