"""Annotated text as the trainer reads it: documents of words, each word with its pieces and a target for every head.

A target of -100 (or, for names, a row of ones) is «not annotated here» and costs nothing. Heads and their labels:
`HEADS`. Names targets are sets: ANERcorp's LOC may be GPE or LOC.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from riwaya.models.words import Vocabulary, Word, cut, longest_clitic

KINDS = ("PER", "ORG", "GPE", "LOC")
PLOVER = (
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST"),
    *("REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN", "NONE"),
)


def bio(*kinds: str) -> list[str]:
    return ["O", *(f"{p}-{k}" for k in kinds for p in "BI")]


HEADS: dict[str, list[str]] = {
    "names": bio(*KINDS),
    "clitic": ["0", "1", "2", "3"],
    "statements": bio("direct", "indirect", "mixed"),
    "cues": bio("CUE"),
    "speakers": bio("SPEAKER"),
    "triggers": bio(*PLOVER),
    "anercorp": bio("PERS", "ORG", "LOC", "MISC"),
}
OTHERS = tuple(h for h in HEADS if h != "names")


PAGE = 20  # sentences of ANERcorp that are read together
Tagged = tuple[str, str, tuple[str, ...]]


@dataclass
class Document:
    name: str
    text: str
    words: list[Word]
    pieces: list[tuple[int, ...]]
    names: np.ndarray  # (words, 9), 1 where the label is right
    others: np.ndarray  # (words, 5), label numbers in the order of OTHERS
    gold: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    marks: np.ndarray | None = None  # (words,), what is known of each, where a text is read for training


def document(name: str, text: str, words: list[Word], vocabulary: Vocabulary, eos: int) -> Document:
    pieces = [((eos,) if w.newline else ()) + vocabulary.ids(w) for w in words]
    names = np.ones((len(words), len(HEADS["names"])), dtype=np.float32)
    return Document(name, text, words, pieces, names, np.full((len(words), len(OTHERS)), -100, dtype=np.int64))


def gold_pages(folder: Path, vocabulary: Vocabulary, eos: int) -> list[Document]:
    """Pages annotated for all heads. The outlet line, which nobody annotated, is left out."""
    tables = {n: json.loads((folder / f"{n}.json").read_text("utf-8")) for n in ("mentions", "statements", "events")}
    out = []
    for path in sorted((folder / "pages").iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        first = text.find("\n")
        second = text.find("\n", first + 1)
        words = [w for w in cut(text) if not first < w.start < second]
        doc = document(path.name, text, words, vocabulary, eos)
        doc.names[:] = 0
        doc.names[:, 0] = 1
        doc.others[:] = 0
        doc.others[:, [OTHERS.index("clitic"), OTHERS.index("anercorp")]] = -100
        mine = {n: [x for x in rows if page_of(x) == path.name] for n, rows in tables.items()}
        _mark_names(doc, mine["mentions"])
        spans = [(s["start"], s["end"], s["mode"]) for s in mine["statements"]]
        _mark(doc, "statements", spans)
        _mark(doc, "cues", [(*s["cue"], "CUE") for s in mine["statements"] if s["cue"]])
        _mark(doc, "speakers", [(*s["speaker"], "SPEAKER") for s in mine["statements"] if s["speaker"]])
        _mark(doc, "triggers", [(*e["trigger"], e["type"]) for e in mine["events"] if e.get("trigger")])
        out.append(doc)
    return out


def page_of(row: dict) -> str:
    """An event names its page in its mentions."""
    return str(row["page"] if "page" in row else row["mentions"][0]["page"])


def _mark_names(doc: Document, mentions: list[dict]) -> None:
    doc.gold["names"] = [(m["start"], m["end"], m["type"]) for m in mentions]
    clitic = OTHERS.index("clitic")
    for start, end, kind in doc.gold["names"]:
        inside = [i for i, w in enumerate(doc.words) if w.start < end and w.end > start]
        for i in inside:
            doc.names[i] = 0
            doc.names[i, 1 + 2 * KINDS.index(kind) + (i != inside[0])] = 1
        if inside:
            word = doc.words[inside[0]]
            length = start - word.start
            doc.others[inside[0], clitic] = length if length <= longest_clitic(word.text) else -100


def _mark(doc: Document, head: str, spans: list[tuple[int, int, str]]) -> None:
    """Longest first; a span that touches one already marked is left out (nested statements, about one in thirty)."""
    doc.gold[head] = sorted(set(spans))
    column = OTHERS.index(head)
    for start, end, kind in sorted(set(spans), key=lambda s: s[0] - s[1]):
        inside = [i for i, w in enumerate(doc.words) if w.start < end and w.end > start]
        if any(doc.others[i, column] for i in inside):
            continue
        for i in inside:
            doc.others[i, column] = HEADS[head].index(("B-" if i == inside[0] else "I-") + kind)


def columns(
    path: Path, wanted: dict[str, tuple[str, ...]], ignored: frozenset[str] = frozenset()
) -> list[list[Tagged]]:
    """Sentences of (word, B|I|O|?, our types) from «word tag tag ...» lines; the outermost wanted tag counts."""
    sentences: list[list[Tagged]] = []
    now: list[Tagged] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        word, *tags = line.split()[:1] + line.split()[1:] if line.strip() else ("",)
        if not word:
            if now:
                sentences.append(now)
            now = []
            continue
        found = next((t for t in tags if t[2:] in wanted), None)
        if word == "$#$":
            continue
        if found:
            now.append((word, found[0], wanted[found[2:]]))
        else:
            now.append((word, "?" if any(t[2:] in ignored for t in tags) else "O", ()))
    return sentences


def word_lists(path: Path, sentences: list[list[Tagged]], vocabulary: Vocabulary, eos: int) -> list[Document]:
    """Documents of four sentences each, annotated for names only (their clitics are not)."""
    out, join = [], 4
    for at in range(0, len(sentences), join):
        text, marks = "", []
        for sentence in sentences[at : at + join]:
            for word, tag, kinds in sentence:
                marks.append((len(text), len(text) + len(word), tag, kinds))
                text += word + " "
        words = cut(text)
        doc = document(f"{path.stem}-{at}", text, words, vocabulary, eos)
        k = 0
        for i, w in enumerate(words):
            while marks[k][1] <= w.start:
                k += 1
            start, end, tag, kinds = marks[k]
            if tag == "?" or (kinds and not w.text[0].isalnum() and end - start > 1):
                continue
            doc.names[i] = 0
            if not kinds:
                doc.names[i, 0] = 1
            for kind in kinds:
                doc.names[i, 1 + 2 * KINDS.index(kind) + (tag == "I" or w.start > start)] = 1
        out.append(doc)
    return out


def anercorp(path: Path, vocabulary: Vocabulary, eos: int) -> list[Document]:
    """ANERcorp in its own convention: pages of `PAGE` sentences, a line each, annotated for the head `anercorp` only.

    A word of the corpus holds its particles and its marks; all that it is cut into is in the name with it.
    """
    sentences = columns(path, {k: (k,) for k in ("PERS", "ORG", "LOC", "MISC")})
    return [
        _corpus_page(f"{path.stem}-{at}", sentences[at : at + PAGE], vocabulary, eos)
        for at in range(0, len(sentences), PAGE)
    ]


def _corpus_page(name: str, sentences: list[list[Tagged]], vocabulary: Vocabulary, eos: int) -> Document:
    text, marks = "", []
    for sentence in sentences:
        for word, tag, kinds in sentence:
            marks.append((len(text), len(text) + len(word), tag, kinds[0] if kinds else ""))
            text += word + " "
        text = text[:-1] + "\n"
    doc = document(name, text, cut(text), vocabulary, eos)
    doc.others[:, OTHERS.index("anercorp")] = _as_labels(doc.words, marks)
    doc.gold["anercorp"] = _joined(marks)
    return doc


IN_BRACES = re.compile(r"\{([PLOM]) ([^{}]+)\}|\S+")
BRACED = {"P": "PERS", "L": "LOC", "O": "ORG", "M": "MISC"}


def written(folder: Path, vocabulary: Vocabulary, eos: int) -> list[Document]:
    """News that we wrote, names in braces in ANERcorp's convention («{P كوفي انان}»); a page an article."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for n, article in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
            sentences = [list(_braced(line)) for line in article.splitlines()]
            out.append(_corpus_page(f"written-{path.stem}-{n}", sentences, vocabulary, eos))
    return out


