"""Writing results: to a stream, or to a file OUT that an interrupted call can go on with.

``formats`` turns results into JSONL, JSON, a table, a page, Parquet or a SQLite database;
``target`` is the file OUT of one call and what stands beside it; ``lines`` is a file that grows;
``earlier`` tells whether OUT is what a like call wrote.

Beside OUT there may be:

- ``OUT.failures.jsonl``: the documents that failed, each with its error; not there without any.
- ``OUT.run/attempts.sqlite``: every attempt of a model, with what it answered, cost and took.
  Readable by its owner alone. It stays when the call is done, so that ``--resume`` asks no model
  twice. The offline extractor keeps none: it gives the same records in a moment.
- ``OUT.part``: OUT on its way, for formats other than JSONL; it goes when the call ends.
"""
