"""Following: feeds, sitemaps and pages are read again and again, each in its own rhythm, and what is new is kept.

    with open_store("news.db") as store:
        follower = Follower(Desk(store, encoder()), Fetcher)
        begin(store, "https://outlet.example/feed.xml", Fetcher())
        while not stopping.is_set():
            print(follower.round())                   # asks the sources that are due; Round(asked=3, ...)
            follower.rest(stopping, 60)               # tells meanwhile what waits for a reader

| module | does |
|---|---|
| `rhythm` | when a source tends to have news: when to ask again, when its silence means something |
| `sources` | one look at a source: what it lists, what of that is new |
| `opml` | lists of feeds, in and out |
| `alerts` | what happened to what people follow, one line a story |
| `deliver` | alerts to a webhook and an Atom feed |
| `hook` | what a webhook did not take, brought again |

Hosts are asked side by side, one host never twice at once. Two followers may share a store: each source is one's for
as long as a round may take. What a killed round fetched and did not keep is fetched again.
"""

from riwaya.follow.begin import begin, begin_interest
from riwaya.follow.follower import Follower, Round

__all__ = ["Follower", "Round", "begin", "begin_interest"]
