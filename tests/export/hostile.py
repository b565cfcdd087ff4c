"""The invented affair of the bridge with everything in it that may break a format, offsets unmoved."""

import copy
from typing import Any

from riwaya.render import document
from tests.render import bridge

BAD = "\x00\x0b\x1b\x7f\x85\ud800\udfff\ufffe\uffff\ufdd0\u2028\u202e\u2066"
MARKUP = "]]><script>alert(1)</script>&lt;&#0;<!--"
FORMULA = '=HYPERLINK("http://x.example";"ا")'
NASTY = (FORMULA, MARKUP, BAD + "عنوان" + BAD, "+1", "-1+1", "@sum", "\t=1", "\r\n=1", " =1", "＝1", "", "س\nص\tع")


def hostile() -> dict[str, Any]:
    """A `riwaya/1` document of hostile words: what is free text becomes one, pages get bad characters for blanks."""
    doc = copy.deepcopy(document(bridge.telling()))
    for page in doc["pages"]:
        page["text"] = "".join(BAD[i % len(BAD)] if c == " " else c for i, c in enumerate(page["text"]))
    for i, article in enumerate(doc["articles"]):
        article["outlet"] = NASTY[i % len(NASTY)]
        article["byline"] = NASTY[(i + 1) % len(NASTY)]
        article["url"] = ("javascript:alert(1)", "https://h.example/\ud800 <a>", "https://h.example/ا?a=1&b=2")[i % 3]
        article["title"]["text"] = NASTY[(i + 2) % len(NASTY)]
    for i, actor in enumerate(doc["actors"]):
        actor["names"] = {"ar": [NASTY[i % len(NASTY)]], "en": [NASTY[(i + 1) % len(NASTY)]]}
    for topic in doc["topics"]:
        topic["title"] = MARKUP + BAD + topic["title"]
        for i, line in enumerate(topic["brief"]):
            line["text"] = NASTY[i % len(NASTY)] or "س"
            line["warning"] = MARKUP + BAD
        for contrast in topic["contrasts"]:
            contrast["topic"] = FORMULA
            for position in contrast["positions"]:
                position["value"] = BAD + MARKUP
    for row in doc["claims"]:
        row["relation"] = FORMULA
    for row in doc["failures"]:
        row["reason"] = BAD + MARKUP
    return doc
