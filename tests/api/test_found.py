"""Statements, events and actors across articles."""

import pytest

from riwaya.api.searching import Hits
from tests.api.asking import Client


def test_filters_that_nobody_knows_are_refused_or_told(client: Client) -> None:
    for path in ("/search?q=النار&event=NOSUCH", "/events?type=NOSUCH"):
        answer = client.get(path)
        assert answer.status_code == 422
        assert "CONSULT" in answer.text
        assert "Value error" not in answer.text
    for name, value in (("actor", "country:XX"), ("story", "s-zzz"), ("topic", "t-zzz"), ("outlet", "لا أحد")):
        found = client.json("/search", q="الشرطة", **{name: value})
        assert found["items"] == []
        assert found["why_none"] == f"no {name} {value} is known here"


@pytest.mark.parametrize(("path", "key"), [("/statements", "statements"), ("/events", "events")])
def test_every_row_stands_where_it_says(client: Client, path: str, key: str) -> None:
    rows = client.json(path, limit=200)["items"]
    assert len(rows) > 20
    texts = {}
    for row in rows:
        if row["article"] not in texts:
            document = client.json(f"/articles/{row['article'].replace('#', '%23')}")
            texts[row["article"]] = document["pages"][0]["text"]
            assert row["id"] in {x["id"] for x in document[key]}
        assert texts[row["article"]][row["start"] : row["end"]] == row["words"]


