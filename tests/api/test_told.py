"""Lists of stories and topics, the told documents, and how they are paged, tagged and refused."""

import jsonschema
import pytest

from riwaya.render import schema
from tests.api.asking import Client


@pytest.mark.parametrize("path", ["/topics", "/openapi.json"])
def test_what_is_not_wanted_packed_is_not_and_what_varies_is_said_once(client: Client, path: str) -> None:
    wanted = {"gzip;q=0": False, "gzip; q=0.0, identity": False, "br, gzip;q=0.5": True, "gzip": True, "x;q=0": False}
    for kind, packed in wanted.items():
        answer = client.get(path, headers={"accept-encoding": kind})
        assert (answer.headers.get("content-encoding") == "gzip") is packed, kind
        varies = [part.strip() for part in ",".join(answer.headers.get_list("vary")).split(",")]
        assert len(varies) == len({v.lower() for v in varies}), varies
        assert len(answer.headers.get_list("vary")) == 1


def test_whoever_has_anything_is_told_that_it_stands(client: Client) -> None:
    for _ in range(2):
        answer = client.get("/topics?limit=3", headers={"if-none-match": "*"})
        assert (answer.status_code, answer.content) == (304, b"")
    assert client.get("/topics/t-nothing", headers={"if-none-match": "*"}).status_code == 404


def ids(page: dict) -> list[str]:  # type: ignore[type-arg]
    return [item["id"] for item in page["items"]]


@pytest.mark.parametrize("path", ["/stories", "/topics"])
@pytest.mark.parametrize("sort", ["new", "weight"])
def test_pages_of_one_make_the_whole_list(client: Client, path: str, sort: str) -> None:
    whole = client.json(path, sort=sort)
    found, before = [], None
    while True:
        page = client.json(path, sort=sort, limit=1, **({"before": before} if before else {}))
        found += ids(page)
        before = page["next"]
        if before is None:
            break
    assert found == ids(whole)
    assert len(found) == len(set(found)) >= 4


def test_sorted_by_weight_the_largest_comes_first(client: Client) -> None:
    lines = client.json("/topics", sort="weight")["items"]
    dated = [x for x in lines if x["moment"]]
    assert dated[0]["weight"] == max(x["weight"] for x in dated)


def test_a_topic_is_told_as_the_contract_says(client: Client) -> None:
    line = client.json("/topics", sort="weight", limit=1)["items"][0]
    document = client.json(f"/topics/{line['id']}")
    jsonschema.validate(document, schema())
    assert [t["id"] for t in document["topics"]] == [line["id"]]
    assert document["line"] == line
    assert {"related", "notes", "settled"} <= document.keys()


def test_the_marks_are_those_of_the_document(client: Client) -> None:
    line = client.json("/topics", sort="weight", limit=1)["items"][0]
    document = client.json(f"/topics/{line['id']}")
    kinds = {c["kind"] for c in document["topics"][0]["contrasts"]}
    assert ("differs" in line["marks"]) == bool(kinds & {"dispute-between-parties", "discrepancy-between-pages"})
    assert ("moved_on" in line["marks"]) == ("update" in kinds)
    translated = any(s["kind"] == "machine_translation" for a in document["articles"] for s in a["signs"])
    assert ("machine_translation" in line["marks"]) == translated
    assert line["events"] <= len(document["events"]) * len(line["stories"])


def test_a_story_is_shown_with_its_topic(client: Client) -> None:
    line = client.json("/stories", limit=1)["items"][0]
    document = client.json(f"/stories/{line['id']}")
    assert document["story"] == line
    assert line["id"] in [s["id"] for s in document["stories"]]


def test_an_article_is_shown_alone(client: Client) -> None:
    document = client.json("/articles/01-wire.txt%231")
    assert [a["id"] for a in document["articles"]] == ["01-wire.txt#1"]
    jsonschema.validate(document, schema())
    assert document["in_topic"] in ids(client.json("/topics"))


