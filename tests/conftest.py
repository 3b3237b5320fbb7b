"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A property is no stopwatch: on a loaded machine drawing an example may take any time. Where time
# is the matter, a test says so with a bound of its own.
settings.register_profile("communique", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("communique")
