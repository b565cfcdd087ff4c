"""Archives of the web to tables: a month of news on one machine's cores, or unchanged on a Ray cluster.

    report = run(["crawl/*.warc.gz"], Path("out"), Engine(workers=2), resume=False)

| module | does |
|---|---|
| `archives` | which files are meant, what is wrong with each |
| `records` | one record to rows: the per-article half of the pipeline |
| `tables` | the columns of the tables, rows from what was found |
| `engine` | Daft: reads, hands out, writes |
| `across` | names, copies and stories across all articles, in the order of time; into a store |
| `run` | what is left to do, in portions that are kept whole or not at all |
"""

from riwaya.bulk.across import group, load
from riwaya.bulk.engine import Engine
from riwaya.bulk.run import Report, run

__all__ = ["Engine", "Report", "group", "load", "run"]
