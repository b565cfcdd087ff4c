"""Searching a store: pages and statements by their words, and questions answered by statements.

    with open_store("news.db") as store:
        found = search(store, '«مجلس الأمن» غزة -اقتصاد', Filters(since="2026-01-01"))
        for hit in found.hits: print(hit.where.title, hit.words)

| module | does |
|---|---|
| `forms` | what of a word is looked for: its stem as written, its lemma |
| `indexing` | brings articles into the index |
| `query` | what somebody typed, understood |
| `filters` | which articles may be found at all |
| `finding` | `search`: ranks and pages |
| `keeping` | what a server holds in memory for it |
| `snippets` | where the words stand |
| `questions`, `asking` | a question understood; `ask`: answered by statements |
"""

from riwaya.search.asking import Answer, ask
from riwaya.search.filters import Filters, proper, unknown
from riwaya.search.finding import DEPTH, Found, Hit, search
from riwaya.search.forms import form_of
from riwaya.search.indexing import catch_up, put_words, settle
from riwaya.search.keeping import held
from riwaya.search.query import parse
from riwaya.search.questions import Question, check_rules, understand
from riwaya.search.snippets import Piece

__all__ = [
    "DEPTH",
    "Answer",
    "Filters",
    "Found",
    "Hit",
    "Piece",
    "Question",
    "ask",
    "catch_up",
    "check_rules",
    "form_of",
    "held",
    "parse",
    "proper",
    "put_words",
    "search",
    "settle",
    "understand",
    "unknown",
]
