"""Who and when on saved pages changed by machine: which evidence carries alone, and what misleads.

    python bench/reading_changed.py [CHANGE...] [--each]

The cases of `tests/read/pages` are read as they are and after each change: without the record, without
all fields for machines, with the headline alone in the title, with hashed class names, without lines of
rights, with a board that shows the day of reading, with an invented name for the outlet, with the day
moved below the text. Figures per change: titles, outlets (the same one by more or fewer words) and days
right; of the others how many outlets and days are wrong rather than missing; a page's host is no wrong name.
`--each` names the pages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from reading import bare, riwaya, squeezed

from riwaya.read.published import read_stamp

_PAGES = Path(__file__).parent.parent / "tests" / "read" / "pages"
_SCRIPTS = re.compile(r"<script\b.*?</script>", re.S | re.I)
_RECORDS = re.compile(r"<script[^>]*ld\+json[^>]*>.*?</script>", re.S | re.I)
_FIELDS = re.compile(r"<meta\b(?![^>]*charset)[^>]*>|\s(?:itemprop|itemscope|itemtype)(?:=\"[^\"]*\")?", re.I)
_TITLE = re.compile(r"(<title[^>]*>).*?(</title>)", re.S | re.I)
_TIMES = re.compile(r"\s(?:datetime|data-[\w-]*|content)=\"[^\"]*\d{4}[^\"]*\"")
_NAMED = re.compile(r"\s(class|id)=\"([^\"]*)\"")
_RIGHTS = re.compile(r">[^<>]*(?:©|&copy;|حقوق|copyright|reserved)[^<>]*<", re.I)
_ALT = re.compile(r"\s(?:alt|title|aria-label)=\"[^\"]*\"")
_TEXTS = re.compile(r">([^<>]{6,160})<")
_BOARDS = (
    '<div class="top"><span>الاثنين 23 نوفمبر 2026</span></div>',
    "<table><tr><td>23-11-2026</td><td>21°</td></tr></table>",
    "<p>اليوم: 23/11/2026 - 10:15</p>",
    "<div>13 جمادى الآخرة 1448 هـ الموافق 23 تشرين الثاني 2026 م</div>",
)
_NAMES = ("صدى الوادي", "الجوزاء", "نبض الضفاف", "رواق البحر", "تل الورد", "أوراق", "العين الثالثة", "قبس", "الميناء")
_TAIL = 25  # letters of a text's last paragraph by which its end is found


@dataclass(frozen=True)
class Case:
    """A saved page and what is wanted of it."""

    name: str
    markup: str
    url: str | None
    title: str
    outlet: str
    day: str
    last: str


Change = Callable[[Case, int], Case | None]


def without(*patterns: re.Pattern[str]) -> Change:
    """A page without what the patterns find."""

    def change(case: Case, _: int) -> Case:
        markup = case.markup
        for pattern in patterns:
            markup = pattern.sub("><" if pattern is _RIGHTS else "", markup)
        return replace(case, markup=markup)

    return change


def headline_alone(case: Case, _: int) -> Case:
    """A page in whose own title no site is named."""
    return replace(case, markup=_TITLE.sub(lambda m: m[1] + html.escape(case.title) + m[2], case.markup, count=1))


def hashed(case: Case, _: int) -> Case:
    """A page whose class names say nothing."""

    def name(m: re.Match[str]) -> str:
        return f' {m[1]}="' + " ".join(f"c{hashlib.sha256(w.encode()).hexdigest()[:6]}" for w in m[2].split()) + '"'

    return replace(case, markup=_NAMED.sub(name, case.markup))


def board(case: Case, k: int) -> Case:
    """A page with the day of reading at its top."""
    put = _BOARDS[k % len(_BOARDS)]
    return replace(case, markup=re.sub(r"(<body[^>]*>)", lambda m: m[1] + put, case.markup, count=1, flags=re.I))


def renamed(case: Case, k: int) -> Case | None:
    """A page whose outlet has a name that no list holds and that wears no outlet's words."""
    new, markup, title = _NAMES[k % len(_NAMES)], case.markup, case.title
    for form in sorted({case.outlet, bare(case.outlet)}, key=len, reverse=True):
        if len(form) > 2:
            words = r"\s+".join(map(re.escape, form.split()))
            words = rf"(?<![\u0621-\u064a]){words}(?![\u0621-\u064a])"
            markup, title = re.sub(words, new, markup), re.sub(words, new, title)
    return replace(case, markup=markup, title=title, outlet=new) if markup != case.markup else None


