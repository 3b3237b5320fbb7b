"""Records and gold to and from the formats of other tools, offsets proven after the trip.

Every format is written from, and read back to, the same few values (``items``): an item, what is
known of it, and the places it rests on. Whatever a tool did to the offsets on the way, a place is
taken only where its quote stands in the text (``anchoring``); one that cannot be placed is an
``Issue`` of the document, and a document that cannot be rebuilt a ``Failure``.
"""
