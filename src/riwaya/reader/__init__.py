"""The reader: pages in Arabic (and an English interface) over what the API tells. It imports nothing else of ours.

    app = make_reader(api)      # an ASGI app; `riwaya serve` mounts it at /

`api(method, path, params=None, body=None, headers=None) -> (status, json, headers)`, asynchronous, is all that it knows
of a store: what the reader shows, every program can ask for.

| module | does |
|---|---|
| `app` | routes, headers, pages that are kept until the store changes |
| `asking` | asks the API, and remembers what was asked |
| `pages`, `tables` | what each page asks for and shows |
| `acts` | forms: judgements, notes, what is followed, settings, signing in |
| `document`, `story`, `lineage`, `page_text`, `chart` | a `riwaya/1` document as a story's page shows it |
| `words`, `text` | the interface's words and dates; words of pages made harmless |
"""

from riwaya.reader.app import make_reader

__all__ = ["make_reader"]
