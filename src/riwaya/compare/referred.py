"""A page says itself that what it just told is denied.

* `so`    «وهو ما تنفيه الوزارة», «والوزارة تؤكد العكس»
* `these` «ونفت الوزارة هذه الاتهامات», «لكن الوزارة تنفي ذلك بشدة»: a verb of denying whose object only points back

What is denied is the words before, in the same sentence or all of the last one, where these charge somebody from the
last word on that does (`charged`); who denies is named beside the verb. Who claims it is who charges there, or the one
party that those words quote, else the page. Neither asks for a word in common, nor for a
claim whose speaker was made out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from riwaya.account import Account
from riwaya.compare.charged import charge_before, claimed_in_relative, declared_before, relative_last
from riwaya.compare.claimed import told_of_talk
from riwaya.compare.clauses import Clause, voice_of
from riwaya.compare.heard import called_press, is_named, plainly_said, taken_back, takes_sides
from riwaya.compare.kept import Phrases, hits_in
from riwaya.compare.labels import label
from riwaya.compare.positions import position
from riwaya.compare.subjects import is_subject, led_away
from riwaya.model import BlockKind, Contrast, ContrastKind, Mention, Polarity, Position, Span, Statement
from riwaya.rules import load, rules_in
from riwaya.text import Hit, Lexicon, Sentence, Token, fold_words

_LONG_BEFORE = dt.timedelta(days=31)  # a denial so much older than its page is of something older
_TOLD = 24  # code points at least of what is denied, where no word charges
_WHOLE = 400  # code points up to which a sentence is shown whole
_OBJECT = 9  # tokens after a verb of denying in which what it points back to stands
_LEAST = 3  # letters of a word that may have lost a «و»
_SUBJECT = 2  # tokens between a subject and its verb of denying
_STOPS = frozenset("،؛:.؟!\n")
_WORD = re.compile(r"\w")
_CLAIMS = frozenset({Polarity.ASSERTS, Polarity.ACCUSES})


def referred(told: Sequence[Clause], accounts: Sequence[Account], sides: Mapping[str, str]) -> Iterator[Contrast]:
    """Disputes that `accounts` tell as such; `told` are their clauses, `sides` maps an actor id to its side."""
    for _, page in groupby(told, key=lambda c: c.account.id):
        yield from _denied_so(list(page), told, sides)
    for account in accounts:
        yield from _denied_these(account, sides)


# ------------------------------------------------------------------ «which the ministry denies»


def _denied_so(here: Sequence[Clause], told: Sequence[Clause], sides: Mapping[str, str]) -> Iterator[Contrast]:
    """«وهو ما تنفيه الوزارة»: what stands before it is denied by who is named."""
    for n, after in enumerate(here):
        hit = next(iter(_answers_in(after)), None)
        if hit is None:
            continue
        so = hit.payload == "so"
        # What is so denied may stand in the same clause («متهم بالرشوة وهو ما ينفيه المدير»).
        before = here[n - 1] if n and not (so and here[n - 1].sentence != after.sentence) else after
        start = hit.start if so else after.span.start
        who = _denier(after, hit.end if so else start, hit.end)
        if after.sentence - before.sentence > 1 or who is None or who.startswith("place:") or not takes_sides(who):
            continue
        told_before = _claim_before(before, start, who, sides)
        if told_before is None:
            continue
        claim, holder = told_before
        if told_of_talk(before.account, claim):
            continue
        answer = after.account.words.span(start, after.span.end)
        if sides.get(holder or "", holder) != sides.get(who, who) and not _older(after.account, claim, answer):
            first = position(before.account, holder, claim)
            yield _contrast(first, position(after.account, who, answer, *_denied_elsewhere(before, who, told)), "so")


def _claim_before(before: Clause, start: int, denier: str, sides: Mapping[str, str]) -> tuple[Span, str | None] | None:
    """What is denied from `start` on, and who holds it: the last clause that charges, else the sentence or its last
    clause. Nothing where that cannot be told: another is charged, or a relative clause stands between."""
    account = before.account
    whole = account.words.sentences[before.sentence]
    charge = charge_before(account, whole, start, sides)
    if charge is not None:
        accuser = charge.accuser
        known = accuser is not None and accuser.actor is not None and _party(accuser)
        holder = accuser.actor if accuser is not None and known else None
        return None if charge.aims_past(denier, sides) else (charge.span, holder)
    told = claimed_in_relative(account, whole, start)
    if told is not None:
        return told[0], _speaker(account, told[1], sides)
    declared = declared_before(account, whole, start)
    if declared is not None:
        return declared.span, declared.accuser.actor if declared.accuser and _party(declared.accuser) else None
    end = max((t.end for t in whole.tokens if t.end <= start), default=whole.start)
    claim = account.words.span(whole.start if end - whole.start <= _WHOLE else before.span.start, end)
    if claim.end - claim.start < _TOLD or relative_last(account, whole, start):
        return None
    return claim, _claimant(account, claim, sides)


def _older(account: Account, claim: Span, answer: Span) -> bool:
    """Whether a denial is dated long before its page, and what it would deny is not dated so: it denied something
    older."""
    published = account.article.published
    new = published.when.start if published and published.when.bounded else None
    said = [d.when.end for d in account.dates if answer.holds(d.span) and d.when is not None and d.when.end]
    if new is None or not said or max(said) >= new - _LONG_BEFORE:
        return False
    told = (d.when.end for d in account.dates if claim.holds(d.span) and d.when is not None and d.when.end)
    return not any(t <= max(said) for t in told)


def _answers_in(clause: Clause) -> list[Hit[str]]:
    sentence = clause.account.words.sentences[clause.sentence]
    return hits_in(clause.account, sentence, clause.tokens, "referred", _answers())


def _claimant(account: Account, claim: Span, sides: Mapping[str, str]) -> str | None:
    """Who claims what a page goes on to say is denied: of the statements that reach its end the one around the others,
    where its speaker is shown to be who says it; else nobody but the page."""
    text = account.article.text
    here = [s for s in account.statements if s.span.page == claim.page and claim.start <= (s.cue or s.span).start]
    last = [
        s for s in here if s.span.start < claim.end and not _WORD.search(text[min(s.span.end, claim.end) : claim.end])
    ]
    whole = min(last, key=lambda s: s.span.start, default=None)
    return None if whole is None or _inside(whole, here) else _speaker(account, whole, sides)


def _speaker(account: Account, statement: Statement, sides: Mapping[str, str]) -> str | None:
    """Who makes a statement, if he is shown to, and is not the press."""
    speaker = statement.speaker
    if speaker is None or not plainly_said(account, statement) or called_press(account, statement):
        return None
    return speaker.actor if is_subject(account, statement, sides) else None


def _inside(statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether the verb of a statement stands in what somebody else says."""
    cue = statement.cue
    return cue is not None and any(o is not statement and o.span.holds(cue) and o.speaker for o in others)


