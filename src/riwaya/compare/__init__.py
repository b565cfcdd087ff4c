"""Where accounts of one affair agree, differ or moved on.

`find_contrasts` takes an `Affair` (the accounts of one topic, its joined events, its derivations) and
gives `Contrast`s: at least two positions of different value, each with the words that carry it. Several ways
lead to one, from the surest to the weakest; what an earlier way found, a later one leaves alone. They
are given disputes first, then discrepancies, updates and differences of precision:

1. `altered`   what a copy or rewrite did to its source (the changes that derivation found); `bent` what two pages that
               tell one text sentence for sentence tell differently, whoever took it from whom
2. `disputes`  two sides on one matter: a denial, an answer, mutual blame (also where a page only says so: `mutual`);
               what a page says itself is denied (`referred`: of a sentence the clause that charges, `charged`);
               clause by clause: `answered` on one page, `contradicted` and `versions` anywhere in the topic; in
               pages that somebody chose, whoever says it, `causes` of the main happening
3. `figures`   the number of one thing in one event, told differently: an update if it only moved on; `risen` tolls
               of which a page says that they rose; `course` the tolls of a few pages that tell one affair; `moved`
               things that a later day's page tells in their next phase; `apart` amounts of any kind that a fitted
               judge (`same_amount`) takes for told of one thing
4. `facts`     the day or place of one event, who did it to whom, its hour, a standing fact; `inside` one page: a
               weekday that does not fit its date, an «earlier» that is later
5. `reasons`   another cause of one event, other charges against one person
6. `wording`   one thing under words that take sides
7. `names`     an office whose bearer's name was dropped; spellings, all in one contrast

Which of these may speak, and what must bear them out besides, is data (`speaking`): most were false on articles
that nobody had read, and one false contradiction costs more than ten that are missing.

What is told twice is put together (`joined`), all who are named for one side of a dispute hold it (`holders`), and each
position is shown in its own side's words, an original's before a copy's (`shown`).

Agreement is not listed: it shows as independent sources of a line. Nothing is a contrast merely
because two texts are unlike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.account import Affair, check_communiques
from riwaya.compare.altered import altered
from riwaya.compare.answered import NO_DENIALS, answered, check_answers
from riwaya.compare.apart import amounts_apart
from riwaya.compare.bent import bent
from riwaya.compare.causes import causes_apart, check_causes
from riwaya.compare.clauses import clauses
from riwaya.compare.connectives import check_connectives, explain_connectives
from riwaya.compare.contradicted import contradicted
from riwaya.compare.course import courses
from riwaya.compare.disputes import disputes
from riwaya.compare.facts import claims_apart, hours_apart, roles_apart, times_apart
from riwaya.compare.figures import figures
from riwaya.compare.holders import with_all_named
from riwaya.compare.inside import order_apart, weekdays_apart
from riwaya.compare.joined import joined
from riwaya.compare.kept import let_go
from riwaya.compare.labels import label
from riwaya.compare.ledger import ledger
from riwaya.compare.moved import check_moved, moved
from riwaya.compare.mutual import check_mutual, mutual
from riwaya.compare.names import names_dropped, spelled
from riwaya.compare.reasons import check_reasons, reasons_apart
from riwaya.compare.referred import referred
from riwaya.compare.risen import check_risen
from riwaya.compare.shown import as_shown
from riwaya.compare.slots import check_retold
from riwaya.compare.speaking import Evidence, may_speak, must_be_aware, must_be_told_alike, rules_given, speaking
from riwaya.compare.versions import check_versions, versions_apart
from riwaya.compare.wording import check_loaded, worded
from riwaya.model import Contrast, ContrastKind
from riwaya.rules import Finding, Fired
from riwaya.text import Words

__all__ = ["check_rules", "explain", "find_contrasts", "rules_given"]


def find_contrasts(affair: Affair) -> tuple[Contrast, ...]:
    """The contrasts of one topic, the weightiest first. Independent of the order of the accounts."""
    accounts = sorted(affair.accounts, key=lambda a: a.id)

    def asked(rule: str) -> bool:
        return may_speak(rule, chosen=affair.chosen)

    sides = {a.id: a.country or a.id for a in affair.actors}
    ledgers = {a.id: ledger(a) for a in accounts}
    told = clauses(accounts, sides)
    causes = tuple(causes_apart(affair))
    versions = versions_apart(told, affair) if asked("version") else ()
    found = (
        *altered(accounts, affair.derivations, ledgers),
        *(bent(accounts, ledgers) if asked("bent") else ()),
        *disputes(accounts, affair.derivations, sides),
        *referred(told, accounts, sides),
        *answered(told, denials_only=not any(map(asked, NO_DENIALS))),
        *contradicted(
            told, len(accounts), aware=sides if must_be_aware("dispute:contradicted", chosen=affair.chosen) else None
        ),
        *causes,
        *(v for v in versions if not causes or v.rule != "version:cause"),
        *figures(affair, sides, titles=asked("title")),
        *(courses(affair, sides) if asked("figures:course") else ()),
        *amounts_apart(affair, ledgers, sides, alike=must_be_told_alike("amount", chosen=affair.chosen)),
        *(moved(accounts, chosen=affair.chosen) if asked("moved") else ()),
        *(roles_apart(accounts, affair.events, sides) if asked("roles") else ()),
        *times_apart(accounts, affair.events, ledgers),
        *hours_apart(accounts, ledgers),
        *claims_apart(accounts),
        *mutual(affair, sides),
        *reasons_apart(accounts, affair.events),
        *weekdays_apart(accounts),
        *order_apart(accounts),
        *worded(accounts, affair.derivations, chosen=affair.chosen),
        *names_dropped(accounts, affair.derivations),
        *spelled(accounts),
    )
    borne_out = speaking(found, Evidence(affair, ledgers, sides))
    told_once = joined(_once(borne_out), told, sides)
    named = with_all_named(told_once, accounts, sides)
    given = tuple(sorted(as_shown(named, accounts, affair.derivations, sides), key=_place))
    let_go(accounts)
    return given


def _place(contrast: Contrast) -> tuple[bool, bool, int, bool, int]:
    """What a reader must know first: what is sure, by kind; of a kind the dead, then what most pages speak of."""
    minor = contrast.rule in _LAST or contrast.kind is ContrastKind.PRECISION
    dead = contrast.topic.endswith(label("killed"))
    pages = {s.page for p in contrast.positions for s in p.spans}
    return minor, not contrast.sure, _FIRST.index(contrast.kind), not dead, -len(pages)


# What a reader wants first: what parties dispute, then what pages tell differently, then what moved on.
_FIRST = (ContrastKind.DISPUTE, ContrastKind.DISCREPANCY, ContrastKind.UPDATE, ContrastKind.PRECISION)
# Whatever its kind, how things are called comes after what is told of them.
_LAST = ("wording", "named", "spelling")


def _once(contrasts: Iterable[Contrast]) -> Iterator[Contrast]:
    """Drop a contrast two of whose positions an earlier one already sets against each other."""
    kept: list[Contrast] = []
    for contrast in contrasts:
        others = (k for k in kept if not _two_tolls(contrast, k))
        if contrast.rule in _LAST or not any(_same_words(contrast, other) for other in others):
            kept.append(contrast)
            yield contrast


def _two_tolls(a: Contrast, b: Contrast) -> bool:
    """Whether two contrasts are of the dead and of the hurt, or of two values of twins: the same sentences may tell
    both."""
    return (a.rule == b.rule in ("figures", "figures:course") and a.topic != b.topic) or (
        a.rule != b.rule and _bent(a) and _bent(b)
    )


def _bent(contrast: Contrast) -> bool:
    return contrast.rule.startswith("bent:")


def _same_words(a: Contrast, b: Contrast) -> bool:
    met = {
        (i, j)
        for i, p in enumerate(a.positions)
        for j, q in enumerate(b.positions)
        if any(x.overlaps(y) for x in p.spans for y in q.spans)
    }
    return any(i != m and j != n for i, j in met for m, n in met)


def check_rules() -> tuple[Finding, ...]:
    """Run the examples of `contrasts.yaml` and `retold.yaml`."""
    return (
        *check_connectives(),
        *check_answers(),
        *check_versions(),
        *check_causes(),
        *check_communiques(),
        *check_mutual(),
        *check_reasons(),
        *check_loaded(),
        *check_risen(),
        *check_retold(),
        *check_moved(),
    )


def explain(words: Words) -> tuple[Fired, ...]:
    """The connectives that would set two statements against each other."""
    return explain_connectives(words)
