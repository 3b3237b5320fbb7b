"""Articles read on a cluster, with Ray Data: the same records, on as many machines as there are.

``extract_dataset`` is a ``map_batches`` over a Ray Dataset with a row an article;
``cluster.extract_files`` is ``communique extract --engine ray``: files in any file system that
Arrow reads become OUT, a folder of parts.

An extractor (for a language model its client, its pace, an embedded model) is held by an actor
over all of its batches. Of the rest of a run, only what needs no view of all documents is left:
no budget, no order, no looking for repeats or for ids given twice in different files. Ray starts
actors and batches of a lost node elsewhere; a part of OUT has its name from the documents in it,
so that a batch that is read again takes the place of the first. An article that kills its reader is
found and fails (``actors``, ``apart``); one call at a time writes an OUT (``claims``).
"""

from __future__ import annotations

from communique.ray.dataset import extract_dataset

__all__ = ["extract_dataset"]