def _denier(clause: Clause, start: int, end: int) -> str | None:
    """Who is named first from `start` on in a clause whose verb of denying ends at `end`; nobody where that is who
    denies with him («نفته مع حليفتها») or whom the denier only acts for («ينفيه محامو فلان»)."""
    named = (m for m in clause.account.mentions if m.actor and clause.span.holds(m.span) and m.span.start >= start)
    first = min(named, key=lambda m: m.span.start, default=None)
    lead = [t.text for t in clause.tokens if first is not None and end <= t.start < first.span.start]
    return None if first is None or _for_another(lead) else first.actor


def _for_another(lead: Sequence[str]) -> bool:
    """Whether the words between a verb and a name say that the named one does not act himself, or is no subject."""
    aside = bool(_words("beside").intersection(lead)) or led_away(lead)
    return aside or (bool(lead) and lead[-1] in _words("acting_for"))


def _denied_elsewhere(claim: Clause, who: str, told: Sequence[Clause]) -> list[Span]:
    """Where who denies a claim does so in his own words on another page: a flat no to something that the claim has."""
    return [
        c.shown()
        for c in told
        if not c.own and c.account is not claim.account and c.no in ("never", "denial") and _stands_for(c, who)
        if not claim.keys.keys().isdisjoint(c.denied[:1])
    ]


