"""The one encoder: names, statements, cues, speakers and triggers of Arabic news, and sentence vectors.

    encoder().names(["أعلنت وزارة الصحة ..."]) -> [(Tagged(start, end, "ORG", score), ...)]

Reads `weights.onnx` beside this module (int8 weights, the vocabulary and the labels in its metadata) with onnxruntime
on two threads. No network, no torch. Texts may be of any length: they are read in overlapping windows, and every word
is decided by the window in which it stands farthest from a seam. Offsets are code points into the text that was given.
`MODEL_CARD.md` says what it was trained on, its licence and how often it errs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from riwaya.errors import RiwayaError
from riwaya.models.decode import Floats, found_by_kind, log_softmax
from riwaya.models.decode import found as decode
from riwaya.models.known import marks
from riwaya.models.words import Vocabulary, Window, Word, after_clitic, cut, longest_clitic, whole_clitic, windows

WEIGHTS: Final = Path(__file__).with_name("weights.onnx")
FORMAT: Final = "riwaya-encoder/2"
THREADS: Final = 2
ROOM: Final = 254  # pieces of a window, without its two end marks
OVERLAP: Final = 96
BATCH: Final = 4096  # pieces of a batch, padding counted


class ModelError(RiwayaError):
    """The weights file is missing, broken or of another format."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """`text[start:end]` is a `label`; `score` is the lowest probability of its words to be in such a span, 0 to 1."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one pass over a text has to say.

    `names`: PER, ORG, GPE, LOC, without attached clitics. `statements`: claimed words, label direct, indirect or mixed.
    `cues`: the word that says so (CUE). `speakers`: who says it, where said (SPEAKER). `triggers`: the word that tells
    an event, label one of PLOVER's 16 types or NONE. `anercorp`: names as ANERcorp counts them (PERS, ORG, LOC, MISC;
    whole words with their particles), for comparison with other readers; empty where the weights have no such head.
    All but `names` are evidence to weigh, not results to show.
    """

    names: tuple[Tagged, ...] = ()
    statements: tuple[Tagged, ...] = ()
    cues: tuple[Tagged, ...] = ()
    speakers: tuple[Tagged, ...] = ()
    triggers: tuple[Tagged, ...] = ()
    anercorp: tuple[Tagged, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A window of text number `text`, as ids; `at[i]` is where the first piece of word `first + i` stands.

    `known[i]` is what is known of that word; empty where nothing is told.
    """

    text: int
    window: Window
    ids: tuple[int, ...]
    at: tuple[int, ...]
    known: tuple[int, ...]


