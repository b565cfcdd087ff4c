"""Every type that crosses from one room to another: frozen, slotted, made of tuples.

Values only. Nothing here reads a file, a clock or a network, and nothing here decides.

*Offsets* are half-open code points into `Page.text`, everywhere. *Evidence* is a `Span` and
nothing else. *Dates* are `When`: half-open intervals of days that never pretend to a precision
they lack. Identity (which actors are one, which reports are one story) is derived from records
and from `Judgement`s, so that a correction made by a user is kept for ever.

| module | types of |
|---|---|
| `pages` | places in a page |
| `time` | time |
| `articles` | articles as read |
| `actors` | who is named |
| `told` | what is told |
| `compared` | what comparison gives |
"""

from riwaya.model.actors import Actor, Judgement, Mention, MentionType
from riwaya.model.articles import Article, Credit, Edit, Published, Reading, Sign, Source, Text, Version
from riwaya.model.compared import (
    AlignedPair,
    BriefLine,
    Change,
    Contrast,
    ContrastKind,
    Derivation,
    Position,
    Relation,
    Story,
    Telling,
    TimelineEntry,
    Topic,
)
from riwaya.model.pages import Block, BlockKind, Failure, Page, PageState, Span, overlapping
from riwaya.model.time import DateKind, DateMention, Origin, Precision, When
from riwaya.model.told import Claim, Event, EventMention, Mode, Polarity, Quantity, Speaker, Statement, Status

__all__ = [
    "Actor",
    "AlignedPair",
    "Article",
    "Block",
    "BlockKind",
    "BriefLine",
    "Change",
    "Claim",
    "Contrast",
    "ContrastKind",
    "Credit",
    "DateKind",
    "DateMention",
    "Derivation",
    "Edit",
    "Event",
    "EventMention",
    "Failure",
    "Judgement",
    "Mention",
    "MentionType",
    "Mode",
    "Origin",
    "Page",
    "PageState",
    "Polarity",
    "Position",
    "Precision",
    "Published",
    "Quantity",
    "Reading",
    "Relation",
    "Sign",
    "Source",
    "Span",
    "Speaker",
    "Statement",
    "Status",
    "Story",
    "Telling",
    "Text",
    "TimelineEntry",
    "Topic",
    "Version",
    "When",
    "overlapping",
]