def _stands_for(clause: Clause, who: str) -> bool:
    """Whether a clause is one's own, or of a communiqué whose title names him."""
    title = clause.account.article.title
    if clause.own or who in (clause.holder, clause.speaker):
        return not clause.own
    end = title.span.end if title and title.span and voice_of(clause.account) is not None else 0
    return any(m.actor == who and m.span.end <= end for m in clause.account.mentions)


# ------------------------------------------------------------------ «the ministry denied these charges»


def _denied_these(account: Account, sides: Mapping[str, str]) -> Iterator[Contrast]:
    words, denies = account.words, _words("denies")
    for n, sentence in enumerate(words.sentences):
        if words.kind_of(sentence) is not BlockKind.BODY:
            continue
        for verb, token in enumerate(sentence.tokens):
            if _bare(token.text) not in denies:
                continue
            last = _points_back(account, sentence, verb)
            subject = None if last is None else _subject(account, sentence, verb, last)
            if last is None or subject is None or not subject.actor or _said_not(account, sentence, verb):
                continue
            start = _opening(account, sentence, token.start, subject.span.start)
            claim = _before(account, n, start)
            last_one = claim is not None and claim.start < sentence.start
            if claim is not None and relative_last(account, words.sentences[n - last_one], claim.end):
                continue  # «ذكر قضية فلان، التي وجهت فيها الاتهامات»: whose they are it does not say
            if claim is not None and told_of_talk(account, claim):
                continue
            holder = claim and _claimed(account, claim, subject.actor, sides, charged=last_one)
            if claim and holder:
                answer = words.span(start, _closing(account, sentence, last))
                yield _contrast(position(account, holder, claim), position(account, subject.actor, answer), "these")


def _points_back(account: Account, sentence: Sentence, verb: int) -> int | None:
    """The last token of «ذلك», «هذه الاتهامات» as all that is denied; None where something else is."""
    tokens, text = sentence.tokens, account.article.text
    for i in range(verb + 1, min(len(tokens), verb + 1 + _OBJECT)):
        if _stopped(text, tokens[i - 1], tokens[i]) or tokens[i].text in _words("that"):
            return None
        if tokens[i].text not in _words("pointing"):
            continue
        noun = tokens[i + 1].text.removeprefix("ال") if i + 1 < len(tokens) else ""
        last = i + 1 if noun in _words("claims") else i
        rest = tokens[last + 1] if last + 1 < len(tokens) else None
        alone = rest is None or _stopped(text, tokens[last], rest) or rest.text in _words("firmly")
        return last if alone else None
    return None


def _subject(account: Account, sentence: Sentence, verb: int, last: int) -> Mention | None:
    """Who denies: the first named behind the verb, else who is named right before it."""
    tokens, text = sentence.tokens, account.article.text
    here = [m for m in account.mentions if sentence.start <= m.span.start and m.span.end <= tokens[last].end]
    behind = min((m for m in here if m.span.start >= tokens[verb].end), key=lambda m: m.span.start, default=None)
    if behind is not None:
        lead = [t.text for t in tokens[verb + 1 : last] if t.start < behind.span.start]
        return None if _for_another(lead) or not _party(behind) else behind
    before = max((m for m in here if m.span.end <= tokens[verb].start), key=lambda m: m.span.end, default=None)
    if before is None or not _party(before) or set("؛:.؟!\n") & set(text[before.span.end : tokens[verb].start]):
        return None
    between = [t for t in tokens if before.span.end <= t.start < tokens[verb].start]
    lead = [t.text for t in tokens if t.end <= before.span.start][-1:]
    return None if len(between) > _SUBJECT or _for_another(lead) else before


def _party(mention: Mention) -> bool:
    return mention.actor is not None and not mention.actor.startswith("place:") and takes_sides(mention.actor)


