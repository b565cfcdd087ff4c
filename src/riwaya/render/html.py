"""The told story as one self-contained HTML file: no network, no outside font, image, style or script.

`render_html(document)` takes the `riwaya/1` dict. All words of pages are untrusted: Jinja escapes everywhere,
addresses become links only when `safe_url` allows, and a content security policy names the one style and the one
script of the file by their hash. Each page's text stands in the file once; evidence links to its words there, and
the script, where it runs, shows them beside the story.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from riwaya.present.lines import told_on
from riwaya.present.shown import balanced, clip, is_arabic, safe_url, short_name
from riwaya.render.catalogue import Language, language
from riwaya.render.drawn import lay_graph, lay_timeline
from riwaya.render.happenings import choose
from riwaya.render.index import Evidence, Index, Row, blank_controls
from riwaya.render.marks import mark_pair, mark_value
from riwaya.render.pagetext import draw_page
from riwaya.render.phrases import outline
from riwaya.render.versions import version_views
from riwaya.render.views import topic_view

_RTL = ("ar", "fa", "ur", "he", "ckb", "ps")
_FONTS = (
    ("Riwaya Naskh", "400 700", "noto-naskh-arabic-arabic-wght-normal", "arabic"),
    ("Riwaya Naskh", "400 700", "noto-naskh-arabic-latin-wght-normal", "latin"),
    ("Riwaya Sans", "400", "ibm-plex-sans-arabic-arabic-400-normal", "arabic"),
    ("Riwaya Sans", "400", "ibm-plex-sans-arabic-latin-400-normal", "latin"),
    ("Riwaya Sans", "600", "ibm-plex-sans-arabic-arabic-600-normal", "arabic"),
    ("Riwaya Sans", "600", "ibm-plex-sans-arabic-latin-600-normal", "latin"),
)
_RANGES = {
    "arabic": "U+0600-06FF,U+0750-077F,U+200C-200E,U+2010-2011,U+204F,U+2E41,U+FB50-FDFF,U+FE80-FEFC",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2000-200B,U+2012-206F,U+20AC,U+2122,U+2212",
}
# Topics told in full; further ones fold behind their titles so that a large run stays quick to open.
_OPEN_TOPICS = 8


def render_html(document: dict[str, Any], *, lang: str = "ar") -> str:
    """The document as one HTML file, interface in `lang` (`ar` or `en`); content stays as it is."""
    words = language(lang)
    index = Index(document, words)
    topics = [topic_view(index, t) for t in index.topics_by_size()]
    style, script = _style(), _asset("story.js")
    page = (
        _environment()
        .get_template("story.html.j2")
        .render(
            L=words,
            iso=_isolate,
            bold=lambda name: Markup("<b>{}</b>").format(_isolate(name)),
            topics=topics,
            open_topics=_OPEN_TOPICS,
            timeline=lambda t: lay_timeline(t.happenings, words.direction == "rtl"),
            graph=lambda t: lay_graph(tuple(x for x in t.ties if x.drawn)),
            ltr=lambda figure: Markup('<bdi dir="ltr">{}</bdi>').format(figure),
            reason=lambda why: words.reason(blank_controls(why)),
            short=clip,
            quote=_quote,
            number=index.number,
            choose=choose,
            outline=lambda t: outline(words, t.happenings),
            mark_pair=mark_pair,
            anchor=_anchor,
            pages=_pages(index),
            numbered=index.numbered,  # asked for after the story is written: by then every number is given
            failures=document["failures"],
            versions=version_views(index),
            blank=blank_controls,
            title=topics[0].title if topics else words.say("product"),
            lead=topics[0] if topics else None,
            style=Markup(style),  # ours, not a page's
            script=Markup(script),
            policy=_policy(style, script),
            data=Markup(_script_data(words)),
        )
    )
    # a lone surrogate in a page cannot be written as UTF-8; one mark for one keeps offsets
    return page.encode("utf-8", "replace").decode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("riwaya.render", "assets/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["arabic"] = is_arabic
    environment.globals["told_on"] = told_on
    return environment


def _asset(name: str) -> str:
    return resources.files("riwaya.render").joinpath(f"assets/{name}").read_text("utf-8")


@cache
def _style() -> str:
    faces = []
    for family, weight, file, script in _FONTS:
        data = resources.files("riwaya.render").joinpath(f"assets/fonts/{file}.woff2").read_bytes()
        source = f"url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')"
        faces.append(
            f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:swap;"
            f"src:{source};unicode-range:{_RANGES[script]}}}"
        )
    return _asset("story.css") + "\n".join(faces)


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _script_data(words: Language) -> str:
    """What the script says aloud, as JSON that cannot close its element."""
    keys = ("evidence", "copied", "copy_citation", "published", "open_quote", "close_quote")
    return script_json({key: words.say(key) for key in keys})


def script_json(value: object) -> str:
    """JSON fit for a `<script>` element: nothing in it can end the element or a line of script."""
    text = json.dumps(value, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _isolate(text: str) -> Markup:
    """A name, number or address of unknown direction, isolated from the words around it."""
    return Markup("<bdi>{}</bdi>").format(text)


def _anchor(kind: str, *parts: object) -> str:
    """An element id from our own ids: letters, digits and hyphens, other signs by their code."""
    text = "-".join(str(p) for p in parts)
    return f"{kind}-" + "".join(c if c.isalnum() or c in "-_." else f"_{ord(c):x}" for c in text)


def _quote(evidence: Evidence, length: int, value: str = "") -> Markup:
    """The quoted words, shortened around the value they are quoted for, the value marked."""
    words = balanced(clip(" ".join(evidence.words.split()), length, value))
    parts = [f"<b>{escape(m.text)}</b>" if m.kind else str(escape(m.text)) for m in mark_value(words, value)]
    return Markup("".join(parts))  # every part is escaped above


def _pages(index: Index) -> list[dict[str, Any]]:
    """Each page for the ledger: its article, its share kept, its blocks with evidence in place."""
    by_page: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in index.evidence.values():
        by_page[evidence.page].append(evidence)
    return [_page(index, name, page, by_page[name]) for name, page in index.pages.items()]


def _page(index: Index, name: str, page: Row, evidence: list[Evidence]) -> dict[str, Any]:
    articles = index.articles_on.get(name, [])
    main = next((a for a in articles if a["role"] == "main"), articles[0] if articles else None)
    claimed = [(s, e) for a in articles for s, e in a["body"]]
    blocks = draw_page(page, evidence, claimed)
    size = sum(b.end - b.start for b in blocks)
    kept = sum(b.end - b.start for b in blocks if b.kept)
    lang = main["language"] if main else "ar"
    return {
        "number": index.page_numbers[name],
        "name": blank_controls(name),
        "short": blank_controls(short_name(name, index.name_length)),
        "outlet": index.outlet(main, name),
        "title": index.title(main) if main else "",
        "published": main["published"] if main else None,
        "byline": blank_controls((main or {}).get("byline") or ""),
        "url": safe_url((main or {}).get("url")) or safe_url(page.get("url")),
        "state": page["state"],
        "percent": round(100 * kept / size) if size else 0,
        "articles": len(articles),
        "lang": lang,
        "dir": "rtl" if lang.split("-")[0] in _RTL else "auto",
        "blocks": blocks,
        "signs": [s for a in articles for s in a["signs"]],
        "credits": list(dict.fromkeys(index.name(c["to"]) for a in articles for c in a["credits"])),
    }
