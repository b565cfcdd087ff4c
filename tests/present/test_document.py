"""What a document tells of its statements and changes, the same for every format and for the reader."""

from typing import Any

from riwaya.present.document import Document
from riwaya.reader.words import words_in

WIRE = "قالت الوزيرة إن السدّ سليم. وبقيت ثلاث قرى بلا ماء، بحسب بلدية العين."
COPY = "قالت الوزيرة إن «السد سليم». وبقيت ثلاث قرى بلا ماء."


def said(page: str, words: str, polarity: str = "asserts", **more: Any) -> dict[str, Any]:
    start = {"wire": WIRE, "copy": COPY}[page].index(words)
    span = {"page": page, "start": start, "end": start + len(words)}
    return (
        {"id": f"{page}/{start}", "article": f"{page}#1", "polarity": polarity, "cue": None, "speaker": None}
        | span
        | more
    )


def document(*statements: dict[str, Any]) -> Document:
    whole: dict[str, Any] = {k: [] for k in ("actors", "events", "stories", "mentions", "derivations")}
    whole["pages"] = [{"page": "wire", "text": WIRE}, {"page": "copy", "text": COPY}]
    whole["articles"] = [{"id": f"{p}#1", "page": p, "outlet": p} for p in ("wire", "copy")]
    whole["derivations"] = [{"from": "wire#1", "to": "copy#1"}]
    whole["statements"] = list(statements)
    return Document(whole, words_in("ar"), lambda text: text)


def test_a_copy_says_nothing_more_and_stands_behind_its_source() -> None:
    copied, own = said("copy", "السد سليم"), said("wire", "السدّ سليم")
    denied = said("copy", "السد سليم", "denies")
    assert document().in_same_words([copied, denied, own]) == [[own, copied], [denied]]


def test_an_attribution_that_was_left_out_is_told_with_whom_it_names() -> None:
    at = WIRE.index("بحسب")
    who = WIRE.index("بلدية العين")
    cue, speaker = [at, at + 4], {"start": who, "end": who + 11, "actor": None}
    told = document(said("wire", "بقيت ثلاث قرى بلا ماء", cue=cue, speaker=speaker))
    change = {"what": "source", "kind": "omitted", "from": cue, "to": None}
    whole = told.with_named(change, "wire")
    assert whole
    assert told.words("wire", *whole) == "بحسب بلدية العين"
    assert told.with_named(change | {"kind": "vague"}, "wire") == cue
    assert told.with_named(change | {"from": None}, "wire") is None
    far = document(said("wire", "بقيت ثلاث قرى بلا ماء", cue=cue, speaker=speaker | {"start": 5, "end": 13}))
    assert far.with_named(change, "wire") == cue, "what stands elsewhere in the page is not what was left out"
