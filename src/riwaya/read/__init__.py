"""Reading: bytes to pages, pages to articles. `read_source` never raises for a bad page.

| module | does |
|---|---|
| `decode` | bytes to text, whatever the page says of its charset |
| `plain`, `html`, `jsonl`, `feed`, `warc` | one kind of input each |
| `stream`, `unpack` | bytes of files, compressed bytes, within bounds |
| `bounds` | what is more than a page, and what would cost its parser too much |
| `fetch` (`guard`, `keep`) | pages from the web; `deliver` brings something there; both through `transport` |
| `tags`, `plans`, `dom`, `structure`, `judge`, `boxes` | what a page's markup tells (`rules/ar/reading_markup.yaml`) |
| `markup`, `state`, `jsvalue` | what its head and its scripts tell |
| `wrapped`, `lines`, `cues` (`gates`), `marks` | what a line tells by itself (`rules/ar/reading.yaml`) |
| `gone` | pages that say that they are not there |
| `asides` | what the site says of itself among a text's paragraphs (`rules/ar/reading_asides.yaml`) |
| `pastimes` | horoscopes and quizzes, which tell no story |
| `pictured`, `framed` | words of pictures; what stands in a page's frame, and what with a title |
| `walls` | plans and prices in place of a text |
| `copied` | posts that copy what a paper wrote |
| `revealed` | text that is folded away behind a button |
| `topic`, `borders`, `listing` | where another article begins, by what is told |
| `headline`, `layout`, `masthead`, `head`, `body`, `items` | what the order of the lines tells |
| `articles`, `bylines`, `dateline`, `credits`, `published`, `writers`, `signs` | what is known of each article |
| `slots`, `signing` | who signs where no form of a byline shows it (`rules/ar/reading_signing.yaml`) |
| `sites`, `quirks` | what is known of a host (`rules/sources/*.yaml`), and what that changes in reading its pages |
| `links` | where a page leads: its feeds, its headlines |
| `owners` | whose a page is: which of the names that it gives |
| `memory` | what is remembered between pages, and when it is forgotten |
| `addresses`, `versions` | which pages are one document, and what changed in it |
"""

from riwaya.read.addresses import canonical_address
from riwaya.read.renamed import renamed
from riwaya.read.rules import check_rules, explain
from riwaya.read.source import read_all, read_each, read_source
from riwaya.read.versions import revised, settle

__all__ = [
    "canonical_address",
    "check_rules",
    "explain",
    "read_all",
    "read_each",
    "read_source",
    "renamed",
    "revised",
    "settle",
]
