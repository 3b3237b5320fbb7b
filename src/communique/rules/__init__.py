"""The offline extractor: rules about English reporting, from text to candidates to decisions.

``read(document)`` runs them in order: ``layout`` (paragraphs, boilerplate), ``tokens``, ``units``
(tagged by the lexicons), ``mentions`` (the grammar of names and titles), ``quotations``,
``sentences``, ``people`` (who is who), ``cues`` and ``statements`` (what is attributed),
``speakers`` (to whom), ``meetings``, ``dates``. ``explain(document)`` says which rule made each
item and which candidates were rejected by which.
"""

from communique.rules.explanation import Explanation, Reason, explain
from communique.rules.reader import EXTRACTOR, Reading, read, take_in

__all__ = ["EXTRACTOR", "Explanation", "Reading", "Reason", "explain", "read", "take_in"]
