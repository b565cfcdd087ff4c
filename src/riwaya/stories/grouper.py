"""`Grouper`: who took it from whom, stories and topics of a stream of articles that goes on.

Each article is looked at once, in the order of time, against a window of those before it; the work for one is bounded.
What changes is told; what was told before and has not changed is not. `find_derivations` and `group_stories` over a
whole list give what a `Grouper` gives that was fed the same, in whatever portions.
"""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass

from riwaya.account import Account
from riwaya.model import Derivation, Judgement, Story, Topic
from riwaya.stories.derive import KEPT, Link, Traced, Tracer
from riwaya.stories.profile import WINDOW, Forms, Held, Profile
from riwaya.stories.shelf import Shelf

VERSION = 4
"""Of the state that is saved."""

Recall = Callable[[str], Account | None]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a portion of articles, or a judgement, has changed.

    `derivations` are new or replace the one of the same derived article; `withdrawn` are ids of articles that have no
    source any more. `stories` and `topics` are new or changed, each whole: an article belongs to the story that named
    it last. `merged` are pairs (old id, the id that it went into), of stories and of topics.
    """

    derivations: tuple[Derivation, ...] = ()
    withdrawn: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    topics: tuple[Topic, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()


class Grouper:
    """Holds the latest `window` articles and the stories that one of them belongs to. `judgements` (join, split, copy
    of, no copy of) hold for ever, also for articles that are still to come. Where `recall` is given, which gives an
    article back by its id, only the latest are held, and others asked for where their words must be compared."""

    def __init__(
        self, judgements: Iterable[Judgement] = (), window: int = WINDOW, recall: Recall | None = None
    ) -> None:
        self._recall = recall
        self._judgements = list(judgements)
        self._tracer = Tracer(self._judgements)
        self._shelf = Shelf(self._judgements, window)
        self._fresh: deque[Held] = deque()
        self._forms = Forms()

    def add(self, accounts: Iterable[Account]) -> Changes:
        """Take in the next articles, brought into the order of time; one that is known already is passed over."""
        traced: list[Traced] = []
        held = (Held(a.id, self._recall, a) for a in accounts if a.id not in self._shelf.place)
        profiles = (self._forms.profile(h(), h) for h in held)
        for one in sorted(profiles, key=lambda p: p.where):
            place = self._shelf.count
            if one.id in self._shelf.place:
                continue
            new = self._tracer.add(place, one)
            self._shelf.add(one, new.found, new.withdrawn)
            if place >= self._shelf.window:
                self._tracer.forget(place - self._shelf.window)
            self._keep(one)
            traced.append(new)
        return self._changes(traced)

    def judge(self, judgement: Judgement) -> Changes:
        """Let a judgement hold from now on: a later one on the same two articles takes the place of an earlier one."""
        self._judgements.append(judgement)
        new = self._tracer.judge(judgement)
        self._shelf.judge(judgement, new.found, new.withdrawn)
        return self._changes([new])

    def save(self) -> bytes:
        """All that later articles depend on, without the articles' texts: compressed JSON."""
        tracer = self._tracer
        state = {
            "version": VERSION,
            "judgements": [astuple(j) for j in self._judgements],
            "rare": [[i, dict(tracer.finder.rare(i))] for i in tracer.place.values()],
            "links": [astuple(link) for link in tracer.links.values()],
            "shelf": self._shelf.plain(),
        }
        return zlib.compress(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode(), 3)

    @classmethod
    def restore(cls, state: bytes, recall: Recall) -> Grouper:
        """Go on from what `save` gave. `recall` is asked for an article of the window by its id where a new one must be
        compared with its words; where it gives None, no derivation between the two is found. Raises `ValueError` for
        a state that this version did not write."""
        try:
            plain = json.loads(zlib.decompress(state))
        except (zlib.error, UnicodeDecodeError, json.JSONDecodeError) as e:
            raise ValueError(f"no saved state: {e}") from e
        if not isinstance(plain, dict) or plain.get("version") != VERSION:
            raise ValueError("the state was saved by another version")
        made = cls((Judgement(*j) for j in plain["judgements"]), recall=recall)
        made._shelf.restore(plain["shelf"], recall)
        links = {link[1]: Link(*link) for link in plain["links"]}
        for i, rare in plain["rare"]:
            one = made._shelf.members[i].profile
            made._tracer.restore(i, one, rare, links.get(one.id))
        return made

    def _keep(self, one: Profile) -> None:
        """All but the latest are let go, or at least their sentences, and made again where they are asked for."""
        if isinstance(one.recall, Held):
            self._fresh.append(one.recall)
        if len(self._fresh) > KEPT:
            old = self._fresh.popleft()
            old().words.release()
            if self._recall:
                old.account = None

    def _changes(self, traced: Iterable[Traced]) -> Changes:
        found: dict[str, Derivation] = {}
        withdrawn: set[str] = set()
        for new in traced:
            for derived in new.withdrawn:
                found.pop(derived, None)
                withdrawn.add(derived)
            found |= {d.derived: d for d in new.found}
            withdrawn -= found.keys()
        told = self._shelf.tell()
        return Changes(tuple(found.values()), tuple(sorted(withdrawn)), told.stories, told.topics, told.merged)
