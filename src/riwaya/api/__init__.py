"""The API: what a store holds, as JSON, for programs, for the reader, for whoever asks.

    app = make_app(Desk(open_store("news.db")), Settings())      # ASGI; `riwaya serve` runs it
    api = inside(app)                                            # the same without a network

| module | does |
|---|---|
| `settings` | limits; who asks |
| `guard`, `limits` | which requests come in: hosts, tokens, writes from our own pages, sizes, rates |
| `gate` | what they may; tags and answers known already |
| `told`, `found`, `kept` | reading: stories, topics, articles; actors, statements, events; outlets, ledger, notes |
| `writing`, `session`, `exporting`, `live` | pages, judgements, notes; signing in; downloads; what is new |
| `shapes`, `lines`, `naming` | the objects, made of rows; names |
| `asking`, `problems`, `describing` | parameters and cursors; errors; the description |
| `inside`, `server` | calling it in process; running it |

The contract is docs/decisions/0006-api.md. Nothing is worked out here that the store or the desk could be asked.
"""

from riwaya.api.app import make_app
from riwaya.api.inside import Api, inside
from riwaya.api.settings import Caller, Settings

__all__ = ["Api", "Caller", "Settings", "inside", "make_app"]
