"""People of different pages who are one: by their names, by the office they hold, by the company they keep.

Names meet in blocks of one skeleton, so that the work grows with the pages and not with their square. Two people whom
the rules know are never joined. Every join leaves its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from riwaya.actors.groups import Groups
from riwaya.actors.inpage import Named
from riwaya.actors.knowledge import knowledge
from riwaya.actors.likeness import given_names, same_person, same_word, skeleton, word_likeness
from riwaya.actors.roles import named_in_roles
from riwaya.model import MentionType
from riwaya.text import Words

_NEIGHBOURS = 200  # names of one block that are compared with each
_LIKE_IN_OFFICE = 0.7  # how like two names must be whose bearers hold one office
_OF_ONE = frozenset(
    {
        "president", "prime-minister", "vice-president", "foreign-minister", "defence-minister", "interior-minister",
        "chancellor", "king", "emir", "sultan", "crown-prince", "supreme-leader", "speaker",
        "spokesperson-foreign-ministry", "spokesperson-presidency",
    }
)  # fmt: skip
_Names = Mapping[str, tuple[str, ...]]


def join_people(groups: Groups, pages: Sequence[Sequence[Named]], words: Sequence[Words]) -> dict[str, str]:
    """Join people of different pages in `groups`; why, by id. `words` are the articles of `pages`."""
    names = _names_by_id(pages)
    reasons: dict[str, str] = {}
    for block in _blocks(names):
        _join_block(groups, block, names, reasons)
    _join_in_office(groups, _offices(pages, words), names, reasons)
    _join_lone(groups, names, _company(pages), reasons)
    return reasons


def _names_by_id(pages: Sequence[Sequence[Named]]) -> dict[str, tuple[str, ...]]:
    """The longest name of every person, as words."""
    best: dict[str, tuple[str, ...]] = {}
    for n in (n for page in pages for n in page):
        if n.mention.type is MentionType.PER and n.id.startswith("person:"):
            current = best.get(n.id, ())
            if (len(n.full), n.full) > (len(current), current):
                best[n.id] = n.full
    return best


def _bones(word: str) -> str:
    return skeleton(word).replace("c", "s")


def _blocks(names: _Names) -> Iterator[list[str]]:
    """People who may be one by their names: the same last bones and first letter, or the same first two bones."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for actor, words in sorted(names.items()):
        for key in meeting_keys(words):
            blocks[key].append(actor)
    yield from blocks.values()


def meeting_keys(words: Sequence[str]) -> tuple[str, ...]:
    """Under which keys a full name meets those that may be one person's; none for a name of one word."""
    if len(words) < 2:
        return ()
    bones = [_bones(w) for w in words]
    return f"ends|{bones[0][:1]}|{bones[-1]}", f"begins|{bones[0]}|{bones[1]}"


def _join(groups: Groups, a: str, b: str) -> bool:
    known = knowledge().actors
    if any(x in known for x in groups.members(a)) and any(x in known for x in groups.members(b)):
        return groups.of(a) == groups.of(b)
    return groups.join(a, b)


def _join_block(groups: Groups, block: Sequence[str], names: _Names, reasons: dict[str, str]) -> None:
    for i, a in enumerate(block):
        for b in block[i + 1 : i + _NEIGHBOURS]:
            if groups.of(a) != groups.of(b) and same_person(names[a], names[b]) and _join(groups, a, b):
                reasons[a] = f"«{' '.join(names[a])}» = «{' '.join(names[b])}»"
                reasons[b] = f"«{' '.join(names[b])}» = «{' '.join(names[a])}»"


# ------------------------------------------------------------------ offices


def _offices(pages: Sequence[Sequence[Named]], words: Sequence[Words]) -> dict[tuple[str, str], set[str]]:
    """Who is named right after an office that only one person holds: (role, state) -> ids."""
    table: dict[tuple[str, str], set[str]] = defaultdict(set)
    for page, text in zip(pages, words, strict=True):
        for actor, role, land in named_in_roles(text, [replace(n.mention, actor=n.id) for n in page]):
            if role in _OF_ONE:
                table[role, land].add(actor)
    return table


def _join_in_office(
    groups: Groups, offices: Mapping[tuple[str, str], set[str]], names: _Names, reasons: dict[str, str]
) -> None:
    """Holders of one office with like names are one, even where the names alone would not do."""
    for (role, land), holders in sorted(offices.items()):
        block = sorted(h for h in holders if h in names)
        for i, a in enumerate(block):
            for b in block[i + 1 : i + _NEIGHBOURS]:
                if groups.of(a) != groups.of(b) and _like_in_office(names[a], names[b]) and _join(groups, a, b):
                    reasons[a] = reasons[b] = f"a like name in one office ({role} of {land})"


def _like_in_office(a: Sequence[str], b: Sequence[str]) -> bool:
    """Like last names, and no two different given names; a lone name is held against the last of the other."""
    if not _alike(a[-1], b[-1]):
        return False
    return len(a) == 1 or len(b) == 1 or _alike(a[0], b[0])


def _alike(a: str, b: str) -> bool:
    bones = _bones(a)
    return word_likeness(a, b) >= _LIKE_IN_OFFICE or (len(bones) > 3 and bones == _bones(b))


# ------------------------------------------------------------------ family names alone


def _company(pages: Sequence[Sequence[Named]]) -> dict[str, set[str]]:
    """With whom each person is named in a page; what stands in many pages tells nothing and is left out."""
    present = [{n.id for n in page} for page in pages]
    often = Counter(i for ids in present for i in ids)
    most = max(3, len(pages) // 10)
    company: dict[str, set[str]] = defaultdict(set)
    for ids in present:
        telling = {i for i in ids if often[i] <= most}
        for actor in ids:
            if actor.startswith("person:"):
                company[actor] |= telling
    return company


def _join_lone(groups: Groups, names: _Names, company: Mapping[str, set[str]], reasons: dict[str, str]) -> None:
    """A family name alone, whose page names nobody in full: the one person of the run who carries it, if just one and
    if their pages have something else in common."""
    families: dict[str, list[str]] = defaultdict(list)
    for actor, words in sorted(names.items()):
        if len(words) > 1:
            families[_bones(words[-1])].append(actor)
    given = given_names()
    for actor, words in sorted(names.items()):
        if len(words) != 1 or words[0] in given or len(words[0]) < 4:
            continue
        alike = [b for b in families.get(_bones(words[0]), ()) if same_word(words[0], names[b][-1])]
        near = {groups.of(b) for b in alike}
        if len(near) != 1 or not any(company[actor] & company[b] - {actor, b} for b in alike):
            continue
        if _join(groups, actor, near.pop()):
            reasons[actor] = "the only person of the run with this family name, in like company"
