"""Pages, judgements and notes come in, change what is told, and can be undone."""

from collections.abc import Callable
from typing import Any

import pytest

from riwaya.store import Store
from riwaya.store.access import change_mark
from tests.api.asking import Client

Serve = Callable[..., Client]
TEXT = {"content-type": "text/plain; charset=utf-8"}
PAGE = (
    "انهيار جسر للمشاة في صفاقس\n\n"
    "صفاقس، 4 سبتمبر 2025 - أعلنت الحماية المدنية التونسية انهيار جسر للمشاة وسط صفاقس اليوم الخميس دون وقوع إصابات."
)


def post(client: Client, text: str, **params: str) -> Any:
    answer = client("POST", "/pages", content=text.encode(), params=params, headers=TEXT)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_page_becomes_a_story_at_once(serve: Serve) -> None:
    client = serve()
    before = client.get("/stories").headers["etag"]
    added = post(client, PAGE, name="bridge.txt", url="https://sfax.example/bridge")
    assert (added["kept"], added["failures"]) == (1, [])
    titles = [s["title"] for s in added["stories"]]
    assert "انهيار جسر للمشاة في صفاقس" in titles
    after = client.get("/stories", headers={"if-none-match": before})
    assert after.status_code == 200
    assert set(titles) <= {s["title"] for s in after.json()["items"]}
    document = client.json("/articles/bridge.txt%231")
    assert document["pages"][0]["url"] == "https://sfax.example/bridge"
    assert client.json("/ledger", limit=1)["items"][0]["page"] == "bridge.txt"


def test_a_page_that_came_before_is_not_kept_twice(serve: Serve) -> None:
    client = serve()
    assert post(client, PAGE)["kept"] == 1
    again = post(client, PAGE)
    assert (again["kept"], again["repeated"], again["stories"]) == (0, 1, [])


def test_json_lines_and_html_are_read_as_such(serve: Serve) -> None:
    client = serve()
    line = '{"id": "w-1", "title": "أمطار في قابس", "text": "هطلت أمطار غزيرة على قابس مساء أمس وفاض وادي المدينة."}'
    headers = {"content-type": "application/jsonl"}
    answer = client("POST", "/pages", content=line.encode(), headers=headers)
    assert answer.json()["kept"] == 1
    assert client.get("/articles/w-1%231").status_code == 200
    title, _, body = PAGE.partition("\n\n")
    page = f"<html><body><article><h1>{title}</h1><p>{body}</p></article></body></html>"
    answer = client("POST", "/pages", content=page.encode(), headers={"content-type": "text/html"})
    assert answer.json()["kept"] == 1


def test_what_holds_no_page_is_counted(serve: Serve) -> None:
    added = post(serve(), "\x00\x01\x02" * 100)
    assert (added["kept"], added["stories"]) == (0, [])
    assert added["lost"] + len(added["failures"]) > 0


# ------------------------------------------------------------------ judgements


def test_two_names_become_one_and_two_again(serve: Serve) -> None:
    client = serve()
    a, b = [x["id"] for x in client.json("/actors", limit=200)["items"] if not x["id"].startswith("country:")][:2]
    made = client("POST", "/judgements", json={"kind": "same_actor", "a": a, "b": b})
    assert made.status_code == 201
    n = made.json()["n"]
    one, other = client.json(f"/actors/{a}"), client.json(f"/actors/{b}")
    assert one == other
    assert {a, b} <= set(one["ids"])
    row = client.json("/judgements")["items"][0]
    assert (row["n"], {row["a"], row["b"]}, row["verdict"], row["stands"], row["who"]) == (
        n,
        {a, b},
        True,
        True,
        "local",
    )
    undone = client("DELETE", f"/judgements/{n}")
    assert undone.status_code == 200
    assert client.json(f"/actors/{a}")["ids"] != client.json(f"/actors/{b}")["ids"]
    rows = client.json("/judgements")["items"]
    assert [(r["n"], r["verdict"], r["stands"]) for r in rows] == [(undone.json()["n"], None, False), (n, True, False)]


def test_stories_that_became_one_lead_to_it(serve: Serve) -> None:
    client = serve()
    topics = client.json("/topics")["items"]
    a, b = (t["stories"][0]["id"] for t in topics if len(t["stories"]) == 1 and t["moment"] == "")
    assert client("POST", "/judgements", json={"kind": "same_story", "a": a, "b": b}).status_code == 201
    answers = {i: client.get(f"/stories/{i}") for i in (a, b)}
    gone = next(i for i in (a, b) if answers[i].status_code == 308)
    kept = a if gone == b else b
    assert answers[gone].headers["location"] == f"/api/v1/stories/{kept}"
    assert answers[kept].json()["story"]["articles"] == 2


