"""What people decide, as judgements about pairs of ids that last: ids of actors, ids of articles."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from riwaya.errors import InputError, UsageError
from riwaya.model import Judgement
from riwaya.store import people, told
from riwaya.store import tables as t

KINDS = ("same_actor", "same_story", "copy_of")
MOST = 400
"""Pairs that one act may judge."""


def decided(connection: Connection, kind: str, pair: tuple[str, str], verdict: bool, who: str) -> list[Judgement]:
    """The judgements that a decision about two ids comes to. A story stands for all its articles: two that are one
    story are told together whole, two that are not have no article in common. Raises `InputError`, `UsageError`."""
    if kind not in KINDS:
        raise UsageError(f"{kind}: no kind of judgement; one of {', '.join(KINDS)}")
    ours, theirs = (_meant(connection, kind, one) for one in pair)
    if kind != "same_story":
        pairs = [(ours[0], theirs[0])]
    elif verdict:
        pairs = [(ours[0], other) for other in dict.fromkeys((*ours, *theirs))]
    else:
        pairs = [(a, b) for a in ours for b in theirs]
    judgements = [Judgement(kind, a, b, verdict, who) for a, b in pairs if a != b]
    if not judgements or (kind == "same_story" and set(ours) == set(theirs)):
        raise InputError(f"{pair[0]} and {pair[1]} are the same already")
    if len(judgements) > MOST:
        raise InputError(f"{pair[0]} and {pair[1]}: more than {MOST} pairs of articles; name single articles")
    return judgements


def _meant(connection: Connection, kind: str, identity: str) -> Sequence[str]:
    """The ids that a judgement keeps for `identity`: an actor's, an article's; a story's articles in time."""
    if kind == "same_actor":
        if identity in people.roots_of(connection, [identity]):
            return [identity]
        raise InputError(f"{identity}: no such actor in this store")
    if connection.scalar(select(t.articles.c.id).where(t.articles.c.id == identity)) is not None:
        return [identity]
    story = told.resolve(connection, t.stories, identity) if kind == "same_story" else None
    if story is None:
        raise InputError(f"{identity}: no such article{' or story' if kind == 'same_story' else ''} in this store")
    return told.articles_of(connection, [story])[story]
