"""How a `riwaya/1` document is shown, as far as the report and the reader show it the same way: pure pieces over JSON.

| module | does |
|---|---|
| `document` | the way through a document: pages, articles, names, what a contrast is about |
| `shown` | addresses that may become links, texts that fit |
| `drawn` | the geometry of a timeline and of the graph of relations |
| `catalogue` | words of an interface language: strings, plural forms, labels, reasons, dates |
| `marks` | words with some of them marked; the words in which two texts differ |
| `pagetext` | a page's text as blocks without gaps |

It imports nothing else of ours: so the reader, which knows the API's JSON and nothing of ours, may stand on it too.
"""
