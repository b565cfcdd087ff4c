"""Institutions named by what they are and whose: «الشرطة النرويجية», «برلمان بولندا», «وزارة الصحة».

The table of bodies and the demonyms compose; nothing is listed twice. A feminine or plural head needs a feminine
adjective: in «رئيس الحكومة البلجيكي» the adjective belongs to the man, and the institution stays unnamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.actors.knowledge import Body, Knowledge
from riwaya.actors.spans import Candidate, Run
from riwaya.model import MentionType
from riwaya.text import Hit, Token, split_clitics

_MINISTRY = "وزاره"
_REGIME = "نظام"
_FORCES = "قوات"
_THIS = ("هذا", "ذلك", "نفس")  # before these it is any regime, or one just spoken of
_FEMININE_PLURALS = frozenset({"قوي", "الفصائل", "فصائل", "الخطوط", "خطوط", "اجهزه"})
_MINISTER = ("وزير", "وزيره", "وزراء", "لوزير", "ووزير", "الوزير", "وكيل", "نائب")


def find_institutions(known: Knowledge, run: Run) -> Iterator[Candidate]:
    """The institutions named in `run`, longest first at a place; they do not overlap."""
    i = 0
    while i < len(run.tokens):
        found = _at(known, run, i)
        if found is None:
            i += 1
            continue
        candidate, i = found
        yield candidate


def find_regimes(runs: Sequence[Run], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """«النظام» and «قوات النظام» alone, in an article that names one state's regime in full («النظام الدنماركي»)."""
    owners = {c.actor for c in found if c.regime}
    owner = next(iter(owners)) if len(owners) == 1 else None
    if owner is None:
        return
    for run in runs:
        for i, token in enumerate(run.tokens):
            cut = next(
                (c for c in split_clitics(token.text) if c.article and c.stem == _REGIME and not c.enclitic), None
            )
            before = run.tokens[i - 1].text if i else ""
            after = run.tokens[i + 1].text if i + 1 < len(run.tokens) else ""
            if cut is None or set(cut.proclitics) - set("وفبلك") or before in _THIS or after.startswith("ال"):
                continue
            forces = not cut.proclitics and before.endswith(_FORCES)
            start = run.tokens[i - 1].end - len(_FORCES) if forces else token.start + sum(map(len, cut.proclitics))
            actor = owner.replace("-government", "-army") if forces else owner
            yield Candidate(start, token.end, MentionType.ORG, "institution", actor)


def _at(known: Knowledge, run: Run, i: int) -> tuple[Candidate, int] | None:
    hit = known.bodies.match(run.folded, run.tokens, i)
    if hit is None or hit.cut.enclitic:
        return None
    named = _adjective(known, run, hit) or _state_name(known, run, hit)
    if named is not None:
        last, owner = named
        if last < len(run.tokens) and run.tokens[last].text in known.tail:
            last += 1
        actor = f"org:{owner}-{hit.payload.id}"
        end, regime = run.tokens[last - 1].end, hit.cut.stem.removeprefix("ال") == _REGIME
        return Candidate(hit.start, end, MentionType.ORG, "institution", actor, regime=regime), last
    if hit.payload.alone:
        return Candidate(hit.start, hit.end, MentionType.ORG, "institution-alone", f"org:{hit.payload.id}"), hit.last
    return None


def _adjective(known: Knowledge, run: Run, hit: Hit[Body]) -> tuple[int, str] | None:
    """The token after the demonym that follows the head, and the slug of its state."""
    head = run.tokens[hit.first].text
    if hit.payload.construct and not hit.cut.stem.startswith(_MINISTRY):
        return None
    if not hit.payload.alone and hit.last == hit.first + 1 and _after_minister(run.tokens, hit.first, head):
        return None
    j = hit.last
    for _ in range(3):
        length, state = demonym_at(known.defined_demonyms, run.tokens, j)
        if state is not None:
            word = run.tokens[j + length - 1].text
            if _feminine(hit.cut.stem) and not word.endswith(("ه", "يات")):
                return None
            return j + length, state.removeprefix("country:").lower()
        if j >= len(run.tokens) or run.tokens[j].text not in known.middle:
            return None
        j += 1
    return None


def _after_minister(tokens: Sequence[Token], first: int, head: str) -> bool:
    return first > 0 and head in ("الخارجيه", "الداخليه", "الدفاع", "الخزانه") and tokens[first - 1].text in _MINISTER


def _feminine(stem: str) -> bool:
    return stem.endswith(("ه", "ات")) or stem in _FEMININE_PLURALS


def demonym_at(table: dict[str, str], tokens: Sequence[Token], j: int) -> tuple[int, str | None]:
    """How many tokens from `j` make a demonym of `table`, and its state."""
    if j + 1 < len(tokens):
        state = table.get(f"{tokens[j].text} {tokens[j + 1].text}")
        if state is not None:
            return 2, state
    if j < len(tokens):
        return 1, table.get(tokens[j].text)
    return 0, None


def _state_name(known: Knowledge, run: Run, hit: Hit[Body]) -> tuple[int, str] | None:
    """The token after the state or region whose name follows a head in the construct, and its slug."""
    if not hit.payload.construct or hit.last >= len(run.tokens):
        return None
    name = known.forms.match(run.folded, run.tokens, hit.last)
    if name is None or name.cut.proclitics or name.cut.enclitic:
        return None
    form = name.payload[0]
    if form.unsure or form.type is not MentionType.GPE or form.kind == "seat":
        return None
    return name.last, (form.state or form.id).split(":", 1)[1].lower()
