"""The offline extractor: rules about English reporting, from text to candidates to decisions.

``read(document)`` runs them in order: ``layout`` (paragraphs, boilerplate), ``tokens``, ``units``
(tagged by the lexicons), ``mentions`` (the grammar of names and titles), ``quotations``,
``sentences``, ``people`` (who is who), ``cues`` and ``statements`` (what is attributed),
``speakers`` (to whom), ``meetings``, ``dates``.
"""

from communique.rules.reader import EXTRACTOR, read

__all__ = ["EXTRACTOR", "read"]
