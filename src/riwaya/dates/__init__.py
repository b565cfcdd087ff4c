"""Time expressions of Arabic news: found, resolved, or honestly left open.

| module | gives |
|---|---|
| `expression` | what a text says, before any calendar is asked |
| `scan`, `numbers`, `grammar` | the find phase: folded text to expressions |
| `calendars`, `resolve` | the resolve phase: (expression, anchor, earlier mentions) to `When` |
| `find` | `find_dates`, `parse_date` |
"""

from riwaya.dates.find import find_dates, find_expressions, parse_date
from riwaya.dates.resolve import Scope, resolve

__all__ = ["Scope", "find_dates", "find_expressions", "parse_date", "resolve"]
