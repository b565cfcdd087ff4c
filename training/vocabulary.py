"""Which of e5's 250,002 pieces to keep: those that Arabic news uses, all other Arabic ones, and common Latin ones.

python vocabulary.py WEIGHTS OUT.json TEXT...     (TEXT: .jsonl.xz of articles, .txt of annotated words, pages)
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from e5 import Source

from riwaya.models.words import Vocabulary, cut

ARABIC = re.compile("\u2581?[\u0621-\u063a\u0641-\u064a\u0660-\u0669\u067e\u0686\u0698\u06a4\u06a9\u06af\u06cc]+")
LATIN = re.compile("\u2581?[ -~\u00c0-\u017f]+")
LATIN_KEPT = 12_000


def texts(path: Path) -> Iterator[str]:
    if path.name.endswith(".jsonl.xz"):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield f"{article.get('title') or ''}\n{article['text']}"
    elif path.is_dir():
        for page in sorted(path.iterdir()):
            yield page.read_text(encoding="utf-8")
    else:
        yield " ".join(line.split(" ")[0] for line in path.read_text(encoding="utf-8").splitlines() if line)


def main() -> None:
    weights, out, *paths = map(Path, sys.argv[1:])
    source = Source(weights)
    special = {source.shape.bos, source.shape.eos, source.shape.pad, source.shape.unk}
    names = ["" if i in special else p for i, p in enumerate(source.pieces)]
    whole = Vocabulary(names, source.scores.tolist(), source.shape.unk)
    words: Counter[str] = Counter()
    for path in paths:
        for text in texts(path):
            words.update("\u2581" + w.text if w.spaced else w.text for w in cut(text))
    used: Counter[int] = Counter()
    for word, count in words.items():
        for piece in whole.of(word):
            used[piece] += count
    latin = [i for i, p in enumerate(names) if LATIN.fullmatch(p)][:LATIN_KEPT]  # pieces come commonest first
    arabic = [i for i, p in enumerate(names) if ARABIC.fullmatch(p)]
    kept = sorted(set(range(4)) | set(used) | set(arabic) | set(latin))
    assert special == {0, 1, 2, 3}, special
    print(f"{sum(words.values())} words, {sum(used.values())} pieces of which {used[3]} unknown")
    print(f"{len(used)} pieces used, {len(kept)} kept")
    rows = [[i, names[i], round(float(source.scores[i]), 4)] for i in kept]
    out.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
