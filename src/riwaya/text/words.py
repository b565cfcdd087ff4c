"""`read_words`: an article made ready for the stages, once.

Every stage looks at the same passages, tokens and sentences. A `Passage` is one block of the
article with its folded text; a `Sentence` is a range of it with its tokens. Offsets of tokens and
sentences are page offsets; `at` and `low`/`high` index the passage's folded text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from riwaya.model import Article, BlockKind, Span
from riwaya.text.fold import Folded, fold
from riwaya.text.sentences import split_sentences
from riwaya.text.tokens import Token, tokenise

Made = TypeVar("Made")

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
    """An article with its passages and, made when they are first asked for, its sentences, in reading order."""

    article: Article
    passages: tuple[Passage, ...]
    _cut: list[tuple[Sentence, ...]] = field(init=False, default_factory=list, compare=False, repr=False)

    _made: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[Words], Made]) -> Made:
        """What `make` finds in these words alone, made when first asked for: stages that follow one another ask for
        the same. `name` is the maker's own."""
        if name not in self._made:
            self._made[name] = make(self)
        made: Made = self._made[name]
        return made

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all passages; a stage that looks at passages alone does not pay for them."""
        if not self._cut:
            self._cut.append(tuple(s for i, p in enumerate(self.passages) for s in _sentences(i, p.folded)))
        return self._cut[0]

    def release(self) -> None:
        """Forget the sentences and what was made of them; they are made anew when next asked for. For runs of so many
        articles that their tokens would fill the memory."""
        self._cut.clear()
        self._made.clear()

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
        sentences = self.sentences
        low, high = 0, len(sentences)
        while low < high:
            middle = (low + high) // 2
            if sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(sentences) and sentences[low].start <= offset:
            return sentences[low]
        return None


def read_words(article: Article) -> Words:
    """Fold the parts of `article`, sorted by place in the page; sentences and tokens come with `Words.sentences`."""
    passages: list[Passage] = []
    for part in sorted(article.parts, key=lambda p: p.start):
        source = article.text[part.start : part.end]
        if part.why.endswith(JOINED):
            source = source.replace("\n", " ").replace("\r", " ")
        passages.append(Passage(part.kind, part.start, part.end, fold(source, base=part.start)))
    return Words(article, tuple(passages))


def _sentences(passage: int, folded: Folded) -> Iterator[Sentence]:
    """The sentences of a passage with their tokens."""
    tokens, k = tuple(tokenise(folded)), 0
    for low, high in split_sentences(folded.text):
        while k < len(tokens) and tokens[k].at < low:
            k += 1
        first = k
        while k < len(tokens) and tokens[k].at < high:
            k += 1
        start, end = folded.span(low, high)
        yield Sentence(passage, low, high, start, end, tokens[first:k])
