"""Who is named: mentions, identities, and people's judgements about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from riwaya.model.pages import Span


class MentionType(StrEnum):
    """The four kinds of named thing."""

    PER = "PER"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in its page, without title or attached «و ف ب ل ك».

    `actor` is the id of whom it means: `country:XX`, `person:`, `org:`, `place:`, `group:` or
    `anon:` plus a slug; None until linked. `rule` says what found it, `why` what linked it.
    """

    span: Span
    type: MentionType
    actor: str | None = None
    rule: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An identity: every Arabic and Latin form it was met under or is known by.

    `country` is the `country:XX` it acts for, where that is known (a ministry, its minister); a
    state's own is itself.
    """

    id: str
    kind: MentionType
    ar: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about two ids (articles, actors), append-only. People overrule rules for ever."""

    kind: str  # same_actor | same_story | copy_of
    a: str
    b: str
    verdict: bool
    by: str = "user"
