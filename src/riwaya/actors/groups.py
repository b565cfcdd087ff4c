"""Union-find over ids of actors that obeys judgements."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.model import Judgement


class Groups:
    """Ids and which of them are one. `join` refuses what a judgement keeps apart; `judge` joins what one says is one.
    The latest judgement about a pair wins. A group is called by its least id; a person joined to a state's is not."""

    def __init__(self, judgements: Sequence[Judgement] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        verdicts = {frozenset((j.a, j.b)): j.verdict for j in judgements if j.kind == "same_actor" and j.a != j.b}
        self._same = sorted(tuple(sorted(pair)) for pair, verdict in verdicts.items() if verdict)
        self._apart: dict[str, set[str]] = {}
        for pair, verdict in verdicts.items():
            if not verdict:
                a, b = sorted(pair)
                self._apart.setdefault(a, set()).add(b)
                self._apart.setdefault(b, set()).add(a)

    def add(self, item: str) -> None:
        """Make `item` known; again is harmless."""
        if item not in self._parent:
            self._parent[item] = item
            self._members[item] = {item}

    def of(self, item: str) -> str:
        """The id of the group of `item`."""
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def members(self, item: str) -> frozenset[str]:
        """All ids of the group of `item`."""
        return frozenset(self._members[self.of(item)])

    def join(self, a: str, b: str) -> bool:
        """Make two groups one, unless a judgement keeps members of them apart; whether they are one now."""
        a, b = sorted((self.of(a), self.of(b)))
        if a == b:
            return True
        if any(not self._apart.get(x, set()).isdisjoint(self._members[b]) for x in self._members[a]):
            return False
        self._parent[b] = a
        self._members[a] |= self._members.pop(b)
        return True

    def judge(self) -> None:
        """Join what judgements say is one, where both ids occur."""
        for a, b in self._same:
            if a in self._parent and b in self._parent:
                self.join(a, b)
