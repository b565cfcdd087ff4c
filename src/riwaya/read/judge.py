"""The judge: which pieces of a page are the article's, by structure first and by running text.

Cards of other articles and what readers wrote are known by their repetition (`structure`) and
count for nothing. Of the rest, every piece is weighed by its length, its share of Arabic letters,
its punctuation and its links; an element is worth what the running text near below it is worth.
Where it stands to the page's own title, what it knows of it, and markup's own words for it
(`articleBody`, `entry-content`, `related`) tip the balance but do not decide. What shares the
chosen element with the text, and is not made as its paragraphs are, has to be about the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.read.asides import leave_asides
from riwaya.read.dom import Element, Piece
from riwaya.read.foreign import PARAGRAPHS, holder_of, leave_boxes, leave_others
from riwaya.read.headed import are_teasers, articles_headed, below_headings
from riwaya.read.places import View, leave_comments, leave_teasers, letters_in, places_of
from riwaya.read.published import has_year, read_stamp
from riwaya.read.running import mark_running
from riwaya.read.several import Ranges, articles_side_by_side, is_title_of, stories_below
from riwaya.read.structure import Node, Structure, is_clock, structure_of
from riwaya.read.topic import Stems, known, stems_of, union
from riwaya.read.walls import leave_walls
from riwaya.read.worth import worth
from riwaya.text import fold_word

# Worth handed from a paragraph to the elements around it: most to the nearest. Three levels cover
# paragraph wrappers; beyond them stands the page's frame.
_HAND_UP = (1.0, 0.8, 0.5, 0.25)
# Below this many characters of running text the judge has seen no article for sure.
_ENOUGH = 250
_SHOWN = 150  # characters of it beside a wall that are no more than a teaser
# A rival outside the chosen element that is worth this much of it makes the choice unsure.
_RIVAL = 0.75
_CLOSE = 0.4  # worth of the best, from which on what a rival knows of the title is asked
_LEAST = 150  # characters of a text beside another
_TOLD = 0.3  # of the title's stems: a text that knows them is the title's
_KNOWS_TITLE = 0.6  # of the title's stems: a text that is the title's, however short
_SLIGHT, _SAME = 0.1, 0.2  # stems known of a text by what goes on with it; see `borders`
_LONG_PART = 400  # characters of a part that must know the text before it is joined to it
_ROW, _NOTICE, _STUB = 6, 350, 80  # cards of a list; characters of a notice beside them, of a stub of news
_PARTS = 200  # paragraphs, or parts of a text, that are looked at: of a huge page, enough
_CLOSE_BY = 6  # pieces between a headline and its text
_ENTRIES = 3  # times of day in it
_LEAD = 3  # paragraphs above running coverage
_LEVELS = 6  # elements around the chosen one that may hold more of its text
_BARE = 60.0  # worth of a paragraph without an element of its own
_CORE = 0.35  # of the text in paragraphs of one make, where the rest stands in parts made otherwise
_BRANCH = 0.25  # of an element's running text: a part that may be another text
_TITLE = 300  # characters of the longest title
_STORY_LOOK = 20  # paragraphs of a story that are compared with another's


@dataclass(frozen=True, slots=True)
class Verdict:
    """`main[i]`: piece i is the article's. `where[i]`: the part of the page it stands in, or "".
    `sure`: no other element comes near. `core[i]`: it is made as the text's paragraphs are;
    `clear`: the markup parts the paragraphs, so that it says where the text begins and ends.
    `cards[i]`: it stands in a card of another article; `lists`: the page has such cards, and next to
    nothing beside them; `several`: the ranges of whole articles that stand on the page, of the first
    of which it is about if it is `titled`: the others go on below that as one scrolls."""

    main: tuple[bool, ...]
    where: tuple[str, ...]
    sure: bool
    core: tuple[bool, ...]
    clear: bool
    cards: tuple[bool, ...]
    lists: bool = False
    several: Ranges = ()
    titled: bool = False

    @property
    def apart(self) -> bool:
        """Whether several articles stand on the page and it is about none of them."""
        return bool(self.several) and not self.titled

    def below_title(self) -> Verdict:
        """The verdict on the same pieces below one more, the title, which stands in the head only."""
        main, core, cards = (False, *self.main), (False, *self.core), (False, *self.cards)
        return Verdict(main, ("", *self.where), self.sure, core, self.clear, cards, self.lists)


def judge(pieces: Sequence[Piece], titles: Sequence[str] = (), lead: str | None = None) -> Verdict:
    """Weigh the pieces of a page and choose the article's element. `titles`: what the page calls
    itself; `lead`: the first words of its text or of what is said about it, for machines."""
    titled = titled_pieces(pieces, titles)
    about = _about(titles)
    found = structure_of(pieces, titled, about)
    mark_running(found, pieces, titled, about, titles)
    worths = [0.0 if c else worth(p) for p, c in zip(pieces, found.carded, strict=True)]
    below = _leave_stories(pieces, found, worths, titled)
    found.measure("worth", worths)
    places = places_of(found, worths)
    where = ["related" if c else places[n] for c, n in zip(found.carded, found.of, strict=True)]
    where = ["" if i in found.running and w == "related" else w for i, w in enumerate(where)]
    view = View(pieces, found, worths, places, where, min(titled, default=None), about)
    leave_teasers(view)
    leave_comments(view)
    walled = leave_walls(view)
    if not below:
        headings = below_headings(view)
        if headed := articles_headed(view, headings):
            return _apart(view, worths, headed)
        if are_teasers(view, headings):
            return _nothing(view, lists=True)
    scores = _scores(view, _lead_piece(pieces, lead))
    if not scores:
        return _nothing(view, lists=walled)
    best = _descend(view, _best(view, scores))
    if _answers_nothing(view, best):
        return _nothing(view)
    chosen = found.nodes[_widen(view, best)]
    main = [chosen.first <= i < chosen.last and where[i] in ("", "header") for i in range(len(pieces))]
    _take_running(view, main)
    if (
        walled
        and not below
        and sum(len(pieces[i].text) for i in range(len(pieces)) if main[i] and worths[i] > 0) < _SHOWN
    ):
        return _nothing(view, lists=True)
    several = below or articles_side_by_side(pieces, found, worths, main, view.stems)
    several = () if several and not below and is_title_of(view.about, several, view.stems) else several
    if several and not below:
        return _apart(view, worths, several)
    core, clear = _core(view, main)
    if clear:
        leave_others(view, main)
        core = [c and m for c, m in zip(core, main, strict=True)]
        where = leave_boxes(view, main, core)
    where = leave_asides(view, main, where)
    inside = sum(w for w, m in zip(worths, main, strict=True) if m)
    _take_further(view, worths, below[1:], (main, core, where))
    apart = (s for n, s in scores.items() if found.nodes[n].last <= chosen.first or found.nodes[n].first >= chosen.last)
    sure = bool(below) or (inside >= _ENOUGH and max(apart, default=0.0) < _RIVAL * scores[best])
    sure = sure or known(view.about, view.stems(chosen.first, chosen.last)) >= (_TOLD if clear else _KNOWS_TITLE)
    lists = not below and _lists(view, main)
    cards = tuple(found.carded)
    return Verdict(tuple(main), tuple(where), sure, tuple(core), clear, cards, lists, below, bool(below))


def _nothing(view: View, lists: bool = False) -> Verdict:
    """The verdict on a page without an article."""
    nothing = (False,) * len(view.pieces)
    lists = lists or _lists(view, nothing)
    return Verdict(nothing, tuple(view.where), False, nothing, False, tuple(view.found.carded), lists)


def _take_running(view: View, main: list[bool]) -> None:
    """Take in the entries of running coverage that stand beside their lead, or the lead that stands beside them."""
    running, where = view.found.running, view.where
    first = next((i for i, m in enumerate(main) if m), len(main))
    if not running or first > max(running):
        return
    able = [i for i in range(len(main)) if where[i] in ("", "header")]
    start = len(main) if view.title is None else view.title + 1
    lead = [i for i in able if start <= i < min(running) and view.worths[i] >= _BARE]
    taken = running | set(lead if len(lead) <= _LEAD else ())
    for i in able:
        main[i] = main[i] or i in taken


def _apart(view: View, worths: list[float], several: Ranges) -> Verdict:
    """The verdict on a page with articles side by side: each is the text from its heading on, whatever holds it."""
    main, cards, where = [False] * len(worths), list(view.found.carded), list(view.where)
    for a, b in several:
        for i in range(a, b):
            place = view.places[view.found.of[i]]
            where[i], cards[i], worths[i] = ("" if place == "related" else place), False, worth(view.pieces[i])
            main[i] = i > a and where[i] in ("", "header")
    for a, b in several:  # notices and advertisements among a paper's columns
        own = [a < i < b and m for i, m in enumerate(main)]
        where = leave_asides(replace(view, title=a, about=view.stems_at(a)), own, where)
        main[a:b] = own[a:b]
    core, clear = _core(view, main)
    return Verdict(tuple(main), tuple(where), True, tuple(core), clear, tuple(cards), False, several)


def _take_further(
    view: View, worths: list[float], ranges: Ranges, known_of: tuple[list[bool], list[bool], list[str]]
) -> None:
    """Take in the stories below the page's own, each judged as it would be alone. `known_of`: of every piece, whether
    it is a text's, is made as that, and where it stands."""
    main, core, where = known_of
    for a, b in ranges:
        boxed = view.places[view.found.of[a]] == "related"  # all of it stands there
        for i in range(a, b):
            place = view.places[view.found.of[i]]
            view.where[i] = "" if boxed and place == "related" else place
            worths[i] = worth(view.pieces[i]) if boxed or not view.found.carded[i] else 0.0
        own = replace(view, title=a, about=view.stems_at(a))
        text = [a < i < b and w in ("", "header") for i, w in enumerate(view.where)]
        made, clear = _core(own, text)
        told = leave_asides(own, text, leave_boxes(own, text, made) if clear else list(view.where))
        main[a:b], where[a:b] = text[a:b], told[a:b]
        core[a:b] = [c and m for c, m in zip(made[a:b], text[a:b], strict=True)]