class Encoder:
    """Thread-safe: the session may run from several threads, and nothing else changes after loading."""

    def __init__(self, session: ort.InferenceSession, meta: Mapping[str, str]) -> None:
        if meta.get("format") != FORMAT:
            raise ModelError(f"weights of format {meta.get('format')!r}, expected {FORMAT!r}")
        self._session = session
        self._heads: dict[str, list[str]] = json.loads(meta["heads"])
        special: dict[str, int] = json.loads(meta["special"])
        self._bos, self._eos, self._pad = special["bos"], special["eos"], special["pad"]
        pieces = meta["pieces"].split("\n")
        scores = [float(s) for s in meta["scores"].split(" ")]
        self._vocabulary = Vocabulary(pieces, scores, special["unk"])

    @classmethod
    def load(cls, path: Path | None = None) -> Encoder:
        """Read the weights; `ModelError` where they are missing or broken. `encoder()` is the shared, cached one."""
        path = path or WEIGHTS
        if not path.is_file():
            raise ModelError(f"no weights at {path}: the package was installed without them")
        options = ort.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
        options.log_severity_level = 4
        # Without this, processors that lack VNNI add pairs of 8-bit products in 16 bits, which overflow: of 700 names
        # on 28 pages 30 came out otherwise. It changes nothing on newer ones, and costs no time.
        options.add_session_config_entry("session.x64quantprecision", "1")
        # Threads that wait turning cost a fifth more processor time, and two thirds more where others want the cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            return cls(session, session.get_modelmeta().custom_metadata_map)
        except ModelError:
            raise
        except Exception as error:  # onnxruntime raises a dozen kinds of its own
            raise ModelError(f"cannot read weights {path}: {str(error).splitlines()[0]}") from error

    @property
    def heads(self) -> tuple[str, ...]:
        """What these weights were taught: fields of `Reading`."""
        return tuple(head for head in self._heads if head != "clitic")

    def names(self, texts: Sequence[str]) -> list[tuple[Tagged, ...]]:
        """The names of each text, in order, not overlapping."""
        return [reading.names for reading in self._tag(texts, ("names",))]

    def tag(self, texts: Sequence[str]) -> list[Reading]:
        """All heads in one pass."""
        return self._tag(texts, self.heads)

    def _tag(self, texts: Sequence[str], heads: Sequence[str]) -> list[Reading]:
        cuts = [cut(text) for text in texts]
        logits = self._logits(cuts)
        return [self._read(*each, heads) for each in zip(texts, cuts, logits, strict=True)]

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, of length 1 (or all 0 for a text without words); of a long text, the mean of its windows."""
        cuts = [cut(text) for text in texts]
        total = np.zeros((len(texts), int(self._session.get_outputs()[1].shape[1])), dtype=np.float32)
        for batch in self._batches(cuts):
            (rows,) = self._session.run(["vectors"], self._inputs(batch))
            for piece, row in zip(batch, np.asarray(rows), strict=True):
                total[piece.text] += row * len(piece.ids)
        length = np.linalg.norm(total, axis=1, keepdims=True)
        return np.asarray(total / np.where(length > 0, length, 1), dtype=np.float32)

    def _logits(self, cuts: Sequence[Sequence[Word]]) -> list[Floats]:
        """Scores of all heads' labels, one row a word."""
        width = sum(map(len, self._heads.values()))
        out: list[Floats] = [np.zeros((len(words), width), dtype=np.float32) for words in cuts]
        for batch in self._batches(cuts, told=True):
            (scores,) = self._session.run(["scores"], self._inputs(batch))
            for piece, rows in zip(batch, np.asarray(scores), strict=True):
                w = piece.window
                kept = piece.at[w.keep - w.first : w.until - w.first]
                out[piece.text][w.keep : w.until] = rows[list(kept)]
        return out

    def _inputs(self, batch: Sequence[_Piece]) -> dict[str, NDArray[np.int64]]:
        ids = np.full((len(batch), max(len(p.ids) for p in batch)), self._pad, dtype=np.int64)
        known = np.zeros_like(ids)
        for row, told, piece in zip(ids, known, batch, strict=True):
            row[: len(piece.ids)] = piece.ids
            if piece.known:
                told[list(piece.at)] = piece.known
        return {"ids": ids, "known": known}

    def _batches(self, cuts: Sequence[Sequence[Word]], *, told: bool = False) -> list[list[_Piece]]:
        """All windows of all texts, shortest first, so that little is padded. `told`: with what is known of words,
        which the heads were taught to weigh; the sentence vectors were fitted without it."""
        pieces = [p for i, words in enumerate(cuts) for p in self._windows(i, words, marks(words) if told else ())]
        batches: list[list[_Piece]] = []
        for piece in sorted(pieces, key=lambda p: len(p.ids)):
            if not batches or (len(batches[-1]) + 1) * len(piece.ids) > BATCH:
                batches.append([])
            batches[-1].append(piece)
        return batches

    def _windows(self, text: int, words: Sequence[Word], known: Sequence[int]) -> list[_Piece]:
        units = [((self._eos,) if w.newline else ()) + self._vocabulary.ids(w) for w in words]
        out = []
        for window in windows([len(u) for u in units], ROOM, OVERLAP):
            ids, at = [self._bos], []
            for word, unit in zip(words[window.first : window.last], units[window.first : window.last], strict=True):
                at.append(len(ids) + word.newline)
                ids.extend(unit)
            out.append(_Piece(text, window, (*ids, self._eos), tuple(at), tuple(known[window.first : window.last])))
        return out

    def _read(self, text: str, words: Sequence[Word], scores: Floats, heads: Sequence[str]) -> Reading:
        logs = self._logs(scores)
        clitics = logs.get("clitic")
        found: dict[str, tuple[Tagged, ...]] = {}
        for head in heads:
            kinds = [label[2:] for label in self._heads[head][1::2]]
            spans = found_by_kind(logs[head]) if head == "anercorp" else decode(logs[head])
            tagged = []
            for first, last, kind, sure in spans:
                start = words[first].start
                if head == "names" and clitics is not None:
                    length = int(clitics[first, : longest_clitic(words[first].text) + 1].argmax())
                    start = after_clitic(words[first], text, whole_clitic(words[first].text, length))
                tagged.append(Tagged(start, words[last - 1].end, kinds[kind], sure))
            found[head] = tuple(tagged)
        return Reading(**found)

    def _logs(self, scores: Floats) -> dict[str, Floats]:
        """Log probabilities of each head's labels."""
        out, column = {}, 0
        for head, labels in self._heads.items():
            out[head] = log_softmax(scores[:, column : column + len(labels)])
            column += len(labels)
        return out


@cache
def encoder() -> Encoder:
    """The encoder of this installation, loaded once."""
    return Encoder.load()
