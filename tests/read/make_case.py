"""Make the expected JSON of a saved page, for review.

    python tests/read/make_case.py PAGE.html [LAYOUT] [WHO] [ADDRESS]

PAGE may also be text (`.txt`). Writes PAGE.json beside the page with what the reader finds today,
and names the page in `manifest.json`. It is a draft: read it against the page, mend what is wrong,
and add to `never` the words that must not come into the body. WHO is `rules` (written by whoever
writes the rules) or `others` (written by other hands, after the rules were frozen): figures are
reported apart. A case that exists is never overwritten: remove it first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from riwaya.model import Article, Reading, Source
from riwaya.read import read_source


def found(article: Article) -> dict[str, Any]:
    """What the reader found, in the form of a case."""
    return {
        "title": article.title.text if article.title else None,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published.when.value if article.published else None,
        "body": [" ".join(article.text[b.start : b.end].split()) for b in article.body],
        "signs": sorted({s.kind for s in article.signs}),
    }


def read_page(page: Path, url: str | None) -> Reading:
    """The reading of a saved page."""
    media = "text/plain" if page.suffix == ".txt" else "text/html"
    (reading,) = read_source(Source(page.name, page.read_bytes(), media, url))
    return reading


def main(page: Path, layout: str = "", who: str = "others", url: str | None = None) -> None:
    """Write the draft."""
    if page.with_suffix(".json").exists():
        sys.exit(f"{page.with_suffix('.json')} exists: remove it to make it anew")
    reading = read_page(page, url)
    case: dict[str, Any] = {"layout": layout, "who": who, "url": url, "articles": len(reading.articles)}
    case |= found(reading.articles[0]) if reading.articles else {"title": None, "body": []}
    case["never"] = []
    page.with_suffix(".json").write_text(json.dumps(case, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    manifest = page.parent / "manifest.json"
    cases = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    cases[page.stem] = {"layout": layout, "who": who}
    manifest.write_text(json.dumps(cases, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *sys.argv[2:])