def _leave_stories(pieces: Sequence[Piece], found: Structure, worths: list[float], titled: frozenset[int]) -> Ranges:
    """Take the worth from stories that stand below the page's own as it does, and give the ranges of all."""

    def telling(first: int, last: int) -> Stems:
        return union(stems_of(pieces[i].key) for i in [i for i in range(first, last) if worths[i] > 0][:_STORY_LOOK])

    nodes, ranges = stories_below(pieces, found, worths, titled, telling)
    for n in nodes[1:]:
        node = found.nodes[n]
        worths[node.first : node.last] = [0.0] * (node.last - node.first)
    return ranges


def titled_pieces(pieces: Sequence[Piece], titles: Sequence[str]) -> frozenset[int]:
    """The pieces that repeat one of the page's own titles and lead nowhere else."""
    wanted = [w for t in titles if len(w := frozenset(t.split())) > 1]
    if not wanted:
        return frozenset()
    least = max(1.0, 0.4 * min(map(len, wanted)) - 1)  # spaces of a piece that may share so much of a title
    most = 2.5 * max(map(len, wanted))  # spaces of one that is no longer than a title, some of its words twice
    found = []
    for i, piece in enumerate(pieces):
        if len(piece.text) > _TITLE or not least <= piece.text.count(" ") <= most:
            continue
        if piece.link_share > 0.5 and piece.element.tag != "h1":
            continue
        own = frozenset(piece.text.split())
        if len(own) > 1 and any(len(own & w) >= max(0.8 * len(own), 0.4 * len(w)) for w in wanted):
            found.append(i)
    return frozenset(found)


