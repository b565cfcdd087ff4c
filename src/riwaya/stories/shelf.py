"""Articles on their shelf: which story and topic each belongs to, what has changed since that was last told.

Below `ENOUGH` articles all are grouped together, whenever it is asked (`few`); from then on they are a stream, in which
each is looked at once. A story is known by the place of its first article, a topic by that of its first story: so a
story keeps its name when it grows, and of two that join the older name stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import reduce
from typing import Any

from riwaya.account import Account
from riwaya.model import Derivation, Judgement, Story, Topic
from riwaya.stories.few import Groups, Pair, group_few
from riwaya.stories.judge import affair
from riwaya.stories.profile import WINDOW, Profile, from_plain, to_plain
from riwaya.stories.stream import Stream, Ties
from riwaya.stories.tell import Member, tell_story
from riwaya.stories.weights import ENOUGH
from riwaya.text import fold_word

SOON = 2
"""Days within which a rewrite stands with its source without being asked."""


@dataclass(frozen=True, slots=True)
class Told:
    """Stories and topics that are new or changed, each whole, in the order of their first articles; `merged` names a
    story or topic that is no more, and the one that it went into."""

    stories: tuple[Story, ...] = ()
    topics: tuple[Topic, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()


class Shelf:
    """The articles of a window and their stories. Places are counted from 0 in the order of `add`."""

    def __init__(self, judgements: Iterable[Judgement] = (), window: int = WINDOW) -> None:
        self.window = max(window, ENOUGH)
        self.count = 0
        self.members: dict[int, Member] = {}
        self.place: dict[str, int] = {}
        self.source: dict[str, str] = {}
        self.bonds: dict[int, int] = {}
        self.stream: Stream | None = None
        self.told: dict[int, Story] = {}
        self.affairs: dict[int, Topic] = {}
        self.home: dict[int, int] = {}
        self.touched: set[int] = set()
        self._taken: dict[int, set[int]] = defaultdict(set)
        self._said: dict[tuple[str, str], bool] = {}
        self._about: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._waiting: list[Told] = []
        for judgement in judgements:
            self._note(judgement)

    def add(self, one: Profile, derivations: Sequence[Derivation] = (), withdrawn: Sequence[str] = ()) -> None:
        """Take in `one`, the latest, with what is new about who took it from whom."""
        place, self.count = self.count, self.count + 1
        self.place[one.id] = place
        self.members[place] = Member(one)
        again, _ = self._derive(derivations, withdrawn)
        if self.stream:
            self._enter(place)
            self._deal(again)
        elif self.count >= ENOUGH:
            self.stream = Stream()
            for i in range(self.count):
                self._enter(i)
        if self.count > self.window:
            self._leave(self.count - self.window - 1)

    def judge(
        self, judgement: Judgement, derivations: Sequence[Derivation] = (), withdrawn: Sequence[str] = ()
    ) -> None:
        """Let a judgement, and what followed from it, hold from now on."""
        noted = self._note(judgement) and judgement.a in self.place and judgement.b in self.place
        again, bonds = self._derive(derivations, withdrawn)
        if self.stream is None:
            return
        pair = (self.place[judgement.a], self.place[judgement.b]) if noted else None
        if pair and judgement.verdict:
            bonds.append(pair)
        elif pair:
            again.append(pair[0])
        self.touched |= self.stream.bind(
            Ties(bonds=tuple(bonds), apart=(pair,) if pair and not judgement.verdict else ())
        )
        self._deal(again)

    def tell(self) -> Told:
        """What has changed since this was last asked."""
        waiting, self._waiting = self._waiting, []
        told = self._tell_few() if self.stream is None else self._tell_touched(self.stream)
        return reduce(_then, [*waiting, told])

    def plain(self) -> dict[str, Any]:
        """All that later articles depend on, as lists, numbers and strings. To be taken when all is told."""
        return {
            "count": self.count,
            "window": self.window,
            "profiles": [[i, to_plain(m.profile)] for i, m in self.members.items()],
            "speaking": [i for i, m in self.members.items() if m.vector],
            "source": list(self.source.items()),
            "bonds": list(self.bonds.items()),
            "told": [[i, astuple(s)] for i, s in self.told.items()],
            "affairs": [[i, [t.id, t.title, t.stories]] for i, t in self.affairs.items()],
            "home": list(self.home.items()),
            "stream": self.stream.plain() if self.stream else None,
        }

    def restore(self, plain: Mapping[str, Any], recall: Callable[[str], Account | None]) -> None:
        """Go on from `plain`; `recall` gives accounts of the window back."""
        self.count, self.window = plain["count"], plain["window"]
        speaking = set(plain["speaking"])
        for i, profile in plain["profiles"]:
            member = Member(from_plain(profile, recall))
            if i in speaking:
                member.vector = affair(member.profile)
            self.members[i], self.place[member.profile.id] = member, i
        self.source = dict(plain["source"])
        for derived, source in plain["bonds"]:
            self.bonds[derived] = source
            self._taken[source].add(derived)
        for i, story in plain["told"]:
            values: list[Any] = [tuple(x) if isinstance(x, list) else x for x in story]
            self.told[i] = Story(*values)
        self.affairs = {i: Topic(name, title, tuple(stories)) for i, (name, title, stories) in plain["affairs"]}
        self.home = dict(plain["home"])
        if plain["stream"]:
            self.stream = Stream()
            self.stream.restore(plain["stream"], self.members)

    def _note(self, judgement: Judgement) -> bool:
        if judgement.kind != "same_story":
            return False
        pair = judgement.a, judgement.b
        if pair not in self._said:
            for one in pair:
                self._about[one].append(pair)
        self._said[pair] = judgement.verdict
        return True

    def _enter(self, place: int) -> None:
        if self.stream:
            self.touched |= self.stream.add(place, self.members[place], self._ties(place))

    def _deal(self, places: Iterable[int]) -> None:
        for place in places:
            if self.stream:
                members = self.stream.stories.members(place)
                self.touched |= self.stream.deal(place, {i: self._ties(i) for i in members})

    def _derive(self, derivations: Sequence[Derivation], withdrawn: Sequence[str]) -> tuple[list[int], list[Pair]]:
        """Note who took it from whom. Places that were bound to another before, whose stories must be dealt anew; the
        new bonds."""
        again, bonds = [], []
        for derived in withdrawn:
            self.source.pop(derived, None)
            if self._loosen(self.place.get(derived, -1)):
                again.append(self.place[derived])
        for d in derivations:
            self.source[d.derived] = d.source or f"origin:{fold_word(d.external or d.derived)}"
            if d.source not in self.place or d.derived not in self.place:
                continue
            a, b = self.place[d.source], self.place[d.derived]
            if self._loosen(b):
                again.append(b)
            if not _formulaic(d, self.members[a].profile, self.members[b].profile):
                self.bonds[b] = a
                self._taken[a].add(b)
                bonds.append((a, b))
        return again, bonds

    def _loosen(self, derived: int) -> bool:
        source = self.bonds.pop(derived, None)
        if source is not None:
            self._taken[source].discard(derived)
        return source is not None

    def _ties(self, place: int) -> Ties:
        """What ties the article at `place` to those that are here."""
        bonds = [(place, b) for b in sorted(self._taken.get(place, ()))]
        if place in self.bonds:
            bonds.append((self.bonds[place], place))
        apart: list[Pair] = []
        for a, b in self._about.get(self.members[place].profile.id, ()):
            if a in self.place and b in self.place:
                (bonds if self._said[a, b] else apart).append((self.place[a], self.place[b]))
        return Ties(self.bonds.get(place), tuple(bonds), tuple(apart))

    def _leave(self, place: int) -> None:
        """The article at `place` leaves the window; with the last of its story that is closed. Its copies stay bound to
        it until then, or a story that is dealt anew would fall to pieces."""
        if self.stream is None:
            return
        self.stream.leave(place)
        self._loosen(place)
        member = self.members[place]
        member.profile = replace(member.profile, shingles=(), recall=_gone)
        if self.stream.stories.alive(place):
            return
        if self.touched:
            self._waiting.append(self._tell_touched(self.stream))
        first = self.stream.stories.first(place)
        for i in self.stream.stories.drop(place):
            self.home[i] = first
            one = self.members.pop(i).profile
            self._loosen(i)
            for derived in self._taken.pop(i, ()):  # parted from it by people
                self.bonds.pop(derived, None)
            del self.place[one.id]
            self.source.pop(one.id, None)
        if not self.stream.topics.alive(place):
            del self.affairs[self.stream.topics.first(place)]
            for i in self.stream.topics.drop(place):
                self.told.pop(self.home.pop(i), None)

    def _tell_few(self) -> Told:
        """All anew; what is as it was told before is not told again."""
        places = sorted(self.members)
        members = [self.members[i] for i in places]
        apart = [(self.place[a], self.place[b]) for (a, b), v in self._said.items() if not v and self._here(a, b)]
        barred = {frozenset(pair) for pair in apart}
        bonds = [(self.place[a], self.place[b]) for (a, b), v in self._said.items() if v and self._here(a, b)]
        bonds += [(a, b) for b, a in self.bonds.items() if frozenset((a, b)) not in barred]
        derived = {i for i in places if self.members[i].profile.id in self.source}
        stories, topics = group_few(members, bonds, derived, apart)
        home = {i: group[0] for group in stories for i in group}
        of = {i: group[0] for group in topics for i in group}
        return self._tell(stories, topics, home.__getitem__, of.__getitem__)

    def _here(self, a: str, b: str) -> bool:
        return a in self.place and b in self.place

    def _tell_touched(self, stream: Stream) -> Told:
        """The stories that were touched, and their topics."""
        touched, self.touched = self.touched, set()
        firsts = sorted({stream.stories.first(i) for i in touched if i in stream.stories})
        affairs = sorted({stream.topics.first(i) for i in touched if i in stream.topics})

        def home(i: int) -> int:
            return stream.stories.first(i) if i in stream.stories else self.home[i]

        stories = [stream.stories.members(i) for i in firsts]
        return self._tell(stories, [stream.topics.members(i) for i in affairs], home, stream.topics.first)

    def _tell(self, stories: Groups, topics: Groups, home: Callable[[int], int], of: Callable[[int], int]) -> Told:
        """Tell these, where they are not as they were told before."""
        told, affairs = [], []
        latest = {group[0]: group[-1] for group in stories}
        firsts = {i for group in stories for i in group if i in self.told} | (self.told.keys() & latest.keys())
        merged = [(self.told.pop(i).id, _story(home(i))) for i in sorted(firsts) if home(i) != i]
        for group in stories:
            story = tell_story(_story(group[0]), [self.members[i] for i in group], self.source)
            if self.told.get(group[0]) != story:
                self.told[group[0]] = story
                told.append(story)
        gone = sorted({i for group in topics for i in group if i in self.affairs and of(i) != i})
        merged += [(self.affairs.pop(i).id, _topic(of(i))) for i in gone]
        for group in topics:
            inside = list(dict.fromkeys(home(i) for i in group))
            main = max(inside, key=lambda i: (len(self.told[i].articles), i))
            topic = Topic(_topic(group[0]), self.told[main].title, tuple(_story(i) for i in inside))
            if self.affairs.get(group[0]) != topic:
                self.affairs[group[0]] = topic
                affairs.append(topic)
        return Told(tuple(told), tuple(affairs), tuple(merged))


def _story(first: int) -> str:
    return f"story-{first + 1}"


def _topic(first: int) -> str:
    return f"topic-{first + 1}"


def _then(one: Told, other: Told) -> Told:
    """What both told, the later word where they speak of the same."""
    gone = {old for old, _ in other.merged}
    stories = {s.id: s for s in (*one.stories, *other.stories) if s.id not in gone}
    topics = {t.id: t for t in (*one.topics, *other.topics) if t.id not in gone}
    return Told(tuple(stories.values()), tuple(topics.values()), (*one.merged, *other.merged))


def _formulaic(derivation: Derivation, source: Profile, derived: Profile) -> bool:
    """Days later, the facts of one report in other words are the next event of its kind, told in the same formulas."""
    days = source.days_from(derived)
    return derivation.relation in ("rewrite", "summary") and days is not None and days > SOON


def _gone() -> Account:
    raise LookupError("the article has left the window")
