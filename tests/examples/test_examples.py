"""The example pages as golden cases: what `examples/expected.yaml` says a careful reader finds.

What must never be wrong is asserted one by one (articles, dates of publication, who copied whom, which
affairs stay apart). What is a matter of recall is counted: the floors are what the rooms reach today;
raise them, never lower them.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from riwaya.model import Actor, Article, ContrastKind, Event, Span, Telling
from riwaya.text import fold_word
from tests.conftest import EXAMPLES

EXPECTED: dict[str, Any] = yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))
ARTICLES: dict[str, dict[str, Any]] = EXPECTED["articles"]


class Told:
    """The telling, looked up by the keys and words of `expected.yaml`."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        by_title = {(a.page, _squeezed(a.title.text if a.title else "")): a for a in telling.articles}
        self.articles = {k: by_title.get((v["page"], _squeezed(v["title"]))) for k, v in ARTICLES.items()}
        self.story = {a: s.id for s in telling.stories for a in s.articles}
        self.topic = {s: t.id for t in telling.topics for s in t.stories}

    def article(self, key: str) -> Article:
        article = self.articles[key]
        assert article is not None, f"no article {key}: {ARTICLES[key]['title']}"
        return article

    def id(self, key: str) -> str:
        return self.article(key).id

    def span(self, fact: dict[str, Any]) -> Span:
        """Where the words of a fact stand in their article; layout may break lines elsewhere."""
        article = self.article(fact["article"])
        pattern = re.compile(r"\s+".join(map(re.escape, fact["words"].split())))
        starts = min(p.start for p in article.parts)
        match = pattern.search(article.text, starts)
        assert match, f"{fact['article']}: {fact['words']}"
        return article.span(*match.span())

    def hits(self, fact: dict[str, Any], span: Span) -> bool:
        """Half of the shorter lies in the longer: both mean the same words."""
        want = self.span(fact)
        common = min(want.end, span.end) - max(want.start, span.start)
        return want.page == span.page and 2 * common >= min(want.end - want.start, span.end - span.start) > 0


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def told(examples_told: Telling) -> Told:
    return Told(examples_told)


@pytest.mark.parametrize("key", ARTICLES)
def test_every_article_is_found_with_its_outlet_role_and_day(told: Told, key: str) -> None:
    article, want = told.article(key), ARTICLES[key]
    assert article.role == want["role"]
    assert article.outlet == want["outlet"]
    if want["published"]:
        assert article.published is not None
        assert article.published.when.value[:10] == want["published"]
    else:  # a page without a date gets a range from its own words, or nothing; never a day as a fact
        assert article.published is None or article.published.when.origin == "inferred"


@pytest.mark.parametrize(("page", "n"), EXPECTED["counts"].items())
def test_no_article_is_missed_or_made_up(told: Told, page: str, n: int) -> None:
    assert sum(a.page == page or a.page.startswith(f"{page}#") for a in told.telling.articles) == n


@pytest.mark.parametrize("line", EXPECTED["not_body"], ids=lambda x: x["words"][:20])
def test_what_is_no_article_stays_out_of_the_body(told: Told, line: dict[str, Any]) -> None:
    for article in told.telling.articles:
        if article.page == line["page"]:
            body = _squeezed(" ".join(article.text[b.start : b.end] for b in article.body))
            assert line["words"] not in body


@pytest.mark.parametrize("sign", EXPECTED["signs"], ids=lambda x: x["kind"])
def test_signs(told: Told, sign: dict[str, Any]) -> None:
    assert sign["kind"] in {s.kind for s in told.article(sign["article"]).signs}


def test_the_two_affairs_and_the_strays_stay_apart(told: Told) -> None:
    topics = [{told.topic[told.story[told.id(a)]] for a in t["articles"]} for t in EXPECTED["topics"]]
    for i, a in enumerate(topics):
        for b in topics[i + 1 :]:
            assert not a & b


def test_each_affair_is_one_topic(told: Told) -> None:
    for topic in EXPECTED["topics"]:
        assert len({told.topic[told.story[told.id(a)]] for a in topic["articles"]}) == 1


def test_who_took_it_from_whom(told: Told) -> None:
    said = {(d.source or d.external, d.derived): d.relation for d in told.telling.derivations}
    for want in EXPECTED["derivations"]:
        source = want["from"]["external"] if isinstance(want["from"], dict) else told.id(want["from"])
        assert said.pop((source, told.id(want["to"])), None) == want["relation"]
    assert not said  # and nobody else is accused of it


@pytest.mark.parametrize("fact", EXPECTED["distortions"], ids=lambda x: x["id"])
def test_a_serious_distortion_is_told(told: Told, fact: dict[str, Any]) -> None:
    pairs = [p for d in told.telling.derivations for p in d.pairs]
    aligned = [p for p in pairs if told.hits(fact["from"], p.source) and told.hits(fact["to"], p.derived)]
    assert any(c.kind in ("added", "contradicted") for p in aligned for c in p.changed)