def day_below(case: Case, _: int) -> Case | None:
    """A page whose publication line stands right below its text."""
    start, end = _publication_line(case)
    words, rest = case.markup[start:end], f"{case.markup[:start]} {case.markup[end:]}"
    tail = rest.rfind(html.escape(case.last[-_TAIL:], quote=False))
    place = rest.find("</p>", tail) if start and tail >= 0 else -1
    if place < 0 or _publication_line(replace(case, markup=rest))[0]:
        return None
    return replace(case, markup=f"{rest[: place + 4]}<div>{words}</div>{rest[place + 4 :]}")


def _publication_line(case: Case) -> tuple[int, int]:
    """Where the words stand that give a page's day; nothing, where none do."""
    body = max(0, case.markup.find("<body"))
    for m in _TEXTS.finditer(case.markup, body):
        stamp = read_stamp(squeezed(html.unescape(m[1])))
        if stamp is not None and not stamp.updated and str(stamp.when.start) == case.day:
            return m.span(1)
    return 0, 0


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(case: Case, k: int) -> Case | None:
        done: Case | None = case
        for one in changes:
            done = one(done, k) if done is not None else None
        return done

    return change


_SHOWN = without(_SCRIPTS, _FIELDS, _TIMES)  # what readers see
CHANGES: dict[str, Change] = {
    "as it is": lambda case, _: case,
    "no record": without(_RECORDS),
    "no fields": without(_FIELDS),
    "shown only": _SHOWN,
    "headline alone": headline_alone,
    "shown, headline alone": both(_SHOWN, headline_alone),
    "shown, hashed": both(_SHOWN, hashed),
    "no rights": without(_RIGHTS),
    "shown, no rights": both(_SHOWN, without(_RIGHTS)),
    "shown, no alt": both(_SHOWN, without(_ALT)),
    "shown, board": both(_SHOWN, board),
    "renamed": renamed,
    "shown, renamed": both(_SHOWN, renamed),
    "shown, day below": both(_SHOWN, day_below),
}


def cases() -> Iterator[Case]:
    """The saved pages in UTF-8 that hold an article."""
    for page in sorted(_PAGES.glob("*.html")):
        row = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        try:
            markup = page.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        if row["articles"] and row["body"]:
            day = (row["published"] or "")[:10]
            told = (squeezed(row["title"]), squeezed(row["outlet"]), day, row["body"][-1])
            yield Case(page.stem, markup, row["url"], *told)


def measure(name: str, change: Change, each: bool) -> None:
    """Print the figures of one change."""
    counts: Counter[str] = Counter()
    for k, case in enumerate(cases()):
        changed = change(case, k)
        if changed is None:
            continue
        got = riwaya(changed.markup.encode(), changed.url)
        host = (urlsplit(changed.url or "").hostname or "").removeprefix("www.")
        outlet = squeezed(got.outlet) if got.outlet != host else ""
        day = (got.published or "")[: len(dt.date.min.isoformat())]
        rows = {
            "title": (squeezed(got.title), changed.title, squeezed(got.title) == changed.title),
            "outlet": (outlet, changed.outlet, bare(outlet) == bare(changed.outlet)),
            "day": (day, changed.day, day == changed.day),
        }
        counts["n"] += 1
        for field, (found, wanted, right) in rows.items():
            counts[field] += right
            counts[f"{field} wrong"] += bool(found) and not right
            if each and not right:
                print(f"    {name}: {case.name}: {field} {found or '–'}, wanted {wanted or '–'}")
    told = "  ".join(
        f"{field} {counts[field]} ({counts[f'{field} wrong']} wrong)" for field in ("title", "outlet", "day")
    )
    print(f"{name:22} n {counts['n']:3}  {told}", flush=True)


if __name__ == "__main__":
    asked = [a for a in sys.argv[1:] if a != "--each"]
    if unknown := [a for a in asked if a not in CHANGES]:
        sys.exit(f"no such change: {unknown}\n{__doc__}")
    for chosen in asked or CHANGES:
        measure(chosen, CHANGES[chosen], "--each" in sys.argv)