def _about(titles: Sequence[str]) -> Stems:
    return stems_of(fold_word(titles[0])) if titles else frozenset()


def _lead_piece(pieces: Sequence[Piece], lead: str | None) -> int | None:
    start = " ".join((lead or "").split())[:50]
    return next((i for i, p in enumerate(pieces) if p.text.startswith(start)), None) if len(start) >= 30 else None


def _scores(view: View, lead: int | None) -> dict[int, float]:
    """What each node is worth that holds running text."""
    found, scores = view.found, dict[int, float]()
    letters = letters_in(view)
    for i, value in enumerate(view.worths):
        if value <= 0 or view.where[i] in ("comments", "furniture") or letters[i]:
            continue
        weight = value * (0.35 if view.where[i] == "related" else 1.0)
        n = found.of[i]
        for share in _HAND_UP:
            scores[n] = scores.get(n, 0.0) + weight * share
            n = found.nodes[n].up
            if n < 0:
                break
    for n in scores:
        node = found.nodes[n]
        scores[n] *= _favour(node.element)
        if view.title is not None:
            scores[n] *= 0.5 if node.last <= view.title else 1.25
        if lead is not None and node.first <= lead < node.last:
            scores[n] *= 1.3
    return scores


def _best(view: View, scores: dict[int, float]) -> int:
    """The node that is worth most; of those that come near, the one that knows the title; of what
    readers wrote, the first."""
    nodes = view.found.nodes
    best = max(scores, key=lambda n: scores[n])
    near = [n for n in scores if scores[n] >= _CLOSE * scores[best] and not _kin(view, n, best)]
    if near and view.about:
        rivals = [best, *sorted(near, key=lambda n: -scores[n])[:4]]
        told = {n: known(view.about, view.stems(nodes[n].first, nodes[n].last)) for n in rivals}
        best = max(rivals, key=lambda n: scores[n] * (0.5 + told[n]))
    best = _titled_part(view, scores, best)
    for n in view.found.around(best):
        if nodes[n].key in view.found.letters:
            return next((m for m in view.found.groups[nodes[n].key] if m in scores), n)
    return best


