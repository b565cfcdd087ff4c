"""What is followed and what was told of it, over the API."""

from collections.abc import Callable

import pytest

from riwaya.store import Store
from riwaya.store.follows import Alert, alert
from tests.api.asking import Client

Serve = Callable[..., Client]


def test_an_actor_is_followed_and_left_again(serve: Serve) -> None:
    client = serve()
    made = client("POST", "/follows", json={"kind": "actor", "target": "country:MA"})
    assert made.status_code == 201
    row = made.json()
    assert (row["kind"], row["target"], row["by"]) == ("actor", "country:MA", "local")
    assert client.json("/follows")["items"] == [row]
    again = client("POST", "/follows", json={"kind": "actor", "target": "country:MA"})
    assert again.json()["n"] == row["n"], "what is followed already stays as it is"
    assert client("DELETE", f"/follows/{row['n']}").status_code == 204
    assert client.json("/follows")["items"] == []
    assert client("DELETE", f"/follows/{row['n']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "actor", "target": "person:nobody"}, 404),
        ({"kind": "story", "target": "s-nothing"}, 404),
        ({"kind": "feed", "target": "https://outlet.example/feed.xml"}, 422),
        ({"kind": "query", "target": ""}, 422),
    ],
)
def test_what_cannot_be_followed(serve: Serve, body: dict[str, str], status: int) -> None:
    answer = serve()("POST", "/follows", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_alerts_come_latest_first_and_page_by_page(serve: Serve, store: Store) -> None:
    client = serve()
    assert client.json("/alerts") == {"items": [], "next": None}
    with store.writing() as connection:
        alert(connection, [Alert("new", f"خبر {n}", str(n), "s-x") for n in range(5)])
    first = client.json("/alerts", limit=3)
    assert [a["text"] for a in first["items"]] == ["خبر 4", "خبر 3", "خبر 2"]
    rest = client.json("/alerts", limit=3, before=first["next"])
    assert [a["text"] for a in rest["items"]] == ["خبر 1", "خبر 0"]
    assert client.get("/alerts", params={"before": "nonsense"}).status_code == 404
