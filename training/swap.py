"""Other names in the same sentences: in every epoch some mentions are replaced, so that names are read by their place.

People's names are put together from single names (CC0, of Wikidata); other mentions are replaced by ones of their kind.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
from annotated import HEADS, KINDS, OTHERS, Document, as_ours

from riwaya.models.words import Vocabulary, Word
from riwaya.rules import load, rules_in

LETTERS = "ابتثجحخدرزسشصطعغفقكلمنهوي"
FIRST = {"أ": "اإ", "إ": "اأ", "آ": "ا"}  # letters that writers mix up, where a word begins
LAST = {"ة": "ه", "ى": "ي", "ي": "ى"}  # and where it ends
BODIES = frozenset({  # first words of bodies behind which a name may be coined
    "شركة", "صحيفة", "نادي", "حزب", "بنك", "وكالة", "مؤسسة", "جامعة", "مجموعة", "قناة", "مجلة", "منظمة", "حركة",
    "فريق", "مصرف", "دار", "معهد", "جمعية", "تنظيم", "جماعة", "اتحاد", "مركز", "هيئة",
})  # fmt: skip
PARTICLES = frozenset(["بن", "ابن", "أبو", "ابو", "أبي", "آل", "عبد", "أم", "دي", "فان", "فون"])
CLITIC = OTHERS.index("clitic")
CORPUS = OTHERS.index("anercorp")


class Stock:
    """What may be put in: single names of people, and the mentions of each kind in the training pages."""

    def __init__(
        self, documents: list[Document], names: Path | None, rates: dict[str, float], whole: Path | None = None
    ) -> None:
        self.rates = rates
        self.whole = [line.split() for line in whole.read_text(encoding="utf-8").splitlines()] if whole else []
        self.singles = []
        if names:
            rows = (line.split("\t") for line in names.read_text(encoding="utf-8").splitlines())
            self.singles = [r[1].replace(" ", "") for r in rows if len(r) > 1 and 5 <= len(r[1]) <= 19]
        self.corpus: dict[int, list[list[Word]]] = {}
        for doc in documents:
            for first, last, label in corpus_mentions(doc):
                if last - first <= 6:
                    self.corpus.setdefault(label, []).append(doc.words[first:last])
        own = self.corpus.get(HEADS["anercorp"].index("B-ORG"), [])
        self.heads = [words for words in own if len(words) > 1 and words[0].text in BODIES]
        self.bodies = known_bodies()
        self.first_words = {ws[0].text for rows in self.corpus.values() for ws in rows if len(ws[0].text) > 3}
        self.known: dict[str, list[list[Word]]] = {k: [] for k in KINDS}
        for doc in documents:
            for first, last, kind in mentions(doc):
                if doc.others[first, CLITIC] == 0 and last - first <= 6:
                    self.known[kind].append(doc.words[first:last])

    def person(self, words: list[Word], rng: random.Random) -> list[Word]:
        """Another name as long as `words`: a whole one, or one put together from single names."""
        chosen = rng.choice(self.whole) if self.whole and rng.random() < 0.5 else None
        if chosen is None:
            return [w if w.text in PARTICLES else replace(w, text=rng.choice(self.singles)) for w in words]
        if len(words) == 1:
            last = chosen[-2:] if len(chosen) > 1 and chosen[-2] in PARTICLES else chosen[-1:]
            chosen = last if rng.random() < 0.75 else chosen[:1]
        return [replace(words[0], text=t, spaced=bool(i) or words[0].spaced) for i, t in enumerate(chosen)]

    def body(self, label: int, old: list[Word], rng: random.Random) -> list[Word]:
        """Another body: one that the rules know, one coined behind a head like «company», or one of the corpus."""
        chance = rng.random()
        if chance < 0.3:
            words = rng.choice(self.bodies)
            return [replace(old[0], text=t, spaced=bool(i) or old[0].spaced) for i, t in enumerate(words)]
        if chance < 0.55 and self.heads and self.singles:
            head = rng.choice(self.heads)
            count = rng.choice((1, 1, 2))
            return [head[0], *(replace(head[1], text=rng.choice(self.singles)) for _ in range(count))]
        return list(rng.choice(self.corpus[label]))

    def particle(self, word: Word) -> str:
        """The particle that a first word of a name in ANERcorp holds: what is left is the first word of another."""
        return word.text[0] if word.text[0] in "وفبلك" and word.text[1:] in self.first_words else ""

    def other(self, kind: str, words: list[Word], rng: random.Random) -> list[Word]:
        if kind == "PER" and self.singles and rng.random() < 0.75:
            return self.person(words, rng)
        return rng.choice(self.known[kind])


def known_bodies() -> list[list[str]]:
    """The words of the organisations that the rules know, of those with at most four."""
    rows = (row for _, section in load("ar/organisations").items() for row in rules_in(section, "rows"))
    return [words for row in rows for name in row.texts("ar") if len(words := name.split()) <= 4]


def mentions(doc: Document) -> list[tuple[int, int, str]]:
    """(first word, word after the last, kind) of every mention whose clitic is annotated."""
    out = []
    for i in np.flatnonzero(doc.others[:, CLITIC] >= 0):
        label = int(doc.names[i].argmax())
        last = int(i) + 1
        while last < len(doc.words) and doc.names[last].argmax() == label + 1:
            last += 1
        if label % 2 == 1:
            out.append((int(i), last, KINDS[label // 2]))
    return out


def corpus_mentions(doc: Document) -> list[tuple[int, int, int]]:
    """(first word, word after the last, number of the B label) of the names in ANERcorp's convention."""
    told = doc.others[:, CORPUS]
    out = []
    for i in np.flatnonzero((told > 0) & (told % 2 == 1)):
        last = int(i) + 1
        while last < len(told) and told[last] == told[i] + 1:
            last += 1
        if last == len(told) or told[last] != -100:
            out.append((int(i), last, int(told[i])))
    return out


