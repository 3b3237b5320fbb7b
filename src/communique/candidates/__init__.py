"""What of an article could belong in its record, found with high recall: nothing is judged here.

The stages of the offline extractor are used with their later filters off. Everything is in the text
by construction: a candidate is a span of it with an id.
"""

from communique.candidates.enumeration import candidates_in
from communique.candidates.marking import marked
from communique.candidates.undecided import explain_choice
from communique.candidates.values import Candidate, Candidates

__all__ = ["Candidate", "Candidates", "candidates_in", "explain_choice", "marked"]
