"""What a model server really enforces, asked of the server itself.

``examine(model)`` sends a few dozen small requests, each of which only a server that does what it
promises answers as it should, and gives a ``Diagnosis``: a finding for each, with what it means,
and the ``Profile`` by which extractions are asked for later.
"""

from __future__ import annotations

from communique.doctor.diagnosis import Diagnosis
from communique.doctor.examining import Allowance, examine

__all__ = ["Allowance", "Diagnosis", "examine"]
