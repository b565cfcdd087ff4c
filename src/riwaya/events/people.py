"""Whether a counted noun names people: «ستة أطباء», «63 سوريا», «اثنين من حراسه»."""

from __future__ import annotations

from riwaya.events.line import Line
from riwaya.events.rules import book
from riwaya.text.states import demonyms

_OWN = ("ه", "ها", "هم", "هما")


def is_people(word: str) -> bool:
    """Whether a counted noun names people: by a list, as those of a state, or as somebody's («من حراسه»)."""
    people, states = book().people, demonyms()
    if word in people or word in states or (word.endswith("ا") and word[:-1] in states):
        return True
    bare = word.removeprefix("ال")
    if bare != word:
        return bare in people
    return any(cut in people or cut + "ن" in people for own in _OWN if (cut := word.removesuffix(own)) != word)


def counts_people(line: Line, low: int, high: int) -> bool:
    """Whether people are counted by a number among the tokens `low:high`."""
    return any(low <= n.first < high and n.last < len(line.words) and _person(line.words[n.last]) for n in line.numbers)


def _person(word: str) -> bool:
    return is_people(word) or book().amounts.get(word) in ("persons", "troops", "protesters", "displaced", "detained")


def is_counted(line: Line, i: int) -> bool:
    """Whether token `i` is a noun of people right behind its number («27 متهما»): such a word tells nothing."""
    return line.words[i] in book().people and any(n.last == i for n in line.numbers)
