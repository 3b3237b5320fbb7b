"""A fake model server, real to its clients: for the tests of communique and of its users.

>>> from communique.testing import FakeServer
>>> with FakeServer(script=[{"participants": [], "meetings": [], "statements": []}]) as server:
...     server.base_url.startswith("http://127.0.0.1:")
True
"""

from __future__ import annotations

from communique.testing.answers import Play
from communique.testing.faults import Fault
from communique.testing.obedient import Defect, ObedientServer
from communique.testing.server import Exchange, FakeServer

__all__ = ["Defect", "Exchange", "FakeServer", "Fault", "ObedientServer", "Play"]
