"""Writing records: to a stream, or to a file that an interrupted call can go on with.

``formats`` turns results into JSONL, JSON, a table or a page; ``table`` draws the table;
``target`` is the file OUT of one call with its failures beside it; ``journal`` is the JSONL file
that grows as results come and that ``--resume`` reads again.
"""