def _titled_part(view: View, scores: dict[int, float], best: int) -> int:
    """The part that holds the title and alone knows it, where no part stood out and the page as a whole
    was best: short news in a page of teasers. What else the page says must know next to nothing of it."""
    nodes, title = view.found.nodes, view.title
    if title is None or not view.about or nodes[best].element.tag != "body":
        return best
    holding = [n for n in scores if n != best and nodes[n].first <= title < nodes[n].last]
    told = {n: view.stems(title + 1, nodes[n].last) for n in holding}
    holding = [n for n in holding if known(view.about, told[n]) >= _KNOWS_TITLE]
    if not holding:
        return best
    part = min(holding, key=lambda n: nodes[n].last - nodes[n].first)
    rest = [i for i, w in enumerate(view.worths) if w > 0 and not nodes[part].first <= i < nodes[part].last][:_PARTS]
    shared = sum(view.worths[i] * known(view.stems(i, i + 1), told[part]) for i in rest)
    return part if shared < _SLIGHT * sum(view.worths[i] for i in rest) else best


def _descend(view: View, best: int) -> int:
    """The node itself, or the part of it that is the text, where it holds two that know nothing of
    each other: columns side by side."""
    found = view.found
    for _ in range(_LEVELS):
        node = found.nodes[best]
        total = found.total("worth", node.first, node.last)
        parts = [n for n in found.children(best)
                 if found.total("worth", found.nodes[n].first, found.nodes[n].last) >= max(_BRANCH * total, _LEAST)
                 and found.nodes[n].element.tag not in PARAGRAPHS and not view.places[n]]  # fmt: skip
        if len(parts) == 1 and found.total("worth", found.nodes[parts[0]].first, found.nodes[parts[0]].last) == total:
            best = parts[0]
            continue
        if len(parts) < 2 or len({found.nodes[n].key for n in parts}) < len(parts):
            break
        stems = {n: view.stems(found.nodes[n].first, found.nodes[n].last) for n in parts}
        if view.about:
            parts.sort(key=lambda n: -known(view.about, stems[n]))
        first, *others = parts
        slight = _SLIGHT if view.about else _SLIGHT / 2
        if any(max(known(stems[n], stems[first]), known(view.about, stems[n])) >= slight for n in others):
            break
        best = first
    return best


