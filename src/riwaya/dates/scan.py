"""The lexical half of finding: folded text to tokens, as far as anybody asks for them.

A text is cut at its spaces; a `Lexer` remembers of every such piece whether an expression may begin in
it, so that most of a text costs one look-up a word and is never cut into tokens. A `Scan` reads the
others, and what follows them for as long as a rule goes on: of each token its word, its place, and its
`sign`, which is all that rules can see of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, compress
from typing import NamedTuple, TypeAlias

from riwaya.dates.atoms import NO_SHAPE, Atoms, Shape, read_figures, vocabulary
from riwaya.dates.numbers import LONGEST, goes_on

Sign: TypeAlias = tuple[str, Shape]
"""What rules can see of a token: its word where a rule names it (else empty), the shape of its atoms."""

_TOKEN = re.compile(
    r"[^\W\d_]+"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d.,/])|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?!\d)"
    r"|\d+(?:[.,٫٬]\d+)+|\d+|[^\w\s]|_|\n"
)
_SPACED_DATE = re.compile(r"\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{4}(?!\d)")
_DATE_OPEN = re.compile(r"(?<!\d)\d{1,2}(?:[-/.](?:\d{1,2}[-/.]?)?)?\Z")
_LONG = 40  # longer pieces are no words: read each time, never remembered
_MOST_HEAT, _MOST_PIECES = 50_000, 10_000  # how many are remembered before they are begun anew


class Token(NamedTuple):
    """A token: its word, its sign (None where what follows decides) and atoms, its place in its piece."""

    word: str
    sign: Sign | None
    atoms: Atoms | None
    offset: int = 0


class _Piece(NamedTuple):
    """The tokens between two spaces; `hot`: those where an expression may begin; `open`: where a date
    may begin that goes on after the space, or -1."""

    tokens: tuple[Token, ...]
    hot: tuple[int, ...]
    open: int


class Lexer:
    """What is known of the pieces of texts. `literals`: the words that rules name; `openers`: those that
    an expression may begin with; `heat` and `pieces` by the written piece; `alone`: what a word of the
    vocabulary is where nothing follows that goes on with it."""

    def __init__(self, literals: frozenset[str] = frozenset(), openers: frozenset[str] = frozenset()) -> None:
        self._literals = literals
        self._openers = openers
        self.heat = _Heat(self)
        self.pieces = _Pieces(self)
        self.alone = _Alone(self)

    def is_hot(self, piece: str) -> bool:
        """Whether an expression may begin in a piece."""
        words, openers = vocabulary(), self._openers
        return any(w in words or w in openers or "0" <= w < ":" for w in _TOKEN.findall(piece))

    def sign(self, word: str, atoms: Atoms | None) -> Sign:
        """What rules can see of a word with these atoms."""
        return (word if word in self._literals else "", atoms.shape if atoms is not None else NO_SHAPE)

    def read(self, piece: str) -> _Piece:
        """The tokens of a piece."""
        return self._piece([(m.group(), m.start()) for m in _TOKEN.finditer(piece)], _DATE_OPEN.search(piece))

    def date(self, words: str) -> _Piece:
        """A numeric date that is written in several pieces."""
        return self._piece([(words, 0)], None)

    def _piece(self, found: list[tuple[str, int]], tail: re.Match[str] | None) -> _Piece:
        tokens = [self._token(word, offset) for word, offset in found]
        hot = tuple(k for k, t in enumerate(tokens) if t.sign is None or t.atoms is not None or t.word in self._openers)
        start = tail.start() if tail is not None else -1
        return _Piece(tuple(tokens), hot, start if any(t.offset == start for t in tokens) else -1)

    def _token(self, word: str, offset: int) -> Token:
        known = vocabulary().get(word)
        if known is not None and not known.fixed:
            return Token(word, None, None, offset)
        atoms = known.plain if known is not None else None
        if known is None and "0" <= word < ":" and word not in self._openers and len(word) <= 14:
            atoms = read_figures(word)
        return Token(word, self.sign(word, atoms), atoms, offset)


class _Heat(dict[str, bool]):
    """Piece -> whether an expression may begin in it, worked out when it is first met."""

    def __init__(self, lexer: Lexer) -> None:
        super().__init__()
        self._lexer = lexer

    def __missing__(self, piece: str) -> bool:
        hot = self._lexer.is_hot(piece)
        if len(piece) <= _LONG:
            if len(self) >= _MOST_HEAT:
                self.clear()
            self[piece] = hot
        return hot


class _Pieces(dict[str, _Piece]):
    """Piece -> its tokens, worked out when they are first asked for."""

    def __init__(self, lexer: Lexer) -> None:
        super().__init__()
        self._lexer = lexer

    def __missing__(self, piece: str) -> _Piece:
        found = self._lexer.read(piece)
        if len(piece) <= _LONG:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[piece] = found
        return found


class _Alone(dict[str, Token]):
    """Word of the vocabulary -> its token where what follows adds nothing."""

    def __init__(self, lexer: Lexer) -> None:
        super().__init__()
        self._lexer = lexer

    def __missing__(self, word: str) -> Token:
        atoms = vocabulary()[word].read((word,), 0, glued=False)
        found = self[word] = Token(word, self._lexer.sign(word, atoms), atoms)
        return found


class Scan:
    """The tokens of a folded text, read where they are asked for. Tokens are numbered in the order they
    were read, from left to right; where `hot` goes on to a later place, the words between are left out."""

    __slots__ = ("_lexer", "_lows", "_next", "_pieces", "_sums", "_waiting", "_warm", "text", "tokens")

    def __init__(self, text: str, lexer: Lexer) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self._lows: list[int] = []  # where each token begins
        self._lexer = lexer
        self._next = 0  # the first piece not read
        self._waiting: list[int] = []  # hot tokens read so far
        self._pieces = text.split(" ")
        self._warm = list(compress(range(len(self._pieces)), map(lexer.heat.__getitem__, self._pieces)))
        self._sums = list(accumulate(map(len, self._pieces))) if self._warm else []

    def hot(self) -> Iterator[int]:
        """The tokens where an expression may begin, in order."""
        done, waiting = 0, self._waiting
        for piece in self._warm:
            if piece >= self._next:
                self._next = piece
                self.more()
            while done < len(waiting):
                yield waiting[done]
                done += 1

    def more(self) -> bool:
        """Read the next piece; False where the text ends."""
        at = self._next
        if at >= len(self._pieces):
            return False
        self._next = at + 1
        piece = self._pieces[at]
        read, low = self._lexer.pieces[piece], self._sums[at] - len(piece) + at
        if read.open >= 0:
            self._add_with_date(piece, low)
        else:
            self._add(read, low)
        return True

    def sign(self, k: int) -> Sign:
        """What rules can see of token `k`, whose sign waits for what follows."""
        token, after = self.tokens[k], self._word(k + 1)
        known = vocabulary()[token.word]
        if known.article or after in known.nexts or (known.number and goes_on(after)):
            self._word(k + (LONGEST if known.number else known.longest))
            words = [t.word for t in self.tokens[k : k + LONGEST + 1]]
            atoms = known.read(words, 0, glued=len(words) > 1 and self.high(k) == self.low(k + 1))
            token = Token(token.word, self._lexer.sign(token.word, atoms), atoms)
        else:
            token = self._lexer.alone[token.word]
        self.tokens[k] = token
        assert token.sign is not None
        return token.sign

    def low(self, k: int) -> int:
        """Where token `k` begins in the text."""
        return self._lows[k]

    def high(self, k: int) -> int:
        """Where token `k` ends in the text."""
        return self._lows[k] + len(self.tokens[k].word)

    def _word(self, k: int) -> str:
        """Token `k` as it is written, read on as far as need be; nothing where the text ends before."""
        while k >= len(self.tokens):
            if not self.more():
                return ""
        return self.tokens[k].word

    def _add(self, read: _Piece, low: int) -> None:
        tokens = read.tokens
        if read.hot:
            first = len(self.tokens)
            self._waiting += [first + k for k in read.hot]
        if len(tokens) == 1:
            self.tokens.append(tokens[0])
            self._lows.append(low + tokens[0].offset)
        else:
            self.tokens += tokens
            self._lows += [low + token.offset for token in tokens]

    def _add_with_date(self, piece: str, low: int) -> None:
        """Add a piece at whose end a date may begin («13 / 10 / 2025»), with all that the date takes."""
        read = self._lexer.pieces[piece]
        while (date := _SPACED_DATE.match(self.text, low + read.open)) and date.end() > low + len(piece):
            self._add(self._lexer.pieces[piece[: read.open]], low)
            self._add(self._lexer.date(date.group()), date.start())
            while self._end(self._next) < date.end():
                self._next += 1
            piece, low = self.text[date.end() : self._end(self._next)], date.end()
            self._next += 1
            read = self._lexer.pieces[piece]
            if read.open < 0:
                break
        self._add(read, low)

    def _end(self, piece: int) -> int:
        return self._sums[piece] + piece