def as_ours(labels: list[int], said: list[int] | None = None) -> np.ndarray:
    """What `names` may say of words with these labels of ANERcorp's convention, a row a word.

    People and places are names for us too; bodies are where they begin otherwise, and many that we name are none there.
    `said`: what a model says of each word. It is believed where that convention can not tell: whether a place is a
    state, how far a body reaches, what else is a body. Sets without it would be met by calling every word a body.
    """
    mine, theirs = HEADS["names"], HEADS["anercorp"]
    agree = {"O": ("O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"), "B-PERS": ("B-PER",), "I-PERS": ("I-PER",)}
    agree |= {"B-LOC": ("B-GPE", "B-LOC", "I-LOC", "I-ORG"), "I-LOC": ("I-GPE", "I-LOC", "B-LOC", "B-GPE", "I-ORG")}
    agree |= {"B-ORG": ("B-ORG", "I-ORG"), "I-ORG": ("I-ORG", "B-ORG")}
    other = {"O": ("O",), "B-PERS": ("B-PER",), "I-PERS": ("I-PER",), "B-LOC": ("B-GPE", "B-LOC")}
    other |= {"I-LOC": ("I-GPE", "I-LOC"), "B-ORG": ("B-ORG",), "I-ORG": ("I-ORG",)}
    out = np.zeros((len(labels), len(mine)), dtype=np.float32)
    for i, (row, label) in enumerate(zip(out, labels, strict=True)):
        now = mine[said[i]] if said else ""
        may = (now,) if now in agree.get(theirs[label], (now,)) else other[theirs[label]]
        row[[mine.index(m) for m in may if m] or slice(None)] = 1
    return out


