"""Stories and topics of a stream: each report once, compared with a few likely neighbours of the window.

A copy is silent: it stands with its source, which speaks for it, so that a thousand copies weigh no more than one; the
source is heard as long as one of its copies is in the window. Two stories that have joined do so for good; only what
people say, or a better source, deals a story anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from riwaya.likeness import Vector, cosine
from riwaya.stories.few import LONGER
from riwaya.stories.judge import Judge, View, affair, around, kept, settings
from riwaya.stories.linkage import Clusters, Rules
from riwaya.stories.neighbours import Neighbours, heaviest
from riwaya.stories.profile import Profile
from riwaya.stories.tell import Member

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a place to others whatever they say: `bonds` are pairs (source, derived) and pairs that people joined,
    `apart` those that people parted; `source` is its own."""

    source: int | None = None
    bonds: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


class Stream:
    """The living stories and topics."""

    def __init__(self) -> None:
        self.judge, self.view = Judge(), View()
        self.stories = Clusters(self.judge.rules)
        self.topics = Clusters(_topic_rules())
        self.voice: dict[int, int] = {}
        self._affairs: dict[int, Vector] = {}
        self._met = Neighbours()
        self._near = Neighbours()
        self._silent: dict[int, Profile] = {}
        self._chorus: Counter[int] = Counter()

    def add(self, place: int, member: Member, ties: Ties) -> set[int]:
        """Take in `member`; first members of the stories that it touched, as they were before."""
        one = member.profile
        silent = self._silenced(one, ties)
        self._enter(place, one, silent)
        links = None if silent else self._compare(place)
        self._tie(place, ties, links or {})
        if not silent:
            member.vector = member.vector or affair(one)
            self._affair(place, member.vector)
        else:
            self.topics.place(place, silent=True)
        self.stories.settle()
        return {place, *self._follow()}

    def bind(self, ties: Ties) -> set[int]:
        """People join or part what is here: the stories touched, as they were before."""
        touched: set[int] = set()
        for a, b in ties.apart:
            if self.stories.first(a) == self.stories.first(b):
                touched.add(self.stories.first(a))
            self.stories.bar(a, b)
        for a, b in ties.bonds:
            self.stories.bind(a, b)
        return touched | self._follow()

    def deal(self, place: int, ties: Mapping[int, Ties]) -> set[int]:
        """Deal the story of `place` anew, its reports in their order, by their `ties`."""
        members = self.stories.members(place)
        links = {i: dict(self.stories.links(i)) for i in members}
        self.stories.drop(place)
        kept: list[int] = []
        for i in members:
            if i not in self.voice and i not in self.view.profiles:  # it has left: it stays with the earliest
                self.stories.place(i, silent=True)
                self.stories.leave(i)
                if kept:
                    self.stories.bind(kept[0], i)
            else:
                self._again(i, ties[i], links[i])
            kept.append(i)
        touched = {members[0], *self._follow()}
        return touched | {self.stories.first(i) for i in members}

    def leave(self, place: int) -> None:
        """The report at `place`, the earliest, has left the window."""
        speaker = self.voice.pop(place)
        if speaker != place:
            del self._silent[place]
            self.stories.leave(place)
            self.topics.leave(place)
            self._chorus[speaker] -= 1
        if not self._chorus[speaker] and speaker not in self.voice:
            self._fall_silent(speaker)

    def _fall_silent(self, place: int) -> None:
        """The report at `place` and all for which it speaks have left the window."""
        del self._chorus[place]
        self.view.forget(place)
        self._met.forget(place)
        if self._affairs.pop(place, None) is not None:
            self._near.forget(place)
        self.stories.leave(place)
        self.topics.leave(place)

    def plain(self) -> dict[str, Any]:
        """All that later reports depend on and that the profiles do not tell, as lists and numbers."""
        return {
            "voice": list(self.voice.items()),
            "view": [[i, one.day, one.last_day, one.wide] for i, one in self.view.profiles.items()],
            "met": self._met.plain(),
            "affairs": list(self._affairs),
            "weights": self.view.plain(),
            "stories": self.stories.plain(),
            "topics": self.topics.plain(),
        }

    def restore(self, plain: Mapping[str, Any], members: Mapping[int, Member]) -> None:
        """Go on from `plain`, with the articles of the window."""
        profiles = {i: m.profile for i, m in members.items()}
        self.voice = dict(plain["voice"])
        self._silent = {i: profiles[i] for i, speaker in self.voice.items() if i != speaker}
        self._chorus.update(speaker for i, speaker in self.voice.items() if i != speaker)
        view = {i: profiles[i] for i, *_ in plain["view"]}
        for i, day, last, wide in plain["view"]:
            if wide:
                view[i] = replace(view[i], day=day, last_day=last, hour=None, wide=True)
        self.view.restore(plain["weights"], view)
        for i, keys in plain["met"]:
            self._met.hold(i, keys)
        for i in plain["affairs"]:
            self._affairs[i] = members[i].vector
            self._near.hold(i, heaviest(self._affairs[i]))
        live = self.voice.keys() | self.view.profiles.keys()
        many_sided = {i for i, one in view.items() if self.judge.many_sided(one)}
        self.stories.restore(plain["stories"], live, self._silent.keys(), {}, many_sided)
        self.topics.restore(plain["topics"], live, live - self._affairs.keys(), self._affairs)

    def _silenced(self, one: Profile, ties: Ties) -> bool:
        """Whether another speaks for `one`: its source, gone or not, unless `one` has much more to say."""
        if ties.source is None or ties.apart:
            return False
        speaker = self.view.profiles.get(self.voice.get(ties.source, ties.source))
        return speaker is not None and len(one.lemmas) <= LONGER * len(speaker.lemmas)

    def _enter(self, place: int, one: Profile, silent: bool) -> None:
        self.stories.place(place, silent=silent, many_sided=self.judge.many_sided(one))
        if silent:
            self._silent[place] = one
        else:
            self.voice[place] = place
            self.view.add(place, one)

    def _compare(self, place: int) -> dict[int, float]:
        """The likely neighbours of the report at `place`, and how likely it is that both tell one event."""
        sight = self.view[place]
        near = {i: self.view[i] for i in self._met.near(sight.whole)}
        surrounds = around(sight, near.values())
        links = {i: self.judge.likelihood(other, sight, surrounds) for i, other in near.items()}
        self._met.hold(place, heaviest(sight.whole))
        return links

    def _tie(self, place: int, ties: Ties, links: Mapping[int, float]) -> None:
        """Bind and part the report at `place`, then let its neighbours draw it."""
        for a, b in ties.apart:
            if a in self.stories and b in self.stories:
                self.stories.bar(a, b)
        for a, b in ties.bonds:
            if a in self.stories and b in self.stories:
                self.stories.bind(a, b)
        if place not in self.voice and ties.source is not None:
            speaker = self.voice[place] = self.voice.get(ties.source, ties.source)
            self._chorus[speaker] += 1
            self.view.widen(speaker, self._silent[place])
        for i in links:
            if self.judge.far(self.view[i], self.view[place]):
                self.stories.bar(i, place)
        self.stories.connect((i, place, likelihood) for i, likelihood in links.items() if i in self.stories)

    def _again(self, place: int, ties: Ties, links: Mapping[int, float]) -> None:
        """Take the report at `place` in again."""
        silent = place in self._silent
        if silent and not self._silenced(self._silent[place], ties):
            one, speaker = self._silent.pop(place), self.voice[place]
            self._enter(place, one, False)
            self._chorus[speaker] -= 1
            if not self._chorus[speaker] and speaker not in self.voice:
                self._fall_silent(speaker)
            links = self._compare(place)
        else:
            one = self._silent[place] if silent else self.view.profiles[place]
            self.stories.place(place, silent=silent, many_sided=self.judge.many_sided(one))
        self._tie(place, ties, links)
        self.stories.settle()

    def _affair(self, place: int, vector: Vector) -> None:
        """Let the affairs near to it draw the report at `place`."""
        near = self._near.near(vector)
        self._affairs[place] = vector
        self.topics.place(place, vector)
        of = self.view.profiles
        self.topics.connect((i, place, cosine(self._affairs[i], vector) * kept(of[i], of[place])) for i in near)
        self._near.hold(place, heaviest(vector))

    def _follow(self) -> set[int]:
        """Stories that have joined are of one topic; the first members of those that did, and where they did."""
        touched: set[int] = set()
        for a, b in self.stories.joined:
            touched |= {a, b}
            self.topics.bind(a, b)
        self.stories.joined.clear()
        self.topics.settle()
        return touched


def _topic_rules() -> Rules:
    topic = settings("topic")
    join, nearest, crowd = (float(topic[name]) for name in ("join", "nearest", "crowd"))
    return Rules(join, nearest, wide=True, many=int(topic["many"]), crowd=crowd)
