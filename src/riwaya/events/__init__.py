"""Events: who did what to whom, coded by PLOVER; when, where, how many, who tells it.

| module | gives |
|---|---|
| `rules` | `rules/ar/events.yaml` and `plover.yaml`, compiled |
| `line` | a sentence with its named mentions |
| `triggers` | the words that tell an event |
| `status` | how they tell it: done, denied, planned, alleged, or only supposed |
| `roles` | actor and recipient by word order |
| `amounts`, `people` | quantities, and which nouns count people |
| `find` | every telling of an event in an article |
| `merge` | one happening, one event |
| `judge` | confidence |
| `cast` | actor and recipient, by a fitted judge over all who may be meant |
| `bars` | whom the grammar shuts out of a part |
| `dating` | when, by a fitted judge over the dates near by |
| `odds` | fitted weights as data |

`find_events` is a pure function of an article and what other stages found in it; it never raises
for odd text. `NONE` marks happenings that PLOVER does not code.
"""

from riwaya.events.coded import check_rules, explain, find_events
from riwaya.events.merge import join_events
from riwaya.events.rules import plover

__all__ = ["check_rules", "explain", "find_events", "join_events", "plover"]