def test_tolls_are_updates_and_never_disputes(told: Told) -> None:
    contrasts = [c for t in told.telling.topics for c in t.contrasts]
    for toll in EXPECTED["tolls"]:
        for contrast in contrasts:
            met = {n for n, step in enumerate(toll["series"]) for p in contrast.positions for s in p.spans
                   if told.hits(step, s) and contrast.rule == "figures"}  # fmt: skip
            if len(met) > 1:
                assert contrast.kind is not ContrastKind.DISPUTE


def _disputes_found(told: Told) -> int:
    contrasts = [c for t in told.telling.topics for c in t.contrasts]
    found = 0
    for want in EXPECTED["contrasts"]:
        sides = [
            {
                (n, q["value"])
                for n, p in enumerate(c.positions)
                for q in want["positions"]
                if any(told.hits(q, s) for s in p.spans)
            }
            for c in contrasts
        ]
        found += any(a[0] != b[0] and a[1] != b[1] for s in sides for a in s for b in s)
    return found


def test_contrasts_found(told: Told) -> None:
    assert _disputes_found(told) >= FLOORS["contrasts"], f"{_disputes_found(told)} of {len(EXPECTED['contrasts'])}"


def test_statements_found_with_their_speaker(told: Told) -> None:
    actors = {a.id: a for a in told.telling.actors}
    found = right = 0
    for want in EXPECTED["statements"]:
        here = [s for s in told.telling.statements if told.hits(want, s.span)]
        found += bool(here)
        right += any(_is(want, s.speaker.actor, actors) for s in here if s.speaker and s.speaker.actor)
    assert found >= FLOORS["statements"], f"{found} of {len(EXPECTED['statements'])}"
    assert right >= FLOORS["speakers"], f"{right} of {len(EXPECTED['statements'])}"


def _is(want: dict[str, Any], actor: str, actors: dict[str, Actor]) -> bool:
    """The expected side, or (for who speaks for no state) the expected name."""
    if want["actor"] == "anonymous":
        return actor.startswith("anon:")
    known = actors.get(actor)
    if known is None:
        return bool(actor == want["actor"])
    forms = {fold_word(f) for f in (*known.ar, *known.en)}
    return bool(want["actor"] in (actor, known.country) or any(fold_word(want["speaker"]) in f for f in forms))


def test_events_found_with_their_type(told: Told) -> None:
    found = 0
    for want in EXPECTED["events"]:
        kinds = {want["type"], *want.get("also", ())}
        found += any(
            e.type in kinds and any(told.hits(m, x.span) for m in want["mentions"] for x in e.mentions)
            for e in told.telling.events
        )
    assert found >= FLOORS["events"], f"{found} of {len(EXPECTED['events'])}"


def test_dates_have_their_value(told: Told) -> None:
    found = 0
    for want in EXPECTED["dates"]:
        values = {d.when.value for d in told.telling.dates if d.when and told.hits(want, d.span)}
        found += any(v[:10] == want["value"] for v in values)
    assert found >= FLOORS["dates"], f"{found} of {len(EXPECTED['dates'])}"


@pytest.mark.parametrize("person", EXPECTED["people"], ids=lambda x: x["who"])
def test_one_person_under_all_spellings(told: Told, person: dict[str, Any]) -> None:
    actors = {m.actor for f in person["forms"] for m in told.telling.mentions if told.hits(f, m.span)}
    assert len(actors) == 1


def test_claims_found(told: Told) -> None:
    found = sum(any(told.hits(want, c.span) for c in told.telling.claims) for want in EXPECTED["claims"])
    assert found >= FLOORS["claims"], f"{found} of {len(EXPECTED['claims'])}"


# Of 8 contrasts, 26 statements, 19 events, 25 dates, 5 claims.
FLOORS = {"contrasts": 5, "statements": 25, "speakers": 24, "events": 14, "dates": 25, "claims": 4}


@pytest.mark.parametrize("mistake", EXPECTED["forbidden"]["events"], ids=lambda x: x["why"])
def test_an_event_that_never_was(told: Told, mistake: dict[str, Any]) -> None:
    span = told.span(mistake)
    made_up = [e for e in told.telling.events if e.type in mistake["types"] and _triggered_in(e, span)]
    assert not made_up


def _triggered_in(event: Event, span: Span) -> bool:
    return any(span.holds(m.trigger) for m in event.mentions)


@pytest.mark.parametrize("mistake", EXPECTED["forbidden"]["actors"], ids=lambda x: x["why"])
def test_a_word_that_is_no_name(told: Told, mistake: dict[str, Any]) -> None:
    span = told.span(mistake)
    assert mistake["actor"] not in {m.actor for m in told.telling.mentions if m.span.overlaps(span)}


@pytest.mark.parametrize("case", EXPECTED["forbidden"]["witnesses"], ids=lambda x: x["not"]["article"])
def test_what_says_the_opposite_vouches_for_nothing(told: Told, case: dict[str, Any]) -> None:
    lines = [b for t in told.telling.topics for b in t.brief if told.hits(case["line"], b.spans[0])]
    assert lines
    assert not any(told.hits(case["not"], s) for b in lines for s in b.spans)