@pytest.mark.parametrize(
    ("kind", "a", "b", "status"),
    [
        ("same_actor", "country:PT", "person:nobody-at-all", 404),
        ("same_actor", "country:PT", "country:PT", 404),
        ("same_story", "s-none", "s-none-2", 404),
        ("copy_of", "01-wire.txt#1", "nothing#1", 404),
        ("settled", "t-none", "c-none", 404),
        ("like", "country:PT", "country:MA", 422),
        ("same_actor", "", "country:MA", 422),
    ],
)
def test_judgements_about_nothing_are_refused(serve: Serve, kind: str, a: str, b: str, status: int) -> None:
    client = serve()
    assert client("POST", "/judgements", json={"kind": kind, "a": a, "b": b}).status_code == status
    assert client.json("/judgements")["items"] == []


def test_a_contrast_is_settled_and_open_again(serve: Serve, store: Store) -> None:
    client = serve()
    topic = client.json("/topics", marks="differs", limit=1)["items"][0]["id"]
    contrast = client.json(f"/topics/{topic}")["topics"][0]["contrasts"][0]["id"]
    made = client("POST", "/judgements", json={"kind": "settled", "a": topic, "b": contrast})
    assert made.status_code == 201
    n = made.json()["n"]
    assert [(s["contrast"], s["n"]) for s in client.json(f"/topics/{topic}")["settled"]] == [(contrast, n)]
    row = client.json("/judgements")["items"][0]
    assert (row["kind"], row["a"], row["b"]) == ("settled", topic, contrast)
    wrong = client("POST", "/judgements", json={"kind": "settled", "a": topic, "b": "c-0123456789ab"})
    assert wrong.status_code == 404
    assert client("DELETE", f"/judgements/{n}").status_code == 200
    assert client.json(f"/topics/{topic}")["settled"] == []


def test_undoing_what_was_never_decided(serve: Serve) -> None:
    client = serve()
    assert client("DELETE", "/judgements/77").status_code == 404
    assert client("DELETE", "/judgements/0").status_code == 422
    assert client("DELETE", "/judgements/99999999999999999999").status_code == 422


# ------------------------------------------------------------------ notes


def test_a_note_stands_with_what_it_is_about_until_it_is_taken_away(serve: Serve, store: Store) -> None:
    client = serve()
    story = client.json("/stories", limit=1)["items"][0]
    with store.reading() as connection:
        before = change_mark(connection).split(".")
    tag = client.get(f"/topics/{story['topic']}").headers["etag"]
    n = client("POST", "/notes", json={"on": f"story:{story['id']}", "text": "اتصلت بالوزارة"}).json()["n"]
    notes = client.json(f"/topics/{story['topic']}")["notes"]
    assert [(x["n"], x["text"], x["on"]) for x in notes] == [(n, "اتصلت بالوزارة", f"story:{story['id']}")]
    assert client.get(f"/topics/{story['topic']}", headers={"if-none-match": tag}).status_code == 200
    with store.reading() as connection:
        after = change_mark(connection).split(".")
    assert after[0] == before[0]  # whoever is adding pages need not begin again for a note
    assert after[1] != before[1]
    assert client.json("/notes", on=f"story:{story['id']}")["items"] == notes
    assert client("DELETE", f"/notes/{n}").status_code == 204
    assert client("DELETE", f"/notes/{n}").status_code == 404
    assert client.json(f"/topics/{story['topic']}")["notes"] == []


def test_notes_come_page_by_page(serve: Serve) -> None:
    client = serve()
    for n in range(5):
        client("POST", "/notes", json={"on": "actor:country:PT", "text": f"ملاحظة {n}"})
    first = client.json("/notes", limit=3)
    rest = client.json("/notes", limit=3, before=first["next"])
    assert [x["text"] for x in first["items"] + rest["items"]] == [f"ملاحظة {n}" for n in (4, 3, 2, 1, 0)]
    assert client.json("/actors/country:PT")["notes"][0]["text"] == "ملاحظة 4"


def test_a_note_about_nothing_is_refused(serve: Serve) -> None:
    client = serve()
    for on in ("story:s-none", "topic:t-none", "actor:person:none", "article:none"):
        assert client("POST", "/notes", json={"on": on, "text": "x"}).status_code == 404
