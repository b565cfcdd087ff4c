"""Time expressions of Arabic news: found, resolved, or honestly left open.

| module | gives |
|---|---|
| `expression` | what a text says, before any calendar is asked |
| `scan`, `numbers`, `grammar` | the find phase: folded text to expressions |
| `calendars`, `resolve` | the resolve phase: (expression, anchor, earlier mentions) to `When` |
| `find` | `find_dates`, `parse_date` |
| `render` | `say_when`: a time in words, Arabic or English, by either calendar |
| `check` | `check_rules`, `explain` |
| `ages` | `find_ages`, `add_age`: «منذ ساعة» beside an article |
| `infer` | `infer_published`: publication from a page's own words |
"""

from riwaya.dates.ages import Age, add_age, find_ages
from riwaya.dates.check import check_rules, explain
from riwaya.dates.find import find_dates, find_expressions, parse_date
from riwaya.dates.infer import infer_published
from riwaya.dates.render import Style, say_when
from riwaya.dates.resolve import Scope, resolve

__all__ = [
    "Age",
    "Scope",
    "Style",
    "add_age",
    "check_rules",
    "explain",
    "find_ages",
    "find_dates",
    "find_expressions",
    "infer_published",
    "parse_date",
    "resolve",
    "say_when",
]