def _said_not(account: Account, sentence: Sentence, verb: int) -> bool:
    """Whether the verb of denying is itself taken back («لم تنف», «رفضت أن تؤكد أو تنفي»), or stands in a quotation."""
    before = [t.text for t in sentence.tokens[:verb]]
    quoted = account.article.text[sentence.start : sentence.tokens[verb].start]
    if quoted.count('"') % 2 or quoted.count("«") > quoted.count("»") or quoted.count("“") > quoted.count("”"):
        return True
    return taken_back(before) or _bare("".join(before[-1:])) in _words("says_no")


def _opening(account: Account, sentence: Sentence, verb: int, subject: int) -> int:
    """Where the clause opens that the verb at `verb` stands in, and its subject: at the verb, if «و» joins it, behind a
    mark, or with a word that opens clauses."""
    text, tokens = account.article.text, [t for t in sentence.tokens if t.start <= min(verb, subject)]
    first = len(tokens) - 1
    if verb < subject and tokens[first].text[0] == "و":
        return verb
    while (
        first and not _stopped(text, tokens[first - 1], tokens[first]) and tokens[first].text not in _words("opening")
    ):
        first -= 1
    return tokens[first].start


def _before(account: Account, n: int, start: int) -> Span | None:
    """What is told before `start`: in the same sentence, or all of the last one."""
    words = account.words
    sentence = words.sentences[n]
    end = max((t.end for t in sentence.tokens if t.end <= start), default=sentence.start)
    if end - sentence.start >= _TOLD:
        return words.span(sentence.start, end)
    last = words.sentences[n - 1] if n else None
    if end > sentence.start or last is None or words.kind_of(last) is not BlockKind.BODY:
        return None
    return words.span(last.start, last.end) if _TOLD <= last.end - last.start <= _WHOLE else None


def _claimed(account: Account, claim: Span, denier: str, sides: Mapping[str, str], *, charged: bool) -> str | None:
    """Who holds a claim: the one party that it quotes, else the page. Nobody where nothing is claimed (nobody charged,
    if it must be `charged`), where it is a denial itself («كما نفت ...»), or where who denies says all of it."""
    here = [s for s in account.statements if s.span.page == claim.page and claim.start <= s.span.start < claim.end]
    said = [s for s in here if s.polarity in _CLAIMS and plainly_said(account, s)]
    tokens = [t.text for s in account.words.sentences for t in s.tokens if claim.start <= t.start < claim.end]
    named = any(_bare(t).removeprefix("ال") in _words("claims") for t in tokens)
    charges = [s for s in said if s.polarity is Polarity.ACCUSES]
    if not (charges or named if charged else said or named) or any(_bare(t) in _words("denies") for t in tokens):
        return None
    actors = {s.speaker.actor if s.speaker and is_named(account, s, sides) else None for s in said}
    if said and all(a is not None and sides.get(a, a) == sides.get(denier, denier) for a in actors):
        return None
    return (next(iter(actors)) if len(actors) == 1 else None) or account.id


def _closing(account: Account, sentence: Sentence, last: int) -> int:
    """Where the clause ends whose token is `last`."""
    tokens, text = sentence.tokens, account.article.text
    while last + 1 < len(tokens) and not _stopped(text, tokens[last], tokens[last + 1]):
        last += 1
    return tokens[last].end


def _stopped(text: str, before: Token, after: Token) -> bool:
    return bool(_STOPS & set(text[before.end : after.start]))


def _bare(word: str) -> str:
    return word[1:] if word[:1] in ("و", "ف") and len(word) > _LEAST else word


def _contrast(claim: Position, denial: Position, rule: str) -> Contrast:
    return Contrast(label("denial"), ContrastKind.DISPUTE, (claim, denial), f"dispute:{rule}")


# ------------------------------------------------------------------ rules


@cache
def _answers() -> Phrases[str]:
    """The words that say of what stands before them that it is denied."""
    lexicon: Lexicon[str] = Lexicon()
    rules = [r for r in rules_in(load("ar/disputes"), "answers") if r.text("id") in ("so", "contrary")]
    for rule in rules:
        for phrase in rule.texts("words"):
            lexicon.add(phrase, rule.text("id"), particles="وفلب")
    return Phrases(lexicon, [p for r in rules for p in r.texts("words")])


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/disputes").texts(section))