def _answers_nothing(view: View, best: int) -> bool:
    """Whether the best that a page has is what readers wrote, below cards and about something else than its title:
    a page with a film."""
    found, title, own = view.found, view.title, view.found.nodes[best]
    if title is None:
        return False
    around = [found.nodes[n].key for n in found.around(best)]
    rows = ([found.nodes[n] for n in found.groups[key]] for key in sorted(found.letters))
    inside = sum(view.worths[own.first : own.last])
    written = next((row for row in rows if row[0].key in around or 2 * _worth_in(view, row, own) > inside), None)
    if written is None:
        return False
    if found.total("heads", title, written[0].first) < _ROW:
        return False
    return known(view.about, union(view.stems(n.first, n.last) for n in written[:_PARTS])) < _TOLD


def _worth_in(view: View, row: Sequence[Node], own: Node) -> float:
    return sum(sum(view.worths[n.first : n.last]) for n in row if own.first <= n.first < own.last)


def _kin(view: View, a: int, b: int) -> bool:
    one, other = view.found.nodes[a], view.found.nodes[b]
    return one.first < other.last and other.first < one.last


def _favour(element: Element) -> float:
    if element.body_mark:
        return 1.6
    if element.tag in ("article", "main"):
        return 1.25
    return 1.15 if "content" in element.hints else 1.0


def _widen(view: View, best: int) -> int:
    """The node itself, or one around it that holds more of the same text: paragraphs wrapped one
    by one, cut into columns, or parted by boxes."""
    found, chosen = view.found, best
    if any(found.nodes[n].key in found.letters for n in view.found.around(best)):
        return best
    around = found.nodes[best].up
    for _ in range(_LEVELS):
        if around < 0 or found.nodes[around].element.tag in ("body", "html") or view.places[around]:
            break
        joins = _joins(view, chosen, around)
        if joins is None:
            break
        chosen = around if joins else chosen
        around = found.nodes[around].up
    return chosen


def _joins(view: View, inner: int, around: int) -> bool | None:
    """Whether `around` holds more of the text in `inner`; None where it holds another text."""
    nodes = view.found.nodes
    own, outer = nodes[inner], nodes[around]
    outside = [i for i in (*range(outer.first, own.first), *range(own.last, outer.last))
               if view.worths[i] > 0 and view.where[i] in ("", "header") and i != view.title]  # fmt: skip
    if not outside:
        return False
    lead = [i for i in outside if view.worths[i] >= _BARE]
    if 0 < len(lead) <= _LEAD and lead[-1] < own.first and _is_running(view, own):
        return known(view.about, union(view.stems_at(i) for i in lead)) >= _SLIGHT  # what running coverage is about
    entries = [i for i in outside if i in view.found.entries]
    sure = not view.found.running.isdisjoint(entries)
    if sure or (entries and known(view.about, union(view.stems_at(i) for i in entries)) >= _SLIGHT):
        return True  # running coverage of what the title tells
    mine = view.found.total("worth", own.first, own.last)
    makes = {nodes[view.found.of[i]].key for i in range(own.first, own.last) if view.worths[i] > 0}
    same = [i for i in outside if nodes[view.found.of[i]].key in makes]
    gained = sum(view.worths[i] for i in outside)
    if not same and gained < 0.15 * mine:
        return False
    text = view.stems(own.first, own.last) | view.about
    if same:
        cousins = [n for n in view.found.groups[own.key] if n != inner and outer.first <= nodes[n].first < outer.last]
        return None if any(_another(view, nodes[n], text) for n in cousins[:_PARTS]) else True
    told = known(union(view.stems_at(i) for i in outside[:20]), text)
    beside = (i for i in range(outer.first, outer.last) if not own.first <= i < own.last)
    clutter = sum(len(view.pieces[i].text) for i in beside if not (view.worths[i] or view.where[i]))
    return told >= _SAME and clutter <= gained + 200


