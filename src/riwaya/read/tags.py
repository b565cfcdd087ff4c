"""A parsed page's markup, tag by tag.

The parser writes its tree out once, and the words are read from there: asking the tree for every
node takes many times as long. What it writes is well-formed: every element is closed, `<`, `>` and
`&` stand escaped in texts and attributes, and only comments and the elements of `RAW` hold them bare.

Cut at every `<`, such markup is a row of chunks `TAG ATTRIBUTES>WORDS`. The functions here read on in
an iterator of chunks and give the words that stand behind what they passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Elements whose content is written as it stands.
RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext"})
# Elements without content and without an end.
VOID = frozenset(
    {
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
    }
    | {"param", "source", "track", "wbr"}
)
_ATTRIBUTE = re.compile(r'([^\s=]+)="([^"]*)"')
_ENTITIES = (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def chunks_of(markup: str) -> Iterator[str]:
    """The chunks of well-formed markup."""
    chunks = iter(markup.split("<"))
    next(chunks, None)
    return chunks


def attributes(written: str) -> dict[str, str]:
    """The attributes of a tag by their names, in lower case as the parser writes them."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(written):
        found.setdefault(name, unescape(value))
    return found


def unescape(words: str) -> str:
    """Words without the few escapes that the parser writes."""
    if "&" in words:
        for entity, character in _ENTITIES:
            words = words.replace(entity, character)
    return words


def whole(chunk: str, chunks: Iterator[str]) -> str:
    """The chunk of a tag whose own name or an attribute's holds a `<`, as broken markup leaves it."""
    while ">" not in chunk:
        more = next(chunks, None)
        if more is None:
            return chunk + ">"
        chunk = f"{chunk}<{more}"
    return chunk


def behind_comment(chunk: str, chunks: Iterator[str]) -> str:
    """The words behind a comment, a declaration or an instruction that begins in `chunk`."""
    end = "-->" if chunk.startswith("!--") else ">"
    while end not in chunk:
        more = next(chunks, None)
        if more is None:
            return ""
        chunk = more
    return chunk.partition(end)[2]


def behind(tag: str, words: str, chunks: Iterator[str], told: list[tuple[str, str]]) -> str:
    """The words behind the element `tag`, whose own tag and the `words` behind it are passed already.
    `told` takes what it holds for machines: the tags of its <meta>, <link> and <script> with what
    stands in them, and a drawing's <title>."""
    if tag in VOID:
        return words
    if tag in RAW:
        return raw(tag, words, chunks)[1]
    depth = 1
    for chunk in chunks:
        head, closed, words = chunk.partition(">")
        if not closed and chunk[:1] not in ("!", "?"):
            head, _, words = whole(chunk, chunks).partition(">")
        name = head.partition(" ")[0]
        if name == tag:
            depth += 1
        elif name == "/" + tag:
            depth -= 1
            if depth == 0:
                return words
        elif name in RAW:
            content, _ = raw(name, words, chunks)
            told.append((head, content))
        elif name in ("meta", "link"):
            told.append((head, ""))
        elif name == "title" and tag == "svg":
            told.append((head, words))
        elif name[:1] in ("!", "?"):
            behind_comment(chunk, chunks)
    return ""


def raw(tag: str, words: str, chunks: Iterator[str]) -> tuple[str, str]:
    """The content of a raw element, which begins with `words`, and the words behind it."""
    content = [words]
    end = f"/{tag}>"
    hidden = twice = False  # a comment in a script may hold another script with its end
    for chunk in chunks:
        if chunk.startswith(end):
            if not twice:
                return "<".join(content), chunk[len(end) :]
            twice = False
        if tag == "script":
            twice = twice or (hidden and chunk[:6].lower() == "script")
            hidden = (hidden or chunk.startswith("!--")) and "-->" not in chunk
            twice = twice and hidden
        content.append(chunk)
    return "<".join(content), ""