def swapped_corpus(doc: Document, stock: Stock, vocabulary: Vocabulary, rng: random.Random) -> Document:
    """The same for ANERcorp, where a word keeps its particles: a name goes with its own ones."""
    words: list[Word] = []
    told: list[int] = []
    names: list[np.ndarray] = []
    done = 0
    for first, last, label in corpus_mentions(doc):
        kind = HEADS["anercorp"][label][2:]
        if rng.random() >= stock.rates.get({"PERS": "PER"}.get(kind, kind), 0.1):
            continue
        old = doc.words[first:last]
        if kind == "PERS" and stock.singles and rng.random() < 0.75:
            new = stock.person(old, rng)
            prefix = stock.particle(old[0])
            if not (prefix == "ل" and new[0].text.startswith("ا")):
                new[0] = replace(new[0], text=prefix + new[0].text)
        elif kind == "ORG":
            new = stock.body(label, old, rng)
            prefix = stock.particle(old[0])
            if new[0].text[:1] not in "وفبل" and not (prefix == "ل" and new[0].text.startswith("ا")):
                new[0] = replace(new[0], text=prefix + new[0].text)
        else:
            new = list(rng.choice(stock.corpus[label]))
        words += [*doc.words[done:first], replace(new[0], spaced=old[0].spaced, newline=old[0].newline)]
        words += [replace(w, newline=False) for w in new[1:]]
        told += [*doc.others[done:first, CORPUS].tolist(), label, *([label + 1] * (len(new) - 1))]
        names.append(doc.names[done:first])
        if doc.names[first].all():
            names.append(np.ones((len(new), doc.names.shape[1]), dtype=np.float32))
        else:
            names.append(as_ours([label, *([label + 1] * (len(new) - 1))]))
        done = last
    words += doc.words[done:]
    told += doc.others[done:, CORPUS].tolist()
    names.append(doc.names[done:])
    others = np.full((len(words), doc.others.shape[1]), -100, dtype=np.int64)
    others[:, CORPUS] = told
    pieces = [((2,) if w.newline else ()) + vocabulary.ids(w) for w in words]
    return Document(doc.name, doc.text, words, pieces, np.concatenate(names), others, doc.gold)


def swapped(doc: Document, stock: Stock, vocabulary: Vocabulary, rng: random.Random) -> Document:
    """A copy of `doc` in which each mention was replaced with its kind's probability."""
    words: list[Word] = []
    source: list[int] = []  # which word of `doc` each word's targets come from
    inner: list[bool] = []  # True: the source's inside label, it is not the first of its mention
    done = 0
    for first, last, kind in mentions(doc):
        length = int(doc.others[first, CLITIC])
        if rng.random() >= stock.rates[kind]:
            continue
        new = list(stock.other(kind, doc.words[first:last], rng))
        prefix = doc.words[first].text[:length]
        if prefix.endswith("ل") and new[0].text.startswith("ا"):
            continue  # ل + ال is written otherwise
        for i in range(done, first):
            words.append(doc.words[i])
            source.append(i)
            inner.append(False)
        head = doc.words[first]
        new[0] = replace(head, text=prefix + new[0].text)
        words += [new[0], *(replace(w, newline=False) for w in new[1:])]
        source += [first] * len(new)
        inner += [False, *([True] * (len(new) - 1))]
        done = last
    for i in range(done, len(doc.words)):
        words.append(doc.words[i])
        source.append(i)
        inner.append(False)
    names, others = doc.names[source], doc.others[source]
    for i in np.flatnonzero(inner):
        names[i] = np.roll(names[i], 1)  # B to I of the same kind
        for column, head in enumerate(OTHERS):
            if head == "clitic":
                others[i, column] = -100
            elif others[i, column] % 2 == 1 and HEADS[head][others[i, column]].startswith("B"):
                others[i, column] += 1
    pieces = [((2,) if w.newline else ()) + vocabulary.ids(w) for w in words]
    return Document(doc.name, doc.text, words, pieces, names, others)


def named(doc: Document) -> np.ndarray:
    """Which words are surely of a name, in any convention."""
    rows = doc.names.sum(1) < doc.names.shape[1]
    return np.asarray((rows & (doc.names[:, 0] == 0)) | (doc.others[:, CORPUS] > 0))


def misspelt(doc: Document, vocabulary: Vocabulary, rng: random.Random, rate: float) -> Document:
    """A copy in which a `rate` of the words of names have one or two other letters (names that nobody has seen), and a
    tenth as many of all words a hamza more or less, as people write."""
    words, pieces = list(doc.words), list(doc.pieces)
    of_name = named(doc)
    for i, w in enumerate(words):
        chance, text = rng.random(), w.text
        if of_name[i] and chance < rate and len(text) > 3 and "\u0620" < text[0] < "\u064b":
            for _ in range(rng.randint(1, 2)):
                at = rng.randrange(2 if text.startswith("ال") else 1, len(text))
                text = text[:at] + rng.choice(LETTERS) + text[at + rng.randint(0, 1) :]
        elif chance > 1 - rate / 10 and len(text) > 2:
            text = rng.choice(FIRST.get(text[0], text[0])) + text[1:]
            text = text[:-1] + rng.choice(LAST.get(text[-1], text[-1]))
        if text != w.text:
            words[i] = replace(w, text=text)
            pieces[i] = ((2,) if w.newline else ()) + vocabulary.ids(words[i])
    return replace(doc, words=words, pieces=pieces)