def _is_running(view: View, node: Node) -> bool:
    """Whether an element is running coverage: it begins with a time of day, and others stand in it."""
    clocks = (is_clock(view.pieces[i].text) for i in range(node.first, node.last))
    return is_clock(view.pieces[node.first].text) and sum(clocks) >= _ENTRIES


def _another(view: View, node: Node, text: Stems) -> bool:
    """Whether an element made as that of the text is holds another text: long, and about other things."""
    size = sum(len(view.pieces[i].text) for i in range(node.first, node.last) if view.worths[i] > 0)
    return size >= _LONG_PART and known(view.stems(node.first, node.last), text) < _SLIGHT


def _lists(view: View, main: Sequence[bool]) -> bool:
    """Whether the page is a list of cards, with a notice or two beside them and no story told."""
    cards = view.found.total("heads", 0, len(main)) if any(view.found.carded) else 0
    text = [i for i, m in enumerate(main) if m and view.worths[i] > 0]
    size = sum(len(view.pieces[i].text) for i in text)
    if cards < _ROW or size >= _NOTICE:
        return False
    title = view.title if view.title is not None else _heading(view, text)
    if not text or title is None or text[0] < title or view.pieces[title].text.count(" ") < 4:
        return True
    # a headline with a sentence below it is news, however short
    about = view.stems_at(title)
    told = known(about, view.stems(text[0], text[-1] + 1))
    if told > (0 if len(text) > 1 else _SLIGHT) and text[0] - title <= _CLOSE_BY and _dated(view, title, text[0]):
        return False  # so is one with its own time of publication and two, or one that knows it
    return told < (_SAME if size >= _STUB else _KNOWS_TITLE)


def _dated(view: View, first: int, last: int) -> bool:
    """Whether a line with a day, and a time of day or nothing else, stands between two pieces."""
    stamps = (read_stamp(p.text) for p in view.pieces[first + 1 : last] if has_year(p.text))
    return any(s is not None and (s.timed or not s.left) for s in stamps)


def _heading(view: View, text: Sequence[int]) -> int | None:
    """The heading of the page above a text, where none repeats the page's own title."""
    able = (i for i in range(text[0] if text else 0) if view.pieces[i].element.tag in ("h1", "h2"))
    return next((i for i in able if view.pieces[i].link_share < 0.5 and not view.where[i]), None)


def _core(view: View, main: Sequence[bool]) -> tuple[list[bool], bool]:
    """The pieces that are made as most of the text is, and whether its markup parts paragraphs."""
    nodes, of = view.found.nodes, view.found.of
    holders = [holder_of(view, i) if m else -1 for i, m in enumerate(main)]
    weights: defaultdict[int, float] = defaultdict(float)
    held: Counter[int] = Counter(of[i] for i, m in enumerate(main) if m)
    broken = 0.0
    for i, m in enumerate(main):
        if m and view.worths[i] > 0:
            weights[nodes[holders[i]].key] += view.worths[i]
            broken += view.worths[i] if held[of[i]] > 2 else 0.0
    if not weights:
        return [False] * len(main), False
    key, most = max(weights.items(), key=lambda w: w[1])
    total = sum(weights.values())
    core = [m and nodes[holders[i]].key == key for i, m in enumerate(main)]
    near = {holders[i] for i, c in enumerate(core) if c and view.worths[i] > 0}
    around = {nodes[n].up for n in near}
    for i, m in enumerate(main):  # a paragraph that stands bare, or in a box without a name, beside the others
        beside = of[i] in around or (nodes[of[i]].is_bare and nodes[of[i]].up in near)
        core[i] = core[i] or (m and beside and view.worths[i] >= _BARE)
    return core, most >= _CORE * total and broken < 0.4 * total