def _braced(line: str) -> Iterator[Tagged]:
    for found in IN_BRACES.finditer(line):
        if not found[1]:
            yield found[0], "O", ()
        else:
            for i, word in enumerate(found[2].split()):
                yield word, "I" if i else "B", (BRACED[found[1]],)


def _as_labels(words: list[Word], marks: list[tuple[int, int, str, str]]) -> list[int]:
    """The label of each of our words; one of the corpus may hold several. An inside without its name begins one."""
    labels = HEADS["anercorp"]
    told: list[int] = []
    k = 0
    for w in words:
        while marks[k][1] <= w.start:
            k += 1
        start, _, tag, kind = marks[k]
        label = 0
        if kind:
            inside = labels.index("I-" + kind)
            begins = (tag == "B" and w.start == start) or not told or told[-1] not in (inside, inside - 1)
            label = inside - begins
        told.append(label)
    return told


def _joined(marks: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str]]:
    """The names that the corpus's words make up."""
    out: list[tuple[int, int, str]] = []
    last = ""
    for start, end, tag, kind in marks:
        if kind and tag == "I" and kind == last:
            out[-1] = (out[-1][0], end, kind)
        elif kind:
            out.append((start, end, kind))
        last = kind
    return out


WOJOOD = {"PERS": ("PER",), "ORG": ("ORG",), "GPE": ("GPE",), "LOC": ("LOC", "GPE"), "FAC": ("LOC",)}


def silver(path: Path, vocabulary: Vocabulary, eos: int) -> list[Document]:
    """Pages that a model labelled (`silver.py`): sure words only, for the heads `anercorp` and `names`."""
    out = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for n, line in enumerate(file):
            row = json.loads(line)
            doc = document(f"silver-{n}", row["text"], cut(row["text"]), vocabulary, eos)
            for i, told in enumerate(row["names"]):
                if told >= 0:
                    doc.names[i] = 0
                    doc.names[i, told] = 1
            doc.others[:, OTHERS.index("anercorp")] = row["anercorp"]
            out.append(doc)
    return out