@pytest.mark.parametrize("path", ["/topics/t-nothing", "/stories/s-nothing", "/articles/nothing", "/actors/person:no"])
def test_what_is_not_there_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_filters_keep_what_they_say(client: Client) -> None:
    whole = client.json("/stories")["items"]
    outlet = whole[0]["outlets"][0]
    actor = whole[0]["actors"][0]["id"]
    assert set(ids(client.json("/stories", outlet=outlet))) == {x["id"] for x in whole if outlet in x["outlets"]}
    assert whole[0]["id"] in ids(client.json("/stories", actor=actor))
    marked = client.json("/stories", marks=["rewritten", "denied"])["items"]
    assert set(ids({"items": marked})) == {x["id"] for x in whole if {"rewritten", "denied"} & set(x["marks"])}
    topic = client.json("/topics", limit=1)["items"][0]
    assert set(ids(client.json("/stories", topic=topic["id"]))) == {s["id"] for s in topic["stories"]}


def test_days_count_whole(client: Client) -> None:
    whole = client.json("/stories")["items"]
    day = next(x["moment"][:10] for x in whole if x["moment"])
    wanted = {x["id"] for x in whole if x["moment"].startswith(day)}
    assert set(ids(client.json("/stories", since=day, until=day))) == wanted


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "ten"},
        {"since": "yesterday"},
        {"since": "2025-02-30"},
        {"sort": "size"},
        {"marks": "large"},
        {"outlets": "x"},
        {"limit": ["1", "2"]},
        {"since": "1700000000"},
    ],
)
def test_parameters_without_sense_are_refused(client: Client, params: dict[str, str]) -> None:
    answer = client.get("/stories", params=params)
    assert answer.status_code == 422
    assert next(iter(params)) in answer.json()["errors"][0]["where"]


def test_a_cursor_leads_on_in_its_own_list_only(client: Client) -> None:
    cursor = client.json("/stories", limit=1)["next"]
    for path, params in (
        ("/topics", {"before": cursor}),
        ("/stories", {"before": cursor, "sort": "weight"}),
        ("/ledger", {"before": cursor}),
        ("/stories", {"before": cursor[:-3]}),
        ("/stories", {"before": "WyJzdG9yaWVzIG5ldyIsMSwyXQ"}),
        ("/stories", {"before": "[" * 3000}),
    ):
        assert client.get(path, params=params).status_code == 404


@pytest.mark.parametrize("path", ["/stories", "/topics?limit=2", "/actors/country:PT", "/outlets", "/notes"])
def test_who_knows_the_tag_is_told_nothing_new(client: Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(path, headers={"if-none-match": 'W/"other"'}).json() == first.json()


def test_tags_of_different_questions_differ(client: Client) -> None:
    tags = [client.get(p).headers["etag"] for p in ("/stories", "/stories?limit=1", "/topics")]
    assert len(set(tags)) == 3


def test_answers_are_packed_where_that_helps(client: Client) -> None:
    answer = client.get("/topics", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert "content-encoding" not in client.get("/topics", headers={"accept-encoding": "identity"}).headers


def test_every_list_of_the_description_answers_as_described(client: Client) -> None:
    described = client.json("/openapi.json")
    assert described["openapi"].startswith("3.1")
    for path, of in described["paths"].items():
        if "get" not in of or "{" in path or path == "/live":
            continue
        asked = {p["name"]: "السفينة" for p in of["get"].get("parameters", ()) if p.get("required")}
        answer = client.get(path, params=asked)
        assert answer.status_code == 200, path
        content = of["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), {**content, "components": described["components"]})


def test_an_answer_that_is_kept_is_the_same_packed_or_not(client: Client) -> None:
    path = "/topics?limit=3"
    answers = [client.get(path, headers={"accept-encoding": kind}) for kind in ("gzip", "gzip", "identity", "gzip")]
    assert len({a.text for a in answers}) == 1
    assert [a.headers.get("content-encoding") for a in answers] == ["gzip", "gzip", None, "gzip"]