@pytest.mark.parametrize("path", ["/statements", "/events"])
def test_pages_make_the_whole(client: Client, path: str) -> None:
    whole = [x["id"] for x in client.json(path, limit=200)["items"]]
    found: list[str] = []
    before: dict[str, str] = {}
    while True:
        page = client.json(path, limit=7, **before)
        found += [x["id"] for x in page["items"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}
    assert found == whole


def test_statements_by_who_speaks_and_how(client: Client) -> None:
    whole = client.json("/statements", limit=200)["items"]
    speaker = next(x["speaker"]["id"] for x in whole if x["speaker"] and x["speaker"]["id"])
    mine = client.json("/statements", actor=speaker, limit=200)["items"]
    assert [x["id"] for x in mine] == [x["id"] for x in whole if (x["speaker"] or {}).get("id") == speaker]
    denied = client.json("/statements", polarity="denies", limit=200)["items"]
    assert denied
    assert {x["polarity"] for x in denied} == {"denies"}


def test_events_by_who_takes_part(client: Client) -> None:
    whole = client.json("/events", limit=200)["items"]
    mine = client.json("/events", actor="country:PT", limit=200)["items"]
    assert [x["id"] for x in mine] == [x["id"] for x in whole if "country:PT" in [a["id"] for a in x["actor"]]]
    kind = next(x["type"] for x in whole if x["type"] != "NONE")
    assert {x["type"] for x in client.json("/events", type=kind)["items"]} == {kind}


def test_a_topic_that_is_none_has_no_statements(client: Client) -> None:
    assert client.json("/statements", topic="t-none") == {"items": [], "next": None}
    story = client.json("/stories", limit=1)["items"][0]["id"]
    assert client.json("/events", story=story, topic="t-none")["items"] == []


def test_an_actor_has_its_names_and_what_it_says_and_does(client: Client) -> None:
    page = client.json("/actors/country:PT")
    assert (page["name"], page["en"]) == ("البرتغال", "Portugal")
    assert page["ids"][0] == "country:PT"
    assert {"البرتغال", "لشبونة"} <= {s["text"] for s in page["spellings"]}
    assert all("country:PT" in [a["id"] for a in (*e["actor"], *e["recipient"])] for e in page["events"])
    assert page["relations"]
    assert all(-10 <= r["score"] <= 10 and r["other"]["id"] != "country:PT" for r in page["relations"])
    assert page["stories"] == client.json("/stories", actor="country:PT", limit=20)["items"]


@pytest.mark.parametrize("words", ["البرتغال", "برتغال", "Portugal", "portu"])
def test_actors_are_found_by_a_part_of_a_name(client: Client, words: str) -> None:
    assert "country:PT" in [a["id"] for a in client.json("/actors", q=words)["items"]]


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", '"', "\\", "؟", "\u064b", "x" * 200])
def test_no_sign_of_a_database_finds_everybody(client: Client, words: str) -> None:
    assert client.json("/actors", q=words)["items"] == []


def test_actors_come_page_by_page(client: Client) -> None:
    whole = client.json("/actors", limit=200)["items"]
    first = client.json("/actors", limit=3)
    rest = client.json("/actors", limit=200, before=first["next"])["items"]
    assert first["items"] + rest == whole
    assert [a["articles"] for a in whole] == sorted((a["articles"] for a in whole), reverse=True)
    assert all(1 <= a["stories"] <= a["articles"] for a in whole)


def test_everybody_who_speaks_is_found_by_name_and_has_stories(client: Client) -> None:
    """A story keeps few of its actors, for its line: whoever speaks in it is found all the same."""
    listed = {a["id"] for story in client.json("/stories", limit=200)["items"] for a in story["actors"]}
    said = client.json("/statements", limit=200)["items"]
    speakers = {s["speaker"]["id"]: s for s in said if (s["speaker"] or {}).get("id")}
    others = {i for i in speakers if i.startswith(("person:", "org:"))} - listed
    assert others
    for identity in others:
        name = speakers[identity]["speaker"]["name"]
        found = {a["id"]: a for a in client.json("/actors", q=name, limit=200)["items"]}
        assert found[identity]["stories"] > 0
        stories = client.json("/stories", actor=identity, limit=200)["items"]
        assert speakers[identity]["story"] in {s["id"] for s in stories}
        assert len(stories) == found[identity]["stories"]


def test_outlets_and_ledger_count_the_same_pages(client: Client) -> None:
    kept = sum(o["pages"].get("kept", 0) for o in client.json("/outlets")["items"])
    assert kept == len(client.json("/ledger", state="kept", limit=200)["items"])
    assert client.json("/health")["articles"] == sum(o["articles"] for o in client.json("/outlets")["items"])


@pytest.mark.parametrize("kind", ["article", "statement"])
def test_what_is_found_has_the_form_that_is_described(client: Client, kind: str) -> None:
    found = Hits.model_validate(client.json("/search", q="السفينة", kind=kind, limit=5), strict=True)
    assert found.items
    assert {x.kind for x in found.items} == {kind}
    assert all("".join(p.text for p in x.snippet) == x.words for x in found.items)
    assert any(x.speaker for x in found.items) == (kind == "statement")
    if found.next:
        more = Hits.model_validate(client.json("/search", q="السفينة", kind=kind, limit=5, before=found.next))
        assert not {x.id for x in found.items} & {x.id for x in more.items}
    none = Hits.model_validate(client.json("/search", q="قبقاب"))
    assert (none.items, none.next) == ([], None)
    assert none.why_none


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "س" * 401}, "q"),
        ({"q": ["سفينة", "متحف"]}, "q"),
        ({"q": "سفينة", "words": "x"}, "words"),
        ({"q": "سفينة", "limit": "0"}, "limit"),
        ({"q": "سفينة", "limit": "ten"}, "limit"),
        ({"q": "سفينة", "since": "2026-02-30"}, "since"),
        ({"q": "سفينة", "kind": "page"}, "kind"),
        ({"q": "سفينة", "independent": "perhaps"}, "independent"),
    ],
)
def test_a_search_without_sense_is_refused(client: Client, params: dict[str, str], where: str) -> None:
    answer = client.get("/search", params=params)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == f"query.{where}"


def test_a_day_far_ahead_lets_all_through_that_have_one(client: Client) -> None:
    usual = {x["id"] for x in client.json("/search", q="السفينة", limit=50)["items"] if x["moment"]}
    assert usual
    assert {x["id"] for x in client.json("/search", q="السفينة", limit=50, until="2090-01-01")["items"]} == usual
